"""Ce que vaut un score, en figures : la courbe ROC et la courbe de lift."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib import scoring
from grc_lib._formats import nombre
from grc_lib._nombres import reel, seul
from grc_lib.erreurs import NonCalculable
from grc_lib.figures.briques.lecture import rangees
from grc_lib.figures.briques.legendes import Entree, legender
from grc_lib.figures.clientele.seuils import alleger, courbe, point
from grc_lib.figures.gabarit import BLEU, GRIS, VERMILLON
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import pourcent


def courbe_roc(
    scores: Any, y: Any, *, seuil: float | None = None, titre: str | None = None
) -> Graphique:
    """La courbe ROC : ce que chaque seuil retient à raison, et ce qu'il retient à tort.

    Paramètres
    ----------
    scores, y : comme pour `scoring.auc`.
    seuil : le seuil à montrer, en points : on retient les scores égaux ou supérieurs.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : x, part des autres retenus à tort ; y, rappel (parts décimales) ; la diagonale du
    hasard.

    Lève
    ----
    Comme `scoring.auc`.

    Exemple
    -------
    >>> courbe_roc([80, 60, 60, 20], [1, 1, 0, 0]).titre
    'AUC 0,88\xa0: 88 fois sur 100, le score classe bien deux personnes'

    Source
    ------
    S432-3, courbe ROC et AUC (cas SC03).
    """
    aire = scoring.auc(scores, y)
    points = _points_roc(scores, y)
    lu = points.iloc[:0] if seuil is None else _au_seuil(points, seuil)
    phrases = [
        f"Au seuil de {nombre(seuil)} : rappel {pourcent(p.rappel, 0)}, "
        f"à tort {pourcent(p.tort, 0)}."
        for p in rangees(lu)
    ]
    traces = alleger(points)
    figure = Graphique(
        [_diagonale(), courbe(traces, "tort", "rappel", _survols_roc(traces)), *_lus(lu)],
        titre=titre
        or f"AUC {nombre(aire, 2)} : {nombre(100 * aire, 0)} fois sur 100, le score classe bien "
        "deux personnes",
        texte_alternatif=(
            f"Courbe ROC, aire {nombre(aire, 3)} ; la diagonale en pointillé, aire 0,5, est celle "
            "du hasard. " + " ".join(phrases or [_dire_la_moitie(points)])
        ),
        donnees=_tableau_roc(points),
        layout=dict(height=460, showlegend=False),
    )
    _parts(figure, "Autres, retenus à tort (%)", "Rappel : retenus à raison (%)")
    entrees = [Entree("━━", "le score", BLEU), Entree("⋯⋯", "le hasard", GRIS)]
    entrees += [Entree("●", phrase.rstrip("."), VERMILLON) for phrase in phrases]
    legender(figure, *entrees)
    return figure


def courbe_lift(tableau_lift: pd.DataFrame, *, titre: str | None = None) -> Graphique:
    """La courbe de lift : en contactant les mieux notés d'abord, quelle part obtient-on ?

    Paramètres
    ----------
    tableau_lift : le résultat de `scoring.lift` (part, cumul, lift…).
    titre : le constat ; par défaut, celui de la première tranche.

    Renvoie
    -------
    `Graphique` : x, part des personnes, des mieux notées aux moins bien ; y, part des événements
    obtenue, cumulée (décimales) ; la diagonale du hasard. Le lift de chaque tranche est au survol.

    Lève
    ----
    ArgumentInvalide si une colonne manque ; NonCalculable si le tableau est vide.

    Exemple
    -------
    >>> from grc_lib.scoring import lift
    >>> prospects = lift([90, 80, 70, 70, 50, 40, 30, 20], [1, 1, 1, 0, 0, 0, 1, 0], tranches=4)
    >>> courbe_lift(prospects).titre
    'Les 25\u202f% les mieux notés font 50\u202f% du résultat\xa0: 2 fois mieux que le hasard'

    Source
    ------
    S432-3, courbe de lift.
    """
    exiger_colonnes(
        "tableau_lift", tableau_lift, "part", "effectif", "evenements", "taux", "lift", "cumul"
    )
    if tableau_lift.empty:
        raise NonCalculable("Le tableau de lift est vide : il n'y a rien à tracer.")
    premiere = tableau_lift.iloc[0]
    points = pd.concat([pd.DataFrame({"part": [0.0], "cumul": [0.0]}), tableau_lift])
    survols = [
        "",
        *(f"tranche {t.Index} : lift {nombre(t.lift, 2)}" for t in rangees(tableau_lift)),
    ]
    survols = [
        f"{pourcent(p, 0)} des personnes<br>{pourcent(c, 0)} du résultat<br>{texte}"
        for p, c, texte in zip(points["part"], points["cumul"], survols, strict=True)
    ]
    part, cumul = pourcent(premiere["part"], 0), pourcent(premiere["cumul"], 0)
    mieux = f"{nombre(premiere['lift'], 1).removesuffix(',0')} fois mieux que le hasard"
    figure = Graphique(
        [_diagonale(), courbe(points, "part", "cumul", survols, "lines+markers")],
        titre=titre or f"Les {part} les mieux notés font {cumul} du résultat : {mieux}",
        texte_alternatif=(
            "Courbe de lift, des mieux notés aux moins bien notés ; la diagonale est celle du "
            "hasard. "
            + " ; ".join(
                f"{pourcent(t.part, 0)} des personnes : {pourcent(t.cumul, 0)} du résultat "
                f"(lift de la tranche {nombre(t.lift, 2)})"
                for t in rangees(tableau_lift)
            )
            + "."
        ),
        donnees=_tableau_lift(tableau_lift),
        layout=dict(height=460, showlegend=False),
    )
    _parts(
        figure, "Personnes, des mieux notées<br>aux moins bien (%)", "Résultat obtenu, cumulé (%)"
    )
    legender(figure, Entree("━━", "en suivant le score", BLEU), Entree("⋯⋯", "au hasard", GRIS))
    return figure


def _points_roc(scores: Any, y: Any) -> pd.DataFrame:
    """L'origine, puis un point par seuil : seuil, rappel, tort (parts décimales)."""
    # Un gain d'un euro, sans coût : le tableau des effectifs de chaque seuil.
    seuils = scoring.seuil_optimal(scores, y, gain=1, cout=0).tableau
    points = pd.DataFrame(
        {
            "seuil": seuils["seuil"],
            "rappel": seuils["vp"] / (seuils["vp"] + seuils["fn"]),
            "tort": seuils["fp"] / (seuils["fp"] + seuils["vn"]),
        }
    )
    origine = pd.DataFrame({"seuil": [np.inf], "rappel": [0.0], "tort": [0.0]})
    return pd.concat([origine, points], ignore_index=True)


