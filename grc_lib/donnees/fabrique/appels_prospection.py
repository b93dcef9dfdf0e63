"""La prospection par téléphone : à qui, quand, et ce qu'il en sort."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.appels_a_passer import a_passer, jour_ouvre
from grc_lib.donnees.fabrique.appels_rendez_vous import accorder, visite_promise
from grc_lib.donnees.fabrique.appels_tiers import opposition, refus_notes, sejours
from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Dates, Masque
from grc_lib.donnees.fabrique.hasard import Hasard

_TENTATIVES = 12  # appels à un même prospect, au plus
# La prospection aboutit selon l'intérêt montré : sur cent appels, issue par issue.
_ISSUES = ("sans réponse", "à rappeler", "traité", "refus", "rendez-vous")
_PROSPECTION = {
    "froid": (41, 24, 12, 22, 1),
    "tiède": (41, 27, 16, 14, 2),
    "chaud": (41, 27, 20, 8, 4),
}
# Rendez-vous qu'une visite suit, pour mille appels.
_TENUS = {"froid": 17, "tiède": 42, "chaud": 85}


def prospection(b: Bloc, jours: Dates, maximum: int, h: Hasard) -> pd.DataFrame:
    """Des appels espacés à chaque prospect, jusqu'au rendez-vous, au refus ou à la commande."""
    debut, fin = sejours(b)
    n, fin = len(debut), np.minimum(fin, opposition(b))
    ancien = debut < jours[0]  # déjà au fichier : repris un jour ou l'autre dans l'année
    premier = np.where(ancien, jours[0] + h.entiers(300, n), debut + h.entre(2, 40, n))
    ecarts = h.entre(12, 55, n, _TENTATIVES)
    ecarts[:, 0] = 0
    voulu = np.asarray(premier[:, None] + np.cumsum(ecarts, axis=1), dtype="datetime64[D]")
    quand = jour_ouvre(b, voulu, h)
    rang = np.repeat(np.arange(n), _TENTATIVES)
    table = a_passer("prospection", jours, quand.ravel(), h, prospect=rang)
    possible = (quand >= jours[0]) & (quand < fin[:, None])
    _conclure(table, possible.ravel(), b, jours, h)
    clos = table["resultat"].isin(["refus", "rendez-vous"]).to_numpy().reshape(n, _TENTATIVES)
    garde = (np.cumsum(clos, axis=1) - clos == 0) & possible
    table = table[garde.ravel()]
    choisis = np.sort(h.ordre(len(table))[:maximum])
    retenus: pd.DataFrame = table.iloc[choisis]
    return retenus


def _conclure(table: pd.DataFrame, possible: Masque, b: Bloc, jours: Dates, h: Hasard) -> None:
    """L'issue de chaque appel à un prospect, selon sa chaleur et la visite qui s'ensuit."""
    prospect = table["prospect"].to_numpy()
    chaleur = b.tables["prospects"]["chaleur"].to_numpy()[prospect]
    issues = [np.array(_ISSUES)[h.selon(p, len(table))] for p in _PROSPECTION.values()]
    table["resultat"] = np.select([chaleur == c for c in _PROSPECTION], issues, default="")
    promise = visite_promise(table, b, jours, h)
    table.loc[promise & (table["resultat"] == "refus"), "resultat"] = "à rappeler"
    for interet, part in _TENUS.items():
        accorder(table, possible & (chaleur == interet), promise, part, h)
    refusera = np.isin(prospect, refus_notes(b, jours)["prospect"])
    clos = table["resultat"].isin(["refus", "rendez-vous"])
    table.loc[refusera & clos, "resultat"] = "à rappeler"
