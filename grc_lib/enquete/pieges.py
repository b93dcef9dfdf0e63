"""Les erreurs fréquentes sur les enquêtes (S821-1) : taille, marge d'erreur, quotas."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from grc_lib._pieges import Catalogue, Piege
from grc_lib.enquete.sondages import intervalle_proportion, quotas, taille_echantillon
from grc_lib.erreurs import NonCalculable


def _pour_une_grande_population(
    erreur: float = 0.05,
    confiance: float = 0.95,
    proportion: float = 0.5,
    population: int | None = None,
    *,
    t: float | None = None,
) -> int:
    if population is None:
        raise NonCalculable("La population est déjà très grande.")
    return taille_echantillon(erreur, confiance, proportion, t=t)


def _avec_t_egal_a_deux(
    erreur: float = 0.05,
    confiance: float = 0.95,
    proportion: float = 0.5,
    population: int | None = None,
    *,
    t: float | None = None,
) -> int:
    return taille_echantillon(erreur, confiance, proportion, population, t=2)


def _arrondie_au_dessous(
    erreur: float = 0.05,
    confiance: float = 0.95,
    proportion: float = 0.5,
    population: int | None = None,
    *,
    t: float | None = None,
) -> int:
    """Un de moins, sauf si la taille tombe juste."""
    juste = taille_echantillon(erreur, confiance, proportion, population, t=t)
    exacte = _taille(erreur, confiance, proportion, t)
    if population is not None:
        exacte /= 1 + (exacte - 1) / population
    return juste if abs(exacte - juste) < 1e-9 else juste - 1


def _erreur_sans_carre(
    erreur: float = 0.05,
    confiance: float = 0.95,
    proportion: float = 0.5,
    population: int | None = None,
    *,
    t: float | None = None,
) -> int:
    return math.ceil(round(_taille(erreur, confiance, proportion, t) * erreur, 9))


def _taille(erreur: float, confiance: float, proportion: float, t: float | None) -> float:
    """t² × p(1 − p) / e², avant tout arrondi."""
    coefficient = intervalle_proportion(0.5, 100, confiance, t=t).t
    return coefficient**2 * proportion * (1 - proportion) / erreur**2


def _intervalle(lire: Callable[[float, float, int, float], float]) -> Callable[..., float]:
    """Ce que lit quelqu'un qui se trompe : de f, de la marge, de n et de t."""

    def calcul(
        frequence: float,
        effectif: int,
        confiance: float = 0.95,
        *,
        population: int | None = None,
        t: float | None = None,
    ) -> float:
        juste = intervalle_proportion(frequence, effectif, confiance, population=population, t=t)
        return lire(juste.frequence, juste.marge, juste.effectif, juste.t)

    return calcul


def _parts_egales(structure: Any, taille: int) -> pd.DataFrame:
    return quotas(structure, taille).assign(quota=round(taille / len(structure)))


def _arrondis_separement(structure: Any, taille: int) -> pd.DataFrame:
    tableau = quotas(structure, taille)
    return tableau.assign(quota=[math.floor(part + 0.5) for part in tableau["theorique"]])


_SANS_T = (
    "Vous avez oublié le coefficient de confiance : la marge est un multiple de l'erreur type."
)
_SANS_RACINE = "Vous avez divisé par l'effectif : la marge passe par une racine carrée."
_ECART_TYPE = "Vous avez oublié de diviser par le nombre de réponses."

PIEGES: Catalogue = {
    taille_echantillon: {
        "inferieur": Piege(
            "Vous avez arrondi à l'entier inférieur : l'erreur voulue ne serait pas tout à fait "
            "tenue.",
            _arrondie_au_dessous,
        ),
        "t_deux": Piege(
            "Vous avez pris t = 2 : certains manuels arrondissent ainsi, l'énoncé demande la "
            "valeur de la table.",
            _avec_t_egal_a_deux,
        ),
        "population_oubliee": Piege(
            "Vous avez fait comme si la population était très grande : elle est comptée, "
            "corrigez la taille.",
            _pour_une_grande_population,
        ),
        "erreur_sans_carre": Piege(
            "Vous avez divisé par l'erreur : dans la formule, elle est au carré.",
            _erreur_sans_carre,
        ),
    },
    intervalle_proportion: {
        "bas_sans_t": Piege(
            _SANS_T, _intervalle(lambda f, marge, n, t: max(f - marge / t, 0.0)), champ="bas"
        ),
        "bas_haut": Piege(
            "C'est la borne haute : la borne basse est sous la proportion observée.",
            _intervalle(lambda f, marge, n, t: min(f + marge, 1.0)),
            champ="bas",
        ),
        "bas_demi": Piege(
            "Vous avez retiré la moitié de la marge : elle se retire en entier, et s'ajoute de "
            "même.",
            _intervalle(lambda f, marge, n, t: max(f - marge / 2, 0.0)),
            champ="bas",
        ),
        "haut_sans_t": Piege(
            _SANS_T, _intervalle(lambda f, marge, n, t: min(f + marge / t, 1.0)), champ="haut"
        ),
        "haut_bas": Piege(
            "C'est la borne basse : la borne haute dépasse la proportion observée.",
            _intervalle(lambda f, marge, n, t: max(f - marge, 0.0)),
            champ="haut",
        ),
        "marge_sans_t": Piege(
            _SANS_T, _intervalle(lambda f, marge, n, t: marge / t), champ="marge"
        ),
        "marge_sans_racine": Piege(
            _SANS_RACINE,
            _intervalle(lambda f, marge, n, t: t * f * (1 - f) / n),
            champ="marge",
        ),
        "marge_sans_effectif": Piege(
            _ECART_TYPE,
            _intervalle(lambda f, marge, n, t: t * math.sqrt(f * (1 - f))),
            champ="marge",
        ),
        "amplitude": Piege(
            "C'est la largeur de l'intervalle : la marge va du centre à une borne.",
            _intervalle(lambda f, marge, n, t: 2 * marge),
            champ="marge",
        ),
    },
    quotas: {
        "parts_egales": Piege(
            "Vous avez donné le même quota à toutes les catégories : l'échantillon doit ressembler "
            "à la population.",
            _parts_egales,
        ),
        "arrondis": Piege(
            "Vous avez arrondi chaque quota à part : vérifiez que leur somme fait la taille "
            "demandée.",
            _arrondis_separement,
        ),
    },
}
