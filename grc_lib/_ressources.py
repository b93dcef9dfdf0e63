"""Où sont le cours, les exercices et les données : dans le dépôt, ou dans la roue installée."""

from pathlib import Path

from grc_lib.erreurs import RessourceIndisponible

_PAQUET = Path(__file__).resolve().parent


def racine_cours() -> Path:
    """Le dossier qui contient `course/`, `exercises/` et `datasets/`."""
    for racine in (_PAQUET / "_cours", _PAQUET.parent):
        if (racine / "course").is_dir() and (racine / "datasets").is_dir():
            return racine
    raise RessourceIndisponible(
        "Les dossiers « course » et « datasets » sont introuvables : réinstallez le cours "
        "avec « pip install --force-reinstall grc-cours »."
    )
