"""Les visites et les agendas livrés : leurs faits, leurs journées, leurs causes."""

import pytest

from grc_lib import donnees
from grc_lib.donnees import faits
from tests.unit.requetes import aucun, mesure

ACTIFS = """
    CREATE VIEW preferes_actifs AS
    SELECT client_id, max(date_visite) AS derniere,
           count(*) FILTER (date_visite > DATE '2025-06-30') AS visites_12_mois
    FROM clients LEFT JOIN visites USING (client_id)
    WHERE type_client = 'Préféré' AND actif AND client_id IN (
        SELECT client_id FROM commandes WHERE date_commande > DATE '2025-06-30')
    GROUP BY client_id
"""
JOURNEES = """
    CREATE VIEW journees AS
    SELECT salarie_id, date_visite, count(*) AS visites, sum(trajet_km) AS km,
           sum(duree_min) + sum(trajet_km) * 60 / 50 AS minutes
    FROM visites GROUP BY salarie_id, date_visite
"""
# À vol d'oiseau, de la ville du salarié à chaque visite (un peu moins que la vérité).
LIEUX = """
    SELECT v.*, sqrt(pow(111 * (s.latitude - coalesce(c.latitude, p.latitude)), 2) + pow(
        111 * cos(radians(greatest(s.latitude, c.latitude, p.latitude) + 1))
        * (s.longitude - coalesce(c.longitude, p.longitude)), 2)) AS oiseau
    FROM visites v JOIN salaries s USING (salarie_id)
    LEFT JOIN clients c USING (client_id) LEFT JOIN prospects p USING (prospect_id)
"""
# Marge des douze derniers mois, et ce que les visites en laissent.
CONTRIBUTIONS = f"""
    CREATE VIEW contributions AS
    WITH ventes AS (
        SELECT client_id, sum(montant_ht) AS ca, sum(montant_ht - cout_variable) AS marge
        FROM lignes_commande JOIN commandes USING (commande_id)
        WHERE date_commande > DATE '2025-06-30' GROUP BY client_id
    ), effort AS (
        SELECT client_id, count(*) AS visites, avg(trajet_km) AS trajet, avg(duree_min) AS duree,
               sum((duree_min + trajet_km * 60 / {faits.VITESSE}) / 60 * cout_annuel
                   / (heures_hebdo * {faits.SEMAINES_TRAVAILLEES})
                   + trajet_km * {faits.COUT_KM}) AS cout
        FROM visites JOIN salaries USING (salarie_id)
        WHERE date_visite > DATE '2025-06-30' GROUP BY client_id
    )
    SELECT *, (marge - coalesce(cout, 0))::DOUBLE AS reste
    FROM ventes LEFT JOIN effort USING (client_id)
"""


@pytest.fixture(scope="module")
def base():
    """La base livrée et les vues que demandent ces mesures."""
    con = donnees.connexion()
    for vue in (ACTIFS, JOURNEES, CONTRIBUTIONS):
        con.execute(vue)
    with con:
        yield con


# --- Les faits plantés -------------------------------------------------------------------------


def test_des_preferes_actifs_sont_delaisses_depuis_six_mois(base):
    part = mesure(
        base,
        "SELECT avg((derniere IS NULL OR derniere < DATE '2025-12-30')::INT) FROM preferes_actifs",
    )
    assert faits.PREFERES_DELAISSES.tient(part)


def test_un_prefere_recoit_deux_visites_par_an_parfois_zero_parfois_quatre(base):
    mediane, aucune, quatre = base.execute(
        """
        SELECT median(visites_12_mois), avg((visites_12_mois = 0)::INT),
               avg((visites_12_mois = 4)::INT)
        FROM preferes_actifs
        """
    ).fetchone()
    assert mediane == 2
    assert 0.02 <= aucune <= 0.2
    assert 0.02 <= quatre <= 0.2


def test_un_commercial_terrain_fait_deux_a_quatre_visites_par_jour(base):
    moyenne = mesure(
        base,
        """
        SELECT avg(visites) FROM journees JOIN salaries USING (salarie_id)
        WHERE fonction = 'commercial terrain'
        """,
    )
    assert faits.VISITES_PAR_JOUR.tient(moyenne)


def test_on_passe_des_heures_chez_douze_beaux_clients_a_faible_marge(base):
    beaux = base.execute(f"SELECT * FROM contributions WHERE ca > {faits.BEAU_CA}").df()
    gouffre = (beaux["duree"] >= 110) & (beaux["visites"] >= 4)
    assert faits.GOUFFRES.tient(gouffre.sum())
    assert (beaux["cout"] / beaux["marge"])[gouffre].median() >= 0.6
    assert beaux["reste"][~gouffre].min() >= 300
    assert beaux["visites"][gouffre].median() >= 10
    assert beaux["visites"][gouffre].max() <= 80


