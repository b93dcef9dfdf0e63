"""Scoring : tables publiées, scikit-learn, définitions comptées paire par paire, propriétés."""

import math

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from grc_lib import scoring
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

sans_hate = settings(deadline=None, max_examples=50)
GRILLE = {
    "effectif": [(0, 5), (10, 10), (50, 20)],
    "secteur": {"santé": 15, "commerce": 5},
}
# Peu de scores distincts : les ex æquo sont la règle.
notations = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=60).filter(
    lambda lignes: len({y for _, y in lignes}) == 2
)


def colonnes(lignes):
    return [score for score, _ in lignes], [int(y) for _, y in lignes]


# --- La grille à points


def test_la_grille_additionne_les_points_de_chaque_critere():
    prospects = pd.DataFrame(
        {"effectif": [0, 9, 10, 49, 50, 900], "secteur": ["santé", "commerce"] * 3},
        index=list("abcdef"),
    )
    notes = scoring.GrilleScore(GRILLE).noter(prospects)
    assert notes["effectif"].tolist() == [5, 5, 10, 10, 20, 20]
    assert notes["secteur"].tolist() == [15, 5] * 3
    assert notes["score"].tolist() == [20, 10, 25, 15, 35, 25]
    assert notes.index.tolist() == list("abcdef")
    assert notes["score"].dtype == np.int64 and notes.attrs == {"autres": {}}


def test_la_regle_des_autres_note_et_compte_ce_que_la_grille_ne_prevoit_pas():
    grille = scoring.GrilleScore(GRILLE, autres={"effectif": -3, "secteur": 0.5})
    prospects = pd.DataFrame(
        {"effectif": [12, None, -1], "secteur": ["pêche", None, "santé"]}, index=[7, 7, 8]
    )
    notes = grille.noter(prospects)
    assert notes["score"].tolist() == [10.5, -2.5, 12]
    assert notes.attrs == {"autres": {"effectif": 2, "secteur": 2}}


@pytest.mark.parametrize(
    ("colonne", "valeur", "recu"),
    [
        ("secteur", "Santé", "reçu 'Santé'"),
        ("secteur", None, "une valeur manquante"),
        ("effectif", None, "une valeur manquante"),
        ("effectif", -1, r"reçu -1\."),
    ],
)
def test_sans_regle_une_valeur_hors_de_la_grille_est_refusee(colonne, valeur, recu):
    prospects = pd.DataFrame({"effectif": [12, 15], "secteur": ["santé", "santé"]}).astype(
        {"secteur": object}
    )
    prospects[colonne] = [prospects[colonne][0], valeur]
    with pytest.raises(ArgumentInvalide, match=recu) as erreur:
        scoring.GrilleScore(GRILLE).noter(prospects)
    assert erreur.value.argument == colonne and "autres={" in str(erreur.value)


def test_la_grille_ne_change_plus_apres_sa_verification():
    criteres = {"secteur": {"santé": 15}}
    grille = scoring.GrilleScore(criteres)
    criteres["secteur"]["santé"] = 99
    assert grille.noter(pd.DataFrame({"secteur": ["santé"]}))["score"].tolist() == [15]
    with pytest.raises(TypeError):
        grille.criteres["secteur"] = {}


def test_les_colonnes_categorielles_et_les_tableaux_vides_se_notent():
    grille = scoring.GrilleScore({"secteur": {"santé": 15}, "actif": {True: 1, False: 0}})
    prospects = pd.DataFrame({"secteur": pd.Categorical(["santé"]), "actif": [True]})
    assert grille.noter(prospects)["score"].tolist() == [16]
    assert grille.noter(prospects[:0])["score"].tolist() == []


def test_le_bareme_se_lit_et_s_affiche():
    grille = scoring.GrilleScore(GRILLE, autres={"secteur": 0})
    assert grille.bareme()["modalite"].tolist() == [
        "à partir de 0",
        "à partir de 10",
        "à partir de 50",
        "santé",
        "commerce",
        "autre, manquante",
    ]
    assert grille.bareme()["points"].tolist() == [5, 10, 20, 15, 5, 0]
    assert "à partir de 50" in grille._repr_html_()


