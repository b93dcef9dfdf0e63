"""Lire les arguments des intérêts : une base annuelle, une suite d'effets."""

from typing import Any

from grc_lib._nombres import entier, lignes, positif, seul, strictement_positif
from grc_lib.erreurs import ArgumentInvalide, NonCalculable

BASES = (360, 365, 366)


def base_annuelle(base: Any) -> int:
    """Le nombre de jours de l'année : 360, 365 ou 366."""
    lue = entier("base", base)
    if lue not in BASES:
        raise ArgumentInvalide("base", base, "une année de 360, 365 ou 366 jours")
    return lue


def effets_en_jours(effets: Any) -> list[tuple[float, float]]:
    """Les effets (nominal, jours), vérifiés un à un."""
    lus = [
        (
            seul(strictement_positif, f"effets, ligne {rang} : nominal", nominal),
            seul(positif, f"effets, ligne {rang} : jours", jours),
        )
        for rang, (nominal, jours) in enumerate(lignes("effets", effets, "nominal", "jours"), 1)
    ]
    if not lus:
        raise NonCalculable("Il n'y a aucun effet : vérifiez la liste « effets ».")
    return lus
