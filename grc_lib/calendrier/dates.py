"""Compter des jours, ajouter des mois, trouver une échéance, sauter les jours fériés."""

import calendar
import datetime as dt
from functools import cache
from typing import Any, Literal, TypeAlias

from grc_lib._arguments import lire_date, parmi, vrai_ou_faux
from grc_lib._formats import date_courte
from grc_lib._nombres import entier
from grc_lib.erreurs import ArgumentInvalide

Jour: TypeAlias = dt.date | str

_UN_JOUR = dt.timedelta(days=1)
_SAMEDI, _DIMANCHE = 5, 6


def jours(debut: Jour, fin: Jour, base: Literal["exacts", "30/360"] = "exacts") -> int:
    """Le nombre de jours entre deux dates : le premier ne compte pas, le dernier compte.

    En « 30/360 » (européen), chaque mois a 30 jours et le 31 se lit 30 :
    360 × (années) + 30 × (mois) + (jours).

    Paramètres
    ----------
    debut, fin : dates, ou textes AAAA-MM-JJ.
    base : « exacts » (intérêts, escompte, pénalités) ou « 30/360 » (amortissement comptable).

    Renvoie
    -------
    Un nombre entier de jours, 0 si les deux dates sont la même.

    Lève
    ----
    ArgumentInvalide si une date n'existe pas ou si `fin` précède `debut`.

    Exemple
    -------
    >>> jours("2025-03-01", "2025-04-01"), jours("2025-03-01", "2025-04-01", base="30/360")
    (31, 30)

    Source
    ------
    S512, décompte des jours (cas ES03, DT07).
    """
    parmi("base", base, ("exacts", "30/360"))
    premier, dernier = lire_date("debut", debut), lire_date("fin", fin)
    if dernier < premier:
        attendu = f"une date qui ne précède pas le début, le {date_courte(premier)}"
        raise ArgumentInvalide("fin", fin, attendu)
    if base == "exacts":
        return (dernier - premier).days
    mois = 12 * (dernier.year - premier.year) + dernier.month - premier.month
    return 30 * mois + min(dernier.day, 30) - min(premier.day, 30)


