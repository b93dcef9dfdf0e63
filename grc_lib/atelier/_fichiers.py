"""Écrire sans rien perdre, reconnaître un travail, dire les pannes du disque en français."""

import contextlib
import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grc_lib.erreurs import RessourceIndisponible

ILLISIBLE = "illisible"

_PLEIN = "Le disque est plein : libérez de la place, puis relancez la commande."
_INTERDIT = "Vous n'avez pas le droit d'y écrire : choisissez un autre dossier."
_OCCUPE = "Un fichier occupe la place d'un dossier : renommez-le, puis relancez la commande."
_REMEDES = {
    errno.ENOSPC: _PLEIN,
    errno.EDQUOT: _PLEIN,
    errno.EACCES: _INTERDIT,
    errno.EPERM: _INTERDIT,
    errno.EROFS: _INTERDIT,
    errno.ENOTDIR: _OCCUPE,
    errno.EEXIST: _OCCUPE,
    errno.ENAMETOOLONG: "Ce nom est trop long : choisissez un dossier plus proche de la racine.",
    errno.ELOOP: "Ce lien tourne en rond : supprimez-le, puis relancez la commande.",
}
_AUTRE = "Vérifiez que ce dossier existe et que le disque répond, puis relancez la commande."


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


def empreinte(nom: str, contenu: bytes) -> str:
    """L'empreinte d'un fichier ; celle d'un notebook ignore sorties, compteurs et métadonnées.

    Paramètres
    ----------
    nom : le nom du fichier (« .ipynb » désigne un notebook).
    contenu : ses octets.

    Renvoie
    -------
    Un texte hexadécimal, ou `ILLISIBLE` pour un notebook abîmé.

    Exemple
    -------
    >>> calculee = b'{"cells": [{"cell_type": "code", "source": ["1 + 1"], "outputs": [2]}]}'
    >>> vierge = b'{"cells": [{"cell_type": "code", "source": "1 + 1"}]}'
    >>> empreinte("a.ipynb", calculee) == empreinte("a.ipynb", vierge)
    True
    >>> empreinte("a.ipynb", calculee[:20])
    'illisible'
    """
    if not nom.endswith(".ipynb"):
        return hashlib.sha256(contenu).hexdigest()
    try:
        cellules = [(c["cell_type"], _source(c)) for c in json.loads(contenu)["cells"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ILLISIBLE
    return hashlib.sha256(json.dumps(cellules).encode()).hexdigest()


def nom_libre(chemin: Path, contenu: bytes) -> Path:
    """Ce chemin, ou le même suivi de « (2) », « (3) »… : jamais celui d'un fichier différent."""
    candidat, rang = chemin, 1
    while os.path.lexists(candidat) and not _contient(candidat, contenu):
        rang += 1
        candidat = chemin.with_name(f"{chemin.stem} ({rang}){chemin.suffix}")
    return candidat


@contextlib.contextmanager
def pannes_en_francais(chemin: Path) -> Iterator[None]:
    """Change une erreur du système en une phrase qui dit quoi faire."""
    try:
        yield
    except OSError as erreur:
        ou = Path(erreur.filename) if isinstance(erreur.filename, str) else chemin
        ou = ou.parent if ou.suffix == ".tmp" else ou
        remede = _REMEDES.get(erreur.errno or 0, _AUTRE)
        raise RessourceIndisponible(f"« {ou} » est inaccessible. {remede}") from erreur


def _source(cellule: dict[str, Any]) -> str:
    source = cellule["source"]
    texte = source if isinstance(source, str) else "".join(source)
    return texte.replace("\r\n", "\n")


def _contient(chemin: Path, contenu: bytes) -> bool:
    try:
        return chemin.is_file() and chemin.read_bytes() == contenu
    except OSError:
        return False
