"""Intérêts composés, annuités, échéanciers, TAEG : le cours, des oracles, des cas limites."""

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import pyxirr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grc_lib import annuites
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

sans_hate = settings(deadline=None, max_examples=60)
taux_utiles = st.floats(1e-6, 0.3)
durees = st.integers(1, 120)


# --- Intérêts composés


def test_un_capital_double_en_quatorze_ans_a_cinq_pour_cent():
    assert annuites.duree_placement(1_000, 2_000, 0.05) == pytest.approx(14.2067, abs=1e-4)


@given(st.floats(1, 1e6), taux_utiles, st.floats(0.1, 40))
@sans_hate
def test_la_valeur_acquise_se_defait_par_les_trois_autres(capital, taux, n):
    valeur = annuites.valeur_acquise(capital, taux, n)
    assert annuites.valeur_actuelle(valeur, taux, n) == pytest.approx(capital)
    assert annuites.taux_placement(capital, valeur, n) == pytest.approx(taux, rel=1e-6)
    assert annuites.duree_placement(capital, valeur, taux) == pytest.approx(n, rel=1e-6)


def test_douze_pour_cent_par_an_ne_sont_pas_un_pour_cent_par_mois():
    assert annuites.taux_equivalent(0.12) == pytest.approx(0.009488793, abs=1e-9)
    assert annuites.taux_proportionnel(0.12) == 0.01
    assert annuites.taux_equivalent(0.01, de=12, vers=1) == pytest.approx(1.01**12 - 1)


@given(taux_utiles)
@sans_hate
def test_douze_mois_au_taux_equivalent_font_un_an_au_taux_annuel(taux):
    mensuel = annuites.taux_equivalent(taux)
    assert annuites.valeur_acquise(100, mensuel, 12) == pytest.approx(100 * (1 + taux))
    assert mensuel < annuites.taux_proportionnel(taux)


@pytest.mark.parametrize("capital, valeur, taux", [(100, 200, 0), (200, 100, 0.05), (100, 100, 0)])
def test_un_capital_qui_n_atteint_jamais_la_valeur(capital, valeur, taux):
    with pytest.raises(NonCalculable, match="n'atteint une valeur que si"):
        annuites.duree_placement(capital, valeur, taux)


def test_dans_une_colonne_la_duree_impossible_manque():
    valeurs = pd.Series([2_000, 500, np.nan], index=["a", "b", "c"])
    rendues = annuites.duree_placement(1_000, valeurs, 0.05)
    assert rendues.round(2).to_dict() == pytest.approx(
        {"a": 14.21, "b": np.nan, "c": np.nan}, nan_ok=True
    )


# --- Annuités


@given(st.floats(0.01, 1e5), taux_utiles, durees, st.booleans())
@sans_hate
def test_les_annuites_sont_la_somme_de_leurs_versements(annuite, taux, n, debut):
    acquise = sum(annuite * (1 + taux) ** (n - k - (not debut)) for k in range(n))
    actuelle = sum(annuite / (1 + taux) ** (k + (not debut)) for k in range(n))
    options = {"debut": debut}
    assert annuites.valeur_acquise_annuites(annuite, taux, n, **options) == pytest.approx(acquise)
    assert annuites.valeur_actuelle_annuites(annuite, taux, n, **options) == pytest.approx(actuelle)
    assert annuites.annuite_constante(actuelle, taux, n, **options) == pytest.approx(annuite)


def test_l_annuite_constante_rembourse_le_capital_et_rien_de_plus():
    reste, annuite = 100_000.0, annuites.annuite_constante(100_000, 0.10, 6)
    for _ in range(6):
        reste = reste * 1.10 - annuite
    assert reste == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize("taux", [0, 1e-300, 1e-12])
def test_un_taux_nul_ou_minuscule_partage_le_capital(taux):
    assert annuites.annuite_constante(1_200, taux, 12) == pytest.approx(100)
    assert annuites.valeur_acquise_annuites(100, taux, 12) == pytest.approx(1_200)


def test_la_mensualite_publiee_de_1586_24_est_fausse():
    assert round(annuites.annuite_constante(150_000, 0.03 / 12, 108), 2) == 1586.54


