"""Lire une figure plotly comme une donnée : ses tracés, ses axes, ses titres."""

import base64
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from grc_lib.exercice._comparaison import accorder
from grc_lib.exercice._lecture import lire, nature

GENRES = {
    "barres": "des barres",
    "boîtes": "des boîtes",
    "carte": "une carte",
    "courbe": "une courbe",
    "histogramme": "un histogramme",
    "nuage": "un nuage de points",
    "secteurs": "des secteurs",
}
_TYPES = {
    "bar": "barres",
    "box": "boîtes",
    "choropleth": "carte",
    "choroplethmap": "carte",
    "choroplethmapbox": "carte",
    "densitymap": "carte",
    "histogram": "histogramme",
    "pie": "secteurs",
    "scattergeo": "carte",
    "scattermap": "carte",
    "scattermapbox": "carte",
    "violin": "boîtes",
}
_ABSCISSES = ("x", "labels", "locations", "lon")
_ORDONNEES = ("y", "values", "z", "lat")
_AGREGATS: dict[str, Callable[[list[Any]], Any]] = {
    "count": len,
    "sum": sum,
    "avg": lambda valeurs: sum(valeurs) / len(valeurs),
    "min": min,
    "max": max,
}


@dataclass(frozen=True)
class Trace:
    """Un tracé visible : son genre, ses points, et l'axe qui porte chacune de leurs valeurs.

    Pour des barres couchées, x désigne encore les catégories et y les valeurs.
    """

    genre: str
    x: list[Any]
    y: list[Any]
    axe_x: str = "xaxis"
    axe_y: str = "yaxis"
    rempli: bool = False


@dataclass(frozen=True)
class Figure:
    """Les tracés visibles d'une figure et sa mise en page (un dictionnaire de plotly)."""

    traces: list[Trace]
    page: Mapping[str, Any]

    def titre(self) -> str:
        return _texte(self.page.get("title"))

    def axe(self, nom: str) -> Mapping[str, Any]:
        axe = self.page.get(nom)
        return axe if isinstance(axe, Mapping) else {}

    def titre_d_axe(self, nom: str) -> str:
        return _texte(self.axe(nom).get("title"))

    def unite_d_axe(self, nom: str) -> str:
        """Ce que les graduations disent de l'unité : un préfixe, un suffixe, un format."""
        marques = (self.axe(nom).get(cle) for cle in ("tickprefix", "ticksuffix", "tickformat"))
        return " ".join(marque for marque in marques if isinstance(marque, str))

    def texte_alternatif(self) -> str:
        meta = self.page.get("meta")
        return _texte(meta.get("texte_alternatif")) if isinstance(meta, Mapping) else ""


def lire_figure(valeur: Any) -> Figure | None:
    """La figure que décrit une réponse (objet plotly, ou JSON d'une figure), ou None.

    >>> lire_figure({"data": [{"type": "bar", "x": ["A"], "y": [3]}]}).traces
    [Trace(genre='barres', x=['A'], y=[3], axe_x='xaxis', axe_y='yaxis', rempli=False)]
    """
    plotly = sys.modules.get("plotly.basedatatypes")
    if plotly is not None and isinstance(valeur, plotly.BaseFigure):
        valeur = plotly.BaseFigure.to_dict(valeur)  # celle de plotly, jamais celle de l'élève
    if isinstance(valeur, str):
        valeur = _lire_json(valeur)
    if not isinstance(valeur, dict) or not isinstance(valeur.get("data"), list | tuple):
        return None
    traces = [_lire_trace(t) for t in valeur["data"] if isinstance(t, dict) and _visible(t)]
    page = valeur.get("layout")
    return Figure(traces, page if isinstance(page, Mapping) else {})


def de_matplotlib(valeur: Any) -> bool:
    """Vrai pour une figure, un axe, un tracé de matplotlib, ou une liste qui en contient."""
    if isinstance(valeur, list | tuple):
        return any(de_matplotlib(element) for element in valeur[:10])
    return str(type(valeur).__module__).partition(".")[0] in ("matplotlib", "seaborn")


