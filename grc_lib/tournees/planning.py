"""Planifier des visites (S823-2) : répartir des clients en journées de travail et les ordonner."""

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._arguments import parmi
from grc_lib._formats import denombrer, nombre
from grc_lib._nombres import entier, liste
from grc_lib.tournees._contraintes import (
    Suivis,
    entre,
    lire_fenetres,
    lire_journee,
    lire_secondes,
    lire_visites,
    par_client,
)
from grc_lib.tournees._moteur import Journees, Probleme, horaires, repartir
from grc_lib.tournees.distances import Lieux, lire_lieux

VITESSE_MAX = 130  # km/h : au-delà, c'est une erreur d'unité


def planifier(
    depot: Any,
    clients: Any,
    *,
    duree_visite: Any,
    journee: float,
    fenetres: Any = None,
    priorites: Any = None,
    jours: int | None = None,
    debut: dt.time | str = "08:00",
    vitesse: float = 50,
    detour: float = 1.3,
    distance: Any = "haversine",
    secondes: float = 3,
) -> pd.DataFrame:
    """Répartit des visites en journées : le moins de jours, puis le moins de kilomètres.

    Chaque journée part du dépôt à `debut` et y revient avant `debut` + `journee`. Le trajet d'un
    point à l'autre fait distance × `detour` kilomètres, parcourus à `vitesse`. Ce sont des
    hypothèses, rappelées dans le résultat : ni les routes ni la circulation ne sont connues.

    Paramètres
    ----------
    depot : le point de départ et de retour, un couple (latitude, longitude).
    clients : comme pour `matrice_distances`. Le nom d'un client est sa clé, son index, ou à défaut
        son rang dans la liste.
    duree_visite : en minutes, la même pour tous ou une par client (liste, `Series` ou
        dictionnaire par nom).
    journee : la durée d'une journée, trajets compris, en minutes (480 pour 8 heures).
    fenetres : les rendez-vous, liste (`None` : sans contrainte) ou dictionnaire par nom. La visite
        commence entre les deux bornes : des heures (« 10:00 », « 11:30 ») ou des minutes depuis le
        début de la journée. Arrivé en avance, on attend.
    priorites : un nombre par client (liste ou dictionnaire par nom, 0 par défaut), le plus grand
        pour le plus important. Si tout ne tient pas, on place d'abord les plus importants, seuls :
        aucun n'est écarté au profit d'un client moins important. Leurs journées viennent en tête.
    jours : le nombre de journées disponibles ; par défaut, autant qu'il en faut.
    debut : l'heure de départ du dépôt.
    vitesse : la vitesse moyenne, en km/h. Une hypothèse, à remplacer par la vôtre.
    detour : le rapport entre la route et le vol d'oiseau, au moins 1. Un usage : 1,3.
    distance : « haversine » (vol d'oiseau) ou une matrice en kilomètres, dépôt en premier ; si
        elle donne déjà des distances par la route, mettez `detour=1`.
    secondes : le temps de calcul, 600 au plus. La recherche s'arrête avant si elle ne progresse
        plus : le planning est alors le même à chaque exécution.

    Renvoie
    -------
    `DataFrame`, une visite par ligne dans l'ordre des journées : jour et ordre (à partir de 1),
    client, arrivee et depart (« HH:MM », à la minute supérieure), attente (minutes), trajet_km et
    trajet_min (depuis le point précédent), retour_km (de la dernière visite au dépôt, 0 avant) et
    retour (l'heure du retour), latitude, longitude, raison. Un client qui ne peut pas être visité
    vient à la fin, sans jour, avec la raison. `.attrs` garde le dépôt, le nombre de jours, les
    kilomètres et les hypothèses.

    Lève
    ----
    ArgumentInvalide pour une coordonnée hors domaine, une visite plus longue que la journée, une
    fenêtre inversée, une vitesse ou un détour invraisemblable, un nom inconnu ou en double, des
    longueurs différentes, une journée qui passe minuit ; MauvaisType pour autre chose que des
    nombres ou des heures.

    Exemple
    -------
    >>> clients = {"Riom": (45.894, 3.113), "Thiers": (45.857, 3.548), "Issoire": (45.544, 3.249)}
    >>> semaine = planifier(
    ...     (45.780, 3.087), clients, duree_visite=60, journee=480,
    ...     fenetres={"Riom": ("14:00", "15:00")},
    ... )
    >>> semaine[["jour", "ordre", "client", "arrivee", "depart", "attente", "retour"]]
       jour  ordre   client arrivee depart  attente retour
    0     1      1  Issoire   08:46  09:46        0   <NA>
    1     1      2   Thiers   10:51  11:51        0   <NA>
    2     1      3     Riom   12:44  15:00       76  15:21

    Source
    ------
    S823, tournées sous contraintes ; solveur PyVRP.
    """
    if isinstance(distance, str):
        parmi("distance", distance, ["haversine"])
    depart, longueur = lire_journee(debut, journee)
    lieux = lire_lieux(clients, distance, argument="clients", depot=depot)
    rapide = entre("vitesse", vitesse, 1, VITESSE_MAX, "une vitesse moyenne en km/h")
    kilometres = lieux.distances * entre("detour", detour, 1, 5, "un coefficient de détour")
    index = clients.index if isinstance(clients, pd.DataFrame) else None
    suivis = Suivis(lieux.noms[1:], index)
    bornes = lire_fenetres(suivis, fenetres, depart)
    probleme = Probleme(
        kilometres,
        60 * kilometres / rapide,
        lire_visites(suivis, duree_visite, longueur),
        ouvertures=bornes[:, 0],
        fermetures=np.minimum(bornes[:, 1], longueur),
        niveaux=liste("priorites", par_client("priorites", priorites, suivis, 0), au_moins=0),
        journee=longueur,
        cout_journee=rapide * longueur / 60,
    )
    disponibles = None if jours is None else entier("jours", jours, minimum=1)
    raisons = dict(_impossibles(probleme))
    possibles = [client for client in range(len(suivis.noms)) if client not in raisons]
    limite = lire_secondes(secondes)
    journees, interrompue = repartir(probleme, possibles, disponibles, limite)
    journees = sorted(journees, key=lambda journee: _rang_journee(probleme, journee))
    for client in set(possibles) - {client for journee in journees for client in journee}:
        raisons[client] = f"ne tient pas dans le temps de {denombrer(disponibles or 0, 'journée')}"
    tableau = _tableau(lieux, probleme, journees, raisons, depart)
    tableau.attrs = {
        "depot": None if lieux.coordonnees is None else tuple(lieux.coordonnees[0].tolist()),
        "jours": len(journees),
        "kilometres": float(tableau["trajet_km"].sum() + tableau["retour_km"].sum()),
        "hypotheses": _hypotheses(lieux, rapide, detour, interrompue),
    }
    return tableau


