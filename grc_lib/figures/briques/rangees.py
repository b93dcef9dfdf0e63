"""Des barres couchées, l'intitulé au-dessus : les noms longs tiennent sur un téléphone."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.gabarit import BLEU, CLASSES, ENCRE, GRIS, VERMILLON
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, plier

RANGEES_MAX = 40
_LIGNE, _BARRE, _MARGE, _AXE = 20, 24, 10, 56  # pixels

PLEIN = dict(color=BLEU, line=dict(color=GRIS, width=0.5))
PALE = dict(color=CLASSES["C"], line=dict(color=GRIS, width=0.5))
# Des hachures : ce qui dépasse se voit aussi en gris.
ALERTE = dict(
    color="white",
    line=dict(color=VERMILLON, width=1.5),
    pattern=dict(shape="/", fgcolor=VERMILLON, size=7, solidity=0.45),
)


def barre(longueurs: Any, rangs: Any, nom: str, marque: dict[str, Any], **options: Any) -> go.Bar:
    """Une barre couchée par rangée ; la première est en haut."""
    defaut = dict(orientation="h", width=0.36, textposition="outside", cliponaxis=False)
    defaut |= dict(textangle=0, constraintext="none", hovertemplate="%{hovertext}<extra></extra>")
    y = [-rang for rang in rangs]
    return go.Bar(x=longueurs, y=y, name=nom, marker=marque, **{**defaut, **options})


def intituler(figure: Graphique, intitules: list[str], *, axe: bool = True) -> None:
    """Écrit chaque intitulé, « nom : détails », au-dessus de sa barre, et règle la hauteur."""
    lus = [graisser(intitule, 46) for intitule in intitules]
    lignes = 1 + max(lu.count("<br>") for lu in lus)
    hauteur = _BARRE + _MARGE + _LIGNE * lignes
    demie = 0.5 * _BARRE / hauteur
    for rang, lu in enumerate(lus):
        figure.etiqueter(0, demie - rang, lu, "gauche bas", xref="paper", borderpad=0)
    figure.update_traces(width=2 * demie, selector=dict(type="bar"))
    haut, bas = demie + (_LIGNE * lignes + 6) / hauteur, 1 - len(lus) - demie - 6 / hauteur
    figure.update_yaxes(visible=False, range=[bas, haut])
    total = figure.layout.margin.t + round((haut - bas) * hauteur) + (_AXE if axe else 10)
    figure.update_layout(barmode="overlay", showlegend=False, height=total)
    figure.layout.title.y = 1 - 26 / total


def graisser(intitule: str, largeur: int) -> str:
    """Un intitulé « nom : détails » plié, le nom en gras.

    >>> graisser("Salon : 2 jours", 40)
    '<b>Salon</b>\xa0: 2 jours'
    """
    nom, separateur, details = plier(intitule, largeur).partition("\u00a0:")
    return f"<b>{nom}</b>{separateur}{details}"


def exiger_rangees(argument: str, effectif: int) -> None:
    """Au-delà de quarante rangées, on ne lit plus : il faut choisir lesquelles montrer."""
    if effectif > RANGEES_MAX:
        recu = compte(effectif, "ligne")
        raise ArgumentInvalide(argument, recu, f"au plus {RANGEES_MAX} lignes : choisissez")


def repere(figure: Graphique, x: Any, rang: int) -> None:
    """Un trait noir en travers d'une barre : la valeur à laquelle la comparer."""
    demie = 0.75 * figure.data[0].width
    figure.add_shape(
        type="line", x0=x, x1=x, y0=-rang - demie, y1=-rang + demie, line=dict(color=ENCRE, width=3)
    )


def lignes_de(table: pd.DataFrame) -> list[Any]:
    """Les lignes d'un tableau, chaque colonne par son nom."""
    return list(table.itertuples())
