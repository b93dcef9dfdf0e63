"""Le processus qui exécute les copies : une session IPython, un espace de noms neuf par copie.

`execution.Banc` le lance (`python -m grc_lib.classe.preparation._noyau DEVOIR`), lui écrit des
demandes et lit ses réponses, en pickle, sur l'entrée et la sortie standard.
"""

import contextlib
import copy
import functools
import inspect
import os
import pickle
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from grc_lib.classe.postes.session import Sortie, garder_les_tables, ouvrir


@dataclass(frozen=True)
class Demande:
    """Ce qu'il y a à exécuter, pour qui, et ce qu'il faut rendre."""

    sources: list[str]
    etudiant: str
    essai: int = 0
    correction: bool = True  # comme nbgrader ; sinon comme l'élève, dans son notebook
    reprendre: str = ""  # partir d'une copie de cet espace de noms, retenu plus tôt
    retenir: str = ""  # garder l'espace de noms obtenu
    autre: str = ""  # fournir celui-ci sous le nom `_autre`
    lire: list[str] = field(default_factory=list)  # rendre ces noms, s'ils sont des données


@dataclass(frozen=True)
class Execution:
    """Les sorties de chaque source, au format des notebooks, et les valeurs demandées."""

    sorties: list[list[Sortie]]
    valeurs: dict[str, Any]


class Noyau:
    """Répond aux demandes ; garde les espaces de noms qu'on lui dit de retenir."""

    def __init__(self, devoir: str, dossier: Path) -> None:
        self.devoir, self.dossier, self.session = devoir, dossier, ouvrir()
        self.retenus: dict[str, dict[str, Any]] = {}

    def repondre(self, demande: Demande) -> Execution:
        with warnings.catch_warnings(), self._chez(demande):
            self._neuf(demande)
            sorties = [self.session.cellule(source) for source in demande.sources]
        noms = self.session.user_ns
        if demande.retenir:
            self.retenus[demande.retenir] = noms
        return Execution(sorties, {n: noms[n] for n in demande.lire if _transportable(noms, n)})

    def _neuf(self, demande: Demande) -> None:
        """Rien ne passe d'une copie à la suivante."""
        self.session.repartir(self.retenus.get(demande.reprendre))
        if demande.autre:
            self.session.user_ns["_autre"] = self.retenus[demande.autre]
            self.session.user_ns["_figer"] = figer

    @contextlib.contextmanager
    def _chez(self, demande: Demande) -> Iterator[None]:
        """L'identité : en correction le dossier de la copie l'impose, comme chez nbgrader."""
        from grc_lib.exercice.correction import expliquer_les_noms_absents

        avant, ici = dict(os.environ), Path.cwd()
        variables = {"GRC_ETUDIANT": demande.etudiant, "GRC_ESSAI": str(demande.essai)}
        dossier = self.dossier
        if demande.correction:
            variables = {"NBGRADER_EXECUTION": "autograde"}
            dossier = self.dossier / "autograded" / demande.etudiant / self.devoir
            dossier.mkdir(parents=True, exist_ok=True)
        for nom in ("NBGRADER_EXECUTION", "GRC_ETUDIANT", "GRC_ESSAI", "JUPYTERHUB_USER"):
            os.environ.pop(nom, None)
        os.environ.update(variables)
        os.chdir(dossier)
        self.session.set_custom_exc((), None)  # type: ignore[no-untyped-call]
        expliquer_les_noms_absents()
        try:
            yield
        finally:
            os.chdir(ici)
            os.environ.clear()
            os.environ.update(avant)


def figer(valeur: Any) -> Any:
    """Une réponse écrite en dur : une fonction y rend toujours ce qu'elle a rendu d'abord.

    >>> double = figer(lambda x: 2 * x)
    >>> double(4), double(5)
    (8, 8)
    """
    if not inspect.isfunction(valeur):
        return copy.deepcopy(valeur)
    premiers: list[Any] = []

    @functools.wraps(valeur)
    def constante(*arguments: Any, **nommes: Any) -> Any:
        if not premiers:
            premiers.append(valeur(*arguments, **nommes))
        return premiers[0]

    return constante


def servir(noyau: Noyau, entree: BinaryIO, sortie: BinaryIO) -> None:
    """Répond aux demandes, l'une après l'autre, jusqu'à la fermeture de l'entrée."""
    while True:
        try:
            demande = pickle.load(entree)
        except EOFError:
            return
        pickle.dump(noyau.repondre(demande), sortie)
        sortie.flush()


def _transportable(noms: dict[str, Any], nom: str) -> bool:
    if nom not in noms or callable(noms[nom]):
        return False
    try:
        pickle.loads(pickle.dumps(noms[nom]))
    except Exception:  # un objet défini dans la copie ne sort pas de son processus
        return False
    return True


def main() -> None:
    """Détourne la sortie standard : ce qu'une copie y écrirait ne se mêle pas aux réponses."""
    sortie = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    os.environ["PLOTLY_RENDERER"] = "plotly_mimetype"  # jamais de navigateur
    garder_les_tables()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as dossier:
        servir(Noyau(sys.argv[1], Path(dossier)), sys.stdin.buffer, sortie)


if __name__ == "__main__":
    from grc_lib.classe.preparation import _noyau

    _noyau.main()  # sous son vrai nom : pickle y retrouve les demandes
