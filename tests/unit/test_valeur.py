"""La valeur d'un client : cas publiés, formes closes, propriétés, limites et mauvaises entrées."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import approx_fprime
from scipy.special import beta as fonction_beta
from scipy.special import gamma
from scipy.stats import beta as loi_beta
from scipy.stats import gamma as loi_gamma

from grc_lib import donnees, valeur
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.valeur import bgnbd, gamma_gamma

sans_hate = settings(deadline=None, max_examples=40)
montants = st.integers(0, 10**6)
taux = st.integers(0, 100).map(lambda pourcent: pourcent / 100)
parametres = st.floats(0.05, 20)

PUBLIE = valeur.BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)
CLIENT = {
    "ca_brut": 12_000,
    "rrr": 600,
    "cout_ventes": 7_400,
    "visites": 900,
    "livraison": 350,
    "encours": 2_000,
    "taux_credit": 0.06,
}


@pytest.fixture(scope="module")
def cdnow():
    return donnees.charger("cdnow")


@pytest.fixture(scope="module")
def modele(cdnow):
    return valeur.ajuster_bgnbd(cdnow)


@pytest.fixture(scope="module")
def paniers(cdnow):
    """Les 946 clients de CDNOW qui ont racheté : leurs réachats et leur panier moyen ($)."""
    return cdnow.query("frequence > 0")[["frequence", "panier_moyen"]].reset_index(drop=True)


# --- Compte d'exploitation


def test_le_compte_se_fait_a_la_main_ligne_par_ligne():
    compte = valeur.compte_exploitation(CLIENT)
    assert (compte.ca_net, compte.marge_brute) == (11_400, 4_000)
    assert compte.credit_client == 120  # 2 000 € à 6 % pendant un an
    assert (compte.couts_directs, compte.contribution) == (1_370, 2_630)
    assert compte.taux_contribution == pytest.approx(2_630 / 11_400)


def test_le_credit_d_un_trimestre_coute_quatre_fois_moins():
    assert valeur.compte_exploitation(CLIENT | {"mois": 3}).credit_client == pytest.approx(30)


def test_une_ligne_de_tableau_se_lit_comme_un_dictionnaire():
    ligne = pd.DataFrame([CLIENT | {"nom": "Alba", "actif": True}]).iloc[0]
    assert tuple(valeur.compte_exploitation(ligne)) == tuple(valeur.compte_exploitation(CLIENT))


def test_un_tableau_rend_le_compte_de_chaque_client():
    autre = {"ca_brut": 500, "cout_ventes": 400, "visites": 180}
    clients = pd.DataFrame([CLIENT, autre], index=["Alba", "Breval"]).fillna(0)
    clients["raison_sociale"] = ["Alba SA", "Breval SARL"]
    rendu = valeur.compte_exploitation(clients.copy())
    for nom, client in (("Alba", CLIENT), ("Breval", autre)):
        compte = valeur.compte_exploitation(client)
        for colonne in ("ca_net", "marge_brute", "couts_directs", "contribution"):
            assert rendu.loc[nom, colonne] == getattr(compte, colonne)
        assert rendu.loc[nom, "credit_client"] == compte.credit_client
        assert rendu.loc[nom, "taux_contribution"] == compte.taux_contribution
    assert rendu["contribution"].tolist() == [2_630, -80]  # Breval est un client perdant
    assert rendu["raison_sociale"].tolist() == ["Alba SA", "Breval SARL"]


def test_le_tableau_recu_n_est_pas_modifie():
    clients = pd.DataFrame([CLIENT])
    avant = clients.copy()
    valeur.compte_exploitation(clients)
    pd.testing.assert_frame_equal(clients, avant)


def test_sans_chiffre_d_affaires_la_contribution_reste_mais_n_a_pas_de_taux():
    sans_ca = {"ca_brut": 0, "cout_ventes": 0, "visites": 180}
    compte = valeur.compte_exploitation(sans_ca)
    assert compte.contribution == -180
    with pytest.raises(NonCalculable, match="CA net est nul"):
        _ = compte.taux_contribution
    assert "non calculable" in str(compte)
    assert valeur.compte_exploitation(pd.DataFrame([sans_ca]))["taux_contribution"].isna().all()


def test_un_cout_inconnu_n_est_pas_perdu_en_silence():
    with pytest.raises(ArgumentInvalide, match=r"au choix.*livraison.*livraisons"):
        valeur.compte_exploitation(CLIENT | {"livraisons": 350})
    with pytest.raises(ArgumentInvalide, match="client_id"):
        valeur.compte_exploitation(pd.DataFrame([CLIENT | {"client_id": 12}]))


@pytest.mark.parametrize(
    ("client", "message"),
    [
        ({"ca_brut": 100}, "cout_ventes"),
        (CLIENT | {"rrr": 13_000}, "rrr"),
        (CLIENT | {"visites": -1}, "visites"),
        (CLIENT | {"visites": float("nan")}, "visites"),
        (CLIENT | {"visites": None}, "visites"),
        (CLIENT | {"ca_brut": "12 000"}, "ca_brut"),
        (CLIENT | {"taux_credit": 6}, "taux_credit"),
        (CLIENT | {"mois": 0}, "mois"),
        (CLIENT | {"visites": [1, 2]}, "visites"),
        ({"ca_brut": 100, "cout_ventes": 60, "encours": 10}, "taux_credit"),
        ({}, "ca_brut"),
        (pd.DataFrame([[9, 5, 1, 2]], columns=[*"xy", "visites", "visites"]), "noms différents"),
        ([CLIENT], "dictionnaire"),
        (None, "dictionnaire"),
    ],
)
def test_un_compte_mal_renseigne_est_refuse(client, message):
    with pytest.raises(ArgumentInvalide, match=message):
        valeur.compte_exploitation(client)


def test_le_compte_affiche_son_calcul():
    texte = str(valeur.compte_exploitation(CLIENT)).replace("\u202f", " ").replace("\xa0", " ")
    assert texte.splitlines() == [
        "Compte d'exploitation du client",
        "  CA net = CA brut − RRR = 12 000,00 € − 600,00 € = 11 400,00 €",
        "  Marge brute = CA net − coût des ventes = 11 400,00 € − 7 400,00 € = 4 000,00 €",
        "  Crédit client = encours moyen × taux annuel × mois / 12 = "
        "2 000,00 € × 6,00 % × 12 / 12 = 120,00 €",
        "  Coûts directs = visites + livraison + crédit client = "
        "900,00 € + 350,00 € + 120,00 € = 1 370,00 €",
        "  Contribution = marge brute − coûts directs = 4 000,00 € − 1 370,00 € = 2 630,00 €",
        "  Taux de contribution = contribution / CA net = 2 630,00 € / 11 400,00 € = 23,07 %",
        "  Convention : montants hors taxes ; seuls les coûts que ce client cause sont déduits",
    ]
    assert "<caption" in valeur.compte_exploitation(CLIENT)._repr_html_()


# --- Potentiel et acquisition


def test_le_cout_d_acquisition_additionne_avant_de_diviser():
    assert valeur.cout_acquisition(1_200 + 45 * 40, 12) == 250
    assert valeur.cout_acquisition(1_200 + 45 * 40, 12) != 1_200 + 45 * 40 / 12  # sans parenthèses


def test_les_formules_acceptent_des_colonnes():
    tableau = pd.DataFrame({"cout": [300, 100, 50], "nouveaux": [10, 0, 5]}, index=list("abc"))
    cac = valeur.cout_acquisition(tableau["cout"], tableau["nouveaux"])
    assert cac.index.tolist() == list("abc")
    assert cac["a"] == 30 and math.isnan(cac["b"]) and cac["c"] == 10
    assert valeur.cout_acquisition(np.array([300, 50]), np.array([10, 5])).tolist() == [30, 10]
    assert valeur.taux_nourriture(np.array([9.0, 4.0]), 40).tolist() == [0.225, 0.1]
    assert valeur.retour_investissement(tableau["cout"], 100).tolist() == [2, 0, -0.5]


def test_une_marge_negative_ne_rembourse_jamais_l_acquisition():
    assert valeur.delai_recuperation(250, 20) == 12.5
    for marge in (0, -20):
        with pytest.raises(NonCalculable, match="jamais repris"):
            valeur.delai_recuperation(250, marge)
    delais = valeur.delai_recuperation(250, pd.Series([20, 0, -20]))
    assert delais.isna().tolist() == [False, True, True]


def test_retour_investissement_perdre_toute_la_mise_fait_moins_un():
    assert valeur.retour_investissement(4_500, 3_000) == 0.5
    assert valeur.retour_investissement(0, 3_000) == -1
    assert valeur.retour_investissement(-300, 3_000) == pytest.approx(-1.1)


def test_le_potentiel_accessible_est_une_part_du_potentiel():
    assert valeur.potentiel_accessible(40_000, 0.60) == 24_000
    assert valeur.taux_nourriture(9_000, 40_000) == 0.225
    assert valeur.taux_nourriture(Decimal("9000"), 40_000) == 0.225
    with pytest.raises(ArgumentInvalide, match="achats"):
        valeur.taux_nourriture(41_000, 40_000)


@pytest.mark.parametrize(
    "appel",
    [
        lambda: valeur.cout_acquisition(1_000, 0),
        lambda: valeur.cout_acquisition([1_000, 500], [10, 0]),
        lambda: valeur.retour_investissement(10, 0),
        lambda: valeur.taux_nourriture(0, 0),
    ],
)
def test_une_division_par_zero_est_expliquee(appel):
    with pytest.raises(NonCalculable, match="Vérifiez"):
        appel()


@pytest.mark.parametrize(
    ("appel", "message"),
    [
        (lambda: valeur.cout_acquisition(-1, 3), "depenses"),
        (lambda: valeur.cout_acquisition(1, -3), "nouveaux"),
        (lambda: valeur.cout_acquisition(1, 2.5), "nouveaux.*2.5"),
        (lambda: valeur.cout_acquisition(1, True), "nouveaux"),
        (lambda: valeur.cout_acquisition("1000", 3), "depenses"),
        (lambda: valeur.cout_acquisition(None, 3), "depenses"),
        (lambda: valeur.cout_acquisition(float("nan"), 3), "depenses"),
        (lambda: valeur.cout_acquisition([1, 2], [1, 2, 3]), "nouveaux.*3 valeur"),
        (lambda: valeur.cout_acquisition(np.ones((2, 2)), np.ones((2, 2))), "depenses"),
        (
            lambda: valeur.cout_acquisition(pd.Series([1, 2]), pd.Series([1, 2], index=[5, 6])),
            "étiquettes",
        ),
        (lambda: valeur.potentiel_accessible(40_000, 60), "part.*0.12 pour 12"),
        (lambda: valeur.potentiel_accessible(-1, 0.6), "potentiel"),
        (lambda: valeur.taux_nourriture(-1, 3), "achats"),
        (lambda: valeur.retour_investissement(10, -3), "cout"),
        (lambda: valeur.delai_recuperation(-10, 3), "cout_acquisition"),
        (lambda: valeur.delai_recuperation(10, float("inf")), "marge_mensuelle"),
    ],
)
def test_une_mauvaise_entree_est_nommee(appel, message):
    with pytest.raises(ArgumentInvalide, match=message):
        appel()


# --- Valeur vie


def test_vc01_effectifs_arrondis_a_l_entier():
    # 1 000, 700, 490, 343 puis 240 clients (240,1 arrondi)
    clients = 1_000 + 700 + 490 + 343 + 240
    attendu = (clients * 180 - 1_000 * 300) / 1_000
    cas = {"marge": 180, "retention": 0.70, "annees": 5, "cout_acquisition": 300}
    assert attendu == pytest.approx(199.14)
    assert valeur.valeur_vie(**cas, effectif=1_000) == pytest.approx(attendu, abs=1e-9)
    assert valeur.valeur_vie(**cas) == pytest.approx(199.158, abs=1e-9)


def test_vc03_fideliser_coute_chaque_annee_pour_chaque_client_present():
    rendue = valeur.valeur_vie(
        marge=180, retention=0.80, annees=5, cout_acquisition=300, fidelisation=20, effectif=1_000
    )
    assert rendue == pytest.approx(237.92, abs=1e-9)


def test_un_demi_client_s_arrondit_vers_le_haut():
    # 25 × 0,9 = 22,5 clients : 23, et non 22 comme l'arrondi de Python
    assert valeur.valeur_vie(marge=25, retention=0.9, annees=2, effectif=25) == 25 + 23


def test_l_actualisation_commence_la_deuxieme_annee():
    rendue = valeur.valeur_vie(
        marge=100, retention=0.8, annees=3, actualisation=0.1, cout_acquisition=50
    )
    assert rendue == pytest.approx(100 + 80 / 1.1 + 64 / 1.21 - 50)
    differee = valeur.valeur_vie(
        marge=100, retention=0.8, annees=2, actualisation=0.1, premier_flux="différé"
    )
    assert differee == pytest.approx(80 / 1.1 + 64 / 1.21)


@given(montants, taux, st.integers(1, 99), st.sampled_from(["immédiat", "différé"]))
@sans_hate
def test_la_valeur_infinie_est_celle_de_n_annees_et_de_toutes_les_suivantes(marge, r, d, premier):
    infinie = valeur.valeur_vie_infinie(marge, r, d / 100, premier_flux=premier)
    sept_ans = valeur.valeur_vie(
        marge=marge, retention=r, annees=7, actualisation=d / 100, premier_flux=premier
    )
    suite = (r / (1 + d / 100)) ** 7 * infinie  # les clients restés, dans sept ans
    assert infinie == pytest.approx(sept_ans + suite, rel=1e-9)


@given(montants, taux, st.integers(1, 30), taux)
@sans_hate
def test_une_annee_de_plus_ne_diminue_jamais_la_valeur_vie(marge, r, annees, d):
    cas = {"marge": marge, "retention": r, "actualisation": d}
    courte = valeur.valeur_vie(**cas, annees=annees)
    assert valeur.valeur_vie(**cas, annees=annees + 1) >= courte >= marge * (1 - 1e-12)


@given(st.integers(1, 10**6), taux, st.integers(1, 15))
@sans_hate
def test_arrondir_les_effectifs_ne_deplace_pas_plus_d_un_demi_client_par_an(effectif, r, annees):
    cas = {"marge": 1, "retention": r, "annees": annees}
    ecart = valeur.valeur_vie(**cas, effectif=effectif) - valeur.valeur_vie(**cas)
    assert abs(ecart) * effectif <= 0.5 * annees + 1e-6


def test_vc06_garder_tous_les_clients_sans_actualiser_n_a_pas_de_limite():
    with pytest.raises(NonCalculable, match="infinie"):
        valeur.valeur_vie_infinie(100, 1.0, 0.0)
    assert valeur.valeur_vie_infinie(100, 1.0, 0.1) == pytest.approx(1_100)
    assert valeur.valeur_vie_infinie(100, 0.75, 0.0) == 400  # marge × durée de vie
    colonne = valeur.valeur_vie_infinie(100, pd.Series([1.0, 0.75]), 0.0)
    assert colonne.isna().tolist() == [True, False]


def test_la_valeur_vie_de_chaque_client_d_un_tableau():
    clients = pd.DataFrame({"marge": [180, 90], "r": [0.7, 0.9]}, index=["Alba", "Breval"])
    rendue = valeur.valeur_vie(marge=clients["marge"], retention=clients["r"], annees=5)
    seule = valeur.valeur_vie(marge=90, retention=0.9, annees=5)
    assert rendue["Breval"] == pytest.approx(seule)
    assert rendue.index.tolist() == ["Alba", "Breval"]


@pytest.mark.parametrize(
    ("changement", "message"),
    [
        ({"retention": 70}, "retention"),
        ({"retention": -0.1}, "retention"),
        ({"annees": 0}, "annees"),
        ({"annees": 2.5}, "annees"),
        ({"annees": [1, 2]}, "annees"),
        ({"effectif": 0}, "effectif"),
        ({"effectif": 10.5}, "effectif"),
        ({"cout_acquisition": -1}, "cout_acquisition"),
        ({"fidelisation": -1}, "fidelisation"),
        ({"actualisation": 8}, "actualisation"),
        ({"marge": "180"}, "marge"),
        ({"marge": None}, "marge"),
        ({"premier_flux": "immediat"}, "premier_flux.*immédiat"),
        ({"marge": pd.Series([1, 2]), "fidelisation": pd.Series([1, 2, 3])}, "fidelisation"),
    ],
)
def test_une_valeur_vie_mal_posee_est_refusee(changement, message):
    with pytest.raises(ArgumentInvalide, match=message):
        valeur.valeur_vie(**({"marge": 180, "retention": 0.7, "annees": 5} | changement))


def test_le_premier_flux_de_la_valeur_infinie_se_nomme_exactement():
    with pytest.raises(ArgumentInvalide, match="premier_flux"):
        valeur.valeur_vie_infinie(100, 0.8, 0.1, premier_flux="differe")


# --- BG/NBD


def vraisemblance_publiee(p, x, tx, anciennete):
    """Fader, Hardie et Lee (2005), équation 6, avec les fonctions bêta et gamma elles-mêmes."""
    r, alpha, a, b = p
    rythme = gamma(r + x) * alpha**r / gamma(r)
    actif = fonction_beta(a, b + x) / fonction_beta(a, b) / (alpha + anciennete) ** (r + x)
    if x == 0:
        return rythme * actif
    parti = fonction_beta(a + 1, b + x - 1) / fonction_beta(a, b) / (alpha + tx) ** (r + x)
    return rythme * (actif + parti)


def test_bg01_les_parametres_publies_sur_cdnow(modele):
    publies = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    for nom, publie in publies.items():
        assert getattr(modele, nom) == pytest.approx(publie, abs=0.0006)
    assert modele.log_vraisemblance == pytest.approx(-9_582.4, abs=0.05)
    assert modele.clients == 2_357
    assert all(type(p) is float for p in modele)


def test_la_log_vraisemblance_est_celle_de_la_formule_publiee(modele, cdnow):
    colonnes = (cdnow["frequence"], cdnow["recence"], cdnow["anciennete"])
    totale = sum(
        math.log(vraisemblance_publiee(tuple(modele), x, tx, anciennete))
        for x, tx, anciennete in zip(*colonnes, strict=True)
    )
    assert modele.log_vraisemblance == pytest.approx(totale, abs=1e-6)


HISTOIRES = np.array(
    [[0, 0, 30], [1, 3, 35], [2, 30.43, 38.86], [7, 12, 25], [26, 30.86, 31], [0, 0, 0]], float
)


@given(parametres, parametres, parametres, parametres)
@sans_hate
def test_le_gradient_est_celui_des_differences_finies(r, alpha, a, b):
    essai = np.array([r, alpha, a, b])
    poids = np.full(len(HISTOIRES), 1 / len(HISTOIRES))
    valeur_lue, gradient = bgnbd._vraisemblance(essai, *HISTOIRES.T, poids)
    mesure = approx_fprime(
        essai, lambda p: bgnbd._vraisemblance(p, *HISTOIRES.T, poids)[0], 1e-7 * essai
    )
    assert gradient == pytest.approx(mesure, rel=1e-4, abs=1e-5)
    publiee = np.mean([math.log(vraisemblance_publiee(essai, *h)) for h in HISTOIRES])
    assert valeur_lue == pytest.approx(publiee, rel=1e-9)


def test_bg02_les_valeurs_publiees_d_un_client():
    client = {"frequence": 2, "recence": 30.43, "anciennete": 38.86}
    assert PUBLIE.achats_attendus(39, **client) == pytest.approx(1.226, abs=0.0005)
    assert PUBLIE.probabilite_actif(**client) == pytest.approx(0.7266, abs=0.00005)


def test_a_dernier_achat_egal_le_gros_acheteur_inquiete_davantage():
    # Le « paradoxe de la fréquence » : neuf semaines de silence inquiètent chez qui achète souvent
    actifs = PUBLIE.probabilite_actif(frequence=np.arange(5, 21), recence=30, anciennete=39)
    assert (np.diff(actifs) < 0).all()


def attendus_par_integration(m, t, x, anciennete):
    """L'espérance d'un client actif, intégrée sur sa probabilité d'arrêt (loi bêta a, b + x)."""

    def a_arret_connu(p):
        reste = math.expm1(
            -(m.r + x) * math.log1p(p * t / (m.alpha + anciennete))
        )  # (… )^−(r + x) − 1
        return -reste / p * loi_beta.pdf(p, m.a, m.b + x)

    return quad(a_arret_connu, 0, 1, limit=400)[0]


