"""Les principes de l'amortissement (S531-6) : répartir le coût d'un bien durable (véhicule, stand,
matériel) sur les exercices où il sert, et chiffrer ce qu'une action commerciale en consomme.
"""

from grc_lib.amortissements.pieges import PIEGES
from grc_lib.amortissements.plans import (
    COEFFICIENTS,
    DUREE_MAXIMALE,
    coefficient_degressif,
    cout_utilisation,
    degressif,
    lineaire,
    unites_oeuvre,
)

__all__ = [
    "COEFFICIENTS",
    "DUREE_MAXIMALE",
    "PIEGES",
    "coefficient_degressif",
    "cout_utilisation",
    "degressif",
    "lineaire",
    "unites_oeuvre",
]
