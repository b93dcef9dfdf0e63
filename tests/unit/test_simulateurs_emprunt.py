"""Le simulateur d'emprunt : des cas publiés, des calculs à la main, puis ses réglages bougés."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.simulateurs.calculs.emprunt import simuler_emprunt
from grc_lib.simulateurs.reglages.emprunt import SimulateurEmprunt, simulateur_emprunt


@pytest.fixture
def simulateur() -> SimulateurEmprunt:
    return simulateur_emprunt()


# --- Le calcul


def test_la_mensualite_est_celle_du_pret_publie() -> None:
    essai = simuler_emprunt(150_000, 0.03, 108)  # cas EM05
    assert essai.tableau["annuite"].iloc[0] == 1_586.54
    assert essai.tableau["interet"].iloc[1] == 371.97


def test_sans_frais_le_taeg_est_le_taux_actuariel_du_taux_mensuel() -> None:
    assert simuler_emprunt(150_000, 0.03, 108).taeg == pytest.approx(1.0025**12 - 1, abs=1e-6)


def test_les_frais_retenus_rencherissent_le_pret() -> None:
    essai = simuler_emprunt(1_000, 0, 12, mode="in fine", frais=50)  # 950 reçus, 1 000 rendus
    assert essai.cout == 50
    assert essai.taeg == pytest.approx(1_000 / 950 - 1, abs=1e-9)


def test_le_cout_de_l_amortissement_constant_se_calcule_a_la_main() -> None:
    essai = simuler_emprunt(12_000, 0.12, 12, mode="amortissement constant")
    assert essai.interets == 120 * 13 / 2  # 120, 110… 10 : 1 % de ce qui reste dû
    assert essai.echeance_max == 1_120


def test_in_fine_on_paie_les_interets_de_tout_le_capital() -> None:
    essai = simuler_emprunt(12_000, 0.12, 12, mode="in fine")
    assert essai.interets == 12 * 120
    assert essai.echeance_max == 12_120


def test_le_differe_partiel_ajoute_les_interets_de_l_attente() -> None:
    sans, avec = (simuler_emprunt(12_000, 0.12, 12, differe=mois) for mois in (0, 6))
    assert avec.interets - sans.interets == pytest.approx(6 * 120)
    assert avec.echeance_max == sans.echeance_max


def test_le_differe_total_capitalise_et_coute_plus_que_le_partiel() -> None:
    total = simuler_emprunt(10_000, 0.12, 12, differe=6, capitaliser=True)
    partiel = simuler_emprunt(10_000, 0.12, 12, differe=6)
    assert total.tableau["capital_fin"].iloc[5] == pytest.approx(10_000 * 1.01**6, abs=0.02)
    assert total.cout > partiel.cout


def test_on_compte_les_mois_qui_depassent_le_budget() -> None:
    essai = simuler_emprunt(12_000, 0.12, 12, mode="amortissement constant")
    assert essai.mois_trop_lourds(1_090) == 3  # 1 120, 1 110 et 1 100 €
    assert essai.mois_trop_lourds(1_120) == 0


@settings(max_examples=15, deadline=None)
@given(st.integers(12, 96), st.sampled_from([0.02, 0.05, 0.09]))
def test_allonger_allege_l_echeance_et_alourdit_le_cout(mois: int, taux: float) -> None:
    court, long = (simuler_emprunt(30_000, taux, duree, frais=300) for duree in (mois, mois + 12))
    assert long.echeance_max < court.echeance_max
    assert long.cout > court.cout


def test_des_frais_egaux_au_capital_sont_refuses() -> None:
    with pytest.raises(ArgumentInvalide, match="frais"):
        simuler_emprunt(1_000, 0.05, 12, frais=1_000)


def test_un_taux_en_pourcentage_est_refuse() -> None:
    with pytest.raises(ArgumentInvalide, match="taux"):
        simuler_emprunt(1_000, 5, 12)


# --- Les phrases


def test_la_phrase_dit_ce_que_l_on_gagne_et_ce_que_l_on_perd() -> None:
    essai, reference = (simuler_emprunt(12_000, 0, mois, frais=100) for mois in (24, 12))
    assert "Échéances\xa0: 500\xa0€ pendant 24\xa0mois, dans le budget" in essai.phrase(
        500, reference
    )
    assert "l'échéance la plus lourde baisse de 500\xa0€" in essai.phrase(500, reference)


def test_la_phrase_annonce_la_lourde_fin_d_un_pret_in_fine() -> None:
    essai = simuler_emprunt(12_000, 0.12, 12, mode="in fine")
    phrase = essai.phrase(500, simuler_emprunt(12_000, 0.12, 12))
    assert "120\xa0€ pendant 11\xa0mois, puis 12\u202f120\xa0€ le dernier mois" in phrase
    assert "(1\xa0mois sur 12, jusqu'à 11\u202f620\xa0€ de trop)" in phrase
    assert "monte de 11\u202f054\xa0€, et le coût monte de 646\xa0€" in phrase


def test_plus_long_la_phrase_oppose_l_echeance_au_cout(simulateur: SimulateurEmprunt) -> None:
    simulateur.mois.value = 60
    assert "baisse de 187\xa0€, mais le coût monte de 954\xa0€" in simulateur.phrase


# --- Les réglages


def test_au_depart_l_offre_depasse_le_budget(simulateur: SimulateurEmprunt) -> None:
    assert simulateur.simulation().echeance_max > simulateur.budget.value
    assert "C'est la référence" in simulateur.phrase


def test_chaque_reglage_change_la_phrase(simulateur: SimulateurEmprunt) -> None:
    reglages = [
        (simulateur.capital, 50_000),
        (simulateur.taux, 0.05),
        (simulateur.frais, 800),
        (simulateur.budget, 1_000),
        (simulateur.mois, 72),
        (simulateur.differe, 6),
        (simulateur.en_attendant, "total"),
        (simulateur.mode, "in fine"),
    ]
    for reglage, valeur in reglages:
        avant = simulateur.phrase
        reglage.value = valeur
        assert simulateur.phrase != avant, reglage.description


def test_le_genre_de_differe_ne_se_choisit_que_s_il_y_a_un_differe(
    simulateur: SimulateurEmprunt,
) -> None:
    assert simulateur.en_attendant.disabled
    simulateur.differe.value = 3
    assert not simulateur.en_attendant.disabled


def test_la_reference_garde_la_duree_de_depart(simulateur: SimulateurEmprunt) -> None:
    simulateur.mois.value, simulateur.differe.value = 60, 6
    assert len(simulateur.reference().tableau) == 48


def test_aux_bornes_tout_se_calcule(simulateur: SimulateurEmprunt) -> None:
    simulateur.mode.value = "in fine"
    for cote in (0, -1):
        for reglage in _curseurs(simulateur):
            reglage.value = reglage.options[cote][1]
        assert "TAEG" in simulateur.phrase


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets(simulateur: SimulateurEmprunt) -> None:
    simulateur.mois.value, simulateur.differe.value = 120, 24
    assert len(json.dumps(simulateur.graphique.outputs)) < 100_000


def test_un_reglage_de_depart_hors_bornes_est_refuse_en_francais() -> None:
    with pytest.raises(ArgumentInvalide, match="Capital emprunté"):
        simulateur_emprunt(capital=1)


def _curseurs(simulateur: SimulateurEmprunt) -> list[Any]:
    noms = ("capital", "taux", "frais", "budget", "mois", "differe")
    return [getattr(simulateur, nom) for nom in noms]
