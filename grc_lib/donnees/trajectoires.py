"""Les trajectoires plantées : les dormants, gros et partis, les pépites, petites et pressées."""

import numpy as np
import pandas as pd

from grc_lib.donnees.faits import AUJOURDHUI, DEBUT_12_MOIS, NURSERY, PREFERE
from grc_lib.donnees.hasard import Entiers, Hasard

_DORMANTS, _PEPITES = 13, 18  # pour mille clients
_CA_DORMANTS = 30_000  # euros par an, au moins
_PREMIER_PANIER = 4_200  # centimes
_FIN = np.datetime64(AUJOURDHUI)


def planter(clients: pd.DataFrame, h: Hasard) -> None:
    """Change l'histoire de quelques clients du bloc."""
    _endormir(clients, h)
    _faire_pousser(clients, h)


def panier_pepite(numero: Entiers) -> Entiers:
    """Le panier d'une pépite (centimes) : 40 % de plus à chaque commande."""
    rang = np.minimum(numero, 9)
    paniers: Entiers = _PREMIER_PANIER * 7**rang // 5**rang
    return paniers


def _endormir(clients: pd.DataFrame, h: Hasard) -> None:
    """De gros Préférés ne commandent plus depuis plus d'un an ; leur compte est resté ouvert."""
    prefere = (clients["type_client"] == PREFERE) & clients["ancien"]
    gros = np.flatnonzero(prefere & (clients["ca_vise"] > _CA_DORMANTS))
    dormants = gros[h.ordre(len(gros))[: len(clients) * _DORMANTS // 1000]]
    clients.loc[dormants, "sortie"] = _FIN - 380 - h.entiers(330, len(dormants))
    clients.loc[dormants, "actif"] = True


def _faire_pousser(clients: pd.DataFrame, h: Hasard) -> None:
    """Les plus petites Nursery, arrivées l'été dernier, commandent de plus en plus."""
    nursery = np.flatnonzero(clients["type_client"] == NURSERY)
    ordre = np.argsort(clients["ca_vise"].to_numpy()[nursery], kind="stable")
    pepites = nursery[ordre[: max(1, len(clients) * _PEPITES // 1000)]]
    n = len(pepites)
    entree = np.datetime64(DEBUT_12_MOIS) + 20 + h.entiers(60, n)
    clients["pepite"] = np.isin(np.arange(len(clients)), pepites)
    clients.loc[pepites, "entree"] = entree
    clients.loc[pepites, "date_creation"] = np.busday_offset(entree - 12, 0, roll="backward")
    clients.loc[pepites, "sortie"] = _FIN
    clients.loc[pepites, "actif"] = True
    clients.loc[pepites, "commandes_an"] = h.entre(750, 950, n)
    clients.loc[pepites, "ca_vise"] = 1_500 + h.entiers(8, n) * 100
