"""Le risque client (S521-5, S521-6) : la solvabilité lue dans le bilan, l'encours et le plafond de
crédit, le délai réel de paiement, la balance âgée et ce qu'elle annonce de pertes, le coût complet
d'un affacturage et le calendrier des relances. Un score est un signal, jamais une décision.
"""

from grc_lib.risque.bilan import ConanHolder, RatiosSolvabilite, conan_holder, ratios_solvabilite
from grc_lib.risque.creances import balance_agee, dso, dso_epuisement
from grc_lib.risque.credit import Encours, PlafondCredit, encours, plafond_credit
from grc_lib.risque.pertes import (
    Affacturage,
    Depreciation,
    affacturage,
    ca_a_refaire,
    depreciation,
    perte_attendue,
)
from grc_lib.risque.pieges import PIEGES
from grc_lib.risque.relances import SCENARIO, Relance, scenario_relance

__all__ = [
    "PIEGES",
    "SCENARIO",
    "Affacturage",
    "ConanHolder",
    "Depreciation",
    "Encours",
    "PlafondCredit",
    "RatiosSolvabilite",
    "Relance",
    "affacturage",
    "balance_agee",
    "ca_a_refaire",
    "conan_holder",
    "depreciation",
    "dso",
    "dso_epuisement",
    "encours",
    "perte_attendue",
    "plafond_credit",
    "ratios_solvabilite",
    "scenario_relance",
]
