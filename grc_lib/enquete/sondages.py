"""Les calculs d'une enquête (S821) : taille d'échantillon, intervalle de confiance, quotas."""

import math
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import pandas as pd

from grc_lib._arguments import decimale
from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import entier
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


@dataclass(frozen=True)
class IntervalleProportion(Resultat):
    """Intervalle de confiance d'une proportion.

    Champs : bas et haut (les bornes, décimales de 0 à 1) ; puis frequence (observée, décimale),
    effectif (réponses), marge (décimale), t (coefficient de confiance), niveau (décimal, ou `None`
    si `t` était donné) et population (effectif, ou `None`).
    """

    bas: float
    haut: float
    _: KW_ONLY
    frequence: float
    effectif: int
    marge: float
    t: float
    niveau: float | None
    population: int | None

    def etapes(self) -> Iterator[Etape]:
        f, n = self.frequence, self.effectif
        formule = "t × √(f × (1 − f) / n)"
        calcul = f"{_ecrire(self.t)} × √({_ecrire(f)} × {_ecrire(1 - f)} / {nombre(n)})"
        if self.population is not None:
            formule += " × √((N − n) / (N − 1))"
            grand = nombre(self.population)
            calcul += f" × √(({grand} − {nombre(n)}) / ({grand} − 1))"
        yield Etape("Marge d'erreur", formule, calcul, f"{nombre(100 * self.marge, 2)} points")
        marge = pourcentage(self.marge)
        basse, haute = f"{pourcentage(f)} − {marge}", f"{pourcentage(f)} + {marge}"
        if f < self.marge:
            basse += ", ramené à 0"
        if f + self.marge > 1:
            haute += ", ramené à 1"
        yield Etape("Borne basse", "f − marge", basse, pourcentage(self.bas))
        yield Etape("Borne haute", "f + marge", haute, pourcentage(self.haut))

    def conventions(self) -> Iterator[str]:
        if self.niveau is not None:
            niveau = pourcentage(self.niveau, None)
            yield f"t = {_ecrire(self.t)} pour {niveau} de confiance (loi normale, au millième)"
        yield "tirage au hasard ; par quotas, aucune marge d'erreur ne se calcule"
        if min(self.frequence, 1 - self.frequence) * self.effectif < 5:
            yield "moins de 5 réponses d'un côté : la formule est une approximation grossière"


def taille_echantillon(
    erreur: float = 0.05,
    confiance: float = 0.95,
    proportion: float = 0.5,
    population: int | None = None,
    *,
    t: float | None = None,
) -> int:
    """Le nombre de réponses à obtenir pour connaître une proportion à une erreur près.

    n = t² × p(1 − p) / e² ; dans une population finie de N personnes, n / (1 + (n − 1) / N).

    Paramètres
    ----------
    erreur : la marge d'erreur acceptée, décimale (0.05 : plus ou moins 5 points).
    confiance : le niveau de confiance, décimal, de 0.5 à 0.999.
    proportion : la proportion attendue, décimale ; 0.5, le cas le plus défavorable, si on l'ignore.
    population : l'effectif N de la population ; `None` si elle est très grande.
    t : le coefficient de confiance, s'il est donné (2, dans certains manuels) ; il remplace alors
        `confiance`. Par défaut celui de la table de la loi normale, au millième : 1,96 à 95 %.

    Renvoie
    -------
    Un nombre entier, arrondi au supérieur (une seule fois, à la fin).

    Lève
    ----
    NonCalculable si `erreur` est nulle ; ArgumentInvalide pour une erreur ou une confiance donnée
    en pourcentage, une proportion qui n'est pas strictement entre 0 et 1, une population nulle.

    Exemple
    -------
    >>> taille_echantillon(), taille_echantillon(population=1000), taille_echantillon(t=2)
    (385, 278, 400)

    Source
    ------
    S821, taille d'échantillon (cas ST03).
    """
    e, p = _part("erreur", erreur), _part("proportion", proportion)
    if e == 0:
        raise NonCalculable("Une erreur nulle demande d'interroger toute la population.")
    if p in (0, 1):
        attendu = "une proportion strictement entre 0 et 1 (0.5 si on l'ignore)"
        raise ArgumentInvalide("proportion", proportion, attendu)
    n = Fraction(_coefficient(confiance, t)) ** 2 * p * (1 - p) / e**2
    if population is not None:
        n /= 1 + (n - 1) / entier("population", population, 1)
    return math.ceil(n)


