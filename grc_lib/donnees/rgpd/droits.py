"""Les droits d'une personne sur ses données : y accéder, les faire effacer."""

from typing import TYPE_CHECKING

from grc_lib._nombres import entier
from grc_lib.donnees.faits import AUJOURDHUI
from grc_lib.donnees.rgpd.prospection import CANAUX
from grc_lib.donnees.schema import TABLES
from grc_lib.erreurs import ArgumentInvalide, RessourceIndisponible

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection


def droit_acces(
    con: "DuckDBPyConnection", *, contact: int | None = None, prospect: int | None = None
) -> "dict[str, pd.DataFrame]":
    """Tout ce que la base sait d'une personne, pour répondre à sa demande d'accès.

    Paramètres
    ----------
    con : la base (`connexion()`) ou votre copie.
    contact, prospect : le numéro de la personne ; l'un des deux.

    Renvoie
    -------
    Un dictionnaire : table → `DataFrame` de ses lignes, pour chaque table où il y en a. Pour un
    contact : sa fiche, son entreprise (clients), ses consentements et, s'il est le décideur, les
    envois qui lui étaient adressés. Pour un prospect : toute table qui cite son numéro, son compte
    client s'il en a un, et les fiches brutes qui ont son SIRET ou son courriel.

    Lève
    ----
    ArgumentInvalide si la personne est inconnue, ou si l'on n'en donne pas une et une seule.

    Exemple
    -------
    >>> from grc_lib.donnees import connexion
    >>> list(droit_acces(connexion(), contact=1))[:2]
    ['clients', 'contacts']

    Source
    ------
    RGPD, article 15 : réponse dans le mois, une copie gratuite (article 12).
    """
    cle, numero = _personne(con, contact, prospect)
    dossier = {}
    for table in TABLES:
        condition = _LIENS.get((cle, table))
        if condition is None and cle in con.table(table).columns:
            condition = f"{cle} = $numero"
        if condition is not None:
            sql = f"FROM {table} WHERE {condition} ORDER BY ALL"
            lignes = con.execute(sql, {"numero": numero}).df()
            if not lignes.empty:
                dossier[table] = lignes
    return dossier


def effacer(
    con: "DuckDBPyConnection", *, contact: int | None = None, prospect: int | None = None
) -> dict[str, int]:
    """Efface une personne de votre copie : tout, ou rien si une étape échoue.

    Sa fiche est vidée (nom, coordonnées) ; ses accords, ses visites, ses envois, ses devis sans
    suite et ses fiches brutes sont supprimés ; ses appels ne portent plus son numéro. Une
    opposition sur chaque canal est notée sous ce numéro : sans elle, le prochain fichier acheté
    ferait revenir le prospect, que l'on reconnaît à son SIRET.

    Restent le compte client, ses commandes, ses factures et les devis qu'elles ont suivis, pièces
    comptables à garder dix ans, et les envois faits à un client, qui ne nomment plus personne.

    Paramètres
    ----------
    con : votre copie, `connexion(copie=True)`.
    contact, prospect : le numéro de la personne ; l'un des deux.

    Renvoie
    -------
    Un dictionnaire : table → nombre de lignes supprimées ou anonymisées (ajoutées, pour
    « consentements (oppositions) »).

    Lève
    ----
    RessourceIndisponible sur la base en lecture seule ; ArgumentInvalide si la personne est
    inconnue, ou si l'on n'en donne pas une et une seule.

    Exemple
    -------
    >>> import tempfile
    >>> from grc_lib.donnees import connexion
    >>> with tempfile.TemporaryDirectory() as dossier:
    ...     with connexion(copie=f"{dossier}/exercice.duckdb") as mienne:
    ...         effacer(mienne, contact=1)["contacts"]
    1

    Source
    ------
    RGPD, article 17 (effacement ; 17-3-b : sauf obligation légale) ; article L123-22 du code de
    commerce (dix ans) ; droit connu au 21 novembre 2026.
    """
    _exiger_copie(con)
    cle, numero = _personne(con, contact, prospect)
    valeurs = {"numero": numero, "jour": AUJOURDHUI, "canaux": CANAUX}
    comptes = {}
    con.begin()
    try:
        for table, sql in _EFFACEMENT[cle].items():
            parametres = {nom: v for nom, v in valeurs.items() if f"${nom}" in sql}
            comptes[table] = con.execute(sql, parametres).fetchall()[0][0]
        con.commit()
    except Exception:
        con.rollback()
        raise
    return {table: n for table, n in comptes.items() if n}


