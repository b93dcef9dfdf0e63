"""Ce que chaque client commande : il reprend les produits de son répertoire, selon leur vogue."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique import catalogue
from grc_lib.donnees.fabrique.colonnes import Entiers, en_jours
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.metiers import metiers
from grc_lib.donnees.faits import MAMMOUTH, NURSERY, PETIT, PREFERE

_NOMBRE_DE_LIGNES = {
    PETIT: (1, 2, 2, 2, 3, 3),
    NURSERY: (1, 2, 2, 3, 3),
    PREFERE: (2, 2, 3, 3, 3, 4),
    MAMMOUTH: (2, 3, 3, 4, 4, 5),
}
_REPERTOIRE = {PETIT: 5, NURSERY: 6, PREFERE: 9, MAMMOUTH: 12}  # produits, répétitions comprises
_ESSAIS = 4


def choisir(clients: pd.DataFrame, commandes: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """Une ligne (commande, produit : leurs rangs) par produit de chaque commande."""
    types = clients["type_client"].to_numpy()[commandes["client"]]
    nombre = h.au_cas(types, _NOMBRE_DE_LIGNES, 0)
    commande = np.repeat(np.arange(len(commandes)), nombre)
    produit = _produits(clients, commandes.iloc[commande], h)
    lignes = pd.DataFrame({"commande": commande, "produit": produit})
    return lignes.drop_duplicates(ignore_index=True)


def _produits(clients: pd.DataFrame, lignes: pd.DataFrame, h: Hasard) -> Entiers:
    """Un produit par ligne : quelques tirages dans le répertoire, sinon le produit pérenne."""
    repertoires = _repertoires(clients, h)
    client, n = lignes["client"].to_numpy(), len(lignes)
    dates = en_jours(lignes["date_commande"])
    tailles = clients["type_client"].map(_REPERTOIRE).to_numpy()[client]
    produit: Entiers = repertoires[client, 0]
    libre = np.ones(n, dtype=bool)
    for _ in range(_ESSAIS):
        essai = repertoires[client, h.entiers(tailles, n)]
        retenu = libre & (h.entiers(100, n) < catalogue.vogue(essai, dates))
        produit = np.where(retenu, essai, produit)
        libre &= ~retenu
    return produit


def _repertoires(clients: pd.DataFrame, h: Hasard) -> Entiers:
    """Les produits habituels de chaque client, selon son métier ; le premier est pérenne."""
    largeur = max(_REPERTOIRE.values())
    table = np.zeros((len(clients), largeur), dtype=np.int64)
    for numero, metier in enumerate(metiers()):
        qui = np.flatnonzero(clients["metier"] == numero)
        poids = catalogue.gouts(metier)
        table[qui] = h.selon(poids, len(qui), largeur)
        table[qui, 0] = catalogue.PERENNES[h.selon(poids[catalogue.PERENNES], len(qui))]
    return table
