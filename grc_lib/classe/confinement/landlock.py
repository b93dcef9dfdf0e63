"""Le confinement de secours, sans espace de noms : Landlock, seccomp et les limites du système.

Il sert où les espaces de noms sont refusés (conteneurs, certains serveurs d'école). Landlock ne
couvre ni UDP ni les sockets locaux : seccomp les ferme.
"""

import os
from pathlib import Path

from grc_lib.classe.confinement import _systeme as systeme
from grc_lib.classe.confinement import appels
from grc_lib.classe.confinement.enceinte import Enceinte
from grc_lib.classe.confinement.espaces import SYSTEME, UTILES, poser_la_copie
from grc_lib.classe.confinement.limites import veiller

_EXECUTER, _ECRIRE, _LIRE, _LISTER, _TRONQUER = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
_SUR_FICHIER = _EXECUTER | _ECRIRE | _LIRE | _TRONQUER
LECTURE = _EXECUTER | _LIRE | _LISTER
ECRITURE = LECTURE | _TRONQUER | sum(1 << rang for rang in (1, 4, 5, 7, 8, 9, 10, 12, 13))
_TCP, _SIGNAUX_ET_SOCKETS = 3, 3
_LUS = (
    *(f"/dev/{nom}" for nom in ("zero", "full", "random", "urandom")),
    *("/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu", "/sys/fs/cgroup"),
)


def entrer(enceinte: Enceinte) -> None:
    """Ne rend la main que dans le processus confiné ; celui qui appelle veille sur lui.

    Lève
    ----
    OSError si le système ne connaît pas Landlock.
    """
    version = systeme.version_de_landlock()
    if not version:
        raise OSError("ce système ne connaît pas Landlock")
    systeme.adopter_les_orphelins()
    moi, deja = os.getuid(), _processus_de(enceinte.uid if os.getuid() == 0 else os.getuid())
    enfant = os.fork()
    if enfant:
        veiller(enfant, enceinte.limites, enceinte.racine)
    systeme.mourir_avec_le_parent()
    travail, provisoire = (Path(enceinte.racine + ici) for ici in (enceinte.travail, "/tmp"))
    poser_la_copie(enceinte.copie, travail, enceinte.uid if moi == 0 else moi)
    poser_la_copie("", provisoire, enceinte.uid if moi == 0 else moi)
    for dossier in (
        Path(enceinte.racine),
        *travail.parents[: len(Path(enceinte.travail).parts) - 2],
    ):
        dossier.chmod(0o711)
    regles = _regles(enceinte, travail, provisoire)
    enceinte.limites.appliquer(deja)
    if moi == 0:
        systeme.changer_d_utilisateur(enceinte.uid)
        systeme.renoncer_aux_privileges(sauf=systeme.LIRE_PARTOUT)  # Landlock dit ce qui se lit
    os.environ.update({nom: str(provisoire) for nom, lieu in os.environ.items() if lieu == "/tmp"})
    os.chdir(travail)
    tous = (1 << {1: 13, 2: 14}.get(version, 15)) - 1
    reseau, portee = _TCP if version >= 4 else 0, _SIGNAUX_ET_SOCKETS if version >= 6 else 0
    systeme.landlock(tous, reseau, portee, regles)
    appels.fermer(appels.PARTOUT | appels.TRONQUER | appels.AUTRUI, appels.SANS_EFFET)


def _regles(enceinte: Enceinte, *ecrits: Path) -> list[tuple[str, int]]:
    lus = [*SYSTEME, *UTILES, *_LUS, f"/proc/{os.getpid()}", *enceinte.lisibles]
    regles = [(Path(chemin), LECTURE) for chemin in lus]
    ouverts = [*ecrits, *map(Path, ("/dev/null", *enceinte.ecrivables))]
    regles += [(chemin, ECRITURE) for chemin in ouverts]
    return [(str(c), droits if c.is_dir() else droits & _SUR_FICHIER) for c, droits in regles]


def fermer_le_reseau() -> None:
    """Plus de nouveau socket ni de connexion, pour tous les fils d'exécution du processus."""
    appels.fermer(appels.RESEAU)


def _processus_de(uid: int) -> int:
    """Les processus et fils d'exécution de cet utilisateur : la limite du système les compte."""
    total = 0
    for processus in Path("/proc").glob("[0-9]*"):
        try:
            if processus.stat().st_uid == uid:
                total += sum(1 for _ in (processus / "task").iterdir())
        except OSError:
            continue
    return total
