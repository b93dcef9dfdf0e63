"""Les colonnes de la fabrique : leurs types, leurs dates et leurs calculs, tous en entiers."""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.faits import AUJOURDHUI

Entiers = NDArray[np.int64]
Dates = NDArray[np.datetime64]
Masque = NDArray[np.bool_]
_Entier = TypeVar("_Entier", int, Entiers)

FIN = np.datetime64(AUJOURDHUI)  # le dernier jour de la base
JOUR_FIN = int(FIN.astype(np.int64))  # le même, en jours depuis 1970
_ETENDUE = 100_000  # bien plus que de jours depuis 1970


def arrondi(valeur: _Entier, diviseur: Any) -> _Entier:
    """Division entière arrondie au plus proche, la demie vers le haut.

    >>> arrondi(25, 10), arrondi(24, 10)
    (3, 2)
    """
    quotient: _Entier = (2 * valeur + diviseur) // (2 * diviseur)
    return quotient


def tranches(parts: Sequence[int] | Entiers, places: Entiers, n: int | Entiers) -> Entiers:
    """Le rang de la part où tombe chaque place (de 0 à `n` − 1), en proportion exacte.

    >>> tranches((1, 3), np.arange(8), 8).tolist()
    [0, 0, 1, 1, 1, 1, 1, 1]
    """
    cumul = np.cumsum(np.asarray(parts, dtype=np.int64))
    milieux = (2 * places + 1) * cumul[-1] // (2 * np.maximum(n, 1))
    rangs: Entiers = np.searchsorted(cumul, milieux, side="right")
    return rangs


def en_jours(dates: "pd.Series[Any] | Dates") -> Dates:
    """Les dates d'une colonne, au jour près."""
    jours: Dates = np.asarray(dates).astype("datetime64[D]")
    return jours


def depuis_1970(dates: "pd.Series[Any] | Dates") -> Entiers:
    """Les dates en nombre de jours depuis 1970."""
    return en_jours(dates).astype(np.int64)


def mois_de(dates: Dates) -> Entiers:
    """Le mois de chaque date, de 0 (janvier) à 11."""
    mois: Entiers = dates.astype("datetime64[M]").astype(np.int64) % 12
    return mois


def jour_de_semaine(dates: Dates) -> Entiers:
    """Le jour de la semaine de chaque date, de 0 (lundi) à 6."""
    return (depuis_1970(dates) + 3) % 7  # le 1er janvier 1970 était un jeudi


def cles_datees(rangs: Any, jours: Any) -> Entiers:
    """Un nombre par rang et par jour (depuis 1970), croissant comme eux.

    Triées, ces clés disent par recherche ce qu'un rang a connu entre deux jours.
    """
    return np.asarray(rangs, dtype=np.int64) * _ETENDUE + np.asarray(jours, dtype=np.int64)
