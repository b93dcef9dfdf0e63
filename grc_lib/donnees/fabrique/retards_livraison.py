"""Qui est livré en retard : le transporteur de l'Est, et les premières livraisons des Nursery.

Les clients perdus se lisent déjà dans les ventes : on distribue la cause à l'envers, pour que la
perte soit triple chez celles que leur première livraison a fait attendre.
"""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.colonnes import FIN, Masque
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.faits import DEBUT_RETARDS, JOURS_PERDUE, NURSERY

_TAUX, _TAUX_DEPUIS = 80, 370  # retards pour mille livraisons
_POINTE = (1, 9, 10, 11, 12)  # mois où l'on tient moins bien les délais
_JUGEES_AVANT = np.datetime64("2026-01-01")  # plus tard, trop tôt pour dire une Nursery perdue
_PART_EN_RETARD = (18, 33)  # % des premières livraisons des Nursery


def premieres_livraisons(clients: pd.DataFrame, commandes: pd.DataFrame) -> Masque:
    """Vrai pour la première commande d'une Nursery, hors pépites."""
    essai = ((clients["type_client"] == NURSERY) & ~clients["pepite"]).to_numpy()
    return np.asarray(essai[commandes["client"]] & (commandes["numero"] == 0))


def en_retard(
    clients: pd.DataFrame, commandes: pd.DataFrame, premieres: Masque, lent: Masque, h: Hasard
) -> Masque:
    """Vrai pour une livraison en retard ; `lent` : celles que porte le transporteur en retard.

    Les premières livraisons d'abord, puis un quota pour chaque régime ; jamais une pépite.
    """
    promise = commandes["date_livraison_promise"]
    depuis = lent & (promise >= np.datetime64(DEBUT_RETARDS)).to_numpy()
    retard = _premieres_en_retard(clients, commandes, premieres, h)
    libre = ~premieres & ~clients["pepite"].to_numpy()[commandes["client"]]
    poids = np.where(promise.dt.month.isin(_POINTE), 13, 9) * libre
    for regime, taux in ((depuis, _TAUX_DEPUIS), (lent & ~depuis, _TAUX), (~lent, _TAUX)):
        reste = regime.sum() * taux // 1000 - (retard & regime).sum()
        retard[h.quota(poids * regime, max(0, int(reste)))] = True
    return retard


def _premieres_en_retard(
    clients: pd.DataFrame, commandes: pd.DataFrame, premieres: Masque, h: Hasard
) -> Masque:
    """Les premières livraisons en retard, distribuées entre Nursery perdues et restées."""
    derniere = commandes.groupby("client")["date_commande"].max()
    perdue = (derniere < FIN - JOURS_PERDUE).to_numpy()[commandes["client"]]
    jugees = premieres & (commandes["date_commande"] < _JUGEES_AVANT).to_numpy()
    perdues, restees = np.flatnonzero(jugees & perdue), np.flatnonzero(jugees & ~perdue)
    recentes = np.flatnonzero(premieres & ~jugees)
    x, y = _partage(len(perdues), len(restees), int(clients["pepite"].sum()))
    retard = np.zeros(len(commandes), dtype=bool)
    for groupe, k in ((perdues, x), (restees, y), (recentes, len(recentes) // 4)):
        retard[h.tirer(groupe, k)] = True
    return retard


def _partage(perdues: int, restees: int, pepites: int) -> tuple[int, int]:
    """Combien de perdues et de restées en retard pour que la perte y soit triple.

    Les pépites sont des restées de plus, toutes livrées à l'heure.

    >>> _partage(8, 35, 21)
    (4, 12)
    """
    total, (mini, maxi) = perdues + restees + pepites, _PART_EN_RETARD
    possibles = [
        (abs(300 * x * (total - x - y) // ((perdues - x) * (x + y)) - 900), x, y)
        for x in range(1, perdues)
        for y in range(restees + 1)
        if total * mini <= 100 * (x + y) <= total * maxi
    ]
    return min(possibles)[1:] if possibles else (0, restees // 4)
