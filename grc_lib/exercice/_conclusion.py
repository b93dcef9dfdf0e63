"""Du défaut trouvé au verdict, et ce que tout contrôle exige de son énoncé."""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from grc_lib._arguments import decimale
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.exercice._tableaux import Comparaison, Tolerances
from grc_lib.exercice.correction import Verdict

AUCUN_PIEGE: Mapping[str, Any] = {}


def conclure(
    nom: str, comparaison: Comparaison, points: float | None, partiel: bool, quoi: str
) -> Verdict:
    """Juste, faux, ou une part des points arrondie au quart inférieur.

    >>> conclure("abc", Comparaison("Il manque des lignes.", Fraction(2, 3)), 3, True, "Lignes")
    ◐ En partie juste — abc (2 sur 3 points) : Il manque des lignes. Lignes : 66 %.
    """
    if not comparaison.defaut:
        return Verdict(nom, "juste", points=points)
    pour_cent = math.floor(100 * comparaison.part)
    part = f" {quoi} : {pour_cent} %." if pour_cent else ""
    note = math.floor(4 * comparaison.part * Fraction(points)) / 4 if partiel and points else 0
    if not note:
        return Verdict(nom, "faux", comparaison.defaut + part, points)
    return Verdict(nom, "partiel", comparaison.defaut + part, points, note)


def controler_enonce(
    tolerance: Tolerances, points: float | None, pieges: Any, partiel: bool = False
) -> None:
    """Les fautes du professeur se signalent ; celles de l'étudiant se commentent."""
    ecarts = tolerance.values() if isinstance(tolerance, Mapping) else [tolerance]
    for ecart in ecarts:
        if ecart is not None and decimale("tolerance", ecart) < 0:
            raise ArgumentInvalide("tolerance", ecart, "un écart positif ou nul")
    if points is not None and decimale("points", points) <= 0:
        raise ArgumentInvalide("points", points, "un nombre de points positif")
    if partiel and points is None:
        raise ArgumentInvalide("points", points, "les points de la question, avec partiel=True")
    if not isinstance(pieges, Mapping):
        raise MauvaisType("pieges", pieges, "un dictionnaire {message: valeur du piège}")
