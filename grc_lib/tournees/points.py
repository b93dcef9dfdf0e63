"""Lire des points : une liste de couples, un dictionnaire, un tableau, ou de simples noms."""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from grc_lib.erreurs import ArgumentInvalide, MauvaisType

Tableau: TypeAlias = npt.NDArray[np.float64]

TERRE = (90.0, 180.0)  # ce que latitude et longitude ne dépassent pas, en degrés

_COLONNES = ("latitude", "longitude")
_ATTENDU = "une liste de points (latitude, longitude), ou un tableau qui a ces deux colonnes"


def est_un_point(valeur: Any) -> bool:
    """Un couple de nombres (ou ce qu'on a voulu donner pour tel), et non une liste de couples."""
    if isinstance(valeur, pd.DataFrame | Mapping | str) or not isinstance(valeur, Collection):
        return False
    return len(valeur) > 0 and all(np.ndim(element) == 0 for element in valeur)


def lire_noms(argument: str, points: Any) -> list[Any]:
    """Le nom de chaque point : sa clé, son index, lui-même si c'est un texte, sinon son rang."""
    if isinstance(points, pd.DataFrame):
        return list(points.index)
    if isinstance(points, str) or not isinstance(points, Collection):
        raise MauvaisType(argument, points, _ATTENDU)
    noms = list(points)
    nommes = isinstance(points, Mapping) or all(isinstance(point, str) for point in points)
    return noms if nommes else list(range(len(noms)))


def lire_points(
    argument: str, points: Any, limites: tuple[float, float], *, manquantes: bool = False
) -> Tableau:
    """Les coordonnées des points, une ligne chacun ; un trou n'est permis que sur demande."""
    effectif = len(lire_noms(argument, points))
    if isinstance(points, pd.DataFrame):
        if not set(_COLONNES) <= set(points.columns):
            attendu = "un tableau aux colonnes latitude et longitude"
            raise ArgumentInvalide(argument, list(points.columns), attendu)
        points = points[list(_COLONNES)]
    elif isinstance(points, Mapping):
        points = list(points.values())
    lus = lire_tableau(argument, points, _ATTENDU) if effectif else np.empty((0, 2))
    if lus.shape != (effectif, 2):
        raise ArgumentInvalide(argument, points, _ATTENDU)
    axes = _COLONNES if limites == TERRE else ("x", "y")
    for rang, axe in enumerate(axes):
        _controler(f"{argument}, {axe}", lus[:, rang], limites[rang], manquantes)
    return lus


def lire_point(argument: str, point: Any, limites: tuple[float, float]) -> Tableau:
    """Les deux coordonnées d'un seul point."""
    if not est_un_point(point):
        raise MauvaisType(argument, point, "un seul point, (latitude, longitude)")
    lu: Tableau = lire_points(argument, [list(point)], limites)[0]
    return lu


def lire_tableau(argument: str, valeurs: Any, attendu: str) -> Tableau:
    """Une copie en nombres d'une liste de lignes ou d'un tableau ; un trou y reste un `nan`."""
    try:
        lues = np.array(valeurs, dtype=object)
        if any(isinstance(valeur, str | bool | np.bool_) for valeur in lues.flat):
            raise TypeError
        return np.where(pd.isna(lues), np.nan, lues).astype(float)
    except (TypeError, ValueError):
        raise MauvaisType(argument, valeurs, attendu) from None


def _controler(argument: str, valeurs: Tableau, limite: float, manquantes: bool) -> None:
    dehors = ~(np.abs(valeurs) <= limite)
    if manquantes:
        dehors &= ~np.isnan(valeurs)
    if dehors.any():
        premier = float(valeurs[dehors][0])
        recu = "une valeur manquante" if np.isnan(premier) else premier
        raise ArgumentInvalide(argument, recu, f"un nombre entre -{limite:g} et {limite:g}")
