"""Dimensionner une année de demi-heures (17 520 créneaux) par la formule d'Erlang C."""

import numpy as np

from benchmarks.outils import Mesure, Mesures, duree
from grc_lib import appels

CRENEAUX = 17_520
PROMESSE = {"periode": 1800, "qualite": 0.80, "seuil": 20, "indisponibilite": 0.30}


def mesures() -> Mesures:
    hasard = np.random.default_rng(2026)
    yield mesurer("Erlang C, petit plateau", hasard.poisson(100, CRENEAUX), 180)
    yield mesurer("Erlang C, plateau moyen", hasard.gamma(3, 60, CRENEAUX), 240)
    yield mesurer("Erlang C, grand plateau", hasard.gamma(3, 1_200, CRENEAUX), 300)
    yield mesurer("Erlang C, un créneau de 10 000 agents", np.array([59_900.0]), 300)


def mesurer(nom: str, prevus: np.ndarray, dmt: float) -> Mesure:
    plus = appels.effectif(appels=prevus, dmt=dmt, **PROMESSE).positions.max()
    temps = duree(lambda: appels.effectif(appels=prevus, dmt=dmt, **PROMESSE))
    return Mesure(nom, f"{temps:.3f} s", "< 1 s", f"{len(prevus)} créneaux, {plus} agents au plus")
