"""Les copies abîmées sont réparées ou refusées d'une phrase ; rien de l'élève n'est touché."""

import hashlib
import io
import json
import os
import shutil
import socket
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
from copies import DEVOIR, RACINE, Copie, corriges, nbgrader, preparer
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import CheckCellMetadata, DeduplicateIds, OverwriteCells

from grc_lib.classe.depots import Depot, mettre_au_propre, recevoir
from grc_lib.erreurs import ArgumentInvalide, RessourceIndisponible

ELEVE = "lea.martin"


@pytest.fixture(scope="session")
def publie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cours = tmp_path_factory.mktemp("publie")
    preparer(cours)
    return cours


@pytest.fixture
def cours(publie: Path, tmp_path: Path) -> Path:
    shutil.copytree(publie, tmp_path / "cours")
    return tmp_path / "cours"


def rendre(cours: Path, contenu: Any, chemin: str = f"{ELEVE}/{DEVOIR}/{DEVOIR}.ipynb") -> Path:
    fichier = cours / "submitted" / chemin
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_bytes(contenu if isinstance(contenu, bytes) else str(contenu).encode())
    return fichier


def propre(cours: Path) -> list[Depot]:
    avant = photo(cours / "submitted")
    depots = mettre_au_propre(cours, DEVOIR, None, cours.parent / "vers")
    assert photo(cours / "submitted") == avant
    for depot in depots:
        assert bool(depot.refus) == (depot.dossier is None)
        if depot.dossier:
            accepter(cours, lu(depot))
    return depots


def photo(dossier: Path) -> dict[str, Any]:
    """Tout ce que contient un dossier : noms, dates, contenus, sans suivre de lien."""
    vus: dict[str, Any] = {}
    for racine, dossiers, fichiers in os.walk(dossier):
        for nom in dossiers + fichiers:
            chemin = Path(racine, nom)
            etat = chemin.lstat()
            contenu = b""
            if chemin.is_file() and not chemin.is_symlink():
                contenu = hashlib.sha256(chemin.read_bytes()).digest()
            vus[str(chemin)] = (etat.st_mode, etat.st_mtime_ns, etat.st_size, contenu)
    return vus


def accepter(cours: Path, notebook: nbformat.NotebookNode) -> None:
    """Les contrôles de nbgrader, sans un avertissement : il n'a plus rien à y changer."""
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    base = f"sqlite:///{cours / 'gradebook.db'}"
    ressources = {"nbgrader": {"notebook": DEVOIR, "assignment": DEVOIR, "db_url": base}}
    avant = nbformat.writes(notebook)
    for etape in (DeduplicateIds, OverwriteCells, CheckCellMetadata):
        notebook, _ = etape().preprocess(notebook, ressources)
    assert nbformat.writes(notebook) == avant


def seul(cours: Path) -> Depot:
    (depot,) = propre(cours)
    return depot


def lu(depot: Depot) -> nbformat.NotebookNode:
    assert depot.dossier is not None, depot.refus
    return nbformat.read(depot.dossier / f"{DEVOIR}.ipynb", as_version=4)


def sources(depot: Depot) -> dict[str, str]:
    return {c.id: c.source for c in lu(depot).cells}


def constats(depot: Depot) -> str:
    return " ".join(depot.constats)


def juste(cours: Path) -> Copie:
    return Copie(cours).repond(**corriges())


def rang(copie: Copie, question: str) -> int:
    return copie.notebook.cells.index(copie.cellule(question))


# --- une copie ordinaire ---------------------------------------------------------------------


def test_une_copie_saine_passe_sans_constat(cours: Path) -> None:
    rendre(cours, juste(cours))
    depot = seul(cours)
    assert (depot.etudiant, depot.constats, depot.refus) == (ELEVE, (), "")
    assert depot.dossier == cours.parent / "vers" / ELEVE / DEVOIR
    assert sources(depot)["part_20"] == corriges()["part_20"]
    assert "### DEBUT TESTS CACHES" in sources(depot)["test_part_20"]


def test_l_empreinte_ne_change_qu_avec_la_copie(cours: Path) -> None:
    rendre(cours, juste(cours))
    premiere = seul(cours).empreinte
    assert seul(cours).empreinte == premiere
    rendre(cours, juste(cours).repond(part_20="part_20 = 1"))
    assert seul(cours).empreinte != premiere


@pytest.mark.parametrize("devoir", ["GRC-3b", "S822-1"])
def test_un_td_publie_et_rendu_tel_quel_est_une_copie_vide(devoir: str, tmp_path: Path) -> None:
    preparer(tmp_path, devoir)
    dossier = tmp_path / "submitted" / ELEVE / devoir
    shutil.copytree(tmp_path / "exercises" / devoir, dossier)
    (depot,) = mettre_au_propre(tmp_path, devoir, None, tmp_path / "vers")
    assert depot.constats == ("Aucune réponse : c'est le TD tel que publié.",)


def test_seuls_les_eleves_demandes_sont_prepares(cours: Path) -> None:
    for eleve in ("lea.martin", "lea.petit", "zoe.girard"):
        rendre(cours, Copie(cours), f"{eleve}/{DEVOIR}/{DEVOIR}.ipynb")
    depots = mettre_au_propre(cours, DEVOIR, "lea.*", cours.parent / "vers")
    assert [depot.etudiant for depot in depots] == ["lea.martin", "lea.petit"]


# --- cellules et métadonnées -----------------------------------------------------------------


def _regle(question: str, **reglages: Any) -> Callable[[Copie], object]:
    return lambda copie: copie.cellule(question).metadata.nbgrader.update(reglages)


