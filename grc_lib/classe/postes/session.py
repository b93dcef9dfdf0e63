"""Une session IPython sans noyau Jupyter : elle exécute une cellule et rend ses sorties."""

import contextlib
import functools
import io
import sys
import types
from collections.abc import Callable
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

Sortie = dict[str, Any]
OCTETS_MAX = 1_000_000
COUPEE = f"Sortie coupée à {OCTETS_MAX // 1_000_000} Mo : retirez un affichage de cette cellule.\n"


class SortieTropLongue(Exception):
    """La cellule affiche sans fin : mieux vaut l'arrêter que remplir le disque."""


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
            self.session.compter(texte)
            dernieres[0]["text"] += texte
        elif texte:
            self.session.noter(output_type="stream", name=self.nom, text=texte)
        return len(texte)


class Session(InteractiveShell):
    """La session d'une copie ; ses sorties s'écrivent au format des notebooks."""

    displayhook_class = Type(_Resultat)
    display_pub_class = Type(_Affichage)
    sorties: list[Sortie]
    octets = 0

    def noter(self, **sortie: Any) -> None:
        self.compter(str(sortie))
        self.sorties.append(sortie)

    def compter(self, texte: str) -> None:
        self.octets += len(texte)
        if self.octets > OCTETS_MAX:
            raise SortieTropLongue(COUPEE)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        nom = getattr(etype, "__name__", str(etype))
        self.sorties.append(
            {"output_type": "error", "ename": nom, "evalue": str(evalue), "traceback": list(stb)}
        )

    def cellule(self, source: str) -> list[Sortie]:
        """Exécute une cellule et rend ce qu'elle a montré."""
        self.sorties, self.octets = [], 0
        sorties, erreurs = _Flux(self, "stdout"), _Flux(self, "stderr")
        with contextlib.redirect_stdout(sorties), contextlib.redirect_stderr(erreurs):
            self.run_cell(source)  # type: ignore[no-untyped-call]
        return self.sorties

    def repartir(self, noms: dict[str, Any] | None = None) -> None:
        """Un module `__main__` neuf, qui ne contient que ces noms."""
        module = types.ModuleType("__main__")
        module.__dict__.update(noms or {})
        module.__dict__.setdefault("__builtins__", __builtins__)
        self.user_module, self.user_ns = module, module.__dict__
        sys.modules["__main__"] = module
        self.init_user_ns()  # type: ignore[no-untyped-call]


def ouvrir() -> Session:
    """La session du processus, sans historique ni couleurs."""
    reglages = Config()
    reglages.HistoryManager.enabled = False
    reglages.InteractiveShell.cache_size = 0
    reglages.InteractiveShell.colors = "NoColor"
    reglages.InteractiveShell.xmode = "Plain"  # l'autre relit les sources de pandas à chaque erreur
    session = Session.instance(config=reglages)
    session.sorties = []
    return session


def garder_les_tables() -> None:
    """La base ne change pas d'un tirage à l'autre : ses tables ne sont calculées qu'une fois."""
    from grc_lib import donnees

    for nom in ("charger", "ventes_par_client"):
        setattr(donnees, nom, _garder(getattr(donnees, nom)))


def _garder(lire: Callable[..., Any]) -> Callable[..., Any]:
    garde = functools.lru_cache(maxsize=32)(lire)
    return functools.wraps(lire)(lambda *a, **k: garde(*a, **k).copy(deep=False))
