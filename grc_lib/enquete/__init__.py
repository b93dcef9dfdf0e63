"""Dimensionner et lire une enquête (S821) : combien de personnes interroger pour une erreur voulue,
entre quelles bornes se trouve vraiment un pourcentage observé, combien de réponses demander dans
chaque catégorie pour que l'échantillon ressemble à la population."""

from grc_lib.enquete.pieges import PIEGES
from grc_lib.enquete.sondages import (
    IntervalleProportion,
    intervalle_proportion,
    quotas,
    taille_echantillon,
)

__all__ = [
    "PIEGES",
    "IntervalleProportion",
    "intervalle_proportion",
    "quotas",
    "taille_echantillon",
]
