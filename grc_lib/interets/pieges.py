"""Les erreurs fréquentes sur les intérêts simples, l'escompte et les effets (S512-1, S512-2)."""

from typing import Any, Literal

import pandas as pd

from grc_lib._nombres import centimes
from grc_lib._pieges import Catalogue, Piege
from grc_lib.interets.effets import (
    echeance_commune,
    echeance_equivalente,
    echeance_moyenne,
    effet_equivalent,
    taux_equivalence,
)
from grc_lib.interets.escompte_bancaire import bordereau, escompte
from grc_lib.interets.simples import interet_simple, penalites_retard, taux_escompte_reglement

TVA = 0.20  # le taux normal

_AUTRE_ANNEE = (
    "Vous avez pris une autre année : 360 jours est l'usage bancaire, 365 la règle des pénalités."
)
_JOUR_DE_TROP = "Vous avez compté le jour de départ en plus : le décompte commence le lendemain."
_AUTRE_METHODE = (
    "Vous avez pris l'autre méthode : en escompte commercial l'intérêt porte sur le nominal, en "
    "rationnel sur la somme reçue."
)
_RATIONNEL = (
    "Vous avez compté l'intérêt sur la somme reçue : l'équivalence est en escompte commercial."
)

PIEGES: Catalogue = {
    interet_simple: {
        "annee_entiere": Piege(
            "Vous avez compté une année entière : ramenez l'intérêt à la durée du placement.",
            lambda capital, taux, *, jours=None, mois=None, annees=None, base=360: (
                None if annees is not None else capital * taux
            ),
        ),
        "autre_annee": Piege(
            _AUTRE_ANNEE,
            lambda capital, taux, *, jours=None, mois=None, annees=None, base=360: (
                None if jours is None else capital * taux * jours / _autre(base)
            ),
        ),
        "jour_de_trop": Piege(
            _JOUR_DE_TROP,
            lambda capital, taux, *, jours=None, mois=None, annees=None, base=360: (
                None if jours is None else capital * taux * (jours + 1) / base
            ),
        ),
        "compose": Piege(
            "Vous avez ajouté les intérêts au capital chaque année : ce sont des intérêts "
            "composés, ici ils sont simples.",
            lambda capital, taux, *, jours=None, mois=None, annees=None, base=360: (
                None if annees is None else capital * ((1 + taux) ** annees - 1)
            ),
        ),
        "valeur_acquise": Piege(
            "C'est le capital et ses intérêts : on ne cherche que les intérêts.",
            lambda capital, taux, *, jours=None, mois=None, annees=None, base=360: (
                capital
                + interet_simple(capital, taux, jours=jours, mois=mois, annees=annees, base=base)
            ),
        ),
    },
    penalites_retard: {
        "autre_annee": Piege(
            _AUTRE_ANNEE,
            lambda montant_ttc, jours, taux, *, base=365, indemnite=40: penalites_retard(
                montant_ttc, jours, taux, base=_autre(base), indemnite=indemnite
            ),
        ),
        "hors_taxe": Piege(
            "Vous avez compté les pénalités sur le montant hors taxes : elles portent sur le TTC.",
            lambda montant_ttc, jours, taux, *, base=365, indemnite=40: penalites_retard(
                montant_ttc / (1 + TVA), jours, taux, base=base, indemnite=indemnite
            ),
        ),
        "annee_entiere": Piege(
            "Vous avez compté une année entière de retard : la pénalité court jour après jour.",
            lambda montant_ttc, jours, taux, *, base=365, indemnite=40: montant_ttc * taux,
            "penalites",
        ),
        "sans_indemnite": Piege(
            "Vous avez oublié l'indemnité forfaitaire : elle s'ajoute aux pénalités.",
            lambda montant_ttc, jours, taux, *, base=365, indemnite=40: (
                montant_ttc * taux * jours / base
            ),
            "total",
        ),
        "indemnite_seule": Piege(
            "L'indemnité forfaitaire ne remplace pas les pénalités de retard : elle s'y ajoute.",
            lambda montant_ttc, jours, taux, *, base=365, indemnite=40: indemnite,
            "total",
        ),
        "avec_la_facture": Piege(
            "Vous avez ajouté la facture elle-même : on ne cherche que ce que coûte le retard.",
            lambda montant_ttc, jours, taux, *, base=365, indemnite=40: (
                montant_ttc * (1 + taux * jours / base) + indemnite
            ),
            "total",
        ),
    },
    taux_escompte_reglement: {
        "sur_le_montant": Piege(
            "Vous avez rapporté l'escompte au montant de la facture : rapportez-le à la somme que "
            "l'on paierait en avance.",
            lambda escompte, jours_avance, *, base=360, compose=False: (
                escompte * base / jours_avance
            ),
        ),
        "sans_annualiser": Piege(
            "C'est le coût pour les seuls jours d'avance : ramenez-le à une année.",
            lambda escompte, jours_avance, *, base=360, compose=False: escompte / (1 - escompte),
        ),
        "taux_affiche": Piege(
            "C'est le taux d'escompte affiché : il paie quelques jours d'avance, pas une année.",
            lambda escompte, jours_avance, *, base=360, compose=False: escompte,
        ),
        "autre_annee": Piege(
            _AUTRE_ANNEE,
            lambda escompte, jours_avance, *, base=360, compose=False: taux_escompte_reglement(
                escompte, jours_avance, base=_autre(base), compose=compose
            ),
        ),
        "simple_ou_compose": Piege(
            "Vous avez annualisé de l'autre façon : un taux simple se multiplie, un taux composé "
            "se met en puissance.",
            lambda escompte, jours_avance, *, base=360, compose=False: taux_escompte_reglement(
                escompte, jours_avance, base=base, compose=not compose
            ),
        ),
    },
    escompte: {
        "autre_methode": Piege(
            _AUTRE_METHODE,
            lambda nominal, taux, jours, *, base=360, methode="commercial": escompte(
                nominal, taux, jours, base=base, methode=_autre_methode(methode)
            ),
        ),
        "autre_annee": Piege(
            _AUTRE_ANNEE,
            lambda nominal, taux, jours, *, base=360, methode="commercial": escompte(
                nominal, taux, jours, base=_autre(base), methode=methode
            ),
        ),
        "jour_de_trop": Piege(
            _JOUR_DE_TROP,
            lambda nominal, taux, jours, *, base=360, methode="commercial": escompte(
                nominal, taux, jours + 1, base=base, methode=methode
            ),
        ),
        "annee_entiere": Piege(
            "Vous avez compté une année entière : l'escompte ne court que jusqu'à l'échéance.",
            lambda nominal, taux, jours, *, base=360, methode="commercial": nominal * taux,
            "escompte",
        ),
        "net": Piege(
            "C'est la somme que l'on reçoit : l'escompte est ce que la banque retient.",
            lambda nominal, taux, jours, *, base=360, methode="commercial": (
                escompte(nominal, taux, jours, base=base, methode=methode).valeur_actuelle
            ),
            "escompte",
        ),
        "escompte_seul": Piege(
            "C'est l'escompte, ce que retient la banque : on cherche ce que l'on reçoit.",
            lambda nominal, taux, jours, *, base=360, methode="commercial": (
                escompte(nominal, taux, jours, base=base, methode=methode).escompte
            ),
            "valeur_actuelle",
        ),
        "ajoute": Piege(
            "Vous avez ajouté l'escompte : recevoir avant l'échéance, c'est recevoir moins.",
            lambda nominal, taux, jours, *, base=360, methode="commercial": (
                nominal + escompte(nominal, taux, jours, base=base, methode=methode).escompte
            ),
            "valeur_actuelle",
        ),
        "taux_affiche": Piege(
            "C'est le taux affiché par la banque : rapportez l'escompte à la somme vraiment reçue.",
            lambda nominal, taux, jours, *, base=360, methode="commercial": taux,
            "taux_reel",
        ),
        "sans_annualiser": Piege(
            "C'est le coût jusqu'à l'échéance : un taux réel se donne pour une année.",
            lambda nominal, taux, jours, *, base=360, methode="commercial": (
                escompte(nominal, taux, jours, base=base, methode=methode).taux_reel * jours / base
            ),
            "taux_reel",
        ),
    },
    bordereau: {
        "sans_tva": Piege(
            "Vous avez oublié la TVA : la commission fixe est facturée hors taxe.",
            lambda effets, date, taux, **options: bordereau(
                effets, date, taux, **{**options, "tva": 0}
            ),
        ),
        "tva_partout": Piege(
            "Vous avez compté la TVA sur tous les agios : l'escompte et la commission "
            "proportionnelle n'y sont pas soumis.",
            lambda effets, date, taux, **options: _tva_partout(effets, date, taux, **options),
        ),
        "sans_jours_de_banque": Piege(
            "Vous avez oublié les jours de banque que le contrat ajoute à la durée.",
            lambda effets, date, taux, **options: bordereau(
                effets, date, taux, **{**options, "jours_de_banque": 0}
            ),
        ),
        "sans_commissions": Piege(
            "Vous n'avez retenu que l'escompte : les commissions sont aussi des agios.",
            lambda effets, date, taux, **options: bordereau(
                effets, date, taux, **{**options, "commission": 0, "fixe": 0}
            ),
        ),
    },
    effet_equivalent: {
        "interet_ajoute": Piege(
            "Vous avez ajouté au nominal l'intérêt des jours de report : égalez plutôt les valeurs "
            "actuelles des deux effets.",
            lambda nominal, jours, nouveaux_jours, taux, *, base=360: (
                nominal * (1 + taux * (nouveaux_jours - jours) / base)
            ),
        ),
        "valeur_actuelle": Piege(
            "C'est la valeur actuelle de l'ancien effet : il reste à trouver le nominal qui vaut "
            "autant, à la nouvelle échéance.",
            lambda nominal, jours, nouveaux_jours, taux, *, base=360: (
                nominal * (1 - taux * jours / base)
            ),
        ),
        "rationnel": Piege(
            _RATIONNEL,
            lambda nominal, jours, nouveaux_jours, taux, *, base=360: (
                nominal * (1 + taux * nouveaux_jours / base) / (1 + taux * jours / base)
            ),
        ),
    },
    taux_equivalence: {
        "ecart": Piege(
            "Vous avez rapporté l'écart des nominaux au premier effet : égalez plutôt les valeurs "
            "actuelles des deux effets.",
            lambda n1, j1, n2, j2, *, base=360: (n2 - n1) / n1 * base / (j2 - j1),
        ),
    },
    echeance_equivalente: {
        "ancien_nominal": Piege(
            "Vous avez comparé le nouveau nominal à l'ancien : comparez-le à la valeur actuelle de "
            "l'ancien effet.",
            lambda n1, j1, n2, taux, *, base=360: echeance_commune([(n1, 0)], n2, taux, base=base),
        ),
    },
    echeance_commune: {
        "nominaux": Piege(
            "Vous avez additionné les nominaux : additionnez les valeurs actuelles.",
            lambda effets, unique, taux, *, base=360: echeance_commune(
                [(n, 0) for n, _ in effets], unique, taux, base=base
            ),
        ),
        "moyenne": Piege(
            "C'est l'échéance moyenne : elle ne convient que si l'effet unique vaut la somme des "
            "nominaux.",
            lambda effets, unique, taux, *, base=360: echeance_moyenne(effets),
        ),
    },
    echeance_moyenne: {
        "simple": Piege(
            "Vous avez fait la moyenne des jours sans les montants : un gros effet pèse plus.",
            lambda effets: sum(jours for _, jours in effets) / len(effets),
        ),
    },
}


def _autre(base: int) -> int:
    return 365 if base == 360 else 360


def _autre_methode(methode: str) -> Literal["commercial", "rationnel"]:
    return "rationnel" if methode == "commercial" else "commercial"


def _tva_partout(effets: Any, date: Any, taux: float, **options: Any) -> pd.DataFrame:
    remise = bordereau(effets, date, taux, **options)
    agios = remise[["escompte", "commission", "fixe"]].sum(axis=1)
    tva = centimes(agios * remise.attrs["tva"])
    return remise.assign(tva=tva, net=centimes(remise["nominal"] - agios - tva))
