"""Les appels que reçoit le plateau : commandes, réclamations, suivis, renseignements."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.appels_rendez_vous import accorder, manquer, visite_promise
from grc_lib.donnees.fabrique.appels_tiers import au_fichier, ont_commande
from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Dates, Entiers, en_jours, jour_de_semaine, mois_de
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.plateau import DEMI_HEURE, JOUR
from grc_lib.donnees.faits import MAMMOUTH

_PAR_CLIENT = 275  # appels reçus par client et par an, en dixièmes
_MOIS = (135, 98, 95, 93, 90, 95, 85, 58, 124, 132, 130, 92)  # janvier d'abord
_SEMAINE = (126, 104, 98, 96, 86)  # lundi d'abord
# De 8 h 30 à 18 h, par demi-heure : la bosse du matin, le déjeuner, celle de l'après-midi.
_HORAIRE = (4, 7, 9, 14, 15, 14, 11, 5, 3, 3, 6, 11, 12, 11, 9, 8, 7, 6, 4)
_OUVERTURE = 17  # demi-heures depuis minuit
_INCONNUS, _PROSPECTS, _SUIVI = 75, 30, 400  # ‰ des appels qui ne sont ni commande ni plainte
_TENUS = 17  # rendez-vous qu'une visite suit, pour mille renseignements
_RESULTATS = {  # issue d'un appel reçu, s'il est décroché
    "suivi": ("traité",) * 22 + ("à rappeler",) * 3,
    "renseignement": ("traité",) * 82 + ("à rappeler",) * 17 + ("rendez-vous",),
    "réclamation": ("traité",) * 2 + ("à rappeler",),
}


def demandes(b: Bloc, jours: Dates, deja: "pd.Series[int]", h: Hasard) -> pd.DataFrame:
    """Les demandes d'appels reçus : commandes, réclamations, puis tout-venant."""
    commandes = b.tables["commandes"]
    ici = (commandes["date_commande"] >= jours[0]) & (commandes["canal"] == "téléphone")
    ventes = commandes[ici & ~commandes.index.isin(deja)]
    plaintes = b.tables["reclamations"]
    ici = (plaintes["date_reception"] >= jours[0]) & (plaintes["canal"] == "téléphone")
    plaintes = plaintes[ici]
    qui = b.rangs(plaintes["client_id"])
    tables = [
        _exacts(ventes["client"].to_numpy(), ventes["date_commande"], "commande", jours),
        _exacts(qui, plaintes["date_reception"], "réclamation", jours),
    ]
    n = len(b.tables["clients"]) * _PAR_CLIENT // 10 - sum(map(len, tables))
    tables.append(_tout_venant(b, max(n, 0), jours, h))
    recus = pd.concat(tables, ignore_index=True)
    recus["resultat"] = h.au_cas(recus["motif"], _RESULTATS, "commande")
    promise = visite_promise(recus, b, jours, h)
    accorder(recus, (recus["motif"] == "renseignement").to_numpy(), promise, _TENUS, h)
    manquer(recus, promise, b, h)
    creneau = _OUVERTURE + h.selon(_HORAIRE, len(recus))
    seconde = creneau * DEMI_HEURE + h.entiers(DEMI_HEURE, len(recus))
    recus["instant"] = recus["jour"] * JOUR + seconde
    return recus.assign(sortant=False)


def _exacts(
    rangs: Entiers, dates: "pd.Series[pd.Timestamp]", motif: str, jours: Dates
) -> pd.DataFrame:
    """Les appels qui ont forcément eu lieu, tel jour, de tel client."""
    jour = np.searchsorted(jours, en_jours(dates))
    return pd.DataFrame(
        {"client": rangs, "prospect": -1, "jour": jour, "motif": motif, "oblige": True}
    )


def _tout_venant(b: Bloc, n: int, jours: Dates, h: Hasard) -> pd.DataFrame:
    """Suivis de commande et renseignements de qui a commandé, prospects et inconnus."""
    affluence = np.array(_MOIS)[mois_de(jours)] * np.array(_SEMAINE)[jour_de_semaine(jours)]
    jour = h.selon(affluence, n)
    genre = h.selon((_INCONNUS, _PROSPECTS, _SUIVI, 1000 - _INCONNUS - _PROSPECTS - _SUIVI), n)
    commandes = b.tables["commandes"]
    suivi = ont_commande(commandes, jours[jour], (1, 21), h)
    ordinaires = commandes[~b.commandes_de(MAMMOUTH)]  # un directeur renseigne les Mammouths
    autre = ont_commande(ordinaires, jours[jour], (1, 150), h)
    prospect = np.where(genre == 1, au_fichier(b, jours[jour], h), -1)
    client = np.select([genre == 2, genre == 3], [suivi, autre], default=-1)
    motif = np.where(genre == 2, "suivi", "renseignement")
    return pd.DataFrame(
        {"client": client, "prospect": prospect, "jour": jour, "motif": motif, "oblige": False}
    )
