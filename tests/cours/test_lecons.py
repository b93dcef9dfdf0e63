"""Une leçon tient ses promesses : chaque nombre est montré, chaque objectif a sa réponse."""

import re
from pathlib import Path

import nbformat
import pytest

from noxfile import NOTEBOOKS as DOSSIERS
from tests.cours.nombres import affirmes, calcules, est_montre, montres

RACINE = Path(__file__).parents[2]
LECONS = sorted(
    chemin
    for dossier in DOSSIERS
    for chemin in (RACINE / dossier).rglob("*.ipynb")
    if re.match(r"(S\d+|GRC)-\d+_", chemin.name)
)


def nom(chemin: Path) -> str:
    return chemin.stem.split("_")[0]


def rubrique(chemin: Path, titre: str) -> str:
    """Le texte qui suit un titre en gras ou en dièses, jusqu'au titre suivant."""
    cellules = nbformat.read(chemin, as_version=4).cells
    texte = "\n\n".join(c.source for c in cellules if c.cell_type == "markdown")
    suite = re.split(rf"^(?:## |\*\*){titre}\b.*$", texte, maxsplit=1, flags=re.M)
    assert len(suite) == 2, f"il manque « {titre} »"
    return re.split(r"^(?:## |\*\*\w)", suite[1], maxsplit=1, flags=re.M)[0]


@pytest.mark.parametrize("chemin", LECONS, ids=nom)
def test_chaque_nombre_de_la_prose_est_affiche_par_une_cellule(chemin: Path) -> None:
    notebook = nbformat.read(chemin, as_version=4)
    orphelins = [
        f"{nombre} {unite}".strip()
        for rang, cellule in enumerate(notebook.cells)
        if cellule.cell_type == "markdown"
        for nombre, unite in affirmes(cellule.source)
        if not est_montre(nombre, unite, montres(notebook, rang) | calcules(cellule.source))
    ]
    assert not orphelins, f"aucune cellule n'affiche : {orphelins}"


@pytest.mark.parametrize("chemin", LECONS, ids=nom)
def test_a_retenir_repond_a_chaque_objectif(chemin: Path) -> None:
    objectifs = re.findall(r"^\d+\. ", rubrique(chemin, "À la fin, vous saurez"), re.M)
    retenus = re.findall(r"^\d+\. ", rubrique(chemin, "À retenir"), re.M)
    assert 3 <= len(objectifs) <= 5
    assert len(retenus) == len(objectifs)


@pytest.mark.parametrize("chemin", LECONS, ids=nom)
def test_le_vocabulaire_se_lit_par_le_glossaire(chemin: Path) -> None:
    lignes = [ligne for ligne in rubrique(chemin, "Vocabulaire").splitlines() if ligne.strip()]
    assert len(lignes) >= 4
    for ligne in lignes:
        assert re.fullmatch(r"- \*[^*]+\* — .+[.!?)]", ligne), ligne


@pytest.mark.parametrize("chemin", LECONS, ids=nom)
def test_l_auto_evaluation_a_de_cinq_a_huit_questions(chemin: Path) -> None:
    cellules = nbformat.read(chemin, as_version=4).cells
    quiz = "".join(c.source for c in cellules if "quiz(" in c.source)
    assert 5 <= len(re.findall(r"^\? ", quiz, re.M)) <= 8


@pytest.mark.parametrize("chemin", LECONS, ids=nom)
def test_les_a_vous_se_suivent_et_donnent_des_indices(chemin: Path) -> None:
    cellules = nbformat.read(chemin, as_version=4).cells
    a_vous = [c.source for c in cellules if c.source.startswith("> **À vous ")]
    a_vous += [c.source for c in cellules if "\n> **À vous " in c.source]
    numeros = [int(re.search(r"\*\*À vous (\d+)\*\*", source)[1]) for source in a_vous]
    assert sorted(numeros) == list(range(1, len(numeros) + 1))
    for source in a_vous:
        assert re.search(r"\*\(\d+ minutes?\b", source), source
        assert "<summary>Indice 1</summary>" in source, source
