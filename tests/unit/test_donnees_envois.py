"""Les campagnes et leurs envois, mesurés par SQL sur la base livrée."""

from math import sqrt
from statistics import NormalDist

import pytest

from grc_lib import donnees
from grc_lib.donnees import faits
from grc_lib.donnees.fabrique.saisons import Calendrier
from tests.unit.requetes import aucun, mesure

TEST = "nom LIKE 'Test A/B%'"
# Le dernier mot du destinataire (le décideur d'un client, ou le prospect) avant chaque envoi.
DERNIER_MOT = """
    WITH destinataires AS (
        SELECT envois.*, campagnes.canal, contact_id
        FROM envois JOIN campagnes USING (campagne_id)
        LEFT JOIN contacts ON contacts.client_id = envois.client_id AND role_achat = 'décideur'
    )
    SELECT envoi_id, campagne_id, any_value(d.canal) AS canal,
           arg_max(c.etat, c.date) AS etat
    FROM destinataires AS d LEFT JOIN consentements AS c
        ON c.canal = d.canal AND c.date <= d.date_envoi
        AND (c.contact_id = d.contact_id OR c.prospect_id = d.prospect_id)
    GROUP BY envoi_id, campagne_id
"""


@pytest.fixture(scope="module")
def base():
    with donnees.connexion() as con:
        con.execute("CREATE VIEW tous AS FROM envois JOIN campagnes USING (campagne_id)")
        con.execute(f"CREATE VIEW dernier_mot AS {DERNIER_MOT}")
        yield con


@pytest.fixture(scope="module")
def variantes(base):
    """Pour A puis B : envois, réponses, commandes."""
    return base.execute(
        f"""SELECT count(*), count(*) FILTER (repondu), count(commande_id)
            FROM tous WHERE {TEST} GROUP BY variante ORDER BY variante"""
    ).fetchall()


# --- Les faits plantés ---------------------------------------------------------------------------


def test_trois_a_six_courriers_sur_cent_reviennent(base):
    assert faits.NPAI.tient(
        mesure(base, "SELECT avg(npai::INT) FROM tous WHERE canal = 'courrier'")
    )


def test_une_trentaine_d_envois_sont_partis_malgre_une_opposition(base):
    illicites = "SELECT count(*) FROM dernier_mot WHERE etat = 'opposition'"
    assert faits.ENVOIS_MALGRE_OPPOSITION.tient(mesure(base, illicites))
    fautives = "SELECT count(DISTINCT campagne_id) FROM dernier_mot WHERE etat = 'opposition'"
    assert mesure(base, fautives) <= 3  # les autres campagnes ont bien écarté les opposés


def test_b_fait_repondre_davantage_et_l_ecart_est_significatif(variantes):
    (n_a, a, _), (n_b, b, _) = variantes
    assert faits.REPONSES_B.tient((b / n_b) / (a / n_a))
    commun = (a + b) / (n_a + n_b)
    z = (b / n_b - a / n_a) / sqrt(commun * (1 - commun) * (1 / n_a + 1 / n_b))
    assert 2 * (1 - NormalDist().cdf(z)) < 0.05


def test_b_ne_fait_pas_commander_davantage(variantes):
    (n_a, _, a), (n_b, _, b) = variantes
    assert 15 <= a <= 40 and 15 <= b <= 40 and a != b  # un test réel ne tombe pas juste
    assert faits.COMMANDES_B.tient((b / n_b) / (a / n_a))


def test_les_deux_groupes_du_test_ont_la_meme_taille_et_la_meme_composition(base, variantes):
    (n_a, *_), (n_b, *_) = variantes
    assert n_a + n_b >= 2_000 and abs(n_a - n_b) <= 1
    clients = base.execute(
        f"SELECT count(client_id) FROM tous WHERE {TEST} GROUP BY variante"
    ).fetchall()
    assert abs(clients[0][0] - clients[1][0]) <= 2
    assert min(clients)[0] >= 300


# --- Les campagnes -------------------------------------------------------------------------------


def test_seize_campagnes_de_2023_a_2026_de_tous_les_canaux_et_objectifs(base):
    assert 12 <= mesure(base, "SELECT count(*) FROM campagnes") <= 16
    assert mesure(base, "SELECT count(DISTINCT canal) FROM campagnes") == 3
    assert mesure(base, "SELECT count(DISTINCT objectif) FROM campagnes") == 4
    assert aucun(base, "FROM campagnes WHERE date_debut < '2023-01-01' OR date_fin > '2026-06-30'")
    assert aucun(base, "FROM campagnes WHERE campagne_id NOT IN (SELECT campagne_id FROM envois)")
    debut = f"SELECT date_trunc('month', date_debut) = '2026-03-01' FROM campagnes WHERE {TEST}"
    assert mesure(base, debut)


