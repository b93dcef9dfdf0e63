"""Les sorties gardées : refaites dès que ce dont elles dépendent change, et pas avant."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from docs.site.depot import RACINE

# À part : nbclient laisse derrière lui des boucles d'événements ouvertes.
PROGRAMME = """
import sys
from pathlib import Path
from docs.site import execution
execution.RACINE = depot = Path(sys.argv[1])
execution.GARDEES = depot / "_build"
for nom, notebook in execution.executer(sorted(depot.glob("course/*/*.ipynb"))).items():
    print(nom.name, "affiche", notebook.cells[1].outputs[0].text)
"""
LIRE = "import os; print(open('taux.csv').read(), [n for n in os.environ if n.startswith('GRC_')])"


def ecrire(place: Path, code: str, phrase: str = "Une phrase.") -> None:
    cellules = [nbformat.v4.new_markdown_cell(phrase), nbformat.v4.new_code_cell(code)]
    place.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cellules), place)


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """Un dépôt de deux notebooks, dont l'un lit un tableau posé à côté de lui."""
    for nom in ("grc_lib/formules/taux.py", "datasets/clients.csv", "course/a/taux.csv"):
        (tmp_path / nom).parent.mkdir(parents=True)
        (tmp_path / nom).write_text("0.1", "utf-8")
    ecrire(tmp_path / "course/a/a.ipynb", LIRE)
    ecrire(tmp_path / "course/b/b.ipynb", "print(1 + 1)")
    return tmp_path


def executer(depot: Path) -> str:
    fait = subprocess.run(
        [sys.executable, "-c", PROGRAMME, str(depot)],
        cwd=RACINE,
        env={**os.environ, "GRC_ESSAI": "3"},  # un réglage de ce poste, que le site doit ignorer
        capture_output=True,
        text=True,
    )
    assert fait.returncode == 0, fait.stderr
    return fait.stdout


def refaits(depot: Path) -> set[str]:
    debut = "exécution de "
    return {li.removeprefix(debut) for li in executer(depot).splitlines() if li.startswith(debut)}


def test_seul_ce_qui_change_est_refait(depot: Path) -> None:
    assert refaits(depot) == {"a.ipynb", "b.ipynb"}
    ecrire(depot / "course/b/b.ipynb", "print(1 + 1)", "Une phrase corrigée.")
    assert refaits(depot) == set()
    ecrire(depot / "course/b/b.ipynb", "print(1 + 2)")
    assert refaits(depot) == {"b.ipynb"}
    for commun in ("grc_lib/formules/taux.py", "datasets/clients.csv"):
        (depot / commun).write_text("0.2", "utf-8")
        assert refaits(depot) == {"a.ipynb", "b.ipynb"}


def test_un_notebook_relit_le_tableau_pose_a_cote_de_lui(depot: Path) -> None:
    assert "a.ipynb affiche 0.1 ['GRC_ETUDIANT']" in executer(depot)
    (depot / "course/a/taux.csv").write_text("0.2", "utf-8")
    rapport = executer(depot)
    assert "exécution de b.ipynb" not in rapport
    assert "a.ipynb affiche 0.2 ['GRC_ETUDIANT']" in rapport
