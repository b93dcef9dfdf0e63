"""La relation à distance : formules d'Erlang, mesures de l'accueil, script à fiches."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import appels
from grc_lib.appels import Script
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable

sans_hate = settings(deadline=None, max_examples=40)
DEMI_HEURE = {"periode": 1800, "dmt": 180}
PROMESSE = {**DEMI_HEURE, "qualite": 0.80, "seuil": 20}


# --- Oracles : les probabilités exactes de la file, sommées en fractions


def blocage_exact(trafic, lignes):
    """(A^n / n!) / Σ A^k / k! : la formule close d'Erlang B."""
    termes = [trafic**k / math.factorial(k) for k in range(lignes + 1)]
    return termes[-1] / sum(termes)


def etats(trafic, agents, combien=400):
    """La probabilité d'avoir 0, 1, 2… clients dans une file M/M/n (naissance et mort)."""
    poids = [Fraction(1)]
    for k in range(1, agents + combien):
        poids.append(poids[-1] * trafic / min(k, agents))
    total = float(sum(poids))
    return [float(p) / total for p in poids]


def attente_depassant(seuil, trafic, agents, dmt):
    """P(W > t) : devant k clients en file, il faut k + 1 départs, et l'on en a k au plus."""
    rythme = agents * seuil / dmt
    probabilites, cumul, terme = etats(trafic, agents)[agents:], 0.0, math.exp(-rythme)
    depassement = 0.0
    for k, probabilite in enumerate(probabilites):
        cumul += terme
        terme *= rythme / (k + 1)
        depassement += probabilite * cumul
    return depassement


plateaux = st.integers(1, 12).flatmap(
    lambda n: st.tuples(st.just(n), st.integers(1, 9 * n).map(lambda k: Fraction(k, 10)))
)


# --- Erlang B


@given(plateaux)
@sans_hate
def test_erlang_b_egale_la_formule_close(plateau):
    lignes, trafic = plateau
    assert appels.erlang_b(float(trafic), lignes) == pytest.approx(
        float(blocage_exact(trafic, lignes)), rel=1e-12
    )


@pytest.mark.parametrize(
    ("blocage", "lignes", "trafic", "pas"),
    [
        (0.01, 1, 0.0101, 0.0001),
        (0.01, 2, 0.153, 0.001),
        (0.01, 5, 1.36, 0.01),
        (0.01, 10, 4.46, 0.01),
        (0.01, 15, 8.108, 0.001),
        (0.01, 20, 12.0, 0.1),
        (0.01, 100, 84.1, 0.1),
        (0.02, 10, 5.08, 0.01),
        (0.05, 10, 6.22, 0.01),
    ],
)
def test_erlang_b_retrouve_les_tables_publiees(blocage, lignes, trafic, pas):
    assert appels.erlang_b(trafic - pas / 2, lignes) <= blocage
    assert appels.erlang_b(trafic + pas / 2, lignes) >= blocage


@pytest.mark.parametrize(
    ("trafic", "blocage", "lignes"), [(10, 0.01, 18), (10, 0.05, 15), (15.7, 0.01, 25)]
)
def test_erlang_b_donne_le_nombre_de_lignes_publie(trafic, blocage, lignes):
    assert appels.erlang_b(trafic, lignes) <= blocage < appels.erlang_b(trafic, lignes - 1)


@pytest.mark.parametrize("trafic", [9_000, 9_990, 10_500])
def test_erlang_b_reste_juste_avec_dix_mille_lignes(trafic):
    from scipy.stats import poisson

    attendu = poisson.pmf(10_000, trafic) / poisson.cdf(10_000, trafic)
    assert appels.erlang_b(trafic, 10_000) == pytest.approx(attendu, rel=1e-8)


def test_erlang_b_aux_limites():
    assert appels.erlang_b(5, 0) == 1
    assert appels.erlang_b(0, 3) == 0
    assert appels.erlang_b(1, 50_000) == 0


def test_erlang_b_accepte_une_colonne():
    trafics = pd.Series([1, None, 2], index=["a", "b", "c"])
    blocages = appels.erlang_b(trafics, 2)
    assert blocages["a"] == pytest.approx(0.2)
    assert pd.isna(blocages["b"])
    assert blocages["c"] == pytest.approx(0.4)
    assert trafics.tolist()[::2] == [1, 2]