@pytest.mark.parametrize(
    "m",
    [
        PUBLIE,
        valeur.BgNbd(r=2, alpha=5, a=1.5, b=10),
        valeur.BgNbd(r=0.5, alpha=5, a=1, b=2),  # la formule publiée y divise par zéro
        valeur.BgNbd(r=0.5, alpha=5, a=1.2, b=1.3),
    ],
)
@pytest.mark.parametrize("x", [0, 1, 26])
@pytest.mark.parametrize("t", [1, 52])
def test_les_achats_attendus_se_retrouvent_par_integration(m, x, t):
    client = {"frequence": x, "recence": 30.0 * (x > 0), "anciennete": 31}
    actif = m.probabilite_actif(**client)
    integres = attendus_par_integration(m, t, x, 31) * actif
    assert m.achats_attendus(t, **client) == pytest.approx(integres, rel=1e-6)


def test_des_parametres_entiers_ne_font_pas_deborder_la_formule():
    m = valeur.BgNbd(r=1, alpha=1, a=2, b=1)  # la fonction hyp2f1 y rend l'infini
    client = {"frequence": 102, "recence": 1, "anciennete": 1}
    attendus = attendus_par_integration(m, 100, 102, 1) * m.probabilite_actif(**client)
    assert m.achats_attendus(100, **client) == pytest.approx(attendus, rel=1e-5)


