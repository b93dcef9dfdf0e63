"""Mesurer un taux (S512-3, S512-4) : VAN, TRI, TAEG, taux d'un emprunt, coût d'un crédit."""

import datetime as dt
import math
from typing import Any, Literal

import numpy as np
import pandas as pd

from grc_lib import _nombres
from grc_lib._arguments import lire_date, parmi
from grc_lib._formats import euros
from grc_lib.annuites._recherche import Tableau, taux_actuariels
from grc_lib.calendrier import ajouter_mois
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


def van(flux: Any, taux: float) -> float:
    """La valeur actuelle nette : Σ flux(k) (1 + i)⁻ᵏ, le premier flux étant celui d'aujourd'hui.

    Paramètres
    ----------
    flux : un montant par période, en euros : négatif s'il est versé (l'investissement), positif
        s'il est reçu. Le premier n'est pas actualisé.
    taux : le taux d'actualisation d'une période, décimal entre 0 et 1.

    Renvoie
    -------
    La VAN, en euros : positive, le projet rapporte plus que le taux.

    Lève
    ----
    ArgumentInvalide si le taux n'est pas décimal ; NonCalculable s'il n'y a aucun flux.

    Exemple
    -------
    >>> round(van([-10_000, 4_000, 4_000, 4_000], 0.08), 2)
    308.39

    Source
    ------
    S512, VAN.
    """
    montants = _nombres.liste("flux", flux)
    i = _nombres.seul(_nombres.taux, "taux", taux)
    return math.fsum(montants / (1 + i) ** np.arange(len(montants)))


def tri(flux: Any) -> float:
    """Le taux interne de rentabilité : celui qui annule la VAN.

    Paramètres
    ----------
    flux : un montant par période, en euros, comme pour `van`.

    Renvoie
    -------
    Le taux d'une période, décimal.

    Lève
    ----
    NonCalculable si tous les flux ont le même signe, ou s'ils en changent plusieurs fois et que
    plusieurs taux annulent peut-être la VAN. Des flux dont le cumul ne change qu'une fois de signe
    ont un seul TRI positif : c'est lui qui est rendu (critère de Norstrom).

    Exemple
    -------
    >>> round(tri([-10_000, 4_000, 4_000, 4_000]), 4)
    0.097
    >>> tri([-100, 230, -132])
    Traceback (most recent call last):
    ...
    grc_lib.erreurs.NonCalculable: Les flux changent plusieurs fois de signe, ...

    Source
    ------
    S512, TRI. Dans l'exemple refusé, 10 % et 20 % annulent tous deux la VAN.
    """
    montants = _nombres.liste("flux", flux, au_moins=2)
    return float(taux_actuariels(montants[None, :], np.arange(float(len(montants))))[0])


def taeg(flux: Any, *, dates: Literal["jours/365", "mois normalisés"] = "jours/365") -> float:
    """Le taux annuel effectif global : le taux annuel qui égalise l'argent reçu et l'argent versé.

    Σ montant × (1 + TAEG)^(−t) = 0, t en années depuis le premier flux.

    Paramètres
    ----------
    flux : des couples (date, montant). La date est un nombre d'années (0.25 pour trois mois) ou une
        date ; le montant, en euros, est positif pour l'argent reçu et négatif pour tout ce qui est
        versé, frais obligatoires compris (dossier, assurance exigée). L'ordre est libre.
    dates : le temps entre deux dates. « jours/365 » : jours exacts / 365, comme les tableurs ;
        « mois normalisés » : un mois compte 1/12 d'année et les jours restants 1/365 (1/366 d'une
        année bissextile), comme l'annexe de l'article R. 314-3 du code de la consommation.

    Renvoie
    -------
    Le TAEG, décimal, non arrondi ; négatif si l'on rembourse moins qu'on n'a reçu.

    Lève
    ----
    NonCalculable si tous les flux ont le même signe, ou si plusieurs taux conviennent peut-être ;
    ArgumentInvalide pour une ligne incomplète, un montant ou une date illisible.

    Exemple
    -------
    >>> round(taeg([(0, 1_000), (1.5, -1_200)]), 6)
    0.129243
    >>> round(taeg([("2025-01-31", 950), ("2026-07-31", -1_200)], dates="mois normalisés"), 6)
    0.168526

    Source
    ------
    S512, TAEG (cas TA01 à TA06) ; directive 98/7/CE, annexe ; code de la consommation, annexe à
    l'article R. 314-3 (année de 365 ou 366 jours, ou de 12 mois normalisés).
    """
    parmi("dates", dates, ("jours/365", "mois normalisés"))
    lignes = _nombres.lignes("flux", flux, "date", "montant")
    if len(lignes) < 2:
        raise NonCalculable(
            f"« flux » a {len(lignes)} ligne(s) : il en faut au moins deux, l'argent reçu et "
            "l'argent versé."
        )
    montants = pd.Series(
        [_nombres.seul(_nombres.reel, "montant", montant) for _, montant in lignes],
        index=_annees([moment for moment, _ in lignes], dates),
    )
    par_date = montants.groupby(level=0).sum()  # triés, et un seul flux par date
    return float(taeg_lot(par_date.to_numpy()[None, :], par_date.index.to_numpy(dtype=float))[0])


