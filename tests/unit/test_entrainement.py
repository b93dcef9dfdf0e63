"""L'entraînement : ce qui compte, ce qui revient et quand, ce qui est gardé."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.exercice.familles import famille, noms_des_familles
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.revision import DELAIS, Carnet, Fiche
from grc_lib.simulateurs import entrainement, progres

LUNDI = date(2026, 6, 29)
HT, TTC = ("tva", "ht"), ("tva", "ttc")


@pytest.fixture
def carnet(tmp_path: Path) -> Carnet:
    return Carnet(tmp_path / ".grc" / "entrainement.json")


# --- La révision espacée


def test_une_question_reussie_revient_de_plus_en_plus_tard(carnet):
    jour, attentes = LUNDI, []
    for _ in range(6):
        fiche = carnet.noter(HT, True, jour)
        prochain = date.fromisoformat(fiche.le)
        attentes.append((prochain - jour).days)
        jour = prochain
    assert attentes == [1, 3, 7, 16, 35, 35]


def test_une_question_ratee_revient_tout_de_suite(carnet):
    carnet.noter(HT, True, LUNDI)
    fiche = carnet.noter(HT, False, LUNDI + timedelta(days=1))
    assert (fiche.boite, fiche.essais, fiche.reussites) == (0, 2, 1)
    assert carnet.a_revoir(LUNDI + timedelta(days=1)) == [HT]


def test_s_acharner_le_meme_jour_ne_fait_pas_monter(carnet):
    for _ in range(4):
        fiche = carnet.noter(HT, True, LUNDI)
    assert fiche.boite == 1
    assert fiche.le == "2026-06-30"


def test_les_questions_dues_passent_avant_les_nouvelles(carnet):
    carnet.noter(HT, True, LUNDI)
    assert carnet.suivante([HT, TTC], LUNDI) == TTC
    assert carnet.suivante([HT, TTC], LUNDI + timedelta(days=1)) == HT
    assert carnet.suivante([HT, TTC], LUNDI + timedelta(days=1), sauf=HT) == TTC
    assert carnet.suivante([HT], LUNDI, sauf=HT) == HT


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60)), max_size=30))
@settings(max_examples=100, deadline=None)
def test_une_fiche_reste_dans_ses_bornes(reponses):
    fiche, jour = Fiche(), LUNDI
    for juste, plus_tard in reponses:
        jour += timedelta(days=plus_tard)
        fiche = fiche.apres(juste, jour)
        assert 0 <= fiche.boite < len(DELAIS)
        assert date.fromisoformat(fiche.le) <= jour + timedelta(days=DELAIS[fiche.boite] or 0) or (
            juste
        )
    assert fiche.essais == len(reponses)
    assert fiche.reussites == sum(juste for juste, _ in reponses)


# --- Le fichier


def test_les_progres_se_retrouvent_a_la_seance_suivante(carnet):
    carnet.noter(HT, True, LUNDI)
    assert Carnet(carnet.fichier).fiche(HT) == carnet.fiche(HT)


def test_deux_notebooks_ouverts_ne_se_perdent_rien(carnet):
    autre = Carnet(carnet.fichier)
    carnet.noter(HT, True, LUNDI)
    autre.noter(TTC, False, LUNDI)
    relu = Carnet(carnet.fichier)
    assert relu.fiche(HT).reussites == 1
    assert relu.fiche(TTC).essais == 1


@pytest.mark.parametrize(
    "abime", ["", "{", "[[1]]", '[["tva", "ht", {"boite": 99, "le": "2026-06-30"}]]', '{"a": 1}']
)
def test_un_fichier_abime_est_mis_de_cote_jamais_efface(tmp_path, abime):
    fichier = tmp_path / "entrainement.json"
    fichier.write_text(abime, "utf-8")
    carnet = Carnet(fichier)
    carnet.noter(HT, True, LUNDI)
    assert (tmp_path / "entrainement.abime.json").read_text("utf-8") == abime
    assert [ligne[:2] for ligne in json.loads(fichier.read_text("utf-8"))] == [list(HT)]


def test_un_fichier_illisible_n_est_pas_ecrase(tmp_path):
    fichier = tmp_path / "entrainement.json"
    fichier.mkdir()
    carnet = Carnet(fichier)
    carnet.noter(HT, True, LUNDI)
    assert fichier.is_dir()
    assert "ne seront pas gardés" in carnet.souci
    assert carnet.fiche(HT).essais == 1


def test_un_dossier_qui_refuse_n_empeche_pas_de_s_entrainer(tmp_path):
    (tmp_path / ".grc").write_text("un fichier à la place du dossier", "utf-8")
    carnet = Carnet(tmp_path / ".grc" / "entrainement.json")
    essai = entrainement("marge_marque", carnet=carnet)
    essai.repondre(essai.probleme.ecrire())
    assert "ne sont pas gardés" in carnet.souci or "ne seront pas gardés" in carnet.souci
    assert "gardés" in essai.progres.value


def test_le_carnet_est_dans_le_dossier_de_travail(tmp_path, monkeypatch):
    (tmp_path / ".grc").mkdir()
    (tmp_path / "course" / "annee1").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "course" / "annee1")
    assert Carnet().fichier == tmp_path / ".grc" / "entrainement.json"


# --- L'entraînement


@pytest.fixture
def essai(carnet):
    """Une question à laquelle on répond par un nombre."""
    pose = entrainement("marge_marque", carnet=carnet)
    while pose.probleme.choix:
        pose.suivante.click()
    return pose


def taper_entree(essai, ecrit):
    """La touche Entrée, comme le navigateur l'envoie au noyau : l'annonce, puis le texte."""
    essai.champ._handle_custom_msg({"event": "submit"}, [])
    essai.champ.value = ecrit


def test_la_premiere_reponse_compte_seule_et_on_le_dit(essai, carnet):
    cle = essai.cle
    assert essai.repondre("-999").startswith("✘")
    assert essai.annonce.etat == "faux"
    juste = essai.repondre(essai.probleme.ecrire())
    assert juste == "✔ Juste, mais pas d'emblée. Cette question vous sera reposée."
    assert essai.annonce.etat == "juste"
    assert (carnet.fiche(cle).essais, carnet.fiche(cle).reussites) == (1, 0)


def test_entree_verifie_mais_quitter_le_champ_ne_verifie_pas(essai, carnet):
    essai.champ.value = "1"  # on commence à écrire, puis on clique ailleurs
    assert (essai.phrase, carnet.fiche(essai.cle).essais) == ("", 0)
    taper_entree(essai, essai.probleme.ecrire())
    essai.verifier.click()  # puis le bouton : c'est la même réponse
    assert essai.phrase.startswith("✔ Juste. Comparez")
    assert (carnet.fiche(essai.cle).essais, carnet.fiche(essai.cle).reussites) == (1, 1)
    essai.champ.value = "0"  # on efface, puis on part : rien n'est jugé
    assert essai.annonce.etat == "juste"


def test_une_faute_de_frappe_ne_coute_rien(essai, carnet):
    assert essai.repondre("douze") == "Répondez par un nombre, comme 1\u00a0234,5." or (
        "nombre" in essai.phrase
    )
    assert carnet.fiche(essai.cle).essais == 0


def test_voir_la_solution_d_abord_c_est_renoncer(essai, carnet):
    assert essai.solution.value == ""
    essai.montrer.click()
    assert "<ol>" in essai.solution.value
    assert essai.phrase == "La solution est affichée. Cette question vous sera reposée."
    essai.montrer.click()
    assert essai.phrase.count("affichée") == 1
    assert carnet.fiche(essai.cle).essais == 1
    essai.repondre(essai.probleme.ecrire())
    assert carnet.fiche(essai.cle).reussites == 0


def test_voir_la_solution_garde_le_diagnostic_et_la_reussite(essai, carnet):
    essai.repondre(essai.probleme.ecrire())
    essai.montrer.click()
    assert essai.phrase.startswith("✔ Juste. Comparez") and "reposée" not in essai.phrase
    assert carnet.fiche(essai.cle).reussites == 1


def test_la_question_suivante_a_d_autres_nombres_et_un_champ_vide(essai):
    avant = essai.enonce.value
    essai.repondre("12")
    essai.suivante.click()
    assert essai.enonce.value != avant
    assert not essai.reponse.value
    assert essai.phrase == ""


def test_un_piege_s_explique(carnet):
    essai = entrainement("marge_marque", carnet=carnet)
    while essai.cle != ("marge_marque", "taux_de_marge"):
        essai.suivante.click()
    pa, pv = essai.probleme.attendu.arguments
    assert "taux de marque" in essai.repondre(f"{100 * (pv - pa) / pv:.2f}".replace(".", ","))


def test_sans_nom_toutes_les_familles_sont_melees(carnet):
    essai = entrainement(carnet=carnet)
    assert {nom for nom, _ in essai.questions} == set(noms_des_familles())


def test_une_famille_inconnue_se_dit(carnet):
    with pytest.raises(ArgumentInvalide, match="marge_marque"):
        entrainement("marges", carnet=carnet)


def test_un_choix_au_clavier_ne_se_verifie_qu_au_bouton(carnet, monkeypatch):
    probleme = Probleme(
        "Quelle est la **classe** ?", "A", ("C'est A",), choix=("A", "B"), pieges={"Non.": "B"}
    )
    monkeypatch.setattr(type(famille("marge_marque")), "poser", lambda *_: probleme)
    essai = entrainement("marge_marque", carnet=carnet)
    essai.verifier.click()
    assert essai.phrase == "Choisissez une réponse."
    essai.reponse.value = "B"
    assert essai.phrase == "Choisissez une réponse."
    essai.verifier.click()
    assert essai.phrase == "✘ Non."
    assert essai.repondre("Z") == "Choisissez une réponse."
    assert (essai.liste.layout.display, essai.champ.layout.display) == ("", "none")


def test_l_enonce_est_ecrit_sans_code_actif(carnet, monkeypatch):
    probleme = Probleme("<script>alert(1)</script> **combien** ?", 4, ("4",))
    monkeypatch.setattr(type(famille("marge_marque")), "poser", lambda *_: probleme)
    essai = entrainement("marge_marque", carnet=carnet)
    assert "<script>" not in essai.enonce.value
    assert "<strong>combien</strong>" in essai.enonce.value


# --- La page « S'entraîner »


def test_le_tableau_des_progres_suit_les_seances_et_les_reponses(carnet):
    carnet.noter(("marge_marque", "taux_de_marge"), False, date.today())
    tableau = progres(carnet=carnet)
    assert sorted(tableau["famille"]) == noms_des_familles()
    assert tableau["seance"].is_monotonic_increasing
    assert tableau.set_index("famille").loc["marge_marque", "a_revoir"] == 1
    assert tableau["a_revoir"].sum() == 1


def test_la_page_annonce_le_bon_nombre_de_familles():
    cours = Path(__file__).parents[2] / "course"
    assert len(noms_des_familles()) == 43
    assert "Quarante-trois familles" in (cours / "ENTRAINEMENT.ipynb").read_text("utf-8")
    assert "43 familles" in (cours / "ACCUEIL.ipynb").read_text("utf-8")
