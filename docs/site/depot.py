"""Où se trouvent les choses : le dossier du cours, celui de construction, le dépôt public."""

import tomllib
from pathlib import Path
from urllib.parse import quote

RACINE = Path(__file__).parents[2]
CONSTRUCTION = RACINE / "_build"
SOURCES = CONSTRUCTION / "sources"
_PROJET = tomllib.loads((RACINE / "pyproject.toml").read_text("utf-8"))["project"]
DEPOT = _PROJET["urls"]["Repository"].removesuffix("/")  # la seule adresse du dépôt : la changer là


def binder(notebook: Path) -> str:
    """L'adresse qui ouvre ce notebook sur mybinder.org."""
    compte = DEPOT.removeprefix("https://github.com/")
    page = quote(f"lab/tree/{relatif(notebook)}")
    return f"https://mybinder.org/v2/gh/{compte}/HEAD?urlpath={page}"


def page_du_depot(chemin: Path) -> str:
    """L'adresse d'un fichier ou d'un dossier que le site ne publie pas."""
    genre = "tree" if chemin.is_dir() else "blob"
    return f"{DEPOT}/{genre}/HEAD/{quote(relatif(chemin))}"


def relatif(chemin: Path) -> str:
    return chemin.resolve().relative_to(RACINE).as_posix()
