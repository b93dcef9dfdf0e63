"""Les livraisons : un transporteur par commande, ses dates, la conformité, ce qu'il coûte."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import FIN, Entiers, Masque
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.retards_livraison import en_retard, premieres_livraisons
from grc_lib.donnees.fabrique.saisons import Calendrier
from grc_lib.donnees.faits import TRANSPORTEUR_EN_RETARD

_NATIONAL, _OUEST, _SUD = "Messagerie Halbrane", "Transports Orvelune", "Sélombre Logistique"
_EXPRESS = "Tarvenelle Express"
# Par secteur, les transporteurs des commandes sans urgence.
_TOURNEES = {
    1: (_NATIONAL,) * 8 + (_OUEST,) * 2,
    2: (_NATIONAL,) * 4 + (_OUEST,) * 6,
    3: (_NATIONAL,) * 3 + (TRANSPORTEUR_EN_RETARD,) * 7,
    4: (_NATIONAL,) * 5 + (_OUEST,) * 5,
    5: (_NATIONAL,) * 4 + (_SUD,) * 6,
}
# Tarif, en % du tarif moyen : le transporteur en retard est aussi le moins cher.
_TARIFS = {_NATIONAL: 100, _OUEST: 96, _SUD: 98, TRANSPORTEUR_EN_RETARD: 88, _EXPRESS: 130}
_URGENT = 8  # jours, au plus, entre la commande et la livraison promise
_AVANCES = (0, 0, 0, 0, 0, 1, 1, 1, 2, 2)  # jours ouvrés
_RETARDS = (1,) * 8 + (2,) * 6 + (3,) * 5 + (4,) * 3 + (5, 5, 6, 6, 7, 8, 10)
_TRANSPORT = (1, 1, 2, 2, 3)  # jours ouvrés entre l'atelier et le client
_ATELIER = 2  # jours ouvrés, au moins, entre la commande et l'expédition
_NON_CONFORMES = 17  # pour mille livraisons
_MISE_AU_POINT = 5  # le risque est cinq fois plus grand à la première livraison d'une Nursery
# Coût : une part fixe, puis tant pour mille du montant, moins au-delà d'une palette (centimes).
_FIXE, _PALETTE, _POUR_MILLE, _AU_DELA = 900, 500_000, 15, 4
_COUT_GOUFFRE = (6_000, 15_000)  # express, en plusieurs fois


def ajouter(b: Bloc) -> None:
    """Ajoute la table `livraisons`."""
    h, clients, commandes = b.hasard("livraisons"), b.tables["clients"], b.tables["commandes"]
    table = commandes[["commande_id", "client", "date_commande", "date_livraison_promise"]].copy()
    table["transporteur"] = _transporteurs(clients, commandes, h)
    premieres = premieres_livraisons(clients, commandes)
    lent = (table["transporteur"] == TRANSPORTEUR_EN_RETARD).to_numpy()
    retard = en_retard(clients, commandes, premieres, lent, h)
    _dater(table, retard, lent, b.calendrier, h)
    table["conforme"] = _conformes(premieres, h)
    table["cout_transport"] = _couts(clients, commandes, table, h)
    b.ajouter("livraisons", _parties(table), "livraison_id")


def _transporteurs(clients: pd.DataFrame, commandes: pd.DataFrame, h: Hasard) -> NDArray[np.str_]:
    """Le transporteur du secteur ; l'express pour une commande pressée ou un client gâté."""
    secteur = clients["secteur_id"].to_numpy()[commandes["client"]]
    du_secteur = h.au_cas(secteur, _TOURNEES)
    delai = (commandes["date_livraison_promise"] - commandes["date_commande"]).dt.days
    presse = (delai <= _URGENT) | clients["gouffre"].to_numpy()[commandes["client"]]
    return np.where(presse, _EXPRESS, du_secteur)


def _dater(
    table: pd.DataFrame, retard: Masque, lent: Masque, calendrier: Calendrier, h: Hasard
) -> None:
    """Expédition et livraison : un retard vient de la route, ou de l'atelier une fois sur deux."""
    n = len(table)
    promise = table["date_livraison_promise"].to_numpy()
    route = retard & (lent | (h.entiers(2, n) == 0))
    ecart = np.where(retard, h.parmi(_RETARDS, n), -h.parmi(_AVANCES, n))
    livree = calendrier.apres(promise, ecart)
    depart = np.where(route, promise, livree)
    depart = calendrier.apres(depart, -h.parmi(_TRANSPORT, n))
    au_plus_tot = calendrier.apres(table["date_commande"], np.full(n, _ATELIER))
    table["date_expedition"] = np.maximum(depart, au_plus_tot)
    table["date_livraison"] = livree


def _conformes(premieres: Masque, h: Hasard) -> Masque:
    """Vrai si la livraison est conforme."""
    conforme = np.ones(len(premieres), dtype=bool)
    poids = np.where(premieres, _MISE_AU_POINT, 1)
    conforme[h.quota(poids, len(premieres) * _NON_CONFORMES // 1000)] = False
    return conforme


def _couts(
    clients: pd.DataFrame, commandes: pd.DataFrame, table: pd.DataFrame, h: Hasard
) -> Entiers:
    """Ce que facture le transporteur (centimes), d'après le montant, qui suit le poids."""
    n, montant = len(commandes), commandes["montant"].to_numpy()
    cout = _FIXE + np.minimum(montant, _PALETTE) * _POUR_MILLE // 1000
    cout += np.maximum(montant - _PALETTE, 0) * _AU_DELA // 1000
    tarif = table["transporteur"].map(_TARIFS).to_numpy(np.int64)
    cout = cout * tarif * h.entre(85, 120, n) // 10_000
    gouffre = clients["gouffre"].to_numpy()[commandes["client"]]
    return np.where(gouffre, h.entre(*_COUT_GOUFFRE, n), cout)


def _parties(table: pd.DataFrame) -> pd.DataFrame:
    """Ce qui a quitté l'atelier, par date d'expédition ; ce qui est en route n'est pas livré."""
    table = table[table["date_expedition"] <= FIN]
    table = table.sort_values(["date_expedition", "commande_id"], kind="stable", ignore_index=True)
    livree = table["date_livraison"] <= FIN
    table["conforme"] = table["conforme"].astype("boolean").where(livree)
    table["date_livraison"] = table["date_livraison"].where(livree)
    return table
