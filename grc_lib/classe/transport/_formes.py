"""Ce qui voyage d'un poste à l'autre : comment chaque type se décompose, et se refait.

Ce qui refait une valeur reçoit des parties déjà lues, mais que l'élève a choisies : leur type et
leur taille se vérifient d'abord. Ce qu'il lève, quoi que ce soit, rend le code illisible.
"""

import base64
import inspect
import math
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from grc_lib.classe.transport import _formes_pandas as pandas
from grc_lib.classe.transport._gardes import (
    BITS_MAX,
    VIDES_MAX,
    VOLUME_MAX,
    exiger,
    fuseau_nomme,
    nom_de_fuseau,
    parmi,
    rangs,
    un,
)
from grc_lib.exercice._lecture import Autre


@cache
def decomposition(genre: type) -> tuple[str, Callable[[Any], Any]]:
    """Le nom et la façon de décomposer une valeur de ce type, d'après sa place dans `_FORMES`."""
    module, nom = genre.__module__, genre.__name__
    if _classe_du_cours(module, nom) is genre:
        champs = _champs(genre)
        return "cours", lambda v: [module, nom, *(getattr(v, champ) for champ in champs)]
    for forme, origine, decomposer, refaire in _FORMES:
        charge = sys.modules.get(origine)  # absent : la valeur n'en vient pas
        base = getattr(charge, forme, ())
        if issubclass(genre, base if isinstance(base, (type, tuple)) else type(base)):
            return (forme if refaire or forme == "list" else "simple"), decomposer
    return "fonction", _parties_de_fonction


def _parties_de_fonction(valeur: Any) -> list[Any]:
    nom = getattr(valeur, "__name__", type(valeur).__name__)
    if not callable(valeur) or (
        getattr(valeur, "__module__", "") == "__main__" and isinstance(valeur, type)
    ):
        raise TypeError(nom)
    try:
        parametres = inspect.signature(valeur).parameters.values()
    except (TypeError, ValueError):  # certaines fonctions écrites en C ne se décrivent pas
        return [nom, None]
    return [
        nom,
        [[p.name, p.kind.name] + [p.default] * (p.default is not p.empty) for p in parametres],
    ]


def _parties_de_tableau(valeur: Any) -> list[Any]:
    contenu: Any
    dtype = valeur.dtype.str
    if valeur.dtype.kind == "U":
        contenu = valeur.ravel().tolist()
        longueur = max([32, *map(len, contenu)])
        dtype = f"<U{min(longueur, valeur.dtype.itemsize // 4)}"
    elif dtype == "|O":
        contenu = valeur.ravel().tolist()
    else:
        exiger(_DTYPE.fullmatch(dtype) is not None)
        contenu = base64.b64encode(valeur.tobytes()).decode()
    exiger(_cases(valeur.shape) <= max(len(contenu), VIDES_MAX))
    return [dtype, list(valeur.shape), contenu]


def _tableau(dtype: str, forme: list[int], contenu: Any) -> Any:
    import numpy as np

    exiger(_cases(forme) <= max(len(contenu), VIDES_MAX))
    if dtype == "|O":
        return np.fromiter(un(list, contenu), object, len(contenu)).reshape(forme)
    if largeur := _LARGEUR.fullmatch(dtype):
        exiger(all(type(texte) is str for texte in un(list, contenu)))
        exiger(int(largeur[1]) <= max([32, *map(len, contenu)]))
        exiger(4 * int(largeur[1]) * len(contenu) <= VOLUME_MAX)
        return np.array(contenu, dtype).reshape(forme)
    exiger(_DTYPE.fullmatch(dtype) is not None)
    octets = base64.b64decode(contenu, validate=True)
    brut = np.frombuffer(octets, "u1" if dtype == "|b1" else dtype)
    return brut.astype(dtype).reshape(forme)  # une copie ; un booléen y vaut 0 ou 1


def _cases(forme: Iterable[int]) -> int:
    return math.prod(max(cote, 1) for cote in forme)


