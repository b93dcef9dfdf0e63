"""Intérêts simples, escompte, effets : cas publiés, formes closes, équivalences vérifiées."""

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import calendrier, interets
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

montants = st.integers(100, 10**8).map(lambda c: c / 100)
taux_usuels = st.integers(1, 250).map(lambda t: t / 1000)
durees = st.integers(1, 360)
effets = st.lists(st.tuples(montants, durees), min_size=1, max_size=6)
sans_hate = settings(deadline=None, max_examples=60)

REMISE = [(750, "2012-05-25"), (9000, "2012-06-05"), (18000, "2012-06-18")]
CONDITIONS = {"taux": 0.12, "commission": 0.00125, "fixe": 0.45, "tva": 0.196}


def actuelle(nominal, jours, taux):
    """La valeur actuelle par la fonction d'escompte, qui sert de témoin aux équivalences."""
    return interets.escompte(nominal, taux, jours).valeur_actuelle


# --- Intérêt simple


def test_sept_mois_a_3_pour_cent():
    assert interets.interet_simple(4500, 0.03, mois=7) == pytest.approx(78.75)


@given(montants, taux_usuels)
@sans_hate
def test_une_annee_vaut_douze_mois_ou_360_jours(capital, taux):
    annee = pytest.approx(interets.interet_simple(capital, taux, annees=1))
    assert interets.interet_simple(capital, taux, mois=12) == annee
    assert interets.interet_simple(capital, taux, jours=360) == annee
    assert interets.interet_simple(capital, taux, jours=365, base=365) == annee
    assert interets.interet_simple(capital, taux, jours=366, base=366) == annee


def test_l_annee_de_360_jours_coute_plus_cher_que_celle_de_365():
    assert interets.interet_simple(36500, 0.10, jours=36) == pytest.approx(365)
    assert interets.interet_simple(36500, 0.10, jours=36, base=365) == pytest.approx(360)


def test_l_interet_simple_ne_produit_pas_d_interet():
    assert interets.interet_simple(1000, 0.10, annees=2) == pytest.approx(200)


def test_un_capital_nul_ou_une_duree_nulle_ne_rapporte_rien():
    assert interets.interet_simple(0, 0.10, mois=3) == 0
    assert interets.interet_simple(1000, 0.10, jours=0) == 0


def test_une_colonne_de_capitaux_rend_une_colonne():
    capitaux = pd.Series([1000.0, None, 3000.0], index=["a", "b", "c"], name="capital")
    avant = capitaux.copy()
    rendus = interets.interet_simple(capitaux, 0.06, jours=60)
    pd.testing.assert_series_equal(
        rendus, pd.Series([10.0, None, 30.0], index=["a", "b", "c"], name="capital")
    )
    pd.testing.assert_series_equal(capitaux, avant)


def test_un_tableau_numpy_rend_un_tableau_numpy():
    rendus = interets.interet_simple(np.array([1000, 2000]), 0.06, jours=[60, 30])
    assert isinstance(rendus, np.ndarray)
    assert rendus.tolist() == pytest.approx([10, 10])


@pytest.mark.parametrize("durees", [{}, {"jours": 30, "mois": 1}, {"mois": 1, "annees": 1}])
def test_il_faut_une_duree_et_une_seule(durees):
    with pytest.raises(ArgumentInvalide, match="une seule durée"):
        interets.interet_simple(1000, 0.05, **durees)


# --- Escompte


def test_l_escompte_commercial_du_corrige():
    """ES01, pimido.com : le taux réel, 12,85 %, dépasse le taux affiché, 12,60 %."""
    escompte, valeur_actuelle, taux_reel = interets.escompte(8240, 0.126, 55)
    assert escompte == pytest.approx(158.62, abs=0.005)
    assert valeur_actuelle == pytest.approx(8081.38, abs=0.005)
    assert taux_reel == pytest.approx(0.1285, abs=0.00005)


