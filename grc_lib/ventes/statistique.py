"""Résumer les ventes (S522-1) : position et dispersion, valeur par valeur ou par classes."""

from typing import Any, Literal

import numpy as np
import pandas as pd

from grc_lib._arguments import parmi
from grc_lib._nombres import Liste, liste
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.ventes._series import lire_ventes


def indicateurs(serie: Any, *, quartiles: Literal["manuel", "tableur"] = "manuel") -> pd.Series:
    """Les indicateurs de position et de dispersion d'une série de ventes.

    σ = √(Σ(x − m)² / N) pour la population (les manuels de BTS), √(Σ(x − m)² / (N − 1)) pour un
    échantillon (ECARTYPE.STANDARD du tableur) ; coefficient de variation = σ / m.

    Paramètres
    ----------
    serie : les valeurs observées, dans n'importe quel ordre (liste, tableau numpy, `Series`).
    quartiles : « manuel », q1 (q3) est la plus petite valeur de la série telle qu'au moins 25 %
        (75 %) des valeurs lui soient inférieures ou égales ; « tableur », l'interpolation de
        QUARTILE.INCLURE.

    Renvoie
    -------
    `Series` : effectif, moyenne, mediane, mode, etendue, ecart_type (population),
    ecart_type_echantillon, cv (décimal), q1, q3, eiq = q3 − q1 ; tous dans l'unité de la série,
    sauf effectif et cv. Valeur manquante : mode si plusieurs valeurs sont aussi fréquentes
    (`.attrs["modes"]` les donne ; liste vide si aucune ne se répète), ecart_type_echantillon d'une
    seule valeur, cv d'une moyenne négative ou nulle.

    Lève
    ----
    NonCalculable si la série est vide ; ArgumentInvalide pour une valeur manquante ; MauvaisType
    pour un texte.

    Exemple
    -------
    >>> indicateurs([12, 15, 9, 22, 18, 15, 30]).round(3)
    effectif                   7.000
    moyenne                   17.286
    mediane                   15.000
    mode                      15.000
    etendue                   21.000
    ecart_type                 6.452
    ecart_type_echantillon     6.969
    cv                         0.373
    q1                        12.000
    q3                        22.000
    eiq                       10.000
    dtype: float64

    Source
    ------
    S522, statistique descriptive (cas ST01).
    """
    parmi("quartiles", quartiles, ("manuel", "tableur"))
    observees = liste("serie", serie)
    valeurs, effectifs = np.unique(observees, return_counts=True)
    methode: Literal["inverted_cdf", "linear"]
    methode = "inverted_cdf" if quartiles == "manuel" else "linear"
    q1, q3 = np.quantile(observees, [0.25, 0.75], method=methode)
    frequentes = valeurs[effectifs == effectifs.max()]
    resume = _resume(
        valeurs,
        effectifs.astype(float),
        mediane=np.median(observees),
        mode=frequentes[0] if len(frequentes) == 1 else np.nan,
        etendue=np.ptp(observees),
        q1=q1,
        q3=q3,
    )
    repetees = effectifs.max() > 1 or len(observees) == 1
    resume.attrs = {"quartiles": quartiles, "modes": frequentes.tolist() if repetees else []}
    return resume


