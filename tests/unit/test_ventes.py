"""Résumer et ajuster les ventes : cas publiés, oracles, propriétés, mauvaises entrées."""

import math
import statistics

import numpy as np
import pandas as pd
import pytest
import scipy.stats
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grc_lib import ventes
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

montants = st.integers(-(10**6), 10**6).map(lambda c: c / 100)
series = st.lists(montants, min_size=2, max_size=30)
sans_hate = settings(deadline=None, max_examples=40)


def proche(valeur, rel=1e-9, abs=1e-6):
    return pytest.approx(valeur, rel=rel, abs=abs)


# --- Indicateurs


def test_les_ventes_du_cas_st01_sont_resumees_comme_dans_le_manuel():
    lus = ventes.indicateurs([12, 15, 9, 22, 18, 15, 30])
    assert lus["moyenne"] == proche(17.285714)
    assert (lus["effectif"], lus["mediane"], lus["mode"], lus["etendue"]) == (7, 15, 15, 21)
    assert lus["ecart_type"] == pytest.approx(6.452337, abs=1e-5)
    assert lus["ecart_type_echantillon"] == pytest.approx(6.969321, abs=1e-5)
    assert lus["cv"] == pytest.approx(0.373276, abs=1e-5)
    assert lus["eiq"] == lus["q3"] - lus["q1"] == 10


def test_les_indicateurs_portent_les_noms_annonces():
    noms = "effectif moyenne mediane mode etendue ecart_type ecart_type_echantillon cv q1 q3 eiq"
    assert " ".join(ventes.indicateurs([1, 2]).index) == noms


@pytest.mark.parametrize(
    ("serie", "q1", "q3"),
    [
        ([18, 2, 4, 12, 9, 8, 7, 13, 42, 21, 29, 31], 7, 21),  # annabac.com
        ([65, 54, 84, 66, 84, 59, 70], 59, 84),  # lesbonsprofs.com
        ([5], 5, 5),
    ],
)
def test_les_quartiles_sont_ceux_des_manuels(serie, q1, q3):
    lus = ventes.indicateurs(serie)
    assert (lus["q1"], lus["q3"]) == (q1, q3)


@given(series)
@sans_hate
def test_le_premier_quartile_est_la_plus_petite_valeur_que_n_excede_pas_un_quart_de_la_serie(serie):
    def quartile(part):
        return min(v for v in serie if sum(w <= v for w in serie) >= part * len(serie))

    lus = ventes.indicateurs(serie)
    assert (lus["q1"], lus["q3"]) == (quartile(0.25), quartile(0.75))


@given(series)
@sans_hate
def test_les_quartiles_du_tableur_sont_ceux_de_quartile_inclure(serie):
    lus = ventes.indicateurs(serie, quartiles="tableur")
    q1, _, q3 = statistics.quantiles(serie, n=4, method="inclusive")
    assert (lus["q1"], lus["q3"]) == (proche(q1), proche(q3))
    assert lus.attrs["quartiles"] == "tableur"


@given(series)
@sans_hate
def test_les_indicateurs_sont_ceux_de_la_bibliotheque_standard(serie):
    lus = ventes.indicateurs(serie)
    assert lus["moyenne"] == proche(statistics.fmean(serie))
    assert lus["mediane"] == proche(statistics.median(serie))
    assert lus["ecart_type"] == proche(statistics.pstdev(serie))
    assert lus["ecart_type_echantillon"] == proche(statistics.stdev(serie))
    assert lus["etendue"] == max(serie) - min(serie)
    modes = statistics.multimode(serie)
    if len(modes) == 1:
        assert lus["mode"] == modes[0]
    else:
        assert math.isnan(lus["mode"])


def test_une_serie_bimodale_n_a_pas_un_mode_mais_deux():
    lus = ventes.indicateurs([1, 1, 2, 2, 3])
    assert math.isnan(lus["mode"]) and lus.attrs["modes"] == [1, 2]


def test_une_serie_sans_repetition_n_a_pas_de_mode():
    lus = ventes.indicateurs([1, 2, 3])
    assert math.isnan(lus["mode"]) and lus.attrs["modes"] == []


