"""Les livraisons de la base livrée : un transporteur en retard, et ce qu'une attente coûte."""

import pytest

from grc_lib import donnees
from grc_lib.donnees import faits
from tests.unit.requetes import aucun

PARAMETRES = {
    "transporteur": faits.TRANSPORTEUR_EN_RETARD,
    "secteur": faits.SECTEUR_EN_RETARD,
    "debut": faits.DEBUT_RETARDS,
}


@pytest.fixture(scope="module")
def base():
    """La base, avec la vue des livraisons faites, leur commande et leur client."""
    with donnees.connexion() as con:
        con.execute(
            """
            CREATE VIEW livrees AS
            SELECT livraisons.*, clients.*, date_commande, date_livraison_promise, frais_port,
                   secteurs.nom AS secteur, date_livraison > date_livraison_promise AS en_retard,
                   row_number() OVER (PARTITION BY client_id ORDER BY commande_id) AS rang
            FROM livraisons JOIN commandes USING (commande_id) JOIN clients USING (client_id)
            JOIN secteurs USING (secteur_id) WHERE date_livraison IS NOT NULL
            """
        )
        yield con


def taux(base, fait, condition):
    """La part des livraisons où le fait est vrai, parmi celles qui remplissent la condition."""
    sql = f"SELECT avg(({fait})::INT) FROM livrees WHERE {condition}"
    utiles = {nom: v for nom, v in PARAMETRES.items() if f"${nom}" in sql}
    (part,) = base.execute(sql, utiles).fetchone()
    return part


# --- Les faits plantés -------------------------------------------------------------------------

FAUTIF = "transporteur = $transporteur AND secteur = $secteur"


@pytest.mark.parametrize("date", ["date_livraison", "date_commande", "date_livraison_promise"])
def test_un_transporteur_est_en_retard_dans_l_est_depuis_mars_2025(base, date):
    avant = taux(base, "en_retard", f"{FAUTIF} AND {date} < $debut")
    depuis = taux(base, "en_retard", f"{FAUTIF} AND {date} >= $debut")
    assert faits.RETARDS_AVANT.tient(avant)
    assert faits.RETARDS_DEPUIS.tient(depuis)


def test_partout_ailleurs_les_retards_sont_rares(base):
    assert faits.RETARDS_DES_AUTRES.tient(taux(base, "en_retard", f"NOT ({FAUTIF})"))
    est_sans_lui = "secteur = $secteur AND transporteur <> $transporteur"
    assert taux(base, "en_retard", f"{est_sans_lui} AND date_livraison >= $debut") < 0.14


def test_il_porte_la_moitie_des_livraisons_de_l_est_et_n_en_sort_pas(base):
    assert 0.5 <= taux(base, "transporteur = $transporteur", "secteur = $secteur") <= 0.7
    assert taux(base, "transporteur = $transporteur", "secteur <> $secteur") == 0


def test_ses_retards_viennent_de_la_route_pas_de_l_atelier(base):
    parti_a_temps = "date_expedition < date_livraison_promise"
    assert taux(base, parti_a_temps, f"{FAUTIF} AND en_retard") == 1
    assert 0.4 <= taux(base, parti_a_temps, f"NOT ({FAUTIF}) AND en_retard") <= 0.9


def test_une_nursery_livree_en_retard_la_premiere_fois_se_perd_trois_fois_plus(base):
    en_retard, a_l_heure = (
        base.execute(
            """
            SELECT avg((derniere < $fin::DATE - $jours::INT)::INT) FROM livrees
            JOIN (SELECT client_id, max(date_commande) AS derniere FROM commandes GROUP BY 1)
                USING (client_id)
            WHERE rang = 1 AND type_client = 'Nursery' AND date_commande < '2026-01-01'
                AND en_retard = $retard
            """,
            {"fin": faits.AUJOURDHUI, "jours": faits.JOURS_PERDUE, "retard": retard},
        ).fetchone()[0]
        for retard in (True, False)
    )
    assert faits.PREMIERE_LIVRAISON.tient(en_retard / a_l_heure)


def test_le_risque_de_non_conformite_est_a_la_premiere_livraison_d_une_nursery(base):
    premiere = "rang = 1 AND type_client = 'Nursery'"
    assert 0.015 <= taux(base, "NOT conforme", "true") <= 0.03
    assert taux(base, "NOT conforme", premiere) > 2 * taux(
        base, "NOT conforme", f"NOT ({premiere})"
    )


