"""Les réclamations de la base livrée : qui réclame, pourquoi, et ce que l'imprimerie en fait."""

import pytest

from grc_lib import donnees, reclamations
from grc_lib.donnees import faits
from tests.unit.requetes import aucun, mesure


@pytest.fixture(scope="module")
def base():
    """La base, avec la vue des réclamations, leur client et la livraison en cause."""
    with donnees.connexion() as con:
        con.execute(
            """
            CREATE VIEW plaintes AS
            SELECT reclamations.*, type_client, secteurs.nom AS secteur, conforme, date_livraison,
                   date_commande, date_livraison_promise, commandes.client_id AS acheteur,
                   date_livraison > date_livraison_promise AS en_retard
            FROM reclamations JOIN clients USING (client_id) JOIN secteurs USING (secteur_id)
            LEFT JOIN commandes USING (commande_id) LEFT JOIN livraisons USING (commande_id)
            """
        )
        con.execute(
            """
            CREATE VIEW ventes_est AS
            SELECT secteurs.nom = 'Est' AS est, date_commande >= DATE '2025-03-01' AS depuis
            FROM commandes JOIN clients USING (client_id) JOIN secteurs USING (secteur_id)
            """
        )
        yield con


def part(base, fait, condition="true"):
    """La part des réclamations où le fait est vrai, parmi celles qui remplissent la condition."""
    return mesure(base, f"SELECT avg(({fait})::INT) FROM plaintes WHERE {condition}")


# --- Les faits plantés -------------------------------------------------------------------------

TOUTES = pytest.mark.parametrize(
    "condition", ["true", "commande_id IS NOT NULL"], ids=["toutes", "sur commande"]
)


@TOUTES
def test_une_commande_et_demie_sur_cent_cause_une_reclamation(base, condition):
    recues = mesure(base, f"SELECT count(*) FROM plaintes WHERE secteur <> 'Est' AND {condition}")
    assert faits.RECLAMATIONS.tient(
        recues / mesure(base, "SELECT count(*) FROM ventes_est WHERE NOT est")
    )


@TOUTES
def test_les_reclamations_triplent_dans_l_est_depuis_mars_2025(base, condition):
    avant, depuis = (
        mesure(
            base,
            f"""
            SELECT count(*) / (SELECT count(*) FROM ventes_est WHERE est AND depuis = {quand})
            FROM plaintes WHERE secteur = 'Est' AND {condition}
                AND (date_reception >= DATE '2025-03-01') = {quand}
            """,
        )
        for quand in ("false", "true")
    )
    assert faits.RECLAMATIONS_EST.tient(depuis / avant)


def test_ce_sont_les_retards_qui_montent_dans_l_est(base):
    est = "secteur = 'Est' AND date_reception"
    assert part(base, "motif = 'retard'", f"{est} >= DATE '2025-03-01'") > 0.6
    assert part(base, "motif = 'retard'", f"{est} < DATE '2025-03-01'") < 0.4
    assert reclamations.pareto(base.sql("FROM reclamations"), "motif").index[0] == "retard"


def test_une_sur_dix_ne_vise_aucune_commande_mais_la_facturation_ou_le_service(base):
    assert 0.06 <= part(base, "commande_id IS NULL") <= 0.12
    assert part(base, "motif IN ('facturation', 'service')", "commande_id IS NULL") == 1


def test_deux_sur_trois_ont_leur_reponse_dans_les_cinq_jours_ouvrables(base):
    bord = reclamations.tableau_de_bord(
        base.sql("FROM reclamations"), base.sql("FROM commandes"), mois="2025-12"
    )
    assert 0.60 <= bord.loc["cumul", "part_dans_delai"] <= 0.80
    assert 0.35 <= bord.loc["cumul", "taux_resatisfaction"] <= 0.65
    assert 0.03 <= bord.loc["cumul", "taux_perte"] <= 0.15


def test_une_reponse_rapide_resatisfait_davantage(base):
    rapide = part(base, "satisfait", "date_reponse - date_reception <= 4")
    lente = part(base, "satisfait", "date_reponse - date_reception > 7")
    assert rapide > lente + 0.15


def test_le_client_perdu_a_plus_souvent_attendu(base):
    attente = "date_reponse - date_reception > 5"
    assert part(base, attente, "client_perdu") > part(base, attente, "NOT client_perdu") + 0.10
    assert part(base, "satisfait", "client_perdu") < 0.4


def test_la_recommandee_est_rare(base):
    assert 0.03 <= part(base, "recommandee") <= 0.05


