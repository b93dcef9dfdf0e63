"""Exécuter une copie comme le fait la correction, sans payer le démarrage d'un noyau à chacune."""

import copy
import pickle
import re
import subprocess
import sys
import threading
from typing import Any

from nbformat import NotebookNode

from grc_lib.classe._notebooks import sorties as lire_sorties
from grc_lib.classe.preparation._noyau import Demande, Execution
from grc_lib.erreurs import NonCalculable
from grc_lib.exercice import normaliser_identifiant

DELAI = 60


class Banc:
    """Un processus neuf où l'on exécute, l'une après l'autre, les copies d'un devoir.

    Chaque copie y trouve un espace de noms vide, le réglage NBGRADER_EXECUTION=autograde et le
    dossier `autograded/<étudiant>/<devoir>` qui impose l'identité. Il ne contient pas les copies
    d'élèves malveillants : il sert aux énoncés et aux contrôles de l'enseignant.

    Paramètres
    ----------
    devoir : référence du TD, comme « S522-4 ».
    delai : secondes accordées à une copie.

    Exemple
    -------
    >>> with Banc("S522-4") as banc:
    ...     execution = banc.executer(["x = 6 * 7", "print(x)"], "lea.martin", lire=["x"])
    >>> execution.valeurs, execution.sorties[1]
    ({'x': 42}, [{'output_type': 'stream', 'name': 'stdout', 'text': '42\\n'}])
    """

    def __init__(self, devoir: str, delai: float = DELAI) -> None:
        self.devoir, self.delai = devoir, delai
        self._processus: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Banc":
        return self

    def __exit__(self, *_: object) -> None:
        self._arreter()

    def executer(self, sources: list[str], etudiant: str, **reglages: Any) -> Execution:
        """Exécute des cellules à la suite, au nom d'un étudiant.

        Paramètres
        ----------
        sources : le texte de chaque cellule de code.
        etudiant : nom ou identifiant.
        reglages : les autres champs de `Demande` (`essai`, `correction`, `retenir`, `lire`…).

        Lève
        ----
        NonCalculable si la copie n'a pas fini à temps ou arrête le processus.
        """
        demande = Demande(sources, normaliser_identifiant(etudiant), **reglages)
        processus = self._processus = self._processus or self._demarrer()
        minuterie = threading.Timer(self.delai, processus.kill)
        minuterie.start()
        try:
            return _demander(processus, demande)
        except (EOFError, OSError, pickle.UnpicklingError) as erreur:
            trop_long = minuterie.finished.is_set()
            self._arreter()
            cause = (
                f"n'a pas répondu en {self.delai:g} secondes : cherchez une boucle sans fin."
                if trop_long
                else "arrête Python. Si toutes le font, l'installation est abîmée : "
                "« grc verifier »."
            )
            raise NonCalculable(f"La copie de {demande.etudiant} {cause}") from erreur
        finally:
            minuterie.cancel()

    def _demarrer(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "grc_lib.classe.preparation._noyau", self.devoir],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def _arreter(self) -> None:
        if self._processus is not None:
            self._processus.kill()
            self._processus.communicate()
            self._processus = None


def _demander(processus: subprocess.Popen[bytes], demande: Demande) -> Execution:
    assert processus.stdin and processus.stdout
    pickle.dump(demande, processus.stdin)
    processus.stdin.flush()
    return pickle.load(processus.stdout)  # type: ignore[no-any-return]


def corriger(banc: Banc, notebook: NotebookNode, etudiant: str, **reglages: Any) -> NotebookNode:
    """Rend le notebook exécuté au nom d'un étudiant, sorties comprises.

    Paramètres
    ----------
    notebook : la copie (ou la source du TD), cellules de contrôle comprises.
    etudiant : nom ou identifiant.
    reglages : comme dans `Banc.executer`.
    """
    copie = copy.deepcopy(notebook)
    codes = [cellule for cellule in copie.cells if cellule.cell_type == "code"]
    execution = banc.executer([cellule.source for cellule in codes], etudiant, **reglages)
    for rang, (cellule, sorties) in enumerate(zip(codes, execution.sorties, strict=True), 1):
        cellule.execution_count, cellule.outputs = rang, lire_sorties(sorties)
    return copie


def notes(notebook: NotebookNode) -> dict[str, float | None]:
    """La note que nbgrader donne à chaque cellule notée ; None si l'enseignant doit la lire."""
    from nbgrader.utils import determine_grade, is_grade

    return {
        cellule.metadata.nbgrader.grade_id: determine_grade(cellule)[0]
        for cellule in notebook.cells
        if is_grade(cellule)
    }


def avec_reponses(source: NotebookNode, reponses: dict[str, str]) -> NotebookNode:
    """La copie à corriger : la source du TD où chaque réponse est celle que l'on donne.

    Paramètres
    ----------
    source : le TD de l'enseignant.
    reponses : le texte de la cellule de réponse, par identifiant ; les autres sont telles que
        l'élève les reçoit.
    """
    copie = copy.deepcopy(source)
    for cellule in copie.cells:
        repere = cellule.metadata.get("nbgrader", {})
        if repere.get("solution"):
            vide = re.sub(r"(?s)### DEBUT SOLUTION.*?### FIN SOLUTION", "", cellule.source)
            cellule.source = reponses.get(repere.grade_id, vide)
    return copie
