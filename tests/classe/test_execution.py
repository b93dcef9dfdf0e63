"""L'exécution rapide donne les notes du vrai nbgrader, cellule par cellule."""

from pathlib import Path

import nbformat
import pytest
from copies import DEVOIR

from grc_lib.classe.preparation.execution import Banc, avec_reponses, corriger, notes

ETUDIANTS = [
    "juste.martin",
    "alamain.noel",
    "faux.dupont",
    "moitie.leroy",
    "vide.moreau",
    "syntaxe.petit",
]


@pytest.mark.parametrize("etudiant", ETUDIANTS)
def test_memes_notes_que_nbgrader(classe: Path, etudiant: str) -> None:
    rendue = nbformat.read(classe / "submitted" / etudiant / DEVOIR / f"{DEVOIR}.ipynb", 4)
    source = nbformat.read(classe / "solutions" / DEVOIR / f"{DEVOIR}.ipynb", 4)
    reponses = {
        cellule.metadata.nbgrader.grade_id: cellule.source
        for cellule in rendue.cells
        if cellule.metadata.get("nbgrader", {}).get("solution")
    }
    with Banc(DEVOIR) as banc:
        copie = corriger(banc, avec_reponses(source, reponses), etudiant)
    automatiques = {nom: note for nom, note in notes(copie).items() if note is not None}
    assert automatiques == {nom: notes_de_nbgrader(classe, etudiant)[nom] for nom in automatiques}
    assert automatiques


def notes_de_nbgrader(classe: Path, etudiant: str) -> dict[str, float]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{classe / 'gradebook.db'}") as carnet:
        rendu = carnet.find_submission_notebook(DEVOIR, DEVOIR, etudiant)
        return {note.name: note.auto_score for note in rendu.grades}
