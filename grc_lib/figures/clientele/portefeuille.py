"""Les graphiques de la structure du portefeuille : la courbe des 20/80 et les classes ABC."""

from collections.abc import Iterable
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from grc_lib import segmentation
from grc_lib._formats import euros
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.gabarit import BLEU, CLASSES, GRIS, VERMILLON
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, du, pourcent

POINTS_MAX = 200  # au-delà, la courbe ne gagne rien et le message au navigateur grossit

Points = npt.NDArray[np.float64]


def courbe_concentration(
    valeurs: Any,
    *,
    part: float = 0.20,
    nom: str = "clients",
    mesure: str = "chiffre d'affaires",
    titre: str | None = None,
) -> Graphique:
    """La courbe de concentration : quelle part du total font les premiers clients ?

    Paramètres
    ----------
    valeurs : une valeur par client (€), dans n'importe quel ordre.
    part : part des clients lue sur la courbe, décimale (0.20 : les 20 % premiers, leur nombre
        arrondi à l'entier supérieur comme dans `segmentation.part_des_premiers`).
    nom, mesure : ce que l'on compte (au pluriel) et ce que l'on mesure, pour les textes.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : la diagonale d'égalité, la courbe et le point lu, en parts décimales.

    Lève
    ----
    ArgumentInvalide si `part` n'est pas entre 0 et 1 ; NonCalculable si le total est nul.

    Exemple
    -------
    >>> courbe_concentration([80, 5, 5, 5, 5]).titre
    "20\u202f% des clients font 80,0\u202f% du chiffre d'affaires"

    Source
    ------
    S522, méthode des 20/80 (cas AB01).
    """
    if not 0 < part < 1:
        raise ArgumentInvalide("part", part, "une part décimale entre 0 et 1 (0.20 pour 20 %)")
    x, y = _points(valeurs)
    effectif = len(x) - 1
    premiers = ceil(round(part * effectif, 6))  # comme `segmentation.part_des_premiers`
    lue, apport, moitie = x[premiers], y[premiers], float(np.interp(0.5, x, y))
    constat = f"{pourcent(lue, 0)} des {nom} font {pourcent(apport)} {du(mesure)}"
    figure = Graphique(
        _traces_concentration(x, y, premiers, nom, mesure),
        titre=titre or constat,
        texte_alternatif=(
            f"Courbe de concentration de {compte(effectif, nom)}, du plus gros au plus petit. "
            f"{constat} ; la moitié des {nom} en fait {pourcent(moitie)}. "
            "La diagonale en pointillé serait celle d'un portefeuille où tous pèsent autant."
        ),
        donnees=_lecture(x, y, nom, mesure),
    )
    lecture = f"<b>{pourcent(lue, 0)}</b> des {nom}<br><b>{pourcent(apport)}</b> du total"
    figure.etiqueter(lue, apport, lecture, "gauche", ax=26, ay=50, showarrow=True, standoff=8)
    figure.etiqueter(0.98, 0.03, "en pointillé : si tous<br>pesaient autant", "droite bas")
    _axes(figure, nom, mesure)
    return figure


def courbe_abc(
    tableau_abc: pd.DataFrame,
    *,
    seuils: tuple[float, float] | None = None,
    nom: str = "clients",
    mesure: str = "chiffre d'affaires",
    titre: str | None = None,
) -> Graphique:
    """La courbe cumulée et ses zones A, B, C, nommées sur le graphique.

    Paramètres
    ----------
    tableau_abc : résultat de `segmentation.abc` (valeur, part, cumul, classe), trié.
    seuils : les deux seuils de cumul (parts décimales) ; par défaut, ceux que `segmentation.abc`
        a notés dans le tableau.
    nom, mesure, titre : comme pour `courbe_concentration`.

    Renvoie
    -------
    `Graphique` : une trace par classe présente (x : part des clients, y : part cumulée).

    Lève
    ----
    NonCalculable si le tableau est vide ; ArgumentInvalide s'il manque une colonne.

    Exemple
    -------
    >>> courbe_abc(segmentation.abc([80, 5, 5, 5, 5])).titre
    "La classe A\xa0: 20\u202f% des clients, 80,0\u202f% du chiffre d'affaires"

    Source
    ------
    S522, méthode ABC (cas AB02 à AB05).
    """
    resume = resumer_classes(tableau_abc)
    seuils = seuils or tableau_abc.attrs.get("seuils", (0.80, 0.95))
    parts, total = resume[["part_effectif", "part"]].to_numpy(float)[0]
    constat = f"La classe A : {pourcent(parts, 0)} des {nom}, {pourcent(total)} {du(mesure)}"
    phrases = [
        f"{classe} : {compte(ligne.effectif, nom)}, {pourcent(ligne.part)} {du(mesure)}"
        for classe, ligne in resume.astype({"effectif": int}).iterrows()
    ]
    figure = Graphique(
        _traces_abc(tableau_abc),
        titre=titre or constat,
        texte_alternatif=(
            f"Courbe cumulée {du(mesure)}, {nom} du plus gros au plus petit, coupée aux seuils de "
            f"{pourcent(seuils[0], 0)} et {pourcent(seuils[1], 0)}. Classe {' ; '.join(phrases)}."
        ),
        donnees=_classement(tableau_abc, nom, mesure),
    )
    _nommer_les_classes(figure, resume, nom)
    _tracer_les_seuils(figure, seuils)
    _axes(figure, nom, mesure)
    figure.update_yaxes(range=[0, 1.15])
    return figure


