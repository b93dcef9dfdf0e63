"""La fidélité des clients : cas publiés, propriétés, cohortes à la main, limites."""

import datetime as dt
import math
from collections import defaultdict

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.special import betaln
from scipy.stats import betabinom

from grc_lib import donnees, fidelisation
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.fidelisation import sbg

sans_hate = settings(deadline=None, max_examples=40)
taux = st.integers(0, 100).map(lambda pourcent: pourcent / 100)

HAUT_DE_GAMME = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]
ORDINAIRE = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1]


# --- Rétention, attrition, durée de vie


def test_les_nouveaux_clients_ne_sont_pas_des_clients_gardes():
    assert fidelisation.taux_retention(2_000, 2_200, 400) == 0.9
    assert fidelisation.taux_attrition(2_000, 2_200, 400) == 0.1


def test_l_attrition_se_rapporte_a_l_effectif_du_debut():
    # 200 perdus : 10 % des 2 000 du début, et non 9,09 % des 2 200 de la fin
    assert fidelisation.taux_attrition(2_000, 2_200, 400) != pytest.approx(200 / 2_200)
    assert fidelisation.taux_attrition(500, 450, 0) == 0.1


@given(st.integers(1, 10**6), st.integers(0, 10**6), taux)
@sans_hate
def test_retention_et_attrition_font_un(debut, nouveaux, part):
    cas = (debut, int(part * debut) + nouveaux, nouveaux)
    retention, attrition = fidelisation.taux_retention(*cas), fidelisation.taux_attrition(*cas)
    assert retention + attrition == pytest.approx(1, abs=1e-15)
    assert 0 <= retention <= 1


def test_les_taux_d_un_tableau_laissent_vide_ce_qui_ne_se_calcule_pas():
    secteurs = pd.DataFrame(
        {"debut": [100, 0], "fin": [90, 5], "nouveaux": [10, 5]}, index=["N", "S"]
    )
    rendus = fidelisation.taux_retention(secteurs["debut"], secteurs["fin"], secteurs["nouveaux"])
    assert rendus["N"] == 0.8 and math.isnan(rendus["S"])


def test_un_portefeuille_vide_au_depart_n_a_pas_de_taux():
    for formule in (fidelisation.taux_retention, fidelisation.taux_attrition):
        with pytest.raises(NonCalculable, match="aucun client"):
            formule(0, 3, 3)


@pytest.mark.parametrize(
    ("cas", "message"),
    [
        ((100, 5, 10), "nouveaux"),  # plus de nouveaux que de clients
        ((100, 120, 10), "fin"),  # 110 clients gardés sur 100
        ((-1, 5, 3), "debut"),
        ((100, 90.5, 3), "fin"),
        ((100, 90, "3"), "nouveaux"),
        ((100, 90, None), "nouveaux"),
        ((100, 90, float("nan")), "nouveaux"),
        ((True, 90, 3), "debut"),
        (([100, 100], [90], 3), "fin"),
        ((np.full((2, 2), 100), 90, 3), "debut"),
    ],
)
def test_des_effectifs_incoherents_sont_refuses(cas, message):
    for formule in (fidelisation.taux_retention, fidelisation.taux_attrition):
        with pytest.raises(ArgumentInvalide, match=message):
            formule(*cas)


def test_cinq_pour_cent_par_mois_ne_font_pas_soixante_pour_cent_par_an():
    annuelle = fidelisation.attrition_equivalente(0.05, de=12, vers=1)
    assert annuelle == pytest.approx(1 - 0.95**12)
    assert fidelisation.attrition_equivalente(0.19, de=1, vers=2) == pytest.approx(0.1)


@given(taux, st.sampled_from([1, 2, 4]), st.sampled_from([4, 12, 52]))
@sans_hate
def test_convertir_l_attrition_puis_revenir_ne_change_rien(attrition, de, vers):
    ailleurs = fidelisation.attrition_equivalente(attrition, de=de, vers=vers)
    retour = fidelisation.attrition_equivalente(ailleurs, de=vers, vers=de)
    assert retour == pytest.approx(attrition, abs=1e-9)


def test_la_duree_de_vie_est_la_somme_des_survies():
    assert fidelisation.duree_vie(0.20) == 5
    assert sum(0.8**t for t in range(500)) == pytest.approx(fidelisation.duree_vie(0.2))
    with pytest.raises(NonCalculable, match="aucun client ne part"):
        fidelisation.duree_vie(0)
    assert fidelisation.duree_vie(pd.Series([0.5, 0.0])).isna().tolist() == [False, True]