def ajouter_mois(d: Jour, n: int) -> dt.date:
    """La date n mois plus tard, ramenée à la fin du mois quand le jour n'y existe pas.

    Paramètres
    ----------
    d : date, ou texte AAAA-MM-JJ.
    n : nombre entier de mois ; négatif, il remonte le temps.

    Renvoie
    -------
    Une date.

    Lève
    ----
    ArgumentInvalide si la date n'existe pas, si `n` n'est pas entier, descend sous −1 200 ou
    mène hors du calendrier.

    Exemple
    -------
    >>> print(ajouter_mois("2025-01-31", 1), ajouter_mois("2024-02-29", -12))
    2025-02-28 2023-02-28

    Source
    ------
    S512, échéances mensuelles (cas DT06).
    """
    depart = lire_date("d", d)
    mois = 12 * depart.year + depart.month - 1 + entier("n", n, minimum=-1200)
    if not 12 <= mois < 12 * (dt.MAXYEAR + 1):
        raise ArgumentInvalide("n", n, "un nombre de mois qui mène à une date du calendrier")
    return _au_plus_tard(mois // 12, mois % 12 + 1, depart.day)


def echeances_mensuelles(debut: Jour, n: int) -> list[dt.date]:
    """Les n échéances mensuelles qui suivent une date : un mois après, deux mois après…

    Chaque échéance se compte depuis la date de départ, et non depuis la précédente : après un
    28 février, un prêt du 31 janvier retrouve le 31 mars.

    Paramètres
    ----------
    debut : la date de départ (versement du prêt, facture), qui n'est pas une échéance.
    n : nombre d'échéances, entier, au moins 1.

    Renvoie
    -------
    La liste des n dates.

    Lève
    ----
    ArgumentInvalide si la date n'existe pas ou si `n` n'est pas un entier d'au moins 1.

    Exemple
    -------
    >>> print(*echeances_mensuelles("2025-01-31", 3))
    2025-02-28 2025-03-31 2025-04-30

    Source
    ------
    S512, échéances mensuelles (cas DT06).
    """
    depart = lire_date("debut", debut)
    return [ajouter_mois(depart, rang) for rang in range(1, entier("n", n, minimum=1) + 1)]


def echeance(
    facture: Jour,
    delai: int = 30,
    fin_de_mois: bool = False,
    lecture: Literal["jours puis fin de mois", "fin de mois puis jours"] = "jours puis fin de mois",
    le: int | None = None,
) -> dt.date:
    """La date à laquelle une facture doit être payée.

    « 45 jours fin de mois » a deux lectures : ajouter 45 jours puis aller à la fin du mois, ou
    aller à la fin du mois puis ajouter 45 jours. Elles donnent rarement la même date.

    Paramètres
    ----------
    facture : date d'émission de la facture.
    delai : nombre entier de jours.
    fin_de_mois : `True` pour un délai « fin de mois ».
    lecture : « jours puis fin de mois » ou « fin de mois puis jours ».
    le : pour « 30 jours fin de mois le 10 », le jour du mois (10). Le paiement attend le premier
        10 qui suit la date trouvée ; un 31 devient le dernier jour d'un mois plus court.

    Renvoie
    -------
    Une date. La loi ne la borne pas ici : les délais maximaux sont dans `droit`.

    Lève
    ----
    ArgumentInvalide si la date n'existe pas, si le délai est négatif ou non entier, ou si `le` est
    donné sans fin de mois.

    Exemple
    -------
    >>> print(echeance("2025-03-10", 45, fin_de_mois=True))
    2025-04-30
    >>> print(echeance("2025-03-10", 45, fin_de_mois=True, lecture="fin de mois puis jours"))
    2025-05-15
    >>> print(echeance("2025-03-10", 30, fin_de_mois=True, le=10))
    2025-05-10

    Source
    ------
    S512, délais de paiement (cas DT01 à DT05).
    """
    parmi("lecture", lecture, ("jours puis fin de mois", "fin de mois puis jours"))
    vrai_ou_faux("fin_de_mois", fin_de_mois)
    emission = lire_date("facture", facture)
    if not fin_de_mois:
        if le is not None:
            raise ArgumentInvalide("le", le, "rien sans fin de mois (ajoutez fin_de_mois=True)")
        return _plus(emission, delai)
    if lecture == "jours puis fin de mois":
        date = _fin_de_mois(_plus(emission, delai))
    else:
        date = _plus(_fin_de_mois(emission), delai)
    return date if le is None else _prochain(date, le)


def jours_ouvrables(debut: Jour, n: int, *, alsace_moselle: bool = False) -> dt.date:
    """La date limite d'un délai de n jours ouvrables : du lundi au samedi, sauf jours fériés.

    Paramètres
    ----------
    debut : le jour de la demande, qui ne compte pas.
    n : nombre de jours ouvrables, entier, au moins 1.
    alsace_moselle : `True` pour ajouter le Vendredi saint et le 26 décembre.

    Renvoie
    -------
    Une date : le n-ième jour ouvrable après `debut`. Les jours fériés sont ceux de la France
    métropolitaine, lundi de Pentecôte compris.

    Lève
    ----
    ArgumentInvalide si la date n'existe pas, si `n` n'est pas un entier d'au moins 1, ou si le
    délai sort des années dont les jours fériés sont connus.

    Exemple
    -------
    >>> print(jours_ouvrables("2026-04-30", 5))
    2026-05-07

    Source
    ------
    GRC-3, délai de réponse à une réclamation ; jours fériés, L3133-1 C. trav. (cas DT08).
    """
    return _apres(debut, n, {_DIMANCHE}, alsace_moselle)


def jours_ouvres(debut: Jour, n: int, *, alsace_moselle: bool = False) -> dt.date:
    """La date limite d'un délai de n jours ouvrés : du lundi au vendredi, sauf jours fériés.

    Paramètres
    ----------
    debut, n, alsace_moselle : comme pour `jours_ouvrables`, en jours ouvrés.

    Renvoie
    -------
    Une date : le n-ième jour ouvré après `debut`.

    Lève
    ----
    ArgumentInvalide, comme `jours_ouvrables`.

    Exemple
    -------
    >>> print(jours_ouvres("2026-04-30", 5))
    2026-05-11

    Source
    ------
    GRC-3, délai de réponse à une réclamation ; jours fériés, L3133-1 C. trav. (cas DT08).
    """
    return _apres(debut, n, {_SAMEDI, _DIMANCHE}, alsace_moselle)


def _au_plus_tard(annee: int, mois: int, jour: int) -> dt.date:
    """Ce jour du mois, ou le dernier du mois s'il n'existe pas."""
    return dt.date(annee, mois, min(jour, calendar.monthrange(annee, mois)[1]))


def _fin_de_mois(date: dt.date) -> dt.date:
    return _au_plus_tard(date.year, date.month, 31)


def _plus(date: dt.date, delai: int) -> dt.date:
    try:
        return date + dt.timedelta(days=entier("delai", delai))
    except OverflowError:
        raise ArgumentInvalide(
            "delai", delai, "un délai qui mène à une date du calendrier"
        ) from None


def _prochain(date: dt.date, le: int) -> dt.date:
    """Le premier jour `le` d'un mois strictement après la date."""
    jour = entier("le", le, minimum=1)
    if jour > 31:
        raise ArgumentInvalide("le", le, "un jour du mois, de 1 à 31")
    ce_mois = _au_plus_tard(date.year, date.month, jour)
    if ce_mois > date:
        return ce_mois
    suivant = ajouter_mois(date.replace(day=1), 1)
    return _au_plus_tard(suivant.year, suivant.month, jour)


def _apres(debut: Jour, n: int, repos: set[int], alsace_moselle: bool) -> dt.date:
    """Le n-ième jour après le début qui n'est ni un jour de repos ni un jour férié."""
    vrai_ou_faux("alsace_moselle", alsace_moselle)
    feries = _feries(bool(alsace_moselle))
    date = lire_date("debut", debut)
    restants = entier("n", n, minimum=1)
    while restants:
        if not feries.start_year <= date.year < feries.end_year:
            attendu = f"un délai entre {feries.start_year} et {feries.end_year}"
            raise ArgumentInvalide("debut et n", (str(debut), n), attendu)
        date += _UN_JOUR
        if date.weekday() not in repos and date not in feries:
            restants -= 1
    return date


@cache
def _feries(alsace_moselle: bool) -> Any:
    """Les jours fériés, calculés année par année quand on les demande."""
    import holidays

    return holidays.country_holidays("FR", subdiv="57" if alsace_moselle else None)
