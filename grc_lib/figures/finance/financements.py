"""Placer, financer, amortir : des intérêts composés, des offres comparées, un bien qui s'use."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from grc_lib import annuites, interets
from grc_lib._formats import euros
from grc_lib._nombres import entier
from grc_lib.erreurs import NonCalculable
from grc_lib.figures.briques.lecture import exiger_nommes
from grc_lib.figures.briques.lignes import lignes
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.statistique.repartition import barres
from grc_lib.figures.textes import compte


def interets_simples_et_composes(
    capital: float, taux: float, annees: int, *, titre: str | None = None
) -> Graphique:
    """Ce que devient un capital, selon que ses intérêts rapportent ou non des intérêts.

    Paramètres
    ----------
    capital : placé aujourd'hui, en euros.
    taux : annuel, décimal.
    annees : la durée, entière, cent ans au plus.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : deux courbes, une valeur par année (€).

    Lève
    ----
    Comme `annuites.valeur_acquise`.

    Exemple
    -------
    >>> interets_simples_et_composes(100_000, 0.10, 6).titre
    'En 6\xa0ans, les intérêts composés rapportent 17\u202f156\xa0€ de plus'

    Source
    ------
    S512-3, intérêts simples et composés (cas EM01).
    """
    rangs = np.arange(entier("annees", annees, 1, 100) + 1)
    composes = np.asarray(annuites.valeur_acquise(capital, taux, rangs))
    simples = capital + np.asarray(interets.interet_simple(capital, taux, annees=rangs))
    placements = pd.DataFrame(
        {"Intérêts composés": composes, "Intérêts simples": simples},
        index=pd.Index(rangs, name="Année"),
    )
    ecart = euros(composes[-1] - simples[-1], 0)
    constat = f"En {compte(annees, 'année')}, les intérêts composés rapportent {ecart} de plus"
    return lignes(placements, "Valeur acquise", unite="€", constat=constat, titre=titre)


def comparaison_offres(comparaison: pd.DataFrame, *, titre: str | None = None) -> Graphique:
    """Des offres de financement : ce que l'on décaisse, et ce que cela vaut aujourd'hui.

    Paramètres
    ----------
    comparaison : ce que rend `financement.comparer`.
    titre : comme pour `interets_simples_et_composes`.

    Renvoie
    -------
    `Graphique` : deux barres par offre (€), le coût total et la valeur nette, la moins chère en
    valeur nette d'abord.

    Lève
    ----
    ArgumentInvalide si une colonne manque ; NonCalculable si le tableau est vide.

    Exemple
    -------
    >>> from grc_lib.financement import comparer, comptant, location
    >>> offres = {"Comptant": comptant(9_000), "Location": location(loyer=260, n=36)}
    >>> comparaison_offres(comparer(offres, taux=0.05)).titre
    "«\xa0Location\xa0» est la moins chère\xa0: 8\u202f725\xa0€ d'aujourd'hui"

    Source
    ------
    S512-4, comparaison actualisée (cas LO01).
    """
    exiger_colonnes("comparaison", comparaison, "cout_total", "valeur_nette")
    if comparaison.empty:
        raise NonCalculable("La comparaison est vide : il n'y a aucune offre à montrer.")
    triees = comparaison.sort_values("valeur_nette", kind="stable")
    noms = {"valeur_nette": "Valeur nette actualisée", "cout_total": "Coût total affiché"}
    longues = (
        triees[list(noms)]
        .rename(columns=noms)
        .rename_axis("Offre")
        .reset_index()
        .melt("Offre", var_name="mesure", value_name="Montant")
    )
    meilleure = triees.index[0]
    constat = (
        f"«\u00a0{meilleure}\u00a0» est la moins chère : {euros(triees['valeur_nette'].iloc[0], 0)}"
    )
    constat += " d'aujourd'hui"
    reglages: Any = dict(groupe="mesure", horizontal=True, unite="€", titre=titre or constat)
    figure = barres(longues, "Offre", "Montant", **reglages)
    tentante = triees["cout_total"].idxmin()
    piege = f" Le coût total désignerait « {tentante} »." if tentante != meilleure else ""
    figure.update_traces(constraintext="none")
    tableau = triees.rename(columns={nom: f"{ecrit} (€)" for nom, ecrit in noms.items()})
    return Graphique(
        figure,
        titre=titre or constat,
        texte_alternatif=f"{figure.texte_alternatif} {constat}.{piege}",
        donnees=tableau[[f"{ecrit} (€)" for ecrit in noms.values()]]
        .rename_axis("Offre")
        .reset_index(),
    )


def plan_amortissement(plans: Mapping[str, pd.DataFrame], *, titre: str | None = None) -> Graphique:
    """La valeur nette comptable d'un bien, exercice après exercice, selon la méthode.

    Paramètres
    ----------
    plans : un dictionnaire {nom: plan}, chaque plan venant de `amortissements.lineaire` ou
        `amortissements.degressif`.
    titre : comme pour `interets_simples_et_composes`.

    Renvoie
    -------
    `Graphique` : une courbe par méthode (€), de la base à la fin du plan.

    Lève
    ----
    NonCalculable s'il n'y a aucun plan ; ArgumentInvalide si une colonne manque.

    Exemple
    -------
    >>> from grc_lib.amortissements import degressif, lineaire
    >>> plans = {"Linéaire": lineaire(20_000, 5, "2026-01-01"),
    ...          "Dégressif": degressif(20_000, 5, "2026-01-01")}
    >>> plan_amortissement(plans).titre
    'Dotation de 2026\xa0: linéaire 4\u202f000\xa0€, dégressif 7\u202f000\xa0€'

    Source
    ------
    S531-6, amortissement linéaire et dégressif (cas AM05).
    """
    lus = exiger_nommes("plans", plans, "plan d'amortissement")
    for nom, plan in lus.items():
        exiger_colonnes(f"plans, {nom}", plan, "exercice", "dotation", "vnc")
        if plan.empty:
            raise NonCalculable(f"Le plan « {nom} » est vide : il n'y a rien à tracer.")
    valeurs = {nom: _valeurs(plan) for nom, plan in lus.items()}
    courbes = pd.DataFrame(valeurs).ffill().rename_axis("Fin d'exercice")
    premier = min(int(plan["exercice"].iloc[0]) for plan in lus.values())
    citees = [
        f"{nom.lower()} {euros(plan['dotation'].iloc[0], 0)}"
        for nom, plan in lus.items()
        if plan["exercice"].iloc[0] == premier
    ]
    constat = f"Dotation de {premier} : {', '.join(citees)}"
    return lignes(courbes, "Valeur nette comptable", unite="€", constat=constat, titre=titre)


def _valeurs(plan: pd.DataFrame) -> "pd.Series[float]":
    """La valeur à la fin de chaque exercice, précédée de la base."""
    base = float(plan["vnc"].iloc[0] + plan["dotation"].iloc[0])
    exercices = [int(plan["exercice"].iloc[0]) - 1, *plan["exercice"]]
    return pd.Series([base, *plan["vnc"]], index=exercices, dtype=float)
