"""JupyterLab tel que l'élève doit le voir : en français, sur l'accueil du cours, sans superflu."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from grc_lib._disque import ecrire_json, pannes_en_francais
from grc_lib.erreurs import RessourceIndisponible

REGLAGES = Path(__file__).parent / "reglages"
PORT_HABITUEL = 8888
# Le nom que JupyterLab donne à l'espace de travail ordinaire.
ESPACE = "espaces/default-37a8.jupyterlab-workspace"


def lancer(
    travail: Path,
    *,
    port: int | None = None,
    navigateur: bool = True,
    enseignant: bool = False,
    identifiant: str | None = None,
    options: Sequence[str] = (),
    annoncer: Callable[[str], None] = print,
) -> int:
    """Ouvre JupyterLab sur le dossier de travail, et ne rend la main qu'à sa fermeture.

    Paramètres
    ----------
    travail : le dossier à ouvrir (pour l'enseignant, le dossier du cours).
    port : le port exigé ; sans lui, le premier libre à partir de 8888.
    navigateur : ouvrir la page, ou seulement afficher son adresse.
    enseignant : montrer les outils de notation (formgrader, création de devoirs).
    identifiant : celui de l'élève, transmis aux notebooks par GRC_ETUDIANT.
    options : options de JupyterLab ajoutées à la suite, comme « --ServerApp.ip=0.0.0.0 ».
    annoncer : ce qui montre une phrase à l'utilisateur.

    Renvoie
    -------
    Le code de sortie de JupyterLab (sous Linux et macOS, il prend la place de ce programme).

    Lève
    ----
    RessourceIndisponible si le port exigé est pris ou si le dossier refuse les réglages.
    """
    reglages = ecrire_reglages(travail / ".grc" / "jupyter", enseignant=enseignant)
    choisi = port_libre(port)
    if not port and choisi != PORT_HABITUEL:
        annoncer(f"Le port {PORT_HABITUEL} est déjà pris : le cours s'ouvre sur le port {choisi}.")
    commande = [sys.executable, "-m", "grc_lib.atelier.serveur"]
    commande += [f"--ServerApp.root_dir={travail}", f"--ServerApp.port={choisi}"]
    commande += [] if navigateur else ["--no-browser"]
    commande += options
    environnement = {**os.environ, **_variables(travail, reglages, identifiant)}
    os.chdir(travail)
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(sys.executable, commande, environnement)
    return _attendre(commande, environnement)


def ecrire_reglages(dossier: Path, *, enseignant: bool = False) -> Path:
    """Écrit les réglages du cours dans un dossier de configuration de Jupyter, et le renvoie.

    JupyterLab réécrit ces fichiers : ils sont reposés à chaque lancement. Seul l'espace de travail
    (volets repliés, pour que la page tienne sur un téléphone) n'est posé que la première fois :
    ensuite, c'est celui de l'élève.
    """
    role = "enseignant" if enseignant else "eleve"
    fichiers = {
        "jupyter_server_config": _serveur(dossier, enseignant=enseignant),
        "labconfig/default_setting_overrides": _modele("preferences"),
        "labconfig/page_config": _modele(f"page_config_{role}"),
    }
    with pannes_en_francais(dossier):
        for nom, contenu in fichiers.items():
            ecrire_json(dossier / f"{nom}.json", contenu)
        if not (dossier / ESPACE).exists():
            ecrire_json(dossier / ESPACE, _modele("espace_de_depart"))
    return dossier


def port_libre(demande: int | None = None) -> int:
    """Le port demandé s'il est libre, sinon (sans demande) le premier libre à partir de 8888.

    Lève
    ----
    RessourceIndisponible si le port demandé est pris, ou si aucun n'est libre.
    """
    candidats = [demande] if demande else range(PORT_HABITUEL, PORT_HABITUEL + 50)
    for port in candidats:
        if _est_libre(port):
            return port
    if demande:
        raise RessourceIndisponible(
            f"Le port {demande} est déjà pris : fermez l'autre JupyterLab, "
            f"ou choisissez un autre port (« grc lab --port {demande + 1} »)."
        )
    raise RessourceIndisponible(
        "Aucun port n'est libre entre 8888 et 8937 : fermez les JupyterLab ouverts, "
        "ou redémarrez l'ordinateur."
    )


def _est_libre(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError):
        return False
    return True


def _serveur(dossier: Path, *, enseignant: bool) -> dict[str, Any]:
    """Les réglages du serveur : les mêmes pour tous, les chemins de ce dossier, ceux de l'élève."""
    reglages = _modele("serveur")
    reglages["LabApp"] |= {
        "default_url": "/lab/tree/course/ACCUEIL.ipynb",
        "extra_labextensions_path": [str(REGLAGES / "labextensions")],
        "user_settings_dir": str(dossier / "preferences"),
        "workspaces_dir": str(dossier / "espaces"),
    }
    journal = reglages["Application"]["logging_config"]["handlers"]["fichier"]
    journal["filename"] = str(dossier / "journal.txt")
    if not enseignant:
        for section, valeurs in _modele("serveur_eleve").items():
            reglages[section] = reglages.get(section, {}) | valeurs
    return reglages


def _modele(nom: str) -> dict[str, Any]:
    modele: dict[str, Any] = json.loads((REGLAGES / f"{nom}.json").read_text(encoding="utf-8"))
    return modele


def _variables(travail: Path, reglages: Path, identifiant: str | None) -> dict[str, str]:
    """Ce que le serveur, ses noyaux et ses terminaux reçoivent : réglages, dossier, identité."""
    outils = str(Path(sys.executable).parent)
    variables = {
        "JUPYTER_CONFIG_DIR": str(reglages),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "GRC_TRAVAIL": str(travail),
        "PATH": os.pathsep.join([outils, os.environ.get("PATH", "")]),
    }
    return variables | ({"GRC_ETUDIANT": identifiant} if identifiant else {})


def _attendre(commande: list[str], environnement: dict[str, str]) -> int:
    """Sous Windows, Ctrl+C atteint JupyterLab lui-même : on attend seulement qu'il se ferme."""
    processus = subprocess.Popen(commande, env=environnement)
    while True:
        try:
            return processus.wait()
        except KeyboardInterrupt:
            continue
