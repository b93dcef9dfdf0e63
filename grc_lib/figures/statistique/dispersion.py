"""Les boîtes à moustaches : la position et la dispersion de plusieurs séries, côte à côte."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib import ventes
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.echelles import Echelle, en_nombres, libelle
from grc_lib.figures.briques.legendes import Entree, legender
from grc_lib.figures.gabarit import CIEL, ENCRE, GRIS, VERMILLON
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, plier

BOITES_MAX, EXTREMES_MAX = 12, 100


def boite_a_moustaches(
    valeurs: Any,
    groupes: Any = None,
    *,
    nom: str = "Valeur",
    unite: str = "",
    extremes: bool = True,
    titre: str | None = None,
) -> Graphique:
    """Une boîte par groupe : la moitié centrale des valeurs, leur médiane, leurs extrêmes.

    La boîte va de q1 à q3, comme dans `ventes.indicateurs` ; chaque moustache va jusqu'à la
    dernière valeur à moins de 1,5 × EIQ de la boîte ; les valeurs au-delà sont dites extrêmes.

    Paramètres
    ----------
    valeurs : des nombres ; les valeurs manquantes sont refusées.
    groupes : le groupe de chaque valeur, dans le même ordre ; sans lui, une seule boîte.
    nom, unite : ce que l'on mesure, comme pour `histogramme`.
    extremes : faux pour ne pas tracer les valeurs extrêmes quand elles écrasent les boîtes ; la
        légende dit combien il y en a.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : une boîte couchée par groupe, de la plus grande médiane à la plus petite, sa
    médiane écrite, sa moyenne en losange.

    Lève
    ----
    NonCalculable s'il n'y a aucune valeur ; ArgumentInvalide si les groupes et les valeurs ne se
    correspondent pas, ou s'il y a plus de douze groupes ; MauvaisType pour autre chose que des
    nombres.

    Exemple
    -------
    >>> boite_a_moustaches([12, 15, 9, 22, 18, 15, 30], nom="Ventes").titre
    'Ventes\xa0: la moitié entre 12 et 22, médiane 15'

    Source
    ------
    S522-1, position et dispersion (cas ST01).
    """
    series = _lire(valeurs, groupes)
    resumes = pd.DataFrame({groupe: _resumer(serie) for groupe, serie in series.items()}).T
    resumes = resumes.sort_values("mediane", ascending=False, kind="stable")
    quartiles = resumes[["q1", "mediane", "q3"]].to_numpy(float)
    echelle = Echelle.pour(pd.Series(quartiles.ravel()), unite)
    figure = Graphique(
        [_boite(groupe, ligne) for groupe, ligne in resumes.iterrows()],
        titre=titre or _constat(resumes, echelle, nom),
        texte_alternatif=_decrire(resumes, echelle, nom),
        donnees=_tableau(resumes, echelle),
        layout_showlegend=False,
    )
    figure.layout.height = figure.layout.margin.t + 60 + 70 * len(resumes)
    figure.add_trace(_moyennes(resumes))
    if extremes:
        figure.add_traces([_extremes(series[str(g)], g, ligne) for g, ligne in resumes.iterrows()])
    legender(figure, *_legende(int(resumes["extremes"].sum()), extremes))
    groupe: Any
    for groupe, ligne in resumes.iterrows():
        texte = f"<b>{echelle.court(ligne.mediane)}</b>"
        figure.etiqueter(ligne.mediane, groupe, texte, "bas", yshift=14, bgcolor=None)
    bouts = ["min", "max"] if extremes else ["bas", "haut", "moyenne"]
    etendue = resumes[bouts].to_numpy(float)
    figure.update_xaxes(title_text=echelle.titre(nom), **echelle.axe(etendue.min(), etendue.max()))
    figure.update_yaxes(type="category", range=[len(resumes) - 0.5, -0.6], showgrid=False)
    figure.update_yaxes(visible=groupes is not None)
    return figure


def _lire(valeurs: Any, groupes: Any) -> "dict[str, pd.Series[float]]":
    lues = en_nombres("valeurs", pd.Series(valeurs)).reset_index(drop=True)
    if groupes is None:
        return {"": lues}
    noms = pd.Series(groupes).reset_index(drop=True)
    if len(noms) != len(lues) or noms.isna().any():
        attendu = f"un groupe par valeur ({len(lues)}), sans case vide"
        raise ArgumentInvalide("groupes", f"{int(noms.notna().sum())} groupes", attendu)
    if noms.nunique() > BOITES_MAX:
        raise ArgumentInvalide("groupes", noms.nunique(), f"au plus {BOITES_MAX} groupes")
    par_groupe = lues.groupby(noms.astype(str), sort=False)
    return {plier(groupe, 16): serie for groupe, serie in par_groupe}


def _resumer(serie: "pd.Series[float]") -> "pd.Series[float]":
    """Les indicateurs de la série, puis ses moustaches et le nombre de ses extrêmes."""
    resume = ventes.indicateurs(serie)
    portee = 1.5 * resume["eiq"]
    dedans = serie[serie.between(resume["q1"] - portee, resume["q3"] + portee)]
    resume["min"], resume["max"] = serie.min(), serie.max()
    resume["bas"], resume["haut"] = dedans.min(), dedans.max()
    resume["extremes"] = len(serie) - len(dedans)
    return resume


def _boite(groupe: Any, resume: "pd.Series[float]") -> go.Box:
    """La boîte, tracée d'après ses indicateurs et non recalculée par le navigateur."""
    noms = {"q1": "q1", "mediane": "median", "q3": "q3", "bas": "lowerfence", "haut": "upperfence"}
    return go.Box(
        {trace: [resume[indicateur]] for indicateur, trace in noms.items()},
        y=[groupe],
        orientation="h",
        name=str(groupe),
        width=0.4,
        line=dict(color=ENCRE, width=1.5),
        fillcolor=CIEL,
        hoverinfo="x",
    )


