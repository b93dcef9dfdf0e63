"""Contrôler un argument reçu : un nombre, une date, ou un choix dans une liste."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from numbers import Real
from typing import Any

from grc_lib.erreurs import ArgumentInvalide, MauvaisType


def decimale(argument: str, valeur: Any) -> Decimal:
    """Le nombre tel qu'on l'a écrit, en décimal exact : 0.8 donne 0,8 et non 0,8000…04.

    >>> decimale("part", 0.1) * 3
    Decimal('0.3')
    """
    if isinstance(valeur, bool) or not isinstance(valeur, Real | Decimal):
        raise MauvaisType(argument, valeur, "un nombre")
    try:
        exacte = Decimal(str(valeur))
    except InvalidOperation:  # une fraction : 1/3
        exacte = Decimal(str(float(valeur)))
    if not exacte.is_finite():
        raise ArgumentInvalide(argument, valeur, "un nombre (ni manquant, ni infini)")
    return exacte


def lire_date(argument: str, valeur: Any) -> dt.date:
    """La date d'un `date`, d'un horodatage ou d'un texte ISO.

    >>> lire_date("debut", "2026-06-30")
    datetime.date(2026, 6, 30)
    """
    attendu = "une date ou un texte AAAA-MM-JJ"
    if type(valeur).__name__ == "datetime64":  # la date que numpy tire d'une colonne
        valeur = str(valeur)
    if not isinstance(valeur, str | dt.date):
        raise MauvaisType(argument, valeur, attendu)
    try:
        if not re.match(r"\d{4}-\d\d-\d\d", str(valeur)):
            raise ValueError
        return dt.datetime.fromisoformat(str(valeur)).date()
    except ValueError:
        raise ArgumentInvalide(argument, valeur, attendu) from None


def lire_reference(reference: Any, derniere: dt.date | None) -> dt.date | None:
    """Le jour où l'on mesure : celui qu'on donne, ou celui de la dernière commande.

    >>> lire_reference(None, dt.date(2026, 6, 30))
    datetime.date(2026, 6, 30)
    """
    jour = derniere if reference is None else lire_date("reference", reference)
    if jour is not None and derniere is not None and jour < derniere:
        attendu = f"une date égale ou postérieure à la dernière commande ({derniere})"
        raise ArgumentInvalide("reference", str(reference), attendu)
    return jour


def parmi(argument: str, valeur: Any, choix: Sequence[str]) -> None:
    """Lève `ArgumentInvalide` si la valeur n'est pas l'un des choix.

    >>> parmi("frontiere", "avant", ("avant", "apres"))
    """
    if not isinstance(valeur, str) or valeur not in choix:
        attendu = " ou ".join(f"« {c} »" for c in choix)
        raise ArgumentInvalide(argument, valeur, attendu)


def vrai_ou_faux(argument: str, valeur: Any) -> None:
    """Refuse ce qui n'est ni `True` ni `False`.

    >>> vrai_ou_faux("debut", True)
    """
    if type(valeur).__name__ not in ("bool", "bool_"):  # celui de Python, celui d'une colonne
        raise MauvaisType(argument, valeur, "True ou False")