def test_la_formule_reste_continue_la_ou_elle_diviserait_par_zero():
    client = {"frequence": 0, "recence": 0, "anciennete": 40}
    for a, b in ((1, 2), (0.4, 0.6)):
        au_pole = valeur.BgNbd(r=0.5, alpha=5, a=a, b=b).achats_attendus(30, **client)
        a_cote = valeur.BgNbd(r=0.5, alpha=5, a=a + 1e-4, b=b).achats_attendus(30, **client)
        assert au_pole == pytest.approx(a_cote, rel=1e-4)


def test_la_probabilite_d_etre_actif_se_retrouve_par_simulation():
    hasard = np.random.default_rng(7)
    m, anciennete, n = valeur.BgNbd(r=2, alpha=5, a=1.5, b=4), 10.0, 400_000
    rythmes = loi_gamma.rvs(m.r, scale=1 / m.alpha, size=n, random_state=hasard)
    arrets = loi_beta.rvs(m.a, m.b, size=n, random_state=hasard)
    premier = hasard.exponential(1 / rythmes)
    second = premier + hasard.exponential(1 / rythmes)
    reste = hasard.random(n) >= arrets
    un_achat = (premier > 5.9) & (premier < 6.1) & ((second > anciennete) | ~reste)
    part = reste[un_achat].mean()
    attendue = m.probabilite_actif(frequence=1, recence=6, anciennete=anciennete)
    assert part == pytest.approx(attendue, abs=4 * math.sqrt(0.25 / un_achat.sum()))


