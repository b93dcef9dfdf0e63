"""Lire des nombres : un seul, un tableau numpy ou une colonne pandas, rendus sous la même forme.

Les formules s'écrivent une fois et servent aux trois. Dans une colonne, ce qui n'est pas calculable
est une valeur manquante ; partout ailleurs, c'est une erreur.
"""

import math
from collections.abc import Callable, Iterable
from decimal import Decimal
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

Nombres: TypeAlias = Any  # float, tableau numpy ou Series, rendu sous la même forme
Liste: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"

DEMESURE = 1e15  # un million de milliards : une erreur de saisie

_PAS_DES_LISTES = (str, bytes, dict, set, frozenset, pd.DataFrame)
_NUMERIQUES = {"integer", "floating", "decimal", "mixed-integer-float", "empty"}


def reel(argument: str, valeur: Any) -> Nombres:
    """Un nombre fini, de signe quelconque.

    >>> reel("tendance", -2)
    -2.0
    """
    return _lire(argument, valeur, "un nombre")


def positif(argument: str, valeur: Any) -> Nombres:
    """Un nombre positif ou nul : un montant, un effectif, une durée.

    >>> positif("capital", [0, 1500])
    array([   0., 1500.])
    """
    return _lire(argument, valeur, "un nombre positif ou nul", minimum=0)


def strictement_positif(argument: str, valeur: Any) -> Nombres:
    """Un nombre plus grand que zéro.

    >>> strictement_positif("prix", 12.5)
    12.5
    """
    return _lire(argument, valeur, "un nombre strictement positif", minimum=0, exclu=True)


def taux(argument: str, valeur: Any, maximum: float = 1.0) -> Nombres:
    """Un taux décimal : 12 (pour 12 %) est refusé, 0.12 attendu.

    >>> taux("remise", 0.12)
    0.12
    """
    attendu = f"un taux décimal entre 0 et {maximum:g} (0.12 pour 12 %)"
    return _lire(argument, valeur, attendu, minimum=0, maximum=maximum)


def entier(argument: str, valeur: Any, minimum: int = 0, maximum: int | None = None) -> int:
    """Un nombre entier, seul : un nombre de périodes, d'agents, de clients.

    >>> entier("agents", 14.0)
    14
    """
    attendu = f"un nombre entier, au moins {minimum}"
    attendu += "" if maximum is None else f", au plus {maximum}"
    lu = _lire(argument, valeur, attendu, minimum=minimum, maximum=maximum)
    if not isinstance(lu, float):
        raise MauvaisType(argument, valeur, attendu)
    if lu % 1:
        raise ArgumentInvalide(argument, valeur, attendu)
    return int(lu)


def entiers(argument: str, valeur: Any, minimum: int = 0) -> Nombres:
    """Un nombre entier, ou une colonne de nombres entiers : des effectifs, des périodes.

    >>> entiers("nouveaux", [12, 30])
    array([12., 30.])
    """
    attendu = f"un nombre entier, au moins {minimum}"
    lus = _lire(argument, valeur, attendu, minimum=minimum)
    fractions = np.ravel(lus)[np.ravel(lus) % 1 > 0]
    if fractions.size:
        raise ArgumentInvalide(argument, fractions[0].item(), attendu)
    return lus


def liste(argument: str, valeurs: Any, *, au_moins: int = 1) -> Liste:
    """Une suite de nombres sans trou, en tableau numpy.

    >>> liste("ventes", [120, 130])
    array([120., 130.])
    """
    if isinstance(valeurs, _PAS_DES_LISTES) or not isinstance(valeurs, Iterable):
        raise MauvaisType(argument, valeurs, "une liste de nombres")
    lues = valeurs if isinstance(valeurs, np.ndarray) else list(valeurs)
    nombres: Liste = _lire(argument, lues, "une liste de nombres, sans valeur manquante")
    if not isinstance(nombres, np.ndarray):
        raise MauvaisType(argument, valeurs, "une liste de nombres")
    if len(nombres) < au_moins:
        raise NonCalculable(
            f"« {argument} » a {len(nombres)} valeur(s) : il en faut au moins {au_moins}. "
            "Vérifiez le filtre ou la période."
        )
    return nombres


def seul(lire: Callable[[str, Any], Nombres], argument: str, valeur: Any) -> float:
    """Un nombre seul, lu par `positif`, `taux`… : une liste ou une colonne est refusée.

    >>> seul(taux, "remise", 0.12)
    0.12
    """
    lu = lire(argument, valeur)
    if not isinstance(lu, float):
        raise MauvaisType(argument, valeur, "un seul nombre")
    return lu


def accorder(**colonnes: Nombres) -> tuple[Nombres, ...]:
    """Les mêmes nombres, si leurs colonnes se correspondent ligne à ligne.

    >>> accorder(pa=6.5, pv=8.45)
    (6.5, 8.45)
    """
    plusieurs = [(nom, colonne) for nom, colonne in colonnes.items() if np.ndim(colonne)]
    for nom, colonne in plusieurs[1:]:
        modele, premiere = plusieurs[0]
        if len(colonne) != len(premiere):
            attendu = f"autant de valeurs que « {modele} » ({len(premiere)})"
            raise ArgumentInvalide(nom, f"{len(colonne)} valeur(s)", attendu)
    series = [(nom, colonne) for nom, colonne in plusieurs if isinstance(colonne, pd.Series)]
    for nom, serie in series[1:]:
        if not serie.index.equals(series[0][1].index):
            attendu = f"les mêmes étiquettes de lignes que « {series[0][0]} »"
            raise ArgumentInvalide(nom, serie.index.tolist(), attendu)
    return tuple(colonnes.values())


