"""Lire des scores, avec ce qui est vraiment arrivé."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from grc_lib._nombres import Liste, accorder, liste
from grc_lib.erreurs import ArgumentInvalide

Entiers: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int64]]"


class Paliers(NamedTuple):
    """Les scores distincts, du plus haut au plus bas : les ex æquo sont ensemble."""

    scores: Liste
    effectifs: Entiers
    evenements: Entiers


def lire_paliers(scores: Any, y: Any) -> Paliers:
    """Chaque score distinct, combien l'ont, et pour combien d'entre eux l'événement est arrivé.

    >>> lire_paliers([30, 80, 80], [0, 1, 0])
    Paliers(scores=array([80., 30.]), effectifs=array([2, 1]), evenements=array([1, 0]))
    """
    lus, arrives = liste("scores", scores), _zero_un(y)
    accorder(scores=_etiquete(scores, lus), y=_etiquete(y, arrives))
    distincts, rang = np.unique(lus, return_inverse=True)
    effectifs = np.bincount(rang)
    evenements = np.bincount(rang, weights=arrives).astype(np.int64)
    return Paliers(distincts[::-1], effectifs[::-1], evenements[::-1])


def _zero_un(y: Any) -> Liste:
    """1 si l'événement est arrivé, 0 sinon ; vrai et faux conviennent aussi."""
    if isinstance(y, Iterable) and not isinstance(y, str | np.ndarray):
        y = list(y)
        if pd.api.types.infer_dtype(y, skipna=False) == "boolean":
            y = np.array(y, dtype=float)
    elif isinstance(y, np.ndarray) and y.dtype == bool:
        y = y.astype(float)
    lus = liste("y", y)
    autres = lus[(lus != 0) & (lus != 1)]
    if autres.size:
        attendu = "1 si l'événement est arrivé (vente, défaut), 0 sinon"
        raise ArgumentInvalide("y", float(autres[0]), attendu)
    return lus


def _etiquete(recu: Any, lu: Liste) -> Any:
    """La colonne reçue, dont les étiquettes de lignes seront comparées, ou le tableau lu."""
    return recu if isinstance(recu, pd.Series) else lu
