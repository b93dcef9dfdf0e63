"""Tri croisé, carte perceptuelle, k-moyennes : tables publiées, scipy, statsmodels, propriétés."""

import math
import warnings

import duckdb
import numpy as np
import pandas as pd
import pytest
import sklearn.cluster
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2_contingency
from scipy.stats.contingency import association
from sklearn.metrics import adjusted_rand_score
from statsmodels.stats.contingency_tables import Table
from threadpoolctl import threadpool_info

from grc_lib import segmentation
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType, NonCalculable

sans_hate = settings(deadline=None, max_examples=40)
tailles = st.tuples(st.integers(2, 5), st.integers(2, 5))
tableaux = tailles.flatmap(lambda taille: arrays(np.int64, taille, elements=st.integers(1, 60)))

# Greenacre, « Theory and Applications of Correspondence Analysis » (1984) : fumeurs par fonction ;
# les valeurs attendues sont celles que publie le paquet R « ca » pour ces données.
FUMEURS = pd.DataFrame(
    {
        "aucune": [4, 4, 25, 18, 10],
        "légère": [2, 3, 10, 24, 6],
        "moyenne": [3, 7, 12, 33, 7],
        "forte": [2, 4, 4, 13, 2],
    },
    index=["SM", "JM", "SE", "JE", "SC"],
)


def personnes(contingence):
    """Une ligne par personne, dans le désordre."""
    longues = contingence.rename_axis(index="fonction", columns="tabac").stack()
    lignes = longues.index.repeat(longues.to_numpy()).to_frame(index=False)
    return lignes.sample(frac=1, random_state=1)


# --- Le tri croisé


def test_le_khi_deux_publie_des_fumeurs():
    tri = segmentation.tri_croise(FUMEURS)
    assert tri.khi2 == pytest.approx(16.4416, abs=1e-4)
    assert (tri.ddl, round(tri.p, 4)) == (12, 0.1718)
    assert tri.cramer == pytest.approx(math.sqrt(16.4416 / (193 * 3)), abs=1e-6)


@given(tableaux)
@sans_hate
def test_khi_deux_p_et_v_de_cramer_sont_ceux_de_scipy_et_statsmodels(effectifs):
    tri = segmentation.tri_croise(effectifs)
    khi2, p, ddl, theoriques = chi2_contingency(effectifs, correction=False)
    assert tri.khi2 == pytest.approx(khi2, abs=1e-9)
    assert tri.p == pytest.approx(p, rel=1e-6, abs=1e-12) and tri.ddl == ddl
    assert tri.theoriques.to_numpy() == pytest.approx(theoriques)
    v = association(effectifs, method="cramer", correction=False)
    assert tri.cramer == pytest.approx(v, abs=1e-9)
    independance = Table(effectifs, shift_zeros=False).test_nominal_association()
    assert tri.khi2 == pytest.approx(independance.statistic, abs=1e-9)


@given(tableaux, st.randoms())
@sans_hate
def test_echanger_les_caracteres_ou_l_ordre_des_modalites_ne_change_rien(effectifs, hasard):
    lignes = hasard.sample(range(len(effectifs)), len(effectifs))
    un = segmentation.tri_croise(effectifs)
    for autre in (effectifs.T, effectifs[lignes]):
        deux = segmentation.tri_croise(autre)
        assert (deux.khi2, deux.p, deux.cramer) == pytest.approx((un.khi2, un.p, un.cramer))


def test_des_caracteres_independants_puis_parfaitement_lies():
    sans_lien = segmentation.tri_croise([[10, 20], [30, 60]])
    assert (sans_lien.khi2, sans_lien.p, sans_lien.cramer) == pytest.approx((0, 1, 0))
    lies = segmentation.tri_croise([[7, 0, 0], [0, 5, 0], [0, 0, 3]])
    assert (lies.khi2, lies.cramer) == pytest.approx((30, 1)) and lies.cramer <= 1