def test_un_corrige_publie_oublie_le_31_mars():
    """ES03 : 75 € dans le corrigé, 30 jours ; du 1er mars au 1er avril il y en a 31."""
    jours = calendrier.jours("2025-03-01", "2025-04-01")
    assert interets.escompte(10000, 0.09, jours).escompte == pytest.approx(77.5)
    assert interets.escompte(10000, 0.09, 30).escompte == pytest.approx(75)


@given(montants, taux_usuels, durees)
@sans_hate
def test_l_escompte_commercial_est_l_interet_du_nominal(nominal, taux, jours):
    resultat = interets.escompte(nominal, taux, jours)
    assert resultat.escompte == pytest.approx(interets.interet_simple(nominal, taux, jours=jours))
    assert resultat.escompte + resultat.valeur_actuelle == pytest.approx(nominal)
    assert resultat.taux_reel > taux


@given(montants, taux_usuels, durees)
@sans_hate
def test_l_escompte_rationnel_est_l_interet_de_la_somme_recue(nominal, taux, jours):
    resultat = interets.escompte(nominal, taux, jours, methode="rationnel")
    interet = interets.interet_simple(resultat.valeur_actuelle, taux, jours=jours)
    assert resultat.escompte == pytest.approx(interet)
    assert resultat.taux_reel == pytest.approx(taux)
    assert resultat.escompte < interets.escompte(nominal, taux, jours).escompte


@given(montants, taux_usuels, durees, st.sampled_from(["commercial", "rationnel"]))
@sans_hate
def test_placee_au_taux_reel_la_somme_recue_redonne_le_nominal(nominal, taux, jours, methode):
    _, recu, reel = interets.escompte(nominal, taux, jours, methode=methode, base=365)
    assert recu * (1 + reel * jours / 365) == pytest.approx(nominal)


def test_un_escompte_qui_mange_le_nominal_n_est_pas_calculable():
    with pytest.raises(NonCalculable, match="atteignent le nominal"):
        interets.escompte(1000, 0.20, 1800)
    rationnel = interets.escompte(1000, 0.20, 1800, methode="rationnel")
    assert rationnel.valeur_actuelle == pytest.approx(500)


def test_l_affichage_montre_la_formule_les_nombres_et_la_convention():
    texte = str(interets.escompte(8240, 0.126, 55)).replace("\u202f", " ").replace("\xa0", " ")
    assert texte.splitlines() == [
        "Escompte d'un effet de commerce",
        "  Escompte = nominal × taux × jours / 360 = 8 240,00 € × 12,60 % × 55 / 360 = 158,62 €",
        "  Valeur actuelle = nominal − escompte = 8 240,00 € − 158,62 € = 8 081,38 €",
        "  Taux réel = escompte / valeur actuelle × 360 / jours"
        " = 158,62 € / 8 081,38 € × 360 / 55 = 12,85 %",
        "  Convention : escompte commercial, l'intérêt est calculé sur le nominal",
        "  Convention : année de 360 jours",
    ]


def test_en_rationnel_l_affichage_commence_par_la_valeur_actuelle():
    resultat = interets.escompte(8240, 0.126, 55, methode="rationnel", base=365)
    assert [e.nom for e in resultat.etapes()] == ["Valeur actuelle", "Escompte", "Taux réel"]
    assert "365" in str(resultat)
    assert "360" not in str(resultat)
    assert "<caption" in resultat._repr_html_()


# --- Bordereau


def test_le_bordereau_du_2_mai():
    """ES04 (slideserve) : chaque élément arrondi au centime, TVA sur la commission fixe seule."""
    tableau = interets.bordereau(REMISE, "2012-05-02", **CONDITIONS)
    assert list(tableau["jours"]) == [23, 34, 47]
    assert list(tableau["escompte"]) == [5.75, 102.0, 282.0]
    assert list(tableau["commission"]) == [0.94, 11.25, 22.5]
    assert list(tableau["tva"]) == [0.09, 0.09, 0.09]
    assert list(tableau["net"]) == [742.77, 8886.21, 17694.96]
    assert tableau["net"].sum() == pytest.approx(27323.94)


