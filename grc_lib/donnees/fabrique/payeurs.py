"""Combien de jours après l'échéance paie un client : son habitude, puis la dérive."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.colonnes import FIN, Dates, Entiers
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.metiers import collectivites
from grc_lib.donnees.faits import MAMMOUTH, PETIT

AUTOMATIQUES = ("prélèvement", "effet de commerce")  # présentés à l'échéance par l'imprimerie


@dataclass(frozen=True)
class Habitude:
    """Une façon de payer : ses écarts à l'échéance (jours) et ce qu'elle cède à la dérive (%)."""

    jours: tuple[int, ...]
    derive: int


# On paie le plus souvent le jour dit, rarement avant, et parfois bien après.
_EN_AVANCE = Habitude((-5, -3, -2, -2, -1, -1, 0, 0, 0, 0, 0, 0), 60)
_A_L_ECHEANCE = Habitude((-2, -1, 0, 0, 0, 0, 0, 1, 2, 4, 8, 15), 100)
_TARDIF = Habitude((0, 2, 5, 8, 11, 14, 18, 23, 30, 42), 100)
_CHRONIQUE = Habitude((16, 20, 24, 27, 30, 33, 36, 40, 44, 50), 30)
_GRAND_COMPTE = Habitude((-3, -1, 0, 0, 0, 1, 2, 4, 7, 12), 90)
_MANDAT = Habitude((-4, -2, -1, 0, 0, 0, 1, 3, 6, 14), 0)  # public : trente jours, à peu près
_AUTOMATIQUE = Habitude((0,) * 29 + (14,), 0)  # à l'échéance, sauf rejet par la banque
_HABITUDES = (_EN_AVANCE, _A_L_ECHEANCE, _TARDIF, _CHRONIQUE, _GRAND_COMPTE, _MANDAT, _AUTOMATIQUE)
CHRONIQUE, _GRAND, _PUBLIC, _AUTO = 3, 4, 5, 6  # rangs
# % des clients libres de leur date, aux quatre premières habitudes : les petits paient plus tard.
_PARTS_PETITS, _PARTS_AUTRES = (17, 41, 38, 4), (24, 50, 24, 2)
_ECART_DERIVE = 50  # % : d'un client à l'autre, on cède plus ou moins à la dérive
_DEBUT_DERIVE = np.datetime64("2025-01-01")  # l'imprimerie cesse de relancer

# Retard du Mammouth fragile (jours) selon le mois d'échéance, de décembre 2024 à mars 2026.
_RETARDS_FRAGILE = np.array([1, 6, 8, 10, 15, 18, 21, 26, 31, 36, 42, 49, 57, 64, 76, 125])
_DEBUT_FRAGILE = np.datetime64("2024-12")  # il payait encore à l'échéance


def habitudes(clients: pd.DataFrame, h: Hasard) -> Entiers:
    """Le rang de l'habitude de chaque client, en parts exactes parmi ceux qui choisissent."""
    public = collectivites(clients["metier"])
    grand = (clients["type_client"] == MAMMOUTH).to_numpy()
    auto = clients["mode_reglement"].isin(AUTOMATIQUES).to_numpy()
    petit = (clients["type_client"] == PETIT).to_numpy()
    ca, choisies = clients["ca_vise"].to_numpy(), np.zeros(len(clients), dtype=np.int64)
    for groupe, parts in ((petit, _PARTS_PETITS), (~petit, _PARTS_AUTRES)):
        # Un rang sur cent par client, dans l'ordre du chiffre d'affaires : chaque habitude en a
        # des gros et des moins gros.
        libres = np.flatnonzero(groupe & ~(public | grand | auto))
        libres = libres[np.argsort(ca[libres], kind="stable")]
        tour = (np.arange(len(libres)) * 61 + h.entiers(100, 1)) % 100
        choisies[libres] = np.searchsorted(np.cumsum(parts), tour, side="right")
    return np.select([public, grand, auto], [_PUBLIC, _GRAND, _AUTO], default=choisies)


def ordinaires(habitude: Entiers, h: Hasard) -> Entiers:
    """Pour chaque facture, l'écart ordinaire à l'échéance (jours)."""
    tirage = h.entiers(60, len(habitude))  # 60 : multiple de la taille de chaque table
    tables = np.array([np.repeat(u.jours, 60 // len(u.jours)) for u in _HABITUDES])
    ecarts: Entiers = tables[habitude, tirage]
    return ecarts


def sensibles(habitude: Entiers, h: Hasard) -> Entiers:
    """Pour chaque client, ce qu'il cède à la dérive (%)."""
    propre = h.entre(100 - _ECART_DERIVE, 100 + _ECART_DERIVE, len(habitude))
    return np.array([u.derive for u in _HABITUDES])[habitude] * propre // 100


def avancement(dates: Dates) -> Entiers:
    """Où en est la dérive aux dates de facture : de 0 jusqu'à fin 2024 à 1 000 aujourd'hui."""
    ecoules = (dates - _DEBUT_DERIVE).astype(np.int64)
    return np.maximum(ecoules, 0) * 1000 // int((FIN - _DEBUT_DERIVE).astype(np.int64))


def du_fragile(echeances: Dates, h: Hasard) -> Entiers:
    """Le retard (jours) du Mammouth fragile, de plus en plus long."""
    rang = (echeances.astype("datetime64[M]") - _DEBUT_FRAGILE).astype(np.int64)
    retards = _RETARDS_FRAGILE[np.clip(rang, 0, len(_RETARDS_FRAGILE) - 1)]
    return retards + h.entre(-3, 3, len(retards))
