"""Noter des copies hostiles, et regarder ce qu'elles ont pris, cassé ou laissé derrière elles.

Une copie hostile est un fichier de `hostiles/` : `# %% question` y précède chaque réponse, et sa
docstring finit par ses notes (« total=0 » ; « total=2? » : deux points, ou zéro). Hors d'une
enceinte, `enceinte_requise` n'existe pas : importer un de ces fichiers ne fait rien.
"""

import contextlib
import copy
import hashlib
import json
import os
import re
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grc_lib.classe.confinement import Limites
from grc_lib.classe.notation.juger import ExecuterCopie
from grc_lib.classe.postes import exterieur as postes
from grc_lib.classe.postes import souche
from grc_lib.classe.preparation.execution import avec_reponses, notes
from grc_lib.classe.preparation.plan import Plan

HOSTILES = Path(__file__).parent / "hostiles"
DEVOIR = "HOSTILE-1"
SECRET = "SECRET-6f1c"  # ce qu'aucune copie ne doit montrer
_DONNEES = """
%load_ext grc_lib
import pandas as pd
from grc_lib import donnees, figures
from grc_lib.exercice import (
    Tirage, verifier, verifier_figure, verifier_fonction, verifier_forme, verifier_sql,
    verifier_tableau,
)

tirage = Tirage("HOSTILE-1")
ventes = pd.DataFrame({"article": list("ABCDEF")})
ventes["prix"] = [tirage.entier(f"prix_{rang}", 100, 900) for rang in range(6)]
base = donnees.connexion()
### DEBUT TESTS CACHES
import duckdb
from grc_lib.exercice import _rejeu

_total = float(ventes["prix"].sum())
_chers = ventes[ventes["prix"] > 300]
_cas = [((100, 0.1), 90.0), ((200, 0.25), 150.0), ((80, 0.5), 40.0)]
_corrige_tableau = pd.DataFrame({"essai": ["la bonne saisie"], "resultat": ["acceptée"]})


def _essayer(reponse):
    with _rejeu.base_fermee() as vide:
        try:
            vide.execute(reponse.attrs["requete"])
            lue = vide.sql("SELECT * FROM creee").df()
        except duckdb.Error as erreur:
            return pd.DataFrame({"essai": ["la bonne saisie"], "resultat": ["refusée"]})
    return lue
### FIN TESTS CACHES
"""
# Par question : ce que l'élève reçoit, la réponse juste, le contrôle visible et ses tests cachés.
_QUESTIONS: dict[str, tuple[str, str, int, str, str]] = {
    "total": (
        "total = ...",
        'total = float(ventes["prix"].sum())',
        2,
        'verifier_forme("total", total, type=float)',
        'verifier("total", total, _total, points=2)',
    ),
    "chers": (
        "chers = ...",
        'chers = ventes[ventes["prix"] > 300]',
        2,
        'verifier_forme("chers", chers, type="tableau")',
        'verifier_tableau("chers", chers, _chers, points=2, partiel=True)',
    ),
    "remise": (
        "def remise(prix, taux):\n    return ...\n",
        "def remise(prix, taux):\n    return prix * (1 - taux)\n",
        2,
        'verifier_forme("remise", remise, type="fonction")',
        'verifier_fonction("remise", remise, _cas, points=2, partiel=True)',
    ),
    "nombre": (
        "%%sql nombre\n",
        "%%sql nombre\nSELECT COUNT(*) AS n FROM clients",
        2,
        'verifier_forme("nombre", nombre, type="tableau")',
        'verifier_sql("nombre", nombre, "SELECT COUNT(*) AS n FROM clients", points=2)',
    ),
    "courbe": (
        "courbe = ...",
        'courbe = figures.barres(ventes, "article", "prix", titre="Prix des articles")',
        2,
        "courbe",
        'verifier_figure("courbe", courbe, x=list(ventes["article"]), y=list(ventes["prix"]))',
    ),
    "creee": (
        "creee = ...",
        "creee = pd.DataFrame()\n"
        "creee.attrs['requete'] = \"CREATE TABLE creee AS SELECT 'la bonne saisie' AS essai, "
        "'acceptée' AS resultat\"",
        2,
        "creee",
        'verifier_tableau("creee", _essayer(creee), _corrige_tableau, points=2)',
    ),
}
QUESTIONS = tuple(_QUESTIONS)
BAREME = {f"test_{nom}": float(question[2]) for nom, question in _QUESTIONS.items()}
_DIT = ("REFUSEE", "VAINE", "PRISE")
_AIDE = '''
import ctypes, gc, inspect, json, mmap, os, pathlib, signal, socket, struct, subprocess, sys
import threading, time
from pathlib import Path
libc = ctypes.CDLL(None, use_errno=True)


def tenter(nom, essai):
    """Dit « PRISE » si l'essai rend quelque chose de vrai."""
    try:
        rendu = essai()
    except BaseException as erreur:
        print("REFUSEE", nom, "|", type(erreur).__name__, str(erreur)[:150])
    else:
        print("PRISE" if rendu else "VAINE", nom, "|", str(rendu)[:150])


def appel(*arguments):
    """L'appel système, ou OSError."""
    code = libc.syscall(*arguments)
    if code < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return code


def tuyau():
    """L'objet par lequel ce poste parle au correcteur."""
    from grc_lib.classe.postes.interieur import Poste

    return next(objet for objet in gc.get_objects() if type(objet) is Poste)


def enceinte_requise(): ...
'''


