"""La commande `grc`, telle que l'élève la tape."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from grc_lib import _ressources, cli
from grc_lib.atelier import laboratoire, verification
from grc_lib.erreurs import RessourceIndisponible

Grc = Callable[..., Result]
VIDE = {"cells": [{"cell_type": "code", "source": "taux = ..."}], "nbformat": 4}


@pytest.fixture
def grc() -> Grc:
    return lambda *arguments: CliRunner().invoke(cli.app, list(arguments), prog_name="grc")


@pytest.fixture
def cours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Un petit cours, et une maison d'élève où rien ne déborde."""
    for nom in ("course/ACCUEIL.ipynb", "exercises/S522-4/S522-4.ipynb"):
        fichier = tmp_path / "cours" / nom
        fichier.parent.mkdir(parents=True)
        fichier.write_text(json.dumps(VIDE))
    for variable in ("GRC_ETUDIANT", "JUPYTERHUB_USER", "GRC_TRAVAIL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "maison")
    monkeypatch.setattr(_ressources, "racine_cours", lambda: tmp_path / "cours")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "cours"


@pytest.fixture
def lancements(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Ce que `grc lab` demande à JupyterLab, au lieu de l'ouvrir."""
    recus: list[dict[str, Any]] = []

    def lancer(travail: Path, **reste: Any) -> int:
        recus.append({"travail": travail, **reste})
        return 0

    monkeypatch.setattr(laboratoire, "lancer", lancer)
    return recus


# --- L'aide -----------------------------------------------------------------------------------


@pytest.mark.parametrize("commande", [[], ["lab"], ["rendre"], ["verifier"]])
def test_l_aide_est_en_francais(grc: Grc, commande: list[str]) -> None:
    resultat = grc(*commande, "--aide")
    assert resultat.exit_code == 0
    assert "Affiche cette aide" in resultat.output
    assert grc(*commande, "--help").output == resultat.output
    for anglais in ("Show this", "Commands", "COMMAND ", "[ARGS]", "default", "required", "<"):
        assert anglais not in resultat.output


def test_la_version_est_celle_du_paquet(grc: Grc) -> None:
    from importlib.metadata import version

    assert grc("--version").output.strip() == f"grc {version('grc-cours')}"


def test_l_aide_ne_charge_ni_pandas_ni_jupyter() -> None:
    code = (
        "import sys; from grc_lib import cli\n"
        "try: cli.app(['--aide'], prog_name='grc')\n"
        "except SystemExit: pass\n"
        "lourds = {'pandas', 'numpy', 'duckdb', 'plotly', 'jupyterlab', 'nbgrader'}\n"
        "sys.exit(f'chargés : {lourds & set(sys.modules)}' if lourds & set(sys.modules) else 0)"
    )
    fin = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert fin.returncode == 0, fin.stderr


# --- Les fautes de frappe ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["labo"], "La commande « labo » n'existe pas : vouliez-vous écrire « grc lab » ?"),
        (["xyz"], "La commande « xyz » n'existe pas : voir « grc --aide »."),
        (["lab", "--porte", "8899"], "L'option « --porte » n'existe pas. Voir « grc lab --aide »."),
        (["lab", "--port", "abc"], "« --port » ne convient pas. Voir « grc lab --aide »."),
        (["lab", "--port", "99999"], "« --port » ne convient pas."),
        (["rendre"], "Il manque « TD ». Voir « grc rendre --aide »."),
        (["rendre", "S522-4", "--nom", "x"], "L'option « --nom » n'existe pas."),
        (["verifier", "trop"], "Cette commande est mal écrite. Voir « grc verifier --aide »."),
    ],
)
@pytest.mark.usefixtures("cours", "lancements")
def test_une_faute_de_frappe_recoit_une_phrase(grc: Grc, arguments: list[str], phrase: str) -> None:
    resultat = grc(*arguments)
    assert resultat.exit_code in (1, 2)
    assert phrase in resultat.output
    assert len(resultat.output.splitlines()) == 1


def test_toute_erreur_du_cours_est_une_phrase_et_le_code_1(
    grc: Grc, monkeypatch: pytest.MonkeyPatch
) -> None:
    def manque() -> Path:
        raise RessourceIndisponible("Les dossiers du cours sont introuvables.")

    monkeypatch.setattr(_ressources, "racine_cours", manque)
    resultat = grc("lab")
    assert (resultat.exit_code, resultat.output) == (
        1,
        "Les dossiers du cours sont introuvables.\n",
    )


def test_une_erreur_de_programme_n_est_pas_cachee(
    grc: Grc, monkeypatch: pytest.MonkeyPatch
) -> None:
    def casse() -> Path:
        raise ZeroDivisionError

    monkeypatch.setattr(_ressources, "racine_cours", casse)
    assert isinstance(grc("lab").exception, ZeroDivisionError)


