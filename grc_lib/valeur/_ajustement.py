"""Ajuster un modèle : les paramètres qui rendent les données observées les plus vraisemblables."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from grc_lib._nombres import strictement_positif
from grc_lib.erreurs import MauvaisType, NonCalculable

Vecteur: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"

_EXTREME = 7.0  # un paramètre sous 1/1 000 ou au-delà de 1 000 : le modèle dégénère
_PENTE = 1e-5  # au maximum, la pente de la log-vraisemblance moyenne est nulle


def maximiser(
    vraisemblance: Callable[[Vecteur], tuple[float, Vecteur]], parametres: int, raison: str
) -> tuple[list[float], float]:
    """Les paramètres, positifs, et la log-vraisemblance moyenne à son maximum.

    `vraisemblance` rend la log-vraisemblance moyenne et son gradient. La recherche porte sur les
    logarithmes des paramètres ; sans maximum, elle file à l'infini : `NonCalculable(raison)`.
    """
    from scipy.optimize import minimize

    def oppose(logarithmes: Vecteur) -> tuple[float, Vecteur]:
        essai = np.exp(np.clip(logarithmes, -30, 30))
        valeur, gradient = vraisemblance(essai)
        return -valeur, -gradient * essai

    with np.errstate(all="ignore"):
        trouve = minimize(
            oppose, np.zeros(parametres), jac=True, method="BFGS", options={"gtol": 1e-9}
        )
    if not (np.abs(trouve.x).max() < _EXTREME and np.abs(trouve.jac).max() < _PENTE):
        raise NonCalculable(raison)
    return np.exp(trouve.x).tolist(), -float(trouve.fun)


def exiger_parametres(**parametres: Any) -> None:
    """Lève une erreur si un paramètre de modèle n'est pas un nombre strictement positif."""
    for nom, valeur in parametres.items():
        if not isinstance(strictement_positif(nom, valeur), float):
            raise MauvaisType(nom, valeur, "un nombre strictement positif")
