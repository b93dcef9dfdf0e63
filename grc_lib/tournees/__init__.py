"""Les itinéraires (S823-2) : distances, plus court circuit, semaine de visites et carte.

Le module mesure des distances à vol d'oiseau, range des points dans l'ordre qui raccourcit la
route, répartit des visites en journées de travail, et dessine le résultat. Le plus proche voisin
et le 2-opt se lisent comme au tableau ; le circuit et le planning viennent du solveur PyVRP.
"""

from grc_lib.tournees.cartes import carte
from grc_lib.tournees.circuits import Circuit, circuit, deux_opt, economies, plus_proche_voisin
from grc_lib.tournees.distances import RAYON_TERRE, distance, matrice_distances
from grc_lib.tournees.pieges import PIEGES
from grc_lib.tournees.planning import planifier

__all__ = [
    "PIEGES",
    "RAYON_TERRE",
    "Circuit",
    "carte",
    "circuit",
    "deux_opt",
    "distance",
    "economies",
    "matrice_distances",
    "planifier",
    "plus_proche_voisin",
]