def test_les_effectifs_se_comptent_sur_un_tableau_ou_une_relation_duckdb():
    base = duckdb.connect()
    base.register("source", personnes(FUMEURS))
    for donnees in (personnes(FUMEURS), base.sql("SELECT tabac, fonction FROM source")):
        tri = segmentation.tri_croise(donnees, lignes="fonction", colonnes="tabac")
        rangee = FUMEURS.sort_index()[sorted(FUMEURS.columns)]
        assert tri.tableau.to_numpy().tolist() == rangee.to_numpy().tolist()
        assert tri.tableau.index.tolist() == rangee.index.tolist()
        assert tri.tableau.columns.tolist() == sorted(FUMEURS.columns)
        assert (tri.tableau.index.name, tri.tableau.columns.name) == ("fonction", "tabac")
        assert tri.khi2 == pytest.approx(16.4416, abs=1e-4)


def test_des_modalites_ordonnees_gardent_leur_ordre_et_une_case_vide_vaut_zero():
    donnees = pd.DataFrame(
        {
            "taille": pd.Categorical(
                ["petite", "grande", "grande"], ["petite", "moyenne", "grande"], ordered=True
            ),
            "fidele": [True, False, True],
        }
    )
    tri = segmentation.tri_croise(donnees, lignes="fidele", colonnes="taille")
    assert tri.tableau.columns.tolist() == ["petite", "grande"]
    assert tri.tableau.to_numpy().tolist() == [[0, 1], [1, 1]]


def test_un_effectif_theorique_faible_est_signale():
    assert "7 effectif(s) théorique(s) sur 20 sous 5" in str(segmentation.tri_croise(FUMEURS))
    assert "sous 5" not in str(segmentation.tri_croise([[30, 20], [10, 40]]))
    assert "sous 5" not in str(segmentation.tri_croise([[5, 5], [5, 5]]))


def test_l_affichage_montre_le_calcul():
    tri = segmentation.tri_croise([[30, 20], [10, 40]])
    texte = str(tri)
    assert "(30 − 20)² / 20 + (20 − 30)² / 30 + … = 16,6667" in texte
    assert "(2 − 1) × (2 − 1) = 1" in texte and "p = moins de 0,0001" in texte
    assert "√(16,6667 / (100 × 1)) = 0,4082" in texte
    assert "p = 0,1718" in str(segmentation.tri_croise(FUMEURS))
    assert "<caption" in tri._repr_html_() and "n'est pas une cause" in texte


def test_de_tres_grands_effectifs_ne_debordent_pas():
    tri = segmentation.tri_croise([[4 * 10**9, 10**9], [10**9, 4 * 10**9]])
    assert tri.khi2 == pytest.approx(3.6e9) and tri.cramer == pytest.approx(0.6)


EFFECTIFS_MAL_DONNES = [
    [[1, 2]],
    [[1], [2]],
    [1, 2],
    [[1, 2], [3]],
    [[1, 2], [3, -4]],
    [[1, 2], [3, 4.5]],
    [[1, 2], [3, None]],
    [[1, 2], [3, "4"]],
    [[True, False], [False, True]],
    [[1, 2], [3, 1e300]],
    [[0, 0], [3, 4]],
    [[0, 1], [0, 4]],
    [],
    None,
    "tableau",
    np.ones((2, 2, 2)),
    pd.DataFrame({"marque": ["Alba", "Breval"], "prix": [1, 2]}),
    pd.DataFrame({"a": [1, None], "b": [1, 2]}),
    pd.DataFrame(),
    FUMEURS.assign(total=FUMEURS.sum(axis=1)).pipe(lambda t: pd.concat([t, t.sum().to_frame().T])),
]


@pytest.mark.parametrize("effectifs", EFFECTIFS_MAL_DONNES, ids=lambda e: str(e)[:30])
@pytest.mark.parametrize("fonction", [segmentation.tri_croise, segmentation.carte_perceptuelle])
def test_un_tableau_d_effectifs_mal_donne_est_refuse(fonction, effectifs):
    with pytest.raises(ErreurGrc):
        fonction(effectifs)


def test_un_tableau_avec_ses_totaux_le_dit_et_un_petit_tableau_symetrique_passe():
    with pytest.raises(ArgumentInvalide, match="sans totaux"):
        segmentation.tri_croise(EFFECTIFS_MAL_DONNES[-1])
    assert segmentation.tri_croise([[5, 5], [5, 5]]).khi2 == 0
    assert segmentation.tri_croise([[1, 2, 3], [4, 5, 9], [5, 7, 13]]).ddl == 4