def source() -> NotebookNode:
    """Le TD de l'enseignant, tests cachés compris."""
    cellules = [_verrouillee("donnees", _DONNEES.strip(), 0)]
    for nom, (vide, juste, points, visible, cache) in _QUESTIONS.items():
        texte = f"{vide}\n### DEBUT SOLUTION\n{juste}\n### FIN SOLUTION"
        if vide.startswith("%%sql"):
            texte = f"{vide}### DEBUT SOLUTION\n{juste.partition(chr(10))[2]}\n### FIN SOLUTION"
        repere = _repere(nom, solution=True)
        cellules.append(new_code_cell(texte, metadata={"nbgrader": repere}))
        controle = f"{visible}\n### DEBUT TESTS CACHES\n{cache}\n### FIN TESTS CACHES"
        cellules.append(_verrouillee(f"test_{nom}", controle, points))
    return new_notebook(cells=[new_markdown_cell("# Un TD"), *cellules])


def _verrouillee(nom: str, texte: str, points: int) -> NotebookNode:
    repere = _repere(nom, grade=True, locked=True, points=points)
    return new_code_cell(texte, metadata={"nbgrader": repere})


def _repere(nom: str, **quoi: Any) -> dict[str, Any]:
    non = {"grade": False, "locked": False, "solution": False, "task": False}
    return non | quoi | {"grade_id": nom, "schema_version": 3}


def justes() -> dict[str, str]:
    return {nom: question[1] for nom, question in _QUESTIONS.items()}


@dataclass(frozen=True)
class Hostile:
    """Une copie hostile : ses réponses, et les notes qu'elle mérite."""

    nom: str
    reponses: dict[str, str]
    attendues: dict[str, float]
    perdables: frozenset[str]  # ce que l'attaque peut lui coûter en plus

    def merite(self, obtenues: dict[str, float | None]) -> bool:
        """Vrai si aucune question ne vaut plus qu'elle ne doit, ni moins sans raison."""
        return all(
            note == self.attendues[repere] or (note == 0 and repere in self.perdables)
            for repere, note in obtenues.items()
        )

    @classmethod
    def lire(cls, nom: str) -> "Hostile":
        texte = (HOSTILES / f"{nom}.py").read_text("utf-8")
        presentation, *cellules = re.split(r"(?m)^# %% ", texte)
        reponses = {}
        for cellule in cellules:
            question, _, code = cellule.partition("\n")
            code = re.sub(r"(?m)^# sql: ?", "", code.strip("\n"))
            reponses[question.strip()] = code
        if trouve := re.search(r"Notes : (.*)", presentation):
            lues = re.findall(r"(\w+)=([\d.]+)(\??)", trouve[1])
        else:
            raise ValueError(f"{nom} : la docstring ne donne pas les notes")
        attendues = BAREME | {f"test_{question}": float(note) for question, note, _ in lues}
        perdables = {f"test_{question}" for question, _, doute in lues if doute}
        perdables |= {f"test_{question}" for question in reponses}
        return cls(nom, reponses, attendues, frozenset(perdables))


@dataclass
class Bilan:
    """Ce qu'une copie a obtenu, dit et laissé."""

    notes: dict[str, float | None]
    dits: list[str]
    sorties: str
    secondes: float
    restes: list[str] = field(default_factory=list)

    @property
    def prises(self) -> list[str]:
        return [dit for dit in self.dits if dit.startswith("PRISE")]

    @property
    def mal_ecrites(self) -> list[str]:
        fautes = ("NameError", "SyntaxError", "AttributeError", "ImportError", "TypeError")
        return [dit for dit in self.dits if any(f"| {faute}" in dit for faute in fautes)]