# --- Qui visite, quand, combien ----------------------------------------------------------------


def test_une_telecommerciale_ne_visite_pas(base):
    assert aucun(
        base,
        "FROM visites JOIN salaries USING (salarie_id) WHERE fonction = 'télécommerciale'",
    )


def test_on_visite_les_jours_ouvres_entre_l_embauche_et_aujourd_hui(base):
    assert aucun(
        base,
        """
        FROM visites JOIN salaries USING (salarie_id)
        WHERE date_visite < date_embauche OR isodow(date_visite) > 5
           OR strftime(date_visite, '%m-%d') IN
              ('01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25')
        """,
    )
    premiere, derniere = base.execute(
        "SELECT min(date_visite)::VARCHAR, max(date_visite)::VARCHAR FROM visites"
    ).fetchone()
    assert premiere < "2022-02-01"
    assert "2026-06-25" <= derniere <= "2026-06-30"


def test_les_journees_sont_tenables(base):
    assert mesure(base, "SELECT max(visites) FROM journees") <= 6
    hors_directeurs = "journees JOIN salaries USING (salarie_id) WHERE fonction NOT LIKE 'dir%'"
    assert mesure(base, f"SELECT avg((km > 700)::INT) FROM {hors_directeurs}") < 0.03
    assert mesure(base, f"SELECT avg((minutes > 720)::INT) FROM {hors_directeurs}") < 0.05


def test_une_tournee_part_de_la_ville_de_rattachement_et_y_revient(base):
    """Des jours qui se suivent : au moins l'aller et retour au point le plus loin."""
    assert aucun(
        base,
        f"""
        WITH lieux AS ({LIEUX}),
        tournees AS (
            SELECT *, date_visite - dense_rank() OVER (
                PARTITION BY salarie_id ORDER BY date_visite)::INT AS tournee FROM lieux)
        FROM (SELECT salarie_id, tournee, sum(trajet_km) AS km, max(oiseau) AS loin
              FROM tournees GROUP BY ALL)
        WHERE km < 2 * loin
        """,
    )


def test_une_journee_isolee_ne_dort_pas_dehors(base):
    assert aucun(
        base,
        f"""
        WITH lieux AS ({LIEUX}),
        jours AS (SELECT salarie_id, date_visite, sum(trajet_km) AS km, max(oiseau) AS loin
                  FROM lieux GROUP BY ALL)
        FROM jours j WHERE km < 2 * loin AND NOT EXISTS (
            FROM jours k WHERE k.salarie_id = j.salarie_id
             AND abs(k.date_visite - j.date_visite) = 1)
        """,
    )


def test_un_commercial_terrain_visite_un_jour_sur_deux(base):
    jours = mesure(
        base,
        """
        SELECT count(*) / count(DISTINCT salarie_id) FROM journees JOIN salaries USING (salarie_id)
        WHERE fonction = 'commercial terrain' AND date_visite > DATE '2025-06-30'
        """,
    )
    assert 110 <= jours <= 170


def test_on_ne_passe_pas_deux_fois_le_meme_jour_au_meme_endroit(base):
    assert aucun(
        base,
        """
        SELECT date_visite FROM visites
        GROUP BY date_visite, salarie_id, client_id, prospect_id HAVING count(*) > 1
        """,
    )


def test_l_effort_suit_le_type_de_client(base):
    rythme = dict(
        base.execute(
            """
            SELECT type_client, count(visite_id) / count(DISTINCT client_id)
            FROM clients LEFT JOIN (FROM visites WHERE date_visite > DATE '2025-06-30')
            USING (client_id) WHERE actif GROUP BY type_client
            """
        ).fetchall()
    )
    assert 6 <= rythme["Mammouth"] <= 12
    assert rythme["Nursery"] >= 3
    assert rythme["Petit"] <= 0.3


def test_chacun_visite_dans_son_secteur(base):
    assert aucun(
        base,
        """
        FROM visites JOIN salaries s USING (salarie_id)
        LEFT JOIN clients c USING (client_id) LEFT JOIN prospects p USING (prospect_id)
        WHERE coalesce(c.secteur_id, p.secteur_id) <> s.secteur_id
        """,
    )


# --- Des causes et des effets ------------------------------------------------------------------


