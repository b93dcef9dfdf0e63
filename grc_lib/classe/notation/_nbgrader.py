"""Ce que l'on demande à nbgrader : noter une copie, relire une note. Lui ne change pas."""

import functools
import glob
import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader import api
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, Execute

from grc_lib.classe.notation import lectures
from grc_lib.classe.notation.juger import ExecuterCopie
from grc_lib.classe.preparation.plan import Plan
from grc_lib.classe.retour.assainir import Assainir
from grc_lib.erreurs import RessourceIndisponible

ATTENTE_DU_CARNET = 60  # secondes qu'une écriture attend son tour
_ERREUR = re.compile(r"[\w.]+(Error|Exception|Indisponible|Entry|Old|New)\b.*: ")


@dataclass(frozen=True)
class Reglages:
    """Ce qu'un processus doit savoir pour noter une copie ; se transmet à une autre machine.

    Paramètres
    ----------
    cours : dossier du cours.
    rendus : dossier des copies mises au propre.
    moyen : confinement des copies.
    """

    cours: str
    devoir: str
    rendus: str
    moyen: str


def verifier_la_publication(cours: Path, devoir: str) -> None:
    """Le TD est au carnet, et sa source est celle qui a été publiée."""
    source = cours / "solutions" / devoir / f"{devoir}.ipynb"
    publier = f"lancez « nbgrader generate_assignment {devoir} --force », puis recommencez."
    if not source.is_file():
        raise RessourceIndisponible(
            f"Pas de TD « {devoir} » dans « {cours / 'solutions'} » : vérifiez son nom et le "
            "dossier du cours."
        )
    with Gradebook(adresse_du_carnet(cours)) as carnet:
        try:
            publiees = {c.name: c.source for c in carnet.find_notebook(devoir, devoir).source_cells}
        except MissingEntry:
            raise RessourceIndisponible(f"Le TD {devoir} n'est pas publié : {publier}") from None
    verrouillees = Plan.lire(source).verrouillees
    if any(publiees.get(nom) != texte for nom, texte in verrouillees.items()):
        raise RessourceIndisponible(f"Le TD {devoir} a changé depuis sa publication : {publier}")


def adresse_du_carnet(cours: Path) -> str:
    """L'adresse du carnet de notes, telle que la règle `nbgrader_config.py`."""
    return str(_application(str(cours)).coursedir.db_url)


@functools.cache
def plan_du_td(cours: str, devoir: str) -> Plan:
    """Les rôles des cellules du TD, lus une fois par processus."""
    return Plan.lire(Path(cours, "solutions", devoir, f"{devoir}.ipynb"))


@contextmanager
def carnet_ouvert() -> Iterator[None]:
    """Garde le carnet ouvert le temps d'une copie ; chaque étape de nbgrader s'y écrit en une fois.

    nbgrader l'ouvre douze fois par copie et y valide cinquante écritures, qu'un autre processus
    attend. Aucune connexion ne survit à la copie ; l'objet, lui, resservira à la suivante.
    """
    ouvrir, fermer = Gradebook.__init__, Gradebook.close

    def reprendre(carnet: Gradebook, db_url: str, course_id: str = "default_course") -> None:
        if (db_url, course_id) not in _carnets:
            ouvrir(carnet, db_url, course_id)
            voisins = [c for (url, _), c in _carnets.items() if url == db_url]
            carnet.db = voisins[0].db if voisins else carnet.db  # deux sessions s'attendraient
            carnet.db.commit = carnet.db.flush
            _carnets[db_url, course_id] = carnet
        carnet.__dict__ = _carnets[db_url, course_id].__dict__

    Gradebook.__init__, Gradebook.close = reprendre, _valider
    try:
        yield
    finally:
        Gradebook.__init__, Gradebook.close = ouvrir, fermer
        for carnet in _carnets.values():
            _valider(carnet)
            carnet.close()


def _valider(carnet: Gradebook) -> None:
    """Écrit vraiment l'étape, sauf si une erreur l'a interrompue en pleine écriture."""
    session = carnet.db()
    if session.is_active:
        session.commit()
    carnet.db.remove()


_carnets: dict[tuple[str, str], Gradebook] = {}


