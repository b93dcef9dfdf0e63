"""La carte perceptuelle : des marques et des attributs à lire par leur voisinage."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib.figures.briques.echelles import libelle
from grc_lib.figures.briques.lecture import exiger_resultat
from grc_lib.figures.briques.legendes import Entree, legender
from grc_lib.figures.briques.placement import LARGEUR, placer_les_noms
from grc_lib.figures.gabarit import BLEU, GRIS, VERMILLON
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import plier, pourcent
from grc_lib.segmentation import CartePerceptuelle

_TRACE = 330  # pixels : la hauteur du tracé


def carte_perceptuelle(carte: CartePerceptuelle, *, titre: str | None = None) -> Graphique:
    """La carte perceptuelle : les marques et les attributs, placés par une AFC.

    Paramètres
    ----------
    carte : le résultat de `segmentation.carte_perceptuelle`.
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : les lignes en ronds, les colonnes en losanges, vides si la carte montre moins de
    la moitié de leurs écarts. La même échelle sur les deux axes : une distance s'y lit.

    Lève
    ----
    MauvaisType si ce n'est pas le résultat de `segmentation.carte_perceptuelle`.

    Exemple
    -------
    >>> from grc_lib import segmentation
    >>> citations = pd.DataFrame(
    ...     {"prix": [40, 10, 20], "délai": [10, 35, 20], "conseil": [10, 15, 45]},
    ...     index=["Alba", "Breval", "Clémenceau"])
    >>> carte_perceptuelle(segmentation.carte_perceptuelle(citations)).titre
    "L'axe 1 oppose Alba à Breval\xa0; la carte montre 100\u202f% des différences"

    Source
    ------
    S432-2, cartes perceptuelles ; Greenacre, Correspondence Analysis in Practice.
    """
    exiger_resultat("carte", carte, CartePerceptuelle, "segmentation.carte_perceptuelle")
    points = _points_de_la_carte(carte)
    parts = [float(part) for part in carte.inertie["part"].head(2)] + [0.0]
    montree = pourcent(carte.inertie["cumul"].head(2).iloc[-1], 0)
    lignes = carte.lignes["axe_1"].sort_values()
    oppose = f"L'axe 1 oppose {lignes.index[-1]} à {lignes.index[0]}"
    figure = Graphique(
        _traces_de_la_carte(points),
        titre=titre or f"{oppose} ; la carte montre {montree} des différences",
        texte_alternatif=(
            f"Carte perceptuelle, {montree} des différences montrées : axe 1, "
            f"{pourcent(parts[0])} ; axe 2, {pourcent(parts[1])}. {oppose}. "
            + " ; ".join(
                f"{nom} ({nombre(p.axe_1, 2)} ; {nombre(p.axe_2, 2)})"
                for nom, p in points.iterrows()
            )
            + "."
        ),
        donnees=_tableau_de_la_carte(points),
        layout=dict(height=520, showlegend=False),
    )
    for rang, axe in enumerate((figure.update_xaxes, figure.update_yaxes)):
        axe(title_text=f"Axe {rang + 1} ({pourcent(parts[rang], 0)} des différences)")
        axe(showgrid=False, zeroline=True, zerolinecolor=GRIS, zerolinewidth=1, nticks=6)
    figure.update_yaxes(scaleanchor="x", range=_cadre(points["axe_2"]), visible=parts[1] > 0)
    figure.update_xaxes(range=_cadre(points["axe_1"]))
    cotes = points.groupby("cote", sort=False)
    marques = zip(cotes.groups, (("●", BLEU), ("◆", VERMILLON)), strict=True)
    entrees = [Entree(marque, str(cote), couleur) for cote, (marque, couleur) in marques]
    if (points["qualite"] < 0.5).any():
        entrees.append(Entree("○", "vide : mal placé, moins de la moitié montrée", GRIS))
    legender(figure, *entrees)
    return figure


def _points_de_la_carte(carte: CartePerceptuelle) -> pd.DataFrame:
    """Les lignes puis les colonnes ; une carte d'un seul axe les met toutes sur la même droite."""
    cotes = []
    for points, defaut in ((carte.lignes, "Lignes"), (carte.colonnes, "Colonnes")):
        nom = libelle(str(points.index.name)) if points.index.name else defaut
        cotes.append(points.reindex(columns=["axe_1", "axe_2", "qualite"]).assign(cote=nom))
    tous = pd.concat(cotes)
    return tous.assign(axe_2=tous["axe_2"].fillna(0.0))


def _traces_de_la_carte(points: pd.DataFrame) -> list[go.Scatter]:
    cadres = [_cadre(points[axe]) for axe in ("axe_1", "axe_2")]
    places = zip(cadres, (LARGEUR, _TRACE), strict=True)
    echelle = min(place / (haut - bas) for (bas, haut), place in places)  # la même sur deux axes
    parts = [
        0.5 + (points[axe] - sum(cadre) / 2) * echelle / place
        for axe, cadre, place in zip(("axe_1", "axe_2"), cadres, (LARGEUR, _TRACE), strict=True)
    ]
    textes = np.array([plier(str(nom), 14) for nom in points.index], object)
    reperes = list(zip(*parts, strict=True))
    rayons = [6.0] * len(points)
    cotes = np.array(placer_les_noms(reperes, textes.tolist(), rayons, hauteur=_TRACE))
    styles = zip(points["cote"].unique(), (("circle", BLEU), ("diamond", VERMILLON)), strict=True)
    traces = []
    for cote, (forme, couleur) in styles:
        choix = (points["cote"] == cote).to_numpy()
        lus = points[choix]
        vides = ["-open" if qualite < 0.5 else "" for qualite in lus["qualite"]]
        traces.append(
            go.Scatter(
                x=lus["axe_1"],
                y=lus["axe_2"],
                name=str(cote),
                mode="markers+text",
                marker=dict(color=couleur, size=11, symbol=[forme + vide for vide in vides]),
                text=textes[choix],
                textposition=cotes[choix],
                cliponaxis=False,
                hovertemplate="%{text}<extra></extra>",
            )
        )
    return traces


def _cadre(valeurs: "pd.Series[float]") -> tuple[float, float]:
    """Les bornes d'un axe, avec la place d'écrire un nom à chaque bout."""
    etendue = max(float(valeurs.max() - valeurs.min()), 1e-6)
    return float(valeurs.min()) - 0.22 * etendue, float(valeurs.max()) + 0.22 * etendue


def _tableau_de_la_carte(points: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Point": points.index.astype(str),
            "Côté": points["cote"].to_numpy(),
            "Axe 1": points["axe_1"].to_numpy(),
            "Axe 2": points["axe_2"].to_numpy(),
            "Part montrée (%)": points["qualite"].to_numpy(float) * 100,
        }
    )
