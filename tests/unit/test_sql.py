"""`%%sql` : la requête de l'élève, ses tableaux, ses paramètres, ses erreurs en français."""

import os
import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import plotly.io as pio
import pytest
from IPython.core.interactiveshell import InteractiveShell

from grc_lib import donnees
from grc_lib._sql import ErreurSQL, executer
from grc_lib.atelier._affichage_sql import en_html
from grc_lib.atelier.sql import MagieSQL


@pytest.fixture
def base() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connexion:
        connexion.execute("CREATE TABLE clients (nom VARCHAR, ca DECIMAL(12, 2), quantite INTEGER)")
        connexion.execute(
            "INSERT INTO clients VALUES ('Clinique Lopez', 100.10, 3), ('L''Écho', 0.20, 4)"
        )
        yield connexion


@pytest.fixture
def espace(base: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return {"base": base}


@pytest.fixture
def sql(espace: dict[str, Any]) -> MagieSQL:
    return MagieSQL(espace)


# --- Le résultat ------------------------------------------------------------------------------


def test_les_montants_exacts_arrivent_en_nombres_a_virgule(sql: MagieSQL) -> None:
    tableau = sql("", "SELECT sum(ca) AS ca FROM clients")
    assert tableau is not None
    assert tableau["ca"].dtype == "float64"
    assert tableau.loc[0, "ca"] == 100.30


def test_une_somme_d_entiers_reste_entiere(sql: MagieSQL) -> None:
    tableau = sql(
        "", "SELECT sum(quantite) AS n, sum(quantite) FILTER (ca > 999) AS m FROM clients"
    )
    assert tableau is not None
    assert tableau["n"].dtype == "int64"
    assert tableau.loc[0, "n"] == 7
    assert tableau["m"].isna().all()


def test_le_resultat_se_range_dans_la_variable_nommee(
    sql: MagieSQL, espace: dict[str, Any]
) -> None:
    affiche = sql(" gros ", "SELECT nom FROM clients WHERE ca > 50")
    pd.testing.assert_frame_equal(espace["gros"], affiche)
    assert espace["gros"]["nom"].tolist() == ["Clinique Lopez"]


def test_une_requete_nommee_refusee_s_explique_et_laisse_la_question_ouverte(
    sql: MagieSQL, espace: dict[str, Any]
) -> None:
    with pytest.raises(ErreurSQL, match="avec un point"):
        sql("chers", "SELECT * FROM ventes WHERE montant > 0,5")
    assert espace["chers"] is ...


def test_de_plusieurs_requetes_seule_la_derniere_s_affiche(sql: MagieSQL) -> None:
    tableau = sql("", "CREATE TEMP TABLE t AS SELECT 1 AS a; SELECT a + 1 AS b FROM t;")
    assert tableau is not None
    assert tableau["b"].tolist() == [2]


def test_une_instruction_sans_resultat_n_affiche_rien(sql: MagieSQL) -> None:
    assert sql("", "INSERT INTO clients VALUES ('Neuf', 1, 1)") is None


def test_sans_variable_base_la_base_du_cours_s_ouvre_une_seule_fois(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ouvertures: list[duckdb.DuckDBPyConnection] = []

    def connexion() -> duckdb.DuckDBPyConnection:
        ouvertures.append(duckdb.connect())
        return ouvertures[-1]

    monkeypatch.setattr(donnees, "connexion", connexion)
    sql = MagieSQL({"base": "une variable qui n'est pas une connexion"})
    assert not ouvertures
    sql("", "CREATE TABLE t AS SELECT 1 AS a")
    sql("", "SELECT a FROM t")
    assert len(ouvertures) == 1


def test_la_base_du_cours_repond() -> None:
    tableau = MagieSQL({})("", "SELECT count(*) AS n FROM clients")
    assert tableau is not None
    assert tableau["n"].tolist() == [1200]


# --- Les variables du notebook ----------------------------------------------------------------


@pytest.mark.parametrize(
    "seuil", [50, 50.0, np.int64(50), np.float64(50)], ids=["int", "float", "int64", "float64"]
)
def test_un_parametre_prend_la_valeur_de_la_variable(
    sql: MagieSQL, espace: dict[str, Any], seuil: Any
) -> None:
    espace["seuil"] = seuil
    tableau = sql("", "SELECT nom FROM clients WHERE ca > $seuil")
    assert tableau is not None
    assert tableau["nom"].tolist() == ["Clinique Lopez"]


@pytest.mark.parametrize(
    "noms", [["L'Écho"], ("L'Écho",), np.array(["L'Écho"]), pd.Series(["L'Écho"])], ids=type
)
def test_un_parametre_peut_etre_une_liste(sql: MagieSQL, espace: dict[str, Any], noms: Any) -> None:
    espace["noms"] = noms
    tableau = sql("", "SELECT ca FROM clients WHERE nom IN $noms")
    assert tableau is not None
    assert tableau["ca"].tolist() == [0.2]


def test_un_parametre_est_une_valeur_jamais_du_sql(
    sql: MagieSQL, espace: dict[str, Any], base: duckdb.DuckDBPyConnection
) -> None:
    espace["nom"] = "x'; DROP TABLE clients; --"
    tableau = sql("", "SELECT * FROM clients WHERE nom = $nom")
    assert tableau is not None
    assert tableau.empty
    assert base.execute("SELECT count(*) FROM clients").fetchone() == (2,)


def test_les_tableaux_du_notebook_se_lisent_par_leur_nom(
    sql: MagieSQL, espace: dict[str, Any]
) -> None:
    espace["ventes"] = pd.DataFrame({"nom": ["L'Écho"], "visites": [5]})
    tableau = sql("", "SELECT visites FROM clients JOIN ventes USING (nom)")
    assert tableau is not None
    assert tableau["visites"].tolist() == [5]


def test_aucune_variable_de_la_magie_ne_se_prend_pour_un_tableau(
    sql: MagieSQL, espace: dict[str, Any]
) -> None:
    for nom in ("tableau", "requete", "espace", "mien"):
        espace[nom] = pd.DataFrame({"x": [nom]})
        resultat = sql("", f"SELECT x FROM {nom}")
        assert resultat is not None
        assert resultat["x"].tolist() == [nom]


def test_la_table_de_la_base_l_emporte_et_l_homonyme_modifie_est_signale(
    sql: MagieSQL, espace: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    espace["clients"] = pd.DataFrame({"nom": ["un seul"]})
    tableau = sql("", "SELECT count(*) AS n FROM clients")
    assert tableau is not None
    assert tableau["n"].tolist() == [2]
    assert "« clients » est lu dans la base" in capsys.readouterr().out


def test_l_homonyme_identique_ne_derange_pas(
    sql: MagieSQL, espace: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    espace["clients"] = sql("", "SELECT * FROM clients")
    sql("", "SELECT count(*) AS n FROM clients")
    assert capsys.readouterr().out == ""


# --- Les erreurs ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requete", "phrase"),
    [
        ("SELECT nam FROM clients", "la colonne « nam » n'existe pas.*Colonnes proches : nom"),
        ("SELECT c.nam FROM clients AS c", "« nam ».*Colonnes proches : nom"),
        ('SELECT * FROM clients WHERE nom = "Lopez"', "entre apostrophes : 'Lopez'"),
        ("SELECT * FROM client", "Vouliez-vous écrire « clients ».*Tables disponibles : clients"),
        ("SELECT * FROM vente", "Tables disponibles : clients"),
        ("SELECT z.nom FROM clients", "« z » n'est ni une table citée"),
        ("SELEC nom FROM clients", "Vouliez-vous écrire SELECT"),
        ("SELECT nom FRM clients", "Vouliez-vous écrire FROM"),
        ("SELECT nom FROM clients WHERE", "faute de syntaxe|s'arrête trop tôt"),
        ("SELECT 'abc", "n'est pas refermé"),
        ("SELECT nom, sum(ca) FROM clients", "« nom ».*ajoutez-le au GROUP BY"),
        ("SELECT nom FROM clients WHERE sum(ca) > 1", "HAVING"),
        ("SELECT nom FROM clients a JOIN clients b USING (ca)", "précisez laquelle"),
        ("SELECT 1 FROM clients a JOIN clients b USING (cb)", "« cb » de USING"),
        ("SELECT arrondi(ca) FROM clients", "la fonction « arrondi » n'existe pas"),
        ("SELECT sum(nom) FROM clients", r"ne s'applique pas à ces types : sum\(VARCHAR\)"),
        ("SELECT CAST(nom AS INTEGER) FROM clients", "ne se lit pas comme un nombre"),
        ("SELECT DATE '2026-13-01'", "cette date n'existe pas"),
        ("SELECT date_trunc('mois', DATE '2026-01-01')", "'month'"),
        ("SELECT 1 UNION SELECT 1, 2", "comptez-les"),
        ("SELECT (SELECT nom FROM clients)", "une seule valeur"),
        ("SELECT * FROM 'absent.csv'", "« absent.csv » est introuvable"),
        ("SELECT * FROM liste", "n'est pas un tableau"),
        ("SELECT $absente", "attend une variable « absente »"),
        ("SELECT $ventes", "écrivez FROM ventes, sans"),
        ("   -- rien", "ne contient pas de requête"),
        ("SELECT nom FROM clients WHERE nom = ’Lopez’", "apostrophes"),
        ("SELECT * FROM clients ORDER nom", "ORDER BY"),
        ("SELECT * FROM clients JOIN clients", "manque ON"),
        ("SELECT * FROM clients WHERE nom IS 'A'", "écrivez ="),
        ("SELECT nom FROM clients GROUP BY nom WHERE ca > 1", "WHERE vient avant GROUP BY"),
        ("SELECT * FROM clients LIMIT 3 ORDER BY nom", "ORDER BY vient avant LIMIT"),
        ("SELECT TOP 3 * FROM clients", "LIMIT"),
        ("SELECT * FROM clients a JOIN clients b USING nom", "USING veut des parenthèses"),
        ("SELECT * FROM clients WHERE EXISTS SELECT 1", "entre parenthèses"),
        ("SELECT * FROM clients WHERE ca BETWEEN 10", "deux bornes"),
        ("SELECT CASE WHEN ca > 1 THEN 2 FROM clients", "se termine par END"),
        ("WITH a AS (SELECT 1)", "il manque le SELECT"),
        ("SELECT * FROM clients LEFT clients", "manque JOIN"),
        ("SELECT * FROM clients WHERE nom LIKE Cli%", "entre apostrophes"),
        ("SELECT nom AS le nom FROM clients", "Un nom de deux mots"),
        ("SELECT count(* FROM clients", "parenthèse fermante"),
        ("SELECT ca * FROM clients", "Regardez juste avant|faute de syntaxe"),
        ("SELECT", "s'arrête trop tôt"),
        ("SELECT *", "il manque FROM"),
        ("SELECT * FROM clients WHERE ca => 1", "n'est pas un opérateur"),
        ("SELECT moyenne(ca) FROM clients", "« AVG »"),
        ("SELECT x.ca, count(*) FROM clients x", "ajoutez-le au GROUP BY"),
        ("SELECT *, count(*) FROM clients", "nommez seulement"),
        ("SELECT sum(count(*)) FROM clients", "un calcul de groupe n'en contient pas un autre"),
        ("SELECT row_number() FROM clients", "veut OVER"),
        ("SELECT * FROM clients WHERE rank() OVER (ORDER BY ca) < 2", "QUALIFY"),
        ("SELECT DATE '2026-01-01' > 2024-01-01", "une date s'écrit entre apostrophes"),
        ("SELECT DATE '2026-01-01' - '2024-01-01'", "DATE '2026-01-01'"),
        ("SELECT DATE '2026-01-01' LIKE '2026%'", "LIKE compare des textes"),
        ("CREATE TABLE t (a ENTIER)", "le type « ENTIER » n'existe pas"),
        ("SELECT 9999999999 * 9999999999 * 9999999999", "plus grands nombres"),
        ("SELECT ville FROM clients", "Colonnes disponibles : ca, nom, quantite"),
        ("SELECT visites FROM clients", "Elle est dans tournees : joignez"),
        ("SELECT error('une erreur rare')", "DuckDB refuse cette requête.*une erreur rare"),
    ],
)
def test_une_erreur_est_une_phrase_francaise(
    sql: MagieSQL, espace: dict[str, Any], requete: str, phrase: str
) -> None:
    espace["liste"] = [1, 2]
    espace["ventes"] = pd.DataFrame({"x": [1]})
    espace["tournees"] = pd.DataFrame({"visites": [1]})
    with pytest.raises(ErreurSQL) as erreur:
        sql("", requete)
    assert re.search(phrase, str(erreur.value), re.DOTALL), str(erreur.value)
    assert len(str(erreur.value)) < 400


def test_l_endroit_de_la_faute_est_montre(sql: MagieSQL) -> None:
    with pytest.raises(ErreurSQL) as erreur:
        sql("", "SELECT\n  nom,\n  nam\nFROM clients")
    *_, ligne, extrait, marques = str(erreur.value).split("\n")
    assert ligne == "  ligne 3 du SQL :"
    assert extrait[marques.index("^") : marques.rindex("^") + 1] == "nam"


@pytest.mark.parametrize(
    "requete", ["UPDATE clients SET actif = false", "DELETE FROM clients", "DROP TABLE clients"]
)
def test_ecrire_dans_la_base_du_cours_renvoie_vers_sa_copie(requete: str) -> None:
    with pytest.raises(ErreurSQL, match=r"base = donnees\.connexion\(copie=True\)"):
        MagieSQL({})("", requete)


@pytest.mark.parametrize(
    ("requete", "phrase"),
    [
        ("UPDATE clients SET type_client = 'Gros' WHERE client_id = 1", "demande : .*'Préféré'"),
        ("UPDATE secteurs SET region = NULL", "« region » de « secteurs » doit être remplie"),
        ("INSERT INTO secteurs VALUES (1, 'Nord', 'Nord', 1)", "a déjà « secteur_id » = 1"),
        ("DELETE FROM clients WHERE client_id = 1", "citent encore la ligne où « client_id » = 1"),
        (
            "INSERT INTO reglements VALUES (0, 99999999, DATE '2026-01-05', 10, 'virement')",
            "« facture_id » = 99999999 n'existe pas dans la table",
        ),
    ],
)
def test_un_controle_de_la_copie_se_dit_en_francais(
    tmp_path: Path, requete: str, phrase: str
) -> None:
    copie = donnees.connexion(copie=tmp_path / "exercice.duckdb")
    with copie, pytest.raises(ErreurSQL, match=phrase):
        MagieSQL({"base": copie})("", requete)


def test_une_base_fermee_se_dit(sql: MagieSQL, base: duckdb.DuckDBPyConnection) -> None:
    base.close()
    with pytest.raises(ErreurSQL, match="est fermée : rouvrez-la"):
        sql("", "SELECT 1")


@pytest.mark.parametrize("nom", ["deux mots", "3ventes", "a,b"])
def test_un_mauvais_nom_de_variable_est_refuse_avant_le_calcul(sql: MagieSQL, nom: str) -> None:
    with pytest.raises(ErreurSQL, match="un seul nom de variable"):
        sql(nom, "DROP TABLE clients")
    assert sql("", "SELECT * FROM clients") is not None


@pytest.mark.skipif(os.name != "posix", reason="SIGINT s'envoie autrement sous Windows")
def test_interrompre_le_noyau_arrete_la_requete_et_la_base_reste_utilisable(sql: MagieSQL) -> None:
    fini = threading.Event()
    avant = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignoré en arrière-plan

    def insister() -> None:  # un signal reçu au mauvais moment se perd : on interrompt de nouveau
        while not fini.wait(2):
            os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=insister, daemon=True).start()
    with pytest.raises(ErreurSQL, match="interrompue"):
        sql("", "SELECT count(*) FROM range(100000000000) a, range(1000) b")
    fini.set()
    signal.signal(signal.SIGINT, avant)
    assert sql("", "SELECT 1 AS a") is not None


def emballee(base: duckdb.DuckDBPyConnection, requete: str, **bornes: float) -> str:
    (instruction,) = base.extract_statements(requete)
    with pytest.raises(ErreurSQL) as erreur:
        executer(base, instruction, **bornes)  # type: ignore[arg-type]
    assert base.execute("SELECT count(*) FROM clients").fetchone() == (2,)
    return str(erreur.value)


def test_une_requete_trop_longue_s_arrete_et_dit_pourquoi(base: duckdb.DuckDBPyConnection) -> None:
    requete = "SELECT count(*) FROM range(100000000000) a, range(1000) b"
    phrase = emballee(base, requete, secondes=1)
    assert phrase.startswith("requête arrêtée au bout de 1 seconde. Deux tables se multiplient")


def test_un_resultat_sans_fin_s_arrete_avant_de_remplir_la_memoire(
    base: duckdb.DuckDBPyConnection,
) -> None:
    phrase = emballee(base, "SELECT * FROM range(1000000) a, range(1000000) b", lignes=300_000)
    assert phrase.startswith("requête arrêtée : plus de 300\u202f000 lignes.")


def test_un_grand_resultat_permis_arrive_entier(base: duckdb.DuckDBPyConnection) -> None:
    requete = "SELECT range AS n, if(range % 3 = 0, NULL, range) AS m FROM range(250000)"
    tableau = executer(base, base.extract_statements(requete)[0])
    pd.testing.assert_frame_equal(tableau, base.execute(requete).df())


def test_un_resultat_vide_garde_ses_colonnes(sql: MagieSQL) -> None:
    tableau = sql("", "SELECT nom, ca FROM clients WHERE false")
    assert list(tableau.columns) == ["nom", "ca"]
    assert tableau.empty


def test_la_base_du_cours_borne_sa_memoire_et_son_disque() -> None:
    requete = (
        "SELECT value FROM duckdb_settings() "
        "WHERE name IN ('memory_limit', 'max_temp_directory_size') ORDER BY name"
    )
    reglages = [valeur for (valeur,) in donnees.connexion().execute(requete).fetchall()]
    assert reglages == ["1.8 GiB", "3.7 GiB"]


# --- Ce que lit l'élève -----------------------------------------------------------------------


def test_une_ligne_qui_commence_par_un_diese_est_un_commentaire(sql: MagieSQL) -> None:
    tableau = sql("", "### DEBUT SOLUTION\nSELECT '#1' AS a\n  # rien\n### FIN SOLUTION")
    assert tableau["a"].tolist() == ["#1"]
    with pytest.raises(ErreurSQL, match="ne contient pas de requête"):
        sql("", "# Votre requête ici.")


def test_une_cellule_nommee_et_vide_attend_sans_faute(
    sql: MagieSQL, espace: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert sql("noms", "# Votre requête ici.\n") is None
    assert espace["noms"] is ...
    assert "« noms » attend votre requête" in capsys.readouterr().out


def test_un_oui_ou_non_qui_manque_s_affiche(sql: MagieSQL) -> None:
    html = en_html(sql("", "SELECT * FROM (VALUES (true), (NULL), (false)) AS t (satisfait)"))
    assert re.findall("<td[^>]*>(\\w+)</td>", html) == ["vrai", "NULL", "faux"]


def test_le_tableau_garde_la_requete_dont_il_vient(sql: MagieSQL, espace: dict[str, Any]) -> None:
    sql("noms", "\nSELECT nom FROM clients\n")
    assert espace["noms"].attrs["requete"] == "SELECT nom FROM clients"


def test_un_resultat_s_affiche_en_francais(sql: MagieSQL) -> None:
    html = en_html(
        sql(
            "",
            """SELECT 2026 AS annee, 1204 AS client_id, 12345 AS n, 1234.5 AS ca, 0.1234 AS taux,
            DATE '2026-06-30' AS jour, TIMESTAMP '2026-06-30 08:30:00' AS a, true AS actif,
            NULL AS rien, '<b>' AS texte""",
        )
    )
    assert re.findall(r"<td[^>]*>(.*?)</td>", html) == [
        "2026", "1204", "12\u202f345", "1\u202f234,50", "0,1234",
        "30/06/2026", "30/06/2026 08:30", "vrai", "NULL", "&lt;b&gt;",
    ]  # fmt: skip
    assert "<p>1 ligne × 10 colonnes</p>" in html


def test_un_long_resultat_montre_le_debut_et_le_dit(sql: MagieSQL) -> None:
    html = en_html(sql("", "SELECT range AS n, NULL AS m FROM range(1200)"))
    assert html.count("<tr>") == 31
    assert "1\u202f200 lignes × 2 colonnes (les 30 premières)" in html


def test_une_colonne_a_trous_dit_null(sql: MagieSQL) -> None:
    html = en_html(sql("", "SELECT * FROM (VALUES (1.5), (NULL)) t(x)"))
    assert re.findall(r"<td[^>]*>(.*?)</td>", html) == ["1,50", "NULL"]


def test_pandas_affiche_les_autres_tableaux_a_sa_facon() -> None:
    tableau = pd.DataFrame({"ca": [1234.5]})
    assert en_html(tableau) == tableau._repr_html_()


def test_l_index_donne_a_un_resultat_reste_visible(sql: MagieSQL) -> None:
    par_nom = sql("", "SELECT nom, ca FROM clients").set_index("nom")
    assert "Clinique Lopez" in en_html(par_nom)


# --- Dans un vrai notebook --------------------------------------------------------------------


@pytest.fixture
def notebook() -> Iterator[InteractiveShell]:
    gabarit = pio.templates.default
    shell = InteractiveShell()
    shell.run_line_magic("load_ext", "grc_lib")
    yield shell
    shell.history_manager.end_session()
    pio.templates.default = gabarit


def test_load_ext_branche_la_commande(notebook: InteractiveShell) -> None:
    notebook.run_cell("seuil = 3")
    execution = notebook.run_cell("%%sql petits\nSELECT range AS x FROM range(9) WHERE x < $seuil")
    assert execution.success
    assert notebook.user_ns["petits"]["x"].tolist() == [0, 1, 2]


def test_la_commande_range_dans_l_espace_de_noms_du_moment(notebook: InteractiveShell) -> None:
    notebook.user_ns = {"seuil": 2}  # ce que fait la correction, d'une copie à la suivante
    notebook.run_cell_magic("sql", "petits", "SELECT $seuil AS x")
    assert notebook.user_ns["petits"]["x"].tolist() == [2]


def test_l_erreur_affichee_est_la_phrase_sans_trace(
    notebook: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook.run_cell("%%sql\nSELECT nam FROM clients")
    sortie = capsys.readouterr().out
    assert sortie.startswith("Erreur SQL : la colonne « nam » n'existe pas")
    assert "Traceback" not in sortie
    assert len(sortie.splitlines()) == 4


def test_load_ext_installe_le_gabarit_des_figures(notebook: InteractiveShell) -> None:
    assert "grc" in pio.templates.default