def _remplace_repere(question: str, repere: Any) -> Callable[[Copie], object]:
    return lambda copie: copie.cellule(question).metadata.update(nbgrader=repere)


def _change(question: str, **champs: Any) -> Callable[[Copie], object]:
    return lambda copie: copie.cellule(question).update(champs)


def _oublie_tout(copie: Copie) -> None:
    for cellule in copie.notebook.cells:
        cellule.metadata = {}


def _identifiants(copie: Copie) -> None:
    for cellule in copie.notebook.cells[:4]:
        cellule.id = "x"
    for cellule in copie.notebook.cells[4:8]:
        del cellule["id"]


def _echange(copie: Copie) -> None:
    cellules, i, j = copie.notebook.cells, rang(copie, "part_20"), rang(copie, "test_part_20")
    cellules[i], cellules[j] = cellules[j], cellules[i]


def _autre_version(copie: Copie) -> None:
    from nbgrader.utils import compute_checksum

    cellule = copie.cellule("test_heures")
    cellule.source += "\n# avant la correction du barème"
    cellule.metadata.nbgrader.points = 3
    cellule.metadata.nbgrader.checksum = compute_checksum(cellule)


def test_un_bareme_change_par_l_enseignant_n_accuse_pas_l_eleve(cours: Path) -> None:
    copie = Copie(cours)
    _autre_version(copie)
    rendre(cours, copie)
    (depot,) = propre(cours)
    assert not any("Réglages" in constat for constat in depot.constats)


@pytest.mark.parametrize(
    ("abimer", "constat"),
    [
        (_regle("test_part_20", points=20), "Réglages de nbgrader changés, remis : « test_part_20"),
        (_regle("test_part_20", locked=False), "Réglages"),
        (_regle("part_20", solution=False, grade=True), "Réglages"),
        (_regle("part_20", grade_id="perdu"), "Réglages"),
        (_regle("part_20", grade_id=["x"]), "Réglages"),
        (_regle("part_20", schema_version=10**18), "Réglages"),
        (_regle("part_20", schema_version="trois"), "Réglages"),
        (_regle("part_20", **{"x" * 100_000: 1}), ""),
        (_remplace_repere("part_20", "pas un dictionnaire"), "Réglages"),
        (_remplace_repere("part_20", None), "Réglages"),
        (_remplace_repere("test_part_20", [1, {}]), "Réglages"),
        (_oublie_tout, "Réglages"),
        (_identifiants, ""),
        (_change("part_20", cell_type="markdown"), "Types de cellule changés, rétablis : « part_"),
        (_change("part_20", cell_type="raw"), "Types"),
        (_change("test_part_20", cell_type="markdown"), "Types"),
        (_change("part_20", cell_type=12), "Types"),
        (_change("reponse_directrice", cell_type="code"), "Types"),
        (_change("test_part_20", source="pass"), "Cellules verrouillées modifiées, remises : « te"),
        (_change("donnees", source="portefeuille = 0"), "verrouillées"),
        (_change("test_part_20", source=None), "verrouillées"),
        (_autre_version, "d'une autre version du TD, remises à jour : « test_heures »"),
        (lambda copie: copie.efface("test_part_20"), "Cellules effacées, remises : « test_part_20"),
        (lambda copie: copie.efface("donnees"), "Cellules effacées"),
        (_echange, "Cellules déplacées, remises dans l'ordre : « test_part_20 »"),
        (lambda copie: copie.notebook.cells.reverse(), "Cellules déplacées"),
        (lambda copie: copie.notebook.cells.extend([3, "x"]), "Des cellules illisibles"),
        (lambda copie: copie.notebook.metadata.update(kernelspec={"name": "/bin/sh"}), ""),
        (lambda copie: copie.notebook.update(metadata=[]), ""),
    ],
)
def test_la_copie_est_reparee_et_garde_ses_reponses(
    cours: Path, abimer: Callable[[Copie], object], constat: str
) -> None:
    rendre(cours, juste(cours))
    attendu = lu(seul(cours))
    copie = juste(cours)
    abimer(copie)
    rendre(cours, json.dumps(copie.notebook))
    depot = seul(cours)
    assert constat in constats(depot)
    assert [c for c in lu(depot).cells if c.id in {a.id for a in attendu.cells}] == attendu.cells
    assert lu(depot).metadata == attendu.metadata


def test_une_reponse_effacee_est_remise_vide(cours: Path) -> None:
    rendre(cours, juste(cours).efface("part_20"))
    depot = seul(cours)
    assert "Réponses effacées, remises vides : « part_20 »." in depot.constats
    assert sources(depot)["part_20"] == Copie(cours).cellule("part_20").source


def test_une_reponse_effacee_n_efface_pas_ce_que_l_eleve_calcule_ailleurs(cours: Path) -> None:
    copie = juste(cours).efface("classement")
    copie.cellule("part_20").source += "\n" + corriges()["classement"]
    rendre(cours, copie)
    assert "classement = ..." not in sources(seul(cours))["classement"]


@pytest.mark.parametrize("question", ["part_20", "reponse_directrice"])
def test_une_reponse_recopiee_dans_une_cellule_neuve_est_retrouvee(
    cours: Path, question: str
) -> None:
    copie = juste(cours)
    i = rang(copie, question)
    genre = "code" if question == "part_20" else "markdown"
    neuve = getattr(nbformat.v4, f"new_{genre}_cell")(copie.notebook.cells[i].source)
    copie.notebook.cells[i] = neuve
    rendre(cours, copie)
    depot = seul(cours)
    assert f"retrouvées dans une cellule ordinaire : « {question} »" in constats(depot)
    assert sources(depot)[question] == corriges()[question]
    assert len(lu(depot).cells) == len(Copie(cours).notebook.cells)


