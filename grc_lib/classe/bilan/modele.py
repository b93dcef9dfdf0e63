"""Une classe notée : ses questions, ses élèves, ce que chacun a obtenu."""

from collections.abc import Iterable
from dataclasses import dataclass

SUR = 20
SANS_REPONSE = "Pas encore répondu."


@dataclass(frozen=True)
class Question:
    """Une question du TD, telle que l'énoncé l'annonce.

    Attributs
    ---------
    numero, titre : « 3 » et « Les sous-estimés » ; le nom du contrôle s'il n'est sous aucun titre.
    competences : celles du tableau du barème, comme ("C1",) ; vide s'il n'en dit rien.
    maximum : les points de toutes ses cellules.
    automatique : faux si le professeur en lit tout ou partie.
    """

    numero: str
    titre: str
    competences: tuple[str, ...]
    maximum: float
    automatique: bool

    @property
    def nom(self) -> str:
        """Comment la nommer dans un tableau."""
        return f"Question {self.numero}" if self.numero.isdigit() else self.numero


@dataclass(frozen=True)
class Resultat:
    """Ce qu'un élève a obtenu à une question.

    Attributs
    ---------
    points, notes : les points obtenus, sur ceux qui sont déjà notés.
    en_attente : vrai si le professeur doit encore en lire une partie.
    message : la première phrase d'un contrôle manqué ; "" si tout est juste.
    """

    question: Question
    points: float
    notes: float
    en_attente: bool
    message: str

    @property
    def manquee(self) -> bool:
        """Aucun point, une fois tout noté."""
        return not self.en_attente and self.points == 0

    @property
    def sans_reponse(self) -> bool:
        return self.message == SANS_REPONSE


@dataclass(frozen=True)
class Eleve:
    """Un élève du carnet et sa copie.

    Attributs
    ---------
    identifiant, nom, prenom, courriel, numero : ce qu'en sait le carnet, "" sinon.
    rendue : vrai si le carnet a une copie de lui.
    deposee : vrai si sa copie est dans `submitted/` ; sans note au carnet, elle a échoué.
    lisible : vrai si sa copie notée est dans `autograded/`.
    vide : vrai si aucune cellule de réponse n'a changé.
    penalite : les points retirés pour un retard.
    precedentes : ses notes sur 20 aux TD rendus avant celui-ci et entièrement lus.
    """

    identifiant: str
    nom: str = ""
    prenom: str = ""
    courriel: str = ""
    numero: str = ""
    rendue: bool = False
    deposee: bool = False
    lisible: bool = False
    vide: bool = False
    penalite: float = 0
    resultats: tuple[Resultat, ...] = ()
    precedentes: tuple[float, ...] = ()

    @property
    def affiche(self) -> str:
        """« Martin Léa », ou l'identifiant si le carnet n'a pas son nom."""
        return " ".join(filter(None, [self.nom, self.prenom])) or self.identifiant

    @property
    def en_attente(self) -> tuple[Question, ...]:
        """Les questions que le professeur doit encore lire."""
        return tuple(r.question for r in self.resultats if r.en_attente)

    @property
    def note(self) -> float | None:
        """Sur 20, sur ce qui est déjà noté ; None sans copie ou sans rien de noté."""
        notes = sum(r.notes for r in self.resultats)
        if not self.rendue or not notes:
            return None
        points = sum(r.points for r in self.resultats) - self.penalite
        return max(0.0, SUR * points / notes)

    def part(self, competence: str) -> float | None:
        """La part des points déjà notés qu'il a dans une compétence ; None s'il n'y en a pas."""
        return _part([r for r in self.resultats if competence in r.question.competences])


@dataclass(frozen=True)
class Classe:
    """Un TD noté : ses questions, et les élèves du carnet par ordre alphabétique."""

    devoir: str
    titre: str
    questions: tuple[Question, ...]
    eleves: tuple[Eleve, ...]

    @property
    def rendues(self) -> tuple[Eleve, ...]:
        return tuple(e for e in self.eleves if e.rendue)

    @property
    def competences(self) -> tuple[str, ...]:
        return tuple(sorted({c for q in self.questions for c in q.competences}))

    @property
    def notes(self) -> list[float]:
        """Les notes sur 20 des copies rendues, provisoires comprises."""
        return sorted(e.note for e in self.rendues if e.note is not None)

    def part(self, competence: str) -> float | None:
        """La part des points déjà notés que la classe a dans une compétence."""
        return _part(
            [r for e in self.rendues for r in e.resultats if competence in r.question.competences]
        )

    def resultats(self, question: Question) -> list[tuple[Eleve, Resultat]]:
        """Ce que chaque copie rendue a obtenu à une question."""
        return [(e, r) for e in self.rendues for r in e.resultats if r.question == question]

    def reussite(self, question: Question) -> float | None:
        """La part des points déjà notés que la classe a à cette question."""
        return _part([resultat for _, resultat in self.resultats(question)])


def _part(resultats: Iterable[Resultat]) -> float | None:
    lus = list(resultats)
    notes = sum(r.notes for r in lus)
    return sum(r.points for r in lus) / notes if notes else None
