"""Ce qu'une copie a le droit de consommer."""

import contextlib
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from grc_lib.classe.confinement import _systeme as systeme

MEGA = 1 << 20
FICHIERS_MAX = 20_000


@dataclass(frozen=True)
class Limites:
    """Les bornes d'un poste.

    Paramètres
    ----------
    memoire : mégaoctets, pour tous les processus de la copie.
    processus : nombre de processus et de fils d'exécution.
    fichier : mégaoctets par fichier écrit.
    disque : mégaoctets en tout.
    """

    memoire: int = 2048
    processus: int = 64
    fichier: int = 100
    disque: int = 256

    def appliquer(self, deja: int = 0) -> None:
        """Les bornes que le système impose à chaque processus ; `deja` : ceux qui existent."""
        import resource  # absent de Windows

        memoire = 2 * self.memoire * MEGA  # adresses réservées, dont une part n'est jamais écrite
        for genre, borne in (
            (resource.RLIMIT_AS, memoire),
            (resource.RLIMIT_NPROC, deja + self.processus),
            (resource.RLIMIT_FSIZE, self.fichier * MEGA),
            (resource.RLIMIT_NOFILE, 512),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(genre, (borne, borne))


def descendants(pid: int) -> list[int]:
    """Les processus qu'un processus a lancés, et les leurs."""
    trouves, a_voir = [], [pid]
    while a_voir:
        vu = a_voir.pop()
        for fil in Path(f"/proc/{vu}/task").glob("*/children"):
            try:
                enfants = [int(enfant) for enfant in fil.read_text().split()]
            except OSError:
                continue
            trouves += enfants
            a_voir += enfants
    return trouves


def memoire(pids: list[int]) -> int:
    """Octets présents en mémoire que ces processus ont demandés, partagés ou non."""
    return sum(_memoire(pid) for pid in pids)


def _memoire(pid: int) -> int:
    for fil in Path(f"/proc/{pid}/task").glob("*/status"):  # le premier fil peut avoir fini
        try:
            lignes = fil.read_text().splitlines()
        except OSError:
            continue
        lus = [ligne.split() for ligne in lignes if ligne.startswith(("RssAnon", "RssShmem"))]
        if lus:
            return sum(int(kilos) << 10 for _, kilos, _ in lus)
    return 0


def occupation(dossier: str, pids: list[int]) -> tuple[int, int]:
    """Octets et fichiers d'un dossier, avec ceux que ces processus ont effacés sans les fermer."""
    octets = fichiers = 0
    a_voir = [dossier]
    while a_voir and fichiers <= FICHIERS_MAX:
        try:
            with os.scandir(a_voir.pop()) as entrees:
                for entree in entrees:
                    fichiers += 1
                    octets += 512 * entree.stat(follow_symlinks=False).st_blocks
                    if entree.is_dir(follow_symlinks=False):
                        a_voir.append(entree.path)
        except FileNotFoundError:
            continue
        except OSError:  # un chemin trop long pour être lu : on n'emboîte pas autant sans raison
            fichiers = FICHIERS_MAX + 1
    for pid in pids:
        for ouvert in Path(f"/proc/{pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                etat = ouvert.stat()
                octets += 512 * etat.st_blocks if etat.st_nlink == 0 else 0
    return octets, fichiers


def veiller(pid: int, limites: Limites, dossier: str = "") -> NoReturn:
    """Attend la fin de la copie, puis finit de même ; l'arrête, avec les siens, si elle déborde.

    Sa propre fin se demande par SIGTERM, jamais par SIGKILL : il doit pouvoir emporter la copie.
    `dossier` est celui dont il compte l'occupation, si le système ne la borne pas.
    """
    ecoutes = {signal.SIGCHLD, signal.SIGINT, signal.SIGTERM}
    code = 1
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, ecoutes)
        systeme.mourir_avec_le_parent(signal.SIGTERM)
        os.closerange(0, 1024)
        while True:
            recu = signal.sigtimedwait(ecoutes, 0.25)
            if recu is not None and recu.si_signo == signal.SIGINT:
                os.kill(pid, signal.SIGINT)
            elif recu is not None and recu.si_signo == signal.SIGTERM:
                os.kill(pid, signal.SIGKILL)
                break
            fini, etat = os.waitpid(pid, os.WNOHANG)
            if fini:
                code = os.waitstatus_to_exitcode(etat) & 0xFF
                break
            if _deborde(limites, dossier):
                os.kill(pid, signal.SIGKILL)
                break
    finally:
        _emporter()
        os._exit(code)


def _deborde(limites: Limites, dossier: str) -> bool:
    pids = descendants(os.getpid())  # orphelins compris : ils nous reviennent
    if memoire(pids) > limites.memoire * MEGA:
        return True
    octets, fichiers = occupation(dossier, pids) if dossier else (0, 0)
    return octets > limites.disque * MEGA or fichiers > FICHIERS_MAX


def _emporter() -> None:
    """Arrête tous les descendants ; figés d'abord, ils ne se dupliquent plus.

    Une liste lue pendant qu'ils naissent en oublie : on recommence tant qu'il en reste un, orphelin
    ou non, à attendre.
    """
    while True:
        figes: set[int] = set()
        while neufs := set(descendants(os.getpid())) - figes:
            _signaler(neufs, signal.SIGSTOP)
            figes |= neufs
        _signaler(figes, signal.SIGKILL)
        try:
            os.waitpid(-1, 0 if figes else os.WNOHANG)  # l'un d'eux, au moins, est notre enfant
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return


def _signaler(pids: set[int], numero: int) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, numero)