def taeg_lot(montants: Any, annees: Any) -> Tableau:
    """Le TAEG de chaque prêt d'un lot : des milliers à la fois.

    Paramètres
    ----------
    montants : tableau numpy à deux dimensions, une ligne par prêt, une colonne par date ; signes
        comme pour `taeg`. Zéro là où un prêt n'a pas de flux.
    annees : les dates des colonnes, en années, croissantes : une liste commune à tous les prêts, ou
        un tableau de la forme de `montants`.

    Renvoie
    -------
    Un tableau numpy : le TAEG de chaque prêt, décimal.

    Lève
    ----
    NonCalculable, avec le numéro du prêt, dans les cas où `taeg` la lève ; ArgumentInvalide si les
    formes ne s'accordent pas ou si les dates ne croissent pas.

    Exemple
    -------
    >>> taeg_lot([[1_000, -1_200], [950, -1_200]], [0, 1.5]).round(6)
    array([0.129243, 0.168526])

    Source
    ------
    S512, TAEG (cas TA01, TA02).
    """
    lus, temps = _tableau("montants", montants), _tableau("annees", annees)
    if lus.ndim != 2 or lus.shape[1] < 2:
        attendu = "un tableau à deux dimensions (prêts × dates), deux dates au moins"
        raise ArgumentInvalide("montants", f"un tableau de forme {lus.shape}", attendu)
    if temps.shape not in {lus.shape, lus.shape[1:]}:
        attendu = f"{lus.shape[1]} dates, ou un tableau de forme {lus.shape}"
        raise ArgumentInvalide("annees", f"un tableau de forme {temps.shape}", attendu)
    if (np.diff(temps) <= 0).any():
        raise ArgumentInvalide("annees", annees, "des dates strictement croissantes")
    return taux_actuariels(lus, temps)


def taux_emprunt(capital: float, annuite: float, n: int) -> float:
    """Le taux d'un emprunt dont on connaît le capital, l'annuité et le nombre d'annuités.

    C'est le taux i qui vérifie C = a (1 − (1 + i)⁻ⁿ) / i ; il n'a pas de formule, on le cherche par
    approximations.

    Paramètres
    ----------
    capital : emprunté, en euros, plus grand que zéro.
    annuite : versée à la fin de chaque période, en euros, plus grande que zéro.
    n : le nombre d'annuités, entier.

    Renvoie
    -------
    Le taux d'une période, décimal (mensuel pour des mensualités).

    Lève
    ----
    NonCalculable si les annuités ne remboursent pas le capital ; ArgumentInvalide si un argument
    est hors de son domaine.

    Exemple
    -------
    >>> round(taux_emprunt(5_000, 5_300, 1), 6)
    0.06
    >>> round(taux_emprunt(21_400, 6_729.17, 4), 4)
    0.0985

    Source
    ------
    S512, emprunt à annuités constantes (cas EM02, EM10).
    """
    capital = _nombres.seul(_nombres.strictement_positif, "capital", capital)
    annuite = _nombres.seul(_nombres.strictement_positif, "annuite", annuite)
    nombre = _nombres.entier("n", n, minimum=1)
    if math.fsum([annuite] * nombre) < capital:
        raise NonCalculable(
            f"{nombre} annuité(s) de {euros(annuite)} ne remboursent pas {euros(capital)} : aucun "
            "taux positif ne convient. Vérifiez l'annuité et leur nombre."
        )
    return tri([capital, *[-annuite] * nombre])


def cout_credit(capital: float, versements: Any) -> float:
    """Ce que coûte un crédit : la somme des versements moins le capital reçu.

    Paramètres
    ----------
    capital : reçu par l'emprunteur, en euros, plus grand que zéro.
    versements : tous les versements, en euros, positifs : échéances, frais, assurance exigée.

    Renvoie
    -------
    Le coût total du crédit, en euros.

    Lève
    ----
    NonCalculable s'il n'y a aucun versement ; ArgumentInvalide si un montant est hors de son
    domaine.

    Exemple
    -------
    >>> cout_credit(1_000, [300, 300, 300, 300])
    200.0

    Source
    ------
    S512, coût total du crédit : la somme des mensualités n'est pas la somme des intérêts.
    """
    capital = _nombres.seul(_nombres.strictement_positif, "capital", capital)
    verses = _nombres.positif("versements", _nombres.liste("versements", versements))
    return math.fsum([*verses, -capital])


def _annees(moments: list[Any], convention: str) -> list[float]:
    datees = [isinstance(moment, str | dt.date | np.datetime64) for moment in moments]
    if not any(datees):
        return [_nombres.seul(_nombres.positif, "date", moment) for moment in moments]
    if not all(datees):
        raise ArgumentInvalide("flux", moments, "des dates partout, ou des années partout")
    jours = [lire_date("date", moment) for moment in moments]
    debut = min(jours)
    if convention == "jours/365":
        return [(jour - debut).days / 365 for jour in jours]
    return [_mois_normalises(debut, jour) for jour in jours]


def _mois_normalises(debut: dt.date, fin: dt.date) -> float:
    """Les mois entiers comptés en remontant depuis la fin, puis les jours qui restent."""
    mois = 12 * (fin.year - debut.year) + fin.month - debut.month
    if ajouter_mois(debut, mois) == fin:
        return mois / 12
    if ajouter_mois(fin, -mois) < debut:
        mois -= 1
    reste = ajouter_mois(fin, -mois)
    return mois / 12 + (reste - debut).days / (reste - ajouter_mois(reste, -12)).days


def _tableau(argument: str, valeurs: Any) -> Tableau:
    attendu = "un tableau de nombres, sans valeur manquante"
    try:
        nombres = np.asarray(valeurs)
    except ValueError:
        raise MauvaisType(argument, valeurs, "des lignes de même longueur") from None
    if nombres.dtype.kind not in "iuf":
        raise MauvaisType(argument, valeurs, attendu)
    if not np.isfinite(nombres).all():
        raise ArgumentInvalide(argument, "une valeur manquante ou infinie", attendu)
    return nombres.astype(float, copy=False)
