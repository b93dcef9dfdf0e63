"""Un petit TD de deux questions, fait sur mesure : les essais qui ne portent pas sur un vrai TD."""

import copy
import shutil
from pathlib import Path

import nbformat
from copies import RACINE, nbgrader
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grc_lib.classe.notation.juger import ExecuterCopie
from grc_lib.classe.preparation.execution import notes
from grc_lib.classe.preparation.plan import Plan

MISE_EN_PLACE = "depart = 10\n### DEBUT TESTS CACHES\nattendu = depart + 1\n### FIN TESTS CACHES"
MOYENS = ("espaces", "landlock")


def cellule(
    nom: str, source: str, points: float | None = None, libre: bool = False
) -> NotebookNode:
    """Une cellule de nbgrader : contrôle si elle a des points, réponse si elle est libre."""
    repere = {
        "grade_id": nom, "grade": points is not None, "solution": libre, "locked": not libre,
        "task": False, "schema_version": 3, "cell_type": "code",
    }  # fmt: skip
    if points is not None:
        repere["points"] = points
    faite = new_code_cell(source, id=nom.replace("_", "-"), metadata={"nbgrader": repere})
    if points and libre:
        faite = new_markdown_cell(source, id=nom.replace("_", "-"), metadata={"nbgrader": repere})
        faite.metadata.nbgrader.cell_type = "markdown"
    return faite


def td(mise_en_place: str = MISE_EN_PLACE) -> NotebookNode:
    """Sa source : un nombre en q1, une fonction en q2, une phrase à lire dans « avis »."""
    corrige = "### DEBUT SOLUTION\n{}\n### FIN SOLUTION"
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Un petit TD", id="titre"),
            cellule("donnees", mise_en_place, 0),
            cellule("q1", corrige.format("un = depart + 1"), libre=True),
            cellule("test_q1", "assert un == attendu", 2),
            cellule("q2", corrige.format("def double(x):\n    return 2 * x"), libre=True),
            cellule("test_q2", "assert double(attendu) == 22", 3),
            cellule("avis", corrige.format("C'est dit."), 5, libre=True),
        ]
    )
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "P", "language": "python"}
    return notebook


def copie(source: NotebookNode | None = None, **reponses: str) -> NotebookNode:
    """Une copie juste, où ces cellules-ci sont autres."""
    rendue = copy.deepcopy(source or td())
    for c in rendue.cells:
        nom = c.metadata.get("nbgrader", {}).get("grade_id")
        c.source = reponses.get(nom, c.source)
    return rendue


def executer(
    rendue: NotebookNode, source: NotebookNode | None = None, moyen: str = "espaces", **reglages
) -> tuple[dict[str, float | None], dict[str, str]]:
    """Les notes d'une copie et ce que montre chacune de ses cellules, erreur comprise."""
    ressources = {"nbgrader": {"student": "lea.martin", "assignment": "mini"}, "metadata": {}}
    execution = ExecuterCopie(plan=Plan.de(source or td()), moyen=moyen, **reglages)
    rendu, _ = execution.preprocess(copy.deepcopy(rendue), ressources)
    vus = {c.id.replace("-", "_"): texte(c.outputs) for c in rendu.cells if "outputs" in c}
    return notes(rendu), vus


def texte(sorties: list[dict]) -> str:
    return "".join(
        s.get("text") or s.get("evalue") or str(s.get("data", {}).get("text/plain", ""))
        for s in sorties
    )


def publier(cours: Path, *devoirs: str, reglages: str = "") -> None:
    """Un cours dont chaque devoir est le petit TD, publié."""
    shutil.copy(RACINE / "nbgrader_config.py", cours)
    with (cours / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\nc.ExecuterCopie.delai = 10\n{reglages}\n")
    for devoir in devoirs:
        vers = cours / "solutions" / devoir / f"{devoir}.ipynb"
        vers.parent.mkdir(parents=True)
        nbformat.write(td(), vers)
        dit = nbgrader(cours, "generate_assignment", devoir)
        assert (cours / "exercises" / devoir / f"{devoir}.ipynb").is_file(), dit


def rendre(cours: Path, devoir: str, etudiant: str, rendue: NotebookNode) -> None:
    vers = cours / "submitted" / etudiant / devoir / f"{devoir}.ipynb"
    vers.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(rendue, vers)


def processus_de(repere: str) -> list[str]:
    """Les processus lancés avec ce texte dans leur environnement, leur commande comprise."""
    trouves = []
    for fiche in Path("/proc").glob("[0-9]*"):
        try:
            if repere.encode() in (fiche / "environ").read_bytes():
                trouves.append(f"{fiche.name} {(fiche / 'cmdline').read_text()}")
        except OSError:
            continue
    return trouves
