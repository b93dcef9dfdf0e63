"""Le nuage de points et ses droites d'ajustement : ce qu'elles prévoient, ce que vaut le lien."""

from collections.abc import Sequence
from math import floor, log10
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib import ventes
from grc_lib._formats import nombre
from grc_lib._nombres import reel, seul
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.briques.echelles import Echelle, en_mots, en_nombres, libelle
from grc_lib.figures.briques.lecture import exiger_resultat
from grc_lib.figures.briques.legendes import Entree, legender
from grc_lib.figures.gabarit import BLEU, GRIS, VERMILLON
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import INSECABLE, compte, du
from grc_lib.ventes import Droite

_PERIODES = {nom: f"au {nom}" for nom in ("rang", "jour", "mois", "trimestre", "semestre")}
_PERIODES |= {"semaine": "à la semaine", "année": "pour l'année", "exercice": "pour l'exercice"}
_STYLES = ((VERMILLON, "solid", "━━"), (GRIS, "dash", "┅┅"), (BLEU, "dot", "⋯⋯"))


def nuage_droite(
    x: Any,
    y: Any,
    droite: Droite | Sequence[Droite] = (),
    *,
    prevision: float | None = None,
    nom_x: str = "rang",
    nom_y: str = "ventes",
    unite: str = "",
    titre: str | None = None,
) -> Graphique:
    """Le nuage de points, les droites qui le résument et ce qu'elles prévoient.

    Paramètres
    ----------
    x, y : les points observés ; l'index de `y`, si c'est une colonne, les nomme au survol.
    droite : un résultat de `ventes.mayer` ou `ventes.moindres_carres`, ou une liste de trois au
        plus.
    prevision : l'abscisse à prévoir ; la première droite y place son point, et son intervalle à
        95 % s'il existe (moindres carrés, trois points au moins).
    nom_x, nom_y : ce que l'on mesure, pour les axes et le titre.
    unite : unité de `y`, comme pour `barres`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : les points, une trace par droite, la prévision. L'axe de `y` ne part de zéro que
    si les points en sont proches : dans un nuage, on lit des positions et non des longueurs.

    Lève
    ----
    NonCalculable s'il y a moins de deux points ou si tous les x sont égaux ; ArgumentInvalide si
    `x` et `y` n'ont pas la même longueur ; MauvaisType si `droite` n'est pas une droite.

    Exemple
    -------
    >>> from grc_lib.ventes import moindres_carres
    >>> y = [1810, 1495, 1710, 2030, 2300, 2430]
    >>> nuage_droite(range(1, 7), y, moindres_carres(y), prevision=7).titre
    'Prévision des ventes au rang 7\xa0: 2\u202f546, entre 1\u202f796 et 3\u202f296'

    Source
    ------
    S522-2, ajustement, corrélation et prévision (cas MA01, MC01 à MC05).
    """
    points = _lire(x, y)
    nuage = ventes.moindres_carres(points["y"].to_numpy(), points["x"].to_numpy())  # pour son r
    droites = _lire_droites(droite)
    prevu = _prevoir(droites, prevision)
    echelle = Echelle.pour(points["y"], unite)
    r = _ecrire_r(nuage)
    figure = Graphique(
        [_points(points, echelle, nom_x), *_traces(droites, points, prevision), *_marque(prevu)],
        titre=titre or _constat(nuage, droites, prevu, echelle, nom_x, nom_y),
        texte_alternatif=(
            f"Nuage de {compte(len(points), 'point')} : {nom_x} de {_court(points['x'].min())} à "
            f"{_court(points['x'].max())}, {nom_y} de {echelle.ecrire(points['y'].min())} à "
            f"{echelle.ecrire(points['y'].max())} ; {r}. "
            + "".join(f"{_decrire(d)}. " for d in droites)
            + _dire_prevision(prevu, echelle, nom_x)
        ).strip(),
        donnees=_tableau(points, droites, echelle, nom_x, nom_y),
        layout_showlegend=False,
    )
    styles = zip(droites, _STYLES, strict=False)
    entrees = [Entree(marque, _decrire(d), couleur) for d, (couleur, _, marque) in styles]
    legender(figure, *entrees, Entree("●", f"{compte(len(points), 'point')}, {r}", BLEU))
    figure.update_xaxes(title_text=libelle(nom_x), **_graduer_x(points, prevision))
    bornes = [trace.y for trace in figure.data] + [prevu[["bas", "haut"]].to_numpy().ravel()]
    tous = np.concatenate([np.asarray(b, float) for b in bornes])
    bas, haut = float(np.nanmin(tous)), float(np.nanmax(tous))
    bas = 0.0 if 0 < bas < haut / 3 else bas
    figure.update_yaxes(title_text=echelle.titre(nom_y), **echelle.axe(bas, haut))
    return figure


