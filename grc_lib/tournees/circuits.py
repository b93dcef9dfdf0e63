"""Le plus court circuit (S823-2) : plus proche voisin, 2-opt, économies, et le meilleur connu."""

from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np

from grc_lib._formats import denombrer, nombre
from grc_lib._nombres import entier, liste
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.tournees._contraintes import lire_secondes
from grc_lib.tournees._moteur import boucle
from grc_lib.tournees.distances import Lieux, lire_lieux
from grc_lib.tournees.points import Tableau


@dataclass(frozen=True)
class Circuit(Resultat):
    """Circuit : chaque point visité une fois, puis retour au départ.

    ordre : les rangs des points (0 pour le premier de la liste), le départ en tête · longueur : la
    somme des trajets, retour compris, en kilomètres pour des latitudes et longitudes, sinon dans
    l'unité des points · noms : les points dans l'ordre de visite · trajets : la longueur de
    chacun · methode : comment l'ordre a été trouvé.
    """

    ordre: list[int]
    longueur: float
    _: KW_ONLY
    noms: list[Any]
    trajets: list[float]
    coordonnees: list[tuple[float, float]] | None
    nature: str
    unite: str
    methode: str

    def etapes(self) -> Iterator[Etape]:
        """L'ordre de visite, puis la somme des trajets."""
        visite = " → ".join(str(nom) for nom in [*self.noms, *self.noms[:1]])
        yield Etape("Ordre de visite", "", visite, denombrer(len(self.noms), "point"))
        somme = " + ".join(nombre(trajet) for trajet in self.trajets)
        resultat = f"{nombre(self.longueur)} {self.unite}".strip()
        yield Etape("Longueur", "somme des trajets", somme, resultat)

    def conventions(self) -> Iterator[str]:
        """La distance employée et ce que vaut la méthode."""
        yield _NATURES[self.nature]
        yield self.methode


def circuit(
    points: Any, *, distance: Any = "haversine", depart: int = 0, secondes: float = 1
) -> Circuit:
    """Le plus court circuit que l'on trouve par tous les points, retour au départ compris.

    Paramètres
    ----------
    points, distance : comme pour `matrice_distances`.
    depart : le rang du point de départ (0 pour le premier) ; il ne change pas la longueur.
    secondes : le temps de calcul, 600 au plus. La recherche s'arrête avant si elle ne
        progresse plus ; elle donne alors le même ordre à chaque exécution.

    Renvoie
    -------
    `Circuit` : ordre (rangs des points, départ en tête) et longueur (km, ou l'unité des points).
    Aucun point : ordre vide, longueur 0.

    Lève
    ----
    Comme `matrice_distances` ; ArgumentInvalide si `depart` n'est pas le rang d'un point ou si
    `secondes` n'est pas positif.

    Exemple
    -------
    >>> tour = circuit([(0, 0), (10, 10), (0, 10), (10, 0)], distance="plane")
    >>> tour.ordre, tour.longueur
    ([0, 2, 1, 3], 40.0)

    Source
    ------
    S823, méthodes calculées (cas TS01 à TS04) ; optimums publiés par TSPLIB 95.
    """
    limite = lire_secondes(secondes)
    lieux = lire_lieux(points, distance)
    rang = _rang(depart, lieux)
    if len(lieux.noms) < 2:
        return _resultat(lieux, list(range(len(lieux.noms))), "Aucun trajet à choisir.")
    ordre, interrompue = boucle(lieux.distances, limite)
    fin = (
        f"elle a été arrêtée au bout de {nombre(limite)} s et peut varier d'une machine à l'autre"
        if interrompue
        else "elle ne progressait plus"
    )
    methode = f"Recherche par PyVRP, sans preuve que ce soit le plus court : {fin}."
    return _resultat(lieux, _dans_le_bon_sens(_partir_de(rang, ordre), lieux.distances), methode)


def plus_proche_voisin(points: Any, *, distance: Any = "haversine", depart: int = 0) -> Circuit:
    """Le circuit de celui qui va toujours au point le plus proche parmi ceux qui restent.

    C'est la méthode que l'on applique d'instinct. Elle ne donne presque jamais le plus court
    circuit : les points oubliés en route coûtent cher à la fin.

    Paramètres
    ----------
    points, distance : comme pour `matrice_distances`.
    depart : le rang du point de départ (0 pour le premier) ; il change le circuit.

    Renvoie
    -------
    `Circuit`, comme `circuit`. À égale distance, le premier de la liste.

    Lève
    ----
    Comme `circuit`.

    Exemple
    -------
    >>> sur_une_route = {"Riom": (0, 0), "Gerzat": (-2, 0), "Aigueperse": (3, 0), "Cusset": (8, 0)}
    >>> plus_proche_voisin(sur_une_route, distance="plane").noms
    ['Riom', 'Gerzat', 'Aigueperse', 'Cusset']

    Source
    ------
    S823, plus proche voisin.
    """
    lieux = lire_lieux(points, distance)
    ici = _rang(depart, lieux)
    ordre, restent = [], set(range(len(lieux.noms)))
    while restent:
        ordre.append(ici)
        restent.remove(ici)
        ici = min(sorted(restent), key=lambda j: lieux.distances[ici, j], default=ici)
    methode = "Plus proche voisin : une règle simple, qui donne rarement le plus court circuit."
    return _resultat(lieux, ordre, methode)


