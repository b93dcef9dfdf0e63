"""Des courbes dans le temps, nommées à leur extrémité ; l'appelant dit le constat."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import date_courte, nombre
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.echelles import Echelle, libelle, lire
from grc_lib.figures.gabarit import GRIS, HAUTEUR, PALETTE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import plier

COURBES_MAX = 8
# L'année sous le mois : les dates restent droites sur un téléphone.
_MOIS_ET_ANNEE = [dict(dtickrange=["M1", "M11"], value="%b<br>%Y")]
_TIRETS = ("solid", "dash", "dot", "dashdot")
# En pixels : une ligne de texte, l'espace entre deux noms, la place de l'axe du bas et du titre.
_LIGNE, _ESPACE, _SOUS_LA_COURBE, _AUTOUR = 18, 3, 52, 160


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
        layout_height=max(HAUTEUR, _AUTOUR + sum(_hauteur(plier(nom, 15)) for nom in series)),
        layout_showlegend=False,
    )
    figure.update_yaxes(**graduations, title_text=echelle.titre(y))
    figure.update_xaxes(title_text=libelle(x), showgrid=False, tickformatstops=_MOIS_ET_ANNEE)
    if pd.api.types.is_integer_dtype(donnees[x]):
        figure.update_xaxes(tickformat="d", tick0=donnees[x].min(), tickangle=0)
        figure.update_xaxes(dtick=_pas(donnees[x]))
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
        cliponaxis=False,
        text=[
            "<br>".join(filter(None, (nom, f"{_moment(quand)} : {echelle.ecrire(valeur)}")))
            for quand, valeur in zip(serie[x], serie[y], strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def _pas(entiers: "pd.Series[int]") -> int | None:
    """De un en un tant que les nombres tiennent sur un téléphone, de deux en deux, ou au choix."""
    place = (9 * len(str(entiers.max())) + 12) * entiers.nunique()
    return next((pas for pas in (1, 2) if place <= 200 * pas and entiers.nunique() <= 13), None)


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
    place = figure.layout.height - figure.layout.margin.t - _SOUS_LA_COURBE
    fins = sorted(series, key=lambda nom: -series[nom][y].iloc[-1])
    buts = [place * (haut - series[nom][y].iloc[-1]) / (haut - bas) for nom in fins]
    milieux = _ecarter(buts, [_hauteur(noms[nom]) for nom in fins], place)
    rangs = {nom: rang for rang, nom in enumerate(series)}
    for nom, but, milieu in zip(fins, buts, milieux, strict=True):
        figure.add_annotation(
            x=series[nom][x].iloc[-1],
            y=series[nom][y].iloc[-1],
            text=noms[nom],
            ax=16,
            ay=milieu - but,
            xanchor="left",
            align="left",
            showarrow=True,
            arrowhead=0,
            arrowwidth=1.5,
            arrowcolor=_couleur(rangs[nom]),
        )
    largeur = max(len(ligne) for nom in noms.values() for ligne in nom.split("<br>"))
    figure.update_layout(margin_r=30 + round(7.6 * largeur))
    moments = pd.concat([serie[x] for serie in series.values()])
    figure.update_xaxes(range=[moments.min(), moments.max()])


def _hauteur(nom: str) -> int:
    return _LIGNE * (1 + nom.count("<br>")) + _ESPACE


def _ecarter(buts: list[float], hauteurs: list[int], place: float) -> list[float]:
    """Des milieux d'étiquettes au plus près de leur but, de haut en bas, sans recouvrement."""
    milieux, dessus = [], -_LIGNE / 2
    for but, hauteur in zip(buts, hauteurs, strict=True):
        milieux.append(max(but, dessus + hauteur / 2))
        dessus = milieux[-1] + hauteur / 2
    dessous = place + _LIGNE / 2
    for i in reversed(range(len(milieux))):
        milieux[i] = min(milieux[i], dessous - hauteurs[i] / 2)
        dessous = milieux[i] - hauteurs[i] / 2
    return milieux
