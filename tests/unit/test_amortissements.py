"""L'amortissement : plans publiés, propriétés comptables, mauvaises entrées."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import amortissements
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

sans_hate = settings(deadline=None, max_examples=40)
bases = st.integers(1, 10**9).map(lambda c: c / 100)
dates = st.dates(dt.date(2001, 1, 1), dt.date(2060, 12, 31))
annees = st.integers(1, 20)


def solde_au_centime(plan, base, residuelle=0.0):
    """Les égalités que tout plan d'amortissement respecte."""
    en_centimes = (plan[["dotation", "cumul", "vnc"]] * 100).round(6)
    assert (en_centimes == en_centimes.round()).all(axis=None)
    assert plan["dotation"].sum() == pytest.approx(base - residuelle, abs=1e-4)
    assert plan["cumul"].iloc[-1] == pytest.approx(base - residuelle, abs=1e-6)
    assert plan["vnc"].iloc[-1] == pytest.approx(residuelle, abs=1e-9)
    assert (plan["dotation"] >= 0).all()
    assert plan["vnc"].is_monotonic_decreasing
    assert (plan["cumul"] + plan["vnc"]).to_numpy() == pytest.approx(base)
    assert plan["exercice"].diff().dropna().eq(1).all()


# --- Le linéaire


def test_un_plan_en_cours_d_annee_a_un_exercice_de_plus():
    plan = amortissements.lineaire(12_000, 5, "2025-10-01")
    assert list(plan.columns) == ["exercice", "dotation", "cumul", "vnc"]
    assert plan["exercice"].tolist() == [2025, 2026, 2027, 2028, 2029, 2030]
    assert plan["dotation"].tolist() == [600, 2400, 2400, 2400, 2400, 1800]
    assert plan["vnc"].tolist() == [11_400, 9_000, 6_600, 4_200, 1_800, 0]


def test_un_bien_mis_en_service_le_1er_janvier_a_autant_d_exercices_que_d_annees():
    plan = amortissements.lineaire(10_000, 3, dt.date(2026, 1, 1))
    assert plan["dotation"].tolist() == [3333.33, 3333.33, 3333.34]


def test_la_valeur_residuelle_ne_s_amortit_pas():
    plan = amortissements.lineaire(20_000, 4, "2026-01-01", valeur_residuelle=4_000)
    assert plan["dotation"].tolist() == [4_000] * 4
    assert plan["vnc"].tolist() == [16_000, 12_000, 8_000, 4_000]
    assert plan.attrs["valeur_residuelle"] == 4_000


@pytest.mark.parametrize(
    ("jour", "attendus"),
    [
        ("2026-03-15", 286),  # 16 jours en mars et neuf mois
        ("2026-01-01", 360),
        ("2026-01-02", 359),
        ("2026-02-28", 303),
        ("2026-10-30", 61),
        ("2026-10-31", 61),  # un mois n'a que trente jours
        ("2026-12-31", 1),
    ],
)
def test_le_prorata_se_compte_en_jours_sur_360_jour_de_mise_en_service_compris(jour, attendus):
    premiere = amortissements.lineaire(3600, 1, jour)["dotation"].iloc[0]
    assert premiere == pytest.approx(10 * attendus)
    assert "jours sur 360" in amortissements.lineaire(3600, 1, jour).attrs["prorata"]


@given(bases, annees, dates, st.integers(0, 99))
@sans_hate
def test_le_lineaire_solde_au_centime_sur_n_ou_n_plus_un_exercices(base, duree, jour, pourcent):
    residuelle = int(base * pourcent) / 100
    plan = amortissements.lineaire(base, duree, jour, valeur_residuelle=residuelle)
    solde_au_centime(plan, base, residuelle)
    assert len(plan) == duree + ((jour.month, jour.day) != (1, 1))
    assert plan["exercice"].iloc[0] == jour.year


@given(bases, annees, dates)
@sans_hate
def test_le_cumul_suit_le_temps_ecoule(base, duree, jour):
    depart = 30 * (jour.month - 1) + min(jour.day, 30) - 1
    plan = amortissements.lineaire(base, duree, jour)
    for rang, cumul in enumerate(plan["cumul"], 1):
        ecoules = min(360 * rang - depart, 360 * duree)
        assert cumul == pytest.approx(base * ecoules / (360 * duree), abs=0.005 * (rang + 1))


def test_une_base_minuscule_ne_donne_jamais_de_dotation_negative():
    plan = amortissements.lineaire(0.06, 10, "2026-01-01")
    assert plan["dotation"].tolist() == [0.01] * 6 + [0] * 4


# --- Le dégressif


