"""Financer un achat (S512) : ce que coûte une location avec option d'achat, le taux que cache un
crédit-bail, et la comparaison du comptant, de l'emprunt, du crédit-bail et de la location en euros
d'aujourd'hui, avant ou après impôt.
"""

from grc_lib.financement.comparaison import comparer
from grc_lib.financement.credit_bail import CoutLocation, cout_location, taux_location
from grc_lib.financement.offres import Offre, comptant, emprunt, location
from grc_lib.financement.pieges import PIEGES

__all__ = [
    "PIEGES",
    "CoutLocation",
    "Offre",
    "comparer",
    "comptant",
    "cout_location",
    "emprunt",
    "location",
    "taux_location",
]
