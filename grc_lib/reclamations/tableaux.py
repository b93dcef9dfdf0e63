"""Le tableau de bord des réclamations (GRC-3) : le mois, le mois précédent, le cumul de l'année."""

import datetime as dt
from typing import Any

import pandas as pd

from grc_lib import calendrier
from grc_lib._arguments import lire_date
from grc_lib._duckdb import ajouter, ligne, tableau
from grc_lib._nombres import quotient
from grc_lib.reclamations._lecture import lire_commandes, lire_reclamations, periodes
from grc_lib.reclamations.delais import NORME
from grc_lib.reclamations.ratios import taux_perte, taux_reclamation, taux_resatisfaction


def tableau_de_bord(
    reclamations: Any,
    commandes: Any,
    *,
    mois: dt.date | str,
    date: dt.date | str | None = None,
) -> pd.DataFrame:
    """Le tableau de bord d'un mois : réclamations, délais, re-satisfaction, pertes, compensations.

    Une réclamation appartient au mois où elle est reçue ; chaque taux est à côté de son
    dénominateur.

    Paramètres
    ----------
    reclamations : table de la base (tableau ou relation DuckDB), une réclamation par ligne :
        reclamation_id, client_id, date_reception, date_reponse, date_cloture, recommandee,
        compensation (€), satisfait, client_perdu.
    commandes : table de la base, une commande par ligne : commande_id, date_commande.
    mois : « 2026-06 », ou une date de ce mois.
    date : le jour où l'on se place, pour savoir si le délai d'une réclamation sans réponse est
        passé ; par défaut, la dernière date des deux tables.

    Renvoie
    -------
    `DataFrame`, une période par ligne (« mois », « mois précédent », « cumul » depuis janvier) :

    - commandes, recues (réclamations), taux_reclamation = recues / commandes ;
    - delai_reponse, delai_traitement : jours en moyenne, de la réception à la réponse, à la
      clôture ; les réclamations sans réponse ou non closes n'y sont pas ;
    - echues (répondues, ou dont le délai de 5 jours ouvrables est passé), part_dans_delai =
      répondues dans ce délai / echues ;
    - traitees (closes), taux_resatisfaction = satisfaites / traitees ;
    - reclamants (clients), taux_perte = clients perdus / reclamants ;
    - recommandees (lettres), compensations (€).

    Un taux sans dénominateur est manquant.

    Lève
    ----
    ArgumentInvalide pour une colonne absente, une ligne en double, une date illisible ou
    antérieure à la réception, une compensation négative ; pour un mois illisible.

    Exemple
    -------
    >>> reclamations = pd.DataFrame({
    ...     "reclamation_id": [1, 2], "client_id": [7, 9], "recommandee": [False, True],
    ...     "date_reception": ["2026-06-01", "2026-06-03"], "compensation": [0, 40],
    ...     "date_reponse": ["2026-06-02", "2026-06-12"], "satisfait": [True, False],
    ...     "date_cloture": ["2026-06-05", "2026-06-15"], "client_perdu": [False, True],
    ... })
    >>> commandes = pd.DataFrame({"commande_id": range(50), "date_commande": "2026-06-10"})
    >>> bord = tableau_de_bord(reclamations, commandes, mois="2026-06")
    >>> bord[["recues", "taux_reclamation", "delai_reponse", "part_dans_delai"]]
                    recues  taux_reclamation  delai_reponse  part_dans_delai
    periode
    mois                 2              0.04            5.0              0.5
    mois précédent       0               NaN            NaN              NaN
    cumul                2              0.04            5.0              0.5

    Source
    ------
    GRC-3, tableaux mensuels et cumulés ; ratios (cas RE01, RE02) ; jours ouvrables (cas DT08).
    """
    bornes = periodes(mois)
    lues, passees = lire_reclamations(reclamations), lire_commandes(commandes)
    premiere, derniere = min(debut for debut, _ in bornes.values()), bornes["mois"][1]
    if date is None:
        connues = *ligne(lues, "grc_reclamations", _DERNIERE), *ligne(passees, "grc_c", _RECENTE)
        jour = max((d for d in connues if d), default=derniere)
    else:
        jour = lire_date("date", date)
    limites = _limites(premiere, derniere)
    lignes = []
    for debut, fin in bornes.values():
        recues = ajouter(
            lues, debut=debut, fin=fin, premiere=premiere, limites=limites, aujourdhui=jour
        )
        total = ligne(ajouter(passees, debut=debut, fin=fin), "grc_commandes", _COMPTER)
        lignes.append(total + ligne(recues, "grc_reclamations", _PERIODE))
    comptes = pd.DataFrame(lignes, columns=_COMPTES, index=pd.Index(bornes, name="periode"))
    bord = _presenter(comptes)
    bord.attrs = {
        "mois": f"{bornes['mois'][0]:%Y-%m}",
        "date": str(jour),
        "delai": f"{NORME} jours ouvrables, norme interne",
    }
    return bord


