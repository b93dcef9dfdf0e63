"""Les graphiques de tous les jours : barres, courbes, histogramme ; l'appelant dit le constat."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import date_courte, nombre
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.echelles import Echelle, bornes_rondes, libelle
from grc_lib.figures.gabarit import BLEU, CIEL, CLASSES, ENCRE, GRIS, ORANGE, PALETTE
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, plier

GROUPES_MAX, COURBES_MAX, BARRES_MAX = 4, 8, 40
_FONDS = (BLEU, CLASSES["B"], CLASSES["C"], CIEL)  # foncé, moyen, clair : lisible en gris
_TIRETS = ("solid", "dash", "dot", "dashdot")
_LIGNE = 17  # pixels : une ligne d'étiquette


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
    'Barres, Ventes selon Secteur. Est\xa0: 1,20\xa0M€\xa0; Ouest\xa0: 0,80\xa0M€.'

    Source
    ------
    S522-1, représenter des données.
    """
    donnees = _lire(tableau, categorie, valeur, groupe)
    _verifier_barres(donnees, categorie, groupe)
    echelle = Echelle.pour(donnees[valeur], unite)
    noms = list(dict.fromkeys(donnees[groupe])) if groupe else [libelle(valeur)]
    traces = []
    for rang, nom in enumerate(noms):
        lignes = donnees[donnees[groupe] == nom] if groupe else donnees
        ou = [plier(str(c), 22) for c in lignes[categorie]], lignes[valeur].to_numpy(float)
        x, y = reversed(ou) if horizontal else ou
        traces.append(
            go.Bar(
                x=x,
                y=y,
                name=str(nom),
                orientation="h" if horizontal else "v",
                marker=dict(color=_FONDS[rang], line=dict(color=GRIS, width=0.5)),
                text=[echelle.court(v) for v in ou[1]],
                textposition="outside",
                textangle=0,
                cliponaxis=False,
                hovertext=[f"{c} : {echelle.ecrire(v)}" for c, v in zip(*ou, strict=True)],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    quoi = f"Barres, {libelle(valeur)} selon {libelle(categorie)}"
    figure = Graphique(
        traces,
        titre=titre,
        texte_alternatif=_phrases(quoi, donnees, categorie, valeur, groupe, echelle),
        donnees=echelle.nommer(donnees, valeur),
        layout=dict(
            height=_hauteur(donnees, categorie, noms) if horizontal else None,
            showlegend=groupe is not None,
            bargap=0.25,
        ),
    )
    axe_valeurs, axe_noms = ("x", "y") if horizontal else ("y", "x")
    graduations = echelle.axe(min(0, donnees[valeur].min()), max(0, donnees[valeur].max()) * 1.12)
    figure.update_layout({f"{axe_valeurs}axis": {**graduations, "title_text": echelle.titre(valeur)}})
    # Une année ou un mois écrit en chiffres reste un nom de barre.
    figure.update_layout({f"{axe_noms}axis": dict(type="category", showgrid=False)})
    if horizontal:
        figure.update_yaxes(autorange="reversed")
        figure.update_layout(legend_traceorder="normal")
    else:
        figure.update_xaxes(title_text=libelle(categorie))
    return figure


def courbes(
    tableau: pd.DataFrame,
    x: str,
    y: str,
    *,
    groupe: str | None = None,
    unite: str = "",
    titre: str,
) -> Graphique:
    """Une courbe par groupe, nommée à son extrémité.

    Paramètres
    ----------
    tableau : une ligne par point, dans n'importe quel ordre.
    x, y, groupe : ses colonnes ; `x` est une date ou un nombre. Huit groupes au plus.
    unite, titre : comme pour `barres`.

    Renvoie
    -------
    `Graphique` : une trace par groupe. L'axe part de zéro, sauf si toutes les valeurs sont
    positives et voisines : la plus petite dépasse alors la moitié de la plus grande.

    Lève
    ----
    Comme `barres` ; ArgumentInvalide aussi si `x` n'est ni une date ni un nombre.

    Exemple
    -------
    >>> ventes = pd.DataFrame({"Année": [2024, 2025], "Ventes": [950.0, 1200.0]})
    >>> courbes(ventes, "Année", "Ventes", unite="€", titre="Les ventes montent").texte_alternatif
    'Courbe, Ventes selon Année, de 2024 à 2025. De 950\xa0€ à 1\u202f200\xa0€.'

    Source
    ------
    S522-1, représenter des données ; S522-3, séries chronologiques.
    """
    donnees = _lire(tableau, x, y, groupe).sort_values(x, kind="stable")
    _verifier_courbes(donnees, x, groupe)
    echelle = Echelle.pour(donnees[y], unite)
    mini, maxi = float(donnees[y].min()), float(donnees[y].max())
    graduations = echelle.axe(mini if 0 < maxi < 2 * mini else min(0.0, mini), maxi)
    series = dict(list(donnees.groupby(groupe, sort=False))) if groupe else {"": donnees}
    traces = [
        _courbe(serie, x, y, str(nom), rang, echelle)
        for rang, (nom, serie) in enumerate(series.items())
    ]
    figure = Graphique(
        traces,
        titre=titre,
        texte_alternatif=_evolutions(series, x, y, echelle),
        donnees=echelle.nommer(donnees, y),
        layout_showlegend=False,
    )
    figure.update_yaxes(**graduations, title_text=echelle.titre(y))
    figure.update_xaxes(title_text=libelle(x), showgrid=False)
    if pd.api.types.is_integer_dtype(donnees[x]):
        figure.update_xaxes(tickformat="d", dtick=1 if donnees[x].nunique() <= 13 else None)
    if groupe:
        _nommer_les_courbes(figure, series, x, y)
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
    x = _nombres("valeurs", pd.Series(valeurs)).to_numpy(float)
    bornes = _bornes(x, classes)
    effectifs = np.histogram(x[x < bornes[-1]], bornes)[0]
    dehors = len(x) - int(effectifs.sum())
    echelle = Echelle.pour(pd.Series(bornes), unite)
    mediane = float(np.median(x))
    noms = [f"{echelle.court(a)} à {echelle.court(b)}" for a, b in zip(bornes, bornes[1:], strict=False)]
    haute = int(effectifs.argmax())
    suite = f" {compte(dehors, 'valeur')} hors des classes." if dehors else ""
    figure = Graphique(
        _rectangles(bornes, effectifs, noms, echelle.unite),
        titre=titre,
        texte_alternatif=(
            f"Histogramme de {compte(len(x), 'valeur')}, {libelle(nom)}. Médiane "
            f"{echelle.ecrire(mediane)}, moyenne {echelle.ecrire(x.mean())}. La classe la plus "
            f"fournie, de {noms[haute]} {echelle.unite}, en compte {nombre(effectifs[haute])}.{suite}"
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


def _lire(tableau: Any, nom: str, mesure: str, groupe: str | None) -> pd.DataFrame:
    """Les colonnes utiles, la mesure en nombres ; refuse un tableau vide ou incomplet."""
    colonnes = [nom, mesure, *([groupe] if groupe else [])]
    exiger_colonnes("tableau", tableau, *colonnes)
    if tableau.empty:
        raise NonCalculable("Le tableau est vide : il n'y a rien à tracer.")
    if tableau[colonnes].isna().to_numpy().any():
        raise ArgumentInvalide("tableau", "des cases vides", "aucune case vide dans ces colonnes")
    doubles = int(tableau.duplicated([nom, *colonnes[2:]]).sum())
    if doubles:
        recu = f"{compte(doubles, 'ligne')} en double"
        raise ArgumentInvalide("tableau", recu, "une seule ligne par barre ou par point")
    return tableau[colonnes].assign(**{mesure: _nombres(mesure, tableau[mesure])})


def _nombres(argument: str, colonne: "pd.Series[Any]") -> "pd.Series[float]":
    if colonne.empty:
        raise NonCalculable("La liste est vide : il n'y a rien à tracer.")
    try:
        valeurs = colonne.astype(float)
    except (TypeError, ValueError):
        raise MauvaisType(argument, colonne.iloc[0], "des nombres") from None
    if not np.isfinite(valeurs).all():
        raise ArgumentInvalide(argument, "une valeur manquante ou infinie", "des nombres")
    return valeurs


def _verifier_barres(donnees: pd.DataFrame, categorie: str, groupe: str | None) -> None:
    if donnees[categorie].nunique() > BARRES_MAX:
        attendu = f"au plus {BARRES_MAX} barres ; pour des nombres, voyez « histogramme »"
        raise ArgumentInvalide("categorie", donnees[categorie].nunique(), attendu)
    if groupe and donnees[groupe].nunique() > GROUPES_MAX:
        recu = donnees[groupe].nunique()
        raise ArgumentInvalide("groupe", recu, f"au plus {GROUPES_MAX} groupes par catégorie")
