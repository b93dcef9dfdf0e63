"""Qui peut être au bout du fil, tel jour : un client qui a commandé, un prospect au fichier.

Et ce qui se sait d'eux : la visite qui suit un rendez-vous, le jour où ils refusent qu'on appelle.
"""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import (
    FIN,
    JOUR_FIN,
    Dates,
    Entiers,
    Masque,
    cles_datees,
    depuis_1970,
    en_jours,
)
from grc_lib.donnees.fabrique.consentements import OPPOSITION
from grc_lib.donnees.fabrique.hasard import Hasard

_RENDEZ_VOUS = (3, 21)  # jours entre l'appel et la visite
_A_VENIR = 7  # % des appels des trois dernières semaines dont la visite est pour juillet
_MANQUES = 10  # % des rendez-vous qui n'ont pas lieu


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
    non = non[(non["preuve"] == APPEL) & (non["date"] >= jours[0])].reset_index(drop=True)
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


def visite_promise(table: pd.DataFrame, b: Bloc, jours: Dates, h: Hasard) -> Masque:
    """Pour chaque appel, si une visite le suit ; les derniers, si elle est pour juillet."""
    visites, prospect = b.tables["visites"], table["prospect"].to_numpy()
    cles = np.sort(cles_datees(visites["point"], depuis_1970(visites["date_visite"])))
    n = len(b.tables["clients"])  # un point : les clients, puis les prospects
    point = np.where(prospect >= 0, n + prospect, table["client"])
    jour = depuis_1970(jours[table["jour"]])
    debut = np.searchsorted(cles, cles_datees(point, jour + _RENDEZ_VOUS[0]))
    fin = np.searchsorted(cles, cles_datees(point, jour + _RENDEZ_VOUS[1]), side="right")
    a_venir = (jour + _RENDEZ_VOUS[1] > JOUR_FIN) & (h.entiers(100, len(table)) < _A_VENIR)
    promise: Masque = (point >= 0) & ((fin > debut) | a_venir)
    return promise


def manquer(table: pd.DataFrame, promise: Masque, h: Hasard) -> None:
    """Ne laisse sans visite qu'un rendez-vous sur dix : les autres n'ont pas été pris."""
    pris = (table["resultat"] == "rendez-vous").to_numpy()
    sans = np.flatnonzero(pris & ~promise)
    gardes = int((pris & promise).sum()) * _MANQUES // (100 - _MANQUES)
    table.loc[h.tirer(sans, max(len(sans) - gardes, 0)), "resultat"] = "traité"
