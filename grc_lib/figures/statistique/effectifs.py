"""L'histogramme : combien de valeurs dans chaque classe ; l'appelant dit le constat."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.echelles import Echelle, bornes_rondes, en_nombres, libelle
from grc_lib.figures.gabarit import BLEU, ENCRE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte

CLASSES_MAX = 40

Bornes = npt.NDArray[np.float64]


def histogramme(
    valeurs: Any,
    *,
    classes: int | Sequence[float] = 12,
    nom: str = "Valeur",
    unite: str = "",
    titre: str,
) -> Graphique:
    """Combien de valeurs dans chaque classe, bornes rondes, et où tombe la médiane.

    Paramètres
    ----------
    valeurs : des nombres ; les valeurs manquantes sont refusées.
    classes : nombre de classes souhaité, de même largeur et à bornes rondes ; ou la liste des
        bornes, croissantes et régulières. Une classe comprend sa borne basse, pas la haute.
    nom : ce que l'on mesure, pour l'axe.
    unite, titre : comme pour `barres`.

    Renvoie
    -------
    `Graphique` : x, milieu des classes ; y, effectifs. Quelques valeurs extrêmes (1 % au plus de
    chaque côté) peuvent tomber hors des classes : l'axe dit combien.

    Lève
    ----
    ArgumentInvalide si les bornes ne sont pas croissantes et régulières ; MauvaisType si les
    valeurs ne sont pas des nombres ; NonCalculable s'il n'y en a pas.

    Exemple
    -------
    >>> paniers = [120, 180, 240, 260, 290, 410]
    >>> figure = histogramme(paniers, classes=3, nom="Panier", unite="€", titre="Au milieu")
    >>> figure.donnees["Effectif"].tolist()
    [2, 3, 1]

    Source
    ------
    S522-1, classes et histogramme.
    """
    x = np.asarray(en_nombres("valeurs", pd.Series(valeurs)), np.float64)
    bornes = _bornes(x, classes)
    effectifs = np.histogram(x[x < bornes[-1]], bornes)[0]
    dehors = len(x) - int(effectifs.sum())
    echelle = Echelle.pour(pd.Series(bornes), unite)
    mediane = float(np.median(x))
    noms = [f"{echelle.court(a)} à {echelle.court(b)}" for a, b in pairwise(bornes)]
    haute = int(effectifs.argmax())
    fournie = f"de {noms[haute]} {echelle.unite}".strip()
    suite = f" {compte(dehors, 'valeur')} hors des classes." if dehors else ""
    figure = Graphique(
        _rectangles(bornes, effectifs, noms, echelle.unite),
        titre=titre,
        texte_alternatif=(
            f"Histogramme de {compte(len(x), 'valeur')}, {libelle(nom)}. Médiane "
            f"{echelle.ecrire(mediane)}, moyenne {echelle.ecrire(x.mean())}. La classe la plus "
            f"fournie, {fournie}, en compte {nombre(effectifs[haute])}.{suite}"
        ),
        donnees=pd.DataFrame({echelle.titre(nom): noms, "Effectif": effectifs}),
        layout_showlegend=False,
    )
    hors = f"<br>{compte(dehors, 'valeur')} plus loin" if dehors else ""
    reperes = _reperes(bornes, echelle)
    figure.update_xaxes(tickvals=reperes, ticktext=[echelle.court(borne) for borne in reperes])
    figure.update_xaxes(title_text=echelle.titre(nom) + hors, tickangle=0)
    figure.update_xaxes(showgrid=False, range=[bornes[0], bornes[-1]])
    comptes = Echelle.pour(pd.Series(effectifs, dtype=float), "").axe(0, effectifs.max() * 1.12)
    figure.update_yaxes(title_text="Effectif", **comptes)
    if bornes[0] <= mediane <= bornes[-1]:
        figure.add_vline(x=mediane, line=dict(color=ENCRE, dash="dash", width=1.5))
        ancre = "gauche" if mediane < (bornes[0] + bornes[-1]) / 2 else "droite"
        texte = f"médiane : {echelle.ecrire(mediane)}"
        figure.etiqueter(mediane, 1, texte, f"{ancre} haut", yref="paper", borderpad=3)
    return figure


def _bornes(x: Bornes, classes: int | Sequence[float]) -> Bornes:
    """Les bornes demandées, ou des bornes rondes qui couvrent 98 % des valeurs au moins."""
    if isinstance(classes, int):
        if isinstance(classes, bool) or not 2 <= classes <= CLASSES_MAX:
            raise ArgumentInvalide("classes", classes, f"de 2 à {CLASSES_MAX} classes")
        bas, haut = np.quantile(x, [0.01, 0.99]) if np.ptp(x) else (x[0] - 0.5, x[0] + 0.5)
        etendue = haut - bas
        bas = min(bas, x.min()) if bas - x.min() < etendue / 4 else bas
        haut = max(haut, x.max()) if x.max() - haut < etendue / 4 else haut
        return bornes_rondes(float(bas), float(haut), classes)
    bornes = np.asarray(classes, dtype=float)
    pas = np.diff(bornes)
    if len(bornes) < 3 or not (pas > 0).all() or not np.allclose(pas, pas[0]):
        # Des hauteurs ne se comparent que si les classes ont la même largeur.
        raise ArgumentInvalide("classes", list(classes), "des bornes croissantes et régulières")
    return bornes


def _reperes(bornes: Bornes, echelle: Echelle) -> Bornes:
    """Les bornes que l'on écrit sous l'axe : zéro s'il y est, et de quoi tenir sur un téléphone."""
    largeur = 1.6 + max(len(echelle.court(borne)) for borne in bornes)
    pas = next(p for p in (1, 2, 4, 5, 10, 20, 40) if len(bornes) * largeur <= 36 * p)
    rangs = np.round(bornes / (bornes[1] - bornes[0])).astype(int)
    return np.asarray(bornes[rangs % pas == 0])


def _rectangles(bornes: Bornes, effectifs: Any, noms: list[str], unite: str) -> go.Bar:
    return go.Bar(
        x=(bornes[:-1] + bornes[1:]) / 2,
        y=effectifs,
        width=np.diff(bornes),
        name="Effectif",
        marker=dict(color=BLEU, line=dict(color="white", width=1)),
        hovertext=[
            f"{nom} {unite}<br>{compte(int(n), 'valeur')}"
            for nom, n in zip(noms, effectifs, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
