"""Noter les mêmes 35 copies de S522-4 : nbgrader seul, avec nos noyaux, puis `grc noter`."""

import copy
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from benchmarks.outils import Mesure, Mesures, ecrire_durees

RACINE = Path(__file__).parents[1]
DEVOIR, COPIES = "S522-4", 35
GENRES = ("juste", "moitié", "vide", "faux", "juste")


def mesures() -> Mesures:
    with tempfile.TemporaryDirectory(prefix="grc-bench-") as dossier:
        modele = Path(dossier, "modele")
        _fabriquer(modele)
        nbgrader = [sys.executable, "-m", "nbgrader", "autograde", DEVOIR]
        commandes = {
            "nbgrader": (nbgrader, {}),
            "nbgrader, nos noyaux": (nbgrader, {"JUPYTER_DEFAULT_PROVISIONER_NAME": "grc"}),
            "grc noter": ([sys.executable, "-m", "grc_lib.cli", "noter", DEVOIR], {}),
        }
        temps, notes = {}, {}
        for nom, (commande, variables) in commandes.items():
            cours = Path(dossier, re.sub(r"\W", "", nom))
            shutil.copytree(modele, cours)
            temps[nom] = _chronometrer(commande, cours, variables)
            notes[nom] = _notes(cours)
    memes = all(n == notes["nbgrader"] for n in notes.values())
    detail = f"{COPIES} copies, {ecrire_durees(temps)}"
    yield Mesure("Notes identiques, cellule par cellule", "oui" if memes else "NON", "oui", detail)
    for nom, but in (("nbgrader, nos noyaux", "≥ 3,5"), ("grc noter", "≥ 8")):
        rapport = temps["nbgrader"] / temps[nom]
        yield Mesure(f"{nom} : fois plus vite que nbgrader", rapport, but, detail)
    yield _cout_du_confinement()


def _cout_du_confinement() -> Mesure:
    """Ouvrir un poste confiné, ou non, tour à tour : la différence des médianes."""
    from grc_lib.classe.postes import exterieur as postes

    temps: dict[str, list[float]] = {"espaces": [], "aucun": []}
    for _ in range(30):
        for moyen, releves in temps.items():
            debut = time.perf_counter()
            poste = postes.Poste("essai", DEVOIR, moyen)
            releves.append(time.perf_counter() - debut)
            poste.fermer()
    medianes = {moyen: sorted(releves)[15] for moyen, releves in temps.items()}
    ecart = 1000 * (medianes["espaces"] - medianes["aucun"])
    return Mesure("Confiner un poste", f"{ecart:.1f} ms", "≤ 20 ms", ecrire_durees(medianes))


def _chronometrer(commande: list[str], cours: Path, variables: dict[str, str]) -> float:
    debut = time.perf_counter()
    subprocess.run(
        commande, cwd=cours, env=dict(os.environ) | variables, check=True, capture_output=True
    )
    return time.perf_counter() - debut


def _notes(cours: Path) -> dict[tuple[str, str], float | None]:
    with Gradebook(f"sqlite:///{cours / 'gradebook.db'}") as carnet:
        return {
            (rendu.student.id, note.name): note.auto_score
            for rendu in carnet.notebook_submissions(DEVOIR, DEVOIR)
            for note in rendu.grades
        }


def _fabriquer(cours: Path) -> None:
    """Le cours de l'enseignant et ses copies, une question sur deux juste pour « moitié »."""
    shutil.copytree(RACINE / "solutions" / DEVOIR, cours / "solutions" / DEVOIR)
    shutil.copy(RACINE / "nbgrader_config.py", cours)
    generer = [sys.executable, "-m", "nbgrader", "generate_assignment", DEVOIR]
    subprocess.run(generer, cwd=cours, check=True, capture_output=True)
    source = nbformat.read(cours / "solutions" / DEVOIR / f"{DEVOIR}.ipynb", as_version=4)
    publie = nbformat.read(cours / "exercises" / DEVOIR / f"{DEVOIR}.ipynb", as_version=4)
    for rang in range(COPIES):
        genre = GENRES[rang % len(GENRES)]
        dossier = cours / "submitted" / f"eleve{rang:02d}" / DEVOIR
        dossier.mkdir(parents=True)
        nbformat.write(_repondre(publie, source, REPONSES[genre]), dossier / f"{DEVOIR}.ipynb")


def _repondre(
    publie: nbformat.NotebookNode, source: nbformat.NotebookNode, choisir: Callable[..., str]
) -> nbformat.NotebookNode:
    rendu = copy.deepcopy(publie)
    justes = {
        cellule.metadata.nbgrader.grade_id: re.sub("### (DEBUT|FIN) SOLUTION", "", cellule.source)
        for cellule in source.cells
        if cellule.metadata.get("nbgrader", {}).get("solution")
    }
    for rang, cellule in enumerate(rendu.cells):
        juste = justes.get(cellule.metadata.get("nbgrader", {}).get("grade_id"))
        if juste is not None:
            cellule.source = choisir(rang, cellule.source, juste)
    return rendu


REPONSES: dict[str, Callable[[int, str, str], str]] = {
    "juste": lambda rang, vide, juste: juste,
    "moitié": lambda rang, vide, juste: juste if rang % 4 < 2 else vide,
    "vide": lambda rang, vide, juste: vide,
    "faux": lambda rang, vide, juste: vide.replace("= ...", "= 1"),
}
