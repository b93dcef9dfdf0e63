"""Portefeuille, études, médias et relation client : réponses et pièges, refaits à la main."""

import inspect
import re

import numpy as np
import pandas as pd
import pytest

from grc_lib import (
    appels,
    enquete,
    fidelisation,
    mailing,
    medias,
    qualite,
    reclamations,
    scoring,
    segmentation,
    ventes,
)
from grc_lib._pieges import Piege
from grc_lib.exercice import Calcul
from grc_lib.exercice.familles import famille

SUJETS = (
    appels,
    enquete,
    fidelisation,
    mailing,
    medias,
    qualite,
    reclamations,
    scoring,
    segmentation,
    ventes,
)

# Le premier essai de lea.martin : un nombre de l'énoncé, puis la réponse calculée à la main.
A_LA_MAIN = """
statistiques mediane                  | 1 460         | 230,00
statistiques ecart_type               | 50 ; 58 ; 51  | 4,47
statistiques croissance_moyenne       | 200 k€ en 2023 à 224 k€ | 3,85
statistiques regularite               | 15,4 ; Lille, 165 et 31,35 | Lille
statistiques evolution_entre_deux_indices | 124 en 2024 et 154 | 24,19
mayer prevision                       | rang 7        | 1 046,00
moindres_carres pente                 | réservations  | 13,00
saisons coefficient                   | trimestre 1   | 1,19
saisons dernier_coefficient           | 1,25 ; 0,90 ; 0,75 | 1,10
saisons vente_corrigee                | 154 k€        | 220,00
saisons prevision_de_l_annee          | 3 200 k€      | 1 080,00
saisons tendance_et_saison            | y = 6 x + 250 | 387,20
previsions affaires_ponderees         | Karim         | 16 250,00
previsions lissage                    | alpha = 0,2   | 215,00
previsions biais                      | traiteur      | −22,50
previsions erreur_moyenne             | MAPE          | 5,75
abc classe_d_un_client                | Girard        | A
abc chiffre_d_affaires_de_a           | 1 200 k€      | 1 008
concentration part_des_premiers       | 406 k€        | 47,3
concentration indice_de_herfindahl    | 67 %, 19 %    | 0,4966
concentration clients_equivalents     | 55 %, 18 %    | 2,69
rfm code_rfm                          | 110 jours     | 334
rfm segment                           | notes 5       | Prometteurs
echantillon taille                    | 6 points      | 267
echantillon population_comptee        | 3 000 clients | 246
echantillon borne_basse               | 500 clients   | 60,8
echantillon quota                     | 102 de ses 510 | 74
score precision                       | 540 prospects | 56,4
score rappel                          | 416 prospects | 80,4
score gain_d_un_seuil                 | 181 prospects | 7 260
score meilleur_seuil                  | 120,00        | 60 points
khi_deux effectif_theorique           | Actifs, Soir  | 148,00
khi_deux khi_deux                     | 38 ; 94       | 5,54
khi_deux v_de_cramer                  | 38,72         | 0,22
grp points_de_grp                     | 76 %          | 190,00
grp couverture_nette                  | 103 000       | 46,60
grp cout_du_grp                       | 4 800         | 16,00
grp memorisation                      | 10 %          | 34,39
cpm cout_pour_mille                   | 160 milliers  | 23,00
cpm cout_pour_mille_utile             | 200 000       | 33,00
cpm meilleur_support                  | 1 560         | le quotidien
erlang duree_de_traitement            | 210 secondes  | 315,00
erlang trafic                         | 65 appels     | 7,58
erlang taux_de_decroche               | 378 décrochés | 92,2
erlang qualite_de_service             | 534 en moins  | 72,2
erlang agents_a_planifier             | 25 %          | 14
fidelite retention                    | 253 nouveaux  | 73,0
fidelite attrition                    | 294 nouveaux  | 27,0
fidelite attrition_annuelle           | semestre 8 %  | 15,36
fidelite recommandation               | 38 ont répondu 7 ou 8 | 30,00
fidelite satisfaction                 | 335           | 67,8
reclamations taux_de_reclamation      | 42 réclamations | 2,27
reclamations taux_de_perte            | 51 réclamations | 7,7
reclamations date_limite              | jeudi 28 mai 2026 | 03/06/2026
mailing taux_de_retour                | 48 réponses   | 1,20
mailing cout_d_une_commande           | 12 commandes  | 200,83
mailing resultat                      | 90 commandes  | 2 990,00
mailing point_mort                    | 160,00        | 39
mailing point_de_retour               | 35 commandes  | 0,79
""".strip().splitlines()


