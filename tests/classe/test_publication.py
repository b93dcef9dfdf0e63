"""Ce qui part chez les élèves : à jour, au barème annoncé, sans corrigé."""

import re
from pathlib import Path

import nbformat
import pytest
from copies import RACINE, preparer

DEVOIRS = sorted(dossier.name for dossier in (RACINE / "solutions").iterdir() if dossier.is_dir())


def lire(dossier: str, devoir: str) -> nbformat.NotebookNode:
    return nbformat.read(RACINE / dossier / devoir / f"{devoir}.ipynb", as_version=4)


def questions(notebook: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
    return {
        cellule.metadata.nbgrader.grade_id: cellule
        for cellule in notebook.cells
        if "nbgrader" in cellule.metadata
    }


def test_les_exercices_sont_regeneres_a_l_identique(tmp_path: Path) -> None:
    for devoir in DEVOIRS:
        preparer(tmp_path, devoir)
        publie = Path("exercises", devoir, f"{devoir}.ipynb")
        assert (tmp_path / publie).read_bytes() == (RACINE / publie).read_bytes(), (
            f"{publie} n'est pas à jour : lancez « nox -s td »."
        )


@pytest.mark.parametrize("devoir", DEVOIRS)
def test_le_total_fait_vingt_points_comme_annonce(devoir: str) -> None:
    notebook = lire("solutions", devoir)
    bareme = [
        c.metadata.nbgrader.points
        for c in questions(notebook).values()
        if "points" in c.metadata.nbgrader
    ]
    annonces = re.findall(
        r"^## Question .*\((\d+) points?\)", "\n".join(c.source for c in notebook.cells), re.M
    )
    assert sum(bareme) == 20
    assert [int(points) for points in annonces] == bareme


@pytest.mark.parametrize("devoir", DEVOIRS)
def test_aucun_corrige_ne_part_chez_les_eleves(devoir: str) -> None:
    publie = nbformat.writes(lire("exercises", devoir))
    for borne in ("DEBUT SOLUTION", "FIN SOLUTION", "DEBUT TESTS", "FIN TESTS"):
        assert borne not in publie
    for nom, cellule in questions(lire("solutions", devoir)).items():
        corrige = cellule.source.partition("### DEBUT SOLUTION")[2].partition("### FIN SOLUTION")[0]
        caches = cellule.source.partition("### DEBUT TESTS CACHES")[2].partition("### FIN TESTS")[0]
        for ligne in (corrige + caches).splitlines():
            if len(ligne.strip()) > 25:
                assert ligne.strip() not in questions(lire("exercises", devoir))[nom].source


@pytest.mark.parametrize("devoir", DEVOIRS)
def test_chaque_controle_a_une_partie_visible_et_une_partie_cachee(devoir: str) -> None:
    for nom, cellule in questions(lire("solutions", devoir)).items():
        if nom.startswith("test_"):
            visible, _, cachee = cellule.source.partition("### DEBUT TESTS CACHES")
            assert "verifier_forme(" in visible
            assert re.search(r"verifier(_tableau|_fonction)?\(", cachee)
