"""Le yield (S443-2) : vendre une capacité périssable (chambres, places, heures de presse)."""

import math
from typing import Any

import numpy as np

from grc_lib._arguments import decimale
from grc_lib._nombres import (
    Nombres,
    accorder,
    entiers,
    liste,
    positif,
    quotient,
    strictement_positif,
)
from grc_lib.erreurs import ArgumentInvalide


def taux_occupation(occupees: Nombres, disponibles: Nombres) -> Nombres:
    """La part de la capacité qui a été vendue.

    taux d'occupation = unités occupées / unités disponibles

    Paramètres
    ----------
    occupees : unités vendues (chambres, places, heures), pas plus que `disponibles`.
    disponibles : unités offertes pendant la même période.

    Renvoie
    -------
    Un taux décimal entre 0 et 1.

    Lève
    ----
    NonCalculable si rien n'était disponible ; ArgumentInvalide si l'on a vendu plus que la
    capacité.

    Exemple
    -------
    >>> taux_occupation(60, 80)
    0.75

    Source
    ------
    S443, yield management.
    """
    occupees, disponibles = accorder(
        occupees=positif("occupees", occupees), disponibles=positif("disponibles", disponibles)
    )
    if np.any(occupees > disponibles):
        trop = np.max(occupees - disponibles)
        raise ArgumentInvalide("occupees", f"{trop:g} de trop", "au plus les unités disponibles")
    return quotient(occupees, disponibles, _FERME)


def revpar(chiffre_affaires: Nombres, disponibles: Nombres) -> Nombres:
    """Le revenu par unité disponible (RevPAR : « revenue per available room »).

    RevPAR = chiffre d'affaires / unités disponibles = taux d'occupation × prix moyen vendu

    Paramètres
    ----------
    chiffre_affaires : en euros HT, sur la période.
    disponibles : unités offertes pendant la même période, vendues ou non.

    Renvoie
    -------
    Des euros HT par unité disponible.

    Lève
    ----
    NonCalculable si rien n'était disponible ; ArgumentInvalide pour une valeur négative.

    Exemple
    -------
    >>> revpar(7200, 80)  # 60 chambres vendues 120 € : 0,75 × 120
    90.0

    Source
    ------
    S443, yield management.
    """
    ca, disponibles = accorder(
        chiffre_affaires=positif("chiffre_affaires", chiffre_affaires),
        disponibles=positif("disponibles", disponibles),
    )
    return quotient(ca, disponibles, _FERME)


def places_a_proteger(demandes: Any, *, plein_tarif: float, tarif_reduit: float) -> int:
    """Les places à garder pour le plein tarif, qui se vend après le tarif réduit (Littlewood).

    On protège une place de plus, après x, tant que P(demande > x) ≥ tarif réduit / plein tarif :
    tant que l'espérance d'un plein tarif vaut au moins un tarif réduit certain.

    Paramètres
    ----------
    demandes : les demandes au plein tarif observées sur des périodes comparables (entiers, y
        compris celles qu'on a refusées). P(demande > x) est la part de ces périodes.
    plein_tarif, tarif_reduit : en euros, le second plus petit que le premier.

    Renvoie
    -------
    Un nombre de places (au plus, la capacité : le reste se vend au tarif réduit).

    Lève
    ----
    NonCalculable sans aucune observation ; ArgumentInvalide si le tarif réduit n'est pas plus
    petit, ou pour une demande négative ou non entière.

    Exemple
    -------
    >>> places_a_proteger([10, 12, 15, 15, 18, 20, 22, 25], plein_tarif=200, tarif_reduit=100)
    18

    Source
    ------
    S443, yield management : règle de Littlewood.
    """
    observees = sorted(entiers("demandes", liste("demandes", demandes)), reverse=True)
    plein = decimale("plein_tarif", plein_tarif)
    reduit = decimale("tarif_reduit", tarif_reduit)
    strictement_positif("tarif_reduit", tarif_reduit)
    if reduit >= plein:
        raise ArgumentInvalide("tarif_reduit", tarif_reduit, f"moins que le plein tarif ({plein})")
    # P(demande > x) ≥ reduit / plein tant que x n'atteint pas la k-ième plus forte demande.
    k = math.ceil(len(observees) * reduit / plein)
    return int(observees[k - 1])


_FERME = "Aucune unité n'était disponible : vérifiez la capacité ou la période."