def _au_seuil(points: pd.DataFrame, seuil: float) -> pd.DataFrame:
    """Le point que donne ce seuil : le plus bas des scores qui l'atteignent."""
    return points[points["seuil"] >= seul(reel, "seuil", seuil)].tail(1)


def _dire_la_moitie(points: pd.DataFrame) -> str:
    """Un point de la courbe, en phrase : le premier qui retient la moitié des événements."""
    lu = points[points["rappel"] >= 0.5].iloc[0]
    return (
        f"Pour retenir {pourcent(lu.rappel, 0)} des événements, on retient à tort "
        f"{pourcent(lu.tort, 0)} des autres."
    )


def _diagonale() -> go.Scatter:
    ligne = dict(color=GRIS, dash="dot", width=1.5)
    return go.Scatter(x=[0, 1], y=[0, 1], name="Hasard", mode="lines", line=ligne, hoverinfo="skip")


def _survols_roc(points: pd.DataFrame) -> list[str]:
    debuts = [
        "personne n'est retenu" if np.isinf(s) else f"seuil {nombre(s)}" for s in points.seuil
    ]
    couples = zip(debuts, points["rappel"], points["tort"], strict=True)
    return [f"{d}<br>rappel {pourcent(r)}<br>à tort {pourcent(t)}" for d, r, t in couples]


def _lus(lu: pd.DataFrame) -> list[go.Scatter]:
    if lu.empty:
        return []
    return [point(lu["tort"], lu["rappel"], "Seuil", VERMILLON, "circle")]


def _parts(figure: Graphique, titre_x: str, titre_y: str) -> None:
    figure.graduer_en_parts("x")
    figure.graduer_en_parts("y")
    figure.update_xaxes(range=[0, 1], title_text=titre_x)
    figure.update_yaxes(range=[0, 1.02], title_text=titre_y)


def _tableau_roc(points: pd.DataFrame) -> pd.DataFrame:
    finis = points.iloc[1:]
    return pd.DataFrame(
        {
            "Seuil (points)": finis["seuil"],
            "Rappel (%)": finis["rappel"] * 100,
            "Retenus à tort (%)": finis["tort"] * 100,
        }
    ).reset_index(drop=True)


def _tableau_lift(tableau: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Tranche": tableau.index,
            "Personnes, cumul (%)": tableau["part"].to_numpy() * 100,
            "Effectif": tableau["effectif"].to_numpy(),
            "Événements": tableau["evenements"].to_numpy(),
            "Taux (%)": tableau["taux"].to_numpy() * 100,
            "Lift": tableau["lift"].to_numpy(),
            "Événements, cumul (%)": tableau["cumul"].to_numpy() * 100,
        }
    )
