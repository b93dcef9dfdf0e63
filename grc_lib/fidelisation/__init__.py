"""La fidélité des clients (GRC-2, S521-4) : la mesurer (rétention, attrition, cohortes,
recommandation, satisfaction), la prolonger dans le temps (modèle sBG) et chiffrer ce que rapporte
un programme de fidélisation.
"""

from grc_lib.fidelisation.cohorte import cohortes
from grc_lib.fidelisation.pieges import PIEGES
from grc_lib.fidelisation.programme import RentabiliteProgramme, rentabilite_programme
from grc_lib.fidelisation.satisfaction import csat, nps
from grc_lib.fidelisation.sbg import Sbg, ajuster_sbg
from grc_lib.fidelisation.taux import (
    attrition_equivalente,
    duree_vie,
    taux_attrition,
    taux_retention,
)

__all__ = [
    "PIEGES",
    "RentabiliteProgramme",
    "Sbg",
    "ajuster_sbg",
    "attrition_equivalente",
    "cohortes",
    "csat",
    "duree_vie",
    "nps",
    "rentabilite_programme",
    "taux_attrition",
    "taux_retention",
]
