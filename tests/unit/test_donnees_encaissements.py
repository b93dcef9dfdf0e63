"""Factures et règlements : des sommes justes, et des clients qui paient de plus en plus tard."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import holidays
import numpy as np
import pandas as pd
import pytest

from grc_lib import donnees, risque
from grc_lib.calendrier import echeance
from grc_lib.donnees import faits
from tests.unit.requetes import aucun, mesure

FIN_2024 = date(2024, 12, 31)
CENTIME = Decimal("0.01")


@pytest.fixture(scope="module")
def base():
    """La base livrée, avec ce que chaque facture a reçu et son retard à aujourd'hui."""
    con = donnees.connexion()
    con.execute(
        """
        CREATE VIEW suivi AS
        SELECT factures.*, coalesce(recu, 0) AS recu, coalesce(fois, 0) AS fois,
               montant_ttc - coalesce(recu, 0) AS reste,
               CASE WHEN recu = montant_ttc THEN dernier ELSE DATE '2026-06-30' END - echeance
                   AS retard
        FROM factures LEFT JOIN (
            SELECT facture_id, sum(montant) AS recu, max(date_reglement) AS dernier,
                   count(*) AS fois
            FROM reglements GROUP BY 1) USING (facture_id)
        """
    )
    with con:
        yield con


def creances(base, jour):
    return mesure(
        base,
        """
        SELECT ((SELECT sum(montant_ttc) FROM factures WHERE date_facture <= $jour)
                - (SELECT sum(montant) FROM reglements WHERE date_reglement <= $jour))::DOUBLE
        """,
        jour=jour,
    )


def ca_ttc(base, jour):
    return mesure(
        base,
        """
        SELECT sum(montant_ttc)::DOUBLE FROM factures
        WHERE date_facture <= $jour AND date_facture > last_day($jour - INTERVAL 1 YEAR)
        """,
        jour=jour,
    )


def dso(base, jour):
    return risque.dso(creances(base, jour), ca_ttc(base, jour))


def epuisement(base, jour):
    mois = base.execute(
        """
        SELECT sum(montant_ttc)::DOUBLE, day(last_day(any_value(date_facture))) FROM factures
        WHERE date_facture <= $jour GROUP BY date_trunc('month', date_facture)
        ORDER BY max(date_facture) DESC LIMIT 12
        """,
        {"jour": jour},
    ).fetchall()
    return risque.dso_epuisement(creances(base, jour), mois)


@pytest.fixture(scope="module")
def courbe(base):
    """Le DSO de chaque fin de mois depuis 2023, un mois par ligne et une année par colonne."""
    fins = pd.date_range("2023-01-31", "2026-06-30", freq="ME")
    jours = pd.Series([dso(base, fin.date()) for fin in fins], index=[fins.month, fins.year])
    return jours.unstack()


# --- On vend autant, on encaisse plus tard -----------------------------------------------------


def test_le_delai_de_paiement_passe_de_52_a_68_jours(base):
    assert faits.DSO_FIN_2024.tient(dso(base, FIN_2024))
    assert faits.DSO_AUJOURDHUI.tient(dso(base, faits.AUJOURDHUI))


def test_a_mois_egal_il_est_stable_jusqu_a_fin_2024_puis_monte_chaque_trimestre(courbe):
    avant = courbe[2024] - courbe[2023]
    assert abs(avant.mean()) < 4 and abs(avant[12]) < 7
    habituel = courbe[[2023, 2024]].mean(axis=1)  # mois par mois : la saison n'y change rien
    hausses = pd.concat([courbe[2025] / habituel, (courbe[2026] / habituel).dropna()]) - 1
    trimestres = hausses.to_numpy().reshape(6, 3).mean(axis=1)
    assert abs(trimestres[0]) < 0.25 and trimestres[5] > 0.5
    assert (np.diff(trimestres[1:]) > 0).all()


def test_l_epuisement_le_voit_sans_la_saison(base):
    assert 44 < epuisement(base, FIN_2024) < 55
    assert 78 < epuisement(base, faits.AUJOURDHUI) < 98


def test_les_clients_ne_paient_pas_a_un_rythme_de_saison(base):
    """Le retard moyen des factures de janvier, février… de 2022 à 2024 : douze fois le même."""
    mois = base.execute(
        """
        SELECT avg(retard) FROM suivi WHERE reste = 0 AND date_facture < DATE '2025-01-01'
        GROUP BY month(date_facture)
        """
    ).df()
    assert len(mois) == 12 and np.ptp(mois) <= 4


