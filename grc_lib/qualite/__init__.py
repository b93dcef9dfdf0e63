"""La qualité d'un fichier de clients et de prospects (S822-3) : ce qui manque, ce qui est faux
(SIRET, courriels), ce qui s'écrit de dix façons (adresses, téléphones, raisons sociales), ce qui
est en double ; et ce que vaut un dédoublonnage, comparé à la vérité.
"""

from grc_lib.qualite.adresses import normaliser_adresse
from grc_lib.qualite.champs import (
    courriel_valide,
    normaliser_raison_sociale,
    normaliser_telephone,
    siret_valide,
)
from grc_lib.qualite.dedoublonnage import doublons
from grc_lib.qualite.mesures import (
    Completude,
    Evaluation,
    completude,
    evaluer_dedoublonnage,
)
from grc_lib.qualite.pieges import PIEGES

__all__ = [
    "PIEGES",
    "Completude",
    "Evaluation",
    "completude",
    "courriel_valide",
    "doublons",
    "evaluer_dedoublonnage",
    "normaliser_adresse",
    "normaliser_raison_sociale",
    "normaliser_telephone",
    "siret_valide",
]