def test_le_plan_publie_sur_dix_ans_a_partir_d_avril():
    plan = amortissements.degressif(40_000, 10, "2025-04-18")
    publie = [6750, 7481.25, 5797.97, 4493.43, 3482.40, 2698.86, 2324.02, 2324.02, 2324.03, 2324.02]
    assert plan["dotation"].tolist() == publie
    restants = [33_250, 25_768.75, 19_970.78, 15_477.35, 11_994.95, 9_296.09]
    assert plan["vnc"].tolist() == [*restants, 6_972.07, 4_648.05, 2_324.02, 0]
    assert plan["taux"].round(4).tolist() == [0.225] * 6 + [0.25, 0.3333, 0.5, 1]


def test_la_premiere_annuite_publiee_de_mai_compte_huit_mois():
    plan = amortissements.degressif(200_000, 10, "2025-05-05")
    assert plan["dotation"].iloc[0] == 30_000
    assert plan["taux"].ne(0.225).sum() == 4  # le linéaire, sur les quatre derniers exercices


def test_le_degressif_se_compte_en_mois_entiers_et_non_en_jours():
    debut, fin = (amortissements.degressif(10_000, 5, f"2025-04-{j}") for j in ("01", "30"))
    assert debut["dotation"].iloc[0] == fin["dotation"].iloc[0] == 2_625  # 10 000 × 35 % × 9 / 12
    assert len(debut) == 5  # pas d'exercice de plus, contrairement au linéaire


def test_un_coefficient_donne_remplace_le_coefficient_fiscal():
    plan = amortissements.degressif(14_000, 5, "2025-01-01", coefficient=2)
    assert plan["dotation"].tolist() == [5600, 3360, 2016, 1512, 1512]
    assert plan.attrs["coefficient"] == 2
    assert amortissements.degressif(14_000, 5, "2025-01-01").attrs["coefficient"] == 1.75


@given(bases, st.integers(3, 20), dates)
@sans_hate
def test_le_degressif_solde_au_centime_en_autant_d_exercices_que_d_annees(base, duree, jour):
    plan = amortissements.degressif(base, duree, jour)
    solde_au_centime(plan, base)
    assert len(plan) == duree
    assert plan["taux"].is_monotonic_increasing


@given(st.integers(10**5, 10**9).map(lambda c: c / 100), st.integers(3, 20), dates)
@sans_hate
def test_apres_la_bascule_les_dotations_sont_egales(base, duree, jour):
    plan = amortissements.degressif(base, duree, jour)
    degressif = plan["taux"].iloc[0]
    lineaires = plan.loc[plan["taux"] > degressif, "dotation"]
    assert lineaires.max() - lineaires.min() <= 0.02
    for restants, taux in zip(range(duree, 0, -1), plan["taux"], strict=True):
        assert bool(taux > degressif) is bool(1 / restants > degressif)


@given(st.integers(3, 20))
@sans_hate
def test_un_coefficient_de_un_redonne_le_lineaire(duree):
    degressif = amortissements.degressif(36_000, duree, "2026-01-01", coefficient=1)
    lineaire = amortissements.lineaire(36_000, duree, "2026-01-01")
    assert degressif["vnc"].to_numpy() == pytest.approx(lineaire["vnc"].to_numpy(), abs=0.2)


def test_les_coefficients_fiscaux():
    durees = range(3, 11)
    attendus = [1.25, 1.25, 1.75, 1.75, 2.25, 2.25, 2.25, 2.25]
    assert [amortissements.coefficient_degressif(n) for n in durees] == attendus


@pytest.mark.parametrize("duree", [1, 2])
def test_un_bien_de_moins_de_trois_ans_ne_s_amortit_pas_en_degressif(duree):
    for refus in (
        lambda: amortissements.coefficient_degressif(duree),
        lambda: amortissements.degressif(1000, duree, "2026-01-01", coefficient=1),
    ):
        with pytest.raises(ArgumentInvalide, match="au moins 3 ans"):
            refus()


# --- Les unités d'œuvre et le coût d'une opération


def test_le_vehicule_publie_s_amortit_au_kilometre_et_rien_l_annee_ou_il_ne_roule_pas():
    plan = amortissements.unites_oeuvre(20_000, [30_000, 0, 60_000, 90_000, 120_000])
    assert plan["exercice"].tolist() == [1, 2, 3, 4, 5]
    assert plan["dotation"].tolist() == [2_000, 0, 4_000, 6_000, 8_000]
    assert plan["vnc"].tolist() == [18_000, 18_000, 14_000, 8_000, 0]


def test_le_centime_qui_reste_va_au_dernier_exercice_d_usage():
    plan = amortissements.unites_oeuvre(100, pd.Series([1, 1, 1, 0]))
    assert plan["dotation"].tolist() == [33.33, 33.33, 33.34, 0]


@given(bases, st.lists(st.integers(0, 500), min_size=1, max_size=12).filter(any))
@sans_hate
def test_les_unites_d_oeuvre_soldent_au_centime(base, unites):
    plan = amortissements.unites_oeuvre(base, unites)
    solde_au_centime(plan, base)
    attendues = [base * u / sum(unites) for u in unites]
    assert plan["dotation"].to_numpy() == pytest.approx(attendues, abs=0.005 * (len(unites) + 1))
    assert plan.loc[[u == 0 for u in unites], "dotation"].eq(0).all()


