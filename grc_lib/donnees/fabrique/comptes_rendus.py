"""Les comptes rendus de visite : ce que le commercial note, que les faits ne démentent pas."""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Entiers, Masque, cles_datees, depuis_1970, mois_de
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.visites_phrases import CONSTATS, SUITES

_RECENT = 60  # jours pendant lesquels on parle encore d'une livraison ou d'une réclamation
_SAISONS = {
    "hiver": (0, 1),
    "printemps": (2, 3, 4),
    "été": (5, 6),
    "rentrée": (8, 9),
    "fin d'année": (10, 11),
}
_Sujet = tuple[list[str], str]
_SEULS = ("perdu", "devis", "gouffre", "plainte")


def rediger(table: pd.DataFrame, b: Bloc, h: Hasard) -> NDArray[np.object_]:
    """Un constat et une suite par visite, jamais les mêmes deux fois de suite au même endroit."""
    sujets = _sujets(table, _passe(table, b))
    tirages = h.entiers(2**20, len(table), 2).tolist()
    dernier: dict[int, list[str]] = {}
    textes = np.empty(len(table), dtype=object)
    for rang, point in enumerate(table["point"].tolist()):
        noms, suite = sujets[rang]
        constats = [phrase for nom in noms for phrase in CONSTATS[nom]]
        avant, morceaux = dernier.get(point, ["", ""]), []
        for phrases, tirage, deja in zip(
            (constats, SUITES[suite]), tirages[rang], avant, strict=True
        ):
            choix = phrases[tirage % len(phrases)]
            autres = [p for p in phrases if p != deja] if choix == deja else [choix]
            morceaux.append(autres[tirage % len(autres)])
        dernier[point] = morceaux
        textes[rang] = " ".join(morceaux).strip()
    return textes


def _sujets(table: pd.DataFrame, passe: pd.DataFrame) -> list[_Sujet]:
    """Les constats possibles à chaque visite, et le genre de sa suite."""
    saisons = {mois: nom for nom, les_mois in _SAISONS.items() for mois in les_mois}
    saison = [saisons.get(mois, "") for mois in mois_de(table["date_visite"].to_numpy())]
    passe = passe.assign(objet=table["objet"], cas=table["cas"], saison=saison)
    return [_sujet(visite) for visite in passe.to_dict("records")]


def _sujet(visite: dict[Hashable, Any]) -> _Sujet:
    objet, cas = visite["objet"], visite["cas"]
    if objet == "réclamation":
        return ["retard livré" if cas == "retard" and visite["livre"] else cas], "réclamation"
    if objet == "prospection":
        return [cas], "prospect"
    if visite["commande"]:
        return ["commande"], "client"
    suite = "négociation" if objet == "négociation" else "client"
    if cas == "perdu" and visite["revient"]:
        cas = ""
    if cas in _SEULS:
        return [cas], suite
    if objet == "négociation":
        return ["négociation"], suite
    rassure = "rassuré" if cas == "nursery" and visite["sans_faute"] else ""
    noms = (cas or "suivi", visite["livraison"], visite["saison"], rassure)
    return [nom for nom in noms if nom], suite


def _passe(table: pd.DataFrame, b: Bloc) -> pd.DataFrame:
    """Ce que le client a vécu avant chaque visite (et s'il commandera encore après)."""
    clients, commandes, plaintes = (b.tables[t] for t in ("clients", "commandes", "reclamations"))
    point, jour = table["point"].to_numpy(), depuis_1970(table["date_visite"])
    faites = _livraisons(b)
    qui, promise, livree = (faites[c].to_numpy() for c in ("client", "promise", "livree"))
    retard, defaut = livree > promise, ~faites["conforme"].to_numpy()
    achete = commandes["client"], depuis_1970(commandes["date_commande"])
    recue = b.rangs(plaintes["client_id"]), depuis_1970(plaintes["date_reception"])
    en_visite = (commandes["canal"] == "visite").to_numpy()
    demain = jour + 1
    tardives = qui[retard], promise[retard]
    attente = _avant(*tardives, point, jour) - _avant(qui[retard], livree[retard], point, demain)
    fautes = _avant(*tardives, point, jour) + _avant(qui[defaut], livree[defaut], point, jour)
    du_jour = achete[0][en_visite], achete[1][en_visite]
    plainte = _avant(*recue, point, demain) - _avant(*recue, point, jour - _RECENT)
    livre, achats = _avant(qui, livree, point, jour), _avant(*achete, point, jour)
    nouveau = np.append(~clients["ancien"].to_numpy(), True)[np.minimum(point, len(clients))]
    return pd.DataFrame(
        {
            "commande": _avant(*du_jour, point, demain) > _avant(*du_jour, point, jour),
            "livre": attente == 0,
            "revient": _avant(*achete, point, 10**5 - 1) > _avant(*achete, point, demain),
            "sans_faute": (livre > 0) & (fautes == 0) & (plainte == 0),
            "livraison": np.select(
                [(livre == 0) & nouveau & (achats > 0) & (attente == 0), livre == 0],
                ["pas encore livré", ""],
                default=_derniere(faites, point, jour, (attente == 0) & (plainte == 0)),
            ),
        }
    )


def _livraisons(b: Bloc) -> pd.DataFrame:
    """Chaque livraison partie : dates promise et tenue (lointaine, si elle est en route).

    Le même jour chez un client, la pire vient en dernier.
    """
    faites = b.tables["livraisons"]
    promises = b.tables["commandes"].set_index("commande_id")["date_livraison_promise"]
    livree = faites["date_livraison"].fillna(pd.Timestamp(2100, 1, 1))
    table = pd.DataFrame(
        {
            "client": faites["client"],
            "promise": depuis_1970(promises.loc[faites["commande_id"]]),
            "livree": depuis_1970(livree),
            "conforme": faites["conforme"].fillna(True).astype(bool),
        }
    )
    faute = (table["livree"] > table["promise"]) | ~table["conforme"]
    ordre = np.lexsort((faute, table["livree"], table["client"]))
    return table.iloc[ordre].reset_index(drop=True)


def _avant(qui: Any, quand: Any, point: Entiers, jour: Entiers | int) -> Entiers:
    """Combien de fois c'est arrivé à chaque point avant un jour."""
    cles = np.sort(cles_datees(qui, quand))
    debut, fin = cles_datees(point, 0), cles_datees(point, jour)
    return np.searchsorted(cles, fin) - np.searchsorted(cles, debut)


def _derniere(
    faites: pd.DataFrame, point: Entiers, jour: Entiers, calme: Masque
) -> NDArray[np.str_]:
    """Ce que l'on peut dire de la dernière livraison, si elle est récente."""
    cles = cles_datees(faites["client"], faites["livree"])
    derniere = faites.iloc[np.searchsorted(cles, cles_datees(point, jour)) - 1]
    livree = derniere["livree"].to_numpy()
    recente = (derniere["client"].to_numpy() == point) & (jour - livree <= _RECENT)
    defaut = ~derniere["conforme"].to_numpy()
    tardive = livree > derniere["promise"].to_numpy()
    return np.select(
        [~recente, defaut, tardive, calme],
        ["", "livré non conforme", "livré en retard", "livré à l'heure"],
        default="",
    )
