"""Les sommes et les moyennes d'un nuage de points, communes aux droites d'ajustement."""

from typing import Any

import numpy as np

from grc_lib._nombres import Liste


def groupes(x: Liste, y: Liste) -> tuple[float, float, float, float]:
    """Les points moyens des deux moitiés du nuage, x croissant : x̄1, ȳ1, x̄2, ȳ2."""
    ordre, milieu = np.argsort(x, kind="stable"), (len(x) + 1) // 2
    g1, g2 = ordre[:milieu], ordre[milieu:]
    return moyenne(x[g1]), moyenne(y[g1]), moyenne(x[g2]), moyenne(y[g2])


def sommes(x: Any, y: Any) -> tuple[float, float, float]:
    """Σ(x − x̄)², Σ(x − x̄)(y − ȳ), Σ(y − ȳ)²."""
    xs, ys = np.asarray(x), np.asarray(y)
    dx, dy = xs - moyenne(xs), ys - moyenne(ys)
    return float(dx @ dx), float(dx @ dy), float(dy @ dy)


def moyenne(valeurs: Liste) -> float:
    """La moyenne, sans arrondi si toutes les valeurs sont égales : leurs écarts sont alors nuls."""
    return float(valeurs[0] + np.mean(valeurs - valeurs[0]))
