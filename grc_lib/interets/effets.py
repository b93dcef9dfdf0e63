"""Remplacer des effets par un autre de même valeur (S512-2) : équivalence, échéances.

Deux effets sont équivalents si leurs valeurs actuelles sont égales au jour du calcul, en escompte
commercial : nominal × (1 − taux × jours / base). En intérêt simple, ils ne le sont que ce jour-là.
"""

from typing import Any

from grc_lib._formats import nombre
from grc_lib._nombres import positif, seul, strictement_positif
from grc_lib._nombres import taux as lire_taux
from grc_lib.erreurs import NonCalculable
from grc_lib.interets._lecture import base_annuelle, effets_en_jours


def effet_equivalent(
    nominal: float, jours: float, nouveaux_jours: float, taux: float, *, base: int = 360
) -> float:
    """Le nominal de l'effet qui en remplace un autre à une nouvelle échéance (report).

    Nouveau nominal × (1 − taux × nouveaux jours / base) = nominal × (1 − taux × jours / base).

    Paramètres
    ----------
    nominal : celui de l'effet remplacé, en euros.
    jours, nouveaux_jours : du jour du calcul à l'ancienne et à la nouvelle échéance.
    taux : annuel d'escompte, décimal.
    base : jours de l'année, 360, 365 ou 366.

    Renvoie
    -------
    Le nouveau nominal, en euros, non arrondi.

    Lève
    ----
    NonCalculable si une échéance est si lointaine que la valeur actuelle serait nulle ou négative.
    ArgumentInvalide si un nombre est négatif ou le taux en pourcentage.

    Exemple
    -------
    >>> round(effet_equivalent(10000, 30, 90, 0.12), 2)
    10206.19

    Source
    ------
    S512, équivalence d'effets, report d'échéance (cas EQ01 à EQ03).
    """
    annee, taux = base_annuelle(base), seul(lire_taux, "taux", taux)
    actuelle = seul(strictement_positif, "nominal", nominal) * _facteur(
        seul(positif, "jours", jours), taux, annee
    )
    return actuelle / _facteur(seul(positif, "nouveaux_jours", nouveaux_jours), taux, annee)


def taux_equivalence(n1: float, j1: float, n2: float, j2: float, *, base: int = 360) -> float:
    """Le taux d'escompte auquel deux effets sont équivalents.

    taux = base × (n1 − n2) / (n1 × j1 − n2 × j2).

    Paramètres
    ----------
    n1, j1 : nominal (euros) et jours du premier effet.
    n2, j2 : nominal (euros) et jours du second.
    base : jours de l'année, 360, 365 ou 366.

    Renvoie
    -------
    Le taux annuel, décimal.

    Lève
    ----
    NonCalculable si aucun taux positif ne rend les deux effets équivalents : le plus gros doit
    être le plus lointain. ArgumentInvalide si un nombre est négatif.

    Exemple
    -------
    >>> round(taux_equivalence(9800, 30, 10000, 90), 4)
    0.1188

    Source
    ------
    S512, équivalence d'effets (cas EQ04).
    """
    annee = base_annuelle(base)
    n1, n2 = seul(strictement_positif, "n1", n1), seul(strictement_positif, "n2", n2)
    j1, j2 = seul(positif, "j1", j1), seul(positif, "j2", j2)
    if (n1, j1) == (n2, j2):
        raise NonCalculable("Les deux effets sont identiques : ils se valent à tous les taux.")
    ecart = n1 * j1 - n2 * j2
    taux = annee * (n1 - n2) / ecart if ecart else -1.0
    if taux < 0 or taux * max(j1, j2) >= annee:
        raise NonCalculable(
            "Aucun taux d'escompte positif ne rend ces deux effets équivalents : le plus gros "
            "nominal doit être celui de l'échéance la plus lointaine."
        )
    return abs(taux)  # jamais « −0 »


