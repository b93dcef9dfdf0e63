"""La base de l'Imprimerie Clémenceau : l'ouvrir, la lire, la comprendre, la régénérer ; `rgpd` y
exerce les droits des personnes.
"""

from importlib import import_module
from types import ModuleType

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
    "rgpd",
    "ventes_par_client",
]


def __getattr__(nom: str) -> ModuleType:
    """`rgpd` se charge à la première utilisation : qui ouvre la base n'attend pas."""
    if nom == "rgpd":
        return import_module("grc_lib.donnees.rgpd")
    raise AttributeError(f"module {__name__!r} has no attribute {nom!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
