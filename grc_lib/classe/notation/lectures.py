"""Noter de nouveau une copie sans faire relire à l'enseignant ce qui n'a pas changé."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grc_lib.classe import _notebooks


@contextmanager
def gardees(carnet: str, devoir: str, etudiant: str, corrigee: Path) -> Iterator[None]:
    """Pendant que la copie est notée, se souvient des réponses lues ; les inchangées le restent.

    nbgrader marque « à lire » toute réponse notée à la main dès que sa copie est renotée.

    Paramètres
    ----------
    carnet : l'adresse du carnet.
    corrigee : le notebook corrigé, d'abord l'ancien, puis le nouveau.
    """
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(carnet) as ouvert:
        try:
            notes = ouvert.find_submission_notebook(devoir, devoir, etudiant).grades
            lues = {
                n.name for n in notes if n.manual_score is not None and not n.needs_manual_grade
            }
        except MissingEntry:
            lues = set()
    avant = _textes(corrigee) if lues else {}
    yield
    if not lues:
        return
    apres = _textes(corrigee)
    with Gradebook(carnet) as ouvert:
        for nom in lues:
            if nom in avant and avant[nom] == apres.get(nom):
                ouvert.find_grade(nom, devoir, devoir, etudiant).needs_manual_grade = False
        ouvert.db.commit()


def _textes(corrigee: Path) -> dict[str, str]:
    """Le texte des cellules que nbgrader suit ; aucun si la copie n'a pas encore été notée."""
    if not corrigee.is_file():
        return {}
    cellules = _notebooks.lire(corrigee).cells
    reperes = ((cellule.metadata.get("nbgrader", {}), cellule.source) for cellule in cellules)
    return {repere["grade_id"]: source for repere, source in reperes if "grade_id" in repere}