@pytest.mark.parametrize("forme", [np.array, pd.Series, list])
def test_une_formule_rend_la_forme_qu_elle_recoit(forme):
    rendu = annuites.annuite_constante(forme([100_000, 1_200]), forme([0.10, 0]), forme([6, 12]))
    assert isinstance(rendu, pd.Series if forme is pd.Series else np.ndarray)
    assert list(rendu) == [annuites.annuite_constante(100_000, 0.10, 6), 100]
    assert type(annuites.annuite_constante(1_000, 0.01, 12)) is float


def test_une_colonne_garde_son_index_et_ses_manques():
    taux = pd.Series([0.01, np.nan], index=["x", "y"])
    rendu = annuites.valeur_acquise(100, taux, 1)
    assert list(rendu.index) == ["x", "y"]
    assert rendu["x"] == 101
    assert rendu.isna()["y"]


FORMULES = {
    "valeur_acquise": (1_000, 0.05, 3),
    "valeur_actuelle": (1_000, 0.05, 3),
    "duree_placement": (1_000, 2_000, 0.05),
    "taux_placement": (1_000, 2_000, 5),
    "taux_equivalent": (0.05,),
    "taux_proportionnel": (0.05,),
    "annuite_constante": (1_000, 0.05, 3),
    "valeur_acquise_annuites": (1_000, 0.05, 3),
    "valeur_actuelle_annuites": (1_000, 0.05, 3),
}
INLISIBLES = ["12", None, True, math.nan, math.inf, -1, {}, [1, None], [[1, 2]], np.ones((2, 2))]


@pytest.mark.parametrize("mauvais", INLISIBLES, ids=repr)
@pytest.mark.parametrize("rang", range(3))
@pytest.mark.parametrize("nom", FORMULES)
def test_une_mauvaise_entree_est_refusee_en_francais(nom, rang, mauvais):
    arguments = list(FORMULES[nom])
    if rang < len(arguments):
        arguments[rang] = mauvais
        with pytest.raises(ArgumentInvalide, match="attendu"):
            getattr(annuites, nom)(*arguments)


def test_douze_pour_douze_pour_cent_est_refuse():
    with pytest.raises(ArgumentInvalide, match=r"« taux » : attendu un taux décimal .* reçu 12"):
        annuites.annuite_constante(1_000, 12, 5)


@pytest.mark.parametrize("n", [0, 2.5, [3, 2.5]])
def test_il_faut_un_nombre_entier_d_annuites(n):
    with pytest.raises(ArgumentInvalide, match="« n »"):
        annuites.annuite_constante(1_000, 0.05, n)


def test_debut_est_vrai_ou_faux():
    with pytest.raises(ArgumentInvalide, match="« debut »"):
        annuites.annuite_constante(1_000, 0.05, 3, debut="non")


def test_des_colonnes_qui_ne_se_correspondent_pas_sont_refusees():
    with pytest.raises(
        ArgumentInvalide, match=r"« n » : attendu autant de valeurs que « capital » \(2\)"
    ):
        annuites.annuite_constante([1_000, 2_000], 0.05, [3, 4, 5])
    decalees = pd.Series([1_000, 2_000]), pd.Series([0.1, 0.2], index=[1, 2])
    with pytest.raises(ArgumentInvalide, match="mêmes étiquettes de lignes que « capital »"):
        annuites.annuite_constante(*decalees, 5)


@pytest.mark.parametrize("capital", [1_000, np.array([1_000.0]), pd.Series([1_000.0])])
def test_un_resultat_demesure_est_refuse(capital):
    with pytest.raises(NonCalculable, match="démesuré"):
        annuites.valeur_acquise(capital, 1, 5_000)
    with pytest.raises(NonCalculable, match="démesuré"):
        annuites.valeur_acquise_annuites(capital, 1, 5_000)


# --- Échéancier : un prêt


