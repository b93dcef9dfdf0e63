"""Les erreurs fréquentes sur le seuil (S531-4) : charges, taux, jours, arrondis."""

import calendar
import datetime as dt
import math
from typing import Any

from grc_lib._nombres import entier_superieur
from grc_lib._pieges import Catalogue, Piege
from grc_lib.seuil.analyse import AnalyseSeuil, analyser, quantite
from grc_lib.seuil.dates import date_point_mort


def _variables(juste: AnalyseSeuil) -> float:
    return juste.ca - juste.mcv


def _reguliere(seuil: float, ca_mensuels: Any, annee: int, jours: int) -> dt.date:
    """La date de celui qui suppose les ventes égales toute l'année."""
    ecoules = entier_superieur(seuil / sum(ca_mensuels) * jours)
    return dt.date(annee, 1, 1) + dt.timedelta(days=ecoules - 1)


def _fin_de_mois(seuil: float, ca_mensuels: Any, annee: int) -> dt.date:
    mois = date_point_mort(seuil, ca_mensuels, annee).month
    return dt.date(annee, mois, calendar.monthrange(annee, mois)[1])


PIEGES: Catalogue = {
    analyser: {
        "fixes": Piege(
            "Vous avez retiré les charges fixes du chiffre d'affaires : la marge sur coût variable "
            "ne retire que les charges variables.",
            lambda ca, charges_fixes, **reste: ca - charges_fixes,
            champ="mcv",
        ),
        "toutes": Piege(
            "Vous avez retiré toutes les charges : c'est le résultat.",
            lambda *args, **reste: analyser(*args, **reste).resultat,
            champ="mcv",
        ),
        "variables": Piege(
            "C'est la part des charges variables dans le chiffre d'affaires, pas celle de la marge "
            "qui reste.",
            lambda *args, **reste: 1 - analyser(*args, **reste).taux_mcv,
            champ="taux_mcv",
        ),
        "sur_charges": Piege(
            "Vous avez rapporté la marge aux charges variables : elle se rapporte au chiffre "
            "d'affaires.",
            lambda *args, **reste: (j := analyser(*args, **reste)).mcv / _variables(j),
            champ="taux_mcv",
        ),
        "profitabilite": Piege(
            "Vous avez rapporté le résultat au chiffre d'affaires : prenez la marge sur coût "
            "variable, avant les charges fixes.",
            lambda *args, **reste: (j := analyser(*args, **reste)).resultat / j.ca,
            champ="taux_mcv",
        ),
        "sans_fixes": Piege(
            "C'est la marge sur coût variable : elle doit encore payer les charges fixes.",
            lambda *args, **reste: analyser(*args, **reste).mcv,
            champ="resultat",
        ),
        "securite": Piege(
            "C'est la marge de sécurité, un chiffre d'affaires : une partie paie encore des "
            "charges variables.",
            lambda *args, **reste: analyser(*args, **reste).marge_securite,
            champ="resultat",
        ),
        "toutes_charges": Piege(
            "Vous avez additionné charges fixes et variables : les charges variables changent avec "
            "les ventes, le seuil aussi.",
            lambda *args, **reste: (j := analyser(*args, **reste)).charges_fixes + _variables(j),
            champ="seuil",
        ),
        "taux_variable": Piege(
            "Vous avez divisé par le taux de charges variables : c'est la marge sur coût variable "
            "qui couvre les charges fixes.",
            lambda *args, **reste: (j := analyser(*args, **reste)).charges_fixes / (1 - j.taux_mcv),
            champ="seuil",
        ),
        "multiplie": Piege(
            "Vous avez multiplié les charges fixes par le taux de marge : le seuil est plus grand "
            "que les charges fixes.",
            lambda *args, **reste: (j := analyser(*args, **reste)).charges_fixes * j.taux_mcv,
            champ="seuil",
        ),
        "annee_commerciale": Piege(
            "Vous avez compté 360 jours : l'activité n'en dure pas autant.",
            lambda *args, **reste: analyser(*args, **{**reste, "jours": 360}).point_mort,
            champ="point_mort",
        ),
        "mois": Piege(
            "Vous avez compté en mois : le point mort est demandé en jours.",
            lambda *args, **reste: (j := analyser(*args, **reste)).seuil / j.ca * 12,
            champ="point_mort",
        ),
        "avance": Piege(
            "Ce sont les jours qui restent après le point mort.",
            lambda *args, **reste: (j := analyser(*args, **reste)).jours - j.point_mort,
            champ="point_mort",
        ),
        "resultat": Piege(
            "C'est le résultat : la marge de sécurité compare deux chiffres d'affaires.",
            lambda *args, **reste: analyser(*args, **reste).resultat,
            champ="marge_securite",
        ),
        "sur_seuil": Piege(
            "Vous avez rapporté la marge de sécurité au seuil : elle se rapporte au chiffre "
            "d'affaires.",
            lambda *args, **reste: (j := analyser(*args, **reste)).marge_securite / j.seuil,
            champ="indice_securite",
        ),
        "part_du_seuil": Piege(
            "C'est la part du chiffre d'affaires qu'il faut pour atteindre le seuil, pas celle "
            "que l'on peut perdre.",
            lambda *args, **reste: (j := analyser(*args, **reste)).seuil / j.ca,
            champ="indice_securite",
        ),
        "sur_mcv": Piege(
            "Vous avez rapporté les charges fixes à la marge sur coût variable : rapportez-les au "
            "chiffre d'affaires.",
            lambda *args, **reste: (j := analyser(*args, **reste)).charges_fixes / j.mcv,
            champ="indice_prelevement",
        ),
        "inverse": Piege(
            "Vous avez inversé le rapport : le levier est plus grand que 1 quand il y a un "
            "bénéfice.",
            lambda *args, **reste: (j := analyser(*args, **reste)).resultat / j.mcv,
            champ="levier",
        ),
        "ca_sur_resultat": Piege(
            "Vous avez rapporté le chiffre d'affaires au résultat : prenez la marge sur coût "
            "variable.",
            lambda *args, **reste: (j := analyser(*args, **reste)).ca / j.resultat,
            champ="levier",
        ),
    },
    quantite: {
        "prix_entier": Piege(
            "Vous avez divisé par le prix de vente : chaque unité paie d'abord son coût variable.",
            lambda prix, cout_variable, charges_fixes: quantite(prix, 0, charges_fixes),
        ),
        "cout": Piege(
            "Vous avez divisé par le coût variable : divisez par ce que laisse une unité vendue.",
            lambda prix, cout_variable, charges_fixes: quantite(cout_variable, 0, charges_fixes),
        ),
        "inferieur": Piege(
            "Vous avez arrondi à l'unité inférieure : il manquerait quelques euros.",
            lambda prix, cout_variable, charges_fixes: math.floor(
                round(charges_fixes / (prix - cout_variable), 9)
            ),
        ),
        "chiffre_affaires": Piege(
            "C'est le seuil en euros de chiffre d'affaires : un nombre d'unités est demandé.",
            lambda prix, cout_variable, charges_fixes: entier_superieur(
                charges_fixes / (1 - cout_variable / prix)
            ),
        ),
        "ttc": Piege(
            "Vous avez gardé la TVA (20 %) dans le prix : elle n'appartient pas au vendeur.",
            lambda prix, cout_variable, charges_fixes: quantite(
                1.2 * prix, cout_variable, charges_fixes
            ),
        ),
    },
    date_point_mort: {
        "ventes_regulieres": Piege(
            "Vous avez supposé les ventes égales toute l'année : cumulez les mois réels.",
            lambda seuil, ca_mensuels, annee: _reguliere(
                seuil, ca_mensuels, annee, 366 if calendar.isleap(annee) else 365
            ),
        ),
        "annee_commerciale": Piege(
            "Vous avez supposé des ventes égales sur 360 jours : cumulez les mois réels.",
            lambda seuil, ca_mensuels, annee: _reguliere(seuil, ca_mensuels, annee, 360),
        ),
        "fin_de_mois": Piege(
            "Vous avez donné la fin du mois : cherchez le jour, à l'intérieur du mois.",
            _fin_de_mois,
        ),
    },
}
