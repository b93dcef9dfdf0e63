"""Déplacer un point : la prévision des deux droites, contre scipy et le calcul à la main."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.simulateurs.calculs.droite_de_prevision import simuler_droite
from grc_lib.simulateurs.reglages.droite_de_prevision import (
    SimulateurDroite,
    simulateur_droite_de_prevision,
)

VENTES = [1810, 1495, 1710, 2030, 2300, 2430]  # cas MC01


@pytest.fixture
def simulateur() -> SimulateurDroite:
    return simulateur_droite_de_prevision(VENTES, periode="année", unite="€")


# --- Le calcul


def test_les_moindres_carres_sont_ceux_de_scipy() -> None:
    essai = simuler_droite(VENTES, {6: 600}).essai
    bouge = [*VENTES[:5], 3030]
    attendu = stats.linregress(range(1, 7), bouge)
    assert essai.par_carres == pytest.approx(attendu.slope * 7 + attendu.intercept)
    assert essai.r == f"{attendu.rvalue:.2f}".replace(".", ",")


def test_mayer_se_refait_a_la_main() -> None:
    """G1 (2 ; 1 671,67), G2 (5 ; 2 253,33) puis 2 453,33 : la pente passe de 193,89 à 260,56."""
    essai = simuler_droite(VENTES, {6: 600})
    assert essai.depart.par_mayer == pytest.approx(6760 / 3 + 2 * (6760 - 5015) / 9)
    assert essai.ecart_mayer == pytest.approx(200 + 2 * 200 / 3)


def test_un_point_du_bout_bouge_plus_les_moindres_carres_un_point_du_milieu_mayer() -> None:
    bout, milieu = (simuler_droite(VENTES, {rang: 600}) for rang in (6, 4))
    assert abs(bout.ecart_carres) > abs(bout.ecart_mayer)
    assert "La droite des moindres carrés bouge le plus" in bout.phrase()
    assert "Mayer vous en protège" in bout.phrase()
    assert abs(milieu.ecart_mayer) > abs(milieu.ecart_carres)
    assert "La droite de Mayer bouge le plus" in milieu.phrase()
    assert "les moindres carrés vous en protègent" in milieu.phrase()


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6), st.integers(-1000, 1000))
def test_la_prevision_bouge_en_proportion_du_levier_du_point(rang: int, ajout: int) -> None:
    """Levier d'un point : 1/n + (x − x̄)(x₀ − x̄)/Σ(x − x̄)² ; ici Σ = 17,5, x̄ = 3,5, x₀ = 7."""
    levier = 1 / 6 + (rang - 3.5) * 3.5 / 17.5
    ecart = simuler_droite(VENTES, {rang: ajout}).ecart_carres
    assert ecart == pytest.approx(levier * ajout, abs=1e-6)


def test_deux_points_qui_se_compensent_ne_changent_pas_mayer() -> None:
    essai = simuler_droite(VENTES, {4: 300, 6: -300})
    assert essai.ecart_mayer == pytest.approx(0)
    assert essai.deplaces == (4, 6)
    assert "2 points déplacés" in essai.phrase()
    assert "inchangée par Mayer" in essai.phrase()


def test_l_intervalle_s_elargit_quand_un_point_s_eloigne() -> None:
    essai = simuler_droite(VENTES, {3: 900})
    assert essai.essai.marge > essai.depart.marge
    assert essai.depart.marge == pytest.approx(750, abs=1)  # 1 796 à 3 296, cas MC01


def test_une_vente_ne_descend_pas_sous_zero() -> None:
    assert simuler_droite(VENTES, {2: -5000}).ventes[1] == 0


def test_des_ventes_toutes_egales_n_ont_pas_de_correlation() -> None:
    assert "r\xa0: aucun (les ventes ne varient pas)" in simuler_droite([5, 5, 5], {}).phrase()


@pytest.mark.parametrize(
    ("ventes", "deplacements", "erreur"),
    [([1, 2], {}, NonCalculable), ([1, -2, 3], {}, ArgumentInvalide)]
    + [([1, 2, 3], {rang: 1}, ArgumentInvalide) for rang in (0, 4)],
)
def test_ce_qui_ne_s_ajuste_pas_est_refuse(ventes, deplacements, erreur) -> None:
    with pytest.raises(erreur):
        simuler_droite(ventes, deplacements)


# --- Les réglages


def test_deplacer_un_point_change_la_phrase_et_la_figure(simulateur: SimulateurDroite) -> None:
    avant = simulateur.phrase, json.dumps(simulateur.graphique.outputs)
    simulateur.ajout.value = 500
    assert simulateur.phrase != avant[0]
    assert "au départ" not in avant[1].lower()
    assert "Au départ" in json.dumps(simulateur.graphique.outputs, ensure_ascii=False)


def test_chaque_point_garde_son_deplacement(simulateur: SimulateurDroite) -> None:
    simulateur.ajout.value = 500
    simulateur.point.value = 2
    assert simulateur.ajout.value == 0
    simulateur.ajout.value = -200
    simulateur.point.value = 6
    assert simulateur.ajout.value == 500
    assert simulateur.simulation().ventes == (1810, 1295, 1710, 2030, 2300, 2930)


def test_choisir_un_autre_point_ne_deplace_rien(simulateur: SimulateurDroite) -> None:
    avant = simulateur.phrase, json.dumps(simulateur.graphique.outputs)
    simulateur.point.value = 1
    assert simulateur.phrase == avant[0]
    assert json.dumps(simulateur.graphique.outputs) != avant[1]  # un autre point est cerclé


def test_les_points_reviennent_a_leur_place(simulateur: SimulateurDroite) -> None:
    avant = simulateur.phrase
    simulateur.ajout.value = 500
    simulateur.retour.click()
    assert simulateur.phrase == avant
    assert simulateur.ajout.value == 0


def test_au_depart_les_emballages_de_clemenceau() -> None:
    """Douze trimestres, comptés d'après les lignes de commande ; la base en dit la croissance."""
    ventes = simulateur_droite_de_prevision().ventes
    assert len(ventes) == 12
    assert np.polyfit(range(12), ventes, 1)[0] > 0


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets() -> None:
    simulateur = simulateur_droite_de_prevision()
    simulateur.ajout.value = simulateur.ajout.max
    assert len(json.dumps(simulateur.graphique.outputs)) < 100_000
