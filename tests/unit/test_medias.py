"""La communication médias : mesures d'un support, d'un plan, choix sous budget."""

import itertools
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import medias
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

sans_hate = settings(deadline=None, max_examples=60)
parts = st.floats(0, 1)

# Un exercice publié : les hommes (part) de plus de 40 ans (part_cible), quatre titres de presse.
TITRES = pd.DataFrame(
    {
        "support": ["A", "B", "C", "D"],
        "audience": [1_000_000, 500_000, 750_000, 1_500_000],
        "part": [0.75, 0.80, 0.667, 0.47],
        "part_cible": [0.20, 0.80, 0.90, 0.60],
        "prix": [50_000, 45_000, 30_000, 70_000],
    }
)


def avec_audience_utile(titres):
    utile = medias.audience_utile(titres.audience, titres.part, titres.part_cible)
    return titres.assign(audience_utile=utile)


# --- Audience, affinité, coût


def test_l_audience_utile_est_la_part_de_la_part():
    assert medias.audience_utile(1_000_000, 0.75, 0.20) == 150_000
    assert medias.audience_utile(2_000_000, 0.50) == 1_000_000


def test_l_audience_utile_d_une_colonne_de_supports():
    utile = avec_audience_utile(TITRES)["audience_utile"]
    assert utile.tolist() == pytest.approx([150_000, 320_000, 450_225, 423_000])


def test_le_cpm_utile_est_plus_cher_que_le_cpm():
    assert medias.cpm(45_000, 500_000) == 90
    assert medias.cpm(45_000, 320_000) == 140.625


def test_le_cpm_sur_les_contacts_utiles():
    assert medias.cpm(2_500, 150_000) == pytest.approx(16.67, abs=0.005)
    assert medias.cpm(10_000, 300_000) == pytest.approx(33.33, abs=0.005)


def test_une_audience_en_milliers_fait_avertir():
    with pytest.warns(UserWarning, match="milliers"):
        assert medias.cpm(45_000, 500) == 90_000


def test_un_cpm_gratuit_ou_de_deux_euros_par_contact_n_avertit_pas():
    assert medias.cpm(0, 100) == 0
    assert medias.cpm(2_000, 1_000) == 2_000


def test_sans_audience_pas_de_cpm():
    with pytest.raises(NonCalculable, match="Audience nulle"):
        medias.cpm(100, 0)
    cout = medias.cpm(pd.Series([100, 100]), pd.Series([0, 1000]))
    assert pd.isna(cout[0]) and cout[1] == 100


def test_l_indice_d_affinite_est_en_base_100():
    assert medias.indice_affinite(0.24, 0.16) == pytest.approx(150)
    assert medias.indice_affinite(0.3, 0.3) == pytest.approx(100)
    with pytest.raises(NonCalculable, match="absente"):
        medias.indice_affinite(0.2, 0)


# --- Duplication, couverture, GRP, mémorisation


def test_les_lecteurs_communs_ne_comptent_qu_une_fois():
    assert medias.audience_nette(75_000, 115_000, duplication=17_000) == 173_000


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
@sans_hate
def test_l_audience_nette_compte_les_personnes_differentes(a, b):
    assert medias.audience_nette(len(a), len(b), duplication=len(a & b)) == len(a | b)


def test_la_couverture_de_trois_supports_independants():
    assert medias.couverture_sainsbury([0.3, 0.2, 0.1]) == pytest.approx(0.496, abs=1e-12)


@given(st.lists(st.integers(0, 100).map(lambda p: Fraction(p, 100)), min_size=1, max_size=5))
@sans_hate
def test_sainsbury_somme_les_evenements_ou_l_on_voit_au_moins_un_support(couvertures):
    attendu = Fraction(0)
    for vus in itertools.product([True, False], repeat=len(couvertures)):
        if any(vus):
            probabilite = Fraction(1)
            for vu, p in zip(vus, couvertures, strict=True):
                probabilite *= p if vu else 1 - p
            attendu += probabilite
    obtenu = medias.couverture_sainsbury([float(p) for p in couvertures])
    assert obtenu == pytest.approx(float(attendu), abs=1e-12)


def test_deux_ecritures_du_grp():
    assert medias.grp(couverture=0.60, repetition=5) == pytest.approx(300)
    assert medias.grp(couverture=0.30, repetition=4) == pytest.approx(120)
    assert medias.grp(contacts=4 * 150_000, cible=400_000) == 150
    assert medias.grp(contacts=300_000, cible=400_000) == 75


