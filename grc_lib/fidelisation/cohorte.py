"""Les cohortes (GRC-2, S521-4) : suivre ensemble les clients entrés en même temps."""

import datetime as dt
from typing import Any, Literal

import pandas as pd

from grc_lib._arguments import lire_reference, parmi
from grc_lib._duckdb import (
    Relation,
    ajouter,
    choisir,
    en_relation,
    exiger_lisibles,
    ligne,
    requete,
    tableau,
)

_MOIS = {"mois": 1, "trimestre": 3, "année": 12}


def cohortes(
    commandes: Any,
    *,
    client: str,
    date: str,
    periode: Literal["mois", "trimestre", "année"] = "trimestre",
    reference: dt.date | str | None = None,
) -> pd.DataFrame:
    """Range les clients par période d'entrée, et compte ceux qui commandent à chaque âge.

    Taux = clients de la cohorte qui ont commandé à cet âge / clients de la cohorte. Un client
    absent à un âge peut revenir au suivant : le taux n'est pas toujours décroissant.

    Paramètres
    ----------
    commandes : tableau ou relation DuckDB, une ligne par commande (ou par ligne de commande).
    client, date : les noms des colonnes. Date : `date`, horodatage ou texte ISO.
    periode : « mois », « trimestre » ou « année » (civils) ; l'entrée d'un client est la période
        de sa première commande dans `commandes`.
    reference : le dernier jour observé ; par défaut, celui de la dernière commande. Si la dernière
        période n'est pas finie, ses taux sont provisoires.

    Renvoie
    -------
    `DataFrame`, une ligne par cohorte et par âge observé, dans l'ordre : cohorte (« 2026-01 »,
    « 2026-T1 » ou « 2026 »), age (périodes depuis l'entrée, à partir de 0), effectif (clients de la
    cohorte), actifs (ceux qui ont commandé à cet âge, 0 si personne), taux (décimal). Aucune
    commande : tableau vide. `periode` et `reference` sont rappelées dans `.attrs`.

    Lève
    ----
    ArgumentInvalide pour une colonne absente, un client manquant, une date manquante ou illisible,
    une référence antérieure à la dernière commande.

    Exemple
    -------
    >>> achats = pd.DataFrame({
    ...     "client": ["Alba", "Alba", "Alba", "Breval", "Breval", "Corde"],
    ...     "jour": ["2026-01-12", "2026-02-03", "2026-04-20", "2026-02-18", "2026-08-05",
    ...              "2026-05-11"],
    ... })
    >>> suivi = cohortes(achats, client="client", date="jour")
    >>> suivi
       cohorte  age  effectif  actifs  taux
    0  2026-T1    0         2       2   1.0
    1  2026-T1    1         2       1   0.5
    2  2026-T1    2         2       1   0.5
    3  2026-T2    0         1       1   1.0
    4  2026-T2    1         1       0   0.0
    >>> suivi.pivot(index="cohorte", columns="age", values="taux")
    age        0    1    2
    cohorte
    2026-T1  1.0  0.5  0.5
    2026-T2  1.0  0.0  NaN

    Source
    ------
    GRC, mesurer la fidélité ; S521, rétention par cohorte.
    """
    parmi("periode", periode, tuple(_MOIS))
    lignes, jour = _lire(en_relation(commandes, "commandes"), client, date, reference)
    lignes = ajouter(lignes, mois=_MOIS[periode], fin=jour)
    suivi = tableau(requete(lignes, "grc_lignes", _PRESENCES), "grc_presences", _COHORTES)
    suivi["cohorte"] = [_nom(rang, periode) for rang in suivi["cohorte"]]
    suivi.attrs = {"periode": periode, "reference": str(jour)}
    return suivi


_LIGNES = "SELECT client, TRY_CAST(date AS DATE) AS jour FROM grc_brut"

_CONTROLE = "SELECT COUNT(*), MAX(jour), COUNT(client), COUNT(jour) FROM grc_lignes"

# Le rang d'une période : le nombre de périodes écoulées depuis l'an zéro.
_PRESENCES = """
SELECT DISTINCT
    client,
    (12 * YEAR(jour) + MONTH(jour) - 1) // mois AS rang,
    (12 * YEAR(fin) + MONTH(fin) - 1) // mois AS dernier
FROM (SELECT client, jour, mois, CAST(fin AS DATE) AS fin FROM grc_lignes)
"""

_COHORTES = """
WITH entrees AS (
    SELECT client, MIN(rang) AS cohorte, MAX(dernier) AS dernier
    FROM grc_presences
    GROUP BY client
),
effectifs AS (
    SELECT cohorte, COUNT(*) AS effectif, UNNEST(RANGE(MAX(dernier) - cohorte + 1)) AS age
    FROM entrees
    GROUP BY cohorte
),
presents AS (
    SELECT cohorte, rang - cohorte AS age, COUNT(*) AS actifs
    FROM grc_presences
    JOIN entrees USING (client)
    GROUP BY cohorte, age
)
SELECT
    cohorte,
    age,
    effectif,
    COALESCE(actifs, 0) AS actifs,
    COALESCE(actifs, 0) / effectif AS taux
FROM effectifs
LEFT JOIN presents USING (cohorte, age)
ORDER BY cohorte, age
"""


def _lire(
    source: Relation, client: str, date: str, reference: dt.date | str | None
) -> tuple[Relation, dt.date | None]:
    """Les commandes contrôlées (client, jour) et le dernier jour observé."""
    lignes = requete(choisir(source, client=client, date=date), "grc_brut", _LIGNES)
    nombre, derniere, clients, dates = ligne(lignes, "grc_lignes", _CONTROLE)
    exiger_lisibles({"client": client, "date": date}, nombre, (clients, dates))
    return lignes, lire_reference(reference, derniere)


def _nom(rang: int, periode: str) -> str:
    annee, mois = divmod(rang * _MOIS[periode], 12)
    noms = {"mois": f"{annee}-{mois + 1:02}", "trimestre": f"{annee}-T{mois // 3 + 1}"}
    return noms.get(periode, str(annee))
