"""Le calendrier de l'imprimerie : jours ouvrés, mois de pointe, évolution des prix."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.colonnes import Dates, Entiers, en_jours, mois_de

# Activité d'un jour ouvré selon le mois (100 = mois moyen) : rentrée de septembre à novembre,
# papeterie et vœux en janvier, creux d'août. Les Petits, au rythme de leur stock, y cèdent peu.
_PLEIN = (165, 92, 88, 84, 80, 84, 74, 42, 140, 150, 148, 74)
_ATTENUE = (125, 97, 96, 95, 94, 96, 90, 70, 112, 114, 112, 92)
# Tarifs et coûts de l'année (2021 et avant, 2022…), en % de 2026 : la crise du papier de 2022–2023
# a pesé sur les marges.
_PRIX = np.array([90, 91, 96, 98, 99, 100])
_COUTS = np.array([90, 93, 98, 97, 99, 100])


class Calendrier:
    """Les jours ouvrés d'une période et le « temps d'activité » écoulé à chacun."""

    def __init__(self, debut: dt.date, fin: dt.date) -> None:
        import holidays

        annees = range(debut.year, fin.year + 2)
        self._feries = np.array(
            sorted(holidays.country_holidays("FR", years=annees)), "datetime64[D]"
        )
        self.debut = np.datetime64(debut)
        jours = np.arange(self.debut, np.datetime64(fin) + 1)
        self.jours = len(jours)
        self.ouvres = jours[np.is_busday(jours, holidays=self._feries)]
        mois = mois_de(self.ouvres)
        self.plein: Entiers = np.cumsum(np.array(_PLEIN, dtype=np.int64)[mois])
        self.attenue: Entiers = np.cumsum(np.array(_ATTENUE, dtype=np.int64)[mois])

    def instant(self, dates: "pd.Series[Any] | Dates", temps: Entiers) -> Entiers:
        """Le temps d'activité au premier jour ouvré qui n'est pas avant chaque date."""
        instants: Entiers = temps[np.searchsorted(self.ouvres, en_jours(dates))]
        return instants

    def apres(self, dates: "pd.Series[Any] | Dates", delais: Entiers | int = 0) -> Dates:
        """Le premier jour ouvré qui n'est pas avant chaque date, plus `delais` jours ouvrés."""
        return np.busday_offset(en_jours(dates), delais, roll="forward", holidays=self._feries)

    def avant(self, dates: "pd.Series[Any] | Dates") -> Dates:
        """Le dernier jour ouvré qui ne suit pas chaque date."""
        return np.busday_offset(en_jours(dates), 0, roll="backward", holidays=self._feries)


def indices(dates: Dates) -> tuple[Entiers, Entiers]:
    """Les indices de prix et de coût (en % de 2026) à chaque date."""
    annees = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    rang = np.clip(annees - 2021, 0, len(_PRIX) - 1)
    return _PRIX[rang], _COUTS[rang]
