"""Une demande d'appel à passer : son motif, son jour et l'issue qu'elle aura."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Dates, Entiers
from grc_lib.donnees.fabrique.hasard import Hasard

_RESULTATS = {  # issue d'un appel passé ; la commande est à part
    "renouvellement": ("sans réponse",) * 9 + ("à rappeler",) * 8 + ("traité",) * 11
    + ("refus",) * 2,
    "relance": ("sans réponse",) * 9 + ("à rappeler",) * 7 + ("traité",) * 13 + ("refus",),
    "suivi": ("sans réponse",) * 28 + ("à rappeler",) * 18 + ("traité",) * 53 + ("rendez-vous",),
}  # fmt: skip


def a_passer(
    motif: str, jours: Dates, dates: Dates, h: Hasard, client: Entiers | int = -1, **rangs: Entiers
) -> pd.DataFrame:
    """Des demandes d'un même motif, à leur jour (rang) et avec leur issue."""
    return pd.DataFrame(
        {
            "client": client,
            "prospect": -1,
            "jour": np.searchsorted(jours, dates),
            "motif": motif,
            "resultat": h.parmi(_RESULTATS.get(motif, ("",)), len(dates)),
            "commande": -1,
            "oblige": False,
        }
        | rangs
    )


def jour_ouvre(b: Bloc, dates: Dates, h: Hasard) -> Dates:
    """Ces dates, ou l'un des jours ouvrés qui suivent si l'entreprise est fermée."""
    delai = h.entiers(5, *dates.shape)
    quand = b.calendrier.apres(dates)
    return np.where(quand == dates, quand, b.calendrier.apres(dates, delai))
