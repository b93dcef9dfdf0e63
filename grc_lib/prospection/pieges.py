"""Les erreurs fréquentes sur la prospection (S823, S531) : taux, arrondis, charge, plan."""

import math
from collections.abc import Callable
from statistics import fmean
from typing import Any

import pandas as pd

from grc_lib._nombres import entier_superieur, lignes
from grc_lib._pieges import Catalogue, Piege
from grc_lib.prospection.affaires import suivi
from grc_lib.prospection.charges import Charge, charge
from grc_lib.prospection.entonnoirs import couts_par_etape, entonnoir, point_de_retour
from grc_lib.prospection.plans import plan


def _charge_avec(clients: Any, heures_disponibles: float, lire: Callable[..., Any]) -> Charge:
    """La charge de celui qui lit autrement (clients, fréquence, heures)."""
    groupes = lignes("clients", clients, "clients", "fréquence", "heures")
    return charge([lire(*groupe) for groupe in groupes], heures_disponibles=heures_disponibles)


def _meme_frequence(clients: Any, *, heures_disponibles: float) -> Charge:
    groupes = lignes("clients", clients, "clients", "fréquence", "heures")
    moyenne = fmean(frequence for _, frequence, _ in groupes)
    return _charge_avec(clients, heures_disponibles, lambda n, _, h: (n, moyenne, h))


def _depense_dans_l_ordre(outils: Any, budget: float, cle: Callable[..., Any]) -> pd.DataFrame:
    """Le plan de celui qui range les outils autrement."""
    lus = lignes("outils", outils, "outil", "cout_contact", "rendement", "contacts_max")
    morceaux: list[pd.DataFrame] = []
    for outil in sorted(lus, key=cle):
        depense = sum(float(morceau["cout"].sum()) for morceau in morceaux)
        morceaux.append(plan([outil], budget=budget - depense))
    return pd.concat(morceaux)


