"""Les erreurs fréquentes sur les ventes (S522-1 à S522-3) : d'abord la statistique."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grc_lib._pieges import Catalogue, Piege
from grc_lib.ventes._pieges_prevision import PREVISION, nombres
from grc_lib.ventes.evolution import indices, tcam
from grc_lib.ventes.statistique import indicateurs, indicateurs_classes


def _serie(lire: Callable[[Any], Any]) -> Callable[..., float]:
    """Ce que lit dans la série quelqu'un qui se trompe."""

    def calcul(serie: Any, *, quartiles: str = "manuel") -> float:
        return float(lire(nombres(serie)))

    return calcul


def _au_milieu(lue: Any) -> Any:
    """Ce qui est au milieu de la liste telle qu'elle est écrite."""
    moitie = len(lue) // 2
    return lue[moitie] if len(lue) % 2 else (lue[moitie - 1] + lue[moitie]) / 2


def _centre_de_la_classe_mediane(bornes: Any, effectifs: Any) -> float:
    limites, cumuls = nombres(bornes), np.cumsum(nombres(effectifs))
    i = int(np.searchsorted(cumuls, cumuls[-1] / 2))
    return float((limites[i] + limites[i + 1]) / 2)


def _classe_la_plus_nombreuse(bornes: Any, effectifs: Any) -> float:
    limites, i = nombres(bornes), int(np.argmax(nombres(effectifs)))
    return float((limites[i] + limites[i + 1]) / 2)


def _moyenne_ponderee(valeurs: Any, effectifs: Any) -> float:
    return float(np.average(valeurs, weights=nombres(effectifs)))


PIEGES: Catalogue = {
    indicateurs: {
        "milieu": Piege(
            "Vous avez pris le milieu entre la plus petite et la plus grande valeur : la moyenne "
            "compte toutes les valeurs.",
            _serie(lambda v: (np.min(v) + np.max(v)) / 2),
            champ="moyenne",
        ),
        "mediane": Piege(
            "C'est la médiane, la valeur du milieu : la moyenne partage le total.",
            _serie(lambda v: np.median(v)),
            champ="moyenne",
        ),
        "moyenne": Piege(
            "C'est la moyenne, qu'un gros client tire vers le haut : la médiane partage la série "
            "en deux moitiés de même effectif.",
            _serie(lambda v: np.mean(v)),
            champ="mediane",
        ),
        "non_triee": Piege(
            "Vous avez pris le milieu de la liste telle qu'elle est écrite : rangez d'abord les "
            "valeurs par ordre croissant.",
            _serie(_au_milieu),
            champ="mediane",
        ),
        "echantillon": Piege(
            "Vous avez divisé par N − 1, l'écart-type d'un échantillon : ici on connaît toute la "
            "population.",
            _serie(lambda v: np.std(v, ddof=1)),
            champ="ecart_type",
        ),
        "variance": Piege(
            "C'est la variance : il reste à en prendre la racine carrée.",
            _serie(lambda v: np.var(v)),
            champ="ecart_type",
        ),
        "ecart_moyen": Piege(
            "Vous avez fait la moyenne des écarts sans leur signe : l'écart-type passe par leurs "
            "carrés.",
            _serie(lambda v: np.mean(np.abs(v - v.mean()))),
            champ="ecart_type",
        ),
        "population": Piege(
            "Vous avez divisé par N : pour un échantillon, on divise par N − 1.",
            _serie(lambda v: np.std(v)),
            champ="ecart_type_echantillon",
        ),
        "cv_echantillon": Piege(
            "Vous avez pris l'écart-type d'un échantillon (N − 1) : le coefficient de variation "
            "emploie ici celui de la population.",
            _serie(lambda v: np.std(v, ddof=1) / np.mean(v)),
            champ="cv",
        ),
        "inverse": Piege(
            "Vous avez divisé la moyenne par l'écart-type : c'est l'écart-type que l'on rapporte "
            "à la moyenne.",
            _serie(lambda v: np.mean(v) / np.std(v)),
            champ="cv",
        ),
        "maximum": Piege(
            "C'est la plus grande valeur : l'étendue mesure l'écart avec la plus petite.",
            _serie(lambda v: np.max(v)),
            champ="etendue",
        ),
        "etendue": Piege(
            "C'est l'étendue, de la plus petite à la plus grande valeur : l'écart interquartile va "
            "du premier au troisième quartile.",
            _serie(lambda v: np.ptp(v)),
            champ="eiq",
        ),
    },
    indicateurs_classes: {
        "bornes_hautes": Piege(
            "Vous avez pris la borne haute de chaque classe : on la remplace par son centre.",
            lambda bornes, effectifs: _moyenne_ponderee(nombres(bornes)[1:], effectifs),
            champ="moyenne",
        ),
        "sans_effectifs": Piege(
            "Vous avez fait la moyenne des centres sans les effectifs : une classe nombreuse pèse "
            "plus.",
            lambda bornes, effectifs: float(
                np.mean((nombres(bornes)[1:] + nombres(bornes)[:-1]) / 2)
            ),
            champ="moyenne",
        ),
        "centre": Piege(
            "Vous avez donné le centre de la classe médiane : interpolez à l'intérieur de la "
            "classe.",
            _centre_de_la_classe_mediane,
            champ="mediane",
        ),
        "hauteurs": Piege(
            "Vous avez cherché la classe la plus nombreuse : quand les amplitudes sont inégales, "
            "on compare les effectifs rapportés à l'amplitude.",
            _classe_la_plus_nombreuse,
            champ="mode",
        ),
    },
    tcam: {
        "annees": Piege(
            "Vous avez compté les années au lieu des intervalles qui les séparent : il y en a un "
            "de moins.",
            lambda v0, vn, n: (vn / v0) ** (1 / (n + 1)) - 1,
        ),
        "arithmetique": Piege(
            "Vous avez partagé l'évolution totale en parts égales : les hausses s'enchaînent, "
            "elles ne s'additionnent pas.",
            lambda v0, vn, n: (vn / v0 - 1) / n,
        ),
        "global": Piege(
            "C'est l'évolution de toute la période : on cherche le taux d'une seule année.",
            lambda v0, vn, n: vn / v0 - 1,
        ),
    },
    indices: {
        "variation": Piege(
            "Vous avez donné la variation en pour cent : un indice vaut 100 quand rien ne change.",
            lambda y, *, base=1: indices(y, base=base) - 100,
        ),
        "sans_cent": Piege(
            "C'est le coefficient multiplicateur : un indice le rapporte à une base de 100.",
            lambda y, *, base=1: indices(y, base=base) / 100,
        ),
    },
    **PREVISION,
}
