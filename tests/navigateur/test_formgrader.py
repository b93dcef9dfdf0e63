"""L'enseignant lit une copie dans Formgrader : sa note reste, rien de l'élève ne s'exécute."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from copies import DEVOIR, Copie, corriges, preparer
from cours_ouvert import Cours, ouvrir_cours
from eleve import BUREAU, Fenetre, Journal, Notebook
from playwright.sync_api import FrameLocator, Page, expect

ATTAQUE = (
    "<b>Courbe</b><script>fetch('/attaque/script')</script>"
    "<img src=absente onerror=\"fetch('/attaque/image')\">"
)
ETUDIANTE, QUESTION = "lea.martin", "reponse_directrice"
COMMENTAIRE = "La limite est dite trop vite."
FORMULES = "cdnjs.cloudflare.com"  # Formgrader y cherche MathJax ; sans lui, elles sont en LaTeX
TROP_LARGE = "corps => corps.ownerDocument.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def cours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cours]:
    """Le dossier de l'enseignant, une copie notée, ouvert dans JupyterLab."""
    dossier = tmp_path_factory.mktemp("enseignant") / "cours"
    dossier.mkdir()
    preparer(dossier)
    juste = corriges()
    piegee = Copie(dossier).repond(**juste)
    piegee.cellule("part_20").source += f"\nfrom IPython.display import HTML\nHTML({ATTAQUE!r})"
    piegee.cellule(QUESTION).source += f"\n\n{ATTAQUE}"
    rendue = dossier / "submitted" / ETUDIANTE / DEVOIR / f"{DEVOIR}.ipynb"
    rendue.parent.mkdir(parents=True)
    rendue.write_text(str(piegee), encoding="utf-8")
    noter = [sys.executable, "-m", "grc_lib.cli", "noter", DEVOIR, "--sans-confinement"]
    subprocess.run(noter, cwd=dossier, check=True)
    with ouvrir_cours(dossier, "--enseignant") as ouvert:
        yield ouvert


def test_l_enseignant_note_une_reponse_redigee_sans_danger(
    cours: Cours, fenetre: Fenetre, journal: Journal
) -> None:
    page = fenetre().new_page()
    page.set_viewport_size({"width": BUREAU[0], "height": BUREAU[1]})
    formgrader = _ouvrir_formgrader(page, cours)
    _ouvrir_la_copie(formgrader)

    notebook = formgrader.locator("#notebook")
    reponse = notebook.locator(".nbgrader_cell", has=formgrader.locator(f"#{QUESTION}"))
    expect(reponse).to_contain_text("Madame, sur vingt-quatre mois")
    expect(notebook.locator(".output_html b", has_text="Courbe")).to_be_attached()
    for zone in (formgrader.locator("body"), page.locator("body")):
        assert not zone.evaluate(TROP_LARGE)

    points = reponse.locator(f"#{QUESTION}")
    with page.expect_response(_enregistrer("grade")):
        points.fill("3.5")
        points.press("Tab")
    commentaire = reponse.locator(f"#{QUESTION}-comment")
    with page.expect_response(_enregistrer("comment")):
        commentaire.fill(COMMENTAIRE)
        commentaire.press("Tab")
    assert _au_carnet(cours.dossier) == (3.5, False, COMMENTAIRE)
    points.scroll_into_view_if_needed()
    expect(points).to_be_in_viewport(ratio=1)
    _capturer(page)

    assert not [url for url in journal.demandes if "attaque" in url]
    assert not notebook.locator("script, [onerror]").count()
    assert not [url for url in journal.hors_de_l_ordinateur() if FORMULES not in url]


def _ouvrir_formgrader(page: Page, cours: Cours) -> FrameLocator:
    page.goto(f"http://{cours.serveur}/lab/workspaces/formgrader?token={cours.jeton}")
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    page.locator("[data-command='nbgrader:open-formgrader']").click()
    Notebook(page).replier_les_fichiers()
    return page.frame_locator("iframe")


def _ouvrir_la_copie(formgrader: FrameLocator) -> None:
    """Le TD, son notebook, la liste des copies, puis celle de l'étudiante."""
    formgrader.get_by_role("link", name="Manual Grading").click()
    for _ in ("le TD", "son notebook"):
        formgrader.locator("#main-table").get_by_role("link", name=DEVOIR).click()
    expect(formgrader.get_by_role("link", name="Submission #1")).to_be_visible()
    formgrader.get_by_role("button", name="Show All Names").click()
    formgrader.get_by_role("link", name=ETUDIANTE).click()


def _enregistrer(quoi: str) -> re.Pattern[str]:
    return re.compile(f"/formgrader/api/{quoi}/")


def _au_carnet(dossier: Path) -> tuple[float, bool, str]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{dossier / 'gradebook.db'}") as carnet:
        note = carnet.find_grade(QUESTION, DEVOIR, DEVOIR, ETUDIANTE)
        commentaire = carnet.find_comment(QUESTION, DEVOIR, DEVOIR, ETUDIANTE)
        return note.manual_score, note.needs_manual_grade, commentaire.manual_comment


def _capturer(page: Page) -> None:
    if dossier := os.environ.get("GRC_CAPTURES"):
        page.screenshot(path=Path(dossier) / f"formgrader_{BUREAU[0]}.png")
