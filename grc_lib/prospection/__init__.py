"""L'organisation de la prospection (S823, S531-1, S531-2, S531-5) : combien de contacts pour un
objectif de ventes, combien d'heures et de commerciaux pour une charge, ce que coûte chaque étape,
quels outils choisir sous un budget, et où en sont les affaires en cours.
"""

from grc_lib.prospection.affaires import suivi
from grc_lib.prospection.charges import Charge, charge
from grc_lib.prospection.entonnoirs import (
    Entonnoir,
    PointDeRetour,
    couts_par_etape,
    entonnoir,
    point_de_retour,
)
from grc_lib.prospection.ordonnancement import ordonnancer
from grc_lib.prospection.pieges import PIEGES
from grc_lib.prospection.plans import plan

__all__ = [
    "PIEGES",
    "Charge",
    "Entonnoir",
    "PointDeRetour",
    "charge",
    "couts_par_etape",
    "entonnoir",
    "ordonnancer",
    "plan",
    "point_de_retour",
    "suivi",
]
