"""Ce que les formules ont en commun : jamais de résultat infini, un vrai nombre de périodes."""

import functools
import math
from collections.abc import Callable
from typing import Any, ParamSpec

import numpy as np
import pandas as pd

from grc_lib._nombres import Nombres, strictement_positif
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

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


def periodes(argument: str, valeur: Any) -> Nombres:
    """Un nombre entier de périodes, au moins une ; ou une colonne de tels nombres.

    >>> periodes("n", [12, 24])
    array([12., 24.])
    """
    nombres = strictement_positif(argument, valeur)
    fractions = np.ravel(nombres) % 1 > 0
    if fractions.any():
        fautif = np.ravel(nombres)[fractions][0].item()
        raise ArgumentInvalide(argument, fautif, "un nombre entier de périodes, au moins 1")
    return nombres


def vrai_ou_faux(argument: str, valeur: Any) -> None:
    """Refuse ce qui n'est ni `True` ni `False`.

    >>> vrai_ou_faux("debut", True)
    """
    if not isinstance(valeur, bool | np.bool_):
        raise MauvaisType(argument, valeur, "True ou False")
