"""Placer les noms d'un nuage de points sans qu'ils se couvrent, même sur un téléphone."""

from typing import Any, TypeAlias

Boite: TypeAlias = tuple[float, float, float, float]  # gauche, bas, droite, haut, en pixels

_CADRE = (290.0, 260.0)  # la place du tracé sur un téléphone, en pixels
_PLACES = {
    "top center": (0, 1),
    "middle right": (1, 0),
    "bottom center": (0, -1),
    "middle left": (-1, 0),
}


def placer(x: Any, y: Any, noms: list[str], rayons: Any) -> list[str]:
    """Où écrire chaque nom, sur un téléphone, pour qu'il ne couvre ni un point ni un autre nom.

    x, y : la place des points, de 0 à 1 dans le cadre ; rayons : les leurs, en pixels.

    >>> placer([0.5, 0.6], [0.5, 0.5], ["Alba", "Corde et fils"], [8, 8])
    ['top center', 'middle right']
    """
    points = [
        _boite(a * _CADRE[0], b * _CADRE[1], 0, 0, 2 * r, 2 * r)
        for a, b, r in zip(x, y, rayons, strict=True)
    ]
    pris, places = list(points), []
    for rang, nom in enumerate(noms):
        largeur = 7.5 * max(len(ligne) for ligne in nom.split("<br>"))
        hauteur = 18 * (1 + nom.count("<br>"))
        a, b, r = x[rang] * _CADRE[0], y[rang] * _CADRE[1], rayons[rang] + 4
        boites = {
            place: _boite(a, b, dx * (r + largeur / 2), dy * (r + hauteur / 2), largeur, hauteur)
            for place, (dx, dy) in _PLACES.items()
        }
        autres = [boite for boite in pris if boite is not points[rang]]
        place = min(boites, key=lambda p: _gene(boites[p], autres))
        pris.append(boites[place])
        places.append(place)
    return places


def _boite(x: float, y: float, dx: float, dy: float, large: float, haut: float) -> Boite:
    return x + dx - large / 2, y + dy - haut / 2, x + dx + large / 2, y + dy + haut / 2


def _gene(boite: Boite, autres: list[Boite]) -> int:
    """Combien d'autres boîtes elle recouvre ; sortir du cadre compte double."""
    gauche, bas, droite, haut = boite
    dehors = gauche < 0 or droite > _CADRE[0] + 20 or bas < 0 or haut > _CADRE[1] + 20
    couvertes = sum(gauche < d and g < droite and bas < h and b < haut for g, b, d, h in autres)
    return couvertes + 2 * dehors