@pytest.mark.parametrize(
    "appel",
    [
        lambda: fidelisation.attrition_equivalente(5),
        lambda: fidelisation.attrition_equivalente(0.05, de=0),
        lambda: fidelisation.attrition_equivalente(0.05, vers=-1),
        lambda: fidelisation.attrition_equivalente(np.full((2, 2), 0.1)),
        lambda: fidelisation.duree_vie(20),
        lambda: fidelisation.duree_vie("0.2"),
        lambda: fidelisation.duree_vie(np.full((2, 2), 0.1)),
    ],
)
def test_une_attrition_mal_donnee_est_refusee(appel):
    with pytest.raises(ArgumentInvalide):
        appel()


# --- Recommandation et satisfaction


def test_fi03_le_nps_du_manuel():
    assert fidelisation.nps([9] * 1_125 + [7] * 875 + [0] * 500) == 25


@pytest.mark.parametrize(
    ("note", "points"), [(0, -100), (6, -100), (7, 0), (8, 0), (9, 100), (10, 100)]
)
def test_chaque_note_est_de_son_cote(note, points):
    assert fidelisation.nps([note]) == points
    assert fidelisation.nps(pd.Series([note] * 3)) == points


@given(st.lists(st.integers(0, 10), min_size=1, max_size=50))
@sans_hate
def test_le_nps_ne_depend_pas_de_l_ordre_et_reste_entre_moins_cent_et_cent(notes):
    assert -100 <= fidelisation.nps(notes) <= 100
    assert fidelisation.nps(notes) == fidelisation.nps(sorted(notes)) == fidelisation.nps(notes * 2)


@pytest.mark.parametrize(
    "notes", [[11], [-1], [8.5], ["9"], [True], [9, None], [9, float("nan")], 9, None, [[9, 8]]]
)
def test_une_note_hors_de_l_echelle_est_refusee(notes):
    with pytest.raises(ArgumentInvalide, match="notes"):
        fidelisation.nps(notes)


def test_sans_reponse_il_n_y_a_ni_nps_ni_satisfaction():
    with pytest.raises(NonCalculable):
        fidelisation.nps([])
    with pytest.raises(NonCalculable, match="Personne n'a répondu"):
        fidelisation.csat(0, 0)


def test_fi04_le_taux_de_satisfaction():
    assert fidelisation.csat(170, 200) == 0.85
    assert fidelisation.csat(pd.Series([170, 0]), pd.Series([200, 0])).isna().tolist() == [
        False,
        True,
    ]
    for cas in ((201, 200), (-1, 200), (1.5, 200), ("170", 200), ([1, 2], [3, 4, 5])):
        with pytest.raises(ArgumentInvalide):
            fidelisation.csat(*cas)


# --- Cohortes


def commandes(*lignes):
    return pd.DataFrame(lignes, columns=["client", "jour"])


def suivre(achats, **options):
    return fidelisation.cohortes(achats, client="client", date="jour", **options)


def test_trois_clients_suivis_a_la_main():
    achats = commandes(
        ("Alba", "2025-11-30"),
        ("Alba", "2025-12-24"),  # le même trimestre ne compte qu'une fois
        ("Breval", "2025-10-01"),
        ("Breval", "2026-01-01"),
        ("Corde", "2026-05-11"),
        ("Alba", "2026-06-30"),
    )
    suivi = suivre(achats)
    assert suivi.to_numpy().tolist() == [
        ["2025-T4", 0, 2, 2, 1.0],
        ["2025-T4", 1, 2, 1, 0.5],
        ["2025-T4", 2, 2, 1, 0.5],
        ["2026-T2", 0, 1, 1, 1.0],
    ]
    assert suivi.attrs == {"periode": "trimestre", "reference": "2026-06-30"}


@pytest.mark.parametrize(
    ("periode", "noms", "ages"),
    [
        ("mois", ["2025-12"] * 3 + ["2026-02"], [0, 1, 2, 0]),
        ("trimestre", ["2025-T4"] * 2 + ["2026-T1"], [0, 1, 0]),
        ("année", ["2025"] * 2 + ["2026"], [0, 1, 0]),
    ],
)
def test_la_periode_change_d_un_jour_a_l_autre(periode, noms, ages):
    suivi = suivre(commandes((1, "2025-12-31"), (2, "2026-02-01")), periode=periode)
    assert suivi["cohorte"].tolist() == noms
    assert suivi["age"].tolist() == ages