@pytest.mark.parametrize(
    "noms",
    [
        {"lignes": "fonction"},
        {"colonnes": "tabac"},
        {"lignes": "fonction", "colonnes": "age"},
        {"lignes": "age", "colonnes": "tabac"},
    ],
)
def test_les_deux_colonnes_se_nomment_et_existent(noms):
    with pytest.raises(ArgumentInvalide):
        segmentation.tri_croise(personnes(FUMEURS), **noms)


@pytest.mark.parametrize("colonne", ["fonction", "tabac"])
def test_une_modalite_manquante_est_refusee(colonne):
    donnees = personnes(FUMEURS)
    donnees.iloc[:3, donnees.columns.get_loc(colonne)] = None
    with pytest.raises(ArgumentInvalide, match=rf"3 ligne\(s\) vide\(s\) dans « {colonne} »"):
        segmentation.tri_croise(donnees, lignes="fonction", colonnes="tabac")


def test_un_caractere_qui_n_a_qu_une_modalite_ne_se_croise_pas():
    donnees = pd.DataFrame({"a": ["x", "x"], "b": ["y", "z"]})
    for lignes, colonnes in (("a", "b"), ("b", "a")):
        with pytest.raises(NonCalculable, match="au moins deux de chaque"):
            segmentation.tri_croise(donnees, lignes=lignes, colonnes=colonnes)
    with pytest.raises(NonCalculable):
        segmentation.tri_croise(donnees[:0], lignes="a", colonnes="b")


# --- La carte perceptuelle


def test_la_carte_publiee_des_fumeurs():
    carte = segmentation.carte_perceptuelle(FUMEURS)
    assert carte.inertie["inertie"].tolist() == pytest.approx(
        [0.074759, 0.010017, 0.000414], abs=5e-7
    )
    assert carte.inertie["part"].tolist() == pytest.approx([0.8776, 0.1176, 0.0049], abs=5e-5)
    assert carte.lignes["poids"].tolist() == pytest.approx(
        [0.056995, 0.093264, 0.264249, 0.455959, 0.129534], abs=5e-7
    )
    # Coordonnées principales, en millièmes ; SE, qui fait l'axe 1, y est du côté positif.
    publiees = {
        "axe_1": [66, -259, 381, -233, 201],
        "axe_2": [194, 243, 11, -58, -79],
        "contribution_1": [3, 84, 512, 331, 70],
        "contribution_2": [214, 551, 3, 152, 81],
        "qualite": [893, 991, 1000, 1000, 999],
    }
    for nom, valeurs in publiees.items():
        assert (1000 * carte.lignes[nom]).tolist() == pytest.approx(valeurs, abs=0.51), nom
    publiees = {
        "axe_1": [393, -99, -196, -294],
        "axe_2": [30, -141, -7, 198],
        "contribution_1": [654, 31, 166, 150],
        "contribution_2": [29, 463, 2, 506],
        "qualite": [1000, 984, 983, 995],
    }
    for nom, valeurs in publiees.items():
        assert (1000 * carte.colonnes[nom]).tolist() == pytest.approx(valeurs, abs=0.51), nom
    assert carte.lignes.index.tolist() == FUMEURS.index.tolist()
    assert carte.colonnes.index.tolist() == FUMEURS.columns.tolist()


@given(tableaux)
@sans_hate
def test_l_inertie_totale_est_le_khi_deux_sur_n(effectifs):
    tri = segmentation.tri_croise(effectifs)
    if tri.khi2 > 1e-6:
        carte = segmentation.carte_perceptuelle(effectifs)
        assert carte.inertie["inertie"].sum() == pytest.approx(tri.khi2 / effectifs.sum())
        assert carte.inertie["cumul"].iloc[-1] == pytest.approx(1)
        assert len(carte.inertie) <= min(effectifs.shape) - 1
        assert (np.diff(carte.inertie["inertie"]) <= 1e-12).all()


