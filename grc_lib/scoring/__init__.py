"""Forer et scorer (S432-3) : une grille à points ou une carte de score pour classer des prospects,
les mesures qui disent ce que vaut ce classement (AUC, lift, matrice de confusion, valeur
d'information), le seuil qui rapporte le plus compte tenu du coût des erreurs, et les produits qui
s'achètent ensemble. Un score est un signal : il ne décide pas seul d'un refus (RGPD, article 22).
"""

from grc_lib.scoring.association import regles_association
from grc_lib.scoring.carte import CarteDeScore, carte_de_score
from grc_lib.scoring.grille import GrilleScore
from grc_lib.scoring.information import ValeurInformation, valeur_information
from grc_lib.scoring.pieges import PIEGES
from grc_lib.scoring.qualite import Confusion, auc, confusion, lift
from grc_lib.scoring.rendement import SeuilOptimal, seuil_optimal, taux_transformation

__all__ = [
    "PIEGES",
    "CarteDeScore",
    "Confusion",
    "GrilleScore",
    "SeuilOptimal",
    "ValeurInformation",
    "auc",
    "carte_de_score",
    "confusion",
    "lift",
    "regles_association",
    "seuil_optimal",
    "taux_transformation",
    "valeur_information",
]