def test_les_colonnes_du_bordereau_et_ses_conventions():
    tableau = interets.bordereau(REMISE, dt.date(2012, 5, 2), **CONDITIONS, jours_de_banque=1)
    assert list(tableau) == [
        "nominal", "echeance", "jours", "escompte", "commission", "fixe", "tva", "net",
    ]  # fmt: skip
    assert list(tableau["echeance"].dt.strftime("%d/%m")) == ["25/05", "05/06", "18/06"]
    assert tableau.attrs == {
        "date": "2012-05-02", "taux": 0.12, "base": 360, "jours_de_banque": 1,
        "commission": 0.00125, "fixe": 0.45, "tva": 0.196,
    }  # fmt: skip


def test_les_jours_de_banque_s_ajoutent_a_chaque_duree():
    tableau = interets.bordereau(REMISE, "2012-05-02", 0.12, jours_de_banque=2)
    assert list(tableau["jours"]) == [25, 36, 49]
    assert list(tableau["escompte"]) == [6.25, 108.0, 294.0]


def test_un_tableau_d_effets_convient_aussi():
    table = pd.DataFrame(REMISE, columns=["montant", "fin"]).astype({"fin": "datetime64[ns]"})
    pd.testing.assert_frame_equal(
        interets.bordereau(table, "2012-05-02", **CONDITIONS),
        interets.bordereau(REMISE, "2012-05-02", **CONDITIONS),
    )


@given(st.lists(st.tuples(st.integers(10000, 10**8), durees), min_size=1, max_size=5), taux_usuels,
       st.sampled_from([360, 365]))  # fmt: skip
@sans_hate
def test_chaque_escompte_est_arrondi_au_centime_demi_vers_le_haut(lus, taux, base):
    remise = dt.date(2026, 6, 30)
    lignes = [(c / 100, remise + dt.timedelta(j)) for c, j in lus]
    tableau = interets.bordereau(lignes, remise, taux, base=base)
    for (cents, jours), rendu in zip(lus, tableau["escompte"], strict=True):
        exact = Decimal(cents) / 100 * Decimal(str(taux)) * jours / base
        assert rendu == float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
    reste = tableau["nominal"] - tableau[["escompte", "commission", "fixe", "tva"]].sum(axis=1)
    assert list(tableau["net"]) == pytest.approx(list(reste))


@pytest.mark.parametrize("echeance", ["2012-05-02", "2012-04-30"])
def test_un_effet_deja_echu_ne_s_escompte_pas(echeance):
    with pytest.raises(ArgumentInvalide, match=r"ligne 2.*postérieure à la remise du 02/05/2012"):
        interets.bordereau([REMISE[0], (500, echeance)], "2012-05-02", 0.12)


def test_des_agios_superieurs_au_nominal_sont_refuses():
    with pytest.raises(NonCalculable, match="ligne 1"):
        interets.bordereau([(10, "2012-05-25")], "2012-05-02", 0.12, fixe=9, tva=0.20)


# --- Effets équivalents


@given(montants, durees, durees, taux_usuels)
@sans_hate
def test_l_effet_reporte_a_la_meme_valeur_actuelle(nominal, jours, nouveaux, taux):
    reporte = interets.effet_equivalent(nominal, jours, nouveaux, taux)
    assert actuelle(reporte, nouveaux, taux) == pytest.approx(actuelle(nominal, jours, taux))
    if nouveaux > jours:
        assert reporte > nominal
    elif nouveaux == jours:
        assert reporte == pytest.approx(nominal)


def test_un_effet_paye_aujourd_hui_vaut_sa_valeur_actuelle():
    assert interets.effet_equivalent(8240, 55, 0, 0.126) == pytest.approx(8081.38)


