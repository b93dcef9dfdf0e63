"""Le contrôle d'une requête : par ce qu'elle rend, sans jamais lui laisser rien d'autre à faire."""

import functools
import re

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.atelier.sql import MagieSQL
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.exercice import _rejeu, verifier_sql
from grc_lib.exercice._lignes import comparer_resultats
from grc_lib.exercice._rejeu import Resultat

# À la main : Alma a 2 commandes (100 + 50), Brio 1 (80), Cassis 1 (50,50), Dune aucune.
CREATION = """
    CREATE TABLE clients (id INTEGER, nom VARCHAR, ville VARCHAR, depuis DATE, remise DECIMAL(4,2));
    INSERT INTO clients VALUES
        (1, 'Alma', 'Metz', '2024-01-05', 0.05), (2, 'Brio', 'Lyon', '2024-02-01', NULL),
        (3, 'Cassis', 'Metz', '2025-03-09', 0.10), (4, 'Dune', 'Lyon', '2026-04-30', NULL);
    CREATE TABLE commandes (id INTEGER, client_id INTEGER, montant DECIMAL(12,2), jour DATE);
    INSERT INTO commandes VALUES
        (10, 1, 100, '2026-01-05'), (11, 1, 50, '2026-01-09'), (12, 2, 80, '2026-02-01'),
        (13, 3, 50.5, '2026-03-09');
"""
PAR_CLIENT = """
    SELECT nom, coalesce(sum(montant), 0) AS ca
    FROM clients LEFT JOIN commandes ON client_id = clients.id
    GROUP BY nom
"""
PAR_VILLE = "SELECT ville, count(*) AS clients FROM clients GROUP BY ville"
CLASSEMENT = "SELECT nom, ville FROM clients ORDER BY ville"


@pytest.fixture(autouse=True)
def hors_correction(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


@pytest.fixture(scope="module")
def base():
    with duckdb.connect() as connexion:
        connexion.execute(CREATION)
        yield connexion


@pytest.fixture
def juger(base):
    return functools.partial(verifier_sql.__wrapped__, "requete", base=base)


# --- Juste -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reponse", "attendu"),
    [
        (PAR_CLIENT, PAR_CLIENT),
        (PAR_CLIENT + "ORDER BY ca", PAR_CLIENT),
        (PAR_CLIENT.replace("AS ca", ""), PAR_CLIENT),
        (PAR_CLIENT.replace("AS ca", "::DOUBLE"), PAR_CLIENT),
        (f"WITH t AS ({PAR_CLIENT}) FROM t", PAR_CLIENT),
        ("FROM clients SELECT ville, count(*) GROUP BY ALL ;", PAR_VILLE),
        ("select Ville, count(id)::double from clients group by 1 -- fini", PAR_VILLE),
        ("SELECT ville FROM clients", "SELECT ville FROM clients ORDER BY id"),  # doublons compris
        ("SELECT nom, remise FROM clients", "SELECT nom, remise FROM clients"),  # NULL compris
        ("SELECT nom, depuis::VARCHAR FROM clients", "SELECT nom, depuis FROM clients"),
        ("SELECT nom, depuis::TIMESTAMP FROM clients", "SELECT nom, depuis FROM clients"),
        ("SELECT id FROM clients WHERE ville = 'Nice'", "SELECT 1 WHERE false"),
        ("SELECT min(montant) FROM commandes", "SELECT 50.00"),
    ],
)
def test_une_requete_est_juste_quel_que_soit_son_texte(juger, reponse, attendu):
    assert str(juger(reponse, attendu)) == "✔ Juste — requete"


def test_le_tableau_range_par_la_magie_se_controle_comme_son_texte(juger, base):
    tableau = base.sql(PAR_CLIENT).df()
    assert juger(tableau, PAR_CLIENT).etat == "juste"
    assert juger(tableau.sample(frac=1, random_state=1), PAR_CLIENT).etat == "juste"
    assert juger(tableau.set_index("nom"), PAR_CLIENT).etat == "juste"
    assert juger(base.sql(PAR_CLIENT), PAR_CLIENT).etat == "juste"
    assert juger(PAR_CLIENT, tableau).etat == "juste"
    assert juger(tableau["nom"], "SELECT nom FROM clients").etat == "juste"


def test_un_parametre_vaut_la_meme_chose_dans_les_deux_requetes(juger):
    attendu = "SELECT id FROM commandes WHERE montant > $seuil"
    seuil = {"seuil": 60}
    juste = juger("SELECT id FROM commandes WHERE $seuil < montant", attendu, parametres=seuil)
    assert juste.etat == "juste"
    inconnu = juger("SELECT id FROM commandes WHERE montant > $mini", attendu, parametres=seuil)
    assert "« $mini » : écrivez sa valeur" in inconnu.message