def test_les_pepites_ont_toutes_ete_livrees_a_l_heure(base):
    pepites = base.execute(
        """
        WITH trimestres AS (
            SELECT client_id, count(DISTINCT commande_id) AS commandes,
                   sum(montant_ht) FILTER (date_commande < DATE '2025-10-01') AS ete,
                   sum(montant_ht) FILTER (date_commande >= DATE '2026-04-01') AS printemps
            FROM lignes_commande JOIN commandes USING (commande_id) GROUP BY 1),
        petits AS (
            SELECT client_id, sum(montant_ht) AS ca FROM lignes_commande
            JOIN commandes USING (commande_id) GROUP BY 1 HAVING ca < 2500)
        SELECT count(DISTINCT client_id), count(*) FILTER (en_retard) FROM livrees
        JOIN trimestres USING (client_id) JOIN petits USING (client_id)
        WHERE type_client = 'Nursery' AND commandes >= 6 AND printemps >= 2 * ete
        """
    ).fetchone()
    assert pepites[0] >= faits.PEPITES.mini and pepites[1] == 0


def test_un_retard_dure_un_a_dix_jours_ouvres_et_souvent_peu(base):
    jours = "date_livraison - date_livraison_promise"
    assert taux(base, f"{jours} <= 4", "en_retard") > 0.5
    assert taux(base, f"{jours} <= 20", "en_retard") == 1
    assert 0.3 <= taux(base, f"{jours} < 0", "true") <= 0.6


# --- L'intégrité -------------------------------------------------------------------------------


def test_une_commande_assez_ancienne_est_livree_une_fois(base):
    assert aucun(
        base,
        """
        SELECT commande_id FROM commandes LEFT JOIN livraisons USING (commande_id)
        WHERE date_livraison_promise < DATE '2026-06-01' GROUP BY commande_id
        HAVING count(date_livraison) <> 1
        """,
    )


def test_on_expedie_apres_la_commande_et_on_livre_apres_l_expedition(base):
    assert aucun(
        base,
        "FROM livrees WHERE date_expedition <= date_commande OR date_livraison <= date_expedition",
    )
    assert aucun(
        base,
        """
        SELECT livraison_id FROM livraisons
        QUALIFY date_expedition < lag(date_expedition) OVER (ORDER BY livraison_id)
        """,
    )


def test_on_expedie_et_on_livre_un_jour_ouvre(base):
    assert aucun(
        base,
        """
        SELECT jour FROM (SELECT date_expedition AS jour FROM livraisons
                          UNION SELECT date_livraison FROM livrees)
        WHERE isodow(jour) > 5 OR strftime(jour, '%d/%m') IN (
            '01/01', '01/05', '08/05', '14/07', '15/08', '01/11', '11/11', '25/12')
        """,
    )


def test_un_colis_en_route_est_parti_depuis_peu(base):
    (en_route, plus_ancien) = base.execute(
        """
        SELECT count(*), min(date_expedition) FROM livraisons WHERE date_livraison IS NULL
        """
    ).fetchone()
    assert 10 <= en_route <= 150
    assert plus_ancien >= base.execute("SELECT DATE '2026-06-10'").fetchone()[0]


def test_le_transport_coute_a_peu_pres_le_port_facture_aux_petits(base):
    cout, port = base.execute(
        "SELECT avg(cout_transport), avg(frais_port) FROM livrees WHERE type_client = 'Petit'"
    ).fetchone()
    assert 0.7 <= float(cout) / float(port) <= 1.3
    assert taux(base, "cout_transport BETWEEN 6 AND 200", "true") == 1
    assert taux(base, "cout_transport BETWEEN 12 AND 60", "true") > 0.7


def test_le_transporteur_en_retard_est_le_moins_cher(base):
    couts = dict(
        base.execute(
            """
            SELECT transporteur, avg(cout_transport / (9 + montant * 0.015)) FROM livrees
            JOIN (SELECT commande_id, least(sum(montant_ht), 5000) AS montant
                  FROM lignes_commande GROUP BY 1) USING (commande_id) GROUP BY 1
            """
        ).fetchall()
    )
    assert 4 <= len(couts) <= 5
    assert min(couts, key=couts.get) == faits.TRANSPORTEUR_EN_RETARD
