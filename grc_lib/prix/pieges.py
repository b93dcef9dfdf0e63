"""Les erreurs fréquentes sur les prix (S443) : marge et marque, HT et TTC, remises, élasticité."""

import math
from statistics import fmean
from typing import Any

import numpy as np

from grc_lib._pieges import Catalogue, Piege
from grc_lib.prix.capacite import places_a_proteger, taux_occupation
from grc_lib.prix.demande import elasticite, prix_psychologique
from grc_lib.prix.marges import (
    coefficient_multiplicateur,
    hors_taxe,
    prix_achat,
    prix_vente,
    taux_marge,
    taux_marque,
    toutes_taxes,
)
from grc_lib.prix.remises import (
    baisse_toleree,
    reduction_annoncee,
    remise_globale,
    volume_a_compenser,
)


def _sans_cumuler(prix: Any, *, trop_cher: Any, mauvaise_qualite: Any, **_: Any) -> float:
    """Le prix de celui qui lit les réponses prix par prix (à égalité, le plus élevé)."""
    refus = [cher + mauvaise for cher, mauvaise in zip(trop_cher, mauvaise_qualite, strict=True)]
    return float(max(p for p, r in zip(prix, refus, strict=True) if r == min(refus)))


def _autre_cumul(prix: Any, *, cumul: str = "inclus", **reponses: Any) -> float:
    autre: Any = "exclu" if cumul == "inclus" else "inclus"
    return prix_psychologique(prix, cumul=autre, **reponses).optimal


