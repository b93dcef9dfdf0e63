"""Qui peut être au bout du fil, tel jour : un client qui a commandé, un prospect au fichier.

Et le jour où ils refusent qu'on les appelle.
"""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import FIN, Dates, Entiers, en_jours
from grc_lib.donnees.fabrique.consentements import OPPOSITION
from grc_lib.donnees.fabrique.hasard import Hasard

_NOTE = "appel noté"  # la preuve d'un refus dit au téléphone


def ont_commande(
    commandes: pd.DataFrame, jours: Dates, recul: tuple[int, int], h: Hasard
) -> Entiers:
    """Pour chaque jour, un client (rang) qui a commandé entre `recul` jours plus tôt."""
    dates = en_jours(commandes["date_commande"])
    apres = np.searchsorted(dates, jours - recul[0], side="right")
    avant = np.minimum(np.searchsorted(dates, jours - recul[1]), apres - 1)
    tirage = np.maximum(avant, 0) + h.entiers(np.maximum(apres - avant, 1), len(jours))
    clients: Entiers = commandes["client"].to_numpy()[tirage]
    return clients


def au_fichier(b: Bloc, jours: Dates, h: Hasard) -> Entiers:
    """Pour chaque jour, un prospect (rang) ; −1 si celui qu'on tire n'est pas au fichier."""
    debut, fin = sejours(b)
    rang = h.entiers(len(debut), len(jours))
    return np.where((debut[rang] <= jours) & (jours < fin[rang]), rang, -1)


def sejours(b: Bloc) -> tuple[Dates, Dates]:
    """Quand chaque prospect est entré au fichier, et quand il en est sorti en commandant."""
    prospects, clients = b.tables["prospects"], b.tables["clients"]
    ouverture = clients.set_index("client_id")["date_premiere_commande"]
    fin = prospects["client_id"].astype("Int64").map(ouverture).fillna(pd.Timestamp(FIN + 1))
    entree = en_jours(prospects["date_entree"])
    return entree, en_jours(fin)


def opposition(b: Bloc) -> Dates:
    """Le jour où chaque prospect a refusé qu'on l'appelle (après aujourd'hui : jamais)."""
    jamais = pd.Timestamp(FIN + 1)
    prospects, non = b.tables["prospects"]["prospect_id"], _refus(b)
    dates = non.groupby("prospect_id")["date"].min().reindex(prospects).fillna(jamais)
    return en_jours(dates)


def refus_notes(b: Bloc, jours: Dates) -> pd.DataFrame:
    """Les refus d'être appelé, dits au téléphone : au prospect, ou au client qu'il est devenu."""
    prospects, contacts, non = b.tables["prospects"], b.tables["contacts"], _refus(b)
    non = non[(non["preuve"] == _NOTE) & (non["date"] >= jours[0])].reset_index(drop=True)
    premier = b.tables["clients"]["client_id"].iloc[0]
    fiche = prospects.set_index("prospect_id")["client_id"]
    converti = b.rangs(non["prospect_id"].map(fiche).fillna(premier))
    rang = (non["prospect_id"] - prospects["prospect_id"].iloc[0]).fillna(-1).astype("int64")
    client = non["contact_id"].map(contacts.set_index("contact_id")["client"])
    encore = (rang >= 0) & (en_jours(non["date"]) < sejours(b)[1][rang])
    client = np.where(encore, -1, client.fillna(pd.Series(converti)))
    return pd.DataFrame(
        {"client": client, "prospect": np.where(encore, rang, -1), "date": non["date"]}
    ).astype({"client": "int64"})


def _refus(b: Bloc) -> pd.DataFrame:
    """Les oppositions aux appels."""
    dits = b.tables["consentements"]
    return dits[(dits["canal"] == "téléphone") & (dits["etat"] == OPPOSITION)]
