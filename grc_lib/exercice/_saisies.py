"""Les saisies propres aux exercices : un nom, une année scolaire, un entier."""

import operator
import re
from typing import Any

from grc_lib.erreurs import ArgumentInvalide, MauvaisType


def lire_texte(argument: str, recu: Any) -> str:
    """Un texte non vide, sans espaces aux bords."""
    if not isinstance(recu, str):
        raise MauvaisType(argument, recu, "un texte")
    if not recu.strip():
        raise ArgumentInvalide(argument, recu, "un texte non vide")
    return recu.strip()


def lire_annee(argument: str, recu: Any) -> str:
    """Une année scolaire « AAAA-AAAA », de deux années qui se suivent."""
    trouve = re.fullmatch(r"(\d{4})-(\d{4})", lire_texte(argument, recu))
    if trouve is None or int(trouve[2]) != int(trouve[1]) + 1:
        raise ArgumentInvalide(argument, recu, "une année scolaire comme « 2026-2027 »")
    return trouve[0]


def lire_entier(argument: str, recu: Any) -> int:
    """Un entier de Python ou de numpy ; True et 2.0 n'en sont pas."""
    try:
        if isinstance(recu, bool):
            raise TypeError
        return operator.index(recu)
    except TypeError:
        raise MauvaisType(argument, recu, "un nombre entier") from None