def echeancier_exact(capital, taux, n, mode="annuités constantes", differe=0, capitaliser=False):
    """L'échéancier à la main, en décimaux : la règle du cours, ligne par ligne."""

    def arrondi(montant):
        with localcontext(prec=80):
            ecrit = Decimal(montant.numerator) / Decimal(montant.denominator)
            return Fraction(ecrit.quantize(Decimal("0.01"), ROUND_HALF_UP))

    reste, lignes = Fraction(capital), []
    for _ in range(differe):
        interet = arrondi(reste * taux)
        lignes.append((interet, -interet if capitaliser else Fraction(0)))
        reste -= lignes[-1][1]
    if mode == "amortissement constant":
        annuite, part = None, arrondi(reste / n)
    elif taux:
        annuite = arrondi(reste * taux / (1 - 1 / (1 + taux) ** n))
    else:
        annuite = arrondi(reste / n)
    for k in range(n):
        interet = arrondi(reste * taux)
        if k == n - 1:
            amortissement = reste
        elif mode == "in fine":
            amortissement = Fraction(0)
        else:
            amortissement = min(reste, annuite - interet if annuite is not None else part)
        lignes.append((interet, amortissement))
        reste -= amortissement
    return [(float(i), float(a)) for i, a in lignes]


def lignes(tableau):
    return list(zip(tableau["interet"], tableau["amortissement"], strict=True))


capitaux = st.integers(1, 10**9).map(lambda centimes: Fraction(centimes, 100))
taux_periodiques = st.one_of(
    st.integers(0, 3_000).map(lambda k: (k / 10_000, Fraction(k, 10_000))),
    st.integers(0, 3_000).map(lambda k: (k / 10_000 / 12, Fraction(k, 120_000))),
    st.integers(0, 30_000).map(lambda k: (k / 100_000 / 4, Fraction(k, 400_000))),
)
modes = st.sampled_from(["annuités constantes", "amortissement constant", "in fine"])


@given(capitaux, taux_periodiques, st.integers(1, 40), modes, st.integers(0, 3), st.booleans())
@settings(deadline=None, max_examples=250)
@example(Fraction(1001, 100), (0.05, Fraction(1, 20)), 5, "annuités constantes", 2, True)
def test_chaque_centime_est_celui_du_calcul_exact(capital, taux, n, mode, differe, capitaliser):
    flottant, exact = taux
    options = {"mode": mode, "differe": differe, "capitaliser": capitaliser}
    rendu = annuites.tableau_emprunt(float(capital), flottant, n, **options)
    assert lignes(rendu) == echeancier_exact(capital, exact, n, **options)


@given(capitaux, taux_periodiques, durees, modes, st.integers(0, 6), st.booleans())
@settings(deadline=None, max_examples=150)
def test_l_echeancier_se_tient_du_premier_au_dernier_centime(
    capital, taux, n, mode, differe, capitaliser
):
    options = {"mode": mode, "differe": differe, "capitaliser": capitaliser}
    lot = annuites.echeanciers([float(capital)], taux[0], n, **options)
    assert lot.amortissement.sum() == round(capital * 100)
    assert lot.capital_fin[-1] == 0
    assert (lot.capital_debut[1:] == lot.capital_fin[:-1]).all()
    assert (lot.interet >= 0).all()
    assert (lot.amortissement[differe:] >= 0).all()
    assert lot.annuite.sum() == lot.interet.sum() + lot.amortissement.sum()


@pytest.mark.parametrize(
    "capital, taux", [(50, 0.0003), (600, 0.0003 / 12), (2_000, 0.0003 / 40), (0.60, 0.30 / 12)]
)
def test_un_demi_centime_monte_au_centime_superieur(capital, taux):
    # 50 € à 0,03 % font 1,5 centime ; en flottants, 1,4999999999999998
    interet = annuites.tableau_emprunt(capital, taux, 2, mode="in fine")["interet"].iloc[0]
    assert interet == 0.02


def test_un_capital_se_lit_au_centime():
    assert annuites.tableau_emprunt(1.005, 0, 1)["annuite"].iloc[0] == 1.01


def test_la_derniere_echeance_solde_le_pret():
    tableau = annuites.tableau_emprunt(1_000, 0.0095, 12)
    assert tableau["capital_fin"].iloc[-1] == 0
    assert set(tableau["annuite"].iloc[:-1]) == {88.57}  # et non 88,54, publié
    assert tableau["annuite"].iloc[-1] == 88.55


def test_l_interet_diminue_chaque_mois():
    interets = annuites.tableau_emprunt(150_000, 0.03 / 12, 108)["interet"]
    assert list(interets.iloc[:2]) == [375.0, 371.97]  # et non 375 tous les mois, publié
    assert interets.is_monotonic_decreasing


