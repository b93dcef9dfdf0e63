"""Fabriquer des copies d'élèves à partir du TD publié, et lancer le vrai nbgrader."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

RACINE = Path(__file__).parents[2]
DEVOIR = "S522-4"


def nbgrader(cours: Path, *commande: str) -> str:
    """Lance une commande nbgrader dans le dossier du cours et rend ce qu'elle a écrit."""
    fini = subprocess.run(
        [sys.executable, "-m", "nbgrader", *commande],
        cwd=cours,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return fini.stdout + fini.stderr


def preparer(cours: Path, devoir: str = DEVOIR) -> None:
    """Un dossier de cours d'enseignant : les réglages, les sources du TD, le TD publié."""
    shutil.copy(RACINE / "nbgrader_config.py", cours)
    shutil.copytree(RACINE / "solutions" / devoir, cours / "solutions" / devoir)
    nbgrader(cours, "generate_assignment", devoir)


def corriges() -> dict[str, str]:
    """La réponse de l'enseignant à chaque question, sans les bornes de nbgrader."""
    source = nbformat.read(RACINE / "solutions" / DEVOIR / f"{DEVOIR}.ipynb", as_version=4)
    return {
        cellule.metadata.nbgrader.grade_id: re.sub("### (DEBUT|FIN) SOLUTION", "", cellule.source)
        for cellule in source.cells
        if cellule.metadata.get("nbgrader", {}).get("solution")
    }


class Copie:
    """Le TD tel que l'élève le reçoit, puis ce qu'il en fait."""

    def __init__(self, cours: Path) -> None:
        fichier = cours / "exercises" / DEVOIR / f"{DEVOIR}.ipynb"
        self.notebook = nbformat.read(fichier, as_version=4)

    def repond(self, **reponses: str) -> "Copie":
        for question, reponse in reponses.items():
            self.cellule(question).source = reponse
        return self

    def efface(self, question: str) -> "Copie":
        self.notebook.cells.remove(self.cellule(question))
        return self

    def cellule(self, question: str) -> nbformat.NotebookNode:
        return next(
            c
            for c in self.notebook.cells
            if c.metadata.get("nbgrader", {}).get("grade_id") == question
        )

    def __str__(self) -> str:
        return nbformat.writes(self.notebook)
