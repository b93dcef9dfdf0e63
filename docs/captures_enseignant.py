"""Les images du guide de l'enseignant, prises sur une vraie classe : `docs/guides/images/`.

`python -m docs.captures_enseignant` reçoit, note et lit dix copies dans un dossier provisoire ; il
faut Linux et Chromium. Rien de ce qui est montré n'est dessiné : ce sont les commandes du guide.
"""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FloatRect, FrameLocator, Page

RACINE = Path(__file__).parents[1]
IMAGES = Path(__file__).parent / "guides" / "images"
sys.path[:0] = [str(RACINE / "tests" / nom) for nom in ("navigateur", "classe")]

from chromium import ouvrir_chromium  # noqa: E402
from copies import DEVOIR, Copie, corriges, nbgrader, preparer  # noqa: E402
from cours_ouvert import Cours, ouvrir_cours  # noqa: E402

from grc_lib.exercice import normaliser_identifiant  # noqa: E402

ELEVES = (
    *("Chloé BERNARD", "Hugo PETIT", "Inès MOREAU", "Léa MARTIN", "Lucas ROUX"),
    *("Nora HADDAD", "Paul FAURE", "Sami LEROY", "Tom GARCIA", "Zoé GIRARD"),
)
LARGEUR, HAUTEUR, POIDS = 1280, 720, 150_000
QUESTION = "reponse_directrice"
COMMENTAIRE = (
    "Bonne décision, chiffrée. La limite est dite trop vite : que sait-on des autres achats ?"
)
POINTS = {"chloe.bernard": 4, "hugo.petit": 2, "ines.moreau": 3, "lea.martin": 3.5}
PREMIERE = "article :is(h2, h3, h4):has-text('Question 1')"
POINTS |= {"lucas.roux": 3, "nora.haddad": 2.5, "paul.faure": 0, "tom.garcia": 0, "zoe.girard": 3}


def principal() -> None:
    """Refait toutes les images."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="grc-captures-") as maison:
        os.environ |= {"HOME": maison, "SHELL": "/bin/bash"}
        outils = Path(sys.executable).parent
        Path(maison, ".bash_profile").write_text(f"PATH='{outils}':$PATH PS1='$ '\n")
        cours = Path(maison, "cours")
        cours.mkdir()
        preparer(cours)
        archive = _archive(cours)
        _inscrire(cours)
        print(_grc(cours, "recevoir", DEVOIR, str(archive)))
        with ouvrir_chromium() as fenetre:
            page = fenetre.new_page(locale="fr-FR", color_scheme="light")
            page.set_viewport_size({"width": LARGEUR, "height": HAUTEUR})
            with ouvrir_cours(cours, "--enseignant") as ouvert:
                _noter(page, ouvert)
                _lire(page, ouvert)
            _donner_les_points(cours)
            print(_grc(cours, "bilan", DEVOIR))
            print(_grc(cours, "corriges", DEVOIR, "--etudiant", "[hl]*"))
            nbgrader(cours, "generate_feedback", DEVOIR)
            _bilan(page, cours)
            _photographier(page, "corriges", cours / "bilans" / f"{DEVOIR}_corriges.html", PREMIERE)
            retour = cours / "feedback" / "hugo.petit" / DEVOIR / f"{DEVOIR}.html"
            _photographier(page, "retour", retour)


def _inscrire(cours: Path) -> None:
    """La liste de la classe, au carnet."""
    lignes = ["id,first_name,last_name,email,lms_user_id"]
    for rang, eleve in enumerate(ELEVES, 48_213):
        prenom, nom = eleve.split()
        identifiant = normaliser_identifiant(eleve)
        lignes.append(f"{identifiant},{prenom},{nom.title()},{identifiant}@example.fr,{rang}")
    (cours / "eleves.csv").write_text("\n".join(lignes), "utf-8")
    nbgrader(cours, "db", "student", "import", "eleves.csv")


def _archive(cours: Path) -> Path:
    """Le zip de Moodle : dix dépôts, dont un que l'on ne peut pas noter."""
    juste = corriges()
    juste[QUESTION] = juste[QUESTION].partition("enseignant.*")[2]
    moitie = {question: juste[question] for question in ("part_20", "equivalent", QUESTION)}
    moitie["classement"] = juste["classement"].replace("avant", "apres")
    faux = {"part_20": "part_20 = 68.4", "classement": "classement = portefeuille"}
    syntaxe = {"part_20": "part_20 = (0.7"}
    copies = [
        Copie(cours).repond(**juste),
        Copie(cours).repond(**moitie),
        Copie(cours).repond(**juste | syntaxe),
        Copie(cours).repond(**juste),
        Copie(cours).repond(**juste | faux).efface("test_part_20"),
        Copie(cours).repond(**juste | {"heures": "heures = '300 h'"}),
        str(Copie(cours).repond(**juste))[:12_000],
        "<html>Veuillez vous connecter</html>",
        Copie(cours),
        Copie(cours).repond(**juste | {"equivalent": "equivalent = 15.9"}),
    ]
    archive = cours.parent / "moodle.zip"
    with zipfile.ZipFile(archive, "w") as depot:
        for rang, (nom, copie) in enumerate(zip(ELEVES, copies, strict=True), 48_213):
            fichier = "mon TD (2).ipynb" if nom.startswith("Nora") else f"{DEVOIR}.ipynb"
            depot.writestr(f"{nom}_{rang}_assignsubmission_file_/{fichier}", str(copie))
    return archive