def test_une_periode_sans_commande_vaut_zero_et_l_avenir_n_existe_pas():
    suivi = suivre(commandes((1, "2026-01-05"), (2, "2026-04-05")), reference="2026-12-31")
    tableau = suivi.pivot(index="cohorte", columns="age", values="taux")
    assert tableau.loc["2026-T1"].tolist() == [1, 0, 0, 0]
    assert tableau.loc["2026-T2"].isna().tolist() == [False, False, False, True]


def cohortes_a_la_main(achats, reference):
    """Le même tableau, par dictionnaires et ensembles, au mois."""
    presences = defaultdict(set)
    for client, jour in achats:
        presences[client].add(12 * jour.year + jour.month)
    dernier = 12 * reference.year + reference.month
    lignes = []
    for entree in sorted({min(mois) for mois in presences.values()}):
        cohorte = [mois for mois in presences.values() if min(mois) == entree]
        for age in range(dernier - entree + 1):
            actifs = sum(entree + age in mois for mois in cohorte)
            lignes.append((age, len(cohorte), actifs, actifs / len(cohorte)))
    return lignes


jours = st.dates(min_value=dt.date(2025, 1, 1), max_value=dt.date(2026, 6, 30))


@given(st.lists(st.tuples(st.integers(1, 8), jours), min_size=1, max_size=40))
@sans_hate
def test_les_cohortes_sont_celles_d_un_calcul_a_la_main(achats):
    suivi = suivre(pd.DataFrame(achats, columns=["client", "jour"]), periode="mois")
    attendu = cohortes_a_la_main(achats, max(jour for _, jour in achats))
    assert list(suivi.drop(columns="cohorte").itertuples(index=False, name=None)) == attendu


def test_l_ordre_des_lignes_et_la_forme_des_donnees_ne_changent_rien():
    achats = donnees.charger("commandes")
    options = {"client": "client_id", "date": "date_commande", "periode": "mois"}
    suivi = fidelisation.cohortes(achats, **options)
    melange = fidelisation.cohortes(achats.sample(frac=1, random_state=2), **options)
    pd.testing.assert_frame_equal(melange, suivi)
    with duckdb.connect() as base:
        base.register("commandes", achats)
        relation = base.sql("FROM commandes")
        pd.testing.assert_frame_equal(fidelisation.cohortes(relation, **options), suivi)
    entrees = suivi[suivi["age"] == 0]
    assert (entrees["taux"] == 1).all()
    assert entrees["effectif"].sum() == achats["client_id"].nunique()
    assert suivi["actifs"].sum() == len(
        achats.assign(mois=pd.to_datetime(achats["date_commande"]).dt.to_period("M"))[
            ["client_id", "mois"]
        ].drop_duplicates()
    )


def test_aucune_commande_rend_un_tableau_vide():
    suivi = suivre(commandes())
    assert suivi.empty
    assert list(suivi.columns) == ["cohorte", "age", "effectif", "actifs", "taux"]


@pytest.mark.parametrize(
    ("achats", "options", "message"),
    [
        (commandes((1, "2026-01-05")), {"periode": "semaine"}, "periode.*trimestre"),
        (commandes((1, "2026-01-05")), {"client": "nom"}, "client.*nom"),
        (commandes((1, "2026-01-05")), {"date": "date"}, "date"),
        (commandes((1, "05/01/2026"), (2, "2026-01-05")), {}, r"1 ligne\(s\).*jour"),
        (commandes((1, None), (2, "2026-01-05")), {}, r"1 ligne\(s\).*jour"),
        (commandes((None, "2026-01-05"), ("a", "2026-01-06")), {}, r"1 ligne\(s\).*client"),
        (commandes((1, "2026-01-05")), {"reference": "2025-12-31"}, "reference.*2026-01-05"),
        (commandes((1, "2026-01-05")), {"reference": "31/12/2026"}, "reference"),
        ([(1, "2026-01-05")], {}, "commandes"),
    ],
)
def test_des_commandes_mal_decrites_sont_refusees(achats, options, message):
    with pytest.raises(ArgumentInvalide, match=message):
        fidelisation.cohortes(achats, **({"client": "client", "date": "jour"} | options))


# --- sBG


