"""La matrice à quatre quadrants nommés : BCG, attraits et atouts, valeur et risque, urgence."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from grc_lib._formats import nombre
from grc_lib._nombres import reel, seul
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.briques.echelles import Echelle, en_mots, en_nombres, libelle
from grc_lib.figures.briques.placement import LARGEUR, nommer_sans_chevauchement
from grc_lib.figures.gabarit import BLEU, GRIS, HALO
from grc_lib.figures.graphique import Graphique, exiger_colonnes
from grc_lib.figures.textes import compte, du, plier, pourcent

BULLES_MAX, NOMS_MAX = 200, 15
_DIAMETRE, _TRACE = 36, 400  # pixels : la plus grosse bulle, la hauteur du tracé


def matrice_bulles(
    tableau: pd.DataFrame,
    x: str,
    y: str,
    taille: str | None = None,
    *,
    coupures: tuple[float, float],
    quadrants: tuple[str, str, str, str],
    inverser: bool = False,
    logarithme: bool = False,
    unites: tuple[str, str] = ("", ""),
    nom: str = "clients",
    titre: str | None = None,
) -> Graphique:
    """Une matrice à quatre quadrants nommés : chaque bulle y tombe selon deux critères.

    BCG, attraits et atouts, valeur et risque, urgence et importance : la même figure, d'autres
    noms.
    Les coupures et les noms des quadrants sont votre choix, une hypothèse que le graphique affiche.

    Paramètres
    ----------
    tableau : une ligne par bulle (deux cents au plus) ; l'index les nomme.
    x, y, taille : ses colonnes ; l'aire de la bulle suit `taille`, positive.
    coupures : où couper l'axe des x et celui des y ; une valeur égale à la coupure est au-dessus.
    quadrants : leurs noms, tels qu'on les voit : haut gauche, haut droite, bas gauche, bas droite.
    inverser : vrai pour que les x décroissent vers la droite, comme dans la matrice du BCG.
    logarithme : vrai pour des x strictement positifs sur une échelle logarithmique.
    unites : celles de `x` et de `y`, comme pour `barres` (« % » reçoit des taux décimaux).
    nom : ce que sont les bulles, au pluriel.
    titre : le constat ; par défaut, le quadrant qui pèse le plus.

    Renvoie
    -------
    `Graphique` : les bulles, les deux coupures, le nom des quadrants ; les plus grosses
    bulles (quinze au plus) portent leur nom, tant qu'il se lit.

    Lève
    ----
    NonCalculable si le tableau est vide ; ArgumentInvalide si une colonne manque, si une taille est
    négative, si un x n'est pas positif sur une échelle logarithmique, ou au-delà de 200 bulles.

    Exemple
    -------
    >>> gammes = pd.DataFrame(
    ...     {"part": [2.0, 0.4, 1.5], "croissance": [0.12, 0.15, 0.01], "ca": [300, 100, 600]},
    ...     index=["Étiquettes", "Emballages", "Enveloppes"])
    >>> matrice_bulles(gammes, "part", "croissance", "ca", coupures=(1, 0.10), inverser=True,
    ...     quadrants=("Vedettes", "Dilemmes", "Vaches à lait", "Poids morts"), nom="gammes").titre
    'Vaches à lait\xa0: 1\xa0gamme sur 3, 60\u202f% du CA'

    Source
    ------
    S442-1, matrice du BCG ; S431-2, attraits et atouts ; S521-7, valeur et risque ; GRC-3, urgence
    et importance.
    """
    points = _lire(tableau, x, y, taille, logarithme)
    cx, cy = (seul(reel, "coupures", coupure) for coupure in coupures)
    if len(quadrants) != 4:
        raise ArgumentInvalide("quadrants", quadrants, "quatre noms, de haut en bas")
    a_droite = (points["x"] >= cx) != inverser
    rangs = np.where(points["y"] >= cy, 0, 2) + a_droite.to_numpy(int)
    points["quadrant"] = [quadrants[rang] for rang in rangs]
    ex, ey = (Echelle.pour(points[c], unite) for c, unite in zip("xy", unites, strict=True))
    figure = Graphique(
        titre=titre or _constat(points, taille, nom),
        texte_alternatif=_decrire(points, (x, y), (cx, cy), (ex, ey), quadrants, nom),
        donnees=_tableau(points, (x, y, taille), (ex, ey), nom),
        layout=dict(height=530, showlegend=False),
    )
    bornes = (_bornes(points["x"], cx, logarithme), _bornes(points["y"], cy, False))
    noms = _nommer(points, (cx, cy), bornes, quadrants, inverser, logarithme)
    figure.add_trace(_bulles(points, noms, (ex, ey)))
    figure.update_xaxes(**_axe(ex, bornes[0], points["x"], logarithme), title_text=ex.titre(x))
    figure.update_yaxes(**_axe(ey, bornes[1], points["y"]), title_text=ey.titre(y))
    if inverser:
        figure.layout.xaxis.range = figure.layout.xaxis.range[::-1]
    figure.update_xaxes(showgrid=False)
    figure.update_yaxes(showgrid=False)
    figure.add_vline(x=cx, line=dict(color=GRIS, dash="dash", width=1.5))
    figure.add_hline(y=cy, line=dict(color=GRIS, dash="dash", width=1.5))
    _nommer_les_quadrants(figure, quadrants)
    return figure


def _lire(tableau: Any, x: str, y: str, taille: str | None, logarithme: bool) -> pd.DataFrame:
    exiger_colonnes("tableau", tableau, x, y, *([taille] if taille else []))
    if tableau.empty:
        raise NonCalculable("Le tableau est vide : il n'y a aucune bulle à placer.")
    if len(tableau) > BULLES_MAX:
        recu = compte(len(tableau), "ligne")
        raise ArgumentInvalide("tableau", recu, f"au plus {BULLES_MAX} bulles : choisissez")
    points = pd.DataFrame({"x": en_nombres(x, tableau[x]), "y": en_nombres(y, tableau[y])})
    points["taille"] = en_nombres(taille, tableau[taille]) if taille else 1.0
    if (points["taille"] < 0).any():
        attendu = "des tailles positives ou nulles"
        raise ArgumentInvalide(str(taille), float(points["taille"].min()), attendu)
    if logarithme and (points["x"] <= 0).any():
        attendu = "des nombres strictement positifs, sur une échelle logarithmique"
        raise ArgumentInvalide(x, float(points["x"].min()), attendu)
    return points.sort_values("taille", ascending=False, kind="stable")


def _constat(points: pd.DataFrame, taille: str | None, nom: str) -> str:
    poids = points.groupby("quadrant")["taille"].sum()
    premier = str(poids.idxmax())
    effectif = int((points["quadrant"] == premier).sum())
    texte = f"{premier} : {compte(effectif, nom)} sur {nombre(len(points))}"
    total = float(points["taille"].sum())
    if taille is None or total == 0:
        return texte
    return f"{texte}, {pourcent(float(poids.max()) / total, 0)} {du(en_mots(taille))}"


def _decrire(
    points: pd.DataFrame,
    noms: tuple[str, str],
    coupures: tuple[float, float],
    echelles: tuple[Echelle, Echelle],
    quadrants: tuple[str, str, str, str],
    nom: str,
) -> str:
    coupes = [
        f"{libelle(n)} coupé à {e.ecrire(c)}"
        for n, c, e in zip(noms, coupures, echelles, strict=True)
    ]
    phrases = []
    for quadrant in dict.fromkeys(quadrants):
        membres = points.index[points["quadrant"] == quadrant].astype(str).tolist()
        suite = f" ({', '.join(membres[:8])}{'…' if len(membres) > 8 else ''})" if membres else ""
        phrases.append(f"{quadrant} : {compte(len(membres), nom)}{suite}")
    return f"Matrice de {compte(len(points), nom)}, {' et '.join(coupes)}. {' ; '.join(phrases)}."


def _bornes(valeurs: "pd.Series[float]", coupure: float, logarithme: bool) -> tuple[float, float]:
    """Les bornes d'un axe : la coupure est au milieu si elle peut, les bulles ont leur place."""
    lues = np.append(valeurs.to_numpy(), coupure)
    lues = np.log10(lues) if logarithme else lues
    etendue = float(np.ptp(lues)) or abs(float(lues[0])) or 1.0
    bas, haut = float(lues.min()) - 0.3 * etendue, float(lues.max()) + 0.3 * etendue
    return (10**bas, 10**haut) if logarithme else (bas, haut)


