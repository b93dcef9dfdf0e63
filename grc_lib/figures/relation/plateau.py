"""Le plateau d'appels : ce que change un agent de plus ou de moins."""

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib.appels import Effectif, erlang_c
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.briques.rangees import lignes_de
from grc_lib.figures.gabarit import BLEU, ENCRE, VERMILLON
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, duree, pourcent

_AGENTS = 8  # les effectifs que l'on compare : davantage ne tient pas sur un téléphone


def courbe_effectif(besoin: Effectif, *, titre: str | None = None) -> Graphique:
    """La qualité de service et l'attente selon le nombre d'agents au téléphone (Erlang C).

    Paramètres
    ----------
    besoin : résultat d'`appels.effectif` pour un seul créneau.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : x, agents, à partir du premier effectif où la file ne grandit pas sans fin ; y,
    qualité de service (décimale, axe de 0 à 100 %). L'attente moyenne est sous chaque effectif.

    Lève
    ----
    MauvaisType si ce n'est pas un résultat d'`appels.effectif` ; ArgumentInvalide s'il porte sur
    plusieurs créneaux ; NonCalculable si aucun appel n'arrive.

    Exemple
    -------
    >>> from grc_lib.appels import effectif
    >>> courbe_effectif(effectif(appels=100, periode=1800, dmt=180, qualite=0.8, seuil=20)).titre
    'Avec 14\xa0agents, 88,8\u202f% des appels sont décrochés en 20\xa0s\xa0; avec 13, 79,6\u202f%'

    Source
    ------
    GRC-4, dimensionner un plateau : Erlang C (cas ER10, ER12).
    """
    if not isinstance(besoin, Effectif):
        raise MauvaisType("besoin", besoin, "un résultat d'`appels.effectif`")
    if np.ndim(besoin.positions):
        attendu = "un seul créneau ; pour plusieurs, voyez « charge_par_tranche »"
        raise ArgumentInvalide("besoin", f"{np.size(besoin.positions)} créneaux", attendu)
    if not besoin.positions:
        raise NonCalculable("Aucun appel n'arrive : il n'y a aucun effectif à comparer.")
    table = _essais(besoin)
    phrases = [
        f"{compte(ligne.agents, 'agents')} : {pourcent(ligne.qualite)} en {nombre(besoin.seuil)} s"
        f", attente moyenne {duree(ligne.attente)}"
        for ligne in lignes_de(table)
    ]
    figure = Graphique(
        _traces_essais(table, phrases, besoin.positions),
        titre=titre or _constat(table, besoin),
        texte_alternatif=(
            f"Courbe de la qualité de service selon le nombre d'agents, objectif "
            f"{pourcent(besoin.qualite, 0)}. {' ; '.join(phrases)}."
        ),
        donnees=pd.DataFrame(
            {
                "Agents": table["agents"],
                f"Décrochés en {nombre(besoin.seuil)} s (%)": 100 * table["qualite"],
                "Attente moyenne (s)": table["attente"],
                "Occupation (%)": 100 * table["occupation"],
            }
        ),
        layout_showlegend=False,
    )
    textes = [f"{ligne.agents}<br>{duree(ligne.attente)}" for ligne in lignes_de(table)]
    figure.update_xaxes(tickvals=table["agents"].tolist(), ticktext=textes, tickangle=0)
    figure.update_xaxes(title_text="Agents au téléphone,<br>et attente moyenne", showgrid=False)
    figure.graduer_en_parts("y")
    figure.update_yaxes(title_text=f"Décrochés en {nombre(besoin.seuil)} s (%)", range=[0, 1.05])
    figure.add_hline(y=besoin.qualite, line=dict(color=ENCRE, dash="dash", width=1.5))
    but = f"objectif : {pourcent(besoin.qualite, 0)}"
    figure.etiqueter(1, besoin.qualite, but, "droite haut", xref="paper")
    return figure


def _essais(besoin: Effectif) -> pd.DataFrame:
    """Les effectifs autour de celui qui suffit, à partir du premier où la file est stable."""
    minimum = math.floor(round(besoin.appels * besoin.dmt / besoin.periode, 9)) + 1
    debut = max(minimum, besoin.positions - _AGENTS // 2)
    lignes = []
    for agents in range(debut, debut + _AGENTS):
        attente = erlang_c(
            appels=besoin.appels, periode=besoin.periode, dmt=besoin.dmt, agents=agents
        )
        qualite = attente.qualite_service(besoin.seuil)
        lignes.append((agents, qualite, attente.attente_moyenne, attente.occupation))
    return pd.DataFrame(lignes, columns=["agents", "qualite", "attente", "occupation"])


def _constat(table: pd.DataFrame, besoin: Effectif) -> str:
    qualites = table.set_index("agents")["qualite"]
    agents = besoin.positions
    tenue = f"{pourcent(qualites[agents])} des appels sont décrochés en {nombre(besoin.seuil)}"
    constat = f"Avec {compte(agents, 'agents')}, {tenue}\u00a0s"
    if agents - 1 not in qualites:
        return f"{constat} ; avec un de moins, l'attente grandirait sans fin"
    return f"{constat} ; avec {agents - 1}, {pourcent(qualites[agents - 1])}"


def _traces_essais(table: pd.DataFrame, phrases: list[str], choisi: int) -> list[go.Scatter]:
    suffit = table["agents"] >= choisi
    return [
        go.Scatter(
            x=table["agents"],
            y=table["qualite"],
            name="Qualité de service",
            mode="lines+markers+text",
            line=dict(color=BLEU, width=2.5),
            marker=dict(
                size=[18 if agents == choisi else 10 for agents in table["agents"]],
                symbol=["circle" if ok else "x" for ok in suffit],
                color=[BLEU if ok else VERMILLON for ok in suffit],
                line=dict(color="white", width=1),
            ),
            text=[nombre(100 * qualite, 1) for qualite in table["qualite"]],
            textposition=["top center" if ok else "bottom center" for ok in suffit],
            textfont=dict(size=14),
            hovertext=phrases,
            hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False,
        )
    ]