def test_une_seule_vente_n_a_pas_d_ecart_type_d_echantillon():
    lus = ventes.indicateurs([5])
    assert lus["ecart_type"] == 0 and math.isnan(lus["ecart_type_echantillon"])
    assert lus["mode"] == 5


def test_un_coefficient_de_variation_suppose_une_moyenne_positive():
    assert math.isnan(ventes.indicateurs([-1, 1])["cv"])
    assert math.isnan(ventes.indicateurs([-2, -1])["cv"])


# --- Classes


def test_les_classes_se_resument_par_leurs_centres():
    lus = ventes.indicateurs_classes([0, 100, 200, 500], [10, 20, 30])
    assert lus["effectif"] == 60
    assert lus["moyenne"] == proche((10 * 50 + 20 * 150 + 30 * 350) / 60)
    assert lus["ecart_type"] == proche(statistics.pstdev([50] * 10 + [150] * 20 + [350] * 30))
    assert lus["etendue"] == 500


def test_la_mediane_s_interpole_dans_sa_classe():
    # N/2 = 25, cumul avant la classe [20 ; 40[ : 15 → 20 + (25 − 15)/20 × 20
    lus = ventes.indicateurs_classes([0, 20, 40, 60], [15, 20, 15])
    assert lus["mediane"] == proche(30)
    assert lus["q1"] == proche(12.5 / 15 * 20)
    assert lus["q3"] == proche(40 + (37.5 - 35) / 15 * 20)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(1, 50))
@sans_hate
def test_la_mediane_interpolee_est_celle_de_la_bibliotheque_standard(effectifs, amplitude):
    bornes = [amplitude * i for i in range(len(effectifs) + 1)]
    centres = [amplitude * (i + 0.5) for i, n in enumerate(effectifs) for _ in range(n)]
    lus = ventes.indicateurs_classes(bornes, effectifs)
    assert lus["mediane"] == proche(statistics.median_grouped(centres, amplitude))


def test_la_classe_modale_est_la_plus_dense_et_non_la_plus_nombreuse():
    lus = ventes.indicateurs_classes([0, 100, 200, 500], [10, 20, 30])
    assert lus["mode"] == 150 and lus.attrs["classes_modales"] == [(100, 200)]


def test_deux_classes_aussi_denses_ne_donnent_pas_un_mode():
    lus = ventes.indicateurs_classes([0, 10, 40], [10, 30])
    assert math.isnan(lus["mode"]) and len(lus.attrs["classes_modales"]) == 2


def test_une_classe_vide_ne_gene_pas_la_mediane():
    assert ventes.indicateurs_classes([0, 10, 20, 30], [0, 0, 4])["mediane"] == 25
    assert ventes.indicateurs_classes([0, 10, 20, 30], [4, 0, 4])["mediane"] == 10


# --- Évolution


def test_le_tcam_compte_les_intervalles_et_non_les_annees():
    assert ventes.tcam(1254, 1655, 5) == pytest.approx(0.057061, abs=1e-6)  # APMEP, BTS CG 2021
    assert round(ventes.tcam(1254, 1655, 6), 4) != 0.0571


@given(st.floats(0.01, 1e6), st.floats(0.01, 1e6), st.integers(1, 40))
@sans_hate
def test_le_tcam_redonne_la_derniere_valeur(v0, vn, n):
    assert v0 * (1 + ventes.tcam(v0, vn, n)) ** n == proche(vn)


def test_le_tcam_d_une_colonne_est_une_colonne():
    depart = pd.Series([100, 0, None], index=["a", "b", "c"])
    taux = ventes.tcam(depart, 121, 2)
    assert taux["a"] == proche(0.10) and taux[["b", "c"]].isna().all()
    assert ventes.tcam(np.array([100, 50]), [121, 50], 2) == proche([0.10, 0])


