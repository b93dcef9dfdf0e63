"""Mesurer les saisons et prévoir avec elles (S522-3) : moyennes mobiles, coefficients."""

from typing import Any, Literal

import numpy as np
import pandas as pd

from grc_lib._arguments import decimale, parmi
from grc_lib._nombres import Liste, Nombres, entier, liste, positif, quotient
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.ventes._series import comme, lire_ventes
from grc_lib.ventes.ajustement import moindres_carres

Methode = Literal["simple", "tendance", "moyenne mobile"]


def moyennes_mobiles(y: Any, ordre: int) -> Nombres:
    """Les moyennes mobiles centrées : chaque valeur moyennée avec ses voisines.

    Ordre impair : la moyenne de `ordre` valeurs. Ordre pair : une valeur de plus, les deux extrêmes
    comptant pour moitié ; à l'ordre 4, (½x₋₂ + x₋₁ + x₀ + x₁ + ½x₂) / 4.

    Paramètres
    ----------
    y : les valeurs, de la plus ancienne à la plus récente.
    ordre : le nombre de périodes d'un cycle (4 trimestres, 12 mois).

    Renvoie
    -------
    Les moyennes des seules périodes qui ont toutes leurs voisines (`ordre` // 2 manquent à chaque
    bout) : `Series` avec leurs étiquettes si `y` en est une, sinon tableau numpy.

    Lève
    ----
    NonCalculable si la série est trop courte ; ArgumentInvalide si `ordre` n'est pas un entier
    d'au moins 1.

    Exemple
    -------
    >>> moyennes_mobiles([52, 36, 69, 89, 65, 45], 4)
    array([63.125, 65.875])
    >>> moyennes_mobiles([10, 20, 60], 3)
    array([30.])

    Source
    ------
    S522, moyennes mobiles (cas CS02).
    """
    k = entier("ordre", ordre, 1, 1200)
    poids = np.ones(k) if k % 2 else np.array([0.5, *np.ones(k - 1), 0.5])
    valeurs = liste("y", y, au_moins=len(poids))
    return comme(y, np.convolve(valeurs, poids, "valid") / k, debut=k // 2)


def coefficients_saisonniers(y: Any, periode: int, *, methode: Methode = "simple") -> pd.Series:
    """Les coefficients saisonniers : ce que pèse chaque saison, 1 étant la saison moyenne.

    On moyenne par saison les rapports y / référence, puis on corrige pour que la somme des k
    coefficients vaille k (leur moyenne vaut 1 ; leur produit n'a pas à valoir 1).

    Paramètres
    ----------
    y : les ventes, positives ou nulles, à partir de la première saison de l'année.
    periode : k, le nombre de saisons d'une année (4 trimestres, 12 mois).
    methode : « simple », moyenne de la saison / moyenne générale, sur des années complètes ;
        « tendance », rapport à la droite des moindres carrés ; « moyenne mobile », rapport à la
        moyenne mobile centrée d'ordre k (deux années au moins). La méthode simple prend la
        croissance pour de la saison : réservez-la à des ventes sans tendance.

    Renvoie
    -------
    `Series` de k coefficients, index saison de 1 à k ; leur somme vaut k.

    Lève
    ----
    NonCalculable si la série est trop courte, les ventes toutes nulles, la tendance ou la moyenne
    mobile négative ou nulle ; ArgumentInvalide pour une vente négative, une année incomplète
    (méthode simple).

    Exemple
    -------
    >>> coefficients_saisonniers([700, 600, 650, 850], 4).round(3)
    saison
    1    1.000
    2    0.857
    3    0.929
    4    1.214
    Name: coefficient, dtype: float64

    Source
    ------
    S522, coefficients saisonniers (cas CS01, CS03).
    """
    parmi("methode", methode, ("simple", "tendance", "moyenne mobile"))
    k = entier("periode", periode, 2)
    valeurs = lire_ventes("y", y, au_moins=2 * k if methode == "moyenne mobile" else k)
    reference, debut = _reference(valeurs, k, methode)
    if np.any(reference <= 0):
        raise NonCalculable(
            f"La référence ({methode}) est négative ou nulle à une période : le rapport des ventes "
            "à la tendance n'a pas de sens. Vérifiez la série ou changez de méthode."
        )
    rapports = valeurs[debut : debut + len(reference)] / reference
    saisons = (debut + np.arange(len(rapports))) % k
    moyens = np.bincount(saisons, rapports) / np.bincount(saisons)
    coefficients = quotient(k * moyens, moyens.sum(), "Toutes les ventes sont nulles.")
    index = pd.RangeIndex(1, k + 1, name="saison")
    serie = pd.Series(coefficients, index=index, name="coefficient")
    serie.attrs = {"methode": methode}
    return serie


def desaisonnaliser(y: Any, coefs: Any) -> Nombres:
    """Les ventes corrigées des variations saisonnières : vente / coefficient de sa saison.

    Paramètres
    ----------
    y : les ventes, à partir de la première saison.
    coefs : les k coefficients saisonniers, dans l'ordre des saisons ; leur somme vaut k.

    Renvoie
    -------
    Les ventes corrigées : `Series` avec les étiquettes de `y` si c'en est une, sinon tableau numpy.

    Lève
    ----
    NonCalculable si un coefficient est nul ; ArgumentInvalide si leur somme ne vaut pas k.

    Exemple
    -------
    >>> desaisonnaliser([80, 120, 88, 132], [0.8, 1.2])
    array([100., 100., 110., 110.])

    Source
    ------
    S522, désaisonnalisation.
    """
    valeurs = lire_ventes("y", y)
    coefficients = np.resize(_lire_coefficients(coefs), len(valeurs))
    raison = "Un coefficient est nul : rien ne se vend à cette saison, on ne peut pas la corriger."
    return comme(y, quotient(valeurs, coefficients, raison))


def prevision_saisonniere(annuel: float, coefs: Any) -> Nombres:
    """La prévision de chaque saison : prévision annuelle / k × coefficient.

    Si la tendance est déjà trimestrielle ou mensuelle, ne divisez pas : multipliez-la par les
    coefficients, `droite.prevoir([17, 18, 19, 20]) * coefs`.

    Paramètres
    ----------
    annuel : les ventes prévues pour l'année entière.
    coefs : les k coefficients saisonniers ; leur somme vaut k, à l'arrondi au centième près.

    Renvoie
    -------
    Les k prévisions, dans l'unité d'`annuel` : `Series` si `coefs` en est une, sinon tableau numpy.
    Leur somme redonne `annuel` si celle des coefficients vaut exactement k.

    Lève
    ----
    ArgumentInvalide si `annuel` est négatif, un coefficient négatif, ou leur somme différente de k.

    Exemple
    -------
    >>> prevision_saisonniere(3200, [1, 0.85, 0.95, 1.2])
    array([800., 680., 760., 960.])

    Source
    ------
    S522, prévision saisonnière (cas CS04).
    """
    coefficients = _lire_coefficients(coefs)
    total = positif("annuel", float(decimale("annuel", annuel)))
    return comme(coefs, total / len(coefficients) * coefficients)


def _reference(valeurs: Liste, k: int, methode: str) -> tuple[Liste, int]:
    """Ce à quoi rapporter les ventes, et le rang (de 0) de la première période concernée."""
    n = len(valeurs)
    if methode == "tendance":
        return moindres_carres(valeurs).prevoir(np.arange(1.0, n + 1)), 0
    if methode == "moyenne mobile":
        return moyennes_mobiles(valeurs, k), k // 2
    if n % k:
        attendu = f"des années complètes (un multiple de {k} valeurs) avec la méthode simple"
        raise ArgumentInvalide("y", f"{n} valeurs", attendu)
    return np.ones(n), 0


def _lire_coefficients(coefs: Any) -> Liste:
    coefficients = lire_ventes("coefs", coefs, au_moins=2)
    k, somme = len(coefficients), float(coefficients.sum())
    if abs(somme - k) > 0.01 * k + 1e-9:
        attendu = f"{k} coefficients dont la somme vaut {k} (multipliez-les par {k} / leur somme)"
        raise ArgumentInvalide("coefs", f"une somme de {somme:g}", attendu)
    return coefficients
