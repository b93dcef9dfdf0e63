"""Ce que dit un circuit ou un planning de visites : ses boucles, son constat, son tableau."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.graphique import exiger_colonnes
from grc_lib.figures.textes import compte
from grc_lib.tournees import Circuit

JOURS_MAX = 7


class Boucle(NamedTuple):
    nom: str
    noms: list[str]  # le départ en tête
    x: Any
    y: Any


class Trajets(NamedTuple):
    boucles: list[Boucle]
    constat: str
    donnees: pd.DataFrame
    terrestre: bool


def lire_trajets(trajet: Any) -> Trajets:
    if isinstance(trajet, Circuit):
        return _du_circuit(trajet)
    if isinstance(trajet, pd.DataFrame) and {"jour", "ordre", "trajet_km"} <= set(trajet.columns):
        return _du_planning(trajet)
    raise MauvaisType("trajet", trajet, "un circuit, ou le tableau de `tournees.planifier`")


def _du_circuit(circuit: Circuit) -> Trajets:
    if not circuit.coordonnees:
        raise NonCalculable("Ce circuit n'a pas de coordonnées : il n'y a aucun point à placer.")
    noms = [str(nom) for nom in circuit.noms]
    x, y = np.array(circuit.coordonnees, dtype=float).T
    longueur = f"{nombre(circuit.longueur, 1)}\u00a0{circuit.unite}".strip()
    suivants = [*noms[1:], noms[0]]
    loin = int(np.argmax(circuit.trajets))
    constat = (
        f"{compte(len(noms), 'points')} en {longueur} ; le plus long trajet : {noms[loin]} → "
        f"{suivants[loin]}, {nombre(circuit.trajets[loin], 1)}\u00a0{circuit.unite}".rstrip()
    )
    unite = f" ({circuit.unite})" if circuit.unite else ""
    colonnes = {"Ordre": range(1, len(noms) + 1), "De": noms, "À": suivants}
    donnees = pd.DataFrame({**colonnes, f"Trajet{unite}": circuit.trajets})
    terrestre = circuit.nature in ("haversine", "geo_tsplib")
    boucle = Boucle("Circuit", noms, *((y, x) if terrestre else (x, y)))
    return Trajets([boucle], constat, donnees, terrestre)


def _du_planning(planning: pd.DataFrame) -> Trajets:
    exiger_colonnes("trajet", planning, "client", "retour_km", "latitude", "longitude")
    visites = planning[planning["jour"].notna()].sort_values(["jour", "ordre"])
    depot = planning.attrs.get("depot")
    if depot is None or visites.empty:
        raise NonCalculable("Ce planning n'a aucune visite à placer, ou pas de dépôt.")
    jours = visites.groupby("jour")
    if jours.ngroups > JOURS_MAX:
        attendu = f"au plus {JOURS_MAX} journées : choisissez-en"
        raise ArgumentInvalide("trajet", f"{jours.ngroups} journées", attendu)
    boucles = [
        Boucle(
            f"Jour {jour}",
            ["dépôt", *etapes["client"].astype(str)],
            np.array([depot[1], *etapes["longitude"]], dtype=float),
            np.array([depot[0], *etapes["latitude"]], dtype=float),
        )
        for jour, etapes in jours
    ]
    par_jour = jours["trajet_km"].sum() + jours["retour_km"].sum()
    kilometres = f"{nombre(par_jour.sum(), 1)}\u00a0km"
    constat = f"{compte(len(visites), 'visites')} en {compte(len(boucles), 'jours')}, {kilometres}"
    if len(boucles) > 1:
        constat += (
            f" ; le plus long : jour\u00a0{par_jour.idxmax()}, {nombre(par_jour.max(), 1)}\u00a0km"
        )
    titres = {"jour": "Jour", "ordre": "Ordre", "client": "Client", "trajet_km": "Trajet (km)"}
    titres |= {"retour_km": "Retour (km)"}
    donnees = visites[list(titres)].rename(columns=titres).reset_index(drop=True)
    return Trajets(boucles, constat, donnees, True)