@given(parametres, parametres, parametres, parametres, st.integers(0, 300), taux, st.floats(0, 200))
@sans_hate
def test_la_probabilite_et_les_achats_restent_dans_leurs_bornes(
    r, alpha, a, b, x, part, anciennete
):
    m = valeur.BgNbd(r, alpha, a, b)
    client = {"frequence": x, "recence": part * anciennete * (x > 0), "anciennete": anciennete}
    actif = m.probabilite_actif(**client)
    assert 0 <= actif <= 1
    assert m.achats_attendus(0, **client) == pytest.approx(0, abs=1e-9)
    achats = [m.achats_attendus(t, **client) for t in (1, 10, 100)]
    assert achats == sorted(achats)
    # sans abandon, un client achète au rythme (r + x) / (alpha + ancienneté)
    assert -1e-9 <= achats[2] <= 100 * (r + x) / (alpha + anciennete) * actif * (1 + 1e-6)


def test_plus_le_dernier_achat_est_ancien_moins_le_client_est_actif():
    recences = np.array([5.0, 15.0, 25.0, 38.0])
    actifs = PUBLIE.probabilite_actif(frequence=4, recence=recences, anciennete=38.86)
    assert (np.diff(actifs) > 0).all()
    assert PUBLIE.probabilite_actif(frequence=0, recence=0, anciennete=38.86) == 1


