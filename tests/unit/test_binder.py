"""Binder, sans Docker ni conda : ses couches, ses versions, et ce que l'on voit en l'ouvrant.

`nox -s binder` rejoue l'image (deux minutes) : les versions de repo2docker, puis notre section pip,
puis `postBuild` et `start`. Les autres tests n'ont pas besoin du réseau.
"""

import importlib.metadata
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

RACINE = Path(__file__).parents[2]
ACCUEIL = "course/ACCUEIL.ipynb"
VERROU = "repo2docker/buildpacks/conda/environment.py-3.11-linux-64.lock"
# Un paquet Python de ce verrou : …/ipython-9.6.0-pyhfa0c392_0.conda
PAQUET = re.compile(r"/([\w.-]+)-([\w.]+)-(?:py\w*|\w+_py\w*)\.(?:conda|tar\.bz2)")
AILLEURS = {  # le nom sur PyPI de ce que conda appelle autrement
    "brotli-python": "brotli",
    "jupyterhub-base": "jupyterhub",
    "nbconvert-core": "nbconvert",
    "python-fastjsonschema": "fastjsonschema",
}
BINDER = {"jupyterhub", "ipykernel", "jupyter-offlinenotebook", "jupyter-resource-usage"}
SERVEUR = {"jupyterlab", "jupyter-server", "jupyterlab-server", "notebook"}


@cache
def dockerfile() -> list[str]:
    """Les lignes du Dockerfile que Binder ferait de ce dépôt."""
    commande = [sys.executable, "-m", "repo2docker", "--no-build", "--debug"]
    commande += ["--user-id", "1000", "--user-name", "jovyan", str(RACINE)]
    fin = subprocess.run(commande, capture_output=True, text=True, encoding="utf-8", check=True)
    return [ligne.strip() for ligne in (fin.stdout + fin.stderr).splitlines()]


@cache
def image() -> dict[str, str]:
    """Les versions des paquets Python de l'image, avant les nôtres."""
    verrou = importlib.metadata.distribution("jupyter-repo2docker").locate_file(VERROU)
    paquets = PAQUET.findall(Path(str(verrou)).read_text("utf-8"))
    return {canonicalize_name(AILLEURS.get(n, n)): v for n, v in paquets}


@cache
def epingles() -> dict[str, str]:
    """La section pip d'environment.yml."""
    texte = (RACINE / "environment.yml").read_text("utf-8")
    return {canonicalize_name(n): v for n, v in re.findall(r"^ +- ([\w.-]+)==(\S+)$", texte, re.M)}


def deplaces() -> set[str]:
    """Les paquets de l'image que nos épingles obligent pip à changer de version."""
    restent, suivis = list(epingles()), set(epingles())
    while restent:
        for ligne in importlib.metadata.requires(restent.pop()) or []:
            demande = Requirement(ligne)
            nom = canonicalize_name(demande.name)
            utile = demande.marker is None or demande.marker.evaluate({"extra": ""})
            convient = nom in image() and demande.specifier.contains(image()[nom])
            if utile and not convient and nom not in suivis:
                suivis.add(nom)
                restent.append(nom)
    return suivis & set(image())


# --- Le Dockerfile ---------------------------------------------------------------------------


def test_l_environnement_s_installe_avant_que_le_depot_n_arrive() -> None:
    """Sinon chaque leçon corrigée referait l'environnement, au lieu de le prendre en cache."""
    couches = [
        "COPY --chown=1000:1000 src/environment.yml ${REPO_DIR}/environment.yml",
        'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"',
        "COPY --chown=1000:1000 src/ ${REPO_DIR}/",
        "RUN ./postBuild",
        'ENV R2D_ENTRYPOINT="${REPO_DIR}/start"',
    ]
    rangs = [[i for i, li in enumerate(dockerfile()) if couche in li] for couche in couches]
    assert all(len(rang) == 1 for rang in rangs), dict(zip(couches, rangs, strict=True))
    assert rangs == sorted(rangs)