PIEGES: Catalogue = {
    entonnoir: {
        "etape_sautee": Piege(
            "Vous avez sauté une étape : il faut d'abord des rendez-vous, et plusieurs contacts "
            "pour un rendez-vous.",
            lambda ventes, *, taux_conclusion, taux_rendez_vous: entier_superieur(
                ventes / taux_rendez_vous
            ),
            champ="contacts",
        ),
        "additionnes": Piege(
            "Vous avez additionné les deux taux : ils n'ont pas le même dénominateur, ils "
            "s'enchaînent.",
            lambda ventes, *, taux_conclusion, taux_rendez_vous: entier_superieur(
                ventes / (taux_conclusion + taux_rendez_vous)
            ),
            champ="contacts",
        ),
        "intervertis": Piege(
            "Vous avez interverti les deux taux : regardez le dénominateur de chacun.",
            lambda ventes, *, taux_conclusion, taux_rendez_vous: entonnoir(
                ventes, taux_conclusion=taux_rendez_vous, taux_rendez_vous=taux_conclusion
            ),
        ),
        "multiplies": Piege(
            "Vous avez multiplié par le taux : il faut plus de rendez-vous que de ventes.",
            lambda ventes, *, taux_conclusion, taux_rendez_vous: entier_superieur(
                ventes * taux_conclusion
            ),
            champ="rendez_vous",
        ),
        "inferieur": Piege(
            "Vous avez arrondi à l'entier inférieur : il manquerait des rendez-vous.",
            lambda ventes, *, taux_conclusion, taux_rendez_vous: math.floor(
                round(ventes / taux_conclusion, 9)
            ),
            champ="rendez_vous",
        ),
        "sans_arrondi": Piege(
            "Vous n'avez pas arrondi les rendez-vous avant de compter les contacts : un "
            "rendez-vous ne se divise pas.",
            lambda ventes, *, taux_conclusion, taux_rendez_vous: entier_superieur(
                ventes / taux_conclusion / taux_rendez_vous
            ),
            champ="contacts",
        ),
    },
    couts_par_etape: {
        "premiere_etape": Piege(
            "Vous avez rapporté chaque effectif à la première étape : un taux de passage se "
            "rapporte à l'étape d'avant.",
            lambda depense, etapes: (t := couts_par_etape(depense, etapes)).assign(
                taux=t["taux_cumule"].where(t["taux"].notna())
            ),
        ),
        "additionnes": Piege(
            "Vous avez additionné les taux : ils n'ont pas le même dénominateur.",
            lambda depense, etapes: (t := couts_par_etape(depense, etapes)).assign(
                taux_cumule=t["taux"].fillna(0).cumsum().where(t["taux"].notna(), 1)
            ),
        ),
        "meme_cout": Piege(
            "Vous avez gardé le coût d'un contact à toutes les étapes : la dépense se divise par "
            "l'effectif de chacune.",
            lambda depense, etapes: (t := couts_par_etape(depense, etapes)).assign(
                cout_unitaire=t["cout_unitaire"].iloc[0]
            ),
        ),
    },
    point_de_retour: {
        "inferieur": Piege(
            "Vous avez arrondi à l'entier inférieur : l'opération ne serait pas remboursée.",
            lambda cout, marge, contacts: math.floor(round(cout / marge, 9)),
            champ="commandes",
        ),
        "cout_du_contact": Piege(
            "Vous avez divisé le coût par le nombre de contacts : c'est ce que coûte un contact.",
            lambda cout, marge, contacts: cout / contacts,
            champ="commandes",
        ),
        "inverse": Piege(
            "Vous avez divisé les contacts par les commandes : un taux de retour rapporte les "
            "commandes aux contacts.",
            lambda cout, marge, contacts: contacts / (cout / marge),
            champ="taux",
        ),
        "sans_marge": Piege(
            "Vous avez divisé le coût par le nombre de contacts sans compter la marge d'une "
            "commande.",
            lambda cout, marge, contacts: cout / contacts,
            champ="taux",
        ),
    },
    charge: {
        "frequence": Piege(
            "Vous avez oublié la fréquence : un client se visite plusieurs fois par an.",
            lambda clients, *, heures_disponibles: _charge_avec(
                clients, heures_disponibles, lambda n, f, h: (n, 1, h)
            ),
        ),
        "meme_frequence": Piege(
            "Vous avez donné à tous la même fréquence : chaque groupe a la sienne.",
            _meme_frequence,
        ),
        "visites": Piege(
            "C'est un nombre de visites : multipliez par la durée de chacune.",
            lambda clients, *, heures_disponibles: _charge_avec(
                clients, heures_disponibles, lambda n, f, h: (n, f, 1)
            ),
        ),
        "inferieur": Piege(
            "Vous avez arrondi à l'entier inférieur : des visites ne seraient pas faites.",
            lambda clients, *, heures_disponibles: math.floor(
                round(charge(clients, heures_disponibles=heures_disponibles).effectif, 9)
            ),
            champ="effectif_entier",
        ),
        "inverse": Piege(
            "Vous avez divisé dans l'autre sens : les heures nécessaires se rapportent aux heures "
            "disponibles.",
            lambda clients, *, heures_disponibles: (
                1 / charge(clients, heures_disponibles=heures_disponibles).ratio
            ),
            champ="ratio",
        ),
    },
    plan: {
        "moins_cher": Piege(
            "Vous avez commencé par le contact le moins cher : comparez ce que coûte une vente.",
            lambda outils, *, budget: _depense_dans_l_ordre(outils, budget, lambda o: o[1]),
        ),
        "meilleur_rendement": Piege(
            "Vous avez commencé par le meilleur rendement : comparez ce que coûte une vente.",
            lambda outils, *, budget: _depense_dans_l_ordre(outils, budget, lambda o: -o[2]),
        ),
    },
    suivi: {
        "sans_probabilite": Piege(
            "Vous avez additionné les montants entiers : chacun compte selon sa probabilité.",
            lambda affaires, **colonnes: (t := suivi(affaires, **colonnes)).assign(
                montant_pondere=t["montant"]
            ),
        ),
        "oubliees": Piege(
            "Vous avez compté comme à relancer les affaires sans date : ce sont d'autres affaires.",
            lambda affaires, **colonnes: (t := suivi(affaires, **colonnes)).assign(
                a_relancer=t["a_relancer"] + t["sans_relance"]
            ),
        ),
    },
}
