"""Les requêtes du RGPD : opposés, personnes à purger, cible licite, accès, effacement."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

# Le dernier mot de chacun sur un canal, s'il est une opposition.
OPPOSES = """opposes AS (
    SELECT contact_id, prospect_id, date AS depuis, preuve
    FROM consentements
    WHERE canal = $canal AND date <= $jour
    QUALIFY etat = 'opposition' AND 1 = row_number() OVER (
        PARTITION BY contact_id, prospect_id
        ORDER BY date DESC, etat = 'opposition' DESC, consentement_id DESC
    )
)"""

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

CIBLE = f"""
WITH {OPPOSES},
{A_PURGER},
personnes AS (
    SELECT
        contact_id,
        NULL::INTEGER AS prospect_id,
        prenom || ' ' || nom AS nom,
        raison_sociale,
        CASE $canal
            WHEN 'courriel' THEN contacts.courriel
            WHEN 'courrier' THEN adresse || ', ' || code_postal || ' ' || commune
            ELSE coalesce(contacts.telephone, clients.telephone)
        END AS coordonnee
    FROM contacts
    JOIN clients USING (client_id)
    WHERE date_creation <= $jour
    UNION ALL
    SELECT
        NULL,
        prospect_id,
        NULL,
        prospects.raison_sociale,
        CASE $canal
            WHEN 'courriel' THEN prospects.courriel
            WHEN 'courrier' THEN prospects.adresse || ', ' || prospects.code_postal
                || ' ' || prospects.commune
            ELSE prospects.telephone
        END
    FROM prospects
    LEFT JOIN clients USING (client_id)
    WHERE date_entree <= $jour AND (date_creation IS NULL OR date_creation > $jour)
)
SELECT personnes.*
FROM personnes
ANTI JOIN opposes
    ON personnes.contact_id IS NOT DISTINCT FROM opposes.contact_id
    AND personnes.prospect_id IS NOT DISTINCT FROM opposes.prospect_id
ANTI JOIN a_purger
    ON personnes.contact_id IS NOT DISTINCT FROM a_purger.contact_id
    AND personnes.prospect_id IS NOT DISTINCT FROM a_purger.prospect_id
WHERE $canal <> 'sms' OR regexp_matches(coordonnee, '^0[67]')
ORDER BY contact_id, prospect_id
"""

# Les tables qui parlent d'une personne sans citer son numéro, ou pas seulement.
_SON_CLIENT = "client_id = (SELECT client_id FROM contacts WHERE contact_id = $numero"
_SES_FICHES = """regexp_replace(siret, '[^0-9]', '', 'g')
        = (SELECT siret FROM prospects WHERE prospect_id = $numero)
    OR lower(trim(courriel)) = (SELECT courriel FROM prospects WHERE prospect_id = $numero)"""
LIENS = {
    ("contact_id", "clients"): f"{_SON_CLIENT})",
    ("contact_id", "envois"): f"{_SON_CLIENT} AND role_achat = 'décideur')",
    ("prospect_id", "clients"): (
        "client_id = (SELECT client_id FROM prospects WHERE prospect_id = $numero)"
    ),
    ("prospect_id", "prospects_bruts"): _SES_FICHES,
}


def _oppositions(cle: str) -> dict[str, str]:
    """Note l'opposition sur chaque canal, puis supprime ce que la personne avait dit avant."""
    return {
        "consentements (oppositions)": f"""
            INSERT INTO consentements (consentement_id, {cle}, canal, etat, date, preuve)
            SELECT (SELECT max(consentement_id) FROM consentements) + row_number() OVER (),
                   $numero, canal, 'opposition', $jour, 'demande d''effacement'
            FROM unnest(['téléphone', 'courriel', 'sms', 'courrier']) AS canaux (canal)
            WHERE NOT EXISTS (
                FROM consentements WHERE {cle} = $numero AND preuve = 'demande d''effacement'
            )""",
        "consentements": f"""
            DELETE FROM consentements
            WHERE {cle} = $numero AND preuve <> 'demande d''effacement'""",
    }


# L'ordre compte : les fiches brutes se retrouvent par le courriel, vidé en dernier.
EFFACEMENT = {
    "contact_id": _oppositions("contact_id")
    | {
        "contacts": """
            UPDATE contacts SET nom = '(effacé)', prenom = '(effacé)', fonction = '(effacée)',
                courriel = 'efface@example.org', telephone = NULL
            WHERE contact_id = $numero""",
    },
    "prospect_id": _oppositions("prospect_id")
    | {
        "prospects_bruts": f"DELETE FROM prospects_bruts WHERE {_SES_FICHES}",
        "visites": "DELETE FROM visites WHERE prospect_id = $numero",
        "envois": "DELETE FROM envois WHERE prospect_id = $numero",
        "appels": "UPDATE appels SET prospect_id = NULL WHERE prospect_id = $numero",
        "devis": """
            DELETE FROM devis WHERE prospect_id = $numero AND devis_id NOT IN (
                SELECT devis_id FROM commandes WHERE devis_id IS NOT NULL
            )""",
        "prospects": """
            UPDATE prospects SET raison_sociale = '(effacé)', adresse = '(effacée)',
                telephone = '01 99 00 00 00', courriel = 'efface@example.org'
            WHERE prospect_id = $numero""",
    },
}


def lire(con: "DuckDBPyConnection", sql: str, **parametres: Any) -> "pd.DataFrame":
    """Le tableau que rend une requête, ses paramètres liés."""
    lignes: pd.DataFrame = con.execute(sql, parametres).df()
    return lignes