@pytest.mark.parametrize("appel", [(0, 100, 5), (100, 100, 0), ([100, 0], 5, 2)])
def test_sans_depart_ou_sans_intervalle_le_tcam_n_existe_pas(appel):
    with pytest.raises(NonCalculable):
        ventes.tcam(*appel)


def test_les_indices_prennent_la_base_que_l_on_veut():
    assert ventes.indices([200, 220, 242]) == proche([100, 110, 121])
    assert ventes.indices([200, 250], base=2) == proche([80, 100])


@given(st.lists(st.floats(0.1, 1e6), min_size=2, max_size=20))
@sans_hate
def test_le_produit_des_indices_chaines_redonne_l_indice_de_base_fixe(valeurs):
    chaines = ventes.indices(valeurs, base="précédente")
    assert math.prod(chaines / 100) * 100 == proche(ventes.indices(valeurs)[-1])


def test_des_indices_chaines_gardent_les_etiquettes_et_les_trous():
    ca = pd.Series([10.0, 0.0, 5.0, 6.0], index=[2022, 2023, 2024, 2025])
    chaines = ventes.indices(ca, base="précédente")
    assert list(chaines.index) == [2023, 2024, 2025]
    assert chaines[2023] == 0 and math.isnan(chaines[2024]) and chaines[2025] == proche(120)
    with pytest.raises(NonCalculable):
        ventes.indices([10, 0, 5], base="précédente")
    with pytest.raises(NonCalculable):
        ventes.indices([0, 5])


# --- Mayer


@pytest.mark.parametrize(
    ("y", "a", "b", "x", "prevu"),
    [
        ([1800, 2000, 2320, 2800], 330, 1405, 5, 3055),  # dissertationsenligne.com, MA01
        ([1412, 1638, 1933, 2223, 2601, 2991], 314.6667, 1031.6667, 7, 3234.3333),  # etudier, MA02
    ],
)
def test_mayer_retrouve_les_corriges_publies(y, a, b, x, prevu):
    droite = ventes.mayer(y)
    assert (droite.a, droite.b) == (pytest.approx(a, abs=1e-3), pytest.approx(b, abs=1e-3))
    assert droite.prevoir(x) == pytest.approx(prevu, abs=1e-3)


def test_mayer_met_le_point_median_dans_le_premier_groupe():
    # G1 : rangs 1 à 3 (2 ; 20) ; G2 : rangs 4 et 5 (4,5 ; 70)
    droite = ventes.mayer([10, 20, 30, 60, 80])
    assert droite.a == proche(20) and droite.b == proche(-20)


def test_mayer_ne_joint_pas_les_points_extremes():
    extremes = (2800 - 1800) / 3
    assert ventes.mayer([1800, 2000, 2320, 2800]).a != proche(extremes)


@given(st.lists(st.tuples(montants, montants), min_size=2, max_size=20), st.randoms())
@sans_hate
def test_mayer_ne_depend_pas_de_l_ordre_des_points(points, hasard):
    assume(len({x for x, _ in points}) == len(points))
    droite = ventes.mayer([y for _, y in points], [x for x, _ in points])
    hasard.shuffle(points)
    melee = ventes.mayer([y for _, y in points], [x for x, _ in points])
    assert (melee.a, melee.b) == (proche(droite.a), proche(droite.b))


@given(series.filter(lambda y: len(y) % 2 == 0))
@sans_hate
def test_la_droite_de_mayer_passe_par_le_point_moyen(y):
    x_moyen = (len(y) + 1) / 2
    assert ventes.mayer(y).prevoir(x_moyen) == proche(statistics.fmean(y), abs=1e-4)


# --- Moindres carrés


def test_les_moindres_carres_retrouvent_les_corriges_publies():
    mc02 = ventes.moindres_carres([6087, 6400, 7155, 8696, 10607, 10650, 13328, 16971])
    assert mc02.r == pytest.approx(0.957779, abs=1e-4)
    mc03 = ventes.moindres_carres([1810, 1495, 1710, 2030, 2300, 2430])
    assert (mc03.a, mc03.b) == (pytest.approx(166.714286, abs=1e-6), proche(1379))
    y, x = [92, 102, 114, 149, 154, 172, 218, 222], [10, 12, 14, 17, 17, 20, 26, 27]
    mc04 = ventes.moindres_carres(y, x)
    assert mc04.a == pytest.approx(7.98829, abs=1e-5)
    assert mc04.r == pytest.approx(0.9948, abs=1e-4)


