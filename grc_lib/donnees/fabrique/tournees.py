"""Les tournées : quelles visites dues font une journée, dans quel ordre, sur combien de route.

Une zone est grande comme plusieurs régions : un commercial a, en plus du milieu de sa zone, des
villes d'étape d'où partent ses journées.
"""

from dataclasses import dataclass

import numpy as np

from grc_lib.donnees.fabrique.colonnes import Entiers, Masque
from grc_lib.donnees.fabrique.hasard import Hasard

# Cosinus de la latitude, en millièmes, par degré de 41 à 52 ; mètres par millième de degré.
_COSINUS = np.array([755, 743, 731, 719, 707, 695, 682, 669, 656, 643, 629, 616], dtype=np.int64)
_METRES, _DETOUR = 111, 130  # détour de la route sur le vol d'oiseau, en %
_EN_VILLE = 8  # hectomètres, même entre deux voisins
# En hectomètres : d'une visite aux autres de la journée ; d'une ville d'étape à ses clients ; d'un
# jour au lendemain, quand on a dormi loin de chez soi.
_VOISINAGE, _AUTOUR, _LENDEMAIN = 700, 1_300, 1_500
_ETAPES = 8  # villes d'étape au plus
_PAR_JOUR = (3, 4, 4, 5, 5, 6)  # visites que l'on essaie de placer un jour donné
_MAXIMUM = 6


@dataclass(frozen=True)
class Dues:
    """Les visites dues par un salarié : jours (depuis 1970) et points (rangs dans sa carte)."""

    point: Entiers
    debut: Entiers
    fin: Entiers
    vise: Entiers
    depart: Entiers  # le point d'où part la journée faite pour cette visite
    chez_soi: int  # celui d'où partent les journées proches
    ferme: Masque  # réclamation ou devis : passe avant le reste
    expres: Masque  # la journée est faite pour elle, et commence par elle


def distances(latitude: Entiers, longitude: Entiers) -> Entiers:
    """La route entre tous les points (hectomètres), de coordonnées en cent-millièmes de degré."""
    nord = (latitude[:, None] - latitude) * _METRES // 10_000
    milieu = (latitude[:, None] + latitude) // 200_000
    cosinus = _COSINUS[np.clip(milieu - 41, 0, len(_COSINUS) - 1)]
    est = (longitude[:, None] - longitude) * _METRES * cosinus // 10_000_000
    route: Entiers = np.sqrt(nord * nord + est * est).astype(np.int64) * _DETOUR // 100
    route += _EN_VILLE
    return route


