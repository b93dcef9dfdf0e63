"""L'atelier de l'élève : son dossier de travail, ses copies, son JupyterLab, ses vérifications."""

import contextlib
import errno
import http.client
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grc_lib.atelier import _fichiers, laboratoire, validation, verification
from grc_lib.atelier.dossier import Bilan, dossier_travail, installer
from grc_lib.atelier.identite import identite
from grc_lib.atelier.journal import EnFrancais, SansAnnonce
from grc_lib.atelier.rendu import rendre
from grc_lib.erreurs import ArgumentInvalide, NonCalculable, RessourceIndisponible

RENTREE, LENDEMAIN, PLUS_TARD = date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 3)
LECON = "course/Leçon à étudier.ipynb"
TD = "exercises/S522-4/S522-4.ipynb"
PLAN = "course/images/plan.csv"


def notebook(*sources: str, calcule: bool = False) -> bytes:
    """Un notebook ; `calcule` ajoute ce qu'une exécution ajoute."""
    cellules: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": "titre", "metadata": {}, "source": ["# Leçon"]}
    ]
    for rang, source in enumerate(sources):
        sorties = [{"output_type": "stream", "name": "stdout", "text": ["42\n"]}] if calcule else []
        cellules.append(
            {
                "cell_type": "code",
                "id": f"c{rang}",
                "metadata": {"execution": {}} if calcule else {},
                "source": source.splitlines(keepends=True),
                "outputs": sorties,
                "execution_count": rang + 1 if calcule else None,
            }
        )
    contenu = {"cells": cellules, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(contenu, ensure_ascii=False).encode()


def poser(racine: Path, nom: str, contenu: bytes) -> Path:
    chemin = racine / nom
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_bytes(contenu)
    return chemin


@pytest.fixture
def cours(tmp_path: Path) -> Path:
    racine = tmp_path / "cours"
    poser(racine, LECON, notebook("1 + 1"))
    poser(racine, TD, notebook("taux = ..."))
    poser(racine, PLAN, b"ville;x\nN\xeemes;4\n")
    poser(racine, "course/.ipynb_checkpoints/brouillon.ipynb", b"rien")
    return racine


@pytest.fixture
def travail(tmp_path: Path, cours: Path) -> Path:
    dossier = tmp_path / "travail de Léa"
    installer(dossier, cours, jour=RENTREE)
    return dossier


def tout(dossier: Path) -> dict[str, bytes]:
    """Les fichiers que voit l'élève, et leurs octets."""
    return {
        p.relative_to(dossier).as_posix(): p.read_bytes()
        for p in dossier.rglob("*")
        if p.is_file() and ".grc" not in p.relative_to(dossier).parts
    }


# --- Les six cas de la mise à jour -----------------------------------------------------------


def test_un_fichier_nouveau_est_copie(tmp_path: Path, cours: Path) -> None:
    bilan = installer(tmp_path / "neuf", cours)
    assert sorted(bilan.nouveaux) == sorted([LECON, TD, PLAN])
    assert tout(tmp_path / "neuf") == {n: (cours / n).read_bytes() for n in (LECON, TD, PLAN)}
    assert bilan.phrases() == ["3 fichiers du cours copiés."]


def test_relancer_sans_rien_changer_ne_touche_a_rien(travail: Path, cours: Path) -> None:
    avant = {p: p.stat().st_mtime_ns for p in travail.rglob("*") if p.suffix != ".json"}
    assert installer(travail, cours, jour=LENDEMAIN) == Bilan()
    apres = {p: p.stat().st_mtime_ns for p in travail.rglob("*") if p.suffix != ".json"}
    assert {p: m for p, m in apres.items() if p.is_file()} == {
        p: m for p, m in avant.items() if p.is_file()
    }


def test_un_fichier_intact_est_mis_a_jour_apres_une_sauvegarde_datee(
    travail: Path, cours: Path
) -> None:
    calcule = notebook("1 + 1", calcule=True)
    poser(travail, LECON, calcule)
    poser(cours, LECON, notebook("2 + 2"))
    bilan = installer(travail, cours, jour=LENDEMAIN)
    assert bilan.mis_a_jour == [LECON]
    assert (travail / LECON).read_bytes() == notebook("2 + 2")
    assert (travail / ".grc/sauvegardes/2026-09-02" / LECON).read_bytes() == calcule


def test_deux_mises_a_jour_le_meme_jour_gardent_deux_sauvegardes(
    travail: Path, cours: Path
) -> None:
    for version in (b"v2", b"v3"):
        poser(cours, PLAN, version)
        installer(travail, cours, jour=LENDEMAIN)
    sauvegardes = (travail / ".grc/sauvegardes/2026-09-02/course/images").iterdir()
    assert {p.name: p.read_bytes() for p in sauvegardes} == {
        "plan.csv": b"ville;x\nN\xeemes;4\n",
        "plan (2).csv": b"v2",
    }


def test_un_fichier_modifie_par_l_eleve_est_garde(travail: Path, cours: Path) -> None:
    poser(travail, TD, notebook("taux = 0.2"))
    bilan = installer(travail, cours, jour=LENDEMAIN)
    assert bilan.gardes == [TD]
    assert bilan.proposes == []
    assert (travail / TD).read_bytes() == notebook("taux = 0.2")
    assert bilan.phrases() == []


def test_modifie_des_deux_cotes_la_version_du_professeur_est_posee_a_cote(
    travail: Path, cours: Path
) -> None:
    poser(travail, TD, notebook("taux = 0.2"))
    poser(cours, TD, notebook("taux_marge = ..."))
    bilan = installer(travail, cours, jour=LENDEMAIN)
    voisin = "exercises/S522-4/S522-4 (version du professeur 2026-09-02).ipynb"
    assert bilan.proposes == [voisin]
    assert (travail / TD).read_bytes() == notebook("taux = 0.2")
    assert (travail / voisin).read_bytes() == notebook("taux_marge = ...")


def test_la_version_du_professeur_n_est_posee_qu_une_fois(travail: Path, cours: Path) -> None:
    poser(travail, TD, notebook("taux = 0.2"))
    poser(cours, TD, notebook("taux_marge = ..."))
    [voisin] = installer(travail, cours, jour=LENDEMAIN).proposes
    (travail / voisin).unlink()
    assert installer(travail, cours, jour=PLUS_TARD).proposes == []
    assert not (travail / voisin).exists()


def test_chaque_nouvelle_version_du_cours_est_posee(travail: Path, cours: Path) -> None:
    poser(travail, TD, notebook("taux = 0.2"))
    poser(cours, TD, notebook("v2"))
    installer(travail, cours, jour=LENDEMAIN)
    poser(cours, TD, notebook("v3"))
    [voisin] = installer(travail, cours, jour=LENDEMAIN).proposes
    assert voisin.endswith("S522-4 (version du professeur 2026-09-02) (2).ipynb")
    assert (travail / voisin).read_bytes() == notebook("v3")


def test_le_voisin_ou_l_eleve_a_travaille_n_est_pas_ecrase(travail: Path, cours: Path) -> None:
    voisin = "exercises/S522-4/S522-4 (version du professeur 2026-09-02).ipynb"
    poser(travail, TD, notebook("taux = 0.2"))
    poser(travail, voisin, notebook("mes notes"))
    poser(cours, TD, notebook("v2"))
    installer(travail, cours, jour=LENDEMAIN)
    assert (travail / voisin).read_bytes() == notebook("mes notes")


def test_un_fichier_supprime_par_l_eleve_reste_supprime(travail: Path, cours: Path) -> None:
    (travail / LECON).unlink()
    poser(cours, LECON, notebook("v2"))
    bilan = installer(travail, cours, jour=LENDEMAIN)
    assert bilan.supprimes == [LECON]
    assert not (travail / LECON).exists()


def test_un_fichier_retire_du_cours_reste_chez_l_eleve(travail: Path, cours: Path) -> None:
    (cours / PLAN).unlink()
    installer(travail, cours, jour=LENDEMAIN)
    assert (travail / PLAN).exists()


def test_l_eleve_qui_adopte_la_nouvelle_version_suit_a_nouveau_le_cours(
    travail: Path, cours: Path
) -> None:
    poser(travail, TD, notebook("taux = 0.2"))
    poser(cours, TD, notebook("v2"))
    installer(travail, cours, jour=LENDEMAIN)
    poser(travail, TD, notebook("v2"))
    installer(travail, cours, jour=LENDEMAIN)
    poser(cours, TD, notebook("v3"))
    assert installer(travail, cours, jour=PLUS_TARD).mis_a_jour == [TD]


# --- L'empreinte : exécuter n'est pas modifier ------------------------------------------------


DEUX_LIGNES = "a = 1\na + 1"


@pytest.mark.parametrize(
    "autre",
    [
        notebook(DEUX_LIGNES, calcule=True),
        notebook(DEUX_LIGNES).replace(b"a = 1\\n", b"a = 1\\r\\n"),
        notebook(DEUX_LIGNES).replace(b'["a = 1\\n", "a + 1"]', b'"a = 1\\na + 1"'),
    ],
    ids=["exécuté", "fins de ligne Windows", "source d'un seul tenant"],
)
def test_l_empreinte_d_un_notebook_ne_voit_que_ses_cellules(autre: bytes) -> None:
    assert autre != notebook(DEUX_LIGNES)
    assert _fichiers.empreinte("a.ipynb", autre) == _fichiers.empreinte(
        "a.ipynb", notebook(DEUX_LIGNES)
    )


def test_changer_le_type_d_une_cellule_change_l_empreinte() -> None:
    texte = notebook("1 + 1").replace(b'"code"', b'"raw"')
    assert _fichiers.empreinte("a.ipynb", texte) != _fichiers.empreinte(
        "a.ipynb", notebook("1 + 1")
    )


def test_l_empreinte_des_autres_fichiers_est_celle_de_leurs_octets() -> None:
    assert _fichiers.empreinte("a.csv", b"a\n") != _fichiers.empreinte("a.csv", b"a\r\n")


@pytest.mark.parametrize("contenu", [b"", b"{", b"[]", b'{"cells": [1]}', b"\xff", b"[" * 100_000])
def test_un_notebook_abime_est_reconnu(contenu: bytes) -> None:
    assert _fichiers.empreinte("a.ipynb", contenu) == _fichiers.ILLISIBLE


# --- Rien n'est perdu -------------------------------------------------------------------------


def test_un_notebook_corrompu_est_garde_et_une_version_saine_posee_a_cote(
    travail: Path, cours: Path
) -> None:
    poser(travail, TD, notebook("taux = 0.2")[:60])
    bilan = installer(travail, cours, jour=LENDEMAIN)
    [voisin] = bilan.proposes
    assert (travail / TD).read_bytes() == notebook("taux = 0.2")[:60]
    assert (travail / voisin).read_bytes() == notebook("taux = ...")
    assert any("gardé tel quel" in phrase for phrase in bilan.avertissements)
    assert installer(travail, cours, jour=PLUS_TARD).proposes == []


@pytest.mark.parametrize("etat", [b"", b"{", b"[1]", b'{"course/a": 3}', b"\xff\xfe"])
def test_un_etat_illisible_ne_fait_rien_ecraser(travail: Path, cours: Path, etat: bytes) -> None:
    poser(travail, TD, notebook("taux = 0.2"))
    poser(cours, LECON, notebook("v2"))
    poser(travail, ".grc/etat.json", etat)
    avant = tout(travail)
    bilan = installer(travail, cours, jour=LENDEMAIN)
    apres = tout(travail)
    assert {n: apres[n] for n in avant} == avant
    assert sorted(bilan.gardes) == sorted([LECON, TD])
    assert "par prudence" in bilan.avertissements[0]
    assert installer(travail, cours, jour=PLUS_TARD).avertissements == []


def test_un_etat_perdu_n_empeche_pas_les_mises_a_jour_de_ce_qui_etait_intact(
    travail: Path, cours: Path
) -> None:
    (travail / ".grc/etat.json").unlink()
    installer(travail, cours, jour=RENTREE)
    poser(cours, LECON, notebook("v2"))
    assert installer(travail, cours, jour=LENDEMAIN).mis_a_jour == [LECON]


@pytest.mark.parametrize("panne", ["fsync", "replace"])
def test_disque_plein_l_ancien_fichier_reste_entier(
    travail: Path, cours: Path, panne: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plein(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    poser(cours, LECON, notebook("v2"))
    with monkeypatch.context() as patch:
        patch.setattr(*((os, "fsync", plein) if panne == "fsync" else (Path, "replace", plein)))
        with pytest.raises(RessourceIndisponible, match="disque est plein"):
            installer(travail, cours, jour=LENDEMAIN)
    assert (travail / LECON).read_bytes() == notebook("1 + 1")
    assert not list(travail.rglob("*.tmp"))
    assert installer(travail, cours, jour=LENDEMAIN).mis_a_jour == [LECON]


def test_une_coupure_de_courant_laisse_un_dossier_qu_une_relance_repare(
    tmp_path: Path, travail: Path, cours: Path
) -> None:
    """Le processus meurt au pire moment : juste avant de mettre le nouveau fichier en place."""
    poser(travail, TD, notebook("taux = 0.2"))
    poser(cours, LECON, notebook("v2"))
    coupure = (
        "import os, sys; from pathlib import Path; Path.replace = lambda *a: os._exit(9)\n"
        "from grc_lib.atelier.dossier import installer\n"
        "installer(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    fin = subprocess.run([sys.executable, "-c", coupure, str(travail), str(cours)], check=False)
    assert fin.returncode == 9
    assert (travail / LECON).read_bytes() == notebook("1 + 1")
    assert installer(travail, cours, jour=LENDEMAIN).mis_a_jour == [LECON]
    assert (travail / TD).read_bytes() == notebook("taux = 0.2")


GESTES = st.lists(
    st.one_of(
        st.tuples(st.just("élève écrit"), st.integers(0, 3)),
        st.tuples(st.just("élève supprime"), st.just(0)),
        st.tuples(st.just("élève exécute"), st.just(0)),
        st.tuples(st.just("cours change"), st.integers(0, 3)),
        st.tuples(st.just("mise à jour"), st.just(0)),
        st.tuples(st.just("état perdu"), st.just(0)),
    ),
    max_size=12,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(gestes=GESTES)
def test_aucune_suite_de_gestes_ne_perd_une_reponse(
    gestes: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    racine = tmp_path_factory.mktemp("gestes")
    cours, travail = racine / "cours", racine / "travail"
    poser(cours, TD, notebook("énoncé 0"))
    installer(travail, cours, jour=RENTREE)
    reponse: bytes | None = None
    for geste, n in gestes:
        if geste == "élève écrit":
            reponse = notebook(f"réponse {n}")
            poser(travail, TD, reponse)
        elif geste == "élève supprime":
            (travail / TD).unlink(missing_ok=True)
            reponse = None
        elif geste == "élève exécute" and reponse is None and (travail / TD).exists():
            sources = json.loads((travail / TD).read_bytes())["cells"][1]["source"]
            poser(travail, TD, notebook("".join(sources), calcule=True))
        elif geste == "cours change":
            poser(cours, TD, notebook(f"énoncé {n}"))
        elif geste == "état perdu":
            poser(travail, ".grc/etat.json", b"abime")
        else:
            installer(travail, cours, jour=LENDEMAIN)
        if reponse is not None:
            assert (travail / TD).read_bytes() == reponse


# --- Dossiers hostiles ------------------------------------------------------------------------


def test_un_fichier_a_la_place_du_dossier_de_travail(tmp_path: Path, cours: Path) -> None:
    poser(tmp_path, "travail", b"mon texte")
    with pytest.raises(RessourceIndisponible, match="renommez-le"):
        installer(tmp_path / "travail", cours)
    assert (tmp_path / "travail").read_bytes() == b"mon texte"


def test_un_fichier_a_la_place_d_un_dossier_du_cours(tmp_path: Path, cours: Path) -> None:
    poser(tmp_path, "travail/exercises", b"mon texte")
    with pytest.raises(RessourceIndisponible, match="renommez-le"):
        installer(tmp_path / "travail", cours)
    assert (tmp_path / "travail/exercises").read_bytes() == b"mon texte"


def test_un_dossier_a_la_place_d_un_notebook_est_garde(travail: Path, cours: Path) -> None:
    (travail / TD).unlink()
    poser(travail, TD + "/brouillon.txt", b"mon texte")
    bilan = installer(travail, cours, jour=LENDEMAIN)
    assert (travail / TD / "brouillon.txt").read_bytes() == b"mon texte"
    assert len(bilan.proposes) == 1


def test_sans_droit_d_ecriture_une_phrase_dit_quoi_faire(
    tmp_path: Path, cours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interdit(*_: Any, **k: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", f"{k['dir']}/.grc-a1b2.tmp")

    monkeypatch.setattr("tempfile.mkstemp", interdit)
    with pytest.raises(RessourceIndisponible, match="pas le droit") as erreur:
        installer(tmp_path / "travail", cours)
    assert ".tmp" not in str(erreur.value)


def test_un_fichier_protege_en_lecture_est_garde(
    travail: Path, cours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lire = Path.read_bytes

    def protege(chemin: Path) -> bytes:
        if chemin == travail / TD:
            raise PermissionError(errno.EACCES, "Permission denied", str(chemin))
        return lire(chemin)

    poser(cours, TD, notebook("v2"))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", protege)
        bilan = installer(travail, cours, jour=LENDEMAIN)
    assert bilan.avertissements
    assert (travail / TD).read_bytes() == notebook("taux = ...")


def test_le_dossier_du_cours_ne_peut_pas_etre_le_dossier_de_travail(cours: Path) -> None:
    for dossier in (cours, cours / "course", cours / "exercises" / "S522-4"):
        with pytest.raises(RessourceIndisponible, match="--enseignant"):
            installer(dossier, cours)


def liens_possibles(tmp_path: Path) -> bool:
    try:
        (tmp_path / "essai").symlink_to(tmp_path)
    except OSError:
        return False
    return True


def test_un_dossier_lie_ailleurs_est_refuse_et_rien_n_y_est_ecrit(
    tmp_path: Path, cours: Path
) -> None:
    if not liens_possibles(tmp_path):
        pytest.skip("ce système refuse les liens symboliques")
    ailleurs = tmp_path / "ailleurs"
    ailleurs.mkdir()
    travail = tmp_path / "travail"
    travail.mkdir()
    (travail / "course").symlink_to(ailleurs)
    with pytest.raises(RessourceIndisponible, match="est un lien"):
        installer(travail, cours)
    assert list(ailleurs.iterdir()) == []


def test_un_notebook_lie_ailleurs_est_traite_comme_un_travail(
    tmp_path: Path, travail: Path, cours: Path
) -> None:
    if not liens_possibles(tmp_path):
        pytest.skip("ce système refuse les liens symboliques")
    partage = poser(tmp_path, "partage/S522-4.ipynb", notebook("taux = ..."))
    (travail / TD).unlink()
    (travail / TD).symlink_to(partage)
    poser(cours, TD, notebook("v2"))
    installer(travail, cours, jour=LENDEMAIN)
    assert (travail / TD).is_symlink()
    assert partage.read_bytes() == notebook("taux = ...")


def test_un_lien_brise_est_garde(tmp_path: Path, travail: Path, cours: Path) -> None:
    if not liens_possibles(tmp_path):
        pytest.skip("ce système refuse les liens symboliques")
    (travail / TD).unlink()
    (travail / TD).symlink_to(tmp_path / "disparu.ipynb")
    installer(travail, cours, jour=LENDEMAIN)
    assert (travail / TD).is_symlink()


def test_les_noms_poses_par_le_cours_sont_permis_sous_windows(travail: Path, cours: Path) -> None:
    poser(travail, TD, notebook("taux = 0.2"))
    poser(cours, TD, notebook("v2"))
    poser(cours, LECON, notebook("v2"))
    installer(travail, cours, jour=LENDEMAIN)
    interdits = re.compile(r'[<>:"|?*\\]')
    assert not [p for p in travail.rglob("*") if interdits.search(p.name)]


def test_le_dossier_de_travail_se_choisit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRC_TRAVAIL", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "maison")
    monkeypatch.chdir(tmp_path)
    assert dossier_travail() == tmp_path / "maison" / "gestion-clienteles"
    poser(tmp_path, "classe/.grc/etat.json", b"{}")
    (tmp_path / "classe/course").mkdir()
    monkeypatch.chdir(tmp_path / "classe/course")
    assert dossier_travail() == tmp_path / "classe"
    monkeypatch.setenv("GRC_TRAVAIL", str(tmp_path / "variable"))
    assert dossier_travail() == tmp_path / "variable"
    assert dossier_travail(Path("argument")) == tmp_path / "classe/course/argument"


# --- Rendre un TD, se nommer ------------------------------------------------------------------


def test_rendre_pose_une_copie_au_nom_de_l_eleve(travail: Path) -> None:
    poser(travail, TD, notebook("taux = 0.2"))
    os.utime(travail / TD, (1_800_000_000, 1_800_000_000))
    copie = rendre(travail, "s522-4", "Léa Martin")
    assert copie == travail / "rendus" / "S522-4_lea.martin.ipynb"
    assert copie.read_bytes() == notebook("taux = 0.2")
    assert copie.stat().st_mtime == 1_800_000_000


def test_rendre_deux_fois_garde_la_premiere_copie(travail: Path) -> None:
    rendre(travail, "S522-4", "lea.martin")
    poser(travail, TD, notebook("taux = 0.2"))
    copie = rendre(travail, "S522-4", "lea.martin")
    assert copie.read_bytes() == notebook("taux = 0.2")
    [gardee] = (travail / ".grc/sauvegardes").rglob("S522-4_lea.martin.ipynb")
    assert gardee.read_bytes() == notebook("taux = ...")


def test_rendre_un_td_inconnu_propose_ceux_qui_existent(travail: Path) -> None:
    with pytest.raises(RessourceIndisponible, match=r"S522-4\.$"):
        rendre(travail, "S522-5", "lea.martin")


@pytest.mark.parametrize("contenu", [b"", b"{}", notebook("x")[:80], b'{"nbformat":4,"cells":[]}'])
def test_rendre_refuse_une_copie_illisible(travail: Path, contenu: bytes) -> None:
    poser(travail, TD, contenu)
    with pytest.raises(RessourceIndisponible, match="recopiez-y vos réponses"):
        rendre(travail, "S522-4", "lea.martin")
    assert not (travail / "rendus").exists()


@pytest.fixture
def sans_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRC_ETUDIANT", raising=False)
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)


@pytest.mark.usefixtures("sans_session")
def test_l_identifiant_donne_une_fois_est_retenu(tmp_path: Path) -> None:
    assert identite(tmp_path) is None
    assert identite(tmp_path, "Léa MARTIN") == "lea.martin"
    assert identite(tmp_path) == "lea.martin"


@pytest.mark.usefixtures("sans_session")
def test_l_identifiant_de_la_session_passe_avant_celui_du_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identite(tmp_path, "lea.martin")
    monkeypatch.setenv("JUPYTERHUB_USER", "zoe")
    assert identite(tmp_path) == "zoe"
    monkeypatch.setenv("GRC_ETUDIANT", "Ali Ben")
    assert identite(tmp_path) == "ali.ben"


@pytest.mark.usefixtures("sans_session")
@pytest.mark.parametrize("fiche", [b"", b"[]", b'{"identifiant": 3}', b"\xff"])
def test_une_fiche_d_identite_abimee_est_redemandee(tmp_path: Path, fiche: bytes) -> None:
    poser(tmp_path, ".grc/identite.json", fiche)
    assert identite(tmp_path) is None


@pytest.mark.usefixtures("sans_session")
def test_un_identifiant_sans_lettre_est_refuse_et_rien_n_est_retenu(tmp_path: Path) -> None:
    with pytest.raises(ArgumentInvalide):
        identite(tmp_path, "!!!")
    assert identite(tmp_path) is None


# --- JupyterLab -------------------------------------------------------------------------------


def test_un_port_pris_est_refuse_ou_evite() -> None:
    with socket.create_server(("127.0.0.1", 0)) as occupant:
        pris = occupant.getsockname()[1]
        with pytest.raises(RessourceIndisponible, match=f"Le port {pris} est déjà pris"):
            laboratoire.port_libre(pris)


def test_sans_port_demande_le_premier_port_libre_est_pris(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laboratoire, "_est_libre", lambda port: port >= 8890)
    assert laboratoire.port_libre() == 8890
    monkeypatch.setattr(laboratoire, "_est_libre", lambda port: False)
    with pytest.raises(RessourceIndisponible, match="Aucun port"):
        laboratoire.port_libre()


def lire(dossier: Path, nom: str) -> Any:
    return json.loads((dossier / nom).read_text(encoding="utf-8"))


def test_l_espace_de_travail_n_est_pose_que_la_premiere_fois(tmp_path):
    from jupyterlab_server.workspaces_handler import WORKSPACE_EXTENSION, slugify

    laboratoire.ecrire_reglages(tmp_path)
    espace = tmp_path / "espaces" / f"{slugify('default', base='')}{WORKSPACE_EXTENSION}"
    depart = json.loads(espace.read_text("utf-8"))
    assert depart["data"]["layout-restorer:data"]["left"]["collapsed"] is True
    espace.write_text("{}", "utf-8")
    laboratoire.ecrire_reglages(tmp_path)
    assert espace.read_text("utf-8") == "{}"


def test_l_eleve_n_a_pas_les_outils_de_l_enseignant(tmp_path: Path) -> None:
    laboratoire.ecrire_reglages(tmp_path)
    page = lire(tmp_path, "labconfig/page_config.json")["disabledExtensions"]
    serveur = lire(tmp_path, "jupyter_server_config.json")["ServerApp"]["jpserver_extensions"]
    assert page["@jupyter/nbgrader"] is True
    assert serveur["nbgrader.server_extensions.formgrader"] is False
    assert serveur["grc_lib.atelier.validation"] is True
    assert not [nom for nom in page if "console" in nom]


def test_l_enseignant_garde_ses_outils(tmp_path: Path) -> None:
    laboratoire.ecrire_reglages(tmp_path, enseignant=True)
    page = lire(tmp_path, "labconfig/page_config.json")["disabledExtensions"]
    serveur = lire(tmp_path, "jupyter_server_config.json")["ServerApp"]["jpserver_extensions"]
    assert not [nom for nom in (*page, *serveur) if "nbgrader" in nom]


def test_les_reglages_abimes_par_jupyterlab_sont_reposes(tmp_path: Path) -> None:
    poser(tmp_path, "labconfig/page_config.json", b'{"disabledExtensions": {"@jupyterlab/')
    laboratoire.ecrire_reglages(tmp_path)
    assert lire(tmp_path, "labconfig/page_config.json")["disabledExtensions"]


@pytest.fixture
def commande(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Ce que `lancer` demande au système, au lieu de l'exécuter."""
    recue: list[Any] = []

    def execve(programme: str, arguments: list[str], environnement: dict[str, str]) -> None:
        recue.extend([arguments, environnement])

    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setattr(laboratoire, "_attendre", lambda c, e: execve("", c, e))
    ici = Path.cwd()
    yield recue
    os.chdir(ici)


def test_lancer_transmet_dossier_port_identite_et_options(
    tmp_path: Path, commande: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laboratoire, "_est_libre", lambda port: port != 8888)
    annonces: list[str] = []
    laboratoire.lancer(
        tmp_path,
        navigateur=False,
        identifiant="lea.martin",
        options=["--ServerApp.ip=0.0.0.0"],
        annoncer=annonces.append,
    )
    arguments, environnement = commande[:2]
    assert f"--ServerApp.root_dir={tmp_path}" in arguments
    assert "--ServerApp.port=8889" in arguments
    assert arguments[-2:] == ["--no-browser", "--ServerApp.ip=0.0.0.0"]
    assert environnement["GRC_ETUDIANT"] == "lea.martin"
    assert environnement["GRC_TRAVAIL"] == str(tmp_path)
    assert environnement["JUPYTER_CONFIG_DIR"] == str(tmp_path / ".grc" / "jupyter")
    assert annonces == ["Le port 8888 est déjà pris : le cours s'ouvre sur le port 8889."]


def test_ctrl_c_laisse_jupyterlab_se_fermer_lui_meme(monkeypatch: pytest.MonkeyPatch) -> None:
    class Processus:
        attentes: Iterator[Any] = iter([KeyboardInterrupt, 0])

        def __init__(self, *_: Any, **__: Any) -> None: ...

        def wait(self) -> int:
            reponse = next(self.attentes)
            if reponse is KeyboardInterrupt:
                raise KeyboardInterrupt
            return int(reponse)

    monkeypatch.setattr(subprocess, "Popen", Processus)
    assert laboratoire._attendre(["jupyter"], {}) == 0


@pytest.mark.parametrize(
    ("anglais", "francais"),
    [("Shutting down...", "se ferme"), ("Running as root is not", "administrateur")],
)
def test_le_journal_parle_francais(anglais: str, francais: str) -> None:
    suite = " recommended. Use --allow-root to bypass." if "root" in anglais else ""
    ligne = logging.makeLogRecord({"msg": anglais + suite, "levelno": logging.CRITICAL})
    assert EnFrancais().filter(ligne)
    assert francais in ligne.getMessage()
    assert not SansAnnonce().filter(ligne)


def test_jupyterlab_s_ouvre_en_francais_sur_l_accueil_sans_outils_d_enseignant(
    tmp_path: Path, travail: Path
) -> None:
    """Le vrai serveur : ce que sa page annonce, ses réglages, et le bouton des TD."""
    reglages = laboratoire.ecrire_reglages(travail / ".grc" / "jupyter")
    port = laboratoire.port_libre()
    racine = [] if sys.platform == "win32" or os.geteuid() else ["--allow-root"]
    environnement = {**os.environ, **laboratoire._variables(travail, reglages, "lea.martin")}
    environnement["JUPYTER_RUNTIME_DIR"] = str(tmp_path / "marche")
    commande = [sys.executable, "-m", "grc_lib.atelier.serveur", "--no-browser", *racine]
    commande += [f"--ServerApp.port={port}", f"--ServerApp.root_dir={travail}"]
    with subprocess.Popen(
        commande, env=environnement, cwd=travail, stderr=subprocess.PIPE, encoding="utf-8"
    ) as serveur:
        assert serveur.stderr is not None
        adresse = next(ligne.strip() for ligne in serveur.stderr if "127.0.0.1" in ligne)
        try:
            page = lire_page(adresse)
            preferences = json.loads(lire_page(adresse, "lab/api/settings/"))["settings"]
            bouton = lire_page(adresse, "lab/extensions/grc-atelier/static/atelier.js")
            verification_td = demander_verification(adresse, TD)
            verification_ailleurs = demander_verification(adresse, "../cours/" + TD)
            occuper(adresse)
        finally:
            serveur.send_signal(signal.SIGTERM)
            reste = finir(serveur)
    assert "/lab/tree/course/ACCUEIL.ipynb?token=" in adresse
    config = json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert "@jupyter/nbgrader" in config["disabledExtensions"]
    assert config["news"] == {"disabled": True}
    assert "grc-atelier" in [e["name"] for e in config["federated_extensions"]]
    defauts = {r["id"]: r["schema"].get("properties", {}) for r in preferences}
    assert defauts["@jupyterlab/translation-extension:plugin"]["locale"]["default"] == "fr_FR"
    assert defauts["@jupyterlab/docmanager-extension:plugin"]["autosaveInterval"]["default"] == 30
    assert "Vérifier ma copie" in bouton
    assert verification_td == (200, {"success": True, "value": {}})
    assert verification_ailleurs[0] == 403
    assert "Traceback" not in reste
    assert serveur.returncode == 0 or sys.platform == "win32"


def lire_page(adresse: str, chemin: str = "lab") -> str:
    """La page, en laissant au serveur qui vient de s'annoncer le temps d'écouter."""
    jeton = adresse.rpartition("token=")[2]
    racine = adresse.partition("/lab/tree")[0]
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{racine}/{chemin}?token={jeton}") as reponse:
                return str(reponse.read().decode())
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.1)
    raise AssertionError("JupyterLab ne répond pas")


def occuper(adresse: str) -> None:
    """Laisse une longue requête en cours : le serveur doit savoir se fermer malgré elle."""

    def demander() -> None:
        with contextlib.suppress(OSError, http.client.HTTPException, AssertionError):
            lire_page(adresse, "api/nbconvert")

    threading.Thread(target=demander, daemon=True).start()
    time.sleep(0.3)


def finir(serveur: subprocess.Popen[str]) -> str:
    try:
        return serveur.communicate(timeout=20)[1]
    except subprocess.TimeoutExpired:
        serveur.kill()
        return serveur.communicate()[1]


def demander_verification(adresse: str, notebook: str) -> tuple[int, Any]:
    """Ce que répond le serveur au bouton « Vérifier ma copie »."""
    requete = urllib.request.Request(
        adresse.partition("/lab/tree")[0] + "/grc/verifier",
        data=json.dumps({"path": notebook}).encode(),
        headers={"Authorization": f"token {adresse.rpartition('token=')[2]}"},
    )
    try:
        with urllib.request.urlopen(requete) as reponse:
            return reponse.status, json.loads(reponse.read())
    except urllib.error.HTTPError as refus:
        with refus:
            return refus.code, None


@pytest.mark.parametrize(
    ("erreurs", "phrase"),
    [
        ("Traceback\nnbclient.exceptions.DeadKernelError: Kernel died\n", "a arrêté le noyau"),
        ("Traceback\njson.JSONDecodeError: char 0", "peut-être abîmé (json.JSONDecodeError"),
    ],
)
def test_une_verification_impossible_dit_pourquoi(erreurs: str, phrase: str) -> None:
    assert phrase in validation._raison(erreurs)


# --- grc verifier -----------------------------------------------------------------------------


def test_chaque_panne_est_un_echec_avec_son_remede_et_n_arrete_pas_la_suite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leve(erreur: Exception) -> Callable[[Path], str]:
        def controle(_: Path) -> str:
            raise erreur

        return controle

    controles = {
        "phrase": leve(NonCalculable("Faites ceci.")),
        "surprise": leve(ImportError("DLL load failed")),
        "réussite": lambda _: "tout va bien",
    }
    monkeypatch.setattr(verification, "_CONTROLES", controles)
    constats = list(verification.verifier_installation(tmp_path))
    assert [c.reussi for c in constats] == [False, False, True]
    assert constats[0].detail == "Faites ceci."
    assert "Réinstallez le cours" in constats[1].detail
    assert "DLL load failed" in constats[1].detail


@pytest.mark.parametrize(
    ("controle", "panne", "remede"),
    [
        ("_python", ("sys.version_info", (3, 10, 4)), "3.10.4 est trop ancien"),
        ("_francais", ("importlib.metadata.entry_points", None), "pip install jupyterlab-language"),
        ("_disque", ("shutil.disk_usage", None), "libérez de la place"),
        ("_paquets", ("importlib.metadata.version", lambda nom: "0.1"), "est en version 0.1"),
    ],
)
def test_les_remedes_sont_dits(
    controle: str, panne: tuple[str, Any], remede: str, tmp_path: Path, monkeypatch: Any
) -> None:
    class Rien:
        names: tuple[str, ...] = ()
        free = 12_000_000

    nom, valeur = panne
    monkeypatch.setattr(nom, (lambda *_, **__: Rien()) if valeur is None else valeur)
    with pytest.raises(RessourceIndisponible, match=remede):
        getattr(verification, controle)(tmp_path)


def test_un_dossier_de_travail_a_creer_est_juge_sur_son_parent(tmp_path: Path) -> None:
    assert verification._dossier(tmp_path / "a" / "b") == str(tmp_path / "a" / "b")
    assert not (tmp_path / "a").exists()


def test_le_noyau_demarre_et_trouve_le_cours(tmp_path: Path) -> None:
    assert verification._noyau(tmp_path) == "il démarre et calcule 1 + 1 = 2"


def test_la_base_repond_juste(tmp_path: Path) -> None:
    assert "chacune avec son client" in verification._donnees(tmp_path)