def test_un_envoi_coute_ce_que_coute_son_canal(base):
    bornes = {"courrier": (1.8, 4.5), "courriel": (0.1, 0.8), "sms": (0.1, 0.6)}
    couts = base.execute(
        "SELECT canal, budget::DOUBLE / count(*) FROM tous GROUP BY campagne_id, canal, budget"
    ).fetchall()
    for canal, cout in couts:
        mini, maxi = bornes[canal]
        assert mini <= cout <= maxi, (canal, cout)


@pytest.fixture(scope="module")
def resultats(base):
    """Canal, objectif, réponses, commandes par réponse et désabonnements des grosses campagnes."""
    return base.execute(
        f"""SELECT canal, objectif, avg(repondu::INT), count(commande_id) / sum(repondu::INT),
                   avg(desabonne::INT)
            FROM tous WHERE NOT ({TEST})
            GROUP BY canal, objectif, campagne_id HAVING count(*) > 500"""
    ).fetchall()


@pytest.mark.parametrize("canal, mini", [("courriel", 1.8), ("courrier", 1.08)])
def test_aucune_campagne_ne_rend_comme_une_autre(resultats, canal, mini):
    du_canal = [ligne[2:] for ligne in resultats if ligne[0] == canal]
    reponses, passages, desabonnes = zip(*du_canal, strict=True)
    assert max(reponses) >= mini * min(reponses)
    assert max(desabonnes) >= 1.1 * min(desabonnes)
    if canal == "courriel":
        assert max(passages) >= 1.3 * min(passages)


def test_on_repond_mieux_a_qui_l_on_connait(base):
    reponses = dict(
        base.execute(
            """SELECT objectif, avg(repondu::INT) FROM tous WHERE canal = 'courriel'
               GROUP BY objectif"""
        ).fetchall()
    )
    assert reponses["fidéliser"] > reponses["informer"] > reponses["conquérir"]


def test_d_un_quart_a_la_moitie_des_reponses_donnent_une_commande(resultats):
    passages = [passage for _, objectif, _, passage, _ in resultats if objectif != "conquérir"]
    assert all(0.22 <= passage <= 0.58 for passage in passages)


# --- Les envois ----------------------------------------------------------------------------------


def test_vingt_mille_envois_un_par_destinataire_et_par_campagne(base):
    assert 18_000 <= mesure(base, "SELECT count(*) FROM envois") <= 26_000
    assert donnees.chemin("envois").stat().st_size <= 300_000
    assert aucun(
        base,
        """SELECT campagne_id FROM envois GROUP BY campagne_id, client_id, prospect_id
           HAVING count(*) > 1""",
    )


def test_un_envoi_part_le_jour_de_la_campagne_un_jour_ouvre(base):
    assert aucun(base, "FROM tous WHERE date_envoi <> date_debut")
    jours = [j for (j,) in base.execute("SELECT DISTINCT date_envoi FROM envois").fetchall()]
    ouvres = set(Calendrier(min(jours), max(jours)).ouvres.tolist())
    assert set(jours) <= ouvres


def test_la_variante_b_n_existe_que_dans_le_test(base):
    assert aucun(base, f"FROM tous WHERE variante = 'B' AND NOT ({TEST})")


def test_on_ne_conquiert_que_des_prospects_qui_n_ont_pas_commande(base):
    assert aucun(base, "FROM tous WHERE objectif = 'conquérir' AND client_id IS NOT NULL")
    assert aucun(
        base,
        """FROM envois JOIN prospects USING (prospect_id)
           LEFT JOIN clients ON clients.client_id = prospects.client_id
           WHERE date_envoi <= date_entree OR date_premiere_commande <= date_envoi""",
    )


@pytest.mark.parametrize(
    "objectif, exclu",
    [("réactiver", "derniere > date_envoi - 182"), ("fidéliser", "derniere <= date_envoi - 182")],
)
def test_la_cible_suit_l_objectif(base, objectif, exclu):
    assert aucun(
        base,
        f"""
        SELECT envoi_id, max(date_commande) AS derniere
        FROM tous LEFT JOIN commandes
            ON commandes.client_id = tous.client_id AND date_commande < date_envoi
        WHERE objectif = '{objectif}' GROUP BY envoi_id, date_envoi
        HAVING derniere IS NULL OR {exclu}
        """,
    )


