"""Ce qu'on exige d'une partie lue, avant d'en refaire une valeur."""

import re
import zoneinfo
from datetime import timedelta, timezone
from functools import cache
from typing import Any

VOLUME_MAX = 40_000_000  # à peu près des caractères de JSON
BITS_MAX = 4096  # d'un entier
LIGNES_MAX = 5_000_000  # d'une numérotation, qui ne s'écrit pas
FREQUENCES_MAX = 10_000  # au-delà, vérifier la régularité d'un calendrier prend trop de temps
VIDES_MAX = 10_000  # le produit des côtés d'un tableau sans valeur
FREQUENCE = re.compile(r"-?\d{0,3}[A-Za-z]{1,4}(-[A-Z]{3})?")


class TropVolumineux(Exception):
    """Il y a trop de valeurs pour les faire voyager."""


def exiger(vrai: Any) -> None:
    """Lève ValueError si ce n'est pas vrai."""
    if not vrai:
        raise ValueError("code illisible")


def rangs(depart: int, fin: int, pas: int) -> range:
    """La numérotation, si elle n'est pas démesurée."""
    numeros = range(depart, fin, pas)
    exiger(len(numeros) <= LIGNES_MAX)
    return numeros


def nom_de_fuseau(fuseau: Any, instant: Any) -> Any:
    """Le nom d'un fuseau, ou son décalage en secondes."""
    nom = getattr(fuseau, "key", None) or getattr(fuseau, "zone", None)
    if fuseau is None or nom in _fuseaux():
        return nom
    return (fuseau.utcoffset(instant) or timedelta()).total_seconds()


def fuseau_nomme(code: str | float | None) -> Any:
    """Le fuseau que désigne ce nom ou ce décalage."""
    if code is None:
        return None
    if type(code) is float:
        return timezone(timedelta(seconds=code))
    exiger(code in _fuseaux())
    return zoneinfo.ZoneInfo(str(code))


@cache
def _fuseaux() -> set[str]:
    return zoneinfo.available_timezones()


def frequence_connue(frequence: str) -> str:
    """Le nom d'une périodicité de pandas, qui a les siens."""
    exiger(FREQUENCE.fullmatch(frequence) is not None)
    return frequence


def un(genre: Any, valeur: Any) -> Any:
    """La valeur, si elle est exactement de ce type."""
    exiger(type(valeur) is genre)
    return valeur


def parmi(genres: tuple[Any, ...], valeur: Any) -> Any:
    """La valeur, si elle est de l'un de ces types."""
    exiger(isinstance(valeur, genres))
    return valeur
