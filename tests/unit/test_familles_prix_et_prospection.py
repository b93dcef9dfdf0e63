"""Familles et pièges : prix, devis, seuil, prospection, comptés à la main."""

import datetime as dt

import pandas as pd
import pytest

from grc_lib import devis, prix, prospection, seuil, tournees
from grc_lib.devis import Devis, Ligne
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.familles import famille
from tests.unit.tirages import TirageFixe

# --- Les familles : la réponse d'un tirage, refaite à la calculatrice


A_LA_MAIN = [
    # (120 − 100) / 100, puis 54 000 / 1,08 = 50 000 ; 1,2 × 0,8 = 0,96 (formules, § E)
    ("pourcentages/evolution", {"avant": 100_000, "taux": 200, "sens": 1}, "20,0"),
    ("pourcentages/valeur_initiale", {"avant": 50_000, "taux": 8}, "50 000"),
    ("pourcentages/evolutions_successives", {"premiere": 20, "sens": -20}, "−4,00"),
    ("pourcentages/points_ou_pourcent", {"points": 5}, "une hausse de 5 points, soit 25 %"),
    # 120 000 → 145 000 en deux ans : √1,20833 = 1,0992
    ("pourcentages/taux_moyen", {"depart": 120_000, "croissance": 100}, "9,9"),
    # cas PX01 : 72 € et une marque de 20 % font 90 € ; 60 → 120 HT → 144 TTC, coefficient 2,4
    ("marge_marque/prix_de_vente", {"pv": 90, "marque": 0.20}, "90,00"),
    ("marge_marque/coefficient", {"pa": 60, "rapport": 200}, "2,40"),
    ("marge_marque/meilleure_marque", {}, "la visseuse"),
    # cas PX09 : 10 % puis 5 % font 14,5 % ; 1 000 × 0,9 × 0,95 = 855 ; 72 / 0,9 = 80
    ("remises/remise_globale", {"r1": 10, "r2": 5}, "14,50"),
    ("remises/net_commercial", {"brut": 1000, "r1": 10, "r2": 5}, "855,00"),
    ("remises/prix_catalogue", {"brut": 80, "remise": 0.10}, "80,00"),
    ("remises/seconde_remise", {"premiere": 10, "seconde": 5}, "5,0"),
    ("remises/quelle_offre", {"r1": 10, "r2": 5, "ecart": 0}, "le fournisseur A"),
    ("remises/quelle_offre", {"r1": 10, "r2": 5, "ecart": 0.02}, "le fournisseur B"),
    # 100 HT à 20 % : 120 TTC ; 100 à 5,5 % : 105,50 ; 11 TTC à 10 % : 10 HT, 60 % de coût : 6
    ("tva/toutes_taxes", {"ht": 100}, "120,00"),
    ("tva/hors_taxes", {"ht": 100}, "100,00"),
    ("tva/montant_de_tva", {"ht": 100}, "20,00"),
    ("tva/cout_maximal", {"ht": 10, "marque": 40}, "6,00"),
    # 1 000 × 0,9 × 0,98 = 882 ; (900 + 50) × 1,2 = 1 140 ; 540 × 20 % + 720 × 10 % = 180
    ("devis/net_financier", {"brut": 1000, "remise": 0.10, "escompte": 0.02}, "882,00"),
    ("devis/total_ttc", {"brut": 1000, "remise": 0.10, "port": 50}, "1 140,00"),
    (
        "devis/tva_a_deux_taux",
        {"montant1": 600, "montant2": 800, "remise": 0.10},
        "180,00",
    ),
    ("devis/reste_a_payer", {"brut": 1000, "remise": 0.10, "acompte": 100}, "980,00"),
    (
        "devis/ordre_des_calculs",
        {"brut": 1000, "remise": 0.10, "port": 50},
        "(1 000 × 0,90 + 50) × 1,20",
    ),
    # 400 → 320 (− 20 %) pour + 10 % : − 2 ; 1 000 × (1 − 0,5 × 10 %) = 950
    ("elasticite/calcul_de_l_elasticite", {"quantite": 500, "variation": 0.10}, "−2,20"),
    ("elasticite/ventes_prevues", {"quantite": 1000, "elasticite": 5, "variation": 10}, "950"),
    (
        "elasticite/forte_ou_faible",
        {"forte": False, "petite": 60},
        "inélastique : les ventes varient moins, en %, que le prix",
    ),
    ("elasticite/changer_le_prix", {"elasticite": 14}, "une baisse de 10 %"),
    ("elasticite/changer_le_prix", {"elasticite": 8}, "une hausse de 10 %"),
    # cas PX10 : 10 / (30 − 10) = 50 % ; 200 × 6 € de marge, 5 € après remise : 240 ; 10 / 40
    ("volume_remise/hausse_du_volume", {"marque": 30, "remise": 10}, "50,0"),
    ("volume_remise/ventes_necessaires", {"pv": 20, "marque": 30, "remise": 0.05}, "240"),
    ("volume_remise/baisse_supportee", {"marque": 30, "hausse": 10}, "25,0"),
    (
        "volume_remise/accepter_la_remise",
        {"marque": 30, "remise": 10, "sens": -1},
        "non, sa marge totale baisse",
    ),
    # 400 000 à 40 % : MCV 160 000, fixes 75 % = 120 000, seuil 300 000, 3/4 de l'année
    (
        "seuil/chiffre_d_affaires",
        {"ca": 400_000, "taux": 0.40, "part": 75},
        "300 000",
    ),
    ("seuil/point_mort", {"ca": 400_000, "taux": 0.40, "part": 75, "jours": 300}, "225,0"),
    # 12 × (20 − 10) = 120 € par abonné ; 60 000 / 120 = 500
    ("seuil/abonnes_necessaires", {"prix_ht": 20, "cout": 10}, "500"),
    # glacier à 800 € l'indice : 96 000 €, 60 % = 57 600 ; fin juillet 73 × 800 = 58 400, fin juin
    # 52 × 800 = 41 600 : (57 600 − 41 600) / 16 800 × 31 = 29,5 jours
    ("seuil/date_du_point_mort", {"part": 60}, "30/07/2026"),
    ("seuil/recruter", {"ecart": 25}, "oui, la marge dépasse la dépense"),
    ("seuil/recruter", {"ecart": -15}, "non, la marge ne couvre pas la dépense"),
    # 50 × 2 × 3 + 100 × 1,5 = 450 h, sur 900 : 50 % ; 600 × 3 × 1,5 = 2 700 h : 3 à 900 h
    ("charge/heures_necessaires", {"grands": 50, "petits": 100}, "450,0"),
    ("charge/ratio_de_charge", {"grands": 50, "petits": 100, "disponibles": 900}, "50,0"),
    ("charge/effectif", {"disponibles": 900}, "3"),
    # (450 − 90) / 55 = 6,5 : 6 visites par jour
    ("charge/visites_par_an", {"journee": (90, 55), "jours": 200}, "1 200"),
    ("charge/clients_possibles", {"restants": 250}, "250"),
    # 50 000 / (200 × 5) ; (400 + 500 × 1,8) / 160 ; 4 000 + 100 × 30 ; cas FV06 : 250 €
    (
        "couts/cout_d_une_visite",
        {"salaire": 42_000, "vehicule": 8_000, "jours": 200, "par_jour": 5},
        "50,00",
    ),
    ("couts/cout_d_un_contact_utile", {}, "8,13"),
    ("couts/cout_complet", {"part": 100}, "7 000,00"),
    (
        "couts/cout_d_une_conquete",
        {"achats": 1_200, "heures": 45, "taux": 40, "nouveaux": 12},
        "250,00",
    ),
    ("couts/canal_le_moins_cher", {"appels": 1}, "la visite"),
    ("couts/canal_le_moins_cher", {"appels": 3}, "le téléphone"),
    # cas FV04 : 20 ventes, 25 % et 4 % : 80 rendez-vous, 2 000 appels
    ("entonnoir/rendez_vous", {"ventes": 20, "conclusion": 0.25, "rdv": 0.04}, "80"),
    ("entonnoir/appels", {"ventes": 20, "conclusion": 0.25, "rdv": 0.04}, "2 000"),
    ("entonnoir/taux_de_transformation", {"rdv": 40, "ventes": 45}, "45,0"),
    # 1 000 × 0,5 × 0,2 × 0,25 = 25 ; (300 + 1 500 × 0,9) / 50 = 33
    (
        "entonnoir/ventes_attendues",
        {"appels": 1000, "argumentes": 50, "rdv": 20, "ventes": 25},
        "25,0",
    ),
    ("entonnoir/commandes_a_obtenir", {"marge": 50}, "33"),
    # 5 000 / 40 000 ; 5 000 × 16 / (40 000 × 20) ; 15 / 20 ; 2 000 / 10 000 ; 0,4 × 0,5 × 1,2
    (
        "parts_de_marche/en_volume_ou_en_valeur",
        {"taille": 40, "quantite": 50},
        "12,5",
    ),
    (
        "parts_de_marche/en_volume_ou_en_valeur",
        {"taille": 40, "quantite": 50, "mesure": False},
        "10,0",
    ),
    ("parts_de_marche/part_relative", {"part": 15, "premier": 20}, "0,75"),
    ("parts_de_marche/penetration", {"population": 20, "vises": 50, "clients": 40}, "20,0"),
    (
        "parts_de_marche/decomposition",
        {"penetration": 40, "fidelite": 50, "intensite": 1.2},
        "24,0",
    ),
    # 2 000 000 × 1,05 × 12 %
    (
        "parts_de_marche/objectif_en_points",
        {"part": 10, "points": 2, "croissance": 5},
        "252 000",
    ),
]


