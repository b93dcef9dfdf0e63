"""Écrire à côté, puis mettre à la place : un programme tué n'abîme ni ne laisse rien."""

import errno
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from grc_lib.erreurs import RessourceIndisponible

# La base DuckDB d'un dossier de travail : tant que son programme vit, elle est verrouillée.
PROVISOIRE = "provisoire.duckdb"
_VERROU = r"Could not set lock|different configuration|already open|another process|autre processus"

# Ce que disent le système et DuckDB, et ce qu'il faut faire.
_REMEDES = {
    (errno.ENOSPC, errno.EDQUOT, errno.EFBIG): (
        r"No space left|File too large|quota|database is full|not enough space",
        "le disque est plein : libérez de la place, puis relancez",
    ),
    (errno.EACCES, errno.EPERM, errno.EROFS): (
        r"Permission denied|Read-only file system|Access is denied|refusé",
        "l'écriture y est interdite, ou un autre programme le tient ouvert : fermez les autres "
        "notebooks, ou choisissez un autre dossier",
    ),
    (errno.ENOENT, errno.ENOTDIR): (
        r"No such file|Not a directory|cannot find",
        "son dossier n'existe pas : créez-le, ou corrigez le chemin",
    ),
    (errno.ENAMETOOLONG,): (r"name too long", "ce nom est trop long : choisissez-en un plus court"),
}


@contextmanager
def pannes_en_francais(cible: Path) -> Iterator[None]:
    """Change une panne du disque, vue par le système ou par DuckDB, en une phrase utile."""
    import duckdb

    try:
        yield
    except (OSError, duckdb.Error) as erreur:
        remede = _remede(erreur)
        if remede is None and not isinstance(erreur, OSError | duckdb.IOException):
            raise  # une erreur de SQL, pas une panne
        remede = remede or f"vérifiez que le disque répond ({str(erreur).splitlines()[0]})"
        raise RessourceIndisponible(f"« {cible} » ne s'écrit pas : {remede}.") from erreur


@contextmanager
def dossier_de_travail(cible: Path) -> Iterator[Path]:
    """Un dossier caché voisin de la cible, effacé à la fin, comme ceux des programmes tués."""
    prefixe = f".{cible.name}~"
    for reste in cible.parent.glob(escape(prefixe) + "?" * 8):
        if _abandonne(reste):
            _rendre(reste, cible)
            shutil.rmtree(reste, ignore_errors=True)
    travail = Path(tempfile.mkdtemp(prefix=prefixe, dir=cible.parent))
    try:
        yield travail
    finally:
        shutil.rmtree(travail, ignore_errors=True)


def remplacer(cible: Path, travail: Path) -> None:
    """Met `travail/neuve` à la place de la cible, ou remet l'ancienne."""
    if cible.exists():
        cible.rename(travail / "ancienne")
    try:
        (travail / "neuve").rename(cible)
    except OSError:
        _rendre(travail, cible)
        raise


def est_un_verrou(erreur: Exception) -> bool:
    """Vrai si DuckDB refuse d'ouvrir une base parce qu'elle l'est déjà."""
    return re.search(_VERROU, str(erreur)) is not None


def _rendre(travail: Path, cible: Path) -> None:
    """Remet à sa place l'ancienne base d'un remplacement inachevé."""
    ancienne = travail / "ancienne"
    if ancienne.exists() and not cible.exists():
        ancienne.rename(cible)


def _abandonne(travail: Path) -> bool:
    """Vrai si le programme qui travaillait là est mort : plus rien ne verrouille sa base."""
    import duckdb

    if not (travail / PROVISOIRE).exists():  # il vient de naître
        return False
    try:
        duckdb.connect(str(travail / PROVISOIRE), read_only=True).close()
    except duckdb.Error as erreur:
        return not est_un_verrou(erreur)
    return True


def _remede(erreur: Exception) -> str | None:
    numero = getattr(erreur, "errno", None)
    for numeros, (motif, remede) in _REMEDES.items():
        if numero in numeros or re.search(motif, str(erreur)):
            return remede
    return None
