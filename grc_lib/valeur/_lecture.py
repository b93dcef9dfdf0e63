"""Rendre un nombre Python quand la formule n'a reçu que des nombres."""

from typing import Any

import numpy as np

from grc_lib._nombres import Nombres


def simple(valeur: Any) -> Nombres:
    """Un nombre Python, ou la colonne telle quelle."""
    return float(valeur) if np.ndim(valeur) == 0 else valeur
