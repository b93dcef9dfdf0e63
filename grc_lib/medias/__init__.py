"""La communication médias (S445) : mesurer ce qu'un support apporte à une cible (audience utile,
affinité, coût pour mille), ce qu'un plan en touche (couverture, répétition, GRP, mémorisation),
classer les supports et choisir les insertions sous un budget."""

from grc_lib.medias.mesures import (
    audience_nette,
    audience_utile,
    couverture_sainsbury,
    cpm,
    grp,
    indice_affinite,
    memorisation,
)
from grc_lib.medias.pieges import PIEGES
from grc_lib.medias.plan import PlanMedia, echelles, plan_media

__all__ = [
    "PIEGES",
    "PlanMedia",
    "audience_nette",
    "audience_utile",
    "couverture_sainsbury",
    "cpm",
    "echelles",
    "grp",
    "indice_affinite",
    "memorisation",
    "plan_media",
]
