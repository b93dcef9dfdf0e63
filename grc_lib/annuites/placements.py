"""Les intérêts composés (S512-3) : ce que devient un capital dont les intérêts s'ajoutent à lui."""

import numpy as np

from grc_lib._nombres import Nombres, accorder, positif, quotient, strictement_positif
from grc_lib._nombres import taux as lire_taux
from grc_lib.annuites._formule import formule


@formule
def valeur_acquise(capital: Nombres, taux: Nombres, n: Nombres) -> Nombres:
    """Ce que devient un capital placé à intérêts composés : A = C (1 + i)ⁿ.

    Paramètres
    ----------
    capital : en euros, positif ou nul.
    taux : le taux d'une période, décimal entre 0 et 1.
    n : la durée, en périodes du taux (années si le taux est annuel) ; une fraction est permise.
        Chacun est un nombre, un tableau ou une `Series`.

    Renvoie
    -------
    La valeur acquise, en euros, non arrondie, sous la forme des arguments.

    Lève
    ----
    ArgumentInvalide si un argument est hors de son domaine (12 pour 12 %) ; NonCalculable si le
    résultat est démesuré.

    Exemple
    -------
    >>> round(valeur_acquise(100_000, 0.10, 6), 2)
    177156.1

    Source
    ------
    S512, valeur acquise (cas EM01, IC01).
    """
    capital, i, n = accorder(
        capital=positif("capital", capital), taux=lire_taux("taux", taux), n=positif("n", n)
    )
    return capital * (1 + i) ** n


@formule
def valeur_actuelle(valeur: Nombres, taux: Nombres, n: Nombres) -> Nombres:
    """Le capital à placer aujourd'hui pour disposer d'une valeur plus tard : C = A (1 + i)⁻ⁿ.

    Paramètres
    ----------
    valeur : la somme future, en euros, positive ou nulle.
    taux : le taux d'une période, décimal entre 0 et 1.
    n : la durée, en périodes du taux.

    Renvoie
    -------
    La valeur actuelle, en euros, non arrondie, sous la forme des arguments.

    Lève
    ----
    ArgumentInvalide si un argument est hors de son domaine (12 pour 12 %).

    Exemple
    -------
    >>> round(valeur_actuelle(177_156.10, 0.10, 6), 2)
    100000.0

    Source
    ------
    S512, valeur actuelle (cas IC02).
    """
    valeur, i, n = accorder(
        valeur=positif("valeur", valeur), taux=lire_taux("taux", taux), n=positif("n", n)
    )
    return valeur / (1 + i) ** n


@formule
def duree_placement(capital: Nombres, valeur: Nombres, taux: Nombres) -> Nombres:
    """Le temps qu'il faut à un capital pour atteindre une valeur : n = ln(A / C) / ln(1 + i).

    Paramètres
    ----------
    capital : placé aujourd'hui, en euros, plus grand que zéro.
    valeur : à atteindre, en euros, au moins égale au capital.
    taux : le taux d'une période, décimal entre 0 et 1.

    Renvoie
    -------
    La durée, en périodes du taux (années si le taux est annuel), avec ses décimales.

    Lève
    ----
    NonCalculable si le taux est nul ou la valeur inférieure au capital (manquant dans une
    `Series`) ; ArgumentInvalide si un argument est hors de son domaine.

    Exemple
    -------
    >>> round(duree_placement(10_000, 15_110.69, 0.035), 3)
    12.0

    Source
    ------
    S512, durée d'un placement (cas IC03).
    """
    capital, valeur, i = accorder(
        capital=strictement_positif("capital", capital),
        valeur=strictement_positif("valeur", valeur),
        taux=lire_taux("taux", taux),
    )
    return quotient(
        np.log(valeur / capital),
        np.log1p(i) * (valeur >= capital),
        "Un capital n'atteint une valeur que si le taux n'est pas nul et si cette valeur est au "
        "moins égale au capital. Vérifiez le taux et l'ordre des deux montants.",
    )


@formule
def taux_placement(capital: Nombres, valeur: Nombres, n: Nombres) -> Nombres:
    """Le taux auquel un capital devient une valeur en n périodes : i = (A / C)^(1/n) − 1.

    Paramètres
    ----------
    capital, valeur : au début et à la fin, en euros, plus grands que zéro.
    n : la durée, en périodes, plus grande que zéro.

    Renvoie
    -------
    Le taux d'une période, décimal ; négatif si la valeur finale est inférieure au capital.

    Lève
    ----
    ArgumentInvalide si un argument est hors de son domaine ; NonCalculable si le taux est démesuré.

    Exemple
    -------
    >>> round(taux_placement(10_000, 15_110.69, 12), 4)
    0.035

    Source
    ------
    S512, taux d'un placement (cas IC04).
    """
    capital, valeur, n = accorder(
        capital=strictement_positif("capital", capital),
        valeur=strictement_positif("valeur", valeur),
        n=strictement_positif("n", n),
    )
    return np.expm1(np.log(valeur / capital) / n)


@formule
def taux_equivalent(taux: Nombres, *, de: Nombres = 1, vers: Nombres = 12) -> Nombres:
    """Le taux qui, sur une autre période, donne la même valeur acquise : (1 + i)^(de / vers) − 1.

    Paramètres
    ----------
    taux : le taux connu, décimal entre 0 et 1.
    de, vers : le nombre de périodes par an du taux connu et du taux cherché (1 : annuel,
        4 : trimestriel, 12 : mensuel). Par défaut, d'un taux annuel vers un taux mensuel.

    Renvoie
    -------
    Le taux équivalent, décimal.

    Lève
    ----
    ArgumentInvalide si un argument est hors de son domaine (12 pour 12 %).

    Exemple
    -------
    >>> round(taux_equivalent(0.12), 6)
    0.009489
    >>> round(taux_equivalent(0.01, de=12, vers=1), 6)
    0.126825

    Source
    ------
    S512, taux équivalent (cas IC05) : 12 % par an valent 0,9489 % par mois, et non 1 %.
    """
    i, de, vers = _taux_et_periodes(taux, de, vers)
    return np.expm1(de / vers * np.log1p(i))


@formule
def taux_proportionnel(taux: Nombres, *, de: Nombres = 1, vers: Nombres = 12) -> Nombres:
    """Le taux partagé comme le temps : i × de / vers, celui des banques pour les mensualités.

    Paramètres
    ----------
    taux : le taux connu, décimal entre 0 et 1.
    de, vers : comme pour `taux_equivalent`.

    Renvoie
    -------
    Le taux proportionnel, décimal.

    Lève
    ----
    ArgumentInvalide si un argument est hors de son domaine (12 pour 12 %).

    Exemple
    -------
    >>> taux_proportionnel(0.12), taux_proportionnel(0.12, vers=4)
    (0.01, 0.03)

    Source
    ------
    S512, taux proportionnel (cas IC05).
    """
    i, de, vers = _taux_et_periodes(taux, de, vers)
    return i * de / vers


def _taux_et_periodes(taux: Nombres, de: Nombres, vers: Nombres) -> tuple[Nombres, ...]:
    return accorder(
        taux=lire_taux("taux", taux),
        de=strictement_positif("de", de),
        vers=strictement_positif("vers", vers),
    )
