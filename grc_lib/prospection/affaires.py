"""Le suivi des affaires (S531-5, S823-3) : où elles en sont, ce qu'elles pèsent, qui relancer."""

import datetime as dt
from typing import Any

import pandas as pd

from grc_lib._arguments import lire_date
from grc_lib._duckdb import (
    ajouter,
    choisir,
    en_relation,
    exiger_nombres,
    ligne,
    requete,
    tableau,
)
from grc_lib.erreurs import ArgumentInvalide


def suivi(
    affaires: Any,
    *,
    date: dt.date | str,
    etape: str = "etape",
    montant: str = "montant",
    probabilite: str = "probabilite",
    relance: str = "relance",
) -> pd.DataFrame:
    """Le tableau de suivi : à chaque étape, les affaires, leur montant pondéré, les relances dues.

    Montant pondéré = Σ montant × probabilité de conclure.

    Paramètres
    ----------
    affaires : tableau ou relation DuckDB, une affaire en cours par ligne.
    date : le jour du suivi.
    etape, montant, probabilite, relance : les noms des colonnes. Montant en euros ; probabilité
        décimale ; relance : la date prévue de la prochaine action (vide : aucune n'est prévue).

    Renvoie
    -------
    `DataFrame`, une étape par ligne (en index), de la moins à la plus probable : affaires, montant,
    montant_pondere (€), a_relancer (relances dues à cette date) et sans_relance (affaires qu'aucune
    action ne suit). Aucune affaire : tableau vide.

    Lève
    ----
    ArgumentInvalide pour une colonne absente, une étape, un montant ou une probabilité manquants,
    un montant négatif, une probabilité en pourcentage.

    Exemple
    -------
    >>> affaires = pd.DataFrame({
    ...     "etape": ["devis", "contact", "devis"], "montant": [20_000, 50_000, 30_000],
    ...     "probabilite": [0.5, 0.1, 0.5], "relance": ["2026-06-15", "2026-07-10", None],
    ... })
    >>> suivi(affaires, date="2026-06-30")
             affaires  montant  montant_pondere  a_relancer  sans_relance
    etape
    contact         1  50000.0           5000.0           0             0
    devis           2  50000.0          25000.0           1             1

    Source
    ------
    S531, suivi d'affaires ; prévisions pondérées (cas AG01).
    """
    jour = lire_date("date", date)
    noms = {"etape": etape, "montant": montant, "probabilite": probabilite, "relance": relance}
    brut = choisir(en_relation(affaires, "affaires"), **noms)
    exiger_nombres(brut, "montant", montant)
    exiger_nombres(brut, "probabilite", probabilite)
    lues = requete(ajouter(brut, jour=jour), "grc_brut", _AFFAIRES)
    _controler(lues, noms)
    return tableau(lues, "grc_affaires", _SUIVI).set_index("etape")


_AFFAIRES = """
SELECT
    etape,
    TRY_CAST(montant AS DECIMAL(18, 2)) AS montant,
    TRY_CAST(probabilite AS DECIMAL(9, 6)) AS probabilite,
    TRY_CAST(relance AS DATE) AS relance,
    relance IS NOT NULL AS prevue,
    jour
FROM grc_brut
"""

_CONTROLE = """
SELECT
    COUNT(*) FILTER (WHERE etape IS NULL),
    COUNT(*) FILTER (WHERE montant IS NULL OR montant < 0),
    COUNT(*) FILTER (WHERE probabilite IS NULL OR probabilite < 0 OR probabilite > 1),
    COUNT(*) FILTER (WHERE prevue AND relance IS NULL)
FROM grc_affaires
"""

_SUIVI = """
SELECT
    etape,
    COUNT(*) AS affaires,
    CAST(SUM(montant) AS DOUBLE) AS montant,
    CAST(ROUND(SUM(montant * probabilite), 2) AS DOUBLE) AS montant_pondere,
    COUNT(*) FILTER (WHERE relance <= jour) AS a_relancer,
    COUNT(*) FILTER (WHERE relance IS NULL) AS sans_relance
FROM grc_affaires
GROUP BY etape
ORDER BY MIN(probabilite) ASC, etape ASC
"""

_ATTENDUS = {
    "etape": "un nom d'étape sur chaque ligne",
    "montant": "un montant positif ou nul sur chaque ligne",
    "probabilite": "une probabilité décimale entre 0 et 1 (0.5 pour 50 %) sur chaque ligne",
    "relance": "une date AAAA-MM-JJ, ou rien",
}


def _controler(affaires: Any, noms: dict[str, str]) -> None:
    fautes = ligne(affaires, "grc_affaires", _CONTROLE)
    for (argument, attendu), nombre in zip(_ATTENDUS.items(), fautes, strict=True):
        if nombre:
            recu = f"{nombre} ligne(s) à corriger dans « {noms[argument]} »"
            raise ArgumentInvalide(argument, recu, attendu)
