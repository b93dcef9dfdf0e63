"""Lire une classe notée : les points dans le carnet de nbgrader, les phrases dans les copies."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from grc_lib.classe._notebooks import lire
from grc_lib.classe.bilan.modele import SANS_REPONSE, SUR, Classe, Eleve, Question, Resultat
from grc_lib.classe.preparation.controle._devoir import Devoir, repere
from grc_lib.classe.preparation.controle.forme import bareme
from grc_lib.erreurs import ArgumentInvalide, RessourceIndisponible
from grc_lib.exercice import normaliser_identifiant
from grc_lib.exercice._diagnostics import sans_accents

LONGUEUR = 300  # une phrase plus longue ne vient pas d'un contrôle
_TITRE = re.compile(r"^## Question (\d+) — (.*?)(?: \([\d,]+ points?\))?\s*$", re.M)
_NOM = re.compile(r"^[^«:][^:]*? : ")  # le nom de la réponse et ses points
_PART = re.compile(r" ?\w+ justes : \d+ %\.?")
_VERDICT = re.compile(r"(?s)^\s*(✘ À revoir|◐ En partie juste|… pas encore répondu) — (.*)$")


def lire_classe(
    carnet_url: str, devoir: str, dossier_autograded: Path, racine: Path | None = None
) -> Classe:
    """Lit ce qu'une classe a fait d'un TD, sans rien écrire dans le carnet.

    Paramètres
    ----------
    carnet_url : adresse SQLAlchemy du carnet de nbgrader, comme « sqlite:///gradebook.db ».
    devoir : référence du TD, comme « S522-4 » ; son notebook porte le même nom.
    dossier_autograded : le dossier des copies notées.
    racine : le dossier du cours, où est la source du TD ; par défaut, celui qui contient
        `dossier_autograded`.

    Lève
    ----
    RessourceIndisponible si le carnet ou le TD manque, ou si le TD n'y a jamais été noté.

    Exemple
    -------
    >>> classe = lire_classe(  # doctest: +SKIP
    ...     "sqlite:///gradebook.db", "S522-4", Path("autograded")
    ... )
    >>> len(classe.rendues), classe.competences  # doctest: +SKIP
    (10, ('C1', 'C2'))
    """
    source = Devoir.lire(racine or dossier_autograded.parent, devoir)
    carnet = _lire_carnet(carnet_url, devoir)
    questions = _ranger(source, carnet)
    eleves = [
        _completer(
            eleve,
            notes,
            lire_copie(dossier_autograded, eleve.identifiant, devoir),
            questions,
            carnet,
        )
        for eleve, notes in _avec_les_echecs(carnet, dossier_autograded.parent, devoir)
    ]
    entete = source.notebook.cells[0].source if source.notebook.cells else ""
    titre = re.search(r"^# (.+)$", entete, re.M)
    return Classe(
        devoir,
        titre[1].strip() if titre else f"TD {devoir}",
        tuple(questions),
        tuple(sorted(eleves, key=_ordre)),
    )


def reponses(copie: NotebookNode) -> dict[str, str]:
    """Le texte de chaque cellule de réponse d'une copie."""
    return {
        str(repere(cellule).get("grade_id")): cellule.source
        for cellule in copie.cells
        if repere(cellule).get("solution")
    }


def lire_copie(dossier: Path, etudiant: str, devoir: str) -> NotebookNode | None:
    """La copie notée d'un élève ; None si elle manque ou ne se lit pas."""
    try:
        return lire(dossier / etudiant / devoir / f"{devoir}.ipynb")
    except Exception:  # une copie abîmée n'arrête pas le bilan : elle y est signalée
        return None


_Lu = tuple[Eleve, dict[str, tuple[float, bool]]]  # par question : points, en attente


@dataclass(frozen=True)
class _Carnet:
    """Ce que le carnet dit du TD : ses cellules notées, son énoncé, les élèves et leurs notes."""

    cellules: dict[str, tuple[float, bool]]  # points, automatique
    enonces: dict[str, str]
    eleves: list[_Lu]


