"""La prospection (S823, S531) : entonnoir, charge, coûts par étape, plan sous budget, suivi."""

import math
from decimal import Decimal

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from grc_lib import prospection
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

sans_hate = settings(max_examples=60, deadline=None)
taux_possibles = st.integers(1, 100).map(lambda centiemes: centiemes / 100)


# --- entonnoir


@given(st.integers(0, 500), taux_possibles, taux_possibles)
@sans_hate
def test_l_entonnoir_suffit_et_un_contact_de_moins_ne_suffit_pas(ventes, conclusion, rendez_vous):
    but = prospection.entonnoir(ventes, taux_conclusion=conclusion, taux_rendez_vous=rendez_vous)
    a, b = Decimal(str(conclusion)), Decimal(str(rendez_vous))
    assert but.rendez_vous * a >= ventes
    assert (but.rendez_vous - 1) * a < ventes
    assert but.contacts * b >= but.rendez_vous
    assert (but.contacts - 1) * b < but.rendez_vous


def test_l_entonnoir_montre_ses_denominateurs():
    but = prospection.entonnoir(20, taux_conclusion=0.25, taux_rendez_vous=0.04)
    assert tuple(but) == (80, 2000)
    assert "20 / 25,00\u202f% = 80" in str(but)
    assert "taux de conclusion = ventes / rendez-vous" in str(but)
    assert "2\u202f000" in but._repr_html_()


@pytest.mark.parametrize(
    ("ventes", "conclusion", "rendez_vous", "motif"),
    [
        (20, 25, 0.04, "« taux_conclusion » : attendu un taux décimal"),
        (20, 0.25, [0.04], "« taux_rendez_vous »"),
        (20, 0, 0.04, "taux nul"),
        (-1, 0.25, 0.04, "« ventes »"),
        (2.5, 0.25, 0.04, "« ventes »"),
        ("20", 0.25, 0.04, "« ventes »"),
        (20, float("nan"), 0.04, "« taux_conclusion »"),
    ],
)
def test_un_entonnoir_impossible_dit_pourquoi(ventes, conclusion, rendez_vous, motif):
    with pytest.raises(ErreurGrc, match=motif):
        prospection.entonnoir(ventes, taux_conclusion=conclusion, taux_rendez_vous=rendez_vous)


# --- coûts par étape, point de retour


def test_les_taux_du_corrige_de_2011_se_lisent_etape_par_etape():
    etapes = [("contacts", 2000), ("rendez-vous", 80), ("ventes", 20)]
    couts = prospection.couts_par_etape(4000, etapes)
    assert couts["taux"].tolist()[1:] == [0.04, 0.25]
    assert couts.loc["ventes", "taux_cumule"] == 0.01
    assert couts["cout_unitaire"].tolist() == [2, 50, 200]


def test_une_etape_vide_n_a_ni_cout_unitaire_ni_suite():
    couts = prospection.couts_par_etape(100, [("appels", 50), ("rendez-vous", 0), ("ventes", 0)])
    assert couts["cout_unitaire"].isna().tolist() == [False, True, True]
    assert couts["taux"].isna().tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("depense", "etapes", "motif"),
    [
        (100, [], "aucune étape"),
        (100, [("appels", 10), ("ventes", 20)], "« ventes » : 20"),
        (100, [("appels", 10.5)], "« etapes, ligne 1 »"),
        (100, [("appels", -1)], "« etapes, ligne 1 »"),
        (100, ["appels"], "« etapes, ligne 1 »"),
        (-1, [("appels", 10)], "« depense »"),
    ],
)
def test_des_etapes_impossibles_sont_refusees(depense, etapes, motif):
    with pytest.raises(ErreurGrc, match=motif):
        prospection.couts_par_etape(depense, etapes)


