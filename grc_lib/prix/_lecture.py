"""Lire des effectifs : des réponses, des places, des demandes."""

from typing import Any

from grc_lib._nombres import Liste, liste, positif
from grc_lib.erreurs import ArgumentInvalide


def effectifs(argument: str, valeurs: Any) -> Liste:
    """Une suite d'effectifs : des nombres entiers, positifs ou nuls.

    >>> effectifs("trop_cher", [0, 70])
    array([ 0., 70.])
    """
    lus: Liste = positif(argument, liste(argument, valeurs))
    for lu in lus:
        if lu % 1:
            raise ArgumentInvalide(argument, float(lu), "des effectifs entiers")
    return lus
