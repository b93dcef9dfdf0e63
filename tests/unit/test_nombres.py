"""Lire des nombres : même forme rendue, mauvaises valeurs nommées, arrondi commercial."""

import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grc_lib import _nombres as n
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


@pytest.mark.parametrize("recu", [12, 12.0, np.int64(12), Decimal(12), np.array(12)])
def test_un_nombre_seul_devient_un_float(recu):
    lu = n.reel("x", recu)
    assert type(lu) is float
    assert lu == 12


@pytest.mark.parametrize("recu", [[1, 2], (1, 2), np.array([1, 2]), [Decimal(1), Decimal(2)]])
def test_une_suite_devient_un_tableau_numpy(recu):
    lu = n.reel("x", recu)
    assert isinstance(lu, np.ndarray)
    assert lu.dtype == float
    assert lu.tolist() == [1, 2]


def test_une_colonne_garde_son_index_son_nom_et_ses_manques():
    colonne = pd.Series([1, None, 3], index=["a", "b", "c"], name="ca", dtype="Int64")
    lue = n.positif("x", colonne)
    attendue = pd.Series([1.0, math.nan, 3.0], index=["a", "b", "c"], name="ca")
    pd.testing.assert_series_equal(lue, attendue)


def test_la_colonne_recue_n_est_pas_modifiee():
    colonne = pd.Series([1.0, 2.0])
    lue = n.positif("x", colonne)
    lue.iloc[0] = 9
    assert colonne.tolist() == [1, 2]


@pytest.mark.parametrize(
    "recu",
    [
        "12",
        "12 %",
        None,
        True,
        np.bool_(True),
        {},
        ["a"],
        [True],
        [1, True],
        [[1, 2]],
        [[1], [1, 2]],
        pd.DataFrame([1]),
        np.eye(2),
    ],
)
def test_ce_qui_n_est_pas_un_nombre_est_refuse(recu):
    with pytest.raises(MauvaisType, match="« x » : attendu un nombre"):
        n.reel("x", recu)


@pytest.mark.parametrize(
    "recu", [math.nan, math.inf, -math.inf, [1, math.nan], [1, None], [1, math.inf]]
)
def test_un_nombre_manquant_ou_infini_est_refuse(recu):
    with pytest.raises(ArgumentInvalide, match="« x »"):
        n.reel("x", recu)


@pytest.mark.parametrize("recu", [10**400, [1, 10**400]])
def test_un_nombre_demesure_est_refuse(recu):
    with pytest.raises(ArgumentInvalide, match="un nombre démesuré"):
        n.reel("x", recu)


def test_des_colonnes_qui_ne_se_correspondent_pas_sont_refusees():
    n.accorder(a=1.0, b=np.array([1.0, 2.0]), c=pd.Series([1.0, 2.0], index=["u", "v"]))
    with pytest.raises(
        ArgumentInvalide, match=r"« b » : attendu autant de valeurs que « a » \(2\)"
    ):
        n.accorder(a=[1, 2], b=[1, 2, 3])
    with pytest.raises(ArgumentInvalide, match="« b » : attendu les mêmes étiquettes"):
        n.accorder(a=pd.Series([1, 2]), b=pd.Series([1, 2], index=[1, 0]))


def test_un_nombre_seul_n_est_pas_une_colonne():
    assert n.seul(n.positif, "prix", 3) == 3
    with pytest.raises(MauvaisType, match="« prix » : attendu un seul nombre"):
        n.seul(n.positif, "prix", [3])


def test_l_infini_est_refuse_meme_dans_une_colonne():
    with pytest.raises(ArgumentInvalide, match="reçu inf"):
        n.reel("x", pd.Series([1.0, math.inf]))


@pytest.mark.parametrize("recu", [12, -0.1, [0.1, 12], pd.Series([0.1, 12])])
def test_un_taux_donne_en_pourcentage_est_refuse(recu):
    with pytest.raises(ArgumentInvalide, match=r"« remise » : attendu un taux décimal.*0\.12"):
        n.taux("remise", recu)


