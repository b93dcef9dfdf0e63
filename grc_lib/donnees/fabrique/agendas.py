"""Les créneaux que les commerciaux et les ingénieurs ont libres dans les semaines qui viennent."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import FIN, en_jours, jour_de_semaine
from grc_lib.donnees.fabrique.secteurs import INGENIEUR, TERRAIN

_JOURS = 17  # de demain au vendredi de la troisième semaine
_JOURNEE, _MATIN, _APRES_MIDI = ("08:30", "17:30"), ("08:30", "12:30"), ("13:30", "17:30")
_CRENEAUX = (
    *(_JOURNEE,) * 10,
    ("08:30", "16:30"),
    ("09:00", "17:30"),
    *(_MATIN,) * 2,
    *(_APRES_MIDI,) * 2,
)
_PRIS = 18  # % des jours sans rien de libre : salon, formation, congé


def ajouter(b: Bloc) -> None:
    """La table `agendas` ; le lundi matin, on se réunit."""
    h = b.hasard("agendas")
    suivants = FIN + np.arange(1, _JOURS + 1)
    jours = np.unique(b.calendrier.apres(suivants))
    qui = b.salaries.loc[b.salaries["fonction"].isin([TERRAIN, INGENIEUR]), "salarie_id"]
    table = pd.DataFrame(
        {"jour": np.repeat(jours, len(qui)), "salarie_id": np.tile(qui, len(jours))}
    )
    creneaux = h.parmi(_CRENEAUX, len(table))
    creneaux[jour_de_semaine(en_jours(table["jour"])) == 0] = _APRES_MIDI
    table["debut"], table["fin"] = creneaux.T
    libre = h.entiers(100, len(table)) >= _PRIS
    b.ajouter("agendas", table[libre].reset_index(drop=True), "agenda_id")
