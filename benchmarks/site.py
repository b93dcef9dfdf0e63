"""Le site : le construire à neuf, le reconstruire, l'ouvrir."""

import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import nbformat

from benchmarks.outils import Mesure, Mesures, duree

RACINE = Path(__file__).parents[1]
sys.path.insert(0, str(RACINE / "tests" / "navigateur"))

from chromium import ouvrir_chromium  # noqa: E402
from eleve import BUREAU, LECON  # noqa: E402
from site_servi import LECON as PAGE  # noqa: E402
from site_servi import Ouverture, ouvrir_a_froid, servir  # noqa: E402


def mesures() -> Mesures:
    with tempfile.TemporaryDirectory(prefix="grc-bench-") as dossier:
        depot = shutil.copytree(RACINE, Path(dossier, "depot"), ignore=_non_sources)
        construire = partial(_construire, depot)
        yield Mesure("Construire à neuf", f"{duree(construire, 1):.0f} s", "≤ 180 s", _pages(depot))
        _modifier(depot / LECON)
        detail = f"une cellule de plus dans {Path(LECON).stem}"
        temps = duree(construire, 1)
        yield Mesure("Reconstruire, un notebook changé", f"{temps:.0f} s", "≤ 30 s", detail)
        ouvertures = _ouvrir(depot / "_build" / "site")
    temps = min(ouverture.premier_contenu for ouverture in ouvertures)
    detail = "leçon S522-4, cache vide, même machine, le meilleur de " + str(len(ouvertures))
    yield Mesure("Premier contenu", f"{temps:.0f} ms", "≤ 1 500 ms", detail)
    poids = max(ouverture.octets for ouverture in ouvertures) / 1e6
    detail = "leçon S522-4, compressée, figures dessinées, plotly.js à part"
    yield Mesure("Poids de la page", f"{poids:.2f} Mo", "≤ 1,5 Mo", detail)


def _construire(depot: Path) -> None:
    """Dans cette copie du dépôt, avec sa bibliothèque à elle."""
    variables = os.environ | {"PYTHONPATH": str(depot)}
    commande = [sys.executable, "-m", "docs.site"]
    subprocess.run(commande, cwd=depot, env=variables, check=True, capture_output=True)


def _modifier(notebook: Path) -> None:
    contenu = nbformat.read(notebook, as_version=4)
    contenu.cells.append(nbformat.v4.new_code_cell("1 + 1"))
    nbformat.write(contenu, notebook)


def _ouvrir(site: Path, fois: int = 5) -> list[Ouverture]:
    """La page de la leçon, chaque fois dans un profil neuf."""
    ecran = {"width": BUREAU[0], "height": BUREAU[1]}
    with ouvrir_chromium() as navigateur, servir(site) as adresse:
        contextes = [navigateur.new_context(viewport=ecran) for _ in range(fois)]
        return [ouvrir_a_froid(contexte, f"{adresse}/{PAGE}") for contexte in contextes]


def _pages(depot: Path) -> str:
    sorties = len(list((depot / "_build" / "sorties").glob("*.json")))
    pages = len(list((depot / "_build" / "sources").rglob("*.*")))
    return f"{sorties} notebooks exécutés, {pages} sources, aucune sortie gardée"


def _non_sources(_: str, noms: list[str]) -> list[str]:
    return [nom for nom in noms if nom.startswith((".", "_build", "__pycache__"))]