def test_les_colonnes_d_un_tableau_rendent_une_colonne(modele, cdnow):
    achats = modele.achats_attendus(
        39,
        frequence=cdnow["frequence"],
        recence=cdnow["recence"],
        anciennete=cdnow["anciennete"],
    )
    assert isinstance(achats, pd.Series) and achats.index.equals(cdnow.index)
    premier = cdnow.iloc[0]
    seul = modele.achats_attendus(
        39,
        frequence=premier["frequence"],
        recence=premier["recence"],
        anciennete=premier["anciennete"],
    )
    assert type(seul) is float and achats.iloc[0] == pytest.approx(seul)


def test_une_valeur_manquante_se_propage_dans_une_colonne():
    actifs = PUBLIE.probabilite_actif(
        frequence=pd.Series([2, None]), recence=pd.Series([3.0, 4.0]), anciennete=9
    )
    assert actifs.isna().tolist() == [False, True]


def test_l_ajustement_ne_depend_ni_de_l_ordre_ni_de_l_unite_de_temps(modele, cdnow):
    en_jours = cdnow.assign(recence=cdnow["recence"] * 7, anciennete=cdnow["anciennete"] * 7)
    autre = valeur.ajuster_bgnbd(en_jours.sample(frac=1, random_state=3))
    assert tuple(autre) == pytest.approx((modele.r, modele.alpha * 7, modele.a, modele.b), rel=1e-4)
    achats = cdnow["frequence"].sum()
    attendue = modele.log_vraisemblance - achats * math.log(7)
    assert autre.log_vraisemblance == pytest.approx(attendue, abs=1e-4)