def intervalle_proportion(
    frequence: float,
    effectif: int,
    confiance: float = 0.95,
    *,
    population: int | None = None,
    t: float | None = None,
) -> IntervalleProportion:
    """L'intervalle où se trouve sans doute la vraie proportion : f ± t × √(f(1 − f) / n).

    Paramètres
    ----------
    frequence : f, la proportion observée dans l'échantillon, décimale.
    effectif : n, le nombre de réponses.
    confiance, t : comme pour `taille_echantillon`.
    population : l'effectif N ; la marge est alors multipliée par √((N − n) / (N − 1)).

    Renvoie
    -------
    `IntervalleProportion` : bas et haut, décimales, ramenées entre 0 et 1.

    Lève
    ----
    NonCalculable si l'échantillon répond d'une seule voix (f = 0 ou 1) : la formule donnerait une
    marge nulle, c'est-à-dire une certitude ; ArgumentInvalide si `effectif` dépasse `population`.

    Exemple
    -------
    >>> bas, haut = intervalle_proportion(0.42, 400)
    >>> round(bas, 4), round(haut, 4)
    (0.3716, 0.4684)

    Source
    ------
    S821, intervalle de confiance d'une fréquence.
    """
    f, n = float(_part("frequence", frequence)), entier("effectif", effectif, 1)
    coefficient = float(_coefficient(confiance, t))
    correction = 1.0
    if population is not None:
        population = entier("population", population, 1)
        if n > population:
            attendu = f"un nombre de réponses inférieur à la population ({population})"
            raise ArgumentInvalide("effectif", effectif, attendu)
        correction = math.sqrt((population - n) / max(population - 1, 1))
    if f in (0, 1) and correction > 0:
        raise NonCalculable(
            f"Les {n} réponses sont unanimes : la formule donnerait une marge nulle, donc une "
            "certitude. Interrogez davantage de personnes."
        )
    marge = coefficient * math.sqrt(f * (1 - f) / n) * correction
    return IntervalleProportion(
        max(f - marge, 0.0),
        min(f + marge, 1.0),
        frequence=f,
        effectif=n,
        marge=marge,
        t=coefficient,
        niveau=float(confiance) if t is None else None,
        population=population,
    )


def quotas(structure: Any, taille: int) -> pd.DataFrame:
    """Les quotas d'un échantillon qui a la structure de la population.

    Chaque catégorie reçoit la partie entière de taille × part ; les places qui restent vont aux
    plus forts restes, si bien que la somme fait exactement la taille. À reste égal, la catégorie la
    plus nombreuse passe devant, puis la première du tableau.

    Paramètres
    ----------
    structure : la population par catégorie, en effectifs ou en pourcentages (dictionnaire ou
        `Series`).
    taille : le nombre de personnes à interroger.

    Renvoie
    -------
    `DataFrame`, une ligne par catégorie, dans l'ordre donné : population, part (décimale),
    theorique (taille × part), quota (entier).

    Lève
    ----
    NonCalculable si la structure est vide ou nulle ; ArgumentInvalide pour un effectif négatif ou
    manquant, une taille non entière.

    Exemple
    -------
    >>> quotas({"Petits": 500, "Préférés": 300, "Mammouths": 15}, 50)
               population      part  theorique  quota
    Petits            500  0.613497  30.674847     31
    Préférés          300  0.368098  18.404908     18
    Mammouths          15  0.018405   0.920245      1

    Source
    ------
    S821, méthode des quotas (répartition aux plus forts restes).
    """
    n, population = entier("taille", taille, 1), _structure(structure)
    effectifs = [Fraction(decimale("structure", valeur)) for valeur in population]
    if any(effectif < 0 for effectif in effectifs):
        negatif = float(min(effectifs))
        raise ArgumentInvalide("structure", negatif, "des effectifs positifs ou nuls")
    if not any(effectifs):
        raise NonCalculable("La population est vide : il n'y a pas de structure à reproduire.")
    parts = [effectif / sum(effectifs) for effectif in effectifs]
    places = [math.floor(n * part) for part in parts]
    restes = sorted(range(len(parts)), key=lambda i: (places[i] - n * parts[i], -parts[i]))
    for i in restes[: n - sum(places)]:
        places[i] += 1
    return pd.DataFrame(
        {
            "population": population,
            "part": [float(part) for part in parts],
            "theorique": [float(n * part) for part in parts],
            "quota": places,
        },
        index=population.index,
    )


def _structure(structure: Any) -> pd.Series:
    if not isinstance(structure, dict | pd.Series):
        attendu = "un dictionnaire ou une Series : un effectif par catégorie"
        raise MauvaisType("structure", structure, attendu)
    return pd.Series(structure, dtype=None if len(structure) else float)


def _part(argument: str, valeur: Any) -> Fraction:
    exacte = decimale(argument, valeur)
    if not 0 <= exacte <= 1:
        attendu = "une part décimale entre 0 et 1 (0.05 pour 5 %)"
        raise ArgumentInvalide(argument, valeur, attendu)
    return Fraction(exacte)


def _coefficient(confiance: Any, t: Any) -> Decimal:
    """Le coefficient de confiance donné, ou celui de la table : le millième de la loi normale."""
    if t is not None:
        if (donne := decimale("t", t)) <= 0:
            raise ArgumentInvalide("t", t, "un coefficient strictement positif (1.96 à 95 %)")
        return donne
    niveau = float(decimale("confiance", confiance))
    if not 0.5 <= niveau <= 0.999:
        attendu = "un niveau décimal entre 0.5 et 0.999 (0.95 pour 95 %)"
        raise ArgumentInvalide("confiance", confiance, attendu)
    return Decimal(f"{NormalDist().inv_cdf((1 + niveau) / 2):.3f}")


def _ecrire(valeur: float) -> str:
    """Deux décimales si elles suffisent, trois sinon."""
    return nombre(valeur) if round(valeur, 2) == round(valeur, 9) else nombre(valeur, 3)
