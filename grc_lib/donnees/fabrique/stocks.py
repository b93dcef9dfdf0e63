"""Le stock de fin de mois de chaque famille : ce qu'il faut pour servir, plus ce qui s'accumule."""

from typing import TYPE_CHECKING

import numpy as np

from grc_lib.donnees.fabrique.colonnes import Entiers, mois_de
from grc_lib.donnees.faits import FAMILLE_QUI_MEURT

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_COUVERTURE = 130  # stock ordinaire, en % du coût d'un mois moyen de ventes
# En % du stock ordinaire, de janvier à décembre : on imprime d'avance pour la rentrée.
_SAISON = np.array([92, 98, 101, 102, 102, 100, 106, 118, 104, 97, 95, 100])
_HAUSSE_MENSUELLE = 13  # pour mille du stock de décembre 2024, chaque mois depuis
_INVENDUS = 60  # % de la baisse des ventes de la famille qui meurt, resté en rayon


def stocks_mensuels(con: "duckdb.DuckDBPyConnection") -> "pd.DataFrame":
    """La table `stocks_mensuels` ; le stock suit le coût des ventes des douze derniers mois."""
    table = con.execute(_COUT_MENSUEL).df()
    familles = table["famille"].unique()
    mois = table["mois"].to_numpy().reshape(len(familles), -1)[0].astype("datetime64[M]")
    besoin = _moyenne_annuelle(table["cout"].to_numpy(np.int64).reshape(len(familles), -1))
    meurt = familles == FAMILLE_QUI_MEURT
    besoin[meurt] += np.maximum(besoin[meurt, :1] - besoin[meurt], 0) * _INVENDUS // 100
    ecoules = np.maximum((mois - np.datetime64("2024-12")).astype(np.int64), 0)
    niveau = _COUVERTURE * _SAISON[mois_de(mois)] * (1000 + _HAUSSE_MENSUELLE * ecoules)
    stock = besoin * niveau // 10_000_000
    table["stock_ht"] = (stock // 1000 * 1000).ravel()  # inventaire à la dizaine d'euros
    return table.sort_values(["mois", "famille"], ignore_index=True)


def _moyenne_annuelle(couts: Entiers) -> Entiers:
    """Le coût moyen d'un mois sur les douze qui précèdent ; la première année, sur l'année."""
    fenetre = min(12, couts.shape[1])
    cumul = np.cumsum(couts, axis=1)
    annees = cumul[:, fenetre - 1 :].copy()
    annees[:, 1:] -= cumul[:, :-fenetre]
    debut = np.repeat(annees[:, :1], fenetre - 1, axis=1)
    moyenne: Entiers = np.hstack([debut, annees]) // fenetre
    return moyenne


# Coût des ventes de chaque mois (centimes), une ligne par famille et par mois.
_COUT_MENSUEL = """
WITH mensuel AS (
    SELECT last_day(date_commande) AS mois, famille, sum(l.cout_variable) AS cout
    FROM lignes_commande AS l JOIN commandes USING (commande_id) JOIN produits USING (produit_id)
    GROUP BY ALL),
grille AS (
    FROM (SELECT DISTINCT mois FROM mensuel) CROSS JOIN (SELECT DISTINCT famille FROM mensuel))
SELECT mois, famille, CAST(100 * coalesce(cout, 0) AS BIGINT) AS cout
FROM grille LEFT JOIN mensuel USING (mois, famille)
ORDER BY famille, mois
"""
