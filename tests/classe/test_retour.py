"""La page de retour : ce qu'elle dit à l'élève, et rien de ce qu'une copie voudrait y faire."""

import re
from pathlib import Path
from typing import Any

import attaques
import nbformat
import pytest
from attaques import Essayer
from copies import DEVOIR
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from playwright.sync_api import Browser, Page

from grc_lib.classe.retour.assainir import Assainir
from grc_lib.classe.retour.page import Retour, page_de_retour, texte

MECHANT = "<script>" + attaques.signer("nom") + "</script>"


def ressources(**carnet: Any) -> dict[str, Any]:
    notes = {"notebook": DEVOIR, "assignment": DEVOIR, "student": MECHANT, "eleve": MECHANT}
    return {"nbgrader": {**notes, "score": 12.5, "max_score": 20, "late_penalty": 0, **carnet}}


def page(notebook: NotebookNode, **carnet: Any) -> str:
    return str(Retour().from_notebook_node(notebook, ressources(**carnet))[0])


def chez_nbgrader(notebook: NotebookNode, gabarit: str) -> str:
    """La copie dans un gabarit de nbgrader : « formgrade » (le professeur) ou « feedback »."""
    import nbgrader

    racine = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
    exporteur = HTMLExporter(
        template_name=gabarit,
        extra_template_basedirs=[str(racine / "templates")],
        extra_template_paths=[str(racine / "static/node_modules/bootstrap/dist/css")],
    )
    utiles = {"base_url": "", "index": 0, "total": 1, "submission_id": "s", "notebook_path": "n"}
    html = str(exporteur.from_notebook_node(notebook, {**ressources(student="e"), **utiles})[0])
    return re.sub(r'<script src="[^"]*"[^>]*> ?</script>|<link [^>]*>', "", html)


def executables() -> NotebookNode:
    """La copie hostile, sans ce qui ferait échouer nbconvert ou quitter la page avant de signer."""
    copie = attaques.notebook()
    copie.cells = [
        cellule
        for cellule in copie.cells
        if not re.search(
            "attachment:|http-equiv|<base|widget-view", f"{cellule.source}{cellule.get('outputs')}"
        )
    ]
    copie.metadata = nbformat.from_dict({})
    for cellule in copie.cells:
        cellule.metadata = nbformat.from_dict({})
        cellule.pop("attachments", None)
        if cellule.cell_type == "code":
            cellule.execution_count = None
    return copie


@pytest.mark.filterwarnings("ignore:Your element")  # nbconvert ne sait pas montrer plotly
@pytest.mark.parametrize("gabarit", ["formgrade", "feedback"])
def test_le_gabarit_de_nbgrader_execute_une_copie_hostile(essayer: Essayer, gabarit: str) -> None:
    executees, demandes = essayer(chez_nbgrader(executables(), gabarit))
    assert {"script", "onerror", "svg_onload", "iframe", "mal_ferme", "mermaid"} <= set(executees)
    assert any("attaque.example" in url for url in demandes)


@pytest.mark.parametrize("gabarit", ["formgrade", "feedback"])
def test_une_copie_assainie_n_y_execute_rien(essayer: Essayer, gabarit: str) -> None:
    propre, _ = Assainir().preprocess(attaques.notebook(), {})
    executees, demandes = essayer(chez_nbgrader(propre, gabarit))
    assert executees == []
    assert [url for url in demandes if "attaque" in url or "formgrader" in url] == []


@pytest.mark.parametrize("assainie", [True, False])
def test_la_page_de_retour_n_execute_ni_ne_demande_rien(essayer: Essayer, assainie: bool) -> None:
    copie = attaques.notebook() if assainie else executables()
    if assainie:
        copie, _ = Assainir().preprocess(copie, {})
    html = page(copie)
    assert essayer(html) == ([], [])
    sans_csp = re.sub("<meta http-equiv[^>]*>", "", html)  # la page tient même sans sa règle
    assert sans_csp != html
    assert essayer(sans_csp) == ([], [])


def test_la_page_interdit_elle_meme_les_scripts(essayer: Essayer) -> None:
    html = page(executables())
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html
    glisse = html.replace("</main>", f"<script>{attaques.signer('glisse')}</script></main>")
    assert essayer(glisse) == ([], [])