# --- Erlang C


def test_l_exemple_classique_de_cent_appels_par_demi_heure():
    plateau = appels.erlang_c(appels=100, **DEMI_HEURE, agents=14)
    trafic, attente, attente_moyenne, occupation = plateau
    assert trafic == 10
    assert attente == pytest.approx(0.174132, abs=1e-6)
    assert plateau.qualite_service(20) == pytest.approx(0.88835, abs=1e-6)
    assert attente_moyenne == pytest.approx(7.836, abs=1e-3)
    assert occupation == pytest.approx(0.7143, abs=1e-4)


def test_l_exemple_de_360_appels_et_55_agents():
    plateau = appels.erlang_c(appels=360, periode=1800, dmt=240, agents=55)
    assert plateau.trafic == 48
    assert plateau.attente == pytest.approx(0.239, abs=5e-4)
    assert plateau.attente_moyenne == pytest.approx(8.184, abs=1e-3)
    assert plateau.qualite_service(15) == pytest.approx(0.846, abs=5e-4)


@given(plateaux, st.integers(0, 120))
@sans_hate
def test_erlang_c_egale_la_file_sommee_etat_par_etat(plateau, seuil):
    agents, trafic = plateau
    obtenu = appels.erlang_c(appels=float(trafic), periode=60, dmt=60, agents=agents)
    probabilites = etats(trafic, agents)
    file = sum(rang * p for rang, p in enumerate(probabilites[agents:]))
    assert obtenu.attente == pytest.approx(sum(probabilites[agents:]), abs=1e-9)
    assert obtenu.attente_moyenne == pytest.approx(file / float(trafic) * 60, abs=1e-6)
    attendu = 1 - attente_depassant(seuil, trafic, agents, 60)
    assert obtenu.qualite_service(seuil) == pytest.approx(attendu, abs=1e-9)


def test_erlang_c_reste_juste_avec_dix_mille_agents():
    from scipy.stats import poisson

    obtenu = appels.erlang_c(appels=9_900, periode=60, dmt=60, agents=10_000)
    b = poisson.pmf(10_000, 9_900) / poisson.cdf(10_000, 9_900)
    assert obtenu.attente == pytest.approx(b / (1 - 0.99 * (1 - b)), rel=1e-7)


def test_sans_appel_personne_n_attend():
    plateau = appels.erlang_c(appels=0, **DEMI_HEURE, agents=3)
    assert tuple(plateau) == (0, 0, 0, 0)
    assert plateau.qualite_service(0) == 1


@pytest.mark.parametrize("agents", [0, 9, 10])
def test_une_file_instable_dit_combien_d_agents_il_faut(agents):
    with pytest.raises(NonCalculable, match=r"10 erlangs .* au moins 11 agent"):
        appels.erlang_c(appels=200, periode=1800, dmt=90, agents=agents)


def test_un_trafic_entier_aux_arrondis_pres_reste_instable():
    with pytest.raises(NonCalculable, match="au moins 4"):
        appels.erlang_c(appels=2.9999999999999996, periode=1, dmt=1, agents=3)


def test_la_qualite_de_service_accepte_une_colonne_de_seuils():
    plateau = appels.erlang_c(appels=100, **DEMI_HEURE, agents=14)
    seuils = pd.Series([0, 20, 60])
    tenues = plateau.qualite_service(seuils)
    assert tenues[0] == pytest.approx(1 - plateau.attente)
    assert tenues[1] == plateau.qualite_service(20)
    assert tenues.is_monotonic_increasing


@given(plateaux)
@sans_hate
def test_un_agent_de_plus_fait_moins_attendre(plateau):
    agents, trafic = plateau
    donnees = {"appels": float(trafic), "periode": 60, "dmt": 60}
    moins, plus = (appels.erlang_c(**donnees, agents=n) for n in (agents, agents + 1))
    assert plus.attente < moins.attente
    assert plus.attente_moyenne < moins.attente_moyenne
    assert plus.qualite_service(20) >= moins.qualite_service(20)


