"""Le cours ouvert dans le vrai JupyterLab, avec les gestes d'un élève."""

import re
from pathlib import Path

import pytest
from cours_ouvert import Cours, ouvrir_cours
from eleve import ACCUEIL, LECON, TD, TELEPHONE, TRACES, Fenetre, Journal, Notebook, Ouvrir
from playwright.sync_api import expect

MENUS = ["Fichier", "Édition", "Affichage", "Exécution", "Noyau", "Onglets", "Paramètres", "Aide"]

# Le texte qui sort de sa colonne, et les tableaux ou formules trop larges qui ne défilent pas. Sur
# une machine chargée, la page met un instant à se poser après le repli du panneau des fichiers.
TEXTE_COUPE = """
async panneau => {
const mesurer = () => [...panneau.querySelectorAll(".jp-RenderedMarkdown")].flatMap(cellule => {
  const droite = cellule.getBoundingClientRect().right + 1;
  const depasse = objet => [...objet.getClientRects()].some(zone => zone.right > droite);
  const coupes = [];
  const textes = document.createTreeWalker(cellule, NodeFilter.SHOW_TEXT);
  while (textes.nextNode()) {
    const texte = textes.currentNode;
    const zone = document.createRange();
    zone.selectNodeContents(texte);
    const aPart = texte.parentElement.closest("table, mjx-container, details:not([open])");
    if (!aPart && depasse(zone)) coupes.push(texte.data.trim());
  }
  const defile = ["auto", "scroll"].includes(getComputedStyle(cellule).overflowX);
  const larges = [...cellule.querySelectorAll("table, mjx-container")].filter(depasse);
  return defile ? coupes : [...coupes, ...larges.map(large => large.textContent.trim())];
});
let coupe = mesurer();
for (let essai = 0; coupe.length && essai < 40; essai++) {
  await new Promise(reprendre => setTimeout(reprendre, 250));
  coupe = mesurer();
}
return coupe;
}
"""


def test_l_accueil_s_ouvre_en_francais_sans_les_outils_de_l_enseignant(
    ouvrir: Ouvrir, cours: Cours, journal: Journal
) -> None:
    accueil = ouvrir()
    page = accueil.page
    expect(accueil.panneau.locator("h1")).to_contain_text("Gestion de clientèles")
    expect(page.locator(".lm-MenuBar-itemLabel")).to_have_text(MENUS)
    expect(page.locator(".jp-Dialog, .Toastify__toast")).to_have_count(0)
    assert not [url for url in journal.demandes if re.search("api/(news|update)", url)]
    accueil.capturer("accueil")
    page.keyboard.press("ControlOrMeta+Shift+c")  # la palette montre toutes les commandes
    page.locator(".lm-CommandPalette-input").fill("nbgrader")
    expect(page.locator(".lm-CommandPalette-emptyMessage")).to_be_visible()
    notation = page.request.get(f"http://{cours.serveur}/formgrader?token={cours.jeton}")
    assert notation.status == 404


def test_d_un_clic_l_accueil_mene_a_la_lecon_et_au_td(ouvrir: Ouvrir) -> None:
    accueil = ouvrir(ACCUEIL)
    for titre in ("S522-4 · ", "TD S522-4"):
        accueil.page.get_by_role("tab", name="ACCUEIL.ipynb").click()
        lien = accueil.panneau.locator("details").get_by_role("link", name=re.compile(f"^{titre}"))
        lien.click()
        expect(accueil.panneau.locator("h1")).to_contain_text(re.compile(f"^{titre}"))


def test_une_notion_cherchee_mene_a_sa_seance(ouvrir: Ouvrir) -> None:
    accueil = ouvrir(ACCUEIL)
    accueil.attendre_le_noyau()
    accueil.executer_tout()
    recherche = accueil.cellule("from grc_lib.atelier.recherche")
    recherche.get_by_label(re.compile("^Une notion")).fill("herfindahl")
    expect(recherche.locator("[role=status]")).to_contain_text("1\xa0séance")
    recherche.get_by_role("link", name=re.compile("^S522-4")).click()
    expect(accueil.panneau.locator("h1")).to_contain_text("S522-4")


def test_la_lecon_s_execute_d_un_bout_a_l_autre_sans_erreur(lecon: Notebook) -> None:
    expect(lecon.panneau.locator(TRACES)).to_have_count(0)
    expect(lecon.panneau.locator(".js-plotly-plot")).to_have_count(5)


def test_la_courbe_de_concentration_montre_ce_que_dit_le_texte(lecon: Notebook) -> None:
    cellule = lecon.cellule("figures.courbe_concentration")
    titre = cellule.locator(".gtitle").get_attribute("data-unformatted") or ""
    part = re.search(r"^20\s% des clients font (\d+,\d)\s%<br>du chiffre d'affaires$", titre)
    assert part
    texte = lecon.panneau.locator(".jp-RenderedMarkdown", has_text="20 % premiers")
    expect(texte.filter(has_text=re.compile(rf"{part[1]}\s%")).first).to_be_attached()
    courbe = cellule.locator(".trace path.js-line").last.bounding_box()
    assert courbe and min(courbe["width"], courbe["height"]) > 150  # pixels
    cellule.get_by_text("Description et données du graphique").click()
    expect(cellule.locator("details table")).to_be_visible()
    lecon.capturer("lecon", cellule)


