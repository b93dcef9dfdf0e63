"""Ce que les formules ont en commun : jamais de résultat infini."""

import functools
import math
from collections.abc import Callable
from typing import ParamSpec

import numpy as np
import pandas as pd

from grc_lib._nombres import Nombres
from grc_lib.erreurs import NonCalculable

P = ParamSpec("P")


def formule(calcul: Callable[P, Nombres]) -> Callable[P, Nombres]:
    """Une formule écrite une fois pour un nombre, un tableau ou une colonne."""

    @functools.wraps(calcul)
    def appliquer(*args: P.args, **nommes: P.kwargs) -> Nombres:
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                resultat = calcul(*args, **nommes)
        except OverflowError:
            resultat = math.inf
        perdu = np.isinf(resultat) if isinstance(resultat, pd.Series) else ~np.isfinite(resultat)
        if np.any(perdu):
            raise NonCalculable(
                "Le résultat est démesuré : vérifiez la durée, et que le taux est bien celui d'une "
                "période."
            )
        return float(resultat) if np.ndim(resultat) == 0 else resultat

    return appliquer