def _double(copie: Copie, question: str, source: str | None = None, ou: int | None = None) -> None:
    """Ce que fait un copier-coller dans JupyterLab : mêmes métadonnées, autre identifiant."""
    neuve = nbformat.from_dict(json.loads(json.dumps(copie.cellule(question))))
    neuve.id, neuve.source = "colle", neuve.source if source is None else source
    copie.notebook.cells.insert(rang(copie, question) + 1 if ou is None else ou, neuve)


def test_un_controle_en_double_disparait(cours: Path) -> None:
    copie = juste(cours)
    _double(copie, "test_part_20")
    rendre(cours, copie)
    depot = seul(cours)
    assert "en double" in constats(depot)
    assert len(lu(depot).cells) == len(Copie(cours).notebook.cells)


def test_de_deux_reponses_la_premiere_est_notee_l_autre_reste_a_sa_place(cours: Path) -> None:
    copie = juste(cours)
    _double(copie, "part_20", "part_20 = 0.5")
    rendre(cours, copie)
    depot = seul(cours)
    cellules = lu(depot).cells
    i = next(i for i, c in enumerate(cellules) if c.id == "part_20")
    assert cellules[i].source == corriges()["part_20"]
    assert (cellules[i + 1].source, cellules[i + 1].metadata) == ("part_20 = 0.5", {})


def test_un_double_qui_repond_l_emporte_sur_l_ebauche(cours: Path) -> None:
    copie = Copie(cours)
    _double(copie, "part_20", "part_20 = 0.5", ou=len(copie.notebook.cells))
    rendre(cours, copie)
    depot = seul(cours)
    assert sources(depot)["part_20"] == "part_20 = 0.5"
    assert "colle" not in sources(depot)


def test_les_cellules_ajoutees_suivent_celle_qui_les_precedait(cours: Path) -> None:
    copie = juste(cours)
    _echange(copie)
    essai = nbformat.v4.new_code_cell("essai = 1", metadata={"tags": ["raises-exception"]})
    copie.notebook.cells.insert(rang(copie, "part_20") + 1, essai)
    rendre(cours, copie)
    cellules = lu(seul(cours)).cells
    textes = [c.source for c in cellules]
    i = textes.index("essai = 1")
    assert cellules[i].metadata == {}
    assert cellules[i + 1].id == "test_part_20"


def test_une_question_inconnue_est_gardee_sans_etre_notee(cours: Path) -> None:
    copie = juste(cours)
    ancienne = nbformat.v4.new_code_cell("bonus = 1")
    ancienne.metadata["nbgrader"] = {"grade_id": "bonus", "solution": True}
    copie.notebook.cells.insert(9, ancienne)
    rendre(cours, copie)
    depot = seul(cours)
    assert "Questions que ce TD n'a pas, gardées sans être notées : « bonus »." in depot.constats
    assert "bonus = 1" in sources(depot).values()


def test_les_bornes_d_une_copie_demesuree(cours: Path) -> None:
    copie = juste(cours).repond(part_20="#" * 300_000)
    copie.notebook.cells += [nbformat.v4.new_code_cell("pass") for _ in range(2000)]
    rendre(cours, copie)
    depot = seul(cours)
    assert "démesurées" in constats(depot)
    assert len(lu(depot).cells) < 400
    assert depot.dossier and (depot.dossier / f"{DEVOIR}.ipynb").stat().st_size < 200_000


def test_les_sorties_enormes_sont_jetees(cours: Path) -> None:
    copie = juste(cours)
    copie.cellule("part_20").outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="x" * 30_000_000)
    ]
    rendre(cours, copie)
    depot = seul(cours)
    assert not depot.constats
    assert all(not c.outputs for c in lu(depot).cells if c.cell_type == "code")


def test_une_image_collee_dans_une_reponse_est_gardee(cours: Path) -> None:
    copie = juste(cours)
    pieces = {"a.png": {"image/png": "iVBORw0="}, "b": {"text/html": "<script>"}, "c": 3}
    copie.cellule("reponse_directrice")["attachments"] = pieces
    rendre(cours, json.dumps(copie.notebook))
    (cellule,) = [c for c in lu(seul(cours)).cells if c.id == "reponse_directrice"]
    assert cellule.attachments == {"a.png": {"image/png": "iVBORw0="}}


def test_du_code_que_python_ne_sait_pas_lire_n_arrete_rien(cours: Path) -> None:
    copie = juste(cours).efface("part_20")
    for source in ("-" * 90_000 + "1", "(" * 90_000, "a\0b", "x = '\\ud800' \ud800"):
        copie.notebook.cells.insert(6, nbformat.v4.new_code_cell(source))
    rendre(cours, json.dumps(copie.notebook))
    assert "Réponses effacées" in constats(seul(cours))


# --- le fichier ------------------------------------------------------------------------------


def _vieux_format(copie: Copie) -> bytes:
    """Le format 3 : une feuille, et `input` au lieu de `source`."""
    cellules = json.loads(json.dumps(copie.notebook.cells))
    for cellule in cellules:
        del cellule["id"]
        if cellule["cell_type"] == "code":
            cellule |= {"input": cellule.pop("source"), "language": "python", "collapsed": False}
            cellule["prompt_number"] = cellule.pop("execution_count")
    feuilles = [{"cells": cellules, "metadata": {}}]
    entier = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": feuilles}
    return json.dumps(entier).encode()


