"""Les causes des réclamations (GRC-3) : combien par motif, par provenance, par secteur."""

import datetime as dt
from typing import Any

import pandas as pd

from grc_lib._duckdb import Relation, ajouter, choisir, en_relation, ligne, requete, tableau
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.reclamations._lecture import periodes


def pareto(reclamations: Any, par: str) -> pd.DataFrame:
    """Les causes de réclamation, de la plus fréquente à la moins fréquente, et leur cumul.

    Part = effectif / réclamations dont la cause est connue.

    Paramètres
    ----------
    reclamations : tableau ou relation DuckDB, une réclamation par ligne.
    par : la colonne à compter : motif, provenance, canal, ou le secteur joint aux réclamations.

    Renvoie
    -------
    `DataFrame`, une modalité par ligne (en index), ex æquo dans l'ordre alphabétique : effectif,
    part et cumul (décimaux). Les cases vides sont à part, sur une dernière ligne
    « (non renseigné) » sans part ni cumul. Aucune réclamation : tableau vide.

    Lève
    ----
    ArgumentInvalide si la colonne n'existe pas.

    Exemple
    -------
    >>> motifs = ["retard", "qualité", "retard", None, "retard", "facturation"]
    >>> pareto(pd.DataFrame({"motif": motifs}), "motif")
                     effectif  part  cumul
    motif
    retard                  3   0.6    0.6
    facturation             1   0.2    0.8
    qualité                 1   0.2    1.0
    (non renseigné)         1   NaN    NaN

    Source
    ------
    GRC-3, prévenir les causes les plus fréquentes ; diagramme de Pareto.
    """
    causes = requete(_choisir(reclamations, modalite=par), "grc_brut", _MODALITES)
    return tableau(causes, "grc_causes", _PARETO).set_index("modalite").rename_axis(par)


def repartition(reclamations: Any, par: str, *, mois: dt.date | str) -> pd.DataFrame:
    """Le nombre de réclamations reçues par cause, provenance ou secteur : mois et cumul.

    Paramètres
    ----------
    reclamations : tableau ou relation DuckDB, une réclamation par ligne, et sa date_reception.
    par : la colonne à compter, comme pour `pareto`.
    mois : « 2026-06 », ou une date de ce mois.

    Renvoie
    -------
    `DataFrame`, une modalité par ligne (en index), du plus gros cumul au plus petit : mois,
    mois_precedent, cumul (depuis janvier), en nombre de réclamations ; les cases vides à la fin.
    Une modalité absente de ces trois périodes n'y est pas.

    Lève
    ----
    ArgumentInvalide si une colonne n'existe pas, si une date de réception manque ou est illisible,
    si le mois est illisible.

    Exemple
    -------
    >>> recues = pd.DataFrame({
    ...     "motif": ["retard", "retard", "qualité"],
    ...     "date_reception": ["2026-02-05", "2026-06-01", "2026-06-12"],
    ... })
    >>> repartition(recues, "motif", mois="2026-06")
             mois  mois_precedent  cumul
    motif
    retard      1               0      2
    qualité     1               0      1

    Source
    ------
    GRC-3, tableaux mensuels et cumulés par provenance, cause, secteur.
    """
    bornes = periodes(mois)
    brut = _choisir(reclamations, modalite=par, date_reception="date_reception")
    causes = requete(brut, "grc_brut", _RECUES)
    (illisibles,) = ligne(causes, "grc_causes", _CONTROLE)
    if illisibles:
        attendu = "une date AAAA-MM-JJ sur chaque ligne"
        raise ArgumentInvalide("date_reception", f"{illisibles} ligne(s) à corriger", attendu)
    (debut, fin), (precedent, _), (janvier, _) = bornes.values()
    datees = ajouter(causes, debut=debut, fin=fin, precedent=precedent, janvier=janvier)
    repartie = tableau(datees, "grc_causes", _REPARTITION).set_index("modalite").rename_axis(par)
    repartie.attrs = {"mois": f"{debut:%Y-%m}"}
    return repartie


def _choisir(reclamations: Any, modalite: str, **autres: str) -> Relation:
    source = en_relation(reclamations, "reclamations")
    if modalite not in source.columns:
        attendu = f"une colonne du tableau ({', '.join(source.columns)})"
        raise ArgumentInvalide("par", modalite, attendu)
    return choisir(source, modalite=modalite, **autres)


_MODALITES = "SELECT NULLIF(TRIM(CAST(modalite AS VARCHAR)), '') AS modalite FROM grc_brut"

_PARETO = """
WITH effectifs AS (
    SELECT modalite, COUNT(*) AS effectif
    FROM grc_causes
    GROUP BY modalite
),
connues AS (
    SELECT
        modalite,
        effectif,
        effectif / SUM(effectif) OVER () AS part,
        SUM(effectif) OVER (
            ORDER BY effectif DESC, STRIP_ACCENTS(LOWER(modalite)), modalite
            ROWS UNBOUNDED PRECEDING
        ) / SUM(effectif) OVER () AS cumul
    FROM effectifs
    WHERE modalite IS NOT NULL
)
SELECT
    COALESCE(effectifs.modalite, '(non renseigné)') AS modalite,
    effectifs.effectif,
    connues.part,
    connues.cumul
FROM effectifs
LEFT JOIN connues USING (modalite)
ORDER BY connues.cumul ASC NULLS LAST
"""

_RECUES = """
SELECT
    NULLIF(TRIM(CAST(modalite AS VARCHAR)), '') AS modalite,
    TRY_CAST(date_reception AS DATE) AS reception
FROM grc_brut
"""

_CONTROLE = "SELECT COUNT(*) - COUNT(reception) FROM grc_causes"

_REPARTITION = """
WITH comptes AS (
    SELECT
        modalite,
        COUNT(*) FILTER (WHERE reception BETWEEN debut AND fin) AS mois,
        COUNT(*) FILTER (WHERE reception >= precedent AND reception < debut) AS mois_precedent,
        COUNT(*) FILTER (WHERE reception BETWEEN janvier AND fin) AS cumul
    FROM grc_causes
    GROUP BY modalite
)
SELECT
    COALESCE(comptes.modalite, '(non renseigné)') AS modalite,
    comptes.mois,
    comptes.mois_precedent,
    comptes.cumul
FROM comptes
WHERE comptes.mois_precedent + comptes.cumul > 0
ORDER BY
    comptes.modalite IS NULL,
    comptes.cumul DESC,
    STRIP_ACCENTS(LOWER(comptes.modalite)),
    comptes.modalite
"""
