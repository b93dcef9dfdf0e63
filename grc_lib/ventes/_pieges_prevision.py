"""Les erreurs fréquentes sur la prévision (S522-2, S522-3) : droites, saisons, écarts."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grc_lib._pieges import Catalogue, Piege
from grc_lib.erreurs import NonCalculable
from grc_lib.ventes.ajustement import mayer, moindres_carres
from grc_lib.ventes.droite import Droite
from grc_lib.ventes.lissage import lissage_exponentiel
from grc_lib.ventes.saisons import (
    coefficients_saisonniers,
    desaisonnaliser,
    moyennes_mobiles,
    prevision_saisonniere,
)
from grc_lib.ventes.suivi import ecarts, prevision_ponderee


def _ecarts(lire: Callable[[Any, Any], Any]) -> Callable[..., float]:
    """Ce que lit dans le réel et le prévu quelqu'un qui se trompe."""

    def calcul(reel: Any, prevu: Any) -> float:
        return float(lire(nombres(reel), nombres(prevu)))

    return calcul


def _extremes(y: Any, x: Any = None) -> Droite:
    """La droite qui joint le premier et le dernier point."""
    xs, ys = _points(y, x)
    return mayer([ys[0], ys[-1]], [xs[0], xs[-1]])


def _milieu_dans_g2(y: Any, x: Any = None) -> Droite:
    """Mayer, le point du milieu mis dans le second groupe."""
    xs, ys = _points(y, x)
    m = len(xs) // 2
    return mayer([ys[:m].mean(), ys[m:].mean()], [xs[:m].mean(), xs[m:].mean()])


def _avec_la_ligne_a_prevoir(y: Any, x: Any = None) -> Droite:
    """La ligne de l'année à prévoir, encore vide, comptée comme une vente nulle."""
    if x is not None:
        raise NonCalculable("L'abscisse à prévoir n'est pas connue.")
    return moindres_carres([*nombres(y), 0.0])


def _prevoir_par_les_extremes(self: Droite, x: Any) -> Any:
    return _extremes(self.y, self.x).prevoir(x)


def _somme_un(y: Any, periode: int, *, methode: str = "simple") -> Any:
    """Chaque coefficient divisé par k : la part de la saison dans l'année."""
    return coefficients_saisonniers(y, periode, methode=methode) / periode  # type: ignore[arg-type]


def _sans_tendance(y: Any, periode: int, *, methode: str = "simple") -> Any:
    return coefficients_saisonniers(y, periode)


def _probables_seulement(affaires: Any) -> float:
    return float(sum(montant for montant, chance in np.asarray(affaires, float) if chance >= 0.5))


def nombres(valeurs: Any) -> Any:
    """Les valeurs en décimaux, que l'on reçoive une liste ou une colonne."""
    return np.asarray(valeurs, dtype=float)


def _points(y: Any, x: Any) -> tuple[Any, Any]:
    ys = nombres(y)
    return (np.arange(1.0, len(ys) + 1) if x is None else nombres(x)), ys


_ANNEE_A_PREVOIR = (
    "Vous avez compté la ligne à prévoir parmi les observations : la droite ne s'ajuste que sur ce "
    "que l'on a mesuré."
)
_PAR_LES_EXTREMES = (
    "Vous avez joint le premier et le dernier point : la droite de Mayer joint les points moyens "
    "de deux groupes."
)

