"""Rétention et attrition (GRC-2, S521-4) : la part des clients que l'on garde, que l'on perd."""

from typing import Any

import numpy as np

from grc_lib._nombres import Nombres, accorder, entiers, quotient, strictement_positif, taux
from grc_lib.erreurs import ArgumentInvalide

_VIDE = (
    "Il n'y a aucun client en début de période : rien à garder ni à perdre. Vérifiez la date de "
    "départ du portefeuille."
)


def taux_retention(debut: Any, fin: Any, nouveaux: Any) -> Nombres:
    """La part des clients du début de la période qui sont encore là à la fin (taux de fidélité).

    Taux de rétention = (clients en fin − nouveaux) / clients en début.

    Paramètres
    ----------
    debut : les clients au début de la période (effectif entier).
    fin : les clients à la fin, nouveaux compris.
    nouveaux : les clients gagnés pendant la période et encore là à la fin : ils n'ont pas été
        « gardés ».

    Renvoie
    -------
    Un taux décimal entre 0 et 1, sous la forme des données (nombre ou colonne).

    Lève
    ----
    NonCalculable s'il n'y a aucun client au début (valeur manquante dans une colonne) ;
    ArgumentInvalide pour un effectif négatif ou non entier, ou des effectifs incohérents : plus de
    nouveaux que de clients en fin, plus de clients gardés qu'au début.

    Exemple
    -------
    >>> taux_retention(2_000, 2_200, 400)
    0.9

    Source
    ------
    GRC, taux de fidélité (cas FI01, FI05).
    """
    au_debut, gardes = _gardes(debut, fin, nouveaux)
    return quotient(gardes, au_debut, _VIDE)


def taux_attrition(debut: Any, fin: Any, nouveaux: Any) -> Nombres:
    """La part des clients du début de la période que l'on a perdus.

    Taux d'attrition = clients perdus / clients en début = 1 − taux de rétention. Le dénominateur
    est l'effectif du début, jamais celui de la fin.

    Paramètres
    ----------
    debut, fin, nouveaux : comme pour `taux_retention`.

    Renvoie
    -------
    Un taux décimal entre 0 et 1, sous la forme des données.

    Lève
    ----
    Les mêmes erreurs que `taux_retention`.

    Exemple
    -------
    >>> taux_attrition(2_000, 2_200, 400)
    0.1

    Source
    ------
    GRC, attrition (cas FI01, FI02).
    """
    au_debut, gardes = _gardes(debut, fin, nouveaux)
    return quotient(au_debut - gardes, au_debut, _VIDE)


def attrition_equivalente(attrition: Any, *, de: float = 1, vers: float = 12) -> Nombres:
    """Le même rythme de départs, compté sur une autre période.

    Attrition équivalente = 1 − (1 − attrition)^(de / vers) : on multiplie les rétentions, on
    n'additionne pas les attritions.

    Paramètres
    ----------
    attrition : la part des clients perdus par période, décimale, supposée constante.
    de, vers : nombres de périodes par an, au départ et à l'arrivée (1 : l'année, 4 : le trimestre,
        12 : le mois).

    Renvoie
    -------
    Un taux décimal entre 0 et 1, sous la forme des données.

    Lève
    ----
    ArgumentInvalide si l'attrition n'est pas entre 0 et 1, si `de` ou `vers` est nul ou négatif.

    Exemple
    -------
    >>> round(attrition_equivalente(0.05, de=12, vers=1), 4)  # 5 % par mois ne font pas 60 % par an
    0.4596

    Source
    ------
    GRC, attrition annuelle et mensuelle.
    """
    perdus = taux("attrition", attrition)
    depart, arrivee = strictement_positif("de", de), strictement_positif("vers", vers)
    accorder(attrition=perdus, de=depart, vers=arrivee)
    return 1 - (1 - perdus) ** (depart / arrivee)


def duree_vie(attrition: Any) -> Nombres:
    """La durée moyenne pendant laquelle on garde un client, si l'attrition est constante.

    Durée de vie = 1 / attrition.

    Paramètres
    ----------
    attrition : la part des clients perdus par période, décimale, la même à chaque période.

    Renvoie
    -------
    Des périodes (des années si l'attrition est annuelle), celle du départ comprise, sous la forme
    des données.

    Lève
    ----
    NonCalculable si l'attrition est nulle (valeur manquante dans une colonne) ; ArgumentInvalide si
    elle n'est pas entre 0 et 1.

    Exemple
    -------
    >>> duree_vie(0.20)
    5.0

    Source
    ------
    GRC, durée moyenne de vie d'un client.
    """
    raison = (
        "Une attrition nulle ne donne pas de durée de vie : aucun client ne part. Observez une "
        "plus longue période."
    )
    perdus = taux("attrition", attrition)
    accorder(attrition=perdus)
    return quotient(1.0, perdus, raison)


def _gardes(debut: Any, fin: Any, nouveaux: Any) -> tuple[Nombres, Nombres]:
    """Les clients du début, et ceux d'entre eux qui sont encore là à la fin."""
    au_debut, en_fin = entiers("debut", debut), entiers("fin", fin)
    gagnes = entiers("nouveaux", nouveaux)
    accorder(debut=au_debut, fin=en_fin, nouveaux=gagnes)
    if np.any(gagnes > en_fin):
        attendu = "au plus l'effectif de fin, qui comprend les nouveaux clients"
        raise ArgumentInvalide("nouveaux", nouveaux, attendu)
    if np.any(en_fin - gagnes > au_debut):
        attendu = "au plus début + nouveaux : on ne garde pas plus de clients qu'on n'en avait"
        raise ArgumentInvalide("fin", fin, attendu)
    return au_debut, en_fin - gagnes
