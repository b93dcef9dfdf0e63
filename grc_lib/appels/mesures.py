"""Mesurer l'accueil téléphonique (GRC-4) : DMT, taux de décroché, qualité de service."""

from typing import Any

import numpy as np

from grc_lib._nombres import Nombres, accorder, positif, quotient
from grc_lib.erreurs import ArgumentInvalide


def dmt(*, conversation: Nombres, attente: Nombres, post_appel: Nombres) -> Nombres:
    """La durée moyenne de traitement d'un appel : tout le temps qu'il prend à l'agent.

    DMT = conversation + attente + post-appel.

    Paramètres
    ----------
    conversation : durée moyenne de conversation (secondes, positive ou nulle).
    attente : durée moyenne de mise en attente du client pendant l'appel (secondes).
    post_appel : durée moyenne de saisie après avoir raccroché (secondes).

    Renvoie
    -------
    La DMT, en secondes ; une colonne si l'on donne des colonnes (un agent par ligne).

    Lève
    ----
    ArgumentInvalide pour une durée négative ou manquante, ou des colonnes de longueurs différentes.

    Exemple
    -------
    >>> dmt(conversation=210, attente=20, post_appel=40)
    270.0

    Source
    ------
    GRC-4, DMT (cas CC02).
    """
    conversation = positif("conversation", conversation)
    attente = positif("attente", attente)
    post_appel = positif("post_appel", post_appel)
    accorder(conversation=conversation, attente=attente, post_appel=post_appel)
    return conversation + attente + post_appel


def taux_decroche(decroches: Nombres, presentes: Nombres) -> Nombres:
    """La part des appels présentés auxquels un agent a répondu, vite ou non.

    Taux de décroché = appels décrochés / appels présentés ; le reste est le taux d'abandon.

    Paramètres
    ----------
    decroches : nombre d'appels décrochés.
    presentes : nombre d'appels présentés au plateau, abandons compris.

    Renvoie
    -------
    Un taux décimal ; une colonne si l'on donne des colonnes (manquant si rien n'est présenté).

    Lève
    ----
    NonCalculable si aucun appel n'est présenté ; ArgumentInvalide s'il y a plus d'appels décrochés
    que présentés.

    Exemple
    -------
    >>> taux_decroche(90, 100)
    0.9

    Source
    ------
    GRC-4, taux de décroché (cas CC01). Il ne dit rien de l'attente : voir `qualite_observee`.
    """
    return _part("decroches", decroches, "presentes", presentes)


def qualite_observee(
    dans_le_seuil: Nombres, *, presentes: Nombres = None, traites: Nombres = None
) -> Nombres:
    """La qualité de service mesurée : la part des appels décrochés avant le seuil (20 s souvent).

    Deux dénominateurs se rencontrent : les appels présentés (prudent : un abandon compte comme un
    échec) ou les seuls appels traités (flatteur). On nomme celui que l'on emploie.

    Paramètres
    ----------
    dans_le_seuil : nombre d'appels décrochés avant le seuil.
    presentes : nombre d'appels présentés, abandons compris ; ou bien
    traites : nombre d'appels décrochés.

    Renvoie
    -------
    Un taux décimal ; une colonne si l'on donne des colonnes.

    Lève
    ----
    NonCalculable si le dénominateur est nul ; ArgumentInvalide s'il est plus petit que
    `dans_le_seuil`, ou si l'on ne donne pas exactement un dénominateur.

    Exemple
    -------
    >>> qualite_observee(72, presentes=100), qualite_observee(72, traites=90)
    (0.72, 0.8)

    Source
    ------
    GRC-4, qualité de service (cas CC01).
    """
    if (presentes is None) == (traites is None):
        recu = "aucun des deux" if presentes is None else "les deux"
        raise ArgumentInvalide("presentes ou traites", recu, "un seul des deux dénominateurs")
    if traites is None:
        return _part("dans_le_seuil", dans_le_seuil, "presentes", presentes)
    return _part("dans_le_seuil", dans_le_seuil, "traites", traites)


def _part(nom: str, partie: Any, nom_total: str, total: Any) -> Nombres:
    partie, total = positif(nom, partie), positif(nom_total, total)
    accorder(**{nom: partie, nom_total: total})
    if np.any(np.asarray(partie) > np.asarray(total)):
        raise ArgumentInvalide(nom, partie, f"au plus « {nom_total} »")
    return quotient(partie, total, f"« {nom_total} » est nul : aucun appel à compter.")
