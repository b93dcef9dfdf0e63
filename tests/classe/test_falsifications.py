"""Une copie qui ment d'un bout à l'autre : métadonnées, sorties, noms de fichiers, scripts."""

import copy
import subprocess
import sys
from pathlib import Path

import attaques
import mini
import nbformat
import pytest
from attaques import Essayer
from copies import nbgrader
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from grc_lib.classe.postes import epreuve, souche

pytestmark = pytest.mark.skipif(not souche.possible(), reason="le confinement demande Linux")
BALISE = f'<img src="data:," onerror="{attaques.signer("fichier")}">'
AFFICHER = f"""
from IPython.display import HTML, Javascript, display
display(HTML({BALISE!r}), Javascript({attaques.signer("javascript")!r}))
print({BALISE!r})
un = 12
"""


def faussaire() -> NotebookNode:
    """Tout faux, sauf ce qu'elle dit de sa note : un noyau, des points, des réussites inventés."""
    rendue = mini.copie(q1=AFFICHER, q2="def double(x):\n    return 0", avis="")
    rendue.metadata.kernelspec = {"name": "../../sh", "display_name": BALISE, "language": "sh"}
    rendue.metadata.language_info = {"name": BALISE, "file_extension": "/../../x"}
    for cellule in rendue.cells:
        repere = cellule.metadata.get("nbgrader", {})
        if repere.get("grade"):
            repere |= {"points": 1000, "locked": False}
        if repere.get("grade_id") == "test_q1":
            repere["solution"] = True
            cellule.source = "pass"
            note = {"text/plain": "1000", "text/html": BALISE}
            cellule.outputs = [new_output("execute_result", note, execution_count=1)]
        if repere.get("grade_id") == "avis":
            cellule.source = "\n\n".join(attaques.markdown().values())
    double = copy.deepcopy(next(c for c in rendue.cells if c.id == "test-q2"))
    double.source, double.id = "assert True", "double"
    ajoutee = {**double.metadata.nbgrader, "grade_id": BALISE, "points": 1000}
    return _avec(rendue, double, new_code_cell("1", metadata={"nbgrader": ajoutee}))


def _avec(rendue: NotebookNode, *cellules: NotebookNode) -> NotebookNode:
    rendue.cells += [*cellules, new_markdown_cell(BALISE)]
    return rendue


@pytest.fixture(scope="module")
def notes_faites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le cours une fois noté, les retours et le bilan écrits par les vraies commandes."""
    if not epreuve.choisir().tient:
        pytest.skip("aucun confinement ne tient ici")
    cours = tmp_path_factory.mktemp("cours")
    mini.publier(cours, "mini")
    mini.rendre(cours, "mini", "honnete", mini.copie())
    mini.rendre(cours, "mini", "faussaire", faussaire())
    mini.rendre(cours, "mini", BALISE, mini.copie(q1="un = 12"))
    annexes = cours / "submitted" / "faussaire" / "mini"
    (annexes / f"{BALISE}.csv").write_text("x")
    (annexes / "page.html").write_text(f"<script>{attaques.signer('annexe')}</script>")
    (annexes / "mini (1).ipynb").symlink_to("/etc/hostname")
    for commande in ("noter", "bilan"):
        subprocess.run(
            [sys.executable, "-m", "grc_lib.cli", commande, "mini"],
            cwd=cours,
            capture_output=True,
            timeout=180,
        )
    nbgrader(cours, "generate_feedback", "mini")
    return cours


def test_elle_n_a_que_les_points_de_son_travail_et_l_honnete_garde_les_siens(
    notes_faites: Path,
) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{notes_faites / 'gradebook.db'}") as carnet:
        notes = {
            (r.student.id, n.name): (n.auto_score, n.max_score)
            for r in carnet.notebook_submissions("mini", "mini")
            for n in r.grades
        }
    assert notes["honnete", "test_q1"] == (2, 2)
    assert notes["honnete", "test_q2"] == (3, 3)
    assert notes["faussaire", "test_q1"] == (0, 2)
    assert notes["faussaire", "test_q2"] == (0, 3)
    assert {nom for _, nom in notes} == {"donnees", "test_q1", "test_q2", "avis"}


def test_ce_que_l_enseignant_et_l_eleve_ouvrent_ne_fait_rien(
    notes_faites: Path, essayer: Essayer
) -> None:
    pages = [*notes_faites.glob("feedback/*/mini/*.html"), *notes_faites.glob("bilans/*.html")]
    assert len(pages) >= 3
    for page in pages:
        assert essayer(page.read_text("utf-8")) == ([], []), page


def test_la_copie_notee_ne_garde_ni_son_noyau_ni_ses_scripts(notes_faites: Path) -> None:
    notee = nbformat.read(notes_faites / "autograded/faussaire/mini/mini.ipynb", as_version=4)
    assert notee.metadata.kernelspec.name == "python3"
    sorties = [sortie for cellule in notee.cells for sortie in cellule.get("outputs", [])]
    montres = [sortie.data for sortie in sorties if "data" in sortie]
    assert "onerror" not in "".join(montre.get("text/html", "") for montre in montres)
    assert not any("application/javascript" in montre for montre in montres)
    assert BALISE in [s.text.strip() for s in sorties if "text" in s], (
        "en texte, elle reste lisible"
    )


def test_rien_de_ce_qu_elle_joignait_ne_devient_actif_ni_ne_sort_du_dossier(
    notes_faites: Path,
) -> None:
    gardes = [*(notes_faites / "autograded" / "faussaire").rglob("*")]
    assert [g for g in gardes if g.is_symlink()] == []
    assert [g.name for g in gardes if g.suffix == ".html"] == []