@pytest.mark.parametrize(
    ("encoder", "constat"),
    [
        (lambda copie: b"\xef\xbb\xbf" + str(copie).encode(), ""),
        (lambda copie: str(copie).encode("utf-16"), "UTF-16"),
        (lambda copie: str(copie).encode("utf-16-le"), "UTF-16"),
        (lambda copie: _coder(copie, "cp1252"), "Ancien encodage"),
        (lambda copie: str(copie).encode() + b"\n}}\n<<<<<<< HEAD", ""),
        (lambda copie: str(copie).replace('"nbformat": 4', '"nbformat": 5').encode(), ""),
        (
            lambda copie: str(copie).replace('"nbformat": 4', f'"nbformat": {"9" * 9999}').encode(),
            "",
        ),
        (_vieux_format, "ancien format"),
    ],
)
def test_un_fichier_mal_enregistre_est_relu(
    cours: Path, encoder: Callable[[Copie], bytes], constat: str
) -> None:
    copie = juste(cours).repond(part_20="part_20 = 0.5  # à vérifier")
    rendre(cours, encoder(copie))
    depot = seul(cours)
    assert constat in constats(depot)
    assert sources(depot)["part_20"] == "part_20 = 0.5  # à vérifier"


def _coder(copie: Copie, encodage: str) -> bytes:
    return json.dumps(copie.notebook, ensure_ascii=False).encode(encodage, "replace")


def test_un_fichier_coupe_est_note_jusqu_a_la_coupure(cours: Path) -> None:
    entier = str(juste(cours)).encode()
    rendre(cours, entier[: entier.index(b"sous_estimes = ") + 9])
    depot = seul(cours)
    assert "Le fichier s'arrête au milieu" in constats(depot)
    assert "redemandez-le" in constats(depot)
    assert sources(depot)["classement"] == corriges()["classement"]
    assert "Réponses effacées" in constats(depot)


@pytest.mark.parametrize(
    ("contenu", "refus"),
    [
        (b"", "le fichier est vide"),
        (b" \n", "le fichier est vide"),
        (b"\0" * 4096, "ce n'est pas un notebook"),
        (b'{"cells": [{"cell_type": "co', "le fichier s'arrête au milieu"),
        (b"{" * 200_000, "le fichier s'arrête au milieu"),
        (b'{"a": ' + b"[" * 6_000_000, "démesuré"),
        (b"<!DOCTYPE html><html></html>", "une page web"),
        (b"%PDF-1.7", "un PDF"),
        (b"PK\x03\x04....", "une archive zip"),
        (b"\x89PNG\r\n", "une image"),
        (b"import pandas", "ce n'est pas un notebook"),
        (b"[]", "ce n'est pas un notebook"),
        (b'{"cells": 3}', "ce n'est pas un notebook"),
        (b'{"nbformat": 3, "worksheets": 3}', "n'a pas pu être converti"),
        (b'{"cells": []}', "n'a aucune question de S522-4"),
        (b'{"cells": [{"cell_type": "code", "source": "1"}]}', "n'a aucune question"),
    ],
)
def test_ce_qui_n_est_pas_la_copie_est_refuse_d_une_phrase(
    cours: Path, contenu: bytes, refus: str
) -> None:
    rendre(cours, contenu)
    rendre(cours, juste(cours), f"autre.eleve/{DEVOIR}/{DEVOIR}.ipynb")
    autre, depot = propre(cours)
    assert refus in depot.refus
    assert not autre.refus


def test_un_fichier_demesure_n_est_pas_lu(cours: Path) -> None:
    with rendre(cours, "").open("wb") as fichier:
        fichier.truncate(60_000_000)
    assert "il dépasse 50 Mo" in seul(cours).refus


def test_le_notebook_d_un_autre_td_est_nomme(cours: Path) -> None:
    shutil.copytree(RACINE / "solutions" / "S522-3", cours / "solutions" / "S522-3")
    rendre(cours, (RACINE / "exercises" / "S522-3" / "S522-3.ipynb").read_bytes())
    assert seul(cours).refus == "C'est le TD S522-3, pas S522-4 : redemandez."


# --- où est la copie -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "chemin",
    [
        f"{DEVOIR}/mon TD final (2).ipynb",
        f"{DEVOIR}/{DEVOIR}.ipynb.txt",
        f"{DEVOIR}/{DEVOIR}.json",
        f"{DEVOIR}/{DEVOIR}/{DEVOIR}/{DEVOIR}.ipynb",
        f"S522_4/{DEVOIR}.ipynb",
        f"s522-4 (2)/{DEVOIR}.ipynb",
        f"Devoir noté e\u0301te\u0301/{DEVOIR}.IPYNB",
        f"{DEVOIR}.ipynb",
    ],
)
def test_la_copie_est_trouvee_ou_qu_elle_soit(cours: Path, chemin: str) -> None:
    rendre(cours, juste(cours), f"{ELEVE}/{chemin}")
    rendre(cours, "{}", f"{ELEVE}/__MACOSX/._{DEVOIR}.ipynb")
    rendre(cours, Copie(cours), f"{ELEVE}/{DEVOIR}/.ipynb_checkpoints/{DEVOIR}.ipynb")
    depot = seul(cours)
    assert "Copie trouvée dans" in constats(depot)
    assert sources(depot)["part_20"] == corriges()["part_20"]


@pytest.mark.parametrize("nom", ["Léa Martin", "LEA_MARTIN", "Le\u0301a.Martin", " léa martin "])
def test_un_dossier_d_eleve_mal_nomme_est_lu(cours: Path, nom: str) -> None:
    rendre(cours, juste(cours), f"{nom}/{DEVOIR}/{DEVOIR}.ipynb")
    depot = seul(cours)
    assert depot.etudiant == ELEVE
    assert "lu comme lea.martin" in constats(depot)


