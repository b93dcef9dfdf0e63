"""Le risque d'un client : ce qui est échu, où va son score, ce qui dépasse son plafond."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.briques.echelles import Echelle, bornes_rondes
from grc_lib.figures.briques.lecture import exiger_nommes, exiger_resultat
from grc_lib.figures.gabarit import BLEU, CLASSES, ENCRE
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.statistique.repartition import barres
from grc_lib.figures.textes import pourcent
from grc_lib.risque import ConanHolder

_TRANCHES = {
    "non_echu": "Non échu",
    "de_1_a_30": "1 à 30 jours",
    "de_31_a_60": "31 à 60 jours",
    "de_61_a_90": "61 à 90 jours",
    "plus_de_90": "Plus de 90 jours",
}
_ZONES = ("danger", "prudence", "bonne", "très bonne")
_FONDS_ZONES = ("#f2b8a0", "#f7e3b5", "#e4eef6", "#f6f9fc")  # du plus foncé au plus clair


def balance_agee(balance: pd.DataFrame, *, titre: str | None = None) -> Graphique:
    """Les créances selon leur retard : ce qui n'est pas échu, puis de plus en plus vieux.

    Paramètres
    ----------
    balance : ce que rend `risque.balance_agee`, ou quelques-unes de ses lignes.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre par tranche de retard, en euros TTC, tous clients réunis.

    Lève
    ----
    ArgumentInvalide si une colonne manque ; NonCalculable s'il n'y a aucune créance.

    Exemple
    -------
    >>> tranches = {"non_echu": [600.0], "de_1_a_30": [250.0], "de_31_a_60": [100.0],
    ...             "de_61_a_90": [0.0], "plus_de_90": [50.0]}
    >>> balance_agee(pd.DataFrame(tranches)).titre
    '40,0\u202f% des créances sont en retard, 5,0\u202f% de plus de 90\xa0jours'

    Source
    ------
    S521-5, balance âgée (cas AF04).
    """
    exiger_colonnes("balance", balance, *_TRANCHES)
    sommes = balance[list(_TRANCHES)].astype(float).sum()
    total = float(sommes.sum())
    if total <= 0:
        raise NonCalculable("La balance est vide ou créditrice : aucune créance à répartir.")
    parts = sommes / total
    retard, vieux = pourcent(1 - parts["non_echu"]), pourcent(parts["plus_de_90"])
    constat = f"{retard} des créances sont en retard, {vieux} de plus de 90\u00a0jours"
    if parts["non_echu"] > 1:
        constat = "Les avoirs dépassent les factures en retard"
    tableau = pd.DataFrame({"Retard": list(_TRANCHES.values()), "Créances": sommes.to_numpy()})
    figure = barres(
        tableau, "Retard", "Créances", horizontal=True, unite="€", titre=titre or constat
    )
    figure.update_traces(marker_color=[CLASSES["C"], *[BLEU] * 4])
    figure.update_yaxes(title_text="Retard de paiement")
    echelle = Echelle.pour(tableau["Créances"], "€")
    bas = sommes.min() - 0.9 * sommes.max() if sommes.min() < 0 else 0.0  # la place du nombre
    nombres = zip(sommes, parts, strict=True)
    figure.data[0].text = [f"{echelle.court(m)} ({pourcent(part, 0)})" for m, part in nombres]
    figure.update_xaxes(**echelle.axe(bas, 1.45 * sommes.max()))
    return Graphique(
        figure,
        titre=titre or constat,
        texte_alternatif=f"{figure.texte_alternatif} {constat}.",
        donnees=figure.donnees.assign(**{"Part (%)": parts.to_numpy() * 100}),
    )


def zones_de_score(scores: Mapping[Any, ConanHolder], *, titre: str | None = None) -> Graphique:
    """Le score de Conan et Holder d'un client, exercice après exercice, et la zone où il tombe.

    Paramètres
    ----------
    scores : un dictionnaire {exercice: score}, chaque score venant de `risque.conan_holder`, avec
        les mêmes bornes ; dans l'ordre du temps.
    titre : comme pour `balance_agee`.

    Renvoie
    -------
    `Graphique` : les scores (points) sur les quatre zones, la plus sombre étant la plus risquée.

    Lève
    ----
    NonCalculable s'il n'y a aucun score ; MauvaisType si l'un ne vient pas de
    `risque.conan_holder` ; ArgumentInvalide si les bornes changent d'un score à l'autre.

    Exemple
    -------
    >>> from grc_lib.risque import conan_holder
    >>> comptes = dict(dettes=600, capitaux_permanents=550, total_bilan=1000,
    ...                realisable_disponible=400, ca_ht=1500, frais_personnel=300,
    ...                valeur_ajoutee=480)
    >>> scores = {2024: conan_holder(ebe=90, frais_financiers=25, **comptes),
    ...           2025: conan_holder(ebe=-60, frais_financiers=70, **comptes)}
    >>> zones_de_score(scores).titre
    'De 14,4\xa0points (bonne) en 2024 à 5,8\xa0points (prudence) en 2025'

    Source
    ------
    S521-5, score de Conan et Holder (cas CH01) : un signal à recouper, jamais une décision.
    """
    lus = exiger_nommes("scores", scores, "score de risque.conan_holder")
    for nom, score in lus.items():
        exiger_resultat(f"scores, {nom}", score, ConanHolder, "risque.conan_holder")
    series = list(lus.values())
    bornes = series[0].bornes
    if any(score.bornes != bornes for score in series):
        attendu = "les mêmes bornes pour tous"
        raise ArgumentInvalide("scores", [score.bornes for score in series], attendu)
    points = [score.score for score in series]
    cites = [
        f"{nombre(score.score, 1)}\u00a0points ({score.zone}) en {nom}"
        for nom, score in lus.items()
    ]
    constat = f"De {cites[0]} à {cites[-1]}" if len(cites) > 1 else f"Score : {cites[0]}"
    graduations = bornes_rondes(min(0.0, *points), max(bornes[2] + 4, *points), 8)
    figure = Graphique(
        _ligne_des_scores(list(lus), points),
        titre=titre or constat,
        texte_alternatif=(
            f"Courbe du score de Conan et Holder. {' ; '.join(cites)}. Zones : danger sous "
            f"{nombre(bornes[0])} points, prudence sous {nombre(bornes[1])}, bonne sous "
            f"{nombre(bornes[2])}, très bonne au-delà."
        ),
        donnees=pd.DataFrame(
            {
                "Exercice": list(lus),
                "Score (points)": points,
                "Zone": [score.zone for score in series],
                "Risque annoncé": [score.risque for score in series],
            }
        ),
        layout_showlegend=False,
    )
    _peindre(figure, bornes, float(graduations[0]), float(graduations[-1]))
    figure.update_yaxes(title_text="Score (points)", tickvals=[graduations[0], *bornes])
    figure.update_yaxes(range=[graduations[0], graduations[-1]], showgrid=False, tickformat=",.3~f")
    figure.update_xaxes(type="category", title_text="Exercice", showgrid=False)
    figure.update_xaxes(range=[-0.4, len(lus) - 0.4])
    return figure


def _ligne_des_scores(exercices: list[str], points: list[float]) -> go.Scatter:
    return go.Scatter(
        x=exercices,
        y=points,
        name="Score",
        mode="lines+markers+text",
        line=dict(color=ENCRE, width=3),
        marker=dict(size=10),
        text=[f"<b>{nombre(score, 1)}</b>" for score in points],
        textposition="top center",
        cliponaxis=False,
        hovertemplate="%{x} : %{y:.1f} points<extra></extra>",
    )


def _peindre(figure: Graphique, bornes: tuple[float, ...], bas: float, haut: float) -> None:
    """Une bande par zone, son nom à droite."""
    limites = [bas, *bornes, haut]
    for zone, fond, y0, y1 in zip(_ZONES, _FONDS_ZONES, limites[:-1], limites[1:], strict=True):
        figure.add_hrect(y0=y0, y1=y1, fillcolor=fond, layer="below", line_width=0)
        figure.etiqueter(1, (y0 + y1) / 2, zone, "gauche", xref="paper", borderpad=3)
    figure.update_layout(margin_r=100)
