"""Les erreurs fréquentes : ce que donne chacune, et la phrase qui l'explique."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Piege:
    """Une erreur connue sur une fonction du cours.

    `phrase` explique l'erreur sans donner la réponse ; `calcul` reçoit les arguments de la fonction
    juste et rend ce que trouve celui qui se trompe. Quand la fonction rend plusieurs réponses,
    `champ` nomme celle que vise l'erreur ; sans lui, `calcul` rend tout un résultat faux.

    >>> Piege("C'est le taux de marque.", lambda pa, pv: (pv - pa) / pv).calcul(80, 100)
    0.2
    """

    phrase: str
    calcul: Callable[..., Any]
    champ: str = ""


# À chaque fonction du sujet, ses pièges, désignés d'un mot.
Catalogue = Mapping[Callable[..., Any], Mapping[str, Piege]]