def _nu(texte):
    """Le texte, toutes ses espaces ordinaires."""
    return re.sub(r"\s+", " ", texte)


@pytest.mark.parametrize("ligne", A_LA_MAIN, ids=lambda ligne: ligne.split("|")[0].strip())
def test_la_reponse_est_celle_du_calcul_a_la_main(ligne):
    question, repere, reponse = (morceau.strip() for morceau in ligne.split("|"))
    nom, question = question.split()
    probleme = famille(nom).poser(question, 0, "lea.martin")
    assert repere.removesuffix(",00") in _nu(probleme.enonce)
    assert _nu(probleme.ecrire()) == reponse


SERIE = [12, 15, 9, 22, 18, 15, 30]  # cas ST01
CLASSES = ([0, 100, 200, 500], [10, 20, 30])
CINQ = [1, 2, 6, 7, 10]
QUATRE = [2, 3, 7, 8]
TRIMESTRES = ([700, 600, 650, 850], 4)  # cas CS01
AFFAIRES = [(50_000, 0.8), (30_000, 0.5), (20_000, 0.1)]  # cas AG01
REEL, PREVU = [100, 200, 150], [120, 190, 165]
CONTINGENCE = [[30, 20], [10, 40]]
MATRICE = {"vp": 40, "fp": 10, "fn": 20, "vn": 130}  # cas SC04
SCORES, ACHATS = [90, 80, 70, 60, 50], [1, 1, 0, 1, 0]
PLATEAU = {"appels": 100, "periode": 1800, "dmt": 180}  # cas ER10
DUREES = {"conversation": 210, "attente": 20, "post_appel": 40}  # cas CC02
BESOIN = PLATEAU | {"qualite": 0.8, "seuil": 20, "indisponibilite": 0.25}
CARTE = {
    "membres": 800,
    "achats": 620,
    "achats_sans": 540,
    "taux_marque": 0.35,
    "cout_fixe": 6_000,
    "points": 18,
    "taux_utilisation": 0.60,
}
OPERATION = (5000, 200, 40, 3500, 140)
REGLEE = {"urgent": False, "important": False, "reception": "2026-04-30"}
NOTES = [10, 9, 9, 8, 7, 6, 3, 10]
TITRES = pd.DataFrame(
    {
        "support": ["A", "B", "C"],
        "audience": [1_000_000, 500_000, 1_500_000],
        "audience_utile": [150_000, 320_000, 423_000],
        "prix": [50_000, 45_000, 70_000],
    }
)
FICHIER = pd.DataFrame({"nom": ["Adam", "Roux"], "courriel": ["adam@example.org", " "]})
DOUBLONS = ([(1, 2), (3, 4)], [(2, 1), (5, 6, 7)])
MOTIFS = pd.DataFrame({"motif": ["retard", "qualité", "retard", "retard", "prix"]})
COMMANDES = pd.DataFrame(
    {
        "client": ["Alba", "Breval", "Corde", "Dumas", "Eloi"],
        "jour": ["2026-06-20", "2026-05-18", "2026-06-01", "2025-06-10", "2024-09-30"],
        "ht": [1900, 420, 90, 8100, 60],
    }
)
COLONNES = {"client": "client", "date": "jour", "montant": "ht", "reference": "2026-06-30"}

