"""Dimensionner et lire une enquête : tables publiées, statsmodels, propriétés, limites."""

import math

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint, samplesize_confint_proportion

from grc_lib import enquete
from grc_lib.erreurs import ErreurGrc, MauvaisType, NonCalculable

sans_hate = settings(deadline=None, max_examples=40)
parts = st.integers(1, 99).map(lambda p: p / 100)

# --- Taille d'un échantillon


def test_il_faut_385_reponses_pour_une_erreur_de_cinq_points():
    assert enquete.taille_echantillon() == 385
    assert enquete.taille_echantillon(t=1.96) == 385


def test_une_population_de_mille_clients_n_en_demande_que_278():
    assert enquete.taille_echantillon(population=1000) == 278


def test_la_correction_de_population_finie_retire_une_unite():
    # n = 2² × 0,25 / 0,1² = 100 ; 100 / (1 + 99/100) = 50,25, et non 100 / (1 + 100/100) = 50
    assert enquete.taille_echantillon(0.10, population=100, t=2) == 51


def test_le_t_arrondi_a_deux_de_certains_manuels_donne_400():
    assert enquete.taille_echantillon(t=2) == 400


@pytest.mark.parametrize(
    ("confiance", "t"), [(0.90, 1.645), (0.95, 1.96), (0.99, 2.576), (0.999, 3.291)]
)
def test_le_coefficient_est_celui_de_la_table_de_la_loi_normale(confiance, t):
    assert enquete.intervalle_proportion(0.4, 50, confiance).t == t


@pytest.mark.parametrize(("erreur", "attendu"), [(0.01, 9604), (0.02, 2401), (0.07, 196)])
def test_un_compte_rond_ne_s_arrondit_pas_au_dessus(erreur, attendu):
    assert enquete.taille_echantillon(erreur) == attendu


@pytest.mark.parametrize(
    ("population", "publie"),
    [
        (10, 10), (50, 44), (100, 80), (200, 132), (500, 217), (1000, 278), (5000, 357),
        (10_000, 370), (75_000, 382),
    ],
)  # fmt: skip
def test_la_table_de_krejcie_et_morgan_est_retrouvee_a_l_arrondi_pres(population, publie):
    assert enquete.taille_echantillon(population=population) - publie in (0, 1)


@given(st.integers(1, 30).map(lambda e: e / 100), parts, st.sampled_from([0.90, 0.95, 0.99]))
@sans_hate
def test_la_taille_est_celle_de_statsmodels(erreur, proportion, confiance):
    oracle = samplesize_confint_proportion(proportion, erreur, alpha=1 - confiance)
    taille = enquete.taille_echantillon(erreur, confiance, proportion)
    assert oracle * 0.999 <= taille <= oracle * 1.001 + 1


@given(st.integers(1, 50), parts, st.integers(1, 10**7))
@sans_hate
def test_l_echantillon_tient_dans_la_population(points, proportion, population):
    erreur = points / 100
    taille = enquete.taille_echantillon(erreur, proportion=proportion, population=population)
    assert 1 <= taille <= population
    assert taille <= enquete.taille_echantillon(erreur, proportion=proportion)


@pytest.mark.parametrize("population", [None, 3000])
def test_la_taille_calculee_tient_l_erreur_promise(population):
    taille = enquete.taille_echantillon(0.04, proportion=0.3, population=population)
    marges = [
        enquete.intervalle_proportion(0.3, n, population=population).marge
        for n in (taille - 1, taille)
    ]
    assert marges[1] <= 0.04 < marges[0]


def test_une_erreur_nulle_demande_un_recensement():
    with pytest.raises(NonCalculable, match="toute la population"):
        enquete.taille_echantillon(0)


# --- Intervalle d'une proportion


@given(st.integers(1, 499), st.integers(500, 5000), st.sampled_from([0.90, 0.95, 0.99]))
@sans_hate
def test_l_intervalle_est_celui_de_statsmodels(oui, n, confiance):
    oracle = proportion_confint(oui, n, alpha=1 - confiance, method="normal")
    assert tuple(enquete.intervalle_proportion(oui / n, n, confiance)) == pytest.approx(
        oracle, rel=1e-3, abs=1e-4
    )


