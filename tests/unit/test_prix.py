"""La fixation du prix : cas publiés, formes closes, enquête rejouée personne par personne."""

import math
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import prix
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

montants = st.floats(0.01, 1e6)
taux = st.floats(0, 0.95)
sans_hate = settings(deadline=None, max_examples=60)

STEGER = {
    "prix": [1, 2, 3, 4, 5, 6, 7, 8],
    "trop_cher": [0, 0, 70, 110, 170, 240, 330, 80],
    "mauvaise_qualite": [430, 280, 200, 70, 20, 0, 0, 0],
}

# --- Marge, marque, coefficient


@given(montants, montants)
@sans_hate
def test_marge_et_marque_se_deduisent_l_une_de_l_autre(pa, pv):
    marge, marque = prix.taux_marge(pa, pv), prix.taux_marque(pa, pv)
    assert marque == pytest.approx(marge / (1 + marge), rel=1e-6, abs=1e-9)
    assert marque <= marge or pv == pa


def test_vendre_a_perte_donne_un_taux_negatif():
    assert prix.taux_marge(100, 80) == pytest.approx(-0.20)
    assert prix.taux_marque(100, 80) == pytest.approx(-0.25)


@pytest.mark.parametrize("moyen", [{"taux_marge": 0.35}, {"taux_marque": 0.35}, {"coefficient": 3}])
@given(pa=montants)
@sans_hate
def test_le_prix_d_achat_se_retrouve_depuis_le_prix_de_vente(moyen, pa):
    assert prix.prix_achat(prix.prix_vente(pa, **moyen), **moyen) == pytest.approx(pa)


@given(montants, taux)
@sans_hate
def test_le_prix_de_vente_a_bien_le_taux_demande(pa, voulu):
    assert prix.taux_marge(pa, prix.prix_vente(pa, taux_marge=voulu)) == pytest.approx(voulu)
    assert prix.taux_marque(pa, prix.prix_vente(pa, taux_marque=voulu)) == pytest.approx(voulu)


def test_un_taux_de_marque_n_est_pas_un_taux_de_marge():
    assert prix.prix_vente(72, taux_marque=0.20) == pytest.approx(90)
    assert prix.prix_vente(72, taux_marge=0.20) == pytest.approx(86.40)


def test_le_coefficient_mene_du_prix_d_achat_hors_taxe_au_prix_de_vente_ttc():
    ttc = prix.toutes_taxes(prix.prix_vente(50, taux_marge=1), tva=0.20)
    coefficient = prix.coefficient_multiplicateur(50, prix_vente_ttc=ttc)
    assert coefficient == pytest.approx(2.4)
    assert prix.prix_vente(50, coefficient=coefficient) == pytest.approx(ttc)


def test_un_taux_de_marge_peut_depasser_cent_pour_cent():
    assert prix.prix_vente(10, taux_marge=1.5) == pytest.approx(25)
    assert prix.prix_vente(10, taux_marge=5) == pytest.approx(60)


@pytest.mark.parametrize(
    ("calcul", "mot"),
    [
        (lambda: prix.taux_marge(0, 10), "d'achat est nul"),
        (lambda: prix.taux_marque(10, 0), "de vente est nul"),
        (lambda: prix.coefficient_multiplicateur(0, prix_vente_ttc=10), "d'achat est nul"),
        (lambda: prix.prix_vente(10, taux_marque=1), "100 %"),
        (lambda: prix.prix_achat(10, taux_marque=1), "100 %"),
    ],
)
def test_une_division_par_zero_n_a_pas_de_reponse(calcul, mot):
    with pytest.raises(NonCalculable, match=mot):
        calcul()


@pytest.mark.parametrize("moyens", [{}, {"taux_marge": 0.2, "coefficient": 2}])
@pytest.mark.parametrize("fonction", [prix.prix_vente, prix.prix_achat])
def test_on_donne_un_seul_moyen_de_fixer_le_prix(fonction, moyens):
    with pytest.raises(ArgumentInvalide, match="un seul des trois"):
        fonction(10, **moyens)


# --- HT, TTC


@given(montants, st.sampled_from([0, 0.021, 0.055, 0.10, 0.20]))
@sans_hate
def test_du_hors_taxe_au_ttc_et_retour_on_retombe_sur_le_meme_prix(ht, tva):
    assert prix.hors_taxe(prix.toutes_taxes(ht, tva=tva), tva=tva) == pytest.approx(ht, rel=1e-12)