def test_deux_effets_ne_sont_equivalents_qu_un_jour():
    """Reporté de 30 à 90 jours, l'effet n'est plus équivalent dix jours plus tard."""
    reporte = interets.effet_equivalent(10000, 30, 90, 0.12)
    assert actuelle(reporte, 80, 0.12) != pytest.approx(actuelle(10000, 20, 0.12), abs=0.01)


def test_le_29_fevrier_2012_defait_une_equivalence_publiee():
    """EQ03 : compter 90 jours sans le 29 février donne un effet qui n'est pas équivalent."""
    jours = calendrier.jours("2012-01-31", "2012-05-01")
    assert jours == calendrier.jours("2011-01-31", "2011-05-01") + 1 == 91
    oublie = interets.effet_equivalent(1462.5, 0, jours - 1, 0.10)
    assert oublie == pytest.approx(1500)
    assert actuelle(oublie, jours, 0.10) < 1462.5 - 0.4


@given(montants, durees, durees, taux_usuels)
@sans_hate
def test_le_taux_d_equivalence_retrouve_celui_du_report(nominal, jours, nouveaux, taux):
    if jours != nouveaux:
        reporte = interets.effet_equivalent(nominal, jours, nouveaux, taux)
        trouve = interets.taux_equivalence(nominal, jours, reporte, nouveaux)
        assert trouve == pytest.approx(taux, rel=1e-6)


def test_deux_nominaux_egaux_ne_se_valent_qu_au_taux_nul():
    taux = interets.taux_equivalence(1000, 30, 1000, 90)
    assert (taux, math.copysign(1, taux)) == (0, 1)


@pytest.mark.parametrize(
    "effets",
    [
        (1000, 30, 1000, 30),  # le même effet : à tous les taux
        (1000, 30, 1100, 30),  # même jour, nominaux différents : seulement au taux qui annule tout
        (1000, 90, 1100, 30),  # le plus gros est le plus proche : à aucun taux positif
        (1000, 33, 1100, 30),  # les deux produits sont égaux
    ],
)
def test_sans_taux_d_equivalence_le_resultat_n_est_pas_calculable(effets):
    with pytest.raises(NonCalculable):
        interets.taux_equivalence(*effets)


@given(montants, durees, durees, taux_usuels)
@sans_hate
def test_l_echeance_equivalente_retrouve_celle_du_report(nominal, jours, nouveaux, taux):
    reporte = interets.effet_equivalent(nominal, jours, nouveaux, taux)
    trouvee = interets.echeance_equivalente(nominal, jours, reporte, taux)
    assert trouvee == pytest.approx(nouveaux, abs=1e-6)


# --- Échéance commune, échéance moyenne

TROIS = [(200, 30), (400, 45), (100, 60)]


def test_l_echeance_commune_du_manuel():
    commune = interets.echeance_commune([(500, 20), (300, 40), (390, 60)], 1200, 0.08)
    assert commune == pytest.approx(75.33, abs=0.01)


@given(effets, taux_usuels, st.integers(0, 20))
@sans_hate
def test_l_effet_unique_vaut_la_somme_des_valeurs_actuelles(lus, taux, hausse):
    unique = sum(n for n, _ in lus) * (1 + hausse / 100)
    jours = interets.echeance_commune(lus, unique, taux)
    somme = sum(actuelle(n, j, taux) for n, j in lus)
    assert actuelle(unique, jours, taux) == pytest.approx(somme)


def test_l_echeance_moyenne_du_manuel_avec_400_et_non_300():
    """EQ08 : un corrigé en ligne écrit 300 ; son résultat, 42,857 jours, demande 400."""
    assert interets.echeance_moyenne(TROIS) == pytest.approx(42.857, abs=0.001)
    fautive = interets.echeance_moyenne([(200, 30), (300, 45), (100, 60)])
    assert fautive == pytest.approx(42.5)