def clients_mecontents(reclamations: Any) -> pd.DataFrame:
    """Le fichier des clients mécontents : ceux qui attendent encore, ou que rien n'a satisfaits.

    Paramètres
    ----------
    reclamations : table de la base (tableau ou relation DuckDB), comme pour `tableau_de_bord`.

    Renvoie
    -------
    `DataFrame`, un client par ligne (en index), les plus mécontents d'abord : reclamations,
    ouvertes (non closes), insatisfaites (closes sans que le client se dise satisfait), derniere
    (date de réception de la plus récente), compensations (€), perdu.

    Lève
    ----
    ArgumentInvalide, comme `tableau_de_bord`.

    Exemple
    -------
    >>> reclamations = pd.DataFrame({
    ...     "reclamation_id": [1, 2, 3], "client_id": [7, 9, 9], "recommandee": False,
    ...     "date_reception": ["2026-06-01", "2026-05-04", "2026-06-03"], "client_perdu": False,
    ...     "date_reponse": ["2026-06-02", "2026-05-12", None], "compensation": [0, 40, 0],
    ...     "date_cloture": ["2026-06-05", "2026-05-15", None], "satisfait": [True, False, None],
    ... })
    >>> mecontents = clients_mecontents(reclamations)
    >>> mecontents[["reclamations", "ouvertes", "insatisfaites", "compensations"]]
               reclamations  ouvertes  insatisfaites  compensations
    client_id
    9                     2         1              1           40.0

    Source
    ------
    GRC-3, fichier des clients mécontents.
    """
    lues = lire_reclamations(reclamations)
    return tableau(lues, "grc_reclamations", _MECONTENTS).set_index("client_id")


def _limites(premiere: dt.date, derniere: dt.date) -> list[dt.date]:
    """Le dernier jour pour répondre, selon le jour de réception : le seul décompte du cours."""
    nombre = calendrier.jours(premiere, derniere) + 1
    receptions = (premiere + dt.timedelta(days=rang) for rang in range(nombre))
    return [calendrier.jours_ouvrables(jour, NORME) for jour in receptions]


def _presenter(comptes: pd.DataFrame) -> pd.DataFrame:
    """Chaque taux, après son dénominateur."""
    return pd.DataFrame(
        {
            "commandes": comptes["commandes"],
            "recues": comptes["recues"],
            "taux_reclamation": taux_reclamation(comptes["recues"], comptes["commandes"]),
            "delai_reponse": comptes["delai_reponse"].astype(float),
            "delai_traitement": comptes["delai_traitement"].astype(float),
            "echues": comptes["echues"],
            "part_dans_delai": quotient(comptes["dans_delai"], comptes["echues"], ""),
            "traitees": comptes["traitees"],
            "taux_resatisfaction": taux_resatisfaction(comptes["satisfaites"], comptes["traitees"]),
            "reclamants": comptes["reclamants"],
            "taux_perte": taux_perte(comptes["perdus"], comptes["reclamants"]),
            "recommandees": comptes["recommandees"],
            "compensations": comptes["compensations"],
        }
    )


_COMPTES = (
    "commandes",
    "recues",
    "delai_reponse",
    "delai_traitement",
    "echues",
    "dans_delai",
    "traitees",
    "satisfaites",
    "reclamants",
    "perdus",
    "recommandees",
    "compensations",
)

_DERNIERE = "SELECT MAX(GREATEST(reception, reponse, cloture)) FROM grc_reclamations"

_RECENTE = "SELECT MAX(jour) FROM grc_c"

_COMPTER = "SELECT COUNT(*) FROM grc_commandes WHERE jour BETWEEN debut AND fin"

_PERIODE = """
WITH recues AS (
    SELECT *, limites[DATE_DIFF('day', premiere, reception) + 1] AS limite
    FROM grc_reclamations
    WHERE reception BETWEEN debut AND fin
)
SELECT
    COUNT(*),
    AVG(DATE_DIFF('day', reception, reponse)),
    AVG(DATE_DIFF('day', reception, cloture)),
    COUNT(*) FILTER (WHERE reponse IS NOT NULL OR limite < aujourdhui),
    COUNT(*) FILTER (WHERE reponse <= limite),
    COUNT(cloture),
    COUNT(*) FILTER (WHERE cloture IS NOT NULL AND satisfait),
    COUNT(DISTINCT client_id),
    COUNT(DISTINCT client_id) FILTER (WHERE perdu),
    COUNT(*) FILTER (WHERE recommandee),
    CAST(COALESCE(SUM(compensation), 0) AS DOUBLE)
FROM recues
"""

_MECONTENTS = """
SELECT
    client_id,
    COUNT(*) AS reclamations,
    COUNT(*) FILTER (WHERE cloture IS NULL) AS ouvertes,
    COUNT(*) FILTER (WHERE cloture IS NOT NULL AND satisfait IS NOT TRUE) AS insatisfaites,
    MAX(reception) AS derniere,
    CAST(COALESCE(SUM(compensation), 0) AS DOUBLE) AS compensations,
    COUNT(*) FILTER (WHERE perdu) > 0 AS perdu
FROM grc_reclamations
GROUP BY client_id
HAVING ouvertes + insatisfaites > 0
ORDER BY ouvertes + insatisfaites DESC, derniere DESC, client_id ASC
"""
