"""La courbe de vie d'un produit ou d'une gamme, et ses phases."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.figures.briques.echelles import Echelle, en_nombres
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.statistique.evolution import courbes
from grc_lib.figures.textes import pourcent

_FONDS = ("rgba(0, 114, 178, 0.10)", "rgba(0, 0, 0, 0.03)")  # une bande sur deux


def cycle_de_vie(
    ventes: Any,
    phases: Mapping[str, Any] | None = None,
    *,
    nom: str = "ventes",
    unite: str = "€",
    titre: str | None = None,
) -> Graphique:
    """La courbe de vie d'un produit ou d'une gamme, et ses phases.

    Les phases sont votre lecture de la courbe, une hypothèse : aucune formule ne dit où finit la
    croissance.

    Paramètres
    ----------
    ventes : une colonne (`Series`), les périodes en index (dates ou années). Des totaux annuels de
        préférence : une saison creuse n'est pas un déclin.
    phases : le nom de chaque phase et la période où elle commence, dans l'ordre :
        `{"Lancement": 2019, "Croissance": 2020, "Maturité": 2023}`.
    nom, unite : ce que l'on mesure, comme pour `courbes`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : la courbe, l'axe depuis zéro, une bande nommée par phase.

    Lève
    ----
    MauvaisType si `ventes` n'est pas une colonne ; NonCalculable si elle est vide ;
    ArgumentInvalide si une phase commence hors de la courbe ou avant la précédente.

    Exemple
    -------
    >>> enveloppes = pd.Series([20, 90, 120, 78], index=[2022, 2023, 2024, 2025])
    >>> cycle_de_vie(enveloppes, unite="k€").titre
    'Sommet en 2024\xa0: 120\xa0k€\xa0; depuis, −35,0\u202f%'

    Source
    ------
    S442-1, cycle de vie et gamme.
    """
    if not isinstance(ventes, pd.Series):
        raise MauvaisType("ventes", ventes, "une colonne, les périodes en index")
    serie = en_nombres("ventes", ventes)
    tableau = pd.DataFrame({"période": serie.index, nom: serie.to_numpy()})
    constat = _constat_de_vie(serie, Echelle.pour(serie, unite))
    base = courbes(tableau, "période", nom, unite=unite, titre=titre or constat)
    bandes = _bandes(serie, dict(phases or {}))
    lues = [f"{phase} à partir de {_ecrire_periode(debut)}" for phase, debut, _ in bandes]
    figure = Graphique(
        base,
        titre=titre or constat,
        texte_alternatif=" ".join(
            [
                base.texte_alternatif,
                f"{constat}.",
                *([f"Phases : {', '.join(lues)}."] if lues else []),
            ]
        ),
        donnees=base.donnees,
    )
    echelle = Echelle.pour(serie, unite)
    figure.update_yaxes(**echelle.axe(min(0.0, float(serie.min())), float(serie.max())))
    figure.update_traces(cliponaxis=False)
    for rang, (phase, debut, fin) in enumerate(bandes):
        figure.add_vrect(x0=debut, x1=fin, fillcolor=_FONDS[rang % 2], line_width=0, layer="below")
        figure.etiqueter(
            debut,
            1,
            phase,
            "gauche bas",
            yref="paper",
            bgcolor=None,
            textangle=-35,
        )
    if bandes:
        place = 12 + 5 * max(len(phase) for phase, _, _ in bandes)
        figure.layout.margin.t += place
        figure.layout.height += place
        figure.layout.title.y = 1 - 26 / figure.layout.height
    return figure


def _constat_de_vie(serie: "pd.Series[float]", echelle: Echelle) -> str:
    sommet, fin = serie.idxmax(), float(serie.iloc[-1])
    haut = float(serie.max())
    texte = f"Sommet en {_ecrire_periode(sommet)} : {echelle.ecrire(haut)}"
    if fin == haut or haut <= 0:
        return texte
    return f"{texte} ; depuis, {pourcent(fin / haut - 1)}"


def _ecrire_periode(periode: Any) -> str:
    return f"{periode:%m/%Y}" if isinstance(periode, pd.Timestamp) else str(periode)


def _bandes(serie: "pd.Series[float]", phases: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Chaque phase, son début et sa fin, qui est le début de la suivante."""
    dates = isinstance(serie.index, pd.DatetimeIndex)
    debuts = [pd.Timestamp(debut) if dates else debut for debut in phases.values()]
    premiere, derniere = serie.index.min(), serie.index.max()
    for avant, debut in zip([premiere, *debuts], debuts, strict=False):
        if not avant <= debut < derniere:
            attendu = f"des débuts croissants, de {_ecrire_periode(premiere)} à la fin de la courbe"
            raise ArgumentInvalide("phases", _ecrire_periode(debut), attendu)
    return list(zip(phases, debuts, [*debuts[1:], derniere], strict=False))
