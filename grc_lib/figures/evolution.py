"""Des courbes dans le temps, nommées à leur extrémité ; l'appelant dit le constat."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import date_courte, nombre
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.echelles import Echelle, libelle, lire
from grc_lib.figures.gabarit import GRIS, PALETTE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import plier

COURBES_MAX = 8
_TIRETS = ("solid", "dash", "dot", "dashdot")
_LIGNE = 18  # pixels : une ligne de texte
_TRACE = 290  # pixels : ce qui reste à tracer une fois ôtés le titre et les axes


def courbes(
    tableau: pd.DataFrame,
    x: str,
    y: str,
    *,
    groupe: str | None = None,
    unite: str = "",
    titre: str,
) -> Graphique:
    """Une courbe par groupe, nommée à son extrémité.

    Paramètres
    ----------
    tableau : une ligne par point, dans n'importe quel ordre.
    x, y, groupe : ses colonnes ; `x` est une date ou un nombre. Huit groupes au plus.
    unite, titre : comme pour `barres`.

    Renvoie
    -------
    `Graphique` : une trace par groupe. L'axe part de zéro, sauf si toutes les valeurs sont
    positives et voisines : la plus petite dépasse alors la moitié de la plus grande.

    Lève
    ----
    Comme `barres` ; ArgumentInvalide aussi si `x` n'est ni une date ni un nombre.

    Exemple
    -------
    >>> ventes = pd.DataFrame({"Année": [2024, 2025], "Ventes": [950.0, 1200.0]})
    >>> courbes(ventes, "Année", "Ventes", unite="€", titre="Les ventes montent").texte_alternatif
    'Courbe, Ventes selon Année, de 2024 à 2025. de 950\xa0€ à 1\u202f200\xa0€.'

    Source
    ------
    S522-1, représenter des données ; S522-3, séries chronologiques.
    """
    donnees = lire(tableau, x, y, groupe).sort_values(x, kind="stable")
    _verifier(donnees, x, groupe)
    echelle = Echelle.pour(donnees[y], unite)
    mini, maxi = float(donnees[y].min()), float(donnees[y].max())
    graduations = echelle.axe(mini if 0 < maxi < 2 * mini else min(0.0, mini), maxi)
    groupes = list(donnees.groupby(groupe, sort=False)) if groupe else [("", donnees)]
    series = {str(nom): serie for nom, serie in groupes}
    histoires = [
        f"{nom} : {_raconter(serie, y, echelle)}" if groupe else _raconter(serie, y, echelle)
        for nom, serie in series.items()
    ]
    quand = f"de {_moment(donnees[x].iloc[0])} à {_moment(donnees[x].iloc[-1])}"
    figure = Graphique(
        [
            _courbe(serie, x, y, nom, rang, echelle)
            for rang, (nom, serie) in enumerate(series.items())
        ],
        titre=titre,
        texte_alternatif=(
            f"{'Courbes' if len(series) > 1 else 'Courbe'}, {libelle(y)} selon {libelle(x)}, "
            f"{quand}. {' ; '.join(histoires)}."
        ),
        donnees=echelle.tableau(donnees, y),
        layout_showlegend=False,
    )
    figure.update_yaxes(**graduations, title_text=echelle.titre(y))
    figure.update_xaxes(title_text=libelle(x), showgrid=False)
    if pd.api.types.is_integer_dtype(donnees[x]):
        figure.update_xaxes(tickformat="d", dtick=1 if donnees[x].nunique() <= 13 else None)
    if groupe:
        _nommer(figure, series, x, y)
    return figure


def _verifier(donnees: pd.DataFrame, x: str, groupe: str | None) -> None:
    dates = pd.api.types.is_datetime64_any_dtype(donnees[x])
    if not dates and not pd.api.types.is_numeric_dtype(donnees[x]):
        attendu = "des dates ou des nombres ; pour des noms, voyez « barres »"
        raise ArgumentInvalide(x, donnees[x].iloc[0], attendu)
    if groupe and donnees[groupe].nunique() > COURBES_MAX:
        recu = donnees[groupe].nunique()
        raise ArgumentInvalide("groupe", recu, f"au plus {COURBES_MAX} courbes")


def _courbe(serie: pd.DataFrame, x: str, y: str, nom: str, rang: int, echelle: Echelle) -> Any:
    return go.Scatter(
        x=serie[x],
        y=serie[y],
        name=nom,
        mode="lines+markers" if len(serie) <= 24 else "lines",
        line=dict(color=_couleur(rang), width=2.5, dash=_TIRETS[rang % len(_TIRETS)]),
        marker=dict(size=6),
        text=[
            "<br>".join(filter(None, (nom, f"{_moment(quand)} : {echelle.ecrire(valeur)}")))
            for quand, valeur in zip(serie[x], serie[y], strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def _couleur(rang: int) -> str:
    return [*PALETTE, GRIS][rang]


def _moment(valeur: Any) -> str:
    if isinstance(valeur, pd.Timestamp):
        return date_courte(valeur)
    return f"{valeur:.0f}" if float(valeur).is_integer() else nombre(valeur)


def _raconter(serie: pd.DataFrame, y: str, echelle: Echelle) -> str:
    """« de 12 à 18 ; plus bas 10, plus haut 21 », sans redire les extrémités."""
    debut, fin = serie[y].iloc[0], serie[y].iloc[-1]
    bas, haut = serie[y].min(), serie[y].max()
    texte = f"de {echelle.ecrire(debut)} à {echelle.ecrire(fin)}"
    if bas < min(debut, fin):
        texte += f", au plus bas {echelle.ecrire(bas)}"
    if haut > max(debut, fin):
        texte += f", au plus haut {echelle.ecrire(haut)}"
    return texte


def _nommer(figure: Graphique, series: dict[str, pd.DataFrame], x: str, y: str) -> None:
    """Le nom de chaque courbe à droite de son dernier point, sans qu'ils se couvrent."""
    noms = {nom: plier(nom, 15) for nom in series}
    bas, haut = figure.layout.yaxis.range
    fins = sorted(series, key=lambda nom: -series[nom][y].iloc[-1])
    hauteurs = [_LIGNE * (1 + noms[nom].count("<br>")) for nom in fins]
    buts = [_TRACE * (haut - series[nom][y].iloc[-1]) / (haut - bas) for nom in fins]
    places = _ranger(buts, hauteurs)
    rangs = {nom: rang for rang, nom in enumerate(series)}
    dernier = max(serie[x].iloc[-1] for serie in series.values())
    for nom, but, place in zip(fins, buts, places, strict=True):
        figure.add_annotation(
            x=series[nom][x].iloc[-1],
            y=series[nom][y].iloc[-1],
            text=noms[nom],
            ax=16,
            ay=place - but,
            xanchor="left",
            align="left",
            showarrow=True,
            arrowhead=0,
            arrowwidth=1.5,
            arrowcolor=_couleur(rangs[nom]),
        )
    largeur = max(len(ligne) for nom in noms.values() for ligne in nom.split("<br>"))
    figure.update_layout(margin_r=30 + round(7.6 * largeur))
    figure.update_xaxes(range=[min(s[x].iloc[0] for s in series.values()), dernier])


def _ranger(buts: list[float], hauteurs: list[int]) -> list[float]:
    """Des milieux d'étiquettes au plus près de leur but, du haut vers le bas, sans recouvrement."""
    places = list(buts)
    for i in range(1, len(places)):
        ecart = (hauteurs[i - 1] + hauteurs[i]) / 2
        places[i] = max(places[i], places[i - 1] + ecart)
    for i in range(len(places) - 1, -1, -1):
        suivant = (
            places[i + 1] - (hauteurs[i] + hauteurs[i + 1]) / 2 if i + 1 < len(places) else _TRACE
        )
        places[i] = min(places[i], suivant)
    return places
