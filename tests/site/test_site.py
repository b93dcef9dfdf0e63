"""Le site du cours dans un vrai navigateur : accessible, autonome, léger, cherchable."""

import doctest
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from eleve import Journal
from playwright.sync_api import BrowserContext, Page, expect
from site_servi import DESSINER, LECON, ouvrir_a_froid

from docs.site import extension, typographie
from docs.site.assembler import notebooks
from docs.site.depot import RACINE, relatif

TD = "exercises/S522-4/S522-4.html"
POIDS = 1_500_000  # octets reçus, plotly.js non compris


class Liens(HTMLParser):
    """Les adresses qu'une page cite et les ancres qu'elle offre."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.adresses: list[str] = []
        self.ancres: set[str] = {"", "top"}
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        valeurs = dict(attrs)
        self.ancres.add(valeurs.get("id") or "")
        self.adresses += [valeurs[nom] or "" for nom in ("href", "src") if nom in valeurs]


def test_les_exemples_de_la_fabrique_sont_justes() -> None:
    essais = [doctest.testmod(module) for module in (extension, typographie)]
    assert all(essai.attempted and not essai.failed for essai in essais)


@pytest.fixture
def lecon(fenetre: BrowserContext, serveur: str) -> Page:
    page = fenetre.new_page()
    page.goto(f"{serveur}/{LECON}")
    return page


def test_chaque_notebook_a_sa_page_et_jamais_son_corrige(site: Path, pages: list[str]) -> None:
    for notebook in notebooks():
        assert relatif(notebook.with_suffix(".html")) in pages
    assert not [page for page in pages if "solutions" in page]
    corriges = [
        fichier.name
        for fichier in site.rglob("*")
        if fichier.suffix in {".html", ".ipynb", ".js"}
        and re.search("(DEBUT|FIN) (SOLUTION|TESTS CACHES)", fichier.read_text("utf-8"))
    ]
    assert not corriges


def test_aucun_lien_ne_mene_nulle_part(site: Path, pages: list[str]) -> None:
    lues = {site / page: Liens(site / page) for page in pages}
    morts = []
    for page, liens in lues.items():
        for adresse in liens.adresses:
            parties = urlsplit(adresse)
            if parties.scheme or parties.netloc:
                continue
            cible = (page.parent / unquote(parties.path)).resolve() if parties.path else page
            ancre = unquote(parties.fragment)
            if not cible.is_file() or (cible in lues and ancre not in lues[cible].ancres):
                morts.append(f"{page.relative_to(site)} : {adresse}")
    assert not morts, "\n".join(morts)


@pytest.mark.parametrize("mode", ["clair", "sombre", "téléphone"])
def test_aucune_faute_d_accessibilite(visite, mode: str) -> None:
    assert not visite.violations[mode], "\n".join(visite.violations[mode])


def test_aucune_page_ne_deborde(visite) -> None:
    assert not visite.debordements


def test_rien_ne_sort_de_l_ordinateur_ni_ne_se_plaint(visite) -> None:
    assert len(visite.journal.demandes) > 500
    assert not visite.journal.hors_de_l_ordinateur()
    assert not visite.journal.plaintes, "\n".join(visite.journal.plaintes)


def test_le_site_marche_aussi_sans_serveur(
    fenetre: BrowserContext, site: Path, pages: list[str]
) -> None:
    journal, page = Journal(), fenetre.new_page()
    journal.suivre(fenetre)
    page.on("console", journal._console)
    for chemin in pages:
        page.goto((site / chemin).as_uri())
        page.evaluate(DESSINER)
    ailleurs = [url for url in journal.demandes if not url.startswith(("file:", "data:", "blob:"))]
    assert not ailleurs
    assert not journal.plaintes, "\n".join(journal.plaintes)
    page.goto((site / "search.html").as_uri() + "?q=prevision")
    expect(page.locator("#search-results li").first).to_be_visible()
    assert not journal.plaintes, "\n".join(journal.plaintes)


def test_une_figure_repond_a_la_souris_et_au_clavier(lecon: Page) -> None:
    figure = lecon.locator(".grc-graphique").first
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-etat", "dessiné")
    etiquette = figure.locator(".hoverlayer .hovertext")
    boite = figure.locator(".nsewdrag").first.bounding_box()
    assert boite
    lecon.mouse.move(boite["x"] + boite["width"] / 3, boite["y"] + boite["height"] / 4)
    expect(etiquette.first).to_be_visible()
    lecon.mouse.move(0, 0)
    figure.focus()
    lecture = lecon.locator(".grc-lecture").first
    lue = ""
    for _ in range(3):
        lecon.keyboard.press("ArrowRight")
        expect(lecture).not_to_have_text(lue)
        lue = lecture.text_content() or ""
    assert "des clients" in lue


def test_une_lecon_dit_sa_duree_et_mene_a_binder_au_notebook_et_aux_voisines(
    lecon: Page, site: Path
) -> None:
    actions = lecon.locator(".grc-actions")
    expect(actions).to_contain_text("Durée : 2 h")
    binder = actions.get_by_role("link", name="Lancer sur Binder").get_attribute("href")
    assert binder and binder.startswith("https://mybinder.org/v2/gh/")
    assert binder.endswith("lab/tree/course/annee1/S522_portefeuille/S522-4_structure.ipynb")
    telecharger = actions.get_by_role("link", name="Télécharger").get_attribute("href")
    notebook = (site / LECON).parent / str(telecharger)
    original = RACINE / LECON.replace(".html", ".ipynb")
    assert notebook.read_bytes() == original.read_bytes()
    expect(lecon.locator(".prev-next-area a")).to_have_count(2)
    expect(lecon.get_by_role("link", name="S522-3", exact=True)).to_be_visible()
    expect(lecon.get_by_role("link", name="S522-5", exact=True)).to_be_visible()


def test_un_simulateur_montre_son_depart_et_invite_a_le_lancer(lecon: Page) -> None:
    simulateur = lecon.get_by_role("group", name="Simulateur")
    expect(simulateur).to_contain_text("7 265 h de visites pour 5 632 h disponibles")
    expect(simulateur.locator("input[type=range]")).to_have_count(6)
    expect(simulateur.get_by_role("link", name="Lancer sur Binder")).to_be_visible()


def test_le_quiz_se_corrige_dans_la_page(lecon: Page) -> None:
    question = lecon.locator(".grc-quiz fieldset").first
    question.get_by_role("radio").nth(1).check()
    question.get_by_role("button").click()
    expect(question.get_by_role("status")).to_contain_text("Juste")


def test_la_recherche_se_moque_des_accents(fenetre: BrowserContext, serveur: str) -> None:
    def resultats(mot: str) -> list[str]:
        page = fenetre.new_page()
        page.goto(f"{serveur}/search.html?q={mot}")
        expect(page.locator("#search-results .search-summary")).to_contain_text("trouvé")
        return sorted(page.locator("#search-results li > a").all_text_contents())

    assert any("S522-2" in titre for titre in resultats("prévision"))
    for avec, sans in (("prévision", "prevision"), ("réclamations", "reclamations")):
        assert resultats(avec) == resultats(sans)


def test_un_mot_cherche_sans_accent_est_surligne(fenetre: BrowserContext, serveur: str) -> None:
    page = fenetre.new_page()
    page.goto(f"{serveur}/search.html?q=prevision")
    resultat = page.locator("#search-results li", has_text="S522-2").first
    expect(resultat.locator(".context .highlighted").first).to_have_text(
        re.compile("^prévision", re.I)
    )
    resultat.locator("a").click()
    expect(page.locator("article .highlighted").first).to_have_text(re.compile("^prévision", re.I))


def test_une_lecon_imprimee_se_lit(lecon: Page) -> None:
    lecon.wait_for_function("window.Plotly")  # que la page demande d'elle-même
    compter = "document.querySelectorAll('.grc-graphique:has(.main-svg)').length"
    lecon.evaluate(f"addEventListener('beforeprint', () => {{ imprimees = {compter} }})")
    assert len(lecon.pdf(format="A4")) > 50_000
    figures = lecon.locator(".grc-graphique")
    assert lecon.evaluate("imprimees") == figures.count() == 5
    lecon.emulate_media(media="print", color_scheme="dark")
    for figure in figures.all():
        expect(figure.locator(".main-svg").first).to_be_visible()
        expect(figure.locator(".grc-alternatif")).to_be_hidden()
    for cache in (".bd-sidebar-primary", ".grc-actions", ".prev-next-footer", ".grc-invitation"):
        expect(lecon.locator(cache).first).to_be_hidden()
    texte, fond = (
        lecon.evaluate(f"getComputedStyle(document.body)['{nom}']")
        for nom in ("color", "background-color")
    )
    assert max(map(int, re.findall(r"\d+", texte)[:3])) < 100
    assert fond in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    coupes = "e => [...e].filter((x) => x.scrollHeight > x.clientHeight + 2).length"
    assert lecon.locator("article .output").evaluate_all(coupes) == 0


def test_une_lecon_est_legere(fenetre: BrowserContext, serveur: str) -> None:
    assert 50_000 < ouvrir_a_froid(fenetre, f"{serveur}/{LECON}").octets <= POIDS
