"""Le RGPD en SQL (S821-1, S822-4) : qui solliciter, qui s'oppose, le droit d'accès, l'effacement.

Le droit est celui connu au 21 novembre 2026, entre professionnels. Appels, courriels, sms et
courriers partent librement s'ils ont un rapport avec la fonction du destinataire, s'il en a été
informé et tant qu'il ne s'y est pas opposé. L'accord préalable protège les consommateurs ; cette
base n'en contient pas.
"""

from typing import TYPE_CHECKING, Any

from grc_lib._arguments import lire_date, parmi
from grc_lib.donnees.faits import AUJOURDHUI
from grc_lib.donnees.requetes_rgpd import A_PURGER, CIBLE, OPPOSES, lire
from grc_lib.donnees.rgpd_droits import droit_acces, effacer

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    from duckdb import DuckDBPyConnection

__all__ = ["a_purger", "cible_licite", "droit_acces", "effacer", "opposes"]

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
    return lire(con, f"WITH {OPPOSES} FROM opposes ORDER BY ALL", **_demande(canal, date))


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
    return lire(con, CIBLE, **_demande(canal, date))


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
    return lire(con, sql, jour=lire_date("date", date))


def _demande(canal: str, date: "dt.date | str") -> dict[str, Any]:
    parmi("canal", canal, CANAUX)
    return {"canal": canal, "jour": lire_date("date", date)}
