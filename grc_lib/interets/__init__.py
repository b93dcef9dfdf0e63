"""Intérêts simples, escompte et effets de commerce (S512-1, S512-2) : ce que coûte ou rapporte le
temps entre une facture et son paiement — intérêt, pénalités de retard, escompte de règlement,
escompte bancaire et son bordereau, remplacement d'un effet par un autre.
"""

from grc_lib.interets.effets import (
    echeance_commune,
    echeance_equivalente,
    echeance_moyenne,
    effet_equivalent,
    taux_equivalence,
)
from grc_lib.interets.escompte_bancaire import Escompte, bordereau, escompte
from grc_lib.interets.pieges import PIEGES
from grc_lib.interets.simples import (
    PenalitesRetard,
    interet_simple,
    penalites_retard,
    taux_escompte_reglement,
)

__all__ = [
    "PIEGES",
    "Escompte",
    "PenalitesRetard",
    "bordereau",
    "echeance_commune",
    "echeance_equivalente",
    "echeance_moyenne",
    "effet_equivalent",
    "escompte",
    "interet_simple",
    "penalites_retard",
    "taux_equivalence",
    "taux_escompte_reglement",
]