@given(effets, taux_usuels)
@sans_hate
def test_l_echeance_moyenne_est_l_echeance_commune_de_la_somme_a_tout_taux(lus, taux):
    commune = interets.echeance_commune(lus, sum(n for n, _ in lus), taux)
    assert interets.echeance_moyenne(lus) == pytest.approx(commune, abs=1e-6)


@given(effets)
@sans_hate
def test_l_echeance_moyenne_est_entre_la_premiere_et_la_derniere(lus):
    jours = [j for _, j in lus]
    assert min(jours) - 1e-9 <= interets.echeance_moyenne(lus) <= max(jours) + 1e-9


def test_un_effet_unique_egal_a_la_somme_des_valeurs_actuelles_echoit_aujourd_hui():
    somme = sum(actuelle(n, j, 0.08) for n, j in TROIS)
    assert interets.echeance_commune(TROIS, somme, 0.08) == pytest.approx(0, abs=1e-6)
    with pytest.raises(NonCalculable, match="déjà échu"):
        interets.echeance_commune(TROIS, somme - 1, 0.08)


@pytest.mark.parametrize(
    ("appel", "raison"),
    [
        (lambda: interets.effet_equivalent(1000, 3600, 30, 0.10), "3 600 jours"),
        (lambda: interets.effet_equivalent(1000, 30, 4000, 0.10), "4 000 jours"),
        (lambda: interets.echeance_equivalente(1000, 30, 900, 0.10), "déjà échu"),
        (lambda: interets.echeance_equivalente(1000, 30, 1100, 0), "taux nul"),
        (lambda: interets.echeance_commune([], 1200, 0.08), "aucun effet"),
        (lambda: interets.echeance_moyenne([]), "aucun effet"),
        (lambda: interets.bordereau([], "2026-06-30", 0.08), "aucun effet"),
    ],
)
def test_une_question_sans_reponse_le_dit(appel, raison):
    with pytest.raises(NonCalculable) as erreur:
        appel()
    assert raison in str(erreur.value).replace("\u202f", " ")


# --- Pénalités de retard


def test_les_penalites_et_l_indemnite_s_ajoutent():
    penalites, indemnite, total = interets.penalites_retard(7300, 30, 0.12)
    assert (penalites, indemnite, total) == pytest.approx((72, 40, 112))


def test_les_40_euros_sont_par_facture():
    factures = pd.Series([3650.0, 7300.0, 730.0], index=["F1", "F2", "F3"])
    retards = pd.Series([10, 30, 0], index=["F1", "F2", "F3"])
    dus = interets.penalites_retard(factures, retards, 0.10)
    assert list(dus.penalites) == pytest.approx([10, 60, 0])
    assert list(dus.indemnite) == [40, 40, 0]
    assert dict(dus.total) == pytest.approx({"F1": 50, "F2": 100, "F3": 0})
    texte = str(dus).replace("\xa0", " ")
    assert "somme sur 3 factures = 70,00 €" in texte
    assert "= 150,00 €" in texte


def test_sans_retard_rien_n_est_du_pas_meme_l_indemnite():
    assert tuple(interets.penalites_retard(1000, 0, 0.12)) == (0, 0, 0)


def test_une_facture_au_montant_manquant_reste_manquante():
    dus = interets.penalites_retard(pd.Series([3650.0, None]), pd.Series([10, 10]), 0.10)
    assert [list(champ.isna()) for champ in dus] == [[False, True]] * 3


def test_une_meme_duree_pour_toutes_les_factures():
    dus = interets.penalites_retard([3650, 7300], 10, 0.10)
    assert dus.indemnite.tolist() == [40, 40]
    assert dus.total.tolist() == pytest.approx([50, 60])


