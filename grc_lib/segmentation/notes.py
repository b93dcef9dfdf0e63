"""Noter des clients et nommer leur segment (S522-4) : quintiles, bornes, règle des segments."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from grc_lib._arguments import parmi
from grc_lib._nombres import accorder, liste, reel
from grc_lib.erreurs import ArgumentInvalide


class Segment(NamedTuple):
    """Un segment RFM : son nom, la note minimale sur chaque critère, ce qu'il veut dire."""

    nom: str
    r: int
    f: int
    m: int
    sens: str


# On lit de haut en bas et l'on s'arrête à la première ligne dont le client atteint les trois notes.
SEGMENTS = (
    Segment("Champions", 4, 4, 4, "ont acheté récemment, souvent et beaucoup"),
    Segment("Fidèles", 3, 3, 1, "achètent souvent et continuent"),
    Segment("Prometteurs", 4, 1, 1, "viennent de commander, mais commandent peu"),
    Segment("Occasionnels", 3, 1, 1, "commandent peu et continuent"),
    Segment("À réveiller", 1, 1, 4, "ont beaucoup acheté et tardent à revenir"),
    Segment("Dormants", 1, 3, 1, "achetaient souvent, peu à la fois, et tardent"),
    Segment("Silencieux", 1, 1, 1, "ont acheté peu, rarement, et tardent"),
)


def notes_quintiles(valeurs: Any, meilleur: Literal["petit", "grand"] = "petit") -> Any:
    """Note chaque valeur de 1 à 5 selon la part de celles qui font strictement moins bien.

    Note = 1 + partie entière de 5 × (nombre de valeurs strictement moins bonnes) / n : 5 si au
    moins 80 % font moins bien, 4 si au moins 60 %… Deux valeurs égales ont la même note, et l'ordre
    des lignes ne compte pas.

    Paramètres
    ----------
    valeurs : des nombres (`Series`, tableau numpy ou liste).
    meilleur : « petit » si la plus petite valeur est la meilleure (récence), « grand » sinon.

    Renvoie
    -------
    Les notes, entières de 1 à 5, sous la même forme que `valeurs`.

    Lève
    ----
    ArgumentInvalide pour une valeur manquante ; MauvaisType pour un texte.

    Exemple
    -------
    >>> notes_quintiles([3, 10, 10, 40, 90], meilleur="petit")
    [5, 3, 3, 2, 1]
    >>> notes_quintiles([1, 1, 1, 2, 7], meilleur="grand")
    [1, 1, 1, 4, 5]

    Source
    ------
    S522, RFM par quintiles (cas RF02).
    """
    parmi("meilleur", meilleur, ("petit", "grand"))
    nombres = liste("valeurs", valeurs, au_moins=0)
    rangs = pd.Series(nombres).rank(method="min", ascending=meilleur == "grand")
    moins_bons = rangs.to_numpy(dtype=np.int64) - 1
    return _comme(valeurs, 1 + 5 * moins_bons // max(len(nombres), 1))


def notes_bornes(
    valeurs: Any, bornes: Sequence[float], meilleur: Literal["petit", "grand"] = "petit"
) -> Any:
    """Note chaque valeur par le nombre de bornes qu'elle respecte : de 0 au nombre de bornes.

    Paramètres
    ----------
    valeurs : des nombres, dans l'unité des bornes (`Series`, tableau numpy, liste ou nombre seul).
    bornes : des nombres strictement croissants.
    meilleur : « petit », une borne est respectée si la valeur ne la dépasse pas (récence) ;
        « grand », si la valeur l'atteint (fréquence, montant).

    Renvoie
    -------
    Les notes, entières, sous la même forme que `valeurs`.

    Lève
    ----
    ArgumentInvalide si les bornes ne sont pas croissantes ou si une valeur manque.

    Exemple
    -------
    >>> notes_bornes([1, 3, 5, 9, 12, 20], [3, 6, 9, 12])
    [4, 4, 3, 2, 1, 0]
    >>> notes_bornes([80, 500, 2500], [100, 500, 1000, 2000], meilleur="grand")
    [0, 2, 4]

    Source
    ------
    S522, grille de récence à bornes fixes en mois (cas RF01).
    """
    parmi("meilleur", meilleur, ("petit", "grand"))
    limites = liste("bornes", bornes, au_moins=0)
    if limites.size == 0 or (np.diff(limites) <= 0).any():
        raise ArgumentInvalide("bornes", bornes, "des nombres strictement croissants")
    nombres = _lire("valeurs", valeurs)
    if meilleur == "petit":
        return _comme(valeurs, limites.size - np.searchsorted(limites, nombres, side="left"))
    return _comme(valeurs, np.searchsorted(limites, nombres, side="right"))


def segment_rfm(r: Any, f: Any, m: Any) -> Any:
    """Le nom du segment que donnent trois notes de 1 à 5.

    La règle est celle de `SEGMENTS` : la première ligne dont les trois notes minimales sont
    atteintes. La dernière accepte tout le monde : chaque client a un segment et un seul.

    Paramètres
    ----------
    r, f, m : les notes de récence, de fréquence et de montant, de 1 à 5 (nombres ou colonnes).
        `rfm` ramène d'abord sur cette échelle les notes données par des bornes.

    Renvoie
    -------
    Un texte pour trois nombres, sinon une `Series` de catégories rangées comme `SEGMENTS`.

    Lève
    ----
    ArgumentInvalide si une note n'est pas entre 1 et 5.

    Exemple
    -------
    >>> segment_rfm(5, 5, 5), segment_rfm(1, 1, 5)
    ('Champions', 'À réveiller')

    Source
    ------
    S522, méthode RFM ; les segments et leurs seuils sont une convention de ce cours.
    """
    notes = {"r": r, "f": f, "m": m}
    for argument, note in notes.items():
        recues = _lire(argument, note)
        if not ((recues >= 1) & (recues <= 5)).all():
            raise ArgumentInvalide(argument, note, "une note de 1 à 5")
    accorder(**notes)
    r, f, m = (np.asarray(note) for note in notes.values())
    noms = [segment.nom for segment in SEGMENTS]
    atteints = [(r >= s.r) & (f >= s.f) & (m >= s.m) for s in SEGMENTS]
    rangs: Any = np.select(atteints, range(len(noms)))
    if rangs.ndim == 0:
        return noms[int(rangs)]
    series = [note for note in notes.values() if isinstance(note, pd.Series)]
    index = series[0].index if series else None
    return pd.Series(pd.Categorical.from_codes(rangs, pd.Index(noms)), index=index, name="segment")


def _lire(argument: str, valeurs: Any) -> Any:
    """Un nombre ou une colonne de nombres : ici, même une colonne n'a pas de valeur manquante."""
    sans_index = valeurs.to_numpy() if isinstance(valeurs, pd.Series) else valeurs
    return np.asarray(reel(argument, sans_index))


def _comme(modele: Any, notes: Any) -> Any:
    """Les notes sous la forme du modèle : Series, tableau numpy, liste ou nombre seul."""
    if isinstance(modele, pd.Series):
        return pd.Series(notes, index=modele.index, name=modele.name)
    if isinstance(modele, np.ndarray):
        return notes
    return notes.tolist()
