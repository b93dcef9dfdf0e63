"""Écrire sans rien perdre, et dire les pannes du disque d'une phrase qui dit quoi faire."""

import errno
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grc_lib.erreurs import RessourceIndisponible

# Le numéro de l'erreur, ce qu'en disent le système ou DuckDB, et ce qu'il faut faire.
_REMEDES = (
    (
        {errno.ENOSPC, errno.EDQUOT, errno.EFBIG},
        r"No space left|File too large|quota|database is full|not enough space",
        "le disque est plein ; libérez de la place, puis relancez",
    ),
    (
        {errno.EACCES, errno.EPERM, errno.EROFS},
        r"Permission denied|Read-only file system|Access is denied|refusé",
        "l'écriture y est interdite : vous n'en avez pas le droit, ou un autre programme le tient "
        "ouvert ; fermez les autres notebooks, ou choisissez un autre dossier",
    ),
    (
        {errno.ENOTDIR, errno.EEXIST},
        r"Not a directory|File exists",
        "un fichier occupe la place d'un dossier : renommez-le, puis relancez",
    ),
    (
        {errno.ENOENT},
        r"No such file|cannot find",
        "son dossier n'existe pas : créez-le, ou corrigez le chemin",
    ),
    (
        {errno.ENAMETOOLONG},
        r"name too long",
        "ce nom est trop long : choisissez-en un plus court, ou un dossier plus proche de la "
        "racine",
    ),
    (
        {errno.ELOOP},
        r"Too many levels of symbolic links",
        "ce lien tourne en rond : supprimez-le, puis relancez",
    ),
)


def ecrire(cible: Path, contenu: bytes) -> None:
    """Écrit le fichier d'un seul coup : une coupure laisse l'ancien, ou le nouveau, entier."""
    cible.parent.mkdir(parents=True, exist_ok=True)
    descripteur, nom = tempfile.mkstemp(dir=cible.parent, prefix=".grc-", suffix=".tmp")
    temporaire = Path(nom)
    try:
        with os.fdopen(descripteur, "wb") as flux:
            flux.write(contenu)
            flux.flush()
            os.fsync(flux.fileno())
        temporaire.chmod(0o644)
        temporaire.replace(cible)
    except BaseException:
        temporaire.unlink(missing_ok=True)
        raise


def ecrire_json(cible: Path, valeur: Any) -> None:
    """Écrit un petit fichier JSON lisible, d'un seul coup."""
    ecrire(cible, json.dumps(valeur, ensure_ascii=False, indent=1, sort_keys=True).encode())


@contextmanager
def pannes_en_francais(cible: Path) -> Iterator[None]:
    """Change une panne du disque en `RessourceIndisponible` ; les autres erreurs passent.

    >>> with pannes_en_francais(Path("notes.csv")):
    ...     raise OSError(errno.ENOSPC, "No space left on device")
    Traceback (most recent call last):
    ...
    grc_lib.erreurs.RessourceIndisponible: Impossible d'accéder à « notes.csv » : le disque est
    plein ; libérez de la place, puis relancez.
    """
    try:
        yield
    except Exception as erreur:
        remede = _remede(erreur)
        if remede is None:
            raise
        phrase = f"Impossible d'accéder à « {_lieu(erreur, cible)} » : {remede}."
        raise RessourceIndisponible(phrase) from erreur


def _remede(erreur: Exception) -> str | None:
    """Ce qu'il faut faire ; rien si le disque n'y est pour rien."""
    duckdb = sys.modules.get("duckdb")  # pas chargé, il ne s'est pas plaint
    du_systeme = isinstance(erreur, OSError)
    if not du_systeme and not (duckdb and isinstance(erreur, duckdb.Error)):
        return None
    for numeros, motif, remede in _REMEDES:
        if getattr(erreur, "errno", None) in numeros or re.search(motif, str(erreur)):
            return remede
    if du_systeme or (duckdb and isinstance(erreur, duckdb.IOException)):
        detail = str(erreur).splitlines()[0]
        return f"vérifiez que ce dossier existe et que le disque répond, puis relancez ({detail})"
    return None  # une erreur de SQL


def _lieu(erreur: Exception, cible: Path) -> Path:
    """Ce que l'erreur nomme, sauf un fichier provisoire, que personne ne connaît."""
    nom = getattr(erreur, "filename", None)
    lieu = Path(nom) if isinstance(nom, str) else cible
    if lieu.suffix == ".tmp":
        return lieu.parent
    provisoire = any(partie.startswith(".") and "~" in partie for partie in lieu.parts)
    return cible if provisoire else lieu
