"""Lancer `grc lab` comme l'élève le tape, et l'arrêter sans rien laisser derrière."""

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

SORTIE = "sortie_du_serveur.txt"
RACINE = getattr(os, "geteuid", lambda: 1)() == 0

Processus = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Cours:
    """Un JupyterLab ouvert : le dossier de l'élève et l'adresse que `grc lab` affiche."""

    dossier: Path
    accueil: str

    @property
    def serveur(self) -> str:
        return urlsplit(self.accueil).netloc

    @property
    def jeton(self) -> str:
        return self.accueil.partition("token=")[2]

    def page(self, chemin: str, espace: str) -> str:
        """L'adresse d'un notebook, dans un espace de travail neuf."""
        return f"http://{self.serveur}/lab/workspaces/{espace}/tree/{chemin}?token={self.jeton}"

    def nombre_de_cellules(self, chemin: str) -> int:
        return len(json.loads((self.dossier / chemin).read_text(encoding="utf-8"))["cells"])

    def sorties(self) -> list[tuple[str, str]]:
        """Ce que le serveur a écrit, dans sa fenêtre et dans son journal."""
        fichiers = {
            "sortie de grc lab": self.dossier.parent / SORTIE,
            "journal de JupyterLab": self.dossier / ".grc" / "jupyter" / "journal.txt",
        }
        return [(nom, _lire(chemin)) for nom, chemin in fichiers.items() if chemin.is_file()]

    def arreter(self) -> None:
        """Ce que fait le menu « Fichier › Arrêter »."""
        serveur = http.client.HTTPConnection(self.serveur, timeout=30)
        serveur.request("POST", "/api/shutdown", headers={"Authorization": f"token {self.jeton}"})
        assert serveur.getresponse().status == 200
        serveur.close()


@contextmanager
def ouvrir_cours(dossier: Path, *options: str) -> Iterator[Cours]:
    """Ouvre le cours dans un dossier de travail ; à la fin, exige qu'aucun processus ne survive."""
    sortie = dossier.parent / SORTIE
    processus = _lancer(dossier, sortie, *options)
    try:
        cours = Cours(dossier, _attendre_l_adresse(processus, sortie))
        yield cours
        famille = psutil.Process(processus.pid).children(recursive=True)
        cours.arreter()
        processus.wait(timeout=30)
        restes = psutil.wait_procs(famille, timeout=15)[1]
        for reste in restes:
            reste.kill()
        assert not restes, f"l'arrêt de JupyterLab laisse derrière lui : {restes}"
    finally:
        print(_lire(sortie))  # pytest ne le montre qu'en cas d'échec
        _tuer(processus)


def _lancer(dossier: Path, sortie: Path, *options: str) -> Processus:
    grc = shutil.which("grc", path=str(Path(sys.executable).parent)) or "grc"
    with socket.create_server(("127.0.0.1", 0)) as libre:
        port = libre.getsockname()[1]
    commande = [grc, "lab", str(dossier), "--no-browser", "--port", str(port)]
    commande += ["--identifiant", "lea.martin", *options, *(["--allow-root"] if RACINE else [])]
    reglages = ("GRC_", "JUPYTER", "JPY_", "NBGRADER")  # ceux de qui lance les tests
    environnement = {nom: v for nom, v in os.environ.items() if not nom.startswith(reglages)}
    with sortie.open("wb") as fichier:
        return subprocess.Popen(
            commande, stdin=subprocess.DEVNULL, stdout=fichier, stderr=fichier, env=environnement
        )


def _attendre_l_adresse(processus: Processus, sortie: Path) -> str:
    limite = time.monotonic() + 90
    while time.monotonic() < limite and processus.poll() is None:
        if affichee := re.search(r"http://127\.0\.0\.1:\S+token=\w+(?=\s)", _lire(sortie)):
            return affichee[0]
        time.sleep(0.1)
    raise AssertionError("« grc lab » n'a pas affiché d'adresse")


def _lire(sortie: Path) -> str:
    return sortie.read_text(encoding="utf-8", errors="replace")


def _tuer(processus: Processus) -> None:
    if processus.poll() is None:
        for enfant in psutil.Process(processus.pid).children(recursive=True):
            enfant.kill()
        processus.kill()
        processus.wait()