def test_retirer_vingt_pour_cent_du_ttc_n_est_pas_le_hors_taxe():
    assert prix.hors_taxe(120, tva=0.20) == pytest.approx(100)
    assert prix.hors_taxe(120, tva=0.20) != pytest.approx(120 * 0.8)


# --- Scalaire, tableau, colonne


def test_une_colonne_de_prix_rend_une_colonne_et_les_trous_y_restent():
    pa = pd.Series([100, 0, None, 50], index=list("abcd"), name="cout")
    rendue = prix.taux_marge(pa, 150)
    pd.testing.assert_series_equal(
        rendue, pd.Series([0.5, np.nan, np.nan, 2.0], index=list("abcd"), name="cout")
    )
    assert pa.tolist()[:2] == [100, 0]


def test_un_tableau_rend_un_tableau_et_ses_divisions_par_zero_sont_refusees():
    assert prix.hors_taxe(np.array([120, 60]), tva=0.20) == pytest.approx([100, 50])
    assert prix.remise_globale(np.array([0.1, 0.2]), 0.5) == pytest.approx([0.55, 0.60])
    with pytest.raises(NonCalculable):
        prix.taux_marge(np.array([1.0, 0.0]), 2)


def test_dans_une_colonne_la_remise_qui_mange_la_marge_est_une_valeur_manquante():
    remises = pd.Series([0.10, 0.30, 0.40])
    rendue = prix.volume_a_compenser(taux_marque=0.30, remise=remises)
    assert rendue[0] == pytest.approx(0.5) and rendue[1:].isna().all()


@pytest.mark.parametrize(
    "calcul",
    [
        lambda: prix.taux_marge([1, 2], [1, 2, 3]),
        lambda: prix.prix_vente([1, 2], taux_marge=[0.1, 0.2, 0.3]),
        lambda: prix.hors_taxe([1, 2], tva=[0.1, 0.2, 0.055]),
        lambda: prix.remise_globale(np.array([0.1, 0.2]), np.array([0.1, 0.2, 0.3])),
        lambda: prix.elasticite(10, [11, 12], [5, 6, 7], 4),
        lambda: prix.revpar([1, 2], [1, 2, 3]),
    ],
)
def test_des_colonnes_de_longueurs_differentes_sont_refusees(calcul):
    with pytest.raises(ArgumentInvalide, match="autant de valeurs"):
        calcul()


def test_deux_colonnes_qui_ne_parlent_pas_des_memes_produits_sont_refusees():
    with pytest.raises(ArgumentInvalide, match="mêmes étiquettes"):
        prix.taux_marge(pd.Series([1.0], index=["a"]), pd.Series([2.0], index=["b"]))


# --- Remises et volume


def test_dix_puis_cinq_pour_cent_ne_font_pas_quinze():
    assert prix.remise_globale(0.10, 0.05) == pytest.approx(0.145)
    assert prix.remise_globale() == 0


@given(st.lists(taux, min_size=1, max_size=5), st.randoms())
@sans_hate
def test_l_ordre_des_remises_ne_compte_pas_et_leur_somme_les_surestime(remises, hasard):
    globale = prix.remise_globale(*remises)
    assert prix.remise_globale(*hasard.sample(remises, len(remises))) == pytest.approx(globale)
    assert max(remises) - 1e-9 <= globale <= sum(remises) + 1e-9


def test_une_liste_de_remises_est_refusee_plutot_que_lue_comme_une_colonne():
    with pytest.raises(MauvaisType, match="séparés par des virgules"):
        prix.remise_globale([0.10, 0.05])


@given(st.floats(0.05, 0.95), st.floats(0, 0.9))
@sans_hate
def test_le_volume_supplementaire_rend_exactement_la_marge_perdue(marque, part):
    remise = marque * part
    hausse = prix.volume_a_compenser(taux_marque=marque, remise=remise)
    assert (marque - remise) * (1 + hausse) == pytest.approx(marque)


@pytest.mark.parametrize("remise", [0.30, 0.1 + 0.2, 0.35, 1])
def test_une_remise_qui_absorbe_la_marge_ne_se_compense_pas(remise):
    for marque in (0.30, 0.1 + 0.2):  # 0,30000000000000004
        with pytest.raises(NonCalculable, match="absorbe toute la marge"):
            prix.volume_a_compenser(taux_marque=marque, remise=remise)


