"""Des barres, debout ou couchées ; l'appelant dit le constat."""

import pandas as pd
import plotly.graph_objects as go

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.briques.echelles import Echelle, libelle, lire
from grc_lib.figures.gabarit import BLEU, CIEL, CLASSES, GRIS
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, plier

GROUPES_MAX, BARRES_MAX = 4, 40
_FONDS = (BLEU, CLASSES["B"], CLASSES["C"], CIEL)  # foncé, moyen, clair : lisible en gris

_PLACE = 42  # caractères : au-delà, les nombres se chevauchent sur un téléphone


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
    `Graphique` : une trace par groupe ; les barres partent de zéro ; elles portent leur
    valeur si elle tient sur un téléphone.

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
    lisibles = horizontal or _place_des_nombres(donnees[valeur], echelle) <= _PLACE
    figure = Graphique(
        [
            _barres(serie, str(nom), rang, echelle, horizontal, lisibles)
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


def _verifier(donnees: pd.DataFrame, categorie: str, groupe: str | None) -> None:
    effectif = donnees[categorie].nunique()
    if effectif > BARRES_MAX:
        attendu = f"au plus {BARRES_MAX} barres ; pour des nombres, voyez « histogramme »"
        raise ArgumentInvalide("categorie", effectif, attendu)
    if groupe and donnees[groupe].nunique() > GROUPES_MAX:
        recu = donnees[groupe].nunique()
        raise ArgumentInvalide("groupe", recu, f"au plus {GROUPES_MAX} groupes par catégorie")


def _place_des_nombres(valeurs: "pd.Series[float]", echelle: Echelle) -> int:
    """Les caractères qu'il faut pour écrire côte à côte la valeur de chaque barre."""
    return len(valeurs) * max(len(echelle.court(valeur)) for valeur in valeurs)


def _barres(
    serie: pd.DataFrame, nom: str, rang: int, echelle: Echelle, horizontal: bool, lisibles: bool
) -> go.Bar:
    valeurs = serie.iloc[:, 1].to_numpy(float)
    ou = [plier(str(categorie), 22) for categorie in serie.iloc[:, 0]], valeurs
    x, y = reversed(ou) if horizontal else ou
    return go.Bar(
        x=x,
        y=y,
        name=nom,
        orientation="h" if horizontal else "v",
        marker=dict(color=_FONDS[rang], line=dict(color=GRIS, width=0.5)),
        text=[echelle.court(valeur) for valeur in valeurs] if lisibles else None,
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
