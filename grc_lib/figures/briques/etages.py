"""Un réseau dessiné de haut en bas : chaque sommet plus bas que ceux qui y mènent."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from grc_lib.erreurs import ArgumentInvalide

SOMMETS_MAX = 40
_PASSAGE = 0.35  # la place d'un trait qui traverse un étage, pour une place de sommet

Point = tuple[float, float]
Lien = tuple[str, str]


class Dessin(NamedTuple):
    """Où est chaque sommet, par où passe chaque lien ; x de 0 à 1, y : moins l'étage."""

    places: dict[str, Point]
    traits: dict[Lien, list[Point]]
    largeur: float


def dessiner(suites: Mapping[str, Sequence[str]]) -> Dessin:
    """Place les sommets et les liens d'un réseau ; `suites` dit où mène chaque sommet.

    >>> dessin = dessiner({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []})
    >>> dessin.places["a"], dessin.places["d"], dessin.places["b"][1]
    ((0.5, 0.0), (0.5, -2.0), -1.0)
    """
    if len(suites) > SOMMETS_MAX:
        attendu = f"au plus {SOMMETS_MAX} cases : au-delà, un réseau ne se lit plus"
        raise ArgumentInvalide("réseau", f"{len(suites)} cases", attendu)
    niveaux = _niveaux(suites)
    relais = {(a, b): _relais(a, b, niveaux) for a in suites for b in dict.fromkeys(suites[a])}
    etages: list[list[str]] = [[] for _ in range(1 + max(niveaux.values()))]
    for sommet, niveau in niveaux.items():
        etages[niveau].append(sommet)
    chaines = []
    for (a, b), passages in relais.items():
        for passage, niveau in passages:
            etages[niveau].append(passage)
        chaines.append([a, *(passage for passage, _ in passages), b])
    _ordonner(etages, chaines, niveaux)
    ou = _placer(etages, niveaux)
    traits = {(c[0], c[-1]): [ou[sommet] for sommet in c] for c in chaines}
    for (a, b), trait in traits.items():
        if (b, a) in traits and niveaux[b] < niveaux[a]:  # un retour : à côté de l'aller
            traits[a, b] = [(x + 0.05, y) for x, y in trait]
    largeur = max(sum(_poids(s, niveaux) for s in etage) for etage in etages)
    return Dessin({sommet: ou[sommet] for sommet in niveaux}, traits, largeur)


def _niveaux(suites: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Un étage de plus que le plus bas de ceux qui y mènent, retours en arrière exceptés."""
    fermes: list[str] = []
    ouverts: list[str] = []
    retours: set[Lien] = set()

    def visiter(sommet: str) -> None:
        ouverts.append(sommet)
        for suivant in suites[sommet]:
            if suivant in ouverts:
                retours.add((sommet, suivant))
            elif suivant not in fermes:
                visiter(suivant)
        fermes.append(ouverts.pop())

    for sommet in suites:
        if sommet not in fermes:
            visiter(sommet)
    niveaux = dict.fromkeys(suites, 0)
    for sommet in reversed(fermes):
        for suivant in suites[sommet]:
            if (sommet, suivant) not in retours:
                niveaux[suivant] = max(niveaux[suivant], niveaux[sommet] + 1)
    return niveaux


def _relais(a: str, b: str, niveaux: Mapping[str, int]) -> list[tuple[str, int]]:
    """Les étages que le lien traverse : il y prend une place, pour ne couvrir aucun sommet."""
    sens = 1 if niveaux[b] > niveaux[a] else -1
    return [(f"{a}\0{b}\0{n}", n) for n in range(niveaux[a] + sens, niveaux[b], sens)]


def _ordonner(
    etages: list[list[str]], chaines: list[list[str]], niveaux: Mapping[str, int]
) -> None:
    """Chacun sous le milieu de ses voisins : en descendant, en remontant, jusqu'au calme."""
    voisins: dict[str, list[str]] = {sommet: [] for etage in etages for sommet in etage}
    for chaine in chaines:
        for un, autre in pairwise(chaine):
            voisins[un].append(autre)
            voisins[autre].append(un)
    for tour in range(12):
        ou = _placer(etages, niveaux)
        for etage in etages if tour % 2 == 0 else reversed(etages):
            milieux = {
                s: sum(ou[v][0] for v in voisins[s]) / len(voisins[s]) if voisins[s] else ou[s][0]
                for s in etage
            }
            etage.sort(key=milieux.__getitem__)
            ou |= _placer(etages, niveaux)


def _placer(etages: list[list[str]], niveaux: Mapping[str, int]) -> dict[str, Point]:
    ou = {}
    for rang, etage in enumerate(etages):
        total, gauche = sum(_poids(sommet, niveaux) for sommet in etage), 0.0
        for sommet in etage:
            poids = _poids(sommet, niveaux)
            ou[sommet] = ((gauche + poids / 2) / total, 0.0 - rang)
            gauche += poids
    return ou


def _poids(sommet: str, niveaux: Mapping[str, int]) -> float:
    return 1.0 if sommet in niveaux else _PASSAGE