@given(taux, st.floats(0.01, 1))
@sans_hate
def test_la_baisse_toleree_garde_exactement_la_marge(marque, hausse):
    baisse = prix.baisse_toleree(taux_marque=marque, hausse=hausse)
    assert (marque + hausse) * (1 - baisse) == pytest.approx(marque, abs=1e-12)


def test_sans_marge_ni_hausse_il_n_y_a_rien_a_conserver():
    with pytest.raises(NonCalculable):
        prix.baisse_toleree(taux_marque=0, hausse=0)


# --- Réduction annoncée


def test_la_reference_est_le_plus_bas_des_trente_jours_et_non_le_prix_barre():
    resultat = prix.reduction_annoncee([100, 89, 100], 80)
    reference, reduction = resultat
    assert reference == 89
    assert reduction == pytest.approx(9 / 89) and reduction < 0.20


@pytest.mark.parametrize("annonce", [89, 95])
def test_un_prix_qui_n_est_pas_sous_la_reference_ne_s_annonce_pas_en_reduction(annonce):
    with pytest.raises(NonCalculable, match="aucune réduction"):
        prix.reduction_annoncee([100, 89], annonce)


def test_la_reduction_montre_son_calcul_et_sa_regle():
    affichage = str(prix.reduction_annoncee([100, 89, 100], 80))
    assert "(89,00\xa0€ − 80,00\xa0€) / 89,00\xa0€ = 10,11\u202f%" in affichage
    assert "L112-1-1" in affichage and "28 mai 2022" in affichage


# --- Élasticité


def test_l_elasticite_publiee_des_billets_de_premiere_classe():
    assert prix.elasticite(59, 77, 166, 120) == pytest.approx(-0.9083, abs=1e-4)


@given(st.floats(1, 5), st.floats(50, 200), st.floats(1, 9), st.floats(10, 20))
@sans_hate
def test_sur_une_demande_lineaire_l_elasticite_de_base_est_celle_du_point_de_depart(b, a, p0, p1):
    # Q = a − b·P : e = −b·P₀ / Q₀ quel que soit le prix d'arrivée ; elle n'est pas constante.
    a = a + b * 20
    e = prix.elasticite(p0, p1, a - b * p0, a - b * p1)
    assert e == pytest.approx(-b * p0 / (a - b * p0))


@given(montants, montants, montants, montants)
@sans_hate
def test_la_methode_du_milieu_donne_la_meme_elasticite_a_l_aller_et_au_retour(p0, p1, q0, q1):
    if p0 == p1:
        return
    aller = prix.elasticite(p0, p1, q0, q1, methode="milieu")
    assert prix.elasticite(p1, p0, q1, q0, methode="milieu") == pytest.approx(aller)


def test_la_methode_du_milieu_calculee_a_la_main():
    attendu = ((120 - 166) / 143) / ((77 - 59) / 68)
    assert prix.elasticite(59, 77, 166, 120, methode="milieu") == pytest.approx(attendu)


@pytest.mark.parametrize(
    ("valeurs", "mot"),
    [((10, 10, 5, 4), "ne varie pas"), ((0, 10, 5, 4), "Le prix"), ((10, 12, 0, 4), "quantités")],
)
def test_sans_variation_ou_sans_depart_il_n_y_a_pas_d_elasticite(valeurs, mot):
    with pytest.raises(NonCalculable, match=mot):
        prix.elasticite(*valeurs)


# --- Prix psychologique


@st.composite
def enquetes(draw, cumul):
    """Le minimum et le maximum de chaque personne, en rangs de prix."""
    ecart = 1 if cumul == "inclus" else 0
    personnes = st.integers(0, 5).flatmap(
        lambda mini: st.tuples(st.just(mini), st.integers(mini + ecart, 6))
    )
    return draw(st.lists(personnes, min_size=1, max_size=40))


