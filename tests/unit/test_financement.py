"""Crédit-bail, LOA, LLD : le coût, le taux caché, la comparaison, avant et après impôt."""

import math

import pandas as pd
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import annuites, financement
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.financement import Offre, comparer, comptant, emprunt, location

sans_hate = settings(deadline=None, max_examples=40)


def colonne(offres, nom, **options):
    return comparer(offres, **options)[nom].to_dict()


# --- Le coût d'une LOA


def test_la_loa_se_lit_par_nom_ou_d_un_coup():
    cout = financement.cout_location(21_000, apport=3_000, loyer=289, n=36, option=9_500)
    total, surcout = cout
    assert (total, surcout) == (cout.total, cout.surcout) == (22_904, 1_904)


def test_la_loa_montre_son_calcul():
    cout = financement.cout_location(21_000, apport=3_000, loyer=289, n=36, option=9_500)
    texte = str(cout).replace("\u202f", " ").replace("\u00a0", " ")
    assert "3 000,00 € + 36 × 289,00 € + 9 500,00 € = 22 904,00 €" in texte
    assert "22 904,00 € − 21 000,00 € = 1 904,00 €" in texte
    assert "non actualisées" in texte
    assert "<caption" in cout._repr_html_()


@pytest.mark.parametrize(
    "change",
    [
        {"apport": -1}, {"loyer": "289"}, {"loyer": None}, {"n": 0}, {"n": 36.5},
        {"option": math.nan}, {"loyer": [289]}, {"option": True},
    ],
    ids=repr,
)  # fmt: skip
def test_une_loa_mal_donnee_est_refusee(change):
    donnees = {"apport": 3_000, "loyer": 289, "n": 36, "option": 9_500} | change
    with pytest.raises(ArgumentInvalide, match=f"« {next(iter(change))} »"):
        financement.cout_location(21_000, **donnees)


# --- Le taux caché


def test_le_taux_du_credit_bail_est_celui_de_pyxirr():
    flux = [21_400 - 550, *[-550] * 47, -2_140]
    mensuel = pyxirr.irr(flux)
    taux = financement.taux_location(21_400, loyer=550, n=48, option=2_140)
    assert taux == pytest.approx((1 + mensuel) ** 12 - 1, abs=1e-9)


def test_des_loyers_de_fin_de_mois_sans_option_sont_un_emprunt():
    mensualite = annuites.annuite_constante(10_000, 0.01, 24)
    taux = financement.taux_location(10_000, loyer=mensualite, n=24, debut=False)
    assert taux == pytest.approx(1.01**12 - 1, abs=1e-9)


def test_payer_d_avance_coute_plus_cher():
    loyers = {"loyer": 550, "n": 48, "option": 2_140}
    avance = financement.taux_location(21_400, **loyers)
    assert avance > financement.taux_location(21_400, **loyers, debut=False)


def test_une_lld_qui_ne_paie_pas_le_bien_n_a_pas_de_taux():
    with pytest.raises(NonCalculable, match="moins que le prix"):
        financement.taux_location(21_000, loyer=400, n=36)


@pytest.mark.parametrize(
    "prix, change",
    [(0, {}), ([1], {}), (21_400, {"loyer": -1}), (21_400, {"n": 0}), (21_400, {"debut": "oui"})],
)
def test_un_credit_bail_mal_donne_est_refuse(prix, change):
    with pytest.raises(ArgumentInvalide, match="attendu"):
        financement.taux_location(prix, **{"loyer": 550, "n": 48, "option": 2_140} | change)


# --- Comparer avant impôt


def test_au_taux_du_credit_bail_ses_loyers_valent_le_prix():
    offres = {"Crédit-bail": location(loyer=550, n=48, option=2_140)}
    assert colonne(offres, "valeur_actuelle", taux=0.154659) == pytest.approx(
        {"Crédit-bail": 21_400}, abs=0.1
    )


def test_au_taux_du_pret_emprunter_ou_payer_comptant_se_valent():
    offres = {
        "Comptant": comptant(20_000),
        "Emprunt": emprunt(20_000, taux=annuites.taux_equivalent(0.06), n=48, apport=2_000),
    }
    valeurs = colonne(offres, "valeur_actuelle", taux=0.06)
    assert valeurs["Emprunt"] == pytest.approx(20_000, abs=0.5)  # les centimes des échéances
    assert valeurs["Comptant"] == 20_000


