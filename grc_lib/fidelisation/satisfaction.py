"""Recommandation et satisfaction (GRC-2) : deux notes d'enquête, et ce qu'elles ne disent pas."""

from typing import Any

import numpy as np

from grc_lib._nombres import Nombres, accorder, entiers, liste, quotient
from grc_lib.erreurs import ArgumentInvalide


def nps(notes: Any) -> float:
    """Le taux net de recommandation (NPS) d'une enquête.

    NPS = % de promoteurs (notes 9 et 10) − % de détracteurs (notes 0 à 6). Les passifs (7 et 8) ne
    comptent qu'au dénominateur.

    Paramètres
    ----------
    notes : les réponses à « recommanderiez-vous… ? », entières de 0 à 10 (liste, tableau numpy ou
        colonne), sans valeur manquante : écartez d'abord ceux qui n'ont pas répondu.

    Renvoie
    -------
    Un nombre de points entre −100 et 100 : ce n'est pas un pourcentage de promoteurs.

    Lève
    ----
    NonCalculable s'il n'y a aucune réponse ; ArgumentInvalide pour une note qui n'est pas un entier
    de 0 à 10.

    Exemple
    -------
    >>> nps([10, 9, 9, 8, 7, 6, 3, 10])
    25.0

    Source
    ------
    GRC, taux net de recommandation (cas FI03).
    """
    lues = liste("notes", notes)
    hors_echelle = lues[(lues < 0) | (lues > 10) | (lues % 1 > 0)]
    if hors_echelle.size:
        raise ArgumentInvalide("notes", float(hors_echelle[0]), "des notes entières de 0 à 10")
    promoteurs, detracteurs = np.count_nonzero(lues >= 9), np.count_nonzero(lues <= 6)
    return float(100 * (promoteurs - detracteurs) / len(lues))


def csat(satisfaits: Any, repondants: Any) -> Nombres:
    """Le taux de satisfaction (CSAT) : la part des répondants qui se disent satisfaits.

    CSAT = satisfaits / répondants.

    Paramètres
    ----------
    satisfaits : les réponses favorables (« satisfait » et « très satisfait »), effectif entier.
    repondants : toutes les réponses reçues, et non les questionnaires envoyés.

    Renvoie
    -------
    Un taux décimal entre 0 et 1, sous la forme des données (nombre ou colonne).

    Lève
    ----
    NonCalculable s'il n'y a aucun répondant (valeur manquante dans une colonne) ; ArgumentInvalide
    pour un effectif négatif ou non entier, ou plus de satisfaits que de répondants.

    Exemple
    -------
    >>> csat(170, 200)
    0.85

    Source
    ------
    GRC, taux de satisfaction (cas FI04).
    """
    contents, total = entiers("satisfaits", satisfaits), entiers("repondants", repondants)
    accorder(satisfaits=contents, repondants=total)
    if np.any(contents > total):
        raise ArgumentInvalide("satisfaits", satisfaits, "au plus le nombre de répondants")
    return quotient(contents, total, "Personne n'a répondu : il n'y a pas de taux de satisfaction.")
