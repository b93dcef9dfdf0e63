"""Les familles d'exercices d'entraînement : un fichier par famille, lu quand on s'y entraîne.

Chaque fichier dit son titre (première ligne), sa séance (`SEANCE`) et ses questions (`QUESTIONS`) :
des fonctions qui reçoivent un `Tirage` et rendent un `Probleme`.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

Question = Callable[[Tirage], Probleme]


@dataclass(frozen=True)
class Famille:
    """Une famille d'exercices : son nom, son titre, la séance qu'elle prépare, ses questions."""

    nom: str
    titre: str
    seance: str
    questions: dict[str, Question]

    def poser(self, question: str, essai: int, etudiant: str | None = None) -> Probleme:
        """Le problème d'une question : mêmes nombres pour le même essai de la même personne."""
        tirage = Tirage(f"entrainement/{self.nom}/{question}", etudiant, essai=essai)
        return self.questions[question](tirage)


def noms_des_familles() -> list[str]:
    """Les noms des familles, par ordre alphabétique.

    >>> "marge_marque" in noms_des_familles()
    True
    """
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def famille(nom: str) -> Famille:
    """Une famille par son nom.

    >>> famille("marge_marque").titre
    'Marge et marque'
    """
    if nom not in noms_des_familles():
        raise ArgumentInvalide("famille", nom, f"un nom parmi {', '.join(noms_des_familles())}")
    module = importlib.import_module(f"{__name__}.{nom}")
    titre = (module.__doc__ or nom).splitlines()[0].rstrip(".")
    questions = {question.__name__: question for question in module.QUESTIONS}
    return Famille(nom, titre, module.SEANCE, questions)