@pytest.mark.parametrize(
    "construire",
    [
        lambda: scoring.GrilleScore({}),
        lambda: scoring.GrilleScore([("effectif", 3)]),
        lambda: scoring.GrilleScore({"score": {"a": 1}}),
        lambda: scoring.GrilleScore({"effectif": []}),
        lambda: scoring.GrilleScore({"effectif": [(10, 5), (0, 3)]}),
        lambda: scoring.GrilleScore({"effectif": [(0, 5), (0, 3)]}),
        lambda: scoring.GrilleScore({"effectif": [(0, 5, 6)]}),
        lambda: scoring.GrilleScore({"effectif": [(None, 5)]}),
        lambda: scoring.GrilleScore({"effectif": [(0, "5")]}),
        lambda: scoring.GrilleScore({"effectif": 5}),
        lambda: scoring.GrilleScore({"secteur": {}}),
        lambda: scoring.GrilleScore({"secteur": {None: 5}}),
        lambda: scoring.GrilleScore({"secteur": {"santé": math.nan}}),
        lambda: scoring.GrilleScore({"secteur": {"santé": [1, 2]}}),
        lambda: scoring.GrilleScore(GRILLE, autres={"ville": 0}),
        lambda: scoring.GrilleScore(GRILLE, autres={"secteur": None}),
        lambda: scoring.GrilleScore(GRILLE, autres=0),
        lambda: scoring.GrilleScore(GRILLE).noter([1, 2]),
        lambda: scoring.GrilleScore(GRILLE).noter(pd.DataFrame({"effectif": [1]})),
        lambda: scoring.GrilleScore(GRILLE).noter(
            pd.DataFrame({"effectif": ["douze"], "secteur": ["santé"]})
        ),
        lambda: scoring.GrilleScore({"a": {"x": 1}}).noter(
            pd.DataFrame([["x", "x"]], columns=["a", "a"])
        ),
    ],
)
def test_une_grille_ou_un_tableau_mal_faits_sont_refuses(construire):
    with pytest.raises(ErreurGrc):
        construire()


# --- La carte de score


def test_la_cote_double_tous_les_pdo_points():
    carte = scoring.carte_de_score(600, cote=50, pdo=20)
    assert carte.score(np.array([25, 50, 100, 200])) == pytest.approx([580, 600, 620, 640])
    assert carte.cote(640) == pytest.approx(200)
    assert tuple(carte) == pytest.approx((28.8539, 487.1229), abs=1e-4)


def test_la_probabilite_est_celle_de_la_fonction_logistique():
    carte = scoring.carte_de_score(600, cote=50, pdo=20)
    assert carte.probabilite(600) == pytest.approx(50 / 51)
    z = (np.array([400.0, 500.0, 700.0]) - carte.decalage) / carte.facteur
    assert carte.probabilite([400, 500, 700]) == pytest.approx(1 / (1 + np.exp(-z)))


@given(st.floats(-500, 1000), st.floats(0.01, 1e4), st.floats(0.1, 200), st.floats(1e-6, 1e6))
@sans_hate
def test_le_score_et_la_cote_sont_reciproques(score, cote, pdo, autre):
    carte = scoring.carte_de_score(score, cote=cote, pdo=pdo)
    assert carte.score(cote) == pytest.approx(score, abs=1e-6)
    assert carte.cote(carte.score(autre)) == pytest.approx(autre, rel=1e-6)


def test_une_colonne_de_cotes_rend_une_colonne_et_ses_trous():
    carte = scoring.carte_de_score(600, cote=50, pdo=20)
    cotes = pd.Series([50, None], index=["a", "b"])
    rendue = carte.score(cotes)
    assert rendue["a"] == pytest.approx(600) and math.isnan(rendue["b"])
    assert carte.cote(rendue)["a"] == pytest.approx(50)
    assert type(carte.score(50)) is type(carte.cote(600)) is type(carte.probabilite(600)) is float


def test_une_cote_qui_ne_s_ecrit_plus_est_refusee():
    with pytest.raises(ArgumentInvalide, match="à moins de"):
        scoring.carte_de_score(600, cote=50, pdo=20).cote(1e6)