def test_l_image_a_le_python_du_verrou_et_un_seul_environnement() -> None:
    texte = "\n".join(dockerfile())
    assert "Building conda environment for python=3.11" in texte
    assert "KERNEL_PYTHON_PREFIX=${NB_PYTHON_PREFIX}" in texte
    assert "apt-get -qq install --yes --no-install-recommends" in texte  # rien d'autre que sa base
    assert texte.count("apt-get -qq install") == 2


def test_post_build_et_start_s_executent() -> None:
    for nom in ("postBuild", "start"):
        assert (RACINE / nom).read_text("utf-8").startswith("#!/bin/bash\n")
    assert (RACINE / "start").read_text("utf-8").endswith('\nexec "$@"\n')


def test_le_readme_ouvre_l_accueil() -> None:
    assert (RACINE / ACCUEIL).is_file()
    assert f"lab/tree/{ACCUEIL}" in (RACINE / "README.md").read_text("utf-8")


# --- Les versions ----------------------------------------------------------------------------


def test_nos_versions_changent_jupyterlab_et_laissent_a_binder_ce_qui_est_a_lui() -> None:
    assert image().keys() >= BINDER | SERVEUR, "le verrou de l'image est mal lu"
    bouges = deplaces()
    assert {"jupyterlab", "jupyter-server", "ipywidgets"} <= bouges
    assert not bouges & BINDER


# --- L'image rejouée -------------------------------------------------------------------------


class Image(NamedTuple):
    """L'environnement rejoué, le dépôt comme Binder le pose, et ce que `start` y trouve."""

    executables: Path
    depot: Path

    @property
    def variables(self) -> dict[str, str]:
        reglages = ("GRC_", "JUPYTER", "NBGRADER", "PYTHON", "VIRTUAL_ENV")
        garde = {nom: v for nom, v in os.environ.items() if not nom.startswith(reglages)}
        chemin = os.pathsep.join([str(self.executables), garde["PATH"]])
        return garde | {
            "PATH": chemin,
            "REPO_DIR": str(self.depot),
            "HOME": str(self.depot),
            "JUPYTERHUB_USER": "gestion-de-clienteles-x7k2p9",  # Binder en invente un par session
        }

    def lancer(self, *commande: str) -> str:
        fin = subprocess.run(
            commande, cwd=self.depot, env=self.variables, capture_output=True, text=True
        )
        return fin.stdout + fin.stderr

    def pip(self, *arguments: str) -> str:
        return self.lancer("python", "-m", "pip", "--disable-pip-version-check", *arguments)


@pytest.fixture(scope="module")
def rejouee(tmp_path_factory: pytest.TempPathFactory) -> Image:
    if "GRC_BINDER" not in os.environ:
        pytest.skip("l'image de Binder se rejoue avec « nox -s binder »")
    if os.name != "posix" or sys.version_info[:2] != (3, 11):
        pytest.skip("l'image de Binder est un Linux, avec un Python 3.11")
    dossier = tmp_path_factory.mktemp("binder")
    venv.create(dossier / "conda", with_pip=True)
    depot = shutil.copytree(RACINE, dossier / "depot", ignore=_rien_de_cache)
    rejouee = Image(dossier / "conda" / "bin", depot)
    for nom, versions in {"image": image(), "section": epingles()}.items():
        lignes = [f"{paquet}=={version}\n" for paquet, version in versions.items()]
        (dossier / f"{nom}.txt").write_text("".join(lignes), "utf-8")
    rejouee.pip("install", "-q", "--no-deps", "-r", str(dossier / "image.txt"))
    assert rejouee.pip("check") == "No broken requirements found.\n"
    rejouee.pip("install", "-q", "-U", "-r", str(dossier / "section.txt"))  # ce que fait mamba
    return rejouee


