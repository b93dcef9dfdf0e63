"""De quel côté de sa bulle écrire chaque nom, pour qu'aucun n'en couvre un autre."""

from collections.abc import Sequence
from typing import TypeAlias

Boite: TypeAlias = tuple[float, float, float, float]  # gauche, bas, droite, haut, en pixels

# Pixels : le tracé le plus étroit, sur un téléphone ; plus large, les noms s'écartent.
LARGEUR, HAUTEUR_NUAGE = 290, 280
_CARACTERE, _LIGNE, _TOURS = 7.6, 18.0, 3
_EFFLEURE = 40.0  # pixels carrés : au-delà, deux noms se gênent
_COTES = {
    "top center": (0, 1),
    "bottom center": (0, -1),
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top right": (1, 1),
    "top left": (-1, 1),
    "bottom right": (1, -1),
    "bottom left": (-1, -1),
}


def placer_les_noms(
    points: Sequence[tuple[float, float]],
    noms: Sequence[str],
    rayons: Sequence[float],
    *,
    hauteur: float,
    obstacles: Sequence[Boite] = (),
) -> list[str]:
    """Le côté de chaque nom : celui où il couvre le moins de points, de noms et d'obstacles.

    `points` et `obstacles` sont en parts du cadre (0 à 1), `rayons` et `hauteur` en pixels. Un nom
    vide ne prend pas de place.

    >>> placer_les_noms([(0.5, 0.5), (0.5, 0.55)], ["Alba", "Breval"], [6, 6], hauteur=300)
    ['bottom center', 'top center']
    """
    centres = [(x * LARGEUR, y * hauteur) for x, y in points]
    fixes = [(g * LARGEUR, b * hauteur, d * LARGEUR, h * hauteur) for g, b, d, h in obstacles]
    fixes += [(x - r, y - r, x + r, y + r) for (x, y), r in zip(centres, rayons, strict=True)]
    boites = [
        {cote: _boite(centre, rayon, nom, *sens) for cote, sens in _COTES.items()}
        for centre, nom, rayon in zip(centres, noms, rayons, strict=True)
    ]
    choix: dict[int, str] = {}
    for rang in [*range(len(noms))] * _TOURS:  # chacun se replace, les autres étant placés
        voisins = [boites[autre][cote] for autre, cote in choix.items() if autre != rang]
        genes = {c: _gene(boite, fixes + voisins, hauteur) for c, boite in boites[rang].items()}
        choix[rang] = min(genes, key=genes.__getitem__)
    return [choix[rang] for rang in range(len(noms))]


def nommer_sans_chevauchement(
    points: Sequence[tuple[float, float]],
    noms: Sequence[str],
    rayons: Sequence[float],
    *,
    hauteur: float,
    obstacles: Sequence[Boite] = (),
) -> tuple[list[str], list[str]]:
    """Les noms qui se lisent (les premiers l'emportent, les autres se vident), et leur côté.

    >>> points, noms = [(0.5, 0.5)] * 3, ["Alba", "Breval", "Corvel"]
    >>> nommer_sans_chevauchement(points, noms, [6, 6, 6], hauteur=12)[0]
    ['Alba', 'Breval', '']
    """
    gardes = list(noms)
    while True:
        cotes = placer_les_noms(points, gardes, rayons, hauteur=hauteur, obstacles=obstacles)
        poses: list[Boite] = []
        de_trop = None
        for rang, (point, nom) in enumerate(zip(points, gardes, strict=True)):
            centre = (point[0] * LARGEUR, point[1] * hauteur)
            boite = _boite(centre, rayons[rang], nom, *_COTES[cotes[rang]])
            if nom and any(_commun(boite, pose) > _EFFLEURE for pose in poses):
                de_trop = rang
            poses.append(boite)
        if de_trop is None:
            return gardes, cotes
        gardes[de_trop] = ""


def _boite(centre: tuple[float, float], rayon: float, nom: str, dx: int, dy: int) -> Boite:
    """Le rectangle du nom, posé contre son point."""
    lignes = nom.split("<br>")
    largeur, hauteur = _CARACTERE * max(map(len, lignes)), _LIGNE * len(lignes) * bool(nom)
    ecart = 1.25 * rayon + 1  # plotly écarte les noms d'un peu plus que le rayon, même en biais
    gauche = centre[0] + dx * ecart - largeur * (1 - dx) / 2
    bas = centre[1] + 0.75 * dy * ecart - hauteur * (1 - dy) / 2
    return gauche, bas, gauche + largeur, bas + hauteur


def _gene(boite: Boite, occupes: Sequence[Boite], hauteur: float) -> float:
    """La surface couverte, et trois fois celle qui sort du cadre (pixels carrés)."""
    gauche, bas, droite, haut = boite
    dehors = (droite - gauche) * (haut - bas) - _commun(boite, (0, 0, LARGEUR, hauteur))
    return 3 * dehors + sum(_commun(boite, autre) for autre in occupes)


def _commun(a: Boite, b: Boite) -> float:
    largeur = min(a[2], b[2]) - max(a[0], b[0])
    hauteur = min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, largeur) * max(0.0, hauteur)
