"""Les commandes et leurs lignes, calculées en entiers (centimes, dix-millièmes, pour cent)."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.colonnes import Entiers, en_jours
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.saisons import Calendrier
from grc_lib.donnees.fabrique.trajectoires import panier_pepite
from grc_lib.donnees.faits import MAMMOUTH, NURSERY, PETIT, PREFERE

# Écarts entre deux commandes, en % de l'intervalle moyen du client.
_REGULIER = (78, 84, 88, 91, 94, 96, 98, 100, 100, 102, 104, 106, 109, 112, 116, 122)
_SOUPLE = (25, 40, 52, 63, 73, 82, 91, 100, 109, 119, 130, 142, 156, 172, 195, 251)
_ECARTS = {PETIT: _REGULIER, NURSERY: _SOUPLE, PREFERE: _SOUPLE, MAMMOUTH: _SOUPLE}
_COMMANDES_MANQUEES = 4  # % des réachats d'un Petit passés au concurrent du moment
_PANIERS = (38, 48, 57, 65, 72, 80, 87, 94, 102, 111, 122, 137, 161, 226)
_CANAUX = {
    PETIT: ("téléphone",) * 11 + ("courriel",) * 5 + ("web",) * 4,  # on ne les visite pas
    NURSERY: ("visite",) * 8 + ("téléphone",) * 5 + ("courriel",) * 5 + ("web",) * 2,
    PREFERE: ("téléphone",) * 7 + ("courriel",) * 6 + ("visite",) * 4 + ("web",) * 3,
    MAMMOUTH: ("courriel",) * 9 + ("web",) * 8 + ("téléphone",) * 2 + ("visite",),
}


def commandes(clients: pd.DataFrame, calendrier: Calendrier, h: Hasard) -> pd.DataFrame:
    """Les commandes d'un bloc de clients, dans l'ordre des dates."""
    tables = [
        _dates(groupe, str(type_client), calendrier, h)
        for type_client, groupe in clients.groupby("type_client", sort=True)
    ]
    table = pd.concat(tables).sort_values(
        ["date_commande", "client"], kind="stable", ignore_index=True
    )
    table["panier"] = _paniers(clients, table, h)
    return table


def _dates(
    clients: pd.DataFrame, type_client: str, calendrier: Calendrier, h: Hasard
) -> pd.DataFrame:
    """Un renouvellement en temps d'activité : l'intervalle du client, étiré ou resserré."""
    temps = calendrier.attenue if type_client == PETIT else calendrier.plein
    n, an = len(clients), int(temps[-1]) * 365 // calendrier.jours
    moyen = an * 100 // clients["commandes_an"].to_numpy()
    colonnes = int(temps[-1]) * 13 // (10 * int(moyen.min())) + 12
    ecarts = h.parmi(_ECARTS[type_client], n, colonnes)
    ecarts[clients["pepite"].to_numpy()] = 100
    if type_client == PETIT:
        ecarts = np.where(h.entiers(100, n, colonnes) < _COMMANDES_MANQUEES, ecarts + 100, ecarts)
    entree = calendrier.instant(clients["entree"], temps)
    decalage = np.where(clients["ancien"], h.entiers(moyen, n), 0)
    ecarts = ecarts * moyen[:, None] // 100
    ecarts[:, 0] = entree + decalage
    instants = np.cumsum(ecarts, axis=1)
    rang = np.searchsorted(temps, instants, side="left")
    dates = calendrier.ouvres[np.minimum(rang, len(temps) - 1)]
    garde = (rang < len(temps)) & (dates <= clients["sortie"].to_numpy()[:, None])
    garde[:, 0] = True
    ligne, numero = np.nonzero(garde)
    return pd.DataFrame(
        {"client": clients.index.to_numpy()[ligne], "numero": numero, "date_commande": dates[garde]}
    )


def _paniers(clients: pd.DataFrame, table: pd.DataFrame, h: Hasard) -> Entiers:
    """Le montant visé de chaque commande (centimes) : dérive du client et humeur du jour."""
    client = clients.loc[table["client"]]
    base = client["ca_vise"].to_numpy() * 10_000 // client["commandes_an"].to_numpy()
    dates = en_jours(table["date_commande"])
    recul = (np.datetime64("2024-06-30") - dates).astype(np.int64)  # jours
    base = base * (100 * 365 - client["derive"].to_numpy() * recul) // (100 * 365)
    numero, pepite = table["numero"].to_numpy(), client["pepite"].to_numpy()
    base = np.where(pepite, panier_pepite(numero), base)
    essai = (client["type_client"] == NURSERY).to_numpy() & (numero == 0) & ~pepite
    base = np.where(essai, base * 60 // 100, base)
    humeur = h.parmi(_PANIERS, len(table))
    humeur = np.where(pepite, 90 + humeur // 10, humeur)
    paniers: Entiers = np.maximum(base * humeur // 100, 4_000)
    return paniers


def expedition(
    clients: pd.DataFrame, table: pd.DataFrame, montants: Entiers, calendrier: Calendrier, h: Hasard
) -> None:
    """Ajoute le canal, la livraison promise et les frais de port (franco dès 1 500 €)."""
    types, n = clients["type_client"].to_numpy()[table["client"]], len(table)
    table["canal"] = h.au_cas(types, _CANAUX)
    table["date_livraison_promise"] = calendrier.apres(table["date_commande"], h.entre(5, 15, n))
    port = np.select([montants >= 150_000, montants >= 50_000], [0, 2_490], default=1_490)
    table["frais_port"] = np.where(types == MAMMOUTH, 0, port)