def test_l_attente_s_affiche_avec_ses_hypotheses():
    texte = str(appels.erlang_c(appels=100, **DEMI_HEURE, agents=14)).replace("\u202f", " ")
    assert "Trafic (A) = appels × DMT / période = 100 × 180 / 1 800 = 10 erlangs" in texte
    assert "10 × 0,0843 / (14 + 10 × 0,0843) = 0,0568" in texte
    assert "14 × 0,0568 / (14 − 10 × (1 − 0,0568)) = 17,41 %" in texte
    assert "17,41 % × 180 / (14 − 10) = 7,8 s" in texte
    assert "Occupation = trafic / agents = 10 / 14 = 71,43 %" in texte
    assert "Poisson" in texte and "abandons" in texte


# --- L'effectif


def test_quatorze_positions_font_vingt_agents_planifies():
    assert tuple(appels.effectif(appels=100, **PROMESSE, indisponibilite=0.30)) == (14, 20)


def test_sans_indisponibilite_on_planifie_les_positions():
    assert tuple(appels.effectif(appels=100, **PROMESSE)) == (14, 14)


@pytest.mark.parametrize(
    ("indisponibilite", "planifies"), [(0.3, 20), (0.31, 21), (0.125, 16), (0.0001, 15)]
)
def test_les_planifies_s_arrondissent_a_l_entier_superieur(indisponibilite, planifies):
    obtenu = appels.effectif(appels=100, **PROMESSE, indisponibilite=indisponibilite)
    assert obtenu.planifies == planifies


@given(
    st.integers(1, 150).map(lambda k: Fraction(k, 10)),
    st.integers(0, 60),
    st.sampled_from([0, 0.5, 0.8, 0.95, 0.999]),
)
@sans_hate
def test_l_effectif_tient_la_promesse_et_un_agent_de_moins_ne_la_tient_pas(trafic, seuil, qualite):
    n = appels.effectif(
        appels=float(trafic), periode=60, dmt=60, qualite=qualite, seuil=seuil
    ).positions
    assert n > trafic
    assert 1 - attente_depassant(seuil, trafic, n, 60) >= qualite - 1e-9
    if n - 1 > trafic:
        assert 1 - attente_depassant(seuil, trafic, n - 1, 60) < qualite + 1e-9


@given(st.lists(st.integers(0, 300), min_size=1, max_size=20))
@sans_hate
def test_une_colonne_donne_les_memes_effectifs_que_chaque_creneau_seul(creneaux):
    ensemble = appels.effectif(appels=np.array(creneaux), **PROMESSE, indisponibilite=0.3)
    seuls = [appels.effectif(appels=n, **PROMESSE, indisponibilite=0.3) for n in creneaux]
    assert ensemble.positions.tolist() == [seul.positions for seul in seuls]
    assert ensemble.planifies.tolist() == [seul.planifies for seul in seuls]


def test_une_colonne_garde_son_index_et_ses_trous():
    prevus = pd.Series([100, None, 0], index=["9 h", "12 h", "22 h"])
    positions, planifies = appels.effectif(appels=prevus, **PROMESSE, indisponibilite=0.3)
    assert positions.dropna().to_dict() == {"9 h": 14, "22 h": 0}
    assert planifies.dropna().to_dict() == {"9 h": 20, "22 h": 0}
    assert positions.index.equals(prevus.index)
    assert str(positions.dtype) == "Int64"
    assert prevus["9 h"] == 100


def test_une_promesse_tenue_exactement_est_tenue():
    # A = 0,5 et un agent : un appel sur deux est servi tout de suite.
    assert appels.effectif(appels=0.5, periode=1, dmt=1, qualite=0.5, seuil=0).positions == 1


def test_vingt_et_une_positions_a_trente_pour_cent_font_trente_agents():
    obtenu = appels.effectif(appels=168, **PROMESSE, indisponibilite=0.30)  # 21/(1 − 0,3) > 30
    assert tuple(obtenu) == (21, 30)


def test_un_seuil_tres_long_ne_demande_que_la_stabilite():
    obtenu = appels.effectif(appels=1000, **DEMI_HEURE, qualite=0.95, seuil=36_000)
    assert obtenu.positions == 101


