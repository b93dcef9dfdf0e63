"""Un élève devant le vrai JupyterLab du cours, dans Chromium sans fenêtre."""

import itertools
import os
from collections.abc import Generator, Iterator

import pytest
from chromium import ouvrir_chromium
from cours_ouvert import Cours, ouvrir_cours
from eleve import ACCUEIL, BUREAU, LECON, VISIBLE, Fenetre, Journal, Notebook, Ouvrir
from playwright.sync_api import Browser, BrowserContext, expect

ATTENTE = 60_000  # millisecondes, pour les machines lentes ; on n'attend que le nécessaire


@pytest.fixture(scope="module")
def cours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cours]:
    with ouvrir_cours(tmp_path_factory.mktemp("eleve") / "gestion-clienteles") as ouvert:
        yield ouvert


@pytest.fixture(scope="module")
def navigateur() -> Iterator[Browser]:
    expect.set_options(timeout=ATTENTE)
    with ouvrir_chromium() as ouvert:
        yield ouvert


@pytest.fixture(scope="module")
def journal() -> Journal:
    return Journal()


@pytest.fixture(scope="module")
def fenetre(navigateur: Browser, journal: Journal) -> Fenetre:
    """Un navigateur sans passé, réglé en anglais : le cours doit s'ouvrir en français."""

    def ouvrir_fenetre() -> BrowserContext:
        contexte = navigateur.new_context(locale="en-US")
        contexte.set_default_timeout(ATTENTE)
        journal.suivre(contexte)
        return contexte

    return ouvrir_fenetre


@pytest.fixture(scope="module")
def onglet(cours: Cours, fenetre: Fenetre) -> Ouvrir:
    """Ouvre un notebook (l'accueil, à l'adresse affichée, si l'on n'en nomme pas) et l'attend."""
    contexte, espaces = fenetre(), itertools.count()

    def ouvrir_onglet(chemin: str = "", ecran: tuple[int, int] = BUREAU) -> Notebook:
        page = contexte.new_page()
        page.set_viewport_size({"width": ecran[0], "height": ecran[1]})
        page.goto(cours.page(chemin, f"essai-{next(espaces)}") if chemin else cours.accueil)
        cellules = page.locator(f"{VISIBLE} .jp-Cell")
        expect(cellules).to_have_count(cours.nombre_de_cellules(chemin or ACCUEIL))
        notebook = Notebook(page)
        notebook.attendre_le_noyau()
        return notebook

    return ouvrir_onglet


@pytest.fixture
def ouvrir(onglet: Ouvrir) -> Iterator[Ouvrir]:
    """Comme `onglet`, mais referme après le test : deux onglets se disputeraient le fichier."""
    ouverts: list[Notebook] = []

    def ouvrir_notebook(chemin: str = "", ecran: tuple[int, int] = BUREAU) -> Notebook:
        ouverts.append(onglet(chemin, ecran))
        return ouverts[-1]

    yield ouvrir_notebook
    for notebook in ouverts:
        notebook.page.close()


@pytest.fixture(scope="module")
def lecon(onglet: Ouvrir) -> Notebook:
    """La leçon S522-4, toutes ses cellules exécutées ; le quiz est la dernière."""
    ouverte = onglet(LECON)
    ouverte.executer_tout()
    expect(ouverte.panneau.locator(".grc-quiz fieldset")).to_have_count(6)
    return ouverte


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Joint à un échec ce que le serveur a écrit et, avec GRC_CAPTURES, ce que l'élève voyait."""
    rapport = yield
    objets = getattr(item, "funcargs", {})
    if rapport.failed and "cours" in objets:
        rapport.sections += objets["cours"].sorties()
    if rapport.failed and "navigateur" in objets and "GRC_CAPTURES" in os.environ:
        pages = [page for contexte in objets["navigateur"].contexts for page in contexte.pages]
        for rang, page in enumerate(pages):
            page.screenshot(path=f"{os.environ['GRC_CAPTURES']}/echec_{item.name}_{rang}.png")
    return rapport