def test_sb01_le_segment_haut_de_gamme_publie():
    modele = fidelisation.ajuster_sbg(HAUT_DE_GAMME)
    assert tuple(modele) == pytest.approx((0.668, 3.806), abs=0.0006)
    assert all(type(parametre) is float for parametre in modele)
    # Les parts que Fader et Hardie prévoient de la 8e à la 12e année
    prevues = [round(modele.survie(t), 3) for t in range(8, 13)]
    assert prevues == [0.460, 0.436, 0.414, 0.395, 0.378]


def test_sb02_le_segment_ordinaire_publie():
    modele = fidelisation.ajuster_sbg(ORDINAIRE)
    assert tuple(modele) == pytest.approx((0.704, 1.182), abs=0.0006)


def test_effectifs_parts_et_pourcentages_donnent_le_meme_modele():
    pourcentages = fidelisation.ajuster_sbg(HAUT_DE_GAMME)
    for echelle in (10, 0.01):
        autre = fidelisation.ajuster_sbg(np.array(HAUT_DE_GAMME) * echelle)
        assert tuple(autre) == pytest.approx(tuple(pourcentages), rel=1e-6)


@given(st.floats(0.1, 20), st.floats(0.1, 20), st.integers(0, 60))
@sans_hate
def test_la_survie_est_le_produit_des_retentions_et_une_loi_connue(alpha, beta, t):
    modele = fidelisation.Sbg(alpha, beta)
    produit = math.prod((beta + i - 1) / (alpha + beta + i - 1) for i in range(1, t + 1))
    assert modele.survie(t) == pytest.approx(produit, rel=1e-9)
    # survivre à t échéances : aucun départ sur t tirages (loi bêta-binomiale)
    assert modele.survie(t) == pytest.approx(betabinom.pmf(0, t, alpha, beta), rel=1e-9)
    assert modele.survie(0) == 1


def test_la_survie_de_plusieurs_dates_garde_leur_forme():
    modele = fidelisation.Sbg(0.668, 3.806)
    colonne = modele.survie(pd.Series([0, 1, 12], index=list("abc")))
    assert colonne.index.tolist() == list("abc")
    assert colonne["c"] == modele.survie(12)
    assert modele.survie([0, 1]).tolist() == [1.0, modele.survie(1)]


@given(st.floats(0.2, 8), st.floats(0.2, 8), st.integers(4, 12))
@sans_hate
def test_l_ajustement_retrouve_le_modele_qui_a_produit_la_survie(alpha, beta, annees):
    survie = fidelisation.Sbg(alpha, beta).survie(np.arange(annees + 1))
    assert tuple(fidelisation.ajuster_sbg(survie)) == pytest.approx((alpha, beta), rel=1e-3)


@given(st.floats(0.05, 20), st.floats(0.05, 20))
@sans_hate
def test_le_gradient_est_celui_des_differences_finies(alpha, beta):
    essai, perdus = np.array([alpha, beta]), np.array([0.2, 0.1, 0.05])
    lue, gradient = sbg._vraisemblance(essai, perdus, 0.65)
    mesure = approx_fprime(essai, lambda p: sbg._vraisemblance(p, perdus, 0.65)[0], 1e-7 * essai)
    assert gradient == pytest.approx(mesure, rel=1e-4, abs=1e-6)
    survies = np.exp([betaln(alpha, beta + t) - betaln(alpha, beta) for t in range(4)])
    attendue = perdus @ np.log(-np.diff(survies)) + 0.65 * math.log(survies[-1])
    assert lue == pytest.approx(attendue, rel=1e-6)


@pytest.mark.parametrize(
    ("survie", "message"),
    [
        ([], "0 valeur"),
        ([100], "1 valeur"),
        ([100, 80], "au moins 3"),
        ([100, 100, 100], "Aucun client n'est parti"),
        ([100, 50, 25, 12.5], "taux de rétention constant"),  # une rétention constante
        ([100, 90, 70, 40], "ne se prête pas"),  # une rétention qui baisse
        ([100, 60, 60, 60], "ne se prête pas"),  # les départs cessent
        ([100, 0, 0], "ne se prête pas"),
    ],
)
def test_une_survie_sans_modele_est_expliquee(survie, message):
    with pytest.raises(NonCalculable, match=message):
        fidelisation.ajuster_sbg(survie)


@given(st.lists(st.integers(0, 1_000), min_size=3, max_size=10))
@sans_hate
def test_toute_survie_donne_un_modele_ou_une_explication(tirages):
    survie = [1_000, *sorted(tirages, reverse=True)]
    try:
        modele = fidelisation.ajuster_sbg(survie)
    except NonCalculable:
        return
    assert 0 < modele.survie(50) < modele.survie(5) < 1