def lignes(argument: str, valeurs: Any, *champs: str) -> list[tuple[Any, ...]]:
    """Les lignes d'une liste de n-uplets ou d'un tableau, chacune avec tous ses champs.

    Un tableau dont les colonnes portent les noms des champs se lit par leurs noms ; sinon, dans
    l'ordre des colonnes.

    >>> lignes("effets", [(750, "2026-05-25")], "nominal", "echeance")
    [(750, '2026-05-25')]
    """
    attendu = f"une liste de lignes ({', '.join(champs)})"
    if isinstance(valeurs, pd.DataFrame):
        nommees = valeurs[list(champs)] if {*champs} <= {*valeurs.columns} else valeurs
        valeurs = list(nommees.itertuples(index=False, name=None))
    if isinstance(valeurs, np.ndarray):
        valeurs = valeurs.tolist()
    if isinstance(valeurs, _PAS_DES_LISTES) or not isinstance(valeurs, Iterable):
        raise MauvaisType(argument, valeurs, attendu)
    lues = []
    for rang, recue in enumerate(valeurs, 1):
        if not isinstance(recue, tuple | list) or len(recue) != len(champs):
            raise ArgumentInvalide(f"{argument}, ligne {rang}", recue, f"({', '.join(champs)})")
        lues.append(tuple(recue))
    return lues


def quotient(numerateur: Nombres, denominateur: Nombres, raison: str) -> Nombres:
    """La division ; un dénominateur nul lève `NonCalculable(raison)`, ou manque dans une colonne.

    >>> quotient(3.0, 4.0, "aucune commande")
    0.75
    """
    if isinstance(denominateur, pd.Series):
        return numerateur / denominateur.where(denominateur != 0)
    if np.any(np.asarray(denominateur) == 0):
        raise NonCalculable(raison)
    with np.errstate(over="ignore"):
        resultat = numerateur / denominateur
    if np.any(np.isinf(resultat)):
        raise NonCalculable(f"Le quotient est démesuré, son dénominateur presque nul. {raison}")
    return resultat


def centimes(montant: Nombres) -> Nombres:
    """L'arrondi commercial : au centime le plus proche, demi vers le haut (cas PX12).

    >>> centimes(2.675), centimes(1.005), centimes(-2.675)
    (2.68, 1.01, -2.68)
    """
    nombre = np.abs(montant) * 100
    poussiere = 1e-7 + 2e-15 * nombre  # 100,4999999999 vient de 1,005 × 100
    arrondi = np.copysign(np.floor(nombre + 0.5 + poussiere) / 100, montant)
    return float(arrondi) if np.ndim(arrondi) == 0 else arrondi


def entier_superieur(valeur: float) -> int:
    """L'entier supérieur ; 7,0000000000001, venu d'une division, reste 7.

    >>> entier_superieur(0.07 * 100), entier_superieur(7.001)
    (7, 8)
    """
    return max(math.ceil(round(valeur, 9)), int(valeur > 0))


def _lire(
    argument: str,
    valeur: Any,
    attendu: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    exclu: bool = False,
) -> Nombres:
    if isinstance(valeur, list | tuple):
        valeur = np.array(valeur, dtype=object)
    colonne = isinstance(valeur, np.ndarray | pd.Series) and np.ndim(valeur) > 0
    try:
        lue = (_colonne if colonne else _seul)(argument, valeur, attendu)
    except OverflowError:
        raise ArgumentInvalide(argument, "un nombre démesuré", attendu) from None
    if not isinstance(lue, pd.Series) and np.isnan(lue).any():
        raise ArgumentInvalide(argument, "une valeur manquante", attendu)
    dehors = np.abs(lue) > DEMESURE
    if np.any(dehors):
        recu = np.ravel(lue)[np.ravel(dehors)][0].item()
        raise ArgumentInvalide(argument, recu, f"{attendu}, de moins de seize chiffres")
    if minimum is not None:
        dehors = dehors | (lue <= minimum if exclu else lue < minimum)
    if maximum is not None:
        dehors = dehors | (lue > maximum)
    if np.any(dehors):
        recu = np.ravel(lue)[np.ravel(dehors)][0].item() if colonne else valeur
        raise ArgumentInvalide(argument, recu, attendu)
    return lue


def _seul(argument: str, valeur: Any, attendu: str) -> float:
    if isinstance(valeur, np.ndarray):
        valeur = valeur.item()
    if isinstance(valeur, bool | np.bool_) or not isinstance(valeur, Real | Decimal):
        raise MauvaisType(argument, valeur, attendu)
    return float(valeur)


def _colonne(argument: str, valeur: Any, attendu: str) -> Nombres:
    genre = pd.api.types.infer_dtype(np.ravel(valeur), skipna=True)
    if valeur.ndim > 1 or genre not in _NUMERIQUES:
        raise MauvaisType(argument, valeur, attendu)
    nombres = pd.Series(valeur).to_numpy(dtype=float, na_value=np.nan)
    if isinstance(valeur, pd.Series):
        return pd.Series(nombres, index=valeur.index, name=valeur.name)
    return nombres
