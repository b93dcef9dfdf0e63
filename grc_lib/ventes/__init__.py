"""L'analyse et la prévision des ventes (S522-1 à S522-3) : résumer une série, ajuster une droite,
mesurer les saisons, lisser, suivre les écarts. Chaque fonction prend une liste, un tableau numpy
ou une colonne pandas et dit la convention du manuel qu'elle applique."""

from grc_lib.ventes.ajustement import mayer, moindres_carres
from grc_lib.ventes.droite import Droite, Intervalle
from grc_lib.ventes.evolution import indices, tcam
from grc_lib.ventes.lissage import holt, lissage_exponentiel
from grc_lib.ventes.pieges import PIEGES
from grc_lib.ventes.saisons import (
    coefficients_saisonniers,
    desaisonnaliser,
    moyennes_mobiles,
    prevision_saisonniere,
)
from grc_lib.ventes.statistique import indicateurs, indicateurs_classes
from grc_lib.ventes.suivi import Ecarts, courbe_z, ecarts, prevision_ponderee

__all__ = [
    "PIEGES",
    "Droite",
    "Ecarts",
    "Intervalle",
    "coefficients_saisonniers",
    "courbe_z",
    "desaisonnaliser",
    "ecarts",
    "holt",
    "indicateurs",
    "indicateurs_classes",
    "indices",
    "lissage_exponentiel",
    "mayer",
    "moindres_carres",
    "moyennes_mobiles",
    "prevision_ponderee",
    "prevision_saisonniere",
    "tcam",
]
