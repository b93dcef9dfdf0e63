"""L'alerte de renouvellement (S823-3) : qui va bientôt recommander, et pourquoi on le pense."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._arguments import lire_date
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
from grc_lib._formats import denombrer
from grc_lib._nombres import entier, seul, taux
from grc_lib.erreurs import NonCalculable
from grc_lib.organisation._renouvellement import Renouvellement, ajuster

COLONNES = ["client", "probabilite", "echeance_probable", "raison", "intervalle", "recence"]


def alerte_renouvellement(
    commandes: Any,
    *,
    date: dt.date | str,
    seuil: float = 0.5,
    horizon: int = 30,
    client: str = "client_id",
    jour: str = "date_commande",
) -> pd.DataFrame:
    """Les clients qui vont probablement recommander, avec la probabilité et la raison.

    Deux questions par client : est-il encore client, et son prochain délai tombe-t-il dans les
    jours qui viennent ? S(t) étant la probabilité qu'un délai dépasse t jours, e les jours écoulés
    depuis la dernière commande, n ses réachats et h l'horizon :

    probabilité = (b + n) × [S(e) − S(e + h)] / [a + (b + n) × S(e)].

    Les délais d'un client suivent une loi log-normale dont le rythme et la régularité, mal connus
    quand il a peu commandé, sont tirés vers ceux de tous les clients ; à chaque commande, il peut
    ne plus revenir (loi bêta de paramètres a et b). Les six paramètres communs sont ceux qui
    rendent l'historique le plus vraisemblable. Aucune saison : janvier passe pour un mois moyen.

    Paramètres
    ----------
    commandes : tableau ou relation DuckDB, une ligne par commande. Plusieurs commandes d'un client
        le même jour comptent pour une.
    date : le jour où l'on se place. Ses commandes comptent ; les suivantes sont ignorées.
    seuil : la probabilité à partir de laquelle un client figure dans le tableau (décimale).
    horizon : nombre de jours, après `date`, où l'on attend la commande.
    client, jour : les noms des colonnes. Jour : date, horodatage ou texte ISO.

    Renvoie
    -------
    `DataFrame`, un client par ligne, du plus probable au moins probable : client, probabilite
    (décimale), echeance_probable (le jour où il a une chance sur deux d'avoir recommandé, s'il est
    encore client ; vide au-delà de dix ans), raison, intervalle (jours entre deux commandes, en
    moyenne ; vide pour une seule commande), recence (jours depuis la dernière). Les paramètres
    ajustés et les conventions sont dans `.attrs`.

    Lève
    ----
    NonCalculable si personne n'a commandé, ou si personne n'a recommandé, avant `date` ;
    ArgumentInvalide pour une colonne absente, un client manquant, une date illisible, un seuil hors
    de 0 à 1, un horizon nul ou négatif.

    Exemple
    -------
    >>> achats = pd.DataFrame({
    ...     "client_id": ["Alba"] * 6 + ["Breval"] * 5 + ["Corde"] * 4 + ["Dumas"] * 3,
    ...     "date_commande": [
    ...         "2025-11-20", "2026-01-04", "2026-02-17", "2026-04-03", "2026-05-20", "2026-06-02",
    ...         "2025-10-01", "2025-12-10", "2026-02-20", "2026-05-02", "2026-05-04",
    ...         "2025-05-05", "2025-07-15", "2025-09-10", "2025-11-20",
    ...         "2026-02-01", "2026-04-01", "2026-05-12",
    ...     ],
    ... })
    >>> alertes = alerte_renouvellement(achats, date="2026-06-30", seuil=0.4)
    >>> alertes[["client", "probabilite"]].round(2)
      client  probabilite
    0  Dumas         0.70
    1   Alba         0.46
    >>> print(alertes["raison"][0])
    commande tous les 50 jours environ, la dernière date de 49 jours

    Source
    ------
    S823, alerte de renouvellement du cas Clémenceau ; probabilité d'abandon : Fader, Hardie et Lee,
    Marketing Science 24(2), 2005, avec des délais log-normaux au lieu d'exponentiels.
    """
    place = lire_date("date", date)
    mini, attente = seul(taux, "seuil", seuil), entier("horizon", horizon, minimum=1)
    suivis = _resumer(en_relation(commandes, "commandes"), client, jour, place)
    reachats, ecoule = suivis["reachats"].to_numpy(float), suivis["recence"].to_numpy(float)
    modele = ajuster(reachats, suivis["rythme"].to_numpy(), suivis["dispersion"].to_numpy(), ecoule)
    suivis["probabilite"] = modele.probabilite(attente)
    suivis["echeance_probable"] = _echeances(place, modele)
    suivis["raison"] = _raisons(suivis, modele)
    alertes = suivis[suivis["probabilite"] >= mini]
    alertes = alertes.sort_values("probabilite", ascending=False, kind="stable", ignore_index=True)
    alertes = alertes[COLONNES]
    alertes.attrs = {
        "date": str(place),
        "seuil": mini,
        "horizon": attente,
        "parametres": modele.parametres,
    }
    return alertes


_LIGNES = "SELECT client, TRY_CAST(CAST(jour AS VARCHAR) AS DATE) AS jour, fin FROM grc_brut"

_CONTROLE = "SELECT COUNT(*), COUNT(client), COUNT(jour) FROM grc_lignes"

_RESUME = """
WITH jours AS (
    SELECT DISTINCT client, jour, fin
    FROM grc_lignes
    WHERE jour <= fin
),
intervalles AS (
    SELECT
        client,
        jour,
        fin,
        DATE_DIFF('day', LAG(jour) OVER (PARTITION BY client ORDER BY jour), jour) AS intervalle
    FROM jours
)
SELECT
    client,
    COUNT(intervalle) AS reachats,
    AVG(intervalle) AS intervalle,
    COALESCE(AVG(LN(intervalle)), 0) AS rythme,
    COALESCE(VAR_POP(LN(intervalle)), 0) AS dispersion,
    CAST(DATE_DIFF('day', MAX(jour), MAX(fin)) AS BIGINT) AS recence