def test_un_identifiant_connu_du_carnet_est_garde(cours: Path) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{cours / 'gradebook.db'}") as carnet:
        carnet.add_student("Lea_Martin")
    rendre(cours, juste(cours), f"Lea_Martin/{DEVOIR}/{DEVOIR}.ipynb")
    assert seul(cours).etudiant == "Lea_Martin"


def test_deux_dossiers_du_meme_identifiant_ne_se_melent_pas(cours: Path) -> None:
    rendre(cours, juste(cours), f"Léa Martin/{DEVOIR}/{DEVOIR}.ipynb")
    rendre(cours, Copie(cours), f"LEA MARTIN/{DEVOIR}/{DEVOIR}.ipynb")
    assert "plusieurs dossiers" in seul(cours).refus.casefold()
    rendre(cours, Copie(cours), f"{ELEVE}/{DEVOIR}/{DEVOIR}.ipynb")
    depot = seul(cours)
    assert "Dossiers du même identifiant, non mêlés" in constats(depot)
    assert "Aucune réponse" in constats(depot)


def test_entre_plusieurs_notebooks_les_questions_puis_les_reponses_puis_la_date(
    cours: Path,
) -> None:
    ici = f"{ELEVE}/{DEVOIR}"
    vierge = rendre(cours, Copie(cours), f"{ici}/{DEVOIR}.ipynb")
    vieux = rendre(cours, juste(cours).repond(part_20="part_20 = 1"), f"{ici}/a.ipynb")
    bon = rendre(cours, juste(cours), f"{ici}/{DEVOIR}-Copy1.ipynb")
    brouillon = rendre(cours, '{"cells": []}', f"{ici}/brouillon.ipynb")
    rendre(cours, "abîmé", f"{ici}/b.ipynb")
    for heure, fichier in enumerate((vieux, bon, vierge, brouillon)):
        os.utime(fichier, (heure, heure))
    depot = seul(cours)
    assert f"4 notebooks rendus ; « {DEVOIR}-Copy1.ipynb » est noté." in depot.constats
    assert "« b.ipynb » écarté : ce n'est pas un notebook." in depot.constats
    assert sources(depot)["part_20"] == corriges()["part_20"]


def test_qui_n_a_rien_rendu_pour_ce_td_est_dit(cours: Path) -> None:
    shutil.copytree(RACINE / "solutions" / "S522-3", cours / "solutions" / "S522-3")
    rendre(cours, juste(cours), f"a/s522-3/{DEVOIR}.ipynb")
    (cours / "submitted" / "b" / DEVOIR).mkdir(parents=True)
    rendre(cours, b"%PDF", f"c/{DEVOIR}/rapport.pdf")
    assert [depot.refus for depot in propre(cours)] == [
        "Rien n'est rendu pour ce TD (« s522-3 » l'est).",
        "Rien n'est rendu pour ce TD.",
        "Aucun notebook parmi ce qui est rendu (« rapport.pdf »).",
    ]


def test_l_heure_de_remise_est_gardee_si_elle_est_lisible(cours: Path) -> None:
    rendre(cours, juste(cours))
    horodatage = rendre(cours, "2026-11-20 15:03:12 +0100\n", f"{ELEVE}/{DEVOIR}/timestamp.txt")
    depot = seul(cours)
    assert depot.dossier
    assert (depot.dossier / "timestamp.txt").read_text() == "2026-11-20 14:03:12 UTC"
    horodatage.write_text("hier soir")
    depot = seul(cours)
    assert depot.dossier and not (depot.dossier / "timestamp.txt").exists()
    assert "Heure de remise illisible" in constats(depot)


# --- fichiers joints et pièges ---------------------------------------------------------------


def test_les_fichiers_joints_sont_copies_dans_des_bornes(cours: Path) -> None:
    ici = f"{ELEVE}/{DEVOIR}"
    rendre(cours, juste(cours))
    for nom in ("relevé.csv", "sous/notes.txt", "pandas.py", "nbgrader_config.py", "gradebook.db"):
        rendre(cours, "x", f"{ici}/{nom}")
    for nom in (".bashrc", "a\nb.csv", "gpj.\u202eexe", "<script>.csv", "..\\..\\x.csv"):
        rendre(cours, "x", f"{ici}/{nom}")
    rendre(cours, b"x" * 11_000_000, f"{ici}/gros.csv")
    depot = seul(cours)
    assert depot.dossier
    copies = {str(f.relative_to(depot.dossier)) for f in depot.dossier.rglob("*") if f.is_file()}
    assert copies == {f"{DEVOIR}.ipynb", "relevé.csv", "sous/notes.txt", "pandas.py"}
    assert "Modules Python joints : « pandas.py »." in depot.constats
    assert "Fichiers joints non copiés" in constats(depot)
    assert constats(depot).isprintable()


def test_cinquante_fichiers_joints_au_plus(cours: Path) -> None:
    rendre(cours, juste(cours))
    for i in range(60):
        rendre(cours, "x", f"{ELEVE}/{DEVOIR}/f{i}.csv")
    depot = seul(cours)
    assert depot.dossier and len(list(depot.dossier.iterdir())) == 51