def test_l_intervalle_se_calcule_comme_a_la_main():
    bas, haut = enquete.intervalle_proportion(0.42, 400)
    marge = 1.96 * math.sqrt(0.42 * 0.58 / 400)
    assert (bas, haut) == (pytest.approx(0.42 - marge), pytest.approx(0.42 + marge))


@given(parts, st.integers(1, 2000), st.integers(0, 5000))
@sans_hate
def test_une_population_finie_resserre_l_intervalle(f, n, autres):
    infini = enquete.intervalle_proportion(f, n)
    fini = enquete.intervalle_proportion(f, n, population=n + autres)
    assert 0 <= infini.bas <= fini.bas <= f <= fini.haut <= infini.haut <= 1


def test_la_correction_de_population_finie_est_celle_du_tirage_sans_remise():
    fini = enquete.intervalle_proportion(0.5, 100, population=401)
    assert fini.marge == pytest.approx(1.96 * 0.05 * math.sqrt(301 / 400))


def test_un_recensement_n_a_pas_de_marge():
    assert tuple(enquete.intervalle_proportion(0.3, 50, population=50)) == (0.3, 0.3)
    assert tuple(enquete.intervalle_proportion(1, 1, population=1)) == (1, 1)


@pytest.mark.parametrize("f", [0, 1])
def test_des_reponses_unanimes_ne_donnent_pas_une_certitude(f):
    with pytest.raises(NonCalculable, match="unanimes"):
        enquete.intervalle_proportion(f, 30)


def test_l_intervalle_montre_sa_marge_et_son_t():
    lu = str(enquete.intervalle_proportion(0.42, 400)).replace("\u202f", " ")
    assert "1,96 × √(0,42 × 0,58 / 400) = 4,84 points" in lu
    assert "42,00 % − 4,84 % = 37,16 %" in lu and "42,00 % + 4,84 % = 46,84 %" in lu
    assert "t = 1,96 pour 95 % de confiance" in lu
    assert "approximation" not in lu


def test_l_intervalle_avoue_ses_limites():
    lu = str(enquete.intervalle_proportion(0.02, 100, population=1000)).replace("\u202f", " ")
    assert "ramené à 0 = 0,00 %" in lu
    assert "moins de 5 réponses d'un côté" in lu
    assert "√((1 000 − 100) / (1 000 − 1))" in lu
    haut = str(enquete.intervalle_proportion(0.98, 100, t=2))
    assert "ramené à 1 = 100,00" in haut and "t = " not in haut
    assert "<caption" in enquete.intervalle_proportion(0.5, 10)._repr_html_()


# --- Quotas


def test_les_quotas_reproduisent_la_structure():
    lus = enquete.quotas({"femmes": 520, "hommes": 480}, 100)
    assert lus["quota"].to_dict() == {"femmes": 52, "hommes": 48}
    assert list(lus.columns) == ["population", "part", "theorique", "quota"]
    assert lus["part"].sum() == pytest.approx(1)


def test_les_places_restantes_vont_aux_plus_forts_restes():
    # l'exemple classique des plus forts restes : 10 sièges, quotient 10 000
    voix = {
        "jaune": 47000,
        "blanc": 16000,
        "rouge": 15900,
        "vert": 12000,
        "bleu": 6000,
        "rose": 3100,
    }
    assert list(enquete.quotas(voix, 10)["quota"]) == [5, 2, 1, 1, 1, 0]


def test_a_reste_egal_la_categorie_la_plus_nombreuse_passe_devant():
    assert list(enquete.quotas({"a": 1, "b": 3}, 2)["quota"]) == [0, 2]  # 0,5 et 1,5
    assert list(enquete.quotas({"a": 1, "b": 1, "c": 1}, 4)["quota"]) == [2, 1, 1]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=15).filter(any), st.integers(1, 3000))
@sans_hate
def test_la_somme_des_quotas_fait_exactement_l_echantillon(effectifs, taille):
    lus = enquete.quotas(pd.Series(effectifs), taille)
    assert lus["quota"].sum() == taille
    assert (abs(lus["quota"] - lus["theorique"]) < 1).all()
    assert (lus["quota"][lus["population"] == 0] == 0).all()


