"""Les devis de la base livrée : leurs commandes, leurs dates, et ce que valent les annonces."""

from statistics import pstdev

import pytest

from grc_lib import donnees
from grc_lib.donnees import faits
from tests.unit.requetes import aucun, mesure

OPTIMISTE = """(
    SELECT salarie_id FROM devis WHERE etat <> 'en cours' GROUP BY salarie_id HAVING count(*) > 40
    ORDER BY sum(probabilite_annoncee * montant_ht)
             / sum(montant_ht) FILTER (etat = 'accepté') DESC LIMIT 1)"""


@pytest.fixture(scope="module")
def base():
    with donnees.connexion() as con:
        yield con


def biais(base, filtre):
    """Montant annoncé / montant signé, devis en cours exclus."""
    return mesure(
        base,
        f"""
        SELECT sum(probabilite_annoncee * montant_ht)
               / sum(montant_ht) FILTER (etat = 'accepté')
        FROM devis WHERE etat <> 'en cours' AND {filtre}
        """,
    )


# --- Les annonces ------------------------------------------------------------------------------


def test_un_commercial_terrain_annonce_un_tiers_de_trop(base):
    assert faits.BIAIS_OPTIMISTE.tient(biais(base, f"salarie_id = {OPTIMISTE}"))
    fonction = mesure(base, f"SELECT fonction FROM salaries WHERE salarie_id = {OPTIMISTE}")
    assert fonction == "commercial terrain"


def test_les_autres_annoncent_juste(base):
    assert faits.BIAIS_DES_AUTRES.tient(biais(base, f"salarie_id <> {OPTIMISTE}"))


def test_l_optimiste_est_le_seul_a_se_tromper_beaucoup(base):
    rapports = base.execute(
        f"""
        SELECT sum(probabilite_annoncee * montant_ht)
               / sum(montant_ht) FILTER (etat = 'accepté')
        FROM devis WHERE etat <> 'en cours' AND salarie_id <> {OPTIMISTE}
        GROUP BY salarie_id HAVING count(*) > 40
        """
    ).fetchall()
    assert len(rapports) > 10
    assert all(0.85 <= rapport <= 1.18 for (rapport,) in rapports)


@pytest.fixture(scope="module")
def portraits(base):
    """Par salarié, hors l'optimiste : devis décidés, biais en montant, taux signé et annoncé."""
    return base.execute(
        f"""
        SELECT count(*) AS n,
               sum(probabilite_annoncee * montant_ht)
                   / sum(montant_ht) FILTER (etat = 'accepté'),
               avg((etat = 'accepté')::INT), avg(probabilite_annoncee)
        FROM devis WHERE etat <> 'en cours' AND salarie_id <> {OPTIMISTE}
        GROUP BY salarie_id HAVING count(*) > 60 ORDER BY n DESC
        """
    ).fetchall()


def test_chacun_a_son_biais_et_aucun_n_est_rond(portraits):
    rapports = [biais for _, biais, _, _ in portraits]
    assert all(0.87 <= rapport <= 1.13 for rapport in rapports)
    assert pstdev(rapports) > 0.03
    ronds = sum(abs(100 * rapport - round(100 * rapport)) < 0.03 for rapport in rapports)
    assert ronds <= len(rapports) // 4


def test_un_des_gros_vendeurs_annonce_un_dixieme_de_moins_qu_il_ne_signe(portraits):
    gros = [biais for n, biais, _, _ in portraits if n > 200]
    assert 0.88 <= min(gros) <= 0.93


def test_le_taux_de_signature_va_de_38_a_58_pour_cent_selon_la_personne(portraits):
    taux = [signe for _, _, signe, _ in portraits]
    assert 0.37 <= min(taux) < 0.43 and 0.53 < max(taux) <= 0.59
    assert pstdev(taux) > 0.03


def test_personne_ne_signe_tout_juste_ce_qu_il_annonce(portraits):
    rapports = [signe / annonce for _, _, signe, annonce in portraits]
    assert all(0.85 <= rapport <= 1.15 for rapport in rapports)
    assert sum(abs(rapport - 1) < 0.01 for rapport in rapports) <= len(rapports) // 2


@pytest.mark.parametrize("annonce", [20, 40, 60, 80])
def test_la_probabilite_annoncee_est_le_taux_de_signature(base, annonce):
    signes = mesure(
        base,
        f"""
        SELECT avg((etat = 'accepté')::INT) FROM devis
        WHERE etat <> 'en cours' AND probabilite_annoncee = {annonce / 100}
          AND salarie_id <> {OPTIMISTE}
        """,
    )
    assert annonce / 100 - 0.04 <= signes <= annonce / 100 + 0.04


def test_un_prefere_signe_plus_souvent_qu_un_prospect(base):
    taux = dict(
        base.execute(
            """
            SELECT coalesce(type_client, 'prospect'), avg((etat = 'accepté')::INT)
            FROM devis LEFT JOIN clients USING (client_id)
            WHERE etat <> 'en cours' GROUP BY 1
            """
        ).fetchall()
    )
    assert 0.10 < taux["prospect"] < 0.35 < 0.45 < taux["Préféré"] < 0.65


def test_un_prospect_refuse_des_devis_a_peine_plus_gros_que_ceux_qu_il_signe(base):
    moyens = dict(
        base.execute(
            "SELECT etat, avg(montant_ht) FROM devis WHERE prospect_id IS NOT NULL GROUP BY etat"
        ).fetchall()
    )
    assert 0.7 <= moyens["refusé"] / moyens["accepté"] <= 1.4
    assert 0.7 <= moyens["expiré"] / moyens["accepté"] <= 1.4