@pytest.mark.skipif(os.name == "nt", reason="liens et tubes nommés")
def test_rien_d_autre_qu_un_fichier_ordinaire_n_est_ouvert(
    cours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendus = cours / "submitted"
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / f"{DEVOIR}.ipynb").write_text(str(juste(cours)))
    ici = rendre(cours, juste(cours)).parent
    (ici / "lien.csv").symlink_to("/etc/passwd")
    (ici / "dossier").symlink_to(secret)
    (ici / "boucle").symlink_to(ici)
    os.mkfifo(ici / "tube.ipynb")
    monkeypatch.chdir(ici)  # le chemin d'une prise est court
    with socket.socket(socket.AF_UNIX) as prise:
        prise.bind("prise")
    for eleve, cible in (("a.a", secret / f"{DEVOIR}.ipynb"), ("b.b", secret)):
        (rendus / eleve / DEVOIR).mkdir(parents=True)
        (rendus / eleve / DEVOIR / f"{DEVOIR}.ipynb").symlink_to(cible)
    (rendus / "c.c").symlink_to(secret)
    (rendus / "d.d").mkdir()
    os.mkfifo(rendus / "d.d" / f"{DEVOIR}.ipynb")
    (ici / "timestamp.txt").symlink_to("/dev/zero")
    a, b, c, d, depot = propre(cours)
    assert all(refuse.refus for refuse in (a, b, c, d))
    assert "est un lien" in c.refus
    assert constats(depot).count("Lien ou fichier spécial écarté") == 6
    assert depot.dossier
    assert [f.name for f in depot.dossier.iterdir()] == [f"{DEVOIR}.ipynb"]


def test_un_nom_d_eleve_hostile_reste_dans_son_dossier(cours: Path) -> None:
    for nom in ("...", "..\\..", "<script>alert(1)", "\u202e\u2066", "a\nb"):
        rendre(cours, juste(cours), f"{nom}/{DEVOIR}/{DEVOIR}.ipynb")
    depots = propre(cours)
    assert sorted(d.etudiant for d in depots if not d.refus) == ["a.b", "script.alert.1"]
    assert all((d.etudiant + d.refus + constats(d)).isprintable() for d in depots)
    assert {d.name for d in (cours.parent / "vers").iterdir()} == {"a.b", "script.alert.1"}


