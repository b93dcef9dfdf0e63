"""Les erreurs fréquentes sur les scores (S432-3) : confusion, seuil, transformation, échelle."""

import math
from typing import Any

import numpy as np

from grc_lib._pieges import Catalogue, Piege
from grc_lib.scoring.carte import carte_de_score
from grc_lib.scoring.information import valeur_information
from grc_lib.scoring.qualite import auc, confusion
from grc_lib.scoring.rendement import seuil_optimal, taux_transformation


def _plus_de_ventes(scores: Any, y: Any, *, gain: float, cout: float) -> float:
    """Le seuil le plus haut qui n'oublie personne."""
    tableau = seuil_optimal(scores, y, gain=gain, cout=cout).tableau
    return float(tableau["seuil"].iloc[int(tableau["fn"].argmin())])


def _plus_exact(scores: Any, y: Any, *, gain: float, cout: float) -> float:
    """Le seuil qui se trompe le moins souvent, sans regarder le prix des erreurs."""
    tableau = seuil_optimal(scores, y, gain=gain, cout=cout).tableau
    return float(tableau["seuil"].iloc[int((tableau["fp"] + tableau["fn"]).argmin())])


def _sans_les_erreurs(scores: Any, y: Any, *, gain: float, cout: float) -> float:
    choix = seuil_optimal(scores, y, gain=gain, cout=cout)
    return float(choix.tableau.loc[choix.tableau["seuil"] == choix.seuil, "vp"].iloc[0] * gain)


def _tout_le_monde(scores: Any, y: Any, *, gain: float, cout: float) -> float:
    return float(seuil_optimal(scores, y, gain=gain, cout=cout).tableau["gain"].iloc[-1])


def _sans_egalites(scores: Any, y: Any) -> float:
    """P(score de l'un > score de l'autre), les égalités comptées pour rien."""
    points, arrives = np.asarray(scores, float), np.asarray(y, bool)
    return float(np.mean(points[arrives][:, None] > points[~arrives][None, :]))


def _inverse(
    ventes: Any, contacts: Any = None, *, rendez_vous: Any = None, devis: Any = None
) -> Any:
    [essais] = [recu for recu in (contacts, rendez_vous, devis) if recu is not None]
    return essais / ventes


def _sans_les_ventes(
    ventes: Any, contacts: Any = None, *, rendez_vous: Any = None, devis: Any = None
) -> Any:
    [essais] = [recu for recu in (contacts, rendez_vous, devis) if recu is not None]
    return ventes / (essais - ventes)


PIEGES: Catalogue = {
    confusion: {
        "rappel": Piege(
            "C'est le rappel : la précision se rapporte à ceux que le score retient.",
            lambda *, vp, fp, fn, vn: vp / (vp + fn),
            champ="precision",
        ),
        "precision_exactitude": Piege(
            "C'est l'exactitude, la part des cas bien classés : la précision ne regarde que les "
            "retenus.",
            lambda *, vp, fp, fn, vn: (vp + vn) / (vp + fp + fn + vn),
            champ="precision",
        ),
        "precision": Piege(
            "C'est la précision : le rappel se rapporte à tous ceux pour qui l'événement arrive.",
            lambda *, vp, fp, fn, vn: vp / (vp + fp),
            champ="rappel",
        ),
        "rappel_exactitude": Piege(
            "C'est l'exactitude, la part des cas bien classés : le rappel ne regarde que ceux pour "
            "qui l'événement arrive.",
            lambda *, vp, fp, fn, vn: (vp + vn) / (vp + fp + fn + vn),
            champ="rappel",
        ),
        "vrais_positifs": Piege(
            "Vous n'avez compté que les vrais positifs : le score a raison aussi quand il écarte à "
            "juste titre.",
            lambda *, vp, fp, fn, vn: vp / (vp + fp + fn + vn),
            champ="exactitude",
        ),
        "moyenne": Piege(
            "Vous avez fait la moyenne simple de la précision et du rappel : F1 est leur moyenne "
            "harmonique.",
            lambda *, vp, fp, fn, vn: (vp / (vp + fp) + vp / (vp + fn)) / 2,
            champ="f1",
        ),
    },
    auc: {
        "envers": Piege(
            "Vous avez compté les paires classées à l'envers.",
            lambda scores, y: 1 - auc(scores, y),
        ),
        "egalites": Piege(
            "Vous avez compté pour rien les scores égaux : chacune de ces paires compte pour une "
            "moitié.",
            _sans_egalites,
        ),
    },
    taux_transformation: {
        "inverse": Piege(
            "Vous avez divisé par les ventes : un taux de transformation rapporte les ventes aux "
            "essais.",
            _inverse,
        ),
        "hors_ventes": Piege(
            "Vous avez rapporté les ventes aux échecs : le dénominateur compte tous les essais.",
            _sans_les_ventes,
        ),
    },
    seuil_optimal: {
        "plus_de_ventes": Piege(
            "Vous avez cherché à n'oublier aucune vente : comptez aussi ce que coûtent les "
            "contacts perdus.",
            _plus_de_ventes,
            champ="seuil",
        ),
        "plus_exact": Piege(
            "Vous avez cherché le moins d'erreurs possible : les deux sortes d'erreurs n'ont pas "
            "le même prix.",
            _plus_exact,
            champ="seuil",
        ),
        "erreurs_oubliees": Piege(
            "Vous avez oublié ce que coûtent les contacts perdus.",
            _sans_les_erreurs,
            champ="gain_total",
        ),
        "tout_le_monde": Piege(
            "C'est ce que l'on gagne en contactant tout le monde : le score sert à choisir.",
            _tout_le_monde,
            champ="gain_total",
        ),
    },
    carte_de_score: {
        "logarithme_decimal": Piege(
            "Vous avez pris le logarithme décimal : la formule emploie le logarithme népérien.",
            lambda score, *, cote, pdo: pdo / math.log10(2),
            champ="facteur",
        ),
        "sans_logarithme": Piege(
            "Vous avez divisé par 2 : la formule divise par le logarithme népérien de 2.",
            lambda score, *, cote, pdo: pdo / 2,
            champ="facteur",
        ),
        "ajoute": Piege(
            "Vous avez ajouté ce que vaut la cote de référence : le décalage le retire.",
            lambda score, *, cote, pdo: score + pdo / math.log(2) * math.log(cote),
            champ="decalage",
        ),
    },
    valeur_information: {
        "poids_inverses": Piege(
            "Vous avez divisé les mauvais par les bons : un poids positif dit que la tranche a "
            "plus que sa part de bons.",
            lambda bons, mauvais: -valeur_information(bons, mauvais).woe,
            champ="woe",
        ),
        "sans_poids": Piege(
            "Vous avez additionné les écarts de parts sans les multiplier par le poids de leur "
            "tranche.",
            lambda bons, mauvais: float(
                np.sum(
                    np.abs(np.asarray(bons) / np.sum(bons) - np.asarray(mauvais) / np.sum(mauvais))
                )
            ),
            champ="iv",
        ),
    },
}
