"""Où sont les clients : de vraies communes, d'autant plus souvent qu'elles sont peuplées."""

import functools

import numpy as np
import pandas as pd

from grc_lib.donnees.connexion import charger
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.metiers import GRANDE
from grc_lib.donnees.fabrique.secteurs import REGIONS, SECTEUR_DE_LA_REGION

_SIEGES = 40_000  # habitants : un Mammouth n'a pas son siège au village
_ARRONDISSEMENTS = {"75056": 20, "69123": 9, "13055": 16}


@functools.cache
def communes() -> pd.DataFrame:
    """Les communes de France métropolitaine, par code INSEE."""
    return charger("communes")


def situer(clients: pd.DataFrame, h: Hasard) -> None:
    """Une vraie commune, tirée selon sa population, et un point à moins de deux kilomètres."""
    n, habitants = len(clients), communes()["population"].to_numpy()
    villes = np.where(habitants > _SIEGES, habitants, 0)
    rangs = np.where(clients["taille"] == GRANDE, h.selon(villes, n), h.selon(habitants, n))
    lieux = communes().iloc[rangs].reset_index(drop=True)
    clients[["insee", "departement", "habitants"]] = lieux[["insee", "departement", "population"]]
    clients["commune"], clients["region"] = lieux["nom"], lieux["region"].map(REGIONS)
    clients["secteur_id"] = lieux["region"].map(SECTEUR_DE_LA_REGION)
    clients["code_postal"] = _codes_postaux(lieux, h)
    rayon = np.where(lieux["population"] > 50_000, 1800, 600)  # cent-millièmes de degré
    for colonne in ("latitude", "longitude"):
        centre = (lieux[colonne] * 100_000).round().astype(np.int64)
        clients[colonne] = centre + h.entiers(2 * rayon + 1, n) - rayon


def _codes_postaux(lieux: pd.DataFrame, h: Hasard) -> pd.Series:
    """Le code de la commune ; à Paris, Lyon et Marseille, celui d'un arrondissement."""
    nombre = lieux["insee"].map(_ARRONDISSEMENTS)
    rang = 1 + h.entiers(nombre.fillna(1).to_numpy(np.int64), len(lieux))
    codes = lieux["departement"] + "0" + pd.Series(rang).astype(str).str.zfill(2)
    return codes.where(nombre.notna(), lieux["code_postal"])