def _parties_de_scalaire(valeur: Any) -> list[Any]:
    import numpy as np

    return [np.asarray(valeur)]


def _scalaire(tableau: Any) -> Any:
    import numpy as np

    exiger(type(tableau) is np.ndarray and tableau.dtype.kind != "O")
    return parmi((np.generic,), tableau[()])


def _entier(valeur: int) -> int:
    exact = int.__int__(valeur)
    exiger(exact.bit_length() <= BITS_MAX)
    return exact


def _octets(texte: str) -> bytes:
    return base64.b64decode(texte, validate=True)


def _fraction(haut: int, bas: int) -> Fraction:
    return Fraction(un(int, haut), un(int, bas))


def _decimal(texte: str) -> Decimal:
    exiger(len(texte) <= BITS_MAX and abs((lu := Decimal(texte)).adjusted()) <= BITS_MAX)
    return lu


def _parties_de_figure(figure: Any) -> list[Any]:
    traces, images = (
        [t.to_plotly_json() for t in partie] for partie in (figure.data, figure.frames)
    )
    donnees = getattr(figure, "donnees", None)  # celles d'un graphique du cours
    return [traces, figure.layout.to_plotly_json(), images, donnees]


def _figure(traces: Any, page: Any, images: Any, donnees: Any) -> Any:
    import plotly.graph_objects as go
    from pandas import DataFrame

    from grc_lib.figures.graphique import Graphique

    figure = go.Figure({"data": traces, "layout": page, "frames": images})
    if type(donnees) is DataFrame:
        figure.__class__ = Graphique  # ses propriétés, sans refaire sa mise en page
        figure._donnees = donnees
    return figure


def _du_cours(module: str, nom: str, *valeurs: Any) -> Any:
    classe = _classe_du_cours(module, nom)
    if classe is None:
        return Autre(f"un objet « {nom[:100]} »")
    champs = _champs(classe)
    exiger(len(champs) == len(valeurs))
    if issubclass(classe, tuple):
        return tuple.__new__(classe, valeurs)
    objet = object.__new__(classe)  # ni `__init__`, ni `__post_init__`
    for champ, valeur in zip(champs, valeurs, strict=True):
        object.__setattr__(objet, champ, valeur)
    return objet


def _classe_du_cours(module: str, nom: str) -> Any:
    """La dataclass gelée ou le NamedTuple qu'un sujet du cours, déjà chargé, définit lui-même."""
    paquet, _, sujet = module.partition(".")
    charge = sys.modules.get(module)
    if paquet != "grc_lib" or charge is None or sujet.partition(".")[0] in _HORS_DU_COURS:
        return None
    classe = vars(charge).get(nom)
    if not isinstance(classe, type) or (classe.__module__, classe.__qualname__) != (module, nom):
        return None
    gelee = is_dataclass(classe) and classe.__dataclass_params__.frozen  # type: ignore[attr-defined]
    return classe if gelee or (issubclass(classe, tuple) and hasattr(classe, "_fields")) else None


def _champs(classe: Any) -> list[str]:
    return [c.name for c in fields(classe)] if is_dataclass(classe) else list(classe._fields)


def _horodatage(texte: str, fold: int, fuseau: Any) -> datetime:
    return datetime.fromisoformat(texte).replace(fold=fold, tzinfo=fuseau_nomme(fuseau))


def _parties_d_horodatage(valeur: datetime) -> list[Any]:
    naif = datetime.replace(valeur, tzinfo=None)
    return [datetime.isoformat(naif), valeur.fold, nom_de_fuseau(valeur.tzinfo, valeur)]


_HORS_DU_COURS = ("atelier", "classe", "cli", "exercice")
_UNITE = r"(\[(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?"
_DTYPE = re.compile(rf"[<>|](b1|[iu][1248]|f[248]|S[1-9]\d{{0,3}}|[mM]8{_UNITE})")
_LARGEUR = re.compile(r"<U(\d{1,8})")

