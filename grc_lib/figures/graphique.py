"""`Graphique` : une figure plotly avec un titre-constat, un texte alternatif et ses données."""

import json
import os
from functools import partial
from html import escape
from math import ceil, floor
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.figures.gabarit import CONFIG, HAUTEUR, MIMETYPE, VOILE, gabarit
from grc_lib.figures.textes import insecable, plier, tableau_html

_ANCRES = {"gauche": "left", "droite": "right", "haut": "top", "bas": "bottom"}
_COTES = ("gauche", "droite")


class Graphique(go.Figure):  # type: ignore[misc]
    """Une figure plotly qui dit ce qu'elle montre, et dont les données sont à un clic.

    Paramètres
    ----------
    titre : le constat que l'on doit lire (« 20 % des clients font 78 % du chiffre d'affaires »).
    texte_alternatif : ce que voit le lecteur, en phrases, chiffres compris. Obligatoire.
    donnees : tableau des données, colonnes françaises avec leur unité.
    options : traces et mise en page, comme pour `plotly.graph_objects.Figure`.

    Lève
    ----
    ArgumentInvalide si le titre ou le texte alternatif manque ; MauvaisType si `donnees`
    n'est pas un DataFrame.

    Exemple
    -------
    >>> ventes = pd.DataFrame({"Mois": ["mai", "juin"], "Ventes (€)": [1200.0, 1500.0]})
    >>> graphique = Graphique(
    ...     go.Bar(x=ventes["Mois"], y=ventes["Ventes (€)"]),
    ...     titre="Les ventes montent de 25 % en juin",
    ...     texte_alternatif="Deux barres : 1 200 € en mai, 1 500 € en juin.",
    ...     donnees=ventes,
    ... )
    >>> graphique.texte_alternatif
    'Deux barres : 1 200 € en mai, 1 500 € en juin.'
    """

    def __init__(
        self,
        *arguments: Any,
        titre: str = "",
        texte_alternatif: str = "",
        donnees: pd.DataFrame | None = None,
        **options: Any,
    ) -> None:
        if not texte_alternatif.strip():
            raise ArgumentInvalide(
                "texte_alternatif",
                texte_alternatif,
                "une ou deux phrases qui disent ce que l'on voit",
            )
        if not isinstance(donnees, pd.DataFrame):
            raise MauvaisType("donnees", donnees, "un DataFrame, les données du graphique")
        super().__init__(*arguments, **options)
        self.layout.template = gabarit()
        self.layout.height = self.layout.height or HAUTEUR  # sinon JupyterLab impose 360 px
        self.layout.meta = {"texte_alternatif": texte_alternatif}  # suit la figure dans son JSON
        if titre.strip():
            self.layout.title.text = plier(titre)
            self.layout.margin.t = 58 + 22 * str(self.layout.title.text).count("<br>")
        self.layout.title.y = 1 - 26 / self.layout.height
        if not self.layout.title.text:
            raise ArgumentInvalide("titre", titre, "le constat que l'on doit lire sur le graphique")
        self._donnees = donnees

    @property
    def texte_alternatif(self) -> str:
        return str(self.layout.meta["texte_alternatif"])

    @property
    def donnees(self) -> pd.DataFrame:
        return self._donnees.copy()

    @property
    def titre(self) -> str:
        """Le constat, sur une seule ligne."""
        return str(self.layout.title.text).replace("<br>", " ")

    def etiqueter(self, x: float | str, y: float, texte: str, ancre: str, **options: Any) -> None:
        """Pose un texte sur le graphique ; `ancre` dit quel bord est en (x, y) : « droite bas »."""
        self.add_annotation(**etiquette(x, y, texte, ancre, **options))

    def annoter(self, annotations: list[dict[str, Any]]) -> None:
        """Pose d'un coup toutes les annotations : une par une, plotly les relit à chaque fois."""
        self.layout.annotations = [*self.layout.annotations, *annotations]

    def graduer_en_parts(self, axe: Literal["x", "y"], bas: float = 0, haut: float = 1) -> None:
        """Gradue un axe de parts décimales en pour cent ; l'unité se lit dans son titre."""
        pas = next((p for p in (0.05, 0.1, 0.2, 0.5, 1.0) if (haut - bas) / p <= 7), 2.0)
        reperes = [pas * k for k in range(floor(bas / pas), ceil(haut / pas) + 1)]
        textes = [nombre(100 * repere) for repere in reperes]
        self.update_layout({f"{axe}axis": dict(tickvals=reperes, ticktext=textes, tickangle=0)})

    def description(self) -> str:
        """Le texte alternatif et le tableau des données, repliés (HTML)."""
        return (
            "<details><summary>Description et données du graphique</summary>"
            f"<p>{escape(insecable(self.texte_alternatif))}</p>{tableau_html(self._donnees)}</details>"
        )

    def show(self, *arguments: Any, **options: Any) -> None:
        """Affiche le graphique ; dans un notebook, sa description est juste dessous."""
        if arguments or options or not _dans_un_notebook():
            super().show(*arguments, **options)
        else:
            self._ipython_display_()

    def _repr_mimebundle_(self, *arguments: Any, **options: Any) -> dict[str, Any]:
        figure = {**json.loads(self.to_json()), "config": CONFIG}
        return {MIMETYPE: figure, "text/plain": self.texte_alternatif}

    def sorties(self) -> tuple[dict[str, Any], ...]:
        """Ce qu'affiche un notebook, au format de ses sorties : le graphique, la description."""
        tableau = self._donnees.to_string(index=False, max_rows=30)
        description = {"text/html": self.description(), "text/plain": tableau}
        return tuple(
            {"output_type": "display_data", "data": donnees, "metadata": {}}
            for donnees in (self._repr_mimebundle_(), description)
        )

    def _ipython_display_(self) -> None:
        from IPython.display import display

        figure, description = (sortie["data"] for sortie in self.sorties())
        if "PLOTLY_RENDERER" in os.environ:  # un autre rendu est demandé, par exemple pour le site
            pio.show(self, config=CONFIG)
        else:
            display(figure, raw=True)  # type: ignore[no-untyped-call]
        display(description, raw=True)  # type: ignore[no-untyped-call]

    def __reduce__(self) -> tuple[Any, ...]:
        classe, arguments = super().__reduce__()
        textes = {"texte_alternatif": self.texte_alternatif, "donnees": self._donnees}
        return partial(classe, **textes), arguments


def etiquette(
    x: float | str, y: float, texte: str, ancre: str = "", **options: Any
) -> dict[str, Any]:
    """L'annotation d'un texte ; `ancre` dit quel bord est en (x, y) : « droite bas ».

    >>> etiquette(1, 2, "Seuil", "droite bas")["xanchor"]
    'right'
    """
    bords = {("xanchor" if mot in _COTES else "yanchor"): _ANCRES[mot] for mot in ancre.split()}
    defaut = dict(showarrow=False, align=bords.get("xanchor", "center"), bgcolor=VOILE)
    return {"x": x, "y": y, "text": texte, **defaut, **bords, **options}


def _dans_un_notebook() -> bool:
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel")


def exiger_colonnes(argument: str, tableau: Any, *colonnes: str) -> None:
    """Lève une erreur qui nomme la colonne absente et celles que l'on a reçues."""
    if not isinstance(tableau, pd.DataFrame):
        raise MauvaisType(argument, tableau, f"un DataFrame, colonnes {', '.join(colonnes)}")
    for colonne in colonnes:
        if colonne not in tableau.columns:
            raise ArgumentInvalide(argument, list(tableau.columns), f"une colonne « {colonne} »")