def test_une_relation_duckdb_donne_le_meme_modele(modele):
    import duckdb

    with duckdb.connect() as base:
        base.register("achats", donnees.charger("cdnow"))
        assert valeur.ajuster_bgnbd(base.sql("FROM achats ORDER BY client DESC")) == modele


def simuler(n, m, anciennete, graine):
    hasard = np.random.default_rng(graine)
    lignes = []
    for rythme, arret in zip(
        hasard.gamma(m.r, 1 / m.alpha, n), hasard.beta(m.a, m.b, n), strict=True
    ):
        instant, recence, achats = hasard.exponential(1 / rythme), 0.0, 0
        while instant <= anciennete:
            recence, achats = instant, achats + 1
            if hasard.random() < arret:
                break
            instant += hasard.exponential(1 / rythme)
        lignes.append((achats, recence, anciennete))
    return pd.DataFrame(lignes, columns=["frequence", "recence", "anciennete"])


def test_l_ajustement_retrouve_les_parametres_d_une_clientele_simulee():
    vrai = valeur.BgNbd(r=2, alpha=5, a=1.5, b=4)
    trouve = valeur.ajuster_bgnbd(simuler(6_000, vrai, 40.0, 11))
    assert (trouve.r, trouve.alpha) == pytest.approx((2, 5), rel=0.1)
    arret = trouve.a / (trouve.a + trouve.b)
    assert arret == pytest.approx(1.5 / 5.5, rel=0.05)


