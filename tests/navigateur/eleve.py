"""Ce que fait et voit un élève : ouvrir un notebook, écrire, exécuter, regarder."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, WebSocket, expect

ACCUEIL = "course/ACCUEIL.ipynb"
LECON = "course/annee1/S522_portefeuille/S522-4_structure.ipynb"
TD = "exercises/S522-4/S522-4.ipynb"

# Sur une machine chargée, JupyterLab dessine une vue avant d'en recevoir le modèle, puis la
# redessine : que le simulateur réponde est essayé à part.
COURSE = "Error: widget model not found"
BUREAU, TELEPHONE = (1280, 800), (390, 844)
VISIBLE = ".jp-NotebookPanel:not(.lm-mod-hidden)"
TRACES = "[data-mime-type$='jupyter.stderr'], [data-mime-type$='jupyter.error']"


@dataclass
class Journal:
    """Ce que le navigateur a demandé, et ce dont sa console s'est plainte."""

    demandes: list[str] = field(default_factory=list)
    plaintes: list[str] = field(default_factory=list)

    def suivre(self, contexte: BrowserContext) -> None:
        contexte.on("request", lambda requete: self.demandes.append(requete.url))
        contexte.on("page", lambda page: page.on("websocket", self._lien_ouvert))
        contexte.on("console", self._console)
        contexte.on("weberror", lambda erreur: self.plaintes.append(str(erreur.error)))

    def hors_de_l_ordinateur(self) -> list[str]:
        internes = ("data", "blob", "about")
        adresses = [(urlsplit(url), url) for url in self.demandes]
        return [u for a, u in adresses if a.scheme not in internes and a.hostname != "127.0.0.1"]

    def _lien_ouvert(self, lien: WebSocket) -> None:
        self.demandes.append(lien.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(COURSE):
            self.plaintes.append(f"{message.text} ({message.location.get('url')})")


@dataclass(frozen=True)
class Notebook:
    """Le notebook affiché dans une page de JupyterLab."""

    page: Page

    @property
    def panneau(self) -> Locator:
        return self.page.locator(VISIBLE)

    def cellule(self, debut: str) -> Locator:
        """La cellule de code dont le texte commence ainsi."""
        commence = re.compile(f"^{re.escape(debut)}")
        texte = self.page.locator(".cm-content", has_text=commence)
        return self.panneau.locator(".jp-CodeCell", has=texte)

    def ecrire(self, debut: str, code: str) -> None:
        """Remplace le texte d'une cellule, puis l'exécute (Maj + Entrée)."""
        self.cellule(debut).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Shift+Enter")

    def executer_tout(self) -> None:
        self.page.get_by_role("menuitem", name="Exécution", exact=True).click()
        commande = re.compile("^Exécuter toutes les cellules")
        self.page.locator(".lm-Menu-item", has_text=commande).click()

    def attendre_le_noyau(self) -> None:
        """Tant que le noyau n'est pas prêt, JupyterLab ignore Maj + Entrée sans le dire."""
        expect(self.page.get_by_text("Python 3 (ipykernel) | Inactif")).to_be_attached()

    def replier_les_fichiers(self) -> None:
        """Referme le panneau des fichiers d'un clic sur son icône, s'il est ouvert."""
        ouvert = self.page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab.lm-mod-current")
        if ouvert.count():
            ouvert.click()
            ouvert.wait_for(state="detached")

    def capturer(self, nom: str, sujet: Locator | None = None) -> None:
        """Avec GRC_CAPTURES=dossier, y dépose une image large et une image étroite de la page."""
        if not (dossier := os.environ.get("GRC_CAPTURES")):
            return
        for largeur, hauteur in (TELEPHONE, BUREAU):
            self.page.set_viewport_size({"width": largeur, "height": hauteur})
            if largeur < 760:
                self.replier_les_fichiers()
            for _ in range(3):  # les cellules ne prennent leur vraie hauteur qu'une fois à l'écran
                if sujet:
                    sujet.evaluate("element => element.scrollIntoView({block: 'start'})")
                self.page.wait_for_timeout(500)
            self.page.screenshot(path=Path(dossier) / f"{nom}_{largeur}.png")


Fenetre = Callable[[], BrowserContext]
Ouvrir = Callable[..., Notebook]