def test_un_sms_ne_part_qu_a_qui_l_a_accepte_et_a_un_portable(base):
    assert aucun(base, "FROM dernier_mot WHERE canal = 'sms' AND etat IS DISTINCT FROM 'accord'")
    assert aucun(
        base,
        """FROM tous JOIN clients USING (client_id)
           JOIN contacts ON contacts.client_id = clients.client_id AND role_achat = 'décideur'
           WHERE tous.canal = 'sms'
             AND NOT starts_with(coalesce(contacts.telephone, clients.telephone), '06')""",
    )


def test_seul_un_courriel_s_ouvre_et_les_taux_sont_ceux_du_metier(base):
    assert aucun(base, "FROM tous WHERE (canal = 'courriel') <> (ouvert IS NOT NULL)")
    assert aucun(base, "FROM tous WHERE (canal = 'courriel') <> (clique IS NOT NULL)")
    assert aucun(base, "FROM envois WHERE clique AND NOT ouvert OR ouvert AND npai")
    for canal, ouverts, clics, reponses, partis in base.execute(
        """SELECT canal, avg(ouvert::INT), avg(clique::INT), avg(repondu::INT), avg(desabonne::INT)
           FROM tous GROUP BY canal, campagne_id HAVING count(*) > 500"""
    ).fetchall():
        assert 0.0015 <= partis <= 0.011
        if canal == "courriel":
            assert 0.18 <= ouverts <= 0.35 and 0.02 <= clics <= 0.06
        else:
            assert 0.015 <= reponses <= 0.045


def test_commande_id_est_la_premiere_commande_de_la_periode_de_qui_a_repondu(base):
    assert aucun(
        base,
        """
        WITH attendues AS (
            SELECT envoi_id,
                   arg_min(commandes.commande_id, commandes.commande_id)
                       FILTER (repondu) AS attendue
            FROM tous
            LEFT JOIN prospects USING (prospect_id)
            LEFT JOIN commandes
                ON commandes.client_id = coalesce(tous.client_id, prospects.client_id)
                AND date_commande > date_envoi AND date_commande <= date_fin
            GROUP BY envoi_id
        )
        FROM envois JOIN attendues USING (envoi_id)
        WHERE commande_id IS DISTINCT FROM attendue
        """,
    )
    assert mesure(base, "SELECT count(commande_id) FROM envois WHERE prospect_id IS NOT NULL") > 0


def test_un_desabonnement_devient_une_opposition_sur_le_meme_canal(base):
    assert aucun(base, "FROM envois WHERE desabonne AND npai OR desabonne AND NOT ouvert")
    assert aucun(
        base,
        """
        FROM tous LEFT JOIN contacts
            ON contacts.client_id = tous.client_id AND role_achat = 'décideur'
        WHERE desabonne AND NOT EXISTS (
            FROM consentements AS c
            WHERE c.canal = tous.canal AND etat = 'opposition'
              AND (c.contact_id = contacts.contact_id OR c.prospect_id = tous.prospect_id)
              AND c.date > date_envoi AND c.date <= date_envoi + 30
        )
        """,
    )


# --- Les adresses perdues ------------------------------------------------------------------------

RETOURS = """
    SELECT npai AS encore, date_envoi - max(date_envoi) FILTER (npai) OVER qui AS depuis,
           any_value(npai) FILTER (NOT npai) OVER qui IS NOT NULL AS revu
    FROM tous
    WINDOW qui AS (PARTITION BY canal, client_id, prospect_id ORDER BY date_envoi
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    QUALIFY depuis IS NOT NULL
"""


def test_une_adresse_perdue_sort_du_fichier_sauf_oubli_et_revient_alors_encore(base):
    oublis, recus = base.execute(
        f"SELECT count(*) FILTER (encore), count(*) FILTER (NOT encore) FROM ({RETOURS})"
    ).fetchone()
    perdus = mesure(base, "SELECT count(*) FROM envois WHERE npai")
    assert 8 <= oublis <= 60
    assert 0 < recus < perdus // 2


def test_une_adresse_ne_redevient_bonne_qu_apres_trois_mois(base):
    assert aucun(base, f"FROM ({RETOURS}) WHERE NOT encore AND depuis < 90")
