"""Familles du crédit et du risque client : les pièges et les réponses, refaits à la main."""

import importlib
import math
import re
from datetime import date

import pandas as pd
import pytest

from grc_lib import amortissements as am
from grc_lib import annuites as an
from grc_lib import bfr, financement, interets, risque, valeur
from grc_lib import calendrier as cal
from grc_lib._formats import euros
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.familles import famille
from grc_lib.exercice.tirage import Tirage

SUJETS = (
    "calendrier",
    "interets",
    "annuites",
    "financement",
    "amortissements",
    "bfr",
    "valeur",
    "risque",
)
BILAN = {
    "ressources_stables": 500,
    "emplois_stables": 420,
    "actif_exploitation": 300,
    "passif_exploitation": 190,
    "actif_hors_exploitation": 10,
    "passif_hors_exploitation": 25,
}  # FRNG 80, BFRE 110, BFRHE −15, BFR 95, trésorerie −15
LOA = {"apport": 3_000, "loyer": 300, "n": 36, "option": 9_000}  # total 22 800
COMPTE = {
    "ca_brut": 12_000,
    "rrr": 2_000,
    "cout_ventes": 6_000,
    "visites": 900,
    "encours": 2_000,
    "taux_credit": 0.06,
}  # CA net 10 000, marge 4 000, crédit 120, contribution 2 980
CLIENT = {
    "marge": 100,
    "retention": 0.8,
    "annees": 2,
    "cout_acquisition": 50,
    "actualisation": 0.25,
    "fidelisation": 10,
}  # 90 + 90 × 0,8 / 1,25 − 50 = 97,60
FACTOR = {"commission": 0.012, "encours_moyen": 75_000, "taux": 0.06, "retenue": 0.10}  # AF01
SCORE = {
    "ebe": 90,
    "dettes": 600,
    "capitaux_permanents": 550,
    "total_bilan": 1000,
    "realisable_disponible": 400,
    "frais_financiers": 25,
    "ca_ht": 1500,
    "frais_personnel": 300,
    "valeur_ajoutee": 480,
}  # CH01 : 14,4
SOLVABLE = {
    "capitaux_propres": 240,
    "total_bilan": 1000,
    "dettes_financieres": 300,
    "caf": 100,
    "actif_circulant": 600,
    "stocks": 200,
    "disponibilites": 50,
    "passif_circulant": 400,
}
MARS = ("2025-03-01", "2025-04-01")  # ES03 : 31 jours
EFFETS = [(500, 20), (300, 40), (390, 60)]  # EQ07

