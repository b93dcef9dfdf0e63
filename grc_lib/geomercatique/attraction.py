"""Partager l'attraction (S432-2) : Reilly, Converse, Huff."""

from typing import Any

import numpy as np
import pandas as pd

from grc_lib._nombres import (
    Nombres,
    accorder,
    liste,
    positif,
    quotient,
    seul,
    strictement_positif,
)
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.tournees.points import Tableau, lire_tableau

_LAMBDA_MAX = 10


def reilly(pa: Any, pb: Any, da: Any, db: Any) -> Nombres:
    """Le rapport des ventes que deux villes tirent d'une commune située entre elles.

    Va/Vb = (Pa/Pb) · (Db/Da)² : l'attraction grandit avec la population, et diminue comme le carré
    de la distance.

    Paramètres
    ----------
    pa, pb : les populations des villes A et B (nombre, ndarray ou `Series`).
    da, db : les distances de la commune à A et à B, dans la même unité.

    Renvoie
    -------
    Le rapport Va/Vb, sans unité : 4 si A attire quatre fois plus que B. La part de A vaut alors
    Va/Vb ÷ (1 + Va/Vb).

    Lève
    ----
    NonCalculable si la commune est dans la ville A (da = 0) ; ArgumentInvalide pour une population
    nulle ou négative, une distance négative, des longueurs différentes.

    Exemple
    -------
    >>> reilly(200_000, 50_000, 20, 20), reilly(100_000, 100_000, 10, 20)
    (4.0, 4.0)

    Source
    ------
    S432, loi de Reilly (1931).
    """
    pa, pb = strictement_positif("pa", pa), strictement_positif("pb", pb)
    da, db = positif("da", da), positif("db", db)
    accorder(pa=pa, pb=pb, da=da, db=db)
    raison = "La commune est dans la ville A (distance nulle) : il n'y a rien à partager."
    return (pa / pb) * quotient(db, da, raison) ** 2


def converse(pa: Any, pb: Any, d: Any) -> Nombres:
    """Le point de partage entre deux villes : sa distance à la ville B.

    Db = D / (1 + √(Pa/Pb)). En deçà, on achète plutôt à B ; au-delà, plutôt à A. C'est le point où
    la loi de Reilly donne Va = Vb.

    Paramètres
    ----------
    pa, pb : les populations des villes A et B (nombre, ndarray ou `Series`).
    d : la distance entre A et B.

    Renvoie
    -------
    La distance du point de partage à B, dans l'unité de `d` ; à A, elle vaut d − Db.

    Lève
    ----
    ArgumentInvalide pour une population ou une distance nulle ou négative, ou des longueurs
    différentes.

    Exemple
    -------
    >>> converse(200_000, 50_000, 60)
    20.0

    Source
    ------
    S432, point de rupture de Converse (1949).
    """
    pa, pb = strictement_positif("pa", pa), strictement_positif("pb", pb)
    d = strictement_positif("d", d)
    accorder(pa=pa, pb=pb, d=d)
    return d / (1 + (pa / pb) ** 0.5)


def huff(surfaces: Any, temps: Any, lambda_: float = 2) -> Any:
    """La probabilité qu'un client de chaque zone fréquente chaque magasin.

    P(i, j) = (Sj / Tij^λ) / Σk (Sk / Tik^λ), S la surface de vente, T le temps de trajet.

    Paramètres
    ----------
    surfaces : la surface de chaque magasin (m², ou toute autre mesure d'attrait).
    temps : le temps de trajet (minutes), une ligne par zone, une colonne par magasin : tableau,
        ndarray ou liste de lignes. Pour une seule zone : une liste.
    lambda_ : l'importance de l'éloignement, entre 0 (il ne compte pas) et 10 ; 2 par défaut, à
        estimer sur des ventes réelles.

    Renvoie
    -------
    Les probabilités, dans la forme de `temps` ; chaque ligne a pour somme 1.

    Lève
    ----
    ArgumentInvalide pour une surface ou un temps nul ou négatif, un `lambda_` hors de 0–10, ou
    autant de surfaces que de colonnes non tenu ; MauvaisType pour autre chose que des nombres.

    Exemple
    -------
    >>> huff([1000, 4000], [10, 20])
    array([0.5, 0.5])
    >>> trajets = pd.DataFrame({"Centre": [5, 20], "Rocade": [10, 10]}, index=["Nord", "Sud"])
    >>> huff([1000, 2000], trajets).round(3)
          Centre  Rocade
    Nord   0.667   0.333
    Sud    0.111   0.889

    Source
    ------
    S432, modèle de Huff (1963).
    """
    s = strictement_positif("surfaces", liste("surfaces", surfaces))
    exposant = seul(positif, "lambda_", lambda_)
    if exposant > _LAMBDA_MAX:
        raise ArgumentInvalide("lambda_", lambda_, f"un nombre entre 0 et {_LAMBDA_MAX}")
    t = _temps(temps)
    if t.shape[-1] != len(s):
        recu = f"{t.shape[-1]} colonne(s)"
        raise ArgumentInvalide("temps", recu, f"une colonne par magasin, soit {len(s)}")
    plus_court = t.min(axis=-1, keepdims=True)  # ne change pas le partage, évite un débordement
    with np.errstate(over="ignore"):  # un magasin infiniment plus loin n'attire personne
        attraits = s / s.max() / (t / plus_court) ** exposant
    probabilites = attraits / attraits.sum(axis=-1, keepdims=True)
    if isinstance(temps, pd.DataFrame):
        return pd.DataFrame(probabilites, index=temps.index, columns=temps.columns)
    if isinstance(temps, pd.Series):
        return pd.Series(probabilites, index=temps.index)
    return probabilites


def _temps(temps: Any) -> Tableau:
    attendu = "des temps de trajet positifs, une ligne par zone et une colonne par magasin"
    lus = lire_tableau("temps", temps, attendu)
    if lus.ndim not in (1, 2):
        raise MauvaisType("temps", temps, attendu)
    strictement_positif("temps", lus.ravel())
    return lus
