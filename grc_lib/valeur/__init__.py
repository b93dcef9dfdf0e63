"""La valeur d'un client (S521-1 à S521-4) : ce qu'il rapporte aujourd'hui (compte d'exploitation,
potentiel), ce qu'il a coûté à conquérir, ce qu'il vaudra tant qu'il restera, et ce que ses achats
passés laissent prévoir (modèles BG/NBD et gamma-gamma).
"""

from grc_lib.valeur.acquisition import cout_acquisition, delai_recuperation, retour_investissement
from grc_lib.valeur.bgnbd import BgNbd, ajuster_bgnbd
from grc_lib.valeur.compte import CompteExploitation, compte_exploitation
from grc_lib.valeur.gamma_gamma import GammaGamma, ajuster_gamma_gamma
from grc_lib.valeur.pieges import PIEGES
from grc_lib.valeur.potentiel import potentiel_accessible, taux_nourriture
from grc_lib.valeur.vie import valeur_vie, valeur_vie_infinie

__all__ = [
    "PIEGES",
    "BgNbd",
    "CompteExploitation",
    "GammaGamma",
    "ajuster_bgnbd",
    "ajuster_gamma_gamma",
    "compte_exploitation",
    "cout_acquisition",
    "delai_recuperation",
    "potentiel_accessible",
    "retour_investissement",
    "taux_nourriture",
    "valeur_vie",
    "valeur_vie_infinie",
]
