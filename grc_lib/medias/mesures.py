"""Mesurer un support ou un plan (S445) : audience, affinité, coût, couverture, mémorisation."""

import warnings
from typing import Any

import numpy as np

from grc_lib._nombres import Nombres, accorder, liste, positif, quotient, taux
from grc_lib.erreurs import ArgumentInvalide

CPM_DOUTEUX = 2_000  # plus de 2 € par contact : l'audience a sans doute été donnée en milliers


def audience_utile(audience: Nombres, part: Nombres, part_cible: Nombres = 1.0) -> Nombres:
    """La partie de l'audience d'un support qui appartient à la cible.

    Audience utile = audience × part × part de la cible.

    Paramètres
    ----------
    audience : nombre de personnes touchées par le support (en personnes, pas en milliers).
    part : part de l'audience qui répond au premier critère de la cible (décimale : 0.75 de femmes).
    part_cible : parmi elles, part qui répond au second (décimale : 0.20 de 25-34 ans) ; 1 si `part`
        est déjà la part de la cible.

    Renvoie
    -------
    Un nombre de personnes, sous la même forme que les arguments.

    Lève
    ----
    ArgumentInvalide pour une part donnée en pourcentage, ou une audience négative.

    Exemple
    -------
    >>> audience_utile(1_000_000, 0.75, 0.20)
    150000.0

    Source
    ------
    S445, audience utile (cas ME02).
    """
    audience = positif("audience", audience)
    part, part_cible = taux("part", part), taux("part_cible", part_cible)
    accorder(audience=audience, part=part, part_cible=part_cible)
    return audience * part * part_cible


def cpm(prix: Nombres, audience: Nombres) -> Nombres:
    """Le coût pour mille contacts ; avec l'audience utile, c'est le CPM utile.

    CPM = prix / audience × 1 000.

    Paramètres
    ----------
    prix : prix de l'insertion (€, positif ou nul).
    audience : nombre de personnes touchées, ou de contacts (en personnes : une audience publiée en
        milliers se multiplie d'abord par 1 000 ; un CPM de plus de 2 000 € fait avertir).

    Renvoie
    -------
    Des euros pour mille contacts, sous la même forme que les arguments.

    Lève
    ----
    NonCalculable si l'audience est nulle.

    Exemple
    -------
    >>> cpm(45_000, 500_000), cpm(45_000, audience_utile(500_000, 0.80, 0.80))
    (90.0, 140.625)

    Source
    ------
    S445, coût pour mille (cas ME02, ME03). Un CPM bas ne dit rien de l'affinité.
    """
    prix, audience = positif("prix", prix), positif("audience", audience)
    accorder(prix=prix, audience=audience)
    cout = quotient(prix * 1000, audience, "Audience nulle : pas de coût pour mille contacts.")
    if np.any(np.asarray(cout) > CPM_DOUTEUX):
        texte = "CPM de plus de 2 000 € : l'audience est-elle bien en personnes, non en milliers ?"
        warnings.warn(texte, stacklevel=2)
    return cout


def indice_affinite(part_audience: Nombres, part_population: Nombres) -> Nombres:
    """L'affinité d'un support avec la cible, base 100 : au-dessus, il la concentre.

    Indice = part de la cible dans l'audience / part de la cible dans la population × 100.

    Paramètres
    ----------
    part_audience : part de la cible dans l'audience du support (décimale).
    part_population : part de la cible dans la population (décimale).

    Renvoie
    -------
    Un indice (100 : comme la population), sous la même forme que les arguments.

    Lève
    ----
    NonCalculable si la cible est absente de la population ; ArgumentInvalide pour un pourcentage.

    Exemple
    -------
    >>> indice_affinite(0.24, 0.16)
    150.0

    Source
    ------
    S445, indice d'affinité (cas ME07).
    """
    audience = taux("part_audience", part_audience)
    population = taux("part_population", part_population)
    accorder(part_audience=audience, part_population=population)
    return quotient(audience * 100, population, "La cible est absente de la population.")


def audience_nette(a: Nombres, b: Nombres, *, duplication: Nombres) -> Nombres:
    """Le nombre de personnes touchées par au moins un des deux supports.

    Audience nette = audience A + audience B − duplication.

    Paramètres
    ----------
    a, b : audiences des deux supports (personnes).
    duplication : nombre de personnes touchées par les deux.

    Renvoie
    -------
    Un nombre de personnes, sous la même forme que les arguments.

    Lève
    ----
    ArgumentInvalide si la duplication dépasse l'une des deux audiences.

    Exemple
    -------
    >>> audience_nette(75_000, 115_000, duplication=17_000)
    173000.0

    Source
    ------
    S445, duplication (cas ME04).
    """
    a, b = positif("a", a), positif("b", b)
    duplication = positif("duplication", duplication)
    accorder(a=a, b=b, duplication=duplication)
    if np.any(np.asarray(duplication) > np.minimum(np.asarray(a), np.asarray(b))):
        raise ArgumentInvalide("duplication", duplication, "au plus la plus petite audience")
    return a + b - duplication