# (fonction, arguments, champ, mot, la valeur fausse refaite à la main)
NOMBRES = [
    (cal.jours, MARS, "", "deux_bornes", 32),
    (cal.jours, MARS, "", "aucune_borne", 30),
    (cal.jours, MARS, "", "mois_de_30", 30),
    (cal.jours, (*MARS, "30/360"), "", "jours_exacts", 31),
    (cal.ajouter_mois, ("2025-01-31", 1), "", "mois_de_30", date(2025, 3, 2)),
    (
        cal.echeances_mensuelles,
        ("2025-01-31", 2),
        "",
        "mois_de_30",
        [date(2025, 3, 2), date(2025, 4, 1)],
    ),
    (
        cal.echeances_mensuelles,
        ("2025-01-31", 2),
        "",
        "depart_compris",
        [date(2025, 1, 31), date(2025, 2, 28)],
    ),
    (
        cal.echeances_mensuelles,
        ("2025-01-31", 2),
        "",
        "de_proche_en_proche",
        [date(2025, 2, 28), date(2025, 3, 28)],
    ),
    # DT01 : facture du 10 mars 2025, 45 jours fin de mois : 30 avril ou 15 mai
    (cal.echeance, ("2025-03-10", 45, True), "", "autre_lecture", date(2025, 5, 15)),
    (
        cal.echeance,
        ("2025-03-10", 45, True, "fin de mois puis jours"),
        "",
        "autre_lecture",
        date(2025, 4, 30),
    ),
    (cal.echeance, ("2025-03-10", 45, True), "", "sans_fin_de_mois", date(2025, 4, 24)),
    (
        cal.echeance,
        ("2025-03-10", 30, True, "jours puis fin de mois", 10),
        "",
        "sans_le_jour_fixe",
        date(2025, 4, 30),
    ),
    (cal.echeance, ("2025-03-10", 60), "", "depart_compris", date(2025, 5, 8)),
    (cal.echeance, ("2025-03-10", 60), "", "en_mois", date(2025, 5, 10)),
    # DT08 : 30 avril 2026, cinq jours : 7 mai (ouvrables) et 11 mai (ouvrés)
    (cal.jours_ouvrables, ("2026-04-30", 5), "", "ouvres", date(2026, 5, 11)),
    (cal.jours_ouvrables, ("2026-04-30", 5), "", "calendaires", date(2026, 5, 5)),
    (cal.jours_ouvrables, ("2026-04-30", 5), "", "depart_compris", date(2026, 5, 6)),
    (cal.jours_ouvres, ("2026-04-30", 5), "", "ouvrables", date(2026, 5, 7)),
    (cal.jours_ouvres, ("2026-04-30", 5), "", "calendaires", date(2026, 5, 5)),
    (cal.jours_ouvres, ("2026-04-30", 5), "", "depart_compris", date(2026, 5, 7)),
    (interets.interet_simple, (12_000, 0.05, {"jours": 72}), "", "annee_entiere", 600),
    (interets.interet_simple, (12_000, 0.05, {"jours": 73}), "", "autre_annee", 120),
    (interets.interet_simple, (12_000, 0.05, {"jours": 71}), "", "jour_de_trop", 120),
    (interets.interet_simple, (1_000, 0.10, {"annees": 2}), "", "compose", 210),
    (interets.interet_simple, (4_500, 0.03, {"mois": 7}), "", "valeur_acquise", 4_578.75),
    (interets.penalites_retard, (7_200, 30, 0.12), "penalites", "autre_annee", 72),
    (interets.penalites_retard, (7_300, 30, 0.12), "penalites", "annee_entiere", 876),
    (interets.penalites_retard, (8_760, 30, 0.12), "total", "hors_taxe", 112),
    (interets.penalites_retard, (7_300, 30, 0.12), "total", "sans_indemnite", 72),
    (interets.penalites_retard, (7_300, 30, 0.12), "total", "indemnite_seule", 40),
    (interets.penalites_retard, (7_300, 30, 0.12), "total", "avec_la_facture", 7_412),
    (interets.taux_escompte_reglement, (0.02, 20), "", "sur_le_montant", 0.36),
    (interets.taux_escompte_reglement, (0.2, 20), "", "sans_annualiser", 0.25),
    (interets.taux_escompte_reglement, (0.02, 20), "", "taux_affiche", 0.02),
    (interets.taux_escompte_reglement, (0.02, 20), "", "autre_annee", 0.02 / 0.98 * 365 / 20),
    # ER01 : 44,59 % en composé sur 365 jours
    (
        interets.taux_escompte_reglement,
        (0.02, 20, {"base": 365}),
        "",
        "simple_ou_compose",
        (1 / 0.98) ** 18.25 - 1,
    ),
    (interets.escompte, (10_300, 0.12, 90), "escompte", "autre_methode", 300),
    (interets.escompte, (10_000, 0.09, 73), "escompte", "autre_annee", 180),
    (interets.escompte, (10_000, 0.09, 31), "escompte", "jour_de_trop", 80),
    (interets.escompte, (10_000, 0.09, 31), "escompte", "annee_entiere", 900),
    (interets.escompte, (10_000, 0.09, 31), "escompte", "net", 9_922.5),
    (interets.escompte, (10_000, 0.09, 31), "valeur_actuelle", "escompte_seul", 77.5),
    (interets.escompte, (10_000, 0.09, 31), "valeur_actuelle", "ajoute", 10_077.5),
    (interets.escompte, (10_000, 0.12, 60), "taux_reel", "taux_affiche", 0.12),
    (interets.escompte, (10_000, 0.12, 60), "taux_reel", "sans_annualiser", 2 / 98),
    (interets.effet_equivalent, (10_000, 30, 210, 0.12), "", "interet_ajoute", 10_600),
    (interets.effet_equivalent, (10_000, 30, 90, 0.12), "", "valeur_actuelle", 9_900),
    (interets.effet_equivalent, (10_300, 90, 270, 0.12), "", "rationnel", 10_900),
    (interets.taux_equivalence, (10_000, 30, 10_200, 90), "", "ecart", 0.12),
    (interets.echeance_equivalente, (9_800, 30, 10_000, 0.12), "", "ancien_nominal", 60),
    (interets.echeance_commune, (EFFETS, 1_200, 0.08), "", "nominaux", 37.5),
    (interets.echeance_commune, (EFFETS, 1_200, 0.08), "", "moyenne", 45_400 / 1_190),
    (interets.echeance_moyenne, ([(200, 30), (400, 45), (100, 60)],), "", "simple", 45),
    (an.valeur_acquise, (1_000, 0.10, 2), "", "interets_simples", 1_200),
    (an.valeur_acquise, (1_000, 0.10, 2), "", "interets_seuls", 210),
    (an.valeur_acquise, (1_000, 0.10, 2), "", "periode_de_trop", 1_331),
    (an.valeur_actuelle, (1_200, 0.10, 2), "", "interets_simples", 1_000),
    (an.valeur_actuelle, (1_000, 0.10, 2), "", "capitalisee", 1_210),
    (an.valeur_actuelle, (1_000, 0.10, 2), "", "taux_retire", 810),
    (an.duree_placement, (1_000, 1_210, 0.10), "", "interets_simples", 2.1),
    (an.taux_placement, (1_000, 1_210, 2), "", "moyenne", 0.105),
    (an.taux_placement, (1_000, 1_210, 2), "", "hausse_totale", 0.21),
    # IC05 : 12 % l'an, 1 % proportionnel, 0,9489 % équivalent
    (an.taux_equivalent, (0.12,), "", "proportionnel", 0.01),
    (an.taux_proportionnel, (0.12,), "", "equivalent", 1.12 ** (1 / 12) - 1),
    (an.annuite_constante, (1_200, 0.01, 12), "", "sans_interet", 100),
    (an.annuite_constante, (1_200, 0.01, 12), "", "interet_constant", 112),
    (an.annuite_constante, (1_000, 0.01, 1), "", "taux_annuel", 1_120),
    (an.annuite_constante, (1_000, 0.01, 1), "", "autre_moment", 1_000),
    # AN02 : 12 006,11 en fin de période, 12 486,35 au début
    (an.valeur_acquise_annuites, (1_000, 0.04, 10), "", "sans_interet", 10_000),
    (an.valeur_acquise_annuites, (1_000, 0.04, 10), "", "autre_moment", 12_486.3514),
    (an.valeur_acquise_annuites, (1_000, 0.10, 2), "", "tous_au_depart", 2_420),
    (an.valeur_acquise_annuites, (1_210, 0.10, 2), "", "valeur_actuelle", 2_100),
    (an.valeur_actuelle_annuites, (1_000, 0.10, 2), "", "sans_interet", 2_000),
    (an.valeur_actuelle_annuites, (1_100, 0.10, 2), "", "autre_moment", 2_100),
    (an.valeur_actuelle_annuites, (1_210, 0.10, 2), "", "tous_a_la_fin", 2_000),
    (an.valeur_actuelle_annuites, (1_000, 0.10, 2), "", "valeur_acquise", 2_100),
    (an.taux_emprunt, (1_000, 600, 2), "", "interets_sur_capital", 0.1),
    (an.van, ([-1_000, 550, 605], 0.10), "", "sans_actualiser", 155),
    (an.van, ([-1_000, 660, 605], 0.10), "", "premier_actualise", 100 / 1.1),
    (an.van, ([-1_000, 550, 605], 0.10), "", "sans_investissement", 1_000),
    (an.taeg, ([(0, 1_000), (1, -1_000 * 1.01**12)],), "", "proportionnel", 0.12),
    (an.cout_credit, (1_000, [300] * 4), "", "versements", 1_200),
    (financement.cout_location, (21_000, LOA), "total", "sans_option", 13_800),
    (financement.cout_location, (21_000, LOA), "surcout", "sans_apport", -1_200),
    (financement.cout_location, (21_000, LOA), "total", "prix_ajoute", 43_800),
    (financement.cout_location, (21_000, LOA), "surcout", "cout_total", 22_800),
    (financement.cout_location, (21_000, LOA), "surcout", "loyers_hors_taxe", 0),
    # deux loyers en fin de mois : 505 (v + v²) = 1 000 ; un seul : 1 % par mois
    (
        financement.taux_location,
        (1_000, {"loyer": 505, "n": 2, "debut": True}),
        "",
        "autre_moment",
        (2 / (math.sqrt(1 + 4 * 1_000 / 505) - 1)) ** 12 - 1,
    ),
    (
        financement.taux_location,
        (1_000, {"loyer": 1_010, "n": 1, "debut": False}),
        "",
        "proportionnel",
        0.12,
    ),
    (
        financement.taux_location,
        (1_000, {"loyer": 1_010, "n": 1, "option": 50, "debut": False}),
        "",
        "sans_option",
        1.01**12 - 1,
    ),
    (am.coefficient_degressif, (5,), "", "ancien", 2),
    (am.coefficient_degressif, (8,), "", "ancien", 2.5),
    (am.cout_utilisation, (9_000, {"duree": 4, "mois": 3}), "", "prix_entier", 9_000),
    (am.cout_utilisation, (9_000, {"duree": 4, "mois": 3}), "", "annee_entiere", 2_250),
    (am.cout_utilisation, (9_000, {"duree": 4, "mois": 3}), "", "annuite_par_mois", 6_750),
    (am.cout_utilisation, (9_000, {"duree": 4, "mois": 3}), "", "ttc", 675),
    # BF02 : 40 jours
    (bfr.delai_clients, (40_000, 360_000), "", "ventes_hors_taxe", 48),
    (bfr.delai_clients, (48_000, 360_000), "", "creances_hors_taxe", 40),
    (bfr.delai_clients, (36_000, 360_000), "", "annee_civile", 36.5),
    (bfr.delai_clients, (40_000, 360_000), "", "rotation", 9),
    (bfr.delai_fournisseurs, (30_000, 240_000), "", "achats_hors_taxe", 54),
    (bfr.delai_fournisseurs, (36_000, 240_000), "", "dettes_hors_taxe", 45),
    (bfr.delai_fournisseurs, (24_000, 240_000), "", "annee_civile", 36.5),
    (bfr.delai_fournisseurs, (30_000, 240_000), "", "rotation", 8),
    # BF01 : 36 jours, 10 fois
    (bfr.duree_stockage, (50_000, 70_000, 360_000), "", "stock_final", 70),
    (bfr.duree_stockage, (50_000, 70_000, 360_000), "", "stock_initial", 50),
    (bfr.duree_stockage, (50_000, 90_000, 700_000), "", "somme_des_stocks", 72),
    (bfr.duree_stockage, (50_000, 90_000, 700_000), "", "rotation", 10),
    (bfr.rotation_stock, (50_000, 70_000, 700_000), "", "stock_final", 10),
    (bfr.rotation_stock, (50_000, 90_000, 700_000), "", "stock_initial", 14),
    (bfr.rotation_stock, (50_000, 90_000, 700_000), "", "somme_des_stocks", 5),
    (bfr.rotation_stock, (50_000, 90_000, 700_000), "", "duree", 36),
    (bfr.equilibre, (BILAN,), "frng", "bfr_pour_frng", 95),
    (bfr.equilibre, (BILAN,), "frng", "frng_a_l_envers", -80),
    (bfr.equilibre, (BILAN,), "bfr", "frng_pour_bfr", 80),
    (bfr.equilibre, (BILAN,), "bfr", "tresorerie_pour_bfr", -15),
    (bfr.equilibre, (BILAN,), "bfr", "exploitation_seule", 110),
    (bfr.equilibre, (BILAN,), "bfr", "sans_les_dettes", 310),
    (bfr.equilibre, (BILAN,), "tresorerie_nette", "bfr_pour_tresorerie", 95),
    (bfr.equilibre, (BILAN,), "tresorerie_nette", "frng_pour_tresorerie", 80),
    (bfr.equilibre, (BILAN,), "tresorerie_nette", "addition", 175),
    (bfr.equilibre, (BILAN,), "tresorerie_nette", "tresorerie_a_l_envers", 15),
    (bfr.temps_ecoulement, (30, {"fin_de_mois": True, "le": 10}), "", "sans_demi_mois", 40),
    (bfr.temps_ecoulement, (30, {"fin_de_mois": True, "le": 10}), "", "mois_entier", 70),
    (bfr.temps_ecoulement, (30, {"fin_de_mois": True, "le": 10}), "", "sans_le_jour", 45),
    (bfr.temps_moyen, ([(0.2, 0), (0.5, 30), (0.3, 60)],), "", "simple", 30),
    (bfr.temps_moyen, ([(0.2, 0), (0.5, 30), (0.3, 60)],), "", "sans_comptant", 41.25),
    (bfr.effet_delai, (10, 1_440_000, {"taux": 0.06}), "gain", "hors_taxe", 2_000),
    (bfr.effet_delai, (10, 1_460_000, {"taux": 0.06}), "tresorerie", "annee_civile", 40_000),
    (bfr.effet_delai, (10, 1_440_000, {"taux": 0.06}), "tresorerie", "gain_pour_tresorerie", 2_400),
    (bfr.effet_delai, (10, 1_440_000, {"taux": 0.06}), "gain", "tresorerie_pour_gain", 40_000),
    (bfr.effet_delai, (36, 1_440_000, {"taux": 0.06}), "gain", "gain_de_quelques_jours", 864),
    (bfr.effet_delai, (10, 1_440_000, {"taux": 0.06}), "gain", "taux_sur_le_ca", 86_400),
    (valeur.cout_acquisition, (3_000, 12), "", "inverse", 0.004),
    (valeur.cout_acquisition, (3_000, 12), "", "total", 3_000),
    (valeur.retour_investissement, (4_500, 3_000), "", "cout_non_deduit", 1.5),
    (valeur.retour_investissement, (4_500, 3_000), "", "sur_la_marge", 1 / 3),
    (valeur.retour_investissement, (4_500, 3_000), "", "gain", 1_500),
    (valeur.delai_recuperation, (240, 20), "", "annees", 1),
    (valeur.delai_recuperation, (250, 20), "", "inverse", 0.08),
    (valeur.potentiel_accessible, (40_000, 0.6), "", "reste", 16_000),
    (valeur.taux_nourriture, (9_000, 36_000), "", "inverse", 4),
    (valeur.taux_nourriture, (9_000, 36_000), "", "reste", 0.75),
    (valeur.taux_nourriture, (9_000, 36_000), "", "sur_les_concurrents", 1 / 3),
    (valeur.compte_exploitation, [COMPTE], "ca_net", "sans_rrr", 12_000),
    (valeur.compte_exploitation, [COMPTE], "contribution", "sans_rrr", 4_980),
    (valeur.compte_exploitation, [COMPTE], "contribution", "sans_credit", 3_100),
    (valeur.compte_exploitation, [COMPTE], "contribution", "marge_brute", 4_000),
    (valeur.compte_exploitation, [COMPTE], "contribution", "encours_entier", 1_100),
    (valeur.compte_exploitation, [COMPTE], "taux_contribution", "sur_le_ca_brut", 298 / 1_200),
    (valeur.compte_exploitation, [COMPTE], "taux_contribution", "taux_de_marge_brute", 0.4),
    (valeur.valeur_vie, (CLIENT,), "", "sans_acquisition", 147.6),
    (valeur.valeur_vie, (CLIENT,), "", "sans_actualiser", 112),
    (valeur.valeur_vie, (CLIENT,), "", "sans_attrition", 112),
    (valeur.valeur_vie, (CLIENT,), "", "sans_fidelisation", 114),
    (valeur.valeur_vie, (CLIENT,), "", "autre_flux", 90 * (0.64 + 0.4096) - 50),
    (valeur.valeur_vie, (CLIENT,), "", "attrition_pour_retention", 54.4),
    # VC04 : 366,67 si le premier flux est immédiat, 266,67 s'il est différé
    (valeur.valeur_vie_infinie, (100, 0.8, 0.1), "", "sans_actualiser", 500),
    (valeur.valeur_vie_infinie, (100, 0.8, 0.1), "", "autre_flux", 80 / 0.3),
    (valeur.valeur_vie_infinie, (100, 0.8, 0.1), "", "sans_attrition", 1_100),
    (risque.dso, (150_000, 900_000), "", "ca_hors_taxe", 72),
    (risque.dso, (90_000, 900_000), "", "annee_civile", 36.5),
    (risque.dso, (150_000, 900_000), "", "rotation", 6),
    (risque.dso, (150_000, 300_000, {"jours": 90}), "", "annee_pour_un_trimestre", 180),
    (
        risque.dso_epuisement,
        (250_000, [(120_000, 30), (100_000, 31), (90_000, 30)]),
        "",
        "mois_entier",
        91,
    ),
    (
        risque.dso_epuisement,
        (155_000, [(120_000, 30), (100_000, 31), (90_000, 30)]),
        "",
        "dso_simple",
        45.5,
    ),
    (
        risque.encours,
        (18_000, {"livraisons": 4_500, "effets": 6_000, "plafond": 30_000}),
        "disponible",
        "sans_effets",
        7_500,
    ),
    (
        risque.encours,
        (18_000, {"livraisons": 4_500, "effets": 6_000, "plafond": 30_000}),
        "encours",
        "sans_livraisons",
        24_000,
    ),
    (
        risque.encours,
        (18_000, {"livraisons": 4_500, "effets": 6_000, "plafond": 30_000}),
        "encours",
        "factures_seules",
        18_000,
    ),
    (
        risque.encours,
        (18_000, {"livraisons": 4_500, "effets": 6_000, "plafond": 30_000}),
        "disponible",
        "encours_pour_disponible",
        28_500,
    ),
    (
        risque.plafond_credit,
        (12_000, 45, {"fonds_propres": 150_000}),
        "plafond",
        "besoin_seul",
        18_000,
    ),
    (
        risque.plafond_credit,
        (12_000, 45, {"fonds_propres": 150_000, "garantie": 20_000}),
        "plafond",
        "plus_haute_limite",
        20_000,
    ),
    (risque.plafond_credit, (12_000, 45, {"coefficient": 1.5}), "plafond", "sans_saison", 18_000),
    (
        risque.depreciation,
        ([(100_000, 0.01), (40_000, 0.05)],),
        "depreciation",
        "taux_moyen",
        4_200,
    ),
    (
        risque.depreciation,
        ([(100_000, 0.01), (40_000, 0.05)],),
        "depreciation",
        "dernier_taux",
        7_000,
    ),
    (risque.depreciation, ([(100_000, 0.01), (40_000, 0.05)],), "taux", "moyenne_des_taux", 0.03),
    (
        risque.perte_attendue,
        (20_000, {"probabilite": 0.04, "perte": 0.6}),
        "",
        "sans_recuperation",
        800,
    ),
    (
        risque.perte_attendue,
        (20_000, {"probabilite": 0.04, "perte": 0.6}),
        "",
        "defaut_certain",
        12_000,
    ),
    (
        risque.perte_attendue,
        (20_000, {"probabilite": 0.04, "perte": 0.6}),
        "",
        "part_recuperee",
        320,
    ),
    (risque.ca_a_refaire, (5_000, {"taux_marge": 0.25}), "", "perte_seule", 5_000),
    (risque.ca_a_refaire, (5_000, {"taux_marge": 0.25}), "", "multiplie", 1_250),
    (risque.affacturage, (600_000, FACTOR), "total", "garantie_comptee", 71_700),
    (risque.affacturage, (600_000, FACTOR), "total", "commission_seule", 7_200),
    (risque.affacturage, (600_000, FACTOR), "total", "financement_sur_le_ca", 43_200),
    (risque.affacturage, (600_000, FACTOR), "financement", "interets_sur_le_ca", 36_000),
    (risque.affacturage, (600_000, FACTOR), "part_ca", "part_avec_garantie", 0.1195),
    (risque.affacturage, (600_000, FACTOR), "part_ca", "somme_des_taux", 0.072),
    (risque.affacturage, (600_000, FACTOR), "part_ca", "part_des_avances", 0.156),
    (risque.affacturage, (600_000, FACTOR), "garantie", "garantie_sur_avances", 7_500),
    (risque.conan_holder, (SCORE,), "score", "tout_additionne", 14.4 + 2.9 + 12.5),
    (risque.conan_holder, (SCORE,), "score", "divise_par_cent", 0.144),
    (risque.ratios_solvabilite, (SOLVABLE,), "autonomie", "capitaux_sur_dettes", 0.8),
    (risque.ratios_solvabilite, (SOLVABLE,), "remboursement", "caf_sur_dettes", 1 / 3),
    (risque.ratios_solvabilite, (SOLVABLE,), "liquidite_generale", "passif_sur_actif", 2 / 3),
    (risque.ratios_solvabilite, (SOLVABLE,), "liquidite_reduite", "avec_les_stocks", 1.5),
    (risque.ratios_solvabilite, (SOLVABLE,), "liquidite_immediate", "avec_les_creances", 1),
]

