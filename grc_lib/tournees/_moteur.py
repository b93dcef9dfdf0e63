"""Le solveur PyVRP : des distances aux tournées, toujours avec la même graine."""

import math
import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from grc_lib.tournees.points import Tableau

_ESSAIS = 1000  # essais sans progrès avant de s'arrêter, pour chaque seconde accordée
# 200 visites en 3 s : mieux que le réglage d'origine en 8 s (voir benchmarks/tournees.py).
_REGLAGE_PLANNING = {"memoire": 50, "voisins": 20}
_ENTIERS = 1e9  # le solveur compte en entiers : la plus grande distance en vaut un milliard


class Probleme(NamedTuple):
    """Des visites à placer ; le dépôt est la ligne 0 des matrices, les durées sont en minutes."""

    kilometres: Tableau
    trajets: Tableau
    visites: Tableau
    ouvertures: Tableau
    fermetures: Tableau
    niveaux: Tableau  # les priorités, la plus haute d'abord
    journee: float
    cout_journee: float  # en kilomètres : ce qu'on roulerait pour éviter une journée de plus


Journees = list[list[int]]  # les clients (0 pour le premier) de chaque journée


def boucle(distances: Tableau, secondes: float) -> tuple[list[int], bool]:
    """L'ordre trouvé, et si le temps a manqué ; les distances peuvent ne pas être symétriques."""
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType

    n = len(distances)
    entiers: Any = np.rint(distances / (distances.max() or 1) * _ENTIERS).astype(np.int64)
    donnees = ProblemData(
        [Location(0, 0)] * n,
        [Client(i) for i in range(1, n)],
        [Depot(0)],
        [VehicleType()],
        [entiers],
        [0 * entiers],
    )
    tournee, interrompue = _chercher(donnees, secondes)
    return [0, *(1 + client for client in tournee[0])], interrompue


def repartir(
    p: Probleme, clients: list[int], jours: int | None, secondes: float
) -> tuple[Journees, bool]:
    """Le moins de journées, puis le moins de route.

    Quand les jours sont comptés, on place d'abord les clients les plus prioritaires, seuls ; ceux
    d'un niveau inférieur ne prennent ensuite que la place qui reste.
    """
    if not clients:
        return [], False
    if jours is None:
        return _placer(p, clients, {}, len(clients), secondes, [[c] for c in clients])
    niveaux = sorted({p.niveaux[c] for c in clients}, reverse=True)
    journees: Journees = []
    interrompue = False
    for niveau in niveaux:
        places = [c for journee in journees for c in journee]
        prix = {c: int(p.niveaux[c] > niveau) for c in clients if p.niveaux[c] >= niveau}
        candidats = {c: rang for c, rang in prix.items() if c not in places}
        part = secondes / len(niveaux)
        journees, coupee = _placer(p, places, candidats, jours, part, journees)
        interrompue |= coupee
    return journees, interrompue


def _placer(
    p: Probleme,
    places: list[int],
    candidats: dict[int, int],
    jours: int,
    secondes: float,
    connue: Journees,
) -> tuple[Journees, bool]:
    """Garde les clients placés et ajoute tous les candidats possibles, les mieux classés d'abord.

    `connue` est une répartition qui tient déjà : on y revient si le solveur n'en trouve pas.
    """
    from pyvrp import Client, Depot, Location, ProblemData, Solution, VehicleType

    retenus = [*places, *candidats]
    lignes = np.array([0, *(1 + c for c in retenus)])
    jour = math.ceil(1000 * p.cout_journee)
    prix = 2 * jours * jour + 1  # plus que tous les kilomètres et toutes les journées réunis
    visites = [
        Client(
            rang,
            service_duration=_secondes(p.visites[c]),
            tw_early=_secondes(p.ouvertures[c]),
            tw_late=math.floor(60 * p.fermetures[c] + 1e-6),
            prize=prix * (1 + len(retenus) * candidats.get(c, 0)),
            required=c not in candidats,
        )
        for rang, c in enumerate(retenus, 1)
    ]
    carre = np.ix_(lignes, lignes)
    metres: Any = np.rint(1000 * p.kilometres[carre]).astype(np.int64)
    durees: Any = np.ceil(60 * p.trajets[carre] - 1e-6).astype(np.int64)
    donnees = ProblemData(
        [Location(0, 0)] * len(lignes),
        visites,
        [Depot(0)],
        [VehicleType(jours, fixed_cost=jour, tw_late=math.floor(60 * p.journee + 1e-6))],
        [metres],
        [durees],
    )
    rangs = {c: rang for rang, c in enumerate(retenus)}
    sure = Solution(donnees, [[rangs[c] for c in journee] for journee in connue])
    tournees, interrompue = _chercher(donnees, secondes, sure, **_REGLAGE_PLANNING)
    return [[retenus[rang] for rang in tournee] for tournee in tournees], interrompue


def _chercher(
    donnees: Any, secondes: float, sure: Any = None, *, memoire: int = 300, voisins: int = 50
) -> tuple[Journees, bool]:
    """Les tournées trouvées ; repart d'une solution sûre si la première recherche échoue."""
    from pyvrp import IteratedLocalSearchParams, SolveParams, solve
    from pyvrp.exceptions import PenaltyBoundWarning
    from pyvrp.search import NeighbourhoodParams
    from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement

    reglage = SolveParams(
        ils=IteratedLocalSearchParams(history_length=memoire),
        neighbourhood=NeighbourhoodParams(num_neighbours=voisins),
    )
    for depart in (None, sure):
        patience = NoImprovement(math.ceil(_ESSAIS * secondes))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PenaltyBoundWarning)
            arret = MultipleCriteria([MaxRuntime(secondes), patience])
            trouvee = solve(
                donnees,
                arret,
                seed=0,
                collect_stats=False,
                params=reglage,
                initial_solution=depart,
            )
        if trouvee.is_feasible():
            break
    routes = trouvee.best.routes()
    return [[a.idx for a in route if a.is_client()] for route in routes], (
        trouvee.runtime >= secondes
    )


def _secondes(minutes: float) -> int:
    return math.ceil(60 * minutes - 1e-6)


def horaires(p: Probleme, journee: Sequence[int]) -> list[tuple[float, float, float]]:
    """Pour chaque visite : l'arrivée, le début et le départ, en minutes depuis le début du jour."""
    heure, ici, passages = 0.0, 0, []
    for client in journee:
        arrivee = heure + p.trajets[ici, client + 1]
        debut = max(arrivee, p.ouvertures[client])
        heure, ici = debut + p.visites[client], client + 1
        passages.append((arrivee, debut, heure))
    return passages
