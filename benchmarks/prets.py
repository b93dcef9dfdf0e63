"""Les échéanciers au centime et les TAEG de milliers de prêts.

numpy-financial et brentq sont mesurés dans la même course, sur moins de prêts quand c'est trop
long, puis ramenés au même nombre. Le temps est celui du processeur : tout tourne sur un seul cœur.
"""

import importlib.util
import time

import numpy as np

from benchmarks.outils import Mesure, Mesures, durees, ecrire_durees
from grc_lib.annuites import annuite_constante, echeanciers, taeg_lot

PRETS, MOIS = 100_000, 240
PRETS_TAEG, PRETS_BRENTQ = 10_000, 500


def mesures() -> Mesures:
    hasard = np.random.default_rng(2026)
    capital = hasard.integers(1_000, 300_000, PRETS).astype(float)
    taux = np.round(hasard.uniform(0.01, 0.08, PRETS), 4) / 12
    yield contre_la_memoire(capital, taux)
    if importlib.util.find_spec("numpy_financial"):
        yield contre_numpy_financial(capital, taux)
    yield contre_brentq(capital[:PRETS_TAEG], taux[:PRETS_TAEG])


def contre_la_memoire(capital: np.ndarray, taux: np.ndarray) -> Mesure:
    def remplir() -> None:
        for _ in range(3):
            np.empty((MOIS, PRETS), np.int64).fill(0)

    actions = {"memset": remplir, "échéanciers": lambda: echeanciers(capital, taux, MOIS)}
    temps = durees(actions, 7, time.process_time)
    rapport = temps["échéanciers"] / temps["memset"]
    nom = "100 000 prêts × 240 mois, au centime"
    return Mesure(nom, f"{rapport:.1f} × memset", "≤ 3 ×", ecrire_durees(temps))


def contre_numpy_financial(capital: np.ndarray, taux: np.ndarray) -> Mesure:
    import numpy_financial as npf

    periodes = np.arange(1, MOIS + 1)[:, None]

    def tableaux() -> None:
        npf.ipmt(taux, periodes, MOIS, -capital)
        amortissement = npf.ppmt(taux, periodes, MOIS, -capital)
        capital - np.cumsum(amortissement, axis=0)

    actions = {"numpy-financial": tableaux}
    temps = durees(actions, 1, time.process_time)
    temps |= durees({"échéanciers": lambda: echeanciers(capital, taux, MOIS)}, 3, time.process_time)
    rapport = temps["numpy-financial"] / temps["échéanciers"]
    detail = f"{ecrire_durees(temps)} ; numpy-financial n'arrondit pas"
    return Mesure("Les mêmes tableaux, numpy-financial", f"{rapport:.0f} ×", "≥ 30 ×", detail)


def contre_brentq(capital: np.ndarray, taux: np.ndarray) -> Mesure:
    from scipy.optimize import brentq

    mensualites = annuite_constante(capital, taux, MOIS)
    flux = np.column_stack([0.99 * capital, *[-mensualites] * MOIS])
    annees = np.arange(MOIS + 1) / 12

    def un_par_un() -> None:
        for montants in flux[:PRETS_BRENTQ]:
            brentq(lambda x, f=montants: f @ (1 + x) ** -annees, -0.5, 5)

    actions = {"brentq": un_par_un, "taeg_lot": lambda: taeg_lot(flux, annees)}
    temps = durees(actions, 5, time.process_time)
    temps["brentq"] *= PRETS_TAEG / PRETS_BRENTQ
    rapport = temps["brentq"] / temps["taeg_lot"]
    nom = "TAEG de 10 000 prêts de 240 mensualités"
    return Mesure(nom, f"{rapport:.0f} ×", "≥ 20 ×", ecrire_durees(temps))
