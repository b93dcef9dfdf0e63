"""Les contacts et leurs consentements, mesurés par SQL sur la base livrée."""

import re
from datetime import date

import pytest

from grc_lib import donnees
from tests.unit.requetes import aucun, mesure

TRANCHES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")


@pytest.fixture(scope="module")
def base():
    with donnees.connexion() as con:
        yield con


# --- Les contacts --------------------------------------------------------------------------------


def test_deux_mille_contacts_environ(base):
    assert 1_700 <= mesure(base, "SELECT count(*) FROM contacts") <= 2_200


def test_plus_le_client_est_gros_plus_le_centre_d_achat_est_large(base):
    tailles = base.execute(
        """
        SELECT type_client, min(n), max(n) FROM (
            SELECT type_client, client_id, count(contact_id) AS n
            FROM clients LEFT JOIN contacts USING (client_id) GROUP BY ALL
        ) GROUP BY type_client
        """
    ).fetchall()
    assert {t: (mini, maxi) for t, mini, maxi in tailles} == {
        "Petit": (1, 1),
        "Nursery": (1, 2),
        "Préféré": (2, 3),
        "Mammouth": (5, 6),
    }


def test_un_decideur_et_un_seul_par_client(base):
    assert aucun(
        base,
        """
        SELECT client_id FROM clients LEFT JOIN contacts USING (client_id)
        GROUP BY client_id HAVING count(*) FILTER (role_achat = 'décideur') <> 1
        """,
    )


def test_un_mammouth_a_les_cinq_roles(base):
    roles = base.execute(
        """SELECT count(DISTINCT role_achat) FROM contacts JOIN clients USING (client_id)
           WHERE type_client = 'Mammouth' GROUP BY client_id"""
    ).fetchall()
    assert set(roles) == {(5,)}


def test_a_peu_pres_autant_de_femmes_que_d_hommes_mais_pas_au_pair_exact(base):
    parts = base.execute(
        """SELECT role_achat, avg((civilite = 'Mme')::INT) FROM contacts
           GROUP BY role_achat HAVING count(*) > 100"""
    ).fetchall()
    assert len(parts) >= 3
    assert all(0.38 <= part <= 0.62 for _, part in parts)
    ecarts = [
        mesure(
            base,
            f"""SELECT abs(count(*) FILTER (fonction = '{femme}')
                           - count(*) FILTER (fonction = '{homme}')) FROM contacts""",
        )
        for femme, homme in (
            ("gérante", "gérant"),
            ("directrice générale", "directeur général"),
            ("assistante de direction", "assistant de direction"),
            ("directrice commerciale", "directeur commercial"),
        )
    ]
    assert sum(ecart > 1 for ecart in ecarts) >= 2


def test_les_fonctions_sont_a_la_mesure_de_l_effectif(base):
    grandes = "directeur général|directrice générale|achats|commerciale?$|direction|logistique"
    assert aucun(
        base,
        f"""FROM contacts JOIN clients USING (client_id)
            WHERE effectif < 20 AND naf <> '84.11Z' AND fonction NOT LIKE 'responsable comm%'
              AND regexp_matches(fonction, '{grandes}')""",
    )
    assert aucun(
        base,
        """FROM contacts JOIN clients USING (client_id)
           WHERE naf = '84.11Z' AND role_achat = 'décideur'
             AND (effectif < 50) <> starts_with(fonction, 'secrétaire')""",
    )


def test_la_fonction_s_accorde_a_la_civilite(base):
    feminins = {"gérante", "directrice générale", "présidente", "assistante de direction"}
    for fonction, civilites in base.execute(
        "SELECT fonction, list(DISTINCT civilite) FROM contacts GROUP BY fonction"
    ).fetchall():
        if fonction in feminins or re.match(r"directrice|assistante|acheteuse", fonction):
            assert civilites == ["Mme"], fonction
        if re.match(r"gérant$|directeur|président$|assistant |acheteur ", fonction):
            assert civilites == ["M."], fonction


def test_une_collectivite_a_des_fonctions_de_collectivite_et_un_garage_non(base):
    assert aucun(
        base,
        """FROM contacts JOIN clients USING (client_id)
           WHERE role_achat = 'décideur'
             AND (naf = '84.11Z') <> regexp_matches(fonction, 'secrétaire général|services$')""",
    )
    decideurs = "fonction LIKE '%services' OR fonction LIKE 'secrétaire général%'"
    assert mesure(base, f"SELECT count(DISTINCT fonction) FROM contacts WHERE {decideurs}") >= 3


def test_le_courriel_est_au_domaine_de_l_entreprise(base):
    assert aucun(
        base,
        """
        FROM contacts JOIN clients USING (client_id)
        WHERE split_part(contacts.courriel, '@', 2) <> split_part(clients.courriel, '@', 2)
           OR NOT regexp_matches(contacts.courriel, '@(example\\.(org|com)|.+\\.(example|test))$')
        """,
    )
    assert aucun(base, "SELECT courriel FROM contacts GROUP BY courriel HAVING count(*) > 1")


