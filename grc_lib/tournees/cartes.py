"""Dessiner une tournée (S823-2) : les points à l'échelle, les trajets en ligne droite."""

from collections.abc import Iterator
from math import cos, radians
from typing import Any, NamedTuple

import pandas as pd

from grc_lib._formats import denombrer, nombre
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.tournees.circuits import Circuit

# Okabe et Ito, sans le jaune ; le trait et le symbole changent aussi, pour se lire en gris.
COULEURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#1f1f1f")
SYMBOLES = ("circle", "square", "diamond", "triangle-up", "cross", "x", "pentagon")
_TRAITS = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_ETIQUETTES_MAX = 30
_DEPOT = "dépôt"


def carte(trajet: Any, *, titre: str | None = None) -> Any:
    """Dessine un circuit ou un planning : une ligne par journée, à l'échelle, sans fond de carte.

    Les trajets sont tracés en ligne droite : ce ne sont pas les routes. Rien n'est lu sur Internet.

    Paramètres
    ----------
    trajet : le résultat de `circuit`, de `plus_proche_voisin` ou de `deux_opt`, ou le tableau de
        `planifier` (entier, ou quelques-unes de ses journées).
    titre : ce que l'on doit lire sur la carte ; par défaut, les nombres de points et de kilomètres.

    Renvoie
    -------
    `plotly.graph_objects.Figure`. Le texte alternatif est dans `layout.meta["texte_alternatif"]`.

    Lève
    ----
    MauvaisType si `trajet` n'est ni un `Circuit` ni un tableau de `planifier` ; ArgumentInvalide
    s'il n'a pas de coordonnées (distances données par une matrice) ou aucun point à relier.

    Exemple
    -------
    >>> from grc_lib.tournees import circuit
    >>> villes = {"Riom": (45.894, 3.113), "Thiers": (45.857, 3.548), "Issoire": (45.544, 3.249)}
    >>> carte(circuit(villes)).layout.title.text
    '3 points, 116,1 km'

    Source
    ------
    S823, carte de la tournée.
    """
    import plotly.graph_objects as go

    if isinstance(trajet, Circuit):
        dessin = _du_circuit(trajet)
    elif isinstance(trajet, pd.DataFrame) and {"jour", "ordre", "trajet_km"} <= set(trajet.columns):
        dessin = _du_planning(trajet)
    else:
        raise MauvaisType("trajet", trajet, "un circuit, ou le tableau de `planifier`")
    figure = go.Figure()
    for rang, boucle in enumerate(dessin.boucles):
        couleur = COULEURS[rang % len(COULEURS)]
        figure.add_scatter(
            x=boucle.x,
            y=boucle.y,
            text=["" if nom == _DEPOT else nom for nom in boucle.noms[:-1]],
            name=boucle.nom,
            mode="lines+markers+text" if len(boucle.x) <= _ETIQUETTES_MAX else "lines+markers",
            textposition="top center",
            hovertemplate="%{text}<extra>%{fullData.name}</extra>",
            line=dict(color=couleur, width=2, dash=_TRAITS[rang % len(_TRAITS)]),
            marker=dict(color=couleur, size=9, symbol=SYMBOLES[rang % len(SYMBOLES)]),
        )
    depart = dessin.boucles[0]
    figure.add_scatter(
        x=depart.x[:1],
        y=depart.y[:1],
        name="Départ et retour",
        mode="markers",
        hovertemplate="Départ et retour<extra></extra>",
        marker=dict(color="#1f1f1f", size=17, symbol="star"),
    )
    chemins = [f"{b.nom} : {' → '.join(b.noms)}" for b in dessin.boucles]
    texte = f"Carte des trajets en ligne droite. {'. '.join(chemins)}."
    return mettre_a_l_echelle(figure, titre or dessin.titre, texte, dessin.terrestre)


def mettre_a_l_echelle(figure: Any, titre: str, texte_alternatif: str, terrestre: bool) -> Any:
    """La mise en page d'une carte : un kilomètre y fait la même longueur dans les deux sens."""
    y = [float(v) for trace in figure.data for v in trace.y]
    ratio = 1 / cos(radians(sum(y) / len(y))) if terrestre else 1
    noms = ("Longitude (degrés)", "Latitude (degrés)") if terrestre else ("x", "y")
    figure.update_layout(
        title=dict(text=titre),
        meta={"texte_alternatif": texte_alternatif},
        separators=",\u202f",
        height=520,
        xaxis=dict(title=dict(text=noms[0])),
        yaxis=dict(title=dict(text=noms[1]), scaleanchor="x", scaleratio=ratio),
    )
    return figure


class _Boucle(NamedTuple):
    nom: str
    noms: list[str]
    x: list[float]
    y: list[float]


class _Dessin(NamedTuple):
    boucles: list[_Boucle]
    titre: str
    terrestre: bool


def _du_circuit(circuit: Circuit) -> _Dessin:
    if not circuit.coordonnees:
        recu = "un circuit sans coordonnées"
        raise ArgumentInvalide("trajet", recu, "un circuit entre des points que l'on peut placer")
    terrestre = circuit.nature in ("haversine", "geo_tsplib")
    points = [*circuit.coordonnees, circuit.coordonnees[0]]
    noms = [str(nom) for nom in [*circuit.noms, circuit.noms[0]]]
    premiers, seconds = ([point[axe] for point in points] for axe in (0, 1))
    x, y = (seconds, premiers) if terrestre else (premiers, seconds)
    longueur = f"{nombre(circuit.longueur, 1)} {circuit.unite}".strip()
    titre = f"{denombrer(len(circuit.noms), 'point')}, {longueur}"
    return _Dessin([_Boucle("Circuit", noms, x, y)], titre, terrestre)


def _du_planning(planning: pd.DataFrame) -> _Dessin:
    visites = planning[planning["jour"].notna()]
    depot = planning.attrs.get("depot")
    if depot is None or visites.empty:
        attendu = "un planning qui a au moins une visite, et des coordonnées"
        raise ArgumentInvalide("trajet", f"{len(visites)} visite(s), dépôt : {depot}", attendu)
    boucles = list(_journees(visites, depot))
    kilometres = visites["trajet_km"].sum() + visites["retour_km"].sum()
    duree = f"{denombrer(len(visites), 'visite')} en {denombrer(len(boucles), 'jour')}"
    titre = f"{duree}, {nombre(kilometres, 1)} km"
    return _Dessin(boucles, titre, True)


def _journees(visites: pd.DataFrame, depot: tuple[float, float]) -> Iterator[_Boucle]:
    for jour, etapes in visites.sort_values(["jour", "ordre"]).groupby("jour"):
        yield _Boucle(
            f"Jour {jour}",
            [_DEPOT, *etapes["client"].astype(str), _DEPOT],
            [depot[1], *etapes["longitude"], depot[1]],
            [depot[0], *etapes["latitude"], depot[0]],
        )