def echeance_equivalente(n1: float, j1: float, n2: float, taux: float, *, base: int = 360) -> float:
    """Dans combien de jours doit échoir l'effet n2 qui remplace l'effet n1.

    Paramètres
    ----------
    n1, j1 : nominal (euros) et jours de l'effet remplacé.
    n2 : nominal du nouvel effet, en euros.
    taux : annuel d'escompte, décimal, plus grand que zéro.
    base : jours de l'année, 360, 365 ou 366.

    Renvoie
    -------
    Le nombre de jours, non arrondi (on arrondit ensuite au jour que fixe l'usage).

    Lève
    ----
    NonCalculable si le taux est nul, ou si n2 est inférieur à la valeur actuelle de n1.
    ArgumentInvalide si un nombre est négatif ou le taux en pourcentage.

    Exemple
    -------
    >>> round(echeance_equivalente(9800, 30, 10000, 0.12), 2)
    89.4

    Source
    ------
    S512, équivalence d'effets (cas EQ05, EQ06).
    """
    n1, j1 = seul(strictement_positif, "n1", n1), seul(positif, "j1", j1)
    n2 = seul(strictement_positif, "n2", n2)
    return echeance_commune([(n1, j1)], n2, taux, base=base)


def echeance_commune(effets: Any, unique: float, taux: float, *, base: int = 360) -> float:
    """Dans combien de jours doit échoir l'effet unique qui en remplace plusieurs.

    unique × (1 − taux × jours / base) = somme des valeurs actuelles des effets remplacés, donc
    jours = base / taux × (1 − somme / unique).

    Paramètres
    ----------
    effets : liste de (nominal en euros, jours jusqu'à l'échéance).
    unique : nominal de l'effet unique, en euros.
    taux : annuel d'escompte, décimal, plus grand que zéro.
    base : jours de l'année, 360, 365 ou 366.

    Renvoie
    -------
    Le nombre de jours, non arrondi.

    Lève
    ----
    NonCalculable s'il n'y a aucun effet, si le taux est nul, si une valeur actuelle est négative,
    ou si l'effet unique est inférieur à la somme des valeurs actuelles : il serait déjà échu.

    Exemple
    -------
    >>> round(echeance_commune([(500, 20), (300, 40), (390, 60)], 1200, 0.08), 2)
    75.33

    Source
    ------
    S512, échéance commune (cas EQ07).
    """
    annee, taux = base_annuelle(base), seul(lire_taux, "taux", taux)
    unique = seul(strictement_positif, "unique", unique)
    if taux == 0:
        raise NonCalculable(
            "À un taux nul, toutes les échéances se valent : donnez un taux plus grand que zéro."
        )
    somme = sum(n * _facteur(jours, taux, annee) for n, jours in effets_en_jours(effets))
    jours = annee / taux * (1 - somme / unique)
    if jours < -1e-6:  # en deçà, c'est l'arrondi des flottants : l'échéance est aujourd'hui
        raise NonCalculable(
            "Le nouvel effet est inférieur à la valeur actuelle de ce qu'il remplace : il devrait "
            "être déjà échu. Vérifiez son nominal."
        )
    return max(jours, 0.0)


def echeance_moyenne(effets: Any) -> float:
    """L'échéance de l'effet unique dont le nominal est la somme des nominaux remplacés.

    jours = Σ nominal × jours / Σ nominal : elle ne dépend pas du taux.

    Paramètres
    ----------
    effets : liste de (nominal en euros, jours jusqu'à l'échéance).

    Renvoie
    -------
    Le nombre de jours, non arrondi.

    Lève
    ----
    NonCalculable s'il n'y a aucun effet ; ArgumentInvalide si un nominal n'est pas plus grand que
    zéro ou si un nombre de jours est négatif.

    Exemple
    -------
    >>> round(echeance_moyenne([(200, 30), (400, 45), (100, 60)]), 2)
    42.86

    Source
    ------
    S512, échéance moyenne (cas EQ08, EQ09).
    """
    lus = effets_en_jours(effets)
    return sum(n * jours for n, jours in lus) / sum(n for n, _ in lus)


def _facteur(jours: float, taux: float, annee: int) -> float:
    """La valeur actuelle d'un euro, en escompte commercial."""
    facteur = 1 - taux * jours / annee
    if facteur <= 0:
        raise NonCalculable(
            f"À {nombre(jours)} jours, l'escompte atteint le nominal : la valeur actuelle serait "
            "nulle ou négative. Vérifiez le taux et les jours."
        )
    return facteur
