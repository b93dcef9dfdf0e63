"""Les annuités constantes (S512-3) : une suite de versements égaux, à intervalles égaux."""

from typing import Any

import numpy as np

from grc_lib._arguments import vrai_ou_faux
from grc_lib._nombres import Nombres, accorder, entiers, positif
from grc_lib._nombres import taux as lire_taux
from grc_lib.annuites._formule import formule


@formule
def annuite_constante(
    capital: Nombres, taux: Nombres, n: Nombres, *, debut: bool = False
) -> Nombres:
    """Le versement constant qui rembourse un capital : a = C i / (1 − (1 + i)⁻ⁿ), C / n si i = 0.

    Paramètres
    ----------
    capital : emprunté, en euros, positif ou nul.
    taux : le taux de la période des versements, décimal entre 0 et 1 (pour des mensualités, le
        taux mensuel : voir `taux_proportionnel`).
    n : le nombre de versements, entier.
    debut : `True` si chaque versement est fait au début de sa période (loyers d'avance), `False`
        s'il est fait à la fin.

    Renvoie
    -------
    L'annuité (ou la mensualité), en euros, non arrondie, sous la forme des arguments.

    Lève
    ----
    ArgumentInvalide si un argument est hors de son domaine (12 pour 12 %, n nul ou fractionnaire).

    Exemple
    -------
    >>> round(annuite_constante(100_000, 0.10, 6), 2)
    22960.74
    >>> round(annuite_constante(150_000, 0.03 / 12, 108), 2)
    1586.54
    >>> annuite_constante(1_200, 0, 12)
    100.0

    Source
    ------
    S512, emprunt à annuités constantes (cas EM01, EM05, EM09).
    """
    capital, i, n = _lire("capital", capital, taux, n)
    return capital / _valeur_d_un_euro(i, n, debut)


@formule
def valeur_acquise_annuites(
    annuite: Nombres, taux: Nombres, n: Nombres, *, debut: bool = False
) -> Nombres:
    """Ce que valent des versements égaux à la fin de la dernière période : a ((1 + i)ⁿ − 1) / i.

    Paramètres
    ----------
    annuite : chaque versement, en euros, positif ou nul.
    taux, n : comme pour `annuite_constante`.
    debut : `True` si chaque versement est fait au début de sa période : il rapporte une période de
        plus, × (1 + i).

    Renvoie
    -------
    La valeur acquise, en euros, non arrondie ; n × a si le taux est nul.

    Lève
    ----
    ArgumentInvalide si un argument est hors de son domaine ; NonCalculable si le résultat est
    démesuré.

    Exemple
    -------
    >>> round(valeur_acquise_annuites(1_000, 0.04, 10), 2)
    12006.11
    >>> round(valeur_acquise_annuites(1_000, 0.04, 10, debut=True), 2)
    12486.35

    Source
    ------
    S512, annuités (cas AN01, AN02).
    """
    annuite, i, n = _lire("annuite", annuite, taux, n)
    return annuite * _valeur_d_un_euro(i, n, debut) * (1 + i) ** n


@formule
def valeur_actuelle_annuites(
    annuite: Nombres, taux: Nombres, n: Nombres, *, debut: bool = False
) -> Nombres:
    """Ce que valent aujourd'hui des versements égaux à venir : a (1 − (1 + i)⁻ⁿ) / i.

    Paramètres
    ----------
    annuite : chaque versement, en euros, positif ou nul.
    taux, n, debut : comme pour `valeur_acquise_annuites`.

    Renvoie
    -------
    La valeur actuelle, en euros, non arrondie ; n × a si le taux est nul.

    Lève
    ----
    ArgumentInvalide si un argument est hors de son domaine.

    Exemple
    -------
    >>> round(valeur_actuelle_annuites(2_500, 0.05, 8), 2)
    16158.03

    Source
    ------
    S512, annuités (cas AN03, AN04).
    """
    annuite, i, n = _lire("annuite", annuite, taux, n)
    return annuite * _valeur_d_un_euro(i, n, debut)


def _lire(argument: str, montant: Any, taux: Any, n: Any) -> tuple[Nombres, ...]:
    lus = {argument: positif(argument, montant), "taux": lire_taux("taux", taux)}
    return accorder(**lus, n=entiers("n", n, minimum=1))


def _valeur_d_un_euro(i: Nombres, n: Nombres, debut: bool) -> Nombres:
    """La valeur actuelle de n versements d'un euro : (1 − (1 + i)⁻ⁿ) / i, ou n si i = 0."""
    vrai_ou_faux("debut", debut)
    nul = i == 0
    fin = (-np.expm1(-n * np.log1p(i)) + n * nul) / (i + nul)  # exact même si i est minuscule
    return fin * (1 + i) if debut else fin