def test_la_reponse_publiee_qui_inclut_la_ligne_a_prevoir_est_refusee():
    droite = ventes.moindres_carres([1810, 1495, 1710, 2030, 2300, 2430])
    assert droite.a != pytest.approx(98.07, abs=1) and droite.b != pytest.approx(1619, abs=1)


@given(st.lists(st.tuples(montants, montants), min_size=3, max_size=30))
@sans_hate
def test_les_moindres_carres_sont_ceux_de_scipy(points):
    x, y = zip(*points, strict=True)
    assume(max(x) - min(x) > 1 and max(y) - min(y) > 1)
    droite, oracle = ventes.moindres_carres(y, x), scipy.stats.linregress(x, y)
    assert droite.a == proche(oracle.slope) and droite.b == proche(oracle.intercept, abs=1e-5)
    assert droite.r == proche(oracle.rvalue) and droite.r2 == proche(oracle.rvalue**2)


@given(series)
@sans_hate
def test_la_droite_des_moindres_carres_passe_par_le_point_moyen(y):
    x_moyen = (len(y) + 1) / 2
    assert ventes.moindres_carres(y).prevoir(x_moyen) == proche(statistics.fmean(y))


@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=12), st.floats(-3, 3))
@sans_hate
def test_aucune_droite_n_a_une_somme_de_carres_plus_petite(y, pas):
    def carres(a, b):
        return sum((v - a * rang - b) ** 2 for rang, v in enumerate(y, 1))

    droite = ventes.moindres_carres(y)
    minimum = carres(droite.a, droite.b)
    assert minimum <= carres(droite.a + pas, droite.b) * (1 + 1e-9) + 1e-6
    assert minimum <= carres(droite.a, droite.b + pas) * (1 + 1e-9) + 1e-6


@pytest.mark.parametrize("methode", [ventes.mayer, ventes.moindres_carres])
def test_les_deux_methodes_partagent_la_correlation_du_nuage(methode):
    droite = methode([1800, 2000, 2320, 2800])
    assert isinstance(droite, ventes.Droite)
    assert droite.r == proche(np.corrcoef([1, 2, 3, 4], [1800, 2000, 2320, 2800])[0, 1])
    a, b, r, r2 = droite
    assert (a, b, r, r2) == (droite.a, droite.b, droite.r, droite.r2)


@pytest.mark.parametrize("methode", [ventes.mayer, ventes.moindres_carres])
@pytest.mark.parametrize("appel", [([5],), ([],), ([1, 2, 3], [3, 3, 3]), ([1, 2, 4], [3.3] * 3)])
def test_un_seul_point_ou_des_x_egaux_ne_donnent_pas_de_droite(methode, appel):
    with pytest.raises(NonCalculable):
        methode(*appel)


def test_des_ventes_constantes_ont_une_droite_plate_et_pas_de_correlation():
    droite = ventes.moindres_carres([3.3, 3.3, 3.3])
    assert (droite.a, droite.prevoir(9)) == (0, 3.3)
    with pytest.raises(NonCalculable, match="Tous les y"):
        _ = droite.r
    assert "non calculable" in str(droite)


@given(st.floats(0.01, 100), st.integers(2, 30))
@sans_hate
def test_des_points_alignes_ont_une_correlation_de_un_jamais_plus(pente, n):
    for signe in (1, -1):
        r = ventes.moindres_carres([signe * pente * rang for rang in range(n)]).r
        assert r == proche(signe) and abs(r) <= 1


