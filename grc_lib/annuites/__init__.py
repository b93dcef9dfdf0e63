"""Intérêts composés, annuités et emprunts (S512) : ce que devient un capital placé, ce que valent
des versements réguliers, l'échéancier d'un emprunt au centime, et le taux que cachent des flux —
VAN, TRI, TAEG. Les formules acceptent un nombre, un tableau numpy ou une colonne pandas.
"""

from grc_lib.annuites.echeancier import Echeanciers, echeanciers, tableau_emprunt
from grc_lib.annuites.pieges import PIEGES
from grc_lib.annuites.placements import (
    duree_placement,
    taux_equivalent,
    taux_placement,
    taux_proportionnel,
    valeur_acquise,
    valeur_actuelle,
)
from grc_lib.annuites.rendement import cout_credit, taeg, taeg_lot, taux_emprunt, tri, van
from grc_lib.annuites.versements import (
    annuite_constante,
    valeur_acquise_annuites,
    valeur_actuelle_annuites,
)

__all__ = [
    "PIEGES",
    "Echeanciers",
    "annuite_constante",
    "cout_credit",
    "duree_placement",
    "echeanciers",
    "tableau_emprunt",
    "taeg",
    "taeg_lot",
    "taux_emprunt",
    "taux_equivalent",
    "taux_placement",
    "taux_proportionnel",
    "tri",
    "valeur_acquise",
    "valeur_acquise_annuites",
    "valeur_actuelle",
    "valeur_actuelle_annuites",
    "van",
]