# (fonction, ce qu'on lui donne, {mot: la valeur fausse, calculée à la main}).
PIEGES = [
    (
        ventes.indicateurs,
        (SERIE,),
        {
            "milieu": 19.5,
            "mediane": 15,
            "moyenne": 121 / 7,
            "non_triee": 22,
            "echantillon": 6.969321,
            "variance": 2040 / 49,
            "ecart_moyen": 254 / 49,
            "population": 6.452337,
            "cv_echantillon": 0.403184,
            "inverse": 2.678985,
            "maximum": 30,
            "etendue": 21,
        },
    ),
    (
        ventes.indicateurs_classes,
        CLASSES,
        {"bornes_hautes": 1000 / 3, "sans_effectifs": 550 / 3, "centre": 150, "hauteurs": 350},
    ),
    (ventes.tcam, (100, 121, 2), {"annees": 0.065602, "arithmetique": 0.105, "global": 0.21}),
    (ventes.indices, ([200, 220],), {"variation": [0, 10], "sans_cent": [1, 1.1]}),
    (
        ventes.mayer,
        (CINQ,),
        {
            "extremes": 2.25,
            "groupe": 37 / 15,
            "pente_inversee": 5 / 11,
            "ordonnee_des_extremes": -1.25,
            "point_moyen": 3,
        },
    ),
    (
        ventes.moindres_carres,
        (QUATRE,),
        {
            "ligne_a_prevoir": 0.1,
            "extremes": 2,
            "axes_echanges": 11 / 26,
            "ordonnee_ligne_a_prevoir": 3.7,
            "moyenne": 5,
            "r2": 121 / 130,
            "r": 0.964764,
        },
    ),
    (
        ventes.Droite.prevoir,
        (ventes.moindres_carres(QUATRE), 5),
        {"sans_ordonnee": 11, "rang_precedent": 8.3, "derniere_valeur": 10.2, "extremes": 10},
    ),
    (ventes.moyennes_mobiles, ([1, 2, 3, 6, 8], 4), {"non_centree": [3, 4.75]}),
    (
        ventes.coefficients_saisonniers,
        TRIMESTRES,
        {
            "somme_un": [1 / 4, 3 / 14, 13 / 56, 17 / 56],
            "sans_tendance": [1, 6 / 7, 13 / 14, 17 / 14],
        },
    ),
    (ventes.desaisonnaliser, ([120, 80], [1.2, 0.8]), {"multiplie": [144, 64]}),
    (
        ventes.prevision_saisonniere,
        (400, [1.25, 0.75]),
        {"annuelle": [500, 300], "sans_saison": [200, 200], "divisee": [160, 800 / 3]},
    ),
    (
        ventes.lissage_exponentiel,
        ([100, 120], 0.3),
        {"poids_echanges": 114, "retard": 100, "derniere": 120},
    ),
    (
        ventes.prevision_ponderee,
        (AFFAIRES,),
        {"sans_probabilite": 100_000, "probabilite_moyenne": 140_000 / 3, "probables": 80_000},
    ),
    (
        ventes.ecarts,
        (REEL, PREVU),
        {
            "sens": 25 / 3,
            "absolus": 15,
            "total": -25,
            "sur_prevu": 0.103402,
            "compenses": 0.25 / 3,
            "globale": 0.1,
        },
    ),
    (
        segmentation.part_des_premiers,
        ([40, 600, 60, 200, 100],),
        {"sans_trier": 0.04, "quatre_vingts": 0.8},
    ),
    (segmentation.gini, ([60, 20, 10, 10],), {"decroissants": -0.4, "sans_correction": 0.65}),
    (
        segmentation.herfindahl,
        ([50, 30, 20],),
        {"pourcentages": 3800, "moyenne": 1 / 3, "sans_carre": 1, "effectif": 3, "indice": 0.38},
    ),
    (segmentation.notes_quintiles, ([3, 10, 10, 40, 90],), {"sens": [1, 2, 2, 4, 5]}),
    (
        segmentation.notes_bornes,
        ([1, 3, 5, 20], [3, 6, 9, 12]),
        {"sens": [0, 1, 1, 4], "bornes_exclues": [4, 3, 3, 0]},
    ),
    (segmentation.segment_rfm, (5, 1, 1), {"recence": "Silencieux"}),
    (
        segmentation.tri_croise,
        (CONTINGENCE,),
        {
            "sans_diviser": 400,
            "sur_observe": 125 / 6,
            "sans_carre": 5 / 3,
            "cases": 4,
            "cases_moins_une": 3,
            "sans_racine": 1 / 6,
        },
    ),
    (
        enquete.taille_echantillon,
        {"population": 1000},
        {"inferieur": 277, "t_deux": 286, "population_oubliee": 385, "erreur_sans_carre": 20},
    ),
    (
        enquete.intervalle_proportion,
        (0.42, 400),
        {
            "bas_sans_t": 0.395322,
            "bas_haut": 0.468369,
            "bas_demi": 0.395816,
            "haut_sans_t": 0.444678,
            "haut_bas": 0.371631,
            "marge_sans_t": 0.024678,
            "marge_sans_racine": 0.00119364,
            "marge_sans_effectif": 0.967375,
            "amplitude": 0.096737,
        },
    ),
    (
        scoring.confusion,
        MATRICE,
        {
            "rappel": 2 / 3,
            "precision_exactitude": 0.85,
            "precision": 0.8,
            "rappel_exactitude": 0.85,
            "vrais_positifs": 0.2,
            "moyenne": 11 / 15,
        },
    ),
    (scoring.auc, ([80, 60, 60, 20], [1, 1, 0, 0]), {"envers": 0.125, "egalites": 0.75}),
    (
        scoring.taux_transformation,
        (12, 400),
        {"inverse": 100 / 3, "hors_ventes": 12 / 388},
    ),
    (
        scoring.seuil_optimal,
        {"scores": SCORES, "y": ACHATS, "gain": 100, "cout": 30},
        {"plus_exact": 80, "erreurs_oubliees": 300, "tout_le_monde": 240},
    ),
    (
        scoring.seuil_optimal,
        {"scores": SCORES, "y": ACHATS, "gain": 10, "cout": 30},
        {"plus_de_ventes": 60},
    ),
    (
        scoring.carte_de_score,
        {"score": 600, "cote": 50, "pdo": 20},
        {"logarithme_decimal": 66.438562, "sans_logarithme": 10, "ajoute": 712.8771},
    ),
    (
        scoring.valeur_information,
        ([90, 60], [10, 40]),
        {"poids_inverses": [-1.098612, 0.693147], "sans_poids": 0.8},
    ),
    (
        medias.audience_utile,
        (1_000_000, 0.75, 0.2),
        {"un_seul_critere": 750_000, "parts_additionnees": 950_000},
    ),
    (
        medias.cpm,
        (45_000, 500_000),
        {"par_contact": 0.09, "inverse": 100_000 / 9, "milliers": 90_000},
    ),
    (
        medias.indice_affinite,
        (0.24, 0.16),
        {"inverse": 200 / 3, "ecart": 8, "sans_base": 1.5},
    ),
    (
        medias.audience_nette,
        {"a": 75_000, "b": 115_000, "duplication": 17_000},
        {"brute": 190_000, "deux_fois": 156_000},
    ),
    (
        medias.couverture_sainsbury,
        ([0.3, 0.2, 0.1],),
        {"additionnees": 0.6, "touches_par_tous": 0.006, "non_touches": 0.504},
    ),
    (
        medias.grp,
        {"couverture": 0.6, "repetition": 5},
        {"sans_cent": 3, "plafonne": 100, "couverture_seule": 60},
    ),
    (
        medias.memorisation,
        (0.15, 5),
        {"additionnee": 0.75, "oubli": 0.443705, "puissance": 7.59375e-5},
    ),
    (appels.dmt, DUREES, {"conversation": 210, "sans_post_appel": 230, "sans_attente": 250}),
    (appels.taux_decroche, (90, 100), {"abandon": 0.1, "sur_abandons": 9}),
    (appels.qualite_observee, {"dans_le_seuil": 72, "presentes": 100}, {"complement": 0.28}),
    (appels.erlang_b, (8.108, 15), {"occupation": 0.540533}),
    (
        appels.erlang_c,
        PLATEAU | {"agents": 14},
        {
            "par_heure": 5,
            "minutes": 600,
            "blocage": 0.056819,
            "occupation": 5 / 7,
            "attente_des_seuls_qui_attendent": 45,
            "temps_libre": 2 / 7,
        },
    ),
    (
        appels.Attente.qualite_service,
        (appels.erlang_c(**PLATEAU, agents=14), 20),
        {"sans_seuil": 0.825868, "complement": 0.11165},
    ),
    (
        appels.effectif,
        BESOIN,
        {"trafic": 10, "planifies": 19, "positions": 14, "majores": 18, "planifies_inferieur": 18},
    ),
    (
        fidelisation.taux_retention,
        (2000, 2200, 400),
        {"avec_nouveaux": 1.1, "effectif_de_fin": 9 / 11, "attrition": 0.1},
    ),
    (
        fidelisation.taux_attrition,
        (2000, 2200, 400),
        {"effectif_de_fin": 1 / 11, "solde": -0.1, "retention": 0.9},
    ),
    (
        fidelisation.attrition_equivalente,
        {"attrition": 0.05, "de": 12, "vers": 1},
        {"proportionnelle": 0.6, "retention": 0.540360},
    ),
    (fidelisation.duree_vie, (0.2,), {"retention": 1.25}),
    (
        fidelisation.nps,
        (NOTES,),
        {"promoteurs": 50, "passifs": 0, "sans_passifs": 100 / 3, "effectif": 2},
    ),
    (fidelisation.csat, (170, 200), {"insatisfaits": 0.15, "sur_insatisfaits": 17 / 3}),
    (
        fidelisation.rentabilite_programme,
        CARTE,
        {
            "achats_totaux": 496_000,
            "chiffre_d_affaires": 49_360,
            "marge_totale": 158_960,
            "points_tous_utilises": 20_400,
            "sans_cout_fixe": 8_640,
        },
    ),
    (
        reclamations.taux_reclamation,
        (18, 1200),
        {"inverse": 200 / 3, "sans_probleme": 3 / 197},
    ),
    (reclamations.taux_perte, (3, 15), {"gardes": 0.8, "sur_gardes": 0.25}),
    (reclamations.taux_resatisfaction, (12, 18), {"mecontents": 1 / 3}),
    (
        reclamations.delai_reponse,
        {"urgent": True, "important": False},
        {"sans_l_importance": "24 heures"},
    ),
    (
        reclamations.delai_reponse,
        REGLEE,
        {"ouvres": "2026-05-11", "calendaires": "2026-05-05", "jour_compte": "2026-05-06"},
    ),
    (
        mailing.rendement,
        OPERATION,
        {
            "commandes": 0.008,
            "transformation": 0.2,
            "cout_par_retour": 17.5,
            "cout_par_envoi": 0.7,
            "cout_par_commande": 87.5,
            "par_retour": 17.5,
            "sans_le_cout": 5600,
            "marge_des_retours": 24_500,
            "point_sur_les_retours": 0.125,
            "taux_de_commande": 0.008,
        },
    ),
    (
        mailing.comparer_variantes,
        ((40, 1000), (62, 1000)),
        {"relatif": 0.55, "sens": -0.022},
    ),
    (qualite.completude, (FICHIER,), {"manquants": 0.25, "fiches": 0.5}),
    (
        qualite.evaluer_dedoublonnage,
        DOUBLONS,
        {"rappel": 0.25, "precision": 0.5, "moyenne": 0.375},
    ),
]
TRIPLES = [
    (fonction, donne, mot, faux)
    for fonction, donne, valeurs in PIEGES
    for mot, faux in valeurs.items()
]