def test_une_annee_de_demi_heures_se_dimensionne_d_un_coup():
    annee = np.random.default_rng(1).gamma(3, 60, 17_520)
    positions = appels.effectif(appels=annee, **PROMESSE).positions
    assert positions.shape == (17_520,)
    for rang in (0, 8_000, 17_519):
        assert positions[rang] == appels.effectif(appels=annee[rang], **PROMESSE).positions


def test_l_effectif_s_affiche_avec_l_essai_qui_ne_suffit_pas():
    obtenu = appels.effectif(appels=100, **PROMESSE, indisponibilite=0.30)
    texte = str(obtenu).replace("\u202f", " ")
    assert "QS(20 s) ≥ 80 % = n = 13 : 79,56 % ; n = 14 : 88,84 % = 14" in texte
    assert "14 / (1 − 30 %) = 20" in texte
    assert "Poisson" in obtenu._repr_html_()


def test_l_affichage_dit_qu_un_agent_de_moins_serait_instable():
    texte = str(appels.effectif(appels=10, periode=60, dmt=60, qualite=0, seuil=20))
    assert "n = 10 : file instable ; n = 11" in texte


def test_l_affichage_d_une_colonne_donne_les_bornes():
    obtenu = appels.effectif(appels=pd.Series([0, None, 100]), **PROMESSE, indisponibilite=0.3)
    assert "3 créneau(x) = de 0 à 14" in str(obtenu)
    assert "de 0 à 20" in str(obtenu)
    vide = appels.effectif(appels=pd.Series([None, None], dtype=float), **PROMESSE)
    assert "manquant" in str(vide)
    assert "aucun appel = 0" in str(appels.effectif(appels=0, **PROMESSE))


# --- DMT, décroché, qualité de service


def test_la_dmt_compte_l_attente_et_la_saisie():
    assert appels.dmt(conversation=210, attente=20, post_appel=40) == 270


def test_la_dmt_d_une_colonne_d_agents():
    temps = pd.DataFrame({"conv": [200, 180], "att": [10, 0], "saisie": [30, 60]}, index=["a", "b"])
    dmt = appels.dmt(conversation=temps.conv, attente=temps.att, post_appel=temps.saisie)
    assert dmt.to_dict() == {"a": 240, "b": 240}


def test_un_bon_taux_de_decroche_cache_une_mauvaise_qualite_de_service():
    assert appels.taux_decroche(90, 100) == 0.9
    assert appels.qualite_observee(60, presentes=100) == 0.6


def test_le_denominateur_change_la_qualite_de_service():
    assert appels.qualite_observee(72, presentes=100) == 0.72
    assert appels.qualite_observee(72, traites=90) == 0.8


def test_un_creneau_sans_appel_manque_dans_une_colonne():
    taux = appels.taux_decroche(pd.Series([9, 0]), pd.Series([10, 0]))
    assert taux[0] == 0.9
    assert pd.isna(taux[1])


def test_sans_appel_presente_aucun_taux():
    with pytest.raises(NonCalculable, match="presentes"):
        appels.taux_decroche(0, 0)


@pytest.mark.parametrize("denominateurs", [{}, {"presentes": 10, "traites": 9}])
def test_la_qualite_observee_demande_un_seul_denominateur(denominateurs):
    with pytest.raises(ArgumentInvalide, match="un seul"):
        appels.qualite_observee(5, **denominateurs)


# --- Mauvaises entrées


@pytest.mark.parametrize(
    ("argument", "valeur", "erreur"),
    [
        ("appels", -1, ArgumentInvalide),
        ("appels", None, MauvaisType),
        ("appels", float("nan"), ArgumentInvalide),
        ("appels", "cent", MauvaisType),
        ("appels", [100, 120], MauvaisType),
        ("appels", 1e308, ArgumentInvalide),
        ("periode", 0, ArgumentInvalide),
        ("periode", [1800], MauvaisType),
        ("dmt", 0, ArgumentInvalide),
        ("dmt", pd.Series([180.0]), MauvaisType),
        ("agents", 13.5, ArgumentInvalide),
        ("agents", -2, ArgumentInvalide),
        ("agents", True, MauvaisType),
        ("agents", 10**9, ArgumentInvalide),
    ],
)
def test_erlang_c_refuse(argument, valeur, erreur):
    donnees = {"appels": 100, **DEMI_HEURE, "agents": 14, argument: valeur}
    with pytest.raises(erreur, match=f"« {argument}"):
        appels.erlang_c(**donnees)