@given(tableaux)
@sans_hate
def test_les_points_sont_centres_et_leur_inertie_est_celle_de_l_axe(effectifs):
    if segmentation.tri_croise(effectifs).khi2 < 1e-6:
        return
    carte = segmentation.carte_perceptuelle(effectifs)
    for points in (carte.lignes, carte.colonnes):
        for axe, inertie in enumerate(carte.inertie["inertie"].head(2), 1):
            coordonnees, poids = points[f"axe_{axe}"], points["poids"]
            assert (poids * coordonnees).sum() == pytest.approx(0, abs=1e-9)
            assert (poids * coordonnees**2).sum() == pytest.approx(inertie, abs=1e-12)
            parts = poids * coordonnees**2 / inertie
            assert points[f"contribution_{axe}"].tolist() == pytest.approx(parts.tolist(), abs=1e-6)
        assert (points["qualite"].dropna() <= 1 + 1e-9).all()


@given(tableaux)
@sans_hate
def test_le_cote_des_axes_est_celui_de_la_ligne_qui_contribue_le_plus(effectifs):
    if segmentation.tri_croise(effectifs).khi2 < 1e-6:
        return
    lignes = segmentation.carte_perceptuelle(effectifs).lignes
    for axe in lignes.columns[lignes.columns.str.startswith("axe")]:
        contributions = lignes[axe.replace("axe", "contribution")]
        plus_fortes = lignes.loc[contributions > contributions.max() - 1e-9, axe]
        assert plus_fortes.iloc[0] > 0


def test_la_distance_entre_deux_lignes_est_celle_du_khi_deux():
    carte = segmentation.carte_perceptuelle(FUMEURS[["aucune", "moyenne", "forte"]])
    profils = FUMEURS[["aucune", "moyenne", "forte"]]
    profils = profils.div(profils.sum(axis=1), axis=0)
    ecart = profils.loc["SM"] - profils.loc["JE"]
    khi_deux = math.sqrt((ecart**2 / carte.colonnes["poids"]).sum())
    points = carte.lignes[["axe_1", "axe_2"]]
    assert np.linalg.norm(points.loc["SM"] - points.loc["JE"]) == pytest.approx(khi_deux)


def test_deux_colonnes_ne_font_qu_un_axe():
    carte = segmentation.carte_perceptuelle([[30, 20], [10, 40], [5, 5]])
    assert carte.inertie.index.tolist() == [1] and "axe_2" not in carte.lignes
    assert carte.lignes["qualite"].tolist() == pytest.approx([1, 1, 1])
    assert "Axe 2" not in str(carte)


def test_un_point_au_centre_n_a_pas_de_qualite():
    # la troisième ligne est la somme des deux autres : son profil est le profil moyen
    carte = segmentation.carte_perceptuelle([[1, 2, 4], [3, 1, 2], [4, 3, 6]])
    assert carte.lignes["qualite"].isna().tolist() == [False, False, True]
    assert carte.lignes["axe_1"].iloc[2] == pytest.approx(0, abs=1e-12)


def test_des_profils_identiques_n_ont_pas_de_carte():
    with pytest.raises(NonCalculable, match="même profil"):
        segmentation.carte_perceptuelle([[10, 20, 5], [30, 60, 15]])


def test_l_affichage_dit_ce_que_la_carte_montre():
    texte = str(segmentation.carte_perceptuelle(FUMEURS))
    assert "16,4416 / 193 = 0,0852" in texte and "0,0748 / 0,0852 = 87,76\u202f%" in texte
    assert "part de l'inertie montrée = 99,51\u202f%" in texte
    assert "on lit la direction, non la distance" in texte


# --- Les k-moyennes


def amas(graine=4, tailles=(40, 25, 10)):
    """Trois paquets de clients bien séparés, et le paquet de chacun."""
    hasard = np.random.default_rng(graine)
    centres = [(5, 200), (30, 150), (12, 900)]
    vrais = np.repeat(range(len(tailles)), tailles)
    valeurs = np.array([centres[g] for g in vrais]) + hasard.normal(0, [1.5, 20], (len(vrais), 2))
    identifiants = [f"C{n:03}" for n in range(len(vrais))]
    return pd.DataFrame(valeurs, columns=["frequence", "panier"], index=identifiants), vrais


