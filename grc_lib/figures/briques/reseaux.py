"""Des cases reliées par des flèches, de haut en bas : un projet, un script d'appel."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from grc_lib.figures.briques.etages import Dessin, Lien
from grc_lib.figures.gabarit import BLEU, GRIS
from grc_lib.figures.graphique import Graphique, etiquette

_CLAIR = "#e8f1f8"
_LIGNE, _FLECHE = 19, 64  # pixels : une ligne de texte, l'espace entre deux étages


def reseau(
    dessin: Dessin, textes: Mapping[str, str], forts: set[str], liens: set[Lien], **options: Any
) -> Graphique:
    """Les flèches, puis les cases par-dessus ; les plus importantes en traits épais."""
    hauteur = _FLECHE + _LIGNE * (1 + max(texte.count("<br>") for texte in textes.values()))
    demies = {nom: (6 + _LIGNE * (1 + textes[nom].count("<br>")) / 2) / hauteur for nom in textes}
    traits, annotations = [go.Scatter(x=[], y=[], mode="markers")], []
    for lien in sorted(dessin.traits, key=liens.__contains__):
        fort = lien in liens
        trait, pointe = _fleche(dessin.traits[lien], demies[lien[0]], demies[lien[1]], fort)
        traits.append(trait)
        annotations.append(pointe)
    for nom, (x, y) in dessin.places.items():
        fort = nom in forts
        cadre: dict[str, Any] = dict(
            bordercolor=BLEU if fort else GRIS, borderwidth=3 if fort else 1, borderpad=4
        )
        fond = _CLAIR if fort else "white"
        annotations.append(etiquette(x, y, textes[nom], align="center", bgcolor=fond, **cadre))
    figure = Graphique(traits, **options)
    figure.annoter(annotations)
    bas = min(y for _, y in dessin.places.values())
    total = figure.layout.margin.t + round(hauteur * (1 - bas)) + 10
    figure.update_layout(height=total, showlegend=False, hovermode=False)
    figure.layout.title.y = 1 - 26 / total
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(visible=False, range=[bas - 0.5, 0.5])
    return figure


def _fleche(
    trait: list[tuple[float, float]], depart: float, arrivee: float, fort: bool
) -> tuple[go.Scatter, dict[str, Any]]:
    """Une ligne brisée du bord d'une case à celui de l'autre, la pointe à la fin."""
    points = list(trait)
    sens = 1 if points[-1][1] > points[0][1] else -1
    points[0] = (points[0][0], points[0][1] + sens * depart)
    points[-1] = (points[-1][0], points[-1][1] - sens * arrivee)
    style = dict(color=BLEU if fort else GRIS, width=3 if fort else 1.2)
    x, y = zip(*points, strict=True)
    (ax, ay), (bx, by) = points[-2:]
    pointe = dict(
        x=bx,
        y=by,
        ax=bx + (ax - bx) * 0.2,
        ay=by + (ay - by) * 0.2,
        axref="x",
        ayref="y",
        text="",
        showarrow=True,
        arrowhead=2,
        arrowwidth=style["width"],
        arrowcolor=style["color"],
    )
    return go.Scatter(x=x, y=y, mode="lines", line=style, hoverinfo="skip"), pointe


def largeur_de_case(dessin: Dessin) -> int:
    """Les caractères d'une ligne de case, pour que les cases tiennent sur un téléphone."""
    return max(7, min(24, round(46 / dessin.largeur) - 2))