def test_sans_arrondi_les_amortissements_sont_en_progression_geometrique():
    tableau = annuites.tableau_emprunt(21_400, 0.0985, 4, arrondi=None)
    raisons = tableau["amortissement"].iloc[1:].to_numpy() / tableau["amortissement"].iloc[:-1]
    assert list(raisons) == pytest.approx([1.0985] * 3)
    assert set(tableau["annuite"].round(9)) == {
        round(annuites.annuite_constante(21_400, 0.0985, 4), 9)
    }
    assert tableau["capital_fin"].iloc[-1] == 0


def test_arrondi_a_l_euro():
    tableau = annuites.tableau_emprunt(1_000.50, 0.0985, 4, arrondi=0)
    assert tableau["capital_debut"].iloc[0] == 1_001
    assert (tableau % 1 == 0).all(axis=None)
    assert tableau["amortissement"].sum() == 1_001


def test_amortissement_constant():
    tableau = annuites.tableau_emprunt(30_000, 0.04, 5, mode="amortissement constant")
    assert set(tableau["amortissement"]) == {6_000}
    assert list(tableau["annuite"]) == [7_200, 6_960, 6_720, 6_480, 6_240]


def test_in_fine_on_paie_les_interets_puis_tout_le_capital():
    tableau = annuites.tableau_emprunt(30_000, 0.04, 3, mode="in fine")
    assert list(tableau["annuite"]) == [1_200, 1_200, 31_200]
    assert list(tableau["capital_fin"]) == [30_000, 30_000, 0]


def test_le_differe_partiel_ajoute_des_lignes_d_interets_seuls():
    differe = annuites.tableau_emprunt(10_000, 0.05, 4, differe=2)
    assert list(differe["periode"]) == [1, 2, 3, 4, 5, 6]
    assert list(differe["annuite"].iloc[:2]) == [500, 500]
    ensuite = annuites.tableau_emprunt(10_000, 0.05, 4)
    assert lignes(differe.iloc[2:]) == lignes(ensuite)


def test_le_differe_total_ajoute_les_interets_au_capital():
    differe = annuites.tableau_emprunt(10_000, 0.05, 4, differe=2, capitaliser=True)
    assert list(differe["annuite"].iloc[:2]) == [0, 0]
    assert list(differe["capital_fin"].iloc[:2]) == [10_500, 11_025]
    assert lignes(differe.iloc[2:]) == lignes(annuites.tableau_emprunt(11_025, 0.05, 4))


def test_un_capital_minuscule_ne_devient_jamais_negatif():
    tableau = annuites.tableau_emprunt(0.10, 0, 12)  # 0,83 centime par mois : 1 centime, dix fois
    assert tableau["capital_fin"].min() == 0
    assert list(tableau["annuite"]) == [0.01] * 10 + [0, 0]


def test_les_conventions_accompagnent_le_tableau():
    assert annuites.tableau_emprunt(1_000, 0.01, 2).attrs == {
        "n": 2, "mode": "annuités constantes", "differe": 0, "capitaliser": False, "arrondi": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    "arguments, nommes, argument",
    [
        ((0, 0.01, 12), {}, "capital"),
        ((0.001, 0.01, 12), {}, "capital"),
        ((1e13, 0.01, 12), {}, "capital"),
        ((1e9, 1, 12), {"differe": 60, "capitaliser": True}, "capital"),
        (([1_000, 2_000], 0.01, 12), {}, "capital"),
        (("mille", 0.01, 12), {}, "capital"),
        ((1_000, 12, 12), {}, "taux"),
        ((1_000, -0.01, 12), {}, "taux"),
        ((1_000, [0.01, 0.02], 12), {}, "taux"),
        ((1_000, 0.01, 0), {}, "n"),
        ((1_000, 0.01, 12.5), {}, "n"),
        ((1_000, 0.01, [12]), {}, "n"),
        ((1_000, 0.01, 10**9), {}, "n"),
        ((1_000, 0.01, 12), {"mode": "constant"}, "mode"),
        ((1_000, 0.01, 12), {"differe": -1}, "differe"),
        ((1_000, 0.01, 12), {"capitaliser": "oui"}, "capitaliser"),
        ((1_000, 0.01, 12), {"arrondi": 3}, "arrondi"),
    ],
)
def test_un_emprunt_mal_donne_est_refuse(arguments, nommes, argument):
    with pytest.raises(ArgumentInvalide, match=f"« {argument} »"):
        annuites.tableau_emprunt(*arguments, **nommes)


