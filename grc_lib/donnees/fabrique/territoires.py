"""Où travaille chacun : des départements voisins, de même population, autour d'une ville."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.colonnes import Entiers
from grc_lib.donnees.fabrique.lieux import communes
from grc_lib.donnees.fabrique.secteurs import SECTEUR_DE_LA_REGION, TERRAIN

Partage = dict[str, list[int]]  # département → ses commerciaux terrain


def partager(salaries: pd.DataFrame) -> Partage:
    """Les territoires des commerciaux terrain : chaque secteur coupé en deux, et ainsi de suite.

    Un département n'a qu'un commercial, sauf si l'équipe a plus de monde que de départements.
    """
    terrain = salaries[salaries["fonction"] == TERRAIN].groupby("secteur_id")["salarie_id"]
    secteurs = communes()["region"].map(SECTEUR_DE_LA_REGION)
    partage: Partage = {}
    for secteur, qui in terrain:
        partage |= _couper(_departements(communes()[secteurs == secteur]), qui.tolist())
    return partage


def commerciaux(departements: pd.Series, partage: Partage, tour: int) -> Entiers:
    """Le commercial de chaque lieu ; à plusieurs sur un département, chacun son tour."""
    rangs = departements.groupby(departements).cumcount() + tour
    couples = zip(departements, rangs, strict=True)
    return np.array([partage[d][rang % len(partage[d])] for d, rang in couples], dtype=np.int64)


def rattacher(salaries: pd.DataFrame) -> pd.DataFrame:
    """Ajoute la ville de chacun : la plus peuplée de son territoire, ou de son secteur."""
    villes = communes().sort_values("population", ascending=False, kind="stable")
    secteurs = villes.assign(secteur=villes["region"].map(SECTEUR_DE_LA_REGION))
    par_secteur = secteurs.drop_duplicates("secteur").set_index("secteur")
    par_departement = villes.drop_duplicates("departement").set_index("departement")
    sieges = {
        qui: par_secteur.loc[s] for qui, s in salaries[["salarie_id", "secteur_id"]].to_numpy()
    }
    partage = partager(salaries)
    for departement in reversed(list(par_departement.index)):  # la plus grande ville l'emporte
        for qui in partage[departement]:
            sieges[qui] = par_departement.loc[departement]
    choisies = pd.DataFrame([sieges[qui] for qui in salaries["salarie_id"]])
    nord, est = (
        (choisies[colonne] * 100_000).round().astype(np.int64).to_numpy()
        for colonne in ("latitude", "longitude")
    )
    return salaries.assign(commune=choisies["nom"].to_numpy(), latitude=nord, longitude=est)


def _departements(villes: pd.DataFrame) -> pd.DataFrame:
    """Population et centre de population (dix-millièmes de degré) de chaque département."""
    table = villes[["departement", "population"]].copy()
    for colonne in ("latitude", "longitude"):
        table[colonne] = (villes[colonne] * 10_000).round().astype(np.int64) * table["population"]
    sommes = table.groupby("departement", as_index=False).sum()
    for colonne in ("latitude", "longitude"):
        sommes[colonne] //= sommes["population"]
    return sommes


def _couper(departements: pd.DataFrame, equipe: list[int]) -> Partage:
    """Coupe une zone en deux parts de population proportionnelles aux équipes, et compactes."""
    if len(equipe) == 1 or len(departements) == 1:
        return dict.fromkeys(departements["departement"], equipe)
    nord, est = departements["latitude"], departements["longitude"] * 7 // 10
    moitie = len(equipe) // 2
    coupes = []
    for axe in (nord, est, nord + est, nord - est):
        tri = departements.assign(axe=axe).sort_values(["axe", "departement"], kind="stable")
        population = tri["population"].to_numpy()
        milieu = np.cumsum(population) - population // 2
        part = int((milieu * len(equipe) < population.sum() * moitie).sum())
        part = min(max(part, 1), len(tri) - 1)
        coupes.append((_etendue(tri[:part]) + _etendue(tri[part:]), tri[:part], tri[part:]))
    _, une, autre = min(coupes, key=lambda coupe: coupe[0])
    return _couper(une, equipe[:moitie]) | _couper(autre, equipe[moitie:])


def _etendue(departements: pd.DataFrame) -> int:
    """La dispersion des habitants autour du centre (carrés de centièmes de degré, en milliers)."""
    total = 0
    milliers = departements["population"] // 1000 + 1
    for axe, echelle in (("latitude", 100), ("longitude", 70)):
        ecart = (departements[axe] - (departements[axe] * milliers).sum() // milliers.sum()) // 100
        total += int((ecart * ecart * milliers).sum()) * echelle // 100
    return total
