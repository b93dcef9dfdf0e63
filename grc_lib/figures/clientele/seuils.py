"""Choisir un seuil de score : la matrice de confusion, le gain selon le seuil."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import euros, nombre
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.lecture import exiger_resultat, rangees
from grc_lib.figures.briques.legendes import Entree, legender
from grc_lib.figures.gabarit import BLEU, ENCRE, GRIS, VERMILLON
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte
from grc_lib.scoring import Confusion, SeuilOptimal

POINTS_MAX = 200


def matrice_confusion(
    qualite: Confusion,
    *,
    retenus: tuple[str, str] = ("Retenus", "Écartés"),
    arrives: tuple[str, str] = ("Événement arrivé", "Pas arrivé"),
    titre: str | None = None,
) -> Graphique:
    """Les quatre cases d'une matrice de confusion : le score a raison, ou il se trompe.

    Paramètres
    ----------
    qualite : le résultat de `scoring.confusion`.
    retenus, arrives : les noms des lignes et des colonnes, le positif d'abord.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : en bleu avec ✓ les cas où le score a raison, en orangé avec ✗ ses erreurs.

    Lève
    ----
    MauvaisType si ce n'est pas le résultat de `scoring.confusion`.

    Exemple
    -------
    >>> from grc_lib import scoring
    >>> matrice_confusion(scoring.confusion(vp=40, fp=10, fn=20, vn=130)).titre
    'Sur 50\xa0retenus, 10 à tort\xa0; 20\xa0manqués sur 60'

    Source
    ------
    S432-3, matrice de confusion (cas SC04).
    """
    exiger_resultat("qualite", qualite, Confusion, "scoring.confusion")
    vp, fp, fn, vn = qualite.vp, qualite.fp, qualite.fn, qualite.vn
    mesures = [f"{etape.nom} {etape.resultat}" for etape in qualite.etapes()]
    retenu = f"Sur {compte(vp + fp, 'retenu')}, {nombre(fp)} à tort"
    retenu = retenu if vp + fp else "Personne n'est retenu"
    figure = Graphique(
        _cases([[vp, fp], [fn, vn]], retenus, arrives),
        titre=titre or f"{retenu} ; {compte(fn, 'manqué')} sur {nombre(vp + fn)}",
        texte_alternatif=(
            f"Matrice de confusion, {compte(qualite.effectif, 'cas')}. Vrais positifs "
            f"{nombre(vp)}, faux positifs {nombre(fp)}, faux négatifs {nombre(fn)}, vrais négatifs "
            f"{nombre(vn)}. {' ; '.join(mesures)}."
        ),
        donnees=pd.DataFrame({"Le score dit": retenus, arrives[0]: [vp, fn], arrives[1]: [fp, vn]}),
        layout_showlegend=False,
    )
    axe = dict(showgrid=False, showline=False, type="category")
    figure.update_xaxes(title_text="Ce qui est arrivé", **axe)
    figure.update_yaxes(title_text="Ce que dit le score", autorange="reversed", **axe)
    legender(figure, *(Entree("", " ; ".join(deux)) for deux in (mesures[:2], mesures[2:])))
    return figure


def gain_par_seuil(choix: SeuilOptimal, *, titre: str | None = None) -> Graphique:
    """Ce que rapporte chaque seuil du score, et le seuil qui rapporte le plus.

    Paramètres
    ----------
    choix : le résultat de `scoring.seuil_optimal`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : x, seuil (points) ; y, gain (€) si l'on retient les scores égaux ou supérieurs ;
    le meilleur seuil et le gain si l'on retient tout le monde.

    Lève
    ----
    MauvaisType si ce n'est pas le résultat de `scoring.seuil_optimal`.

    Exemple
    -------
    >>> from grc_lib import scoring
    >>> choix = scoring.seuil_optimal([90, 80, 70, 60, 50], [1, 1, 0, 1, 0], gain=100, cout=30)
    >>> gain_par_seuil(choix).titre
    'Retenir à partir de 60\xa0points rapporte le plus\xa0: 270\xa0€'

    Source
    ------
    S432-3, seuil choisi d'après le coût des erreurs.
    """
    exiger_resultat("choix", choix, SeuilOptimal, "scoring.seuil_optimal")
    meilleur = choix.tableau[choix.tableau["seuil"] == choix.seuil]
    points = alleger(choix.tableau, int(meilleur.index[0]))
    tous = choix.tableau.tail(1)
    echelle = Echelle.pour(choix.tableau["gain"], "€")
    retenus = compte(int(meilleur["retenus"].iloc[0]), "retenu")
    survols = [
        f"{nombre(p.seuil)} points et plus<br>{compte(p.retenus, 'retenu')}<br>{euros(p.gain, 0)}"
        for p in rangees(points)
    ]
    constat = f"Retenir à partir de {_ecrire_points(choix.seuil)} rapporte le plus"
    tout = f"si l'on retient tout le monde : {echelle.ecrire(float(tous['gain'].iloc[0]))}"
    reperes = [
        point(meilleur["seuil"], meilleur["gain"], "Meilleur seuil", VERMILLON, "circle"),
        point(tous["seuil"], tous["gain"], "Tout le monde", GRIS, "square"),
    ]
    figure = Graphique(
        [courbe(points, "seuil", "gain", survols), *reperes],
        titre=titre or f"{constat} : {echelle.ecrire(choix.gain_total)}",
        texte_alternatif=(
            f"Gain selon le seuil du score, de {_ecrire_points(points['seuil'].min())} à "
            f"{_ecrire_points(points['seuil'].max())}. {constat} : {euros(choix.gain_total)}, "
            f"{retenus} ; {tout}. Un vrai positif rapporte {euros(choix.gain)}, un faux positif "
            f"coûte {euros(choix.cout)}."
        ),
        donnees=_tableau_gain(choix),
        layout_showlegend=False,
    )
    bas, haut = float(choix.tableau["gain"].min()), float(choix.tableau["gain"].max())
    figure.update_yaxes(title_text=echelle.titre("gain"), **echelle.axe(min(0.0, bas), haut))
    figure.update_xaxes(title_text="Seuil : on retient les scores<br>égaux ou supérieurs (points)")
    figure.update_xaxes(showgrid=False, tickangle=0)
    figure.add_hline(y=0, line=dict(color=GRIS, width=1.5))
    legender(
        figure,
        Entree("●", f"meilleur seuil : {retenus}, {echelle.ecrire(choix.gain_total)}", VERMILLON),
        Entree("■", tout, GRIS),
    )
    return figure


def _ecrire_points(seuil: float) -> str:
    """« 60 points », « 0,35 point »."""
    return f"{nombre(seuil)}\u00a0{'points' if abs(seuil) >= 2 else 'point'}"


def alleger(points: pd.DataFrame, garde: int = 0) -> pd.DataFrame:
    """Au plus deux cents points, régulièrement choisis, et celui que l'on doit voir."""
    rangs = np.linspace(0, len(points) - 1, min(len(points), POINTS_MAX)).astype(int)
    return points.iloc[np.union1d(rangs, [garde])]