def resumer_classes(tableau_abc: pd.DataFrame) -> pd.DataFrame:
    """Une ligne par classe A, B, C : effectif, part_effectif, valeur, part (décimales).

    >>> resumer_classes(segmentation.abc([80, 5, 5, 5, 5]))["effectif"].to_dict()
    {'A': 1, 'B': 3, 'C': 1}
    """
    exiger_colonnes("tableau_abc", tableau_abc, "valeur", "part", "cumul", "classe")
    if tableau_abc.empty:
        raise NonCalculable("Le portefeuille est vide : il n'y a rien à classer ni à tracer.")
    valeurs = tableau_abc["valeur"].astype(float).groupby(tableau_abc["classe"].astype(str))
    resume = pd.DataFrame({"effectif": valeurs.size(), "valeur": valeurs.sum()})
    resume = resume.reindex(["A", "B", "C"], fill_value=0).rename_axis("classe")
    resume.insert(1, "part_effectif", resume["effectif"] / resume["effectif"].sum())
    return resume.assign(part=resume["valeur"] / resume["valeur"].sum())


def _points(valeurs: Any) -> tuple[Points, Points]:
    """La courbe de concentration, origine comprise."""
    points = segmentation.concentration(valeurs)
    return points["part_clients"].to_numpy(float), points["part_ca"].to_numpy(float)


def _alleger(x: Points, y: Points, gardes: Iterable[int] = ()) -> npt.NDArray[np.intp]:
    """Les rangs à tracer : au plus `POINTS_MAX`, régulièrement répartis le long de la courbe."""
    if len(x) <= POINTS_MAX:
        return np.arange(len(x))
    rangs = np.searchsorted(x + y, np.linspace(0, x[-1] + y[-1], POINTS_MAX - 6))
    return np.union1d(np.clip(rangs, 0, len(x) - 1), np.array([0, len(x) - 1, *gardes]))


def _traces_concentration(x: Points, y: Points, lu: int, nom: str, mesure: str) -> list[Any]:
    rangs = _alleger(x, y)
    survol = [f"{pourcent(x[i])} des {nom}<br>{pourcent(y[i])} {du(mesure)}" for i in rangs]
    point = dict(color=VERMILLON, size=13, line=dict(color="white", width=2))
    return [
        go.Scatter(
            x=[0, 1],
            y=[0, 1],
            name="Égalité",
            mode="lines",
            line=dict(color=GRIS, dash="dot", width=1.5),
            hoverinfo="skip",
        ),
        go.Scatter(
            x=x[rangs],
            y=y[rangs],
            name="Concentration",
            mode="lines",
            line=dict(color=BLEU, width=3),
            fill="tonexty",
            fillcolor="rgba(0, 114, 178, 0.12)",
            text=survol,
            hovertemplate="%{text}<extra></extra>",
        ),
        go.Scatter(
            x=[x[lu]],
            y=[y[lu]],
            name="Point lu",
            mode="markers",
            marker=point,
            hoverinfo="skip",
        ),
    ]


def _lecture(x: Points, y: Points, nom: str, mesure: str) -> pd.DataFrame:
    """La courbe lue tous les 5 % : le tableau que l'on peut lire sans la voir."""
    parts = np.linspace(0, 1, 21)
    cumul = np.interp(parts, x, y)
    return pd.DataFrame({f"Part des {nom} (%)": parts * 100, f"Part {du(mesure)} (%)": cumul * 100})