@pytest.mark.parametrize("vide", [None, ..., "", " "])
def test_une_requete_absente_n_est_pas_une_faute(juger, vide):
    assert juger(vide, PAR_VILLE).etat == "attente"


def test_la_base_du_cours_sert_par_defaut(capsys):
    verifier_sql("clients", "SELECT count(*) FROM clients", pd.DataFrame({"n": [1200]}))
    assert capsys.readouterr().out == "✔ Juste — clients\n"


# --- Les diagnostics ---------------------------------------------------------------------------


def test_l_attendu_par_defaut_ne_change_pas_d_un_appel_a_l_autre(juger):
    assert juger(PAR_VILLE, PAR_VILLE).etat == juger(PAR_VILLE, PAR_VILLE).etat == "juste"


FAUSSES = [
    # les colonnes
    ("SELECT id, nom FROM clients", "SELECT nom FROM clients", "colonnes en trop"),
    ("SELECT nom FROM clients", "SELECT id, nom FROM clients", "manque des colonnes"),
    ("SELECT nom, id FROM clients", "SELECT id, nom FROM clients", "changez leur place"),
    (
        "SELECT ville, ville, nom FROM clients",
        "SELECT nom, ville, ville FROM clients",
        "leur place",
    ),
    # les lignes
    ("SELECT nom FROM clients WHERE ville = 'metz'", "SELECT nom FROM clients", "aucune ligne"),
    ("SELECT nom FROM clients", "SELECT nom FROM clients WHERE ville = 'Metz'", "condition manque"),
    ("SELECT nom FROM clients WHERE id < 3", "SELECT nom FROM clients WHERE id < 4", "stricte"),
    (
        "SELECT nom, sum(montant) FROM clients JOIN commandes ON client_id = clients.id GROUP BY 1",
        PAR_CLIENT,
        "LEFT JOIN les garde",
    ),
    (
        "SELECT nom FROM clients JOIN commandes ON client_id = clients.id",
        "SELECT DISTINCT nom FROM clients JOIN commandes ON client_id = clients.id",
        "DISTINCT manque",
    ),
    ("SELECT DISTINCT ville FROM clients", "SELECT ville FROM clients", "est de trop"),
    (
        "SELECT nom FROM clients WHERE id IN (1, 2)",
        "SELECT nom FROM clients WHERE id IN (1, 3)",
        "ne sont pas celles attendues",
    ),
    # les valeurs
    (
        PAR_CLIENT.replace("coalesce(sum(montant), 0)", "sum(montant)"),
        PAR_CLIENT,
        "« ca » contient des NULL",
    ),
    (
        "SELECT nom, coalesce(remise, 0) AS r FROM clients",
        "SELECT nom, remise FROM clients",
        "« r » doit garder NULL",
    ),
    (
        "SELECT client_id, sum(montant) * 3 AS ca FROM commandes, (FROM range(1)) GROUP BY 1",
        "SELECT client_id, sum(montant) FROM commandes GROUP BY 1",
        "même rapport",
    ),
    (
        "SELECT client_id, sum(montant * 100) AS c FROM commandes GROUP BY 1",
        "SELECT client_id, sum(montant) FROM commandes GROUP BY 1",
        "Colonne « c » : Vérifiez l'unité",
    ),
    (
        "SELECT client_id, count(*) FROM commandes GROUP BY 1",
        "SELECT client_id, count(DISTINCT client_id) FROM commandes GROUP BY 1",
        "valeurs distinctes",
    ),
    (
        "SELECT client_id, min(montant) FROM commandes GROUP BY 1",
        "SELECT client_id, sum(montant) FROM commandes GROUP BY 1",
        "trop petites",
    ),
    (
        "SELECT nom, (100 * remise)::INTEGER // 10 AS t FROM clients WHERE remise > 0",
        "SELECT nom, 10 * remise FROM clients WHERE remise > 0",
        "perdu ses décimales",
    ),
    (
        "SELECT nom, strftime(depuis, '%d/%m/%Y') AS j FROM clients",
        "SELECT nom, depuis FROM clients",
        "« j » ne contient pas de dates",
    ),
    (
        "SELECT id, montant::VARCHAR || ' €' AS m FROM commandes",
        "SELECT id, montant FROM commandes",
        "« m » ne contient pas de nombres",
    ),
    ("SELECT count(*) AS n FROM clients", "SELECT count(remise) FROM clients", "« n »"),
]


