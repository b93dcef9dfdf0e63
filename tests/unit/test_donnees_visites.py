"""Les visites et les agendas livrés : leurs faits, leurs journées, leurs causes."""

import pytest

from grc_lib import donnees
from grc_lib.donnees import faits

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


def mesure(base, sql):
    """La valeur unique que rend une requête."""
    (valeur,) = base.execute(sql).fetchone()
    return valeur


def aucun(base, sql):
    """Aucune ligne ne contredit la règle."""
    return base.execute(sql).fetchall() == []


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


def test_les_visites_mangent_la_marge_de_douze_beaux_clients(base):
    beaux = base.execute(
        f"SELECT * FROM contributions WHERE ca > {faits.BEAU_CA} ORDER BY reste"
    ).df()
    gouffres, autres = beaux[beaux["reste"] < 0], beaux[beaux["reste"] >= 0]
    assert faits.GOUFFRES.tient(len(gouffres))
    assert gouffres["reste"].max() <= -500
    assert autres["reste"].min() >= 500
    assert gouffres["visites"].between(20, 50).all()
    assert gouffres["trajet"].between(30, 200).all()
    assert gouffres["duree"].between(80, 110).all()


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
    assert mesure(base, "SELECT avg((km > 400)::INT) FROM journees") < 0.01
    assert mesure(base, "SELECT avg((minutes > 600)::INT) FROM journees") < 0.02
    assert mesure(base, "SELECT max(km) FROM journees") < 800


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


def test_un_prospect_est_visite_de_zero_a_cinq_fois_tant_qu_il_est_prospect(base):
    assert aucun(
        base, "SELECT prospect_id FROM visites GROUP BY prospect_id HAVING count(prospect_id) > 5"
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
        "suivi": (30, 120),
        "prospection": (15, 45),
        "négociation": (45, 120),
    }
    mesures = base.execute(
        "SELECT objet, min(duree_min), max(duree_min) FROM visites GROUP BY objet"
    ).fetchall()
    assert {objet for objet, _, _ in mesures} == set(bornes)
    for objet, mini, maxi in mesures:
        assert bornes[objet][0] <= mini < maxi <= bornes[objet][1]


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