@pytest.mark.parametrize("cumul", ["inclus", "exclu"])
@given(data=st.data())
@sans_hate
def test_les_acheteurs_sont_ceux_dont_la_fourchette_contient_le_prix(cumul, data):
    personnes = data.draw(enquetes(cumul))
    tarifs = [5.0, 6.0, 6.5, 7.0, 8.0, 9.0, 12.0]
    if cumul == "inclus":
        acceptent = [sum(mini < p < maxi for mini, maxi in personnes) for p in range(7)]
    else:
        acceptent = [sum(mini <= p <= maxi for mini, maxi in personnes) for p in range(7)]
    options = {
        "trop_cher": [sum(maxi == p for _, maxi in personnes) for p in range(7)],
        "mauvaise_qualite": [sum(mini == p for mini, _ in personnes) for p in range(7)],
        "cumul": cumul,
    }
    if not any(acceptent):
        with pytest.raises(NonCalculable, match="Aucun prix"):
            prix.prix_psychologique(tarifs, **options)
        return
    resultat = prix.prix_psychologique(tarifs, **options)
    parts = [n / len(personnes) for n in acceptent]
    assert resultat.tableau["acheteurs"].tolist() == pytest.approx(parts)
    assert resultat.tableau["prix"].tolist() == tarifs
    meilleurs = [t for t, n in zip(tarifs, acceptent, strict=True) if n == max(acceptent)]
    assert resultat.optimal == meilleurs[-1]


def test_le_prix_psychologique_publie_et_non_le_prix_moyen():
    optimal, tableau = prix.prix_psychologique(**STEGER)
    assert optimal == 4
    assert tableau["acheteurs"].tolist() == pytest.approx(
        [0, 0.43, 0.64, 0.73, 0.63, 0.41, 0.08, 0]
    )
    assert tableau["trop_cher"].iloc[-1] == tableau["mauvaise_qualite"].iloc[0] == 1


def test_la_regle_de_cumul_change_les_acheteurs_et_s_affiche():
    exclu = prix.prix_psychologique(**STEGER, cumul="exclu")
    assert exclu.tableau["acheteurs"].max() == pytest.approx(0.91)
    assert exclu.optimal == 4  # 3 € et 4 € à égalité : le plus élevé
    assert "cumul exclu" in str(exclu) and "cumul inclus" in str(prix.prix_psychologique(**STEGER))
    assert exclu.tableau.attrs == {"cumul": "exclu"}


def test_le_prix_psychologique_montre_son_calcul():
    affichage = str(prix.prix_psychologique(**STEGER))
    assert "100 % − 18\u202f% − 9\u202f% = 73\u202f%" in affichage
    assert "4,00\xa0€" in affichage
    assert "<caption" in prix.prix_psychologique(**STEGER)._repr_html_()


@pytest.mark.parametrize(
    ("changement", "mot"),
    [
        ({"prix": [1, 2, 3, 4, 5, 6, 8, 7]}, "croissants"),
        ({"prix": [1, 2, 3, 4, 5, 6, 7, 7]}, "croissants"),
        ({"prix": [1, 2, 3]}, "autant de valeurs"),
        ({"trop_cher": [0, 0, 70, 110, 170, 240, 330, 81]}, "même total"),
        ({"trop_cher": [0, 0, -70, 250, 170, 240, 330, 80]}, "positif"),
        ({"mauvaise_qualite": [0, 0, 0, 0, 0, 0, 0, 1000]}, "cohérentes"),
        ({"mauvaise_qualite": "beaucoup"}, "liste"),
        ({"cumul": "les deux"}, "inclus"),
    ],
)
def test_une_enquete_mal_relevee_est_refusee(changement, mot):
    with pytest.raises(ArgumentInvalide, match=mot):
        prix.prix_psychologique(**STEGER | changement)


def test_sans_reponse_pas_de_prix_psychologique():
    with pytest.raises(NonCalculable):
        prix.prix_psychologique([], trop_cher=[], mauvaise_qualite=[])
    with pytest.raises(NonCalculable, match="Personne"):
        prix.prix_psychologique([1, 2], trop_cher=[0, 0], mauvaise_qualite=[0, 0])


# --- Yield


@given(montants, st.integers(1, 100), st.integers(0, 100))
@sans_hate
def test_le_revpar_est_le_taux_d_occupation_fois_le_prix_moyen(tarif, disponibles, vendues):
    vendues = min(vendues, disponibles)
    occupation = prix.taux_occupation(vendues, disponibles)
    assert prix.revpar(vendues * tarif, disponibles) == pytest.approx(occupation * tarif)


def test_on_ne_vend_pas_plus_que_la_capacite_et_rien_ne_se_mesure_sans_elle():
    with pytest.raises(ArgumentInvalide, match="2 de trop"):
        prix.taux_occupation(82, 80)
    for calcul in (prix.taux_occupation, prix.revpar):
        with pytest.raises(NonCalculable):
            calcul(0, 0)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30), st.integers(2, 100), st.data())
