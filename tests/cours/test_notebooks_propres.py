"""Un notebook du dépôt est propre : portable, sans sorties hors des résultats épinglés, lisible."""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from noxfile import NETTOYAGE, numeroter
from noxfile import NOTEBOOKS as DOSSIERS

RACINE = Path(__file__).parents[2]
NOTEBOOKS = sorted(chemin for dossier in DOSSIERS for chemin in (RACINE / dossier).rglob("*.ipynb"))
LECONS = [chemin for chemin in NOTEBOOKS if re.match(r"(S\d+|GRC)-\d+_", chemin.name)]


def nom(chemin: Path) -> str:
    return chemin.relative_to(RACINE).as_posix()


def lire(chemin: Path) -> nbformat.NotebookNode:
    return nbformat.read(chemin, as_version=4)


def prose(chemin: Path) -> str:
    return "\n\n".join(c.source for c in lire(chemin).cells if c.cell_type == "markdown")


def test_les_notebooks_sont_normalises() -> None:
    fini = subprocess.run(
        [sys.executable, "-m", "nbstripout", "--verify", *NETTOYAGE, *map(str, NOTEBOOKS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert fini.returncode == 0, f"Lancez « nox -s normaliser ».\n{fini.stdout}{fini.stderr}"


@pytest.mark.parametrize("chemin", NOTEBOOKS, ids=nom)
def test_le_fichier_a_la_forme_canonique(chemin: Path) -> None:
    notebook = lire(chemin)
    nbformat.validate(notebook)
    ids = [cellule.id for cellule in notebook.cells]
    assert len(ids) == len(set(ids))
    assert set(notebook.metadata) <= {"kernelspec"}
    assert chemin.read_text("utf-8") == nbformat.writes(notebook) + "\n"
    assert numeroter(json.loads(nbformat.writes(notebook))) == json.loads(chemin.read_text("utf-8"))


@pytest.mark.parametrize("chemin", NOTEBOOKS, ids=nom)
def test_une_sortie_gardee_est_verifiee(chemin: Path) -> None:
    for cellule in lire(chemin).cells:
        etiquettes = set(cellule.metadata.get("tags", []))
        assert ("keep_output" in etiquettes) == ("nbval-check-output" in etiquettes), cellule.source
        if "keep_output" in etiquettes:
            assert cellule.outputs, f"La sortie épinglée manque :\n{cellule.source}"
            assert all(sortie.output_type != "error" for sortie in cellule.outputs)


@pytest.mark.parametrize("chemin", NOTEBOOKS, ids=nom)
def test_le_markdown_est_portable(chemin: Path) -> None:
    texte = prose(chemin)
    assert not re.search(r"^:::|^```\{|^> \[!", texte, re.M), "directive propre à un seul outil"
    assert not re.search(r"</?(div|span|font|center|table|img)\b", texte), "mise en page en HTML"
    for pli in re.findall(r"<details>.*?</details>", texte, re.S):
        assert "$" not in pli, "une formule ne s'affiche pas dans un volet replié"


@pytest.mark.parametrize("chemin", NOTEBOOKS, ids=nom)
def test_les_liens_menent_quelque_part(chemin: Path) -> None:
    # solutions/ et exercises/ ont la même profondeur : un lien vaut pour les deux.
    for lien in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", prose(chemin)):
        if not lien.startswith("http"):
            assert (chemin.parent / lien).exists(), lien


@pytest.mark.parametrize("chemin", LECONS, ids=nom)
def test_une_lecon_suit_le_rythme_du_cours(chemin: Path) -> None:
    texte = prose(chemin)
    for repere in ("La situation", "Prérequis", "À retenir", "Vocabulaire", "Auto-évaluation"):
        assert repere in texte, repere
    assert texte.count("**À vous ") >= 4
    assert "**Piège**" in texte
    assert "Surprise" in texte
    code = [c.source for c in lire(chemin).cells if c.cell_type == "code"]
    assert sum("verifier(" in source for source in code) >= texte.count("**À vous ")
    assert any("quiz(" in source for source in code)
    assert any("figures." in source for source in code)
