"""Combien de temps une personne reste au fichier commercial."""

from typing import TYPE_CHECKING

from grc_lib._arguments import lire_date
from grc_lib.donnees.faits import AUJOURDHUI

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    from duckdb import DuckDBPyConnection


def a_purger(con: "DuckDBPyConnection", *, date: "dt.date | str" = AUJOURDHUI) -> "pd.DataFrame":
    """Les personnes que l'on n'a plus le droit de garder au fichier commercial ce jour-là.

    Un prospect, trois ans après la collecte ou le dernier contact venu de lui : appel entrant,
    devis demandé, clic, réponse, accord (un courriel ouvert ne compte pas). Les contacts d'un
    client, trois ans après sa dernière commande si son compte est fermé. C'est une recommandation
    de la CNIL, non un plafond légal ; factures et commandes se gardent dix ans.

    Paramètres
    ----------
    con : la base (`connexion()`) ou votre copie.
    date : le jour de la purge ; par défaut l'« aujourd'hui » du cours.

    Renvoie
    -------
    `DataFrame`, une personne par ligne : contact_id ou prospect_id (l'autre est vide) et
    dernier_contact (date).

    Lève
    ----
    ArgumentInvalide si la date est illisible.

    Exemple
    -------
    >>> from grc_lib.donnees import connexion
    >>> list(a_purger(connexion(), date="2027-01-01").columns)
    ['contact_id', 'prospect_id', 'dernier_contact']

    Source
    ------
    RGPD, article 5-1-e (durée limitée) ; recommandation de la CNIL, trois ans ; article L123-22 du
    code de commerce ; droit connu au 21 novembre 2026.
    """
    sql = f"WITH {A_PURGER} FROM a_purger ORDER BY ALL"
    return con.execute(sql, {"jour": lire_date("date", date)}).df()


# Sert aussi à la cible licite.
A_PURGER = """venus_de_lui AS (
    SELECT prospect_id, date_entree AS jour FROM prospects
    UNION ALL
    SELECT prospect_id, CAST(horodatage AS DATE) FROM appels WHERE sens = 'entrant'
    UNION ALL
    SELECT prospect_id, date_devis FROM devis
    UNION ALL
    SELECT prospect_id, date_envoi FROM envois WHERE clique OR repondu
    UNION ALL
    SELECT prospect_id, date FROM consentements WHERE etat = 'accord'
),
a_purger AS (
    SELECT NULL::INTEGER AS contact_id, prospect_id, max(jour) AS dernier_contact
    FROM venus_de_lui
    JOIN prospects USING (prospect_id)
    LEFT JOIN clients USING (client_id)
    WHERE jour <= $jour AND (date_creation IS NULL OR date_creation > $jour)
    GROUP BY prospect_id
    HAVING max(jour) <= $jour::DATE - INTERVAL 3 YEAR
    UNION ALL
    SELECT contact_id, NULL, max(date_commande)
    FROM contacts
    JOIN clients USING (client_id)
    JOIN commandes USING (client_id)
    WHERE date_commande <= $jour AND NOT actif
    GROUP BY contact_id
    HAVING max(date_commande) <= $jour::DATE - INTERVAL 3 YEAR
)"""
