"""Le confinement complet : espaces de noms, racine privée en mémoire, ni réseau ni privilège.

Un processus de la souche se l'applique à lui-même, que l'hôte soit root ou simple utilisateur. La
copie ne voit plus de l'hôte que le système et Python, en lecture seule.
"""

import os
import shutil
import socket
from pathlib import Path

from grc_lib.classe.confinement import _systeme as systeme
from grc_lib.classe.confinement import appels
from grc_lib.classe.confinement.enceinte import Enceinte
from grc_lib.classe.confinement.limites import veiller

SYSTEME = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin")
UTILES = ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/mime.types")
PERIPHERIQUES = tuple(f"/dev/{nom}" for nom in ("null", "zero", "full", "random", "urandom"))
_SANS_DANGER = systeme.SANS_SUID | systeme.SANS_PERIPHERIQUE


def entrer(enceinte: Enceinte) -> None:
    """Ne rend la main que dans le processus confiné ; celui qui appelle veille sur lui.

    Lève
    ----
    OSError si le système refuse un espace de noms ou un montage.
    """
    moi, groupe = os.getuid(), os.getgid()
    drapeaux = systeme.NEWPID | systeme.NEWIPC | systeme.NEWUTS | systeme.NEWNET
    systeme.separer(drapeaux | (0 if moi == 0 else systeme.NEWUSER))
    if moi != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{moi} {moi} 1")
        Path("/proc/self/gid_map").write_text(f"{groupe} {groupe} 1")
    enfant = os.fork()  # premier processus du nouvel espace : sa fin emporte tous les autres
    if enfant:
        veiller(enfant, enceinte.limites)
    systeme.mourir_avec_le_parent()
    systeme.separer(systeme.NEWNS)
    socket.sethostname("copie")
    _batir(enceinte, enceinte.uid if moi == 0 else moi)
    enceinte.limites.appliquer()
    if moi == 0:
        systeme.changer_d_utilisateur(enceinte.uid)
    systeme.renoncer_aux_privileges()
    appels.fermer(appels.PARTOUT)


def _batir(enceinte: Enceinte, uid: int) -> None:
    """Monte la nouvelle racine, y entre et détache l'ancienne."""
    racine = Path(enceinte.racine)
    systeme.monter(None, "/", drapeaux=systeme.TOUT | systeme.PRIVE)
    options = f"size={enceinte.limites.disque}m,nr_inodes=20000,mode=755"
    systeme.monter("tmpfs", str(racine), "tmpfs", _SANS_DANGER, options)
    for chemin in map(Path, SYSTEME):
        if chemin.is_symlink():
            _dans(racine, chemin).symlink_to(chemin.readlink())
        elif chemin.is_dir():
            _relier(chemin, racine)
    for chemin in map(Path, (*UTILES, *enceinte.lisibles)):
        if chemin.exists() and Path("/usr") not in chemin.parents:
            _relier(chemin, racine)
    for chemin in map(Path, (*PERIPHERIQUES, *enceinte.ecrivables)):
        _relier(chemin, racine, ecriture=True)
    (racine / "etc/passwd").write_text(f"eleve:x:{uid}:{uid}::/tmp:/bin/false\n")
    for partage in (racine / "dev/shm", racine / "tmp"):
        partage.mkdir(parents=True, exist_ok=True)
        partage.chmod(0o1777)
    poser_la_copie(enceinte.copie, _dans(racine, Path(enceinte.travail)), uid)
    (racine / "proc").mkdir()
    systeme.monter("proc", str(racine / "proc"), "proc", _SANS_DANGER)
    os.chdir(racine)
    systeme.changer_de_racine()
    os.chdir(enceinte.travail)


def _dans(racine: Path, chemin: Path) -> Path:
    return racine / chemin.relative_to("/")


def _relier(chemin: Path, racine: Path, ecriture: bool = False) -> None:
    cible = _dans(racine, chemin)
    if chemin.is_dir():
        cible.mkdir(parents=True, exist_ok=True)
    else:
        cible.parent.mkdir(parents=True, exist_ok=True)
        cible.touch()
    systeme.monter(str(chemin), str(cible), drapeaux=systeme.RELIER)
    if not ecriture:
        drapeaux = systeme.RELIER | systeme.REMONTER | systeme.LECTURE_SEULE
        systeme.monter(None, str(cible), drapeaux=drapeaux | systeme.SANS_SUID)


def poser_la_copie(depuis: str, travail: Path, uid: int) -> None:
    """Le dossier où la copie s'exécute, et les fichiers qui l'accompagnent, sauf les notebooks."""
    travail.mkdir(parents=True, exist_ok=True)
    if depuis:
        sauf = shutil.ignore_patterns("*.ipynb")
        shutil.copytree(depuis, travail, symlinks=True, ignore=sauf, dirs_exist_ok=True)
    for chemin in (travail, *travail.rglob("*")):
        os.chown(chemin, uid, -1, follow_symlinks=False)
        if not chemin.is_symlink():
            chemin.chmod(0o700 if chemin.is_dir() else 0o600)