def test_on_perd_aussi_quelques_devis_chez_les_froids(base):
    froids = mesure(
        base,
        """
        SELECT avg((chaleur = 'froid')::INT) FROM devis JOIN prospects USING (prospect_id)
        WHERE etat IN ('refusé', 'expiré')
        """,
    )
    assert 0.04 <= froids <= 0.25


# --- Les devis et leurs commandes --------------------------------------------------------------


def test_les_devis_acceptes_sont_des_milliers_et_le_pipeline_une_centaine(base):
    assert 3000 <= mesure(base, "SELECT count(*) FROM devis WHERE etat = 'accepté'") <= 5000
    assert 60 <= mesure(base, "SELECT count(*) FROM devis WHERE etat = 'en cours'") <= 150


def test_chaque_devis_accepte_a_sa_commande_et_elle_seule(base):
    assert aucun(
        base,
        """
        SELECT devis_id FROM devis LEFT JOIN commandes USING (devis_id)
        WHERE (etat = 'accepté') <> (commande_id IS NOT NULL)
        """,
    )


def test_la_commande_est_du_client_du_jour_et_du_montant_du_devis(base):
    assert aucun(
        base,
        """
        SELECT devis_id
        FROM devis JOIN commandes USING (devis_id) JOIN lignes_commande USING (commande_id)
             LEFT JOIN prospects ON prospects.prospect_id = devis.prospect_id
        GROUP BY ALL
        HAVING sum(lignes_commande.montant_ht) <> any_value(devis.montant_ht)
            OR any_value(date_decision) <> any_value(date_commande)
            OR any_value(coalesce(devis.client_id, prospects.client_id))
               <> any_value(commandes.client_id)
        """,
    )


def test_un_prospect_converti_l_est_par_sa_premiere_commande(base):
    signes = base.execute(
        """
        SELECT date_decision, date_premiere_commande
        FROM devis JOIN prospects USING (prospect_id)
             LEFT JOIN clients ON clients.client_id = prospects.client_id
        WHERE etat = 'accepté'
        """
    ).fetchall()
    assert len(signes) > 100
    assert all(signature == premiere for signature, premiere in signes)


def test_un_prospect_devenu_client_n_a_plus_de_devis_de_prospect(base):
    assert aucun(
        base,
        """
        SELECT devis_id FROM devis JOIN prospects USING (prospect_id)
             JOIN clients ON clients.client_id = prospects.client_id
        WHERE etat <> 'accepté' AND coalesce(date_decision, date_devis) >= date_premiere_commande
        """,
    )


def test_les_nouveaux_clients_commencent_par_un_devis(base):
    assert (
        mesure(
            base,
            """
            SELECT avg((devis_id IS NOT NULL)::INT)
            FROM clients JOIN commandes ON commandes.client_id = clients.client_id
                 AND date_commande = date_premiere_commande
            WHERE date_creation >= DATE '2022-01-01'
            """,
        )
        > 0.75
    )


# --- Qui le remet, et quand --------------------------------------------------------------------


def test_le_devis_est_remis_par_qui_suit_le_client_ou_le_prospect(base):
    assert aucun(
        base,
        """
        SELECT devis_id FROM devis
             LEFT JOIN clients USING (client_id) LEFT JOIN prospects USING (prospect_id)
        WHERE devis.salarie_id <> coalesce(clients.salarie_id, prospects.salarie_id)
        """,
    )


def test_personne_ne_remet_de_devis_avant_son_embauche_ni_avant_de_connaitre_l_interesse(base):
    assert aucun(
        base,
        """
        SELECT devis_id FROM devis JOIN salaries USING (salarie_id)
             LEFT JOIN clients USING (client_id) LEFT JOIN prospects USING (prospect_id)
        WHERE date_devis < greatest(date_embauche, DATE '2022-01-01')
           OR date_devis < coalesce(clients.date_creation, prospects.date_entree)
        """,
    )


def test_un_devis_se_remet_et_se_decide_un_jour_ouvre(base):
    assert aucun(
        base,
        """
        SELECT devis_id FROM devis
        WHERE isodow(date_devis) > 5 OR (etat <> 'expiré' AND isodow(date_decision) > 5)
        """,
    )


@pytest.mark.parametrize(("etat", "mini", "maxi"), [("accepté", 3, 45), ("expiré", 60, 90)])
def test_les_delais_de_decision_sont_plausibles(base, etat, mini, maxi):
    delais = base.execute(
        f"SELECT min(date_decision - date_devis), max(date_decision - date_devis) "
        f"FROM devis WHERE etat = '{etat}'"
    ).fetchone()
    assert mini <= delais[0] < delais[1] <= maxi


def test_un_refus_tombe_dans_les_deux_mois(base):
    assert aucun(
        base,
        "SELECT devis_id FROM devis WHERE etat = 'refusé' AND date_decision - date_devis > 60",
    )


def test_un_devis_en_cours_a_moins_de_deux_mois(base):
    assert aucun(
        base,
        "SELECT devis_id FROM devis WHERE etat = 'en cours' AND date_devis < DATE '2026-05-01'",
    )


def test_les_devis_sont_numerotes_dans_l_ordre_des_dates(base):
    assert aucun(
        base,
        """
        SELECT devis_id FROM devis
        QUALIFY date_devis < lag(date_devis) OVER (ORDER BY devis_id)
        """,
    )
