"""Les visites dues : à qui, par qui, entre quels jours, pour quel objet.

Les jours sont des entiers (depuis 1970). Un point est le rang d'un client dans le bloc ou, à la
suite, celui d'un prospect. `cas` dit au compte rendu ce qui s'est joué.
"""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import JOUR_FIN, Entiers, cles_datees, depuis_1970
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.secteurs import TERRAIN
from grc_lib.donnees.fabrique.visites_regulieres import NEGOCIATION, regulieres

_PROSPECTION, RECLAMATION = "prospection", "réclamation"
_PAR_PROSPECT = {
    "froid": (0, 1, 2, 3, 3, 4),
    "tiède": (2, 3, 4, 4, 5),
    "chaud": (4, 5, 5),
}
_ENTRE_PROSPECTIONS = (70, 180)  # jours
_RECLAMATION, _DEVIS = 9, 12  # jours, au plus, pour passer


def dues(b: Bloc, h: Hasard) -> pd.DataFrame:
    """Toutes les visites dues du bloc, avec le jour visé."""
    clients = b.tables["clients"].assign(visiteur=_visiteurs(b))
    fermes = pd.concat([_reclamations(b, clients), _devis(b, clients)], ignore_index=True)
    chez_clients = regulieres(b, clients, fermes, h)
    table = pd.concat(
        [fermes.assign(ferme=True), chez_clients.assign(ferme=False), _prospections(b, h)],
        ignore_index=True,
    )
    table["approche"] = table["approche"].fillna(0)
    entiers = ["point", "salarie_id", "debut", "fin", "approche"]
    table = table.astype(dict.fromkeys(entiers, np.int64))
    table["fin"] = np.minimum(table["fin"], JOUR_FIN)
    table = table[table["debut"] <= table["fin"]].reset_index(drop=True)
    duree = (table["fin"] - table["debut"] + 1).to_numpy()
    presse = table["ferme"].to_numpy(bool) | (table["approche"] > 0).to_numpy()
    attente = np.where(presse, 0, h.entiers(duree, len(table)))
    table["vise"] = table["debut"] + attente
    _caler(table, b)
    return table


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
            "cas": table["motif"].to_numpy(),
        }
    )


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
    """Zéro à cinq passages, à intervalles réguliers, jusqu'à la première commande."""
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
            "cas": np.where(signe, "converti", chaleur[ligne]),
        }
    )
    return table.assign(ferme=False)[table["debut"] <= table["fin"]]


def _caler(table: pd.DataFrame, b: Bloc) -> None:
    """Si le client a passé ces jours-là une commande en visite, c'est ce jour que l'on vise."""
    commandes = b.tables["commandes"]
    visites = commandes[commandes["canal"] == "visite"]
    cles = np.sort(cles_datees(visites["client"], depuis_1970(visites["date_commande"])))
    if not len(cles):
        return
    rang = np.searchsorted(cles, cles_datees(table["point"], table["debut"]))
    prise = cles[np.minimum(rang, len(cles) - 1)] - cles_datees(table["point"], 0)
    bon = (prise >= table["debut"]) & (prise <= table["fin"]) & (table["objet"] != RECLAMATION)
    table.loc[bon, ["debut", "vise"]] = np.stack([prise[bon], prise[bon]], axis=1)