@pytest.mark.parametrize(("reponse", "attendu", "phrase"), FAUSSES)
def test_chaque_erreur_de_sql_a_son_diagnostic(juger, reponse, attendu, phrase):
    verdict = juger(reponse, attendu)
    assert verdict.etat == "faux"
    assert phrase in verdict.message


@pytest.mark.parametrize(("reponse", "attendu", "phrase"), FAUSSES)
def test_aucun_message_ne_donne_la_reponse(juger, reponse, attendu, phrase):
    message = re.sub(r"Lignes justes : \d+ %", "", juger(reponse, attendu).message)
    assert not re.search(r"\d|Alma|Brio|Cassis|Dune|Metz|Lyon", message)


@pytest.mark.parametrize(("reponse", "attendu", "phrase"), FAUSSES)
def test_un_message_vaut_aussi_pour_qui_n_a_pas_vu_les_jointures(juger, reponse, attendu, phrase):
    message = juger(reponse, attendu).message
    assert "jointure" not in message.replace("une jointure, s'il y en a une", "")


def test_les_colonnes_se_nomment_quand_l_enonce_le_demande(juger):
    attendu = "SELECT ville, count(*) AS effectif FROM clients GROUP BY ville"
    assert juger(PAR_VILLE, attendu, noms=True).message.startswith(
        "Il manque la colonne « effectif » : nommez-la avec AS."
    )
    renversee = "SELECT count(*) AS Effectif, ville FROM clients GROUP BY ville"
    assert juger(renversee, attendu, noms=True).etat == "juste"
    de_trop = "SELECT ville, count(*) AS effectif, 1 AS un FROM clients GROUP BY ville"
    assert "en trop" in juger(de_trop, attendu, noms=True).message


def test_l_ordre_compte_sur_demande_et_les_ex_aequo_sont_libres(juger):
    renverse = "SELECT nom, ville FROM clients ORDER BY ville, nom DESC"
    assert juger(renverse, CLASSEMENT, ordre=True).etat == "juste"
    assert "à l'envers" in juger(CLASSEMENT + " DESC", CLASSEMENT, ordre=True).message
    assert "mal triées" in juger("FROM clients SELECT nom, ville", CLASSEMENT, ordre=True).message
    assert juger(CLASSEMENT + " DESC", CLASSEMENT).etat == "juste"


@pytest.mark.parametrize(
    "tri", ["n DESC", "2 DESC", "count(*) DESC", "count(*) DESC, clients.ville", "max(id) DESC"]
)
def test_le_tri_se_lit_dans_la_requete_de_reference(juger, tri):
    attendu = f"SELECT ville, count(*) AS n FROM clients WHERE id > 1 GROUP BY ville ORDER BY {tri}"
    bonne = "SELECT ville, count(*) FROM clients WHERE id > 1 GROUP BY 1 ORDER BY 2 DESC"
    assert juger(bonne, attendu, ordre=True).etat == "juste"
    assert juger(bonne.removesuffix(" DESC"), attendu, ordre=True).etat == "faux"


def test_un_tri_sur_un_calcul_affiche_laisse_aussi_les_ex_aequo_libres(juger):
    attendu = "SELECT nom, upper(ville) AS v FROM clients ORDER BY upper(ville)"
    assert juger(f"{attendu}, nom", attendu, ordre=True).etat == "juste"
    assert juger(f"{attendu}, nom DESC", attendu, ordre=True).etat == "juste"
    assert juger(f"{attendu} DESC", attendu, ordre=True).etat == "faux"


def test_un_tri_sur_ce_qui_n_est_pas_affiche_fixe_toutes_les_places(juger):
    attendu = "SELECT nom FROM clients ORDER BY id DESC"
    assert juger("SELECT nom FROM clients ORDER BY nom DESC", attendu, ordre=True).etat == "juste"
    assert juger("SELECT nom FROM clients ORDER BY ville", attendu, ordre=True).etat == "faux"


def test_un_piege_se_dit_en_sql_ou_en_tableau(juger, base):
    sans_dune = PAR_CLIENT.replace("LEFT JOIN", "JOIN")
    for piege in (sans_dune, base.sql(sans_dune).df()):
        verdict = juger(sans_dune, PAR_CLIENT, pieges={"Dune n'a rien commandé.": piege})
        assert verdict.message.startswith("Dune n'a rien commandé.")
    assert juger(PAR_CLIENT, PAR_CLIENT, pieges={"Non.": PAR_CLIENT}).etat == "juste"