BIEN = (12_000, 4, "2026-10-16")  # 75 jours de 2026
EFFET = [(9_000, "2026-06-05")]  # ES04 : 34 jours du 2 mai, escompte 102 €
REMISE = {"commission": 0.00125, "fixe": 10, "jours_de_banque": 2}
POSTES = [("Stocks", 40, 0.6), ("Fournisseurs", 50, -0.72)]
OFFRES = {
    "Comptant": financement.Offre([(0, 1_000)], [(1, 1_000)]),
    "Crédit": financement.Offre([(1, 1_050)], [(1, 1_050)]),
}

# (fonction, arguments, mot, colonne, les valeurs fausses refaites à la main)
TABLEAUX = [
    (am.lineaire, BIEN, "ttc", "dotation", [750, 3_600, 3_600, 3_600, 2_850]),
    (am.lineaire, BIEN, "sans_prorata", "dotation", [3_000, 3_000, 3_000, 3_000]),
    (am.lineaire, BIEN, "mois_entiers", "dotation", [750, 3_000, 3_000, 3_000, 2_250]),
    (
        am.lineaire,
        (12_000, 4, "2026-01-01", {"valeur_residuelle": 2_000}),
        "sans_residuelle",
        "dotation",
        [3_000] * 4,
    ),
    # AM04 : 14 000 € sur 5 ans à 35 %
    (am.degressif, (14_000, 5, "2026-07-20"), "ttc", "taux", [0.35, 0.35, 0.35, 0.5, 1]),
    (am.degressif, (14_000, 5, "2026-07-20"), "ttc", "vnc", [13_860, 9_009, 5_855.85, None, 0]),
    (
        am.degressif,
        (14_000, 5, "2026-07-20"),
        "sans_prorata",
        "dotation",
        [4_900, 3_185, 2_070.25, 1_922.38, 1_922.37],
    ),
    (
        am.degressif,
        (10_000, 4, "2026-01-01", {"coefficient": 2}),
        "sans_bascule",
        "dotation",
        [5_000, 2_500, 1_250, 625],
    ),
    (am.degressif, (10_000, 4, "2026-01-01"), "taux_lineaire", "dotation", [2_500] * 4),
    (
        am.unites_oeuvre,
        (20_000, [30, 60, 110]),
        "lineaire",
        "dotation",
        [6_666.67, 6_666.67, 6_666.66],
    ),
    (am.unites_oeuvre, (20_000, [30, 60, 110]), "ttc", "dotation", [3_600, 7_200, 13_200]),
    (interets.bordereau, (EFFET, "2026-05-02", 0.12, REMISE), "sans_tva", "net", [8_870.75]),
    # 36 jours : 108 + 11,25 + 10 = 129,25 d'agios, TVA 25,85
    (interets.bordereau, (EFFET, "2026-05-02", 0.12, REMISE), "tva_partout", "net", [8_844.9]),
    (
        interets.bordereau,
        (EFFET, "2026-05-02", 0.12, REMISE),
        "sans_jours_de_banque",
        "jours",
        [34],
    ),
    (interets.bordereau, (EFFET, "2026-05-02", 0.12, REMISE), "sans_commissions", "net", [8_892]),
    # 10 200 € à 4 % : 5 000 € remboursés la première année ; EM08 pour l'autre mode
    (an.tableau_emprunt, (10_200, 0.04, 2), "interet_constant", "interet", [408, 408]),
    (an.tableau_emprunt, (10_200, 0.04, 2), "interet_constant", "annuite", [5_408, 5_608]),
    (
        an.tableau_emprunt,
        (30_000, 0.04, 5),
        "amortissement_constant",
        "annuite",
        [7_200, 6_960, 6_720, 6_480, 6_240],
    ),
    (bfr.bfre_normatif, (POSTES, 1_800_000), "tous_positifs", "montant", [120_000, 180_000]),
    (bfr.bfre_normatif, (POSTES, 1_800_000), "sans_coefficient", "jours_ca", [40, -50]),
    (bfr.bfre_normatif, (POSTES, 1_800_000), "ca_ttc", "montant", [144_000, -216_000]),
    (
        financement.comparer,
        (OFFRES, {"taux": 0.10}),
        "sans_actualiser",
        "valeur_actuelle",
        [1_000, 1_050],
    ),
    (
        financement.comparer,
        (OFFRES, {"taux": 0.05, "impot": 0.25}),
        "sans_impot",
        "economie_impot",
        [0, 0],
    ),
]