def couverture_sainsbury(couvertures: Any) -> float:
    """La couverture de plusieurs supports, si en lire un ne change rien à la lecture des autres.

    Couverture = 1 − (1 − p₁) × (1 − p₂) × … × (1 − pₙ).

    Paramètres
    ----------
    couvertures : la part de la cible que touche chaque support (liste de décimales).

    Renvoie
    -------
    La part de la cible touchée au moins une fois, décimale.

    Lève
    ----
    NonCalculable si la liste est vide ; ArgumentInvalide pour une couverture en pourcentage.

    Exemple
    -------
    >>> round(couverture_sainsbury([0.30, 0.20, 0.10]), 6)
    0.496

    Source
    ------
    S445, formule de Sainsbury (cas ME08). L'indépendance est une hypothèse : des supports qui ont
    les mêmes lecteurs couvrent moins.
    """
    parts = taux("couvertures", liste("couvertures", couvertures))
    return float(1 - np.prod(1 - parts))


def grp(
    *,
    couverture: Nombres = None,
    repetition: Nombres = None,
    contacts: Nombres = None,
    cible: Nombres = None,
) -> Nombres:
    """Le GRP (point de couverture brute) : le nombre de contacts pour 100 personnes de la cible.

    GRP = couverture (%) × répétition = contacts / cible × 100. Il peut dépasser 100 : ce n'est pas
    une part de la cible.

    Paramètres
    ----------
    couverture : part de la cible touchée au moins une fois (décimale), avec
    repetition : nombre moyen de contacts par personne touchée (au moins 1) ; ou bien
    contacts : nombre total de contacts utiles, avec
    cible : effectif de la cible (personnes).

    Renvoie
    -------
    Un nombre de points, sous la même forme que les arguments.

    Lève
    ----
    NonCalculable si la cible est vide ; ArgumentInvalide si l'on ne donne pas exactement l'un des
    deux couples.

    Exemple
    -------
    >>> grp(couverture=0.60, repetition=5), grp(contacts=600_000, cible=400_000)
    (300.0, 150.0)

    Source
    ------
    S445, pression publicitaire (cas ME05, ME06).
    """
    donnes = [v is not None for v in (couverture, repetition, contacts, cible)]
    if donnes == [True, True, False, False]:
        couverture, repetition = taux("couverture", couverture), positif("repetition", repetition)
        accorder(couverture=couverture, repetition=repetition)
        if np.any(np.asarray(repetition) < 1):
            attendu = "au moins 1 : chaque personne touchée l'est au moins une fois"
            raise ArgumentInvalide("repetition", repetition, attendu)
        return couverture * 100 * repetition
    if donnes == [False, False, True, True]:
        contacts, cible = positif("contacts", contacts), positif("cible", cible)
        accorder(contacts=contacts, cible=cible)
        return quotient(contacts * 100, cible, "La cible est vide : pas de GRP.")
    noms = ("couverture", "repetition", "contacts", "cible")
    recus = [nom for nom, donne in zip(noms, donnes, strict=True) if donne]
    raise ArgumentInvalide("grp", recus, "couverture et repetition, ou contacts et cible")


def memorisation(beta: Nombres, contacts: Nombres) -> Nombres:
    """La part des personnes touchées qui se souviennent du message (loi de Morgensztern).

    S(n) = 1 − (1 − β)ⁿ : chaque contact convainc une part β de ceux qui avaient oublié.

    Paramètres
    ----------
    beta : part qui mémorise au premier contact (décimale). Les valeurs publiées changent selon la
        source et l'année : cinéma 0.70 à 0.75, télévision 0.15 à 0.18, presse 0.10, affichage
        0.02 à 0.095, radio 0.05.
    contacts : nombre de contacts par personne (positif ou nul ; une moyenne convient).

    Renvoie
    -------
    Un taux décimal, sous la même forme que les arguments.

    Lève
    ----
    ArgumentInvalide pour un bêta donné en pourcentage ou un nombre de contacts négatif.

    Exemple
    -------
    >>> round(memorisation(0.15, 5), 6)
    0.556295

    Source
    ------
    S445, bêta de Morgensztern (cas ME01).
    """
    beta, contacts = taux("beta", beta), positif("contacts", contacts)
    accorder(beta=beta, contacts=contacts)
    return 1 - (1 - beta) ** contacts