@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(1, 20))
@sans_hate
def test_les_deux_ecritures_du_grp_s_accordent(touches, autres, vues):
    cible = touches + autres
    par_couverture = medias.grp(couverture=touches / cible, repetition=vues)
    assert par_couverture == pytest.approx(medias.grp(contacts=touches * vues, cible=cible))


def test_un_grp_sans_cible_n_existe_pas():
    with pytest.raises(NonCalculable, match="cible est vide"):
        medias.grp(contacts=100, cible=0)


@pytest.mark.parametrize(
    "donnees",
    [
        {},
        {"couverture": 0.5},
        {"couverture": 0.5, "cible": 100},
        {"couverture": 0.5, "repetition": 2, "contacts": 3, "cible": 4},
    ],
)
def test_le_grp_demande_un_des_deux_couples(donnees):
    with pytest.raises(ArgumentInvalide, match="couverture et repetition, ou contacts et cible"):
        medias.grp(**donnees)


def test_la_repetition_vaut_au_moins_un():
    with pytest.raises(ArgumentInvalide, match="repetition"):
        medias.grp(couverture=0.5, repetition=0.8)


@pytest.mark.parametrize(
    ("beta", "contacts", "attendu"), [(0.15, 5, 0.556295), (0.10, 3, 0.271), (0.75, 2, 0.9375)]
)
def test_la_memorisation_de_morgensztern(beta, contacts, attendu):
    assert medias.memorisation(beta, contacts) == pytest.approx(attendu, abs=1e-6)


@given(st.floats(0, 1), st.integers(0, 30))
@sans_hate
def test_chaque_contact_convainc_une_part_beta_de_ceux_qui_restent(beta, contacts):
    avant, apres = (medias.memorisation(beta, n) for n in (contacts, contacts + 1))
    assert apres - avant == pytest.approx(beta * (1 - avant), abs=1e-12)


def test_sans_contact_rien_n_est_memorise():
    assert medias.memorisation(0.15, 0) == 0
    assert medias.memorisation(1, 0) == 0
    assert medias.memorisation(1, 1) == 1


def test_les_formules_acceptent_des_colonnes():
    contacts = np.array([0, 1, 2])
    assert medias.memorisation(0.5, contacts).tolist() == [0, 0.5, 0.75]
    nette = medias.audience_nette(pd.Series([10], index=["x"]), 5, duplication=2)
    assert nette.to_dict() == {"x": 13}
    assert medias.grp(contacts=[100, 200], cible=100).tolist() == [100, 200]


# --- Les échelles


def test_les_trois_echelles_de_l_exercice_publie():
    classement = medias.echelles(avec_audience_utile(TITRES)).set_index("support")
    assert classement["affinite"].round(4).tolist() == [0.15, 0.64, 0.6003, 0.282]
    assert classement["cpm_utile"].round(2).tolist() == [333.33, 140.62, 66.63, 165.48]
    assert "".join(classement.sort_values("rang_puissance").index) == "CDBA"
    assert "".join(classement.sort_values("rang_affinite").index) == "BCDA"
    assert "".join(classement.sort_values("rang_economie").index) == "CBDA"


def test_les_ex_aequo_ont_le_meme_rang():
    titres = pd.DataFrame(
        {"support": ["x", "y", "z"], "audience": 100, "audience_utile": [50, 50, 20], "prix": 10}
    )
    assert medias.echelles(titres)["rang_puissance"].tolist() == [1, 1, 3]


def test_un_support_sans_audience_utile_n_a_ni_cpm_ni_rang_d_economie():
    titres = pd.DataFrame(
        {"support": ["x", "y"], "audience": [100, 0], "audience_utile": [50, 0], "prix": [10, 10]}
    )
    classement = medias.echelles(titres)
    assert classement["cpm_utile"].isna().tolist() == [False, True]
    assert classement["rang_economie"].isna().tolist() == [False, True]
    assert classement["affinite"].isna().tolist() == [False, True]


def test_les_echelles_gardent_les_autres_colonnes_et_ne_changent_pas_le_tableau():
    titres = avec_audience_utile(TITRES)
    avant = titres.copy()
    assert list(medias.echelles(titres).columns[:6]) == list(titres.columns)
    pd.testing.assert_frame_equal(titres, avant)


# --- Le plan média


def offre(*lignes):
    return pd.DataFrame(lignes, columns=["support", "prix", "couverture", "insertions_max"])


OFFRE = offre(
    ("Quotidien", 4_000, 0.10, 5), ("Mensuel", 9_000, 0.25, 1), ("Radio", 1_500, 0.03, 10)
)


