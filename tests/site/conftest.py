"""Le site construit une fois, servi sur cette machine, et visité page par page."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest
from chromium import ouvrir_chromium
from eleve import BUREAU, TELEPHONE, Journal
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as DelaiDepasse
from site_servi import servir

from docs.site.depot import RACINE

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MODES = {"clair": (BUREAU, "light"), "sombre": (BUREAU, "dark"), "téléphone": (TELEPHONE, "light")}
PRETE = """async () => {
    document.querySelectorAll("details").forEach((volet) => (volet.open = true));
    await Promise.all([...document.querySelectorAll(".grc-graphique")].map(dessiner));
    if (window.MathJax) await MathJax.startup.promise;
    await document.fonts.ready;
}"""
# Ce qui se répète est jugé en partie, pour deux fois moins de temps. Partout : un mot de chaque
# couleur par sorte de bloc de code, les autres redevenant du texte nu. En sombre et au téléphone
# seulement : trois lignes par tableau, une figure, et dans la barre de gauche cinq entrées, outre
# celles qui mènent à la page.
MOTS = """() => {
    const vus = new Set();
    for (const mot of document.querySelectorAll("article pre span[class]")) {
        const sorte = `${mot.closest("div:not(.highlight)").className} ${mot.className}`;
        vus.has(sorte) ? mot.replaceWith(mot.textContent) : vus.add(sorte);
    }
}"""
ALLEGER = """() => {
    for (const corps of document.querySelectorAll("article tbody"))
        [...corps.rows].slice(3).forEach((ligne) => ligne.remove());
    [...document.querySelectorAll(".bd-sidebar-primary li:not(.current)")].slice(5)
        .forEach((entree) => entree.remove());
    [...document.querySelectorAll(".js-plotly-plot")].slice(1).forEach((toile) => toile.remove());
}"""
ANALYSE = """async (regles) => {
    const { violations } = await axe.run({
        runOnly: regles, preload: false, elementRef: false, resultTypes: ["violations"],
    });
    const ou = (v) => v.nodes.slice(0, 3).map((noeud) => noeud.html.slice(0, 200));
    return violations.map((v) => `${v.id} : ${ou(v)}`);
}"""
SANS_TRANSITION = "*, ::before, ::after { transition: none !important; animation: none !important }"


@dataclass
class Visite:
    """Ce qu'une visite de toutes les pages a montré."""

    journal: Journal = field(default_factory=Journal)
    violations: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    debordements: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le dossier du site, construit à neuf ; les sorties des notebooks déjà gardées servent."""
    dossier = tmp_path_factory.mktemp("site")
    commande = [sys.executable, "-m", "docs.site", str(dossier)]
    fait = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True)
    assert fait.returncode == 0, fait.stdout + fait.stderr
    return dossier


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    trouvees = (page.relative_to(site) for page in site.rglob("*.html"))
    return sorted(page.as_posix() for page in trouvees if page.parts[0] != "_static")


@pytest.fixture(scope="session")
def serveur(site: Path) -> Iterator[str]:
    with servir(site) as adresse:
        yield adresse


@pytest.fixture(scope="module")
def navigateur() -> Iterator[Browser]:
    with ouvrir_chromium() as ouvert:
        yield ouvert


@pytest.fixture
def fenetre(navigateur: Browser) -> Iterator[BrowserContext]:
    contexte = navigateur.new_context(viewport={"width": BUREAU[0], "height": BUREAU[1]})
    yield contexte
    contexte.close()


@pytest.fixture(scope="module")
def visite(navigateur: Browser, serveur: str, pages: list[str]) -> Visite:
    """Chaque page par HTTP, volets ouverts, figures dessinées : claire, sombre, étroite."""
    faite, contexte = Visite(), navigateur.new_context()
    faite.journal.suivre(contexte)
    for chemin in pages:
        page = contexte.new_page()
        page.goto(f"{serveur}/{chemin}")
        page.add_style_tag(content=SANS_TRANSITION)
        page.evaluate(AXE)
        page.evaluate(PRETE)
        page.evaluate(MOTS)
        for mode, (ecran, couleurs) in MODES.items():
            page.emulate_media(color_scheme=couleurs)
            page.set_viewport_size({"width": ecran[0], "height": ecran[1]})
            if deborde(page):
                faite.debordements.append(f"{chemin} ({mode})")
            page.evaluate("rendreDefilants()")  # sans attendre l'annonce du changement de taille
            trouvees = page.evaluate(ANALYSE, REGLES)
            faite.violations[mode] += [f"{chemin} : {violation}" for violation in trouvees]
            if mode == "clair":
                page.evaluate(ALLEGER)
        page.close()
    contexte.close()
    return faite


def deborde(page: Page) -> bool:
    """La page reste plus large que l'écran ; les figures mettent un instant à s'y faire."""
    racine = "document.documentElement"
    try:
        page.wait_for_function(f"{racine}.scrollWidth <= {racine}.clientWidth + 1", timeout=5000)
    except DelaiDepasse:
        return True
    return False
