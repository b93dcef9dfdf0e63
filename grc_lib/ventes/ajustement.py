"""Ajuster une droite à des ventes (S522-2) : la méthode de Mayer et les moindres carrés."""

from typing import Any

import numpy as np

from grc_lib._nombres import Liste, liste, quotient
from grc_lib.ventes._nuage import groupes, moyenne, sommes
from grc_lib.ventes._series import lire_paire
from grc_lib.ventes.droite import Droite

_VERTICALE = "Tous les x sont égaux : la droite serait verticale, aucune pente ne la décrit."


def mayer(y: Any, x: Any = None) -> Droite:
    """La droite de Mayer : celle qui joint les points moyens des deux moitiés de la série.

    a = (ȳ₂ − ȳ₁) / (x̄₂ − x̄₁) ; b = ȳ₁ − a × x̄₁. Si le nombre de points est impair, celui du
    milieu va dans le premier groupe.

    Paramètres
    ----------
    y : les valeurs observées, sans celle à prévoir.
    x : leurs abscisses ; par défaut les rangs 1, 2, … n. Les points sont rangés par x croissant.

    Renvoie
    -------
    `Droite` : a, b, r, r2.

    Lève
    ----
    NonCalculable s'il y a moins de deux points ou si tous les x sont égaux ; ArgumentInvalide si
    `x` et `y` n'ont pas la même longueur, ou une valeur manque.

    Exemple
    -------
    >>> droite = mayer([1800, 2000, 2320, 2800])
    >>> droite.a, droite.b, droite.prevoir(5)
    (330.0, 1405.0, 3055.0)

    Source
    ------
    S522, méthode de Mayer (cas MA01 à MA03).
    """
    ys, xs = _points(y, x)
    x1, y1, x2, y2 = groupes(xs, ys)
    a = quotient(y2 - y1, x2 - x1, _VERTICALE)
    return _droite("Mayer", a, y1 - a * x1, xs, ys)


def moindres_carres(y: Any, x: Any = None) -> Droite:
    """La droite des moindres carrés : la somme des carrés des écarts verticaux y est minimale.

    a = (Σxy − n·x̄·ȳ) / (Σx² − n·x̄²) ; b = ȳ − a·x̄ ; r = cov(x, y) / (σx × σy).

    Paramètres
    ----------
    y : les valeurs observées, sans celle à prévoir.
    x : leurs abscisses ; par défaut les rangs 1, 2, … n.

    Renvoie
    -------
    `Droite` : a, b, r, r2.

    Lève
    ----
    NonCalculable s'il y a moins de deux points ou si tous les x sont égaux ; ArgumentInvalide si
    `x` et `y` n'ont pas la même longueur, ou une valeur manque.

    Exemple
    -------
    >>> droite = moindres_carres([1810, 1495, 1710, 2030, 2300, 2430])
    >>> round(droite.a, 2), round(droite.b, 2), round(droite.r, 4)
    (166.71, 1379.0, 0.87)

    Source
    ------
    S522, moindres carrés et corrélation (cas MC01 à MC05).
    """
    ys, xs = _points(y, x)
    sxx, sxy, _ = sommes(xs, ys)
    a = quotient(sxy, sxx, _VERTICALE)
    return _droite("moindres carrés", a, moyenne(ys) - a * moyenne(xs), xs, ys)


def _points(y: Any, x: Any) -> tuple[Liste, Liste]:
    if x is None:
        ys = liste("y", y, au_moins=2)
        return ys, np.arange(1.0, len(ys) + 1)
    return lire_paire("y", y, "x", x, au_moins=2)


def _droite(methode: str, a: float, b: float, x: Liste, y: Liste) -> Droite:
    return Droite(float(a), float(b), methode=methode, x=tuple(x.tolist()), y=tuple(y.tolist()))
