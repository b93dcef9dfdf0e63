"""Les images du README, prises sur le vrai cours : `docs/images/`.

`python -m docs.captures` ouvre la leçon S522-4 dans JupyterLab et la couverture du site ; il faut
Chromium. Les images du guide de l'enseignant se refont par `docs.captures_enseignant`.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from docs.site.__main__ import construire

RACINE = Path(__file__).parents[1]
IMAGES = Path(__file__).parent / "images"
sys.path.insert(0, str(RACINE / "tests" / "navigateur"))

from chromium import ouvrir_chromium  # noqa: E402
from cours_ouvert import ouvrir_cours  # noqa: E402
from eleve import BUREAU, LECON, Notebook  # noqa: E402

LARGEUR, HAUTEUR = BUREAU
FIGURE = "figures.courbe_concentration(ca)"


def principal() -> None:
    """Refait les deux images."""
    with ouvrir_chromium() as navigateur:
        page = navigateur.new_page(locale="fr-FR", color_scheme="light")
        page.set_viewport_size({"width": LARGEUR, "height": HAUTEUR})
        _lecon(page)
        _site(page)


def _lecon(page: Page) -> None:
    """La courbe de concentration, exécutée, ses données dépliées."""
    with (
        tempfile.TemporaryDirectory(prefix="grc-captures-") as maison,
        ouvrir_cours(Path(maison, "cours")) as cours,
    ):
        page.goto(cours.page(LECON, "captures"))
        notebook = Notebook(page)
        notebook.attendre_le_noyau()
        notebook.replier_les_fichiers()
        notebook.executer_tout()
        cellule = notebook.cellule(FIGURE)
        cellule.locator(".js-plotly-plot").wait_for(timeout=120_000)
        cellule.locator("summary").click()
        for _ in range(3):  # les cellules ne prennent leur vraie hauteur qu'une fois à l'écran
            cellule.evaluate("element => element.scrollIntoView({block: 'start'})")
            page.wait_for_timeout(1_000)
        page.screenshot(path=IMAGES / "lecon.png")


def _site(page: Page) -> None:
    """La page d'accueil du site, telle qu'on l'ouvre sans serveur."""
    assert construire() == 0
    page.goto((RACINE / "_build" / "site" / "index.html").as_uri())
    page.wait_for_timeout(1_000)
    page.screenshot(path=IMAGES / "site.png")


if __name__ == "__main__":
    principal()
