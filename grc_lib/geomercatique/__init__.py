"""La géomercatique (S432-2) : situer la clientèle, délimiter et partager une zone de chalandise.

Le module range les clients d'un point de vente en zones primaire, secondaire et tertiaire, partage
l'attraction entre deux villes (Reilly, Converse) ou entre plusieurs magasins (Huff), et place les
clients sur une carte.
"""

from grc_lib.geomercatique.attraction import converse, huff, reilly
from grc_lib.geomercatique.cartes import carte
from grc_lib.geomercatique.zones import ZONES, zone_chalandise
from grc_lib.tournees import distance as haversine

__all__ = ["ZONES", "carte", "converse", "haversine", "huff", "reilly", "zone_chalandise"]