def point(x: Any, y: Any, nom: str, couleur: str, forme: str) -> go.Scatter:
    marque = dict(color=couleur, symbol=forme, size=14, line=dict(color="white", width=2))
    return go.Scatter(
        x=x, y=y, name=nom, mode="markers", marker=marque, cliponaxis=False, hoverinfo="skip"
    )


def _cases(
    effectifs: list[list[int]], retenus: tuple[str, str], arrives: tuple[str, str]
) -> list[go.Heatmap]:
    """Deux traces : les cases où le score a raison, celles où il se trompe."""
    cases = np.array(effectifs, float)
    diagonale = np.eye(2, dtype=bool)
    noms = np.array([["vrais positifs", "faux positifs"], ["faux négatifs", "vrais négatifs"]])
    textes = np.array(
        [
            [
                f"{'✓' if d else '✗'} <b>{nombre(n)}</b><br>{nom}"
                for n, nom, d in zip(*ligne, strict=True)
            ]
            for ligne in zip(effectifs, noms, diagonale, strict=True)
        ],
        object,
    )
    return [
        go.Heatmap(
            x=arrives,
            y=retenus,
            z=np.where(choix, cases, np.nan),
            name=nom,
            text=np.where(choix, textes, ""),
            texttemplate="%{text}",
            textfont=dict(size=16, color=ENCRE),
            colorscale=[[0, fond], [1, fond]],
            xgap=4,
            ygap=4,
            showscale=False,
            hoverinfo="skip",
        )
        for nom, choix, fond in (
            ("Le score a raison", diagonale, "#bcdcf0"),
            ("Le score se trompe", ~diagonale, "#f6c9a8"),
        )
    ]


def _tableau_gain(choix: SeuilOptimal) -> pd.DataFrame:
    titres = {"seuil": "Seuil (points)", "retenus": "Retenus", "vp": "Vrais positifs"}
    titres |= {"fp": "Faux positifs", "gain": "Gain (€)"}
    return choix.tableau[list(titres)].rename(columns=titres)


def courbe(
    points: pd.DataFrame, x: str, y: str, survols: list[str], mode: str = "lines"
) -> go.Scatter:
    return go.Scatter(
        x=points[x],
        y=points[y],
        name="Score",
        mode="lines+markers" if len(points) <= 30 else mode,
        line=dict(color=BLEU, width=3),
        marker=dict(size=7),
        text=survols,
        cliponaxis=False,
        hovertemplate="%{text}<extra></extra>",
    )