def test_la_note_partielle_suit_les_lignes_justes(juger):
    trois_sur_quatre = PAR_CLIENT.replace("LEFT JOIN", "JOIN")
    verdict = juger(trois_sur_quatre, PAR_CLIENT, points=2, partiel=True)
    assert (verdict.etat, verdict.note) == ("partiel", 1.5)
    assert verdict.message.endswith("Lignes justes : 75 %.")


def test_un_nombre_ou_une_liste_ne_remplacent_pas_un_tableau(juger, base):
    for reponse in (4, base.execute("SELECT 4").fetchall(), {"n": 4}):
        assert "Un tableau est attendu" in juger(reponse, "SELECT count(*) FROM clients").message


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 3), st.floats(0, 9)), max_size=7),
    st.randoms(use_true_random=False),
)
def test_un_resultat_melange_reste_juste_et_amoindri_ne_l_est_plus(lignes, hasard):
    voulu = Resultat(["a", "b", "c"], [list(ligne) for ligne in lignes])
    melange = hasard.sample(voulu.lignes, len(lignes))
    assert comparer_resultats(Resultat(["x", "y", "z"], melange), voulu).defaut == ""
    if lignes:
        assert comparer_resultats(Resultat(["x", "y", "z"], melange[1:]), voulu).defaut
        assert comparer_resultats(Resultat(["x", "y", "z"], [*melange, melange[0]]), voulu).defaut


# --- Les réponses écrites en dur ---------------------------------------------------------------

A_METZ = "SELECT id, nom FROM clients WHERE ville = 'Metz'"


def dune_demenage(base):
    base.execute("UPDATE clients SET ville = 'Metz' WHERE nom = 'Dune'")


@pytest.mark.parametrize(
    "requete",
    [
        "VALUES (1, 'Alma'), (3, 'Cassis')",
        "SELECT id, nom FROM clients WHERE id IN (1, 3)",
        "SELECT id, nom FROM clients WHERE nom <> 'Brio' AND nom <> 'Dune'",
        "SELECT id, nom FROM clients WHERE ville = 'Metz' LIMIT 2",
    ],
)
def test_une_reponse_ecrite_en_dur_echoue_quand_les_donnees_changent(juger, base, requete):
    tableau = base.sql(requete).df()
    tableau.attrs["requete"] = requete
    for reponse in (requete, tableau):
        assert juger(reponse, A_METZ).etat == "juste"
        verdict = juger(reponse, A_METZ, autres_bases=[dune_demenage], points=2, partiel=True)
        assert (verdict.etat, "quand les données changent" in verdict.message) == ("faux", True)


def test_une_vraie_requete_reste_juste_quand_les_donnees_changent(juger, base):
    tableau = base.sql(A_METZ).df()
    tableau.attrs["requete"] = A_METZ
    ailleurs = duckdb.connect()
    ailleurs.execute(CREATION)
    dune_demenage(ailleurs)
    for reponse in (A_METZ, tableau):
        assert juger(reponse, A_METZ, autres_bases=[dune_demenage, ailleurs]).etat == "juste"
    assert base.execute("SELECT count(*) FROM clients WHERE ville = 'Metz'").fetchall() == [(2,)]


def test_le_tableau_range_par_la_magie_porte_sa_requete(juger, base):
    espace = {"base": base}
    MagieSQL(espace)("a_metz", A_METZ)
    MagieSQL(espace)("en_dur", "SELECT id, nom FROM clients WHERE id IN (1, 3)")
    assert juger(espace["a_metz"], A_METZ, autres_bases=[dune_demenage]).etat == "juste"
    assert "changent" in juger(espace["en_dur"], A_METZ, autres_bases=[dune_demenage]).message


def test_un_tableau_sans_sa_requete_ou_retouche_ne_se_rejoue_pas(juger, base):
    tableau = base.sql(A_METZ).df()
    rejoue = functools.partial(juger, attendu=A_METZ, autres_bases=[dune_demenage])
    assert "%%sql" in rejoue(tableau).message
    for requete in ("SELECT id, nom FROM clients", "SELECT id, nom FROM mon_tableau"):
        tableau.attrs["requete"] = requete
        assert "votre requête seule ne le rend pas" in rejoue(tableau).message