def _lire(x: Any, y: Any) -> pd.DataFrame:
    colonnes = {nom: en_nombres(nom, pd.Series(recu)) for nom, recu in (("x", x), ("y", y))}
    if len(colonnes["x"]) != len(colonnes["y"]):
        attendu = f"autant de valeurs que « x » ({len(colonnes['x'])})"
        raise ArgumentInvalide("y", f"{len(colonnes['y'])} valeurs", attendu)
    x_lus, y_lus = (colonne.to_numpy() for colonne in colonnes.values())
    return pd.DataFrame({"x": x_lus, "y": y_lus}, index=colonnes["y"].index)


def _lire_droites(recu: Any) -> list[Droite]:
    droites = [recu] if isinstance(recu, Droite) else list(recu)
    for droite in droites:
        exiger_resultat("droite", droite, Droite, "ventes.mayer ou ventes.moindres_carres")
    if len(droites) > len(_STYLES):
        raise ArgumentInvalide("droite", f"{len(droites)} droites", f"au plus {len(_STYLES)}")
    return droites


def _prevoir(droites: list[Droite], prevision: float | None) -> pd.DataFrame:
    """La prévision de la première droite (x, y, bas, haut) : une ligne, ou aucune."""
    if prevision is None:
        return pd.DataFrame(columns=["x", "y", "bas", "haut"], dtype=float)
    if not droites:
        raise ArgumentInvalide("prevision", prevision, "une droite pour prévoir")
    x = seul(reel, "prevision", prevision)
    try:
        bas, haut = droites[0].intervalle(x)
    except NonCalculable:  # une droite de Mayer, ou deux points : pas d'intervalle
        bas = haut = np.nan
    return pd.DataFrame({"x": [x], "y": [droites[0].prevoir(x)], "bas": [bas], "haut": [haut]})


