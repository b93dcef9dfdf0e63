"""Le seuil de rentabilité : cas publiés, propriétés, limites et mauvaises entrées."""

import datetime as dt
from fractions import Fraction
from itertools import accumulate

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import seuil
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, NonCalculable

sans_hate = settings(deadline=None, max_examples=40)
montants = st.integers(1, 10**9).map(lambda c: c / 100)
taux_de_marge = st.integers(1, 1000).map(lambda m: m / 1000)
VET_PRO = seuil.analyser(2_112_760, 408_600, charges_variables=2_112_760 - 700_365, jours=330)


# --- Les cas publiés


def test_l_analyse_se_recoit_d_un_coup_dans_l_ordre_du_cours():
    attendu = (4575, 0.5, 3355, 2440, 96, 6710, 6710 / 9150, 1220 / 9150, 4575 / 3355)
    assert tuple(seuil.analyser(9150, 1220, charges_variables=4575)) == pytest.approx(attendu)


def test_un_taux_arrondi_deplace_le_seuil_publie_de_5_576_euros():
    arrondi = seuil.analyser(2_112_760, 408_600, taux_mcv=0.33)
    assert arrondi.seuil == pytest.approx(1_238_181.82, abs=0.01)
    assert arrondi.seuil - VET_PRO.seuil == pytest.approx(5_576, abs=0.5)


def test_les_jours_de_fermeture_ne_comptent_pas():
    ouvert = seuil.analyser(4_700_000, 750_000, taux_mcv=0.28)
    ferme = seuil.analyser(4_700_000, 750_000, taux_mcv=0.28, jours=330)
    assert ouvert.point_mort == pytest.approx(205.16, abs=0.01)
    assert ferme.point_mort == pytest.approx(188.07, abs=0.01)
    assert ouvert.seuil == ferme.seuil == pytest.approx(2_678_571.43, abs=0.01)


def test_le_levier_publie_avec_deux_taux_est_faux():
    publie = (474_912 - 373_485) / 373_485 / 0.15  # MCV au taux exact, puis au taux de 33 %
    meme_taux = seuil.analyser(2_112_760, 326_880, taux_mcv=0.33).levier
    assert meme_taux == pytest.approx(1.88267, abs=1e-5)
    assert abs(meme_taux - publie) > 0.05


def test_sans_charges_fixes_le_seuil_est_nul_et_le_levier_vaut_un():
    analyse = seuil.analyser(1000, 0, taux_mcv=0.4)
    assert (analyse.seuil, analyse.point_mort, analyse.indice_securite) == (0, 0, 1)
    assert (analyse.indice_prelevement, analyse.levier) == (0, 1)


# --- Les propriétés


@given(montants, montants, taux_de_marge)
@sans_hate
def test_au_seuil_le_resultat_est_nul(ca, fixes, taux):
    vise = seuil.analyser(ca, fixes, taux_mcv=taux).seuil
    assert vise * taux == pytest.approx(fixes, rel=1e-9)


@given(montants, montants, taux_de_marge, st.integers(1, 366))
@sans_hate
def test_le_point_mort_est_dans_la_periode_si_et_seulement_si_l_on_ne_perd_rien(
    ca, fixes, taux, jours
):
    analyse = seuil.analyser(ca, fixes, taux_mcv=taux, jours=jours)
    if abs(analyse.resultat) > 0.01:
        assert (analyse.point_mort <= jours) is (analyse.resultat > 0)


@given(montants, montants, taux_de_marge)
@sans_hate
def test_le_levier_predit_l_effet_d_une_hausse_de_15_pour_cent(ca, fixes, taux):
    avant = seuil.analyser(ca, fixes, taux_mcv=taux)
    if abs(avant.resultat) > 0.01:
        apres = seuil.analyser(ca * 1.15, fixes, taux_mcv=taux).resultat
        prevu = avant.resultat * (1 + 0.15 * avant.levier)
        assert apres == pytest.approx(prevu, rel=1e-6, abs=1e-6)
        assert avant.levier * avant.indice_securite == pytest.approx(1, rel=1e-5)


@given(montants, montants, st.integers(1, 99))
@sans_hate
def test_le_taux_et_les_charges_variables_disent_la_meme_chose(ca, fixes, pourcent):
    par_taux = seuil.analyser(ca, fixes, taux_mcv=1 - pourcent / 100)
    par_charges = seuil.analyser(ca, fixes, charges_variables=ca * pourcent / 100)
    assert par_taux.seuil == pytest.approx(par_charges.seuil, rel=1e-9)
    assert par_taux.mcv == pytest.approx(par_charges.mcv, rel=1e-9)


# --- Le résultat nul, la perte