def test_le_simulateur_repond_aux_fleches_du_clavier(lecon: Notebook) -> None:
    simulateur = lecon.panneau.locator(".grc-simulateur")
    phrase = simulateur.get_by_role("status")
    courbe = simulateur.locator(".trace path.js-fill").first
    trace = courbe.get_attribute("d")
    curseur = simulateur.locator(".widget-slider", has_text="Seuil A").get_by_role("slider")
    curseur.focus()
    for fleche, seuil in {"ArrowLeft": "79", "ArrowDown": "78"}.items():
        avant = phrase.text_content()
        lecon.page.keyboard.press(fleche)
        expect(curseur).to_have_attribute("aria-valuenow", f"{seuil}.0")
        expect(phrase).not_to_have_text(avant or "")
    part = re.search(r"Classe\sA\s: [^,]+, (\d+,\d)", phrase.text_content() or "")
    assert part
    expect(simulateur.locator(".gtitle")).to_contain_text(part[1])
    expect(courbe).not_to_have_attribute("d", trace or "")
    lecon.capturer("simulateur", simulateur)


def test_a_vous_aide_qui_se_trompe_et_felicite_qui_trouve(lecon: Notebook) -> None:
    verdict = lecon.panneau.locator(".grc-verdict", has_text="part_10")
    expect(verdict).to_contain_text("pas encore répondu")
    lecon.ecrire("part_10 = ", "part_10 = 100 * segmentation.part_des_premiers(ca, 0.10)")
    lecon.page.keyboard.press("Shift+Enter")  # le contrôle replié, juste dessous
    expect(verdict).to_contain_text("À revoir")
    expect(verdict).to_contain_text("un taux décimal est attendu")
    lecon.ecrire("part_10 = ", "part_10 = segmentation.part_des_premiers(ca, 0.10)")
    lecon.page.keyboard.press("Shift+Enter")
    expect(verdict).to_contain_text("✔ Juste")


def test_le_quiz_se_fait_au_clavier(lecon: Notebook) -> None:
    quiz = lecon.panneau.locator(".grc-quiz")
    question = quiz.locator("fieldset").first
    question.get_by_role("radio").first.focus()
    for touche in ("Space", "Tab", "Enter"):
        lecon.page.keyboard.press(touche)
    expect(question.get_by_role("status")).to_contain_text("Pas encore.")
    for touche in ("Shift+Tab", "ArrowDown", "Tab", "Enter"):
        lecon.page.keyboard.press(touche)
    expect(question.get_by_role("status")).to_contain_text("Juste.")
    expect(quiz).to_contain_text("Bonnes réponses : 1/6")


def test_le_td_refuse_une_reponse_d_une_phrase_sans_trace_python(ouvrir: Ouvrir) -> None:
    td = ouvrir(TD)
    td.ecrire("part_20 = ", "part_20 = 68.4")
    td.executer_tout()
    verdict = td.panneau.locator(".grc-verdict", has_text="part_20")
    expect(verdict).to_contain_text("À revoir")
    td.capturer("td_controle", td.cellule("part_20 = "))
    td.panneau.get_by_role("toolbar").get_by_text("Vérifier ma copie").click()
    rapport = td.page.locator(".jp-Dialog")
    expect(rapport).to_contain_text("contrôles échouent")
    avis = rapport.locator("p", has_text="part_20")
    expect(avis).to_have_text(re.compile("^✘ À revoir — part_20 : "))
    expect(td.panneau.locator(TRACES)).to_have_count(0)
    expect(td.page.locator("body")).not_to_contain_text(re.compile(r"Traceback|\w+Error\b"))


@pytest.mark.parametrize("chemin", ["", LECON], ids=["accueil", "lecon"])
def test_sur_un_telephone_le_texte_reste_dans_sa_colonne(ouvrir: Ouvrir, chemin: str) -> None:
    notebook = ouvrir(chemin, TELEPHONE)
    if chemin:
        notebook.replier_les_fichiers()  # l'accueil, lui, s'ouvre volets repliés
    expect(notebook.panneau.locator("h1")).to_be_visible()
    assert notebook.panneau.evaluate(TEXTE_COUPE) == []
    assert notebook.page.evaluate("document.documentElement.scrollWidth") == TELEPHONE[0]


def test_le_lendemain_le_travail_est_toujours_la(fenetre: Fenetre, tmp_path: Path) -> None:
    dossier = tmp_path / "gestion-clienteles"
    with ouvrir_cours(dossier) as lundi, fenetre() as navigateur:
        accueil = Notebook(navigateur.new_page())
        accueil.page.goto(lundi.accueil)
        accueil.attendre_le_noyau()
        accueil.ecrire("commandes = 48", "commandes = 52\ncommandes * 385.50")
        expect(accueil.panneau.locator(".jp-OutputArea-output")).to_have_text("20046.0")
        accueil.page.keyboard.press("ControlOrMeta+s")
        expect(accueil.page.locator(".jp-mod-dirty")).to_have_count(0)
    with ouvrir_cours(dossier) as mardi, fenetre() as navigateur:
        accueil = Notebook(navigateur.new_page())
        accueil.page.goto(mardi.accueil)
        expect(accueil.cellule("commandes = 52")).to_contain_text("20046.0")


def test_rien_ne_sort_de_l_ordinateur_et_la_console_ne_se_plaint_pas(
    lecon: Notebook, journal: Journal
) -> None:
    assert len(journal.demandes) > 50  # le parcours a bien été suivi
    assert not journal.hors_de_l_ordinateur()
    assert not journal.plaintes, "\n".join(journal.plaintes)
