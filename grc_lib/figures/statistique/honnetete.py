"""Le contre-exemple de l'axe tronqué : les mêmes nombres, deux impressions."""

import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.briques.echelles import Echelle, bornes_rondes, libelle, lire
from grc_lib.figures.gabarit import BLEU, ENCRE, VERMILLON
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import pourcent

BARRES_MAX = 6  # deux cadres côte à côte, sur un téléphone


def axe_tronque(
    tableau: pd.DataFrame, categorie: str, valeur: str, *, unite: str = "", titre: str | None = None
) -> Graphique:
    """Contre-exemple : les mêmes barres sur un axe tronqué, puis sur un axe entier.

    Une barre se lit à sa longueur : si l'axe ne part pas de zéro, la longueur ment. Ce graphique
    est fait pour être critiqué, non pour être repris dans un rapport ; voyez `barres`.

    Paramètres
    ----------
    tableau : une ligne par barre, six au plus.
    categorie, valeur : ses colonnes ; les valeurs sont positives, voisines et différentes.
    unite : comme pour `barres`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : à gauche le cadre trompeur (hachuré, axe tronqué), à droite le cadre honnête.

    Lève
    ----
    Comme `barres` ; NonCalculable si les valeurs sont toutes égales ; ArgumentInvalide si elles
    sont trop éloignées pour qu'on tronque l'axe, ou s'il y a plus de six barres.

    Exemple
    -------
    >>> ventes = pd.DataFrame({"An": [2023, 2024, 2025], "Ventes": [980, 1000, 1020]})
    >>> axe_tronque(ventes, "An", "Ventes").titre
    "Contre-exemple\xa0: 4,1\u202f% d'écart en vrai, une barre 5 fois plus longue à l'œil"

    Source
    ------
    S522-1, graphiques honnêtes.
    """
    donnees = lire(tableau, categorie, valeur, None)
    coupe, haut = _couper(donnees, valeur)
    echelle = Echelle.pour(donnees[valeur], unite)
    mini, maxi = float(donnees[valeur].min()), float(donnees[valeur].max())
    ecart, effet = pourcent(maxi / mini - 1), nombre((maxi - coupe) / (mini - coupe), 1)
    effet = effet.removesuffix(",0")
    figure = Graphique(
        [_barres(donnees, echelle, coupe, ""), _barres(donnees, echelle, 0.0, "2")],
        titre=titre
        or f"Contre-exemple : {ecart} d'écart en vrai, une barre {effet} fois plus longue à l'œil",
        texte_alternatif=(
            f"Contre-exemple. Les mêmes barres, {libelle(valeur)} selon {libelle(categorie)}, deux "
            f"fois : à gauche l'axe est tronqué, il part de {echelle.ecrire(coupe)}, et la plus "
            f"longue barre fait {effet} fois la plus courte ; à droite l'axe part de zéro, et l'on "
            f"voit le vrai écart, {ecart}. "
            + " ; ".join(
                f"{nom} : {echelle.ecrire(v)}" for nom, v in donnees.itertuples(index=False)
            )
            + "."
        ),
        donnees=echelle.tableau(donnees, valeur),
        layout_showlegend=False,
    )
    figure.layout.margin.t += 46
    figure.layout.height += 46
    figure.layout.title.y = 1 - 26 / figure.layout.height
    for cadre, bas, domaine in (("", coupe, [0, 0.44]), ("2", 0.0, [0.56, 1])):
        axe = {**echelle.axe(bas, haut), "anchor": f"x{cadre}", "title": dict(text="")}
        axe["range"] = [bas, haut]
        figure.update_layout({f"yaxis{cadre}": axe})
        noms = dict(type="category", showgrid=False, domain=domaine, anchor=f"y{cadre}")
        figure.update_layout({f"xaxis{cadre}": noms})
    figure.update_yaxes(title_text=echelle.titre(valeur), selector=0)
    _etiqueter(figure, echelle.ecrire(coupe))
    return figure


def _couper(donnees: pd.DataFrame, valeur: str) -> tuple[float, float]:
    """Où un graphique trompeur couperait l'axe, et où il s'arrête : des nombres ronds."""
    mini, maxi = float(donnees[valeur].min()), float(donnees[valeur].max())
    if len(donnees) > BARRES_MAX:
        raise ArgumentInvalide("tableau", f"{len(donnees)} barres", f"au plus {BARRES_MAX} barres")
    if mini == maxi:
        raise NonCalculable("Toutes les valeurs sont égales : aucun axe n'y montrera d'écart.")
    bornes = bornes_rondes(mini - 0.1 * (maxi - mini), maxi, 6)
    if bornes[0] <= 0:
        attendu = "des valeurs positives et voisines : ici, l'axe tronqué partirait de zéro"
        raise ArgumentInvalide(valeur, f"de {nombre(mini)} à {nombre(maxi)}", attendu)
    return float(bornes[0]), float(bornes[-1])


def _barres(donnees: pd.DataFrame, echelle: Echelle, bas: float, cadre: str) -> go.Bar:
    trompeur = bas > 0
    motif = dict(shape="/", fgcolor=VERMILLON, bgcolor="white", size=7, solidity=0.35)
    style = dict(color=VERMILLON, pattern=motif) if trompeur else dict(color=BLEU)
    noms, valeurs = donnees.iloc[:, 0], donnees.iloc[:, 1]
    return go.Bar(
        x=[str(nom) for nom in noms],
        y=valeurs,
        xaxis=f"x{cadre}",
        yaxis=f"y{cadre}",
        name="Axe tronqué" if trompeur else "Axe entier",
        marker=dict(**style, line=dict(color=VERMILLON if trompeur else BLEU, width=1.5)),
        hovertext=[echelle.ecrire(v) for v in valeurs],
        hovertemplate="%{x} : %{hovertext}<extra></extra>",
    )


def _etiqueter(figure: Graphique, coupe: str) -> None:
    """Le jugement au-dessus de chaque cadre : un contre-exemple ne se lit pas sans lui."""
    cadres = (
        (0.0, f"<b>✗ TROMPEUR</b><br>l'axe part de {coupe}", VERMILLON),
        (0.56, "<b>✓ HONNÊTE</b><br>l'axe part de zéro", ENCRE),
    )
    for x, texte, couleur in cadres:
        style = dict(xref="paper", yref="paper", font_color=couleur, bgcolor=None, yshift=8)
        figure.etiqueter(x, 1, texte, "gauche bas", **style)
