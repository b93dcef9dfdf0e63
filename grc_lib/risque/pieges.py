"""Les erreurs fréquentes sur le risque client (S521-5, S521-6) : encours, DSO, affacturage."""

from typing import Any

from grc_lib._nombres import lignes
from grc_lib._pieges import Catalogue, Piege
from grc_lib.risque.bilan import conan_holder, ratios_solvabilite
from grc_lib.risque.creances import dso, dso_epuisement
from grc_lib.risque.credit import encours, plafond_credit
from grc_lib.risque.pertes import (
    affacturage,
    ca_a_refaire,
    depreciation,
    perte_attendue,
)

TVA = 0.20  # le taux normal

_MOYENNE_DES_TAUX = (
    "Vous avez fait la moyenne des taux sans les montants : une grosse tranche pèse plus."
)
_RETENUE = (
    "Vous avez compté la retenue de garantie comme un coût : elle est rendue, elle n'est "
    "qu'immobilisée."
)

PIEGES: Catalogue = {
    dso: {
        "ca_hors_taxe": Piege(
            "Vous avez rapporté des créances TTC à un chiffre d'affaires hors taxes : les deux "
            "doivent être de même nature.",
            lambda creances, ca_ttc, *, jours=360: creances / (ca_ttc / (1 + TVA)) * jours,
        ),
        "annee_civile": Piege(
            "Vous avez compté 365 jours : l'année commerciale en a 360.",
            lambda creances, ca_ttc, *, jours=360: (
                creances / ca_ttc * 365 if jours == 360 else None
            ),
        ),
        "rotation": Piege(
            "Vous avez inversé la division : on cherche combien de jours de ventes sont dus.",
            lambda creances, ca_ttc, *, jours=360: ca_ttc / creances,
        ),
        "annee_pour_un_trimestre": Piege(
            "Vous avez compté une année entière : gardez les jours de la période des ventes.",
            lambda creances, ca_ttc, *, jours=360: creances / ca_ttc * 360,
        ),
    },
    dso_epuisement: {
        "mois_entier": Piege(
            "Vous avez compté le dernier mois en entier : il ne reste à payer qu'une partie de ses "
            "ventes.",
            lambda creances, mois: _mois_entiers(creances, mois),
        ),
        "dso_simple": Piege(
            "C'est le DSO simple, sur toute la période : ici on remonte mois par mois.",
            lambda creances, mois: (
                creances * sum(j for _, j in _mois(mois)) / sum(ca for ca, _ in _mois(mois))
            ),
        ),
    },
    encours: {
        "sans_effets": Piege(
            "Vous avez oublié les effets : tant qu'ils ne sont pas échus, le client les doit.",
            lambda factures, *, livraisons=0, effets=0, plafond: encours(
                factures, livraisons=livraisons, plafond=plafond
            ),
        ),
        "sans_livraisons": Piege(
            "Vous avez oublié les livraisons : même sans facture, le client les doit.",
            lambda factures, *, livraisons=0, effets=0, plafond: encours(
                factures, effets=effets, plafond=plafond
            ),
        ),
        "factures_seules": Piege(
            "Vous n'avez compté que les factures : ce qui est livré ou en effet est dû aussi.",
            lambda factures, *, livraisons=0, effets=0, plafond: factures,
            "encours",
        ),
        "encours_pour_disponible": Piege(
            "C'est l'encours, ce que le client doit déjà : cherchez ce que le plafond lui laisse.",
            lambda factures, *, livraisons=0, effets=0, plafond: factures + livraisons + effets,
            "disponible",
        ),
    },
    plafond_credit: {
        "besoin_seul": Piege(
            "Vous avez accordé tout le besoin du client : la limite la plus basse l'emporte.",
            lambda ca_mensuel_ttc, delai, *, coefficient=1, **bornes: (
                ca_mensuel_ttc * delai / 30 * coefficient
            ),
            "plafond",
        ),
        "plus_haute_limite": Piege(
            "Vous avez retenu la limite la plus haute : la prudence retient la plus basse.",
            lambda ca_mensuel_ttc, delai, **options: max(
                limite[3] for limite in plafond_credit(ca_mensuel_ttc, delai, **options).limites
            ),
            "plafond",
        ),
        "sans_saison": Piege(
            "Vous avez oublié le coefficient de saison.",
            lambda ca_mensuel_ttc, delai, **options: (
                plafond_credit(ca_mensuel_ttc, delai, **{**options, "coefficient": 1}).plafond
            ),
            "plafond",
        ),
    },
    depreciation: {
        "taux_moyen": Piege(
            _MOYENNE_DES_TAUX,
            lambda tranches: sum(m for m, _ in _tranches(tranches)) * _taux_moyen(tranches),
            "depreciation",
        ),
        "dernier_taux": Piege(
            "Vous avez appliqué un seul taux à toutes les créances : chaque tranche a le sien.",
            lambda tranches: sum(m for m, _ in _tranches(tranches)) * _tranches(tranches)[-1][1],
            "depreciation",
        ),
        "moyenne_des_taux": Piege(
            _MOYENNE_DES_TAUX, lambda tranches: _taux_moyen(tranches), "taux"
        ),
    },
    perte_attendue: {
        "sans_recuperation": Piege(
            "Vous avez compté que tout serait perdu : une partie est récupérée.",
            lambda exposition, *, probabilite, perte: exposition * probabilite,
        ),
        "defaut_certain": Piege(
            "Vous avez compté le défaut comme certain : multipliez par sa probabilité.",
            lambda exposition, *, probabilite, perte: exposition * perte,
        ),
        "part_recuperee": Piege(
            "Vous avez pris la part récupérée : il faut la part perdue.",
            lambda exposition, *, probabilite, perte: exposition * probabilite * (1 - perte),
        ),
    },
    ca_a_refaire: {
        "perte_seule": Piege(
            "Vous avez refait le montant perdu : seule la marge des ventes comble une perte.",
            lambda perte_ht, *, taux_marge: perte_ht,
        ),
        "multiplie": Piege(
            "Vous avez multiplié par le taux de marge : cherchez plutôt les ventes dont la marge "
            "égale la perte.",
            lambda perte_ht, *, taux_marge: perte_ht * taux_marge,
        ),
    },
    affacturage: {
        "garantie_comptee": Piege(
            _RETENUE,
            lambda ca_ttc, **contrat: (
                affacturage(ca_ttc, **contrat).total + affacturage(ca_ttc, **contrat).garantie
            ),
            "total",
        ),
        "commission_seule": Piege(
            "Vous avez oublié la commission de financement : les avances coûtent des intérêts.",
            lambda ca_ttc, **contrat: affacturage(ca_ttc, **contrat).commission,
            "total",
        ),
        "financement_sur_le_ca": Piege(
            "Vous avez compté le financement sur tout le chiffre d'affaires : il porte sur les "
            "avances en cours.",
            lambda ca_ttc, *, commission, encours_moyen, taux, retenue=0: (
                ca_ttc * (commission + taux)
            ),
            "total",
        ),
        "interets_sur_le_ca": Piege(
            "Vous avez compté le financement sur tout le chiffre d'affaires : il porte sur les "
            "avances en cours.",
            lambda ca_ttc, *, commission, encours_moyen, taux, retenue=0: ca_ttc * taux,
            "financement",
        ),
        "part_avec_garantie": Piege(
            _RETENUE,
            lambda ca_ttc, **contrat: (
                affacturage(ca_ttc, **contrat).part_ca
                + affacturage(ca_ttc, **contrat).garantie / ca_ttc
            ),
            "part_ca",
        ),
        "somme_des_taux": Piege(
            "Vous avez additionné les deux taux : ils ne portent pas sur le même montant.",
            lambda ca_ttc, *, commission, encours_moyen, taux, retenue=0: commission + taux,
            "part_ca",
        ),
        "part_des_avances": Piege(
            "Vous avez rapporté le coût aux avances : rapportez-le au chiffre d'affaires confié.",
            lambda ca_ttc, *, commission, encours_moyen, taux, retenue=0: (
                (ca_ttc * commission + encours_moyen * taux) / encours_moyen
            ),
            "part_ca",
        ),
        "garantie_sur_avances": Piege(
            "Vous avez compté la retenue sur les avances : elle se calcule sur les factures.",
            lambda ca_ttc, *, commission, encours_moyen, taux, retenue=0: encours_moyen * retenue,
            "garantie",
        ),
    },
    conan_holder: {
        "tout_additionne": Piege(
            "Vous avez additionné les cinq termes : les frais financiers et de personnel font "
            "baisser le score.",
            lambda **comptes: (
                conan_holder(**comptes).score
                + 2 * 87 * comptes["frais_financiers"] / comptes["ca_ht"]
                + 2 * 10 * comptes["frais_personnel"] / comptes["valeur_ajoutee"]
            ),
            "score",
        ),
        "divise_par_cent": Piege(
            "C'est la version publiée divisée par cent : les zones du cours sont en points.",
            lambda **comptes: conan_holder(**comptes).score / 100,
            "score",
        ),
    },
    ratios_solvabilite: {
        "capitaux_sur_dettes": Piege(
            "Vous avez rapporté les capitaux propres aux dettes : rapportez-les à tout le bilan.",
            lambda **comptes: comptes["capitaux_propres"] / comptes["dettes_financieres"],
            "autonomie",
        ),
        "caf_sur_dettes": Piege(
            "Vous avez inversé la division : on cherche un nombre d'années de CAF.",
            lambda **comptes: comptes["caf"] / comptes["dettes_financieres"],
            "remboursement",
        ),
        "passif_sur_actif": Piege(
            "Vous avez inversé la division : rapportez ce que l'on a à ce que l'on doit.",
            lambda **comptes: comptes["passif_circulant"] / comptes["actif_circulant"],
            "liquidite_generale",
        ),
        "avec_les_stocks": Piege(
            "Vous avez gardé les stocks : ils ne sont pas encore vendus.",
            lambda **comptes: ratios_solvabilite(**comptes).liquidite_generale,
            "liquidite_reduite",
        ),
        "avec_les_creances": Piege(
            "Vous avez gardé les créances : seul l'argent disponible paie aujourd'hui.",
            lambda **comptes: ratios_solvabilite(**comptes).liquidite_reduite,
            "liquidite_immediate",
        ),
    },
}


def _mois(mois: Any) -> list[tuple[Any, ...]]:
    return lignes("mois", mois, "ca_ttc", "jours")


def _mois_entiers(creances: float, mois: Any) -> float | None:
    reste, total = float(creances), 0.0
    for ca, duree in _mois(mois):
        reste, total = reste - float(ca), total + float(duree)
        if reste <= 0:
            return total
    return None


def _tranches(tranches: Any) -> list[tuple[Any, ...]]:
    return lignes("tranches", tranches, "montant", "taux")


def _taux_moyen(tranches: Any) -> float:
    taux = [part for _, part in _tranches(tranches)]
    return float(sum(taux) / len(taux))
