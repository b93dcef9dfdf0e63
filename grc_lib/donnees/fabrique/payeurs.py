"""Combien de jours après l'échéance paie un client : son habitude, la saison, la dérive."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.colonnes import Dates, Entiers, mois_de
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.metiers import collectivites
from grc_lib.donnees.faits import MAMMOUTH

AUTOMATIQUES = ("prélèvement", "effet de commerce")  # présentés à l'échéance par l'imprimerie


@dataclass(frozen=True)
class Habitude:
    """Une façon de payer : ses retards ordinaires (jours) et ce qu'elle cède à la dérive (%)."""

    jours: tuple[int, ...]
    derive: int


# L'asymétrie est à droite : on paie rarement très en avance, parfois très en retard.
_EN_AVANCE = Habitude((-7, -5, -4, -3, -2, -2, -1, 0, 0, 0), 40)
_A_L_ECHEANCE = Habitude((-3, -2, -1, 0, 0, 0, 0, 0, 1, 2, 3, 6), 100)
_TARDIF = Habitude((0, 1, 2, 4, 5, 7, 9, 12, 17, 28), 160)
_CHRONIQUE = Habitude((15, 22, 27, 31, 34, 38, 42, 47, 56, 80), 190)
_GRAND_COMPTE = Habitude((-3, -1, 0, 0, 0, 0, 1, 2, 3, 5), 70)
_MANDAT = Habitude(
    (-6, -4, -2, -1, 0, 1, 2, 4, 7, 16), 0
)  # public : trente jours, ou peu s'en faut
_AUTOMATIQUE = Habitude((0,) * 29 + (14,), 0)  # à l'échéance, sauf rejet par la banque
_HABITUDES = (_EN_AVANCE, _A_L_ECHEANCE, _TARDIF, _CHRONIQUE, _GRAND_COMPTE, _MANDAT, _AUTOMATIQUE)
CHRONIQUE, _GRAND, _PUBLIC, _AUTO = 3, 4, 5, 6  # rangs
_PARTS = (30, 45, 20, 5)  # % des clients libres de leur date : les quatre premières habitudes

# Jours ajoutés selon le mois de la facture : le printemps se paie aux congés d'été, l'automne
# avant la clôture des comptes.
_SAISON = np.array([1, 6, 13, 15, 15, 14, 11, 4, -2, -5, -4, 0])
# L'imprimerie cesse de relancer : la dérive (millièmes), mois de facture après mois de facture.
# Elle marque le pas à l'automne, où les trésoreries sont pleines.
_DEBUT_DERIVE = np.datetime64("2024-12")
_DERIVE = np.array(
    (90, 180, 260, 320, 360, 380, 390, 390, 390, 390, 400, 430, 500, 610, 740, 880, 1000)
)

# Retard du Mammouth fragile selon le trimestre d'échéance, du premier de 2025 au dernier mesuré.
_TRIMESTRES_FRAGILE = np.array([1, 8, 18, 31, 50, 74, 95])
_DEBUT_FRAGILE = 2024 * 4 + 3  # quatrième trimestre 2024 : il payait encore à l'échéance


def habitudes(clients: pd.DataFrame, h: Hasard) -> Entiers:
    """Le rang de l'habitude de chaque client, en parts exactes parmi ceux qui choisissent."""
    public = collectivites(clients["metier"])
    grand = (clients["type_client"] == MAMMOUTH).to_numpy()
    auto = clients["mode_reglement"].isin(AUTOMATIQUES).to_numpy()
    n = len(clients)
    # Un rang sur cent par client, dans l'ordre du chiffre d'affaires : chaque habitude en a
    # des gros et des petits.
    libres = np.flatnonzero(~(public | grand | auto))
    libres = libres[np.argsort(clients["ca_vise"].to_numpy()[libres], kind="stable")]
    tour = (np.arange(len(libres)) * 61 + h.entiers(100, 1)) % 100
    choisies = np.zeros(n, dtype=np.int64)
    choisies[libres] = np.searchsorted(np.cumsum(_PARTS), tour, side="right")
    return np.select([public, grand, auto], [_PUBLIC, _GRAND, _AUTO], default=choisies)


def ordinaires(habitude: Entiers, h: Hasard) -> tuple[Entiers, Entiers]:
    """Pour chaque facture, le retard ordinaire (jours) et la part de dérive (%)."""
    tirage = h.entiers(60, len(habitude))  # 60 : multiple de la taille de chaque table
    tables = np.array([np.repeat(u.jours, 60 // len(u.jours)) for u in _HABITUDES])
    derive = np.array([u.derive for u in _HABITUDES])
    return tables[habitude, tirage], derive[habitude]


def allure(dates: Dates) -> tuple[Entiers, Entiers]:
    """La saison (jours) et l'avancement de la dérive (millièmes) aux dates de facture."""
    mois = dates.astype("datetime64[M]")
    rang = (mois - _DEBUT_DERIVE).astype(np.int64)
    derive = np.where(rang < 0, 0, _DERIVE[np.clip(rang, 0, len(_DERIVE) - 1)])
    return _SAISON[mois_de(dates)], derive


def du_fragile(echeances: Dates, h: Hasard) -> Entiers:
    """Le retard (jours) du Mammouth fragile, de plus en plus long."""
    mois = echeances.astype("datetime64[M]").astype(np.int64)
    trimestre = 1970 * 4 + mois // 3 - _DEBUT_FRAGILE
    rang = np.clip(trimestre, 0, len(_TRIMESTRES_FRAGILE) - 1)
    return _TRIMESTRES_FRAGILE[rang] + h.entre(-3, 3, len(mois))