@pytest.mark.parametrize(
    ("cote", "pdo"), [(0, 20), (-1, 20), (50, 0), (50, -20), ("50", 20), (50, None), ([50], 20)]
)
def test_une_carte_de_score_mal_donnee_est_refusee(cote, pdo):
    with pytest.raises(ArgumentInvalide):
        scoring.carte_de_score(600, cote=cote, pdo=pdo)


@pytest.mark.parametrize("cote", [0, -2, math.nan, True])
def test_une_cote_nulle_ou_negative_n_a_pas_de_score(cote):
    with pytest.raises(ArgumentInvalide):
        scoring.carte_de_score(600, cote=50, pdo=20).score(cote)


# --- La valeur d'information


def test_la_table_publiee_de_six_tranches_se_retrouve():
    # hackingnote.com, « Information Value », effectifs sur cent
    bons, mauvais = [10, 15, 15, 20, 20, 20], [5, 5, 10, 20, 25, 35]
    critere = scoring.valeur_information(bons, mauvais)
    publies = [0.693, 1.099, 0.405, 0, -0.223, -0.560]
    assert critere.woe == pytest.approx(publies, abs=5e-4)
    assert critere.iv == pytest.approx(0.260, abs=5e-3)
    assert critere.lecture == "moyen"


@pytest.mark.parametrize(
    ("bons", "lecture"),
    [((50, 50), "inutile"), ((58, 42), "faible"), ((66, 34), "moyen"), ((73, 27), "fort")],
)
def test_la_lecture_suit_les_bornes_d_usage(bons, lecture):
    assert scoring.valeur_information(bons, (45, 55)).lecture == lecture


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(1, 500)), min_size=1, max_size=8))
@sans_hate
def test_l_iv_est_positif_symetrique_et_ne_gagne_rien_a_regrouper(tranches):
    bons, mauvais = zip(*tranches, strict=True)
    critere = scoring.valeur_information(bons, mauvais)
    assert critere.iv >= -1e-12
    assert scoring.valeur_information(mauvais, bons).iv == pytest.approx(critere.iv, abs=1e-12)
    if len(tranches) > 1:
        regroupes = [(bons[0] + bons[1], *bons[2:]), (mauvais[0] + mauvais[1], *mauvais[2:])]
        assert scoring.valeur_information(*regroupes).iv <= critere.iv + 1e-9


def test_les_tranches_gardent_leur_nom():
    bons = pd.Series([90, 60], index=["santé", "commerce"])
    critere = scoring.valeur_information(bons, [10, 40])
    assert critere.woe["commerce"] == pytest.approx(math.log(0.5))
    assert "Tranche santé" in str(critere) and "critère suspect" in str(critere)


@pytest.mark.parametrize(("bons", "mauvais"), [([0, 5], [3, 3]), ([5, 5], [3, 0]), ([5], [0])])
def test_une_tranche_vide_n_a_pas_de_poids_et_se_regroupe(bons, mauvais):
    with pytest.raises(NonCalculable, match="Regroupez"):
        scoring.valeur_information(bons, mauvais)


@pytest.mark.parametrize(
    ("bons", "mauvais"),
    [
        ([1.5, 2], [1, 2]),
        ([-1, 2], [1, 2]),
        ([1, 2, 3], [1, 2]),
        ([], []),
        (5, 3),
        (["a"], [1]),
        ([1, None], [1, 2]),
        (np.ones((2, 2)), np.ones((2, 2))),
        (pd.Series([1, 2], index=["a", "b"]), pd.Series([1, 2], index=["b", "a"])),
    ],
)
def test_des_effectifs_de_tranches_mal_donnes_sont_refuses(bons, mauvais):
    with pytest.raises(ErreurGrc):
        scoring.valeur_information(bons, mauvais)


# --- L'AUC


@given(notations)
@sans_hate
def test_l_auc_est_celle_de_scikit_learn_ex_aequo_compris(lignes):
    scores, y = colonnes(lignes)
    assert scoring.auc(scores, y) == pytest.approx(metrics.roc_auc_score(y, scores), abs=1e-12)