@pytest.mark.parametrize("unites", [[], [0, 0]])
def test_sans_usage_il_n_y_a_pas_de_plan(unites):
    with pytest.raises(NonCalculable):
        amortissements.unites_oeuvre(1000, unites)


def test_l_unite_d_oeuvre_ne_modifie_pas_la_liste_recue():
    unites = np.array([3, 5, 2])
    amortissements.unites_oeuvre(1000, unites)
    assert unites.tolist() == [3, 5, 2]


def test_un_stand_de_quatre_ans_pour_trois_mois():
    assert amortissements.cout_utilisation(9_000, duree=4, mois=3) == 562.5
    assert amortissements.cout_utilisation(9_000, duree=4, mois=0) == 0


@given(bases, annees)
@sans_hate
def test_toute_la_vie_du_bien_coute_son_prix(base, duree):
    entier = amortissements.cout_utilisation(base, duree=duree, mois=12 * duree)
    assert entier == pytest.approx(base)
    annuel = amortissements.lineaire(base, duree, "2026-01-01")["dotation"].iloc[0]
    un_an = amortissements.cout_utilisation(base, duree=duree, mois=12)
    assert un_an == pytest.approx(annuel, abs=0.0051)


# --- Les mauvaises entrées


@pytest.mark.parametrize(
    ("fonction", "arguments"),
    [
        (amortissements.lineaire, (0, 5, "2026-01-01")),
        (amortissements.lineaire, (-1000, 5, "2026-01-01")),
        (amortissements.lineaire, (1000, 0, "2026-01-01")),
        (amortissements.lineaire, (1000, 2.5, "2026-01-01")),
        (amortissements.lineaire, (1000, 120, "2026-01-01")),
        (amortissements.lineaire, (1000, 5, "2026-13-01")),
        (amortissements.lineaire, (1000, 5, "01/10/2026")),
        (amortissements.degressif, (0, 5, "2026-01-01")),
        (amortissements.degressif, (1000, 5, "2026-02-30")),
        (amortissements.coefficient_degressif, (4.5,)),
        (amortissements.unites_oeuvre, (1000, [10, -1])),
        (amortissements.unites_oeuvre, (0, [10, 20])),
    ],
)
def test_une_entree_hors_domaine_est_refusee(fonction, arguments):
    with pytest.raises(ArgumentInvalide):
        fonction(*arguments)


@pytest.mark.parametrize("residuelle", [1000, 1200, -1])
def test_une_valeur_residuelle_reste_entre_zero_et_la_base(residuelle):
    with pytest.raises(ArgumentInvalide, match="valeur_residuelle"):
        amortissements.lineaire(1000, 5, "2026-01-01", valeur_residuelle=residuelle)


@pytest.mark.parametrize("coefficient", [0, 0.9, 5.1, -1])
def test_un_coefficient_reste_entre_un_et_la_duree(coefficient):
    with pytest.raises(ArgumentInvalide, match="coefficient"):
        amortissements.degressif(1000, 5, "2026-01-01", coefficient=coefficient)


def test_une_operation_ne_dure_pas_plus_que_le_bien():
    with pytest.raises(ArgumentInvalide, match="au plus 48 mois"):
        amortissements.cout_utilisation(9_000, duree=4, mois=49)


def test_une_duree_en_mois_est_reconnue():
    with pytest.raises(ArgumentInvalide, match="et non de mois"):
        amortissements.lineaire(1000, 101, "2026-01-01")
    assert len(amortissements.lineaire(1000, 100, "2026-01-01")) == 100


BONS = {
    amortissements.lineaire: {
        "base": 1000,
        "duree": 5,
        "mise_en_service": "2026-01-01",
        "valeur_residuelle": 100,
    },
    amortissements.degressif: {
        "base": 1000,
        "duree": 5,
        "mise_en_service": "2026-01-01",
        "coefficient": 1.75,
    },
    amortissements.unites_oeuvre: {"base": 1000, "unites": [1, 2]},
    amortissements.coefficient_degressif: {"duree": 5},
    amortissements.cout_utilisation: {"base": 1000, "duree": 5, "mois": 3},
}


@pytest.mark.parametrize(
    "intrus",
    [None, "abc", True, float("nan"), float("inf"), pd.NaT, {}, np.ones((2, 2)), ["a", "b"]],
    ids=repr,
)
def test_rien_d_autre_que_des_nombres_et_jamais_d_erreur_brute(intrus):
    for fonction, arguments in BONS.items():
        for nom in arguments:
            if nom != "coefficient" or intrus is not None:
                with pytest.raises(ErreurGrc):
                    fonction(**arguments | {nom: intrus})


def test_une_liste_de_biens_se_traite_un_par_un():
    with pytest.raises(MauvaisType, match="base"):
        amortissements.lineaire(pd.Series([1000, 2000]), 5, "2026-01-01")
