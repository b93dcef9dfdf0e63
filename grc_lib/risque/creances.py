"""Le temps que mettent les clients à payer (S521-5) : DSO, épuisement, balance âgée."""

import datetime as dt
from typing import Any

import pandas as pd

from grc_lib._arguments import lire_date
from grc_lib._duckdb import (
    ajouter,
    choisir,
    en_relation,
    exiger_lisibles,
    exiger_nombres,
    ligne,
    requete,
    tableau,
)
from grc_lib._formats import euros
from grc_lib._nombres import Nombres, accorder, lignes, positif, quotient, strictement_positif
from grc_lib.erreurs import NonCalculable
from grc_lib.risque._lecture import montant as lire_montant
from grc_lib.risque._lecture import montant_non_nul


def dso(creances: Nombres, ca_ttc: Nombres, *, jours: float = 360) -> Nombres:
    """Le délai moyen de paiement des clients (DSO), en jours de chiffre d'affaires.

    DSO = créances TTC / CA TTC × jours.

    Paramètres
    ----------
    creances : ce que doivent les clients, en euros TTC (nombre, tableau ou colonne).
    ca_ttc : chiffre d'affaires TTC de la période, en euros.
    jours : durée de la période : 360 pour une année, 90 pour un trimestre.

    Renvoie
    -------
    Des jours, sous la forme reçue. Un CA nul manque dans une colonne.

    Lève
    ----
    NonCalculable si le CA est nul ; ArgumentInvalide pour un montant négatif.

    Exemple
    -------
    >>> dso(150_000, 900_000)
    60.0

    Source
    ------
    S521, délai moyen de paiement.
    """
    raison = "Le chiffre d'affaires est nul : le délai de paiement n'a pas de valeur."
    du, ca = accorder(creances=positif("creances", creances), ca_ttc=positif("ca_ttc", ca_ttc))
    return quotient(du, ca, raison) * strictement_positif("jours", jours)


def dso_epuisement(creances: float, mois: Any) -> float:
    """Le délai de paiement par épuisement : combien de jours de ventes récentes restent à payer.

    On retranche des créances les ventes de chaque mois en remontant le temps ; le dernier mois
    n'est compté qu'en proportion. Les ventes irrégulières ne faussent pas ce DSO.

    Paramètres
    ----------
    creances : ce que doivent les clients, en euros TTC.
    mois : liste de (CA TTC du mois en euros, jours du mois), du plus récent au plus ancien.

    Renvoie
    -------
    Un nombre de jours.

    Lève
    ----
    NonCalculable si les mois donnés ne suffisent pas à épuiser les créances ; ArgumentInvalide pour
    un montant négatif, un mois sans jour.

    Exemple
    -------
    >>> dso_epuisement(250_000, [(120_000, 30), (100_000, 31), (90_000, 30)])
    71.0

    Source
    ------
    S521, DSO par épuisement (cas AF03).
    """
    reste, total = lire_montant("creances", creances), 0.0
    if reste == 0:
        return 0.0
    for rang, (recu, duree) in enumerate(lignes("mois", mois, "ca_ttc", "jours"), 1):
        ca = lire_montant(f"mois, ligne {rang} : ca_ttc", recu)
        jours = montant_non_nul(f"mois, ligne {rang} : jours", duree)
        if reste <= ca:
            return total + reste / ca * jours
        reste, total = reste - ca, total + jours
    raise NonCalculable(
        f"Il reste {euros(reste)} de créances après le plus ancien mois donné : remontez plus loin."
    )


def balance_agee(
    factures: Any,
    date: dt.date | str,
    *,
    client: str = "client_id",
    echeance: str = "echeance",
    montant: str = "montant_ttc",
) -> pd.DataFrame:
    """La balance âgée : ce que doit chaque client, selon le retard de ses factures.

    Paramètres
    ----------
    factures : tableau ou relation DuckDB, une facture non réglée par ligne.
    date : le jour où l'on compte. Une facture qui échoit ce jour-là n'est pas en retard.
    client, echeance, montant : les noms des colonnes. Montant : le reste à payer, en euros TTC ; un
        avoir, négatif, se déduit.

    Renvoie
    -------
    `DataFrame`, un client par ligne (en index, du plus gros total au plus petit) : non_echu,
    de_1_a_30, de_31_a_60, de_61_a_90, plus_de_90 jours de retard, total, en euros. Aucune facture :
    tableau vide. Une somme par colonne donne la balance de l'entreprise.

    Lève
    ----
    ArgumentInvalide pour une colonne absente, une échéance ou un montant manquant ou illisible.

    Exemple
    -------
    >>> factures = pd.DataFrame({
    ...     "client_id": ["Alba", "Alba", "Corde"], "montant_ttc": [1200, 800, 500],
    ...     "echeance": ["2026-07-15", "2026-05-10", "2026-06-30"],
    ... })
    >>> balance_agee(factures, "2026-06-30")[["non_echu", "de_31_a_60", "total"]]
               non_echu  de_31_a_60   total
    client_id
    Alba         1200.0       800.0  2000.0
    Corde         500.0         0.0   500.0

    Source
    ------
    S521, balance âgée (cas AF04).
    """
    jour = lire_date("date", date)
    noms = {"client": client, "echeance": echeance, "montant": montant}
    brut = choisir(en_relation(factures, "factures"), **noms)
    exiger_nombres(brut, "montant", montant)
    lues = requete(ajouter(brut, jour=jour), "grc_brut", _FACTURES)
    nombre, *lisibles = ligne(lues, "grc_factures", _CONTROLE)
    exiger_lisibles(noms, nombre, lisibles)
    balance = tableau(lues, "grc_factures", _BALANCE).set_index("client").rename_axis(client)
    balance.attrs = {"date": str(jour)}
    return balance


_FACTURES = """
SELECT
    client,
    TRY_CAST(echeance AS DATE) AS echeance,
    TRY_CAST(montant AS DECIMAL(18, 2)) AS montant,
    DATE_DIFF('day', TRY_CAST(echeance AS DATE), jour) AS retard
FROM grc_brut
"""

_CONTROLE = "SELECT COUNT(*), COUNT(client), COUNT(echeance), COUNT(montant) FROM grc_factures"

_BALANCE = """
WITH sommes AS (
    SELECT
        client,
        COALESCE(SUM(montant) FILTER (WHERE retard <= 0), 0) AS non_echu,
        COALESCE(SUM(montant) FILTER (WHERE retard BETWEEN 1 AND 30), 0) AS de_1_a_30,
        COALESCE(SUM(montant) FILTER (WHERE retard BETWEEN 31 AND 60), 0) AS de_31_a_60,
        COALESCE(SUM(montant) FILTER (WHERE retard BETWEEN 61 AND 90), 0) AS de_61_a_90,
        COALESCE(SUM(montant) FILTER (WHERE retard > 90), 0) AS plus_de_90,
        SUM(montant) AS total
    FROM grc_factures
    GROUP BY client
)
SELECT
    client,
    CAST(non_echu AS DOUBLE) AS non_echu,
    CAST(de_1_a_30 AS DOUBLE) AS de_1_a_30,
    CAST(de_31_a_60 AS DOUBLE) AS de_31_a_60,
    CAST(de_61_a_90 AS DOUBLE) AS de_61_a_90,
    CAST(plus_de_90 AS DOUBLE) AS plus_de_90,
    CAST(total AS DOUBLE) AS total
FROM sommes
ORDER BY sommes.total DESC, client ASC
"""