@sans_hate
def test_proteger_ces_places_maximise_la_recette_attendue(demandes, plein, data):
    reduit = data.draw(st.integers(1, plein - 1))
    # Recette multipliée par l'effectif, en entiers : le reste de la capacité part au tarif réduit.
    recettes = [
        sum(plein * min(d, y) for d in demandes) + len(demandes) * reduit * (40 - y)
        for y in range(41)
    ]
    meilleur = max(y for y in range(41) if recettes[y] == max(recettes))
    assert prix.places_a_proteger(demandes, plein_tarif=plein, tarif_reduit=reduit) == meilleur


def test_sur_une_demande_normale_on_retrouve_la_formule_de_littlewood():
    loi = NormalDist(100, 20)
    demandes = [round(loi.inv_cdf((k + 0.5) / 2000)) for k in range(2000)]
    attendu = loi.inv_cdf(1 - 90 / 150)
    obtenu = prix.places_a_proteger(demandes, plein_tarif=150, tarif_reduit=90)
    assert obtenu == pytest.approx(attendu, abs=1)


def test_un_rapport_de_tarifs_egal_a_une_part_observee_est_compare_exactement():
    # P(demande > 9) = 7/100 = 0,07/1 ; en flottants, 100 × 0,07 dépasse 7 et rendrait 0.
    demandes = [10] * 7 + [0] * 93
    assert prix.places_a_proteger(demandes, plein_tarif=1, tarif_reduit=0.07) == 10


# --- Mauvaises entrées

MAUVAIS = [-1, math.nan, math.inf, None, "12", True]


@pytest.mark.parametrize("mauvais", MAUVAIS, ids=repr)
@pytest.mark.parametrize(
    "calcul",
    [
        lambda x: prix.taux_marge(x, 10),
        lambda x: prix.taux_marge(10, x),
        lambda x: prix.taux_marque(x, 10),
        lambda x: prix.prix_vente(x, taux_marge=0.1),
        lambda x: prix.prix_achat(x, coefficient=2),
        lambda x: prix.prix_vente(10, coefficient=x),
        lambda x: prix.prix_vente(10, taux_marge=x),
        lambda x: prix.prix_vente(10, taux_marque=x),
        lambda x: prix.coefficient_multiplicateur(10, prix_vente_ttc=x),
        lambda x: prix.hors_taxe(x, tva=0.2),
        lambda x: prix.toutes_taxes(10, tva=x),
        lambda x: prix.remise_globale(0.1, x),
        lambda x: prix.volume_a_compenser(taux_marque=x, remise=0.1),
        lambda x: prix.baisse_toleree(taux_marque=0.2, hausse=x),
        lambda x: prix.elasticite(10, 11, x, 4),
        lambda x: prix.reduction_annoncee([100], x),
        lambda x: prix.reduction_annoncee(x, 80),
        lambda x: prix.revpar(x, 10),
        lambda x: prix.places_a_proteger([1], plein_tarif=x, tarif_reduit=1),
        lambda x: prix.places_a_proteger([1], plein_tarif=2, tarif_reduit=x),
    ],
)
def test_une_mauvaise_entree_est_refusee_en_francais(calcul, mauvais):
    with pytest.raises(ErreurGrc, match=r"attendu|il en faut|un seul des trois"):
        calcul(mauvais)


@pytest.mark.parametrize("mauvais", [-1, math.nan, math.inf, None, "12"], ids=repr)
def test_une_mauvaise_valeur_dans_une_liste_est_refusee(mauvais):
    with pytest.raises(ArgumentInvalide, match="prix_30_jours"):
        prix.reduction_annoncee([100, mauvais], 80)
    with pytest.raises(ArgumentInvalide, match="demandes"):
        prix.places_a_proteger([1, mauvais], plein_tarif=2, tarif_reduit=1)


@pytest.mark.parametrize(
    "calcul",
    [
        lambda: prix.prix_vente(10, taux_marge=30),
        lambda: prix.prix_vente(10, taux_marge=5.01),
        lambda: prix.prix_vente(10, taux_marque=20),
        lambda: prix.hors_taxe(120, tva=20),
        lambda: prix.remise_globale(10, 5),
        lambda: prix.volume_a_compenser(taux_marque=30, remise=0.1),
        lambda: prix.volume_a_compenser(taux_marque=0.3, remise=10),
        lambda: prix.baisse_toleree(taux_marque=0.3, hausse=10),
    ],
)
def test_un_pourcentage_a_la_place_d_un_taux_est_refuse(calcul):
    with pytest.raises(ArgumentInvalide, match="taux décimal"):
        calcul()
