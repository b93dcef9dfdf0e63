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
def test_chaque_question_vaut_les_points_annonces_et_le_tout_vingt(devoir: str) -> None:
    annonces: list[float] = []
    bareme: list[float] = []
    for cellule in lire("solutions", devoir).cells:
        for points in re.findall(r"^## Question .*\(([\d,]+) points?\)", cellule.source, re.M):
            annonces.append(float(points.replace(",", ".")))
            bareme.append(0)
        points = cellule.metadata.get("nbgrader", {}).get("points")
        if points:
            bareme[-1] += points
    assert bareme == annonces
    assert sum(bareme) == 20


@pytest.mark.parametrize("devoir", DEVOIRS)
def test_aucun_corrige_ne_part_chez_les_eleves(devoir: str) -> None:
    publie = nbformat.writes(lire("exercises", devoir))
    for borne in ("DEBUT SOLUTION", "FIN SOLUTION", "DEBUT TESTS", "FIN TESTS"):
        assert borne not in publie
    for nom, cellule in questions(lire("solutions", devoir)).items():
        corrige = cellule.source.partition("### DEBUT SOLUTION")[2].partition("### FIN SOLUTION")[0]
        caches = cellule.source.partition("### DEBUT TESTS CACHES")[2].partition("### FIN TESTS")[0]
        for ligne in (corrige + caches).splitlines():
            donnee = cellule.source.partition("### D")[0]
            if len(ligne.strip()) > 25 and ligne.strip() not in donnee:
                assert ligne.strip() not in questions(lire("exercises", devoir))[nom].source


@pytest.mark.parametrize("devoir", DEVOIRS)
def test_chaque_controle_a_une_partie_visible_et_une_partie_cachee(devoir: str) -> None:
    for nom, cellule in questions(lire("solutions", devoir)).items():
        if nom.startswith("test_"):
            visible, _, cachee = cellule.source.partition("### DEBUT TESTS CACHES")
            assert "verifier_forme(" in visible
            assert re.search(r"verifier(_\w+)?\(", cachee)