@pytest.mark.parametrize(
    ("argument", "valeur", "erreur"),
    [
        ("appels", -1, ArgumentInvalide),
        ("appels", np.ones((2, 2)), MauvaisType),
        ("appels", [100, None], ArgumentInvalide),
        ("appels", 10**9, ArgumentInvalide),
        ("appels", pd.Series([None, 10**9]), ArgumentInvalide),
        ("qualite", 80, ArgumentInvalide),
        ("qualite", [0.8, 0.9], MauvaisType),
        ("seuil", -5, ArgumentInvalide),
        ("seuil", [20], MauvaisType),
        ("indisponibilite", 30, ArgumentInvalide),
        ("indisponibilite", [0.3], MauvaisType),
    ],
)
def test_effectif_refuse(argument, valeur, erreur):
    donnees = {"appels": 100, **PROMESSE, "indisponibilite": 0.3, argument: valeur}
    with pytest.raises(erreur, match=f"« {argument}"):
        appels.effectif(**donnees)


@pytest.mark.parametrize(
    ("changement", "raison"),
    [
        ({"qualite": 1}, "100 %"),
        ({"indisponibilite": 1}, "personne"),
        ({"appels": []}, "vide"),
        ({"appels": pd.Series([], dtype=float)}, "vide"),
    ],
)
def test_effectif_non_calculable(changement, raison):
    with pytest.raises(NonCalculable, match=raison):
        appels.effectif(**{"appels": 100, **PROMESSE, "indisponibilite": 0.3, **changement})


@pytest.mark.parametrize(
    ("appel", "erreur"),
    [
        (lambda: appels.erlang_b(np.ones((2, 2)), 3), MauvaisType),
        (lambda: appels.erlang_b(-1, 3), ArgumentInvalide),
        (lambda: appels.erlang_b(1, 2.5), ArgumentInvalide),
        (lambda: appels.taux_decroche(101, 100), ArgumentInvalide),
        (lambda: appels.taux_decroche([1, 2], [3, 4, 5]), ArgumentInvalide),
        (lambda: appels.taux_decroche(pd.Series([1]), pd.Series([2], index=[7])), ArgumentInvalide),
        (lambda: appels.qualite_observee(95, traites=90), ArgumentInvalide),
        (lambda: appels.dmt(conversation=-1, attente=0, post_appel=0), ArgumentInvalide),
        (lambda: appels.dmt(conversation="3 min", attente=0, post_appel=0), MauvaisType),
    ],
)
def test_les_mesures_refusent(appel, erreur):
    with pytest.raises(erreur):
        appel()


# --- Le script d'appel

FICHES = {
    "1": {"texte": "Bonjour, le responsable ?", "reponses": {"présent": "3", "absent": "2"}},
    "2": {"texte": "Quand le rappeler ?", "reponses": {"demain": "1", "jamais": "5"}},
    "3": {"texte": "Un rendez-vous mardi ?", "reponses": {"oui": "4", "non": "5"}},
    "4": {"texte": "À mardi.", "fin": "rendez-vous pris"},
    "5": {"texte": "Je vous envoie une documentation.", "fin": "documentation"},
}


def changer(**fiches):
    return Script({**FICHES, **{nom.strip("_"): contenu for nom, contenu in fiches.items()}})


def test_un_appel_joue_suit_les_fiches_jusqu_a_l_issue():
    parcours = Script(FICHES).jouer(["absent", "demain", "présent", "oui"])
    assert parcours["fiche"].tolist() == ["1", "2", "1", "3", "4"]
    assert parcours["reponse"].tolist() == ["absent", "demain", "présent", "oui", ""]
    assert parcours["texte"].iloc[1] == "Quand le rappeler ?"
    assert parcours["issue"].tolist() == ["", "", "", "", "rendez-vous pris"]