def test_un_resultat_nul_n_a_pas_de_levier_mais_tout_le_reste_se_lit():
    analyse = seuil.analyser(1000, 400, taux_mcv=0.4)
    assert (analyse.seuil, analyse.resultat, analyse.indice_securite) == (1000, 0, 0)
    with pytest.raises(NonCalculable, match="exactement à son seuil"):
        _ = analyse.levier
    assert "non calculable" in str(analyse)


def test_un_resultat_nul_aux_erreurs_de_virgule_pres_n_a_pas_de_levier_non_plus():
    analyse = seuil.analyser(3, 0.3, taux_mcv=0.1)
    assert analyse.resultat == 0
    with pytest.raises(NonCalculable):
        _ = analyse.levier


def test_une_perte_dit_que_le_seuil_n_est_pas_atteint():
    analyse = seuil.analyser(1000, 450, taux_mcv=0.4)
    assert analyse.point_mort == pytest.approx(405)
    assert "n'est pas atteint dans la période" in str(analyse)
    assert "n'est pas atteint" not in str(VET_PRO)


@pytest.mark.parametrize(
    "marge", [{"taux_mcv": 0}, {"taux_mcv": -0.1}, {"charges_variables": 1200}]
)
def test_sans_marge_il_n_y_a_pas_de_seuil(marge):
    with pytest.raises(NonCalculable, match="vendre plus"):
        seuil.analyser(1000, 400, **marge)


def test_sans_chiffre_d_affaires_il_n_y_a_ni_point_mort_ni_indice():
    with pytest.raises(NonCalculable, match="chiffre d'affaires est nul"):
        seuil.analyser(0, 400, taux_mcv=0.4)


# --- Le seuil en quantité


@pytest.mark.parametrize(
    ("prix", "cout", "fixes", "attendu"),
    [
        (30.50, 15.25, 1220, 80),
        (12 * 39 / 1.2, 12 * 14, 180_000, 811),
        (100.10, 100, 100_000, 1_000_000),  # la différence flottante donnerait une unité de trop
        (0.3, 0.1, 100, 500),
        (10, 4, 0, 0),
    ],
)
def test_la_quantite_au_seuil(prix, cout, fixes, attendu):
    obtenu = seuil.quantite(prix, cout, fixes)
    assert (obtenu, type(obtenu)) == (attendu, int)


@given(st.integers(1, 10**5), st.integers(0, 10**5), st.integers(0, 10**7))
@sans_hate
def test_une_unite_de_moins_ne_couvre_pas_les_charges_fixes(prix, cout, fixes):
    if prix > cout:
        unites = seuil.quantite(prix / 100, cout / 100, fixes / 100)
        marge = Fraction(prix - cout)
        assert unites * marge >= fixes
        assert unites == 0 or (unites - 1) * marge < fixes


@pytest.mark.parametrize("prix", [8, 9])
def test_un_prix_qui_ne_depasse_pas_le_cout_variable_n_a_pas_de_seuil(prix):
    with pytest.raises(NonCalculable, match="aucune quantité"):
        seuil.quantite(prix, 9, 1000)


# --- La date du point mort

EN_ETE = [0, 0, 10, 20, 40, 80, 120, 120, 60, 20, 10, 20]


@given(st.lists(st.integers(0, 500), min_size=12, max_size=12).filter(any), st.data())
@sans_hate
def test_la_date_est_le_premier_jour_ou_le_cumul_atteint_le_seuil(mensuels, tirage):
    vise = tirage.draw(st.integers(1, sum(mensuels)))
    rendue = seuil.date_point_mort(vise, mensuels, 2024)
    jours = [dt.date(2024, 1, 1) + dt.timedelta(n) for n in range(366)]
    longueurs = [sum(j.month == mois for j in jours) for mois in range(1, 13)]
    ventes = [Fraction(mensuels[j.month - 1], longueurs[j.month - 1]) for j in jours]
    assert rendue == next(j for j, c in zip(jours, accumulate(ventes), strict=True) if c >= vise)


def test_le_troisieme_trimestre_publie_atteint_son_seuil_le_20_septembre():
    trimestres = [120_000, 150_000, 260_000, 60_000]
    mensuels = [trimestre / 3 for trimestre in trimestres for _ in range(3)]
    assert seuil.date_point_mort(500_000, mensuels, 2026) == dt.date(2026, 9, 20)


def test_la_saison_deplace_la_date_que_donnerait_un_chiffre_d_affaires_regulier():
    assert seuil.date_point_mort(250, EN_ETE, 2026) == dt.date(2026, 7, 26)
    assert seuil.date_point_mort(250, [500 / 12] * 12, 2026) == dt.date(2026, 6, 30)


def test_un_mois_de_fermeture_ne_peut_pas_contenir_le_point_mort():
    ventes = [100] * 7 + [0] + [100] * 4
    assert seuil.date_point_mort(700, ventes, 2026) == dt.date(2026, 7, 31)
    assert seuil.date_point_mort(700.01, ventes, 2026) == dt.date(2026, 9, 1)