def _piege(fonction, mot):
    sujet = next(sujet for sujet in SUJETS if fonction in sujet.PIEGES)
    return sujet.PIEGES[fonction][mot]


def _calcule(fonction, mot, donne):
    calcul = _piege(fonction, mot).calcul
    return calcul(**donne) if isinstance(donne, dict) else calcul(*donne)


@pytest.mark.parametrize(
    "fonction, donne, mot, faux", TRIPLES, ids=[f"{f.__name__}-{mot}" for f, _, mot, _ in TRIPLES]
)
def test_un_piege_donne_ce_que_trouve_celui_qui_se_trompe(fonction, donne, mot, faux):
    trouve = _calcule(fonction, mot, donne)
    if isinstance(faux, str):
        assert str(trouve) == faux
    else:
        assert np.asarray(trouve, dtype=float) == pytest.approx(np.asarray(faux), rel=1e-5)


def _classes(ca, mot):
    return "".join(_calcule(segmentation.abc, mot, (pd.Series(ca),))["classe"])


def test_les_pieges_qui_rendent_un_tableau():
    assert _classes([50, 40, 6, 4], "frontiere") == "ABCC"
    assert _classes([50, 40, 6, 4], "effectif") == "ABCC"
    assert _classes([30, 30, 15, 5, 5, 5, 4, 3, 2, 1], "effectif") == "AABBBCCCCC"
    parts = _calcule(segmentation.concentration, "parts", ([60, 20, 10, 10],))["part_ca"]
    assert parts.tolist() == pytest.approx([0, 0.6, 0.2, 0.1, 0.1])
    envers = _calcule(segmentation.rfm, "recence", {"commandes": COMMANDES} | COLONNES)
    assert envers["r"].tolist() == [1, 3, 2, 4, 5]
    assert envers["score"].tolist() == [1 + 1 + 4, 3 + 1 + 3, 2 + 1 + 2, 4 + 1 + 5, 5 + 1 + 1]
    rangs = _calcule(medias.echelles, "audience_brute", (TITRES,))["rang_economie"]
    assert rangs.tolist() == [2, 3, 1]
    egaux = _calcule(enquete.quotas, "parts_egales", ({"a": 500, "b": 300, "c": 15}, 50))["quota"]
    assert egaux.tolist() == [17, 17, 17]
    separes = _calcule(enquete.quotas, "arrondis", ({"a": 500, "b": 295, "c": 205}, 10))["quota"]
    assert separes.tolist() == [5, 3, 2]
    assert _calcule(reclamations.pareto, "sans_cumul", (MOTIFS, "motif"))[
        "cumul"
    ].tolist() == pytest.approx([0.6, 0.2, 0.2])