@given(st.permutations([521, 307, 94, 61, 17]), st.integers(1, 500))
@sans_hate
def test_l_ordre_des_categories_ne_change_rien(effectifs, taille):
    restes = sorted(taille * e % 1000 for e in effectifs)
    assume(len(set(restes)) == len(restes))
    lus = enquete.quotas({e: e for e in effectifs}, taille)["quota"].sort_index()
    assert lus.equals(enquete.quotas({e: e for e in sorted(effectifs)}, taille)["quota"])


def test_des_pourcentages_valent_des_effectifs():
    en_parts = enquete.quotas({"a": 0.1, "b": 0.2, "c": 0.7}, 15)["quota"]
    assert list(en_parts) == list(enquete.quotas({"a": 1, "b": 2, "c": 7}, 15)["quota"])
    assert list(en_parts) == [1, 3, 11]  # 1,5 ; 3 ; 10,5 : à reste égal, le plus nombreux


def test_les_quotas_gardent_l_index_et_les_donnees():
    index = pd.MultiIndex.from_tuples([("H", "-40"), ("F", "-40")], names=["sexe", "age"])
    structure = pd.Series([40, 60], index=index)
    assert enquete.quotas(structure, 10).index.equals(index)
    assert structure.tolist() == [40, 60]


@pytest.mark.parametrize("structure", [{}, pd.Series([], dtype=float), {"a": 0, "b": 0}])
def test_une_population_vide_n_a_pas_de_structure(structure):
    with pytest.raises(NonCalculable):
        enquete.quotas(structure, 10)


# --- Mauvaises entrées


@pytest.mark.parametrize("faux", [5, -0.05, None, "5 %", True, math.nan, math.inf, [0.05]])
@pytest.mark.parametrize("argument", ["erreur", "confiance", "proportion"])
def test_un_mauvais_taux_est_refuse(argument, faux):
    with pytest.raises(ErreurGrc, match=f"« {argument} »"):
        enquete.taille_echantillon(**{argument: faux})


@pytest.mark.parametrize(
    ("appel", "message"),
    [
        (lambda: enquete.taille_echantillon(confiance=0.05), "0.5 et 0.999"),
        (lambda: enquete.taille_echantillon(confiance=1), "« confiance »"),
        (lambda: enquete.taille_echantillon(proportion=0), "« proportion »"),
        (lambda: enquete.taille_echantillon(proportion=1), "« proportion »"),
        (lambda: enquete.taille_echantillon(population=0), "« population »"),
        (lambda: enquete.taille_echantillon(population=10.5), "« population »"),
        (lambda: enquete.taille_echantillon(population=[10]), "« population »"),
        (lambda: enquete.taille_echantillon(t=0), "« t »"),
        (lambda: enquete.intervalle_proportion(42, 400), "« frequence »"),
        (lambda: enquete.intervalle_proportion(0.42, 0), "« effectif »"),
        (lambda: enquete.intervalle_proportion(0.42, 400, population=399), "« effectif »"),
        (lambda: enquete.intervalle_proportion(0.42, 400, 95), "« confiance »"),
        (lambda: enquete.quotas({"a": -1, "b": 2}, 10), "« structure ».*-1"),
        (lambda: enquete.quotas({"a": None, "b": 2}, 10), "« structure »"),
        (lambda: enquete.quotas({"a": "1", "b": 2}, 10), "« structure »"),
        (lambda: enquete.quotas({"a": True, "b": False}, 10), "« structure »"),
        (lambda: enquete.quotas({"a": 1}, 0), "« taille »"),
        (lambda: enquete.quotas({"a": 1}, 2.5), "« taille »"),
    ],
)
def test_un_mauvais_argument_est_nomme(appel, message):
    with pytest.raises(ErreurGrc, match=message):
        appel()


@pytest.mark.parametrize("structure", [None, 5, "abc", [1, 2], pd.DataFrame({"a": [1]})])
def test_la_structure_est_un_dictionnaire_ou_une_colonne(structure):
    with pytest.raises(MauvaisType, match="dictionnaire"):
        enquete.quotas(structure, 10)
