"""Les visites dues : à qui, par qui, entre quels jours, pour quel objet.

Les jours sont des entiers (depuis 1970). Un point est le rang d'un client dans le bloc ou, à la
suite, celui d'un prospect. `cas` dit au compte rendu ce qui s'est joué.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import JOUR_FIN, Entiers, depuis_1970
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.secteurs import TERRAIN
from grc_lib.donnees.fabrique.tournees import CONVENUE, EXPRES, PRESSEE, REGULIERE
from grc_lib.donnees.fabrique.visites_couts import budgets, passage
from grc_lib.donnees.fabrique.visites_regulieres import NEGOCIATION, SUIVI, regulieres
from grc_lib.donnees.faits import PETIT, PREFERE

_PROSPECTION, RECLAMATION = "prospection", "réclamation"
_PAR_PROSPECT = {
    "froid": (1, 2, 3, 3, 4, 4, 5),
    "tiède": (3, 4, 5, 6, 7),
    "chaud": (5, 6, 7, 7),
}
_ENTRE_PROSPECTIONS = (60, 150)  # jours
_PAR_AN = 3  # commandes qu'un Préféré passe en visite dans l'année, au plus
_RECLAMATION, _DEVIS = 9, 12  # jours, au plus, pour passer
_VISITE, _RESERVE = 75, 60_000  # minutes, et ce qu'un beau client doit laisser (centimes)


def dues(b: Bloc, h: Hasard) -> pd.DataFrame:
    """Toutes les visites dues du bloc, avec le jour visé."""
    clients = b.tables["clients"].assign(visiteur=_visiteurs(b))
    convenues = pd.concat([_commandes(b, clients, h), _plaintes(b, clients)], ignore_index=True)
    pressees = pd.concat([_reclamations(b, clients), _devis(b, clients)], ignore_index=True)
    fermes = pd.concat(
        [convenues.assign(ordre=CONVENUE), pressees.assign(ordre=PRESSEE)], ignore_index=True
    )
    chez_clients = pd.concat([fermes, regulieres(b, clients, fermes, h)], ignore_index=True)
    ordre = np.where(chez_clients["cas"] == "gouffre", EXPRES, REGULIERE)
    chez_clients["ordre"] = chez_clients["ordre"].fillna(pd.Series(ordre))
    chez_clients["fin"] = np.minimum(chez_clients["fin"], JOUR_FIN)
    creation = depuis_1970(clients["date_creation"])[chez_clients["point"]]
    chez_clients["debut"] = np.maximum(chez_clients["debut"], creation)
    chez_clients = _payables(b, chez_clients, clients)
    table = pd.concat([chez_clients, _prospections(b, h)], ignore_index=True)
    table = table[table["debut"] <= table["fin"]].reset_index(drop=True)
    entiers = ["point", "salarie_id", "debut", "fin", "ordre"]
    table = table.astype(dict.fromkeys(entiers, np.int64))
    duree = (table["fin"] - table["debut"] + 1).to_numpy()
    attente = np.where(table["ordre"] == REGULIERE, h.entiers(duree, len(table)), 0)
    table["vise"] = table["debut"] + attente
    return table


def _payables(b: Bloc, table: pd.DataFrame, clients: pd.DataFrame) -> pd.DataFrame:
    """Pas plus de visites par an qu'un beau client n'en paie, les plus pressées d'abord."""
    table = table.sort_values(["ordre", "fin"], kind="stable")
    lieux = clients.loc[table["point"]].assign(visiteur=table["salarie_id"].to_numpy())
    couts = pd.Series(passage(b, lieux, _VISITE, 2), index=table.index)
    depense = couts.groupby([table["point"], (JOUR_FIN - table["fin"]) // 365]).cumsum()
    return table[depense.to_numpy() <= budgets(b, clients, _RESERVE)[table["point"]]]


def _commandes(b: Bloc, clients: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """Une commande prise en visite : on était là ce jour-là."""
    table = b.tables["commandes"]
    servis = (~clients["gouffre"] & (clients["type_client"] != PETIT)).to_numpy()
    table = table[(table["canal"] == "visite") & servis[table["client"]]]
    de_l_an = table.groupby(["client", table["date_commande"].dt.year]).cumcount()
    prefere = (clients["type_client"] == PREFERE).to_numpy()[table["client"]]
    table = table[~prefere | (de_l_an < _PAR_AN).to_numpy()]
    objets = h.parmi((SUIVI,) * 3 + (NEGOCIATION,), len(table))
    return _le_jour_meme(table["client"].to_numpy(), table["date_commande"], clients, objets)


def _plaintes(b: Bloc, clients: pd.DataFrame) -> pd.DataFrame:
    """Une réclamation reçue en visite : le client l'a dite à qui passait le voir."""
    table = b.tables["reclamations"]
    table = table[table["canal"] == "visite"]
    plaintes = _le_jour_meme(b.rangs(table["client_id"]), table["date_reception"], clients, SUIVI)
    return plaintes.assign(cas="plainte")


def _le_jour_meme(
    point: Entiers, dates: pd.Series, clients: pd.DataFrame, objet: str | NDArray[np.str_]
) -> pd.DataFrame:
    """Des visites à jour fixe."""
    jour, qui = depuis_1970(dates), clients["visiteur"].to_numpy()[point]
    colonnes = {"point": point, "salarie_id": qui, "debut": jour, "fin": jour}
    table = pd.DataFrame(colonnes | {"objet": objet, "cas": ""})
    return table.drop_duplicates(["point", "debut"])


def _visiteurs(b: Bloc) -> Entiers:
    """Qui se déplace : celui qui suit le client, ou un commercial de la télécommerciale."""
    clients, terrain = b.tables["clients"], b.salaries[b.salaries["fonction"] == TERRAIN]
    visiteur = clients["salarie_id"].to_numpy().copy()
    for chef, trio in terrain.groupby("responsable_id"):
        les_siens = np.flatnonzero(visiteur == chef)
        visiteur[les_siens] = trio["salarie_id"].to_numpy()[np.arange(len(les_siens)) % len(trio)]
    return visiteur


def _reclamations(b: Bloc, clients: pd.DataFrame) -> pd.DataFrame:
    """Une réclamation importante vaut une visite dans les jours qui suivent."""
    table = b.tables["reclamations"]
    table = table[table["important"]]
    point = b.rangs(table["client_id"])
    recue = depuis_1970(table["date_reception"])
    return pd.DataFrame(
        {
            "point": point,
            "salarie_id": clients["visiteur"].to_numpy()[point],
            "debut": recue + 1,
            "fin": recue + _RECLAMATION,
            "objet": RECLAMATION,
            "cas": _affaires(table),
        }
    )


def _affaires(table: pd.DataFrame) -> NDArray[np.object_]:
    """Ce que l'on trouvera sur place, selon le motif et la suite qui lui sera donnée."""
    motif, tort = table["motif"], table["issue"].isin(("avoir", "remise"))
    tort = tort.where(motif == "facturation", ~table["conforme"])
    explique = motif.isin(("facturation", "qualité", "conformité")) & ~tort
    return np.where(explique, motif + " expliquée", motif)


def _devis(b: Bloc, clients: pd.DataFrame) -> pd.DataFrame:
    """Un devis signé en visite a été négocié sur place, dans les jours d'avant."""
    table, commandes = b.tables["devis"], b.tables["commandes"]
    signes = commandes[(commandes["canal"] == "visite") & commandes["devis_id"].notna()]
    table = table[table["devis_id"].isin(signes["devis_id"]) & table["client_id"].notna()]
    point = b.rangs(table["client_id"])
    remis, qui = depuis_1970(table["date_devis"]), table["salarie_id"].to_numpy()
    suivi = clients["salarie_id"].to_numpy()[point]
    return pd.DataFrame(
        {
            "point": point,
            "salarie_id": np.where(qui == suivi, clients["visiteur"].to_numpy()[point], qui),
            "debut": remis - _DEVIS,
            "fin": remis,
            "objet": NEGOCIATION,
            "cas": "devis",
        }
    )


def _prospections(b: Bloc, h: Hasard) -> pd.DataFrame:
    """Un à sept passages, à intervalles réguliers, jusqu'à la première commande."""
    prospects, clients = b.tables["prospects"], b.tables["clients"]
    n = len(prospects)
    converti = prospects["client_id"].notna().to_numpy()
    rang = b.rangs(prospects["client_id"].fillna(clients["client_id"].iloc[0]))
    premiere = depuis_1970(clients["date_premiere_commande"])[rang]
    entree = depuis_1970(prospects["date_entree"])
    limite = np.where(converti, premiere - 1, JOUR_FIN)
    chaleur = prospects["chaleur"].to_numpy()
    passages = h.au_cas(chaleur, _PAR_PROSPECT, 0)
    voulu = h.entre(*_ENTRE_PROSPECTIONS, n)
    ecart = np.where(converti, (limite - entree) // np.maximum(passages, 1), voulu)
    ligne = np.repeat(np.arange(n), passages)
    numero = np.arange(len(ligne)) - np.repeat(np.cumsum(passages) - passages, passages)
    signe = converti[ligne] & (numero == passages[ligne] - 1)
    debut = entree[ligne] + 1 + numero * ecart[ligne]
    table = pd.DataFrame(
        {
            "point": len(clients) + ligne,
            "salarie_id": prospects["salarie_id"].to_numpy()[ligne],
            "debut": debut,
            "fin": np.minimum(debut + ecart[ligne] * 9 // 10, limite[ligne]),
            "objet": _PROSPECTION,
            "cas": np.where(signe, "dernière prospection", _PROSPECTION),
        }
    )
    return table.assign(ordre=REGULIERE)