# Le type, son module, ses parties, puis ce qui le refait ; le premier qui convient l'emporte.
_FORMES: tuple[tuple[str, str, Callable[[Any], Any], Callable[..., Any] | None], ...] = (
    ("NA", "pandas", lambda v: [], lambda: pandas.absent("NA")),
    ("NaT", "pandas", lambda v: [], lambda: pandas.absent("NaT")),
    ("Timestamp", "pandas", pandas.parties_de_timestamp, pandas.timestamp),
    ("Timedelta", "pandas", lambda v: [v.asm8], pandas.duree),
    ("Period", "pandas", lambda v: [v.ordinal, v.freqstr], pandas.periode),
    ("Interval", "pandas", lambda v: [v.left, v.right, v.closed], pandas.intervalle),
    ("DataFrame", "pandas", pandas.parties_de_table, pandas.table),
    ("Series", "pandas", pandas.parties_de_serie, pandas.serie),
    ("RangeIndex", "pandas", pandas.parties_de_numeros, pandas.numeros),
    ("MultiIndex", "pandas", pandas.parties_de_niveaux, pandas.niveaux),
    ("Index", "pandas", pandas.parties_d_index, pandas.index),
    ("StringArray", "pandas.arrays", pandas.parties_de_textes, pandas.textes),
    ("ArrowStringArray", "pandas.arrays", pandas.parties_de_textes, pandas.textes),
    ("Categorical", "pandas", lambda v: [v.codes, v.categories, v.ordered], pandas.categories),
    ("DatetimeArray", "pandas.arrays", pandas.parties_d_horaires, pandas.horaires),
    ("PeriodArray", "pandas.arrays", lambda v: [v.asi8, str(v.dtype)[7:-1]], pandas.periodes),
    ("IntervalArray", "pandas.arrays", lambda v: [v.left, v.right, v.closed], pandas.intervalles),
    ("IntegerArray", "pandas.arrays", pandas.parties_de_masque, pandas.masque),
    ("FloatingArray", "pandas.arrays", pandas.parties_de_masque, pandas.masque),
    ("BooleanArray", "pandas.arrays", pandas.parties_de_masque, pandas.masque),
    ("ExtensionArray", "pandas.api.extensions", lambda v: v.to_numpy(object), None),
    ("ndarray", "numpy", _parties_de_tableau, _tableau),
    ("generic", "numpy", _parties_de_scalaire, _scalaire),
    ("DuckDBPyRelation", "duckdb", lambda v: v.df(), None),
    ("BaseFigure", "plotly.basedatatypes", _parties_de_figure, _figure),
    ("int", "builtins", _entier, None),
    ("float", "builtins", float.__float__, None),
    ("str", "builtins", str.__str__, None),
    ("bytes", "builtins", lambda v: [base64.b64encode(v).decode()], _octets),
    ("list", "builtins", lambda v: [*list.__iter__(v)], None),
    ("tuple", "builtins", lambda v: [*tuple.__iter__(v)], lambda *elements: elements),
    ("set", "builtins", lambda v: [*set.__iter__(v)], lambda *elements: set(elements)),
    ("frozenset", "builtins", lambda v: [*frozenset.__iter__(v)], lambda *e: frozenset(e)),
    ("dict", "builtins", lambda v: [*map(list, dict.items(v))], lambda *paires: dict(paires)),
    ("range", "builtins", lambda v: [v.start, v.stop, v.step], rangs),
    ("Ellipsis", "builtins", lambda v: [], lambda: ...),
    ("Decimal", "decimal", lambda v: [str(_decimal(Decimal.__str__(v)))], _decimal),
    ("Fraction", "fractions", lambda v: [v.numerator, v.denominator], _fraction),
    ("datetime", "datetime", _parties_d_horodatage, _horodatage),
    ("date", "datetime", lambda v: [date.isoformat(v)], date.fromisoformat),
    ("time", "datetime", lambda v: [time.isoformat(v)], time.fromisoformat),
    ("timedelta", "datetime", lambda v: [v.days, v.seconds, v.microseconds], timedelta),
)
RECOMPOSITIONS = {nom: refaire for nom, _, _, refaire in _FORMES if refaire} | {"cours": _du_cours}
