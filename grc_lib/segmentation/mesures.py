"""Mesurer la concentration d'un portefeuille (S522-4) : 20/80, courbe, Gini, Herfindahl."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from decimal import ROUND_CEILING
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from grc_lib._arguments import decimale
from grc_lib._formats import nombre as ecrire
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.segmentation._lecture import lire_non_nul


class Repartition(NamedTuple):
    """La part des clients (décimale) que le ratio de discrimination met en A, B et C."""

    a: float
    b: float
    c: float


@dataclass(frozen=True)
class Herfindahl(Resultat):
    """Indice de Herfindahl.

    indice : Σ parts², entre 1/n et 1 ; equivalent : le nombre de clients de même taille qui
    donneraient le même indice ; effectif : n, le nombre de clients.
    """

    indice: float
    equivalent: float
    _: KW_ONLY
    effectif: int

    def etapes(self) -> Iterator[Etape]:
        n = self.effectif
        parts = f"somme des carrés de {n} part{'s' if n > 1 else ''}"
        yield Etape("Indice", "Σ parts²", parts, ecrire(self.indice, 4))
        calcul = f"1 / {ecrire(self.indice, 4)}"
        yield Etape(
            "Nombre équivalent", "1 / indice", calcul, f"{ecrire(self.equivalent, 1)} clients"
        )


# Le ratio de discrimination minimal et la répartition qu'il conseille.
GRILLE_DISCRIMINATION = (
    (0.90, Repartition(0.10, 0.10, 0.80)),
    (0.85, Repartition(0.10, 0.20, 0.70)),
    (0.75, Repartition(0.20, 0.20, 0.60)),
    (0.65, Repartition(0.20, 0.30, 0.50)),
)


def part_des_premiers(valeurs: Any, part: float = 0.20, *, nombre: int | None = None) -> float:
    """La part du total qu'apportent les premiers clients : la règle des 20/80 mesurée.

    Paramètres
    ----------
    valeurs : comme pour `abc`.
    part : la part des clients retenus (décimale, 0.20 : les 20 % premiers). Leur effectif est
        arrondi à l'entier supérieur : 20 % de 15 clients font 3 clients, 20 % de 12 aussi.
    nombre : au lieu d'une part, un nombre de clients (taux de dépendance : les 1, 5, 10 premiers).

    Renvoie
    -------
    La part du total, décimale entre 0 et 1.

    Lève
    ----
    NonCalculable si le portefeuille est vide ou le total nul ; ArgumentInvalide si `part` n'est
    pas entre 0 et 1, ou `nombre` inférieur à 1.

    Exemple
    -------
    >>> part_des_premiers([600, 200, 100, 60, 40])
    0.6
    >>> part_des_premiers([600, 200, 100, 60, 40], nombre=2)
    0.8

    Source
    ------
    S522, loi des 20/80 (cas AB01, GI03).
    """
    portefeuille = lire_non_nul(valeurs)
    if nombre is None:
        exacte = decimale("part", part)
        if not 0 < exacte <= 1:
            raise ArgumentInvalide("part", part, "une part décimale entre 0 et 1 (0.20 pour 20 %)")
        nombre = int((exacte * portefeuille.effectif).to_integral_value(ROUND_CEILING))
    elif (exact := decimale("nombre", nombre)) < 1 or exact % 1:
        raise ArgumentInvalide("nombre", nombre, "un nombre entier de clients, au moins 1")
    apport = int(portefeuille.montants[:nombre].sum())
    return float(Fraction(apport, portefeuille.total))


def concentration(valeurs: Any) -> pd.DataFrame:
    """Les points de la courbe de concentration, du plus gros client au plus petit.

    Paramètres
    ----------
    valeurs : comme pour `abc`.

    Renvoie
    -------
    `DataFrame` de n + 1 points, de (0, 0) à (1, 1) : part_clients et part_ca, cumulées, décimales.

    Lève
    ----
    NonCalculable si le portefeuille est vide ou le total nul.

    Exemple
    -------
    >>> concentration([60, 20, 10, 10])
       part_clients  part_ca
    0          0.00      0.0
    1          0.25      0.6
    2          0.50      0.8
    3          0.75      0.9
    4          1.00      1.0

    Source
    ------
    S522, courbe de concentration (cas AB01, GI01).
    """
    portefeuille = lire_non_nul(valeurs)
    n, cumul = portefeuille.effectif, np.cumsum(portefeuille.montants)
    return pd.DataFrame(
        {
            "part_clients": np.arange(n + 1) / n,
            "part_ca": np.concatenate([[0.0], cumul / portefeuille.total]),
        }
    )


def gini(valeurs: Any) -> float:
    """L'indice de Gini : 0 si tous les clients pèsent autant, (n − 1)/n si un seul pèse tout.

    G = 2 Σ i·x(i) / (n Σ x) − (n + 1)/n, les x(i) rangés par ordre croissant. C'est aussi le ratio
    de discrimination : l'aire entre la courbe de concentration et la diagonale, rapportée à l'aire
    du triangle.

    Paramètres
    ----------
    valeurs : comme pour `abc`.

    Renvoie
    -------
    Un nombre entre 0 et (n − 1)/n.

    Lève
    ----
    NonCalculable si le portefeuille est vide ou le total nul.

    Exemple
    -------
    >>> gini([5, 5, 5, 5]), gini([0, 0, 0, 10])
    (0.0, 0.75)

    Source
    ------
    S522, ratio de discrimination (cas GI01, GI02).
    """
    portefeuille = lire_non_nul(valeurs)
    n, croissants = portefeuille.effectif, reversed(portefeuille.montants.tolist())
    somme = sum(rang * montant for rang, montant in enumerate(croissants, 1))
    return float(Fraction(2 * somme, n * portefeuille.total) - Fraction(n + 1, n))


def discrimination(rd: float) -> Repartition:
    """La répartition A, B, C des clients que conseille un ratio de discrimination.

    Paramètres
    ----------
    rd : le ratio de discrimination, décimal entre 0 et 1 (celui que rend `gini`).

    Renvoie
    -------
    `Repartition` (a, b, c) : trois parts de l'effectif, décimales, lues dans
    `GRILLE_DISCRIMINATION` ; chaque ligne de la grille comprend sa borne inférieure.

    Lève
    ----
    NonCalculable si `rd` est inférieur à 0,65 : le portefeuille est trop peu concentré pour que
    les classes veuillent dire quelque chose. ArgumentInvalide si `rd` n'est pas entre 0 et 1.

    Exemple
    -------
    >>> discrimination(0.7269)
    Repartition(a=0.2, b=0.3, c=0.5)

    Source
    ------
    S522, grille logistique du ratio de discrimination (cas GI04).
    """
    ratio = decimale("rd", rd)
    if not 0 <= ratio <= 1:
        raise ArgumentInvalide("rd", rd, "un ratio décimal entre 0 et 1")
    for minimum, repartition in GRILLE_DISCRIMINATION:
        if float(ratio) >= minimum:
            return repartition
    raise NonCalculable(
        f"Un ratio de discrimination de {ecrire(ratio, 4)} est inférieur à 0,65 : le portefeuille "
        "n'est pas assez concentré pour que des classes A, B, C soient interprétables."
    )


def herfindahl(valeurs: Any) -> Herfindahl:
    """L'indice de Herfindahl : la dépendance du portefeuille envers ses gros clients.

    Paramètres
    ----------
    valeurs : comme pour `abc`.

    Renvoie
    -------
    `Herfindahl` : indice = Σ parts² (de 1/n à 1) et equivalent = 1/indice, le nombre de clients de
    même taille qui feraient un portefeuille aussi concentré.

    Lève
    ----
    NonCalculable si le portefeuille est vide ou le total nul.

    Exemple
    -------
    >>> herfindahl([50, 30, 20])
    Herfindahl(indice=0.38, equivalent=2.6315789473684212, effectif=3)
    >>> print(herfindahl([50, 30, 20]))
    Indice de Herfindahl
      Indice = Σ parts² = somme des carrés de 3 parts = 0,3800
      Nombre équivalent = 1 / indice = 1 / 0,3800 = 2,6 clients

    Source
    ------
    S522, indice de Herfindahl (cas GI03).
    """
    portefeuille = lire_non_nul(valeurs)
    carres = sum(montant**2 for montant in portefeuille.montants.tolist())
    indice = Fraction(carres, portefeuille.total**2)
    return Herfindahl(float(indice), float(1 / indice), effectif=portefeuille.effectif)
