"""Le processus qui exécute les copies : une session IPython, un espace de noms neuf par copie.

`execution.Banc` le lance (`python -m grc_lib.classe._noyau DEVOIR`), lui écrit des demandes et lit
ses réponses, en pickle, sur l'entrée et la sortie standard.
"""

import contextlib
import copy
import functools
import inspect
import io
import os
import pickle
import sys
import tempfile
import types
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

Sortie = dict[str, Any]


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


class _Resultat(DisplayHook):
    """Le résultat d'une cellule : sa dernière expression, ou la note partielle d'un contrôle."""

    shell: "Session"

    def write_output_prompt(self) -> None: ...

    def write_format_data(self, donnees: Any, metadonnees: Any = None) -> None:
        self.shell.noter(
            output_type="execute_result",
            data=donnees,
            metadata=metadonnees or {},
            execution_count=None,
        )

    def finish_displayhook(self) -> None: ...


class _Affichage(DisplayPublisher):
    """Ce que montre `display`."""

    shell: "Session"

    def publish(  # type: ignore[override]
        self, data: Any, metadata: Any = None, **_: Any
    ) -> None:
        self.shell.noter(output_type="display_data", data=data, metadata=metadata or {})

    def clear_output(self, wait: bool = False) -> None:
        self.shell.sorties.clear()


class _Flux(io.TextIOBase):
    """Ce que la cellule écrit, morceau après morceau, dans une seule sortie."""

    def __init__(self, session: "Session", nom: str) -> None:
        self.session, self.nom = session, nom

    def write(self, texte: str) -> int:
        dernieres = self.session.sorties[-1:]
        if dernieres and dernieres[0].get("name") == self.nom:
            dernieres[0]["text"] += texte
        elif texte:
            self.session.noter(output_type="stream", name=self.nom, text=texte)
        return len(texte)


class Session(InteractiveShell):
    """La session IPython d'une copie ; ses sorties s'écrivent au format des notebooks."""

    displayhook_class = Type(_Resultat)
    display_pub_class = Type(_Affichage)
    sorties: list[Sortie]

    def noter(self, **sortie: Any) -> None:
        self.sorties.append(sortie)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        nom = getattr(etype, "__name__", str(etype))
        self.noter(output_type="error", ename=nom, evalue=str(evalue), traceback=list(stb))

    def cellule(self, source: str) -> list[Sortie]:
        """Exécute une cellule et rend ce qu'elle a montré."""
        self.sorties = []
        sorties, erreurs = _Flux(self, "stdout"), _Flux(self, "stderr")
        with contextlib.redirect_stdout(sorties), contextlib.redirect_stderr(erreurs):
            self.run_cell(source)  # type: ignore[no-untyped-call]
        return self.sorties


def ouvrir() -> Session:
    """La session du processus, sans historique ni couleurs."""
    reglages = Config()
    reglages.HistoryManager.enabled = False
    reglages.InteractiveShell.cache_size = 0
    reglages.InteractiveShell.colors = "NoColor"
    session = Session.instance(config=reglages)
    session.sorties = []
    return session


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
        """Un module `__main__` neuf : rien ne passe d'une copie à la suivante."""
        module = types.ModuleType("__main__")
        module.__dict__.update(self.retenus.get(demande.reprendre, {}))
        module.__dict__.setdefault("__builtins__", __builtins__)
        self.session.user_module, self.session.user_ns = module, module.__dict__
        sys.modules["__main__"] = module
        self.session.init_user_ns()  # type: ignore[no-untyped-call]
        if demande.autre:
            module.__dict__["_autre"] = self.retenus[demande.autre]
            module.__dict__["_figer"] = figer

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


def _garder_les_tables() -> None:
    """La base ne change pas d'un tirage à l'autre : ses tables ne sont calculées qu'une fois."""
    from grc_lib import donnees

    for nom in ("charger", "ventes_par_client"):
        setattr(donnees, nom, _garder(getattr(donnees, nom)))


def _garder(lire: Callable[..., Any]) -> Callable[..., Any]:
    garde = functools.lru_cache(maxsize=32)(lire)
    return functools.wraps(lire)(lambda *a, **k: garde(*a, **k).copy(deep=False))


def main() -> None:
    """Détourne la sortie standard : ce qu'une copie y écrirait ne se mêle pas aux réponses."""
    sortie = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    os.environ["PLOTLY_RENDERER"] = "plotly_mimetype"  # jamais de navigateur
    _garder_les_tables()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as dossier:
        servir(Noyau(sys.argv[1], Path(dossier)), sys.stdin.buffer, sortie)


if __name__ == "__main__":
    from grc_lib.classe import _noyau

    _noyau.main()  # sous son vrai nom : pickle y retrouve les demandes
