"""Lire, écrire et composer des notebooks : nbformat, qui n'a pas de types, vu d'ici seulement."""

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

_nbformat: Any = nbformat


def lire(fichier: Path) -> NotebookNode:
    """Le notebook d'un fichier, au format 4."""
    notebook: NotebookNode = _nbformat.read(fichier, as_version=4)
    return notebook


def convertir(brut: dict[str, Any]) -> NotebookNode:
    """Un notebook d'un format plus ancien, au format 4."""
    notebook: NotebookNode = _nbformat.convert(_nbformat.from_dict(brut), 4)
    return notebook


def ecrire(notebook: NotebookNode) -> str:
    """Le texte d'un notebook, tel que le dépôt le garde."""
    return f"{_nbformat.writes(notebook)}\n"


def composer(cellules: list[NotebookNode]) -> NotebookNode:
    """Un notebook Python neuf."""
    noyau = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook: NotebookNode = _nbformat.v4.new_notebook(
        cells=cellules, metadata={"kernelspec": noyau}
    )
    return notebook


def texte(source: str, **champs: Any) -> NotebookNode:
    """Une cellule de texte."""
    cellule: NotebookNode = _nbformat.v4.new_markdown_cell(source, **champs)
    return cellule


def code(source: str, **champs: Any) -> NotebookNode:
    """Une cellule de code."""
    cellule: NotebookNode = _nbformat.v4.new_code_cell(source, **champs)
    return cellule


def sorties(brutes: list[dict[str, Any]]) -> list[NotebookNode]:
    """Des sorties de cellule, lues comme nbformat les lit."""
    return [_nbformat.from_dict(brute) for brute in brutes]
