"""Les commandes du projet : `nox -s lab`, `nox -s tests`… (Windows : `python -m nox -s lab`)."""

import json
import sys
from pathlib import Path
from typing import Any

import nox

if sys.version_info < (3, 11):  # noqa: UP036 (un Python trop ancien lit aussi ce fichier)
    sys.exit("Le cours demande Python 3.11 ou plus récent : installez-le depuis python.org.")

nox.options.sessions = ["tests"]
nox.options.reuse_existing_virtualenvs = True

NOTEBOOKS = ["course", "solutions", "exercises", "docs/guides"]
GRAINES = (1918, 1, 7, 42, 2024)  # la première est celle de la base livrée
FABRIQUER = "from grc_lib import donnees; donnees.generer({!r}, graine={})"
# Ce que `nox -s normaliser` retire d'un notebook, hors les sorties marquées keep_output.
NETTOYAGE = [
    "--keep-id",
    "--keep-count",
    "--extra-keys",
    "metadata.language_info metadata.widgets metadata.jupytext cell.metadata.execution",
]


def _installer(session: nox.Session, verrou: str, *options: str) -> None:
    session.install("--require-hashes", "-r", verrou)
    session.install("--no-deps", *options, ".")


@nox.session
def lab(session: nox.Session) -> None:
    """Ouvre le cours dans JupyterLab (`-- --no-browser` sur un serveur)."""
    _installer(session, "requirements.txt", "-e")
    session.run("grc", "lab", *session.posargs, interrupt_timeout=10)


@nox.session
def tests(session: nox.Session) -> None:
    """Lance tous les contrôles : style, types, bibliothèque, notebooks, notation, navigateur."""
    _installer(session, "tests/requirements.txt", "-e")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("pytest", "--nbval-lax", "-n", "2", "--dist", "loadfile", *session.posargs)


@nox.session
def normaliser(session: nox.Session) -> None:
    """Remet les notebooks au propre (style, sorties, métadonnées) avant un commit."""
    _installer(session, "tests/requirements.txt", "-e")
    session.run("ruff", "check", "--fix", ".")
    session.run("ruff", "format", ".")
    session.run("nbstripout", *NETTOYAGE, *_notebooks())
    for chemin in map(Path, _notebooks()):
        notebook = numeroter(json.loads(chemin.read_text("utf-8")))
        chemin.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


@nox.session
def td(session: nox.Session) -> None:
    """Régénère `exercises/` depuis `solutions/` (jamais l'inverse)."""
    _installer(session, "tests/requirements.txt", "-e")
    for devoir in sorted(Path("solutions").iterdir()):
        session.run("nbgrader", "generate_assignment", devoir.name, "--force")


@nox.session
def base(session: nox.Session) -> None:
    """Régénère la base de l'Imprimerie Clémenceau et les captures qui en sont tirées."""
    _installer(session, "requirements.txt", "-e")
    session.run("python", "-c", FABRIQUER.format("datasets/clemenceau", GRAINES[0]))
    session.run("python", "-m", "grc_lib.donnees.fabrique.captures")


@nox.session
def graines(session: nox.Session) -> None:
    """Vérifie que les faits plantés tiennent sur cinq bases tirées d'autres graines."""
    _installer(session, "tests/requirements.txt", "-e")
    livree = ("test_donnees_portes.py", "test_donnees_annexes.py")  # celle-là seule
    tests = [str(t) for t in Path("tests/unit").glob("test_donnees*.py") if t.name not in livree]
    for graine in GRAINES:
        dossier = Path(session.create_tmp(), str(graine))
        session.run("python", "-c", FABRIQUER.format((dossier / "clemenceau").as_posix(), graine))
        session.run("pytest", "-q", "-n", "2", *tests, env={"GRC_DONNEES": str(dossier)})


@nox.session
def reference(session: nox.Session) -> None:
    """Réécrit les pages de référence (`docs/reference/`) depuis les docstrings."""
    _installer(session, "tests/requirements.txt", "-e")
    session.run("python", "-m", "docs.reference")


@nox.session
def accueil(session: nox.Session) -> None:
    """Réécrit l'accueil, le glossaire et la frise depuis les leçons et la progression."""
    _installer(session, "tests/requirements.txt", "-e")
    session.run("python", "-m", "docs.accueil")


@nox.session
def site(session: nox.Session) -> None:
    """Construit le site du cours : ouvrez ensuite `_build/site/index.html`."""
    _installer(session, "tests/requirements.txt", "-e")
    session.run("python", "-m", "docs.site", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Mesure les vitesses (`-- portefeuille` pour un sujet) ; rien d'autre ne doit tourner."""
    _installer(session, "tests/requirements.txt", "-e")
    session.install("-e", ".[bench]")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def binder(session: nox.Session) -> None:
    """Rejoue l'image de Binder, sans Docker : ses versions, les nôtres, postBuild, l'ouverture."""
    _installer(session, "tests/requirements.txt", "-e")
    session.run("pytest", "tests/unit/test_binder.py", *session.posargs, env={"GRC_BINDER": "1"})


@nox.session
def verrous(session: nox.Session) -> None:
    """Recalcule les versions épinglées (`requirements.txt`, `tests/requirements.txt`)."""
    session.install("uv")
    commun = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes"]
    commun += ["--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links"]
    commun += ["--custom-compile-command", "nox -s verrous", "--quiet", *session.posargs]
    session.run(*commun, "-o", "requirements.txt")
    session.run(*commun, "--extra", "dev", "-c", "requirements.txt", "-o", "tests/requirements.txt")


def numeroter(notebook: dict[str, Any]) -> dict[str, Any]:
    """Numérote les cellules dont la sortie est gardée (nbval l'exige), et elles seules."""
    codes = [cellule for cellule in notebook["cells"] if cellule["cell_type"] == "code"]
    for rang, cellule in enumerate(codes, 1):
        cellule["execution_count"] = rang if cellule["outputs"] else None
        for sortie in cellule["outputs"]:
            if "execution_count" in sortie:
                sortie["execution_count"] = rang
    return notebook


def _notebooks() -> list[str]:
    return [str(chemin) for dossier in NOTEBOOKS for chemin in Path(dossier).rglob("*.ipynb")]