def test_le_moins_cher_en_total_n_est_pas_le_moins_cher_aujourd_hui():
    offres = {"Comptant": comptant(1_000), "Plus tard": Offre([(2, 1_050)])}
    tableau = comparer(offres, taux=0.05)
    assert list(tableau.index) == ["Plus tard", "Comptant"]
    assert list(tableau["rang"]) == [1, 2]
    assert tableau["cout_total"].to_dict() == {"Comptant": 1_000, "Plus tard": 1_050}
    assert tableau["valeur_nette"]["Plus tard"] == pytest.approx(952.38, abs=0.005)
    assert (tableau["economie_impot"] == 0).all()


def test_deux_offres_egales_ont_le_meme_rang():
    assert list(comparer({"a": comptant(5), "b": comptant(5)}, taux=0)["rang"]) == [1, 1]


def test_le_depot_de_garantie_est_rendu_mais_immobilise():
    offres = {"Sans": location(loyer=100, n=12), "Avec": location(loyer=100, n=12, depot=500)}
    tableau = comparer(offres, taux=0.05)
    assert tableau["cout_total"].to_dict() == {"Sans": 1_200, "Avec": 1_200}
    ecart = tableau["valeur_nette"]["Avec"] - tableau["valeur_nette"]["Sans"]
    assert ecart == pytest.approx(500 - 500 / 1.05)


def test_les_loyers_tombent_au_debut_ou_a_la_fin_du_mois():
    assert location(loyer=100, n=2).decaissements == ((0, 100), (1 / 12, 100))
    assert location(loyer=100, n=2, debut=False).decaissements == ((1 / 12, 100), (2 / 12, 100))


def test_les_frais_et_la_revente_entrent_dans_les_flux():
    offre = comptant(9_000, revente=(2, 4_000), frais=[(0, 150), (1, 300)])
    assert offre.decaissements == ((0, 9_000), (0, 150), (1, 300), (2, -4_000))


# --- Comparer après impôt


def test_apres_impot_comptant_calcul_a_la_main():
    # 90 000 € amortis en 3 ans à 25 % : trois économies de 7 500 €, actualisées à 10 %
    offres = {"Comptant": comptant(90_000, amortissement=3)}
    options = {"taux": 0.10, "impot": 0.25}
    attendue = 7_500 / 1.1 + 7_500 / 1.21 + 7_500 / 1.331
    assert colonne(offres, "economie_impot", **options)["Comptant"] == pytest.approx(attendue)
    assert colonne(offres, "valeur_nette", **options)["Comptant"] == pytest.approx(
        71_348.61, abs=0.005
    )
    decalee = colonne(offres, "economie_impot", decalage=1, **options)["Comptant"]
    assert decalee == pytest.approx(attendue / 1.1)


def test_apres_impot_emprunt_annuel_calcul_a_la_main():
    # 10 000 € à 5 % en 2 annuités de 5 378,05 € ; intérêts 500 puis 256,10 ; amorti en 2 ans
    offres = {"Emprunt": emprunt(10_000, taux=0.05, n=2, par_an=1, amortissement=2)}
    decaisse = 5_378.05 / 1.08 + 5_378.05 / 1.08**2
    economie = 0.25 * (5_500 / 1.08 + 5_256.10 / 1.08**2)
    tableau = comparer(offres, taux=0.08, impot=0.25)
    assert tableau["valeur_actuelle"]["Emprunt"] == pytest.approx(decaisse, abs=0.01)
    assert tableau["economie_impot"]["Emprunt"] == pytest.approx(economie, abs=0.01)


def test_apres_impot_les_loyers_se_deduisent_l_annee_qu_ils_couvrent():
    # 18 loyers de 100 € d'avance, premier loyer majoré de 400 € : 1 600 € la 1re année, 600 € la 2e
    attendue = ((1, 400), (1, 1_200), (2, 600))
    assert location(loyer=100, n=18, apport=400).charges == attendue
    assert location(loyer=100, n=18, apport=400, debut=False).charges == attendue


def test_apres_impot_les_frais_se_deduisent_l_annee_ou_ils_sont_payes():
    offre = location(loyer=0, n=24, frais=[(0, 150), (1, 40), (1.5, 60)])
    assert offre.charges == ((1, 150), (1, 40), (2, 60))


def test_apres_impot_l_option_levee_s_amortit_a_son_tour():
    # option de 900 € levée au bout de 18 mois, amortie en 3 ans : 150, 300, 300, 150
    offre = location(loyer=0, n=18, option=900, amortissement=3)
    assert offre.charges == ((2, 150), (3, 300), (4, 300), (5, 150))
    assert offre.decaissements == ((1.5, 900),)