@pytest.mark.parametrize("eleve", ["juste.martin", "moitie.leroy", "vide.moreau", "boucle.roux"])
def test_une_vraie_page_se_lit_sans_reseau_a_toutes_les_tailles(
    classe: Path, navigateur: Browser, eleve: str
) -> None:
    contexte = navigateur.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    ouverte = contexte.new_page()
    fautes, demandes = list[str](), list[str]()
    ouverte.on("console", lambda dit: fautes.append(dit.text))
    ouverte.on("request", lambda demande: demandes.append(demande.url))
    ouverte.goto(fichier(classe, eleve).as_uri())
    assert len(demandes) == 1
    assert fautes == []
    assert ouverte.evaluate("document.documentElement.scrollWidth") == 390
    liens = ouverte.locator(".bareme a").evaluate_all("t => t.map(a => a.getAttribute('href'))")
    assert liens and all(ouverte.locator(lien).count() == 1 for lien in liens)
    for theme in ("light", "dark"):
        ouverte.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        assert contrastes_faibles(ouverte) == []
    contexte.close()


def contrastes_faibles(ouverte: Page) -> list[str]:
    """Les textes dont le contraste avec le fond est sous 4,5 (WCAG AA)."""
    return list(ouverte.evaluate(CONTRASTES))


CONTRASTES = """() => {
  const lire = texte => (texte.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const clarte = rvb => { const [r, v, b] = rvb.slice(0, 3).map(c => { c /= 255;
      return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * v + .0722 * b; };
  const fond = e => { for (; e; e = e.parentElement) {
      const c = lire(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c; }
    return matchMedia('(prefers-color-scheme: dark)').matches ? [0, 0, 0] : [255, 255, 255]; };
  return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
      && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).flatMap(e => {
    const [a, b] = [clarte(lire(getComputedStyle(e).color)), clarte(fond(e))];
    const rapport = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    return rapport < 4.5 ? [`${e.tagName} ${rapport} ${e.textContent.slice(0, 40)}`] : [];
  });
}"""


def fichier(classe: Path, eleve: str) -> Path:
    return classe / "feedback" / eleve / DEVOIR / f"{DEVOIR}.html"


def test_la_page_est_en_francais_et_dit_la_note(classe: Path) -> None:
    html = fichier(classe, "juste.martin").read_text("utf-8")
    assert '<html lang="fr">' in html
    assert "<strong>19,5</strong> <span>sur 20</span>" in html
    assert "La limite est dite trop vite." in html
    assert not re.search(r"Score|Comments?:|Student|Traceback|0 / 0|http-equiv=.refresh", html)
    assert "<script" not in html and "https://cdn" not in html


def test_chaque_question_a_sa_ligne_et_sa_note(classe: Path) -> None:
    html = fichier(classe, "moitie.leroy").read_text("utf-8")
    lignes = re.findall(r'href="#question-\d+">([^<]+)</a></th>\s*<td[^>]*>([^<]+)</td>', html)
    assert [titre.split(" — ")[0] for titre, _ in lignes] == [f"Question {n}" for n in range(1, 9)]
    assert sum(float(note.split(" / ")[1].replace(",", ".")) for _, note in lignes) == 20
    assert sum(float(note.split(" / ")[0].replace(",", ".")) for _, note in lignes) == 5.75


def test_ce_qui_reste_a_lire_est_annonce(classe: Path) -> None:
    html = fichier(classe, "renommee.faure").read_text("utf-8")
    assert "Note provisoire" in html
    assert "— / 4" in html
    assert "Note provisoire" not in fichier(classe, "juste.martin").read_text("utf-8")


def test_le_retard_est_dit() -> None:
    html = page(nbformat.v4.new_notebook(), late_penalty=1.5)
    assert "Retard : 1,5 point en moins." in html


def test_le_nom_de_l_eleve_est_echappe() -> None:
    vue = page_de_retour(nbformat.v4.new_notebook(), ressources())
    assert vue.eleve == MECHANT
    assert MECHANT not in page(nbformat.v4.new_notebook())


def test_une_formule_se_lit_sans_mathjax() -> None:
    assert "<em>taux = a / b</em>" in texte(r"$\text{taux} = \frac{a}{b}$")


def test_une_figure_laisse_une_phrase_et_un_tableau() -> None:
    copie = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "f", outputs=[attaques.sortie_de(attaques.PLOTLY, attaques.figure())]
            )
        ]
    )
    html = page(Assainir().preprocess(copie, {})[0])
    assert "Figure interactive « Le titre" in " ".join(html.split())
    assert "<td>Petit</td>" in html