def test_le_retard_est_stationnaire_puis_derive_regulierement(base):
    retards = (
        base.execute(
            """
        SELECT year(date_facture) + (quarter(date_facture) - 1) / 4 AS trimestre, avg(retard)
        FROM suivi WHERE reste = 0 AND date_facture < DATE '2026-01-01' GROUP BY 1 ORDER BY 1
        """
        )
        .df()
        .set_index("trimestre")
        .iloc[:, 0]
    )
    assert np.ptp(retards[:2024.75]) < 3
    assert (retards[2024.75:].diff().dropna() > 1).all()


def test_on_paie_surtout_le_jour_de_l_echeance_rarement_bien_avant(base):
    retards = base.execute("SELECT retard FROM suivi WHERE reste = 0").df()["retard"]
    assert retards.mode().tolist() == [0] and (retards < -5).mean() < 0.015
    avances = retards[retards < 0].value_counts()  # la veille ou le vendredi, au plus
    assert (retards == 0).sum() > 2 * avances.max() and avances.idxmax() >= -2


def test_les_paiements_s_ecartent_surtout_vers_le_retard(base):
    retards = base.execute("SELECT retard FROM suivi WHERE echeance < DATE '2024-10-01'").df()
    bas, mediane, haut = retards["retard"].quantile([0.1, 0.5, 0.9])
    assert 0.30 < (retards["retard"] <= 0).mean() < 0.65
    assert haut - mediane > 3 * (mediane - bas) and retards["retard"].mean() > mediane


def test_les_collectivites_paient_autrement_et_ne_derivent_pas(base):
    retards = dict(
        base.execute(
            """
            SELECT naf = '84.11Z', avg(retard) FROM suivi JOIN clients USING (client_id)
            WHERE echeance BETWEEN DATE '2026-01-01' AND DATE '2026-04-15' GROUP BY 1
            """
        ).fetchall()
    )
    assert -1 < retards[True] < 6 and retards[False] > 10
    assert aucun(base, "FROM clients WHERE naf = '84.11Z' AND mode_reglement <> 'virement'")


def test_quelques_mauvais_payeurs_le_sont_depuis_toujours(base):
    chroniques = mesure(
        base,
        """
        SELECT count(*) FROM (
            SELECT client_id FROM suivi WHERE echeance < DATE '2025-01-01'
            GROUP BY 1 HAVING count(*) >= 5 AND avg(retard) >= 25)
        """,
    )
    assert 10 <= chroniques <= 200


def test_la_balance_agee_est_plausible(base):
    factures = base.execute("SELECT client_id, echeance, reste FROM suivi WHERE reste > 0").df()
    balance = risque.balance_agee(factures, faits.AUJOURDHUI, montant="reste").sum()
    parts = balance / balance["total"]
    assert 0.45 < parts["non_echu"] < 0.70 and 0.20 < parts["de_1_a_30"] < 0.32
    assert 0.05 < parts["de_31_a_60"] < 0.20 and 0.005 < parts["de_61_a_90"] < 0.09
    assert 0.01 <= parts["plus_de_90"] <= 0.05


def test_qui_ne_paie_jamais_doit_peu_ou_ne_commande_plus(base):
    """Après sept mois de retard, plus rien n'est à attendre."""
    impayees = base.execute(
        """
        SELECT montant_ttc <= 1500 AS petite, derniere < DATE '2026-01-01' AS parti, fois
        FROM suivi JOIN (SELECT client_id, max(date_commande) AS derniere FROM commandes
            GROUP BY 1) USING (client_id)
        WHERE reste > 0 AND echeance < DATE '2025-12-01'
        """
    ).df()
    assert (impayees["petite"] | impayees["parti"]).all() and (impayees["fois"] == 0).all()
    assert impayees["petite"].sum() >= 10 and impayees["parti"].sum() >= 3


def test_deux_a_quatre_factures_sur_cent_sont_payees_en_deux_fois(base):
    part = mesure(base, "SELECT avg((fois = 2)::INT) FROM suivi WHERE echeance < DATE '2026-01-01'")
    assert 0.02 <= part <= 0.04 and mesure(base, "SELECT max(fois) FROM suivi") == 2


# --- Le Mammouth fragile -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def mammouths(base):
    """Le retard moyen de chaque Mammouth (colonne) par trimestre d'échéance."""
    table = base.execute(
        """
        SELECT client_id, date_trunc('quarter', echeance) AS trimestre, avg(retard) AS retard
        FROM suivi JOIN clients USING (client_id)
        WHERE type_client = 'Mammouth' AND echeance >= DATE '2024-10-01'
            AND echeance < DATE '2026-04-01'
        GROUP BY ALL
        """
    ).df()
    return table.pivot(index="trimestre", columns="client_id", values="retard")