@contextmanager
def _session(adresse: str) -> Iterator[Any]:
    """Le carnet, ouvert pour lire : `Gradebook(…)` y écrirait son cours et ses tables."""
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.orm import Session

    fichier = make_url(adresse).database
    if adresse.startswith("sqlite") and not (fichier and Path(fichier).is_file()):
        raise RessourceIndisponible(
            f"Le carnet de notes « {fichier} » n'existe pas : notez d'abord les copies."
        )
    moteur = create_engine(adresse)
    try:
        with Session(moteur, autoflush=False) as session:
            yield session
    except SQLAlchemyError as erreur:
        raise RessourceIndisponible(
            "Le carnet de notes ne se lit pas : vérifiez son adresse, ou lancez "
            f"« nbgrader db upgrade » ({str(erreur).splitlines()[0]})."
        ) from erreur
    finally:
        moteur.dispose()


def _lire_carnet(adresse: str, devoir: str) -> _Carnet:
    from nbgrader.api import Assignment, Notebook, Student

    with _session(adresse) as session:
        du_td = session.query(Notebook).join(Assignment).filter(Assignment.name == devoir)
        notebook = du_td.filter(Notebook.name == devoir).first()
        if notebook is None:
            raise RessourceIndisponible(
                f"Le carnet ne connaît pas le TD {devoir} : notez d'abord les copies."
            )
        lues = {cellule.name for cellule in notebook.solution_cells}  # par le professeur
        notees = [*notebook.grade_cells, *notebook.task_cells]
        return _Carnet(
            {c.name: (float(c.max_score), c.name not in lues) for c in notees if c.max_score},
            {c.name: str(c.source or "") for c in notebook.source_cells},
            [_lire_eleve(eleve, devoir) for eleve in session.query(Student)],
        )


def _lire_eleve(eleve: Any, devoir: str) -> _Lu:
    autres = {rendu.name: rendu for rendu in eleve.submissions}
    rendu = autres.pop(devoir, None)
    notebook = next((n for n in rendu.notebooks if n.name == devoir), None) if rendu else None
    lu = Eleve(
        identifiant=eleve.id,
        nom=eleve.last_name or "",
        prenom=eleve.first_name or "",
        courriel=eleve.email or "",
        numero=eleve.lms_user_id or "",
        rendue=notebook is not None,
        penalite=float((notebook and notebook.late_submission_penalty) or 0),
        precedentes=tuple(_precedentes(rendu, autres.values())) if rendu else (),
    )
    grades = notebook.grades if notebook else []
    return lu, {g.name: (float(g.score), bool(g.needs_manual_grade)) for g in grades}


def _precedentes(rendu: Any, autres: Iterable[Any]) -> Iterator[float]:
    for autre in autres:
        avant = rendu.timestamp and autre.timestamp and autre.timestamp < rendu.timestamp
        if avant and autre.max_score and not autre.needs_manual_grade:
            points = float(autre.score) - float(autre.late_submission_penalty or 0)
            yield max(0.0, SUR * points / float(autre.max_score))


def _ranger(source: Devoir, carnet: _Carnet) -> dict[Question, list[str]]:
    """Les questions dans l'ordre de l'énoncé, et les cellules notées de chacune."""
    titres: dict[str, str] = {}
    rangees: dict[str, list[str]] = {}
    numero = ""
    for cellule in source.notebook.cells:
        if titre := _TITRE.search(cellule.source):
            numero, titres[titre[1]] = titre[1], titre[2]
        if (nom := repere(cellule).get("grade_id")) in carnet.cellules:
            rangees.setdefault(numero or nom, []).append(nom)
    places = {nom for noms in rangees.values() for nom in noms}
    # Le TD a changé depuis la correction : les points de ses anciennes cellules comptent toujours.
    rangees |= {nom: [nom] for nom in carnet.cellules if nom not in places}
    lignes = bareme(source)
    return {
        Question(
            numero,
            titres.get(numero, ""),
            tuple(re.findall(r"\bC\d\b", lignes.get(numero, {}).get("Compétence", ""))),
            sum(carnet.cellules[nom][0] for nom in noms),
            all(carnet.cellules[nom][1] for nom in noms),
        ): noms
        for numero, noms in rangees.items()
    }


