"""Lire les tables de la base : des réclamations, des commandes, un mois."""

import datetime as dt
import re
from typing import Any

from grc_lib import calendrier
from grc_lib._arguments import lire_date
from grc_lib._duckdb import Relation, choisir, en_relation, exiger_nombres, ligne, requete
from grc_lib.erreurs import ArgumentInvalide

_UN_JOUR = dt.timedelta(days=1)


def periodes(mois: Any) -> dict[str, tuple[dt.date, dt.date]]:
    """Le premier et le dernier jour du mois, du mois précédent, du cumul depuis janvier."""
    premier = lire_mois(mois)
    dernier = calendrier.ajouter_mois(premier, 1) - _UN_JOUR
    return {
        "mois": (premier, dernier),
        "mois précédent": (calendrier.ajouter_mois(premier, -1), premier - _UN_JOUR),
        "cumul": (premier.replace(month=1), dernier),
    }


def lire_mois(mois: Any) -> dt.date:
    """Le premier jour du mois.

    >>> print(lire_mois("2026-06"), lire_mois("2026-06-18"))
    2026-06-01 2026-06-01
    """
    complet = isinstance(mois, str) and re.fullmatch(r"\d{4}-\d\d", mois)
    attendu = "un mois AAAA-MM de 1900 à 2099, ou une date"
    try:
        jour = lire_date("mois", f"{mois}-01" if complet else mois)
    except ArgumentInvalide as erreur:
        raise type(erreur)("mois", mois, attendu) from None
    if not 1900 <= jour.year < 2100:
        raise ArgumentInvalide("mois", mois, attendu)
    return jour.replace(day=1)


def lire_reclamations(reclamations: Any) -> Relation:
    """Une réclamation par ligne, ses dates et ses réponses vrai ou faux contrôlées."""
    colonnes = {nom: nom for nom in _RECLAMATIONS}
    brut = choisir(en_relation(reclamations, "reclamations"), **colonnes)
    exiger_nombres(brut, "compensation", "compensation")
    lues = requete(brut, "grc_brut", _LIRE_RECLAMATIONS)
    _controler(lues, "grc_reclamations", _CONTROLE_RECLAMATIONS, _RECLAMATIONS)
    return lues


def lire_commandes(commandes: Any) -> Relation:
    """Une commande par ligne, sa date contrôlée."""
    colonnes = {nom: nom for nom in _COMMANDES}
    brut = choisir(en_relation(commandes, "commandes"), **colonnes)
    lues = requete(brut, "grc_brut", _LIRE_COMMANDES)
    _controler(lues, "grc_commandes", _CONTROLE_COMMANDES, _COMMANDES)
    return lues


def _controler(lues: Relation, nom: str, controle: str, attendus: dict[str, str]) -> None:
    fautes = ligne(lues, nom, controle)
    for (colonne, attendu), nombre in zip(attendus.items(), fautes, strict=True):
        if nombre:
            raise ArgumentInvalide(colonne, f"{nombre} ligne(s) à corriger", attendu)


_OUI_OU_NON = "vrai, faux ou rien sur chaque ligne"

_RECLAMATIONS = {
    "reclamation_id": "un identifiant par ligne, sans doublon : une ligne par réclamation",
    "client_id": "un client sur chaque ligne",
    "date_reception": "une date AAAA-MM-JJ sur chaque ligne",
    "date_reponse": "une date AAAA-MM-JJ qui ne précède pas la réception, ou rien",
    "date_cloture": "une date AAAA-MM-JJ qui ne précède pas la réception, ou rien",
    "recommandee": _OUI_OU_NON,
    "compensation": "un montant en euros, positif ou nul, ou rien",
    "satisfait": _OUI_OU_NON,
    "client_perdu": _OUI_OU_NON,
}

# Un booléen se lit par son texte : 1, 0, vrais et faux de DuckDB, mais ni 2 ni « bof ».
_LIRE_RECLAMATIONS = """
SELECT
    reclamation_id,
    client_id,
    TRY_CAST(date_reception AS DATE) AS reception,
    TRY_CAST(date_reponse AS DATE) AS reponse,
    TRY_CAST(date_cloture AS DATE) AS cloture,
    TRY_CAST(CAST(recommandee AS VARCHAR) AS BOOLEAN) AS recommandee,
    TRY_CAST(compensation AS DECIMAL(18, 2)) AS compensation,
    TRY_CAST(CAST(satisfait AS VARCHAR) AS BOOLEAN) AS satisfait,
    TRY_CAST(CAST(client_perdu AS VARCHAR) AS BOOLEAN) AS perdu,
    date_reponse IS NOT NULL AS repondue,
    date_cloture IS NOT NULL AS close,
    recommandee IS NOT NULL AS recommandee_dite,
    compensation IS NOT NULL AS compensee,
    satisfait IS NOT NULL AS satisfait_dit,
    client_perdu IS NOT NULL AS perdu_dit
FROM grc_brut
"""

_CONTROLE_RECLAMATIONS = """
SELECT
    COUNT(*) - COUNT(DISTINCT reclamation_id),
    COUNT(*) FILTER (WHERE client_id IS NULL),
    COUNT(*) FILTER (WHERE reception IS NULL),
    COUNT(*) FILTER (WHERE repondue AND (reponse IS NULL OR reponse < reception)),
    COUNT(*) FILTER (WHERE close AND (cloture IS NULL OR cloture < reception)),
    COUNT(*) FILTER (WHERE recommandee_dite AND recommandee IS NULL),
    COUNT(*) FILTER (WHERE compensee AND (compensation IS NULL OR compensation < 0)),
    COUNT(*) FILTER (WHERE satisfait_dit AND satisfait IS NULL),
    COUNT(*) FILTER (WHERE perdu_dit AND perdu IS NULL)
FROM grc_reclamations
"""

_COMMANDES = {
    "commande_id": "un identifiant par ligne, sans doublon : une ligne par commande",
    "date_commande": "une date AAAA-MM-JJ sur chaque ligne",
}

_LIRE_COMMANDES = "SELECT commande_id, TRY_CAST(date_commande AS DATE) AS jour FROM grc_brut"

_CONTROLE_COMMANDES = """
SELECT
    COUNT(*) - COUNT(DISTINCT commande_id),
    COUNT(*) FILTER (WHERE jour IS NULL)
FROM grc_commandes
"""