@given(st.integers(0, 10**6), st.integers(1, 10**4), st.integers(1, 10**5))
@sans_hate
def test_le_point_de_retour_rembourse_l_operation_de_justesse(cout, marge, contacts):
    retour = prospection.point_de_retour(cout, marge, contacts)
    assert retour.commandes == -(-cout // marge)
    assert math.isclose(retour.taux * contacts * marge, cout)


@pytest.mark.parametrize(("marge", "contacts"), [(0, 100), (-5, 100), (5, 0), (5, 2.5)])
def test_un_point_de_retour_sans_marge_ou_sans_contact_est_refuse(marge, contacts):
    with pytest.raises(ArgumentInvalide):
        prospection.point_de_retour(100, marge, contacts)


# --- charge


def test_la_charge_additionne_les_groupes_de_clients():
    resultat = prospection.charge([(100, 2, 1.5), (40, 12, 0.5)], heures_disponibles=450)
    assert tuple(resultat) == (540, 1.2, 1.2, 2)
    assert "100 × 2 × 1,5 + 40 × 12 × 0,5" in str(resultat)
    assert "540 h" in str(resultat)


def test_la_charge_se_lit_aussi_dans_un_tableau():
    groupes = [(100, 2, 1.5), (40, 12, 0.5)]
    tableau = pd.DataFrame(groupes, columns=["clients", "frequence", "heures"])
    ici = prospection.charge(tableau, heures_disponibles=450)
    assert tuple(ici) == tuple(prospection.charge(groupes, heures_disponibles=450))


def test_une_charge_juste_egale_a_deux_personnes_en_demande_deux():
    assert prospection.charge([(7, 0.1, 30)], heures_disponibles=10.5).effectif_entier == 2


@pytest.mark.parametrize(
    ("clients", "heures", "motif"),
    [
        ([], 900, "aucun groupe"),
        ([(10, 2, 3)], 0, "Aucune heure"),
        ([(10, 2, 3)], -1, "« heures_disponibles »"),
        ([(10, -2, 3)], 900, "« clients, ligne 1 »"),
        ([(10, 2)], 900, "« clients, ligne 1 »"),
        ([(10, [2], 3)], 900, "« clients, ligne 1 »"),
        ("dix", 900, "« clients »"),
    ],
)
def test_une_charge_impossible_dit_pourquoi(clients, heures, motif):
    with pytest.raises(ErreurGrc, match=motif):
        prospection.charge(clients, heures_disponibles=heures)


# --- plan


outils_possibles = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.integers(1, 50),
        st.integers(0, 20).map(lambda centiemes: centiemes / 100),
        st.integers(0, 100),
    ),
    min_size=1,
    max_size=5,
)


@given(outils_possibles, st.integers(0, 3000))
@sans_hate
def test_le_plan_vaut_l_optimum_a_un_contact_pres_et_tient_dans_le_budget(outils, budget):
    plan = prospection.plan(outils, budget=budget)
    assert plan["cout"].sum() <= budget
    couts, rendements, bornes = zip(*[(c, -r, (0, n)) for _, c, r, n in outils], strict=True)
    optimum = -linprog(rendements, A_ub=[couts], b_ub=[budget], bounds=bornes).fun
    assert optimum - max(r for _, _, r, _ in outils) * len(outils) <= plan["ventes"].sum()
    assert plan["ventes"].sum() <= optimum + 1e-9


def test_l_outil_le_moins_cher_par_contact_n_est_pas_le_plus_efficace():
    outils = [("courriel", 0.1, 0.0001, 9000), ("visite", 80, 0.2, 10)]
    plan = prospection.plan(outils, budget=800)
    assert plan.index.tolist() == ["visite", "courriel"]
    assert plan["contacts"].tolist() == [10, 0]


def test_un_outil_sans_rendement_n_est_pas_employe():
    plan = prospection.plan([("tract", 1, 0, 100)], budget=50)
    assert plan.loc["tract", "contacts"] == 0
    assert pd.isna(plan.loc["tract", "cout_par_vente"])


def test_le_budget_se_depense_au_centime():
    assert prospection.plan([("lettre", 0.1, 0.5, 9)], budget=0.3)["contacts"].tolist() == [3]


