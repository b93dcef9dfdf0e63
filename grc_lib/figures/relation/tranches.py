"""Les agents qu'il faut à chaque tranche horaire, devant ceux qui sont là."""

import math
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib._nombres import liste
from grc_lib.appels import Effectif
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.rangees import ALERTE, PLEIN, lignes_de
from grc_lib.figures.gabarit import ENCRE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte


def charge_par_tranche(
    besoin: Effectif, *, presents: Any = None, titre: str | None = None
) -> Graphique:
    """Les agents qu'il faut à chaque tranche horaire, devant ceux qui sont là.

    Paramètres
    ----------
    besoin : résultat d'`appels.effectif` pour une colonne d'appels ; son index nomme les tranches
        (« 08:00 », « 08:30 »…).
    presents : le nombre d'agents présents à chaque tranche, dans le même ordre ; `None` : inconnu.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une barre par tranche, depuis zéro, hachurée s'il manque des agents ; une ligne en
    escalier, les présents.

    Lève
    ----
    MauvaisType si ce n'est pas un résultat d'`appels.effectif` sur une colonne ; ArgumentInvalide
    pour des appels manquants, ou d'autres tranches que celles du besoin.

    Exemple
    -------
    >>> from grc_lib.appels import effectif
    >>> appels = pd.Series({"09:00": 40, "09:30": 100, "10:00": 70})
    >>> besoin = effectif(appels=appels, periode=1800, dmt=180, qualite=0.8, seuil=20)
    >>> charge_par_tranche(besoin, presents=[10, 10, 10]).titre
    'Il manque des agents sur 1\xa0tranche sur 3\xa0; à 09:30, il en faut 14 pour 10 présents'

    Source
    ------
    GRC-4, ajuster les postes aux appels de chaque demi-heure (cas ER12).
    """
    if not isinstance(besoin, Effectif) or not isinstance(besoin.positions, pd.Series):
        raise MauvaisType("besoin", besoin, "un résultat d'`appels.effectif` sur une colonne")
    if besoin.positions.isna().any():
        raise ArgumentInvalide("besoin", "un nombre d'appels manquant", "des appels partout")
    table = pd.DataFrame({"tranche": besoin.positions.index.astype(str)})
    table["appels"] = np.asarray(besoin.appels, dtype=float)
    table["besoin"] = besoin.positions.to_numpy(int)
    table["presents"] = table["besoin"] if presents is None else _presents(presents, len(table))
    table["manque"] = (table["besoin"] - table["presents"]).clip(lower=0)
    connus = presents is not None
    phrases = [_tranche(ligne, connus) for ligne in lignes_de(table)]
    figure = Graphique(
        _traces_tranches(table, phrases, connus),
        titre=titre or _constat_tranches(table, connus),
        texte_alternatif=f"Barres, les agents qu'il faut à chaque tranche. {' ; '.join(phrases)}.",
        donnees=_tableau_tranches(table, connus),
        layout=dict(showlegend=False, barmode="overlay"),
    )
    pas = math.ceil(len(table) * 46 / 320)  # une heure prend 46 pixels, un téléphone en laisse 320
    rangs = list(range(0, len(table), pas))
    figure.update_xaxes(tickvals=rangs, ticktext=table["tranche"].iloc[rangs].tolist(), tickangle=0)
    figure.update_xaxes(title_text="Début de la tranche", showgrid=False)
    haut = float(table[["besoin", "presents"]].to_numpy().max())
    graduations = Echelle.pour(table["besoin"].astype(float), "").axe(0, max(1.0, haut * 1.1))
    suite = " (ligne : présents)" if connus else ""
    figure.update_yaxes(title_text=f"Agents au téléphone{suite}", **graduations)
    return figure


def _presents(presents: Any, tranches: int) -> Any:
    lus = liste("presents", presents)
    if len(lus) != tranches or (lus < 0).any():
        raise ArgumentInvalide("presents", presents, f"{tranches} nombres positifs ou nuls")
    return lus


def _tranche(ligne: Any, connus: bool) -> str:
    """« 09:30 : 100 appels, 14 agents pour 10 présents »."""
    phrase = f"{ligne.tranche} : {compte(round(ligne.appels), 'appels')}, "
    phrase += compte(ligne.besoin, "agents")
    return phrase + (f" pour {nombre(ligne.presents)} présents" if connus else "")


def _traces_tranches(table: pd.DataFrame, phrases: list[str], connus: bool) -> list[Any]:
    manque = (table["manque"] > 0).to_numpy()
    traces: list[Any] = [
        go.Bar(
            x=np.flatnonzero(choix),
            y=table.loc[choix, "besoin"],
            name=nom,
            width=0.9,
            marker=marque,
            hovertext=[texte for texte, garde in zip(phrases, choix, strict=True) if garde],
            hovertemplate="%{hovertext}<extra></extra>",
        )
        for nom, choix, marque in (("Il en faut", ~manque, PLEIN), ("Il en manque", manque, ALERTE))
    ]
    if connus:
        escalier = np.append(table["presents"].to_numpy(), table["presents"].iloc[-1])
        style = dict(color=ENCRE, width=3, shape="hv")
        x = np.arange(len(table) + 1) - 0.5
        traces.append(
            go.Scatter(x=x, y=escalier, name="Présents", mode="lines", line=style, hoverinfo="skip")
        )
    return traces


def _constat_tranches(table: pd.DataFrame, connus: bool) -> str:
    pire = table.iloc[int((table["manque"] if connus else table["besoin"]).argmax())]
    if not connus:
        bornes = f"de {nombre(table['besoin'].min())} à {nombre(table['besoin'].max())} agents"
        return f"Il faut {bornes} selon l'heure ; la pointe est à {pire['tranche']}"
    combien = int((table["manque"] > 0).sum())
    if not combien:
        return f"Les présents suffisent sur les {compte(len(table), 'tranches')}"
    detail = f"il en faut {nombre(pire['besoin'])} pour {nombre(pire['presents'])} présents"
    tranches = f"{compte(combien, 'tranches')} sur {len(table)}"
    return f"Il manque des agents sur {tranches} ; à {pire['tranche']}, {detail}"


def _tableau_tranches(table: pd.DataFrame, connus: bool) -> pd.DataFrame:
    titres = {"tranche": "Tranche", "appels": "Appels", "besoin": "Agents qu'il faut"}
    titres |= {"presents": "Présents", "manque": "Manquants"} if connus else {}
    return table[list(titres)].rename(columns=titres)
