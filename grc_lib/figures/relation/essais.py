"""Des proportions et leur incertitude : deux variantes d'un envoi, les groupes d'une enquête."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from grc_lib import enquete, mailing
from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import entier
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.briques.rangees import exiger_rangees, intituler, lignes_de
from grc_lib.figures.gabarit import BLEU, ENCRE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import pourcent


def comparaison_intervalles(
    groupes: Mapping[Any, tuple[int, int]],
    *,
    confiance: float = 0.95,
    mesure: str = "réponse",
    titre: str | None = None,
) -> Graphique:
    """Des proportions, chacune avec son intervalle de confiance ; pour deux, le test de l'écart.

    Deux intervalles qui se touchent ne prouvent pas que l'écart est un hasard : pour deux groupes,
    c'est le test de la différence (`mailing.comparer_variantes`) qui conclut.

    Paramètres
    ----------
    groupes : (succès, effectif) de chaque groupe : {"A": (40, 1000), "B": (62, 1000)}.
    confiance : décimale.
    mesure : ce que l'on appelle un succès, au singulier (réponse, commande).
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : un point et son intervalle par groupe, en parts décimales, axe depuis zéro.

    Lève
    ----
    MauvaisType si ce n'est pas un dictionnaire de couples ; ArgumentInvalide pour plus de succès
    que d'effectif ; NonCalculable si un groupe répond d'une seule voix.

    Exemple
    -------
    >>> comparaison_intervalles({"A": (40, 1000), "B": (62, 1000)}).titre
    "B fait 2,2 points de plus que A\xa0: plus que le hasard n'en ferait (p = 0,025)"

    Source
    ------
    S823-4, GRC-4, test A/B ; S821, intervalle de confiance d'une fréquence (cas ST03).
    """
    table = _lire(groupes, confiance)
    niveau = pourcentage(confiance, None)
    phrases = [
        f"{ligne.nom} : {pourcent(ligne.taux)}, de {pourcent(ligne.bas)} à {pourcent(ligne.haut)} "
        f"({nombre(ligne.succes)} sur {nombre(ligne.effectif)})"
        for ligne in lignes_de(table)
    ]
    test = _tester(table, confiance)
    conclusion = _raconter(test) if test else ""
    figure = Graphique(
        [_intervalle(ligne, rang, phrases[rang]) for rang, ligne in enumerate(lignes_de(table))],
        titre=titre or _constat(table, test, mesure),
        texte_alternatif=(
            f"Taux de {mesure} et intervalles de confiance à {niveau}. "
            f"{' ; '.join(phrases)}.{conclusion}"
        ),
        donnees=_tableau(table, mesure, niveau),
    )
    intituler(figure, phrases)
    haut = float(table["haut"].max()) * 1.06
    figure.update_xaxes(**Echelle.pour(table["haut"], "%").axe(0, haut))
    figure.update_xaxes(title_text=f"Taux de {mesure} (%),<br>et intervalle à {niveau}")
    if test:
        figure.layout.height += 46
        figure.layout.title.y = 1 - 26 / figure.layout.height
        figure.layout.margin.b = 116
        texte = f"Écart : {_ecart(test.difference)} points, intervalle<br>{_bornes(test)}"
        figure.etiqueter(0, 0, texte, "gauche haut", xref="paper", yref="paper", yshift=-66)
    return figure


def _lire(groupes: Any, confiance: float) -> pd.DataFrame:
    if not isinstance(groupes, Mapping) or not groupes:
        raise MauvaisType("groupes", groupes, "un dictionnaire {nom: (succès, effectif)}")
    exiger_rangees("groupes", len(groupes))
    lignes = []
    for nom, couple in groupes.items():
        if not isinstance(couple, tuple | list) or len(couple) != 2:
            raise MauvaisType(f"groupes, {nom}", couple, "(succès, effectif)")
        effectif = entier(f"groupes, {nom} : effectif", couple[1], 1)
        succes = entier(f"groupes, {nom} : succès", couple[0])
        if succes > effectif:
            raise ArgumentInvalide(f"groupes, {nom}", succes, f"au plus l'effectif ({effectif})")
        lu = enquete.intervalle_proportion(succes / effectif, effectif, confiance)
        lignes.append((str(nom), succes, effectif, succes / effectif, lu.bas, lu.haut))
    return pd.DataFrame(lignes, columns=["nom", "succes", "effectif", "taux", "bas", "haut"])


def _tester(table: pd.DataFrame, confiance: float) -> mailing.ComparaisonVariantes | None:
    if len(table) != 2:
        return None
    a, b = table[["succes", "effectif"]].astype(int).itertuples(index=False, name=None)
    return mailing.comparer_variantes(a, b, confiance=confiance)


def _constat(table: pd.DataFrame, test: mailing.ComparaisonVariantes | None, mesure: str) -> str:
    triee = table.sort_values("taux", kind="stable")
    bas, haut = triee.iloc[0], triee.iloc[-1]
    if test is None:
        if len(table) == 1:
            bornes = f"entre {pourcent(bas['bas'])} et {pourcent(bas['haut'])}"
            return f"Le taux de {mesure} est sans doute {bornes}"
        extremes = f"{pourcent(bas['taux'])} ({bas['nom']}) à {pourcent(haut['taux'])}"
        return f"Le taux de {mesure} va de {extremes} ({haut['nom']})"
    ecart = nombre(100 * abs(test.difference), 1)
    p = "p < 0,001" if test.p < 0.001 else f"p = {nombre(test.p, 3)}"
    verdict = "plus que le hasard n'en ferait" if test.significative else "le hasard peut suffire"
    if not test.difference:
        return f"{table['nom'].iloc[0]} et {table['nom'].iloc[1]} font le même taux de {mesure}"
    return f"{haut['nom']} fait {ecart} points de plus que {bas['nom']} : {verdict} ({p})"


def _raconter(test: mailing.ComparaisonVariantes) -> str:
    verdict = "significatif" if test.significative else "non significatif"
    ecart = f"Écart de {_ecart(test.difference)} points"
    return f" {ecart}, {_bornes(test)}, p = {nombre(test.p, 4)} : {verdict}."


def _ecart(difference: float) -> str:
    return f"{'+' if difference > 0 else ''}{nombre(100 * difference, 1)}"


def _bornes(test: mailing.ComparaisonVariantes) -> str:
    dedans = "zéro n'y est pas" if test.bas > 0 or test.haut < 0 else "zéro y est"
    return f"de {_ecart(test.bas)} à {_ecart(test.haut)} : {dedans}"


def _intervalle(ligne: Any, rang: int, phrase: str) -> go.Scatter:
    return go.Scatter(
        x=[ligne.taux],
        y=[-rang],
        name=ligne.nom,
        mode="markers",
        marker=dict(color=BLEU, size=13, line=dict(color="white", width=1.5)),
        error_x=dict(
            type="data",
            symmetric=False,
            array=[ligne.haut - ligne.taux],
            arrayminus=[ligne.taux - ligne.bas],
            color=ENCRE,
            thickness=2.5,
            width=9,
        ),
        hovertext=[phrase],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _tableau(table: pd.DataFrame, mesure: str, niveau: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Groupe": table["nom"],
            "Succès": table["succes"],
            "Effectif": table["effectif"],
            f"Taux de {mesure} (%)": 100 * table["taux"],
            f"Borne basse à {niveau} (%)": 100 * table["bas"],
            f"Borne haute à {niveau} (%)": 100 * table["haut"],
        }
    )