# --- Les requêtes hostiles ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "requete",
    [
        "DELETE FROM clients RETURNING id",
        "INSERT INTO clients SELECT * FROM clients",
        "CREATE TABLE t AS SELECT 1",
        "SELECT 1; SELECT 4",
        "DROP TABLE clients; SELECT 4",
        "SET memory_limit = '9GB'",
        "COPY clients TO 'clients.csv'",
        "ATTACH 'autre.db'",
        "INSTALL httpfs",
        "-- rien",
    ],
)
def test_une_requete_qui_n_est_pas_une_lecture_est_refusee(juger, base, requete):
    assert "SELECT, WITH ou FROM" in juger(requete, "SELECT count(*) FROM clients").message
    assert base.execute("SELECT count(*) FROM clients").fetchall() == [(4,)]


@pytest.mark.parametrize(
    "source",
    [
        "'{fichier}'",
        "read_csv('{fichier}')",
        "read_text('{fichier}')",
        "read_blob('{fichier}')",
        "glob('{fichier}')",
        "query('FROM read_csv(''{fichier}'')')",
        "'https://example.org/secret.csv'",
        "SECRET",
    ],
)
def test_une_requete_ne_lit_ni_fichier_ni_reseau_ni_variable(juger, tmp_path, source, monkeypatch):
    fichier = tmp_path / "secret.csv"
    fichier.write_text("n\n4\n")
    monkeypatch.setitem(globals(), "SECRET", pd.DataFrame({"n": [4]}))
    with duckdb.connect() as ouverte:  # sans la clôture, la première forme lirait le fichier
        assert ouverte.execute(f"FROM '{fichier}'").fetchall() == [(4,)]
    requete = f"FROM {source.format(fichier=fichier)}"
    message = juger(requete, "SELECT count(*) FROM clients").message
    assert re.search("lit un fichier|Erreur SQL : .* n'existe pas", message)


@pytest.mark.parametrize(
    ("requete", "phrase"),
    [
        ("SELECT ville FROM clients GROUP", "faute de syntaxe|s'arrête trop tôt"),
        ("SELECT nomm FROM clients", "la colonne « nomm » n'existe pas"),
        ("FROM clientes", "la table « clientes » n'existe pas"),
    ],
)
def test_une_requete_refusee_dit_pourquoi_en_francais(juger, requete, phrase):
    message = juger(requete, PAR_VILLE).message
    assert re.match(f"Erreur SQL : .*({phrase})", message)
    assert "\n" not in message


@pytest.mark.parametrize(
    "requete",
    [
        "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b",
        "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n FROM t) SELECT sum(n) FROM t",
        "SELECT list(a.range) FROM range(1000000000) a",
    ],
)
def test_une_requete_sans_fin_est_arretee(juger, monkeypatch, requete):
    monkeypatch.setattr(_rejeu, "DELAI", 0.3)
    assert "trop de calculs" in juger(requete, "SELECT count(*) FROM clients").message
    assert juger("SELECT 4", "SELECT count(*) FROM clients").etat == "juste"


def test_un_resultat_immense_n_est_pas_lu_en_entier(juger):
    requete = "FROM range(100000000000)"
    assert "en trop" in juger(requete, "SELECT id FROM clients").message


# --- L'énoncé mal écrit ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "argument"),
    [
        ({"attendu": "SELECT nomm FROM clients"}, "attendu"),
        ({"attendu": "DELETE FROM clients"}, "attendu"),
        ({"attendu": 12}, "attendu"),
        ({"attendu": PAR_VILLE, "ordre": True}, "attendu"),
        ({"attendu": pd.DataFrame({"n": [4]}), "autres_bases": [dune_demenage]}, "attendu"),
        ({"attendu": "SELECT 4", "autres_bases": [dune_demenage]}, "autres_bases"),
        ({"attendu": "SELECT 4", "autres_bases": [lambda base: base.execute("DEL")]}, "autres"),
        ({"attendu": "SELECT 5", "pieges": {"Non.": "SELECT nomm FROM clients"}}, "pieges"),
        ({"attendu": "SELECT 4", "tolerance": -1}, "tolerance"),
        ({"attendu": "SELECT 4", "partiel": True}, "points"),
    ],
)
def test_une_faute_de_l_enonce_est_une_erreur_pour_le_professeur(base, options, argument):
    with pytest.raises(ArgumentInvalide, match=argument):
        verifier_sql("r", "SELECT 4", base=base, **options)


def test_une_base_fermee_est_une_erreur_pour_le_professeur():
    fermee = duckdb.connect()
    fermee.close()
    with pytest.raises(ArgumentInvalide, match="base"):
        verifier_sql("r", "SELECT 4", "SELECT 4", base=fermee)