def etapes(carte: Entiers) -> Entiers:
    """Les points d'où partent les journées : le milieu de la zone, puis là où il manque."""
    villes = [int(np.argmin(carte.sum(axis=1)))]
    while len(villes) < _ETAPES:
        manque = carte[villes].min(axis=0)
        loin = int(np.argmax(manque))
        if manque[loin] <= _AUTOUR:
            break
        alentour = np.flatnonzero((carte[loin] <= _AUTOUR) & (manque > _AUTOUR // 2))
        centre = alentour[np.argmin(carte[np.ix_(alentour, alentour)].sum(axis=1))]
        villes.append(int(centre))
    return np.array(villes)


def tournees(
    dues: Dues, carte: Entiers, presents: Entiers, h: Hasard
) -> list[tuple[int, int, int]]:
    """(visite due, jour, hectomètres), dans l'ordre.

    Les journées se font une à une, autour de la visite dont le jour est venu ; qui a dormi loin de
    chez lui continue dans les parages le lendemain.
    """
    agenda = _Agenda(dues, carte, presents, h)
    calee = dues.debut == dues.vise
    for visite in np.lexsort((dues.vise, ~calee, ~dues.ferme, ~dues.expres)).tolist():
        if agenda.libre[visite]:
            agenda.placer(visite)
    return agenda.routes()


class _Agenda:
    """Les journées d'un salarié, que l'on remplit."""

    def __init__(self, dues: Dues, carte: Entiers, presents: Entiers, h: Hasard) -> None:
        self.dues, self.carte, self.presents = dues, carte, presents
        self.places = h.parmi(_PAR_JOUR, len(presents)).tolist()
        self.libre = np.ones(len(dues.point), dtype=bool)
        self.jours: dict[int, list[int]] = {}  # rang du jour de présence → visites

    def placer(self, visite: int) -> None:
        """Ouvre une journée pour cette visite, ou l'ajoute à une journée qui passe par là."""
        dues = self.dues
        debut = int(np.searchsorted(self.presents, dues.vise[visite]))
        fin = int(np.searchsorted(self.presents, dues.fin[visite], side="right"))
        for rang in range(debut, fin):
            if rang not in self.jours:
                self._ouvrir(rang, visite)
                return
            if self._accueille(rang, visite, _VOISINAGE, self.places[rang]):
                return
        if dues.ferme[visite]:
            any(self._accueille(r, visite, 2 * _VOISINAGE, _MAXIMUM) for r in range(debut, fin))

    def _accueille(self, rang: int, visite: int, rayon: int, places: int) -> bool:
        """Ajoute la visite à une journée déjà ouverte, s'il y reste de la place."""
        dues, jour = self.dues, self.jours.get(rang, [])
        points = [int(dues.point[v]) for v in jour]
        point = int(dues.point[visite])
        if not jour or len(jour) >= places or point in points or dues.expres[visite]:
            return False
        if self.carte[points[0], point] > rayon:
            return False
        jour.append(visite)
        self.libre[visite] = False
        return True

    def _ouvrir(self, rang: int, visite: int) -> None:
        """Une journée autour de cette visite, puis les suivantes si l'on dort loin."""
        dues = self.dues
        while True:
            self.jours[rang] = [visite]
            self.libre[visite] = False
            point = int(dues.point[visite])
            for voisine in self._voisines(rang, point, _VOISINAGE):
                self._accueille(rang, voisine, _VOISINAGE, self.places[rang])
            pres = self.carte[dues.chez_soi, point] <= _AUTOUR
            if dues.expres[visite] or pres or not self._demain(rang):
                return
            rang += 1
            suite = self._voisines(rang, point, _LENDEMAIN)
            if rang in self.jours or not suite:
                return
            visite = suite[0]

    def _voisines(self, rang: int, point: int, rayon: int) -> list[int]:
        """Les visites dues ce jour-là près d'un point, de la plus proche à la plus lointaine."""
        dues, jour = self.dues, self.presents[rang]
        du = self.libre & ~dues.expres & (dues.debut <= jour) & (jour <= dues.fin)
        rangs = np.flatnonzero(du)
        route = self.carte[point, dues.point[rangs]]
        proches = np.argsort(route, kind="stable")[: 2 * _MAXIMUM]
        voisines: list[int] = rangs[proches[route[proches] <= rayon]].tolist()
        return voisines

    def _demain(self, rang: int) -> bool:
        """Vrai si le salarié visite aussi le lendemain."""
        suivant = rang + 1
        return suivant < len(self.presents) and bool(
            self.presents[suivant] == self.presents[rang] + 1
        )

    def routes(self) -> list[tuple[int, int, int]]:
        """Chaque journée de proche en proche, avec le retour à la ville d'où l'on est parti."""
        faites: list[tuple[int, int, int]] = []
        for rang in sorted(self.jours):
            reste, jour = list(self.jours[rang]), int(self.presents[rang])
            depart = ici = int(self.dues.depart[reste[0]])
            if self.dues.expres[reste[0]]:
                faites.append((reste[0], jour, int(self.carte[ici, self.dues.point[reste[0]]])))
                ici = int(self.dues.point[reste.pop(0)])
            while reste:
                routes = [int(self.carte[ici, self.dues.point[v]]) for v in reste]
                visite = reste.pop(routes.index(min(routes)))
                faites.append((visite, jour, min(routes)))
                ici = int(self.dues.point[visite])
            visite, jour, route = faites[-1]
            faites[-1] = (visite, jour, route + int(self.carte[ici, depart]))
        return faites
