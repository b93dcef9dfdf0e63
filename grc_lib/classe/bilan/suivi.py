"""Quels élèves voir : des règles écrites en clair, les mêmes pour tous."""

from dataclasses import dataclass
from statistics import mean

from grc_lib._formats import nombre
from grc_lib.classe.bilan.modele import Classe, Eleve, Question

FAIBLE = 8  # sur 20
CHUTE = 4  # points sur 20, sous la moyenne des TD précédents
ACQUISE = 0.75  # part des copies qui ont au moins la moitié des points d'une question de base
EFFECTIF = 4  # en dessous, « trois copies sur quatre » ne veut rien dire

REGLES = (
    "copie vide : aucune réponse n'a été écrite ;",
    f"note sous {FAIBLE} sur 20 ;",
    "question de base manquée : aucun point à une question où trois copies sur quatre ont au "
    "moins la moitié des points ;",
    f"chute : {CHUTE} points ou plus sous la moyenne de ses TD précédents, entièrement lus.",
)


@dataclass(frozen=True)
class AVoir:
    """Un élève à voir et les raisons, dans l'ordre des règles."""

    eleve: Eleve
    raisons: tuple[str, ...]


def a_voir(classe: Classe) -> list[AVoir]:
    """Les élèves que désigne au moins une règle, ceux qui en ont le plus d'abord.

    Paramètres
    ----------
    classe : telle que la rend `lire_classe`.

    Renvoie
    -------
    Chaque élève et ses raisons, en phrases ; une copie non rendue n'y est pas, le bilan a sa
    liste.
    """
    base = [q for q in classe.questions if _de_base(classe, q)]
    trouves = [AVoir(e, tuple(_raisons(e, base))) for e in classe.rendues]
    return sorted((a for a in trouves if a.raisons), key=lambda a: -len(a.raisons))


def _raisons(eleve: Eleve, base: list[Question]) -> list[str]:
    if eleve.vide:
        return ["copie vide"]
    raisons, note = [], eleve.note
    if note is not None and note < FAIBLE:
        raisons.append(f"{nombre(note)} sur 20")
    manquees = [r.question.nom for r in eleve.resultats if r.question in base and r.manquee]
    if manquees:
        raisons.append(f"base manquée : {', '.join(manquees).replace('Question ', 'Q')}")
    if note is not None and eleve.precedentes:
        avant = mean(eleve.precedentes)
        if avant - note >= CHUTE:
            raisons.append(f"chute : {nombre(avant, 1)} de moyenne avant, {nombre(note)} ici")
    return raisons


def _de_base(classe: Classe, question: Question) -> bool:
    lus = [r for _, r in classe.resultats(question) if not r.en_attente]
    reussis = sum(2 * r.points >= question.maximum for r in lus)
    return len(lus) >= EFFECTIF and reussis >= ACQUISE * len(lus)
