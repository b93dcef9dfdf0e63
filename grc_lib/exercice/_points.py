"""Comparer les points tracés à ceux que l'on attend."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from grc_lib.exercice._comparaison import accorder, cle_de_tri, manque
from grc_lib.exercice._diagnostics import SANS_PISTE, diagnostiquer
from grc_lib.exercice._figures import Figure, Trace, agreger
from grc_lib.exercice._lecture import nature
from grc_lib.exercice._lignes import apparier
from grc_lib.exercice._tableaux import (
    AUTRES_LIGNES,
    DOUBLONS,
    LIGNES_ABSENTES,
    LIGNES_EN_TROP,
    Comparaison,
    Ligne,
    cles_naturelles,
    sans_ordre,
)

INVERSES = "Les axes sont inversés : échangez x et y."
ZIGZAG = "La courbe revient en arrière : triez les données par abscisse avant de la tracer."
VALEURS = "Des valeurs tracées ne sont pas celles attendues : vérifiez le calcul, puis la colonne."
EN_POURCENT = (
    "Vous tracez des pourcentages sans le dire : écrivez « % » dans le titre de l'axe, "
    "ou tracez les parts."
)
EN_PARTS = (
    "Vous tracez des parts, de zéro à un : multipliez par cent, ou donnez à l'axe un format %."
)
_DE_LIGNES = {
    LIGNES_ABSENTES: "Il manque des données sur le graphique.",
    LIGNES_EN_TROP: "Il y a des données en trop : filtrez-les, ou groupez-les avant de tracer.",
    DOUBLONS: "Une même abscisse porte plusieurs valeurs : groupez les données avant de tracer.",
    AUTRES_LIGNES: "Ce ne sont pas les bonnes abscisses : vérifiez la colonne donnée à x.",
}
Colonne = list[Any] | None


def comparer_points(
    figure: Figure, traces: Sequence[Trace], x: Colonne, y: Colonne, tolerance: float | None
) -> Comparaison:
    """Compare les points, dans n'importe quel ordre ; un seul tracé, ou tous réunis, suffisent.

    >>> trace = Trace("barres", ["A", "B"], [3, 5])
    >>> comparer_points(Figure([trace], {}), [trace], ["B", "A"], [5, 3], None).defaut
    ''
    """
    if traces[0].genre == "secteurs" and y is not None:  # un secteur montre une part
        tolerance = tolerance / sum(y) if tolerance else None
        y, traces = _parts(y), [replace(trace, y=_parts(trace.y)) for trace in traces]
    essais = [
        _comparer(*points, x, y, tolerance) for points in _facons_de_lire(figure, traces, x, y)
    ]
    meilleur = max(essais, key=lambda essai: (not essai.defaut, essai.part))
    if not meilleur.defaut:
        zigzag = any(_revient_en_arriere(trace) for trace in traces if trace.genre == "courbe")
        return Comparaison(ZIGZAG, meilleur.part / 2) if zigzag else meilleur
    return _autre_echelle(figure, traces, x, y, tolerance) or meilleur


def _facons_de_lire(
    figure: Figure, traces: Sequence[Trace], x: Colonne, y: Colonne
) -> Iterator[tuple[list[Any], list[Any]]]:
    """Tous les tracés bout à bout, chacun seul, et les barres empilées ou secteurs réunis."""
    tous = [v for t in traces for v in t.x], [v for t in traces for v in t.y]
    yield tous
    if len(traces) > 1:
        yield from ((trace.x, trace.y) for trace in traces)
    empilees = figure.page.get("barmode") in ("relative", "stack")
    reunis = traces[0].genre == "secteurs" or (traces[0].genre == "barres" and empilees)
    chiffres = all(nature(valeur) == "nombre" for valeur in tous[1])
    if reunis and chiffres and x is not None and y is not None:
        yield agreger(*tous)


def _comparer(
    xs: list[Any], ys: list[Any], x: Colonne, y: Colonne, tolerance: float | None
) -> Comparaison:
    lignes, voulues = _en_lignes(xs, ys, x, y), _en_lignes(x, y, x, y)
    cles = cles_naturelles(voulues, ["x"]) if x is not None and y is not None else []
    comparaison = sans_ordre(lignes, voulues, cles, tolerance)
    if not comparaison.defaut:
        return comparaison
    if x is not None and y is not None:
        retournees = _en_lignes(ys, xs, x, y)
        if not sans_ordre(retournees, voulues, cles, tolerance).defaut:
            return Comparaison(INVERSES, comparaison.part)
    if comparaison.defaut in _DE_LIGNES:
        return Comparaison(_DE_LIGNES[comparaison.defaut], comparaison.part)
    return Comparaison(_defaut_de_valeurs(lignes, voulues, cles, tolerance), comparaison.part)


def _en_lignes(xs: Colonne, ys: Colonne, x: Colonne, y: Colonne) -> list[Ligne]:
    """Les points, réduits à ce que l'énoncé compare : x, y, ou les deux."""
    colonnes = {}
    if x is not None:
        colonnes["x"] = [_accorder_abscisse(valeur, x) for valeur in xs or []]
    if y is not None:
        colonnes["y"] = list(ys or [])
    return [
        dict(zip(colonnes, ligne, strict=True)) for ligne in zip(*colonnes.values(), strict=False)
    ]