def _moyennes(resumes: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=resumes["moyenne"],
        y=resumes.index,
        name="Moyenne",
        mode="markers",
        marker=dict(color=VERMILLON, size=10, symbol="diamond", line=dict(color="white", width=1)),
        cliponaxis=False,
        hoverinfo="x",
    )


def _extremes(serie: "pd.Series[float]", groupe: Any, resume: "pd.Series[float]") -> go.Scatter:
    """Cent extrêmes au plus, régulièrement choisis, la plus petite et la plus grande comprises."""
    hors = np.unique(serie[~serie.between(resume["bas"], resume["haut"])].to_numpy())
    gardes = np.unique(np.linspace(0, len(hors) - 1, min(len(hors), EXTREMES_MAX)).round())
    choisies = hors[gardes.astype(int)]
    return go.Scatter(
        x=choisies,
        y=[groupe] * len(choisies),
        name="Extrêmes",
        mode="markers",
        marker=dict(color=GRIS, size=6, symbol="circle-open"),
        cliponaxis=False,
        hoverinfo="x",
    )


def _legende(hors: int, traces: bool) -> list[Entree]:
    entrees = [
        Entree("■", "de q1 à q3 ; trait et nombre : médiane", CIEL),
        Entree("◆", "moyenne", VERMILLON),
    ]
    if hors:
        loin = f"{compte(hors, 'valeur')} à plus de 1,5 × EIQ"
        entrees.append(Entree("○", loin if traces else f"{loin}, hors du cadre", GRIS))
    return entrees


def _constat(resumes: pd.DataFrame, echelle: Echelle, nom: str) -> str:
    haute, basse = resumes.iloc[0], resumes.iloc[-1]
    if len(resumes) == 1:
        moitie = f"la moitié entre {echelle.court(haute.q1)} et {echelle.ecrire(haute.q3)}"
        return f"{libelle(nom)} : {moitie}, médiane {echelle.ecrire(haute.mediane)}"
    de, a = f"{echelle.ecrire(basse.mediane)} ({basse.name})", echelle.ecrire(haute.mediane)
    return f"{libelle(nom)} : la médiane va de {de} à {a} ({haute.name})".replace("<br>", " ")


def _decrire(resumes: pd.DataFrame, echelle: Echelle, nom: str) -> str:
    phrases = [
        f"{groupe} : ".replace("<br>", " ").removeprefix(" : ")
        + f"{compte(int(r.effectif), 'valeur')}, médiane {echelle.ecrire(r.mediane)}, "
        f"q1 {echelle.ecrire(r.q1)}, q3 {echelle.ecrire(r.q3)}, "
        f"moyenne {Echelle.pour(pd.Series([r.moyenne]), echelle.unite).ecrire(r.moyenne)}, "
        f"{compte(int(r.extremes), 'valeur extrême')}"
        for groupe, r in resumes.iterrows()
    ]
    debut = "Boîte à moustaches" if len(resumes) == 1 else "Boîtes à moustaches"
    return f"{debut}, {libelle(nom)}. {' ; '.join(phrases)}."


def _tableau(resumes: pd.DataFrame, echelle: Echelle) -> pd.DataFrame:
    mesures = {"min": "minimum", "q1": "q1", "mediane": "médiane", "moyenne": "moyenne"}
    mesures |= {"q3": "q3", "max": "maximum"}
    lues = {echelle.titre(titre): resumes[m] / echelle.facteur for m, titre in mesures.items()}
    comptes = {"Effectif": resumes["effectif"], "Extrêmes": resumes["extremes"]}
    noms = {"Groupe": [str(g).replace("<br>", " ") for g in resumes.index]}
    return pd.DataFrame({**noms, **comptes, **lues}).reset_index(drop=True)
