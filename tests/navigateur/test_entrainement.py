"""L'entraînement dans le vrai JupyterLab, sans toucher la souris."""

import re

import pytest
from cours_ouvert import Cours
from eleve import TRACES, Journal, Notebook, Ouvrir
from notebook_neuf import deposer, texte_en_focus
from playwright.sync_api import Locator, expect

# L'ordre des questions est tiré au sort : on passe celles où l'on choisit dans une liste.
QUESTION = """from grc_lib import simulateurs
essai = simulateurs.entrainement("marge_marque")
while essai.probleme.choix:
    essai.suivante.click()
essai"""
LISTE = """liste = simulateurs.entrainement("marge_marque")
while not liste.probleme.choix:
    liste.suivante.click()
liste"""
REPONSE = "print(essai.probleme.ecrire())"


@pytest.fixture(scope="module")
def notebook(cours: Cours, onglet: Ouvrir) -> Notebook:
    ouvert = onglet(deposer(cours, "entrainement.ipynb", QUESTION, LISTE, REPONSE))
    ouvert.executer_tout()
    expect(ouvert.panneau.locator(".grc-entrainement")).to_have_count(2)
    return ouvert


@pytest.fixture(scope="module")
def entrainement(notebook: Notebook) -> Locator:
    return notebook.cellule("from grc_lib").locator(".grc-entrainement")


def test_au_clavier_une_faute_sa_solution_puis_la_bonne_reponse(
    notebook: Notebook, entrainement: Locator
) -> None:
    clavier, avis = notebook.page.keyboard, entrainement.get_by_role("status")
    entrainement.get_by_role("textbox").focus()
    clavier.type("-9")
    clavier.press("Tab")  # quitter le champ ne vérifie pas
    assert texte_en_focus(notebook.page) == "Vérifier"
    expect(avis).to_have_text("")
    clavier.press("Shift+Tab")
    clavier.press("End")
    clavier.type("99")
    clavier.press("Enter")
    expect(avis).to_contain_text("✘")
    expect(avis).to_have_attribute("data-etat", "faux")
    clavier.press("Tab")
    clavier.press("Tab")
    clavier.press("Enter")
    expect(entrainement.locator("ol li")).not_to_have_count(0)
    expect(avis).to_contain_text("La solution est affichée.")
    notebook.capturer("entrainement", entrainement)
    attendue = notebook.cellule(REPONSE).locator(".jp-OutputArea-output").inner_text().strip()
    for _ in range(2):
        clavier.press("Shift+Tab")
    clavier.press("ControlOrMeta+a")
    clavier.type(attendue)
    clavier.press("Enter")
    expect(avis).to_contain_text("✔ Juste, mais pas d'emblée.")
    expect(avis).to_have_attribute("data-etat", "juste")


def test_la_question_suivante_rend_le_clavier_au_champ(
    notebook: Notebook, entrainement: Locator
) -> None:
    clavier, enonce = notebook.page.keyboard, entrainement.locator("p").nth(1)
    champ = entrainement.locator("input:visible").first
    for _ in range(3):
        avant = enonce.inner_text()
        entrainement.get_by_role("button", name="Question suivante").focus()
        clavier.press("Enter")
        expect(enonce).not_to_have_text(avant)
        expect(champ).to_be_focused()
    expect(entrainement.get_by_role("status")).to_have_text("")


def test_les_fleches_choisissent_dans_une_liste_sans_verifier(notebook: Notebook) -> None:
    liste = notebook.cellule("liste = ").locator(".grc-entrainement")
    clavier, choix = notebook.page.keyboard, liste.get_by_role("radio")
    choix.first.focus()
    clavier.press("Space")
    clavier.press("ArrowDown")
    expect(choix.nth(1)).to_be_checked()
    expect(liste.get_by_role("status")).to_have_text("")
    while texte_en_focus(notebook.page) != "Vérifier":
        clavier.press("Tab")
    clavier.press("Enter")
    expect(liste.get_by_role("status")).to_have_text(re.compile("[✔✘]"))
    notebook.capturer("entrainement_liste", liste)


def test_rien_ne_se_plaint(notebook: Notebook, journal: Journal) -> None:
    expect(notebook.panneau.locator(TRACES)).to_have_count(0)
    assert not journal.plaintes, "\n".join(journal.plaintes)
