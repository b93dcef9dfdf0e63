"""Les graphiques de tous les jours : des barres, un histogramme ; l'appelant dit le constat."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.echelles import Echelle, bornes_rondes, en_nombres, libelle, lire
from grc_lib.figures.gabarit import BLEU, CIEL, CLASSES, ENCRE, GRIS
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, plier

GROUPES_MAX, BARRES_MAX = 4, 40
_FONDS = (BLEU, CLASSES["B"], CLASSES["C"], CIEL)  # foncé, moyen, clair : lisible en gris

Bornes = npt.NDArray[np.float64]


def barres(
    tableau: pd.DataFrame,
    categorie: str,
    valeur: str,
    *,
    groupe: str | None = None,
    horizontal: bool = False,
    unite: str = "",
    titre: str,
) -> Graphique:
    """Une barre par catégorie, dans l'ordre du tableau ; une par groupe si on le demande.

    Paramètres
    ----------
    tableau : une ligne par barre.
    categorie, valeur, groupe : ses colonnes ; leurs noms servent aux axes. Quatre groupes au plus.
    horizontal : vrai pour des noms longs, que l'on lit alors sans pencher la tête.
    unite : unité des valeurs ; « € » abrège en k€ ou M€, « % » reçoit des taux décimaux.
    titre : le constat.

    Renvoie
    -------
    `Graphique` : une trace par groupe ; les barres partent de zéro et portent leur valeur.

    Lève
    ----
    ArgumentInvalide si une colonne manque, si deux lignes ont la même barre, ou s'il y a trop de
    barres ou de groupes ; MauvaisType si les valeurs ne sont pas des nombres ; NonCalculable si le
    tableau est vide.

    Exemple
    -------
    >>> ventes = pd.DataFrame({"Secteur": ["Est", "Ouest"], "Ventes": [1_200_000, 800_000]})
    >>> figure = barres(ventes, "Secteur", "Ventes", unite="€", titre="L'Est vend plus")
    >>> figure.texte_alternatif
    'Barres, Ventes selon Secteur. Est : 1,20\xa0M€ ; Ouest : 0,80\xa0M€.'

    Source
    ------
    S522-1, représenter des données.
    """
    donnees = lire(tableau, categorie, valeur, groupe)
    _verifier(donnees, categorie, groupe)
    echelle = Echelle.pour(donnees[valeur], unite)
    noms = list(dict.fromkeys(donnees[groupe])) if groupe else [libelle(valeur)]
    series = [donnees[donnees[groupe] == nom] if groupe else donnees for nom in noms]
    figure = Graphique(
        [
            _barres(serie, str(nom), rang, echelle, horizontal)
            for rang, (nom, serie) in enumerate(zip(noms, series, strict=True))
        ],
        titre=titre,
        texte_alternatif=(
            f"Barres, {libelle(valeur)} selon {libelle(categorie)}. " + _enumerer(donnees, echelle)
        ),
        donnees=echelle.tableau(donnees, valeur),
        layout_height=_hauteur(donnees, categorie, len(noms)) if horizontal else None,
        layout_showlegend=groupe is not None,
    )
    bas, haut = min(0.0, donnees[valeur].min()), max(0.0, donnees[valeur].max())
    nombres, textes = ("x", "y") if horizontal else ("y", "x")
    graduations = echelle.axe(bas * 1.1, haut * 1.1)
    figure.update_layout({f"{nombres}axis": {**graduations, "title_text": echelle.titre(valeur)}})
    # Une année ou un mois écrit en chiffres reste un nom de barre.
    figure.update_layout({f"{textes}axis": dict(type="category", showgrid=False)})
    if horizontal:
        figure.update_yaxes(autorange="reversed")
    else:
        figure.update_xaxes(title_text=libelle(categorie))
    return figure


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
    figure.update_xaxes(**echelle.axe(bornes[0], bornes[-1]), title_text=echelle.titre(nom) + hors)
    figure.update_xaxes(showgrid=False, range=[bornes[0], bornes[-1]])
    figure.update_yaxes(title_text="Effectif", range=[0, effectifs.max() * 1.15], nticks=7)
    if bornes[0] <= mediane <= bornes[-1]:
        figure.add_vline(x=mediane, line=dict(color=ENCRE, dash="dash", width=1.5))
        ancre = "gauche" if mediane < (bornes[0] + bornes[-1]) / 2 else "droite"
        texte = f"médiane : {echelle.ecrire(mediane)}"
        figure.etiqueter(mediane, 1, texte, f"{ancre} haut", yref="paper", borderpad=3)
    return figure


def _verifier(donnees: pd.DataFrame, categorie: str, groupe: str | None) -> None:
    effectif = donnees[categorie].nunique()
    if effectif > BARRES_MAX:
        attendu = f"au plus {BARRES_MAX} barres ; pour des nombres, voyez « histogramme »"
        raise ArgumentInvalide("categorie", effectif, attendu)
    if groupe and donnees[groupe].nunique() > GROUPES_MAX:
        recu = donnees[groupe].nunique()
        raise ArgumentInvalide("groupe", recu, f"au plus {GROUPES_MAX} groupes par catégorie")


def _barres(serie: pd.DataFrame, nom: str, rang: int, echelle: Echelle, horizontal: bool) -> go.Bar:
    valeurs = serie.iloc[:, 1].to_numpy(float)
    ou = [plier(str(categorie), 22) for categorie in serie.iloc[:, 0]], valeurs
    x, y = reversed(ou) if horizontal else ou
    return go.Bar(
        x=x,
        y=y,
        name=nom,
        orientation="h" if horizontal else "v",
        marker=dict(color=_FONDS[rang], line=dict(color=GRIS, width=0.5)),
        text=[echelle.court(valeur) for valeur in valeurs],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        hovertext=[echelle.ecrire(valeur) for valeur in valeurs],
        hovertemplate=f"{nom} : %{{hovertext}}<extra></extra>",
    )


def _hauteur(donnees: pd.DataFrame, categorie: str, series: int) -> int:
    """Assez haut pour que chaque barre couchée porte son nom et sa valeur."""
    return max(260, 130 + donnees[categorie].nunique() * max(40, 24 * series + 12))


def _enumerer(donnees: pd.DataFrame, echelle: Echelle) -> str:
    """« Est : 12 ; Ouest : 8 » ; les vingt premières barres au plus."""
    phrases = [
        f"{' '.join(map(str, (categorie, *groupe)))} : {echelle.ecrire(valeur)}"
        for categorie, valeur, *groupe in donnees.head(20).itertuples(index=False, name=None)
    ]
    reste = len(donnees) - len(phrases)
    return " ; ".join(phrases) + (f" ; et {compte(reste, 'autre')}." if reste else ".")


def _bornes(x: Bornes, classes: int | Sequence[float]) -> Bornes:
    """Les bornes demandées, ou des bornes rondes qui couvrent 98 % des valeurs au moins."""
    if isinstance(classes, int):
        if isinstance(classes, bool) or not 2 <= classes <= BARRES_MAX:
            raise ArgumentInvalide("classes", classes, f"de 2 à {BARRES_MAX} classes")
        bas, haut = np.quantile(x, [0.01, 0.99])
        etendue = haut - bas or 1.0
        bas = x.min() if bas - x.min() < etendue / 4 else bas
        haut = x.max() if x.max() - haut < etendue / 4 else haut
        return bornes_rondes(float(bas), float(haut), classes)
    bornes = np.asarray(classes, dtype=float)
    pas = np.diff(bornes)
    if len(bornes) < 3 or not (pas > 0).all() or not np.allclose(pas, pas[0]):
        # Des hauteurs ne se comparent que si les classes ont la même largeur.
        raise ArgumentInvalide("classes", list(classes), "des bornes croissantes et régulières")
    return bornes


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