COLONNES = {
    "jour": "Int64",
    "ordre": "Int64",
    "client": None,
    "arrivee": "string",
    "depart": "string",
    "attente": "Int64",
    "trajet_km": float,
    "trajet_min": "Int64",
    "retour_km": float,
    "retour": "string",
    "latitude": float,
    "longitude": float,
    "raison": "string",
}


def _tableau(
    lieux: Lieux, p: Probleme, journees: Journees, raisons: dict[int, str], debut: float
) -> pd.DataFrame:
    lignes = [
        ligne
        for jour, clients in enumerate(journees, 1)
        for ligne in _lignes(lieux, p, jour, clients, debut)
    ]
    for client in sorted(raisons, key=lambda client: -p.niveaux[client]):
        lignes.append({**_client(lieux, client), "raison": raisons[client]})
    tableau = pd.DataFrame(lignes, columns=list(COLONNES))
    return tableau.astype({nom: forme for nom, forme in COLONNES.items() if forme})


def _lignes(
    lieux: Lieux, p: Probleme, jour: int, clients: list[int], debut: float
) -> Iterator[dict[str, Any]]:
    precedent, sortie = 0, 0
    passages = horaires(p, clients)
    for ordre, (client, passage) in enumerate(zip(clients, passages, strict=True), 1):
        arrivee, commence, depart = (_minute_superieure(heure) for heure in passage)
        dernier = ordre == len(clients)
        retour_km = float(p.kilometres[client + 1, 0]) if dernier else 0.0
        retour = _minute_superieure(passage[2] + p.trajets[client + 1, 0])
        yield {
            **_client(lieux, client),
            "jour": jour,
            "ordre": ordre,
            "arrivee": _heure(debut + arrivee),
            "depart": _heure(debut + depart),
            "attente": commence - arrivee,
            "trajet_km": float(p.kilometres[precedent, client + 1]),
            "trajet_min": arrivee - sortie,
            "retour_km": retour_km,
            "retour": _heure(debut + retour) if dernier else pd.NA,
            "raison": "",
        }
        precedent, sortie = client + 1, depart


def _client(lieux: Lieux, client: int) -> dict[str, Any]:
    nom = {"client": lieux.noms[client + 1]}
    if lieux.coordonnees is None:
        return nom
    return nom | dict(zip(("latitude", "longitude"), lieux.coordonnees[client + 1], strict=True))


def _impossibles(p: Probleme) -> Iterator[tuple[int, str]]:
    """Les clients qu'aucune journée ne permet de visiter, et pourquoi."""
    for client, (aller, retour) in enumerate(zip(p.trajets[0, 1:], p.trajets[1:, 0], strict=True)):
        seul = aller + p.visites[client] + retour
        fin = max(aller, p.ouvertures[client]) + p.visites[client] + retour
        if seul > p.journee + 1e-6:
            raison = f"trop loin : {_duree(seul)} de trajets et de visite"
            yield client, f"{raison}, pour une journée de {_duree(p.journee)}"
        elif aller > p.fermetures[client] + 1e-6:
            yield client, f"fenêtre trop matinale : il faut {_duree(aller)} pour arriver"
        elif fin > p.journee + 1e-6:
            yield client, "fenêtre trop tardive : le retour dépasserait la journée"


def _rang_journee(p: Probleme, journee: list[int]) -> tuple[float, float, int]:
    """Les journées des clients les plus prioritaires d'abord, puis dans l'ordre des clients."""
    niveaux = [float(p.niveaux[client]) for client in journee]
    return -max(niveaux), -sum(niveaux), min(journee)


def _hypotheses(lieux: Lieux, vitesse: float, detour: float, interrompue: bool) -> list[str]:
    route = "distance donnée" if lieux.coordonnees is None else "distance à vol d'oiseau"
    fin = (
        "arrêtée faute de temps, elle peut varier d'une machine à l'autre"
        if interrompue
        else "arrêtée quand elle ne progressait plus"
    )
    return [
        f"Route : {route} × {nombre(detour)} (hypothèse).",
        f"Vitesse moyenne : {nombre(vitesse)} km/h (hypothèse), sans tenir compte du trafic.",
        f"Recherche par PyVRP, sans preuve que le planning soit le meilleur : {fin}.",
    ]


def _minute_superieure(minutes: float) -> int:
    return math.ceil(round(minutes, 6))


def _heure(minutes: float) -> str:
    return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"


def _duree(minutes: float) -> str:
    entieres = _minute_superieure(minutes)
    return f"{entieres // 60} h {entieres % 60:02d}" if entieres >= 60 else f"{entieres} min"
