"""Noter les copies d'un TD : nbgrader et son carnet, plusieurs copies à la fois."""

import glob
import hashlib
import importlib
import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO

import psutil  # type: ignore[import-untyped]

from grc_lib.classe.depots import Depot, mettre_au_propre
from grc_lib.classe.notation import _nbgrader
from grc_lib.classe.notation._nbgrader import Reglages
from grc_lib.classe.postes import souche
from grc_lib.erreurs import RessourceIndisponible


@dataclass(frozen=True)
class Resultat:
    """Ce qu'il est advenu d'une copie.

    Paramètres
    ----------
    etat : « notée », « déjà notée », « non rendue » ou « échec ».
    points, sur : note du moment, lectures de l'enseignant comprises si elles sont faites.
    a_lire : réponses rédigées que l'enseignant n'a pas encore notées.
    constats : ce qu'il y a à savoir, une phrase chacun.
    """

    etudiant: str
    etat: str
    points: float = 0
    sur: float = 0
    a_lire: int = 0
    constats: tuple[str, ...] = ()
    secondes: float = 0


def noter(
    cours: Path,
    devoir: str,
    etudiants: str = "*",
    *,
    moyen: str,
    executeur: Executor,
    refaire: bool = False,
    dire: Callable[[Resultat, int], None] = lambda *_: None,
) -> list[Resultat]:
    """Note les copies rendues et rend ce qu'il est advenu de chacune.

    Paramètres
    ----------
    cours : dossier de nbgrader, celui de `nbgrader_config.py`.
    etudiants : motif d'identifiants, « * » pour tous.
    moyen : confinement des copies (« espaces », « landlock » ou « aucun »).
    executeur : qui répartit le travail (interface de `concurrent.futures`) : voir `equipe`.
    refaire : noter aussi les copies qui l'ont déjà été et n'ont pas changé.
    dire : appelé à chaque copie finie, avec le nombre de copies qui restent.

    Lève
    ----
    RessourceIndisponible si le TD n'est pas publié ou si sa source a changé depuis.
    """
    _nbgrader.verifier_la_publication(cours, devoir)
    carnet = _nbgrader.adresse_du_carnet(cours)
    with _dossier_provisoire(cours) as rendus:
        depots = mettre_au_propre(cours, devoir, etudiants, rendus, carnet=carnet)
        journal = Journal(cours, devoir)
        reglages = Reglages(str(cours), devoir, str(rendus), moyen)
        a_noter, resultats = [], []
        for depot in depots:
            if depot.refus:
                etat = "échec" if depot.rendu else "non rendue"
                resultats.append(Resultat(depot.etudiant, etat, constats=(depot.refus,)))
            elif refaire or not journal.connait(depot) or not (note := _note(reglages, depot)):
                a_noter.append(depot)  # inconnue aussi du carnet, si l'on a restauré un ancien
            else:
                resultats.append(Resultat(depot.etudiant, "déjà notée", *note, depot.constats))
        for fini in resultats:
            dire(fini, len(a_noter))
        taches = {executeur.submit(noter_une_copie, reglages, d): d for d in a_noter}
        for rang, tache in enumerate(as_completed(taches), 1):
            resultat = tache.result()
            if resultat.etat == "notée":
                journal.ecrire(taches[tache])
            resultats.append(resultat)
            dire(resultat, len(a_noter) - rang)
    return sorted(resultats, key=lambda r: r.etudiant)


def noter_une_copie(reglages: Reglages, depot: Depot) -> Resultat:
    """Note une copie par le convertisseur de nbgrader ; une panne devient un constat."""
    debut = time.monotonic()
    try:
        with _nbgrader.carnet_ouvert():
            _nbgrader.convertir(reglages, depot.etudiant)
            note: tuple[float, float, int] = _note(reglages, depot) or (0, 0, 0)
        resultat = Resultat(depot.etudiant, "notée", *note, depot.constats)
    except Exception as erreur:  # une copie ne fait pas échouer les autres
        constats = (*depot.constats, _nbgrader.expliquer(erreur))
        resultat = Resultat(depot.etudiant, "échec", constats=constats)
    return replace(resultat, secondes=time.monotonic() - debut)