class Lieux:
    """Chez l'enseignant : ce que les copies convoitent, ouvert à tous les utilisateurs."""

    def __init__(self) -> None:
        os.environ["JUPYTERHUB_API_TOKEN"] = SECRET
        souche.chemin()  # avant : son dossier n'est pas effacé avec les nôtres
        tempfile.tempdir = tempfile.mkdtemp(prefix="grc-hostiles-")
        Path(tempfile.tempdir).chmod(0o755)
        self.dossier = Path(tempfile.mkdtemp(prefix="chez-l-enseignant-"))
        self.dossier.chmod(0o777)
        for nom in (
            "solutions/TD/TD.ipynb",
            "gradebook.db",
            "nbgrader_config.py",
            "submitted/voisin/TD/TD.ipynb",
            "autograded/voisin/TD/TD.ipynb",
            ".ssh/id_ed25519",
        ):
            fichier = self.dossier / nom
            fichier.parent.mkdir(parents=True, exist_ok=True)
            fichier.write_text(SECRET)
        for chemin in self.dossier.rglob("*"):
            chemin.chmod(0o777 if chemin.is_dir() else 0o666)
        self.tcp, self.udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        self.local, self.abstrait = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        for prise in (self.tcp, self.udp):
            prise.bind(("127.0.0.1", 0))
        self.local.bind(str(self.dossier / "docker.sock"))
        (self.dossier / "docker.sock").chmod(0o666)
        self.abstrait.bind(f"\0grc-{os.getpid()}")
        for prise in (self.tcp, self.local, self.abstrait):
            prise.listen()
        self.udp.setblocking(False)

    def close(self) -> None:
        for prise in (self.tcp, self.udp, self.local, self.abstrait):
            prise.close()
        shutil.rmtree(str(tempfile.tempdir), ignore_errors=True)
        tempfile.tempdir = None

    def renseigner(self) -> str:
        """Ce qu'un élève bien renseigné saurait."""
        lieux: dict[str, Any] = {
            "COURS": str(self.dossier),
            "PAQUET": str(Path(souche.__file__).parents[1]),
            "BIBLIOTHEQUE": str(Path(nbformat.__file__).parents[1]),
            "SECRET": SECRET,
            "TCP": self.tcp.getsockname()[1],
            "UDP": self.udp.getsockname()[1],
            "ABSTRAIT": f"grc-{os.getpid()}",
            "PID": os.getpid(),
            "SOUCHE": souche.chemin() if souche.possible() else "",
        }
        lignes = [f"{nom} = {valeur!r}" for nom, valeur in lieux.items()]
        return "\n".join(lignes) + _AIDE

    def empreinte(self) -> str:
        """Tout ce qui est ici : noms, droits, dates et contenus."""
        total = hashlib.sha256()
        for chemin in sorted([self.dossier, *self.dossier.rglob("*")]):
            etat = chemin.lstat()
            total.update(f"{chemin} {etat.st_mode} {etat.st_uid} {etat.st_mtime_ns}".encode())
            if chemin.is_file():
                total.update(chemin.read_bytes())
        return total.hexdigest()

    def visites(self) -> list[str]:
        """Les prises que l'on a jointes."""
        jointes = []
        for nom, prise in (("tcp", self.tcp), ("local", self.local), ("abstrait", self.abstrait)):
            prise.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                prise.accept()
                jointes.append(nom)
        with contextlib.suppress(BlockingIOError):
            self.udp.recv(10)
            jointes.append("udp")
        return jointes


@contextlib.contextmanager
def reglages_serres(**bornes: int) -> Iterator[None]:
    """Des limites basses : une attaque qui passe coûte peu."""
    limites = Limites(**({"memoire": 2048} | bornes))
    with (
        mock.patch.object(postes, "Limites", lambda: limites),
        mock.patch.object(postes, "SURSIS", 0.5),
        mock.patch.object(postes, "uid_libre", _uid_note),
    ):
        yield


def noter(
    copie: NotebookNode,
    moyen: str,
    etudiant: str = "eve.martin",
    dossier: str = "",
    delai: float = 3,
) -> NotebookNode:
    """La copie, exécutée et jugée comme par `grc noter`."""
    notee = copy.deepcopy(copie)
    executer = ExecuterCopie(
        plan=Plan.de(source()), moyen=moyen, delai=delai, delai_copie=12 * delai
    )
    ressources = {
        "nbgrader": {"student": etudiant, "assignment": DEVOIR},
        "metadata": {"path": dossier},
    }
    executer.preprocess(notee, ressources)
    return notee


