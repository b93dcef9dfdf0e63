"""Les erreurs fréquentes sur le BFR et les délais (S523) : HT et TTC, BFR et trésorerie, stocks."""

from typing import Any

import pandas as pd

from grc_lib._nombres import lignes
from grc_lib._pieges import Catalogue, Piege
from grc_lib.bfr.bilan import equilibre
from grc_lib.bfr.delais import delai_clients, delai_fournisseurs, duree_stockage, rotation_stock
from grc_lib.bfr.normatif import (
    DEMI_MOIS,
    bfre_normatif,
    effet_delai,
    temps_ecoulement,
    temps_moyen,
)

TVA = 0.20  # le taux normal

_HT = (
    "Vous avez rapporté un montant TTC à un montant hors taxes : les deux doivent être de même "
    "nature."
)
_INVERSE = "Vous avez inversé la division."
_ANNEE_CIVILE = "Vous avez compté 365 jours : l'année commerciale en a 360."

PIEGES: Catalogue = {
    delai_clients: {
        "ventes_hors_taxe": Piege(
            _HT,
            lambda creances_ttc, ventes_ttc, *, jours=360: (
                creances_ttc / (ventes_ttc / (1 + TVA)) * jours
            ),
        ),
        "creances_hors_taxe": Piege(
            "Vous avez retiré la TVA des créances, pas des ventes : les deux doivent être de même "
            "nature.",
            lambda creances_ttc, ventes_ttc, *, jours=360: (
                creances_ttc / (1 + TVA) / ventes_ttc * jours
            ),
        ),
        "annee_civile": Piege(
            _ANNEE_CIVILE,
            lambda creances_ttc, ventes_ttc, *, jours=360: (
                creances_ttc / ventes_ttc * 365 if jours == 360 else None
            ),
        ),
        "rotation": Piege(
            _INVERSE, lambda creances_ttc, ventes_ttc, *, jours=360: ventes_ttc / creances_ttc
        ),
    },
    delai_fournisseurs: {
        "achats_hors_taxe": Piege(
            _HT,
            lambda dettes_ttc, achats_ttc, *, jours=360: (
                dettes_ttc / (achats_ttc / (1 + TVA)) * jours
            ),
        ),
        "dettes_hors_taxe": Piege(
            "Vous avez retiré la TVA des dettes, pas des achats : les deux doivent être de même "
            "nature.",
            lambda dettes_ttc, achats_ttc, *, jours=360: (
                dettes_ttc / (1 + TVA) / achats_ttc * jours
            ),
        ),
        "annee_civile": Piege(
            _ANNEE_CIVILE,
            lambda dettes_ttc, achats_ttc, *, jours=360: (
                dettes_ttc / achats_ttc * 365 if jours == 360 else None
            ),
        ),
        "rotation": Piege(
            _INVERSE, lambda dettes_ttc, achats_ttc, *, jours=360: achats_ttc / dettes_ttc
        ),
    },
    duree_stockage: {
        "stock_final": Piege(
            "Vous avez pris le stock final : c'est le stock moyen de la période qu'il faut.",
            lambda stock_initial, stock_final, cout_annuel, *, jours=360: (
                stock_final / cout_annuel * jours
            ),
        ),
        "stock_initial": Piege(
            "Vous avez pris le stock initial : c'est le stock moyen de la période qu'il faut.",
            lambda stock_initial, stock_final, cout_annuel, *, jours=360: (
                stock_initial / cout_annuel * jours
            ),
        ),
        "somme_des_stocks": Piege(
            "Vous avez additionné les deux stocks sans en faire la moyenne.",
            lambda stock_initial, stock_final, cout_annuel, *, jours=360: (
                (stock_initial + stock_final) / cout_annuel * jours
            ),
        ),
        "rotation": Piege(
            "C'est la rotation, un nombre de fois par an : on cherche une durée.",
            lambda stock_initial, stock_final, cout_annuel, *, jours=360: rotation_stock(
                stock_initial, stock_final, cout_annuel
            ),
        ),
    },
    rotation_stock: {
        "stock_final": Piege(
            "Vous avez pris le stock final : c'est le stock moyen de la période qu'il faut.",
            lambda stock_initial, stock_final, cout_annuel: cout_annuel / stock_final,
        ),
        "stock_initial": Piege(
            "Vous avez pris le stock initial : c'est le stock moyen de la période qu'il faut.",
            lambda stock_initial, stock_final, cout_annuel: cout_annuel / stock_initial,
        ),
        "somme_des_stocks": Piege(
            "Vous avez additionné les deux stocks sans en faire la moyenne.",
            lambda stock_initial, stock_final, cout_annuel: (
                cout_annuel / (stock_initial + stock_final)
            ),
        ),
        "duree": Piege(
            "C'est la durée de stockage, en jours : on cherche un nombre de fois par an.",
            lambda stock_initial, stock_final, cout_annuel: duree_stockage(
                stock_initial, stock_final, cout_annuel
            ),
        ),
    },
    equilibre: {
        "bfr_pour_frng": Piege(
            "C'est le BFR, qui vient du cycle d'exploitation : le fonds de roulement se lit en "
            "haut du bilan.",
            lambda **postes: equilibre(**postes).bfr,
            "frng",
        ),
        "frng_a_l_envers": Piege(
            "Vous avez soustrait dans l'autre sens : partez des ressources.",
            lambda **postes: -equilibre(**postes).frng,
            "frng",
        ),
        "frng_pour_bfr": Piege(
            "C'est le fonds de roulement, une ressource stable : le BFR est un besoin, celui de "
            "l'activité courante.",
            lambda **postes: equilibre(**postes).frng,
            "bfr",
        ),
        "tresorerie_pour_bfr": Piege(
            "C'est la trésorerie nette : le BFR est le besoin, la trésorerie est ce qui reste.",
            lambda **postes: equilibre(**postes).tresorerie_nette,
            "bfr",
        ),
        "exploitation_seule": Piege(
            "Vous n'avez compté que l'exploitation : ajoutez le hors exploitation.",
            lambda **postes: equilibre(**postes).bfre,
            "bfr",
        ),
        "sans_les_dettes": Piege(
            "Vous avez oublié les dettes : les fournisseurs financent une partie du besoin.",
            lambda **postes: (
                postes["actif_exploitation"] + postes.get("actif_hors_exploitation", 0)
            ),
            "bfr",
        ),
        "bfr_pour_tresorerie": Piege(
            "C'est le BFR : un besoin n'est pas de l'argent en banque.",
            lambda **postes: equilibre(**postes).bfr,
            "tresorerie_nette",
        ),
        "frng_pour_tresorerie": Piege(
            "C'est le fonds de roulement : il doit encore financer le besoin de l'activité.",
            lambda **postes: equilibre(**postes).frng,
            "tresorerie_nette",
        ),
        "addition": Piege(
            "Vous avez ajouté le BFR au fonds de roulement : c'est un besoin, il se retire.",
            lambda **postes: equilibre(**postes).frng + equilibre(**postes).bfr,
            "tresorerie_nette",
        ),
        "tresorerie_a_l_envers": Piege(
            "Vous avez soustrait dans l'autre sens : partez du fonds de roulement.",
            lambda **postes: -equilibre(**postes).tresorerie_nette,
            "tresorerie_nette",
        ),
    },
    temps_ecoulement: {
        "sans_demi_mois": Piege(
            "Vous avez oublié l'attente de la fin du mois : une vente tombe en moyenne au milieu.",
            lambda jours=0, *, fin_de_mois=False, le=0: jours + le,
        ),
        "mois_entier": Piege(
            "Vous avez compté un mois entier d'attente : une vente tombe en moyenne au milieu du "
            "mois.",
            lambda jours=0, *, fin_de_mois=False, le=0: (
                temps_ecoulement(jours, fin_de_mois=fin_de_mois, le=le)
                + (DEMI_MOIS if fin_de_mois or le else 0)
            ),
        ),
        "sans_le_jour": Piege(
            "Vous avez oublié le jour de paiement du mois suivant.",
            lambda jours=0, *, fin_de_mois=False, le=0: temps_ecoulement(
                jours, fin_de_mois=fin_de_mois or bool(le)
            ),
        ),
    },
    temps_moyen: {
        "simple": Piege(
            "Vous avez fait la moyenne des délais sans les parts : un délai fréquent pèse plus.",
            lambda delais: sum(jours for _, jours in _couples(delais)) / len(_couples(delais)),
        ),
        "sans_comptant": Piege(
            "Vous avez écarté les ventes au comptant : leur délai est nul, mais elles comptent.",
            lambda delais: temps_moyen(
                [(100 * part, jours) for part, jours in _couples(delais) if jours]
            ),
        ),
    },
    bfre_normatif: {
        "tous_positifs": Piege(
            "Vous avez compté les ressources comme des besoins : une dette finance, son signe est "
            "négatif.",
            lambda postes, ca_ht: bfre_normatif(_coefficients(postes, abs), ca_ht),
        ),
        "sans_coefficient": Piege(
            "Vous avez gardé les jours de chaque poste : multipliez-les par leur coefficient pour "
            "les dire en jours de chiffre d'affaires hors taxes.",
            lambda postes, ca_ht: bfre_normatif(_coefficients(postes, _signe), ca_ht),
        ),
        "ca_ttc": Piege(
            "Vous avez pris le chiffre d'affaires TTC : les jours sont en chiffre d'affaires hors "
            "taxes.",
            lambda postes, ca_ht: bfre_normatif(postes, ca_ht * (1 + TVA)),
        ),
    },
    effet_delai: {
        "hors_taxe": Piege(
            "Vous avez pris le chiffre d'affaires hors taxes : les clients doivent aussi la TVA.",
            lambda jours, ca_ttc, *, taux: effet_delai(jours, ca_ttc / (1 + TVA), taux=taux),
        ),
        "annee_civile": Piege(
            _ANNEE_CIVILE,
            lambda jours, ca_ttc, *, taux: effet_delai(jours * 360 / 365, ca_ttc, taux=taux),
        ),
        "gain_pour_tresorerie": Piege(
            "C'est l'économie d'intérêts : la trésorerie dégagée est le montant encaissé plus tôt.",
            lambda jours, ca_ttc, *, taux: effet_delai(jours, ca_ttc, taux=taux).gain,
            "tresorerie",
        ),
        "tresorerie_pour_gain": Piege(
            "C'est la trésorerie dégagée : elle n'est pas gagnée, on n'économise que son coût.",
            lambda jours, ca_ttc, *, taux: effet_delai(jours, ca_ttc, taux=taux).tresorerie,
            "gain",
        ),
        "gain_de_quelques_jours": Piege(
            "Vous avez compté l'économie sur les seuls jours gagnés : la trésorerie est disponible "
            "toute l'année.",
            lambda jours, ca_ttc, *, taux: effet_delai(jours, ca_ttc, taux=taux).gain * jours / 360,
            "gain",
        ),
        "taux_sur_le_ca": Piege(
            "Vous avez appliqué le taux à tout le chiffre d'affaires : il ne porte que sur la "
            "trésorerie dégagée.",
            lambda jours, ca_ttc, *, taux: ca_ttc * taux,
            "gain",
        ),
    },
}


def _couples(delais: Any) -> list[tuple[Any, ...]]:
    return lignes("delais", delais, "part", "jours")


def _coefficients(postes: Any, changer: Any) -> pd.DataFrame:
    lus = lignes("postes", postes, "poste", "temps", "coefficient")
    return pd.DataFrame(
        [(poste, temps, changer(coefficient)) for poste, temps, coefficient in lus],
        columns=["poste", "temps", "coefficient"],
    )


def _signe(coefficient: float) -> int:
    return 1 if coefficient > 0 else -1