def _noter(page: Page, cours: Cours) -> None:
    """Dans un terminal de JupyterLab : `grc noter`, en chemin puis fini."""
    page.goto(f"http://{cours.serveur}/lab/workspaces/terminal?token={cours.jeton}")
    page.get_by_role("menuitem", name="Fichier", exact=True).click()
    page.locator("[data-type='submenu']", has_text="Nouveau").first.click()
    page.locator(".lm-Menu-item[data-command='terminal:create-new']").click()
    page.locator(".jp-Terminal .xterm-screen").wait_for()
    _replier(page)
    page.wait_for_timeout(2_000)
    page.keyboard.type("clear\n")
    page.keyboard.type(f"grc noter {DEVOIR}\n")
    grc = cours.dossier / ".grc"
    journal = grc / "notees" / f"{DEVOIR}.jsonl"
    _attendre(lambda: journal.is_file() and len(journal.read_text("utf-8").splitlines()) >= 3)
    _ranger(page, "noter_en_cours", 240)
    _attendre(lambda: not list(grc.glob("rendus-*")))
    page.wait_for_timeout(4_000)
    _ranger(page, "noter", 440)


def _lire(page: Page, cours: Cours) -> None:
    """Dans Formgrader : la liste des copies, puis une réponse rédigée, notée."""
    page.goto(f"http://{cours.serveur}/lab/workspaces/formgrader?token={cours.jeton}")
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    page.locator("[data-command='nbgrader:open-formgrader']").click()
    _replier(page)
    cadre = page.frame_locator("iframe")
    cadre.get_by_role("link", name="Manual Grading").click()
    for _ in ("le TD", "son notebook"):
        cadre.locator("#main-table").get_by_role("link", name=DEVOIR).click()
    cadre.get_by_role("link", name="Submission #1", exact=True).wait_for()
    cadre.get_by_role("button", name="Show All Names").click()
    _montrer(page, cadre, "#toggle_names")
    _ranger(page, "formgrader_copies")
    cadre.get_by_role("link", name="Martin, Léa").click()
    points = cadre.locator(f"#{QUESTION}")
    points.fill("3.5")
    points.press("Tab")
    with page.expect_response("**/formgrader/api/comment/*"):
        cadre.locator(f"#{QUESTION}-comment").fill(COMMENTAIRE)
        cadre.locator(f"#{QUESTION}-comment").press("Tab")
    _montrer(page, cadre, f".nbgrader_cell:has(#{QUESTION})")
    _ranger(page, "formgrader_reponse")


def _montrer(page: Page, cadre: FrameLocator, quoi: str) -> None:
    """Amène l'élément en haut du cadre, sous la barre de Formgrader."""
    cadre.locator(quoi).first.evaluate(
        "e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 110)"
    )
    page.wait_for_timeout(1_500)


def _donner_les_points(cours: Path) -> None:
    """Ce que l'enseignant finit de lire dans Formgrader."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{cours / 'gradebook.db'}") as carnet:
        for etudiant, points in POINTS.items():
            note = carnet.find_grade(QUESTION, DEVOIR, DEVOIR, etudiant)
            note.manual_score, note.needs_manual_grade = points, False
        carnet.db.commit()


def _bilan(page: Page, cours: Path) -> None:
    bilan = cours / "bilans" / f"{DEVOIR}.html"
    _photographier(page, "bilan", bilan)
    _photographier(page, "bilan_questions", bilan, "#questions")


def _photographier(page: Page, nom: str, fichier: Path, quoi: str = "body") -> None:
    page.goto(fichier.as_uri())
    page.locator(quoi).first.evaluate("e => e.scrollIntoView({block: 'start'})")
    _ranger(page, nom)


def _ranger(page: Page, nom: str, hauteur: int = HAUTEUR) -> None:
    cadre = FloatRect(x=0, y=0, width=LARGEUR, height=hauteur)
    image = page.screenshot(path=IMAGES / f"{nom}.png", clip=cadre)
    assert len(image) <= POIDS, f"{nom}.png pèse {len(image)} octets"


def _replier(page: Page) -> None:
    """Le panneau des fichiers, refermé : la page est plus large."""
    ouvert = page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab.lm-mod-current")
    if ouvert.count():
        ouvert.click()


def _attendre(fini: Callable[[], bool], secondes: float = 300) -> None:
    limite = time.monotonic() + secondes
    while not fini():
        assert time.monotonic() < limite, "la commande n'a pas fini"
        time.sleep(0.1)


def _grc(cours: Path, *commande: str) -> str:
    fini = subprocess.run(
        [sys.executable, "-m", "grc_lib.cli", *commande], cwd=cours, capture_output=True, text=True
    )
    return fini.stdout + fini.stderr


if __name__ == "__main__":
    principal()
