"""Lire un nombre, un montant : un seul à la fois."""

from functools import partial

from grc_lib import _nombres

reel = partial(_nombres.seul, _nombres.reel)
montant = partial(_nombres.seul, _nombres.positif)