def test_un_prospect_est_visite_de_zero_a_sept_fois_tant_qu_il_est_prospect(base):
    assert aucun(
        base, "SELECT prospect_id FROM visites GROUP BY prospect_id HAVING count(prospect_id) > 7"
    )
    assert aucun(
        base,
        """
        FROM visites JOIN prospects p USING (prospect_id) LEFT JOIN clients c
          ON p.client_id = c.client_id
        WHERE date_visite <= date_entree OR date_visite >= date_premiere_commande
           OR objet <> 'prospection'
        """,
    )
    froid, tiede, chaud = (
        mesure(
            base,
            f"""
            SELECT count(visite_id) / count(DISTINCT prospect_id)
            FROM prospects p LEFT JOIN visites USING (prospect_id)
            WHERE chaleur = '{chaleur}' AND p.client_id IS NULL
            """,
        )
        for chaleur in ("froid", "tiède", "chaud")
    )
    assert froid < tiede < chaud


def test_une_commande_en_visite_a_sa_visite_ce_jour_la(base):
    assert aucun(
        base,
        """
        FROM commandes c WHERE canal = 'visite' AND NOT EXISTS (
            FROM visites v WHERE v.client_id = c.client_id AND date_visite = date_commande)
        """,
    )
    prefere, nursery = (
        mesure(
            base,
            f"""
            SELECT avg((canal = 'visite')::INT) FROM commandes JOIN clients USING (client_id)
            WHERE type_client = '{type_client}'
            """,
        )
        for type_client in ("Préféré", "Nursery")
    )
    assert prefere >= 0.6 * 0.20
    assert nursery >= 0.6 * 0.40


def test_une_reclamation_en_visite_a_sa_visite_ce_jour_la(base):
    en_visite = "SELECT * FROM reclamations WHERE canal = 'visite'"
    assert mesure(base, f"SELECT count(*) FROM ({en_visite})") > 0
    assert aucun(
        base,
        f"""
        FROM ({en_visite}) r WHERE NOT EXISTS (
            FROM visites v WHERE v.client_id = r.client_id AND date_visite = date_reception)
        """,
    )
    assert aucun(
        base, "FROM reclamations WHERE provenance = 'commercial terrain' AND canal <> 'visite'"
    )


def test_on_ne_visite_pas_un_client_avant_de_le_connaitre(base):
    assert aucun(
        base, "FROM visites JOIN clients USING (client_id) WHERE date_visite < date_creation"
    )


def test_un_client_n_est_pas_visite_avant_sa_premiere_commande(base):
    part = mesure(
        base,
        """
        SELECT avg((date_visite < date_premiere_commande - 30)::INT)
        FROM visites JOIN clients USING (client_id) WHERE date_premiere_commande > '2023-01-01'
        """,
    )
    assert part < 0.01


def test_une_reclamation_importante_donne_une_visite(base):
    assert (
        mesure(
            base,
            """
            SELECT avg((EXISTS (
                FROM visites v WHERE v.client_id = r.client_id AND objet = 'réclamation'
                 AND date_visite - date_reception BETWEEN 1 AND 15))::INT)
            FROM reclamations r WHERE important
            """,
        )
        >= 0.8
    )
    assert aucun(
        base,
        """
        FROM visites v WHERE objet = 'réclamation' AND NOT EXISTS (
            FROM reclamations r WHERE r.client_id = v.client_id
             AND date_visite - date_reception BETWEEN 1 AND 15)
        """,
    )


def test_un_devis_signe_en_visite_a_ete_negocie_sur_place(base):
    part = mesure(
        base,
        """
        SELECT avg((EXISTS (
            FROM visites v WHERE v.client_id = d.client_id AND objet = 'négociation'
             AND date_devis - date_visite BETWEEN 0 AND 15))::INT)
        FROM devis d JOIN commandes USING (devis_id)
        WHERE canal = 'visite' AND d.client_id IS NOT NULL
        """,
    )
    assert part >= 0.8


def test_la_duree_depend_de_l_objet(base):
    bornes = {
        "réclamation": (30, 90),
        "suivi": (30, 220),
        "prospection": (15, 45),
        "négociation": (45, 220),
    }
    mesures = base.execute(
        "SELECT objet, min(duree_min), max(duree_min) FROM visites GROUP BY objet"
    ).fetchall()
    assert {objet for objet, _, _ in mesures} == set(bornes)
    for objet, mini, maxi in mesures:
        assert bornes[objet][0] <= mini < maxi <= bornes[objet][1]


# --- Les comptes rendus ------------------------------------------------------------------------


def test_on_ne_note_pas_deux_fois_de_suite_la_meme_chose(base):
    suivants = """
        SELECT compte_rendu, lag(compte_rendu) OVER (
            PARTITION BY client_id, prospect_id ORDER BY date_visite, visite_id) AS avant
        FROM visites
    """
    assert aucun(base, f"FROM ({suivants}) WHERE compte_rendu = avant")
    assert mesure(base, "SELECT count(DISTINCT compte_rendu) FROM visites") > 500


