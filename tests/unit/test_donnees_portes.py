"""Les portes de la base : l'ouvrir, la copier, la dessiner, la décrire, la fabriquer, échouer."""

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import tomllib
from pathlib import Path

import duckdb
import jsonschema
import pytest

from grc_lib import donnees
from grc_lib.atelier._installation import DOSSIERS
from grc_lib.donnees import copie, schema
from grc_lib.donnees.schema import TABLES
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, RessourceIndisponible
from tests.unit.requetes import mesure

RACINE = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="limites et signaux de Linux et macOS")


def lancer(programme, dossier, **reglages):
    """Exécute un programme dans un autre processus, comme le ferait un autre notebook."""
    commande = [sys.executable, "-c", textwrap.dedent(programme)]
    return subprocess.run(commande, cwd=dossier, capture_output=True, text=True, **reglages)


def disque_de(octets):
    """Ce qu'un processus exécute en naissant pour qu'aucun fichier ne dépasse cette taille."""
    import resource  # absent de Windows

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (octets, octets))


@pytest.fixture
def dossier(tmp_path, monkeypatch):
    """Le dossier d'un notebook."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def legere(petite, monkeypatch):
    """Une petite base à la place de la base livrée : la copie s'en fait plus vite."""
    monkeypatch.setenv("GRC_DONNEES", str(petite.parent))


@pytest.fixture(scope="module")
def petite(tmp_path_factory):
    return donnees.generer(tmp_path_factory.mktemp("base") / "clemenceau", clients=150, annees=3)


# --- La base -----------------------------------------------------------------------------------


