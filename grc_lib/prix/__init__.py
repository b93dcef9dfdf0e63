"""La fixation du prix (S443) : marges, demande, yield, remises et réductions annoncées.

Le module sert à partir du coût, de la demande ou de la capacité pour fixer un prix, puis à le
défendre : ce que coûte une remise, la réduction qu'on a le droit d'annoncer.
"""

from grc_lib.prix.capacite import places_a_proteger, revpar, taux_occupation
from grc_lib.prix.demande import PrixPsychologique, elasticite, prix_psychologique
from grc_lib.prix.marges import (
    coefficient_multiplicateur,
    hors_taxe,
    prix_achat,
    prix_vente,
    taux_marge,
    taux_marque,
    toutes_taxes,
)
from grc_lib.prix.pieges import PIEGES
from grc_lib.prix.remises import (
    ReductionAnnoncee,
    baisse_toleree,
    reduction_annoncee,
    remise_globale,
    volume_a_compenser,
)

__all__ = [
    "PIEGES",
    "PrixPsychologique",
    "ReductionAnnoncee",
    "baisse_toleree",
    "coefficient_multiplicateur",
    "elasticite",
    "hors_taxe",
    "places_a_proteger",
    "prix_achat",
    "prix_psychologique",
    "prix_vente",
    "reduction_annoncee",
    "remise_globale",
    "revpar",
    "taux_marge",
    "taux_marque",
    "taux_occupation",
    "toutes_taxes",
    "volume_a_compenser",
]