# --- Échéanciers : un lot


@pytest.mark.parametrize("mode", ["annuités constantes", "amortissement constant", "in fine"])
def test_un_lot_donne_les_memes_centimes_que_chaque_pret_seul(mode):
    hasard = np.random.default_rng(7)
    capital = hasard.integers(100, 30_000_000, 9_000) / 100  # plus d'un bloc
    taux = hasard.integers(0, 1_000, 9_000) / 10_000 / 12
    lot = annuites.echeanciers(pd.Series(capital), taux, 24, mode=mode, differe=1)
    assert lot.interet.dtype == np.int64
    assert lot.interet.shape == (25, 9_000)
    for rang in (0, 1, 8_191, 8_192, 8_999):
        seul = annuites.tableau_emprunt(capital[rang], taux[rang], 24, mode=mode, differe=1)
        pd.testing.assert_frame_equal(lot.tableau(rang), seul)


def test_un_lot_ne_modifie_pas_ses_entrees():
    capital, taux = np.array([1_000.0, 2_000.0]), np.array([0.01, 0.02])
    annuites.echeanciers(capital, taux, 6)
    assert list(capital) == [1_000, 2_000]
    assert list(taux) == [0.01, 0.02]


def test_un_lot_se_presente_sans_tout_montrer():
    assert repr(annuites.echeanciers([1_000] * 3, 0.01, 6)) == (
        "Échéanciers de 3 prêt(s) sur 6 période(s)"
    )


@pytest.mark.parametrize("rang", [-1, 3, 0.5, "0"])
def test_un_rang_hors_du_lot_est_refuse(rang):
    with pytest.raises(ArgumentInvalide, match="« rang »"):
        annuites.echeanciers([1_000] * 3, 0.01, 6).tableau(rang)


@pytest.mark.parametrize(
    "capital, taux", [([1_000, 2_000], [0.01]), ([[1_000]], 0.01), ([1_000, None], 0.01), (5, 0.1)]
)
def test_un_lot_mal_forme_est_refuse(capital, taux):
    with pytest.raises(ArgumentInvalide, match="attendu"):
        annuites.echeanciers(capital, taux, 6)


def test_un_lot_vide_n_est_pas_calculable():
    with pytest.raises(NonCalculable):
        annuites.echeanciers([], 0.01, 6)


# --- VAN, TRI


def test_la_van_actualise_chaque_flux_sauf_le_premier():
    assert annuites.van([-100, 110], 0.10) == pytest.approx(0)
    assert annuites.van([-100, 60, 60], 0) == 20


flux_d_un_projet = st.tuples(
    st.floats(1, 1e5), st.lists(st.floats(1, 1e5), min_size=1, max_size=40)
)


@given(flux_d_un_projet, st.floats(0, 1))
@sans_hate
def test_la_van_est_celle_de_pyxirr(projet, taux):
    flux = [-projet[0], *projet[1]]
    assert annuites.van(flux, taux) == pytest.approx(pyxirr.npv(taux, flux), rel=1e-9, abs=1e-6)


@given(flux_d_un_projet)
@sans_hate
def test_le_tri_annule_la_van(projet):
    flux = [-projet[0], *projet[1]]
    taux = annuites.tri(flux)
    van = math.fsum(f * (1 + taux) ** -k for k, f in enumerate(flux))
    assert van == pytest.approx(
        0, abs=1e-7 * sum(abs(f) * (1 + taux) ** -k for k, f in enumerate(flux))
    )


def test_le_tri_est_celui_de_pyxirr():
    for flux in ([-100, 39, 59, 55, 20], [-100, 50, -20, 120], [1_000, -400, -400, -400]):
        assert annuites.tri(flux) == pytest.approx(pyxirr.irr(flux), abs=1e-10)


def test_un_projet_qui_ne_rembourse_pas_sa_mise_a_un_tri_negatif():
    assert annuites.tri([-100, 40, 40]) == pytest.approx(pyxirr.irr([-100, 40, 40]))


