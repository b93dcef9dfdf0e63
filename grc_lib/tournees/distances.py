"""Mesurer des distances (S823-2) : à vol d'oiseau, dans le plan, ou lues dans une matrice."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from grc_lib._arguments import parmi
from grc_lib._nombres import Nombres
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.tournees.points import (
    TERRE,
    Tableau,
    est_un_point,
    lire_noms,
    lire_point,
    lire_points,
    lire_tableau,
)

RAYON_TERRE = 6371.0  # kilomètres, rayon moyen
POINTS_MAX = 1000
_SANS_DEPOT = object()


def distance(a: Any, b: Any) -> Nombres:
    """La distance à vol d'oiseau entre deux lieux, en kilomètres (formule de haversine).

    d = 2 R arcsin √(sin²(Δφ/2) + cos φa · cos φb · sin²(Δλ/2)), φ la latitude, λ la longitude,
    R = 6 371 km. La route est toujours plus longue.

    Paramètres
    ----------
    a, b : un lieu (latitude, longitude) en degrés décimaux, ou plusieurs : une liste de lieux, un
        ndarray de deux colonnes, un tableau aux colonnes latitude et longitude. Un lieu seul se
        mesure à tous les autres ; deux listes de même longueur se mesurent ligne à ligne.

    Renvoie
    -------
    Kilomètres : un nombre pour deux lieux, un ndarray pour une liste, une `Series` (même index)
    pour un tableau. Dans un tableau, une coordonnée manquante donne une distance manquante.

    Lève
    ----
    ArgumentInvalide si une latitude n'est pas entre -90 et 90, une longitude entre -180 et 180, ou
    si les deux listes n'ont pas la même longueur ; MauvaisType pour un texte.

    Exemple
    -------
    >>> clermont, paris, lyon = (45.77969, 3.08682), (48.85341, 2.3488), (45.74846, 4.84671)
    >>> round(distance(clermont, paris), 2)
    346.28
    >>> distance(clermont, [paris, lyon]).round(1)
    array([346.3, 136.6])

    Source
    ------
    S823, distance à vol d'oiseau (cas TS05).
    """
    depart, arrivee = _lire("a", a), _lire("b", b)
    if depart.ndim == arrivee.ndim == 2 and len(depart) != len(arrivee):
        raise ArgumentInvalide("b", f"{len(arrivee)} lieu(x)", f"{len(depart)} lieux, comme « a »")
    kilometres = _haversine(depart, arrivee)
    index = [lieux.index for lieux in (a, b) if isinstance(lieux, pd.DataFrame)]
    if len(index) == 2 and not index[0].equals(index[1]):
        raise ArgumentInvalide("b", "un autre index", "le même index que « a », ligne à ligne")
    if index:
        return pd.Series(kilometres, index=index[0], name="distance")
    return kilometres if np.ndim(kilometres) else float(kilometres)


def matrice_distances(points: Any, distance: Any = "haversine") -> Tableau:
    """Le tableau des distances entre tous les points, deux à deux.

    Paramètres
    ----------
    points : liste de couples, dictionnaire {nom: (x, y)}, ndarray de deux colonnes, ou tableau aux
        colonnes latitude et longitude. 1 000 points au plus.
    distance : « haversine » (latitude et longitude en degrés, kilomètres) ; « plane » (x et y,
        ligne droite) ; « euc_2d » (ligne droite arrondie à l'entier, TSPLIB) ; « geo_tsplib »
        (degrés et minutes écrits DDD.MM, kilomètres entiers, TSPLIB) ; ou une matrice carrée déjà
        mesurée, la route de i à j en ligne i, colonne j. Elle peut ne pas être symétrique (sens
        uniques) ; sa diagonale n'est pas lue.

    Renvoie
    -------
    ndarray carré, diagonale nulle, dans l'unité de la distance choisie.

    Lève
    ----
    ArgumentInvalide pour une coordonnée hors de son domaine, une matrice qui n'est pas carrée, n'a
    pas une ligne par point ou contient un nombre négatif ; MauvaisType pour autre chose que des
    nombres.

    Exemple
    -------
    >>> matrice_distances([(0, 0), (0, 3), (4, 0)], "plane")
    array([[0., 3., 4.],
           [3., 0., 5.],
           [4., 5., 0.]])

    Source
    ------
    S823, méthodes calculées (cas TS01 à TS04) ; distances EUC_2D et GEO de TSPLIB 95.
    """
    return lire_lieux(points, distance).distances


class Lieux(NamedTuple):
    """Les points contrôlés et leurs distances ; le dépôt, s'il y en a un, est le premier."""

    noms: list[Any]
    coordonnees: Tableau | None  # absentes quand une matrice est donnée
    distances: Tableau
    nature: str
    unite: str


def lire_lieux(
    points: Any, distance: Any, *, argument: str = "points", depot: Any = _SANS_DEPOT
) -> Lieux:
    """Les lieux d'une tournée, quelle que soit la forme des points et de la distance."""
    noms = lire_noms(argument, points)
    if len(set(noms)) < len(noms):
        raise ArgumentInvalide(argument, "un nom en double", "un nom différent pour chaque point")
    if len(noms) > POINTS_MAX:
        attendu = f"{POINTS_MAX} points au plus : découpez d'abord par secteur"
        raise ArgumentInvalide(argument, f"{len(noms)} points", attendu)
    if depot is not _SANS_DEPOT:
        noms = ["dépôt", *noms]
    if not isinstance(distance, str):
        return Lieux(noms, None, _matrice(distance, len(noms)), "matrice", "")
    parmi("distance", distance, list(METRIQUES))
    metrique = METRIQUES[distance]
    coordonnees = lire_points(argument, points, metrique.limites)
    if depot is not _SANS_DEPOT:
        coordonnees = np.vstack([lire_point("depot", depot, metrique.limites), coordonnees])
    distances: Tableau = metrique.mesure(coordonnees[:, None], coordonnees[None])
    np.fill_diagonal(distances, 0)
    return Lieux(noms, coordonnees, distances, distance, metrique.unite)


def _haversine(a: Tableau, b: Tableau) -> Any:
    (lat_a, lon_a), (lat_b, lon_b) = _radians(a), _radians(b)
    h = (
        np.sin((lat_b - lat_a) / 2) ** 2
        + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * RAYON_TERRE * np.arcsin(np.sqrt(np.minimum(h, 1)))


def _plane(a: Tableau, b: Tableau) -> Any:
    return np.hypot(a[..., 0] - b[..., 0], a[..., 1] - b[..., 1])


def _euc_2d(a: Tableau, b: Tableau) -> Any:
    return np.floor(_plane(a, b) + 0.5)


def _geo_tsplib(a: Tableau, b: Tableau) -> Any:
    """La distance GEO de TSPLIB, avec son π tronqué et son rayon de 6 378,388 km."""
    (lat_a, lon_a), (lat_b, lon_b) = _radians_tsplib(a), _radians_tsplib(b)
    q1, q2, q3 = np.cos(lon_a - lon_b), np.cos(lat_a - lat_b), np.cos(lat_a + lat_b)
    cosinus = 0.5 * ((1 + q1) * q2 - (1 - q1) * q3)
    return np.floor(6378.388 * np.arccos(np.clip(cosinus, -1, 1)) + 1)


class Metrique(NamedTuple):
    """Une façon de mesurer, la valeur absolue que chaque coordonnée ne dépasse pas, l'unité."""

    mesure: Callable[[Tableau, Tableau], Any]
    limites: tuple[float, float]
    unite: str


PLAN = (1e9, 1e9)
METRIQUES = {
    "haversine": Metrique(_haversine, TERRE, "km"),
    "plane": Metrique(_plane, PLAN, ""),
    "euc_2d": Metrique(_euc_2d, PLAN, ""),
    "geo_tsplib": Metrique(_geo_tsplib, TERRE, "km"),
}


def _lire(argument: str, lieux: Any) -> Tableau:
    if est_un_point(lieux):
        return lire_point(argument, lieux, TERRE)
    return lire_points(argument, lieux, TERRE, manquantes=isinstance(lieux, pd.DataFrame))


def _radians(lieux: Tableau) -> tuple[Any, Any]:
    en_radians = np.radians(lieux)
    return en_radians[..., 0], en_radians[..., 1]


def _radians_tsplib(lieux: Tableau) -> tuple[Any, Any]:
    degres = np.trunc(lieux)
    en_radians = 3.141592 * (degres + 5 * (lieux - degres) / 3) / 180
    return en_radians[..., 0], en_radians[..., 1]


def _matrice(distances: Any, effectif: int) -> Tableau:
    attendu = f"une matrice de distances de {effectif} lignes et {effectif} colonnes"
    lues = lire_tableau("distance", distances, attendu)
    if lues.ndim != 2:
        raise MauvaisType("distance", distances, attendu)
    if lues.shape != (effectif, effectif):
        recu = " × ".join(str(cote) for cote in lues.shape)
        raise ArgumentInvalide("distance", recu, attendu)
    hors_diagonale = lues[~np.eye(effectif, dtype=bool)]
    dehors = ~((hors_diagonale >= 0) & (hors_diagonale <= PLAN[0]))
    if dehors.any():
        attendu = "des distances positives ou nulles, sans valeur manquante ni infinie"
        raise ArgumentInvalide("distance", float(hors_diagonale[dehors][0]), attendu)
    np.fill_diagonal(lues, 0)
    return lues