def indicateurs_classes(bornes: Any, effectifs: Any) -> pd.Series:
    """Les mêmes indicateurs, quand les ventes sont regroupées en classes.

    Chaque valeur est remplacée par le centre de sa classe ; médiane = L + (N/2 − cumul avant) /
    effectif × amplitude, L étant la borne inférieure de la classe médiane ; de même q1 (N/4) et q3
    (3N/4). La classe modale a la plus forte densité, effectif / amplitude : des amplitudes inégales
    ne la faussent pas.

    Paramètres
    ----------
    bornes : les bornes des classes, croissantes : une de plus que les classes.
    effectifs : le nombre entier d'observations de chaque classe.

    Renvoie
    -------
    `Series` : les lignes d'`indicateurs`, où mode est le centre de la classe modale (manquant si
    plusieurs classes ont la même densité) et etendue l'écart entre les bornes extrêmes ;
    `.attrs["classes_modales"]` donne les bornes des classes les plus denses.

    Lève
    ----
    NonCalculable si l'effectif total est nul ; ArgumentInvalide pour un effectif négatif ou non
    entier, des bornes qui ne sont pas strictement croissantes, ou en mauvais nombre.

    Exemple
    -------
    >>> commandes = indicateurs_classes([0, 100, 200, 500], [10, 20, 30])
    >>> commandes[["moyenne", "mediane", "mode"]].tolist()
    [233.33333333333334, 200.0, 150.0]
    >>> commandes.attrs["classes_modales"]
    [(100.0, 200.0)]

    Source
    ------
    S522, séries groupées en classes (cas ST02).
    """
    limites, comptes = _classes(bornes, effectifs)
    centres, amplitudes = (limites[:-1] + limites[1:]) / 2, np.diff(limites)
    densites = comptes / amplitudes
    modales = np.flatnonzero(np.isclose(densites, densites.max(), rtol=1e-12, atol=0))
    q1, mediane, q3 = (_interpoler(limites, comptes, part) for part in (0.25, 0.5, 0.75))
    resume = _resume(
        centres,
        comptes,
        mediane=mediane,
        mode=centres[modales[0]] if len(modales) == 1 else np.nan,
        etendue=limites[-1] - limites[0],
        q1=q1,
        q3=q3,
    )
    bornes_modales = [(limites[i].item(), limites[i + 1].item()) for i in modales]
    resume.attrs = {"classes_modales": bornes_modales}
    return resume


def _resume(valeurs: Liste, effectifs: Liste, **positions: Any) -> pd.Series:
    total = effectifs.sum()
    moyenne = np.dot(effectifs, valeurs) / total
    carres = np.dot(effectifs, (valeurs - moyenne) ** 2)
    ecart_type = np.sqrt(carres / total)
    return pd.Series(
        {
            "effectif": total,
            "moyenne": moyenne,
            "mediane": positions["mediane"],
            "mode": positions["mode"],
            "etendue": positions["etendue"],
            "ecart_type": ecart_type,
            "ecart_type_echantillon": np.sqrt(carres / (total - 1)) if total > 1 else np.nan,
            "cv": ecart_type / moyenne if moyenne > 0 else np.nan,
            "q1": positions["q1"],
            "q3": positions["q3"],
            "eiq": positions["q3"] - positions["q1"],
        }
    )


def _classes(bornes: Any, effectifs: Any) -> tuple[Liste, Liste]:
    limites = liste("bornes", bornes, au_moins=2)
    comptes = lire_ventes("effectifs", effectifs)
    if len(limites) != len(comptes) + 1:
        attendu = f"{len(comptes) + 1} bornes pour {len(comptes)} classes"
        raise ArgumentInvalide("bornes", f"{len(limites)} bornes", attendu)
    if np.any(np.diff(limites) <= 0):
        raise ArgumentInvalide("bornes", limites.tolist(), "des bornes strictement croissantes")
    if np.any(comptes % 1):
        raise ArgumentInvalide("effectifs", comptes.tolist(), "des nombres entiers")
    if not comptes.any():
        raise NonCalculable("Toutes les classes sont vides : il n'y a rien à résumer.")
    return limites, comptes


def _interpoler(limites: Liste, comptes: Liste, part: float) -> float:
    """L'abscisse où la courbe des effectifs cumulés atteint la part : médiane, quartiles."""
    cumuls = np.cumsum(comptes)
    rang = part * cumuls[-1]
    i = int(np.searchsorted(cumuls, rang))
    avant = cumuls[i] - comptes[i]
    return float(limites[i] + (rang - avant) / comptes[i] * (limites[i + 1] - limites[i]))
