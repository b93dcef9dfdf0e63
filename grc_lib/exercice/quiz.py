"""L'auto-évaluation des leçons : un quiz écrit en quelques lignes de texte."""

import importlib.util
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.exercice.correction import console

CHOIX_MAX = 8
VUE = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Choix:
    """Une réponse proposée, juste ou non, et ce qu'on en explique."""

    texte: str
    juste: bool
    explication: str = ""


@dataclass(frozen=True)
class Question:
    """Une question et ses réponses ; plusieurs peuvent être justes."""

    enonce: str
    choix: tuple[Choix, ...]

    @property
    def multiple(self) -> bool:
        """Vrai s'il faut cocher plusieurs réponses."""
        return sum(choix.juste for choix in self.choix) > 1


@dataclass(frozen=True)
class Correction:
    """Juste ou non, et les explications des réponses choisies."""

    juste: bool
    phrases: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Quiz:
    """Un quiz : interactif dans Jupyter, en texte ailleurs."""

    questions: tuple[Question, ...]

    def __repr__(self) -> str:
        blocs = [_en_texte(rang, question) for rang, question in enumerate(self.questions, 1)]
        corrige = [_corrige(rang, question) for rang, question in enumerate(self.questions, 1)]
        return "\n\n".join([*blocs, "Corrigé\n" + "\n".join(corrige)])

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        en_texte = {"text/plain": repr(self)}
        if console() is None or importlib.util.find_spec("anywidget") is None:
            return en_texte
        from grc_lib.exercice._quiz_widget import construire

        modele = construire(self.questions).model_id
        return en_texte | {VUE: {"version_major": 2, "version_minor": 0, "model_id": modele}}


def quiz(texte: str) -> Quiz:
    """Affiche un quiz : choix uniques ou multiples, explications et compteur de bonnes réponses.

    Paramètres
    ----------
    texte : une question par ligne « ? », puis ses réponses, « + » si elles sont justes et « - »
        sinon, chacune suivie si l'on veut de « | » et d'une explication.

    Renvoie
    -------
    Un objet `Quiz`, à laisser en dernière ligne de la cellule.

    Lève
    ----
    ArgumentInvalide, avec le numéro de la ligne à corriger.

    Exemple
    -------
    >>> quiz('''
    ... ? Une facture de 120 € TTC (TVA 20 %) fait combien hors taxes ?
    ... - 96 € | Retirer 20 % du TTC, c'est retirer trop : la TVA se calcule sur le HT.
    ... + 100 € | On divise par 1,20.
    ... ''')
    1. Une facture de 120 € TTC (TVA 20 %) fait combien hors taxes ?
       a) 96 €
       b) 100 €
    <BLANKLINE>
    Corrigé
    1. b) 100 € : On divise par 1,20.
    """
    return Quiz(tuple(analyser(texte)))


def analyser(texte: str) -> list[Question]:
    """Lit le texte d'un quiz.

    >>> analyser("? Deux et deux ?\\n+ Quatre\\n- Cinq | Recomptez.")[0].choix[1]
    Choix(texte='Cinq', juste=False, explication='Recomptez.')
    """
    if not isinstance(texte, str):
        raise MauvaisType("texte", texte, "le texte d'un quiz")
    blocs: list[tuple[int, str, list[Choix]]] = []
    for numero, ligne in enumerate(texte.splitlines(), 1):
        signe, reste = ligne.strip()[:1], ligne.strip()[1:].strip()
        if not signe:
            continue
        if signe not in "?+-" or not reste:
            raise _faute(numero, ligne, "une ligne « ? question », « + réponse » ou « - réponse »")
        if signe == "?":
            blocs.append((numero, reste, []))
        elif not blocs:
            raise _faute(numero, ligne, "une question « ? » avant la première réponse")
        else:
            blocs[-1][2].append(_choix(reste, signe == "+"))
    if not blocs:
        raise ArgumentInvalide("texte", texte, "au moins une question « ? »")
    return [_question(*bloc) for bloc in blocs]


def corriger(question: Question, reponses: Collection[int]) -> Correction:
    """Corrige une question : `reponses` donne les rangs des choix cochés, à partir de 0.

    >>> question = analyser("? Deux et deux ?\\n+ Quatre\\n- Cinq | Recomptez.")[0]
    >>> corriger(question, {1})
    Correction(juste=False, phrases=('Recomptez.',))
    """
    bons = {rang for rang, choix in enumerate(question.choix) if choix.juste}
    choisis = set(reponses)
    phrases = [question.choix[rang].explication for rang in sorted(choisis)]
    if choisis < bons:
        phrases.append("Il manque au moins une bonne réponse.")
    return Correction(choisis == bons, tuple(phrase for phrase in phrases if phrase))


def _choix(reste: str, juste: bool) -> Choix:
    texte, *explication = re.split(r"\s+\|\s+", reste, maxsplit=1)
    return Choix(texte, juste, *explication)


def _question(numero: int, enonce: str, choix: list[Choix]) -> Question:
    if not 2 <= len(choix) <= CHOIX_MAX:
        raise _faute(numero, enonce, f"de 2 à {CHOIX_MAX} réponses après cette question")
    if not any(un_choix.juste for un_choix in choix):
        raise _faute(numero, enonce, "au moins une bonne réponse « + » après cette question")
    return Question(enonce, tuple(choix))


def _faute(numero: int, ligne: str, attendu: str) -> ArgumentInvalide:
    return ArgumentInvalide(f"texte, ligne {numero}", ligne.strip(), attendu)


def _en_texte(rang: int, question: Question) -> str:
    consigne = " (plusieurs réponses)" if question.multiple else ""
    choix = [f"   {_lettre(i)}) {choix.texte}" for i, choix in enumerate(question.choix)]
    return "\n".join([f"{rang}. {question.enonce}{consigne}", *choix])


def _corrige(rang: int, question: Question) -> str:
    justes = [
        f"{_lettre(i)}) {choix.texte}" + (f" : {choix.explication}" if choix.explication else "")
        for i, choix in enumerate(question.choix)
        if choix.juste
    ]
    return f"{rang}. " + " ; ".join(justes)


def _lettre(rang: int) -> str:
    return chr(ord("a") + rang)