def test_un_cout_de_remise_en_etat_laisse_un_seul_tri_positif():
    flux = [-100, 150, -20]  # 35,2 %, et un taux négatif sans intérêt
    assert annuites.tri(flux) == pytest.approx((150 + math.sqrt(14_500)) / 200 - 1)


@pytest.mark.parametrize("flux", [[-100, 230, -132], [100, -230, 132], [-1, 5, -8, 4.1]])
def test_plusieurs_tri_possibles_sont_refuses(flux):
    with pytest.raises(NonCalculable, match="plusieurs fois de signe"):
        annuites.tri(flux)


@pytest.mark.parametrize("flux", [[100, 200], [-100, -1], [0, 0], [0, 100]])
def test_sans_changement_de_signe_il_n_y_a_pas_de_tri(flux):
    with pytest.raises(NonCalculable, match="Tous les flux ont le même signe"):
        annuites.tri(flux)


@pytest.mark.parametrize("flux", [[], [-100], "flux", 5, None, [1, "a"], [1, math.nan], [[1, -1]]])
def test_des_flux_illisibles_sont_refuses(flux):
    with pytest.raises((NonCalculable, ArgumentInvalide)):
        annuites.tri(flux)


def test_un_taux_absurde_est_refuse_plutot_que_rendu():
    with pytest.raises(NonCalculable, match="Aucun taux raisonnable"):
        annuites.taeg([(0, 1), (0.001, -1e14)])


# --- TAEG


def test_les_quatre_exemples_de_la_directive():
    assert annuites.taeg([(0, 1_000), (1.5, -1_200)]) == pytest.approx(0.129243, abs=5e-7)
    assert annuites.taeg([(0, 950), (1.5, -1_200)]) == pytest.approx(0.168526, abs=5e-7)
    assert annuites.taeg([(0, 1_000), (1, -600), (2, -600)]) == pytest.approx(0.130662, abs=5e-7)
    trois = [(0, 1_000), (0.25, -272), (0.5, -272), (1, -544)]
    assert annuites.taeg(trois) == pytest.approx(0.131855, abs=5e-7)


def test_sans_frais_le_taeg_est_le_taux_equivalent():
    mensualite = annuites.annuite_constante(10_000, 0.01, 24)
    flux = [(0, 10_000), *((mois / 12, -mensualite) for mois in range(1, 25))]
    assert annuites.taeg(flux) == pytest.approx(1.01**12 - 1, abs=1e-11)
    assert annuites.taeg([*flux, (0, -150)]) > 1.01**12 - 1


def test_un_credit_gratuit_a_un_taeg_nul():
    assert annuites.taeg([(0, 1_200), *((k / 12, -100) for k in range(1, 13))]) == 0


def test_rembourser_moins_donne_un_taeg_negatif():
    assert annuites.taeg([(0, 1_000), (1, -900)]) == pytest.approx(-0.1)


@given(
    st.floats(100, 1e5),
    st.lists(st.tuples(st.integers(1, 9_000), st.floats(1, 1e4)), min_size=1, max_size=30),
)
@sans_hate
def test_le_taeg_date_est_le_tri_paiements_des_tableurs(capital, versements):
    depart = dt.date(2025, 3, 1)
    flux = [(depart, capital)]
    flux += [(depart + dt.timedelta(days=jours), -montant) for jours, montant in versements]
    attendu = pyxirr.xirr(*zip(*flux, strict=True))
    if attendu is not None and -0.9 < attendu < 10:
        assert annuites.taeg(flux) == pytest.approx(attendu, abs=1e-7)


def test_un_taux_enorme_se_trouve_aussi():
    assert annuites.taeg([(0, 100), (1, -1e6)]) == pytest.approx(9_999)


def test_seul_compte_le_temps_ecoule_depuis_le_premier_flux():
    assert annuites.taeg([(2_025, 1_000), (2_026, -2_000)]) == pytest.approx(1)


def test_l_ordre_des_flux_ne_compte_pas_ni_leur_decoupage():
    flux = [(0, -50), (0, 1_000), (1.5, -1_200)]
    assert annuites.taeg(flux) == pytest.approx(annuites.taeg([(0, 950), (1.5, -1_200)]))
    assert annuites.taeg(flux[::-1]) == annuites.taeg(flux)


