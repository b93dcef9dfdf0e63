"""La légende écrite sous le titre : une ligne par tracé, avec sa marque."""

from typing import NamedTuple

from grc_lib.figures.gabarit import ENCRE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import plier

_LIGNE, _LARGEUR = 19, 44  # pixels, caractères : ce qui tient sur un téléphone


class Entree(NamedTuple):
    """Une ligne de légende : sa marque (« ● », « ┅┅ » ou rien), son sens, sa couleur."""

    marque: str
    sens: str
    couleur: str = ENCRE


def legender(figure: Graphique, *entrees: Entree) -> None:
    """Écrit une légende sous le titre ; le graphique grandit d'autant."""
    lignes = [
        " ".join(filter(None, (_colorer(entree), plier(entree.sens, _LARGEUR))))
        for entree in entrees
    ]
    texte = "<br>".join(lignes)
    place = _LIGNE * (1 + texte.count("<br>")) + 14
    figure.layout.title.subtitle = dict(text=texte, font=dict(size=14, weight=400, color=ENCRE))
    figure.layout.margin.t += place
    figure.layout.height += place
    figure.layout.title.y = 1 - 26 / figure.layout.height


def _colorer(entree: Entree) -> str:
    marque = f'<span style="color:{entree.couleur}"><b>{entree.marque}</b></span>'
    return marque if entree.marque else ""