def _nommer(
    points: pd.DataFrame,
    coupures: tuple[float, float],
    bornes: tuple[tuple[float, float], tuple[float, float]],
    quadrants: tuple[str, str, str, str],
    inverser: bool,
    logarithme: bool,
) -> tuple[list[str], list[str]]:
    """Les noms à écrire, et où : ni l'un sur l'autre, ni sur une coupure ou un quadrant."""
    x = _part(np.append(points["x"], coupures[0]), bornes[0], logarithme)
    y = _part(np.append(points["y"], coupures[1]), bornes[1], False)
    x = 1 - x if inverser else x
    cx, cy = x[-1], y[-1]
    obstacles = [(cx, 0.0, cx + 0.004, 1.0), (0.0, cy, 1.0, cy + 0.004)]
    for rang, nom in enumerate(quadrants):
        largeur, bas = 8.5 * min(len(nom), 17) / LARGEUR, 0.93 * (rang < 2)
        gauche = (1 - largeur) * (rang % 2)
        obstacles.append((gauche, bas, gauche + largeur, bas + 0.07))
    reperes = list(zip(x[:-1].tolist(), y[:-1].tolist(), strict=True))
    rayons = (_diametres(points) / 2).tolist()
    noms = [plier(str(n), 14) if i < NOMS_MAX else "" for i, n in enumerate(points.index)]
    return nommer_sans_chevauchement(reperes, noms, rayons, hauteur=_TRACE, obstacles=obstacles)