def _personne(
    con: "DuckDBPyConnection", contact: int | None, prospect: int | None
) -> tuple[str, int]:
    """La clé et le numéro de la personne demandée, si elle existe."""
    if (contact is None) == (prospect is None):
        attendu = "le numéro d'un contact ou celui d'un prospect, un seul des deux"
        raise ArgumentInvalide("contact, prospect", (contact, prospect), attendu)
    nom, valeur = ("contact", contact) if prospect is None else ("prospect", prospect)
    numero = entier(nom, valeur, 1)
    connu = con.execute(f"FROM {nom}s WHERE {nom}_id = $numero", {"numero": numero}).fetchone()
    if connu is None:
        raise ArgumentInvalide(nom, numero, f"un {nom}_id de la table {nom}s")
    return f"{nom}_id", numero


def _exiger_copie(con: "DuckDBPyConnection") -> None:
    """Refuse la base en lecture seule, dont les tables sont des vues."""
    copie = con.execute("FROM duckdb_tables() WHERE table_name = 'contacts'").fetchone()
    if copie is None:
        raise RessourceIndisponible(
            "La base du cours est en lecture seule : travaillez sur votre copie, "
            "« con = connexion(copie=True) »."
        )


# Les tables qui parlent d'une personne sans citer son numéro, ou pas seulement. Deux
# établissements d'une entreprise partagent un courriel : le SIRET dit lequel, s'il est là.
_SES_FICHES = """regexp_replace(siret, '[^0-9]', '', 'g')
        = (SELECT siret FROM prospects WHERE prospect_id = $numero)
    OR lower(trim(courriel)) = (SELECT courriel FROM prospects WHERE prospect_id = $numero)
        AND regexp_replace(coalesce(siret, ''), '[^0-9]', '', 'g') NOT IN (
            SELECT siret FROM prospects WHERE prospect_id <> $numero)"""
_LIENS = {
    ("contact_id", "clients"): """
        client_id = (SELECT client_id FROM contacts WHERE contact_id = $numero)""",
    ("contact_id", "envois"): """
        client_id = (
            SELECT client_id FROM contacts
            WHERE contact_id = $numero AND role_achat = 'décideur'
        )""",
    ("prospect_id", "clients"): """
        client_id = (SELECT client_id FROM prospects WHERE prospect_id = $numero)""",
    ("prospect_id", "prospects_bruts"): _SES_FICHES,
}


def _oppositions(cle: str) -> dict[str, str]:
    """Note l'opposition sur chaque canal, puis supprime ce que la personne avait dit avant."""
    return {
        "consentements (oppositions)": f"""
            INSERT INTO consentements (consentement_id, {cle}, canal, etat, date, preuve)
            SELECT (SELECT coalesce(max(consentement_id), 0) FROM consentements)
                       + row_number() OVER (),
                   $numero, canal, 'opposition', $jour, 'demande d''effacement'
            FROM unnest($canaux) AS canaux (canal)
            WHERE NOT EXISTS (
                FROM consentements WHERE {cle} = $numero AND preuve = 'demande d''effacement'
            )""",
        "consentements": f"""
            DELETE FROM consentements
            WHERE {cle} = $numero AND preuve <> 'demande d''effacement'""",
    }


# L'ordre compte : les fiches brutes se retrouvent par le courriel, vidé en dernier.
_EFFACEMENT = {
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
