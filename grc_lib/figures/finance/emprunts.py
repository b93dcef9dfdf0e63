"""Emprunter : les échéances d'un prêt, ce qui reste dû, ce que coûte chaque façon de rembourser."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from grc_lib._formats import euros
from grc_lib.erreurs import NonCalculable
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.lecture import exiger_nommes
from grc_lib.figures.briques.lignes import lignes
from grc_lib.figures.gabarit import BLEU, CLASSES, ENCRE, GRIS
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, pourcent

_COLONNES = ("periode", "capital_debut", "interet", "amortissement", "annuite", "capital_fin")


def plan_emprunt(tableau: pd.DataFrame, *, titre: str | None = None) -> Graphique:
    """Un emprunt, échéance par échéance : intérêts et capital remboursé, puis ce qui reste dû.

    Paramètres
    ----------
    tableau : ce que rend `annuites.tableau_emprunt`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : en haut, chaque échéance en deux parts empilées (€) ; en bas, le capital restant
    dû après elle (€).

    Lève
    ----
    ArgumentInvalide si une colonne manque ; NonCalculable si le tableau est vide.

    Exemple
    -------
    >>> from grc_lib import annuites
    >>> plan_emprunt(annuites.tableau_emprunt(150_000, 0.03 / 12, 240)).titre
    "240\xa0échéances\xa0: 49\u202f655\xa0€ d'intérêts, soit 33,1\u202f% du capital emprunté"

    Source
    ------
    S512-3, tableaux d'emprunt (cas EM05).
    """
    _exiger_plan("tableau", tableau)
    interets, capital = float(tableau["interet"].sum()), float(tableau["capital_debut"].iloc[0])
    part = pourcent(interets / capital)
    cout = f"{euros(interets, 0)} d'intérêts, soit {part} du capital emprunté"
    constat = f"{compte(len(tableau), 'échéance')} : {cout}"
    extremes = tableau.iloc[[0, -1]][["interet", "amortissement"]].to_numpy(float)
    debut, fin = (f"{euros(i, 0)} d'intérêts et {euros(a, 0)} de capital" for i, a in extremes)
    haut, bas = (Echelle.pour(tableau[nom].abs(), "€") for nom in ("annuite", "capital_debut"))
    figure = Graphique(
        _volets(tableau),
        titre=titre or constat,
        texte_alternatif=(
            f"Barres empilées des échéances et aire du capital restant dû. {constat}. Première "
            f"échéance : {debut} ; dernière : {fin}."
        ),
        donnees=_tableau(tableau),
    )
    versees = tableau[["interet", "amortissement"]].to_numpy(float)
    plancher = float(versees.clip(max=0).sum(axis=1).min())
    axe = haut.axe(plancher, float(versees.clip(min=0).sum(axis=1).max()))
    figure.update_yaxes(row=1, **axe, title_text=haut.titre("échéance"))
    axe = bas.axe(0, float(tableau[["capital_debut", "capital_fin"]].max().max()))
    figure.update_yaxes(row=2, **axe, title_text=bas.titre("reste dû"))
    pas = 1 if len(tableau) <= 12 else None
    figure.update_xaxes(showgrid=False, tickangle=0, dtick=pas)
    figure.update_xaxes(row=2, title_text="Période")
    return figure


def comparaison_emprunts(
    plans: Mapping[str, pd.DataFrame], *, titre: str | None = None
) -> Graphique:
    """Le capital restant dû de plusieurs emprunts, et ce que chacun coûte en intérêts.

    Paramètres
    ----------
    plans : un dictionnaire {nom: tableau}, chaque tableau venant de `annuites.tableau_emprunt`,
        tous de même période (mois ou année).
    titre : comme pour `plan_emprunt`.

    Renvoie
    -------
    `Graphique` : une courbe par emprunt (€), de la période 0, celle du prêt, à la dernière.

    Lève
    ----
    NonCalculable s'il n'y a aucun emprunt ; ArgumentInvalide s'il y en a plus de huit.

    Exemple
    -------
    >>> from grc_lib.annuites import tableau_emprunt
    >>> plans = {mode: tableau_emprunt(1_000, 0.05, 4, mode=mode)
    ...          for mode in ("amortissement constant", "in fine")}
    >>> comparaison_emprunts(plans).titre
    'Intérêts\xa0: de 125\xa0€ (amortissement constant) à 200\xa0€ (in fine)'

    Source
    ------
    S512-3, annuités constantes, amortissement constant, in fine (cas EM02 à EM04).
    """
    lus = exiger_nommes("plans", plans, "tableau de annuites.tableau_emprunt")
    for nom, plan in lus.items():
        _exiger_plan(f"plans, {nom}", plan)
    couts = pd.Series({nom: float(plan["interet"].sum()) for nom, plan in lus.items()})
    restes = {
        nom: pd.Series(
            [float(plan["capital_debut"].iloc[0]), *plan["capital_fin"]],
            index=[0, *plan["periode"]],
        )
        for nom, plan in lus.items()
    }
    courbes = pd.DataFrame(restes).ffill().rename_axis("Période")  # soldé : reste à zéro
    constat = f"Intérêts : de {_cite(couts, couts.idxmin())} à {_cite(couts, couts.idxmax())}"
    if len(couts) == 1:
        constat = f"Intérêts : {_cite(couts, couts.index[0])}"
    return lignes(courbes, "Capital restant dû", unite="€", constat=constat, titre=titre)


def _exiger_plan(argument: str, plan: Any) -> None:
    exiger_colonnes(argument, plan, *_COLONNES)
    if plan.empty:
        raise NonCalculable("L'échéancier est vide : il n'y a rien à tracer.")


def _cite(couts: "pd.Series[float]", nom: Any) -> str:
    return f"{euros(couts[nom], 0)} ({nom})"


def _volets(tableau: pd.DataFrame) -> go.Figure:
    volets = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.06)
    periodes = tableau["periode"]
    parts = [
        ("amortissement", "Capital remboursé", BLEU, ""),
        ("interet", "Intérêts", CLASSES["B"], "/"),
    ]
    for colonne, nom, couleur, hachure in parts:
        barre = go.Bar(
            x=periodes,
            y=tableau[colonne],
            name=nom,
            marker=dict(
                color=couleur,
                line_width=0,
                pattern=dict(shape=hachure, fgcolor=GRIS, size=5, fillmode="overlay"),
            ),
            hovertext=[euros(montant) for montant in tableau[colonne]],
            hovertemplate=f"période %{{x}}<br>{nom} : %{{hovertext}}<extra></extra>",
        )
        volets.add_trace(barre, row=1, col=1)
    reste = go.Scatter(
        x=[periodes.iloc[0] - 1, *periodes],
        y=[tableau["capital_debut"].iloc[0], *tableau["capital_fin"]],
        name="Capital restant dû",
        mode="lines",
        line=dict(color=ENCRE, width=2.5),
        fill="tozeroy",
        fillcolor="rgba(89, 89, 89, 0.15)",
        showlegend=False,
        hovertext=[euros(m) for m in (tableau["capital_debut"].iloc[0], *tableau["capital_fin"])],
        hovertemplate="reste dû : %{hovertext}<extra></extra>",
    )
    volets.add_trace(reste, row=2, col=1)
    volets.update_layout(height=560, barmode="relative", legend_traceorder="normal")
    volets.update_layout(bargap=0.1 if len(tableau) <= 60 else 0)
    return volets


def _tableau(tableau: pd.DataFrame) -> pd.DataFrame:
    noms = (
        "Période",
        "Capital dû au début (€)",
        "Intérêts (€)",
        "Capital remboursé (€)",
        "Échéance (€)",
        "Capital restant dû (€)",
    )
    return tableau[list(_COLONNES)].set_axis(list(noms), axis=1).reset_index(drop=True)
