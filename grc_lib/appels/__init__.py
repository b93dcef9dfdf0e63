"""La relation à distance (GRC-4) : jouer et contrôler un script d'appel, mesurer l'accueil
téléphonique (DMT, décroché, qualité de service) et dimensionner un plateau par les formules
d'Erlang."""

from grc_lib.appels.casa_beauty import casa_beauty
from grc_lib.appels.erlang import Attente, erlang_b, erlang_c
from grc_lib.appels.mesures import dmt, qualite_observee, taux_decroche
from grc_lib.appels.pieges import PIEGES
from grc_lib.appels.plateau import Effectif, effectif
from grc_lib.appels.script import Fiche, Graphe, Script

__all__ = [
    "PIEGES",
    "Attente",
    "Effectif",
    "Fiche",
    "Graphe",
    "Script",
    "casa_beauty",
    "dmt",
    "effectif",
    "erlang_b",
    "erlang_c",
    "qualite_observee",
    "taux_decroche",
]