@given(notations)
@sans_hate
def test_l_auc_compte_les_paires_bien_classees_et_la_moitie_des_egalites(lignes):
    arrives = [score for score, y in lignes if y]
    autres = [score for score, y in lignes if not y]
    paires = [(a > b) + (a == b) / 2 for a in arrives for b in autres]
    assert scoring.auc(*colonnes(lignes)) == pytest.approx(sum(paires) / len(paires), abs=1e-12)


@given(notations)
@sans_hate
def test_l_auc_change_de_cote_avec_le_sens_du_score_et_ignore_son_echelle(lignes):
    scores, y = colonnes(lignes)
    endroit = scoring.auc(scores, y)
    assert scoring.auc([-s for s in scores], y) == pytest.approx(1 - endroit, abs=1e-12)
    assert scoring.auc([math.exp(s) for s in scores], y) == endroit


def test_des_scores_tous_egaux_valent_le_hasard():
    assert scoring.auc([5] * 7, [1, 0, 0, 1, 0, 0, 0]) == 0.5


@pytest.mark.parametrize("y", [[True, False, True], np.array([True, False, True])])
def test_vrai_et_faux_valent_un_et_zero(y):
    assert scoring.auc([3, 1, 2], y) == scoring.auc([3, 1, 2], pd.Series(y)) == 1


@pytest.mark.parametrize("y", [[1, 1], [0, 0]])
def test_une_seule_classe_n_a_pas_d_auc(y):
    with pytest.raises(NonCalculable, match="deux cas"):
        scoring.auc([1, 2], y)


@pytest.mark.parametrize(
    "mesure",
    [
        scoring.auc,
        scoring.lift,
        lambda scores, y: scoring.seuil_optimal(scores, y, gain=10, cout=1),
    ],
)
@pytest.mark.parametrize(
    ("scores", "y"),
    [
        ([1, 2, 3], [0, 1]),
        ([1, 2], [0, 2]),
        ([1, 2], [0, 0.5]),
        ([1, 2], ["0", "1"]),
        ([1, None], [0, 1]),
        ([1, math.inf], [0, 1]),
        ([1, 2], [0, None]),
        ([1, 2], [True, None]),
        ([1, 2], [[1], [0, 1]]),
        ([], []),
        (5, 1),
        ("12", "01"),
        (np.ones((2, 2)), [0, 1]),
        ([1, 2], np.array([[True, False], [True, False]])),
        (pd.Series([1, 2], index=["a", "b"]), pd.Series([0, 1], index=["b", "a"])),
    ],
)
def test_des_scores_et_des_reponses_mal_donnes_sont_refuses(mesure, scores, y):
    with pytest.raises(ErreurGrc):
        mesure(scores, y)


@pytest.mark.parametrize("y", [[0, 1, 0.5], [0, 1, 2], [0, 1, -1]])
def test_y_ne_vaut_que_zero_ou_un(y):
    with pytest.raises(ArgumentInvalide, match="1 si l'événement est arrivé"):
        scoring.auc([1, 2, 3], y)


# --- La matrice de confusion


@given(notations, st.integers(0, 6))
@sans_hate
def test_les_quatre_mesures_sont_celles_de_scikit_learn(lignes, seuil):
    scores, y = colonnes(lignes)
    prevus = [int(score >= seuil) for score in scores]
    vn, fp, fn, vp = metrics.confusion_matrix(y, prevus, labels=[0, 1]).ravel().tolist()
    matrice = scoring.confusion(vp=vp, fp=fp, fn=fn, vn=vn)
    assert matrice.exactitude == pytest.approx(metrics.accuracy_score(y, prevus))
    assert matrice.rappel == pytest.approx(metrics.recall_score(y, prevus))
    assert matrice.f1 == pytest.approx(metrics.f1_score(y, prevus))
    if vp + fp:
        assert matrice.precision == pytest.approx(metrics.precision_score(y, prevus))
        moyenne = 2 / (1 / matrice.precision + 1 / matrice.rappel) if vp else 0
        assert matrice.f1 == pytest.approx(moyenne)


def test_le_cas_du_cours_se_recoit_d_un_coup():
    mesures = tuple(scoring.confusion(vp=40, fp=10, fn=20, vn=130))
    assert mesures == pytest.approx((0.8, 2 / 3, 0.85, 8 / 11))