@pytest.mark.parametrize(
    "survie",
    [[100, 80, 90], [0, 0, 0], [100, 50, -1], [100, None, 50], [100, "80", 60], "100", 100, None],
)
def test_une_survie_mal_donnee_est_refusee(survie):
    with pytest.raises(ArgumentInvalide, match="survie"):
        fidelisation.ajuster_sbg(survie)


@pytest.mark.parametrize("t", [-1, 1.5, "2", None, float("nan"), np.ones((2, 2))])
def test_une_echeance_mal_donnee_est_refusee(t):
    with pytest.raises(ArgumentInvalide, match="« t »"):
        fidelisation.Sbg(0.668, 3.806).survie(t)


def test_un_parametre_sbg_est_strictement_positif():
    for parametres in ((0, 1), (1, -1), ("1", 1), ([1, 2], 1)):
        with pytest.raises(ArgumentInvalide, match=r"alpha|beta"):
            fidelisation.Sbg(*parametres)


def test_le_modele_sbg_montre_que_la_retention_augmente():
    texte = str(fidelisation.Sbg(0.668, 3.806))
    assert "beta / (alpha + beta) = 3,806 / (0,668 + 3,806) = 85,07" in texte
    assert "(3,806 + 1) / (0,668 + 3,806 + 1) = 87,80" in texte


# --- Rentabilité d'un programme

CARTE = {
    "membres": 800,
    "achats": 620,
    "achats_sans": 540,
    "taux_marque": 0.35,
    "cout_fixe": 6_000,
    "points": 18,
    "taux_utilisation": 0.60,
}


def test_seuls_les_achats_supplementaires_payent_le_programme():
    carte = fidelisation.rentabilite_programme(**CARTE)
    ca, marge, cout, resultat = carte
    assert (ca, marge, cout, resultat) == pytest.approx((64_000, 22_400, 14_640, 7_760))
    assert carte.part_du_cout == pytest.approx(14_640 / 64_000)
    # Le piège : compter tous les achats des membres
    assert resultat != pytest.approx(800 * 620 * 0.35 - 14_640)


def test_des_membres_qui_achetent_moins_font_un_programme_perdant():
    carte = fidelisation.rentabilite_programme(**CARTE | {"achats": 500})
    assert carte.ca_incremental == -32_000
    assert carte.resultat == pytest.approx(-32_000 * 0.35 - 14_640)
    for achats in (500, 540):
        with pytest.raises(NonCalculable, match="aucun chiffre d'affaires"):
            _ = fidelisation.rentabilite_programme(**CARTE | {"achats": achats}).part_du_cout


def test_un_programme_sans_points_ne_coute_que_son_fixe():
    carte = fidelisation.rentabilite_programme(
        membres=10, achats=5, achats_sans=5, taux_marque=0.3, cout_fixe=70
    )
    assert (carte.cout, carte.resultat) == (70, -70)


@pytest.mark.parametrize(
    ("changement", "message"),
    [
        ({"membres": 0}, "membres"),
        ({"membres": 8.5}, "membres"),
        ({"achats": -1}, "achats"),
        ({"taux_marque": 35}, "taux_marque.*0.12"),
        ({"taux_utilisation": 60}, "taux_utilisation"),
        ({"points": "18"}, "points"),
        ({"cout_fixe": None}, "cout_fixe"),
        ({"achats": [600, 620]}, "achats.*seul nombre"),
    ],
)
def test_un_programme_mal_decrit_est_refuse(changement, message):
    with pytest.raises(ArgumentInvalide, match=message):
        fidelisation.rentabilite_programme(**CARTE | changement)


def test_le_programme_affiche_son_calcul():
    texte = str(fidelisation.rentabilite_programme(**CARTE))
    lignes = texte.replace("\u202f", " ").replace("\xa0", " ").splitlines()
    assert lignes[1:4] == [
        "  CA incrémental = membres × (achats − achats sans programme) = "
        "800 × (620,00 € − 540,00 €) = 64 000,00 €",
        "  Marge incrémentale = CA incrémental × taux de marque = 64 000,00 € × 35 % = 22 400,00 €",
        "  Coût du programme = coût fixe + membres × points × taux d'utilisation = "
        "6 000,00 € + 800 × 18,00 € × 60 % = 14 640,00 €",
    ]