PIEGES: Catalogue = {
    taux_marge: {
        "marque": Piege(
            "C'est le taux de marque : le taux de marge se rapporte au prix d'achat.",
            lambda pa, pv: (pv - pa) / pv,
        ),
        "coefficient": Piege(
            "C'est le prix de vente divisé par le prix d'achat : retirez d'abord le prix d'achat.",
            lambda pa, pv: pv / pa,
        ),
    },
    taux_marque: {
        "marge": Piege(
            "C'est le taux de marge : le taux de marque se rapporte au prix de vente.",
            lambda pa, pv: (pv - pa) / pa,
        ),
        "cout": Piege(
            "C'est la part du prix d'achat dans le prix de vente : prenez celle de la marge.",
            lambda pa, pv: pa / pv,
        ),
    },
    prix_vente: {
        "marge": Piege(
            "Vous avez appliqué le taux de marque au prix d'achat : il se rapporte au prix de "
            "vente.",
            lambda pa, *, taux_marge=None, taux_marque=None, coefficient=None: prix_vente(
                pa, taux_marge=taux_marque
            ),
        ),
        "marque": Piege(
            "Vous avez traité le taux de marge comme un taux de marque : il se rapporte au prix "
            "d'achat.",
            lambda pa, *, taux_marge=None, taux_marque=None, coefficient=None: prix_vente(
                pa, taux_marque=taux_marge
            ),
        ),
        "tva": Piege(
            "Vous avez ajouté une TVA de 20 % : un taux mène au prix HT, et un coefficient compte "
            "déjà la TVA.",
            lambda pa, **vise: 1.2 * prix_vente(pa, **vise),
        ),
        "marge_seule": Piege(
            "Vous vous êtes arrêté à la marge en euros : ajoutez-la au prix d'achat.",
            lambda pa, **vise: prix_vente(pa, **vise) - pa,
        ),
    },
    prix_achat: {
        "marque": Piege(
            "Vous avez retiré le taux de marge du prix de vente : il se rapporte au prix d'achat.",
            lambda pv, *, taux_marge=None, taux_marque=None, coefficient=None: prix_achat(
                pv, taux_marque=taux_marge
            ),
        ),
        "marge": Piege(
            "Vous avez traité le taux de marque comme un taux de marge : il se rapporte au prix de "
            "vente.",
            lambda pv, *, taux_marge=None, taux_marque=None, coefficient=None: prix_achat(
                pv, taux_marge=taux_marque
            ),
        ),
        "tva": Piege(
            "Vous avez retiré une TVA de 20 % : le taux s'applique au prix HT, et le coefficient "
            "part du prix TTC.",
            lambda pv, **vise: prix_achat(pv, **vise) / 1.2,
        ),
        "multiplie": Piege(
            "Vous avez multiplié : du prix de vente au prix d'achat, on revient en arrière.",
            lambda pv, **vise: prix_vente(pv, **vise),
        ),
    },
    coefficient_multiplicateur: {
        "ht": Piege(
            "Vous avez pris le prix de vente HT : le coefficient mène au prix TTC (TVA à 20 %).",
            lambda pa, *, prix_vente_ttc: prix_vente_ttc / 1.2 / pa,
        ),
        "inverse": Piege(
            "Vous avez divisé dans l'autre sens : le coefficient multiplie le prix d'achat.",
            lambda pa, *, prix_vente_ttc: pa / prix_vente_ttc,
        ),
        "marge": Piege(
            "Vous avez retiré le prix d'achat : c'est un taux, pas un coefficient.",
            lambda pa, *, prix_vente_ttc: (prix_vente_ttc - pa) / pa,
        ),
    },
    hors_taxe: {
        "retiree": Piege(
            "Vous avez retiré le taux de TVA au prix TTC : la TVA se calcule sur le prix HT.",
            lambda ttc, *, tva: ttc * (1 - tva),
        ),
        "tva_seule": Piege(
            "C'est le montant de la TVA : retirez-le du prix TTC.",
            lambda ttc, *, tva: ttc - ttc / (1 + tva),
        ),
        "ajoutee": Piege(
            "Vous avez ajouté la TVA à un prix qui la comprend déjà.",
            lambda ttc, *, tva: ttc * (1 + tva),
        ),
    },
    toutes_taxes: {
        "tva_seule": Piege(
            "C'est le montant de la TVA : ajoutez-le au prix HT.",
            lambda ht, *, tva: ht * tva,
        ),
        "retiree": Piege(
            "Vous avez retiré la TVA : le prix TTC est plus grand que le prix HT.",
            lambda ht, *, tva: ht * (1 - tva),
        ),
        "divisee": Piege(
            "Vous avez divisé par « 1 moins le taux » : la TVA se calcule sur le prix HT.",
            lambda ht, *, tva: ht / (1 - tva),
        ),
    },
    remise_globale: {
        "additionnees": Piege(
            "Vous avez additionné les remises : la deuxième se calcule sur un prix déjà réduit.",
            lambda *remises: sum(remises),
        ),
        "reste": Piege(
            "C'est la part du prix que le client paie encore : la remise est ce qu'il ne paie pas.",
            lambda *remises: math.prod(1 - remise for remise in remises),
        ),
        "multipliees": Piege(
            "Vous avez multiplié les taux de remise : raisonnez sur ce que le client paie encore.",
            lambda *remises: math.prod(remises),
        ),
    },
    volume_a_compenser: {
        "remise": Piege(
            "Vous avez pris le taux de la remise : la marge de chaque vente baisse bien plus que "
            "le prix.",
            lambda *, taux_marque, remise: remise,
        ),
        "chiffre_affaires": Piege(
            "Vous avez gardé le même chiffre d'affaires : c'est la marge qu'il faut garder.",
            lambda *, taux_marque, remise: remise / (1 - remise),
        ),
        "marque": Piege(
            "Vous avez rapporté la remise à la marge d'avant : rapportez-la à celle qui reste.",
            lambda *, taux_marque, remise: remise / taux_marque,
        ),
        "volume_total": Piege(
            "C'est le nouveau volume rapporté à l'ancien : seule la hausse est demandée.",
            lambda *, taux_marque, remise: taux_marque / (taux_marque - remise),
        ),
    },
    baisse_toleree: {
        "hausse": Piege(
            "Vous avez pris le taux de la hausse : la marge de chaque vente augmente bien plus que "
            "le prix.",
            lambda *, taux_marque, hausse: hausse,
        ),
        "chiffre_affaires": Piege(
            "Vous avez gardé le même chiffre d'affaires : c'est la marge qu'il faut garder.",
            lambda *, taux_marque, hausse: hausse / (1 + hausse),
        ),
        "marque": Piege(
            "Vous avez rapporté la hausse à la marge d'avant : rapportez-la à celle d'après.",
            lambda *, taux_marque, hausse: hausse / taux_marque,
        ),
    },
    elasticite: {
        "inverse": Piege(
            "Vous avez divisé la variation du prix par celle des ventes : c'est l'inverse.",
            lambda *args, **reste: 1 / elasticite(*args, **reste),
        ),
        "pente": Piege(
            "C'est une pente, en unités par euro : l'élasticité compare deux variations relatives.",
            lambda p0, p1, q0, q1, **reste: (q1 - q0) / (p1 - p0),
        ),
        "arrivee": Piege(
            "Vous avez rapporté les variations aux valeurs d'arrivée.",
            lambda p0, p1, q0, q1, **reste: elasticite(p1, p0, q1, q0),
        ),
        "autre_methode": Piege(
            "Vous n'avez pas rapporté les variations aux bonnes valeurs : celles de départ, ou les "
            "moyennes, selon la méthode demandée.",
            lambda p0, p1, q0, q1, *, methode="base": elasticite(
                p0, p1, q0, q1, methode="milieu" if methode == "base" else "base"
            ),
        ),
        "chiffre_affaires": Piege(
            "Vous avez pris la variation du chiffre d'affaires : prenez celle des quantités.",
            lambda p0, p1, q0, q1, **reste: elasticite(p0, p1, p0 * q0, p1 * q1, **reste),
        ),
    },
    prix_psychologique: {
        "moyenne": Piege(
            "Vous avez fait la moyenne des prix : cherchez celui que le plus de personnes "
            "acceptent.",
            lambda prix, **reponses: fmean(prix),
            champ="optimal",
        ),
        "sans_cumul": Piege(
            "Vous n'avez pas cumulé les réponses : qui trouve 10 € trop cher le pense aussi de "
            "12 €.",
            _sans_cumuler,
            champ="optimal",
        ),
        "autre_cumul": Piege(
            "Vous avez compté autrement ceux qui citent exactement ce prix : relisez la règle du "
            "cumul.",
            _autre_cumul,
            champ="optimal",
        ),
    },
    reduction_annoncee: {
        "plus_haut": Piege(
            "Vous êtes parti du prix le plus haut : la référence est le plus bas des 30 derniers "
            "jours.",
            lambda prix_30_jours, prix_reduit: reduction_annoncee(
                [max(prix_30_jours)], prix_reduit
            ),
        ),
        "dernier": Piege(
            "Vous êtes parti du dernier prix affiché : regardez tous ceux des 30 derniers jours.",
            lambda prix_30_jours, prix_reduit: reduction_annoncee(
                [list(prix_30_jours)[-1]], prix_reduit
            ),
        ),
        "moyenne": Piege(
            "Vous êtes parti de la moyenne des prix : la référence est le plus bas.",
            lambda prix_30_jours, prix_reduit: reduction_annoncee(
                [fmean(prix_30_jours)], prix_reduit
            ),
        ),
        "sur_reduit": Piege(
            "Vous avez rapporté la baisse au prix réduit : elle se rapporte au prix de référence.",
            lambda prix_30_jours, prix_reduit: (min(prix_30_jours) - prix_reduit) / prix_reduit,
            champ="reduction",
        ),
    },
    taux_occupation: {
        "libres": Piege(
            "C'est la part restée libre : comptez ce qui a été vendu.",
            lambda occupees, disponibles: 1 - occupees / disponibles,
        ),
        "sur_libres": Piege(
            "Vous avez rapporté les ventes à ce qui est resté libre : rapportez-les à toute la "
            "capacité.",
            lambda occupees, disponibles: occupees / (disponibles - occupees),
        ),
    },
    places_a_proteger: {
        "moyenne": Piege(
            "Vous avez gardé la demande moyenne : le rapport des deux tarifs compte aussi.",
            lambda demandes, **tarifs: round(fmean(demandes)),
        ),
        "maximum": Piege(
            "Vous avez gardé de quoi servir la plus forte demande : des places resteraient vides.",
            lambda demandes, **tarifs: int(np.max(demandes)),
        ),
        "sens": Piege(
            "Vous avez pris la probabilité que la demande soit plus petite : c'est celle qu'elle "
            "dépasse ce nombre de places.",
            lambda demandes, *, plein_tarif, tarif_reduit: places_a_proteger(
                demandes, plein_tarif=plein_tarif, tarif_reduit=plein_tarif - tarif_reduit
            ),
        ),
    },
}
