"""Délimiter une zone de chalandise (S432-2) : primaire, secondaire, tertiaire."""

from typing import Any, Literal

import numpy as np
import pandas as pd

from grc_lib._arguments import parmi
from grc_lib._nombres import accorder, liste, positif
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.tournees.points import Tableau

ZONES = ("primaire", "secondaire", "tertiaire", "hors zone")


def zone_chalandise(
    distances: Any,
    *,
    bornes: Any,
    selon: Literal["distance", "cumul"] = "distance",
    clients: Any = None,
) -> pd.DataFrame:
    """Range les lieux d'où viennent les clients en zones primaire, secondaire et tertiaire.

    Selon la distance : la zone primaire va jusqu'à la première borne comprise, la secondaire
    jusqu'à la deuxième. Selon le cumul : on part du magasin, et la zone primaire s'arrête quand
    elle réunit la première part des clients ; le lieu qui franchit la borne y reste, et les lieux à
    égale distance sont dans la même zone.

    Paramètres
    ----------
    distances : la distance (km) ou le temps (minutes : on parle alors d'isochrones) du magasin à
        chaque lieu ; liste ou `Series`, par exemple `haversine(magasin, tableau)`.
    bornes : deux ou trois nombres croissants. Avec deux, la zone tertiaire est tout le reste ; avec
        trois, ce qui dépasse la dernière est « hors zone ». Selon la distance : dans son unité,
        (5, 10, 15) ; selon le cumul : des parts décimales, (0.60, 0.85). Aucune n'est officielle.
    selon : « distance » ou « cumul ».
    clients : le nombre de clients (ou leur chiffre d'affaires) de chaque lieu ; par défaut, 1.

    Renvoie
    -------
    `DataFrame` trié du plus proche au plus éloigné, même index que `distances` : distance, clients,
    part et cumul (décimales), zone (catégorie ordonnée). La convention est dans `.attrs`.

    Lève
    ----
    ArgumentInvalide pour une distance négative, des bornes non croissantes, une part supérieure à
    1, des longueurs différentes ; NonCalculable s'il n'y a aucun client.

    Exemple
    -------
    >>> minutes = pd.Series({"Riom": 15, "Gerzat": 8, "Issoire": 30, "Clermont": 4})
    >>> zone_chalandise(minutes, bornes=(10, 20), clients=[30, 40, 10, 120])
              distance  clients  part  cumul        zone
    Clermont       4.0    120.0  0.60   0.60    primaire
    Gerzat         8.0     40.0  0.20   0.80    primaire
    Riom          15.0     30.0  0.15   0.95  secondaire
    Issoire       30.0     10.0  0.05   1.00   tertiaire

    Source
    ------
    S432, zone de chalandise et courbes isochrones.
    """
    parmi("selon", selon, ("distance", "cumul"))
    limites = _bornes(bornes, 1 if selon == "cumul" else None)
    eloignements = positif("distances", liste("distances", distances))
    effectifs = positif("clients", _effectifs(clients, distances, len(eloignements)))
    total = effectifs.sum()
    if total == 0:
        raise NonCalculable("Aucun client : la zone de chalandise ne peut pas être délimitée.")
    index = distances.index if isinstance(distances, pd.Series) else None
    zones = pd.DataFrame({"distance": eloignements, "clients": effectifs}, index=index)
    zones = zones.sort_values("distance", kind="stable")
    zones["part"] = zones["clients"] / total
    zones["cumul"] = zones["clients"].cumsum() / total
    mesure = zones["distance"] if selon == "distance" else _cumul_avant(zones) / total
    rangs = np.searchsorted(limites, mesure.round(9), "left" if selon == "distance" else "right")
    noms = ZONES[: len(limites) + 1]
    zones["zone"] = pd.Categorical([noms[rang] for rang in rangs], noms, ordered=True)
    zones.attrs = {"selon": selon, "bornes": limites}
    return zones


def _bornes(bornes: Any, maximum: float | None) -> list[float]:
    attendu = "deux ou trois nombres positifs croissants"
    attendu += ", des parts décimales comme (0.60, 0.85)" if maximum else ", comme (5, 10, 15)"
    limites: list[float] = liste("bornes", bornes).tolist()
    croissantes = all(a < b for a, b in zip([0.0, *limites], limites, strict=False))
    if len(limites) not in (2, 3) or not croissantes or (maximum and limites[-1] > maximum):
        raise ArgumentInvalide("bornes", bornes, attendu)
    return limites


def _effectifs(clients: Any, distances: Any, lieux: int) -> Tableau:
    if clients is None:
        return np.ones(lieux)
    effectifs: Tableau = liste("clients", clients)
    accorder(distances=distances, clients=clients)
    return effectifs


def _cumul_avant(zones: pd.DataFrame) -> "pd.Series[float]":
    """Les clients des lieux plus proches que celui de la ligne."""
    jusque_la = zones.groupby("distance")["clients"].sum().cumsum()
    return zones["distance"].map(jusque_la.shift(fill_value=0))
