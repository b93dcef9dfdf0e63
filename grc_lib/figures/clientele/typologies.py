"""Les groupes de k-moyennes, vus sur deux de leurs variables."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.echelles import Echelle, en_nombres, libelle
from grc_lib.figures.briques.lecture import exiger_resultat
from grc_lib.figures.briques.legendes import Entree, legender
from grc_lib.figures.gabarit import BLEU, ENCRE, ORANGE, ROSE, VERMILLON, VERT
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, pourcent
from grc_lib.segmentation import KMoyennes

GROUPES_MAX = 6
_STYLES = (
    (BLEU, "circle", "●"),
    (VERMILLON, "square", "■"),
    (VERT, "triangle-up", "▲"),
    (ENCRE, "diamond", "◆"),
    (ROSE, "x", "✖"),
    (ORANGE, "triangle-down", "▼"),
)


def groupes(
    donnees: pd.DataFrame,
    typologie: KMoyennes,
    *,
    axes: tuple[str, str] | None = None,
    noms: Mapping[int, str] | None = None,
    logarithmes: tuple[str, ...] = (),
    nom: str = "clients",
    titre: str | None = None,
) -> Graphique:
    """Les groupes de k-moyennes, vus sur deux de leurs variables, chacun avec son centre.

    Paramètres
    ----------
    donnees : le tableau donné à `segmentation.k_moyennes`, un client par ligne.
    typologie : son résultat, six groupes au plus.
    axes : les deux colonnes à montrer ; par défaut, la première et la dernière.
    noms : le nom de chaque groupe, par numéro : `{1: "Petits réguliers", 2: "Gros comptes"}`.
    logarithmes : les colonnes, strictement positives, à lire sur une échelle logarithmique.
    nom : ce que l'on groupe, au pluriel.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une trace par groupe (couleur et forme), une croix par centre.

    Lève
    ----
    MauvaisType si `typologie` n'est pas un résultat de `segmentation.k_moyennes` ; ArgumentInvalide
    si ce n'est pas celle de ces données, si une colonne manque, si elle n'est pas positive sur une
    échelle logarithmique, ou au-delà de six groupes.

    Exemple
    -------
    >>> from grc_lib.segmentation import k_moyennes
    >>> clients = pd.DataFrame({"commandes": [2, 1, 2, 12, 11], "panier": [90, 110, 100, 400, 420]})
    >>> groupes(clients, k_moyennes(clients, 2)).titre
    '2\xa0groupes disent 99,3\u202f% des différences entre clients'

    Source
    ------
    S432-2, typologie par k-moyennes.
    """
    x, y = _lire_groupes(donnees, typologie, axes, logarithmes)
    appelle = {g: (noms or {}).get(int(g), f"Groupe {g}") for g in typologie.effectifs.index}
    part = pourcent(typologie.inertie_expliquee)
    phrases = [
        f"{appelle[g]} : {compte(int(typologie.effectifs[g]), nom)}, en moyenne "
        + ", ".join(f"{libelle(v)} {nombre(centre[v])}" for v in typologie.centres.columns)
        for g, (_, centre) in zip(appelle, typologie.centres.iterrows(), strict=True)
    ]
    figure = Graphique(
        _traces_des_groupes(donnees, typologie, (x, y), appelle),
        titre=titre
        or f"{compte(len(appelle), 'groupe')} disent {part} des différences entre {nom}",
        texte_alternatif=(
            f"Nuage de {compte(len(donnees), nom)}, {libelle(x)} et {libelle(y)}, en "
            f"{compte(len(appelle), 'groupe')}. {' ; '.join(phrases)}."
        ),
        donnees=_tableau_des_groupes(typologie, appelle, nom),
        layout=dict(height=470, showlegend=False),
    )
    for variable, axe in ((x, figure.update_xaxes), (y, figure.update_yaxes)):
        axe(title_text=libelle(variable), **_axe(donnees[variable], variable in logarithmes))
    entrees = [
        Entree(marque, f"{appelle[g]} : {compte(int(effectif), nom)}", couleur)
        for (g, effectif), (couleur, _, marque) in zip(
            typologie.effectifs.items(), _STYLES, strict=False
        )
    ]
    legender(figure, *entrees, Entree("✚", "centre du groupe"))
    return figure


def _lire_groupes(
    donnees: Any, typologie: Any, axes: tuple[str, str] | None, logarithmes: tuple[str, ...]
) -> tuple[str, str]:
    exiger_resultat("typologie", typologie, KMoyennes, "segmentation.k_moyennes")
    exiger_colonnes("donnees", donnees, *typologie.centres.columns)
    x, y = axes or (typologie.centres.columns[0], typologie.centres.columns[-1])
    exiger_colonnes("axes", typologie.centres, x, y, *logarithmes)
    if not _sont_les_siennes(donnees, typologie):
        recu = "un autre tableau"
        raise ArgumentInvalide("donnees", recu, "le tableau qui a servi à former les groupes")
    if len(typologie.effectifs) > GROUPES_MAX:
        recu = f"{len(typologie.effectifs)} groupes"
        raise ArgumentInvalide("typologie", recu, f"au plus {GROUPES_MAX} groupes")
    for variable in logarithmes:
        if (en_nombres(variable, donnees[variable]) <= 0).any():
            attendu = "des nombres strictement positifs, sur une échelle logarithmique"
            raise ArgumentInvalide(variable, float(donnees[variable].min()), attendu)
    return x, y


def _sont_les_siennes(donnees: pd.DataFrame, typologie: KMoyennes) -> bool:
    """Vrai si les centres sont bien les moyennes de ces données, groupe par groupe."""
    if not typologie.groupes.index.equals(donnees.index):
        return False
    moyennes = donnees[typologie.centres.columns].groupby(typologie.groupes.to_numpy()).mean()
    return bool(np.allclose(moyennes.to_numpy(float), typologie.centres.to_numpy(float)))


def _traces_des_groupes(
    donnees: pd.DataFrame, typologie: KMoyennes, axes: tuple[str, str], noms: dict[Any, str]
) -> list[go.Scatter]:
    traces = []
    for (g, nom), (couleur, forme, _) in zip(noms.items(), _STYLES, strict=False):
        membres = donnees[(typologie.groupes == g).to_numpy()]
        marque = dict(color=couleur, symbol=forme, size=8, opacity=0.6)
        traces.append(_nuage(membres, axes, nom, marque, [str(qui) for qui in membres.index]))
    centres = dict(color=ENCRE, symbol="cross", size=15, line=dict(color="white", width=2))
    return [*traces, _nuage(typologie.centres, axes, "Centres", centres, list(noms.values()))]


def _nuage(
    points: pd.DataFrame, axes: tuple[str, str], nom: str, marque: dict[str, Any], textes: list[str]
) -> go.Scatter:
    return go.Scatter(
        x=points[axes[0]].astype(float),
        y=points[axes[1]].astype(float),
        name=nom,
        mode="markers",
        marker=marque,
        text=textes,
        cliponaxis=False,
        hovertemplate=f"%{{text}} ({nom})<extra></extra>",
    )


def _axe(valeurs: "pd.Series[Any]", logarithme: bool) -> dict[str, Any]:
    nombres = valeurs.astype(float)
    if not logarithme:
        return Echelle.pour(nombres, "").axe(nombres.min(), nombres.max())
    puissances = [10.0**k for k in range(-6, 10)]
    textes = [nombre(puissance) if puissance >= 0.01 else "" for puissance in puissances]
    return dict(type="log", tickvals=puissances, ticktext=textes)


def _tableau_des_groupes(typologie: KMoyennes, noms: dict[Any, str], nom: str) -> pd.DataFrame:
    """Un groupe par ligne : son effectif et sa moyenne sur chaque variable."""
    centres = typologie.centres.rename(columns=lambda v: f"{libelle(v)}, moyenne")
    centres.insert(0, libelle(nom), typologie.effectifs.to_numpy())
    centres.insert(0, "Groupe", list(noms.values()))
    return centres.reset_index(drop=True)