def resume(*lignes):
    return pd.DataFrame(lignes, columns=["frequence", "recence", "anciennete"])


@pytest.mark.parametrize(
    "clients",
    [
        resume(),
        resume((0, 0, 30), (0, 0, 25), (0, 0, 38)),
        resume((0, 0, 0)),
        resume((3, 20, 30)),
        resume((0, 0, 30), (3, 20, 30)),
        resume(*[(3, 20, 30)] * 50),
        resume((3, 29, 30), (4, 30, 30), (5, 28, 30), (3, 27, 30)),  # personne ne s'arrête
        resume((3, 10, 30), (4, 12, 30), (5, 13, 30), (3, 9, 30)),
        resume((1, 0, 0), (2, 0, 0)),
    ],
)
def test_des_clients_trop_pauvres_en_achats_ne_donnent_pas_de_modele(clients):
    with pytest.raises(NonCalculable):
        valeur.ajuster_bgnbd(clients)


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.floats(0, 1), st.integers(1, 60)), min_size=1, max_size=12
    )
)
@sans_hate
def test_un_petit_tableau_donne_un_modele_ou_une_explication(clients):
    lignes = [(x, part * duree * (x > 0), duree) for x, part, duree in clients]
    try:
        m = valeur.ajuster_bgnbd(resume(*lignes))
    except NonCalculable as erreur:
        assert len(str(erreur)) > 40
    else:
        assert all(0 < p < math.inf for p in m)
        assert math.isfinite(m.log_vraisemblance)


@pytest.mark.parametrize(
    ("clients", "message"),
    [
        (resume((2, 31, 30), (1, 2, 30)), "recence.*ancienneté"),
        (resume((0, 5, 30), (1, 2, 30)), "recence.*RFM"),
        (resume((1.5, 5, 30), (1, 2, 30)), "frequence.*1.5"),
        (resume((-1, 5, 30), (1, 2, 30)), "frequence"),
        (resume((1, -5, 30), (1, 2, 30)), "recence"),
        (resume((1, None, 30), (1, 2, 30)), "recence"),
        (resume((1, 5, "trente"), (1, 2, "dix")), "anciennete"),
        (resume((1, 5, 30)).drop(columns="recence"), "recence"),
        ([(1, 5, 30)], "tableau"),
        (None, "tableau"),
    ],
)
def test_un_historique_incoherent_est_refuse(clients, message):
    with pytest.raises(ArgumentInvalide, match=message):
        valeur.ajuster_bgnbd(clients)


@pytest.mark.parametrize(
    "changement",
    [{"r": 0}, {"alpha": -1}, {"a": float("nan")}, {"b": "2"}, {"r": [1, 2]}, {"b": None}],
)
def test_les_parametres_d_un_modele_sont_strictement_positifs(changement):
    with pytest.raises(ArgumentInvalide, match=next(iter(changement))):
        valeur.BgNbd(**({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426} | changement))
    with pytest.raises(ArgumentInvalide, match="q"):
        valeur.GammaGamma(p=1, q=0, v=1)


def test_un_client_mal_decrit_est_refuse():
    client = {"frequence": 2, "recence": 30.43, "anciennete": 38.86}
    for changement in (
        {"t": -1},
        {"frequence": 2.5},
        {"recence": 40},
        {"anciennete": "38"},
        {"recence": [1, 2], "anciennete": [3, 4, 5]},
        {"t": [1, 2], "recence": [1, 2, 3]},
    ):
        with pytest.raises(ArgumentInvalide):
            PUBLIE.achats_attendus(**({"t": 39} | client | changement))


def test_le_modele_dit_ce_qu_il_suppose(modele):
    texte = str(modele)
    assert "a / (a + b) = 0,793 / (0,793 + 2,426) = 24,63" in texte
    assert "r / alpha = 0,243 / 4,414 = 0,0550" in texte
    assert "−9\u202f582,4" in texte
    assert "réputé actif" in texte
    assert "Log-vraisemblance" not in str(PUBLIE)


# --- Gamma-gamma


def densite_publiee(p, q, v, x, m):
    """La densité du panier moyen sachant v, intégrée sur l'échelle propre au client (loi gamma)."""
    integrale = quad(
        lambda nu: loi_gamma.pdf(m, p * x, scale=1 / (nu * x)) * loi_gamma.pdf(nu, q, scale=1 / v),
        0,
        np.inf,
    )
    return integrale[0]


