"""Le contrôle d'un graphique plotly : ce qu'il montre, et s'il se lit."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.exercice._comparaison import accorder
from grc_lib.exercice._conclusion import AUCUN_PIEGE, conclure, controler_enonce
from grc_lib.exercice._diagnostics import sans_accents
from grc_lib.exercice._figures import GENRES, Figure, Trace, de_matplotlib, lire_figure
from grc_lib.exercice._lecture import FONCTION, lire, nature, nommer, sans_reponse
from grc_lib.exercice._points import comparer_points
from grc_lib.exercice._tableaux import Comparaison
from grc_lib.exercice.correction import Verdict, controle

MATPLOTLIB = "Ce graphique vient de matplotlib : faites-le avec plotly (px.bar, px.line…)."
APPEL = "Vous donnez la fonction elle-même : appelez-la, avec ses parenthèses."
VIDE = "Votre graphique est vide : aucune donnée n'y est tracée."
SANS_TITRE = "Il manque un titre : une phrase qui dit ce que l'on doit lire sur le graphique."
SANS_TEXTE_ALTERNATIF = (
    "Il manque un texte alternatif : une ou deux phrases, chiffres compris, pour qui ne voit pas "
    "le graphique."
)
TRONQUE = "L'axe des valeurs ne part pas de zéro : il exagère les écarts."
LOGARITHME = "L'axe des valeurs est logarithmique : il ne part pas de zéro."
_UNITES = {"euros": "€", "euro": "€", "eur": "€", "pourcentages": "%", "pourcentage": "%"}
_UNITES |= {"pour cent": "%", "pourcent": "%"}


@controle
def verifier_figure(
    nom: str,
    figure: Any,
    *,
    genre: str | None = None,
    x: Sequence[Any] | None = None,
    y: Sequence[Any] | None = None,
    titre: bool = True,
    axe_x: str = "",
    axe_y: str = "",
    depuis_zero: bool | None = None,
    texte_alternatif: bool = False,
    tolerance: float | None = None,
    pieges: Mapping[str, Any] = AUCUN_PIEGE,
    points: float | None = None,
    partiel: bool = False,
) -> Verdict:
    """Contrôle un graphique plotly : son genre, ses données, puis tout ce qui aide à le lire.

    Sans `x`, `y` ni `points`, seule la forme est contrôlée : c'est le contrôle visible d'un TD.

    Paramètres
    ----------
    nom, points : comme dans `verifier`.
    figure : figure de plotly, `Graphique` du cours, ou dictionnaire JSON d'une figure.
    genre : « barres », « boîtes », « carte », « courbe », « histogramme », « nuage » ou
        « secteurs ».
    x, y : les données attendues (catégories et valeurs pour des barres ou des secteurs, même
        couchées ; longitudes ou lieux et valeurs pour une carte) ; l'ordre des points est libre.
    titre, texte_alternatif : vrai s'ils sont exigés.
    axe_x, axe_y : mots ou unités que doit contenir le titre de l'axe de x, de y (« € »).
    depuis_zero : vrai si l'axe des valeurs doit contenir zéro ; par défaut, pour des barres.
    tolerance : écart accepté, dans l'unité de y.
    pieges : `{phrase: valeurs de y que donne une erreur connue}`.
    partiel : avec `points`, note à proportion des exigences tenues, au quart de point inférieur ;
        rien si aucune donnée n'est juste.

    Lève
    ----
    ArgumentInvalide, MauvaisType si l'énoncé est mal écrit ; ReponseFausse en correction.

    Exemple
    -------
    >>> import plotly.express as px
    >>> barres = px.bar(x=["A", "B"], y=[120.0, 80.0], title="La classe A domine")
    >>> verifier_figure("classes", barres, genre="barres", x=["B", "A"], y=[80.0, 120.0])
    ✔ Juste — classes
    >>> verifier_figure("classes", barres, genre="barres", axe_y="€")
    ✘ À revoir — classes : Le titre de l'axe vertical ne dit pas la grandeur ou l'unité demandée.
    >>> verifier_figure("classes", barres.update_yaxes(range=[70, 130]), genre="barres")
    ✘ À revoir — classes : L'axe des valeurs ne part pas de zéro : il exagère les écarts.
    >>> verifier_figure("classes", ..., genre="barres")
    … pas encore répondu — classes
    """
    controler_enonce(tolerance, points, pieges, partiel)
    if genre is not None and genre not in GENRES:
        raise ArgumentInvalide("genre", genre, f"un genre parmi : {', '.join(GENRES)}")
    x, y = _lire_colonne("x", x), _lire_colonne("y", y)
    if x is not None and y is not None and len(x) != len(y):
        raise ArgumentInvalide("y", y, "autant de valeurs que x")
    lue = lire_figure(figure)
    if lue is None:
        return _pas_une_figure(nom, figure, points)
    traces = [trace for trace in lue.traces if genre in (None, trace.genre)]
    if not any(trace.x or trace.y for trace in traces):
        return Verdict(nom, "faux", _mauvais_genre(lue), points)
    demandes = {traces[0].axe_x: axe_x, traces[0].axe_y: axe_y}
    zero = traces[0].genre == "barres" if depuis_zero is None else depuis_zero
    exigences = [_defaut_d_axe(lue, axe, mots) for axe, mots in demandes.items() if mots]
    exigences += [_defaut_de_zero(lue, traces[0])] if zero else []
    exigences += ["" if lue.titre() else SANS_TITRE] if titre else []
    exigences += ["" if lue.texte_alternatif() else SANS_TEXTE_ALTERNATIF] * texte_alternatif
    sans_donnees = x is None and y is None
    donnees = Comparaison("", Fraction(1))
    if not sans_donnees:
        donnees = _juger_les_donnees(lue, traces, x, y, tolerance, pieges)
    comparaison = _resumer(donnees, exigences)
    if not comparaison.defaut and sans_donnees and points is None:
        return Verdict(nom, "forme", "Les données seront vérifiées à la correction.")
    if not partiel:
        comparaison = Comparaison(comparaison.defaut)
    return conclure(nom, comparaison, points, partiel, "Exigences tenues")


def _pas_une_figure(nom: str, figure: Any, points: float | None) -> Verdict:
    lu = lire(figure)
    if sans_reponse(lu):
        return Verdict(nom, "attente", points=points)
    if de_matplotlib(figure):
        return Verdict(nom, "faux", MATPLOTLIB, points)
    if lu is FONCTION:
        return Verdict(nom, "faux", APPEL, points)
    defaut = f"Une figure plotly est attendue : votre réponse est {nommer(lu)}."
    return Verdict(nom, "faux", defaut, points)


def _mauvais_genre(lue: Figure) -> str:
    if not any(trace.x or trace.y for trace in lue.traces):
        return VIDE
    genre = lue.traces[0].genre
    montre = GENRES.get(genre, f"un tracé « {genre} »")
    return f"Votre graphique montre {montre} : ce n'est pas ce que demande l'énoncé."


def _juger_les_donnees(
    lue: Figure,
    traces: list[Trace],
    x: list[Any] | None,
    y: list[Any] | None,
    tolerance: float | None,
    pieges: Mapping[str, Any],
) -> Comparaison:
    donnees = comparer_points(lue, traces, x, y, tolerance)
    for phrase, piege in pieges.items() if donnees.defaut else ():
        valeurs = _lire_colonne("pieges", piege)
        a, b = (valeurs, None) if y is None else (x, valeurs)
        if not comparer_points(lue, traces, a, b, tolerance).defaut:
            return Comparaison(phrase, donnees.part)
    return donnees


def _resumer(donnees: Comparaison, exigences: list[str]) -> Comparaison:
    """Le premier défaut ; la part des exigences tenues, les données en étant une."""
    defauts = [defaut for defaut in (donnees.defaut, *exigences) if defaut]
    if not defauts:
        return Comparaison("", Fraction(1))
    if not donnees.part:
        return Comparaison(defauts[0])
    part = (donnees.part + exigences.count("")) / (1 + len(exigences))
    return Comparaison(defauts[0], part)


def _defaut_d_axe(lue: Figure, axe: str, mots: str) -> str:
    sens = "horizontal" if axe.startswith("x") else "vertical"
    titre = lue.titre_d_axe(axe)
    if not titre:
        return f"L'axe {sens} n'a pas de titre : écrivez la grandeur et son unité."
    dits = _plier(f"{titre} {lue.unite_d_axe(axe)}")
    if all(mot in dits for mot in _plier(mots).split()):
        return ""
    return f"Le titre de l'axe {sens} ne dit pas la grandeur ou l'unité demandée."


def _defaut_de_zero(lue: Figure, trace: Trace) -> str:
    axe = lue.axe(trace.axe_y)
    if axe.get("type") == "log":
        return LOGARITHME
    bas, haut = _bornes(axe)
    if (bas is not None and bas > 0) or (haut is not None and haut < 0):
        return TRONQUE
    if bas is not None and haut is not None:
        return ""
    if trace.genre == "barres" or trace.rempli or axe.get("rangemode") in ("tozero", "nonnegative"):
        return ""  # plotly y fait partir l'axe de zéro
    nombres = [valeur for valeur in trace.y if nature(valeur) == "nombre"]
    return "" if nombres and min(nombres) <= 0 <= max(nombres) else TRONQUE


def _bornes(axe: Mapping[str, Any]) -> list[Any]:
    """Les bornes que la figure impose à son axe ; None : plotly la choisit."""
    bornes = accorder(lire(axe.get("range")), [])
    if not isinstance(bornes, list) or len(bornes) != 2 or axe.get("autorange"):
        return [None, None]
    bornes = [borne if nature(borne) == "nombre" else None for borne in bornes]
    return bornes if None in bornes else sorted(bornes)


def _plier(texte: str) -> str:
    """Sans casse ni accents, les unités sous une seule forme : « euros » est « € »."""
    plie = sans_accents(texte)
    for mot, unite in _UNITES.items():
        plie = plie.replace(mot, unite)
    return plie


def _lire_colonne(argument: str, valeurs: Any) -> list[Any] | None:
    if valeurs is None:
        return None
    lues = accorder(lire(valeurs), [])
    if not isinstance(lues, list) or not lues:
        raise MauvaisType(argument, valeurs, "une liste de valeurs")
    return lues
