"""Ouvrir des processus déjà prêts : la souche a tout importé, chacun en est une copie (Linux)."""

import atexit
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grc_lib.classe.confinement import _systeme as systeme
from grc_lib.erreurs import RessourceIndisponible

VARIABLE = "GRC_SOUCHE"
PREFIXE = "grc-souche-"
MODULES = (
    "numpy", "pandas", "duckdb", "plotly.express", "plotly.graph_objects",
    "IPython.core.completerlib",
    "grc_lib.exercice", "grc_lib.figures", "grc_lib.donnees", "grc_lib.classe.postes.interieur",
    "grc_lib.classe.transport", "grc_lib.annuites", "grc_lib.interets", "grc_lib.segmentation",
    "grc_lib.ventes", "grc_lib.organisation", "grc_lib.reclamations", "grc_lib.qualite",
    "grc_lib.financement", "grc_lib.calendrier", "grc_lib.risque", "grc_lib.scoring",
    "ipywidgets", "sqlite3", "pydoc",
    "ipykernel.kernelapp", "ipykernel.ipkernel", "tornado.platform.asyncio", "tornado.queues",
    "IPython.core.debugger", "IPython.extensions.storemagic",
)  # fmt: skip
# Rien de l'enseignant ne passe aux copies : ni jetons, ni dossiers, ni mots de passe.
_GARDEES = ("PATH", "LANG", "LC_ALL", "TZ", "GRC_ANNEE", "GRC_DONNEES")


def environnement(**autres: str) -> dict[str, str]:
    """Les seules variables de l'hôte qu'une copie connaisse, et celles-ci."""
    gardees = {nom: os.environ[nom] for nom in _GARDEES if nom in os.environ}
    dossiers = dict.fromkeys(("HOME", "TMPDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"), "/tmp")
    un_seul_fil = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    sans_navigateur = {"PLOTLY_RENDERER": "plotly_mimetype", "MPLBACKEND": "agg"}
    return gardees | dossiers | un_seul_fil | sans_navigateur | {"USER": "eleve"} | autres


class Processus:
    """Un processus de la souche, comme `subprocess.Popen` : attendre, arrêter, lire le code."""

    stdin = stdout = stderr = None

    def __init__(self, chemin: str, demande: dict[str, Any], descripteurs: list[int]) -> None:
        self.lien = _connecter(chemin)
        ligne = json.dumps(demande).encode() + b"\n"
        socket.send_fds(self.lien, [ligne], descripteurs)
        premier, _, reste = self.lien.recv(32).partition(b"\n")
        if not premier:
            raise RessourceIndisponible("La souche s'est arrêtée : relancez la correction.")
        self.pid, self.returncode = int(premier), int(reste) if reste else None

    def poll(self) -> int | None:
        return self._lire(socket.MSG_DONTWAIT)

    def wait(self, timeout: float | None = None) -> int | None:
        self.lien.settimeout(timeout)
        with contextlib.suppress(TimeoutError):
            self._lire(0)
        return self.returncode

    def send_signal(self, numero: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, numero)

    def terminate(self) -> None:
        self.send_signal(15)

    def kill(self) -> None:
        self.send_signal(9)

    def _lire(self, drapeaux: int) -> int | None:
        if self.returncode is None:
            with contextlib.suppress(BlockingIOError):
                recu = self.lien.recv(32, drapeaux)
                self.returncode = int(recu) if recu else -9  # la souche elle-même est partie
        return self.returncode


def possible() -> bool:
    """La souche duplique un processus : elle demande Linux."""
    return sys.platform == "linux"


def chemin(cours: Path | None = None, devoir: str = "") -> str:
    """Le socket de la souche ; la première demande la lance, les processus enfants la partagent.

    `cours`, `devoir` : le TD que l'on va noter. La souche exécute une fois la version des élèves et
    importe ce qu'importe le corrigé : ce que chaque copie paierait la première fois est payé.
    """
    global _souche
    if VARIABLE not in os.environ:
        versions = [(cours or Path()) / lieu / devoir for lieu in ("exercises", "solutions")]
        notebooks = [version.absolute() / f"{devoir}.ipynb" for version in versions]
        _souche = Souche(notebooks if all(map(Path.is_file, notebooks)) else [])
    return os.environ[VARIABLE]


def dossier() -> str:
    """Ce que la souche efface à sa fin, même si le processus qui corrige est tué."""
    return str(Path(chemin()).parent)


def laisser_au_parent() -> None:
    """Dans un processus enfant : la souche est au parent, et s'arrête avec lui, comme l'enfant."""
    systeme.mourir_avec_le_parent()
    if _souche is not None and _souche.processus.stdin:
        os.close(_souche.processus.stdin.fileno())


class Souche:
    """La souche lancée par ce processus ; elle s'arrête avec lui."""

    def __init__(self, notebooks: Sequence[Path] = ()) -> None:
        self.dossier = tempfile.mkdtemp(prefix=PREFIXE)
        socket_local = f"{self.dossier}/s"
        python = {nom: os.environ[nom] for nom in ("PYTHONPATH",) if nom in os.environ}
        self.proprietaire = os.getpid()
        self.processus = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "grc_lib.classe.postes._souche",
                socket_local,
                ",".join(MODULES),
                *map(str, notebooks),
            ],
            stdin=subprocess.PIPE,
            env=environnement(IPYTHONDIR=self.dossier, **python),
            cwd=self.dossier,
        )
        os.environ[VARIABLE] = socket_local
        atexit.register(self.fermer)

    def partie(self) -> bool:
        return os.getpid() == self.proprietaire and self.processus.poll() is not None

    def fermer(self) -> None:
        if os.getpid() == self.proprietaire:  # et non un processus dupliqué qui se termine
            os.environ.pop(VARIABLE, None)
            if self.processus.stdin:
                self.processus.stdin.close()
            self.processus.wait()
            shutil.rmtree(self.dossier, ignore_errors=True)


_souche: Souche | None = None


def _connecter(ou: str, patience: float = 60) -> socket.socket:
    """La souche importe encore peut-être : on l'attend."""
    lien, fin = socket.socket(socket.AF_UNIX), time.monotonic() + patience
    while True:
        try:
            lien.connect(ou)
            return lien
        except OSError:
            partie = not Path(ou).parent.is_dir() or (_souche is not None and _souche.partie())
            if partie or time.monotonic() > fin:
                lien.close()
                raise RessourceIndisponible("La souche ne répond pas : relancez.") from None
            time.sleep(0.02)