def deux_opt(points: Any, ordre: Sequence[int], *, distance: Any = "haversine") -> Circuit:
    """Raccourcit un circuit en défaisant ses croisements, deux trajets à la fois (2-opt).

    On remplace les trajets a→b et c→d par a→c et b→d, en parcourant à l'envers ce qui est entre
    eux, tant que d(a,c) + d(b,d) < d(a,b) + d(c,d).

    Paramètres
    ----------
    points, distance : comme pour `matrice_distances` ; une matrice doit être symétrique.
    ordre : les rangs des points dans l'ordre de départ, par exemple
        `plus_proche_voisin(…).ordre`.

    Renvoie
    -------
    `Circuit`, jamais plus long que le circuit donné, même départ.

    Lève
    ----
    Comme `matrice_distances` ; ArgumentInvalide si `ordre` ne cite pas chaque point une fois ou si
    la matrice n'est pas symétrique.

    Exemple
    -------
    >>> carre = [(0, 0), (10, 10), (0, 10), (10, 0)]
    >>> deux_opt(carre, [0, 1, 2, 3], distance="plane").longueur
    40.0

    Source
    ------
    S823, 2-opt (Croes, 1958).
    """
    lieux = lire_lieux(points, distance)
    d, tour = lieux.distances, _permutation(ordre, lieux)
    if not np.array_equal(d, d.T):
        attendu = "une matrice symétrique : retourner un morceau de circuit suppose l'aller égal au"
        raise ArgumentInvalide("distance", "une matrice asymétrique", f"{attendu} retour")
    progres = len(tour) > 3
    while progres:
        progres = False
        for i in range(len(tour) - 2):
            for j in range(i + 2, len(tour) - (i == 0)):
                a, b, c, e = tour[i], tour[i + 1], tour[j], tour[(j + 1) % len(tour)]
                if d[a, c] + d[b, e] < d[a, b] + d[c, e] - 1e-9 * d.max():
                    tour[i + 1 : j + 1] = reversed(tour[i + 1 : j + 1])
                    progres = True
    methode = "2-opt : plus aucun croisement à défaire, sans être toujours le plus court circuit."
    return _resultat(lieux, tour, methode)


def economies(depot: Any, clients: Any, *, distance: Any = "haversine") -> Tableau:
    """Ce que l'on économise à visiter deux clients d'un coup plutôt qu'en deux allers-retours.

    s(i, j) = d(i, dépôt) + d(dépôt, j) − d(i, j). Clarke et Wright fusionnent les tournées dans
    l'ordre des économies décroissantes.

    Paramètres
    ----------
    depot : le point de départ, un couple (latitude, longitude).
    clients, distance : comme pour `matrice_distances` ; une matrice compte le dépôt, en premier.

    Renvoie
    -------
    ndarray carré, une ligne par client, dans l'unité de la distance (km pour « haversine »).
    Diagonale nulle : un client ne se fusionne pas avec lui-même.

    Lève
    ----
    Comme `matrice_distances`.

    Exemple
    -------
    >>> economies((0, 0), [(0, 10), (0, 12), (10, 0)], distance="plane").round(1)
    array([[ 0. , 20. ,  5.9],
           [20. ,  0. ,  6.4],
           [ 5.9,  6.4,  0. ]])

    Source
    ------
    S823, Clarke et Wright (cas TS06).
    """
    d = lire_lieux(clients, distance, argument="clients", depot=depot).distances
    gains: Tableau = d[1:, :1] + d[:1, 1:] - d[1:, 1:]
    np.fill_diagonal(gains, 0)
    return gains


_NATURES = {
    "haversine": "Distances à vol d'oiseau (rayon terrestre de 6 371 km) : la route est plus "
    "longue.",
    "plane": "Distances en ligne droite dans le plan.",
    "euc_2d": "Distances en ligne droite arrondies à l'entier (EUC_2D de TSPLIB).",
    "geo_tsplib": "Distances GEO de TSPLIB : kilomètres entiers.",
    "matrice": "Distances lues dans la matrice donnée.",
}


def _resultat(lieux: Lieux, ordre: list[int], methode: str) -> Circuit:
    points = lieux.coordonnees
    trajets = [float(lieux.distances[i, j]) for i, j in zip(ordre, _suivants(ordre), strict=True)]
    return Circuit(
        ordre,
        float(sum(trajets)),
        noms=[lieux.noms[i] for i in ordre],
        trajets=trajets,
        coordonnees=None if points is None else [(points[i, 0], points[i, 1]) for i in ordre],
        nature=lieux.nature,
        unite=lieux.unite,
        methode=methode,
    )


def _suivants(ordre: list[int]) -> list[int]:
    return ordre[1:] + ordre[:1]


def _partir_de(depart: int, ordre: list[int]) -> list[int]:
    debut = ordre.index(depart)
    return ordre[debut:] + ordre[:debut]


def _dans_le_bon_sens(ordre: list[int], d: Tableau) -> list[int]:
    """Des deux sens d'un circuit symétrique, celui qui commence par le plus petit rang."""
    a_l_envers = ordre[:1] + ordre[:0:-1]
    return min(ordre, a_l_envers) if np.array_equal(d, d.T) else ordre


def _rang(depart: Any, lieux: Lieux) -> int:
    rang, dernier = entier("depart", depart), max(len(lieux.noms) - 1, 0)
    if rang > dernier:
        raise ArgumentInvalide("depart", depart, f"le rang d'un point, entre 0 et {dernier}")
    return rang


def _permutation(ordre: Any, lieux: Lieux) -> list[int]:
    rangs = [entier("ordre", rang) for rang in liste("ordre", ordre, au_moins=0).tolist()]
    if sorted(rangs) != list(range(len(lieux.noms))):
        raise ArgumentInvalide("ordre", ordre, "le rang de chaque point, une seule fois")
    return rangs