def test_le_message_nomme_la_premiere_valeur_fautive_de_la_colonne():
    with pytest.raises(ArgumentInvalide, match=r"reçu -3\.0"):
        n.positif("ca", pd.Series([5.0, -3.0, -7.0]))


@pytest.mark.parametrize(("lire", "admis"), [(n.positif, True), (n.strictement_positif, False)])
def test_zero_est_positif_mais_pas_strictement(lire, admis):
    if admis:
        assert lire("x", 0) == 0
    else:
        with pytest.raises(ArgumentInvalide, match="strictement"):
            lire("x", 0)


@pytest.mark.parametrize("recu", [2.5, -1, [3], math.nan, "3"])
def test_un_entier_est_seul_entier_et_positif(recu):
    with pytest.raises(ArgumentInvalide, match="« agents » : attendu un nombre entier"):
        n.entier("agents", recu)


@pytest.mark.parametrize("recu", [[[1, 2]], "12", 12, ["a"]])
def test_une_liste_est_une_suite_de_nombres(recu):
    with pytest.raises(MauvaisType):
        n.liste("ventes", recu)


def test_une_liste_trop_courte_n_est_pas_calculable():
    with pytest.raises(NonCalculable, match="il en faut au moins 2"):
        n.liste("ventes", [1], au_moins=2)
    with pytest.raises(NonCalculable, match="0 valeur"):
        n.liste("ventes", [])


def test_un_trou_dans_une_liste_est_refuse_meme_en_colonne():
    with pytest.raises(ArgumentInvalide, match="manquante"):
        n.liste("ventes", pd.Series([1.0, math.nan]))


def test_les_lignes_viennent_aussi_d_un_tableau():
    effets = [(100, 3), (200, 5)]
    tableau = pd.DataFrame(effets, columns=["nominal", "jours"])
    assert n.lignes("effets", tableau, "nominal", "jours") == effets


@pytest.mark.parametrize("recu", [[(1, 2, 3)], [1, 2], ["ab"]])
def test_une_ligne_incomplete_est_nommee(recu):
    with pytest.raises(ArgumentInvalide, match="« effets, ligne 1 » : attendu"):
        n.lignes("effets", recu, "nominal", "jours")


@pytest.mark.parametrize("recu", [None, 12, "ab", {"nominal": 3}])
def test_des_lignes_illisibles_sont_refusees(recu):
    with pytest.raises(MauvaisType, match="une liste de lignes"):
        n.lignes("effets", recu, "nominal", "jours")


def test_un_quotient_impossible_dit_pourquoi():
    for denominateur in (0.0, np.array([1.0, 0.0])):
        with pytest.raises(NonCalculable, match="aucune commande"):
            n.quotient(1.0, denominateur, "aucune commande")


def test_un_quotient_impossible_manque_dans_une_colonne():
    rendu = n.quotient(1.0, pd.Series([2.0, 0.0]), "aucune commande")
    pd.testing.assert_series_equal(rendu, pd.Series([0.5, math.nan]))


@given(st.integers(-(10**12), 10**12))
def test_l_arrondi_commercial_est_celui_des_decimaux(milliemes):
    exact = (Decimal(milliemes) / 1000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert n.centimes(milliemes / 1000) == float(exact)


def test_l_arrondi_vaut_aussi_pour_une_colonne():
    rendu = n.centimes(pd.Series([0.005, 1.115]))
    pd.testing.assert_series_equal(rendu, pd.Series([0.01, 1.12]))


@pytest.mark.parametrize(("x", "entier"), [(7, 7), (7.2, 8), (0.1 * 3 * 10, 3), (0, 0)])
def test_l_entier_superieur_ignore_la_poussiere_des_divisions(x, entier):
    assert n.entier_superieur(x) == entier
