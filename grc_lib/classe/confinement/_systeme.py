"""Les appels de Linux que Python n'offre pas : espaces de noms, montages, capacités, Landlock."""

import ctypes
import functools
import os
import signal
import struct
import sys
from typing import Any

# unshare(2)
NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET, NEWUTS = (
    0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x4000000,
)  # fmt: skip
# mount(2)
LECTURE_SEULE, SANS_SUID, SANS_PERIPHERIQUE, REMONTER = 1, 2, 4, 32
RELIER, DEPLACER, TOUT, PRIVE = 4096, 8192, 16384, 1 << 18
# prctl(2)
_MORT_DU_PARENT, _GARDER_LES_CAPACITES, _ECARTER_CAPACITE = 1, 8, 24
_ADOPTER, _SANS_PRIVILEGE_NOUVEAU = 36, 38
LIRE_PARTOUT = 1 << 2  # CAP_DAC_READ_SEARCH
# Les appels communs à toutes les architectures (Linux >= 5.13), sans fonction dans la libc.
_LANDLOCK_CREER, _LANDLOCK_AJOUTER, _LANDLOCK_APPLIQUER = 444, 445, 446


@functools.cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def _exiger(code: int, quoi: str) -> None:
    if code:
        erreur = ctypes.get_errno()
        raise OSError(erreur, f"{quoi} : {os.strerror(erreur)}")


def separer(drapeaux: int) -> None:
    _exiger(_libc().unshare(drapeaux), "unshare")


def monter(
    source: str | None, cible: str, genre: str | None = None, drapeaux: int = 0, options: str = ""
) -> None:
    octets = [None if texte is None else os.fsencode(texte) for texte in (source, cible, genre)]
    code = _libc().mount(*octets, ctypes.c_ulong(drapeaux), os.fsencode(options) or None)
    _exiger(code, f"mount {cible}")


def changer_de_racine() -> None:
    """Le dossier courant devient la racine ; l'ancienne n'est plus atteignable."""
    _exiger(_libc().pivot_root(b".", b"."), "pivot_root")
    _exiger(_libc().umount2(b".", 2), "umount2")
    os.chdir("/")


def mourir_avec_le_parent(numero: int = signal.SIGKILL) -> None:
    if sys.platform == "linux":
        _libc().prctl(_MORT_DU_PARENT, numero, 0, 0, 0)


def adopter_les_orphelins() -> None:
    _libc().prctl(_ADOPTER, 1, 0, 0, 0)


def changer_d_utilisateur(uid: int) -> None:
    """Quitte root pour un utilisateur sans compte ; les capacités restent, à écarter ensuite."""
    _libc().prctl(_GARDER_LES_CAPACITES, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    mourir_avec_le_parent()  # changer d'utilisateur l'avait annulé


def renoncer_aux_privileges(sauf: int = 0) -> None:
    """Plus de capacité, sauf celles de ce masque ; aucun programme « setuid » n'en rendra."""
    capacite = 0
    while _libc().prctl(_ECARTER_CAPACITE, capacite, 0, 0, 0) == 0:
        capacite += 1

    class Entete(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]

    gardees = (ctypes.c_uint32 * 6)(sauf, sauf)  # effectives, permises, héritées
    _exiger(_libc().capset(ctypes.byref(Entete(0x20080522, 0)), gardees), "capset")
    _libc().prctl(_SANS_PRIVILEGE_NOUVEAU, 1, 0, 0, 0)


def version_de_landlock() -> int:
    """0 si le système ne connaît pas Landlock."""
    return max(0, int(_libc().syscall(_LANDLOCK_CREER, None, 0, 1)))


def landlock(fichiers: int, reseau: int, portee: int, regles: list[tuple[str, int]]) -> None:
    """Interdit tous ces droits, sauf ceux qu'une règle rend à un chemin."""
    version = version_de_landlock()
    taille = 24 if version >= 6 else 16 if version >= 4 else 8
    attributs = struct.pack("=QQQ", fichiers, reseau, portee)[:taille]
    regle = _libc().syscall(_LANDLOCK_CREER, attributs, taille, 0)
    _exiger(regle < 0, "landlock_create_ruleset")
    for chemin, droits in regles:
        try:
            dossier = os.open(chemin, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            lien = struct.pack("=Qi", droits & fichiers, dossier)
            _exiger(_libc().syscall(_LANDLOCK_AJOUTER, regle, 1, lien, 0), f"landlock {chemin}")
        finally:
            os.close(dossier)
    _libc().prctl(_SANS_PRIVILEGE_NOUVEAU, 1, 0, 0, 0)
    _exiger(_libc().syscall(_LANDLOCK_APPLIQUER, regle, 0), "landlock_restrict_self")
    os.close(regle)


def filtrer_les_appels(numero_seccomp: int, programme: bytes) -> None:
    """Installe un filtre seccomp (BPF) sur tous les fils d'exécution du processus."""
    tampon = ctypes.create_string_buffer(programme)
    filtre = struct.pack("=HxxxxxxQ", len(programme) // 8, ctypes.addressof(tampon))
    _libc().prctl(_SANS_PRIVILEGE_NOUVEAU, 1, 0, 0, 0)
    _exiger(_libc().syscall(numero_seccomp, 1, 1, filtre), "seccomp")