@pytest.mark.parametrize(
    "phrase", ["rien à redire", "livraison conforme et", "satisfait de la", "livré au jour dit"]
)
def test_livraison_conforme_seulement_apres_une_livraison_conforme_et_a_l_heure(base, phrase):
    notees = f"SELECT * FROM visites WHERE compte_rendu ILIKE '%{phrase}%'"
    assert mesure(base, f"SELECT count(*) FROM ({notees})") > 0
    assert aucun(
        base,
        f"""
        FROM ({notees}) v WHERE NOT coalesce((
            SELECT bool_and(conforme AND date_livraison <= date_livraison_promise)
            FROM livraisons JOIN commandes c USING (commande_id)
            WHERE c.client_id = v.client_id AND date_livraison = (
                SELECT max(date_livraison)
                FROM livraisons JOIN commandes d USING (commande_id)
                WHERE d.client_id = v.client_id AND date_livraison < date_visite)), false)
        """,
    )


def test_rassure_jamais_apres_un_retard_ni_avant_toute_livraison(base):
    rassures = "SELECT * FROM visites WHERE compte_rendu ILIKE '%rassuré%'"
    assert mesure(base, f"SELECT count(*) FROM ({rassures})") > 0
    assert aucun(
        base,
        f"""
        FROM ({rassures}) v WHERE NOT coalesce((
            SELECT bool_and(date_livraison <= date_livraison_promise)
            FROM livraisons JOIN commandes c USING (commande_id)
            WHERE c.client_id = v.client_id AND date_livraison < date_visite), false)
        """,
    )


def test_chaque_saison_a_son_mois(base):
    for phrase, mois in (("vœux et aux agendas", "9, 10"), ("cartes de vœux", "11, 12"),
                         ("début d''année", "1, 2"), ("avant septembre", "6, 7")):  # fmt: skip
        assert aucun(
            base,
            f"""
            FROM visites WHERE compte_rendu ILIKE '%{phrase}%'
                AND month(date_visite) NOT IN ({mois})
            """,
        )


def test_les_notes_de_prospection_ne_disent_pas_la_chaleur(base):
    """Chaque constat d'un froid se lit aussi souvent chez un chaud qui n'a pas commandé."""
    ecarts = base.execute(
        """
        WITH notes AS (
            SELECT split_part(compte_rendu, '.', 1) AS constat, (chaleur = 'froid')::INT AS froid,
                   (chaleur = 'chaud')::INT AS chaud
            FROM visites v JOIN prospects p USING (prospect_id) WHERE p.client_id IS NULL)
        SELECT sum(froid) / (SELECT sum(froid) FROM notes)
             - sum(chaud) / (SELECT sum(chaud) FROM notes)
        FROM notes GROUP BY constat
        """
    ).fetchall()
    assert max(abs(ecart) for (ecart,) in ecarts) < 0.03


def test_qui_ne_commande_plus_ne_recommande_pas(base):
    assert aucun(
        base,
        """
        FROM visites v WHERE compte_rendu LIKE 'Ne commande plus%' AND EXISTS (
            FROM commandes c WHERE c.client_id = v.client_id AND date_commande > date_visite)
        """,
    )


# --- Les agendas -------------------------------------------------------------------------------


def test_les_agendas_couvrent_trois_semaines_sans_le_14_juillet(base):
    premier, dernier, jours = base.execute(
        "SELECT min(jour)::VARCHAR, max(jour)::VARCHAR, count(DISTINCT jour) FROM agendas"
    ).fetchone()
    assert (premier, dernier, jours) == ("2026-07-01", "2026-07-17", 12)
    assert aucun(base, "FROM agendas WHERE isodow(jour) > 5 OR jour = DATE '2026-07-14'")


def test_chacun_a_des_journees_libres_et_le_lundi_matin_pris(base):
    assert aucun(base, "FROM agendas WHERE isodow(jour) = 1 AND debut < '13:30'")
    assert aucun(
        base,
        """
        SELECT salarie_id FROM salaries LEFT JOIN agendas USING (salarie_id)
        WHERE fonction IN ('commercial terrain', 'ingénieur commercial')
        GROUP BY salarie_id HAVING count(jour) NOT BETWEEN 4 AND 12
        """,
    )
    assert aucun(
        base,
        """
        FROM agendas JOIN salaries USING (salarie_id)
        WHERE fonction NOT IN ('commercial terrain', 'ingénieur commercial')
        """,
    )
    assert aucun(base, "SELECT jour FROM agendas GROUP BY jour, salarie_id HAVING count(*) > 1")
    assert mesure(base, "SELECT avg((debut <= '09:00' AND fin >= '16:30')::INT) FROM agendas") > 0.5