def _traces_abc(tableau: pd.DataFrame) -> list[go.Scatter]:
    """Une aire par classe, chacune repartant du dernier point de la précédente."""
    classes = tableau["classe"].astype(str).to_numpy()
    x = np.arange(len(tableau) + 1) / len(tableau)
    y = np.append(0.0, tableau["cumul"].to_numpy(float))
    membres = {c: np.flatnonzero(classes == c) for c in CLASSES if (classes == c).any()}
    rangs = _alleger(x, y, [derniers[-1] + 1 for derniers in membres.values()])
    traces = []
    for classe, places in membres.items():
        gardes = rangs[(rangs >= places[0]) & (rangs <= places[-1] + 1)]
        traces.append(_aire(classe, x[gardes], y[gardes], _survols_abc(tableau, gardes)))
    return traces


def _aire(classe: str, x: Points, y: Points, survol: list[str]) -> go.Scatter:
    couleur = CLASSES[classe]
    return go.Scatter(
        x=x,
        y=y,
        name=f"Classe {classe}",
        mode="lines",
        line=dict(color=couleur if classe != "C" else GRIS, width=3),
        fill="tozeroy",
        fillcolor=couleur,
        text=survol,
        hovertemplate="%{text}<extra></extra>",
    )


def _survols_abc(tableau: pd.DataFrame, rangs: npt.NDArray[np.intp]) -> list[str]:
    """Le client de chaque point (le point 0 est l'origine) : son montant, son cumul, sa classe."""
    clients = tableau.iloc[np.maximum(rangs - 1, 0)]
    colonnes = clients["valeur"].astype(float), clients["cumul"].astype(float), clients["classe"]
    return [
        f"{qui} (classe {classe})<br>{euros(valeur, 0)}<br>cumul : {pourcent(cumul)}"
        for qui, valeur, cumul, classe in zip(clients.index, *colonnes, strict=True)
    ]


def _classement(tableau: pd.DataFrame, nom: str, mesure: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            nom.removesuffix("s").capitalize(): tableau.index.astype(str),
            f"{mesure[0].upper()}{mesure[1:]} (€)": tableau["valeur"].to_numpy(float),
            "Part (%)": tableau["part"].to_numpy(float) * 100,
            "Cumul (%)": tableau["cumul"].to_numpy(float) * 100,
            "Classe": tableau["classe"].astype(str).to_numpy(),
        }
    )


def _nommer_les_classes(figure: Graphique, resume: pd.DataFrame, nom: str) -> None:
    presentes = resume[resume["effectif"] > 0]
    milieux = presentes["part_effectif"].cumsum() - presentes["part_effectif"] / 2
    for classe, x in zip(presentes.index, _ecarter(milieux.tolist(), 0.09), strict=True):
        figure.etiqueter(x, 1.02, f"<b>{classe}</b>", "bas", font_size=20, bgcolor=None)
    lignes = [
        f"<b>{classe}</b> : {compte(int(ligne.effectif), nom)}, {pourcent(ligne.part)}"
        for classe, ligne in resume.iterrows()
    ]
    figure.etiqueter(0.98, 0.04, "<br>".join(lignes), "droite bas")


def _ecarter(positions: list[float], ecart: float) -> list[float]:
    """Des étiquettes assez loin les unes des autres et des bords."""
    positions[0] = max(positions[0], ecart / 2)
    for i in range(1, len(positions)):
        positions[i] = max(positions[i], positions[i - 1] + ecart)
    for i in range(len(positions) - 1, -1, -1):
        positions[i] = min(positions[i], 0.98 - ecart * (len(positions) - 1 - i))
    return positions


def _tracer_les_seuils(figure: Graphique, seuils: tuple[float, float]) -> None:
    for seuil in seuils:
        figure.add_shape(
            type="line", x0=0, x1=1, y0=seuil, y1=seuil, line=dict(color=GRIS, dash="dash", width=1)
        )
    if seuils[1] - seuils[0] >= 0.1:
        for seuil in seuils:
            figure.etiqueter(0.98, seuil - 0.01, f"seuil {pourcent(seuil, 0)}", "droite haut")
    else:
        textes = " et ".join(pourcent(seuil, 0) for seuil in seuils)
        figure.etiqueter(0.98, seuils[0] - 0.01, f"seuils {textes}", "droite haut")


def _axes(figure: Graphique, nom: str, mesure: str) -> None:
    figure.graduer_en_parts("x")
    figure.graduer_en_parts("y")
    figure.update_xaxes(
        range=[0, 1], title_text=f"Part des {nom},<br>du plus gros au plus petit (%)"
    )
    figure.update_yaxes(range=[0, 1.02], title_text=f"Part {du(mesure)}, cumulée (%)")
    figure.update_layout(showlegend=False, hovermode="closest", hoverdistance=-1)