def test_un_appel_en_cours_n_a_pas_d_issue():
    parcours = Script(FICHES).jouer(["présent"])
    assert parcours["fiche"].tolist() == ["1", "3"]
    assert parcours["issue"].iloc[-1] == ""
    assert Script(FICHES).jouer([])["fiche"].tolist() == ["1"]


def test_une_reponse_non_prevue_propose_celles_qui_existent():
    with pytest.raises(ArgumentInvalide, match=r"fiche 3.*« oui » ou « non », reçu 'peut-être'"):
        Script(FICHES).jouer(["présent", "peut-être"])


def test_une_reponse_de_trop_dit_que_l_appel_est_fini():
    with pytest.raises(ArgumentInvalide, match=r"fiche 4.*s'arrête"):
        Script(FICHES).jouer(["présent", "oui", "merci"])


def test_jouer_vers_une_fiche_absente_dit_ou_corriger():
    brouillon = changer(_3={"texte": "?", "reponses": {"oui": "9"}})
    with pytest.raises(NonCalculable, match="Fiche 3, réponse « oui » : la fiche « 9 »"):
        brouillon.jouer(["présent", "oui"])


@pytest.mark.parametrize("reponses", ["oui", None, 3, [1], [["oui"]]])
def test_jouer_refuse_autre_chose_qu_une_liste_de_textes(reponses):
    with pytest.raises(MauvaisType):
        Script(FICHES).jouer(reponses)


def test_un_script_complet_n_a_pas_de_defaut():
    assert Script(FICHES).verifier() == []


@pytest.mark.parametrize(
    ("changement", "defauts"),
    [
        (
            {"_3": {"texte": "?", "reponses": {"oui": "4", "non": "5", "plus tard": "6"}}},
            ["Fiche 3, réponse « plus tard » : la fiche « 6 » n'existe pas."],
        ),
        (
            {"_6": {"texte": "Au revoir.", "fin": "refus"}},
            ["Fiche 6 : orpheline, rien n'y mène depuis la fiche 1."],
        ),
        ({"_4": {"texte": "À mardi."}}, ["Fiche 4 : impasse, elle n'a ni réponse ni fin."]),
        (
            {"_2": {"texte": "Quand ?", "reponses": {"demain": "2"}}},
            ["Fiche 2 : boucle sans sortie, aucune fin n'est accessible."],
        ),
        (
            {
                "_4": {"texte": "?", "reponses": {"encore": "5"}},
                "_5": {"texte": "?", "reponses": {"encore": "4"}},
            },
            [f"Fiche {nom} : boucle sans sortie, aucune fin n'est accessible." for nom in "12345"],
        ),
    ],
)
def test_verifier_nomme_chaque_defaut(changement, defauts):
    assert changer(**changement).verifier() == defauts


def test_deux_fiches_orphelines_qui_se_renvoient_restent_orphelines():
    script = changer(
        _6={"texte": "?", "reponses": {"a": "7"}},
        _7={"texte": "?", "reponses": {"b": "6", "c": "4"}},
    )
    assert [d[:8] for d in script.verifier()] == ["Fiche 6 ", "Fiche 7 "]


noms = st.sampled_from("ABCD")


@given(
    st.dictionaries(noms, st.one_of(st.just("fin"), st.lists(noms, max_size=3)), min_size=1),
    st.randoms(use_true_random=False),
)
@sans_hate
def test_un_script_sans_defaut_se_joue_toujours_jusqu_a_une_fin(suites, hasard):
    script = Script(
        {
            nom: {"texte": nom, "fin": "fin"}
            if suite == "fin"
            else {"texte": nom, "reponses": {f"r{i}": s for i, s in enumerate(suite)}}
            for nom, suite in suites.items()
        }
    )
    if script.verifier():
        return
    reponses = []
    for _ in range(500):
        parcours = script.jouer(reponses)
        if parcours["issue"].iloc[-1]:
            break
        reponses.append(hasard.choice(list(script.fiches[parcours["fiche"].iloc[-1]].reponses)))
    assert parcours["issue"].iloc[-1] == "fin"


