"""Lire des suites de ventes, et rendre un résultat sous la même forme, étiquettes comprises."""

from typing import Any

import numpy as np
import pandas as pd

from grc_lib._nombres import Liste, Nombres, liste, positif
from grc_lib.erreurs import ArgumentInvalide


def lire_ventes(argument: str, y: Any, au_moins: int = 1) -> Liste:
    """Une suite de ventes, positives ou nulles, de la plus ancienne à la plus récente."""
    return np.asarray(positif(argument, liste(argument, y, au_moins=au_moins)))


def lire_paire(nom_y: str, y: Any, nom_x: str, x: Any, au_moins: int = 1) -> tuple[Liste, Liste]:
    """Deux suites de même longueur ; deux colonnes doivent porter les mêmes étiquettes."""
    paire = liste(nom_y, y, au_moins=au_moins), liste(nom_x, x, au_moins=au_moins)
    if len(paire[0]) != len(paire[1]):
        attendu = f"autant de valeurs que « {nom_y} » ({len(paire[0])})"
        raise ArgumentInvalide(nom_x, f"{len(paire[1])} valeurs", attendu)
    colonnes = isinstance(y, pd.Series) and isinstance(x, pd.Series)
    if colonnes and not y.index.equals(x.index):
        attendu = f"les mêmes étiquettes, dans le même ordre, que « {nom_y} »"
        raise ArgumentInvalide(nom_x, list(x.index), attendu)
    return paire


def comme(y: Any, nombres: Liste, debut: int = 0) -> Nombres:
    """Les nombres, avec les étiquettes de `y` si c'est une colonne (à partir du rang `debut`)."""
    if not isinstance(y, pd.Series):
        return nombres
    return pd.Series(nombres, index=y.index[debut : debut + len(nombres)])
