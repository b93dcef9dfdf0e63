"""Essayer la fonction d'un élève sur plusieurs jeux de données."""

import contextlib
import copy
import inspect
import io
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.exercice._comparaison import cle_de_tri
from grc_lib.exercice._diagnostics import diagnostiquer, lire_attendu
from grc_lib.exercice._lecture import lire, nature
from grc_lib.exercice._tableaux import Comparaison, comparer
from grc_lib.exercice.correction import console

ARGUMENTS = "Votre fonction n'accepte pas les paramètres demandés : relisez son en-tête."
RIEN = "Votre fonction ne renvoie rien : terminez-la par « return »."
EN_DUR = (
    "Votre fonction n'est pas juste dans tous les cas : servez-vous de chacun de ses paramètres, "
    "et essayez-la sur plusieurs valeurs."
)


def essayer(
    fonction: Callable[..., Any],
    cas: Sequence[tuple[Any, Any]],
    tolerance: float | None,
    unite: str,
) -> Comparaison:
    """Appelle la fonction sur chaque cas (arguments, attendu) et compare ce qu'elle renvoie.

    >>> essayer(lambda ht: 1.2 * ht, [(100, 120.0), (50, 60.0)], None, "").part
    Fraction(1, 1)
    """
    attendus = [lire_attendu(attendu) for _, attendu in _lire_cas(cas)]
    essais = [_appeler(fonction, arguments) for arguments, _ in cas]
    if erreur := next((erreur for _, erreur in essais if erreur), ""):
        return Comparaison(erreur)
    resultats = [resultat for resultat, _ in essais]
    if any(resultat is None for resultat in resultats):
        return Comparaison(RIEN)
    if _immobile(resultats) and not _immobile(attendus):
        return Comparaison(EN_DUR)
    defauts = [
        _defaut(lu, vrai, tolerance, unite) for lu, vrai in zip(resultats, attendus, strict=True)
    ]
    part = Fraction(defauts.count(""), len(defauts))
    if 0 < part < 1:
        return Comparaison(EN_DUR, part)
    return Comparaison(defauts[0], part)


def _lire_cas(cas: Any) -> Sequence[tuple[Any, Any]]:
    couples = isinstance(cas, Sequence) and all(
        isinstance(un_cas, tuple | list) and len(un_cas) == 2 for un_cas in cas
    )
    if not couples or not cas:
        raise ArgumentInvalide("cas", cas, "une liste de couples (arguments, attendu)")
    return cas  # type: ignore[no-any-return]


def _appeler(fonction: Callable[..., Any], arguments: Any) -> tuple[Any, str]:
    """Ce que renvoie la fonction, ou la phrase qui dit pourquoi elle n'a rien renvoyé."""
    positionnels, nommes = _repartir(_copier(arguments))
    if not _accepte(fonction, positionnels, nommes):
        return None, ARGUMENTS
    try:
        with _en_silence():
            resultat = fonction(*positionnels, **nommes)
    except (Exception, SystemExit) as erreur:
        nom = type(erreur).__name__
        return None, f"Votre fonction s'arrête sur une erreur ({nom}) : essayez-la à la main."
    return lire(resultat), ""


def _repartir(arguments: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    if isinstance(arguments, Mapping):
        return (), dict(arguments)
    return (arguments if isinstance(arguments, tuple) else (arguments,)), {}


def _copier(arguments: Any) -> Any:
    """L'élève peut modifier les tableaux qu'il reçoit ; une connexion, elle, ne se copie pas."""
    try:
        return copy.deepcopy(arguments)
    except Exception:
        return arguments


def _accepte(fonction: Callable[..., Any], positionnels: Any, nommes: dict[str, Any]) -> bool:
    try:
        signature = inspect.signature(fonction)
    except (TypeError, ValueError):  # certaines fonctions écrites en C ne se décrivent pas
        return True
    try:
        signature.bind(*positionnels, **nommes)
    except TypeError:
        return False
    return True


def _en_silence() -> Any:
    """Ce que la fonction affiche ne doit ni coûter la note (stderr) ni montrer les cas cachés."""
    if console() is not None:
        from IPython.utils.capture import capture_output

        return capture_output()
    silence = contextlib.ExitStack()
    silence.enter_context(contextlib.redirect_stdout(io.StringIO()))
    silence.enter_context(contextlib.redirect_stderr(io.StringIO()))
    return silence


def _defaut(lu: Any, vrai: Any, tolerance: float | None, unite: str) -> str:
    if nature(vrai) == "tableau" and nature(lu) == "tableau":
        return comparer(lu, vrai, tolerance=tolerance).defaut
    return diagnostiquer(lu, vrai, tolerance, unite)


def _immobile(valeurs: list[Any]) -> bool:
    """Toujours la même valeur, pour deux jeux de données ou plus."""
    simples = all(nature(valeur) != "tableau" for valeur in valeurs)
    return simples and len(valeurs) > 1 and len({cle_de_tri(valeur) for valeur in valeurs}) == 1
