"""Écrire en français : nombres, euros, pourcentages et dates, espaces insécables comprises."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from grc_lib._arguments import decimale, lire_date
from grc_lib.erreurs import ArgumentInvalide

_LANGUE = "fr_FR"
_LISIBLE = Decimal(10) ** 18
_MOINS = str.maketrans("-", "\u2212")  # le signe moins, qu'une fin de ligne ne sépare pas


def nombre(valeur: Any, decimales: int | None = None) -> str:
    """Un nombre à la française : virgule, milliers séparés par une espace fine insécable.

    Paramètres
    ----------
    valeur : un nombre (entier, flottant, décimal).
    decimales : chiffres après la virgule, arrondi au plus proche, demi vers le haut ; par défaut,
        deux au plus, sans zéros inutiles.

    Renvoie
    -------
    Le texte à afficher.

    Lève
    ----
    MauvaisType si ce n'est pas un nombre ; ArgumentInvalide s'il manque, est infini ou démesuré.

    Exemple
    -------
    >>> nombre(12345.678), nombre(12345.678, 1), nombre(2.5, 0)
    ('12\u202f345,68', '12\u202f345,7', '3')
    """
    from babel.numbers import format_decimal

    exacte = decimale("valeur", valeur)
    if abs(exacte) >= _LISIBLE:
        raise ArgumentInvalide("valeur", valeur, "un nombre de moins de 18 chiffres")
    motif = "#,##0.##" if decimales is None else _motif(decimales)
    exacte = _arrondi(exacte, 9)  # 2,6749999999999998, reste d'un calcul, est 2,675
    arrondie = _arrondi(exacte, 2 if decimales is None else decimales)
    return format_decimal(arrondie, motif, locale=_LANGUE).translate(_MOINS)


def euros(montant: Any, decimales: int = 2) -> str:
    """Un montant en euros, arrondi au centime (demi vers le haut).

    Paramètres
    ----------
    montant : en euros.
    decimales : 2 pour les centimes, 0 pour des euros entiers.

    Renvoie
    -------
    Le texte à afficher ; l'espace devant « € » est insécable.

    Lève
    ----
    MauvaisType si ce n'est pas un nombre ; ArgumentInvalide s'il manque, est infini ou démesuré.

    Exemple
    -------
    >>> euros(1234.5), euros(-2.665), euros(78000, 0)
    ('1\u202f234,50\xa0€', '\u22122,67\xa0€', '78\u202f000\xa0€')
    """
    return f"{nombre(decimale('montant', montant), decimales)}\u00a0€"


def pourcentage(taux: Any, decimales: int | None = 2) -> str:
    """Un taux décimal écrit en pour cent.

    Paramètres
    ----------
    taux : décimal, 0.4675 pour 46,75 %.
    decimales : chiffres après la virgule du pourcentage ; `None` : deux au plus.

    Renvoie
    -------
    Le texte à afficher ; l'espace devant « % » est fine et insécable.

    Lève
    ----
    MauvaisType si ce n'est pas un nombre ; ArgumentInvalide s'il manque, est infini ou démesuré.

    Exemple
    -------
    >>> pourcentage(0.46746), pourcentage(0.2, 0)
    ('46,75\u202f%', '20\u202f%')
    """
    return f"{nombre(100 * decimale('taux', taux), decimales)}\u202f%"


def denombrer(effectif: int, nom: str) -> str:
    """Un effectif et son nom, au pluriel à partir de deux.

    >>> denombrer(1, "point"), denombrer(3, "visite")
    ('1 point', '3 visites')
    """
    return f"{effectif} {nom}{'s' if effectif > 1 else ''}"


def donnee(valeur: Any) -> str:
    """Une donnée telle qu'on l'a écrite, jusqu'à six décimales : le calcul se refait à la main.

    >>> donnee(1.333), donnee(55.0)
    ('1,333', '55')
    """
    return _exacte(valeur, "#,##0.######")


def taux_donne(taux: Any) -> str:
    """Un taux donné, en pour cent : deux décimales au moins, six au plus.

    >>> taux_donne(0.126), taux_donne(0.00875)
    ('12,60\u202f%', '0,875\u202f%')
    """
    return _exacte(100 * decimale("taux", taux), "#,##0.00####") + "\u202f%"


def date_courte(jour: Any) -> str:
    """Une date en chiffres : `date`, horodatage ou texte ISO.

    >>> date_courte("2026-06-30")
    '30/06/2026'
    """
    return f"{lire_date('jour', jour):%d/%m/%Y}"


def date_longue(jour: Any) -> str:
    """Une date en toutes lettres ; le premier du mois s'écrit « 1er ».

    >>> date_longue("2026-06-30"), date_longue("2026-03-01")
    ('30\xa0juin 2026', '1er\xa0mars 2026')
    """
    from babel.dates import format_date

    lue = lire_date("jour", jour)
    quantieme = "1er" if lue.day == 1 else str(lue.day)
    return f"{quantieme}\u00a0{format_date(lue, 'MMMM y', locale=_LANGUE)}"


def _exacte(valeur: Any, motif: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(_arrondi(decimale("valeur", valeur), 6), motif, locale=_LANGUE).translate(
        _MOINS
    )


def _arrondi(valeur: Decimal, decimales: int) -> Decimal:
    """Au plus proche, demi vers le haut : l'arrondi commercial, non celui de Python."""
    arrondie = valeur.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)
    return arrondie if arrondie else abs(arrondie)  # jamais « −0 »


def _motif(decimales: int) -> str:
    return "#,##0." + "0" * decimales if decimales else "#,##0"
