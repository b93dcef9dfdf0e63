"""Lire un montant, une part : un seul à la fois."""

from functools import partial

from grc_lib._nombres import positif, reel, seul, strictement_positif, taux

montant = partial(seul, positif)
montant_signe = partial(seul, reel)  # un EBE, une CAF, des capitaux propres peuvent être négatifs
montant_non_nul = partial(seul, strictement_positif)
part = partial(seul, taux)
