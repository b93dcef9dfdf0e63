"""Mesurer sans tricher : le meilleur de plusieurs essais, des rapports pris dans la même course."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mesure:
    """Une ligne du tableau : ce qui est mesuré, la valeur, le but, et le détail des temps."""

    nom: str
    valeur: float | str
    but: str
    detail: str = ""

    def ligne(self) -> tuple[str, str, str, str]:
        valeur = self.valeur if isinstance(self.valeur, str) else f"{self.valeur:.3g}"
        return self.nom, valeur, self.but, self.detail


def duree(
    action: Callable[[], Any], fois: int = 3, horloge: Callable[[], float] | None = None
) -> float:
    """Le plus petit temps, en secondes : au mur, ou du processeur (`time.process_time`)."""
    lire = horloge or time.perf_counter
    temps = []
    for _ in range(fois):
        debut = lire()
        action()
        temps.append(lire() - debut)
    return min(temps)


def durees(
    actions: dict[str, Callable[[], Any]], fois: int = 3, horloge: Callable[[], float] | None = None
) -> dict[str, float]:
    """Les actions l'une après l'autre, plusieurs tours : elles subissent la même machine."""
    tours = [{nom: duree(a, 1, horloge) for nom, a in actions.items()} for _ in range(fois)]
    return {nom: min(tour[nom] for tour in tours) for nom in actions}


def ecrire_durees(temps: dict[str, float]) -> str:
    return " · ".join(f"{nom} {_temps(t)}" for nom, t in temps.items())


def _temps(secondes: float) -> str:
    return f"{1000 * secondes:.0f} ms" if secondes < 1 else f"{secondes:.2f} s"


Mesures = Iterator[Mesure]
