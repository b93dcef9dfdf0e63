"""La forme d'une réponse : ce qu'on peut dire sans connaître la bonne."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.exercice._comparaison import accorder, proches
from grc_lib.exercice._diagnostics import (
    MILLIERS,
    NOMINATIFS,
    SIGNE,
    TROP_GRAND,
    TROP_PETIT,
    defaut_d_unite,
    defaut_de_nombre,
    defaut_de_type,
    monetaire,
)
from grc_lib.exercice._lecture import Ensemble, lire, nature
from grc_lib.exercice._mise_a_plat import defaut_de_noms

DECIMALES = "Un nombre entier est attendu : votre réponse a des décimales."
_GENRES = {
    "float": "nombre",
    "int": "entier",
    "str": "texte",
    "bool": "booléen",
    "datetime": "date",
    "Timestamp": "date",
    "list": "liste",
    "tuple": "liste",
    "set": "ensemble",
    "frozenset": "ensemble",
    "DataFrame": "tableau",
    "Series": "tableau",
}
# Une valeur de chaque genre, pour accepter les formes équivalentes (« 2026-06-30 » est une date).
_EXEMPLES: dict[str, Any] = {"date": date.min, "liste": [], "ensemble": Ensemble()}


def genre_de(demande: type | str) -> str:
    """Le genre que désigne un type de Python, son nom ou un mot français.

    >>> genre_de(float), genre_de("entier"), genre_de(list)
    ('nombre', 'entier', 'liste')
    """
    nom = demande if isinstance(demande, str) else getattr(demande, "__name__", "")
    genre = _GENRES.get(nom, nom)
    if genre not in NOMINATIFS and genre != "entier":
        raise ArgumentInvalide("type", demande, f"un type parmi : entier, {', '.join(NOMINATIFS)}")
    return genre


def bornes_de(entre: tuple[Any, Any] | None, genre: str) -> tuple[Any, Any] | None:
    """Les bornes de l'ordre de grandeur, lues et dans l'ordre.

    >>> bornes_de((0, 1), "nombre")
    (0, 1)
    """
    if entre is None:
        return None
    try:
        modele = _EXEMPLES["date"] if genre == "date" else 0
        bas, haut = (_mesure(accorder(lire(borne), modele)) for borne in entre)
        if bas <= haut:
            return bas, haut
    except (TypeError, ValueError):
        pass
    raise ArgumentInvalide("entre", entre, "deux bornes (minimum, maximum)")


def defaut_de_forme(
    lu: Any, genre: str, bornes: tuple[Any, Any] | None, unite: str, colonnes: Sequence[str]
) -> str:
    """Le premier défaut de forme, ou "" : type, colonnes, unité, ordre de grandeur."""
    base = "nombre" if genre == "entier" else genre
    lu = accorder(lu, _EXEMPLES.get(base))
    if defaut := defaut_de_type(lu, base, unite):
        return defaut
    if base == "nombre" and (defaut := defaut_de_nombre(lu)):
        return defaut
    if genre == "entier" and not proches(lu, round(lu), 0):
        return DECIMALES
    if base == "tableau" and (defaut := defaut_de_noms(lu, colonnes)):
        return defaut
    if bornes is None or base not in ("nombre", "date", "liste", "ensemble", "tableau"):
        return ""
    return _hors_bornes(lu, genre, *bornes, unite)


def _hors_bornes(lu: Any, genre: str, bas: Any, haut: Any, unite: str) -> str:
    base = "nombre" if genre == "entier" else genre
    mesure = _mesure(lu) if base in ("nombre", "date") else len(lu)
    if bas <= mesure <= haut:
        return ""
    if base == "nombre":
        argent = monetaire(unite)
        unites = defaut_d_unite(mesure, lambda valeur: bas <= valeur <= haut, unite)
        if unites and (argent or (genre == "nombre" and unites != MILLIERS)):  # on compte : sans %
            return unites
        if bas <= -mesure <= haut:
            return SIGNE
        return TROP_GRAND if mesure > haut else TROP_PETIT
    if base == "date":
        return "Votre date est trop tardive." if mesure > haut else "Votre date est trop ancienne."
    quoi = "de lignes" if base == "tableau" else "d'éléments"
    return f"Il y a trop {quoi}." if mesure > haut else f"Il n'y a pas assez {quoi}."


def _mesure(lu: Any) -> Any:
    """Un nombre tel quel ; une date comme un instant, pour comparer dates et horodatages."""
    if nature(lu) == "date" and not isinstance(lu, datetime):
        return datetime.combine(lu, time())
    return lu