def test_les_dates_s_ecrivent_de_plusieurs_facons():
    textes = [("2025-01-01", 1_000), ("2026-01-01", -1_100)]
    assert annuites.taeg(textes) == pytest.approx(0.10)
    assert annuites.taeg(pd.DataFrame(textes)) == annuites.taeg(textes)
    for ecrire in (pd.Timestamp, np.datetime64, dt.date.fromisoformat):
        dates = [(ecrire(jour), montant) for jour, montant in textes]
        assert annuites.taeg(dates) == annuites.taeg(textes)


@pytest.mark.parametrize(
    "debut, fin, annees",
    [
        ("2024-01-15", "2025-01-15", 1),  # 366 jours, mais douze mois
        ("2025-01-31", "2025-02-28", 1 / 12),  # d'une fin de mois à l'autre
        ("2025-01-31", "2025-04-30", 3 / 12),
        (
            "2025-01-15",
            "2025-03-20",
            2 / 12 + 5 / 366,
        ),  # l'année remontée compte le 29 février 2024
        ("2024-03-10", "2024-05-20", 2 / 12 + 10 / 366),
        ("2025-03-10", "2025-05-20", 2 / 12 + 10 / 365),
        ("2025-01-31", "2025-03-15", 1 / 12 + 15 / 366),  # un seul mois entier avant le 15 mars
    ],
)
def test_les_mois_normalises_du_code_de_la_consommation(debut, fin, annees):
    rendu = annuites.taeg([(debut, 1_000), (fin, -1_010)], dates="mois normalisés")
    assert rendu == pytest.approx(1.01 ** (1 / annees) - 1, abs=1e-11)


def test_deux_changements_de_signe_sont_refuses():
    with pytest.raises(NonCalculable, match="plusieurs fois de signe"):
        annuites.taeg([(0, -100), (1, 230), (2, -132)])
    with pytest.raises(NonCalculable, match="Tous les flux ont le même signe"):
        annuites.taeg([(0, 1_000), (1, 200)])


@pytest.mark.parametrize(
    "flux",
    [
        [],
        [(0, 1_000)],
        [(0, 1_000), (1,)],
        [(0, 1_000), (-1, -1_200)],
        [(0, 1_000), ("2025-01-01", -1_200)],
        [("2025-02-30", 1_000), ("2026-01-01", -1_200)],
        [(pd.NaT, 1_000), ("2026-01-01", -1_200)],
        [(0, "mille"), (1, -1_200)],
        [(0, math.nan), (1, -1_200)],
        [(0, None), (1, -1_200)],
        [(0, [1, 2]), (1, -1_200)],
        [([0, 1], 1_000), (1, -1_200)],
        "flux",
        None,
        {0: 1_000},
    ],
)
def test_des_flux_dates_illisibles_sont_refuses(flux):
    with pytest.raises((NonCalculable, ArgumentInvalide)):
        annuites.taeg(flux)


def test_la_convention_de_dates_doit_exister():
    with pytest.raises(ArgumentInvalide, match="« dates »"):
        annuites.taeg([(0, 1), (1, -1)], dates="365,25")


# --- TAEG d'un lot


def lot_de_prets(nombre=1_300, mois=24):
    hasard = np.random.default_rng(3)
    capital, taux = hasard.uniform(500, 2e5, nombre), hasard.uniform(0, 0.02, nombre)
    mensualites = annuites.annuite_constante(capital, taux, mois)
    flux = np.column_stack([capital, *[-mensualites] * mois])
    return flux, np.arange(mois + 1) / 12, (1 + taux) ** 12 - 1


def test_un_lot_retrouve_le_taux_de_chaque_pret():
    flux, annees, attendus = lot_de_prets()
    assert annuites.taeg_lot(flux, annees) == pytest.approx(attendus, abs=1e-11)
    assert annuites.taeg_lot(-flux, annees) == pytest.approx(attendus, abs=1e-11)


def test_un_lot_donne_le_meme_taux_que_chaque_pret_seul():
    flux, annees, _ = lot_de_prets(nombre=600)
    flux[:, 0] *= 0.97
    flux[5, 13:] = 0  # un prêt plus court
    flux[5, 12] -= flux[5, 0] / 2
    taux = annuites.taeg_lot(flux, annees)
    for rang in (0, 5, 511, 512, 599):
        seul = annuites.taeg(list(zip(annees, flux[rang], strict=True)))
        assert taux[rang] == pytest.approx(seul, abs=1e-11)


