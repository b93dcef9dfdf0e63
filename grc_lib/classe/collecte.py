"""Retrouver de qui est une copie, quel que soit le nom que l'élève a donné à son fichier."""

import re
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.plugins.zipcollect import FileNameCollectorPlugin

from grc_lib.exercice import normaliser_identifiant

_MOODLE = re.compile(r"(?P<identifiant>.+?)_\d+_assignsubmission_file")


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


def _identifiant(copie: Path, devoir: str) -> str | None:
    if trouve := re.fullmatch(rf"{re.escape(devoir)}_(.+)", copie.stem):
        return trouve[1]
    for morceau in (copie.stem, copie.parent.name):
        if trouve := _MOODLE.match(morceau):
            return trouve["identifiant"]
    dossier = copie.parent.name
    return None if dossier == "extracted" else dossier
