"""Les plans d'amortissement : linéaire, dégressif, par unités d'œuvre."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._arguments import lire_date
from grc_lib._formats import euros
from grc_lib._nombres import centimes, entier, liste, positif, reel, seul, strictement_positif
from grc_lib.erreurs import ArgumentInvalide, NonCalculable

# La durée minimale, en années, et le coefficient fiscal du dégressif (CGI, annexe II, art. 24).
COEFFICIENTS = ((7, 2.25), (5, 1.75), (3, 1.25))
DUREE_MAXIMALE = 100  # au-delà, on a sans doute donné des mois


def lineaire(
    base: float, duree: int, mise_en_service: dt.date | str, *, valeur_residuelle: float = 0
) -> pd.DataFrame:
    """Le plan d'amortissement linéaire : la même dotation chaque année pleine.

    Dotation = (base − valeur résiduelle) / durée × jours / 360.

    Paramètres
    ----------
    base : coût d'achat hors taxes, en euros, plus grand que zéro.
    duree : durée d'utilisation, en années entières.
    mise_en_service : la date où le bien commence à servir (`date`, horodatage ou texte ISO).
    valeur_residuelle : prix de revente attendu en fin d'utilisation, en euros, inférieur à la base.

    Renvoie
    -------
    `DataFrame` : exercice (année civile), dotation, cumul et vnc, la valeur nette comptable en fin
    d'exercice (€). Le premier exercice est compté en jours sur 360 (mois de 30 jours), jour de mise
    en service compris ; en cours d'année, il y a donc un exercice de plus que d'années. Dotations
    au centime, la dernière solde. Les conventions sont rappelées dans `.attrs`.

    Lève
    ----
    ArgumentInvalide pour une base nulle ou négative, une durée qui n'est pas entière ou dépasse
    100 ans, une date impossible, une valeur résiduelle qui atteint la base.

    Exemple
    -------
    >>> lineaire(12_000, 3, "2026-10-01")
       exercice  dotation    cumul      vnc
    0      2026    1000.0   1000.0  11000.0
    1      2027    4000.0   5000.0   7000.0
    2      2028    4000.0   9000.0   3000.0
    3      2029    3000.0  12000.0      0.0

    Source
    ------
    S531, amortissement linéaire (cas AM05).
    """
    cout, annees = _base(base), _annees(duree)
    debut = lire_date("mise_en_service", mise_en_service)
    residuelle = centimes(seul(positif, "valeur_residuelle", valeur_residuelle))
    if residuelle >= cout:
        attendu = f"un montant inférieur à la base ({euros(cout)})"
        raise ArgumentInvalide("valeur_residuelle", valeur_residuelle, attendu)
    premiers = 361 - 30 * (debut.month - 1) - min(debut.day, 30)
    jours = [premiers, *[360] * (annees - 1), 360 - premiers]
    dotations = _repartir(cout - residuelle, jours if premiers < 360 else jours[:-1])
    plan = _plan(cout, debut.year, dotations)
    prorata = "en jours sur 360, jour de mise en service compris"
    plan.attrs = {"methode": "linéaire", "prorata": prorata, "valeur_residuelle": residuelle}
    return plan


def degressif(
    base: float, duree: int, mise_en_service: dt.date | str, *, coefficient: float | None = None
) -> pd.DataFrame:
    """Le plan d'amortissement dégressif : un taux constant sur ce qui reste, puis le linéaire.

    Dotation = valeur nette en début d'exercice × max(coefficient / durée ; 1 / exercices restants).

    Paramètres
    ----------
    base : coût d'achat hors taxes, en euros, plus grand que zéro.
    duree : durée d'utilisation, en années entières, au moins 3.
    mise_en_service : la date d'acquisition ; le bien s'amortit depuis le 1er jour de son mois.
    coefficient : de 1 à la durée ; par défaut, le coefficient fiscal de `coefficient_degressif`.

    Renvoie
    -------
    `DataFrame` : exercice (année civile), dotation, cumul, vnc en fin d'exercice (€), et taux, le
    taux appliqué (décimal) : quand il change, on est passé au linéaire. Autant d'exercices que
    d'années ; le premier est compté en mois entiers. Les conventions sont dans `.attrs`.

    Lève
    ----
    ArgumentInvalide pour une base nulle ou négative, une durée de moins de 3 ans, une date ou un
    coefficient impossible.

    Exemple
    -------
    >>> degressif(14_000, 5, "2025-01-01")
       exercice  dotation     cumul      vnc  taux
    0      2025   4900.00   4900.00  9100.00  0.35
    1      2026   3185.00   8085.00  5915.00  0.35
    2      2027   2070.25  10155.25  3844.75  0.35
    3      2028   1922.38  12077.63  1922.37  0.50
    4      2029   1922.37  14000.00     0.00  1.00

    Source
    ------
    S531, amortissement dégressif fiscal, CGI annexe II art. 23 (cas AM01 à AM04).
    """
    cout, fiscal = _base(base), coefficient_degressif(duree)
    annees, debut = _annees(duree), lire_date("mise_en_service", mise_en_service)
    choisi = fiscal if coefficient is None else seul(reel, "coefficient", coefficient)
    if not 1 <= choisi <= annees:
        raise ArgumentInvalide("coefficient", coefficient, f"un coefficient de 1 à {annees}")
    taux = [max(choisi / annees, 1 / restants) for restants in range(annees, 0, -1)]
    mois = [13 - debut.month] + [12] * (annees - 1)
    vnc, dotations = cout, []
    for t, m in zip(taux, mois, strict=True):
        dotations.append(centimes(vnc * t * m / 12))
        vnc = centimes(vnc - dotations[-1])
    plan = _plan(cout, debut.year, dotations)
    plan["taux"] = taux
    prorata = "en mois entiers, depuis le 1er du mois d'acquisition"
    plan.attrs = {"methode": "dégressif", "prorata": prorata, "coefficient": choisi}
    return plan


def unites_oeuvre(base: float, unites: Any) -> pd.DataFrame:
    """Le plan d'amortissement selon l'usage : des kilomètres, des heures, des salons.

    Dotation = base × unités de l'exercice / total des unités.

    Paramètres
    ----------
    base : coût d'achat hors taxes, en euros, plus grand que zéro.
    unites : les unités d'œuvre prévues, exercice par exercice, positives ou nulles.

    Renvoie
    -------
    `DataFrame` : exercice (1, 2, 3…), dotation, cumul, vnc en fin d'exercice (€). Dotations au
    centime ; celle du dernier exercice d'usage solde.

    Lève
    ----
    NonCalculable si la liste est vide ou le total des unités nul ; ArgumentInvalide pour une base
    nulle ou négative, des unités négatives ou manquantes.

    Exemple
    -------
    >>> unites_oeuvre(20_000, [30_000, 0, 60_000, 110_000])
       exercice  dotation    cumul      vnc
    0         1    3000.0   3000.0  17000.0
    1         2       0.0   3000.0  17000.0
    2         3    6000.0   9000.0  11000.0
    3         4   11000.0  20000.0      0.0

    Source
    ------
    S531, amortissement par unités d'œuvre.
    """
    cout, prevues = _base(base), positif("unites", liste("unites", unites)).tolist()
    if not any(prevues):
        raise NonCalculable("Le total des unités d'œuvre est nul : le bien ne sert jamais.")
    plan = _plan(cout, 1, _repartir(cout, prevues))
    plan.attrs = {"methode": "unités d'œuvre", "total": sum(prevues)}
    return plan


def coefficient_degressif(duree: int) -> float:
    """Le coefficient fiscal de l'amortissement dégressif.

    1,25 pour 3 ou 4 ans, 1,75 pour 5 ou 6 ans, 2,25 au-delà de 6 ans.

    Paramètres
    ----------
    duree : durée d'utilisation, en années entières, au moins 3.

    Renvoie
    -------
    Le coefficient, à multiplier par le taux linéaire 1 / durée.

    Lève
    ----
    ArgumentInvalide pour une durée de moins de 3 ans (le dégressif lui est fermé), ou qui n'est pas
    entière.

    Exemple
    -------
    >>> coefficient_degressif(4), coefficient_degressif(5), coefficient_degressif(10)
    (1.25, 1.75, 2.25)

    Source
    ------
    S531, BOI-BIC-AMT-20-20-30 (cas AM03).
    """
    annees = _annees(duree)
    for minimum, coefficient in COEFFICIENTS:
        if annees >= minimum:
            return coefficient
    raise ArgumentInvalide("duree", duree, "au moins 3 ans : en dessous, pas de dégressif")


def cout_utilisation(base: float, *, duree: float, mois: float) -> float:
    """La part d'amortissement qu'une opération consomme : le coût du bien pour quelques mois.

    Coût = base / durée × mois / 12.

    Paramètres
    ----------
    base : coût d'achat hors taxes, en euros, plus grand que zéro.
    duree : durée d'utilisation du bien, en années.
    mois : durée de l'opération, en mois, au plus celle du bien.

    Renvoie
    -------
    Un montant en euros, à ajouter aux autres coûts de l'opération.

    Lève
    ----
    ArgumentInvalide pour une base ou une durée nulle ou négative, un nombre de mois négatif ou plus
    long que la vie du bien.

    Exemple
    -------
    >>> cout_utilisation(9_000, duree=4, mois=3)
    562.5

    Source
    ------
    S531, coût d'un investissement commercial dans une action (cas AM06).
    """
    annees = seul(strictement_positif, "duree", duree)
    utilises = seul(positif, "mois", mois)
    if utilises > 12 * annees:
        attendu = f"au plus {12 * annees:g} mois, la vie du bien"
        raise ArgumentInvalide("mois", mois, attendu)
    return float(seul(strictement_positif, "base", base) / annees * utilises / 12)


def _base(base: Any) -> float:
    return float(centimes(seul(strictement_positif, "base", base)))


def _annees(duree: Any) -> int:
    annees = entier("duree", duree, 1)
    if annees > DUREE_MAXIMALE:
        attendu = f"un nombre d'années (et non de mois), au plus {DUREE_MAXIMALE}"
        raise ArgumentInvalide("duree", duree, attendu)
    return annees


def _repartir(montant: float, parts: Sequence[float]) -> list[float]:
    """Le montant partagé au centime ; la dernière part non nulle prend ce qui reste."""
    reste, total, dotations = centimes(montant), sum(parts), []
    for rang, part in enumerate(parts, 1):
        dernier = not any(parts[rang:])
        dotations.append(reste if dernier else min(centimes(montant * part / total), reste))
        reste = centimes(reste - dotations[-1])
    return dotations


def _plan(base: float, premier: int, dotations: Sequence[float]) -> pd.DataFrame:
    cumul = centimes(np.cumsum(dotations))
    return pd.DataFrame(
        {
            "exercice": range(premier, premier + len(dotations)),
            "dotation": dotations,
            "cumul": cumul,
            "vnc": centimes(base - cumul),
        }
    )