def test_le_plan_depense_au_mieux_vingt_mille_euros():
    insertions, cout, grp, couverture, repetition = medias.plan_media(OFFRE, 20_000)
    assert insertions.to_dict() == {"Quotidien": 2, "Mensuel": 1, "Radio": 2}
    assert cout == 20_000
    assert grp == pytest.approx(51)
    assert couverture == pytest.approx(1 - 0.9**2 * 0.75 * 0.97**2)
    assert repetition == pytest.approx(0.51 / couverture)


@given(
    st.lists(
        st.tuples(st.integers(1, 3000), st.integers(0, 100), st.integers(0, 5)),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 12_000),
)
@sans_hate
def test_aucun_autre_plan_n_a_plus_de_grp_ni_le_meme_pour_moins_cher(supports, budget):
    meilleur = max(
        (sum(n * c for n, (_, c, _) in zip(plan, supports, strict=True)), -cout)
        for plan in itertools.product(*(range(maximum + 1) for _, _, maximum in supports))
        if (cout := sum(n * p for n, (p, _, _) in zip(plan, supports, strict=True))) <= budget
    )
    tableau = offre(*((str(i), p / 100, c / 100, m) for i, (p, c, m) in enumerate(supports)))
    if meilleur[0] == 0:
        with pytest.raises(NonCalculable, match="aucune insertion utile"):
            medias.plan_media(tableau, budget / 100)
        return
    obtenu = medias.plan_media(tableau, budget / 100)
    assert (round(obtenu.grp), -round(100 * obtenu.cout)) == meilleur
    assert (obtenu.insertions.to_numpy() <= tableau["insertions_max"]).all()
    assert 0 < obtenu.couverture <= 1
    assert obtenu.repetition >= 1 - 1e-12


def test_le_plan_ne_depasse_pas_le_budget_d_un_centime():
    cher = offre(("Affichage", 50_000, 0.10, 5))
    assert medias.plan_media(cher, 149_999.99).insertions["Affichage"] == 2
    assert medias.plan_media(cher, 150_000).insertions["Affichage"] == 3


def test_le_meilleur_plan_n_est_pas_toujours_le_glouton():
    # Le meilleur GRP par euro (x) laisse 4 000 € inutiles ; deux fois y font mieux.
    titres = offre(("x", 6_000, 0.31, 1), ("y", 5_000, 0.25, 2))
    assert medias.plan_media(titres, 10_000).insertions.to_dict() == {"x": 0, "y": 2}


def test_un_dix_millieme_de_couverture_compte():
    titres = offre(("x", 10, 0.1000, 1), ("y", 11, 0.1001, 1))
    assert medias.plan_media(titres, 11).insertions.to_dict() == {"x": 0, "y": 1}


def test_une_poussiere_de_calcul_ne_rencherit_pas_le_plan():
    titres = offre(("x", 100, 0.1, 3), ("y", 299, 0.3, 1))  # 3 × 0,1 > 0,3 en flottants
    assert medias.plan_media(titres, 300).insertions.to_dict() == {"x": 0, "y": 1}