def test_le_graphe_a_un_noeud_par_fiche_et_une_fleche_par_reponse():
    lignes = [ligne.strip() for ligne in Script(FICHES).graphe().splitlines()]
    assert lignes[0] == "flowchart TD"
    assert 'f0["1 : Bonjour, le responsable ?"]' in lignes
    assert 'f3(["4 : À mardi.<br/>Fin : rendez-vous pris"])' in lignes
    assert 'f0 -->|"présent"| f2' in lignes
    assert sum("-->" in ligne for ligne in lignes) == 6
    assert any(ligne.startswith("accDescr") for ligne in lignes)


def test_le_graphe_montre_une_fiche_absente_et_protege_les_signes_reserves():
    graphe = Script({"1": {"texte": 'Dites "#1" <b>', "reponses": {"`oui`": "9"}}}).graphe()
    assert "9 : fiche absente" in graphe
    assert "Dites #quot;#35;1#quot; #lt;b#gt;" in graphe
    assert "#96;oui#96;" in graphe


def test_jupyterlab_dessine_le_graphe():
    graphe = Script(FICHES).graphe()
    assert graphe._repr_mimebundle_()["text/vnd.mermaid"] == graphe
    assert repr(graphe).startswith("flowchart TD\n")


def test_un_texte_long_est_raccourci_dans_le_graphe():
    graphe = Script({"1": {"texte": "mot " * 50, "fin": "fin"}}).graphe()
    assert max(len(ligne) for ligne in graphe.splitlines()) < 100


@pytest.mark.parametrize(
    "fiches",
    [
        None,
        [],
        {},
        {1: {"texte": "a", "fin": "b"}},
        {"1": "Bonjour"},
        {"1": {"fin": "b"}},
        {"1": {"texte": "a", "reponse": {"oui": "1"}}},
        {"1": {"texte": "a", "reponses": ["oui"]}},
        {"1": {"texte": "a", "reponses": {"oui": 2}}},
        {"1": {"texte": None, "fin": "b"}},
        {"1": {"texte": "a", "fin": "b", "reponses": {"oui": "1"}}},
    ],
)
def test_une_fiche_mal_ecrite_est_refusee(fiches):
    with pytest.raises(ArgumentInvalide, match="« fiches"):
        Script(fiches)


def test_le_script_ne_change_pas_le_dictionnaire_recu():
    fiches = {"1": {"texte": "a", "reponses": {"oui": "2"}}, "2": {"texte": "b", "fin": "c"}}
    script = Script(fiches)
    fiches["1"]["reponses"]["non"] = "2"
    assert list(script.fiches["1"].reponses) == ["oui"]


# --- Le script de CASA Beauty


# Les renvois du document d'origine ; sa fiche 2B renvoie à une « fiche 2 » : c'est la 2A.
RENVOIS = {
    "1": {"3", "2A", "2B"},
    "2A": {"5", "8"},
    "2B": {"3", "5", "7", "8", "2A"},
    "3": {"5", "4"},
    "4": {"5", "7"},
    "5": {"8", "6"},
    "6": {"8", "7"},
    "7": set(),
    "8": set(),
}


def test_casa_beauty_a_les_fiches_et_les_renvois_du_document() -> None:
    fiches = appels.casa_beauty().fiches
    assert {nom: set(fiche.reponses.values()) for nom, fiche in fiches.items()} == RENVOIS


def test_casa_beauty_n_a_ni_impasse_ni_fiche_orpheline() -> None:
    assert appels.casa_beauty().verifier() == []


def test_a_casa_beauty_tout_refus_mene_a_la_fin_sans_insister_plus_de_deux_fois() -> None:
    script = appels.casa_beauty()
    refus = ["je vous la passe", "le référencement ne m'intéresse pas", "non, merci"]
    parcours = script.jouer(refus)
    assert parcours["fiche"].tolist() == ["1", "3", "4", "7"]
    assert parcours["issue"].iloc[-1] == "documentation envoyée"
    pas_le_temps = ["je n'ai pas le temps", "non, pas de rendez-vous"]
    issue = script.jouer(["je vous la passe", "oui, cela m'intéresse", *pas_le_temps])["issue"]
    assert issue.iloc[-1] == "documentation envoyée"


def test_l_agent_de_casa_beauty_dit_d_abord_qui_il_est() -> None:
    fiches = appels.casa_beauty().fiches
    for nom in ("1", "3"):
        assert "CASA Beauty" in fiches[nom].texte