def test_la_base_est_en_lecture_seule():
    with donnees.connexion() as con:
        for ecriture in (
            "DELETE FROM clients",
            "UPDATE clients SET actif = false",
            "INSERT INTO secteurs VALUES (6, 'Nord', 'Hauts-de-France', 1)",
            "DROP TABLE clients",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(ecriture)
        assert mesure(con, "SELECT count(*) FROM clients WHERE actif") > 0


@pytest.mark.parametrize("contenu", [b"", b"PAR1", b"client;montant\n1;2\n"])
def test_un_fichier_qui_n_est_pas_un_parquet_se_dit_a_l_ouverture(contenu, ailleurs):
    (ailleurs / "clients.parquet").write_bytes(contenu)
    for ouvrir in (donnees.connexion, lambda: donnees.charger("clients")):
        with pytest.raises(RessourceIndisponible, match=r"clients\.parquet.*illisible"):
            ouvrir()


def test_le_parquet_d_une_autre_table_se_dit_a_l_ouverture(ailleurs):
    shutil.copy(ailleurs / "produits.parquet", ailleurs / "clients.parquet")
    for ouvrir in (donnees.connexion, lambda: donnees.charger("clients")):
        with pytest.raises(RessourceIndisponible, match=r"clients\.parquet.*illisible"):
            ouvrir()


def test_les_colonnes_sont_celles_du_schema():
    lues = donnees.dictionnaire().groupby("table", sort=False)["colonne"].agg(tuple).to_dict()
    assert lues == schema.NOMS_DES_COLONNES


# --- La copie de l'élève -----------------------------------------------------------------------


def test_l_eleve_modifie_sa_copie_sans_toucher_a_la_base(dossier):
    with donnees.connexion(copie=True) as con:
        con.execute("DELETE FROM carte_fidelite WHERE client_id = 1")
        con.execute("UPDATE clients SET actif = false WHERE type_client = 'Mammouth'")
        with pytest.raises(duckdb.ConstraintException):
            con.execute("UPDATE clients SET type_client = 'Dinosaure' WHERE client_id = 1")
        with pytest.raises(duckdb.ConstraintException, match="does not exist"):
            con.execute("INSERT INTO agendas VALUES (99999, 99999, '2026-07-01', '08:00', '09:00')")
    with donnees.connexion() as con:
        assert mesure(con, "SELECT count(*) FROM clients WHERE type_client = 'Mammouth' AND actif")


def test_la_copie_garde_ses_modifications_d_une_seance_a_l_autre(dossier, legere):
    with donnees.connexion(copie=True) as con:
        con.execute("CREATE TABLE relances (facture_id INTEGER REFERENCES factures (facture_id))")
    fin = lancer(
        """
        from grc_lib import donnees
        con = donnees.connexion(copie=True)
        con.execute("INSERT INTO relances VALUES (1)")
        """,
        dossier,
    )
    assert fin.returncode == 0, fin.stderr
    with donnees.connexion(copie=True) as con:
        assert con.execute("FROM relances").fetchall() == [(1,)]
    assert [f.name for f in dossier.iterdir()] == ["clemenceau.duckdb"]


@pytest.mark.parametrize("nom", ["exercice.duckdb", Path("Relances d'été [2026].duckdb")])
def test_l_eleve_choisit_le_nom_de_sa_copie(nom, dossier, legere):
    donnees.connexion(copie=nom).close()
    assert [f.name for f in dossier.iterdir()] == [str(nom)]


def test_une_copie_neuve_repart_de_la_base_meme_deja_ouverte(dossier, legere):
    with donnees.connexion(copie=True) as premiere:
        premiere.execute(
            """
            CREATE SEQUENCE numeros;
            CREATE TABLE relances (
                numero INTEGER DEFAULT nextval('numeros'),
                client_id INTEGER REFERENCES clients (client_id)
            );
            CREATE VIEW dormants AS FROM clients WHERE NOT actif;
            COMMENT ON TABLE clients IS 'Mes clients';
            DELETE FROM lignes_commande;
            """
        )
        with donnees.connexion(copie=True, neuve=True) as neuve:
            assert mesure(neuve, "SELECT count(*) FROM lignes_commande") > 1000
            assert mesure(neuve, "SELECT count(*) FROM duckdb_tables()") == len(TABLES)
        assert mesure(premiere, "SELECT count(*) FROM lignes_commande") > 1000


def test_deux_connexions_du_meme_notebook_voient_la_meme_copie(dossier, legere):
    with donnees.connexion(copie=True) as une, donnees.connexion(copie=True) as autre:
        une.execute("DELETE FROM lignes_commande")
        assert mesure(autre, "SELECT count(*) FROM lignes_commande") == 0


@pytest.mark.parametrize("neuve", [False, True])
def test_une_copie_ouverte_dans_un_autre_notebook_dit_quoi_faire(neuve, dossier, legere):
    with donnees.connexion(copie=True):
        fin = lancer(
            f"""
            from grc_lib import donnees
            donnees.connexion(copie=True, neuve={neuve})
            """,
            dossier,
        )
    derniere = fin.stderr.strip().splitlines()[-1]
    assert "déjà ouverte dans un autre notebook" in derniere
    assert "Noyau › Arrêter" in derniere and 'copie="clemenceau_2.duckdb"' in derniere


def test_deux_notebooks_qui_creent_la_copie_ensemble_n_en_font_qu_une(dossier, legere):
    programme = """
        import time
        from grc_lib import donnees
        from grc_lib.erreurs import RessourceIndisponible
        for essai in range(50):
            try:
                with donnees.connexion(copie=True) as con:
                    con.execute("CREATE TABLE IF NOT EXISTS vus (n INTEGER)")
                    con.execute("INSERT INTO vus VALUES (1)")
                break
            except RessourceIndisponible:
                time.sleep(0.1)
        """
    commande = [sys.executable, "-c", textwrap.dedent(programme)]
    for processus in [subprocess.Popen(commande, cwd=dossier) for _ in range(3)]:
        assert processus.wait(60) == 0
    with donnees.connexion(copie=True) as con:
        assert mesure(con, "SELECT count(*) FROM vus") == 3
    assert [f.name for f in dossier.iterdir()] == ["clemenceau.duckdb"]


@POSIX
def test_une_creation_tuee_ne_laisse_rien_de_faux_et_se_nettoie(dossier, legere):
    programme = """
        import os, signal
        from grc_lib import donnees
        from grc_lib.donnees import copie
        remplir = copie.creer
        def mourir(con):
            remplir(con)
            os.kill(os.getpid(), signal.SIGKILL)
        copie.creer = mourir
        donnees.connexion(copie=True)
        """
    assert lancer(programme, dossier).returncode == -signal.SIGKILL
    restes = list(dossier.iterdir())
    assert len(restes) == 1 and restes[0].name.startswith(".clemenceau.duckdb~")
    donnees.connexion(copie=True).close()
    assert [f.name for f in dossier.iterdir()] == ["clemenceau.duckdb"]


@POSIX
def test_une_remise_a_neuf_tuee_rend_la_copie_d_avant(dossier, legere):
    with donnees.connexion(copie=True) as con:
        con.execute("DELETE FROM lignes_commande")
    programme = """
        import os, signal
        from grc_lib import donnees
        from grc_lib.donnees import copie
        creer = copie.creer
        def mourir(con):
            creer(con)
            os.kill(os.getpid(), signal.SIGKILL)
        copie.creer = mourir
        donnees.connexion(copie=True, neuve=True)
        """
    assert lancer(programme, dossier).returncode == -signal.SIGKILL
    with donnees.connexion(copie=True) as con:
        assert mesure(con, "SELECT count(*) FROM lignes_commande") == 0
        assert mesure(con, "SELECT count(*) FROM clients") == 150


def test_le_journal_d_une_copie_supprimee_ne_salit_pas_la_neuve(dossier, legere):
    donnees.connexion(copie=True).close()
    programme = """
        import os
        from grc_lib import donnees
        con = donnees.connexion(copie=True)
        con.execute("DELETE FROM lignes_commande")
        os._exit(0)
        """
    lancer(programme, dossier)
    assert (dossier / "clemenceau.duckdb.wal").exists()
    (dossier / "clemenceau.duckdb").unlink()
    with donnees.connexion(copie=True) as con:
        assert mesure(con, "SELECT count(*) FROM lignes_commande") > 1000


def test_la_copie_d_une_autre_version_du_cours_se_dit_et_se_remet_a_neuf(
    dossier, legere, monkeypatch
):
    with monkeypatch.context() as ancien_cours:
        ancien_cours.setattr(copie, "_VERSION", "2025")
        with donnees.connexion(copie=True) as con:
            con.execute("DROP TABLE agendas")
    with pytest.raises(RessourceIndisponible, match=r"autre version du cours.*neuve=True"):
        donnees.connexion(copie=True)
    with donnees.connexion(copie=True, neuve=True) as con:
        assert mesure(con, "SELECT count(*) FROM agendas") >= 0
    donnees.connexion(copie=True).close()


@pytest.mark.parametrize("neuve", [False, True])
@pytest.mark.parametrize("contenu", [b"", b"bonjour", b"PK\x03\x04" * 10_000])
def test_un_fichier_qui_n_est_pas_une_copie_n_est_pas_touche(contenu, neuve, dossier, legere):
    fichier = dossier / "memoire.docx"
    fichier.write_bytes(contenu)
    with pytest.raises(RessourceIndisponible, match=r"pas une copie.*exercice\.duckdb"):
        donnees.connexion(copie="memoire.docx", neuve=neuve)
    assert fichier.read_bytes() == contenu and list(dossier.iterdir()) == [fichier]


@pytest.mark.parametrize("neuve", [False, True])
def test_une_autre_base_duckdb_n_est_pas_touchee(neuve, dossier, legere):
    with duckdb.connect("perso.duckdb") as con:
        con.execute("CREATE TABLE clients (nom VARCHAR)")
    with pytest.raises(RessourceIndisponible, match="pas une copie"):
        donnees.connexion(copie="perso.duckdb", neuve=neuve)
    with duckdb.connect("perso.duckdb") as con:
        assert con.table("clients").columns == ["nom"]


def test_un_dossier_ne_s_ouvre_pas_comme_une_copie(dossier):
    with pytest.raises(RessourceIndisponible, match="est un dossier"):
        donnees.connexion(copie=dossier)
    with pytest.raises(RessourceIndisponible, match="son dossier n'existe pas"):
        donnees.connexion(copie="absent/exercice.duckdb")


@pytest.fixture
def sans_droits():
    """Ce que l'élève ne peut pas écrire : root, lui, le pourrait, et prend un autre nom."""
    if os.name != "posix":
        pytest.skip("droits de Linux et macOS")
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


def test_un_dossier_sans_droit_d_ecriture_se_dit(sans_droits):
    with pytest.raises(RessourceIndisponible, match="écriture y est interdite"):
        donnees.connexion(copie=Path("/clemenceau.duckdb"))


@POSIX
@pytest.mark.parametrize("neuve", [False, True])
def test_un_disque_plein_se_dit_et_n_abime_rien(neuve, dossier, legere):
    if neuve:
        with donnees.connexion(copie=True) as con:
            con.execute("DELETE FROM lignes_commande")
    avant = sorted(f.name for f in dossier.iterdir())
    fin = lancer(
        f"""
        from grc_lib import donnees
        donnees.connexion(copie=True, neuve={neuve})
        """,
        dossier,
        preexec_fn=disque_de(600_000),
    )
    assert "le disque est plein" in fin.stderr.strip().splitlines()[-1], fin.stderr
    assert sorted(f.name for f in dossier.iterdir() if f.suffix != ".wal") == avant
    with donnees.connexion(copie=True) as con:
        assert (mesure(con, "SELECT count(*) FROM lignes_commande") == 0) == neuve


@pytest.mark.parametrize("copie", [None, 1, ["a"]])
def test_une_copie_se_demande_par_vrai_ou_par_un_nom(copie):
    with pytest.raises(MauvaisType, match="copie"):
        donnees.connexion(copie=copie)


def test_neuve_ne_va_pas_sans_copie():
    with pytest.raises(ArgumentInvalide, match="copie=True"):
        donnees.connexion(neuve=True)
    with pytest.raises(MauvaisType, match="neuve"):
        donnees.connexion(copie=True, neuve="oui")


# --- Les relations -----------------------------------------------------------------------------


def test_le_commentaire_d_une_colonne_dit_la_cle_que_la_base_verifie():
    dites = {(r.table, r.colonnes, r.autre, r.cles) for r in schema.relations()}
    verifiees = schema.contraintes("FOREIGN KEY")
    assert {(c.table, c.colonnes, c.autre, c.cles) for c in verifiees} < dites


@pytest.mark.parametrize("relation", schema.relations(), ids=lambda r: f"{r.table}.{r.colonnes[0]}")
def test_aucune_ligne_ne_renvoie_a_une_ligne_absente(relation):
    """Vérifiées par la base ou non, toutes les clés étrangères sont justes."""
    (colonne,), (cle,) = relation.colonnes, relation.cles
    with donnees.connexion() as con:
        perdues = con.execute(
            f"SELECT {colonne} FROM {relation.table} WHERE {colonne} IS NOT NULL "
            f"AND {colonne} NOT IN (SELECT {cle} FROM {relation.autre})"
        ).fetchall()
    assert perdues == []


def test_dans_sa_copie_un_client_change_de_commercial(tmp_path):
    with donnees.connexion(copie=tmp_path / "exercice.duckdb") as con:
        con.execute("UPDATE clients SET salarie_id = 3, secteur_id = 3 WHERE client_id = 1")
        con.execute("UPDATE prospects SET client_id = 7, salarie_id = 3 WHERE prospect_id = 1")


# --- Le diagramme ------------------------------------------------------------------------------


def test_le_diagramme_relie_toutes_les_tables_du_schema():
    dessin = donnees.diagramme()
    assert dessin.tables == TABLES
    assert dessin.relations == schema.relations() and len(dessin.relations) > 30
    assert all(f"\n    {table}\n" in dessin.mermaid for table in TABLES)


@pytest.mark.parametrize(
    ("tables", "lien", "phrase"),
    [
        (
            ["clients", "commandes"],
            'clients ||--o{ commandes : "client_id"',
            "commandes.client_id : une ligne de clients. "
            "Une ligne de clients en a zéro, une ou plusieurs dans commandes.",
        ),
        (
            ["devis", "commandes"],
            'devis |o--o| commandes : "devis_id"',
            "commandes.devis_id : une ligne de devis, ou aucune. "
            "Une ligne de devis en a zéro ou une dans commandes.",
        ),
        (
            ["commandes", "livraisons"],
            'commandes ||--o| livraisons : "commande_id"',
            "livraisons.commande_id : une ligne de commandes. "
            "Une ligne de commandes en a zéro ou une dans livraisons.",
        ),
    ],
)
def test_les_cardinalites_sont_celles_des_cles(tables, lien, phrase):
    dessin = donnees.diagramme(tables)
    assert lien in dessin.mermaid and phrase in str(dessin)
    assert dessin._repr_mimebundle_() == {
        "text/vnd.mermaid": dessin.mermaid,
        "text/plain": str(dessin),
    }


def test_une_table_nommee_montre_ses_colonnes_et_ses_cles():
    mermaid = donnees.diagramme("comptes_clients").mermaid
    assert "INTEGER client_id PK, FK" in mermaid and "INTEGER exercice PK\n" in mermaid
    assert "DECIMAL montant\n" in mermaid and "--" not in mermaid


def test_un_diagramme_sans_table_ou_d_une_inconnue_est_refuse():
    for tables in ([], ["client"], "client"):
        with pytest.raises(ArgumentInvalide, match="tables"):
            donnees.diagramme(tables)
    for tables in (12, [12]):
        with pytest.raises(MauvaisType):
            donnees.diagramme(tables)


# --- Les tableaux ------------------------------------------------------------------------------


def test_un_tableau_charge_a_des_types_qui_se_calculent():
    lignes, commandes = donnees.charger("lignes_commande"), donnees.charger("commandes")
    assert lignes["montant_ht"].dtype == "float64" and lignes["quantite"].dtype == "int64"
    assert commandes["date_commande"].dtype.kind == "M"
    clients = donnees.charger("clients")
    assert clients["code_postal"].str.len().eq(5).all()
    assert clients["actif"].dtype == "bool"


def test_le_dictionnaire_decrit_chaque_colonne_en_une_phrase():
    dictionnaire = donnees.dictionnaire()
    assert dictionnaire["description"].str.fullmatch(r"[A-ZÉ«].{3,}[.…]", na=False).all()
    for table in TABLES:
        livrees = donnees.charger(table).columns
        assert donnees.dictionnaire(table)["colonne"].tolist() == livrees.tolist()


# --- La notice ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def notice():
    return json.loads((donnees.chemin("clients").parent / "datapackage.json").read_text("utf-8"))


def des_tables(notice):
    return {ressource["name"]: ressource["schema"] for ressource in notice["resources"]}


def champ(notice, table, colonne):
    return next(c for c in des_tables(notice)[table]["fields"] if c["name"] == colonne)


def test_la_notice_suit_le_profil_officiel_data_package(notice):
    profil = json.loads(Path(__file__).with_name("profil_datapackage.json").read_text("utf-8"))
    assert notice["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    jsonschema.Draft7Validator(profil).validate(notice)
    abimee = notice | {"resources": [{"name": "clients"}]}
    assert list(jsonschema.Draft7Validator(profil).iter_errors(abimee))


def test_la_notice_decrit_les_fichiers_livres(notice):
    dossier = donnees.chemin("clients").parent
    assert [licence["name"] for licence in notice["licenses"]] == ["CC-BY-SA-4.0"]
    assert [ressource["name"] for ressource in notice["resources"]] == list(TABLES)
    for ressource in notice["resources"]:
        contenu = (dossier / ressource["path"]).read_bytes()
        assert ressource["hash"] == "sha256:" + hashlib.sha256(contenu).hexdigest()
        champs = [champ["name"] for champ in ressource["schema"]["fields"]]
        assert champs == donnees.charger(ressource["name"]).columns.tolist()


def test_la_notice_dit_les_cles(notice):
    tables = des_tables(notice)
    assert tables["comptes_clients"]["primaryKey"] == ["client_id", "exercice", "poste"]
    assert tables["lignes_commande"]["uniqueKeys"] == [["commande_id", "produit_id"]]
    assert tables["lignes_commande"]["foreignKeys"] == [
        {
            "fields": ["commande_id"],
            "reference": {"resource": "commandes", "fields": ["commande_id"]},
        },
        {"fields": ["produit_id"], "reference": {"resource": "produits", "fields": ["produit_id"]}},
    ]
    for table, description in tables.items():
        champs = [c["name"] for c in description["fields"]]
        assert set(description["primaryKey"]) <= set(champs), table


def test_la_notice_dit_les_types_les_listes_et_les_motifs(notice):
    assert champ(notice, "appels", "horodatage")["type"] == "datetime"
    assert champ(notice, "clients", "date_creation")["type"] == "date"
    assert champ(notice, "factures", "montant_ttc")["type"] == "number"
    assert champ(notice, "clients", "siret")["constraints"] == {
        "required": True,
        "pattern": "[0-9]{14}",
    }
    types = champ(notice, "clients", "type_client")["constraints"]["enum"]
    assert types == ["Préféré", "Nursery", "Mammouth", "Petit"]
    assert "constraints" not in champ(notice, "reclamations", "satisfait")


def test_les_reponses_ne_partent_ni_dans_la_notice_ni_chez_l_eleve(notice):
    assert "verite" not in json.dumps(notice)
    reglages = tomllib.loads((RACINE / "pyproject.toml").read_text("utf-8"))
    roue = reglages["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "datasets/clemenceau/corrige" in roue["exclude"] and "force-include" not in roue
    assert "datasets" not in DOSSIERS


def test_la_roue_n_emporte_pas_les_reponses(tmp_path):
    wheel = pytest.importorskip("hatchling.builders.wheel")
    for nom in ("grc_lib/__init__.py", "course/a.ipynb", "exercises/b.ipynb", "README.md"):
        (tmp_path / nom).parent.mkdir(exist_ok=True)
        (tmp_path / nom).touch()
    for nom in ("LICENSE", "LICENSE-contenu", "pyproject.toml"):
        shutil.copy(RACINE / nom, tmp_path)
    for nom in ("clients.parquet", "corrige/verite_prospects_bruts.parquet"):
        fichier = tmp_path / "datasets" / "clemenceau" / nom
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.touch()
    fichiers = wheel.WheelBuilder(str(tmp_path)).recurse_included_files()
    assert {fichier.distribution_path for fichier in fichiers} == {
        "grc_lib/__init__.py",
        "grc_lib/_cours/course/a.ipynb",
        "grc_lib/_cours/exercises/b.ipynb",
        "grc_lib/_cours/datasets/clemenceau/clients.parquet",
    }


def test_la_base_livree_pese_moins_de_six_megaoctets():
    assert sum(donnees.chemin(table).stat().st_size for table in TABLES) < 6_000_000


# --- La fabrique -------------------------------------------------------------------------------


def contenus(dossier):
    return {f.name: f.read_bytes() for f in sorted(dossier.rglob("*")) if f.is_file()}


def test_la_meme_graine_donne_les_memes_octets_dans_un_autre_processus(petite, tmp_path):
    programme = (
        "from grc_lib import donnees; "
        f"donnees.generer({str(tmp_path / 'bis')!r}, clients=150, annees=3)"
    )
    hasard = os.environ | {"PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", programme], check=True, env=hasard)
    assert contenus(tmp_path / "bis") == contenus(petite)


def test_une_autre_graine_donne_une_autre_base(petite, tmp_path):
    autre = donnees.generer(tmp_path / "autre", clients=150, annees=3, graine=1919)
    assert contenus(autre)["clients.parquet"] != contenus(petite)["clients.parquet"]


def test_la_base_livree_est_celle_que_produit_le_generateur(tmp_path):
    neuve = donnees.generer(tmp_path / "clemenceau")
    con = duckdb.connect()
    for table in TABLES:
        livree = con.read_parquet(str(donnees.chemin(table)))
        produite = con.read_parquet(str(neuve / f"{table}.parquet"))
        assert livree.columns == produite.columns and livree.types == produite.types
        assert livree.fetchall() == produite.fetchall(), table


def test_une_base_plus_grande_que_le_bloc_garde_son_integrite(tmp_path, monkeypatch):
    donnees.generer(tmp_path / "clemenceau", clients=1301, annees=2)
    monkeypatch.setenv("GRC_DONNEES", str(tmp_path))
    with donnees.connexion(copie=tmp_path / "copie.duckdb") as con:
        assert mesure(con, "SELECT count(*) FROM clients") == 1301
        assert mesure(con, "SELECT count(DISTINCT raison_sociale) FROM clients") == 1301
        assert mesure(con, "SELECT year(min(date_commande)) FROM commandes") == 2025


def test_une_base_a_cle_composee_s_ecrit_toujours_dans_le_meme_ordre():
    with duckdb.connect() as con:
        for table, cle in schema.cles_primaires().items():
            lignes = con.read_parquet(str(donnees.chemin(table))).project(", ".join(cle)).fetchall()
            assert lignes == sorted(lignes), table


def test_la_verite_des_prospects_bruts_est_rangee_a_part(petite):
    verite = duckdb.read_parquet(str(petite / "corrige" / "verite_prospects_bruts.parquet"))
    assert verite.columns == ["brut_id", "prospect_id", "faux_siret", "defauts"]
    brutes = duckdb.read_parquet(str(petite / "prospects_bruts.parquet"))
    assert [n for n, *_ in verite.fetchall()] == [n for n, *_ in brutes.fetchall()]
    assert "verite" not in (petite / "datapackage.json").read_text("utf-8")


def _disque_plein(_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_une_panne_du_disque_laisse_l_ancienne_base_et_se_dit(petite, monkeypatch):
    avant, voisins = contenus(petite), set(petite.parent.iterdir())
    monkeypatch.setattr("grc_lib.donnees.paquet.decrire", _disque_plein)
    with pytest.raises(RessourceIndisponible, match="le disque est plein"):
        donnees.generer(petite, clients=50, annees=2)
    assert contenus(petite) == avant and set(petite.parent.iterdir()) == voisins


@POSIX
@pytest.mark.parametrize("place", [20_000, 300_000])
def test_un_disque_plein_pendant_la_fabrique_se_dit(place, tmp_path):
    programme = "from grc_lib import donnees; donnees.generer('base', clients=150, annees=3)"
    fin = lancer(programme, tmp_path, preexec_fn=disque_de(place))
    assert "le disque est plein" in fin.stderr.strip().splitlines()[-1], fin.stderr
    assert not list(tmp_path.iterdir())


def test_un_remplacement_refuse_par_le_systeme_rend_l_ancienne_base(petite, monkeypatch):
    avant, renommer = contenus(petite), Path.rename

    def refus(self, cible):
        if self.name == "neuve":
            raise PermissionError(errno.EACCES, "fichier ouvert dans un autre programme")
        return renommer(self, cible)

    monkeypatch.setattr(Path, "rename", refus)
    with pytest.raises(RessourceIndisponible, match="fermez les autres notebooks"):
        donnees.generer(petite, clients=50, annees=2)
    assert contenus(petite) == avant


@POSIX
@pytest.mark.parametrize("instant", ["clients.parquet", "datapackage.json", "ancienne"])
def test_une_fabrique_tuee_en_plein_vol_rend_l_ancienne_base(instant, petite, tmp_path):
    """Tuée pendant l'écriture, juste avant le remplacement, ou entre ses deux temps."""
    base = tmp_path / "clemenceau"
    shutil.copytree(petite, base)
    avant = contenus(base)
    fabrique = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent(
                f"""
                import time
                from pathlib import Path
                from grc_lib import donnees
                from grc_lib.donnees import paquet
                renommer, decrire = Path.rename, paquet.decrire
                def rename(self, cible):
                    renommer(self, cible)
                    time.sleep(60 * (cible.name == {instant!r}))
                def lentement(dossier):
                    time.sleep(60 * ({instant!r} == "clients.parquet"))
                    decrire(dossier)
                    time.sleep(60 * ({instant!r} == "datapackage.json"))
                Path.rename, paquet.decrire = rename, lentement
                donnees.generer({str(base)!r}, clients=50, annees=2)
                """
            ),
        ]
    )
    limite = time.monotonic() + 60
    while not list(tmp_path.glob(f".clemenceau~*/**/{instant}")):
        assert time.monotonic() < limite and fabrique.poll() is None
        time.sleep(0.02)
    if instant != "ancienne":
        assert contenus(base) == avant
        with pytest.raises(ArgumentInvalide):  # une autre fabrique ne touche pas au travail vivant
            donnees.generer(base, clients=0)
    fabrique.kill()
    fabrique.wait()
    with pytest.raises(RessourceIndisponible), pytest.MonkeyPatch.context() as panne:
        panne.setattr("grc_lib.donnees.paquet.decrire", _disque_plein)
        donnees.generer(base, clients=50, annees=2)
    assert contenus(base) == avant
    assert [f.name for f in tmp_path.iterdir()] == ["clemenceau"]


def test_une_fabrique_ne_nettoie_pas_le_travail_d_une_autre(tmp_path, monkeypatch):
    travail = tmp_path / ".clemenceau~vivante1"
    travail.mkdir()
    programme = f"""
        import duckdb, sys
        con = duckdb.connect({str(travail / "provisoire.duckdb")!r})
        print("ouverte", flush=True)
        sys.stdin.read()
        """
    commande = [sys.executable, "-c", textwrap.dedent(programme)]
    with subprocess.Popen(commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as autre:
        assert autre.stdout.readline() == b"ouverte\n"
        donnees.generer(tmp_path / "clemenceau", clients=50, annees=2)
        assert travail.exists()
    donnees.generer(tmp_path / "clemenceau", clients=50, annees=2)
    assert not travail.exists()


def test_un_dossier_au_nom_bien_francais_ne_gene_personne(tmp_path, monkeypatch):
    dossier = tmp_path / "Cours d'été [2026] *brouillon*"
    donnees.generer(dossier / "clemenceau", clients=50, annees=2)
    monkeypatch.setenv("GRC_DONNEES", str(dossier))
    assert len(donnees.charger("clients")) == 50
    with donnees.connexion() as con:
        assert mesure(con, "SELECT count(*) FROM clients") == 50


def test_regenerer_remplace_la_base(petite, tmp_path):
    copie = tmp_path / "clemenceau"
    shutil.copytree(petite, copie)
    donnees.generer(copie, clients=50, annees=2)
    assert duckdb.read_parquet(str(copie / "clients.parquet")).shape[0] == 50


def test_generer_n_efface_pas_un_dossier_qui_contient_autre_chose(tmp_path):
    donnees.generer(tmp_path / "base", clients=50, annees=2)
    for nom in ("memoire.docx", "ventes.parquet", "corrige/bareme.md", "photos/clients.parquet"):
        fichier = tmp_path / "base" / nom
        fichier.parent.mkdir(exist_ok=True)
        fichier.write_text("à rendre demain")
        with pytest.raises(ArgumentInvalide, match="il contient aussi"):
            donnees.generer(tmp_path / "base", clients=50)
        assert fichier.read_text() == "à rendre demain"
        fichier.unlink()
        if fichier.parent.name == "photos":
            fichier.parent.rmdir()


# --- Les erreurs -------------------------------------------------------------------------------


@pytest.fixture
def ailleurs(tmp_path, monkeypatch):
    """Une copie de la base livrée, que l'on peut abîmer."""
    shutil.copytree(donnees.chemin("clients").parent, tmp_path / "clemenceau")
    monkeypatch.setenv("GRC_DONNEES", str(tmp_path))
    return tmp_path / "clemenceau"


def test_un_fichier_manquant_se_dit_en_une_phrase(ailleurs):
    (ailleurs / "commandes.parquet").unlink()
    for ouvrir in (donnees.connexion, lambda: donnees.charger("commandes")):
        with pytest.raises(RessourceIndisponible, match=r"commandes\.parquet.*réinstallez"):
            ouvrir()
    assert len(donnees.charger("clients")) == 1200


def test_un_fichier_tronque_se_dit_en_une_phrase(ailleurs):
    fichier = ailleurs / "clients.parquet"
    fichier.write_bytes(fichier.read_bytes()[:1000])
    for ouvrir in (
        donnees.connexion,
        lambda: donnees.connexion(copie=ailleurs.parent / "copie.duckdb"),
        lambda: donnees.charger("clients"),
    ):
        with pytest.raises(RessourceIndisponible, match=r"clients\.parquet.*illisible"):
            ouvrir()


@pytest.mark.parametrize("porte", [donnees.charger, donnees.chemin, donnees.dictionnaire])
def test_un_nom_de_table_inconnu_propose_les_noms_proches(porte):
    with pytest.raises(ArgumentInvalide, match="clients"):
        porte("client")
    with pytest.raises(MauvaisType):
        porte(12)


@pytest.mark.parametrize(
    "reglage",
    [
        {"clients": 0},
        {"clients": -5},
        {"clients": 1e3},
        {"clients": True},
        {"annees": 1},
        {"annees": 40},
        {"graine": -1},
    ],
)
def test_un_reglage_impossible_est_refuse_avant_d_ecrire(reglage, tmp_path):
    with pytest.raises(ArgumentInvalide, match=next(iter(reglage))):
        donnees.generer(tmp_path / "base", **reglage)
    assert not (tmp_path / "base").exists()