def test_des_paquets_separes_sont_retrouves_du_plus_nombreux_au_moins_nombreux():
    clients, vrais = amas()
    typologie = segmentation.k_moyennes(clients, 3)
    assert typologie.groupes.tolist() == (vrais + 1).tolist()
    assert typologie.groupes.index.equals(clients.index) and typologie.groupes.name == "groupe"
    assert typologie.effectifs.to_dict() == {1: 40, 2: 25, 3: 10}
    assert typologie.inertie_expliquee > 0.95


def test_les_centres_sont_les_moyennes_dans_les_unites_d_origine():
    clients, _ = amas()
    typologie = segmentation.k_moyennes(clients, 3)
    attendus = clients.groupby(typologie.groupes).mean()
    pd.testing.assert_frame_equal(typologie.centres, attendus)


@pytest.mark.parametrize("k", [2, 3, 5])
def test_l_ordre_des_lignes_ne_change_ni_les_groupes_ni_les_centres(k):
    clients = pd.DataFrame(np.random.default_rng(8).normal(size=(400, 3)), columns=list("abc"))
    un = segmentation.k_moyennes(clients, k)
    melanges = clients.sample(frac=1, random_state=2)
    deux = segmentation.k_moyennes(melanges, k)
    assert deux.groupes.loc[clients.index].tolist() == un.groupes.tolist()
    pd.testing.assert_frame_equal(un.centres, deux.centres)
    assert un.inertie_expliquee == deux.inertie_expliquee
    assert un.effectifs.is_monotonic_decreasing


def test_l_inertie_expliquee_se_calcule_a_la_main_et_grandit_avec_k():
    clients = pd.DataFrame({"x": [0.0, 1, 10, 11], "y": [0.0, 0, 0, 0.5]})
    typologie = segmentation.k_moyennes(clients, 2, reduire=False)
    assert typologie.groupes.tolist() == [1, 1, 2, 2]
    totale = ((clients - clients.mean()) ** 2).to_numpy().sum()
    assert typologie.inertie_expliquee == pytest.approx(1 - (0.5 + 0.5 + 0.125) / totale)
    clients, _ = amas()
    parts = [segmentation.k_moyennes(clients, k).inertie_expliquee for k in (2, 3, 4, 6)]
    assert parts == sorted(parts)
    assert segmentation.k_moyennes(clients, len(clients)).inertie_expliquee == pytest.approx(1)


def test_a_effectif_egal_le_groupe_1_a_le_plus_petit_centre():
    clients = pd.DataFrame({"x": [50, 51, 1, 2]})
    assert segmentation.k_moyennes(clients, 2).groupes.tolist() == [2, 2, 1, 1]


def test_reduire_ou_non_change_qui_pese():
    hasard = np.random.default_rng(0)
    vrais = np.repeat([0, 1], 30)
    clients = pd.DataFrame(
        {"commandes": 10 * vrais + hasard.normal(0, 0.5, 60), "ca": hasard.normal(0, 9999, 60)}
    )
    reduites = segmentation.k_moyennes(clients, 2)
    brutes = segmentation.k_moyennes(clients, 2, reduire=False)
    assert adjusted_rand_score(vrais, reduites.groupes) > 0.9
    assert adjusted_rand_score(vrais, brutes.groupes) < 0.1
    assert "centrées et réduites" in str(reduites) and "dans leurs unités" in str(brutes)


@given(st.floats(0.001, 1000), st.floats(-1e4, 1e4))
@settings(deadline=None, max_examples=8)
def test_changer_l_unite_d_une_variable_reduite_ne_change_pas_les_groupes(echelle, origine):
    clients, _ = amas()
    converti = clients.assign(panier=clients["panier"] * echelle + origine)
    groupes = segmentation.k_moyennes(clients, 3).groupes
    assert segmentation.k_moyennes(converti, 3).groupes.equals(groupes)


@pytest.mark.parametrize(
    "valeurs", [[1, 1, 2, 2], [1, 1, 1, 1], [0.3, 0.1 + 0.2, 5, 5], [0, 1e-20, 1, 1]]
)
@pytest.mark.parametrize("reduire", [True, False])
def test_moins_de_clients_differents_que_de_groupes(valeurs, reduire):
    with pytest.raises(NonCalculable, match=r"client\(s\) différent\(s\)"):
        segmentation.k_moyennes(pd.DataFrame({"x": valeurs}), 4, reduire=reduire)


