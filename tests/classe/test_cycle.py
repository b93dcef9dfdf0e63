"""De la publication à l'export : chaque copie reçoit la note que mérite son travail."""

import csv
import re
from html import unescape
from pathlib import Path

import pytest
from copies import DEVOIR


def notes(classe: Path) -> dict[str, float]:
    """Les notes de l'export, telles que l'enseignant les reçoit."""
    with (classe / "grades.csv").open(encoding="utf-8") as fichier:
        return {ligne["student_id"]: float(ligne["score"]) for ligne in csv.DictReader(fichier)}


def compte_rendu(classe: Path, etudiant: str) -> str:
    """Le texte de la page que l'élève reçoit, sans ses balises."""
    page = (classe / "feedback" / etudiant / DEVOIR / f"{DEVOIR}.html").read_text("utf-8")
    return unescape(re.sub(r"<(style|script).*?</\1>|<[^>]+>", "", page, flags=re.DOTALL))


@pytest.mark.parametrize(
    ("etudiant", "note"),
    [
        ("juste.martin", 19.5),  # 16 points automatiques, 3,5 donnés par l'enseignant
        ("alamain.noel", 16),  # sans la bibliothèque, avec des variables à soi
        ("faux.dupont", 0),
        ("moitie.leroy", 5.75),  # 2 + 2, et 1,75 sur 4 pour l'autre règle de frontière
        ("vide.moreau", 0),
        ("syntaxe.petit", 14),  # la question 1 est perdue, elle seule
        ("boucle.roux", 14),  # la question 4 est perdue, elle seule
        ("effacee.blanc", 16),  # le contrôle effacé est remis
        ("renommee.faure", 16),  # le nom du fichier ne compte pas
        ("zoe.girard", 16),  # un dépôt Moodle
    ],
)
def test_chaque_copie_recoit_sa_note(classe: Path, etudiant: str, note: float) -> None:
    assert notes(classe)[etudiant] == pytest.approx(note)


def test_aucune_copie_n_est_perdue(classe: Path) -> None:
    assert len(notes(classe)) == 10


def test_le_compte_rendu_nomme_l_erreur_sans_donner_la_reponse(classe: Path) -> None:
    texte = compte_rendu(classe, "faux.dupont")
    assert "C'est l'indice : il reste à en prendre l'inverse." in texte
    assert "Traceback" not in texte
    assert "AssertionError" not in texte


def test_le_compte_rendu_ne_montre_pas_les_tests_caches(classe: Path) -> None:
    texte = compte_rendu(classe, "vide.moreau")
    assert "verifier_forme" in texte
    assert "CACHES" not in texte
    assert "corrige" not in texte


def test_le_compte_rendu_montre_la_note_partielle_et_son_explication(classe: Path) -> None:
    texte = compte_rendu(classe, "moitie.leroy")
    assert "relisez la règle de frontière" in texte


def test_le_commentaire_de_l_enseignant_est_dans_le_compte_rendu(classe: Path) -> None:
    assert "La limite est dite trop vite." in compte_rendu(classe, "juste.martin")


def test_une_boucle_sans_fin_est_expliquee(classe: Path) -> None:
    assert "n'a pas répondu à temps" in compte_rendu(classe, "boucle.roux")


def test_chaque_eleve_a_ses_propres_donnees(classe: Path) -> None:
    premiers, seconds = (
        re.search(r"Seuils ABC.*heures? disponibles[^.]*|Données de : \S+", compte_rendu(classe, e))
        for e in ("juste.martin", "renommee.faure")
    )
    assert premiers and seconds
    assert premiers[0] != seconds[0]
