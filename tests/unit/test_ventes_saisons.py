"""Saisons, lissage et suivi des ventes : cas publiés, statsmodels, propriétés, limites."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.tsa.holtwinters import Holt, SimpleExpSmoothing
from statsmodels.tsa.seasonal import seasonal_decompose

from grc_lib import ventes
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, NonCalculable

# aunege.fr, ventes d'huîtres, trimestres de 2010 à 2013
HUITRES = [52, 36, 69, 89, 65, 45, 86, 111, 81, 56, 108, 139, 102, 70, 135, 174]
# scribd.com/document/656483092, trois années trimestrielles
TROIS_ANNEES = [48, 41, 60, 65, 58, 52, 68, 74, 60, 56, 75, 78]
METHODES = ["simple", "tendance", "moyenne mobile"]

positives = st.integers(100, 10**6).map(lambda c: c / 100)
sans_hate = settings(deadline=None, max_examples=30)


def proche(valeur, rel=1e-9, abs=1e-9):
    return pytest.approx(valeur, rel=rel, abs=abs)


# --- Moyennes mobiles


def test_les_moyennes_mobiles_d_ordre_4_sont_celles_du_cours_publie():
    publiees = [63.125, 65.875, 69.125, 74, 78.75, 82.125]
    publiees += [86.25, 92.5, 98.625, 103, 108.125, 115.875]
    assert ventes.moyennes_mobiles(HUITRES, 4) == proche(publiees)


def test_une_moyenne_mobile_garde_l_etiquette_de_la_periode_du_milieu():
    ca = pd.Series([10, 20, 60, 30], index=["janv.", "févr.", "mars", "avril"])
    assert ventes.moyennes_mobiles(ca, 3).to_dict() == {"févr.": 30, "mars": proche(110 / 3)}
    assert list(ventes.moyennes_mobiles(ca, 2).index) == ["févr.", "mars"]
    tableau = pd.DataFrame({"ca": ca, "mobile": ventes.moyennes_mobiles(ca, 3)})
    assert tableau["mobile"].isna().sum() == 2


@given(st.floats(-50, 50), st.floats(-50, 50), st.integers(1, 12))
@sans_hate
def test_la_moyenne_mobile_d_une_droite_est_cette_droite(a, b, ordre):
    droite = pd.Series([a * rang + b for rang in range(30)])
    mobiles = ventes.moyennes_mobiles(droite, ordre)
    assert mobiles.to_numpy() == proche(droite[mobiles.index].to_numpy(), abs=1e-6)


@pytest.mark.parametrize(("longueur", "ordre"), [(4, 4), (2, 3), (12, 12)])
def test_une_serie_trop_courte_n_a_pas_de_moyenne_mobile(longueur, ordre):
    with pytest.raises(NonCalculable):
        ventes.moyennes_mobiles([1] * longueur, ordre)


# --- Coefficients saisonniers


def test_la_methode_simple_rapporte_la_saison_a_la_moyenne_generale():
    coefs = ventes.coefficients_saisonniers([700, 600, 650, 850], 4)
    assert list(coefs) == pytest.approx([1, 0.857143, 0.928571, 1.214286], abs=1e-6)
    assert coefs[2] != pytest.approx(0.85, abs=1e-3)  # publié, tronqué
    assert list(coefs.index) == [1, 2, 3, 4]


def test_la_methode_de_la_moyenne_mobile_retrouve_le_cours_publie():
    coefs = ventes.coefficients_saisonniers(HUITRES, 4, methode="moyenne mobile")
    assert list(coefs) == pytest.approx([0.942, 0.607, 1.096, 1.354], abs=0.002)
    assert math.prod(coefs) != pytest.approx(1, abs=0.1)  # « le produit vaut 1 » : publié, faux


def test_la_methode_de_la_tendance_retrouve_le_corrige_publie():
    droite = ventes.moindres_carres(TROIS_ANNEES)
    assert (droite.a, droite.b) == (proche(2.26223776, 1e-8), proche(46.5454545, 1e-8))
    coefs = ventes.coefficients_saisonniers(TROIS_ANNEES, 4, methode="tendance")
    assert list(coefs) == pytest.approx([0.9611, 0.8260, 1.0886, 1.1244], abs=1e-4)
    assert droite.prevoir(14) * coefs[2] == pytest.approx(64.6071, abs=0.01)


@given(st.lists(positives, min_size=24, max_size=40), st.sampled_from([2, 4, 7, 12]))
@sans_hate
def test_la_moyenne_mobile_donne_les_coefficients_de_statsmodels(y, k):
    oracle = seasonal_decompose(y, model="multiplicative", period=k).seasonal[:k]
    assert list(ventes.coefficients_saisonniers(y, k, methode="moyenne mobile")) == proche(oracle)


@given(st.lists(positives, min_size=8, max_size=8), st.sampled_from(METHODES))
@sans_hate
def test_la_somme_des_coefficients_vaut_le_nombre_de_saisons(y, methode):
    a, b = np.polyfit(range(1, 9), y, 1)
    assume(min(a + b, 8 * a + b) > 0)
    coefs = ventes.coefficients_saisonniers(y, 4, methode=methode)
    assert coefs.sum() == proche(4) and len(coefs) == 4


@pytest.mark.parametrize("methode", METHODES)
def test_un_modele_exact_rend_ses_coefficients(methode):
    saisons = [0.8, 1.1, 0.9, 1.2]
    plates = [1000 * s for s in saisons] * 5
    coefs = ventes.coefficients_saisonniers(plates, 4, methode=methode)
    assert list(coefs) == pytest.approx(saisons, abs=0.05 if methode == "tendance" else 1e-9)


def test_la_methode_simple_prend_la_croissance_pour_de_la_saison():
    croissance = [100 + 10 * rang for rang in range(16)]  # aucune saison, seulement une tendance
    assert np.ptp(ventes.coefficients_saisonniers(croissance, 4)) > 0.15
    for methode in ("tendance", "moyenne mobile"):
        coefs = ventes.coefficients_saisonniers(croissance, 4, methode=methode)
        assert list(coefs) == proche([1, 1, 1, 1])


def test_une_annee_en_cours_compte_pour_la_tendance_et_la_moyenne_mobile():
    for methode in ("tendance", "moyenne mobile"):
        assert ventes.coefficients_saisonniers(HUITRES[:14], 4, methode=methode).sum() == proche(4)
    with pytest.raises(ArgumentInvalide, match="années complètes"):
        ventes.coefficients_saisonniers(HUITRES[:14], 4)


@pytest.mark.parametrize(
    ("y", "methode", "message"),
    [
        ([1, 2, 3], "simple", "au moins 4"),
        ([1, 2, 3], "tendance", "au moins 4"),
        ([1] * 7, "moyenne mobile", "au moins 8"),
        ([0, 0, 0, 0], "simple", "toutes nulles|Toutes les ventes"),
        ([0, 0, 0, 0], "tendance", "négative ou nulle"),
        ([1000, 0, 0, 0, 0, 0, 0, 0], "tendance", "négative ou nulle"),
        ([9, 9, 9, 0, 0, 0, 0, 0, 9, 9, 9, 9], "moyenne mobile", "négative ou nulle"),
    ],
)
def test_des_coefficients_qui_n_existent_pas(y, methode, message):
    with pytest.raises(NonCalculable, match=message):
        ventes.coefficients_saisonniers(y, 4, methode=methode)


# --- Désaisonnaliser, prévoir


def test_desaisonnaliser_puis_remettre_la_saison_redonne_les_ventes():
    coefs = ventes.coefficients_saisonniers(HUITRES, 4, methode="moyenne mobile")
    corrigees = ventes.desaisonnaliser(HUITRES, coefs)
    assert corrigees * np.tile(coefs, 4) == proche(HUITRES)
    assert np.std(corrigees) < np.std(HUITRES)


def test_desaisonnaliser_garde_les_etiquettes_meme_une_annee_incomplete():
    ca = pd.Series([80.0, 120.0, 88.0], index=["a", "b", "c"])
    assert ventes.desaisonnaliser(ca, [0.8, 1.2]).to_dict() == proche(
        {"a": 100, "b": 100, "c": 110}
    )


def test_une_tendance_annuelle_se_divise_par_le_nombre_de_saisons():
    prevues = ventes.prevision_saisonniere(3055, [1, 0.857143, 0.928571, 1.214286])
    assert list(prevues) == pytest.approx([763.75, 654.64, 709.20, 927.41], abs=0.01)
    assert prevues.sum() == proche(3055)
    coefs = ventes.coefficients_saisonniers([700, 600, 650, 850], 4)
    par_trimestre = ventes.prevision_saisonniere(3055, coefs)
    assert par_trimestre.index.equals(coefs.index) and par_trimestre.name is None


def test_des_coefficients_dont_la_somme_n_est_pas_k_sont_refuses():
    with pytest.raises(ArgumentInvalide, match="somme vaut 4"):
        ventes.prevision_saisonniere(3000, [1, 0.8, 0.9, 1.2])
    with pytest.raises(ArgumentInvalide, match="somme vaut 4"):
        ventes.desaisonnaliser([1, 2], [1.1, 0.95, 0.9, 1.2])
    assert len(ventes.prevision_saisonniere(3000, [0.94, 0.606, 1.093, 1.351])) == 4  # arrondis


# --- Lissages


def test_le_lissage_exponentiel_retrouve_le_cas_publie():
    prevu = ventes.lissage_exponentiel([120, 130, 125, 140, 150], 0.3)
    assert prevu == pytest.approx(134.964, abs=1e-3) and isinstance(prevu, float)


@given(st.lists(positives, min_size=2, max_size=20), st.floats(0.05, 0.95))
@sans_hate
def test_le_lissage_exponentiel_est_celui_de_statsmodels(y, alpha):
    modele = SimpleExpSmoothing(y, initialization_method="known", initial_level=y[0])
    with np.errstate(all="ignore"):  # ses critères divisent par zéro si tout est prévu
        oracle = modele.fit(smoothing_level=alpha, optimized=False).forecast(1)[0]
    assert ventes.lissage_exponentiel(y, alpha) == proche(oracle)


def test_alpha_un_recopie_la_derniere_vente_et_alpha_zero_la_premiere():
    assert ventes.lissage_exponentiel([10, 20, 40], 1) == 40
    assert ventes.lissage_exponentiel([10, 20, 40], 0) == 10


@given(
    st.lists(positives, min_size=2, max_size=15),
    st.floats(0.05, 0.95),
    st.floats(0.05, 0.95),
    st.floats(0, 1000),
    st.floats(-50, 50),
)
@sans_hate
def test_le_lissage_de_holt_est_celui_de_statsmodels(y, alpha, beta, niveau, tendance):
    modele = Holt(y, initialization_method="known", initial_level=niveau, initial_trend=tendance)
    with np.errstate(all="ignore"):  # ses critères divisent par zéro si tout est prévu
        ajuste = modele.fit(smoothing_level=alpha, smoothing_trend=beta, optimized=False)
    prevues = ventes.holt(y, alpha=alpha, beta=beta, niveau=niveau, tendance=tendance, horizon=3)
    assert prevues == proche(ajuste.forecast(3), rel=1e-8, abs=1e-6)


def test_holt_prolonge_une_droite_exacte():
    prevues = ventes.holt([110, 120, 130], alpha=0.3, beta=0.6, niveau=100, tendance=10, horizon=2)
    assert list(prevues) == proche([140, 150])


# --- Suivi


def test_le_pipeline_pondere_multiplie_chaque_affaire_par_sa_probabilite():
    affaires = [(50000, 0.8), (30000, 0.5), (20000, 0.1)]
    assert ventes.prevision_ponderee(affaires) == proche(57000)
    assert ventes.prevision_ponderee(pd.DataFrame(affaires)) == proche(57000)


def test_un_pipeline_vide_n_a_pas_de_prevision():
    with pytest.raises(NonCalculable):
        ventes.prevision_ponderee([])


def test_un_biais_negatif_dit_que_l_on_prevoit_trop():
    biais, mape = ventes.ecarts(reel=[100, 200], prevu=[135, 270])
    assert biais == proche(-52.5) and mape == proche(0.35)


def test_des_erreurs_qui_se_compensent_n_ont_pas_de_biais_mais_une_mape():
    lus = ventes.ecarts(reel=[100, 200, 50], prevu=[110, 190, 50])
    assert lus.biais == 0 and lus.mape == proche((0.10 + 0.05 + 0) / 3)


def test_la_mape_se_rapporte_au_reel_et_non_au_prevu():
    assert ventes.ecarts([50], [100]).mape == 1


def test_la_mape_d_une_vente_nulle_n_existe_pas():
    with pytest.raises(NonCalculable, match="vente réelle est nulle"):
        ventes.ecarts([100, 0], [100, 10])
    assert ventes.ecarts([100], [0]).mape == 1


def test_les_ecarts_montrent_leur_calcul():
    lu = str(ventes.ecarts([100, 200], [120, 190]))
    assert "(300 − 310) / 2 = −5" in lu and "0,2500 / 2 = 12,50" in lu
    assert "un biais négatif dit que l'on prévoit trop" in lu


@given(st.lists(positives, min_size=13, max_size=24))
@sans_hate
def test_le_total_mobile_additionne_les_douze_derniers_mois(mensuel):
    z, serie = ventes.courbe_z(mensuel), pd.Series(mensuel)
    assert list(z["mensuel"]) == mensuel[12:]
    assert list(z["cumul"]) == proche(list(serie[12:].cumsum()))
    assert list(z["total_mobile"]) == proche(list(serie.rolling(12).sum()[12:]))


def test_le_z_se_ferme_en_decembre():
    z = ventes.courbe_z([80 + rang for rang in range(24)])
    assert len(z) == 12 and list(z.index) == list(range(1, 13))
    assert z["cumul"][12] == z["total_mobile"][12]
    assert (z["cumul"][:11] < z["total_mobile"][:11]).all()


def test_la_courbe_z_garde_les_mois_de_la_colonne():
    mois = pd.period_range("2025-01", periods=18, freq="M")
    z = ventes.courbe_z(pd.Series(range(18), index=mois))
    assert list(z.index) == list(mois[12:])
    assert list(z.columns) == ["mensuel", "cumul", "total_mobile"]


# --- Mauvaises entrées


@pytest.mark.parametrize(
    ("appel", "message"),
    [
        (lambda: ventes.moyennes_mobiles([1, 2, 3], 0), "« ordre »"),
        (lambda: ventes.moyennes_mobiles([1, 2, 3], 2.5), "« ordre »"),
        (lambda: ventes.coefficients_saisonniers([1, 2], 1), "« periode »"),
        (lambda: ventes.coefficients_saisonniers([1, -2], 2), "« y ».*-2"),
        (lambda: ventes.coefficients_saisonniers([1, 2], 2, methode="loess"), "« methode »"),
        (lambda: ventes.desaisonnaliser([1, 2], [0, 2]), "coefficient est nul"),
        (lambda: ventes.desaisonnaliser([1, 2], [-1, 3]), "« coefs ».*-1"),
        (lambda: ventes.prevision_saisonniere([1, 2], [1, 1]), "« annuel »"),
        (lambda: ventes.prevision_saisonniere(-1, [1, 1]), "« annuel »"),
        (lambda: ventes.prevision_saisonniere(math.nan, [1, 1]), "« annuel »"),
        (lambda: ventes.lissage_exponentiel([1, 2], 30), "« alpha »"),
        (lambda: ventes.lissage_exponentiel([1, 2], [0.3]), "« alpha »"),
        (lambda: ventes.lissage_exponentiel([1, 2], None), "« alpha »"),
        (lambda: holt(alpha=-0.1), "« alpha »"),
        (lambda: holt(beta=1.1), "« beta »"),
        (lambda: holt(niveau="x"), "« niveau »"),
        (lambda: holt(tendance=math.inf), "« tendance »"),
        (lambda: holt(horizon=0), "« horizon »"),
        (lambda: ventes.prevision_ponderee([(100, 80)]), "« probabilite, ligne 1 »"),
        (lambda: ventes.prevision_ponderee([(100, 0.5), (-1, 0.5)]), "« montant, ligne 2 »"),
        (lambda: ventes.prevision_ponderee([(100,)]), "« affaires, ligne 1 »"),
        (lambda: ventes.ecarts([1, 2], [1]), "« prevu »"),
        (lambda: ventes.ecarts([1, -2], [1, 1]), "« reel ».*-2"),
        (lambda: ventes.ecarts([1, 2], [1, -1]), "« prevu ».*-1"),
        (lambda: ventes.courbe_z([1] * 12), "au moins 13"),
        (lambda: ventes.courbe_z([1] * 25), "25 mois"),
    ],
)
def test_un_mauvais_argument_est_nomme(appel, message):
    with pytest.raises(ErreurGrc, match=message):
        appel()


def holt(**options):
    return ventes.holt(
        [1, 2], **({"alpha": 0.5, "beta": 0.5, "niveau": 1, "tendance": 1} | options)
    )