def test_un_mois_qui_finit_exactement_au_seuil_garde_la_date():
    assert seuil.date_point_mort(0.8, [0.7, 0.1] + [0.5] * 10, 2026) == dt.date(2026, 2, 28)


def test_le_29_fevrier_existe_les_annees_bissextiles():
    ventes = [0, 29] + [0] * 10
    assert seuil.date_point_mort(29, ventes, 2024) == dt.date(2024, 2, 29)
    assert seuil.date_point_mort(29, ventes, 2026) == dt.date(2026, 2, 28)


def test_un_seuil_nul_est_atteint_au_premier_janvier():
    assert seuil.date_point_mort(0, EN_ETE, 2026) == dt.date(2026, 1, 1)


def test_une_colonne_de_douze_mois_convient():
    assert seuil.date_point_mort(250, pd.Series(EN_ETE), 2026) == dt.date(2026, 7, 26)


def test_un_seuil_jamais_atteint_n_a_pas_de_date():
    with pytest.raises(NonCalculable, match="n'atteint pas le seuil"):
        seuil.date_point_mort(500.01, EN_ETE, 2026)
    assert seuil.date_point_mort(500, EN_ETE, 2026) == dt.date(2026, 12, 31)


# --- L'affichage


def test_l_affichage_montre_un_seuil_que_l_eleve_retrouve_a_la_calculatrice():
    texte = str(VET_PRO).replace("\u202f", " ").replace("\xa0", " ")
    assert "408 600,00 € / (700 365,00 € / 2 112 760,00 €) = 1 232 605,48 €" in texte
    assert "Taux de MCV = MCV / CA = 700 365,00 € / 2 112 760,00 € = 33,1493 %" in texte
    assert "330 = 192,5 jours" in texte
    assert "Seuil de rentabilité" in VET_PRO._repr_html_()


def test_un_taux_donne_s_affiche_tel_quel():
    texte = str(seuil.analyser(1000, 100, taux_mcv=0.33)).replace("\u202f", " ")
    assert "× 33,00 % = 330,00" in texte
    assert "/ 33,00 % = 303,03" in texte


# --- Les mauvaises entrées


@pytest.mark.parametrize(
    "arguments",
    [
        {"ca": -1, "charges_fixes": 1, "taux_mcv": 0.4},
        {"ca": 1000, "charges_fixes": -1, "taux_mcv": 0.4},
        {"ca": 1000, "charges_fixes": 1, "charges_variables": -1},
        {"ca": 1000, "charges_fixes": 1, "taux_mcv": 40},
        {"ca": 1000, "charges_fixes": 1, "taux_mcv": 0.4, "jours": 0},
        {"ca": 1000, "charges_fixes": 1, "taux_mcv": 0.4, "jours": 367},
        {"ca": 1000, "charges_fixes": 1},
        {"ca": 1000, "charges_fixes": 1, "taux_mcv": 0.4, "charges_variables": 600},
    ],
)
def test_une_entree_hors_domaine_est_refusee(arguments):
    with pytest.raises(ArgumentInvalide):
        seuil.analyser(**arguments)


def test_un_taux_en_pour_cent_dit_comment_l_ecrire():
    with pytest.raises(ArgumentInvalide, match=r"0\.33 pour 33 %"):
        seuil.analyser(1000, 100, taux_mcv=33)


def test_il_faut_exactement_l_un_des_deux():
    with pytest.raises(ArgumentInvalide, match="reçu 'les deux'"):
        seuil.analyser(1000, 1, taux_mcv=0.4, charges_variables=600)
    with pytest.raises(ArgumentInvalide, match="reçu 'aucun'"):
        seuil.analyser(1000, 1)


@pytest.mark.parametrize(
    ("mensuels", "annee"),
    [([100] * 11, 2026), ([100] * 11 + [-1], 2026), ([100] * 12, 0), ([100] * 12, 10_000)],
)
def test_il_faut_douze_mois_positifs_et_une_annee(mensuels, annee):
    with pytest.raises(ArgumentInvalide):
        seuil.date_point_mort(50, mensuels, annee)


@pytest.mark.parametrize(
    "intrus",
    [None, "12", True, float("nan"), float("inf"), [], [1, 2], np.ones((2, 2)), pd.Series([1, 2])],
    ids=repr,
)
def test_rien_d_autre_qu_un_nombre_et_jamais_d_erreur_brute(intrus):
    bons = {
        seuil.analyser: {"ca": 1000, "charges_fixes": 100, "charges_variables": 400, "jours": 360},
        seuil.quantite: {"prix": 10, "cout_variable": 4, "charges_fixes": 100},
        seuil.date_point_mort: {"seuil": 50, "ca_mensuels": [10] * 12, "annee": 2026},
    }
    for fonction, arguments in bons.items():
        for nom in arguments:
            with pytest.raises(ErreurGrc):
                fonction(**arguments | {nom: intrus})
