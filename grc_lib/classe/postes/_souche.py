"""Le processus préchauffé : il importe tout une fois, puis chaque poste en est une copie (fork).

`souche.Souche` le lance : `python -m grc_lib.classe.postes._souche CHEMIN MODULES [TD CORRIGÉ]`.
Chaque connexion à son socket demande un poste : une ligne JSON et trois descripteurs. Il répond le
numéro du processus, puis, à sa fin, son code. Il s'arrête quand son entrée se ferme, ses postes
avec lui.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from grc_lib import _duckdb
from grc_lib.classe import confinement
from grc_lib.classe.confinement import _systeme as systeme
from grc_lib.classe.postes import session
from grc_lib.classe.postes.souche import PREFIXE

DEMANDE_MAX = 1 << 20
# Une première figure coûte 200 ms, dont l'import n'est que la moitié.
_FIGURE = """
import plotly.express as px
px.bar(x=["a", "b"], y=[1, 2])._repr_mimebundle_()
"""


def importer(modules: list[str]) -> None:
    for module in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(module)


def ecarter_le_debogueur() -> None:
    """Un noyau de correction n'en a pas besoin ; ipykernel l'importe à chaque départ, en 70 ms."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    importer(["ipykernel.debugger"])
    del sys.modules["debugpy"]


def repeter(td: Path, eleve: str = "repetition") -> None:
    """Exécute le TD dans un dossier comme celui d'une copie, puis l'oublie."""
    seance = session.ouvrir()
    devoir, ici = td.stem, Path.cwd()
    dossier = ici / "autograded" / eleve / devoir
    dossier.mkdir(parents=True)
    os.chdir(dossier)
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    seance.repartir()
    seance.cellule("une_erreur")  # sa mise en forme aussi se paie une fois
    for cellule in json.loads(td.read_text("utf-8"))["cells"]:
        if cellule["cell_type"] == "code":
            seance.cellule("".join(cellule["source"]))
    seance.repartir()
    seance.sorties = []
    del os.environ["NBGRADER_EXECUTION"]
    os.chdir(ici)


class Eclaireur:
    """Un duplicata qui exécute le corrigé, dit les modules qu'il a importés, et disparaît.

    Rien du corrigé n'entre dans la mémoire de la souche, que ses postes recevront.
    """

    def __init__(self, corrige: Path) -> None:
        self.lecture, ecriture = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            with contextlib.suppress(BaseException):
                connus = set(sys.modules)
                repeter(corrige, "eclaireur")
                os.write(ecriture, json.dumps([m for m in sys.modules if m not in connus]).encode())
            os._exit(0)
        os.close(ecriture)

    def modules(self, patience: float = 60) -> list[str]:
        """Ce qu'il a importé ; rien s'il ne répond pas."""
        fin, octets = time.monotonic() + patience, b""
        while select.select([self.lecture], [], [], max(0, fin - time.monotonic()))[0]:
            if not (morceau := os.read(self.lecture, 1 << 16)):
                break
            octets += morceau
        os.close(self.lecture)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        try:
            return list(json.loads(octets))
        except ValueError:
            return []


def figer() -> bool:
    """Prêt à être dupliqué ? Un seul fil d'exécution, une mémoire que rien ne déplacera.

    Un fork ne garderait des autres fils que les verrous qu'ils tenaient.
    """
    fils = Path("/proc/self/task")
    if len(list(fils.iterdir())) > 1:
        gc.collect()  # peut-être celui d'un objet oublié, qui s'arrête avec lui
    gc.freeze()
    gc.enable()
    return len(list(fils.iterdir())) == 1


class Souche:
    """La boucle : ouvrir des postes, dire leur fin."""

    def __init__(self, chemin: str) -> None:
        self.dossier = Path(chemin).parent
        self.accueil = socket.socket(socket.AF_UNIX)
        self.accueil.bind(chemin)
        self.accueil.listen(64)
        self.reveil, ecriture = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(ecriture)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.postes: dict[int, socket.socket] = {}

    def servir(self) -> None:
        while True:
            ecoutes: list[Any] = [self.accueil, self.reveil, 0]
            prets = select.select(ecoutes, [], [])[0]
            if 0 in prets and not os.read(0, 1):
                self._partir()
            if self.reveil in prets:
                os.read(self.reveil, 4096)
                self._dire_les_fins()
            if self.accueil in prets:
                self._ouvrir(self.accueil.accept()[0])

    def _partir(self) -> NoReturn:
        """Le parent est parti, peut-être sans rien ranger : ce dossier est celui de la souche."""
        if self.dossier.name.startswith(PREFIXE):
            shutil.rmtree(self.dossier, ignore_errors=True)
        os._exit(0)

    def _dire_les_fins(self) -> None:
        while self.postes:
            pid, etat = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            with self.postes.pop(pid) as lien, contextlib.suppress(OSError):
                lien.sendall(b"%d\n" % os.waitstatus_to_exitcode(etat))

    def _ouvrir(self, lien: socket.socket) -> None:
        try:
            demande, descripteurs = _recevoir(lien)
        except (OSError, ValueError):
            lien.close()
            return
        pid = os.fork()
        if pid == 0:
            _devenir(demande, descripteurs)
        for descripteur in descripteurs:
            os.close(descripteur)
        self.postes[pid] = lien
        lien.sendall(b"%d\n" % pid)


