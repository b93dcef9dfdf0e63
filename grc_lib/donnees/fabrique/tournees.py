"""Les tournées : quelles visites dues font une journée, dans quel ordre, sur combien de route.

On part de sa ville de rattachement et l'on y revient le soir, sauf si le lendemain se passe dans
les mêmes parages lointains : on dort alors sur place.
"""

from dataclasses import dataclass

import numpy as np

from grc_lib.donnees.fabrique.colonnes import Entiers, Masque
from grc_lib.donnees.fabrique.hasard import Hasard

# Cosinus de la latitude, en millièmes, par degré de 41 à 52 ; mètres par millième de degré.
_COSINUS = np.array([755, 743, 731, 719, 707, 695, 682, 669, 656, 643, 629, 616], dtype=np.int64)
_METRES, _DETOUR = 111, 130  # détour de la route sur le vol d'oiseau, en %
_EN_VILLE = 8  # hectomètres, même entre deux voisins
# En hectomètres : d'une visite aux autres de la journée ; d'un jour au lendemain, en tournée ; de
# chez soi à la première ville où l'on dort plutôt que de rentrer.
_VOISINAGE, _LENDEMAIN, _LOIN = 700, 1_500, 1_000
# Hectomètres : plus loin, on ne part pas pour une seule visite, selon qu'elle peut attendre ou non.
_SEUL = (4_200, 3_200)
_PAR_JOUR = (2, 3, 3, 4, 4, 5)  # visites que l'on essaie de placer un jour donné
_MAXIMUM = 6
# Ordre où l'on remplit l'agenda : un jour convenu, un client exigeant, ce qui presse, le reste.
CONVENUE, EXPRES, PRESSEE, REGULIERE = range(4)


@dataclass(frozen=True)
class Dues:
    """Les visites dues par un salarié : jours (depuis 1970) et points (rangs dans sa carte)."""

    point: Entiers
    debut: Entiers
    fin: Entiers
    vise: Entiers
    ordre: Entiers  # CONVENUE, EXPRES…
    chez_soi: int  # le point d'où partent les tournées
    voyage: bool  # un directeur va partout, quitte à ne rentrer que le lendemain


