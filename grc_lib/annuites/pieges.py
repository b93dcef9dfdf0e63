"""Les erreurs fréquentes sur les intérêts composés, les annuités et les emprunts (S512-3)."""

from typing import Any

import pandas as pd

from grc_lib._nombres import centimes
from grc_lib._pieges import Catalogue, Piege
from grc_lib.annuites.echeancier import tableau_emprunt
from grc_lib.annuites.placements import (
    duree_placement,
    taux_equivalent,
    taux_placement,
    taux_proportionnel,
    valeur_acquise,
    valeur_actuelle,
)
from grc_lib.annuites.rendement import cout_credit, taeg, taux_emprunt, van
from grc_lib.annuites.versements import (
    annuite_constante,
    valeur_acquise_annuites,
    valeur_actuelle_annuites,
)

_SIMPLES = "Vous avez compté des intérêts simples : ici, les intérêts rapportent à leur tour."
_AUTRE_MOMENT = (
    "Vous avez placé les versements à l'autre bout de la période : relisez s'ils sont faits au "
    "début ou à la fin."
)
_SANS_INTERET = "Vous avez additionné les versements : ils n'ont pas tous la même date."
_PROPORTIONNEL = (
    "Vous avez partagé ou multiplié le taux comme le temps : c'est le taux proportionnel. Les "
    "intérêts de chaque période s'ajoutent au capital."
)