@pytest.mark.parametrize("question, tirage, attendu", A_LA_MAIN)
def test_la_reponse_est_celle_de_la_calculatrice(question, tirage, attendu):
    nom, question = question.split("/")
    probleme = famille(nom).questions[question](TirageFixe(**tirage))
    assert probleme.ecrire().replace("\u202f", " ") == attendu


# --- Les pièges : ce que trouve celui qui se trompe, à la calculatrice

MOIS = [40_000] * 7 + [0] + [50_000] * 4  # cas SR09
DEUX_REMISES = {"remises": (0.10, 0.05), "escompte": 0.02, "port": 150, "acompte": 1000}
UNE_LIGNE = [Ligne("Cartes", 1, 10_000)]
DEUX_TAUX = [Ligne("Affiches", 1, 1000), Ligne("Livres", 1, 2000, tva=0.055)]
ABONNES = (20, 8, 1000)
ENQUETE = {"trop_cher": [0, 10, 60, 30], "mauvaise_qualite": [50, 30, 20, 0]}

PIEGES = [
    (prix.taux_marge, (80, 100), {}, "", "marque", 0.20),
    (prix.taux_marge, (80, 100), {}, "", "coefficient", 1.25),
    (prix.taux_marque, (80, 100), {}, "", "marge", 0.25),
    (prix.taux_marque, (80, 100), {}, "", "cout", 0.80),
    (prix.prix_vente, (72,), {"taux_marque": 0.20}, "", "marge", 86.40),
    (prix.prix_vente, (72,), {"taux_marque": 0.20}, "", "tva", 108),
    (prix.prix_vente, (72,), {"taux_marque": 0.20}, "", "marge_seule", 18),
    (prix.prix_vente, (100,), {"taux_marge": 0.50}, "", "marque", 200),
    (prix.prix_vente, (50,), {"coefficient": 2.4}, "", "tva", 144),
    (prix.prix_achat, (100,), {"taux_marge": 0.25}, "", "marque", 75),
    (prix.prix_achat, (100,), {"taux_marque": 0.25}, "", "marge", 80),
    (prix.prix_achat, (120,), {"coefficient": 2.4}, "", "tva", 41.6667),
    (prix.prix_achat, (120,), {"coefficient": 2.4}, "", "multiplie", 288),
    (prix.coefficient_multiplicateur, (50,), {"prix_vente_ttc": 120}, "", "ht", 2),
    (prix.coefficient_multiplicateur, (50,), {"prix_vente_ttc": 120}, "", "inverse", 0.416667),
    (prix.coefficient_multiplicateur, (50,), {"prix_vente_ttc": 120}, "", "marge", 1.4),
    (prix.hors_taxe, (120,), {"tva": 0.20}, "", "retiree", 96),
    (prix.hors_taxe, (120,), {"tva": 0.20}, "", "tva_seule", 20),
    (prix.hors_taxe, (120,), {"tva": 0.20}, "", "ajoutee", 144),
    (prix.toutes_taxes, (100,), {"tva": 0.20}, "", "tva_seule", 20),
    (prix.toutes_taxes, (100,), {"tva": 0.20}, "", "retiree", 80),
    (prix.toutes_taxes, (100,), {"tva": 0.20}, "", "divisee", 125),
    (prix.remise_globale, (0.10, 0.05), {}, "", "additionnees", 0.15),
    (prix.remise_globale, (0.10, 0.05), {}, "", "reste", 0.855),
    (prix.remise_globale, (0.10, 0.05), {}, "", "multipliees", 0.005),
    (prix.volume_a_compenser, (), {"taux_marque": 0.30, "remise": 0.10}, "", "remise", 0.10),
    (
        prix.volume_a_compenser,
        (),
        {"taux_marque": 0.30, "remise": 0.10},
        "",
        "chiffre_affaires",
        0.111111,
    ),
    (prix.volume_a_compenser, (), {"taux_marque": 0.30, "remise": 0.10}, "", "marque", 0.333333),
    (prix.volume_a_compenser, (), {"taux_marque": 0.30, "remise": 0.10}, "", "volume_total", 1.5),
    (prix.baisse_toleree, (), {"taux_marque": 0.30, "hausse": 0.10}, "", "hausse", 0.10),
    (
        prix.baisse_toleree,
        (),
        {"taux_marque": 0.30, "hausse": 0.10},
        "",
        "chiffre_affaires",
        0.090909,
    ),
    (prix.baisse_toleree, (), {"taux_marque": 0.30, "hausse": 0.10}, "", "marque", 0.333333),
    (prix.elasticite, (10, 12, 100, 90), {}, "", "inverse", -2),
    (prix.elasticite, (10, 12, 100, 90), {}, "", "pente", -5),
    (prix.elasticite, (10, 12, 100, 90), {}, "", "arrivee", -0.666667),
    (prix.elasticite, (10, 12, 100, 90), {}, "", "autre_methode", -0.578947),
    (prix.elasticite, (10, 12, 100, 90), {"methode": "milieu"}, "", "autre_methode", -0.5),
    (prix.elasticite, (10, 12, 100, 90), {}, "", "chiffre_affaires", 0.4),
    (prix.prix_psychologique, ([5, 6, 7, 8],), ENQUETE, "optimal", "moyenne", 6.5),
    # acheteurs sur 100 : 0, 40, 10, 0 ; sans cumuler, 30 refus à 8 € ; cumul exclu, 90 à 7 €
    (prix.prix_psychologique, ([5, 6, 7, 8],), ENQUETE, "optimal", "sans_cumul", 8),
    (prix.prix_psychologique, ([5, 6, 7, 8],), ENQUETE, "optimal", "autre_cumul", 7),
    (prix.reduction_annoncee, ([100, 89, 100], 80), {}, "reduction", "plus_haut", 0.20),
    (prix.reduction_annoncee, ([100, 89, 100], 80), {}, "reference", "plus_haut", 100),
    (prix.reduction_annoncee, ([100, 89, 95], 80), {}, "reduction", "dernier", 0.157895),
    (prix.reduction_annoncee, ([100, 89, 96], 80), {}, "reference", "moyenne", 95),
    (prix.reduction_annoncee, ([100, 89, 96], 80), {}, "reduction", "sur_reduit", 0.1125),
    (prix.taux_occupation, (60, 80), {}, "", "libres", 0.25),
    (prix.taux_occupation, (60, 80), {}, "", "sur_libres", 3),
    (
        prix.places_a_proteger,
        ([10, 12, 15, 18, 20],),
        {"plein_tarif": 200, "tarif_reduit": 50},
        "",
        "moyenne",
        15,
    ),
    (
        prix.places_a_proteger,
        ([10, 12, 15, 18, 21],),
        {"plein_tarif": 200, "tarif_reduit": 100},
        "",
        "maximum",
        21,
    ),
    # tarif réduit au quart : la cinquième part des soirs ; aux trois quarts : la quatrième sur cinq
    (
        prix.places_a_proteger,
        ([10, 12, 15, 18, 21],),
        {"plein_tarif": 200, "tarif_reduit": 50},
        "",
        "sens",
        12,
    ),
    # cas DV01 : net commercial 8 550, net financier 8 379, total HT 8 529, TVA 1 705,80
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "net_commercial", "additionnees", 8500),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "ttc", "additionnees", 10_176),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "net_commercial", "sans_remise", 10_000),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "net_financier", "sans_escompte", 8550),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "net_financier", "escompte_sur_brut", 8350),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "total_ht", "port_reduit", 8504.69),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "ttc", "sans_port", 10_054.80),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "total_tva", "port_hors_tva", 1675.80),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "ttc", "port_hors_tva", 10_204.80),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "total_tva", "tva_sur_brut", 2000),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "ttc", "ht", 8529),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "reste_a_payer", "sans_acompte", 10_234.80),
    (Devis, (UNE_LIGNE,), DEUX_REMISES, "reste_a_payer", "acompte_avant_tva", 9034.80),
    (Devis, (DEUX_TAUX,), {}, "total_tva", "taux_unique", 600),
    (Ligne, ("Papier", 3, 89), {"remise": 0.10}, "montant", "sans_remise", 267),
    (Ligne, ("Papier", 3, 89), {"remise": 0.10}, "montant", "remise_seule", 26.70),
    (Ligne, ("Papier", 3, 89), {"remise": 0.10}, "montant", "ttc", 288.36),
    # 1 000 de CA, 600 de variables, 200 de fixes : MCV 400, seuil 500, résultat 200
    *[
        (seuil.analyser, (1000, 200), {"charges_variables": 600, "jours": 300}, champ, mot, valeur)
        for champ, mot, valeur in [
            ("mcv", "fixes", 800),
            ("mcv", "toutes", 200),
            ("taux_mcv", "variables", 0.6),
            ("taux_mcv", "sur_charges", 0.666667),
            ("taux_mcv", "profitabilite", 0.2),
            ("resultat", "sans_fixes", 400),
            ("resultat", "securite", 500),
            ("seuil", "toutes_charges", 800),
            ("seuil", "taux_variable", 333.3333),
            ("seuil", "multiplie", 80),
            ("point_mort", "annee_commerciale", 180),
            ("point_mort", "mois", 6),
            ("marge_securite", "resultat", 200),
            ("indice_securite", "sur_seuil", 1),
            ("indice_prelevement", "sur_mcv", 0.5),
            ("levier", "inverse", 0.5),
            ("levier", "ca_sur_resultat", 5),
        ]
    ],
    # 300 de fixes au lieu de 200 : seuil 750, les trois quarts du CA
    (seuil.analyser, (1000, 300), {"taux_mcv": 0.4, "jours": 300}, "point_mort", "avance", 75),
    (
        seuil.analyser,
        (1000, 300),
        {"taux_mcv": 0.4},
        "indice_securite",
        "part_du_seuil",
        0.75,
    ),
    # une marge de 12 € par unité : 83,33
    (seuil.quantite, ABONNES, {}, "", "prix_entier", 50),
    (seuil.quantite, ABONNES, {}, "", "cout", 125),
    (seuil.quantite, ABONNES, {}, "", "inferieur", 83),
    (seuil.quantite, ABONNES, {}, "", "chiffre_affaires", 1667),
    (seuil.quantite, ABONNES, {}, "", "ttc", 63),
    # 305 000 / 480 000 × 365 = 231,9 : le 232e jour ; × 360 = 228,75 : le 229e
    (
        seuil.date_point_mort,
        (305_000, MOIS, 2026),
        {},
        "",
        "ventes_regulieres",
        dt.date(2026, 8, 20),
    ),
    (
        seuil.date_point_mort,
        (305_000, MOIS, 2026),
        {},
        "",
        "annee_commerciale",
        dt.date(2026, 8, 17),
    ),
    (seuil.date_point_mort, (305_000, MOIS, 2026), {}, "", "fin_de_mois", dt.date(2026, 9, 30)),
    # cas FV04 : 80 rendez-vous, 2 000 contacts
    *[
        (prospection.entonnoir, (20,), {"taux_conclusion": 0.25, "taux_rendez_vous": 0.04}, *reste)
        for reste in [
            ("contacts", "etape_sautee", 500),
            ("contacts", "additionnes", 69),
            ("rendez_vous", "intervertis", 500),
            ("rendez_vous", "multiplies", 5),
        ]
    ],
    # 20 / 0,3 = 66,67 ; 66,67 / 0,04 = 1 666,67 (67 / 0,04 = 1 675)
    *[
        (prospection.entonnoir, (20,), {"taux_conclusion": 0.3, "taux_rendez_vous": 0.04}, *reste)
        for reste in [("rendez_vous", "inferieur", 66), ("contacts", "sans_arrondi", 1667)]
    ],
    (prospection.point_de_retour, (3500, 120, 5000), {}, "commandes", "inferieur", 29),
    (prospection.point_de_retour, (3500, 140, 5000), {}, "commandes", "cout_du_contact", 0.7),
    (prospection.point_de_retour, (3500, 140, 5000), {}, "taux", "inverse", 200),
    (prospection.point_de_retour, (3500, 140, 5000), {}, "taux", "sans_marge", 0.7),
    # 120 × 2 × 3 + 300 × 1 × 1,5 = 1 170 h
    *[
        (prospection.charge, ([(120, 2, 3), (300, 1, 1.5)],), {"heures_disponibles": 900}, *reste)
        for reste in [
            ("heures", "frequence", 810),
            ("heures", "meme_frequence", 1215),
            ("heures", "visites", 540),
            ("effectif_entier", "inferieur", 1),
            ("ratio", "inverse", 0.769231),
            ("ratio", "frequence", 0.9),
        ]
    ],
    # un carré de 10 de côté, et un retour de 10 oublié
    *[
        (
            fonction,
            (([(0, 0), (0, 10), (10, 10), (10, 0)]), *suite),
            {"distance": "plane"},
            "longueur",
            "sans_retour",
            30,
        )
        for fonction, *suite in [
            (tournees.plus_proche_voisin,),
            (tournees.deux_opt, [0, 1, 2, 3]),
            (tournees.circuit,),
        ]
    ],
    # sur une droite, aller à 2, puis revenir par 0 vers −3 et −8… : 2 + 5 + 16 + 8 au lieu de 22
    (
        tournees.circuit,
        ([(0, 0), (-2, 0), (3, 0), (-10, 0)],),
        {"distance": "plane"},
        "longueur",
        "plus_proche_voisin",
        30,
    ),
    # un degré d'équateur ou de latitude : 2 π × 6 371 / 360 = 111,195 km
    (tournees.distance, ((60, 0), (60, 1)), {}, "", "degres_egaux", 111.195),
    (tournees.distance, ((60, 0), (60, 1)), {}, "", "inversees", 111.195),
]


