"""Le plateau des télécommerciales : leurs absences, et la file d'attente, appel après appel.

Un client a sa télécommerciale : s'il est Petit, il l'attend ; sinon une collègue libre le prend
au bout d'un moment. L'attente et les abandons ne sont pas tirés au sort : ils viennent de la file.
"""

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.hasard import Entiers, Hasard

JOUR, HEURE, DEMI_HEURE = 86_400, 3_600, 1_800  # secondes
_REPRISE = 14 * HEURE  # un appel à passer que la matinée n'a pas permis attend 14 h
_MIDI, _FERMETURE = 12 * HEURE, 17 * HEURE + 3_000  # plus d'appel sortant après 17 h 50
_INSISTE = 16 * HEURE + DEMI_HEURE  # qui doit absolument parler ce jour-là ne raccroche plus
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


def presences(n: int, jours: NDArray[np.datetime64], h: Hasard) -> NDArray[np.bool_]:
    """Qui est là (télécommerciale, jour) ; quelqu'un l'est toujours."""
    semaine = (jours - _LUNDI).astype(np.int64) // 7
    conges = np.stack([np.isin(semaine, c) for c in _CONGES])[np.arange(n) % len(_CONGES)]
    la = ~conges & (h.entiers(100, n, len(jours)) >= _ABSENCES)
    la[:, ~la.any(axis=0)] = True
    return la


def remplacantes(la: NDArray[np.bool_]) -> Entiers:
    """Qui répond pour chacune, chaque jour : elle-même, sinon la première voisine présente."""
    rangs = np.arange(len(la))[:, None]
    qui = np.where(la, rangs, -1)
    for pas in range(1, len(la)):
        if (qui >= 0).all():
            break
        voisine = (rangs + pas) % len(la)
        qui = np.where((qui < 0) & la[voisine[:, 0]], voisine, qui)
    return qui


def jouer(demandes: pd.DataFrame, la: NDArray[np.bool_]) -> Journal:
    """Fait passer chaque appel, dans l'ordre de l'heure, à qui doit le prendre ou le passer."""
    colonnes = ("qui", "sortant", "oblige", "rappelle", "sonnerie", "patience", "seuil")
    qui, sortant, oblige, rappelle, sonnerie, patience, seuil = (
        demandes[c].tolist() for c in colonnes
    )
    occupe = (demandes["duree"] + demandes["post"]).tolist()
    presentes = [np.flatnonzero(colonne).tolist() for colonne in la.T]
    libre = [0] * len(la)
    prevus = np.argsort(demandes["instant"].to_numpy(), kind="stable")[::-1]
    instants = demandes["instant"].to_numpy()[prevus]
    attendus = list(zip(instants.tolist(), prevus.tolist(), strict=True))
    reportes: list[tuple[int, int]] = []  # un tas
    deja: set[int] = set()
    journal: list[tuple[int, int, int, int]] = []
    while attendus or reportes:
        avant = reportes and (not attendus or reportes[0] < attendus[-1])
        t, i = heappop(reportes) if avant else attendus.pop()
        a = qui[i]
        if sortant[i]:
            if libre[a] > t:  # elle est en ligne : elle appellera ensuite
                _reporter(reportes, libre[a] + sonnerie[i], i, oblige[i])
            else:
                libre[a] = t + sonnerie[i] + occupe[i]
                journal.append((i, t, a, sonnerie[i]))
            continue
        debut = max(t + sonnerie[i], libre[a])
        if debut - t > seuil[i]:
            autre = min(presentes[t // JOUR], key=libre.__getitem__)
            secours = max(t + max(seuil[i], sonnerie[i]), libre[autre])
            if secours < debut:
                a, debut = autre, secours
        insiste = oblige[i] and (i in deja or t % JOUR > _INSISTE)
        if debut - t <= patience[i] or insiste:
            libre[a] = debut + occupe[i]
            journal.append((i, t, a, debut - t))
            continue
        journal.append((i, t, -1, patience[i]))
        encore = t + patience[i] + rappelle[i]
        if rappelle[i] and i not in deja and encore % JOUR < _FERMETURE:
            deja.add(i)
            heappush(reportes, (encore, i))
    return Journal(*np.array(journal, dtype=np.int64).reshape(-1, 4).T)


def _reporter(reportes: list[tuple[int, int]], t: int, i: int, oblige: bool) -> None:
    """Remet à plus tard un appel sortant, hors du déjeuner ; trop tard, il ne se fait pas."""
    heure = t % JOUR
    if _MIDI <= heure < _REPRISE:
        t += _REPRISE - heure
    if oblige or heure < _FERMETURE:
        heappush(reportes, (t, i))
