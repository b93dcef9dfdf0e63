"""Écrire à côté, puis mettre à la place : un programme tué n'abîme ni ne laisse rien."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

# La base DuckDB d'un dossier de travail : tant que son programme vit, elle est verrouillée.
PROVISOIRE = "provisoire.duckdb"
_VERROU = r"Could not set lock|different configuration|already open|another process|autre processus"


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