def entrees(arguments):
    """Les arguments par position ; un dictionnaire à la fin d'un n-uplet les donne par nom."""
    if isinstance(arguments, tuple) and isinstance(arguments[-1], dict):
        return arguments[:-1], arguments[-1]
    return arguments, {}


def piege(fonction, mot):
    sujet = importlib.import_module(".".join(fonction.__module__.split(".")[:2]))
    return sujet.PIEGES[fonction][mot]


@pytest.mark.parametrize("fonction, arguments, champ, mot, fausse", NOMBRES)
def test_un_piege_donne_la_valeur_de_l_erreur(fonction, arguments, champ, mot, fausse):
    positions, nommes = entrees(arguments)
    calcul = Calcul(fonction, *positions, champ=champ, **nommes)
    [trouve] = calcul.pieges([mot]).values()
    if isinstance(fausse, int | float):
        assert trouve == pytest.approx(fausse, rel=1e-6, abs=1e-9)
    else:
        assert trouve == fausse


@pytest.mark.parametrize("fonction, arguments, mot, colonne, fausses", TABLEAUX)
def test_un_piege_donne_le_tableau_de_l_erreur(fonction, arguments, mot, colonne, fausses):
    positions, nommes = entrees(arguments)
    faux = piege(fonction, mot).calcul(*positions, **nommes)
    assert isinstance(faux, pd.DataFrame)
    for trouve, attendu in zip(faux[colonne], fausses, strict=True):
        assert attendu is None or trouve == pytest.approx(attendu, abs=0.006)
    assert not faux.equals(fonction(*positions, **nommes))


