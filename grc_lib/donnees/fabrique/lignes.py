"""Les lignes de commande : quantités d'imprimeur, prix négociés, remises, montants et coûts."""

from itertools import pairwise
from math import isqrt

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique import catalogue, saisons
from grc_lib.donnees.fabrique.colonnes import Entiers, arrondi
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.repertoire import choisir
from grc_lib.donnees.faits import MAMMOUTH, NURSERY

_PARTS = (2, 3, 3, 4, 5, 7)  # poids d'une ligne dans sa commande
# Quantités que l'on sait imprimer sans chute, et leurs frontières (moyennes géométriques).
_ECHELLE = np.array(
    [1, 2, 3, 5, 10, 15, 20, 25, 30, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750]
    + [1000 * u for u in (1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10, 15, 20, 25, 30, 40, 50, 75)]
    + [100_000 * u for u in (1, 1.5, 2, 2.5, 3, 5)],
    dtype=np.int64,
)
_FRONTIERES = np.array([isqrt(a * b) for a, b in pairwise(_ECHELLE.tolist())])
# Remise de quantité (%) à partir de tant de fois la quantité minimale ; qui a négocié des prix
# nets (30 % de baisse ou plus) n'y a pas droit.
_PALIERS = np.array([5, 10, 20, 50, 100])
_REMISES = np.array([0, 3, 5, 8, 12, 15])
_PRIX_NETS = 30
# Remise de commande (%) à partir de tant d'euros, ou geste commercial.
_SEUILS = np.array([4_000, 8_000, 15_000])
_REMISES_COMMANDE = np.array([0, 2, 3, 4])
_GESTE, _REMISE_GESTE = 4, 5  # % des commandes, % de remise
_CALAGE = 130  # coût de la première commande d'une Nursery, en % (frais de mise au point)


def lignes(clients: pd.DataFrame, commandes: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """Les lignes d'un bloc ; `commandes` y gagne sa remise (%)."""
    commandes["remise"] = _remises_commande(clients, commandes, h)
    table = choisir(clients, commandes, h)
    table["panier"] = _ventiler(commandes["panier"].to_numpy(), table["commande"].to_numpy(), h)
    return _chiffrer(clients, commandes.iloc[table["commande"]], table)


def _remises_commande(clients: pd.DataFrame, commandes: pd.DataFrame, h: Hasard) -> Entiers:
    mammouth = (clients["type_client"] == MAMMOUTH).to_numpy()[commandes["client"]]
    palier = _REMISES_COMMANDE[np.searchsorted(_SEUILS * 100, commandes["panier"], side="right")]
    geste = h.entiers(100, len(commandes)) < _GESTE
    return np.where(mammouth, 0, np.where(geste, _REMISE_GESTE, palier))


def _ventiler(paniers: Entiers, commande: Entiers, h: Hasard) -> Entiers:
    """Partage le panier visé entre les lignes de la commande (centimes)."""
    parts: Entiers = h.parmi(_PARTS, len(commande))
    totaux = np.zeros(len(paniers), dtype=np.int64)
    np.add.at(totaux, commande, parts)
    return paniers[commande] * parts // totaux[commande]


def _chiffrer(clients: pd.DataFrame, commandes: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Les lignes chiffrées, arrondies comme sur la facture ; `commandes` : une par ligne."""
    produit, client = table["produit"].to_numpy(), commandes["client"].to_numpy()
    baisse = clients["negociation"].to_numpy()[client]
    hausse, inflation = saisons.indices(commandes["date_commande"].to_numpy())
    prix = arrondi(catalogue.PRIX[produit] * hausse * (100 - baisse), 10_000)
    minimum = catalogue.QUANTITE_MIN[produit]
    quantite = _quantites(table["panier"].to_numpy() * 100 // prix, minimum)
    remise = _cascade(_paliers(quantite // minimum, baisse), commandes["remise"].to_numpy())
    nursery = (clients["type_client"] == NURSERY).to_numpy()[client]
    calage = np.where(nursery & (commandes["numero"].to_numpy() == 0), _CALAGE, 100)
    cout = quantite * catalogue.COUT[produit] * inflation * calage
    return pd.DataFrame(
        {
            "commande": table["commande"],
            "produit_id": produit + 1,
            "quantite": quantite,
            "prix_unitaire": prix,
            "remise": remise,
            "montant_ht": arrondi(quantite * prix * (10_000 - remise), 1_000_000),
            "cout_variable": arrondi(cout, 1_000_000),
        }
    )


def _quantites(visees: Entiers, minimum: Entiers) -> Entiers:
    """La quantité d'imprimeur la plus proche, jamais sous la quantité minimale du produit."""
    return np.maximum(_ECHELLE[np.searchsorted(_FRONTIERES, visees, side="right")], minimum)


def _paliers(multiple: Entiers, baisse: Entiers) -> Entiers:
    """La remise de quantité (%)."""
    remise = _REMISES[np.searchsorted(_PALIERS, multiple, side="right")]
    return np.where(baisse >= _PRIX_NETS, 0, remise)


def _cascade(premiere: Entiers, seconde: Entiers) -> Entiers:
    """Deux remises successives (%) en une seule (dix-millièmes)."""
    return 100 * (premiere + seconde) - premiere * seconde
