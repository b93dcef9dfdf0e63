"""Les itinéraires : l'optimum de berlin52 (TSPLIB), et 200 visites contre PyVRP en 8 secondes."""

from functools import partial

import numpy as np
from pyvrp import Client, Depot, Location, ProblemData, VehicleType, solve
from pyvrp.stop import MaxRuntime

from benchmarks.outils import Mesure, Mesures, duree
from grc_lib import tournees

BERLIN52 = """
565 575 25 185 345 750 945 685 845 655 880 660 25 230 525 1000 580 1175 650 1130 1605 620 1220 580
1465 200 1530 5 845 680 725 370 145 665 415 635 510 875 560 365 300 465 520 585 480 415 835 625
975 580 1215 245 1320 315 1250 400 660 180 410 250 420 555 575 665 1150 1160 700 580 685 595 685 610
770 610 795 645 720 635 760 650 475 960 95 260 875 920 700 500 555 815 830 485 1170 65 830 610
605 625 595 360 1340 725 1740 245
"""
DEPOT, VISITE, JOURNEE, VITESSE, DETOUR = (45.78, 3.087), 30, 480, 50, 1.3


def mesures() -> Mesures:
    points = np.array(BERLIN52.split(), dtype=float).reshape(-1, 2)
    chercher = partial(tournees.circuit, points, distance="euc_2d", secondes=1)
    temps = duree(chercher)
    yield Mesure("berlin52", f"{chercher().longueur:.0f}", "7542 en 1 s", f"{temps:.2f} s")
    for rayon in (20, 40, 60):
        yield comparer(rayon)


def comparer(rayon: float) -> Mesure:
    """Les mêmes visites, planifiées par nous en 3 s, par PyVRP seul et par défaut en 8 s."""
    lieux = clients(200, rayon, graine=5)
    hypotheses = {"duree_visite": VISITE, "journee": JOURNEE, "vitesse": VITESSE, "detour": DETOUR}
    rendu = tournees.planifier(DEPOT, lieux, **hypotheses).attrs
    jours, kilometres = pyvrp_seul(lieux, 8)
    detail = f"{rendu['kilometres']:.0f} km en {rendu['jours']} jours ; PyVRP {kilometres:.0f} km"
    return Mesure(
        f"200 visites à {rayon} km au plus, écart à PyVRP 8 s",
        f"{rendu['kilometres'] / kilometres - 1:+.1%}",
        "< 5 %",
        f"{detail} en {jours} jours",
    )


def clients(nombre: int, rayon: float, graine: int) -> np.ndarray:
    """Des clients répartis au hasard dans un disque autour du dépôt (rayon en kilomètres)."""
    hasard = np.random.default_rng(graine)
    angle, distance = 2 * np.pi * hasard.random(nombre), rayon * np.sqrt(hasard.random(nombre))
    return np.column_stack(
        [DEPOT[0] + distance * np.cos(angle) / 111.2, DEPOT[1] + distance * np.sin(angle) / 77.5]
    )


def pyvrp_seul(lieux: np.ndarray, secondes: float) -> tuple[int, float]:
    """Le problème donné directement à PyVRP : les journées et les kilomètres du moins de route."""
    kilometres = DETOUR * tournees.matrice_distances(np.vstack([DEPOT, lieux]))
    n = len(lieux)
    donnees = ProblemData(
        [Location(0, 0)] * (n + 1),
        [Client(i, service_duration=60 * VISITE) for i in range(1, n + 1)],
        [Depot(0)],
        [VehicleType(n, tw_late=60 * JOURNEE)],
        [np.rint(1000 * kilometres).astype(np.int64)],
        [np.ceil(3600 * kilometres / VITESSE).astype(np.int64)],
    )
    meilleur = solve(donnees, MaxRuntime(secondes), seed=0, collect_stats=False).best
    return meilleur.num_routes(), meilleur.distance() / 1000