def _recevoir(lien: socket.socket) -> tuple[dict[str, Any], list[int]]:
    octets, descripteurs, _, _ = socket.recv_fds(lien, DEMANDE_MAX, 3)
    while not octets.endswith(b"\n"):
        suite = lien.recv(DEMANDE_MAX)
        if not suite:
            raise OSError("demande interrompue")
        octets += suite
    return json.loads(octets), descripteurs


def _devenir(demande: dict[str, Any], descripteurs: list[int]) -> None:
    """Dans le processus dupliqué : le confiner, puis en faire le poste demandé. Ne revient pas."""
    code = 120
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.setsid()
        systeme.mourir_avec_le_parent()
        _garder_seulement(descripteurs)
        _oublier_l_hote(demande["environnement"])
        if demande["enceinte"]:
            confinement.entrer(confinement.Enceinte.de_json(demande["enceinte"]))
        else:
            os.chdir(demande["dossier"])
        METIERS[demande["metier"]](demande)
        code = 0
    except SystemExit as sortie:
        code = sortie.code if isinstance(sortie.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _garder_seulement(descripteurs: list[int]) -> None:
    for cible, source in enumerate(descripteurs):
        os.dup2(source, cible)
    os.closerange(3, 4096)


def _oublier_l_hote(environnement: dict[str, str]) -> None:
    """Chaque poste a son environnement et son hasard ; `random` se réamorce seul, numpy non."""
    os.environ.clear()
    os.environ.update(environnement)
    tempfile.tempdir = None
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _session(demande: dict[str, Any]) -> None:
    from grc_lib.classe.postes.interieur import servir

    if demande["enceinte"] and demande["enceinte"]["moyen"] == "landlock":
        from grc_lib.classe.confinement import landlock

        landlock.fermer_le_reseau()
    servir(0, 1)


def _noyau_jupyter(demande: dict[str, Any]) -> None:
    """Un `python -m ipykernel_launcher` ordinaire, pour nbgrader et nbval tels quels."""
    from ipykernel.kernelapp import IPKernelApp

    session.Session.clear_instance()
    sys.argv = demande["arguments"]
    sys.path[0] = ""
    noyau = IPKernelApp.instance()
    parent = f"--IPKernelApp.parent_handle={os.getppid() or 1}"
    noyau.initialize([*demande["arguments"][1:], parent])  # type: ignore[no-untyped-call]
    if demande["enceinte"] and demande["enceinte"]["moyen"] == "landlock":
        from grc_lib.classe.confinement import landlock

        _attendre(Path(f"{noyau.ip}-{noyau.hb_port}"))  # un autre fil l'ouvre, plus tard
        landlock.fermer_le_reseau()  # libzmq s'arrêterait si on le fermait plus tôt
    noyau.start()  # type: ignore[no-untyped-call]


def _attendre(fichier: Path) -> None:
    fin = time.monotonic() + 10
    while not fichier.exists() and time.monotonic() < fin:
        time.sleep(0.002)


METIERS: dict[str, Callable[[dict[str, Any]], None]] = {
    "session": _session,
    "noyau": _noyau_jupyter,
}


def main() -> None:
    chemin, modules, *td = sys.argv[1:]
    gc.disable()  # importer ne laisse rien à ramasser
    importer(modules.split(","))
    ecarter_le_debogueur()
    _duckdb.preparer_la_duplication()
    session.garder_les_tables()
    if td:
        eclaireur = Eclaireur(Path(td[1]))
        repeter(Path(td[0]))
        importer(utiles := eclaireur.modules())
        if "plotly.graph_objs.layout" in utiles:
            with contextlib.suppress(Exception):
                exec(_FIGURE, {})
    if not figer():
        if td:  # ce TD laisse un fil d'exécution derrière lui : on s'en passe
            module = "grc_lib.classe.postes._souche"
            os.execv(sys.executable, [sys.executable, "-m", module, chemin, modules])
        sys.exit("souche : un fil d'exécution est resté ouvert après le préchauffage.")
    Souche(chemin).servir()


if __name__ == "__main__":
    from grc_lib.classe.postes import _souche

    _souche.main()
