"""Les erreurs fréquentes sur l'amortissement (S531-6) : base TTC, prorata, dégressif."""

import datetime as dt

import pandas as pd

from grc_lib._arguments import lire_date
from grc_lib._pieges import Catalogue, Piege
from grc_lib.amortissements.plans import (
    coefficient_degressif,
    cout_utilisation,
    degressif,
    lineaire,
    unites_oeuvre,
)

TVA = 0.20  # le taux normal
_TTC = (
    "Vous avez amorti le prix toutes taxes comprises : l'entreprise récupère la TVA, elle n'est "
    "pas un coût."
)
_SANS_PRORATA = (
    "Vous avez compté une première année entière : le bien ne sert que depuis sa mise en service."
)


PIEGES: Catalogue = {
    lineaire: {
        "ttc": Piege(
            _TTC,
            lambda base, duree, mise_en_service, *, valeur_residuelle=0: lineaire(
                base * (1 + TVA), duree, mise_en_service, valeur_residuelle=valeur_residuelle
            ),
        ),
        "sans_prorata": Piege(
            _SANS_PRORATA,
            lambda base, duree, mise_en_service, *, valeur_residuelle=0: lineaire(
                base, duree, _janvier(mise_en_service), valeur_residuelle=valeur_residuelle
            ),
        ),
        "mois_entiers": Piege(
            "Vous avez compté le mois entier de la mise en service : en linéaire, le prorata est "
            "en jours.",
            lambda base, duree, mise_en_service, *, valeur_residuelle=0: lineaire(
                base,
                duree,
                lire_date("mise_en_service", mise_en_service).replace(day=1),
                valeur_residuelle=valeur_residuelle,
            ),
        ),
        "sans_residuelle": Piege(
            "Vous avez amorti tout le prix : la valeur de revente attendue ne s'amortit pas.",
            lambda base, duree, mise_en_service, *, valeur_residuelle=0: lineaire(
                base, duree, mise_en_service
            ),
        ),
    },
    degressif: {
        "ttc": Piege(
            _TTC,
            lambda base, duree, mise_en_service, *, coefficient=None: degressif(
                base * (1 + TVA), duree, mise_en_service, coefficient=coefficient
            ),
        ),
        "sans_prorata": Piege(
            _SANS_PRORATA,
            lambda base, duree, mise_en_service, *, coefficient=None: degressif(
                base, duree, _janvier(mise_en_service), coefficient=coefficient
            ),
        ),
        "sans_bascule": Piege(
            "Vous avez gardé le taux dégressif jusqu'au bout : comparez-le chaque année au taux "
            "linéaire de la durée qui reste.",
            lambda base, duree, mise_en_service, *, coefficient=None: _sans_bascule(
                base, duree, mise_en_service, coefficient
            ),
        ),
        "taux_lineaire": Piege(
            "Vous avez appliqué le taux linéaire : le dégressif le multiplie par un coefficient.",
            lambda base, duree, mise_en_service, *, coefficient=None: degressif(
                base, duree, mise_en_service, coefficient=1
            ),
        ),
    },
    unites_oeuvre: {
        "lineaire": Piege(
            "Vous avez partagé le prix en parts égales : l'usage de chaque exercice diffère.",
            lambda base, unites: unites_oeuvre(base, [1] * len(unites)),
        ),
        "ttc": Piege(_TTC, lambda base, unites: unites_oeuvre(base * (1 + TVA), unites)),
    },
    coefficient_degressif: {
        "ancien": Piege(
            "C'est un ancien coefficient : les coefficients fiscaux ont baissé depuis.",
            lambda duree: coefficient_degressif(duree) + 0.25,
        ),
    },
    cout_utilisation: {
        "prix_entier": Piege(
            "Vous avez compté le bien entier : il servira encore après cette opération.",
            lambda base, *, duree, mois: base,
        ),
        "annee_entiere": Piege(
            "Vous avez compté une année entière : l'opération ne dure que quelques mois.",
            lambda base, *, duree, mois: base / duree,
        ),
        "annuite_par_mois": Piege(
            "Vous avez compté une dotation d'un an par mois d'opération : ramenez-la d'abord au "
            "mois.",
            lambda base, *, duree, mois: base / duree * mois,
        ),
        "ttc": Piege(
            _TTC,
            lambda base, *, duree, mois: cout_utilisation(base * (1 + TVA), duree=duree, mois=mois),
        ),
    },
}


def _janvier(date: dt.date | str) -> dt.date:
    return lire_date("mise_en_service", date).replace(month=1, day=1)


def _sans_bascule(
    base: float, duree: int, mise_en_service: dt.date | str, coefficient: float | None
) -> pd.DataFrame:
    """Le taux dégressif gardé jusqu'au bout : il reste toujours quelque chose."""
    juste = degressif(base, duree, mise_en_service, coefficient=coefficient)
    taux, mois = juste["taux"].iloc[0], 13 - lire_date("mise_en_service", mise_en_service).month
    reste, dotations = float(base), []
    for part in [mois / 12, *[1.0] * (len(juste) - 1)]:
        dotations.append(round(reste * taux * part, 2))
        reste -= dotations[-1]
    cumul = pd.Series(dotations).cumsum()
    return juste.assign(dotation=dotations, cumul=cumul, vnc=base - cumul, taux=taux)