def _part(valeurs: Any, bornes: tuple[float, float], logarithme: bool) -> Any:
    """La place sur un axe, de 0 à 1."""
    bas, haut = np.log10(bornes) if logarithme else bornes
    return ((np.log10(valeurs) if logarithme else valeurs) - bas) / (haut - bas)


def _diametres(points: pd.DataFrame) -> Any:
    """Le diamètre de chaque bulle : son carré suit la taille (pixels)."""
    if points["taille"].nunique() == 1:
        return np.full(len(points), 12.0)
    return np.maximum(6, np.sqrt(points["taille"] / points["taille"].max()) * _DIAMETRE).to_numpy()


def _bulles(
    points: pd.DataFrame, noms: tuple[list[str], list[str]], echelles: tuple[Echelle, Echelle]
) -> go.Scatter:
    survols = [
        f"{qui}<br>{echelles[0].ecrire(p.x)} ; {echelles[1].ecrire(p.y)}<br>{p.quadrant}"
        for qui, p in points.iterrows()
    ]
    return go.Scatter(
        x=points["x"],
        y=points["y"],
        name="Bulles",
        mode="markers+text",
        marker=dict(
            size=_diametres(points),
            color=BLEU,
            opacity=0.55,
            line=dict(color=BLEU, width=1.5),
        ),
        text=noms[0],
        textfont=dict(shadow=HALO),
        textposition=noms[1],
        cliponaxis=False,
        hovertext=survols,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _axe(
    echelle: Echelle,
    bornes: tuple[float, float],
    valeurs: "pd.Series[float]",
    logarithme: bool = False,
) -> dict[str, Any]:
    if not logarithme:
        axe = echelle.axe(*bornes) | {"range": list(bornes)}
        if valeurs.min() >= 0:  # la marge du dessin ne se gradue pas
            gradues = zip(axe["tickvals"], axe["ticktext"], strict=True)
            axe["ticktext"] = [texte if repere >= 0 else "" for repere, texte in gradues]
        return axe
    reperes = [m * 10.0**k for k in range(-6, 10) for m in (1, 2, 5)]
    dedans = [r for r in reperes if bornes[0] <= r <= bornes[1]]
    textes = [nombre(r / echelle.facteur) for r in dedans]
    return dict(type="log", tickvals=dedans, ticktext=textes, range=list(np.log10(bornes)))


def _nommer_les_quadrants(figure: Graphique, quadrants: tuple[str, str, str, str]) -> None:
    coins = ((0, 1), (1, 1), (0, 0), (1, 0))
    for nom, (x, y) in zip(quadrants, coins, strict=True):
        ancre = f"{'droite' if x else 'gauche'} {'haut' if y else 'bas'}"
        style = dict(xref="paper", yref="paper", font_color=GRIS, bgcolor=None)
        figure.etiqueter(x, y, f"<b>{plier(nom, 17)}</b>", ancre, **style)


def _tableau(
    points: pd.DataFrame,
    noms: tuple[str, str, str | None],
    echelles: tuple[Echelle, Echelle],
    nom: str,
) -> pd.DataFrame:
    colonnes: dict[str, Any] = {libelle(nom.removesuffix("s")): points.index.astype(str)}
    for axe, titre, echelle in zip("xy", noms, echelles, strict=False):
        colonnes[echelle.titre(str(titre))] = points[axe].to_numpy() / echelle.facteur
    if noms[2]:
        colonnes[libelle(noms[2])] = points["taille"].to_numpy()
    return pd.DataFrame({**colonnes, "Quadrant": points["quadrant"].to_numpy()})