def _completer(
    eleve: Eleve,
    notes: dict[str, tuple[float, bool]],
    copie: NotebookNode | None,
    questions: dict[Question, list[str]],
    carnet: _Carnet,
) -> Eleve:
    """L'élève, avec ses résultats et ce que dit sa copie."""
    if not eleve.rendue:
        return eleve
    donnees = reponses(copie) if copie else {}
    return replace(
        eleve,
        lisible=copie is not None,
        vide=copie is not None
        and all(_plat(carnet.enonces.get(nom, "")) == _plat(s) for nom, s in donnees.items()),
        resultats=tuple(
            _resultat(question, noms, notes, _phrases(copie), carnet)
            for question, noms in questions.items()
        ),
    )


def _resultat(
    question: Question,
    noms: list[str],
    notes: dict[str, tuple[float, bool]],
    phrases: dict[str, str],
    carnet: _Carnet,
) -> Resultat:
    lues = [nom for nom in noms if not notes.get(nom, (0, False))[1]]
    manquees = [n for n in lues if notes.get(n, (0, False))[0] < carnet.cellules[n][0]]
    return Resultat(
        question,
        points=sum(notes[nom][0] for nom in lues if nom in notes),
        notes=sum(carnet.cellules[nom][0] for nom in lues),
        en_attente=len(lues) < len(noms),
        message=next((phrases[nom] for nom in manquees if nom in phrases), ""),
    )


def _phrases(copie: NotebookNode | None) -> dict[str, str]:
    """La première phrase de chaque contrôle manqué."""
    phrases: dict[str, str] = {}
    for cellule in copie.cells if copie else ():
        nom = str(repere(cellule).get("grade_id", ""))
        dites = (_phrase(sortie) for sortie in cellule.get("outputs", []))
        if nom and (dite := next(filter(None, dites), "")):
            phrases[nom] = dite
    return phrases


def _phrase(sortie: NotebookNode) -> str:
    """Ce qu'un verdict manqué conseille, sans son titre ni le nom de la réponse."""
    if sortie.output_type == "error":
        texte = str(sortie.get("evalue") or " ".join(sortie.get("traceback", [])))
    else:
        html = str(sortie.get("data", {}).get("text/html", ""))
        texte = unescape(re.sub(r"<[^>]*>", "", html)) if "grc-verdict" in html else ""
    verdict = _VERDICT.match(texte)
    if verdict and verdict[1].startswith("…"):
        return SANS_REPONSE
    if sortie.output_type != "error" and not verdict:
        return ""
    conseil = _plat(_NOM.sub("", verdict[2]) if verdict else texte)
    conseil = _PART.sub("", conseil)  # elle change d'une copie à l'autre, l'erreur est la même
    return conseil if len(conseil) <= LONGUEUR else f"{conseil[:LONGUEUR]}…"


def _avec_les_echecs(carnet: _Carnet, cours: Path, devoir: str) -> Iterator[_Lu]:
    """Les élèves du carnet, puis ceux dont la copie déposée n'a pas pu y entrer."""
    deposees = {_identifiant(depot.parent) for depot in (cours / "submitted").glob(f"*/{devoir}")}
    for eleve, notes in carnet.eleves:
        deposee = eleve.identifiant in deposees
        deposees.discard(eleve.identifiant)
        yield replace(eleve, deposee=deposee), notes
    for identifiant in sorted(deposees):
        yield Eleve(identifiant, deposee=True), {}


def _identifiant(dossier: Path) -> str:
    try:
        return normaliser_identifiant(dossier.name)
    except ArgumentInvalide:  # un nom sans lettre ni chiffre : on le montre tel quel
        return dossier.name


def _ordre(eleve: Eleve) -> tuple[str, str, str]:
    """L'ordre alphabétique, accents mis à part."""
    return (
        sans_accents(eleve.nom or eleve.identifiant),
        sans_accents(eleve.prenom),
        eleve.identifiant,
    )


def _plat(texte: str) -> str:
    return " ".join(texte.split())
