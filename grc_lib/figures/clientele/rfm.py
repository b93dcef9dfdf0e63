"""Les graphiques du classement RFM : la grille récence × fréquence et les segments."""

from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import euros, nombre
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.gabarit import BLEU, CLASSES, DEGRADE, ENCRE
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, euros_courts, pourcent


def grille_rfm(
    tableau_rfm: pd.DataFrame,
    *,
    lecture: Literal["part", "moyen"] = "part",
    nom: str = "clients",
    titre: str | None = None,
) -> Graphique:
    """La grille récence × fréquence : combien de clients dans chaque case, et pour quel montant.

    Paramètres
    ----------
    tableau_rfm : résultat de `segmentation.rfm` (r, f, montant au moins).
    lecture : ce que disent la couleur et la seconde ligne de chaque case, « part » du montant
        total ou montant « moyen » par client (€).
    nom, titre : comme pour `courbe_concentration`.

    Renvoie
    -------
    `Graphique` : x, note de fréquence ; y, note de récence ; z, part décimale ou montant moyen.

    Lève
    ----
    NonCalculable si le tableau est vide ou le montant total nul ; ArgumentInvalide si une colonne
    manque ou si `lecture` n'est pas « part » ou « moyen ».

    Exemple
    -------
    >>> notes = pd.DataFrame({"r": [5, 5, 1], "f": [5, 1, 1], "montant": [900.0, 60.0, 40.0]})
    >>> grille_rfm(notes).titre
    "1\xa0client noté 5 en récence et 5 en fréquence\xa0: 90,0\u202f% du chiffre d'affaires"

    Source
    ------
    S522, méthode RFM (cas RF01, RF02).
    """
    if lecture not in ("part", "moyen"):
        raise ArgumentInvalide("lecture", lecture, "« part » ou « moyen »")
    cases = _cases(tableau_rfm)
    meilleure = _lignes(cases)[-1]
    plus_peuplee = max(_lignes(cases), key=lambda case: case.effectif)
    constat = (
        f"{compte(meilleure.effectif, nom)} {'notés' if meilleure.effectif > 1 else 'noté'} "
        f"{meilleure.r} en récence et {meilleure.f} en fréquence : "
        f"{pourcent(meilleure.part)} du chiffre d'affaires"
    )
    figure = Graphique(
        _carte(cases, lecture, nom),
        titre=titre or constat,
        texte_alternatif=(
            f"Grille de {compte(int(cases['effectif'].sum()), nom)} selon leurs notes de récence "
            f"(lignes) et de fréquence (colonnes). {constat}. La case la plus peuplée, récence "
            f"{plus_peuplee.r} et fréquence {plus_peuplee.f}, compte "
            f"{compte(plus_peuplee.effectif, nom)}."
        ),
        donnees=_tableau(cases, nom),
    )
    unite = "part du CA" if lecture == "part" else "montant moyen"
    axe = dict(dtick=1, showgrid=False, showline=False)
    figure.update_xaxes(title_text=f"Note de fréquence<br>(case : {nom}, {unite})", **axe)
    figure.update_yaxes(title_text="Note de récence", **axe)
    return figure


def barres_segments(
    tableau_rfm: pd.DataFrame, *, nom: str = "clients", titre: str | None = None
) -> Graphique:
    """Les segments, du plus gros au plus petit : leur part des clients et leur part du CA.

    Paramètres
    ----------
    tableau_rfm : résultat de `segmentation.rfm` (segment, montant au moins).
    nom, titre : comme pour `courbe_concentration`.

    Renvoie
    -------
    `Graphique` : deux barres par segment, en parts décimales.

    Lève
    ----
    NonCalculable si le tableau est vide ou le montant total nul ; ArgumentInvalide si une colonne
    manque.

    Exemple
    -------
    >>> clients = pd.DataFrame({"segment": ["Champions", "Silencieux"], "montant": [900.0, 100.0]})
    >>> barres_segments(clients).titre
    "Champions\xa0: 50,0\u202f% des clients, 90,0\u202f% du chiffre d'affaires"

    Source
    ------
    S522, méthode RFM.
    """
    exiger_colonnes("tableau_rfm", tableau_rfm, "segment", "montant")
    segments = _regrouper(tableau_rfm, "segment").sort_values("montant", ascending=False)
    premier = _lignes(segments)[0]
    parts = f"{pourcent(premier.part_effectif)} des {nom}, {pourcent(premier.part)}"
    phrases = [
        f"{ligne.segment} : {compte(ligne.effectif, nom)}, {pourcent(ligne.part)} du CA"
        for ligne in _lignes(segments)
    ]
    figure = Graphique(
        _barres(segments, nom),
        layout=dict(height=100 + 78 * len(segments), showlegend=False),
        titre=titre or f"{premier.segment} : {parts} du chiffre d'affaires",
        texte_alternatif=f"Deux barres par segment. {' ; '.join(phrases)}.",
        donnees=_tableau(segments, nom),
    )
    for rang, ligne in enumerate(_lignes(segments)):
        entete = f"<b>{ligne.segment}</b> : {compte(ligne.effectif, nom)}"
        figure.etiqueter(0, 0.3 - rang, entete, "gauche bas", bgcolor=None)
    haut = float(segments[["part", "part_effectif"]].to_numpy().max())
    figure.update_xaxes(visible=False, range=[0, haut * 1.1])
    figure.update_yaxes(visible=False, range=[0.6 - len(segments), 0.75])
    return figure