def test_prevoir_rend_la_forme_recue():
    droite = ventes.mayer([1800, 2000, 2320, 2800])
    assert isinstance(droite.prevoir(5), float)
    assert droite.prevoir([5, 6]) == proche([3055, 3385])
    prevues = droite.prevoir(pd.Series([5, 6], index=["T1", "T2"]))
    assert prevues.to_dict() == {"T1": 3055, "T2": 3385}
    with pytest.raises(MauvaisType):
        droite.prevoir("demain")


def test_deux_colonnes_doivent_porter_les_memes_etiquettes():
    y, x = pd.Series([1, 2, 4], index=list("abc")), pd.Series([1, 2, 3], index=list("cba"))
    with pytest.raises(ArgumentInvalide, match="mêmes étiquettes"):
        ventes.moindres_carres(y, x)
    with pytest.raises(ArgumentInvalide, match="autant de valeurs que « y »"):
        ventes.moindres_carres(y, [1, 2])


# --- Intervalle de prévision


@given(
    st.lists(st.tuples(montants, montants), min_size=3, max_size=15),
    st.sampled_from([0.80, 0.95, 0.99]),
)
@sans_hate
def test_l_intervalle_de_prevision_est_celui_de_statsmodels(points, confiance):
    x, y = zip(*points, strict=True)
    assume(max(x) - min(x) > 1 and max(y) - min(y) > 1)
    modele = sm.OLS(y, sm.add_constant(np.array(x))).fit()
    futurs = np.array([[1.0, -7.0], [1.0, 12345.0]])
    oracle = modele.get_prediction(futurs).conf_int(obs=True, alpha=1 - confiance)
    bas, haut = ventes.moindres_carres(y, x).intervalle([-7, 12345], confiance)
    assert np.column_stack([bas, haut]) == proche(oracle, rel=1e-6, abs=1e-3)


def test_l_intervalle_s_elargit_quand_on_s_eloigne_des_points():
    droite = ventes.moindres_carres([1810, 1495, 1710, 2030, 2300, 2430])
    largeurs = np.subtract(*reversed(droite.intervalle([3.5, 7, 12])))
    assert largeurs[0] < largeurs[1] < largeurs[2]
    assert all(isinstance(borne, float) for borne in droite.intervalle(7))
    bas, haut = droite.intervalle(7)
    assert (bas + haut) / 2 == proche(droite.prevoir(7))


def test_l_intervalle_suppose_les_moindres_carres_et_trois_points():
    with pytest.raises(NonCalculable, match="moindres carrés"):
        ventes.mayer([1, 3, 2]).intervalle(4)
    with pytest.raises(NonCalculable, match="trois"):
        ventes.moindres_carres([1, 3]).intervalle(3)
    for confiance in (95, 1, 0, "95 %"):
        with pytest.raises(ArgumentInvalide, match="confiance"):
            ventes.moindres_carres([1, 3, 2]).intervalle(4, confiance)


# --- Ce que l'élève lit


def test_la_droite_de_mayer_montre_ses_groupes():
    lu = str(ventes.mayer([1800, 2000, 2320, 2800, 2900])).replace("\u202f", " ")
    assert "Droite d'ajustement (Mayer) : y = 324 x + 1 392" in lu
    assert "G1 = point moyen (x̄1 ; ȳ1) des points 1 à 3 = (2 ; 2 040)" in lu
    assert "(2 850 − 2 040) / (4,5 − 2) = 324" in lu
    assert "2 040 − 324 × 2 = 1 392" in lu
    assert "celui du milieu va dans G1" in lu and "extrapoler" in lu


def test_la_droite_des_moindres_carres_montre_ses_sommes():
    lu = str(ventes.moindres_carres([1810, 1495, 1710], [-1, 2, 5])).replace("\u202f", " ")
    assert "y = −16,6667 x + 1 705" in lu
    assert "Σ(x − x̄)(y − ȳ) / Σ(x − x̄)² = (−300) / 18 = −16,6667" in lu
    assert "1 671,6667 − (−16,6667) × 2 = 1 705" in lu
    assert "(−0,3106)² = 0,0965" in lu
    assert "de x = −1 à x = 5" in lu
    assert "<caption" in ventes.moindres_carres([1, 2, 4])._repr_html_()


