"""Le plateau des télécommerciales : leurs absences, et la file d'attente, appel après appel.

Un client a sa télécommerciale : s'il est Petit, il l'attend ; sinon une collègue libre le prend
au bout d'un moment. L'attente et les abandons ne sont pas tirés au sort : ils viennent de la file.
"""

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.colonnes import Dates, Entiers, Masque
from grc_lib.donnees.fabrique.hasard import Hasard

JOUR, _HEURE, DEMI_HEURE = 86_400, 3_600, 1_800  # secondes
_REPRISE = 14 * _HEURE  # un appel à passer que la matinée n'a pas permis attend 14 h
_MIDI, _FERMETURE = 12 * _HEURE, 17 * _HEURE + 3_000  # plus d'appel sortant après 17 h 50
_INSISTE = 16 * _HEURE + DEMI_HEURE  # qui doit absolument parler ce jour-là attend davantage
_ATTENTE = 590  # secondes : au-delà, même lui raccroche, et rappelle
_VITE = 300  # secondes : il le fait alors aussitôt
# Congés payés, en semaines depuis le lundi 30 juin 2025, des trois équipes qui se relaient.
_CONGES = ((0, 1, 2, 25, 42), (3, 4, 5, 26, 43), (6, 7, 8, 33, 44))
_LUNDI = np.datetime64("2025-06-30")
_ABSENCES = 3  # % de jours de formation ou de maladie


@dataclass(frozen=True)
class Journal:
    """Les appels joués : rang de la demande, instant, télécommerciale (−1 : abandon), attente."""

    demande: Entiers
    instant: Entiers
    qui: Entiers
    attente: Entiers


def presences(n: int, jours: Dates, h: Hasard) -> Masque:
    """Qui est là (télécommerciale, jour) ; quelqu'un l'est toujours."""
    semaine = (jours - _LUNDI).astype(np.int64) // 7
    conges = np.stack([np.isin(semaine, c) for c in _CONGES])[np.arange(n) % len(_CONGES)]
    la = ~conges & (h.entiers(100, n, len(jours)) >= _ABSENCES)
    la[:, ~la.any(axis=0)] = True
    return la


def remplacantes(la: Masque) -> Entiers:
    """Qui répond pour chacune, chaque jour : elle-même, sinon la première voisine présente."""
    rangs = np.arange(len(la))[:, None]
    qui = np.where(la, rangs, -1)
    for pas in range(1, len(la)):
        if (qui >= 0).all():
            break
        voisine = (rangs + pas) % len(la)
        qui = np.where((qui < 0) & la[voisine[:, 0]], voisine, qui)
    return qui


def jouer(demandes: pd.DataFrame, la: Masque) -> Journal:
    """Fait passer chaque appel, dans l'ordre de l'heure, à qui doit le prendre ou le passer."""
    file = _File(demandes, la)
    while file.a_venir:
        t, i = heappop(file.a_venir)
        if file.appels[i].sortant:
            file.passer(t, i)
        else:
            file.recevoir(t, i)
    return Journal(*np.array(file.journal, dtype=np.int64).reshape(-1, 4).T)


class _File:
    """Les appels à venir, quand chacune sera libre, et ce qui s'est passé (secondes)."""

    def __init__(self, demandes: pd.DataFrame, la: Masque) -> None:
        occupe = demandes["duree"] + demandes["post"]
        self.appels: list[Any] = list(demandes.assign(occupe=occupe).itertuples(index=False))
        self.a_venir = list(zip(demandes["instant"].tolist(), range(len(demandes)), strict=True))
        heapify(self.a_venir)
        self.presentes = [np.flatnonzero(jour).tolist() for jour in la.T]
        self.libre = [0] * len(la)
        self.rappels: set[int] = set()  # qui a déjà raccroché, puis rappelé
        self.journal: list[tuple[int, int, int, int]] = []

    def passer(self, t: int, i: int) -> None:
        """Un appel à passer attend que sa télécommerciale ait raccroché."""
        appel = self.appels[i]
        if self.libre[appel.qui] <= t:
            self._converser(i, t, appel.qui, t + appel.sonnerie)
            return
        t = self.libre[appel.qui] + appel.sonnerie
        if _MIDI <= t % JOUR < _REPRISE:
            t += _REPRISE - t % JOUR
        if appel.oblige or t % JOUR < _FERMETURE:  # sinon il ne se fait pas
            heappush(self.a_venir, (t, i))

    def recevoir(self, t: int, i: int) -> None:
        """Un appel reçu est décroché à temps, ou abandonné ; on rappelle parfois.

        Une fois ; qui doit absolument parler ce jour-là, tant qu'il le faut.
        """
        appel = self.appels[i]
        qui, debut = self._decrocher(t, appel)
        insiste = appel.oblige and (i in self.rappels or t % JOUR > _INSISTE)
        patience = _ATTENTE if insiste else appel.patience
        encore = t + patience + (min(appel.rappelle, _VITE) if insiste else appel.rappelle)
        tard = encore % JOUR >= _FERMETURE
        if debut - t <= patience or (appel.oblige and tard):
            self._converser(i, t, qui, debut)
            return
        self.journal.append((i, t, -1, patience))
        if appel.rappelle and (insiste or i not in self.rappels) and not tard:
            self.rappels.add(i)
            heappush(self.a_venir, (encore, i))

    def _decrocher(self, t: int, appel: Any) -> tuple[int, int]:
        """Qui décrocherait, et quand : la sienne, ou une collègue plus vite libre."""
        debut = max(t + appel.sonnerie, self.libre[appel.qui])
        if debut - t > appel.seuil:
            autre = min(self.presentes[t // JOUR], key=self.libre.__getitem__)
            secours = max(t + max(appel.seuil, appel.sonnerie), self.libre[autre])
            if secours < debut:
                return autre, secours
        return appel.qui, debut

    def _converser(self, i: int, t: int, qui: int, debut: int) -> None:
        self.libre[qui] = debut + self.appels[i].occupe
        self.journal.append((i, t, qui, debut - t))