def test_un_grand_plan_reste_un_calcul_court():
    hasard = np.random.default_rng(3)
    titres = pd.DataFrame(
        {
            "support": range(12),
            "prix": hasard.uniform(500, 20_000, 12).round(2),
            "couverture": hasard.uniform(0.01, 0.3, 12),
            "insertions_max": 10**9,
        }
    )
    plan = medias.plan_media(titres, 200_000)
    assert plan.cout <= 200_000
    seul = (titres["couverture"] * (200_000 // titres["prix"])).max()
    assert plan.grp >= 100 * seul


def test_le_plan_s_affiche_avec_ses_hypotheses():
    texte = str(medias.plan_media(OFFRE, 20_000)).replace("\u202f", " ").replace("\xa0", " ")
    assert "Quotidien : 2 ; Mensuel : 1 ; Radio : 2 = 5" in texte
    assert "2 × 4 000,00 € + 1 × 9 000,00 € + 2 × 1 500,00 € = 20 000,00 €" in texte
    assert "2 × 10 + 1 × 25 + 2 × 3 = 51,0" in texte
    assert "1 − (1 − 10 %)^2 × (1 − 25 %)^1 × (1 − 3 %)^2 = 42,8 %" in texte
    assert "20 000,00 € / 51,0 = 392,16 €" in texte
    assert "exacte" in texte and "indépendantes" in texte


# --- Mauvaises entrées


@pytest.mark.parametrize(
    ("appel", "erreur"),
    [
        (lambda: medias.audience_utile(-1, 0.5), ArgumentInvalide),
        (lambda: medias.audience_utile(1000, 75), ArgumentInvalide),
        (lambda: medias.audience_utile(1000, 0.75, 20), ArgumentInvalide),
        (lambda: medias.audience_utile("1 000", 0.5), MauvaisType),
        (lambda: medias.audience_utile([1, 2], [0.1, 0.2, 0.3]), ArgumentInvalide),
        (lambda: medias.cpm(-5, 1000), ArgumentInvalide),
        (lambda: medias.cpm(5, None), MauvaisType),
        (lambda: medias.cpm(np.ones((2, 2)), 1000), MauvaisType),
        (lambda: medias.cpm(pd.Series([1]), pd.Series([2], index=[9])), ArgumentInvalide),
        (lambda: medias.indice_affinite(24, 16), ArgumentInvalide),
        (lambda: medias.indice_affinite(0.24, True), MauvaisType),
        (lambda: medias.audience_nette(10, 20, duplication=11), ArgumentInvalide),
        (lambda: medias.audience_nette(20, 10, duplication=11), ArgumentInvalide),
        (lambda: medias.audience_nette(10, 20, duplication=-1), ArgumentInvalide),
        (lambda: medias.couverture_sainsbury([30, 20]), ArgumentInvalide),
        (lambda: medias.couverture_sainsbury([]), NonCalculable),
        (lambda: medias.couverture_sainsbury(0.3), MauvaisType),
        (lambda: medias.couverture_sainsbury([0.3, None]), ArgumentInvalide),
        (lambda: medias.grp(couverture=60, repetition=5), ArgumentInvalide),
        (lambda: medias.memorisation(15, 5), ArgumentInvalide),
        (lambda: medias.memorisation(0.15, -1), ArgumentInvalide),
        (lambda: medias.memorisation(float("nan"), 1), ArgumentInvalide),
    ],
)
def test_les_mesures_refusent(appel, erreur):
    with pytest.raises(erreur):
        appel()


@pytest.mark.parametrize(
    ("titres", "erreur"),
    [
        (None, MauvaisType),
        ({"support": ["A"]}, MauvaisType),
        (avec_audience_utile(TITRES).drop(columns="prix"), ArgumentInvalide),
        (avec_audience_utile(TITRES).iloc[:0], NonCalculable),
        (avec_audience_utile(TITRES).assign(support="A"), ArgumentInvalide),
        (avec_audience_utile(TITRES).assign(support=[None, "B", "C", "D"]), ArgumentInvalide),
        (avec_audience_utile(TITRES).assign(prix=-1), ArgumentInvalide),
        (avec_audience_utile(TITRES).assign(prix="cher"), MauvaisType),
        (avec_audience_utile(TITRES).assign(audience_utile=2_000_000), ArgumentInvalide),
    ],
)
def test_les_echelles_refusent(titres, erreur):
    with pytest.raises(erreur):
        medias.echelles(titres)


@pytest.mark.parametrize(
    ("changement", "argument"),
    [
        ({"prix": 0}, "prix"),
        ({"prix": 0.001}, "prix"),
        ({"prix": 1e15}, "prix"),
        ({"prix": [1, 2, None]}, "prix"),
        ({"couverture": 10}, "couverture"),
        ({"couverture": -0.1}, "couverture"),
        ({"insertions_max": 1.5}, "insertions_max"),
        ({"insertions_max": -1}, "insertions_max"),
        ({"insertions_max": "cinq"}, "insertions_max"),
        ({"support": "x"}, "support"),
    ],
)
def test_le_plan_refuse_un_mauvais_tableau(changement, argument):
    with pytest.raises(ArgumentInvalide, match=f"colonne {argument}"):
        medias.plan_media(OFFRE.assign(**changement), 20_000)


@pytest.mark.parametrize("budget", [0, -1, None, "beaucoup", [1, 2], float("inf"), True, 1e20])
def test_le_plan_refuse_un_mauvais_budget(budget):
    with pytest.raises(ArgumentInvalide, match="budget"):
        medias.plan_media(OFFRE, budget)


def test_un_budget_trop_petit_dit_le_prix_de_la_moins_chere():
    with pytest.raises(NonCalculable, match="1\u202f500,00"):
        medias.plan_media(OFFRE, 1_000)


def test_le_plan_ne_change_pas_le_tableau():
    avant = OFFRE.copy()
    medias.plan_media(OFFRE, 20_000)
    pd.testing.assert_frame_equal(OFFRE, avant)