def test_une_panne_imprevue_ne_perd_qu_une_copie(
    cours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grc_lib.classe.depots import trouver

    def lire(octets: bytes) -> Any:
        if octets == b"boum":
            raise ZeroDivisionError
        return vraie(octets)

    vraie = trouver.lire
    monkeypatch.setattr(trouver, "lire", lire)
    rendre(cours, b"boum")
    rendre(cours, juste(cours), f"zoe/{DEVOIR}/{DEVOIR}.ipynb")
    depot, autre = propre(cours)
    assert "ZeroDivisionError" in depot.refus
    assert not autre.refus


def test_ce_que_le_professeur_doit_faire_d_abord_est_dit(cours: Path, tmp_path: Path) -> None:
    with pytest.raises(ArgumentInvalide, match="hors de « submitted »"):
        mettre_au_propre(cours, DEVOIR, None, cours / "submitted" / "x")
    with pytest.raises(RessourceIndisponible, match="n'existe pas"):
        mettre_au_propre(cours, "S999-9", None, tmp_path / "vers")
    source = cours / "solutions" / DEVOIR / f"{DEVOIR}.ipynb"
    source.write_text(source.read_text("utf-8").replace('"test_heures"', '"test_h"'), "utf-8")
    with pytest.raises(RessourceIndisponible, match=r"« test_h », « test_heures ».*generate_"):
        mettre_au_propre(cours, DEVOIR, None, tmp_path / "vers")
    shutil.copytree(RACINE / "solutions" / "S522-3", cours / "solutions" / "S522-3")
    with pytest.raises(RessourceIndisponible, match="pas dans le carnet"):
        mettre_au_propre(cours, "S522-3", None, tmp_path / "vers")
    (cours / "gradebook.db").unlink()
    with pytest.raises(RessourceIndisponible, match="pas de carnet"):
        mettre_au_propre(cours, DEVOIR, None, tmp_path / "vers")


# --- le vrai nbgrader ------------------------------------------------------------------------


def test_nbgrader_note_ce_qui_a_ete_mis_au_propre(cours: Path) -> None:
    """Trois copies qu'il perd, ou qui l'arrêtent, telles qu'elles sont rendues."""
    from nbgrader.api import Gradebook

    double = juste(cours)
    _double(double, "test_part_20", "verifier_forme('part_20', 3)", ou=0)
    _regle("test_heures", points=50)(double)
    rendre(cours, double, f"double/{DEVOIR}/{DEVOIR}.ipynb")
    coupe = str(juste(cours)).encode("utf-16")
    rendre(cours, coupe[: len(coupe) // 2 * 2 - 4000], "coupee/S522_4/td (2).ipynb.txt")
    bouleverse = juste(cours).efface("donnees").efface("test_r")
    bouleverse.notebook.cells.reverse()
    _regle("part_20", schema_version=99)(bouleverse)
    rendre(cours, bouleverse, f"bouleverse/{DEVOIR}/{DEVOIR}.ipynb")
    assert not any(depot.refus for depot in propre(cours))
    shutil.rmtree(cours / "submitted")
    shutil.move(cours.parent / "vers", cours / "submitted")
    nbgrader(cours, "autograde", DEVOIR)
    with Gradebook(f"sqlite:///{cours / 'gradebook.db'}") as carnet:
        notes = {s.student.id: s.score for s in carnet.assignment_submissions(DEVOIR)}
    assert notes == {"double": 16, "coupee": 16, "bouleverse": 16}


# --- recevoir --------------------------------------------------------------------------------

ICI = "assignsubmission_file_"
HIER, AUJOURD_HUI = (2026, 11, 21, 10, 0, 0), (2026, 11, 22, 10, 0, 0)


def archive(fichiers: dict[str, Any], date: tuple[int, ...] = HIER) -> bytes:
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nom, contenu in fichiers.items():
            membre = zipfile.ZipInfo(nom, date)  # type: ignore[arg-type]
            membre.filename = nom  # sans que zipfile corrige les barres inverses
            membre.compress_type = zipfile.ZIP_DEFLATED
            zip_.writestr(membre, contenu if isinstance(contenu, bytes) else str(contenu))
    return flux.getvalue()


def recoit(cours: Path, fichiers: dict[str, Any] | bytes, **options: Any) -> list[Depot]:
    depot = cours.parent / "depot.zip"
    depot.write_bytes(fichiers if isinstance(fichiers, bytes) else archive(fichiers, **options))
    return recevoir(depot, cours, DEVOIR)


def ranges(cours: Path) -> Iterator[str]:
    rendus = cours / "submitted"
    for fichier in sorted(rendus.rglob("*")) if rendus.is_dir() else ():
        if fichier.is_file() and fichier.name != "timestamp.txt":
            yield fichier.relative_to(rendus).as_posix()


@pytest.mark.parametrize(
    ("nom", "eleve"),
    [
        (f"Zoé GIRARD_48213_{ICI}/S522-4.ipynb", "zoe.girard"),
        (f"Zoe\u0301 GIRARD_48213_{ICI}/mon td.ipynb", "zoe.girard"),
        (f"Zoé GIRARD_48213_{ICI}S522-4.ipynb", "zoe.girard"),
        (f"Zoé GIRARD_48213_{ICI}/travail/S522_4/S522-4.ipynb", "zoe.girard"),
        (f"Zoé GIRARD_48213_{ICI}\\S522-4.ipynb", "zoe.girard"),
        (f"Zoé GIRARD_48213_{ICI}/S522-4_zoe.g.ipynb", "zoe.g"),
        ("S522-4_zoe.g.ipynb", "zoe.g"),
        ("S522-4_zoe.g (1).ipynb", "zoe.g"),
        ("rendus/S522-4_zoe.g.ipynb", "zoe.g"),
        ("zoe.g/S522-4/S522-4.ipynb", "zoe.g"),
        ("submitted/zoe.g/S522-4/S522-4.ipynb", "zoe.g"),
        ("S522_4/Zoé G/td.ipynb", "zoe.g"),
    ],
)
def test_chaque_copie_va_chez_son_eleve(cours: Path, nom: str, eleve: str) -> None:
    (depot,) = recoit(cours, {nom: juste(cours), f"__MACOSX/._{nom}": "x"})
    assert (depot.etudiant, depot.refus) == (eleve, "")
    assert list(ranges(cours)) == [f"{eleve}/{DEVOIR}/{DEVOIR}.ipynb"]
    assert not seul(cours).refus


def test_une_classe_entiere_et_ses_fichiers_joints(cours: Path) -> None:
    nombre = 12
    fichiers: dict[str, Any] = {}
    for i in range(nombre):
        fichiers[f"TD4/Élève Numéro{i}_{i}_{ICI}/S522-4_eleve{i}.ipynb"] = juste(cours)
        fichiers[f"TD4/Élève Numéro{i}_{i}_{ICI}/relevé.csv"] = "a;b"
    depots = recoit(cours, fichiers)
    assert sorted(d.etudiant for d in depots) == sorted(f"eleve{i}" for i in range(nombre))
    assert "Déposé par « Élève Numéro3 », au nom de eleve3." in constats(
        next(d for d in depots if d.etudiant == "eleve3")
    )
    assert len(list(ranges(cours))) == 2 * nombre


def test_un_dossier_de_zips_est_recu_comme_un_zip(cours: Path, tmp_path: Path) -> None:
    source = tmp_path / "recu"
    source.mkdir()
    (source / "Léa Martin.zip").write_bytes(archive({"S522-4/S522-4.ipynb": juste(cours)}))
    (source / "zoe.zip").write_bytes(archive({"td.zip": archive({"x.ipynb": juste(cours)})}))
    (source / "S522-4_noe.ipynb").write_text(str(juste(cours)))
    depots = recevoir(source, cours, DEVOIR)
    assert [d.etudiant for d in depots] == ["lea.martin", "noe", "zoe"]
    assert all((d.dossier / f"{DEVOIR}.ipynb").exists() or d.etudiant == "zoe" for d in depots)
    assert not any(depot.refus for depot in propre(cours))


@pytest.mark.parametrize("brut", ["é".encode(), "é".encode("cp850")])
def test_les_noms_de_macos_et_de_windows(cours: Path, brut: bytes) -> None:
    octets = archive({"L%%a_7_assignsubmission_file_/td.ipynb": juste(cours)})
    (depot,) = recoit(cours, octets.replace(b"%%", brut.ljust(2, b"e")))
    assert depot.etudiant in ("lea", "leea")


def test_rien_n_est_ecrase_et_la_plus_recente_est_notee(cours: Path) -> None:
    nom = "S522-4_lea.martin.ipynb"
    recoit(cours, {nom: Copie(cours)}, date=HIER)
    (depot,) = recoit(cours, {nom: juste(cours)}, date=AUJOURD_HUI)
    assert "Remplace une remise, gardée dans « S522-4_remise_2026-11-21_" in constats(depot)
    (depot,) = recoit(cours, {nom: juste(cours).repond(part_20="part_20 = 9")}, date=HIER)
    assert "Plus ancienne que la copie déjà reçue" in constats(depot)
    (depot,) = recoit(cours, {nom: juste(cours)}, date=AUJOURD_HUI)
    assert depot.constats == ("Déjà reçue.",)
    assert len(list(ranges(cours))) == 3
    assert sources(seul(cours))["part_20"] == corriges()["part_20"]


def test_deux_depots_du_meme_eleve_dans_un_zip(cours: Path) -> None:
    depots = recoit(
        cours,
        {"S522-4_lea.martin.ipynb": juste(cours), "S522-4_lea.martin (1).ipynb": Copie(cours)},
    )
    assert [d.etudiant for d in depots] == ["lea.martin"] * 2
    assert len(list(ranges(cours))) == 2


def test_deux_homonymes_ne_se_melent_pas(cours: Path) -> None:
    homonymes = {
        f"Léa Martin_1_{ICI}/td.ipynb": juste(cours),
        f"LEA MARTIN_2_{ICI}/td.ipynb": Copie(cours),
    }
    depots = recoit(cours, homonymes)
    assert all("Plusieurs élèves déposent au nom de lea.martin" in d.refus for d in depots)
    assert not list(ranges(cours))


def test_nul_ne_depose_a_la_place_d_un_autre(cours: Path) -> None:
    depots = recoit(
        cours,
        {
            f"Léa Martin_1_{ICI}/S522-4_lea.martin.ipynb": juste(cours),
            f"Zoé Girard_2_{ICI}/S522-4_lea.martin.ipynb": Copie(cours),
        },
    )
    assert sorted(bool(d.refus) for d in depots) == [False, True]
    assert sources(seul(cours))["part_20"] == corriges()["part_20"]


def test_une_copie_sans_nom_est_demandee(cours: Path) -> None:
    (depot,) = recoit(cours, {"S522-4.ipynb": juste(cours)})
    assert (depot.etudiant, depot.refus) == ("", "De quel élève est « S522-4.ipynb » ?")


def test_la_date_vient_du_zip_pas_de_l_eleve(cours: Path) -> None:
    recoit(
        cours,
        {
            f"Zoé_1_{ICI}/td.ipynb": juste(cours),
            f"Zoé_1_{ICI}/timestamp.txt": "2001-01-01 00:00:00",
        },
    )
    date = (cours / "submitted" / "zoe" / DEVOIR / "timestamp.txt").read_text()
    assert date == datetime(*HIER).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def test_l_heure_d_un_dossier_deja_collecte_est_gardee(cours: Path, tmp_path: Path) -> None:
    copie = tmp_path / "collecte" / "zoe" / DEVOIR / "td.ipynb"
    copie.parent.mkdir(parents=True)
    copie.write_text(str(juste(cours)))
    (copie.parent / "timestamp.txt").write_text("2026-11-20 14:03:12 UTC")
    recevoir(tmp_path / "collecte", cours, DEVOIR)
    date = (cours / "submitted" / "zoe" / DEVOIR / "timestamp.txt").read_text()
    assert date == "2026-11-20 14:03:12 UTC"


def test_aucun_chemin_ne_sort_du_dossier(cours: Path) -> None:
    lien = zipfile.ZipInfo("b/td.ipynb")
    lien.external_attr = 0o120777 << 16
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w") as zip_:
        for nom in ("../x.ipynb", "/etc/x.ipynb", "C:\\x.ipynb", "a\\..\\..\\..\\x.ipynb"):
            membre = zipfile.ZipInfo(nom)
            membre.filename = nom
            zip_.writestr(membre, "x")
        zip_.writestr(lien, "/etc/passwd")
        zip_.writestr("lea/td.ipynb", str(juste(cours)))
        zip_.writestr("lea/<script>.csv", "x")
    depots = recoit(cours, flux.getvalue())
    assert sum("Chemin dangereux ou lien écarté" in d.refus for d in depots) == 5
    assert "au nom dangereux" in constats(depots[-1])
    assert list(ranges(cours)) == [f"lea/{DEVOIR}/{DEVOIR}.ipynb"]
    assert {f.name for f in cours.parent.iterdir()} == {"cours", "depot.zip"}


def test_une_bombe_n_est_pas_decompressee(cours: Path) -> None:
    bombe = archive({"td.ipynb": b"\0" * 80_000_000})
    fichiers = {f"Zoé_1_{ICI}/td.ipynb": b"\0" * 80_000_000, f"Noé_2_{ICI}/td.zip": bombe}
    depots = recoit(cours, fichiers | {f"Léa_3_{ICI}/td.ipynb": juste(cours)})
    assert {d.etudiant: bool(d.refus) for d in depots} == {"lea": False, "noe": True, "zoe": True}
    assert "démesuré" in constats(depots[-1])


def test_un_zip_illisible_ou_protege(cours: Path) -> None:
    with pytest.raises(RessourceIndisponible, match="pas un zip lisible"):
        recoit(cours, b"PK\x03\x04 abime")
    protege = bytearray(archive({"td.ipynb": juste(cours)}))
    protege[6] |= 1
    protege[protege.index(b"PK\x01\x02") + 8] |= 1
    recoit(cours, {f"Zoé_1_{ICI}/td.zip": bytes(protege)})
    assert list(ranges(cours)) == [f"zoe/{DEVOIR}/td.zip"]
    assert "Aucun notebook" in seul(cours).refus


def test_un_notebook_hors_d_un_dossier_d_eleve_est_signale(cours: Path) -> None:
    rendre(cours, juste(cours), f"{DEVOIR}_lea.martin.ipynb")
    depot = seul(cours)
    assert "grc recevoir" in depot.refus
