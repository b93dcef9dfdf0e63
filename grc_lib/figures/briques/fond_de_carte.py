"""Le fond de carte du cours : les départements, lus dans un fichier, et où y placer un lieu."""

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from grc_lib._ressources import racine_cours
from grc_lib.erreurs import RessourceIndisponible

# Le fond est en projection de Mercator : origine et pixels par degré, ajustés pour que 99 % des
# communes tombent dans leur département.
_X0, _Y0, _DEGRE = 215.571, 2468.255, 41.3894
# Pixels du fond : une maille allège, et deux voisins gardent la même frontière.
_DE_LOIN, _DE_PRES = 3, 0.5  # soit 5 km pour le pays, 800 m autour d'une tournée

Points = npt.NDArray[np.float64]


def projeter(latitude: Points, longitude: Points) -> tuple[Points, Points]:
    """La place d'un lieu sur le fond, en pixels."""
    nord = np.degrees(np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)))
    return (_X0 + _DEGRE * longitude).round(1), (_Y0 - _DEGRE * nord).round(1)


def departements(autour: Points | None = None) -> go.Scatter:
    """Les départements de la métropole, en gris pâle, ou ceux qui entourent des points (x, y).

    Autour : à trois fois l'étendue des points au plus, de quoi remplir l'écran le plus large.
    """
    contours = _contours(_DE_LOIN if autour is None else _DE_PRES)
    anneaux = [anneau for anneau in contours if autour is None or _voisins(anneau, autour)]
    trait = np.vstack([np.vstack([anneau, [np.nan, np.nan]]) for anneau in anneaux])
    return go.Scatter(
        x=trait[:, 0].astype("float32"),
        y=trait[:, 1].astype("float32"),
        name="Départements",
        mode="lines",
        line=dict(color="#bdbdbd", width=0.8),
        fill="toself",
        fillcolor="#f6f6f6",
        hoverinfo="skip",
        showlegend=False,
    )


@lru_cache(maxsize=2)
def _contours(maille: float) -> list[Points]:
    """Les frontières des départements, lues dans le fichier du cours : une ligne fermée chacune."""
    fichier = racine_cours() / "datasets" / "departements" / "departements.svg"
    try:
        chemins = re.findall(r'\sd="([^"]+)"', fichier.read_text("utf-8"))
    except OSError as erreur:
        raise RessourceIndisponible(f"Le fond de carte « {fichier.name} » manque.") from erreur
    return [anneau for chemin in chemins for anneau in _anneaux(chemin, maille)]


def _voisins(anneau: Points, points: Points) -> bool:
    """Les rectangles qui les contiennent se touchent, celui des points une fois agrandi."""
    bas, haut = points.min(axis=0), points.max(axis=0)
    marge = max(60.0, 3 * float((haut - bas).max()))
    dedans = (anneau.min(axis=0) <= haut + marge) & (anneau.max(axis=0) >= bas - marge)
    return bool(dedans.all())


def _anneaux(chemin: str, maille: float) -> list[Points]:
    """Les lignes fermées d'un tracé « m x,y dx,dy … z », ramenées à la maille."""
    lignes, depart = [], np.zeros(2)
    for morceau in filter(str.strip, re.split("[mz]", chemin)):
        pas = np.array(re.findall(r"-?[\d.]+", morceau), dtype=float).reshape(-1, 2)
        ligne = depart + pas.cumsum(axis=0)
        depart = ligne[0]
        calee = (ligne / maille).round() * maille
        garde = np.append(True, (np.diff(calee, axis=0) != 0).any(axis=1))
        if garde.sum() > 2:
            lignes.append(np.vstack([calee[garde], calee[:1]]))
    return lignes