def test_chaque_type_de_client_reclame_a_sa_facon(base):
    assert part(base, "canal = 'téléphone'", "type_client = 'Petit'") > 0.4
    assert part(base, "canal = 'courriel'", "type_client = 'Mammouth'") > 0.5
    assert part(base, "canal = 'visite'", "type_client IN ('Petit', 'Mammouth')") == 0


# --- L'intégrité -------------------------------------------------------------------------------


def test_client_perdu_dit_ce_que_les_commandes_montrent(base):
    assert aucun(
        base,
        """
        FROM reclamations JOIN clients USING (client_id)
        JOIN (SELECT client_id, max(date_commande) AS derniere FROM commandes GROUP BY 1)
            USING (client_id)
        WHERE client_perdu <> (derniere <= date_reception
            AND (NOT actif OR derniere < DATE '2026-06-30' - INTERVAL 6 MONTH))
        """,
    )
    assert 10 <= mesure(base, "SELECT count(*) FILTER (client_perdu) FROM reclamations") <= 60


def test_on_ne_reclame_un_retard_que_s_il_y_en_a_un(base):
    assert aucun(
        base,
        """
        FROM plaintes WHERE motif = 'retard'
            AND (en_retard IS NOT TRUE OR date_reception <= date_livraison_promise)
        """,
    )


def test_la_conformite_et_la_qualite_visent_surtout_une_livraison_non_conforme(base):
    assert part(base, "NOT conforme", "motif IN ('conformité', 'qualité')") > 0.75
    assert part(base, "NOT conforme", "motif IN ('facturation', 'service')") < 0.10


def test_on_reclame_pour_sa_commande_une_fois_livree_et_une_seule_fois(base):
    assert aucun(
        base,
        """
        FROM plaintes WHERE commande_id IS NOT NULL AND (acheteur <> client_id
            OR motif <> 'retard' AND (date_livraison IS NULL OR date_reception < date_livraison))
        """,
    )
    assert aucun(
        base,
        """
        SELECT commande_id FROM reclamations WHERE commande_id IS NOT NULL
        GROUP BY 1 HAVING count(*) > 1
        """,
    )


def test_on_ne_reclame_pas_avant_sa_premiere_commande(base):
    assert aucun(
        base,
        """
        FROM reclamations JOIN clients USING (client_id)
        WHERE date_reception <= date_premiere_commande
        """,
    )


def test_tout_se_passe_un_jour_ouvre_et_dans_l_ordre(base):
    assert aucun(
        base,
        """
        SELECT jour FROM (SELECT unnest([date_reception, date_reponse, date_cloture]) AS jour
                          FROM reclamations)
        WHERE isodow(jour) > 5 OR strftime(jour, '%d/%m') IN (
            '01/01', '01/05', '08/05', '14/07', '15/08', '01/11', '11/11', '25/12')
        """,
    )
    assert aucun(
        base,
        """
        SELECT reclamation_id FROM reclamations
        QUALIFY date_reception < lag(date_reception) OVER (ORDER BY reclamation_id)
        """,
    )


def test_les_reclamations_ouvertes_sont_les_plus_recentes(base):
    ouvertes = "date_cloture IS NULL"
    assert 5 <= mesure(base, f"SELECT count(*) FROM reclamations WHERE {ouvertes}") <= 20
    assert aucun(base, f"FROM reclamations WHERE {ouvertes} AND date_reception < DATE '2026-05-15'")
    assert aucun(
        base, f"FROM reclamations WHERE {ouvertes} AND (compensation > 0 OR satisfait IS NOT NULL)"
    )


def test_l_urgent_et_important_passe_devant(base):
    jours = dict(
        base.execute(
            """
            SELECT urgent AND important, avg(date_reponse - date_reception)
            FROM reclamations GROUP BY 1
            """
        ).fetchall()
    )
    assert jours[True] < jours[False] - 1


def test_un_geste_coute_et_une_explication_ne_coute_rien(base):
    assert aucun(
        base,
        """
        FROM reclamations WHERE issue IS NOT NULL
            AND (compensation = 0) <> (issue IN ('explication', 'rejet'))
        """,
    )


def test_l_issue_repond_au_motif(base):
    assert aucun(
        base,
        """
        FROM plaintes WHERE issue IN ('réimpression', 'nouvelle livraison') AND (conforme
            OR motif NOT IN ('conformité', 'qualité'))
        """,
    )
    assert aucun(base, "FROM reclamations WHERE recommandee AND canal <> 'courrier'")
    assert aucun(base, "FROM reclamations WHERE recommandee AND NOT important")
    assert aucun(
        base,
        """
        FROM reclamations WHERE provenance = 'transporteur' AND motif NOT IN (
            'retard', 'conformité') OR provenance = 'comptabilité' AND motif <> 'facturation'
        """,
    )
