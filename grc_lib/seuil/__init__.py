"""Le seuil de rentabilité (S531-4) : le chiffre d'affaires à partir duquel une activité, une
opération ou un commercial couvre ses charges, la date où il est atteint et la marge de sécurité.
"""

from grc_lib.seuil.analyse import AnalyseSeuil, analyser, quantite
from grc_lib.seuil.dates import date_point_mort
from grc_lib.seuil.pieges import PIEGES

__all__ = ["PIEGES", "AnalyseSeuil", "analyser", "date_point_mort", "quantite"]
