"""Des courbes lues dans un tableau large : l'index en abscisse, une colonne par courbe."""

import pandas as pd

from grc_lib.figures.briques.echelles import Echelle
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.statistique.evolution import courbes


def lignes(
    tableau: pd.DataFrame,
    mesure: str,
    *,
    unite: str = "",
    constat: str,
    titre: str | None = None,
    texte_alternatif: str | None = None,
    donnees: pd.DataFrame | None = None,
) -> Graphique:
    """Une courbe par colonne, nommée à son extrémité, le constat dans le titre et la description.

    >>> prets = pd.DataFrame({"A": [900.0, 0.0], "B": [900.0, 450.0]}, index=[0, 1])
    >>> prets.index.name = "Année"
    >>> figure = lignes(prets, "Reste dû", unite="€", constat="A se rembourse plus vite")
    >>> figure.donnees.columns.tolist()
    ['Année', 'A (€)', 'B (€)']
    """
    x = str(tableau.index.name)
    longues = tableau.reset_index().melt(x, var_name="courbe", value_name=mesure).dropna()
    figure = courbes(longues, x, mesure, groupe="courbe", unite=unite, titre=titre or constat)
    return Graphique(
        figure,
        titre=titre or constat,
        texte_alternatif=texte_alternatif or f"{figure.texte_alternatif} {constat}.",
        donnees=_large(tableau, longues[mesure], unite) if donnees is None else donnees,
    )


def _large(tableau: pd.DataFrame, valeurs: "pd.Series[float]", unite: str) -> pd.DataFrame:
    """Le tableau dans l'unité du graphique, écrite à côté de chaque nom."""
    echelle = Echelle.pour(valeurs, unite)
    noms = {nom: f"{nom} ({echelle.unite})" for nom in tableau.columns if unite}
    return (tableau / echelle.facteur).rename(columns=noms).reset_index()
