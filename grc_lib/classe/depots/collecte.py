"""Retrouver de qui est une copie, quel que soit le nom que l'élève a donné à son fichier."""

import re
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.plugins.zipcollect import FileNameCollectorPlugin

from grc_lib.exercice import normaliser_identifiant

_MOODLE = re.compile(
    r"(?P<compte>(?P<nom>.+?)_\d+)_assignsubmission_(?:file|onlinetext)_?(?P<reste>.*)", re.DOTALL
)


class CollecteCours(FileNameCollectorPlugin):  # type: ignore[misc]
    """Collecteur de `nbgrader zip_collect` : un TD n'a qu'un notebook, son nom n'importe donc pas.

    L'identifiant est lu, dans l'ordre : dans le nom que donne `grc rendre`
    (`S522-4_lea.martin.ipynb`), dans le nom d'un dépôt Moodle, sinon dans le dossier ou le zip
    qui contient le notebook. De deux copies du même élève, nbgrader garde la plus récente.
    """

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        copie = Path(submitted_file)
        devoir = self.parent.coursedir.assignment_id
        identifiant = _identifiant(copie, devoir)
        if copie.suffix != ".ipynb" or not identifiant:
            return None
        remise = datetime.fromtimestamp(copie.stat().st_mtime, UTC)
        return {
            "student_id": normaliser_identifiant(identifiant),
            "file_id": devoir,
            "timestamp": remise.strftime("%Y-%m-%d %H:%M:%S UTC"),
        }


def nom_rendu(fichier: str, devoir: str) -> str | None:
    """L'identifiant que `grc rendre` met dans le nom d'une copie, Moodle et navigateur ôtés.

    >>> nom_rendu("S522-4_lea.martin (1).ipynb", "S522-4")
    'lea.martin'
    """
    if moodle := _MOODLE.match(fichier):
        fichier = moodle["reste"]
    trouve = re.fullmatch(rf"{re.escape(devoir)}_(.+?)(?: ?\(\d+\))?\.ipynb.*", fichier, re.I)
    return trouve[1] if trouve else None


def depot_moodle(nom: str) -> tuple[str, str] | None:
    """Le nom de l'élève et son compte, lus dans le nom d'un dépôt Moodle.

    >>> depot_moodle("Zoé GIRARD_48213_assignsubmission_file_")
    ('Zoé GIRARD', 'Zoé GIRARD_48213')
    """
    trouve = _MOODLE.match(nom)
    return (trouve["nom"], trouve["compte"]) if trouve else None


def _identifiant(copie: Path, devoir: str) -> str | None:
    if rendu := nom_rendu(copie.name, devoir):
        return rendu
    for morceau in (copie.stem, copie.parent.name):
        if depot := depot_moodle(morceau):
            return depot[0]
    dossier = copie.parent.name
    return None if dossier == "extracted" else dossier
