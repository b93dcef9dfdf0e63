"""Le potentiel d'un client (S521-1) : ce qu'il pourrait acheter, et la part qu'on en obtient."""

from typing import Any

import numpy as np

from grc_lib._nombres import Nombres, accorder, positif, quotient, taux
from grc_lib.erreurs import ArgumentInvalide


def potentiel_accessible(potentiel: Any, part: Any) -> Nombres:
    """La part du potentiel que l'entreprise peut raisonnablement atteindre.

    Potentiel accessible = potentiel × part atteignable.

    Paramètres
    ----------
    potentiel : le besoin total du client dans la catégorie (€ par an), chez tous ses fournisseurs.
    part : la part que l'on peut viser, décimale entre 0 et 1 : le reste va aux produits que l'on
        ne vend pas, ou aux fournisseurs que le client gardera.

    Renvoie
    -------
    Des euros par an, sous la forme des données (nombre ou colonne).

    Lève
    ----
    ArgumentInvalide si le potentiel est négatif ou la part hors de 0–1.

    Exemple
    -------
    >>> potentiel_accessible(40_000, 0.60)
    24000.0

    Source
    ------
    S521, potentiels et potentiels accessibles.
    """
    potentiel, part = positif("potentiel", potentiel), taux("part", part)
    accorder(potentiel=potentiel, part=part)
    return potentiel * part


def taux_nourriture(achats: Any, potentiel: Any) -> Nombres:
    """La part des besoins du client qu'il achète chez nous (part de client).

    Taux de nourriture = chiffre d'affaires réel / potentiel.

    Paramètres
    ----------
    achats : ce que le client nous achète dans la catégorie (€ sur la période).
    potentiel : son besoin total dans la catégorie (€ sur la même période), nos ventes comprises.

    Renvoie
    -------
    Un taux décimal entre 0 et 1, sous la forme des données.

    Lève
    ----
    NonCalculable si le potentiel est nul (valeur manquante dans une colonne) ; ArgumentInvalide si
    les achats dépassent le potentiel : c'est lui qui est sous-estimé.

    Exemple
    -------
    >>> taux_nourriture(9_000, 40_000)
    0.225

    Source
    ------
    S521, taux de nourriture (aussi S41, indicateurs de la marque).
    """
    achats, potentiel = positif("achats", achats), positif("potentiel", potentiel)
    accorder(achats=achats, potentiel=potentiel)
    if np.any(achats > potentiel):
        attendu = "au plus le potentiel, qui comprend ce que le client vous achète déjà"
        raise ArgumentInvalide("achats", "des achats supérieurs au potentiel", attendu)
    return quotient(
        achats,
        potentiel,
        "Le potentiel est nul : ce client n'a aucun besoin dans la catégorie, il n'y a pas de "
        "taux de nourriture. Vérifiez l'estimation du potentiel.",
    )
