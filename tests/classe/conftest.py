"""Une classe de dix élèves : leurs copies, déposées dans un zip, notées par le vrai nbgrader."""

import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from attaques import Essayer
from copies import DEVOIR, Copie, corriges, nbgrader, preparer
from playwright.sync_api import Browser, sync_playwright

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")


@pytest.fixture(scope="session")
def classe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le cours de l'enseignant une fois la classe notée, comptes rendus et export compris."""
    cours = tmp_path_factory.mktemp("cours")
    preparer(cours)
    archive = cours / "downloaded" / DEVOIR / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "copies.zip", "w") as depot:
        for nom, copie in _copies(cours).items():
            depot.writestr(nom, str(copie))
    nbgrader(cours, "zip_collect", DEVOIR)
    nbgrader(cours, "autograde", DEVOIR, "--Execute.timeout=20")
    _noter_a_la_main(cours, "juste.martin", 3.5)
    nbgrader(cours, "generate_feedback", DEVOIR)
    nbgrader(cours, "export")
    return cours


def _copies(cours: Path) -> dict[str, Copie]:
    juste = corriges()
    moitie = {question: juste[question] for question in ("part_20", "equivalent")}
    moitie["classement"] = juste["classement"].replace("avant", "apres")
    faux = {
        "part_20": "part_20 = 68.4",
        "classement": "classement = portefeuille",
        "sous_estimes": "sous_estimes = list(portefeuille.index)",
        "equivalent": "equivalent = segmentation.herfindahl(portefeuille['ca']).indice",
        "notes": "r = f = m = portefeuille['recence']",
        "visites": "def visites(classe, r):\n    return 11",
        "heures": "heures = '300 h'",
        "reponse_directrice": "Je ne sais pas.",
    }
    a_la_main = juste | {
        "part_20": "ca = portefeuille['ca'].sort_values(ascending=False)\n"
        "part_20 = ca.head(12).sum() / ca.sum()",
        "classement": "cumul_avant = (ca.cumsum() - ca) / ca.sum()\n"
        "classement = ca.to_frame().assign(classe='C')\n"
        "classement.loc[cumul_avant < 0.95, 'classe'] = 'B'\n"
        "classement.loc[cumul_avant < seuil_a, 'classe'] = 'A'",
    }
    return {
        f"{DEVOIR}_alamain.noel.ipynb": Copie(cours).repond(**a_la_main),
        f"{DEVOIR}_juste.martin.ipynb": Copie(cours).repond(**juste),
        f"{DEVOIR}_faux.dupont.ipynb": Copie(cours).repond(**faux),
        f"{DEVOIR}_moitie.leroy.ipynb": Copie(cours).repond(**moitie),
        f"{DEVOIR}_vide.moreau.ipynb": Copie(cours),
        f"{DEVOIR}_syntaxe.petit.ipynb": Copie(cours).repond(
            **juste | {"part_20": "part_20 = (0.7"}
        ),
        f"{DEVOIR}_boucle.roux.ipynb": Copie(cours).repond(
            **juste | {"equivalent": "while True:\n    pass"}
        ),
        f"{DEVOIR}_effacee.blanc.ipynb": Copie(cours).repond(**juste).efface("test_part_20"),
        "renommee.faure/mon TD final (2).ipynb": Copie(cours).repond(**juste),
        f"Zoé GIRARD_48213_assignsubmission_file_/{DEVOIR}.ipynb": Copie(cours).repond(**juste),
    }


def _noter_a_la_main(cours: Path, etudiant: str, points: float) -> None:
    """Ce que fait l'enseignant dans Formgrader : une note et un commentaire."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{cours / 'gradebook.db'}") as carnet:
        note = carnet.find_grade("reponse_directrice", DEVOIR, DEVOIR, etudiant)
        note.manual_score, note.needs_manual_grade = points, False
        carnet.find_comment(
            "reponse_directrice", DEVOIR, DEVOIR, etudiant
        ).manual_comment = "La limite est dite trop vite."
        carnet.db.commit()


@pytest.fixture(scope="module")
def navigateur() -> Iterator[Browser]:
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        pytest.fail("pas de Chromium") if os.environ.get("CI") else pytest.skip("pas de Chromium")
    options = ["--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]
    options += ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as outil:
        ouvert = outil.chromium.launch(executable_path=chromium, args=options)
        yield ouvert
        ouvert.close()


@pytest.fixture
def essayer(navigateur: Browser, tmp_path: Path) -> Iterator[Essayer]:
    """Ouvre une page, clique ses liens, et rend ce qui s'y est exécuté et ce qu'elle a demandé."""
    contexte = navigateur.new_context()

    def ouvrir(html: str) -> tuple[list[str], list[str]]:
        fichier = tmp_path / "page.html"
        fichier.write_text(html, "utf-8")
        page, demandes = contexte.new_page(), list[str]()
        page.on("request", lambda demande: demandes.append(demande.url))
        page.goto(fichier.as_uri(), wait_until="domcontentloaded")
        page.wait_for_timeout(300)
        for lien in page.locator("a[href^='javascript' i]").all():
            lien.evaluate("lien => lien.click()")
        page.wait_for_timeout(200)
        executees = page.evaluate("window.__attaque || []") if page.url == fichier.as_uri() else []
        return executees, [
            url for url in demandes if not url.startswith((fichier.as_uri(), "data:"))
        ]

    yield ouvrir
    contexte.close()