def test_les_penalites_se_comptent_sur_365_jours_et_se_lisent():
    resultat = interets.penalites_retard(7300, 30, 0.12)
    texte = str(resultat).replace("\u202f", " ").replace("\xa0", " ")
    assert "montant TTC × taux × jours / 365 = 7 300,00 € × 12,00 % × 30 / 365 = 72,00 €" in texte
    assert "une fois par facture" in texte
    assert interets.penalites_retard(7200, 30, 0.12, base=360).penalites == pytest.approx(72)
    assert interets.penalites_retard(7300, 30, 0.12, indemnite=0).total == pytest.approx(72)


# --- Escompte de règlement


def test_deux_pour_cent_a_dix_jours_net_a_trente_jours():
    """ER01 : 36,73 % simple, 44,59 % composé sur 365 jours."""
    assert interets.taux_escompte_reglement(0.02, 20) == pytest.approx(0.3673, abs=0.00005)
    compose = interets.taux_escompte_reglement(0.02, 20, base=365, compose=True)
    assert compose == pytest.approx(0.4459, abs=0.00005)


@given(st.integers(1, 100).map(lambda e: e / 1000), st.integers(5, 120))
@sans_hate
def test_le_taux_compose_est_le_taux_interne_des_deux_paiements(escompte, jours):
    dates = [dt.date(2026, 1, 1), dt.date(2026, 1, 1) + dt.timedelta(jours)]
    interne = pyxirr.xirr(dates, [1 - escompte, -1])
    rendu = interets.taux_escompte_reglement(escompte, jours, base=365, compose=True)
    assert rendu == pytest.approx(interne, rel=1e-6)


@given(st.integers(0, 50).map(lambda e: e / 1000), st.integers(20, 180))
@sans_hate
def test_l_escompte_de_reglement_est_l_interet_de_la_somme_payee(escompte, jours):
    taux = interets.taux_escompte_reglement(escompte, jours)
    interet = interets.interet_simple(100 * (1 - escompte), taux, jours=jours)
    assert interet == pytest.approx(100 * escompte)


def test_les_taux_d_une_colonne_d_offres():
    offres = pd.Series([0.02, 0.01, 1.0], index=["a", "b", "c"])
    jours = pd.Series([20, 0, 60], index=["a", "b", "c"])
    for compose in (False, True):
        taux = interets.taux_escompte_reglement(offres, jours, compose=compose)
        assert list(taux.isna()) == [False, True, True]
        seul = interets.taux_escompte_reglement(0.02, 20, compose=compose)
        assert taux["a"] == pytest.approx(seul)


@pytest.mark.parametrize(
    ("escompte", "jours", "options"),
    [
        (1, 20, {}),
        (0.02, 0, {}),
        (0.9, 1, {"compose": True}),
        ([0.02, 0.9], 1, {"compose": True}),
    ],
)
def test_un_taux_infini_n_est_pas_calculable(escompte, jours, options):
    with pytest.raises(NonCalculable):
        interets.taux_escompte_reglement(escompte, jours, **options)


def test_un_taux_compose_demesure_manque_dans_une_colonne():
    taux = interets.taux_escompte_reglement(pd.Series([0.02, 0.9]), 1, compose=True)
    assert list(taux.isna()) == [False, True]


# --- Mauvaises entrées

DEUX_LIGNES = pd.Series([1000.0, 2000.0], index=["a", "b"])


