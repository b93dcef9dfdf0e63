"""Lisser des ventes pour prévoir la suivante (S522-3) : lissage exponentiel, lissage de Holt."""

from typing import Any

import numpy as np

from grc_lib._nombres import Liste, entier, liste, reel, seul, taux


def lissage_exponentiel(y: Any, alpha: float) -> float:
    """La prévision suivante par lissage exponentiel simple.

    P(t+1) = α × y(t) + (1 − α) × P(t), la première prévision étant la première vente.

    Paramètres
    ----------
    y : les ventes, de la plus ancienne à la plus récente.
    alpha : le poids de la dernière vente, décimal de 0 (on ne corrige jamais) à 1 (la prévision est
        la dernière vente).

    Renvoie
    -------
    La prévision de la période qui suit la dernière, dans l'unité de `y`.

    Lève
    ----
    NonCalculable si la série est vide ; ArgumentInvalide si `alpha` n'est pas entre 0 et 1.

    Exemple
    -------
    >>> round(lissage_exponentiel([120, 130, 125, 140, 150], 0.3), 3)
    134.964

    Source
    ------
    S522, lissage exponentiel simple (cas LX01).
    """
    ventes, a = liste("y", y), seul(taux, "alpha", alpha)
    prevision = ventes[0]
    for vente in ventes:
        prevision = a * vente + (1 - a) * prevision
    return float(prevision)


def holt(
    y: Any, *, alpha: float, beta: float, niveau: float, tendance: float, horizon: int = 1
) -> Liste:
    """Les prévisions par lissage de Holt : un niveau et une tendance, lissés tous les deux.

    l(t) = α × y(t) + (1 − α) × (l(t−1) + b(t−1)) ; b(t) = β × (l(t) − l(t−1)) + (1 − β) × b(t−1) ;
    prévision à h périodes : l(n) + h × b(n).

    Paramètres
    ----------
    y : les ventes, de la plus ancienne à la plus récente.
    alpha, beta : les poids de la dernière vente et de la dernière hausse, décimaux de 0 à 1.
    niveau, tendance : l et b juste avant la première vente de `y` (unité de `y`, et par période).
    horizon : le nombre de périodes à prévoir, au moins 1.

    Renvoie
    -------
    Tableau numpy des prévisions à 1, 2, … `horizon` périodes, dans l'unité de `y`.

    Lève
    ----
    NonCalculable si la série est vide ; ArgumentInvalide si `alpha` ou `beta` n'est pas entre 0 et
    1, ou `horizon` inférieur à 1.

    Exemple
    -------
    >>> holt([110, 122], alpha=0.5, beta=0.5, niveau=100, tendance=10, horizon=2)
    array([131.5, 142. ])

    Source
    ------
    S522, lissage de Holt (cas LX02).
    """
    ventes, periodes = liste("y", y), entier("horizon", horizon, 1, 1200)
    poids, poids_tendance = seul(taux, "alpha", alpha), seul(taux, "beta", beta)
    niveau, tendance = seul(reel, "niveau", niveau), seul(reel, "tendance", tendance)
    for vente in ventes:
        avant, niveau = niveau, poids * vente + (1 - poids) * (niveau + tendance)
        tendance = poids_tendance * (niveau - avant) + (1 - poids_tendance) * tendance
    return np.array([niveau + h * tendance for h in range(1, periodes + 1)])
