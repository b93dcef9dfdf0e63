"""Les enquêtes de la base livrée : qui répond, et des notes qui suivent ce qu'on a vécu."""

import pytest

from grc_lib import donnees
from grc_lib.donnees import faits
from tests.unit.requetes import aucun, mesure

NPS = "100 * avg((note_nps >= 9)::INT - (note_nps <= 6)::INT)"


@pytest.fixture(scope="module")
def base():
    """La base livrée, avec la vue des réponses et de ce que le client a vécu dans l'année."""
    con = donnees.connexion()
    con.execute(
        """
        CREATE VIEW reponses AS
        SELECT enquetes.*, year(date_enquete) AS annee, type_client, secteurs.nom AS secteur,
          (SELECT count(*) FROM livraisons JOIN commandes USING (commande_id)
           WHERE commandes.client_id = enquetes.client_id
             AND date_livraison > date_livraison_promise
             AND date_livraison BETWEEN date_enquete - 410 AND date_enquete) AS retards,
          (SELECT count(*) FROM reclamations
           WHERE reclamations.client_id = enquetes.client_id AND NOT satisfait
             AND date_reception BETWEEN date_enquete - 410 AND date_enquete) AS griefs,
          (SELECT max(date_commande) FROM commandes
           WHERE commandes.client_id = enquetes.client_id) AS derniere
        FROM enquetes JOIN clients USING (client_id) JOIN secteurs USING (secteur_id)
        """
    )
    with con:
        yield con


def test_une_vague_par_an_en_mars_et_avril(base):
    annees = base.execute("SELECT DISTINCT annee FROM reponses ORDER BY 1").fetchall()
    assert [annee for (annee,) in annees] == [2022, 2023, 2024, 2025, 2026]
    assert aucun(base, "SELECT 1 FROM reponses WHERE month(date_enquete) NOT IN (3, 4)")


def test_un_client_repond_une_fois_par_vague_et_il_a_commande_dans_l_annee(base):
    assert aucun(
        base, "SELECT client_id FROM reponses GROUP BY client_id, annee HAVING count(*) > 1"
    )
    assert aucun(
        base,
        """
        SELECT enquete_id FROM reponses WHERE NOT EXISTS (
            SELECT 1 FROM commandes WHERE commandes.client_id = reponses.client_id
            AND date_commande BETWEEN date_enquete - 410 AND date_enquete)
        """,
    )


def taux_de_reponse(base, annee, filtre="true"):
    return mesure(
        base,
        f"""
        WITH actifs AS (
            SELECT DISTINCT client_id FROM commandes JOIN clients USING (client_id)
            WHERE date_commande BETWEEN DATE '{annee - 1}-03-10' AND DATE '{annee}-03-10'
              AND {filtre})
        SELECT avg((client_id IN (SELECT client_id FROM reponses WHERE annee = {annee}))::INT)
        FROM actifs
        """,
    )


@pytest.mark.parametrize("annee", [2023, 2024, 2025, 2026])
def test_un_client_sur_trois_repond_et_les_grands_davantage(base, annee):
    assert 0.25 <= taux_de_reponse(base, annee) <= 0.40
    grands = taux_de_reponse(base, annee, "type_client IN ('Mammouth', 'Préféré')")
    assert grands > taux_de_reponse(base, annee, "type_client = 'Petit'") + 0.10


def test_le_nps_est_plausible(base):
    assert 15 <= mesure(base, f"SELECT {NPS} FROM reponses") <= 35


def test_la_satisfaction_suit_la_recommandation(base):
    assert mesure(base, "SELECT corr(note_nps, satisfaction) FROM reponses") > 0.75
    assert aucun(base, "SELECT 1 FROM reponses WHERE note_nps >= 9 AND satisfaction < 3")
    assert aucun(base, "SELECT 1 FROM reponses WHERE note_nps <= 4 AND satisfaction > 2")


def test_l_est_mal_livre_ne_recommande_plus_en_2026(base):
    est = f"secteur = '{faits.SECTEUR_EN_RETARD}'"
    nps = f"SELECT {NPS} FROM reponses WHERE"
    en_2026 = mesure(base, f"{nps} {est} AND annee = 2026")
    assert en_2026 < mesure(base, f"{nps} NOT {est} AND annee = 2026") - 10
    assert en_2026 < mesure(base, f"{nps} {est} AND annee < 2025") - 10


def test_une_reclamation_mal_close_fait_perdre_des_points(base):
    avec = mesure(base, "SELECT avg(note_nps) FROM reponses WHERE griefs > 0")
    assert avec < mesure(base, "SELECT avg(note_nps) FROM reponses WHERE griefs = 0") - 0.5


def test_les_detracteurs_partent_un_peu_plus(base):
    partis = "SELECT avg((derniere < DATE '2025-12-31')::INT) FROM reponses WHERE annee < 2025"
    detracteurs = mesure(base, f"{partis} AND note_nps <= 6")
    promoteurs = mesure(base, f"{partis} AND note_nps >= 9")
    assert 1.3 * promoteurs < detracteurs < 0.40


def test_un_repondant_sur_quatre_ou_cinq_commente(base):
    assert 0.18 <= mesure(base, "SELECT avg((verbatim IS NOT NULL)::INT) FROM reponses") <= 0.26
    assert 20 <= mesure(base, "SELECT count(DISTINCT verbatim) FROM reponses") <= 35


def test_un_commentaire_va_avec_la_note_et_avec_les_faits(base):
    assert aucun(
        base,
        """
        SELECT verbatim FROM reponses WHERE verbatim IS NOT NULL GROUP BY verbatim
        HAVING max(CASE WHEN note_nps <= 6 THEN 0 WHEN note_nps <= 8 THEN 1 ELSE 2 END)
            <> min(CASE WHEN note_nps <= 6 THEN 0 WHEN note_nps <= 8 THEN 1 ELSE 2 END)
        """,
    )
    assert aucun(
        base, "SELECT 1 FROM reponses WHERE verbatim LIKE '%transporteur%' AND retards = 0"
    )
    assert aucun(base, "SELECT 1 FROM reponses WHERE verbatim LIKE '%réclamation%' AND griefs = 0")
