"""Les ratios des réclamations (GRC-3) : chacun annonce son dénominateur."""

import numpy as np

from grc_lib._nombres import Nombres, accorder, entiers, quotient
from grc_lib.erreurs import ArgumentInvalide


def taux_reclamation(reclamations: Nombres, commandes: Nombres) -> Nombres:
    """Les réclamations reçues pour une commande.

    Taux de réclamation = réclamations reçues / commandes de la même période.

    Paramètres
    ----------
    reclamations : les réclamations reçues pendant la période (effectif entier, ou colonne).
    commandes : les commandes de la période. On peut compter à la place les clients servis :
        c'est un autre taux, à ne pas comparer au premier.

    Renvoie
    -------
    Un taux décimal, sous la forme des données. Il peut dépasser 1 : une commande peut donner lieu
    à plusieurs réclamations.

    Lève
    ----
    NonCalculable s'il n'y a aucune commande (valeur manquante dans une colonne) ; ArgumentInvalide
    pour un effectif négatif ou non entier, des colonnes qui ne se correspondent pas.

    Exemple
    -------
    >>> taux_reclamation(18, 1200)
    0.015

    Source
    ------
    GRC-3, ratios du traitement des réclamations ; dénominateur choisi par ce cours (cas RE01,
    RE02).
    """
    recues, total = entiers("reclamations", reclamations), entiers("commandes", commandes)
    accorder(reclamations=recues, commandes=total)
    return quotient(recues, total, "Aucune commande : vérifiez la période, ou le filtre.")


def taux_perte(perdus: Nombres, reclamants: Nombres) -> Nombres:
    """La part des clients réclamants que l'on a perdus.

    Taux de perte = clients perdus parmi les réclamants / clients réclamants.

    Paramètres
    ----------
    perdus : les clients qui ont réclamé, puis sont partis (effectif entier, ou colonne).
    reclamants : les clients qui ont réclamé, chacun compté une fois, et non leurs réclamations.

    Renvoie
    -------
    Un taux décimal entre 0 et 1, sous la forme des données.

    Lève
    ----
    NonCalculable s'il n'y a aucun réclamant (valeur manquante dans une colonne) ; ArgumentInvalide
    pour plus de perdus que de réclamants, un effectif négatif ou non entier.

    Exemple
    -------
    >>> taux_perte(3, 15)
    0.2

    Source
    ------
    GRC-3, ratios du traitement des réclamations ; dénominateur choisi par ce cours (cas RE01).
    """
    partis, total = entiers("perdus", perdus), entiers("reclamants", reclamants)
    accorder(perdus=partis, reclamants=total)
    if np.any(partis > total):
        raise ArgumentInvalide("perdus", perdus, "au plus le nombre de réclamants")
    return quotient(partis, total, "Aucun client n'a réclamé : il n'y a pas de taux de perte.")


def taux_resatisfaction(satisfaits: Nombres, traitees: Nombres) -> Nombres:
    """La part des réclamations traitées dont le client est de nouveau satisfait.

    Taux de re-satisfaction = réclamations closes à la satisfaction du client / réclamations
    traitées.

    Paramètres
    ----------
    satisfaits : les réclamations dont le client se dit satisfait de la réponse (effectif entier, ou
        colonne).
    traitees : toutes les réclamations traitées ; celle dont on n'a pas demandé l'avis au client y
        compte.

    Renvoie
    -------
    Un taux décimal entre 0 et 1, sous la forme des données.

    Lève
    ----
    NonCalculable si aucune réclamation n'est traitée (valeur manquante dans une colonne) ;
    ArgumentInvalide pour plus de satisfaits que de traitées, un effectif négatif ou non entier.

    Exemple
    -------
    >>> round(taux_resatisfaction(12, 18), 4)
    0.6667

    Source
    ------
    GRC-3, vérifier la re-satisfaction ; dénominateur choisi par ce cours (cas RE01).
    """
    contents, total = entiers("satisfaits", satisfaits), entiers("traitees", traitees)
    accorder(satisfaits=contents, traitees=total)
    if np.any(contents > total):
        raise ArgumentInvalide("satisfaits", satisfaits, "au plus le nombre de traitées")
    return quotient(contents, total, "Aucune réclamation traitée : rien à vérifier encore.")