def test_chaque_piege_des_sujets_est_essaye():
    essayes = {(f, mot) for f, _, _, mot, _ in NOMBRES} | {(f, mot) for f, _, mot, *_ in TABLEAUX}
    catalogues = [importlib.import_module(f"grc_lib.{sujet}").PIEGES for sujet in SUJETS]
    annonces = {
        (f, mot) for catalogue in catalogues for f, mots in catalogue.items() for mot in mots
    }
    assert annonces == essayes


def test_un_piege_qui_n_a_pas_de_sens_se_tait():
    assert cal.PIEGES[cal.echeance]["autre_lecture"].calcul("2026-03-10", 45) is None
    assert cal.PIEGES[cal.echeance]["en_mois"].calcul("2026-03-10", 45) is None
    assert Calcul(interets.interet_simple, 1_000, 0.03, annees=1).pieges(["autre_annee"]) == {}
    assert Calcul(valeur.valeur_vie_infinie, 100, 1, 0.1).pieges(["sans_actualiser"]) == {}
    assert Calcul(risque.dso, 1, 2, jours=90).pieges(["annee_civile"]) == {}


class Fixe(Tirage):
    """Un tirage dont on choisit les valeurs ; ce qu'on ne choisit pas est tiré."""

    def __init__(self, **valeurs):
        super().__init__("essai", "lea.martin")
        self.valeurs = valeurs

    def entier(self, nom, mini, maxi, *, pas=1):
        return self.valeurs.get(nom, super().entier(nom, mini, maxi, pas=pas))

    def choix(self, nom, options):
        return self.valeurs.get(nom, super().choix(nom, options))

    def date(self, nom, debut, fin):
        return self.valeurs.get(nom, super().date(nom, debut, fin))