PREVISION: Catalogue = {
    mayer: {
        "extremes": Piege(_PAR_LES_EXTREMES, lambda y, x=None: _extremes(y, x).a, champ="a"),
        "groupe": Piege(
            "Vous avez mis le point du milieu dans le second groupe : quand le nombre de points "
            "est impair, il va dans le premier.",
            lambda y, x=None: _milieu_dans_g2(y, x).a,
            champ="a",
        ),
        "pente_inversee": Piege(
            "Vous avez divisé l'écart des x par celui des y : la pente dit de combien y change "
            "quand x avance d'une unité.",
            lambda y, x=None: 1 / mayer(y, x).a,
            champ="a",
        ),
        "ordonnee_des_extremes": Piege(
            _PAR_LES_EXTREMES, lambda y, x=None: _extremes(y, x).b, champ="b"
        ),
        "point_moyen": Piege(
            "Vous avez donné l'ordonnée d'un point moyen : retirez ce que la pente apporte jusqu'à "
            "lui.",
            lambda y, x=None: float(np.mean(nombres(y)[: (len(y) + 1) // 2])),
            champ="b",
        ),
    },
    moindres_carres: {
        "ligne_a_prevoir": Piege(
            _ANNEE_A_PREVOIR, lambda y, x=None: _avec_la_ligne_a_prevoir(y, x).a, champ="a"
        ),
        "extremes": Piege(
            "Vous avez joint le premier et le dernier point : les moindres carrés comptent tous "
            "les points.",
            lambda y, x=None: _extremes(y, x).a,
            champ="a",
        ),
        "axes_echanges": Piege(
            "Vous avez échangé x et y : le dénominateur de la pente ne contient que des x.",
            lambda y, x=None: moindres_carres(_points(y, x)[0], _points(y, x)[1]).a,
            champ="a",
        ),
        "ordonnee_ligne_a_prevoir": Piege(
            _ANNEE_A_PREVOIR, lambda y, x=None: _avec_la_ligne_a_prevoir(y, x).b, champ="b"
        ),
        "moyenne": Piege(
            "C'est la moyenne des y : retirez ce que la pente apporte jusqu'à la moyenne des x.",
            lambda y, x=None: float(np.mean(nombres(y))),
            champ="b",
        ),
        "r2": Piege(
            "C'est le coefficient de détermination, le carré de la corrélation.",
            lambda y, x=None: moindres_carres(y, x).r2,
            champ="r",
        ),
        "r": Piege(
            "C'est le coefficient de corrélation : il reste à l'élever au carré.",
            lambda y, x=None: moindres_carres(y, x).r,
            champ="r2",
        ),
    },
    Droite.prevoir: {
        "sans_ordonnee": Piege(
            "Vous avez multiplié la pente par x sans ajouter l'ordonnée à l'origine.",
            lambda self, x: self.a * np.asarray(x),
        ),
        "rang_precedent": Piege(
            "Vous vous êtes arrêté à la période précédente : vérifiez le rang de celle à prévoir.",
            lambda self, x: self.prevoir(np.asarray(x) - 1),
        ),
        "derniere_valeur": Piege(
            "Vous êtes parti de la dernière valeur observée : la prévision se lit sur la droite.",
            lambda self, x: self.y[-1] + self.a * (np.asarray(x) - self.x[-1]),
        ),
        "extremes": Piege(
            "Vous avez joint le premier et le dernier point : la méthode compte tous les points.",
            _prevoir_par_les_extremes,
        ),
    },
    moyennes_mobiles: {
        "non_centree": Piege(
            "Vous avez fait la moyenne de quatre trimestres (ou douze mois) : pour la centrer, il "
            "en faut un de plus, les deux bouts comptant pour moitié.",
            lambda y, ordre: np.convolve(nombres(y), np.ones(ordre) / ordre, "valid"),
        ),
    },
    coefficients_saisonniers: {
        "somme_un": Piege(
            "Ce sont les parts de chaque saison dans l'année : un coefficient compare la saison à "
            "la moyenne des saisons.",
            _somme_un,
        ),
        "sans_tendance": Piege(
            "Vous avez rapporté les ventes à leur moyenne générale : quand elles progressent, on "
            "les rapporte à la tendance.",
            _sans_tendance,
        ),
    },
    desaisonnaliser: {
        "multiplie": Piege(
            "Vous avez multiplié par le coefficient : multiplier remet la saison, ici on l'enlève.",
            lambda y, coefs: nombres(y) * np.resize(nombres(coefs), len(nombres(y))),
        ),
    },
    prevision_saisonniere: {
        "annuelle": Piege(
            "Vous avez appliqué les coefficients au total de l'année : ramenez-le d'abord à une "
            "saison moyenne.",
            lambda annuel, coefs: annuel * nombres(coefs),
        ),
        "sans_saison": Piege(
            "Vous avez partagé l'année en parts égales : chaque saison a son coefficient.",
            lambda annuel, coefs: np.full(len(coefs), annuel / len(coefs)),
        ),
        "divisee": Piege(
            "Vous avez divisé par le coefficient : diviser enlève la saison, ici on la remet.",
            lambda annuel, coefs: annuel / len(coefs) / nombres(coefs),
        ),
    },
    lissage_exponentiel: {
        "poids_echanges": Piege(
            "Vous avez échangé les deux poids : alpha est celui de la dernière vente.",
            lambda y, alpha: lissage_exponentiel(y, 1 - alpha),
        ),
        "retard": Piege(
            "Vous avez gardé la prévision d'avant : la dernière vente la corrige.",
            lambda y, alpha: lissage_exponentiel(list(y)[:-1], alpha),
        ),
        "derniere": Piege(
            "Vous avez repris la dernière vente : le lissage la mêle à la prévision précédente.",
            lambda y, alpha: float(nombres(y)[-1]),
        ),
    },
    prevision_ponderee: {
        "sans_probabilite": Piege(
            "Vous avez additionné les montants : chaque affaire ne compte que pour sa chance "
            "d'être signée.",
            lambda affaires: float(nombres(affaires)[:, 0].sum()),
        ),
        "probabilite_moyenne": Piege(
            "Vous avez multiplié le total par la probabilité moyenne : chaque montant a la sienne.",
            lambda affaires: float(np.prod(nombres(affaires).mean(axis=0)) * len(affaires)),
        ),
        "probables": Piege(
            "Vous avez gardé en entier les affaires probables et oublié les autres : toutes "
            "comptent, chacune selon sa probabilité.",
            _probables_seulement,
        ),
    },
    ecarts: {
        "sens": Piege(
            "Vous avez retiré le réel du prévu : l'écart est ici le réel moins le prévu.",
            _ecarts(lambda r, p: np.mean(p - r)),
            champ="biais",
        ),
        "absolus": Piege(
            "Vous avez compté les écarts sans leur signe : dans un biais, ils se compensent.",
            _ecarts(lambda r, p: np.mean(np.abs(r - p))),
            champ="biais",
        ),
        "total": Piege(
            "C'est l'écart de toute la période : le biais est un écart moyen.",
            _ecarts(lambda r, p: np.sum(r - p)),
            champ="biais",
        ),
        "sur_prevu": Piege(
            "Vous avez rapporté les écarts au prévu : l'erreur se rapporte au réel.",
            _ecarts(lambda r, p: np.mean(np.abs(r - p) / p)),
            champ="mape",
        ),
        "compenses": Piege(
            "Vous avez laissé les erreurs se compenser : prenez chacune sans son signe.",
            _ecarts(lambda r, p: abs(np.mean((r - p) / r))),
            champ="mape",
        ),
        "globale": Piege(
            "Vous avez rapporté le total des écarts au total des ventes : faites la moyenne des "
            "erreurs de chaque période.",
            _ecarts(lambda r, p: np.sum(np.abs(r - p)) / np.sum(r)),
            champ="mape",
        ),
    },
}
