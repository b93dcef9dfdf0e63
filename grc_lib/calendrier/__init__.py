"""Les dates du crédit client et des délais (S512, GRC-3) : compter des jours entre deux dates,
ajouter des mois sans dériver, trouver l'échéance d'une facture selon la lecture de « fin de mois »,
et la date limite d'un délai en jours ouvrables ou ouvrés. Partout, le jour de départ ne compte pas
et le dernier jour compte.
"""

from grc_lib.calendrier.dates import (
    Jour,
    ajouter_mois,
    echeance,
    echeances_mensuelles,
    jours,
    jours_ouvrables,
    jours_ouvres,
)
from grc_lib.calendrier.pieges import PIEGES

__all__ = [
    "PIEGES",
    "Jour",
    "ajouter_mois",
    "echeance",
    "echeances_mensuelles",
    "jours",
    "jours_ouvrables",
    "jours_ouvres",
]
