"""Les simulateurs et les contrôles dans le vrai JupyterLab, au clavier, et ce qu'ils pèsent."""

import re

import pytest
from cours_ouvert import Cours
from eleve import TRACES, Journal, Notebook, Ouvrir
from notebook_neuf import deposer, octets_recus, texte_en_focus
from playwright.sync_api import Locator, expect

from grc_lib.appels import casa_beauty

MISE_A_JOUR = 100_000  # octets

ABC = """from grc_lib import simulateurs
simulateurs.abc([400_000 / rang**1.1 for rang in range(1, 1201)])"""
SCRIPT = """from grc_lib.simulateurs.reglages.script_appel import simulateur_script_appel
simulateur_script_appel()"""
BROUILLON = """from grc_lib import appels
brouillon = appels.Script({
    "1": {"texte": "Avez-vous deux minutes ?", "reponses": {"oui": "2", "non": "9"}},
    "2": {"texte": "Je vous présente nos calendriers."},
})
simulateur_script_appel(brouillon)"""
CONTROLE = """taux = 0.20
verifier("taux", taux, 0.25, pieges={"Vous avez divisé par le prix de vente.": 0.20})"""


@pytest.fixture(scope="module")
def notebook(cours: Cours, onglet: Ouvrir) -> Notebook:
    verifier = "from grc_lib.exercice import verifier"
    chemin = deposer(cours, "essais.ipynb", ABC, SCRIPT, BROUILLON, verifier, CONTROLE)
    ouvert = onglet(chemin)
    ouvert.executer_tout()
    expect(ouvert.panneau.locator(".grc-simulateur")).to_have_count(3)
    return ouvert


@pytest.fixture(scope="module")
def lecteur(notebook: Notebook) -> Locator:
    return notebook.cellule("from grc_lib.simulateurs.reglages.script_appel").locator(".grc-script")


def test_une_fleche_sur_un_curseur_change_la_phrase_pour_moins_de_cent_kilo_octets(
    notebook: Notebook,
) -> None:
    simulateur = notebook.cellule("from grc_lib import simulateurs").locator(".grc-simulateur")
    phrase, curseur = simulateur.get_by_role("status"), simulateur.get_by_role("slider").first
    curseur.focus()
    avant = phrase.text_content() or ""

    def deplacer() -> None:
        notebook.page.keyboard.press("ArrowLeft")
        expect(phrase).not_to_have_text(avant)

    assert 1_000 < octets_recus(notebook, deplacer) < MISE_A_JOUR


def test_les_fleches_changent_aussi_un_bouton_radio(notebook: Notebook) -> None:
    simulateur = notebook.cellule("from grc_lib import simulateurs").locator(".grc-simulateur")
    phrase, choix = simulateur.get_by_role("status"), simulateur.get_by_role("radio")
    avant = phrase.text_content() or ""
    choix.first.focus()
    notebook.page.keyboard.press("ArrowDown")
    expect(choix.nth(1)).to_be_checked()
    expect(phrase).not_to_have_text(avant)


def test_un_appel_se_joue_au_clavier_jusqu_a_son_issue(
    notebook: Notebook, lecteur: Locator
) -> None:
    clavier, phrase = notebook.page.keyboard, lecteur.get_by_role("status")
    lecteur.get_by_role("button", name="je vous la passe").focus()

    def repondre() -> None:
        clavier.press("Enter")
        expect(phrase).to_contain_text("Fiche 3")

    assert 1_000 < octets_recus(notebook, repondre) < MISE_A_JOUR
    clavier.press("Tab")
    clavier.press("Enter")
    expect(phrase).to_contain_text("Fiche 4")
    assert texte_en_focus(notebook.page) == "oui, voyons cela"
    clavier.press("Tab")
    clavier.press("Space")
    expect(phrase).to_contain_text("Fin de l'appel : documentation envoyée")
    assert texte_en_focus(notebook.page) == "Recommencer"
    expect(lecteur.locator("ol > li")).to_have_count(3)
    expect(lecteur).to_contain_text("Relisez l'appel avec les 4C")
    expect(lecteur.locator(".gtitle")).to_contain_text("1 → 3 → 4 → 7")
    notebook.capturer("script_appel", lecteur)
    clavier.press("Shift+Tab")
    clavier.press("Enter")
    expect(phrase).to_contain_text("Fiche 4")


def test_au_hasard_on_cherche_la_fiche_qui_repond(notebook: Notebook, lecteur: Locator) -> None:
    clavier, phrase = notebook.page.keyboard, lecteur.get_by_role("status")
    lecteur.get_by_role("button", name="Recommencer").focus()
    clavier.press("Enter")
    expect(phrase).to_contain_text("Fiche 1")
    lecteur.get_by_role("radio").first.focus()
    clavier.press("ArrowDown")
    expect(phrase).to_contain_text("On vous répond")
    entendue = re.search("répond : « (.+?) »", (phrase.text_content() or "").replace("\xa0", " "))
    assert entendue
    renvois = casa_beauty().fiches["1"].reponses
    bonne = renvois[entendue[1]]
    fausse = next(fiche for fiche in renvois.values() if fiche != bonne)
    for fiche, avis in {
        fausse: f"✘ La fiche {fausse} ne répond pas",
        bonne: f"Fiche {bonne}",
    }.items():
        lecteur.get_by_role("button", name=f"{fiche} · ").focus()
        clavier.press("Enter")
        expect(phrase).to_contain_text(avis)


def test_un_script_defectueux_le_dit_avant_et_pendant(notebook: Notebook) -> None:
    lecteur = notebook.cellule("from grc_lib import appels").locator(".grc-script")
    phrase = lecteur.get_by_role("status")
    expect(phrase).to_contain_text("Ce script a 2 défauts")
    for reponse, avis in {"non": "tombe dans le vide", "oui": "Impasse"}.items():
        lecteur.get_by_role("button", name=reponse, exact=True).focus()
        notebook.page.keyboard.press("Enter")
        expect(phrase).to_contain_text(avis)
    notebook.capturer("script_defauts", lecteur)


def test_un_controle_rate_puis_reussi(notebook: Notebook) -> None:
    verdict = notebook.panneau.locator(".grc-verdict")
    expect(verdict).to_contain_text("✘ À revoir")
    expect(verdict).to_contain_text("Vous avez divisé par le prix de vente.")
    notebook.ecrire("taux = ", CONTROLE.replace("taux = 0.20", "taux = 0.25"))
    expect(verdict).to_contain_text("✔ Juste")
    notebook.capturer("controle", notebook.cellule("taux = "))


def test_rien_ne_se_plaint(notebook: Notebook, journal: Journal) -> None:
    expect(notebook.panneau.locator(TRACES)).to_have_count(0)
    assert not journal.plaintes, "\n".join(journal.plaintes)