def test_un_seul_mammouth_paie_de_plus_en_plus_tard(mammouths):
    dernier = mammouths.iloc[-1].sort_values(ascending=False)
    fragile = mammouths[dernier.index[0]]
    assert faits.RETARD_FRAGILE.tient(fragile.iloc[-1])
    assert fragile.iloc[0] < 5 and (fragile.diff().dropna() > 4).all()
    assert dernier.iloc[1] < fragile.iloc[-1] - 10


def test_son_encours_depasse_son_plafond(base, mammouths):
    encours, plafond, impayees = base.execute(
        """
        SELECT sum(reste), any_value(plafond_credit),
               count(*) FILTER (reste > 0 AND echeance < DATE '2026-06-30')
        FROM suivi JOIN clients USING (client_id) WHERE client_id = $client
        """,
        {"client": int(mammouths.iloc[-1].idxmax())},
    ).fetchone()
    assert float(encours / plafond) >= 1.2 and impayees >= 5


# --- L'intégrité -------------------------------------------------------------------------------


def test_une_facture_par_commande_expediee_le_jour_de_l_expedition(base):
    assert aucun(
        base,
        """
        FROM livraisons FULL JOIN factures USING (commande_id) LEFT JOIN commandes
            USING (commande_id)
        WHERE date_expedition IS DISTINCT FROM date_facture
            OR factures.client_id <> commandes.client_id
        """,
    )


def test_le_hors_taxes_est_la_somme_des_lignes_et_du_port(base):
    assert aucun(
        base,
        """
        FROM factures JOIN commandes USING (commande_id) JOIN (
            SELECT commande_id, sum(montant_ht) AS lignes FROM lignes_commande GROUP BY 1)
            USING (commande_id)
        WHERE montant_ht <> lignes + frais_port
        """,
    )


def test_la_tva_est_arrondie_au_centime_par_taux(base):
    bases = base.execute(
        """
        WITH bases AS (
            SELECT commande_id, taux_tva, montant_ht FROM lignes_commande
            JOIN produits USING (produit_id)
            UNION ALL SELECT commande_id, 0.2, frais_port FROM commandes)
        SELECT facture_id, any_value(montant_tva), list({taux: taux, base: base}) FROM (
            SELECT commande_id, taux_tva AS taux, sum(montant_ht) AS base
            FROM bases GROUP BY ALL) JOIN factures USING (commande_id)
        WHERE facture_id % 4 = 0 GROUP BY 1
        """
    ).fetchall()
    assert len({len(taux) for _, _, taux in bases}) == 2, "des factures à un taux, d'autres à deux"
    for _, tva, taux in bases:
        exacte = [(t["base"] * t["taux"]).quantize(CENTIME, ROUND_HALF_UP) for t in taux]
        assert tva == sum(exacte)


def test_l_echeance_suit_les_conditions_du_client(base):
    cas = base.execute(
        """
        SELECT DISTINCT date_facture, delai_reglement, fin_de_mois, echeance
        FROM factures JOIN clients USING (client_id)
        """
    ).fetchall()
    assert len({(delai, fin) for _, delai, fin, _ in cas}) == 4
    for jour, delai, fin, attendue in cas:
        assert echeance(jour, delai, fin_de_mois=fin) == attendue


def test_on_n_encaisse_ni_avant_la_facture_ni_plus_que_son_montant(base):
    assert aucun(base, "FROM suivi WHERE reste < 0")
    assert aucun(
        base,
        "FROM reglements JOIN factures USING (facture_id) WHERE date_reglement <= date_facture",
    )


def test_factures_et_reglements_sont_dates_d_un_jour_ouvre_et_numerotes_dans_l_ordre(base):
    feries = sorted(holidays.country_holidays("FR", years=range(2022, 2027)))
    for table, colonne in (("factures", "date_facture"), ("reglements", "date_reglement")):
        jours = base.execute(f"SELECT {colonne} FROM {table} ORDER BY ALL").df()[colonne]
        assert np.is_busday(jours.to_numpy().astype("datetime64[D]"), holidays=feries).all()
        cle = table.removesuffix("s") + "_id"
        assert aucun(
            base,
            f"SELECT 1 FROM {table} QUALIFY {colonne} < lag({colonne}) OVER (ORDER BY {cle})",
        )


def test_on_paie_par_le_mode_convenu_sauf_rejet_regularise_par_virement(base):
    autres = base.execute(
        """
        SELECT mode, mode_reglement, date_reglement - echeance FROM reglements
        JOIN factures USING (facture_id) JOIN clients USING (client_id)
        WHERE mode <> mode_reglement
        """
    ).fetchall()
    reglements = mesure(base, "SELECT count(*) FROM reglements")
    assert 0 < len(autres) < 0.02 * reglements
    assert {mode for mode, _, _ in autres} == {"virement"}
    assert {convenu for _, convenu, _ in autres} == {"prélèvement", "effet de commerce"}
    assert min(retard for _, _, retard in autres) > 5
