"""Qui peut être au bout du fil, tel jour : un client qui a commandé, un prospect au fichier."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.hasard import Entiers, Hasard
from grc_lib.donnees.faits import AUJOURDHUI, MAMMOUTH

Dates = NDArray[np.datetime64]
FIN = np.datetime64(AUJOURDHUI)


def ont_commande(
    commandes: pd.DataFrame, jours: Dates, recul: tuple[int, int], h: Hasard
) -> Entiers:
    """Pour chaque jour, un client (rang) qui a commandé entre `recul` jours plus tôt."""
    dates = commandes["date_commande"].to_numpy().astype("datetime64[D]")
    apres = np.searchsorted(dates, jours - recul[0], side="right")
    avant = np.minimum(np.searchsorted(dates, jours - recul[1]), apres - 1)
    tirage = np.maximum(avant, 0) + h.entiers(np.maximum(apres - avant, 1), len(jours))
    clients: Entiers = commandes["client"].to_numpy()[tirage]
    return clients


def de_mammouth(b: Bloc) -> NDArray[np.bool_]:
    """Pour chaque commande, si elle vient d'un Mammouth."""
    grands: NDArray[np.bool_] = (b.tables["clients"]["type_client"] == MAMMOUTH).to_numpy()
    return grands[b.tables["commandes"]["client"]]


def au_fichier(b: Bloc, jours: Dates, h: Hasard) -> Entiers:
    """Pour chaque jour, un prospect (rang) ; −1 si celui qu'on tire n'est pas au fichier."""
    if not len(b.tables.get("prospects", ())):
        return np.full(len(jours), -1)
    debut, fin = sejours(b)
    rang = h.entiers(len(debut), len(jours))
    return np.where((debut[rang] <= jours) & (jours < fin[rang]), rang, -1)


def sejours(b: Bloc) -> tuple[Dates, Dates]:
    """Quand chaque prospect est entré au fichier, et quand il en est sorti en commandant."""
    prospects, clients = b.tables["prospects"], b.tables["clients"]
    ouverture = clients.set_index("client_id")["date_premiere_commande"]
    fin = prospects["client_id"].astype("Int64").map(ouverture).fillna(pd.Timestamp(FIN + 1))
    entree = prospects["date_entree"].to_numpy().astype("datetime64[D]")
    return entree, fin.to_numpy().astype("datetime64[D]")


def opposition(b: Bloc) -> Dates:
    """Le jour où chaque prospect a refusé qu'on l'appelle (après aujourd'hui : jamais)."""
    jamais = pd.Timestamp(FIN + 1)
    prospects, choix = b.tables["prospects"]["prospect_id"], b.tables.get("consentements")
    if choix is None:
        return np.full(len(prospects), jamais.to_datetime64())
    non = choix[(choix["canal"] == "téléphone") & (choix["etat"] == "opposition")]
    dates = non.groupby("prospect_id")["date"].min().reindex(prospects).fillna(jamais)
    return dates.to_numpy().astype("datetime64[D]")
