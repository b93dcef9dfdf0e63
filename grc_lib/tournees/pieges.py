"""Les erreurs fréquentes sur les tournées (S823-2) : retour oublié, plus proche voisin, degrés."""

import math
from typing import Any

from grc_lib._pieges import Catalogue, Piege
from grc_lib.tournees.circuits import circuit, deux_opt, plus_proche_voisin
from grc_lib.tournees.distances import RAYON_TERRE, distance

_SANS_RETOUR = "Vous avez oublié le retour au point de départ."


def _sans_courbure(a: Any, b: Any) -> float:
    """La distance de celui qui compte un degré de longitude comme un degré de latitude."""
    return math.radians(math.dist(a, b)) * RAYON_TERRE


PIEGES: Catalogue = {
    distance: {
        "degres_egaux": Piege(
            "Vous avez compté un degré de longitude comme un degré de latitude : il est plus court "
            "loin de l'équateur.",
            _sans_courbure,
        ),
        "inversees": Piege(
            "Vous avez interverti latitude et longitude.",
            lambda a, b: distance(a[::-1], b[::-1]),
        ),
    },
    plus_proche_voisin: {
        "sans_retour": Piege(
            _SANS_RETOUR,
            lambda points, **options: (
                (c := plus_proche_voisin(points, **options)).longueur - c.trajets[-1]
            ),
            champ="longueur",
        ),
    },
    deux_opt: {
        "sans_retour": Piege(
            _SANS_RETOUR,
            lambda points, ordre, **options: (
                (c := deux_opt(points, ordre, **options)).longueur - c.trajets[-1]
            ),
            champ="longueur",
        ),
    },
    circuit: {
        "sans_retour": Piege(
            _SANS_RETOUR,
            lambda points, **options: (c := circuit(points, **options)).longueur - c.trajets[-1],
            champ="longueur",
        ),
        "plus_proche_voisin": Piege(
            "Vous êtes allé chaque fois au point le plus proche : un circuit plus court existe.",
            lambda points, *, secondes=1, **options: plus_proche_voisin(points, **options),
        ),
    },
}