PIEGES: Catalogue = {
    valeur_acquise: {
        "interets_simples": Piege(_SIMPLES, lambda capital, taux, n: capital * (1 + taux * n)),
        "interets_seuls": Piege(
            "Ce sont les intérêts seuls : on cherche le capital et ses intérêts.",
            lambda capital, taux, n: valeur_acquise(capital, taux, n) - capital,
        ),
        "periode_de_trop": Piege(
            "Vous avez compté une période de trop : l'intérêt s'ajoute à la fin de chacune.",
            lambda capital, taux, n: valeur_acquise(capital, taux, n + 1),
        ),
    },
    valeur_actuelle: {
        "interets_simples": Piege(_SIMPLES, lambda valeur, taux, n: valeur / (1 + taux * n)),
        "capitalisee": Piege(
            "Vous avez avancé dans le temps au lieu de remonter : il faut placer moins aujourd'hui "
            "pour avoir cette somme plus tard.",
            lambda valeur, taux, n: valeur_acquise(valeur, taux, n),
        ),
        "taux_retire": Piege(
            "Vous avez retiré le taux chaque période : retirer 10 % n'annule pas un ajout de 10 %.",
            lambda valeur, taux, n: valeur * (1 - taux) ** n,
        ),
    },
    duree_placement: {
        "interets_simples": Piege(
            _SIMPLES, lambda capital, valeur, taux: (valeur / capital - 1) / taux
        ),
    },
    taux_placement: {
        "moyenne": Piege(
            "Vous avez partagé la hausse totale entre les périodes : les intérêts rapportent à "
            "leur tour, prenez la racine.",
            lambda capital, valeur, n: (valeur / capital - 1) / n,
        ),
        "hausse_totale": Piege(
            "C'est la hausse sur toute la durée : on cherche le taux d'une période.",
            lambda capital, valeur, n: valeur / capital - 1,
        ),
    },
    taux_equivalent: {
        "proportionnel": Piege(_PROPORTIONNEL, lambda taux, *, de=1, vers=12: taux * de / vers),
    },
    taux_proportionnel: {
        "equivalent": Piege(
            "C'est le taux équivalent : le taux proportionnel se partage comme le temps.",
            lambda taux, *, de=1, vers=12: taux_equivalent(taux, de=de, vers=vers),
        ),
    },
    annuite_constante: {
        "sans_interet": Piege(
            "Vous avez partagé le capital seul : chaque versement paie aussi des intérêts.",
            lambda capital, taux, n, *, debut=False: capital / n,
        ),
        "interet_constant": Piege(
            "Vous avez compté à chaque versement l'intérêt de tout le capital : il baisse avec le "
            "capital restant dû.",
            lambda capital, taux, n, *, debut=False: capital / n + capital * taux,
        ),
        "taux_annuel": Piege(
            "Vous avez gardé le taux annuel pour des mensualités : prenez celui d'un mois.",
            lambda capital, taux, n, *, debut=False: annuite_constante(
                capital, 12 * taux, n, debut=debut
            ),
        ),
        "autre_moment": Piege(
            _AUTRE_MOMENT,
            lambda capital, taux, n, *, debut=False: annuite_constante(
                capital, taux, n, debut=not debut
            ),
        ),
    },
    valeur_acquise_annuites: {
        "sans_interet": Piege(_SANS_INTERET, lambda annuite, taux, n, *, debut=False: annuite * n),
        "autre_moment": Piege(
            _AUTRE_MOMENT,
            lambda annuite, taux, n, *, debut=False: valeur_acquise_annuites(
                annuite, taux, n, debut=not debut
            ),
        ),
        "tous_au_depart": Piege(
            "Vous avez fait comme si tous les versements dataient du premier jour : chacun ne "
            "rapporte que depuis sa date.",
            lambda annuite, taux, n, *, debut=False: annuite * n * (1 + taux) ** n,
        ),
        "valeur_actuelle": Piege(
            "C'est la valeur d'aujourd'hui : on cherche celle de la fin.",
            lambda annuite, taux, n, *, debut=False: valeur_actuelle_annuites(
                annuite, taux, n, debut=debut
            ),
        ),
    },
    valeur_actuelle_annuites: {
        "sans_interet": Piege(_SANS_INTERET, lambda annuite, taux, n, *, debut=False: annuite * n),
        "autre_moment": Piege(
            _AUTRE_MOMENT,
            lambda annuite, taux, n, *, debut=False: valeur_actuelle_annuites(
                annuite, taux, n, debut=not debut
            ),
        ),
        "tous_a_la_fin": Piege(
            "Vous avez fait comme si tous les versements arrivaient le dernier jour : actualisez "
            "chacun depuis sa date.",
            lambda annuite, taux, n, *, debut=False: annuite * n / (1 + taux) ** n,
        ),
        "valeur_acquise": Piege(
            "C'est la valeur de la fin : on cherche celle d'aujourd'hui.",
            lambda annuite, taux, n, *, debut=False: valeur_acquise_annuites(
                annuite, taux, n, debut=debut
            ),
        ),
    },
    tableau_emprunt: {
        "interet_constant": Piege(
            "Vous avez gardé le premier intérêt sur tout le prêt : il se calcule à chaque ligne "
            "sur le capital restant dû.",
            lambda capital, taux, n, **options: _interet_constant(capital, taux, n, **options),
        ),
        "amortissement_constant": Piege(
            "Vous avez remboursé le même capital à chaque échéance : ce sont les annuités qui sont "
            "constantes.",
            lambda capital, taux, n, **options: _autre_mode(capital, taux, n, **options),
        ),
    },
    taux_emprunt: {
        "interets_sur_capital": Piege(
            "Vous avez rapporté les intérêts au capital de départ : on ne doit plus tout ce "
            "capital après la première échéance.",
            lambda capital, annuite, n: (annuite * n - capital) / capital / n,
        ),
    },
    van: {
        "sans_actualiser": Piege(
            "Vous avez additionné les flux : un euro reçu plus tard vaut moins qu'un euro "
            "d'aujourd'hui.",
            lambda flux, taux: sum(flux),
        ),
        "premier_actualise": Piege(
            "Vous avez actualisé aussi le premier flux, comme la fonction VAN d'un tableur : il "
            "est d'aujourd'hui.",
            lambda flux, taux: van(flux, taux) / (1 + taux),
        ),
        "sans_investissement": Piege(
            "Vous avez oublié la dépense de départ.",
            lambda flux, taux: van(flux, taux) - next(iter(flux)),
        ),
    },
    taeg: {
        "proportionnel": Piege(
            "Vous avez multiplié le taux d'un mois par douze : le TAEG est un taux actuariel.",
            lambda flux, *, dates="jours/365": 12 * taux_equivalent(taeg(flux, dates=dates)),
        ),
    },
    cout_credit: {
        "versements": Piege(
            "C'est la somme des versements : ils remboursent aussi le capital emprunté.",
            lambda capital, versements: sum(versements),
        ),
    },
}


def _interet_constant(capital: float, taux: float, n: int, **options: Any) -> pd.DataFrame:
    juste = tableau_emprunt(capital, taux, n, **options)
    premier = juste["interet"].iloc[0]
    annuite = centimes(juste["amortissement"] + premier)
    return juste.assign(interet=premier, annuite=annuite)


def _autre_mode(capital: float, taux: float, n: int, **options: Any) -> pd.DataFrame | None:
    if options.get("mode", "annuités constantes") != "annuités constantes":
        return None
    return tableau_emprunt(capital, taux, n, **{**options, "mode": "amortissement constant"})