# --- grc lab ----------------------------------------------------------------------------------


def test_lab_installe_le_cours_puis_l_ouvre(
    grc: Grc, cours: Path, lancements: list[dict[str, Any]]
) -> None:
    resultat = grc("lab", "--identifiant", "Léa Martin", "--no-browser", "--port", "8899")
    travail = cours.parent / "maison" / "gestion-clienteles"
    assert resultat.exit_code == 0, resultat.output
    assert (travail / "course" / "ACCUEIL.ipynb").is_file()
    assert "2 fichiers du cours copiés." in resultat.output
    [lancement] = lancements
    assert lancement["travail"] == travail
    assert lancement["identifiant"] == "lea.martin"
    assert lancement["port"] == 8899
    assert lancement["navigateur"] is False
    assert lancement["enseignant"] is False


def test_lab_retient_l_identifiant(grc: Grc, cours: Path, lancements: list[dict[str, Any]]) -> None:
    grc("lab", "--identifiant", "Léa Martin")
    grc("lab")
    assert [lancement["identifiant"] for lancement in lancements] == ["lea.martin"] * 2


@pytest.mark.usefixtures("cours")
def test_lab_demande_l_identifiant_a_qui_est_devant_l_ecran(
    grc: Grc, lancements: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    reponses = iter(["", "Léa Martin"])
    monkeypatch.setattr(cli.eleve, "_devant_l_ecran", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(reponses))
    for _ in range(3):
        grc("lab")
    assert [lancement["identifiant"] for lancement in lancements] == [None] + ["lea.martin"] * 2


@pytest.mark.usefixtures("cours")
def test_lab_prend_un_dossier_et_des_options_de_jupyterlab(
    grc: Grc, tmp_path: Path, lancements: list[dict[str, Any]]
) -> None:
    grc("lab", "mon dossier", "--ServerApp.ip=0.0.0.0", "--allow-root")
    grc("lab", "--ServerApp.ip=0.0.0.0")
    assert lancements[0]["travail"] == tmp_path / "mon dossier"
    assert lancements[0]["options"] == ["--ServerApp.ip=0.0.0.0", "--allow-root"]
    assert lancements[1]["options"] == ["--ServerApp.ip=0.0.0.0"]


def test_lab_enseignant_ouvre_le_depot_sans_rien_copier(
    grc: Grc, cours: Path, lancements: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (cours / "nbgrader_config.py").write_text("")
    avant = sorted(cours.rglob("*"))
    monkeypatch.chdir(cours)
    assert grc("lab", "--enseignant").exit_code == 0
    assert lancements[0]["travail"] == cours
    assert lancements[0]["enseignant"] is True
    assert lancements[0]["identifiant"] is None
    assert sorted(cours.rglob("*")) == avant


@pytest.mark.usefixtures("cours", "lancements")
def test_lab_enseignant_hors_du_depot_dit_ou_se_placer(grc: Grc) -> None:
    resultat = grc("lab", "--enseignant")
    assert resultat.exit_code == 1
    assert "placez-vous dans le dépôt du cours" in resultat.output


# --- grc rendre, grc verifier -----------------------------------------------------------------


def test_rendre_annonce_la_copie_et_sa_date(
    grc: Grc, cours: Path, lancements: list[dict[str, Any]]
) -> None:
    grc("lab", "--identifiant", "lea.martin")
    resultat = grc("rendre", "S522-4")
    copie = lancements[0]["travail"] / "rendus" / "S522-4_lea.martin.ipynb"
    assert copie.is_file()
    assert f"Copie prête à déposer : {copie}" in resultat.output
    assert "Votre dernier enregistrement : le " in resultat.output


@pytest.mark.usefixtures("cours", "lancements")
def test_rendre_sans_s_etre_nomme_dit_comment_faire(grc: Grc) -> None:
    grc("lab")
    resultat = grc("rendre", "S522-4")
    assert resultat.exit_code == 1
    assert "grc rendre S522-4 --identifiant prenom.nom" in resultat.output


@pytest.mark.parametrize(("sain", "code"), [(True, 0), (False, 1)])
def test_verifier_montre_chaque_point_et_son_remede(
    grc: Grc, sain: bool, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    constats = [
        verification.Constat("Python", True, "3.11"),
        verification.Constat("Port", sain, "fermez l'autre JupyterLab"),
    ]
    monkeypatch.setattr(verification, "verifier_installation", lambda _: iter(constats))
    resultat = grc("verifier")
    assert resultat.exit_code == code
    assert "[OK]    Python : 3.11" in resultat.output
    etiquette = "[OK]   " if sain else "[ÉCHEC]"
    assert f"{etiquette} Port : fermez l'autre JupyterLab" in resultat.output
    assert ("Tout est prêt" in resultat.output) is sain