def convertir(reglages: Reglages, etudiant: str) -> None:
    """Fait noter une copie ; ce que nbgrader en dit est dans l'erreur, s'il y en a une."""
    application = _application(reglages.cours)
    dossiers = application.coursedir
    dossiers.submitted_directory = reglages.rendus
    dossiers.assignment_id = reglages.devoir
    dossiers.student_id = glob.escape(etudiant)
    dossiers.student_id_exclude = ""
    _preparer_les_etapes(application.config, reglages)
    convertisseur = Autograde(coursedir=dossiers, parent=application)
    convertisseur.force = True
    devoir = reglages.devoir
    corrigee = Path(reglages.cours, "autograded", etudiant, devoir, f"{devoir}.ipynb")
    with _journal_de_nbgrader(application) as lignes, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # de SQLAlchemy sur nbgrader : pas pour l'enseignant
        try:
            with lectures.gardees(dossiers.db_url, devoir, etudiant, corrigee):
                convertisseur.start()
        except Exception as erreur:
            raise RuntimeError("\n".join(lignes)) from erreur


def note_au_carnet(reglages: Reglages, etudiant: str) -> tuple[float, float, int] | None:
    """Les points, leur maximum et les réponses à lire ; None si le carnet n'a pas cette copie."""
    with Gradebook(_application(reglages.cours).coursedir.db_url) as carnet:
        try:
            rendu = carnet.find_submission_notebook(reglages.devoir, reglages.devoir, etudiant)
        except MissingEntry:
            return None
        a_lire = sum(note.needs_manual_grade for note in rendu.grades)
        return rendu.score, rendu.max_score, a_lire


def expliquer(erreur: Exception) -> str:
    """La première erreur de nbgrader est la cause ; ses phrases suivantes la répètent."""
    traces = [ligne for ligne in str(erreur).splitlines() if _ERREUR.match(ligne)]
    cause = traces[0] if traces else f"{type(erreur).__name__}: {erreur}"
    nom, _, phrase = cause.partition(": ")
    if nom.startswith("grc_lib."):
        return phrase
    return f"nbgrader n'a pas pu noter cette copie ({nom.rpartition('.')[2]}) : {phrase[:300]}"


def _preparer_les_etapes(config: Any, reglages: Reglages) -> None:
    """Les étapes de nbgrader, mais l'exécution est la nôtre, et les sorties sont nettoyées.

    La vérification des métadonnées est ôtée : les copies viennent d'être mises au propre.
    """
    nettoyage, notation = (
        [etape for etape in etapes.default_args[0] if etape is not CheckCellMetadata]
        for etapes in (Autograde.sanitize_preprocessors, Autograde.autograde_preprocessors)
    )
    notation[notation.index(Execute)] = ExecuterCopie
    # nbgrader reconnaît une réponse vide à son texte : on n'y touche qu'une fois les notes écrites.
    notation.insert(notation.index(AssignLatePenalties) + 1, Assainir)
    config.Autograde.sanitize_preprocessors = nettoyage
    config.Autograde.autograde_preprocessors = notation
    config.ExecuterCopie.plan = plan_du_td(reglages.cours, reglages.devoir)
    config.ExecuterCopie.moyen = reglages.moyen
    config.OverwriteCells.add_missing_cells = True
    config.Exporter.optimistic_validation = True  # une fois, après la dernière étape


@functools.cache
def _application(cours: str) -> Any:
    """nbgrader, réglé comme dans le dossier du cours."""
    if not hasattr(api.create_engine, "cache_info"):
        # D'une copie à l'autre, un moteur gardé ne recompile pas tout son SQL.
        api.create_engine = functools.cache(api.create_engine)
    ici = Path.cwd()
    os.chdir(cours)
    try:
        application = AutogradeApp()
        application.initialize([])
    finally:
        os.chdir(ici)
    url = application.coursedir.db_url
    if url.startswith("sqlite:") and "?" not in url:
        application.coursedir.db_url = f"{url}?timeout={ATTENTE_DU_CARNET}"
    return application


@contextmanager
def _journal_de_nbgrader(application: Any) -> Iterator[list[str]]:
    """Ce que nbgrader écrirait à l'écran, gardé pour expliquer un échec."""
    lignes: list[str] = []

    class Garder(logging.Handler):
        def emit(self, trace: logging.LogRecord) -> None:
            if trace.levelno >= logging.ERROR:
                lignes.append(trace.getMessage())

    gardien, anciens = Garder(), application.log.handlers[:]
    application.log.handlers[:] = [gardien]
    application.log.propagate = False
    try:
        yield lignes
    finally:
        application.log.handlers[:] = anciens