FROM intervalles
GROUP BY client
ORDER BY client ASC
"""


def _resumer(source: Relation, client: str, jour: str, place: dt.date) -> pd.DataFrame:
    """Chaque client : réachats, moyenne et variance des logarithmes des intervalles, récence."""
    brut = choisir(source, client=client, jour=jour)
    lignes = requete(ajouter(brut, fin=place), "grc_brut", _LIGNES)
    nombre, *lisibles = ligne(lignes, "grc_lignes", _CONTROLE)
    exiger_lisibles({"client": client, "jour": jour}, nombre, lisibles)
    suivis = tableau(lignes, "grc_lignes", _RESUME)
    if not suivis["reachats"].any():
        raise NonCalculable(
            f"Aucun client n'a recommandé avant le {place} : rien ne dit à quel rythme on "
            "recommande. Allongez l'historique."
        )
    return suivis


def _echeances(place: dt.date, modele: Renouvellement) -> "pd.Series[Any]":
    """Le jour où le client, s'il l'est encore, a une chance sur deux d'avoir recommandé."""
    attente = pd.Series(np.maximum(np.ceil(modele.attente_mediane()), 1))
    return pd.Timestamp(place) + pd.to_timedelta(attente.where(attente <= 3650), unit="D")


def _raisons(suivis: pd.DataFrame, modele: Renouvellement) -> list[str]:
    actifs, irreguliers = modele.probabilite_actif() >= 0.5, modele.dispersion() > 0.4
    return [
        _raison(*ligne)
        for ligne in zip(
            suivis["reachats"],
            suivis["intervalle"],
            suivis["recence"],
            actifs,
            irreguliers,
            strict=True,
        )
    ]


def _raison(reachats: int, intervalle: float, recence: int, actif: bool, irregulier: bool) -> str:
    if not reachats:
        quand = f"il y a {denombrer(recence, 'jour')}" if recence else "aujourd'hui"
        debut = f"une seule commande, {quand} : jugé sur le rythme des autres clients"
    else:
        jours = round(intervalle)
        rythme = f"tous les {jours} jours environ" if jours > 1 else "presque chaque jour"
        humeur = " (irrégulier)" if irregulier else ""
        quand = f"de {denombrer(recence, 'jour')}" if recence else "d'aujourd'hui"
        debut = f"commande {rythme}{humeur}, la dernière date {quand}"
    return debut if actif else f"{debut} ; sans doute perdu"