def test_un_groupe_d_un_seul_point_s_ecrit_au_singulier():
    assert "du point 3" in str(ventes.mayer([1, 2, 4]))


# --- Mauvaises entrées

MAUVAISES_SERIES = [
    None, 5, "12;15", [], [1, None], [1, math.nan], [1, math.inf], ["1", "2"], [True, False],
    np.array([[1.0, 2.0], [3.0, 4.0]]), pd.Series([1.0, None]), pd.Series([], dtype=float),
    pd.DataFrame({"ca": [1, 2]}),
]  # fmt: skip


@pytest.mark.parametrize("serie", MAUVAISES_SERIES, ids=repr)
@pytest.mark.parametrize(
    "appel",
    [
        ventes.indicateurs,
        ventes.mayer,
        ventes.moindres_carres,
        ventes.indices,
        lambda y: ventes.indicateurs_classes(y, [1, 2]),
        lambda y: ventes.indicateurs_classes([0, 1], y),
        lambda y: ventes.moindres_carres([1, 2], y if y is not None else []),
        lambda y: ventes.moyennes_mobiles(y, 2),
        lambda y: ventes.coefficients_saisonniers(y, 2),
        lambda y: ventes.desaisonnaliser(y, [1, 1]),
        lambda y: ventes.desaisonnaliser([1, 2], y),
        lambda y: ventes.prevision_saisonniere(100, y),
        lambda y: ventes.lissage_exponentiel(y, 0.5),
        lambda y: ventes.holt(y, alpha=0.5, beta=0.5, niveau=1, tendance=1),
        lambda y: ventes.ecarts(y, [1, 2]),
        lambda y: ventes.ecarts([1, 2], y),
        lambda y: ventes.prevision_ponderee(y),
        ventes.courbe_z,
    ],
)
def test_une_mauvaise_serie_est_refusee_en_francais(appel, serie):
    with pytest.raises(ErreurGrc):
        appel(serie)


@pytest.mark.parametrize(
    ("appel", "message"),
    [
        (lambda: ventes.indicateurs([1, 2], quartiles="excel"), "quartiles.*« manuel »"),
        (lambda: ventes.indicateurs_classes([0, 10], [1, 2]), "3 bornes pour 2 classes"),
        (lambda: ventes.indicateurs_classes([0, 20, 10], [1, 2]), "strictement croissantes"),
        (lambda: ventes.indicateurs_classes([0, 10, 10], [1, 2]), "strictement croissantes"),
        (lambda: ventes.indicateurs_classes([0, 10, 20], [1, -2]), "« effectifs ».*-2"),
        (lambda: ventes.indicateurs_classes([0, 10, 20], [1, 2.5]), "entiers"),
        (lambda: ventes.indicateurs_classes([0, 10, 20], [0, 0]), "classes sont vides"),
        (lambda: ventes.tcam(-1, 100, 5), "« v0 »"),
        (lambda: ventes.tcam(1, -100, 5), "« vn »"),
        (lambda: ventes.tcam(1, 100, -5), "« n »"),
        (lambda: ventes.tcam(1, "100", 5), "« vn »"),
        (lambda: ventes.indices([1, 2], base=3), "rang de 1 à 2"),
        (lambda: ventes.indices([1, 2], base=0), "« base »"),
        (lambda: ventes.indices([1, 2], base="premiere"), "« précédente »"),
        (lambda: ventes.indices([1, -2]), "« y ».*-2"),
        (lambda: ventes.indices([1], base="précédente"), "au moins 2"),
    ],
)
def test_un_mauvais_argument_est_nomme(appel, message):
    with pytest.raises(ErreurGrc, match=message):
        appel()


def test_les_donnees_recues_ne_sont_jamais_modifiees():
    y, x = pd.Series([3.0, 1.0, 2.0]), np.array([3.0, 1.0, 2.0])
    ventes.mayer(y, x)
    ventes.indicateurs(y)
    ventes.indices(y, base="précédente")
    assert y.tolist() == x.tolist() == [3, 1, 2] and y.attrs == {}