@pytest.mark.parametrize("fonction, arguments, nommes, champ, mot, faux", PIEGES)
def test_le_piege_donne_la_valeur_fausse(fonction, arguments, nommes, champ, mot, faux):
    calcul = Calcul(fonction, *arguments, champ=champ, **nommes)
    valeurs = list(calcul.pieges([mot]).values())
    assert len(valeurs) == 1, f"{mot} ne se calcule pas, ou donne la bonne réponse"
    assert valeurs[0] == (faux if isinstance(faux, dt.date) else pytest.approx(faux, rel=2e-5))


def tableaux_du_piege(fonction, *arguments, mot, **nommes):
    calcul = Calcul(fonction, *arguments, **nommes)
    (faux,) = calcul.pieges([mot]).values()
    return calcul.valeur, faux


@pytest.mark.parametrize(
    "mot, colonne, fausse",
    [
        ("premiere_etape", "taux", [0.04, 0.01]),
        ("additionnes", "taux_cumule", [0.04, 0.29]),
        ("meme_cout", "cout_unitaire", [2.0, 2.0]),
    ],
)
def test_les_pieges_des_couts_par_etape(mot, colonne, fausse):
    etapes = [("contacts", 2000), ("rendez-vous", 80), ("ventes", 20)]
    juste, faux = tableaux_du_piege(prospection.couts_par_etape, 4000, etapes, mot=mot)
    assert faux[colonne].tolist()[1:] == pytest.approx(fausse)
    autres = juste.columns.drop(colonne)
    pd.testing.assert_frame_equal(faux[autres], juste[autres])