def _accorder_abscisse(valeur: Any, x: list[Any]) -> Any:
    """Une année écrite en texte reste une année, et une catégorie peut être un numéro."""
    modele = next((v for v in x if not manque(v)), None)
    valeur = accorder(valeur, modele)
    if nature(modele) == "nombre" and isinstance(valeur, str):
        return float(valeur) if re.fullmatch(r"-?\d+(\.\d+)?", valeur.strip()) else valeur
    if nature(modele) == "texte" and nature(valeur) == "nombre":
        return f"{valeur:g}"
    return str(valeur) if nature(modele) == "texte" and nature(valeur) == "date" else valeur


def _defaut_de_valeurs(
    lignes: list[Ligne], voulues: list[Ligne], cles: list[str], tolerance: float | None
) -> str:
    """Une erreur commune à toutes les valeurs (unité, signe…) s'explique."""
    if "y" not in voulues[0]:
        return _DE_LIGNES[AUTRES_LIGNES]
    couples = apparier(lignes, voulues, cles)["y"]
    messages = {diagnostiquer(donnee, voulue, tolerance, "") for donnee, voulue in couples} - {""}
    return messages.pop() if len(messages) == 1 and messages.isdisjoint(SANS_PISTE) else VALEURS


def _autre_echelle(
    figure: Figure, traces: Sequence[Trace], x: Colonne, y: Colonne, tolerance: float | None
) -> Comparaison | None:
    """Parts et pourcentages montrent la même chose, si l'axe dit lesquels il porte."""
    axe = traces[0].axe_y
    format_ = figure.axe(axe).get("tickformat")
    en_format = isinstance(format_, str) and "%" in format_
    annonce = "%" in figure.titre_d_axe(axe) + str(figure.axe(axe).get("ticksuffix", ""))
    for facteur, seuil, dit, defaut in (
        (100, 2, annonce and not en_format, EN_POURCENT),
        (0.01, 200, en_format, EN_PARTS),
    ):
        if not y or any(nature(v) != "nombre" or abs(v) > seuil for v in y):
            continue
        ecart = None if tolerance is None else tolerance * facteur
        ailleurs = [facteur * valeur for valeur in y]
        for points in _facons_de_lire(figure, traces, x, y):
            if not _comparer(*points, x, ailleurs, ecart).defaut:
                return Comparaison("" if dit else defaut, Fraction(1 if dit else 0))
    return None


def _revient_en_arriere(trace: Trace) -> bool:
    """Vrai si les abscisses (nombres ou dates) ne vont pas toujours dans le même sens."""
    if not all(nature(v) in ("nombre", "date") or _est_une_date(v) for v in trace.x):
        return False
    cles = [cle_de_tri(valeur) for valeur in trace.x]
    return cles not in (sorted(cles), sorted(cles, reverse=True))


def _est_une_date(valeur: Any) -> bool:
    return isinstance(valeur, str) and re.match(r"\d{4}-\d\d", valeur) is not None


def _parts(valeurs: list[Any]) -> list[Any]:
    nombres = all(nature(valeur) == "nombre" for valeur in valeurs)
    return [valeur / sum(valeurs) for valeur in valeurs] if nombres and sum(valeurs) else valeurs
