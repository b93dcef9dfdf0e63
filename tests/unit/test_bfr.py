"""Délais, équilibre du bilan, besoin normatif : cas publiés, propriétés, mauvaises entrées."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import bfr
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

sans_hate = settings(deadline=None, max_examples=40)
montants = st.integers(1, 10**9).map(lambda c: c / 100)
entiers = st.integers(0, 10**9)

DELAIS = [
    (bfr.delai_clients, (40_000, 360_000), 40),
    (bfr.delai_fournisseurs, (30_000, 240_000), 45),
    (bfr.duree_stockage, (50_000, 90_000, 700_000), 36),
    (bfr.rotation_stock, (50_000, 90_000, 700_000), 10),
]


# --- Les délais et les rotations


@pytest.mark.parametrize(("fonction", "arguments", "attendu"), DELAIS)
def test_un_nombre_un_tableau_ou_une_colonne(fonction, arguments, attendu):
    assert fonction(*arguments) == attendu
    tableaux = fonction(*(np.array([a, 2 * a]) for a in arguments))
    assert isinstance(tableaux, np.ndarray)
    assert tableaux.tolist() == [attendu, attendu]
    colonnes = fonction(*(pd.Series([a, 2 * a], index=["x", "y"]) for a in arguments))
    assert colonnes.to_dict() == {"x": attendu, "y": attendu}


@pytest.mark.parametrize(("fonction", "arguments", "attendu"), DELAIS[:3])
def test_la_duree_de_la_periode_est_une_convention_affichee(fonction, arguments, attendu):
    assert fonction(*arguments, jours=365) == pytest.approx(attendu * 365 / 360)


def test_des_creances_ttc_sur_des_ventes_hors_taxes_allongent_le_delai_de_20_pour_cent():
    juste, faux = bfr.delai_clients(120, 1200), bfr.delai_clients(120, 1000)
    assert faux == pytest.approx(juste * 1.2)


@given(montants, montants, montants)
@sans_hate
def test_duree_de_stockage_et_rotation_font_une_annee(initial, final, cout):
    duree = bfr.duree_stockage(initial, final, cout)
    assert duree * bfr.rotation_stock(initial, final, cout) == pytest.approx(360)


@pytest.mark.parametrize(
    ("fonction", "arguments"),
    [
        (bfr.delai_clients, (1000, 0)),
        (bfr.delai_fournisseurs, (1000, 0)),
        (bfr.duree_stockage, (10, 20, 0)),
        (bfr.rotation_stock, (0, 0, 1000)),
    ],
)
def test_un_denominateur_nul_n_est_pas_calculable_et_manque_dans_une_colonne(fonction, arguments):
    with pytest.raises(NonCalculable):
        fonction(*arguments)
    with pytest.raises(NonCalculable):
        fonction(*(np.array([a, 1.0]) for a in arguments))
    assert fonction(*(pd.Series([a, 1.0]) for a in arguments)).isna().tolist() == [True, False]


def test_une_valeur_manquante_se_propage_dans_une_colonne():
    delais = bfr.delai_clients(pd.Series([100, None]), pd.Series([1000, 1000]))
    assert delais.isna().tolist() == [False, True]


# --- L'équilibre du bilan


def test_l_equilibre_se_recoit_d_un_coup():
    obtenu = bfr.equilibre(
        ressources_stables=151_588,
        emplois_stables=96_728,
        actif_exploitation=134_642,
        passif_exploitation=62_030,
        actif_hors_exploitation=525,
        passif_hors_exploitation=1_275,
    )
    assert tuple(obtenu) == (54_860, 72_612, -750, 71_862, -17_002)
    texte = str(obtenu).replace("\u202f", " ").replace("\xa0", " ")
    assert "Trésorerie nette = FRNG − BFR = 54 860,00 € − 71 862,00 € = −17 002,00 €" in texte
    assert "72 612,00 € + (−750,00 €) = 71 862,00 €" in texte
    assert "Équilibre financier du bilan" in obtenu._repr_html_()


@given(st.tuples(*[entiers] * 6), entiers)
@sans_hate
def test_la_tresorerie_est_ce_qui_equilibre_le_bilan(postes, tresorerie_active):
    rs, es, ae, pe, ah, ph = postes
    tresorerie_passive = es + ae + ah + tresorerie_active - rs - pe - ph  # actif = passif
    obtenu = bfr.equilibre(
        ressources_stables=rs,
        emplois_stables=es,
        actif_exploitation=ae,
        passif_exploitation=pe,
        actif_hors_exploitation=ah,
        passif_hors_exploitation=ph,
    )
    assert obtenu.tresorerie_nette == tresorerie_active - tresorerie_passive
    assert obtenu.bfr == obtenu.bfre + obtenu.bfrhe


def test_des_pertes_peuvent_rendre_les_ressources_stables_negatives():
    obtenu = bfr.equilibre(
        ressources_stables=-50, emplois_stables=20, actif_exploitation=0, passif_exploitation=0
    )
    assert obtenu.frng == -70


# --- Le besoin normatif


@pytest.mark.parametrize(
    ("reglement", "attendu"),
    [
        ({}, 0),
        ({"jours": 30}, 30),
        ({"jours": 30, "fin_de_mois": True}, 45),
        ({"jours": 30, "fin_de_mois": True, "le": 10}, 55),
        ({"fin_de_mois": True}, 15),  # salaires payés en fin de mois
        ({"le": 15}, 30),  # charges sociales payées le 15 du mois suivant
        ({"fin_de_mois": True, "le": 15}, 30),
        ({"le": 20}, 35),  # TVA payée le 20 du mois suivant
        ({"le": 5}, 20),  # salaires payés le 5 du mois suivant
    ],
)
def test_le_temps_d_ecoulement_des_manuels(reglement, attendu):
    assert bfr.temps_ecoulement(**reglement) == attendu


def test_des_reglements_meles_se_ponderent_par_le_chiffre_d_affaires_et_non_par_les_tonnes():
    chiffres_d_affaires = [(30 * 10_000, 45), (50 * 9_600, 70)]
    juste = bfr.temps_moyen(chiffres_d_affaires)
    assert juste == pytest.approx(60.385, abs=5e-4)
    assert juste * 1.2 == pytest.approx(72.46, abs=5e-3)
    assert bfr.temps_moyen([(30, 45), (50, 70)]) == 60.625  # le corrigé publié, faux


@given(st.lists(st.tuples(montants, st.integers(-30, 120)), min_size=1, max_size=6))
@sans_hate
def test_parts_et_chiffres_d_affaires_donnent_le_meme_temps_moyen(lignes):
    total = sum(ca for ca, _ in lignes)
    attendu = np.average([j for _, j in lignes], weights=[ca for ca, _ in lignes])
    parts = [(ca / total, jours) for ca, jours in lignes]
    assert bfr.temps_moyen(parts) == pytest.approx(attendu, abs=1e-9)
    en_millions = [(2 + 1e6 * ca, jours) for ca, jours in lignes]
    assert bfr.temps_moyen(en_millions) == pytest.approx(attendu, abs=1e-2)


def test_un_acompte_raccourcit_le_temps_moyen():
    assert bfr.temps_moyen([(0.3, -10), (0.7, 30)]) == pytest.approx(18)


def test_des_parts_qui_ne_font_pas_un_sont_refusees():
    with pytest.raises(ArgumentInvalide, match="somme fait 1"):
        bfr.temps_moyen([(0.5, 30), (0.3, 60)])


@pytest.mark.parametrize("delais", [[], [(0, 30)]])
def test_sans_chiffre_d_affaires_il_n_y_a_pas_de_temps_moyen(delais):
    with pytest.raises(NonCalculable):
        bfr.temps_moyen(delais)


def test_le_stock_publie_de_15_jours_s_ecoule_en_50_jours_et_non_en_16():
    besoins = bfr.bfre_normatif([("Marchandises", 50, 0.30)], 360_000)
    assert besoins["jours_ca"].tolist() == [15]  # le corrigé publié écrit 5 / 0,3
    assert besoins["montant"].tolist() == [15_000]


def test_le_poste_fournisseurs_publie_vaut_150_000_euros():
    besoins = bfr.bfre_normatif([("Fournisseurs", 60, -0.50)], ca_ht=1_800_000)
    assert besoins.loc[0].tolist() == ["Fournisseurs", -30, -150_000]


def test_le_besoin_normatif_garde_l_ordre_les_signes_et_dit_son_annee():
    postes = [("Stocks", 20, 1), ("Clients", 2, 1), ("Fournisseurs", 50, -1)]
    besoins = bfr.bfre_normatif(postes, ca_ht=3_600_000)
    assert list(besoins.columns) == ["poste", "jours_ca", "montant"]
    assert besoins["poste"].tolist() == ["Stocks", "Clients", "Fournisseurs"]
    assert besoins["jours_ca"].sum() == -28
    assert besoins["montant"].sum() == -280_000
    assert besoins.attrs == {"ca_ht": 3_600_000, "base": 360}
    assert postes[0] == ("Stocks", 20, 1)


@given(st.integers(1, 10**7), st.integers(1, 100))
@sans_hate
def test_le_besoin_en_jours_ne_change_pas_quand_les_ventes_croissent(ca, hausse):
    postes = [("Stocks", 40, 0.6), ("Clients", 45, 1.2), ("TVA collectée", 35, -0.2)]
    avant = bfr.bfre_normatif(postes, ca)
    apres = bfr.bfre_normatif(postes, ca + hausse)
    assert avant["jours_ca"].tolist() == apres["jours_ca"].tolist()
    variation = apres["montant"].sum() - avant["montant"].sum()
    assert variation == pytest.approx((24 + 54 - 7) * hausse / 360, abs=1e-6)


def test_un_tableau_de_postes_convient():
    tableau = pd.DataFrame({"poste": ["Stocks"], "te": [40], "cs": [0.6]})
    assert bfr.bfre_normatif(tableau, 3600)["montant"].tolist() == [240]


# --- L'effet d'un délai


def test_dix_jours_de_moins_degagent_de_la_tresorerie():
    effet = bfr.effet_delai(10, 1_440_000, taux=0.06)
    assert tuple(effet) == (40_000, 2_400)
    texte = str(effet).replace("\u202f", " ").replace("\xa0", " ")
    assert "10 × 1 440 000,00 € / 360 = 40 000,00 €" in texte
    assert "40 000,00 € × 6,00 % = 2 400,00 €" in texte


@given(montants, st.integers(1, 90), st.integers(1, 90))
@sans_hate
def test_la_tresorerie_degagee_est_l_ecart_des_creances(ca, avant, gagnes):
    creances = [jours * ca / 360 for jours in (avant + gagnes, avant)]
    delais = [bfr.delai_clients(montant, ca) for montant in creances]
    degagee = bfr.effet_delai(delais[0] - delais[1], ca, taux=0.05).tresorerie
    assert degagee == pytest.approx(creances[0] - creances[1], rel=1e-6)


def test_un_delai_allonge_coute():
    assert tuple(bfr.effet_delai(-10, 3_600_000, taux=0.06)) == (-100_000, -6_000)


# --- Les mauvaises entrées

BONS = {
    bfr.delai_clients: {"creances_ttc": 1, "ventes_ttc": 2, "jours": 360},
    bfr.delai_fournisseurs: {"dettes_ttc": 1, "achats_ttc": 2, "jours": 360},
    bfr.duree_stockage: {"stock_initial": 1, "stock_final": 1, "cout_annuel": 2, "jours": 360},
    bfr.rotation_stock: {"stock_initial": 1, "stock_final": 1, "cout_annuel": 2},
    bfr.equilibre: {
        "ressources_stables": 5,
        "emplois_stables": 4,
        "actif_exploitation": 3,
        "passif_exploitation": 2,
        "actif_hors_exploitation": 1,
        "passif_hors_exploitation": 1,
    },
    bfr.temps_ecoulement: {"jours": 30, "fin_de_mois": True, "le": 10},
    bfr.temps_moyen: {"delais": [(1, 30)]},
    bfr.bfre_normatif: {"postes": [("Stocks", 30, 1)], "ca_ht": 1},
    bfr.effet_delai: {"jours": 10, "ca_ttc": 1, "taux": 0.05},
}
REFUS = [(f, nom) for f, arguments in BONS.items() for nom in arguments]


@pytest.mark.parametrize("intrus", [None, "12", float("nan"), float("inf"), {"a": 1}], ids=repr)
@pytest.mark.parametrize(("fonction", "nom"), REFUS)
def test_rien_d_autre_que_des_nombres_et_jamais_d_erreur_brute(fonction, nom, intrus):
    with pytest.raises(ErreurGrc):
        fonction(**BONS[fonction] | {nom: intrus})


@pytest.mark.parametrize(
    ("fonction", "nom"),
    [r for r in REFUS if r[1] not in ("ressources_stables", "fin_de_mois", "postes", "delais")],
)
def test_un_montant_negatif_est_refuse(fonction, nom):
    if (fonction, nom) != (bfr.effet_delai, "jours"):
        with pytest.raises(ArgumentInvalide, match=nom):
            fonction(**BONS[fonction] | {nom: -1})


@pytest.mark.parametrize(
    ("fonction", "arguments"),
    [
        (bfr.temps_ecoulement, {"le": 32}),
        (bfr.temps_ecoulement, {"le": 2.5}),
        (bfr.temps_moyen, {"delais": [(-0.5, 30), (1.5, 60)]}),
        (bfr.temps_moyen, {"delais": [(1, 30, 5)]}),
        (bfr.bfre_normatif, {"postes": [("Stocks", 30)], "ca_ht": 100}),
        (bfr.bfre_normatif, {"postes": [("Stocks", [30, 40], 1)], "ca_ht": 100}),
        (bfr.bfre_normatif, {"postes": [("Stocks", 30, None)], "ca_ht": 100}),
        (bfr.bfre_normatif, {"postes": [("  ", 30, 1)], "ca_ht": 100}),
        (bfr.bfre_normatif, {"postes": [(3, 30, 1)], "ca_ht": 100}),
        (bfr.bfre_normatif, {"postes": [("Stocks", 30, 1)], "ca_ht": 0}),
        (bfr.effet_delai, {"jours": 10, "ca_ttc": 100, "taux": 6}),
        (bfr.delai_clients, {"creances_ttc": 1, "ventes_ttc": 2, "jours": 0}),
    ],
)
def test_une_entree_hors_domaine_est_refusee(fonction, arguments):
    with pytest.raises(ArgumentInvalide):
        fonction(**arguments)


def test_fin_de_mois_est_vrai_ou_faux():
    with pytest.raises(MauvaisType, match="True ou False"):
        bfr.temps_ecoulement(30, fin_de_mois="non")


def test_aucun_poste_aucun_besoin():
    with pytest.raises(NonCalculable, match="vide"):
        bfr.bfre_normatif([], 100)


def test_l_erreur_nomme_le_poste_fautif():
    with pytest.raises(MauvaisType, match="coefficient de « Clients »"):
        bfr.bfre_normatif([("Stocks", 30, 1), ("Clients", 30, "1,2")], 100)
