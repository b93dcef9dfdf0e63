"""Les créneaux de chacun, et le point d'où il part."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.organisation._demandes import Point
from grc_lib.organisation._lecture import connus, dates, lire
from grc_lib.tournees.points import TERRE, lire_point


class Creneau(NamedTuple):
    """Le temps libre d'un salarié, un jour donné."""

    salarie_id: Any
    jour: dt.date
    debut: dt.time
    fin: dt.time

    def minutes(self) -> int:
        """La durée, trajets compris."""
        return 60 * (self.fin.hour - self.debut.hour) + self.fin.minute - self.debut.minute


def lire_creneaux(agendas: Any) -> list[Creneau]:
    """Les créneaux dans l'ordre des jours, sans chevauchement pour un même salarié."""
    table = lire("agendas", agendas, "salarie_id", "jour", "debut", "fin")
    jours = dates("agendas, jour", table["jour"])
    heures = [[_heure(f"agendas, {nom}", h) for h in table[nom]] for nom in ("debut", "fin")]
    creneaux = [Creneau(*ligne) for ligne in zip(table["salarie_id"], jours, *heures, strict=True)]
    creneaux.sort(key=lambda c: (c.jour, c.debut))
    fins: dict[Any, dt.time] = {}
    for c in creneaux:
        if c.debut >= c.fin:
            raise ArgumentInvalide("agendas", f"{c.debut} – {c.fin}", "un début avant la fin")
        if fins.get((c.salarie_id, c.jour), c.debut) > c.debut:
            recu = f"deux créneaux du salarié {c.salarie_id} à la même heure, le {c.jour}"
            raise ArgumentInvalide("agendas", recu, "des créneaux qui ne se chevauchent pas")
        fins[c.salarie_id, c.jour] = c.fin
    return creneaux


def _heure(argument: str, recue: Any) -> dt.time:
    if not isinstance(recue, str | dt.time):
        raise MauvaisType(argument, recue, "une heure, comme « 10:30 »")
    try:
        return dt.time.fromisoformat(str(recue)).replace(tzinfo=None)
    except ValueError:
        raise ArgumentInvalide(argument, recue, "une heure, comme « 10:30 »") from None


def lire_departs(
    depots: Any, creneaux: list[Creneau], clients: pd.DataFrame, prospects: pd.DataFrame
) -> dict[Any, Point]:
    """Le départ de chacun : celui que l'on donne, ou le milieu de ses clients et prospects."""
    salaries = dict.fromkeys(creneau.salarie_id for creneau in creneaux)
    if isinstance(depots, Mapping):
        connus("depots", pd.Series(list(salaries)), depots, "un départ pour chaque salarié")
        return {salarie: _point(depots[salarie]) for salarie in salaries}
    if depots is not None:
        return dict.fromkeys(salaries, _point(depots))
    colonnes = ["salarie_id", "latitude", "longitude"]
    points = pd.concat([t[colonnes] for t in (clients, prospects) if len(t)] or [clients[colonnes]])
    milieux = {}
    for salarie in salaries:
        siens = points[points["salarie_id"] == salarie]
        milieu = (siens if len(siens) else points)[["latitude", "longitude"]].astype(float).mean()
        milieux[salarie] = (milieu["latitude"], milieu["longitude"])
    return milieux


def _point(recu: Any) -> Point:
    latitude, longitude = lire_point("depots", recu, TERRE)
    return float(latitude), float(longitude)