def copie_hostile(hostile: Hostile, lieux: Lieux) -> NotebookNode:
    copie = avec_reponses(source(), justes() | hostile.reponses)
    copie.cells.insert(2, new_code_cell(lieux.renseigner()))
    return copie


def attaquer(nom: str, moyen: str, lieux: Lieux, ici: Path) -> Bilan:
    """Fait noter une copie hostile et relève ce qu'elle a obtenu ; `ici` est à elle."""
    hostile = Hostile.lire(nom)
    annexes = poser_les_annexes(ici) if nom == "masque_les_modules" else ""
    avant = dossiers()
    debut = time.monotonic()
    with reglages_serres(**({"memoire": 1100} if nom.startswith("memoire") else {})):
        notee = noter(copie_hostile(hostile, lieux), moyen, dossier=annexes)
    secondes = time.monotonic() - debut
    obtenues = {repere: note for repere, note in notes(notee).items() if repere in BAREME}
    sorties = [sortie for c in notee.cells for sortie in c.get("outputs", ())]
    dites = "".join(
        s.get("text", "") or str(s.get("data", "")) for s in sorties if s.output_type != "error"
    )
    dits = [ligne for ligne in dites.splitlines() if ligne.startswith(_DIT)]
    restes = processus() + [f"dossier {nom}" for nom in sorted(dossiers() - avant)]
    return Bilan(obtenues, dits, json.dumps(sorties), secondes, restes)


def poser_les_annexes(dossier: Path) -> str:
    """Les fichiers qui accompagnent une copie pour masquer des modules."""
    for module in ("pandas", "numpy", "duckdb", "grc_lib", "sitecustomize", "nbgrader_config"):
        (dossier / f"{module}.py").write_text("PRISE = 'masque'\nprint('PRISE', PRISE)\n")
    return str(dossier)


def note_honnete(moyen: str) -> dict[str, float | None]:
    copie = avec_reponses(source(), justes())
    with mock.patch.object(postes, "SURSIS", 0.5):
        obtenues = notes(noter(copie, moyen, "lea.martin", delai=10))
    return {repere: note for repere, note in obtenues.items() if repere in BAREME}


def processus(patience: float = 1) -> list[str]:
    """Les processus qu'une copie a laissés."""
    fin = time.monotonic() + patience
    while (restes := _processus()) and time.monotonic() < fin:
        time.sleep(0.02)
    return restes


def _processus() -> list[str]:
    miens = _de_la_souche()
    restes = []
    for fiche in Path("/proc").glob("[0-9]*"):
        try:
            uid, nom = fiche.stat().st_uid, (fiche / "stat").read_text()
        except OSError:
            continue
        etat = nom.rpartition(")")[2].split()[0]
        d_une_copie = uid in _uids or int(fiche.name) in miens
        if d_une_copie and etat != "Z":
            restes.append(f"processus {fiche.name} ({uid})")
    return restes


_uids: set[int] = set()
_uid_libre = postes.uid_libre


def _uid_note() -> int:
    _uids.add(uid := _uid_libre())
    return uid


def _de_la_souche() -> set[int]:
    from grc_lib.classe.confinement.limites import descendants

    return set() if souche._souche is None else set(descendants(souche._souche.processus.pid))


def dossiers() -> set[str]:
    """Ce qui s'accumulerait dans le dossier temporaire de l'hôte."""
    lieux = Path(tempfile.gettempdir()), Path(souche.dossier())
    return {str(c) for lieu in lieux for c in lieu.iterdir()}


def main() -> None:
    """Les attaques demandées, dans les deux confinements, pour qui n'est pas root."""
    with contextlib.closing(Lieux()) as lieux:
        _tout_essayer(lieux)


def _tout_essayer(lieux: Lieux) -> None:
    for moyen in ("espaces", "landlock"):
        print(moyen, note_honnete(moyen), flush=True)
        for nom in sys.argv[1:]:
            with tempfile.TemporaryDirectory() as ici:
                bilan = attaquer(nom, moyen, lieux, Path(ici))
            faute = bilan.mal_ecrites or bilan.restes or lieux.visites() or SECRET in bilan.sorties
            faute = faute or bilan.prises
            print(moyen, nom, *bilan.prises, *bilan.restes, bilan.notes, flush=True)
            faute = faute or not Hostile.lire(nom).merite(bilan.notes)
            if faute or note_honnete(moyen) != BAREME:
                sys.exit(f"{moyen}, {nom} : {faute}")


if __name__ == "__main__":
    import banc_hostile

    banc_hostile.main()