def test_la_ligne_directe_est_fictive_dans_la_zone_du_client_et_souvent_vide(base):
    tranches = ", ".join(f"'{t}'" for t in TRANCHES)
    assert aucun(
        base,
        f"""
        FROM contacts JOIN clients USING (client_id)
        WHERE left(contacts.telephone, 8) NOT IN ({tranches})
           OR left(contacts.telephone, 2) NOT IN ('06', left(clients.telephone, 2))
        """,
    )
    assert 0.6 <= mesure(base, "SELECT avg((telephone IS NULL)::INT) FROM contacts") <= 0.9
    assert aucun(
        base,
        """
        SELECT telephone FROM (
            SELECT telephone FROM contacts WHERE telephone IS NOT NULL
            UNION ALL SELECT telephone FROM clients
        ) GROUP BY telephone HAVING count(*) > 1
        """,
    )


# --- Les consentements ---------------------------------------------------------------------------

PERSONNES = "(SELECT (SELECT count(*) FROM contacts) + (SELECT count(*) FROM prospects))"


def test_la_plupart_ne_se_sont_pas_prononces_sur_un_canal_donne(base):
    assert 3_000 <= mesure(base, "SELECT count(*) FROM consentements") <= 6_000
    parts = base.execute(
        f"""SELECT canal, count(DISTINCT (contact_id, prospect_id)) / {PERSONNES}
            FROM consentements GROUP BY canal"""
    ).fetchall()
    assert len(parts) == 4 and all(part < 0.5 for _, part in parts)


def test_cinq_a_huit_pour_cent_des_personnes_se_sont_opposees(base):
    part = mesure(
        base,
        f"""SELECT count(DISTINCT (contact_id, prospect_id)) / {PERSONNES}
            FROM consentements WHERE etat = 'opposition'""",
    )
    assert 0.05 <= part <= 0.08


def test_certains_s_opposent_apres_un_accord_et_certains_reviennent(base):
    suites = base.execute(
        """
        SELECT etat, suivant, count(*) FROM (
            SELECT etat, lead(etat) OVER (
                PARTITION BY contact_id, prospect_id, canal ORDER BY date
            ) AS suivant FROM consentements
        ) WHERE suivant <> etat GROUP BY ALL
        """
    ).fetchall()
    comptes = {(avant, apres): n for avant, apres, n in suites}
    assert comptes["accord", "opposition"] >= 20
    assert comptes["opposition", "accord"] >= 5


def test_le_dernier_mot_est_sans_ambiguite(base):
    assert aucun(
        base,
        """SELECT canal FROM consentements GROUP BY contact_id, prospect_id, canal, date
           HAVING count(*) > 1""",
    )


def test_les_consentements_sont_numerotes_dans_l_ordre_des_dates(base):
    assert aucun(
        base,
        """FROM (SELECT date, lag(date) OVER (ORDER BY consentement_id) AS avant
                 FROM consentements) WHERE avant > date""",
    )


def test_on_ne_se_prononce_qu_une_fois_connu_et_depuis_le_rgpd(base):
    assert mesure(base, "SELECT min(date) FROM consentements") >= date(2018, 5, 25)
    assert aucun(
        base, "FROM consentements JOIN prospects USING (prospect_id) WHERE date < date_entree"
    )
    assert aucun(
        base,
        """FROM consentements JOIN contacts USING (contact_id) JOIN clients USING (client_id)
           WHERE date < date_creation""",
    )


def test_la_preuve_convient_au_canal(base):
    assert aucun(
        base,
        """FROM consentements WHERE
              (preuve = 'STOP par sms' AND canal <> 'sms')
           OR (preuve = 'lien de désabonnement' AND canal <> 'courriel')
           OR (preuve IN ('STOP par sms', 'lien de désabonnement') AND etat = 'accord')
           OR (preuve = 'bon de commande signé' AND contact_id IS NULL)""",
    )
    assert mesure(base, "SELECT count(DISTINCT preuve) FROM consentements") >= 6


# --- Ce que disent les commentaires --------------------------------------------------------------


CITEES = ("contacts.role_achat", "consentements.canal", "consentements.etat")
CITEES += ("consentements.preuve", "devis.etat", "campagnes.canal", "campagnes.objectif")


@pytest.mark.parametrize("colonne", CITEES)
def test_le_commentaire_cite_toutes_les_valeurs_et_elles_seules(base, colonne):
    table, nom = colonne.split(".")
    descriptions = donnees.dictionnaire(table).set_index("colonne")["description"]
    citees = re.split(r", | ou ", descriptions[nom].rpartition(" : ")[2].rstrip(".").lower())
    valeurs = base.execute(f"SELECT DISTINCT lower({nom}) FROM {table}").fetchall()
    assert set(citees) == {valeur for (valeur,) in valeurs}