@pytest.mark.parametrize(
    ("appel", "argument"),
    [
        (lambda: interets.interet_simple(1000, 12, mois=3), "taux"),
        (lambda: interets.interet_simple(-1000, 0.12, mois=3), "capital"),
        (lambda: interets.interet_simple(1000, 0.12, mois=-3), "mois"),
        (lambda: interets.interet_simple(1000, 0.12, jours=3, base=300), "base"),
        (lambda: interets.interet_simple(1000, 0.12, jours=3, base=True), "base"),
        (lambda: interets.interet_simple(1000, 0.12, jours=3, base="360"), "base"),
        (lambda: interets.interet_simple("1000", 0.12, jours=3), "capital"),
        (lambda: interets.interet_simple(True, 0.12, jours=3), "capital"),
        (lambda: interets.interet_simple(float("nan"), 0.12, jours=3), "capital"),
        (lambda: interets.interet_simple([1, 2], 0.12, jours=[1, 2, 3]), "jours"),
        (lambda: interets.interet_simple(np.ones((2, 2)), 0.12, jours=3), "capital"),
        (lambda: interets.interet_simple(DEUX_LIGNES, pd.Series([0.1, 0.1]), jours=3), "taux"),
        (lambda: interets.escompte([1000], 0.12, 30), "nominal"),
        (lambda: interets.escompte(1000, 0.12, 0), "jours"),
        (lambda: interets.escompte(0, 0.12, 30), "nominal"),
        (lambda: interets.escompte(1000, None, 30), "taux"),
        (lambda: interets.escompte(1000, 0.12, 30, methode="bancaire"), "methode"),
        (lambda: interets.bordereau(REMISE, "2012-05-32", 0.12), "date"),
        (lambda: interets.bordereau(REMISE, "2012-05-02", 12), "taux"),
        (lambda: interets.bordereau(REMISE, "2012-05-02", 0.12, commission=1.25), "commission"),
        (lambda: interets.bordereau(REMISE, "2012-05-02", 0.12, fixe=-1), "fixe"),
        (lambda: interets.bordereau(REMISE, "2012-05-02", 0.12, tva=20), "tva"),
        (lambda: interets.bordereau(REMISE, "2012-05-02", 0, jours_de_banque=1.5),
         "jours_de_banque"),
        (lambda: interets.bordereau([(750,)], "2012-05-02", 0.12), "effets, ligne 1"),
        (lambda: interets.bordereau([("750", "2012-06-01")], "2012-05-02", 0.12),
         "effets, ligne 1 : nominal"),
        (lambda: interets.bordereau([(750, "1er juin")], "2012-05-02", 0.12),
         "effets, ligne 1 : echeance"),
        (lambda: interets.bordereau("effets", "2012-05-02", 0.12), "effets"),
        (lambda: interets.effet_equivalent(1000, 30, -1, 0.10), "nouveaux_jours"),
        (lambda: interets.effet_equivalent(1000, 30, 60, 10), "taux"),
        (lambda: interets.taux_equivalence(1000, 30, 0, 60), "n2"),
        (lambda: interets.echeance_equivalente(1000, "30", 1100, 0.10), "j1"),
        (lambda: interets.echeance_commune(TROIS, -1, 0.08), "unique"),
        (lambda: interets.echeance_commune([(200, -30)], 300, 0.08), "effets, ligne 1 : jours"),
        (lambda: interets.echeance_moyenne([(200, 30), (0, 30)]), "effets, ligne 2 : nominal"),
        (lambda: interets.echeance_moyenne({200: 30}), "effets"),
        (lambda: interets.penalites_retard(0, 30, 0.12), "montant_ttc"),
        (lambda: interets.penalites_retard(100, -30, 0.12), "jours"),
        (lambda: interets.penalites_retard(100, 30, 0.12, indemnite=-40), "indemnite"),
        (lambda: interets.penalites_retard([100, 200], [30], 0.12), "jours"),
        (lambda: interets.interet_simple(1000, 0.12, jours=3, base=np.array([360, 365])), "base"),
        (lambda: interets.taux_escompte_reglement(0.02, 20, compose="non"), "compose"),
        (lambda: interets.taux_escompte_reglement(2, 20), "escompte"),
        (lambda: interets.taux_escompte_reglement(0.02, None), "jours_avance"),
    ],
)  # fmt: skip
def test_une_mauvaise_entree_est_nommee(appel, argument):
    with pytest.raises(ArgumentInvalide) as erreur:
        appel()
    assert erreur.value.argument == argument


def test_une_liste_la_ou_il_faut_un_nombre_est_un_mauvais_type():
    with pytest.raises(MauvaisType, match="un seul nombre"):
        interets.escompte(1000, [0.12, 0.13], 30)