def _points(points: pd.DataFrame, echelle: Echelle, nom_x: str) -> go.Scatter:
    return go.Scatter(
        x=points["x"],
        y=points["y"],
        name="Points",
        mode="markers",
        marker=dict(color=BLEU, size=9 if len(points) <= 60 else 6, opacity=0.8),
        cliponaxis=False,
        text=[
            f"{nom}<br>{nom_x} {_court(x)} : {echelle.ecrire(y)}"
            for nom, x, y in points.itertuples()
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def _traces(
    droites: list[Droite], points: pd.DataFrame, prevision: float | None
) -> list[go.Scatter]:
    """Chaque droite, d'un bout à l'autre des points et de la prévision."""
    abscisses = [*points["x"], *([] if prevision is None else [prevision])]
    bouts = [min(abscisses), max(abscisses)]
    return [
        go.Scatter(
            x=bouts,
            y=droite.prevoir(bouts),
            name=droite.methode,
            mode="lines",
            line=dict(color=couleur, dash=tirets, width=2.5),
            hoverinfo="skip",
        )
        for droite, (couleur, tirets, _) in zip(droites, _STYLES, strict=False)
    ]


def _marque(prevu: pd.DataFrame) -> list[go.Scatter]:
    if prevu.empty:
        return []
    moustaches = (prevu["haut"] - prevu["y"]).to_numpy()
    return [
        go.Scatter(
            x=prevu["x"],
            y=prevu["y"],
            name="Prévision",
            mode="markers",
            marker=dict(
                color=VERMILLON, size=13, symbol="diamond", line=dict(color="white", width=2)
            ),
            error_y=dict(array=moustaches, color=VERMILLON, thickness=2, width=8),
            hoverinfo="skip",
        )
    ]


def _constat(
    nuage: Droite,
    droites: list[Droite],
    prevu: pd.DataFrame,
    echelle: Echelle,
    nom_x: str,
    nom_y: str,
) -> str:
    if not prevu.empty:
        ligne = prevu.iloc[0]
        fin = ""
        if not np.isnan(ligne.bas):
            fin = f", entre {echelle.ecrire(ligne.bas)} et {echelle.ecrire(ligne.haut)}"
        quoi = f"Prévision {du(en_mots(nom_y))} {_quand(nom_x, ligne.x)}"
        return f"{quoi} : {echelle.ecrire(ligne.y)}{fin}"
    if droites:
        signe = "+" if droites[0].a >= 0 else ""
        return f"{libelle(nom_y)} : {signe}{echelle.ecrire(droites[0].a)} par {nom_x}"
    return f"{libelle(nom_y)} selon {nom_x} : {_ecrire_r(nuage)}"


def _ecrire_r(nuage: Droite) -> str:
    try:
        return f"r = {nombre(nuage.r, 2)}"
    except NonCalculable:
        return "r non calculable (y ne varie pas)"


def _decrire(droite: Droite) -> str:
    """« Moindres carrés : y = 166,71 x + 1 379 », l'équation d'un seul tenant."""
    signe = "+" if round(droite.b, 9) >= 0 else "−"
    equation = f"y = {_coefficient(droite.a)} x {signe} {_coefficient(abs(droite.b))}"
    return f"{libelle(droite.methode)} : {equation.replace(' ', INSECABLE)}"


def _coefficient(valeur: float) -> str:
    """Deux décimales ; au-dessous de un, trois chiffres significatifs."""
    if abs(valeur) >= 1 or round(valeur, 9) == 0:
        return nombre(valeur)
    return nombre(valeur, min(9, 2 - floor(log10(abs(valeur)))))


def _quand(nom_x: str, x: float) -> str:
    """« au trimestre 13 », « pour l'année 2027 », ou « si budget = 2 600 »."""
    if nom_x not in _PERIODES:
        return f"si {en_mots(nom_x)} = {_court(x)}"
    return f"{_PERIODES[nom_x]} {x:g}".replace(".", ",")


def _dire_prevision(prevu: pd.DataFrame, echelle: Echelle, nom_x: str) -> str:
    if prevu.empty:
        return ""
    ligne = prevu.iloc[0]
    texte = f"Prévision {_quand(nom_x, ligne.x)} : {echelle.ecrire(ligne.y)}"
    if np.isnan(ligne.bas):
        return texte + "."
    bornes = f"de {echelle.ecrire(ligne.bas)} à {echelle.ecrire(ligne.haut)}"
    return f"{texte}, intervalle à 95 % {bornes}."


def _tableau(
    points: pd.DataFrame, droites: list[Droite], echelle: Echelle, nom_x: str, nom_y: str
) -> pd.DataFrame:
    colonnes = {libelle(nom_x): points["x"], echelle.titre(nom_y): points["y"] / echelle.facteur}
    for droite in droites:
        ajustees = droite.prevoir(points["x"]) / echelle.facteur
        colonnes[echelle.titre(f"{nom_y}, {droite.methode}")] = ajustees
    return pd.DataFrame(colonnes).reset_index(drop=True)


def _graduer_x(points: pd.DataFrame, prevision: float | None) -> dict[str, Any]:
    """De la place autour des points ; les graduations restent dans l'étendue des x."""
    abscisses = [*points["x"], *([] if prevision is None else [prevision])]
    bas, haut = min(abscisses), max(abscisses)
    marge = 0.05 * (haut - bas)
    axe = Echelle.pour(pd.Series(abscisses), "").axe(bas, haut)
    return {**axe, "range": [bas - marge, haut + marge], "showgrid": False}


def _court(valeur: float) -> str:
    return nombre(valeur)
