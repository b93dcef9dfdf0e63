"""Qui l'on peut solliciter : ceux qui s'y opposent, et tous les autres que rien n'exclut."""

from typing import TYPE_CHECKING, Any

from grc_lib._arguments import lire_date, parmi
from grc_lib.donnees.faits import AUJOURDHUI
from grc_lib.donnees.rgpd.conservation import A_PURGER

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    from duckdb import DuckDBPyConnection

CANAUX = ("téléphone", "courriel", "sms", "courrier")


def opposes(
    con: "DuckDBPyConnection", canal: str, *, date: "dt.date | str" = AUJOURDHUI
) -> "pd.DataFrame":
    """Ceux dont le dernier mot sur ce canal, ce jour-là, est une opposition.

    Deux enregistrements du même jour : l'opposition l'emporte, car c'est à l'entreprise de prouver
    l'accord.

    Paramètres
    ----------
    con : la base (`connexion()`) ou votre copie.
    canal : « téléphone », « courriel », « sms » ou « courrier ».
    date : le jour de la sollicitation ; par défaut l'« aujourd'hui » du cours.

    Renvoie
    -------
    `DataFrame`, une personne par ligne : contact_id ou prospect_id (l'autre est vide), depuis
    (date de sa dernière opposition) et preuve.

    Lève
    ----
    ArgumentInvalide si le canal est inconnu ou la date illisible.

    Exemple
    -------
    >>> from grc_lib.donnees import connexion
    >>> list(opposes(connexion(), "courriel").columns)
    ['contact_id', 'prospect_id', 'depuis', 'preuve']

    Source
    ------
    RGPD, articles 7 (preuve du consentement) et 21 (droit d'opposition).
    """
    sql = f"WITH {_OPPOSES} FROM opposes ORDER BY ALL"
    return con.execute(sql, _demande(canal, date)).df()


def cible_licite(
    con: "DuckDBPyConnection", canal: str, *, date: "dt.date | str" = AUJOURDHUI
) -> "pd.DataFrame":
    """Les contacts et les prospects que l'on peut solliciter ce jour-là par ce canal.

    Sont exclus les opposés, ceux qui n'ont pas de coordonnée pour ce canal, les prospects devenus
    clients (leurs contacts les remplacent), ceux qui n'étaient pas encore au fichier et ceux que
    leur durée de conservation obligeait à purger (`a_purger`).

    Paramètres
    ----------
    con : la base (`connexion()`) ou votre copie.
    canal : « téléphone » (la ligne directe, à défaut le standard), « courriel », « sms » (il faut
        un portable) ou « courrier ».
    date : le jour de la sollicitation ; par défaut l'« aujourd'hui » du cours.

    Renvoie
    -------
    `DataFrame`, une personne par ligne : contact_id ou prospect_id (l'autre est vide), nom,
    raison_sociale et coordonnee.

    Lève
    ----
    ArgumentInvalide si le canal est inconnu ou la date illisible.

    Exemple
    -------
    >>> from grc_lib.donnees import connexion
    >>> cible = cible_licite(connexion(), "sms")
    >>> bool(cible["coordonnee"].str.startswith("06").all())
    True

    Source
    ------
    L34-5 CPCE et CNIL, prospection entre professionnels ; RGPD, articles 6-1-f (intérêt légitime)
    et 21 (opposition) ; droit connu au 21 novembre 2026.
    """
    return con.execute(_CIBLE, _demande(canal, date)).df()


def _demande(canal: str, date: "dt.date | str") -> dict[str, Any]:
    parmi("canal", canal, CANAUX)
    return {"canal": canal, "jour": lire_date("date", date)}


# Le dernier mot de chacun sur un canal, s'il est une opposition.
_OPPOSES = """opposes AS (
    SELECT contact_id, prospect_id, date AS depuis, preuve
    FROM consentements
    WHERE canal = $canal AND date <= $jour
    QUALIFY etat = 'opposition' AND 1 = row_number() OVER (
        PARTITION BY contact_id, prospect_id
        ORDER BY date DESC, etat = 'opposition' DESC, consentement_id DESC
    )
)"""

_CIBLE = f"""
WITH {_OPPOSES},
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