EN_TABLEAU = {
    segmentation.abc,
    segmentation.concentration,
    segmentation.rfm,
    medias.echelles,
    enquete.quotas,
    reclamations.pareto,
}
TOUS = [
    (fonction, mot) for sujet in SUJETS for fonction, mots in sujet.PIEGES.items() for mot in mots
]


def test_chaque_piege_du_catalogue_est_verifie_ici():
    verifies = {(fonction, mot) for fonction, _, mot, _ in TRIPLES}
    assert {(f, mot) for f, mot in TOUS if f not in EN_TABLEAU} == verifies


@pytest.mark.parametrize("fonction, mot", TOUS, ids=[f"{f.__name__}-{mot}" for f, mot in TOUS])
def test_un_piege_recoit_les_arguments_de_la_fonction_juste(fonction, mot):
    piege = _piege(fonction, mot)
    assert isinstance(piege, Piege)
    attendus = [(p.name, p.kind) for p in inspect.signature(fonction).parameters.values()]
    recus = [(p.name, p.kind) for p in inspect.signature(piege.calcul).parameters.values()]
    assert recus == attendus
    assert re.fullmatch(r"(Vous |C'est |Ce sont |Il reste ).+[^.]\.", piege.phrase)


@pytest.mark.parametrize("fonction, donne, mot, faux", TRIPLES)
def test_un_calcul_reconnait_le_piege_de_son_champ(fonction, donne, mot, faux):
    champ = _piege(fonction, mot).champ
    nommes = donne if isinstance(donne, dict) else {}
    calcul = Calcul(fonction, *(() if nommes else donne), champ=champ, **nommes)
    assert set(calcul.pieges([mot])) <= {_piege(fonction, mot).phrase}
    assert calcul.valeur is not None


def test_le_mode_d_une_serie_est_sa_ligne_et_non_une_methode():
    assert Calcul(ventes.indicateurs, SERIE, champ="mode").valeur == 15
    assert Calcul(ventes.indicateurs_classes, *CLASSES, champ="mode").valeur == 150
