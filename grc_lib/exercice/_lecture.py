"""Lire une réponse comme une donnée simple, sans rien exécuter de ce que l'élève a défini."""

import sys
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

PROFONDEUR_MAX = 6
NATURES = {
    "rien": "aucune réponse",
    "booléen": "True ou False",
    "nombre": "un nombre",
    "texte": "un texte",
    "date": "une date",
    "liste": "une liste",
    "ensemble": "un ensemble",
    "tableau": "un tableau",
    "fonction": "une fonction",
}


@dataclass(frozen=True)
class Autre:
    """Une valeur que les contrôles ne comparent pas ; `nom` la désigne dans les messages."""

    nom: str


def lire(valeur: Any, profondeur: int = 0) -> Any:
    """Ramène une valeur à None, bool, int, float, str, date, datetime, list, set ou tableau pandas.

    Les conversions passent par les types de base eux-mêmes : un `__float__` ou un `__eq__`
    réécrit par l'élève n'est jamais appelé.

    >>> lire(Decimal("12.50")), lire((1, None)), lire(datetime(2026, 6, 30))
    (12.5, [1, None], datetime.date(2026, 6, 30))
    """
    genre = type(valeur)
    if valeur is None or valeur is ...:
        return None
    if genre is Autre:  # venu d'un autre processus, où l'on n'a su que le nommer
        return valeur
    if profondeur > PROFONDEUR_MAX:
        return Autre("une liste trop imbriquée")
    bibliotheque = _lire_des_bibliotheques(valeur, genre, profondeur)
    if bibliotheque is not _INCONNU:
        return bibliotheque
    for base, convertir in _SIMPLES:
        if issubclass(genre, base):
            return convertir(valeur)
    for base in (list, tuple, set, frozenset):
        if issubclass(genre, base):
            elements = [lire(element, profondeur + 1) for element in base.__iter__(valeur)]
            return elements if base in (list, tuple) else Ensemble(elements)
    if issubclass(genre, dict):
        return Autre("un dictionnaire")
    return FONCTION if callable(valeur) else Autre(f"un objet « {genre.__name__} »")


class Ensemble(list[Any]):
    """Des éléments lus sans ordre (un `set` de nombres se compare à la tolérance près)."""


def nature(lu: Any) -> str:
    """La nature d'une valeur lue, clé de NATURES, ou « objet ».

    >>> nature(12.5), nature([1, 2]), nature(lire(len))
    ('nombre', 'liste', 'fonction')
    """
    if lu is None:
        return "rien"
    if lu is FONCTION:
        return "fonction"
    for base, nom in _NATURES_DES_TYPES:
        if isinstance(lu, base):
            return nom
    return "objet" if isinstance(lu, Autre) else "tableau"


def nommer(lu: Any) -> str:
    """La nature d'une valeur lue, avec son article, pour une phrase."""
    return lu.nom if isinstance(lu, Autre) else NATURES[nature(lu)]


def sans_reponse(lu: Any) -> bool:
    """Vrai pour None, `...`, un texte vide ou une liste qui n'a que cela."""
    if isinstance(lu, str):
        return lu.strip() in ("", "...", "…")
    return lu is None or (isinstance(lu, list) and bool(lu) and all(e is None for e in lu))


def _lire_des_bibliotheques(valeur: Any, genre: type, profondeur: int) -> Any:
    """numpy, pandas et DuckDB, s'ils sont déjà chargés : sinon la valeur n'en vient pas."""
    np, pd, duckdb = (sys.modules.get(nom) for nom in ("numpy", "pandas", "duckdb"))
    if pd is not None:
        if valeur is pd.NA or valeur is pd.NaT:
            return float("nan")
        if issubclass(genre, (pd.DataFrame, pd.Series)):
            return valeur
        if issubclass(genre, (pd.Period, pd.Interval)):
            return str(valeur)
        if issubclass(genre, (pd.Index, pd.api.extensions.ExtensionArray)):
            return lire(list(valeur), profondeur)
    if np is not None and issubclass(genre, np.timedelta64):
        return Autre("une durée")
    if np is not None and issubclass(genre, np.datetime64):
        import pandas

        return lire(pandas.Timestamp(valeur), profondeur)
    if np is not None and issubclass(genre, np.floating):
        return float(valeur)
    if np is not None and issubclass(genre, np.generic):
        return lire(np.generic.item(valeur), profondeur + 1)
    if np is not None and issubclass(genre, np.ndarray):
        microsecondes = valeur.astype("datetime64[us]") if valeur.dtype.kind == "M" else valeur
        return lire(np.ndarray.tolist(microsecondes), profondeur)
    if duckdb is not None and issubclass(genre, duckdb.DuckDBPyRelation):
        return valeur.df()
    if duckdb is not None and issubclass(genre, duckdb.DuckDBPyConnection):
        return NON_LUE
    return _INCONNU


def _lire_decimal(valeur: Decimal) -> float:
    return float("nan") if Decimal.is_nan(valeur) else Decimal.__float__(valeur)


def _lire_horodatage(valeur: datetime) -> date:
    """Un horodatage à minuit est une date ; le cours n'emploie pas de fuseaux."""
    jour, heure = datetime.date(valeur), datetime.time(valeur)
    return datetime.combine(jour, heure) if heure != time() else jour


FONCTION = Autre("une fonction")
NON_LUE = Autre("une requête dont vous n'avez pas lu le résultat (ajoutez .df() à la fin)")
_INCONNU = object()
_SIMPLES: tuple[tuple[type, Any], ...] = (
    (bool, bool),
    (int, int.__int__),
    (float, float.__float__),
    (str, str.__str__),
    (Decimal, _lire_decimal),
    (datetime, _lire_horodatage),
    (timedelta, lambda duree: Autre("une durée (.days en donne le nombre de jours)")),
    (date, lambda jour: date.fromordinal(date.toordinal(jour))),
)
_NATURES_DES_TYPES: tuple[tuple[Any, str], ...] = (
    (bool, "booléen"),
    ((int, float), "nombre"),
    (str, "texte"),
    (date, "date"),
    (Ensemble, "ensemble"),
    (list, "liste"),
)