@pytest.mark.parametrize(
    ("outils", "budget", "motif"),
    [
        ([], 100, "aucun outil"),
        ([("visite", 0, 0.1, 5)], 100, "« outils, ligne 1 : cout_contact »"),
        ([("visite", 9, 15, 5)], 100, "« outils, ligne 1 : rendement »"),
        ([("visite", 9, 0.1, 5.5)], 100, "« outils, ligne 1 : contacts_max »"),
        ([("visite", [9], 0.1, 5)], 100, "« outils, ligne 1 : cout_contact »"),
        ([("visite", 9, 0.1, 5)], -1, "« budget »"),
    ],
)
def test_un_plan_impossible_dit_pourquoi(outils, budget, motif):
    with pytest.raises(ErreurGrc, match=motif):
        prospection.plan(outils, budget=budget)


# --- suivi

AFFAIRES = pd.DataFrame(
    {
        "etape": ["devis", "contact", "devis", "accord"],
        "montant": [20_000, 50_000, 30_000, 10_000.50],
        "probabilite": [0.5, 0.1, 0.6, 0.9],
        "relance": ["2026-06-15", "2026-07-10", None, "2026-06-30"],
    }
)


def test_le_suivi_pondere_et_compte_les_relances_dues():
    tableau = prospection.suivi(AFFAIRES, date="2026-06-30")
    assert tableau.index.tolist() == ["contact", "devis", "accord"]
    assert tableau["montant_pondere"].tolist() == [5000, 28000, 9000.45]
    assert tableau["a_relancer"].tolist() == [0, 1, 1]
    assert tableau["sans_relance"].tolist() == [0, 1, 0]


def test_le_suivi_se_lit_aussi_dans_une_relation_avec_d_autres_noms():
    base = duckdb.connect()
    renommees = AFFAIRES.rename(columns={"etape": "phase", "montant": "ht"})
    relation = base.from_df(renommees)
    recu = prospection.suivi(relation, date="2026-06-30", etape="phase", montant="ht")
    pd.testing.assert_frame_equal(recu, prospection.suivi(AFFAIRES, date="2026-06-30"))


def test_sans_affaire_le_suivi_est_vide_et_de_meme_forme():
    vide = prospection.suivi(AFFAIRES.iloc[:0], date="2026-06-30")
    assert len(vide) == 0
    assert list(vide) == list(prospection.suivi(AFFAIRES, date="2026-06-30"))


@pytest.mark.parametrize(
    ("colonne", "valeur", "motif"),
    [
        ("etape", None, "« etape »"),
        ("montant", -5, "« montant »"),
        ("montant", None, "« montant »"),
        ("probabilite", 50, "« probabilite » : attendu une probabilité décimale"),
        ("relance", "demain", "« relance »"),
    ],
)
def test_une_affaire_incomplete_est_signalee(colonne, valeur, motif):
    affaires = AFFAIRES.copy()
    affaires[colonne] = affaires[colonne].astype(object)
    affaires.loc[0, colonne] = valeur
    affaires[colonne] = affaires[colonne].infer_objects()
    with pytest.raises(ArgumentInvalide, match=f"{motif}.*1 ligne"):
        prospection.suivi(affaires, date="2026-06-30")


def test_des_montants_en_texte_ou_une_colonne_absente_sont_refuses():
    with pytest.raises(MauvaisType, match="« montant »"):
        prospection.suivi(AFFAIRES.astype({"montant": str}), date="2026-06-30")
    with pytest.raises(ArgumentInvalide, match="« relance » : attendu une colonne"):
        prospection.suivi(AFFAIRES.drop(columns="relance"), date="2026-06-30")


def test_rien_a_conclure_n_est_pas_un_objectif_impossible():
    assert tuple(prospection.entonnoir(0, taux_conclusion=1, taux_rendez_vous=1)) == (0, 0)
    with pytest.raises(NonCalculable):
        prospection.entonnoir(0, taux_conclusion=0, taux_rendez_vous=1)
