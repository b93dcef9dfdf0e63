"""La base de l'Imprimerie Clémenceau : l'ouvrir, la lire, la comprendre, la régénérer."""

from grc_lib.donnees.connexion import charger, connexion, dictionnaire
from grc_lib.donnees.diagramme import diagramme
from grc_lib.donnees.faits import AUJOURDHUI
from grc_lib.donnees.fichiers import chemin
from grc_lib.donnees.generation import generer
from grc_lib.donnees.ventes import ventes_par_client

__all__ = [
    "AUJOURDHUI",
    "charger",
    "chemin",
    "connexion",
    "diagramme",
    "dictionnaire",
    "generer",
    "ventes_par_client",
]
