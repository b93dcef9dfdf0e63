"""Le quiz interactif : un vrai formulaire, lisible au clavier et par les lecteurs d'écran."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from grc_lib.exercice.quiz import Question, corriger

_DOSSIER = Path(__file__).parent


class QuizWidget(anywidget.AnyWidget):
    """Le formulaire ; `questions` porte les textes et toutes les corrections, calculées d'avance.

    Le quiz répond ainsi dans le navigateur, même quand le noyau est occupé ou arrêté.
    """

    _esm = _DOSSIER / "quiz.js"
    _css = _DOSSIER / "quiz.css"
    questions: Any = traitlets.List().tag(sync=True)


def construire(questions: Sequence[Question]) -> QuizWidget:
    """Le widget d'un quiz."""
    return QuizWidget(questions=[_decrire(question) for question in questions])


def _decrire(question: Question) -> dict[str, Any]:
    """Une question pour le navigateur : à chaque ensemble de rangs cochés, sa correction."""
    rangs = range(len(question.choix))
    tailles = [1] if not question.multiple else range(1, len(question.choix) + 1)
    ensembles = itertools.chain.from_iterable(itertools.combinations(rangs, n) for n in tailles)
    return {
        "enonce": question.enonce,
        "multiple": question.multiple,
        "choix": [choix.texte for choix in question.choix],
        "corrections": {
            " ".join(map(str, coches)): vars(corriger(question, coches)) for coches in ensembles
        },
    }