def route(latitude: Entiers, longitude: Entiers, la: Entiers, lo: Entiers) -> Entiers:
    """La route d'un lieu à l'autre (hectomètres), de coordonnées en cent-millièmes de degré."""
    nord = (latitude - la) * _METRES // 10_000
    cosinus = _COSINUS[np.clip((latitude + la) // 200_000 - 41, 0, len(_COSINUS) - 1)]
    est = (longitude - lo) * _METRES * cosinus // 10_000_000
    oiseau: Entiers = np.sqrt(nord * nord + est * est).astype(np.int64)
    return oiseau * _DETOUR // 100 + _EN_VILLE


def tournees(
    dues: Dues, carte: Entiers, presents: Entiers, h: Hasard
) -> list[tuple[int, int, int]]:
    """(visite due, jour, hectomètres), dans l'ordre."""
    agenda = _Agenda(dues, carte, presents, h)
    for visite in np.lexsort((dues.vise, dues.ordre)).tolist():
        if agenda.libre[visite]:
            agenda.placer(visite)
    return agenda.routes()


class _Agenda:
    """Les journées d'un salarié, que l'on remplit."""

    def __init__(self, dues: Dues, carte: Entiers, presents: Entiers, h: Hasard) -> None:
        self.dues, self.carte, self.presents = dues, carte, presents
        n = len(presents)
        self.places = h.parmi(_PAR_JOUR, n)
        self.libre = np.ones(len(dues.point), dtype=bool)
        self.jours: dict[int, list[int]] = {}  # rang du jour de présence → visites
        self.centre = np.full(n, -1)  # par jour, le point de la première, sinon −1
        self.suivi: Masque = np.append(np.diff(presents) == 1, False)  # visite-t-on le lendemain ?

    def placer(self, visite: int) -> None:
        """Ajoute cette visite à une journée qui passe par là, ou lui ouvre une journée."""
        dues, ordre = self.dues, self.dues.ordre[visite]
        debut, vise = np.searchsorted(self.presents, [dues.debut[visite], dues.vise[visite]])
        fin = np.searchsorted(self.presents, dues.fin[visite], side="right")
        if ordre != EXPRES and self._rejoindre(visite, debut, fin, _VOISINAGE, self.places):
            return
        libres = vise + np.flatnonzero(self.centre[vise:fin] < 0)
        suites = libres[self._dans_les_parages(visite, libres)]
        if len(suites):
            self._ouvrir(int(suites[0]), visite)
        elif len(libres) and self._raisonnable(visite):
            self._ouvrir(int(libres[0]), visite)
        elif ordre in (CONVENUE, PRESSEE):
            self._rejoindre(visite, debut, fin, 2 * _VOISINAGE, self.places * 0 + _MAXIMUM)

    def _rejoindre(self, visite: int, debut: int, fin: int, rayon: int, places: Entiers) -> bool:
        """Ajoute la visite à la première journée déjà ouverte qui passe assez près."""
        centre, point = self.centre[debut:fin], self.dues.point[visite]
        proche = (centre >= 0) & (self.carte[centre, point] <= rayon)
        rangs = (debut + np.flatnonzero(proche)).tolist()
        return any(self._accueille(rang, visite, int(places[rang])) for rang in rangs)

    def _accueille(self, rang: int, visite: int, places: int) -> bool:
        """Ajoute la visite à une journée, s'il y reste de la place."""
        jour, point = self.jours[rang], self.dues.point[visite]
        if len(jour) >= places or any(self.dues.point[v] == point for v in jour):
            return False
        jour.append(visite)
        self.libre[visite] = False
        return True

    def _dans_les_parages(self, visite: int, rangs: Entiers) -> Masque:
        """Les jours où, loin de chez soi, on est près de là la veille ou le lendemain."""
        point = self.dues.point[visite]
        pres: Masque = np.zeros(len(rangs), dtype=bool)
        if self.dues.ordre[visite] == EXPRES or self.carte[self.dues.chez_soi, point] <= _LOIN:
            return pres
        for voisin, lie in ((rangs - 1, self.suivi[rangs - 1]), (rangs + 1, self.suivi[rangs])):
            centre = self.centre[np.minimum(voisin, len(self.centre) - 1)]
            pres |= lie & (centre >= 0) & (self.carte[centre, point] <= _LENDEMAIN)
        return pres

    def _raisonnable(self, visite: int) -> bool:
        """Vrai si l'on peut y aller et en revenir dans la journée, ou s'il le faut."""
        dues, ordre = self.dues, self.dues.ordre[visite]
        trajet = self.carte[dues.chez_soi, dues.point[visite]]
        return bool(dues.voyage or ordre == EXPRES or trajet <= _SEUL[int(ordre == REGULIERE)])

    def _ouvrir(self, rang: int, visite: int) -> None:
        """Une journée autour de cette visite, puis les suivantes si elle mène loin."""
        while True:
            point = int(self.dues.point[visite])
            self.jours[rang], self.centre[rang] = [visite], point
            self.libre[visite] = False
            for voisine in self._voisines(rang, point, _VOISINAGE):
                self._accueille(rang, voisine, int(self.places[rang]))
            pres = self.carte[self.dues.chez_soi, point] <= _LOIN
            if pres or not self.suivi[rang] or self.centre[rang + 1] >= 0:
                return
            rang += 1
            suite = self._voisines(rang, point, _LENDEMAIN)
            if not suite:
                return
            visite = suite[0]

    def _voisines(self, rang: int, point: int, rayon: int) -> list[int]:
        """Les visites dues ce jour-là près d'un point, de la plus proche à la plus lointaine."""
        dues, jour = self.dues, self.presents[rang]
        du = self.libre & (dues.ordre != EXPRES) & (dues.debut <= jour) & (jour <= dues.fin)
        rangs = np.flatnonzero(du)
        routes = self.carte[point, dues.point[rangs]]
        proches = np.argsort(routes, kind="stable")[: 2 * _MAXIMUM]
        voisines: list[int] = rangs[proches[routes[proches] <= rayon]].tolist()
        return voisines

    def routes(self) -> list[tuple[int, int, int]]:
        """Chaque journée de proche en proche ; la dernière visite compte aussi le retour."""
        faites: list[tuple[int, int, int]] = []
        chez_soi = ici = self.dues.chez_soi
        for rang in sorted(self.jours):
            reste, jour = list(self.jours[rang]), int(self.presents[rang])
            while reste:
                trajets = [int(self.carte[ici, self.dues.point[v]]) for v in reste]
                expres = self.dues.ordre[reste[0]] == EXPRES
                premiere = 0 if expres else trajets.index(min(trajets))
                visite = reste.pop(premiere)
                faites.append((visite, jour, trajets[premiere]))
                ici = int(self.dues.point[visite])
            if not self._dort(rang, ici):
                visite, jour, trajet = faites[-1]
                faites[-1] = (visite, jour, trajet + int(self.carte[ici, chez_soi]))
                ici = chez_soi
        return faites

    def _dort(self, rang: int, ici: int) -> bool:
        """Vrai si, loin de chez soi, la première visite du lendemain est plus près d'ici."""
        demain = self.jours.get(rang + 1) if self.suivi[rang] else None
        maison = self.carte[self.dues.chez_soi]
        if not demain or maison[ici] <= _LOIN or self.dues.ordre[demain[0]] == EXPRES:
            return False
        points = self.dues.point[demain]
        premier = points[np.argmin(self.carte[ici, points])]
        return bool(self.carte[ici, premier] < maison[premier])