def test_personne_de_retenu_pas_de_precision_mais_le_reste_se_lit():
    matrice = scoring.confusion(vp=0, fp=0, fn=20, vn=130)
    assert (matrice.rappel, matrice.f1) == (0, 0) and matrice.exactitude == pytest.approx(13 / 15)
    with pytest.raises(NonCalculable, match="retenu"):
        _ = matrice.precision
    with pytest.raises(NonCalculable):
        tuple(matrice)
    assert "VP / (VP + FP) = 0 / (0 + 0) = non calculable" in str(matrice)


def test_un_evenement_qui_n_arrive_jamais_n_a_pas_de_rappel():
    matrice = scoring.confusion(vp=0, fp=5, fn=0, vn=5)
    assert (matrice.precision, matrice.f1, matrice.exactitude) == (0, 0, 0.5)
    with pytest.raises(NonCalculable, match="n'arrive jamais"):
        _ = matrice.rappel
    with pytest.raises(NonCalculable):
        _ = scoring.confusion(vp=0, fp=0, fn=0, vn=5).f1


def test_l_affichage_donne_l_exactitude_a_battre():
    rare = str(scoring.confusion(vp=0, fp=0, fn=5, vn=95))
    assert "donnerait 95,00\u202f% d'exactitude" in rare and "Exactitude" in rare
    frequent = str(scoring.confusion(vp=80, fp=10, fn=10, vn=0))
    assert "donnerait 90,00\u202f% d'exactitude" in frequent


@pytest.mark.parametrize("vp", [-1, 1.5, None, "4", True, [4], math.nan])
def test_un_effectif_mal_donne_est_refuse(vp):
    with pytest.raises(ArgumentInvalide, match="« vp »"):
        scoring.confusion(vp=vp, fp=1, fn=1, vn=1)


def test_une_matrice_vide_n_a_aucune_mesure():
    with pytest.raises(NonCalculable, match="vide"):
        scoring.confusion(vp=0, fp=0, fn=0, vn=0)


# --- Le lift


def test_dix_deciles_d_un_score_parfait():
    y = [1] * 20 + [0] * 80
    table = scoring.lift(range(100, 0, -1), y)
    assert table["part"].tolist() == pytest.approx([k / 10 for k in range(1, 11)])
    assert table["effectif"].tolist() == [10] * 10
    assert table["taux"].tolist() == [1, 1] + [0] * 8
    assert table["lift"].tolist() == pytest.approx([5, 5] + [0] * 8)
    assert table["cumul"].tolist() == pytest.approx([0.5] + [1] * 9)
    assert table.attrs["taux_moyen"] == 0.2