def _note(reglages: Reglages, depot: Depot) -> tuple[float, float, int] | None:
    return _nbgrader.note_au_carnet(reglages, depot.etudiant)


class Journal:
    """Les copies déjà notées, une ligne chacune : un arrêt brutal n'en perd aucune.

    Une copie n'y entre qu'une fois ses notes au carnet ; celle qu'un arrêt a surprise en chemin est
    donc reprise, et les notes données à la main restent, elles, au carnet.
    """

    def __init__(self, cours: Path, devoir: str) -> None:
        self.cours, self.devoir = cours, devoir
        self.fichier = cours / ".grc" / "notees" / f"{devoir}.jsonl"
        source = cours / "solutions" / devoir / f"{devoir}.ipynb"
        self.source = hashlib.sha256(source.read_bytes()).hexdigest()
        self.faites = set(self._lire()) if self.fichier.is_file() else set()

    def connait(self, depot: Depot) -> bool:
        corrigee = self.cours / "autograded" / depot.etudiant / self.devoir
        return self._ligne(depot) in self.faites and corrigee.is_dir()

    def ecrire(self, depot: Depot) -> None:
        self.fichier.parent.mkdir(parents=True, exist_ok=True)
        with self.fichier.open("a+b") as sortie:
            if self._coupe(sortie):
                sortie.write(b"\n")
            sortie.write(self._ligne(depot).encode() + b"\n")
            sortie.flush()
            os.fsync(sortie.fileno())

    @staticmethod
    def _coupe(journal: BinaryIO) -> bool:
        """Un arrêt a pu couper la dernière ligne : la suivante ne doit pas s'y coller."""
        if not journal.seek(0, os.SEEK_END):
            return False
        journal.seek(-1, os.SEEK_END)
        return journal.read(1) != b"\n"

    def _ligne(self, depot: Depot) -> str:
        return json.dumps([depot.etudiant, depot.empreinte, self.source])

    def _lire(self) -> Iterator[str]:
        """La dernière ligne, si l'arrêt l'a coupée, ne compte pas."""
        yield from self.fichier.read_text("utf-8", errors="replace").split("\n")[:-1]


@contextmanager
def _dossier_provisoire(cours: Path) -> Iterator[Path]:
    """Où poser les copies au propre ; ceux qu'un arrêt brutal a laissés sont effacés."""
    interne, ici = cours / ".grc", f"rendus-{platform.node()}-"
    interne.mkdir(exist_ok=True)
    for ancien in interne.glob(glob.escape(ici) + "*"):
        numero = ancien.name.removeprefix(ici).partition("-")[0]
        if numero.isdecimal() and not psutil.pid_exists(int(numero)):
            shutil.rmtree(ancien, ignore_errors=True)
    dossier = Path(tempfile.mkdtemp(prefix=f"{ici}{os.getpid()}-", dir=interne))
    try:
        yield dossier
    finally:
        shutil.rmtree(dossier, ignore_errors=True)


@contextmanager
def equipe(ou: str = "local", processus: int | None = None) -> Iterator[Executor]:
    """Qui note les copies : les processus de cette machine, ou un ordonnanceur dask.

    Paramètres
    ----------
    ou : « local », ou l'adresse d'un ordonnanceur (« tcp://… ») dont les travailleurs voient le
        dossier du cours au même chemin.
    processus : leur nombre, sur cette machine ; par défaut un de plus que de cœurs.
    """
    if ou != "local":
        with _dask(ou) as travailleurs:
            yield travailleurs
        return
    methode = "fork" if souche.possible() else "spawn"
    if souche.possible():
        souche.chemin()  # elle importe pendant que ce processus prépare les copies
    travailleurs = ProcessPoolExecutor(
        processus or (os.cpu_count() or 1) + 1,
        mp_context=get_context(methode),
        initializer=souche.laisser_au_parent,
    )
    try:
        yield travailleurs
    finally:
        travailleurs.shutdown(cancel_futures=True)


@contextmanager
def _dask(adresse: str) -> Iterator[Any]:
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise RessourceIndisponible(
            "Noter sur plusieurs machines demande dask : « pip install distributed »."
        ) from None
    with distributed.Client(adresse) as client:
        yield client.get_executor()
