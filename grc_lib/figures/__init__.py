"""Les graphiques du cours : une fonction par graphique, un titre qui dit le constat.

Chaque fonction rend un `Graphique` : une figure plotly au gabarit « grc », avec son texte
alternatif et ses données, que le notebook affiche repliés juste dessous.
"""

from grc_lib.figures.effectifs import histogramme
from grc_lib.figures.evolution import courbes
from grc_lib.figures.gabarit import installer_gabarit
from grc_lib.figures.geographie import carte
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.marges import comparaison_classements, nuage_ca_marge
from grc_lib.figures.portefeuille import courbe_abc, courbe_concentration, resumer_classes
from grc_lib.figures.repartition import barres
from grc_lib.figures.rfm import barres_segments, grille_rfm

__all__ = [
    "Graphique",
    "barres",
    "barres_segments",
    "carte",
    "comparaison_classements",
    "courbe_abc",
    "courbe_concentration",
    "courbes",
    "grille_rfm",
    "histogramme",
    "installer_gabarit",
    "nuage_ca_marge",
    "resumer_classes",
]