# La réponse écrite, d'un cas publié (tests/cas/cas.json) ou refait à la main.
PUBLIES = [
    (
        "echeances",
        "jours_puis_fin_de_mois",
        {"facture": date(2025, 3, 10), "delai": 45},
        "30/04/2025",
    ),
    (
        "echeances",
        "fin_de_mois_puis_jours",
        {"facture": date(2025, 3, 10), "delai": 45},
        "15/05/2025",
    ),
    ("echeances", "nombre_de_jours", {"echeance": date(2025, 3, 1), "retard": 31}, "31"),
    # IS01-IS02, PR01
    ("interets_simples", "interet", {"capital": 12_000, "taux": 50, "jours": 72}, "120,00"),
    ("interets_simples", "cout_du_retard", {"montant": 7_300, "jours": 30, "taux": 12}, "112,00"),
    (
        "interets_simples",
        "prix_de_l_attente",
        {"escompte": 0.02, "delai": 30, "paiement": 10},
        "36,73",
    ),
    # ES01, ES03, et un escompte rationnel qui tombe juste : 10 300 / 1,03 = 10 000
    ("escompte", "escompte_commercial", {"nominal": 8_240, "taux": 126, "jours": 55}, "158,62"),
    ("escompte", "escompte_commercial", {"nominal": 10_000, "taux": 90, "jours": 31}, "77,50"),
    ("escompte", "escompte_rationnel", {"nominal": 10_300, "taux": 120, "jours": 90}, "300,00"),
    # EQ01 : 10 000 à 30 jours, reporté à 90 jours, à 12 % : 10 206,19
    (
        "escompte",
        "report_d_echeance",
        {"nominal": 10_000, "taux": 120, "jours": 30, "report": 60},
        "206,19",
    ),
    # EM01, IC05 (1 % par mois : 12,68 % par an)
    (
        "interets_composes",
        "valeur_acquise",
        {"capital": 100_000, "taux": 100, "n": 6},
        "177 156,10",
    ),
    ("interets_composes", "taux_annuel_equivalent", {"par_an": 12, "taux": 100}, "12,68"),
    # EM05, EM02
    ("annuites", "mensualite", {"capital": 150_000, "taux": 30, "n": 108}, "1 586,54"),
    ("annuites", "dernier_interet", {"capital": 21_400, "taux": 98.5, "n": 4}, "603,39"),
    # LO02
    (
        "location",
        "cout_de_la_lld",
        {"loyer": 400, "n": 36, "trop": 2_000, "prix_km": 10},
        "14 600,00",
    ),
    # BFR : 100 000 € pour 1 200 000 € de CA HT font 30 jours
    ("bfr", "besoin_en_jours", {"ca": 1_200, "jours": 30}, "30,0"),
    ("delais", "delai_des_clients", {"ca": 300, "jours": 40}, "40,0"),
    ("delais", "tresorerie_degagee", {"ca": 1_200, "gagnes": 10}, "40 000,00"),  # BF11
    # AF01 : 600 000 € confiés, avances 75 000 €, 11 700 € et 1,95 % (ici 12,5 % d'avances)
    (
        "affacturage",
        "cout_annuel",
        {"ca": 600, "commission": 12, "avances": 12.5, "taux": 60},
        "11 700,00",
    ),
    (
        "affacturage",
        "part_du_ca",
        {"ca": 600, "commission": 12, "avances": 12.5, "taux": 60},
        "1,95",
    ),
    # VC04 ; 180 × (1 + 0,7 + 0,49) − 180 = 214,20
    ("clv", "valeur_sans_limite", {"marge": 100, "retention": 80, "taux": 10}, "366,67"),
    ("clv", "valeur_sur_trois_ans", {"marge": 180, "retention": 70, "part": 100}, "214,20"),
    # FV06 : (média + heures × 40) / clients : (1 200 + 45 × 40) / 12
    (
        "acquisition",
        "cout_d_acquisition",
        {"media": 1_200, "heures": 45, "horaire": 40, "nouveaux": 12},
        "250,00",
    ),
    ("acquisition", "delai_de_recuperation", {"cout": 250, "ca": 80, "taux": 0.25}, "12,5"),
    # 5 % par mois ne font pas 60 % par an
    ("attrition", "attrition_annuelle", {"periode": (12, "mois"), "attrition": 50}, "45,96"),
    ("attrition", "clients_restants", {"debut": 10, "attrition": 0.1}, "7 290"),
    # AM05, AM06, AM04
    (
        "amortissement",
        "premiere_dotation",
        {"base": 12_000, "duree": 5, "service": date(2025, 10, 1)},
        "600,00",
    ),
    (
        "amortissement",
        "cout_d_une_operation",
        {"base": 9_000, "duree": 4, "duree_operation": 3},
        "562,50",
    ),
    (
        "amortissement",
        "dotation_degressive",
        {"base": 14_000, "duree": 5, "acquis": date(2025, 1, 1)},
        "4 900,00",
    ),
    # un plafond dépassé : 18 000 + 4 500 + 6 000 = 28 500, pour 28 000 − 1 500
    (
        "encours",
        "credit_disponible",
        {"factures": 18_000, "livraisons": 4_500, "effets": 6_000, "marge": -1_500},
        "−2 000,00",
    ),
    ("encours", "dso_par_epuisement", {"ca 1": 120, "ca 2": 100, "ca 3": 90, "part": 20}, "76,0"),
    # 9 000 € à 34 jours, 12 % : 102 € d'escompte, 12 € de commission TTC
    (
        "escompte",
        "net_en_banque",
        {"nominal": 9_000, "taux": 120, "remise_le": date(2026, 5, 2), "duree": 34, "fixe": 10},
        "8 886,00",
    ),
    # EM02 : 21 400 − (6 729,17 − 2 107,90) − (6 729,17 − 1 652,70)
    ("annuites", "capital_restant", {"capital": 21_400, "taux": 98.5, "n": 4}, "11 702,26"),
    ("annuites", "cout_du_credit", {"capital": 12_000, "n": 24, "taux": 0, "frais": 100}, "100,00"),
    ("delais", "duree_de_stockage", {"cout": 720, "jours": 36}, "36,0"),
    ("delais", "rotation_des_stocks", {"cout": 720, "jours": 36}, "10,0"),
    # 10 000 − 1 000 de garantie − 120 de commission − 9 000 × 6 % × 60 / 360
    (
        "affacturage",
        "avance_recue",
        {"facture": 10_000, "commission": 12, "retenue": 0.10, "taux": 6, "jours": 60},
        "8 790,00",
    ),
    # AM05 : 12 000 − 600 − 2 400
    (
        "amortissement",
        "valeur_nette",
        {"base": 12_000, "duree": 5, "mois": 10, "exercices": 2},
        "9 000,00",
    ),
    ("attrition", "duree_de_vie", {"retention": 80}, "5,0"),
]


