"""La carte de fidélité : ses porteurs étaient déjà fidèles, elle ne les fait pas commander plus."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import (
    FIN,
    JOUR_FIN,
    Dates,
    Entiers,
    cles_datees,
    depuis_1970,
    en_jours,
)
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.faits import PETIT, PREFERE

_LANCEMENT = np.datetime64("2024-03-01")
_PORTEURS = 32  # % des Préférés et Petits actifs
_RYTHME_MAXI = 900  # commandes par an (centièmes) : au-delà, on n'adhère pas plus
_LANCEMENT_SUIVI = (120, 45)  # jours du lancement, part des adhésions qui s'y font (%)
_ANCIENNETE = 60  # jours de commandes avant d'adhérer
_ESSAIS = 24  # répartitions des dates d'adhésion que l'on compare
_AN = 365
_POINT = 1_000  # centimes
_PALIER = 100  # points
_PART_ECHANGEURS = 55  # %


def ajouter(b: Bloc) -> None:
    """La table `carte_fidelite`, de la première adhésion à la dernière."""
    h, clients = b.hasard("fidelite"), b.tables["clients"]
    vises = np.flatnonzero(clients["type_client"].isin((PREFERE, PETIT)))
    porteurs = _porteurs(clients, vises, h)
    dates = _adherer(b, porteurs, np.setdiff1d(vises, porteurs), h)
    table = pd.DataFrame(
        {"client_id": clients["client_id"].to_numpy()[porteurs], "date_adhesion": dates}
    )
    table["points_acquis"] = _points(b.tables["commandes"], porteurs, dates)
    table["points_utilises"] = _echanger(table["points_acquis"].to_numpy(), h)
    table = table.sort_values(["date_adhesion", "client_id"], kind="stable", ignore_index=True)
    b.ajouter("carte_fidelite", table, "carte_id")


def _porteurs(clients: pd.DataFrame, vises: Entiers, h: Hasard) -> Entiers:
    """Les futurs porteurs : surtout ceux qui commandent souvent, d'après le rythme visé."""
    des, jusqua = _fenetre(clients.iloc[vises])
    possibles = vises[jusqua - des >= np.timedelta64(_ANCIENNETE, "D")]
    n = int(clients["actif"].to_numpy()[vises].sum()) * _PORTEURS // 100
    rythme = np.minimum(clients["commandes_an"].to_numpy()[possibles], _RYTHME_MAXI)
    return np.sort(possibles[h.quota(rythme**2, n)])


def _fenetre(clients: pd.DataFrame) -> tuple[Dates, Dates]:
    """Entre quelles dates chacun peut adhérer : client depuis deux mois, et pas encore parti."""
    premiere = en_jours(clients["date_premiere_commande"])
    sortie = en_jours(clients["sortie"])
    return np.maximum(premiere + _ANCIENNETE, _LANCEMENT), np.minimum(sortie, FIN)


def _adherer(b: Bloc, porteurs: Entiers, autres: Entiers, h: Hasard) -> Dates:
    """Les dates d'adhésion : la répartition où la carte change le moins le rythme d'achat."""
    n, (des, jusqua) = len(porteurs), _fenetre(b.tables["clients"].iloc[porteurs])
    foule, (duree, part) = np.arange(n) % 100, _LANCEMENT_SUIVI
    reste = int((FIN - _LANCEMENT).astype(np.int64)) - duree
    plus_tard = duree + h.moindre(0, reste - 1, n)
    jours = _LANCEMENT + np.where(foule < part, h.entiers(duree, n), plus_tard)
    suivi = _Suivi(b.tables["commandes"])
    retenues, plus_petit = jours, -1
    for _ in range(_ESSAIS):
        dates = b.calendrier.avant(np.clip(jours[h.ordre(n)], des, jusqua))
        dates = np.maximum(dates, _LANCEMENT)
        ecart = abs(_effet(suivi, porteurs, autres, dates))
        if plus_petit < 0 or ecart < plus_petit:
            retenues, plus_petit = dates, ecart
    return retenues


class _Suivi:
    """Les commandes des clients du bloc, à compter par client et par période."""

    def __init__(self, commandes: pd.DataFrame) -> None:
        jour = depuis_1970(commandes["date_commande"])
        client = commandes["client"].to_numpy()
        self._cles = np.sort(cles_datees(client, jour))
        self._premiere, self._derniere = (
            pd.Series(jour).groupby(client).agg(f).to_numpy() for f in ("min", "max")
        )

    def avant_apres(self, clients: Entiers, pivot: Entiers) -> tuple[int, int]:
        """Les commandes de l'année d'avant et de l'année d'après, de qui était là tout du long."""
        la = self._premiere[clients] <= pivot - _AN
        la &= self._derniere[clients] >= pivot + _AN
        milieu = cles_datees(clients, pivot)[la]
        debut, pendant, fin = (np.searchsorted(self._cles, milieu + d) for d in (-_AN, 0, _AN))
        return int((pendant - debut).sum()), int((fin - pendant).sum())


def _effet(suivi: _Suivi, porteurs: Entiers, autres: Entiers, dates: Dates) -> int:
    """L'évolution des porteurs moins celle des autres, autour de l'adhésion (dix-millièmes)."""
    pivot = dates.astype(np.int64)
    recul = np.sort(pivot[pivot <= JOUR_FIN - _AN])
    if not len(recul):
        return 0
    mediane = np.full(len(autres), recul[(len(recul) - 1) // 2])
    (avant, apres), (avant_sans, apres_sans) = (
        suivi.avant_apres(porteurs, pivot),
        suivi.avant_apres(autres, mediane),
    )
    return apres * 10_000 // max(avant, 1) - apres_sans * 10_000 // max(avant_sans, 1)


def _points(commandes: pd.DataFrame, porteurs: Entiers, dates: Dates) -> Entiers:
    """Un point par dizaine d'euros commandée depuis l'adhésion."""
    adhesion = pd.Series(dates, index=porteurs).reindex(commandes["client"]).to_numpy()
    depuis = commandes["date_commande"].to_numpy() >= adhesion
    achats = commandes["montant"].where(depuis, 0).groupby(commandes["client"]).sum()
    return achats.reindex(porteurs).to_numpy() // _POINT


def _echanger(acquis: Entiers, h: Hasard) -> Entiers:
    """Un peu plus d'un porteur sur deux a déjà échangé des points, par paliers de cent."""
    n, paliers = len(acquis), acquis // _PALIER
    echange = h.entiers(100, n) < _PART_ECHANGEURS
    return np.where(echange, h.entiers(paliers + 1, n), 0) * _PALIER
