"""Le portefeuille vu par les ventes : une ligne par client, prête à classer."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from grc_lib.donnees.connexion import connexion
from grc_lib.donnees.faits import AUJOURDHUI
from grc_lib.donnees.fichiers import chemin
from grc_lib.erreurs import ArgumentInvalide

if TYPE_CHECKING:
    import pandas as pd


def ventes_par_client(mois: int = 12, *, jusqu_au: date = AUJOURDHUI) -> "pd.DataFrame":
    """Ce que chaque client a acheté pendant les derniers mois.

    Paramètres
    ----------
    mois : durée de la période, en mois entiers, qui s'achève le soir du jour `jusqu_au`.
    jusqu_au : dernier jour compté ; par défaut l'« aujourd'hui » du cours, le 30 juin 2026.

    Renvoie
    -------
    `DataFrame`, un client par ligne (raison sociale en index, ordre alphabétique) : type_client,
    secteur, ca et marge (€ HT ; marge sur coût variable), commandes (nombre), recence (jours
    depuis la dernière commande). Un client sans commande sur la période n'y est pas.

    Lève
    ----
    ArgumentInvalide si `mois` n'est pas un entier positif.

    Exemple
    -------
    >>> ventes = ventes_par_client(12)
    >>> list(ventes.columns)
    ['type_client', 'secteur', 'ca', 'marge', 'commandes', 'recence']

    Source
    ------
    S522, analyse du portefeuille.
    """
    if not isinstance(mois, int) or mois < 1:
        raise ArgumentInvalide("mois", mois, "un nombre entier de mois, au moins 1")
    return _lire(mois, jusqu_au, chemin("lignes_commande")).copy()


@lru_cache(maxsize=8)
def _lire(mois: int, jusqu_au: date, source: Path) -> "pd.DataFrame":
    """La requête, faite une fois : un TD la relit à chaque tirage. `source` : quelle base."""
    with connexion() as base:
        ventes = base.execute(_VENTES, {"mois": mois, "jusqu_au": jusqu_au}).df()
    return ventes.set_index("raison_sociale")


_VENTES = """
SELECT
    raison_sociale,
    type_client,
    secteurs.nom AS secteur,
    CAST(SUM(montant_ht) AS DOUBLE) AS ca,
    CAST(SUM(montant_ht - lignes_commande.cout_variable) AS DOUBLE) AS marge,
    COUNT(DISTINCT commande_id) AS commandes,
    $jusqu_au::DATE - MAX(date_commande) AS recence
FROM clients
JOIN secteurs USING (secteur_id)
JOIN commandes USING (client_id)
JOIN lignes_commande USING (commande_id)
WHERE date_commande > $jusqu_au::DATE - to_months($mois)
    AND date_commande <= $jusqu_au::DATE
GROUP BY ALL
ORDER BY raison_sociale
"""
