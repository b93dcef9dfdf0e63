"""Ce que les figures reçoivent des sujets : un résultat, ou plusieurs résultats nommés."""

from collections.abc import Mapping
from typing import Any, TypeVar

import pandas as pd

from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

T = TypeVar("T")

NOMMES_MAX = 8  # au-delà, les noms ne tiennent plus à côté des tracés


def exiger_resultat(argument: str, recu: Any, classe: type[T], fonction: str) -> T:
    """Le résultat reçu, s'il vient bien de la fonction attendue.

    >>> exiger_resultat("analyse", 3, str, "seuil.analyser")
    Traceback (most recent call last):
    ...
    grc_lib.erreurs.MauvaisType: « analyse » : attendu ce que rend seuil.analyser, reçu 3.
    """
    if not isinstance(recu, classe):
        raise MauvaisType(argument, recu, f"ce que rend {fonction}")
    return recu


def rangees(tableau: pd.DataFrame) -> list[Any]:
    """Les lignes du tableau, dont on lit les colonnes par leur nom.

    >>> [ligne.nom for ligne in rangees(pd.DataFrame({"nom": ["Alba", "Corde"]}))]
    ['Alba', 'Corde']
    """
    return list(tableau.itertuples())


def exiger_nommes(argument: str, recus: Any, contenu: str) -> dict[str, Any]:
    """Les résultats et leurs noms, d'un dictionnaire qui n'est ni vide ni trop grand.

    >>> exiger_nommes("plans", {}, "un tableau d'emprunt")
    Traceback (most recent call last):
    ...
    grc_lib.erreurs.NonCalculable: « plans » est vide : il n'y a rien à tracer.
    """
    if not isinstance(recus, Mapping):
        raise MauvaisType(argument, recus, f"un dictionnaire {{nom: {contenu}}}")
    if not recus:
        raise NonCalculable(f"« {argument} » est vide : il n'y a rien à tracer.")
    if len(recus) > NOMMES_MAX:
        raise ArgumentInvalide(argument, f"{len(recus)} noms", f"au plus {NOMMES_MAX} noms")
    return {str(nom): recu for nom, recu in recus.items()}