def test_chaque_pret_peut_avoir_ses_dates():
    montants = np.array([[1_000, -1_200], [1_000, -1_100]])
    taux = annuites.taeg_lot(montants, np.array([[0, 1.5], [1, 2]]))
    assert taux == pytest.approx([0.129243, 0.10], abs=5e-7)
    annees = np.column_stack([np.zeros(600), np.linspace(1, 2, 600)])  # plus d'un bloc
    attendus = 1.2 ** (1 / annees[:, 1]) - 1
    taux = annuites.taeg_lot(np.tile([1_000, -1_200], (600, 1)), annees)
    assert taux == pytest.approx(attendus, abs=1e-11)


def test_le_pret_fautif_est_nomme():
    montants = np.tile([1_000.0, -1_200.0], (600, 1))
    montants[550] = 5
    with pytest.raises(NonCalculable, match="Tous les flux du prêt n° 551 ont"):
        annuites.taeg_lot(montants, [0, 1])
    trois = np.tile([1_000.0, -1_200.0, 0], (3, 1))
    trois[1] = [-100, 230, -132]
    with pytest.raises(NonCalculable, match="Les flux du prêt n° 2 changent"):
        annuites.taeg_lot(trois, [0, 1, 2])


@pytest.mark.parametrize(
    "montants, annees",
    [
        ([1_000, -1_200], [0, 1]),
        ([[1_000]], [0]),
        ([[1_000, -1_200]], [0, 1, 2]),
        ([[1_000, -1_200]], [1, 0]),
        ([[1_000, -1_200]], [0, 0]),
        ([[1_000, math.nan]], [0, 1]),
        ([[1_000, -math.inf]], [0, 1]),
        ([[1_000, -1_200], [1_000]], [0, 1]),
        ([["a", "b"]], [0, 1]),
        ([[True, False]], [0, 1]),
        ([[1_000, -1_200]], ["a", "b"]),
        ([[1_000, -1_200]], None),
        (None, [0, 1]),
    ],
)
def test_un_lot_de_flux_mal_forme_est_refuse(montants, annees):
    with pytest.raises(ArgumentInvalide, match="attendu"):
        annuites.taeg_lot(montants, annees)


# --- Taux d'un emprunt, coût d'un crédit


@given(st.floats(100, 1e6), st.floats(0, 0.3), durees)
@sans_hate
def test_le_taux_d_un_emprunt_se_retrouve(capital, taux, n):
    annuite = annuites.annuite_constante(capital, taux, n) * (1 + 1e-12)
    assert annuites.taux_emprunt(capital, annuite, n) == pytest.approx(taux, abs=1e-9)


def test_des_annuites_qui_ne_remboursent_pas_le_capital():
    with pytest.raises(NonCalculable, match="ne remboursent pas"):
        annuites.taux_emprunt(1_000, 99, 10)
    assert annuites.taux_emprunt(1_000, 100, 10) == 0


@pytest.mark.parametrize("arguments", [(0, 1, 1), (1, 0, 1), (1, 1, 0), ([1], 1, 1), (1, "a", 1)])
def test_un_emprunt_mal_decrit_est_refuse(arguments):
    with pytest.raises(ArgumentInvalide, match="attendu"):
        annuites.taux_emprunt(*arguments)


def test_le_cout_d_un_credit_est_la_somme_des_interets_et_des_frais():
    tableau = annuites.tableau_emprunt(10_000, 0.005, 36)
    cout = annuites.cout_credit(10_000, [100, *tableau["annuite"]])
    assert cout == pytest.approx(100 + tableau["interet"].sum())


@pytest.mark.parametrize("versements", [[], [-5], [None], "cent", 100])
def test_des_versements_illisibles_sont_refuses(versements):
    with pytest.raises((ArgumentInvalide, NonCalculable)):
        annuites.cout_credit(1_000, versements)


def test_les_types_sont_des_erreurs_de_type():
    with pytest.raises(MauvaisType):
        annuites.van([-1, 2], [0.1, 0.2])
