"""Reconnaître un travail, et ne jamais prendre la place d'un autre."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

ILLISIBLE = "illisible"


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


def _source(cellule: dict[str, Any]) -> str:
    source = cellule["source"]
    texte = source if isinstance(source, str) else "".join(source)
    return texte.replace("\r\n", "\n")


def _contient(chemin: Path, contenu: bytes) -> bool:
    try:
        return chemin.is_file() and chemin.read_bytes() == contenu
    except OSError:
        return False
