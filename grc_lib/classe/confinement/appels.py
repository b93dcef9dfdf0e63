"""Les appels du système qu'une copie n'a pas : seccomp les refuse, dans les deux confinements.

Ils ouvriraient des droits (espaces de noms, montages, traçage, noyau), ou de la mémoire qui n'est
comptée à personne et qui survit à la copie (memfd, System V).
"""

import platform
import struct
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from grc_lib.classe.confinement import _systeme as systeme

# Par appel : ses numéros sur x86_64 et aarch64 (None : il n'y existe pas).
_DROITS = {
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438), "add_key": (248, 217),
    "request_key": (249, 218), "keyctl": (250, 219), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
}  # fmt: skip
_MEMOIRE = {
    "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    "memfd_create": (319, 279), "memfd_secret": (447, 447),
}  # fmt: skip
PARTOUT = _DROITS | _MEMOIRE
RESEAU = {"socket": (41, 198), "connect": (42, 203)}
# Landlock ne dit rien des droits, des dates ni des attributs : ces appels réussissent sans effet,
# comme l'ordonnancement, que libzmq règle à chaque fil : refusé, elle arrêterait le noyau.
SANS_EFFET = {
    "sched_setscheduler": (144, 119),
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None),
    "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "setxattrat": (463, 463), "removexattrat": (466, 466),
}  # fmt: skip
TRONQUER = {"truncate": (76, 45)}
# Ni des réglages d'un autre processus du même utilisateur : limites, priorité, cœurs.
AUTRUI = {
    "setpriority": (141, 140), "sched_setaffinity": (203, 122), "sched_setparam": (142, 118),
    "sched_setattr": (314, 274), "ioprio_set": (251, 30), "migrate_pages": (256, 238),
    "move_pages": (279, 239), "process_madvise": (440, 440),
}  # fmt: skip
_CLONE, _CLONE3, _PRCTL, _PRLIMIT = (56, 220), (435, 435), (157, 167), (302, 261)
_ESPACES_DE_NOMS = 0x7E020000  # les drapeaux de clone qui en ouvrent un
_MORT_DU_PARENT = 1  # prctl : l'oublier ferait survivre la copie à qui la surveille

# Par architecture : le rang de ses numéros, celui de seccomp, son nom pour le noyau.
_MACHINES = {"x86_64": (0, 317, 0xC000003E), "aarch64": (1, 277, 0xC00000B7)}
_CHARGER, _EGAL, _AU_MOINS, _COMMUN, _RENDRE = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF
_NUMERO, _ARCHITECTURE, _ARGUMENT = 0, 4, 16  # où les lire
_AUTRE_CONVENTION = 0x40000000  # x32 : d'autres numéros pour les mêmes appels
_PERMETTRE, _REUSSIR, _REFUSER, _INCONNU = 0x7FFF0000, 0x00050000, 0x00050001, 0x00050026


def fermer(
    refuses: Mapping[str, tuple[int | None, int | None]],
    sans_effet: Mapping[str, tuple[int | None, int | None]] = MappingProxyType({}),
) -> None:
    """Refuse ces appels (EPERM), pour tous les fils d'exécution du processus et ses enfants.

    Lève
    ----
    OSError si l'architecture n'est pas connue ou si le système refuse le filtre.
    """
    machine = platform.machine()
    if machine not in _MACHINES:
        raise OSError(f"architecture sans filtre connu : {machine}")
    rang, seccomp, nom = _MACHINES[machine]
    sorts = [(refuses, _REFUSER), (sans_effet, _REUSSIR)]
    tests = [(n[rang], sort) for appels, sort in sorts for n in appels.values()]
    programme = [
        (_CHARGER, 0, 0, _ARCHITECTURE),
        (_EGAL, 1, 0, nom),
        (_RENDRE, 0, 0, _REFUSER),
        (_CHARGER, 0, 0, _NUMERO),
        *_si(_AU_MOINS, _AUTRE_CONVENTION, [(_RENDRE, 0, 0, _REFUSER)]),
    ]
    for numero, sort in tests:
        if numero is not None:
            programme += _si(_EGAL, numero, [(_RENDRE, 0, 0, sort)])
    # La glibc, sans clone3, revient à clone, dont les drapeaux se lisent.
    programme += _si(_EGAL, _CLONE3[rang], [(_RENDRE, 0, 0, _INCONNU)])
    programme += _si(_EGAL, _CLONE[rang], _argument(_COMMUN, _ESPACES_DE_NOMS))
    programme += _si(_EGAL, _PRCTL[rang], _argument(_EGAL, _MORT_DU_PARENT))
    a_autrui = [*_si(_EGAL, 0, [(_RENDRE, 0, 0, _PERMETTRE)]), (_RENDRE, 0, 0, _REFUSER)]
    programme += _si(_EGAL, _PRLIMIT[rang], [(_CHARGER, 0, 0, _ARGUMENT), *a_autrui])
    programme.append((_RENDRE, 0, 0, _PERMETTRE))
    octets = b"".join(struct.pack("=HBBI", *instruction) for instruction in programme)
    systeme.filtrer_les_appels(seccomp, octets)


Instruction = tuple[int, int, int, int]


def _si(test: int, valeur: int, alors: Iterable[Instruction]) -> list[Instruction]:
    suite = list(alors)
    return [(test, 0, len(suite), valeur), *suite]


def _argument(test: int, valeur: int) -> list[Instruction]:
    """Refuse l'appel selon son premier argument ; sinon il est permis."""
    refus = _si(test, valeur, [(_RENDRE, 0, 0, _REFUSER)])
    return [(_CHARGER, 0, 0, _ARGUMENT), *refus, (_RENDRE, 0, 0, _PERMETTRE)]