@pytest.mark.parametrize("nom, question, valeurs, reponse", PUBLIES)
def test_la_reponse_est_celle_du_cas_publie(nom, question, valeurs, reponse):
    probleme = famille(nom).questions[question](Fixe(**valeurs))
    assert probleme.ecrire().replace("\u202f", " ") == reponse
    assert probleme.corriger(reponse).etat == "juste"


# Les choix : ce que l'énoncé doit dire, refait à la main, pour que la réponse soit celle-là.
CHOIX = [
    # L441-10 : 60 jours nets, ou 45 jours fin de mois
    ("echeances", "delai_permis", {"delai": 60, "fin_de_mois": False}, "« 60 jours »", "Oui"),
    ("echeances", "delai_permis", {"delai": 60, "fin_de_mois": True}, "fin de mois", "Non"),
    ("echeances", "delai_permis", {"delai": 45, "fin_de_mois": True}, "fin de mois", "Oui"),
    ("echeances", "delai_permis", {"delai": 75, "fin_de_mois": False}, "« 75 jours »", "Non"),
    # 2 / 98 × 360 / 52 = 14,13 % : un découvert à 11 % vaut mieux
    (
        "interets_simples",
        "escompte_ou_decouvert",
        {"gagnant": "Payer tôt, avec l'escompte", "offre": (0.02, 60, 52), "ecart": 0.03},
        "découvert à 11 %",
        "Payer tôt",
    ),
    # 1,04 puissance 10 = 1,4802 : 4,80 % par an en intérêts simples
    (
        "interets_composes",
        "meilleur_placement",
        {"gagnant": "Le placement à intérêts simples", "n": 10, "taux": 40},
        ": 5 % par an à intérêts simples",
        "Le placement à intérêts simples",
    ),
    # 5 000 × 0,93 × 1,05 / 10 = 488,25, moins que 500
    (
        "annuites",
        "credit_gratuit",
        {"gagnant": "Le prêt de la banque", "prix": 5_000, "n": 10, "interets": 5},
        "10 mensualités de 488,25 €",
        "Le prêt de la banque",
    ),
    # BFR = 36 × 1 200 000 / 360 = 120 000
    (
        "bfr",
        "diagnostic",
        {
            "attendu": "À découvert : le fonds de roulement ne couvre pas tout le besoin",
            "jours": 36,
            "ca": 1_000,
            "hausse": 20,
            "ecart": 10_000,
        },
        "fonds de roulement de 110 000 €",
        "À découvert",
    ),
    # AF01 : 11 700 € ; sans factor, 5 900 + 75 000 × 9 % = 12 650
    (
        "affacturage",
        "choisir",
        {
            "gagnant": "L'affacturage",
            "ca": 600,
            "commission": 12,
            "avances": 12.5,
            "taux": 60,
            "ecart": 0.2,
        },
        "coûterait 5 900 €",
        "L'affacturage",
    ),
    # 300 × (1 + 0,8 + 0,64) = 732
    (
        "clv",
        "faut_il_conquerir",
        {
            "attendu": "Oui, un client rapporte plus qu'il ne coûte",
            "ca": 1_000,
            "taux": 0.3,
            "retention": 80,
        },
        "dépenserait 622 €",
        "Oui",
    ),
    (
        "acquisition",
        "meilleure_action",
        {"gagnant": "L'action B", "cout": 100, "ecart": 10, "a": 20, "b": 40},
        "2 200 € pour 20 nouveaux clients, l'action B 4 000 € pour 40",
        "L'action B",
    ),
    # 2025 : 200 / 1 000 = 20 % ; 2026 : 1 300 + 650 − 1 716 = 234, 18 %
    (
        "attrition",
        "evolution",
        {"attendu": "Elle s'améliore", "avant": 20, "debut": 10, "gagnes": 50},
        "1 716 fin 2025 (dont 650",
        "Elle s'améliore",
    ),
    # échue le 21 mai 2026 : 40 jours de retard au 30 juin
    (
        "encours",
        "tranche_de_retard",
        {"arrete": date(2026, 6, 30), "delai": 30, "rang": 2, "retard": 10},
        "facture du 21 avril 2026",
        "31 à 60 jours",
    ),
]