def agreger(x: list[Any], y: list[Any], fonction: str = "sum") -> tuple[list[Any], list[Any]]:
    """Une valeur par catégorie, comme plotly empile les barres ou réunit les secteurs.

    >>> agreger(["A", "B", "A"], [1, 2, 3])
    (['A', 'B'], [4, 2])
    """
    groupes: dict[Any, list[Any]] = {}
    for categorie, valeur in zip(x, y, strict=False):
        groupes.setdefault(categorie, []).append(valeur)
    return list(groupes), [_AGREGATS[fonction](valeurs) for valeurs in groupes.values()]


def _lire_trace(trace: dict[str, Any]) -> Trace:
    type_ = str(trace.get("type", "scatter"))
    x, y = _valeurs(trace, _ABSCISSES), _valeurs(trace, _ORDONNEES)
    rempli = "stackgroup" in trace or str(trace.get("fill", "")).startswith("tozero")
    genre = _TYPES.get(type_, type_)
    if type_ in ("scatter", "scattergl"):
        genre = _genre_de_points(trace, len(y or x), rempli)
    if not x and genre in ("barres", "courbe", "nuage"):
        x = list(range(len(y)))  # plotly numérote ce qui n'a pas d'abscisse
    axe_x, axe_y = (f"{sens}axis{str(trace.get(f'{sens}axis', sens))[1:]}" for sens in "xy")
    lue = Trace(genre, x, y, axe_x, axe_y, rempli)
    couche = trace.get("orientation") == "h" and genre in ("barres", "histogramme")
    if couche or (genre == "histogramme" and y and not x):
        lue = replace(lue, x=y, y=x, axe_x=axe_y, axe_y=axe_x)
    return _compter(trace, lue) if genre == "histogramme" else lue


def _genre_de_points(trace: dict[str, Any], combien: int, rempli: bool) -> str:
    mode = str(trace.get("mode") or ("lines+markers" if combien < 20 else "lines"))
    if "lines" in mode or rempli:
        return "courbe"
    return "nuage" if "markers" in mode else "texte"


def _compter(trace: dict[str, Any], lue: Trace) -> Trace:
    """Un « histogramme » de catégories est un graphique en barres que plotly calcule."""
    fonction = str(trace.get("histfunc", "count"))
    if not lue.x or fonction not in _AGREGATS or any(nature(v) != "texte" for v in lue.x):
        return lue
    x, y = agreger(lue.x, lue.y or lue.x, fonction)
    return replace(lue, genre="barres", x=x, y=y)


def _valeurs(trace: dict[str, Any], cles: tuple[str, ...]) -> list[Any]:
    brutes: Any = next((trace[cle] for cle in cles if trace.get(cle) is not None), [])
    if isinstance(brutes, Mapping):
        return _decoder(brutes)
    lues = accorder(lire(brutes), [])
    return lues if isinstance(lues, list) else []


def _decoder(tableau: Mapping[str, Any]) -> list[Any]:
    """Un tableau de nombres que plotly a écrit en binaire (base64, petit-boutiste)."""
    import numpy as np

    genre = np.dtype(str(tableau.get("dtype"))).newbyteorder("<")
    octets = base64.b64decode(str(tableau.get("bdata")))
    return np.frombuffer(octets, genre).tolist() if genre.kind in "iuf" else []


def _lire_json(contenu: str) -> Any:
    try:
        return json.loads(contenu)
    except ValueError:
        return None


def _visible(trace: dict[str, Any]) -> bool:
    return trace.get("visible", True) is True


def _texte(titre: Any) -> str:
    """Le texte d'un titre, que plotly l'écrive seul ou dans un dictionnaire."""
    titre = titre.get("text") if isinstance(titre, Mapping) else titre
    return " ".join(titre.replace("<br>", " ").split()) if isinstance(titre, str) else ""