def test_les_ex_aequo_sont_dans_le_meme_decile_et_un_decile_peut_manquer():
    table = scoring.lift([9] * 5 + [1] * 5, [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    assert table.index.tolist() == [1, 6]
    assert table["taux"].tolist() == [0.6, 0.2]
    assert table["lift"].tolist() == pytest.approx([1.5, 0.5])
    assert table["cumul"].tolist() == [0.75, 1]


@given(notations, st.randoms(), st.integers(1, 12))
@sans_hate
def test_le_lift_ne_depend_pas_de_l_ordre_des_lignes_et_vaut_un_en_moyenne(
    lignes, hasard, tranches
):
    table = scoring.lift(*colonnes(lignes), tranches=tranches)
    melangees = hasard.sample(lignes, len(lignes))
    pd.testing.assert_frame_equal(table, scoring.lift(*colonnes(melangees), tranches=tranches))
    poids = table["effectif"] / len(lignes)
    assert (table["lift"] * poids).sum() == pytest.approx(1)
    assert table["effectif"].sum() == len(lignes)
    assert table["part"].iloc[-1] == table["cumul"].iloc[-1] == 1


@given(st.lists(st.integers(0, 30), min_size=1, max_size=80))
@sans_hate
def test_la_tranche_est_celle_du_nombre_de_scores_plus_hauts(scores):
    y = [1] * len(scores)
    plus_hauts = [sum(autre > score for autre in scores) for score in scores]
    attendues = pd.Series([1 + 10 * rang // len(scores) for rang in plus_hauts])
    table = scoring.lift(scores, y)
    assert table["effectif"].to_dict() == attendues.value_counts().to_dict()


def test_sans_evenement_il_n_y_a_pas_de_lift():
    with pytest.raises(NonCalculable, match="taux moyen est nul"):
        scoring.lift([1, 2], [0, 0])


@pytest.mark.parametrize("tranches", [0, -1, 2.5, "10", None])
def test_un_nombre_de_tranches_mal_donne_est_refuse(tranches):
    with pytest.raises(ArgumentInvalide, match="tranches"):
        scoring.lift([1, 2], [0, 1], tranches=tranches)


# --- Le seuil qui rapporte le plus


@given(notations, st.integers(1, 50), st.integers(0, 50))
@sans_hate
def test_aucun_seuil_essaye_a_la_main_ne_gagne_plus(lignes, gain, cout):
    gains = {
        seuil: sum(gain if y else -cout for score, y in lignes if score >= seuil)
        for seuil in {score for score, _ in lignes}
    }
    if max(gains.values()) <= 0:
        with pytest.raises(NonCalculable):
            scoring.seuil_optimal(*colonnes(lignes), gain=gain, cout=cout)
    else:
        choix = scoring.seuil_optimal(*colonnes(lignes), gain=gain, cout=cout)
        assert choix.gain_total == max(gains.values())
        assert choix.seuil == max(s for s, g in gains.items() if g == max(gains.values()))
        assert choix.tableau.set_index("seuil")["gain"].to_dict() == gains


@given(notations)
@sans_hate
def test_le_tableau_des_seuils_donne_la_courbe_roc_de_scikit_learn(lignes):
    scores, y = colonnes(lignes)
    table = scoring.seuil_optimal(scores, y, gain=1000, cout=0).tableau
    fausses, justes, seuils = metrics.roc_curve(y, scores, drop_intermediate=False)
    assert table["seuil"].tolist() == seuils[1:].tolist()
    assert (table["vp"] / (table["vp"] + table["fn"])).tolist() == pytest.approx(justes[1:])
    assert (table["fp"] / (table["fp"] + table["vn"])).tolist() == pytest.approx(fausses[1:])
    assert table["retenus"].tolist() == (table["vp"] + table["fp"]).tolist()


def test_des_gains_egaux_aux_erreurs_de_virgule_pres_sont_egaux():
    # 0,1 au premier seuil ; au second, 3 × 0,1 − 0,2 fait 0,10000000000000003 en machine
    choix = scoring.seuil_optimal([9, 8, 8, 8], [1, 1, 1, 0], gain=0.1, cout=0.2)
    assert choix.seuil == 9 and choix.gain_total == pytest.approx(0.1)


def test_quand_rien_ne_rapporte_mieux_vaut_ne_contacter_personne():
    with pytest.raises(NonCalculable, match="ne retenir personne"):
        scoring.seuil_optimal([1, 2, 3], [0, 0, 0], gain=100, cout=5)
    with pytest.raises(NonCalculable):
        scoring.seuil_optimal([2, 1], [0, 1], gain=5, cout=5)


def test_l_affichage_du_seuil_compare_a_tout_retenir():
    choix = str(scoring.seuil_optimal([90, 80, 70, 60, 50], [1, 1, 0, 1, 0], gain=100, cout=30))
    assert "score ≥ 60" in choix and "Retenus = 4" in choix
    assert "3 × 100,00\u00a0€ − 1 × 30,00\u00a0€ = 270,00\u00a0€" in choix
    assert "3 × 100,00\u00a0€ − 2 × 30,00\u00a0€ = 240,00\u00a0€" in choix


@pytest.mark.parametrize(("gain", "cout"), [(-1, 5), (5, -1), ("5", 1), (None, 1), ([5, 6], 1)])
def test_un_gain_ou_un_cout_mal_donnes_sont_refuses(gain, cout):
    with pytest.raises(ArgumentInvalide):
        scoring.seuil_optimal([1, 2], [0, 1], gain=gain, cout=cout)


# --- Le taux de transformation


def test_le_taux_depend_du_denominateur_annonce():
    assert scoring.taux_transformation(12, 400) == scoring.taux_transformation(12, contacts=400)
    assert scoring.taux_transformation(12, contacts=400) == pytest.approx(0.03)
    assert scoring.taux_transformation(12, rendez_vous=48) == pytest.approx(0.25)
    assert scoring.taux_transformation(12, devis=30) == pytest.approx(0.40)


def test_une_colonne_dit_son_denominateur_et_garde_ses_trous():
    ventes = pd.Series([3, 0, 2], index=["Nord", "Est", "Sud"])
    taux = scoring.taux_transformation(ventes, devis=pd.Series([4, 0, None], index=ventes.index))
    assert taux.name == "ventes / devis"
    assert taux["Nord"] == 0.75 and taux[["Est", "Sud"]].isna().all()


def test_sans_contact_le_taux_n_existe_pas():
    with pytest.raises(NonCalculable, match="contacts"):
        scoring.taux_transformation(0, contacts=0)


@pytest.mark.parametrize(
    ("ventes", "denominateur"),
    [
        (12, {}),
        (12, {"contacts": 400, "devis": 30}),
        (12, {"contacts": 11}),
        (1.5, {"contacts": 11}),
        (-1, {"contacts": 11}),
        (1, {"contacts": "11"}),
        (1, {"contacts": True}),
        (math.nan, {"contacts": 11}),
        ([1, 2], {"contacts": [3, 4, 5]}),
    ],
)
def test_un_taux_de_transformation_mal_demande_est_refuse(ventes, denominateur):
    with pytest.raises(ErreurGrc):
        scoring.taux_transformation(ventes, **denominateur)


# --- Les règles d'association

# Tan, Steinbach et Kumar, « Introduction to Data Mining », chapitre 6
PANIERS = {
    1: {"pain", "lait"},
    2: {"pain", "couches", "bière", "œufs"},
    3: {"lait", "couches", "bière", "cola"},
    4: {"pain", "lait", "couches", "bière"},
    5: {"pain", "lait", "couches", "cola"},
}


def lignes_de(paniers):
    lignes = [(n, produit) for n, contenu in paniers.items() for produit in sorted(contenu)]
    return pd.DataFrame(lignes, columns=["ticket", "article"])


def regles(lignes, **seuils):
    return scoring.regles_association(lignes, panier="ticket", produit="article", **seuils)


def test_les_regles_publiees_se_retrouvent():
    table = regles(lignes_de(PANIERS)).set_index(["si", "alors"])
    publiees = table.loc[("couches", "bière")]
    assert publiees.tolist() == pytest.approx([3, 0.6, 0.75, 1.25])
    assert table.loc[("bière", "couches")].tolist() == pytest.approx([3, 0.6, 1, 1.25])
    assert table.loc[("pain", "lait")].tolist() == pytest.approx([3, 0.6, 0.75, 0.9375])


@given(
    st.lists(st.frozensets(st.sampled_from("abcde"), min_size=1), min_size=1, max_size=12),
    st.integers(0, 10),
    st.integers(0, 10),
)
@settings(deadline=None, max_examples=25)
def test_chaque_regle_se_recompte_panier_par_panier(paniers, support, confiance):
    lignes = lignes_de(dict(enumerate(paniers)))
    table = regles(lignes, min_support=support / 10, min_confiance=confiance / 10)
    n, attendues = len(paniers), {}
    for si in "abcde":
        for alors in set("abcde") - {si}:
            avec_si = sum(si in p for p in paniers)
            avec_alors = sum(alors in p for p in paniers)
            deux = sum({si, alors} <= p for p in paniers)
            if deux and 10 * deux >= support * n and 10 * deux >= confiance * avec_si:
                lift = deux / avec_si / (avec_alors / n)
                attendues[si, alors] = (deux, deux / n, deux / avec_si, pytest.approx(lift))
    recues = {(r.si, r.alors): tuple(r)[2:] for r in table.itertuples(index=False)}
    assert recues == attendues


def test_une_regle_qui_atteint_juste_le_support_ou_la_confiance_est_gardee():
    table = regles(lignes_de(PANIERS), min_support=0.2, min_confiance=1)
    assert set(zip(table["si"], table["alors"], strict=True)) == {
        ("bière", "couches"),
        ("cola", "couches"),
        ("cola", "lait"),
        ("œufs", "bière"),
        ("œufs", "couches"),
        ("œufs", "pain"),
    }


def test_un_produit_repete_dans_un_panier_compte_une_fois():
    lignes = lignes_de(PANIERS)
    double = pd.concat([lignes, lignes.iloc[:7]], ignore_index=True)
    pd.testing.assert_frame_equal(regles(double), regles(lignes))


def test_les_regles_sont_rangees_et_ne_dependent_pas_de_l_ordre_des_lignes():
    lignes = lignes_de(PANIERS)
    table = regles(lignes)
    pd.testing.assert_frame_equal(table, regles(lignes.sample(frac=1, random_state=3)))
    rang = list(zip(-table["lift"], -table["effectif"], table["si"], table["alors"], strict=True))
    assert rang == sorted(rang) and len(rang) == 2 * 13
    assert table.attrs == {"min_support": 0.01, "min_confiance": 0}


def test_une_relation_duckdb_donne_les_memes_regles():
    base = duckdb.connect()
    base.register("source", lignes_de(PANIERS))
    relation = base.sql("SELECT ticket, article FROM source")
    pd.testing.assert_frame_equal(regles(relation), regles(lignes_de(PANIERS)))


def test_aucun_panier_ou_aucune_paire_aucune_regle():
    seules = pd.DataFrame({"ticket": [1, 2], "article": ["a", "b"]})
    for lignes in (seules, seules[:0]):
        vide = regles(lignes)
        assert vide.empty
        assert vide.columns.tolist() == regles(lignes_de(PANIERS)).columns.tolist()


@pytest.mark.parametrize(
    ("lignes", "seuils"),
    [
        (pd.DataFrame({"ticket": [1]}), {}),
        (pd.DataFrame({"ticket": [1, None], "article": ["a", "b"]}), {}),
        (pd.DataFrame({"ticket": [1, 1], "article": ["a", None]}), {}),
        ([(1, "a")], {}),
        (lignes_de(PANIERS), {"min_support": 5}),
        (lignes_de(PANIERS), {"min_confiance": -0.1}),
        (lignes_de(PANIERS), {"min_support": None}),
        (lignes_de(PANIERS), {"min_support": [0.1, 0.2]}),
    ],
)
def test_des_paniers_ou_des_seuils_mal_donnes_sont_refuses(lignes, seuils):
    with pytest.raises(ErreurGrc):
        regles(lignes, **seuils)


# --- Ce que rien ne doit changer


def test_les_tableaux_recus_ne_sont_jamais_modifies():
    prospects = pd.DataFrame({"effectif": [12, 60], "secteur": ["santé", "commerce"]})
    scores, y = np.array([3.0, 1.0, 2.0]), pd.Series([True, False, True])
    copies = prospects.copy(), scores.copy(), y.copy()
    scoring.GrilleScore(GRILLE).noter(prospects)
    scoring.seuil_optimal(scores, y, gain=1, cout=1)
    scoring.lift(scores, y)
    pd.testing.assert_frame_equal(prospects, copies[0])
    assert (scores == copies[1]).all() and y.equals(copies[2])


def test_les_resultats_s_affichent_en_tableau_html():
    for resultat in (
        scoring.carte_de_score(600, cote=50, pdo=20),
        scoring.valeur_information([90, 60], [10, 40]),
        scoring.confusion(vp=40, fp=10, fn=20, vn=130),
        scoring.seuil_optimal([2, 1], [1, 0], gain=5, cout=1),
    ):
        assert "<caption" in resultat._repr_html_() and "Convention" in resultat._repr_html_()
    assert "28,8539" in str(scoring.carte_de_score(600, cote=50, pdo=20))


def test_un_texte_a_la_place_d_un_tableau_est_refuse_en_francais():
    with pytest.raises(MauvaisType, match="un prospect par ligne"):
        scoring.GrilleScore(GRILLE).noter("prospects")
