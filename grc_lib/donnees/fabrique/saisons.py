"""Le calendrier de l'imprimerie : jours ouvrés, mois de pointe, évolution des prix."""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.hasard import Entiers

# Activité d'un jour ouvré selon le mois (100 = mois moyen) : rentrée de septembre à novembre,
# papeterie et vœux en janvier, creux d'août. Les Petits, au rythme de leur stock, y cèdent peu.
_PLEIN = (165, 92, 88, 84, 80, 84, 74, 42, 140, 150, 148, 74)
_ATTENUE = (125, 97, 96, 95, 94, 96, 90, 70, 112, 114, 112, 92)
# Tarifs et coûts de l'année, en % de 2026 : la crise du papier de 2022–2023 a pesé sur les marges.
_PRIX = {2022: 91, 2023: 96, 2024: 98, 2025: 99}
_COUTS = {2022: 93, 2023: 98, 2024: 97, 2025: 99}


class Calendrier:
    """Les jours ouvrés d'une période et le « temps d'activité » écoulé à chacun."""

    def __init__(self, debut: dt.date, fin: dt.date) -> None:
        import holidays

        annees = range(debut.year, fin.year + 2)
        self._feries = np.array(
            sorted(holidays.country_holidays("FR", years=annees)), "datetime64[D]"
        )
        jours = np.arange(np.datetime64(debut), np.datetime64(fin) + 1)
        self.jours = len(jours)
        self.ouvres = jours[np.is_busday(jours, holidays=self._feries)]
        mois = self.ouvres.astype("datetime64[M]").astype(np.int64) % 12
        self.plein: Entiers = np.cumsum(np.array(_PLEIN, dtype=np.int64)[mois])
        self.attenue: Entiers = np.cumsum(np.array(_ATTENUE, dtype=np.int64)[mois])

    def instant(self, dates: NDArray[np.datetime64], temps: Entiers) -> Entiers:
        """Le temps d'activité au premier jour ouvré qui n'est pas avant chaque date."""
        instants: Entiers = temps[np.searchsorted(self.ouvres, dates.astype("datetime64[D]"))]
        return instants

    def apres(self, dates: NDArray[np.datetime64], delais: Entiers) -> NDArray[np.datetime64]:
        """La date située `delais` jours ouvrés plus tard."""
        return np.busday_offset(
            dates.astype("datetime64[D]"), delais, roll="forward", holidays=self._feries
        )

    def avant(self, dates: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        """Le dernier jour ouvré qui ne suit pas chaque date."""
        return np.busday_offset(
            dates.astype("datetime64[D]"), 0, roll="backward", holidays=self._feries
        )


def indices(dates: NDArray[np.datetime64]) -> tuple[Entiers, Entiers]:
    """Les indices de prix et de coût (en % de 2026) à chaque date ; 90 avant 2022."""
    annees = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    return (
        np.array([_PRIX.get(int(a), 90 if a < 2022 else 100) for a in range(annees.max() + 1)])[
            annees
        ],
        np.array([_COUTS.get(int(a), 90 if a < 2022 else 100) for a in range(annees.max() + 1)])[
            annees
        ],
    )