def _rien_de_cache(_: str, noms: list[str]) -> list[str]:
    return [nom for nom in noms if nom.startswith(".") or nom == "__pycache__"]


def test_pip_installe_nos_versions_et_un_serveur_qui_leur_va(rejouee: Image) -> None:
    assert rejouee.pip("check") == "No broken requirements found.\n"
    installes = {
        canonicalize_name(paquet["name"]): paquet["version"]
        for paquet in json.loads(rejouee.pip("list", "--format=json").splitlines()[0])
    }
    assert {n: installes[n] for n in epingles()} == epingles()
    assert {nom: installes[nom] for nom in BINDER} == {nom: image()[nom] for nom in BINDER}


@pytest.fixture(scope="module")
def ouverte(rejouee: Image) -> Image:
    fin = subprocess.run(
        ["./postBuild"], cwd=rejouee.depot, env=rejouee.variables, capture_output=True, text=True
    )
    assert fin.returncode == 0, fin.stderr
    return rejouee


def test_l_installation_se_verifie(ouverte: Image) -> None:
    rapport = ouverte.lancer("./start", "grc", "verifier")
    assert rapport.count("[OK]") >= 9, rapport
    assert "[ÉCHEC]" not in rapport, rapport


def test_l_accueil_s_execute_avec_les_donnees_de_l_autodidacte(ouverte: Image) -> None:
    commande = ("jupyter", "nbconvert", "--to", "notebook", "--execute", ACCUEIL)
    ouverte.lancer("./start", *commande, "--output", "essai.ipynb")
    cellules = json.loads((ouverte.depot / "course" / "essai.ipynb").read_text("utf-8"))["cells"]
    codes = [cellule for cellule in cellules if cellule["cell_type"] == "code"]
    assert codes and all(cellule["outputs"] for cellule in codes)
    qui = "from grc_lib.exercice.identite import etudiant_courant as e; print(e())"
    assert ouverte.lancer("./start", "python", "-c", qui) == "autodidacte\n"


def test_jupyterlab_s_ouvre_sur_l_accueil_en_francais_sans_les_outils_de_l_enseignant(
    ouverte: Image,
) -> None:
    with _jupyterlab(ouverte) as adresse:
        with urllib.request.urlopen(adresse) as page:
            assert page.url.partition("?")[0].endswith(f"/lab/tree/{ACCUEIL}")
            texte = page.read().decode()
        balise = r'id="jupyter-config-data" type="application/json">(.+?)</script>'
        trouvee = re.search(balise, texte, re.S)
        assert trouvee
        reglages: dict[str, Any] = json.loads(trouvee[1])
        assert "@jupyter/nbgrader" in reglages["disabledExtensions"]
        assert "grc-atelier" in {e["name"] for e in reglages["federated_extensions"]}
        traductions = adresse.replace("/?", "/lab/api/translations/?")
        with urllib.request.urlopen(traductions) as page:
            assert "fr_FR" in json.load(page)["data"]
    preferences = ouverte.depot / ".grc/jupyter/labconfig/default_setting_overrides.json"
    assert '"fr_FR"' in preferences.read_text("utf-8")


@contextmanager
def _jupyterlab(image: Image) -> Iterator[str]:
    """JupyterLab tel que le lance le point d'entrée de l'image ; donne son adresse."""
    with socket.create_server(("127.0.0.1", 0)) as libre:
        port = libre.getsockname()[1]
    options = ["--no-browser", f"--port={port}", "--IdentityProvider.token=essai", "--allow-root"]
    adresse = f"http://127.0.0.1:{port}/?token=essai"
    serveur = subprocess.Popen(
        ["./start", "jupyter", "lab", *options], cwd=image.depot, env=image.variables
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(adresse).close()
                break
            except urllib.error.URLError:
                time.sleep(0.2)
        yield adresse
    finally:
        serveur.terminate()
        serveur.wait(timeout=30)
