"""Le dépôt tient ses promesses : dossiers, versions épinglées, commandes du README."""

import re
import subprocess
import tomllib
from pathlib import Path

import noxfile

RACINE = Path(__file__).parents[2]
EPINGLE = re.compile(r"^([a-z0-9.-]+)==(\S+)(?: ; (.+?))? \\$", re.M)


def lire(nom):
    return (RACINE / nom).read_text("utf-8")


def versions(verrou):
    """Les versions épinglées pour Python 3.11, celui de Binder."""
    return {
        nom: version
        for nom, version, condition in EPINGLE.findall(lire(verrou))
        if ">= '3.12'" not in condition
    }


def test_les_dossiers_promis_sont_la():
    dossiers = ("course", "datasets", "exercises", "solutions", "grc_lib", "tests", "docs")
    fichiers = ("pyproject.toml", "environment.yml", "requirements.txt", "LICENSE-contenu")
    assert all((RACINE / nom).is_dir() for nom in dossiers)
    assert all((RACINE / nom).is_file() for nom in fichiers)


def test_binder_prend_les_versions_du_verrou():
    epingles = dict(re.findall(r"^ +- ([\w.-]+)==(\S+)$", lire("environment.yml"), re.M))
    dependances = tomllib.loads(lire("pyproject.toml"))["project"]["dependencies"]
    noms = {re.match(r"[\w.-]+", dependance)[0] for dependance in dependances}
    assert set(epingles) == noms
    verrou = versions("requirements.txt")
    assert {nom.lower(): v for nom, v in epingles.items()} == {
        nom.lower(): verrou[nom.lower()] for nom in epingles
    }


def test_les_deux_verrous_s_accordent():
    tests = versions("tests/requirements.txt")
    assert versions("requirements.txt").items() <= tests.items()


def test_un_verrou_ne_cite_aucune_adresse_et_verifie_chaque_paquet():
    for verrou in ("requirements.txt", "tests/requirements.txt"):
        texte = lire(verrou)
        assert "://" not in texte
        assert "index" not in re.sub(r"#.*", "", texte)
        assert texte.count("==") <= texte.count("--hash=sha256:")


def test_les_commandes_du_readme_existent():
    lisez_moi = lire("README.md")
    for session in set(re.findall(r"nox -s (\w+)", lisez_moi)):
        assert callable(getattr(noxfile, session))
    for image in re.findall(r"!\[[^]]+\]\((?!http)([^)]+)\)", lisez_moi):
        assert (RACINE / image).is_file()


def test_le_depot_ne_contient_ni_chemin_de_machine_ni_fichier_genere():
    suivis = subprocess.run(
        ["git", "ls-files"], cwd=RACINE, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    interdits = (".pyc", "gradebook.db", ".ipynb_checkpoints")
    assert not [nom for nom in suivis if nom.endswith(interdits)]
    motif = re.compile(r"/(root|home/\w+|tmp/w)/")
    for nom in suivis:
        if (
            nom.endswith((".py", ".md", ".toml", ".yml", ".ipynb", ".txt"))
            and "test_projet" not in nom
        ):
            assert not motif.search(lire(nom)), nom