@pytest.mark.parametrize("nom, question, valeurs, extrait, reponse", CHOIX)
def test_le_bon_choix_est_celui_du_calcul_a_la_main(nom, question, valeurs, extrait, reponse):
    probleme = famille(nom).questions[question](Fixe(**valeurs))
    assert extrait in re.sub(r"[\u202f\xa0]", " ", probleme.enonce)
    assert probleme.ecrire().startswith(reponse)


def test_chaque_famille_a_son_cas():
    assert {nom for nom, *_ in PUBLIES} == {
        "acquisition",
        "affacturage",
        "amortissement",
        "annuites",
        "attrition",
        "bfr",
        "clv",
        "delais",
        "echeances",
        "encours",
        "escompte",
        "interets_composes",
        "interets_simples",
        "location",
    }


def test_le_surcout_de_la_loa_publiee():
    calcul = Calcul(
        financement.cout_location,
        21_000,
        apport=3_000,
        loyer=289,
        n=36,
        option=9_500,
        champ="surcout",
    )
    assert calcul.valeur == 1_904  # LO02


def test_un_demi_centime_monte_malgre_le_calcul_flottant():
    assert 15_000 * 1.035**2 < 16_068.375  # 16 068,374999999998
    assert euros(15_000 * 1.035**2) == "16\u202f068,38\u00a0€"


@pytest.mark.parametrize("essai", range(40))
def test_le_contrat_d_affacturage_a_toujours_un_cout_interne_credible(essai):
    probleme = famille("affacturage").poser("choisir", essai, "lea.martin")
    temps = int(
        "".join(c for c in probleme.enonce.split("coûterait ")[1].split("€")[0] if c.isdigit())
    )
    assert 300 <= temps <= 40_000


@pytest.mark.parametrize("essai", range(40))
def test_le_decouvert_propose_reste_possible(essai):
    probleme = famille("interets_simples").poser("escompte_ou_decouvert", essai, "lea.martin")
    taux = float(probleme.enonce.split("découvert à ")[1].split("\u202f")[0].replace(",", "."))
    assert 5 <= taux <= 20 and math.isfinite(taux)