def test_les_pieges_du_plan_rangent_autrement_les_outils():
    # 1 000 € : 400 appels à 2 € (2 %), 20 visites à 40 € (30 %), 50 salons à 20 € (10 %)
    outils = [("appel", 2, 0.02, 400), ("visite", 40, 0.30, 20), ("salon", 20, 0.10, 50)]
    _, faux = tableaux_du_piege(prospection.plan, outils, budget=1500, mot="moins_cher")
    assert faux["contacts"].to_dict() == {"appel": 400, "salon": 35, "visite": 0}
    _, faux = tableaux_du_piege(
        prospection.plan, [*outils, ("radio", 500, 0.9, 1)], budget=1500, mot="meilleur_rendement"
    )
    assert faux["contacts"].to_dict() == {"radio": 1, "visite": 20, "salon": 10, "appel": 0}


def test_les_pieges_du_suivi_d_affaires():
    affaires = pd.DataFrame(
        {
            "etape": ["devis", "contact", "devis"],
            "montant": [20_000, 50_000, 30_000],
            "probabilite": [0.5, 0.1, 0.5],
            "relance": ["2026-06-15", "2026-07-10", None],
        }
    )
    _, faux = tableaux_du_piege(
        prospection.suivi, affaires, date="2026-06-30", mot="sans_probabilite"
    )
    assert faux["montant_pondere"].to_dict() == {"contact": 50_000, "devis": 50_000}
    _, faux = tableaux_du_piege(prospection.suivi, affaires, date="2026-06-30", mot="oubliees")
    assert faux["a_relancer"].to_dict() == {"contact": 0, "devis": 2}


@pytest.mark.parametrize("sujet", [prix, devis, seuil, prospection, tournees])
def test_chaque_piege_du_catalogue_est_verifie_ici(sujet):
    verifies = {(fonction, mot) for fonction, _, _, _, mot, _ in PIEGES}
    en_tableau = {prospection.couts_par_etape, prospection.plan, prospection.suivi}
    for fonction, pieges in sujet.PIEGES.items():
        assert fonction in en_tableau or {(fonction, mot) for mot in pieges} <= verifies
        phrases = [piege.phrase for piege in pieges.values()]
        assert len(set(phrases)) == len(phrases)
        assert all(phrase.endswith(".") for phrase in phrases)
