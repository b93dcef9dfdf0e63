"""Rendre le verdict d'un contrôle : à l'écran pour qui travaille, en note pour nbgrader."""

import functools
import inspect
import os
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any, Literal, ParamSpec

from grc_lib.erreurs import ErreurGrc

P = ParamSpec("P")
Etat = Literal["juste", "forme", "partiel", "faux", "attente"]
ILLISIBLE = "Votre réponse n'a pas pu être lue : donnez une valeur simple ou un tableau."

# Le texte porte le sens, la couleur ne fait que l'appuyer.
_TITRES = {
    "juste": "✔ Juste",
    "forme": "✔ Bonne forme",
    "partiel": "◐ En partie juste",
    "faux": "✘ À revoir",
    "attente": "… pas encore répondu",
}
_COULEURS = {
    "juste": "var(--jp-success-color1, #2e7d32)",
    "forme": "var(--jp-info-color1, #1976d2)",
    "partiel": "var(--jp-warn-color1, #b26a00)",
    "faux": "var(--jp-error-color1, #d32f2f)",
    "attente": "var(--jp-border-color1, #757575)",
}


class ReponseFausse(AssertionError):
    """En correction, une réponse fausse ou absente : nbgrader n'en montre que la phrase.

    >>> ReponseFausse("✘ À revoir — taux")._render_traceback_()
    ['✘ À revoir — taux']
    """

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True)
class Verdict:
    """Ce qu'un contrôle conclut : un état, une phrase qui aide, et la note si elle est partielle.

    >>> Verdict("taux_marge", "faux", "Vérifiez le signe.")
    ✘ À revoir — taux_marge : Vérifiez le signe.
    """

    nom: str
    etat: Etat
    message: str = ""
    points: float | None = None
    note: float | None = None

    def __repr__(self) -> str:
        fin = f" : {self.message}" if self.message else ""
        return f"{_TITRES[self.etat]} — {self.nom}{self._bareme()}{fin}"

    def _repr_html_(self) -> str:
        style = (
            f"border-left: 4px solid {_COULEURS[self.etat]}; padding: 0.3em 0.8em; "
            "margin: 0.3em 0; color: var(--jp-content-font-color1, inherit); "
            "overflow-wrap: anywhere;"
        )
        message = f" : {escape(self.message)}" if self.message else ""
        return (
            f'<div class="grc-verdict grc-{self.etat}" role="status" style="{style}">'
            f"<strong>{_TITRES[self.etat]}</strong> — {escape(self.nom)}"
            f"{escape(self._bareme())}{message}</div>"
        )

    def _bareme(self) -> str:
        if self.points is None:
            return ""
        if self.note is not None:
            return f" ({_nombre(self.note)} sur {_points(self.points)})"
        return f" ({_points(self.points)})"


def en_correction() -> bool:
    """Dit si nbgrader corrige (« autograde ») ou valide (« validate ») ce notebook.

    >>> en_correction()
    False
    """
    return os.environ.get("NBGRADER_EXECUTION") in ("autograde", "validate")


def controle(juger: Callable[P, Verdict]) -> Callable[P, None]:
    """Fait d'un jugement un contrôle de notebook : il affiche le verdict et ne renvoie rien.

    Hors correction, aucune réponse d'étudiant ne provoque d'erreur. Les fautes de l'énoncé
    (argument oublié, tolérance négative…) restent des erreurs. Le jugement seul, sans affichage,
    reste accessible par `__wrapped__`.
    """
    signature = inspect.signature(juger)

    @functools.wraps(juger)
    def controler(*args: P.args, **kwargs: P.kwargs) -> None:
        nom = str(signature.bind(*args, **kwargs).arguments["nom"])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # un avertissement sur stderr vaudrait zéro
            try:
                verdict = juger(*args, **kwargs)
            except ErreurGrc:
                raise
            except Exception:
                verdict = Verdict(nom, "faux", ILLISIBLE)
        rendre(verdict)

    controler.__signature__ = signature.replace(return_annotation=None)  # type: ignore[attr-defined]
    return controler


def rendre(verdict: Verdict) -> None:
    """Affiche le verdict ; en correction, lève `ReponseFausse` ou donne la note partielle.

    Lève
    ----
    ReponseFausse, en correction seulement, si la réponse est fausse ou absente.

    Exemple
    -------
    >>> rendre(Verdict("taux_marge", "juste"))
    ✔ Juste — taux_marge
    """
    session = console()
    if en_correction() and verdict.etat in ("faux", "attente"):
        raise ReponseFausse(repr(verdict))
    if session is None:
        print(verdict)
    elif en_correction() and verdict.etat == "partiel":
        _publier_note(session.displayhook, _Note(verdict))
    else:
        from IPython.display import display

        display(verdict)  # type: ignore[no-untyped-call]


def expliquer_les_noms_absents() -> None:
    """En correction, dit d'une phrase qu'une réponse n'existe pas, au lieu d'une trace.

    Une réponse manque quand sa cellule a échoué ou a été effacée. La trace ordinaire serait en
    anglais et citerait les tests cachés ; l'erreur reste une erreur, donc zéro point.
    """
    session = console()
    if session is not None and en_correction():
        session.set_custom_exc((NameError,), _nom_absent)


def _nom_absent(session: Any, _type: Any, erreur: NameError, _trace: Any, **_: Any) -> list[str]:
    faute = ReponseFausse(
        f"✘ À revoir — « {erreur.name} » n'existe pas : sa cellule manque ou échoue."
    )
    lignes = faute._render_traceback_()
    session._showtraceback(ReponseFausse, faute, lignes)
    return lignes


@dataclass(frozen=True, repr=False)
class _Note:
    """nbgrader lit la note partielle dans le texte du résultat ; l'étudiant lit la phrase."""

    verdict: Verdict

    def __repr__(self) -> str:
        return str(self.verdict.note)

    def _repr_html_(self) -> str:
        return self.verdict._repr_html_()


def _publier_note(afficheur: Any, note: _Note) -> None:
    """Publie le résultat de la cellule, que ce contrôle en soit ou non la dernière ligne.

    Sans passer par `afficheur(note)` : un « ; » en fin de cellule le ferait taire, et nbgrader,
    faute de résultat, donnerait tous les points.
    """
    afficheur.start_displayhook()
    afficheur.write_output_prompt()
    afficheur.write_format_data(*afficheur.compute_format_data(note))
    afficheur.finish_displayhook()


def console() -> Any:
    """La session IPython en cours, ou None dans un simple programme Python."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def _points(points: float) -> str:
    return f"{_nombre(points)} point{'s' if points >= 2 else ''}"


def _nombre(nombre: float) -> str:
    return f"{nombre:g}".replace(".", ",")