def test_apres_impot_la_revente_impose_la_plus_value():
    # 9 000 € sur 3 ans, revendus 4 000 € à 18 mois : valeur nette 4 500 €, moins-value de 500 €
    offre = comptant(9_000, amortissement=3, revente=(1.5, 4_000))
    assert offre.charges == ((1, 3_000), (2, 1_500), (2, 500))


@given(
    st.integers(100, 10**6),
    st.integers(1, 10),
    st.one_of(st.none(), st.tuples(st.floats(0.1, 12), st.integers(0, 10**5))),
)
@sans_hate
def test_tout_ce_qui_est_paye_finit_par_se_deduire(prix, amortissement, revente):
    offre = comptant(prix, amortissement=amortissement, revente=revente)
    paye = math.fsum(montant for _, montant in offre.decaissements)
    deduit = math.fsum(montant for _, montant in offre.charges)
    assert deduit == pytest.approx(paye, abs=1e-6)


def test_sans_actualisation_l_impot_rend_sa_part_du_cout():
    offres = {
        "Comptant": comptant(21_000, amortissement=5),
        "Emprunt": emprunt(21_000, taux=0.005, n=36, amortissement=5, frais=[(0, 150)]),
        "LOA": location(loyer=289, n=36, apport=3_000, option=9_500, depot=600, amortissement=2),
    }
    tableau = comparer(offres, taux=0, impot=0.25)
    assert list(tableau["valeur_nette"]) == pytest.approx(list(0.75 * tableau["cout_total"]))


def test_l_impot_exige_de_savoir_amortir_ce_qu_on_achete():
    for offre in (comptant(100), emprunt(100, taux=0.01, n=2), location(loyer=1, n=2, option=9)):
        with pytest.raises(ArgumentInvalide, match="durée d'amortissement"):
            comparer({"Offre": offre}, taux=0.05, impot=0.25)
    assert len(comparer({"LLD": location(loyer=1, n=2)}, taux=0.05, impot=0.25)) == 1


# --- Refus


@pytest.mark.parametrize(
    "faire",
    [
        lambda: comptant(0),
        lambda: comptant("cher"),
        lambda: comptant(100, amortissement=2.5),
        lambda: comptant(100, amortissement=0),
        lambda: comptant(100, revente=(0, 50)),
        lambda: comptant(100, revente=50),
        lambda: comptant(100, frais=[(0, "a")]),
        lambda: comptant(100, frais=[(-1, 5)]),
        lambda: comptant(100, frais=30),
        lambda: emprunt(100, taux=6, n=12),
        lambda: emprunt(100, taux=0.01, n=12, apport=100),
        lambda: emprunt(100, taux=0.01, n=12, par_an=0),
        lambda: location(loyer=100, n=12, debut="avance"),
        lambda: location(loyer=100, n=12, revente=(1, 50)),
        lambda: location(loyer=100, n=12, option=50, amortissement=2, revente=(1, 50)),
        lambda: location(loyer=-100, n=12),
        lambda: Offre([(0, None)]),
        lambda: Offre("flux"),
        lambda: Offre([(0, 1)], charges=[(1,)]),
    ],
)
def test_une_offre_mal_donnee_est_refusee(faire):
    with pytest.raises(ArgumentInvalide, match="attendu"):
        faire()


def test_comparer_veut_un_dictionnaire_d_offres():
    with pytest.raises(MauvaisType, match="dictionnaire"):
        comparer([comptant(100)], taux=0.05)
    with pytest.raises(MauvaisType, match="« offres, LLD »"):
        comparer({"LLD": 100}, taux=0.05)
    with pytest.raises(NonCalculable, match="rien à comparer"):
        comparer({}, taux=0.05)


@pytest.mark.parametrize(
    "options",
    [{"taux": 5}, {"taux": [0.05]}, {"taux": 0.05, "impot": 25}, {"taux": 0.05, "decalage": -1}],
)
def test_des_taux_mal_donnes_sont_refuses(options):
    with pytest.raises(ArgumentInvalide, match="attendu"):
        comparer({"LLD": location(loyer=100, n=12)}, **options)


def test_les_conventions_accompagnent_le_tableau():
    tableau = comparer({"LLD": location(loyer=100, n=12)}, taux=0.05, impot=0.25)
    assert tableau.attrs == {"taux": 0.05, "impot": 0.25, "decalage": 0}
    assert isinstance(tableau, pd.DataFrame)
    assert tableau.index.name == "offre"