def test_les_parametres_publies_des_paniers_de_cdnow(paniers):
    modele = valeur.ajuster_gamma_gamma(paniers)
    assert tuple(modele) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    assert modele.log_vraisemblance == pytest.approx(-4_055.92, abs=0.005)
    assert modele.clients == 946


@pytest.mark.parametrize(("x", "m"), [(1, 12.0), (3, 40.0), (7, 22.5)])
def test_la_vraisemblance_d_un_panier_est_l_integrale_du_modele(x, m):
    essai = np.array([2.1, 3.74, 15.44])
    logs, _ = gamma_gamma._vraisemblance(essai, np.array([x]), np.array([m]), np.array([1.0]))
    assert logs == pytest.approx(math.log(densite_publiee(*essai, x, m)), rel=1e-6)


@given(parametres, parametres, parametres)
@sans_hate
def test_le_gradient_des_paniers_est_celui_des_differences_finies(p, q, v):
    essai = np.array([p, q, v])
    donnees_lues = (np.array([1.0, 3, 8]), np.array([0.4, 1.0, 2.5]), np.array([0.2, 0.5, 0.3]))
    _, gradient = gamma_gamma._vraisemblance(essai, *donnees_lues)
    mesure = approx_fprime(
        essai, lambda e: gamma_gamma._vraisemblance(e, *donnees_lues)[0], 1e-7 * essai
    )
    assert gradient == pytest.approx(mesure, rel=1e-4, abs=1e-5)


def test_le_panier_attendu_est_entre_celui_du_client_et_celui_de_la_clientele():
    m = valeur.GammaGamma(p=6.25, q=3.74, v=15.44)
    clientele = 6.25 * 15.44 / 2.74
    assert m.panier_attendu(frequence=0, panier_moyen=0) == pytest.approx(clientele)
    attendus = m.panier_attendu(frequence=np.array([1, 5, 50, 5_000]), panier_moyen=100.0)
    assert (np.diff(attendus) > 0).all() and attendus[0] > clientele
    assert attendus[-1] == pytest.approx(100, rel=1e-3)


def test_l_ajustement_des_paniers_ne_depend_pas_de_la_monnaie(paniers):
    modele = valeur.ajuster_gamma_gamma(paniers)
    autre = valeur.ajuster_gamma_gamma(
        paniers.assign(panier_moyen=paniers["panier_moyen"] * 6.56).sample(frac=1, random_state=1)
    )
    assert tuple(autre) == pytest.approx((modele.p, modele.q, modele.v * 6.56), rel=1e-4)


def test_un_panier_moyen_infini_n_est_pas_un_nombre():
    m = valeur.GammaGamma(p=2, q=0.8, v=10)
    with pytest.raises(NonCalculable, match="infini"):
        m.panier_attendu(frequence=0, panier_moyen=0)
    attendus = m.panier_attendu(frequence=pd.Series([0, 1]), panier_moyen=pd.Series([0, 30]))
    assert attendus.isna().tolist() == [True, False]
    assert "non calculable" in str(m)


def panier(*lignes):
    return pd.DataFrame(lignes, columns=["frequence", "panier_moyen"])


@pytest.mark.parametrize(
    "clients",
    [panier(), panier((0, 0)), panier((2, 30)), panier((2, 30), (3, 30), (1, 30), (5, 30))],
)
def test_des_paniers_trop_pauvres_ne_donnent_pas_de_modele(clients):
    with pytest.raises(NonCalculable):
        valeur.ajuster_gamma_gamma(clients)


@pytest.mark.parametrize(
    ("clients", "message"),
    [
        (panier((2, 0), (1, 3)), "panier_moyen"),
        (panier((2, -5), (1, 3)), "panier_moyen"),
        (panier((2.5, 5), (1, 3)), "frequence"),
        (panier((2, None), (1, 3)), "panier_moyen"),
        (panier((2, 5)).drop(columns="panier_moyen"), "panier_moyen"),
        ("paniers", "tableau"),
    ],
)
def test_des_paniers_mal_decrits_sont_refuses(clients, message):
    with pytest.raises(ArgumentInvalide, match=message):
        valeur.ajuster_gamma_gamma(clients)


def test_le_modele_de_panier_montre_le_panier_moyen(paniers):
    texte = str(valeur.ajuster_gamma_gamma(paniers)).replace("\xa0", " ")
    assert "p × v / (q − 1) = 6,25 × 15,45 / (3,74 − 1) = 35,17 €" in texte


def test_les_modeles_refusent_un_type_qui_n_est_pas_un_nombre():
    with pytest.raises(MauvaisType):
        PUBLIE.probabilite_actif(frequence="2", recence=1, anciennete=3)
    with pytest.raises(MauvaisType):
        valeur.GammaGamma(p=1, q=2, v=3).panier_attendu(frequence=True, panier_moyen=3)
