"""Les rendez-vous pris au téléphone, chez qui une visite suit : les visites sont déjà faites."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import (
    JOUR_FIN,
    Dates,
    Entiers,
    Masque,
    cles_datees,
    depuis_1970,
)
from grc_lib.donnees.fabrique.hasard import Hasard

_RENDEZ_VOUS = (3, 21)  # jours entre l'appel et la visite
_A_VENIR = 7  # % des appels des trois dernières semaines dont la visite est pour juillet
_MANQUES = 13  # % des rendez-vous qui n'ont pas lieu


def visite_promise(table: pd.DataFrame, b: Bloc, jours: Dates, h: Hasard) -> Masque:
    """Pour chaque appel, si une visite le suit ; les derniers, si elle est pour juillet."""
    visites, point = b.tables["visites"], _points(table, b)
    cles = np.sort(cles_datees(visites["point"], depuis_1970(visites["date_visite"])))
    jour = depuis_1970(jours[np.minimum(table["jour"], len(jours) - 1)])
    debut = np.searchsorted(cles, cles_datees(point, jour + _RENDEZ_VOUS[0]))
    fin = np.searchsorted(cles, cles_datees(point, jour + _RENDEZ_VOUS[1]), side="right")
    a_venir = (jour + _RENDEZ_VOUS[1] > JOUR_FIN) & (h.entiers(100, len(table)) < _A_VENIR)
    return (fin > debut) | (a_venir & np.isin(point, visites["point"]))


def accorder(table: pd.DataFrame, cas: Masque, promise: Masque, part: int, h: Hasard) -> None:
    """Fait de cette part des cas (‰) des rendez-vous, tous suivis d'une visite."""
    choisis = h.tirer(np.flatnonzero(cas & promise), int(cas.sum()) * part // 1000)
    table.loc[choisis, "resultat"] = "rendez-vous"


def manquer(table: pd.DataFrame, promise: Masque, b: Bloc, h: Hasard) -> None:
    """Ne laisse sans visite que quelques rendez-vous, chez qui l'on passe : ils n'ont pas tenu."""
    pris = (table["resultat"] == "rendez-vous").to_numpy()
    tenus = int((pris & promise).sum())
    sans = np.flatnonzero(pris & ~promise)
    table.loc[sans, "resultat"] = "traité"
    sans = sans[np.isin(_points(table, b)[sans], b.tables["visites"]["point"])]
    sans = h.tirer(sans, tenus * _MANQUES // (100 - _MANQUES))
    table.loc[sans, "resultat"] = "rendez-vous"


def _points(table: pd.DataFrame, b: Bloc) -> Entiers:
    """Où l'on passerait : un rang parmi les clients puis les prospects ; −1 chez un inconnu."""
    prospect = table["prospect"].to_numpy()
    return np.where(prospect >= 0, len(b.tables["clients"]) + prospect, table["client"])