@pytest.mark.parametrize(
    ("donnees", "k"),
    [
        (pd.DataFrame({"x": [1, 2]}), 3),
        (pd.DataFrame({"x": [1, 2, 3]}), 1),
        (pd.DataFrame({"x": [1, 2, 3]}), 2.5),
        (pd.DataFrame({"x": [1, 2, 3]}), "2"),
        (pd.DataFrame({"x": [1, 2, 3]}), True),
        (pd.DataFrame({"x": [1, 2, 3], "y": [4, 4, 4]}), 2),
        (pd.DataFrame({"x": [1, None, 3]}), 2),
        (pd.DataFrame({"x": [1, math.inf, 3]}), 2),
        (pd.DataFrame({"nom": ["a", "b", "c"], "x": [1, 2, 3]}), 2),
        (pd.DataFrame({"x": []}), 2),
        (pd.DataFrame(index=[1, 2]), 2),
        ([[1, 2], [3, 4]], 2),
        (None, 2),
    ],
)
def test_des_variables_ou_un_nombre_de_groupes_mal_donnes_sont_refuses(donnees, k):
    with pytest.raises(ErreurGrc):
        segmentation.k_moyennes(donnees, k)


def test_une_variable_constante_est_nommee_et_permise_sans_reduction():
    clients = pd.DataFrame({"x": [1, 2, 8, 9], "pays": [1, 1, 1, 1]})
    with pytest.raises(ArgumentInvalide, match="pays"):
        segmentation.k_moyennes(clients, 2)
    assert segmentation.k_moyennes(clients, 2, reduire=False).groupes.tolist() == [1, 1, 2, 2]


def test_une_relation_duckdb_est_refusee_en_francais():
    with pytest.raises(MauvaisType, match="un client par ligne"):
        segmentation.k_moyennes(duckdb.sql("SELECT 1 AS x"), 2)


def test_une_colonne_de_noms_se_met_en_index():
    donnees = pd.DataFrame({"nom": ["a", "b", "c"], "x": [1, 2, 9], "y": [3, 4, 1]})
    for lire in (
        segmentation.tri_croise,
        segmentation.carte_perceptuelle,
        lambda d: segmentation.k_moyennes(d, 2),
    ):
        with pytest.raises(MauvaisType, match=r"nom ».* en index \(set_index\)"):
            lire(donnees)
        lire(donnees.set_index("nom"))


def test_les_donnees_recues_ne_sont_jamais_modifiees():
    clients, _ = amas()
    copie, fumeurs = clients.copy(), FUMEURS.copy()
    segmentation.k_moyennes(clients, 3)
    segmentation.carte_perceptuelle(FUMEURS)
    tableau = segmentation.tri_croise(FUMEURS).tableau
    tableau.iloc[0, 0] = 99
    pd.testing.assert_frame_equal(clients, copie)
    pd.testing.assert_frame_equal(FUMEURS, fumeurs)


def test_l_affichage_nomme_chaque_groupe_par_ses_moyennes():
    texte = str(segmentation.k_moyennes(pd.DataFrame({"x": [1, 2, 3, 40], "y": [5, 5, 6, 7]}), 2))
    assert "Groupe 1 = moyenne du groupe = x 2, y 5,33 = 3 (75,0\u202f%)" in texte
    assert "Groupe 2 = moyenne du groupe = x 40, y 7 = 1 (25,0\u202f%)" in texte
    assert "Inertie expliquée = 1 − inertie dans les groupes / inertie totale" in texte


def test_un_seul_fil_de_calcul_et_aucun_avis_de_scikit_learn(monkeypatch):
    fils = []

    class Bavard(sklearn.cluster.KMeans):
        def fit(self, *donnees):
            warnings.warn("Could not find the number of physical cores", UserWarning, stacklevel=2)
            fils.extend(bibliotheque["num_threads"] for bibliotheque in threadpool_info())
            return super().fit(*donnees)

    monkeypatch.setattr(sklearn.cluster, "KMeans", Bavard)
    assert segmentation.k_moyennes(pd.DataFrame({"x": [1, 2, 9]}), 2).groupes.tolist() == [1, 1, 2]
    assert set(fils) == {1}