def _regrouper(tableau_rfm: pd.DataFrame, cles: str | list[str]) -> pd.DataFrame:
    """Par groupe : effectif, part_effectif, montant, moyen (€), part (du montant)."""
    if tableau_rfm.empty:
        raise NonCalculable("Le tableau RFM est vide : il n'y a aucun client à montrer.")
    montants = tableau_rfm.assign(montant=tableau_rfm["montant"].astype(float))
    groupes = montants.groupby(cles, observed=True)["montant"]
    resume = pd.DataFrame({"effectif": groupes.size(), "montant": groupes.sum()})
    if resume["montant"].sum() <= 0:
        raise NonCalculable("Le montant total est nul : aucune part ne peut être calculée.")
    resume["part_effectif"] = resume["effectif"] / resume["effectif"].sum()
    resume["moyen"] = resume["montant"] / resume["effectif"]
    resume["part"] = resume["montant"] / resume["montant"].sum()
    return resume.reset_index()


def _lignes(groupes: pd.DataFrame) -> list[Any]:
    return list(groupes.itertuples())


def _cases(tableau_rfm: pd.DataFrame) -> pd.DataFrame:
    exiger_colonnes("tableau_rfm", tableau_rfm, "r", "f", "montant")
    return _regrouper(tableau_rfm.astype({"r": int, "f": int}), ["r", "f"])


def _carte(cases: pd.DataFrame, lecture: str, nom: str) -> go.Heatmap:
    r = np.arange(cases["r"].min(), cases["r"].max() + 1)
    f = np.arange(cases["f"].min(), cases["f"].max() + 1)
    z = np.full((len(r), len(f)), np.nan)
    texte, survol = (np.full(z.shape, "", object) for _ in range(2))
    for case in _lignes(cases):
        ou = case.r - r[0], case.f - f[0]
        z[ou] = case.part if lecture == "part" else case.moyen
        court = pourcent(case.part, 0) if lecture == "part" else euros_courts(case.moyen)
        texte[ou] = f"<b>{nombre(case.effectif)}</b><br>{court}"
        survol[ou] = (
            f"récence {case.r}, fréquence {case.f}<br>{compte(case.effectif, nom)}<br>"
            f"{euros(case.montant, 0)} ({pourcent(case.part)})<br>{euros(case.moyen, 0)} par client"
        )
    return go.Heatmap(
        x=f,
        y=r,
        z=z,
        text=texte,
        texttemplate="%{text}",
        textfont=dict(size=14),
        hovertext=survol,
        hovertemplate="%{hovertext}<extra></extra>",
        hoverongaps=False,
        colorscale=DEGRADE,
        zmin=0,
        xgap=2,
        ygap=2,
        showscale=False,
    )


def _barres(segments: pd.DataFrame, nom: str) -> list[go.Bar]:
    gris = dict(color=CLASSES["C"])
    return [
        _barre(segments, "part_effectif", 0.14, f"des {nom}", gris, ENCRE),
        _barre(segments, "part", -0.14, "du CA", dict(color=BLEU), "white"),
    ]


def _barre(
    segments: pd.DataFrame,
    colonne: str,
    decalage: float,
    legende: str,
    marque: dict[str, Any],
    encre: str,
) -> go.Bar:
    montants = zip(segments["segment"], segments["montant"], strict=True)
    return go.Bar(
        x=segments[colonne].to_numpy(),
        y=decalage - np.arange(len(segments)),
        width=0.28,
        orientation="h",
        name=f"Part {legende}",
        marker=marque,
        text=[f"{pourcent(part)} {legende}" for part in segments[colonne]],
        textposition="auto",
        insidetextanchor="start",
        insidetextfont=dict(color=encre),
        textangle=0,
        cliponaxis=False,
        hovertext=[f"{segment} : {euros(montant, 0)}" for segment, montant in montants],
        hovertemplate="%{hovertext}<br>%{text}<extra></extra>",
    )


def _tableau(groupes: pd.DataFrame, nom: str) -> pd.DataFrame:
    parts = {f"Part des {nom} (%)": groupes["part_effectif"] * 100}
    parts |= {"Part du CA (%)": groupes["part"] * 100}
    titres = {"r": "Récence", "f": "Fréquence", "segment": "Segment", "effectif": nom.capitalize()}
    titres |= {"montant": "Montant total (€)", "moyen": "Montant moyen (€)"}
    cles = [cle for cle in ("r", "f", "segment") if cle in groupes]
    colonnes = groupes[[*cles, "effectif", "montant", "moyen"]].assign(**parts)
    return colonnes.rename(columns=titres).reset_index(drop=True)
