"""Le simulateur de prix : les cas PX10 et PX11, des calculs à la main, puis ses réglages bougés."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.simulateurs.calculs.prix import SimulationPrix, simuler_prix
from grc_lib.simulateurs.reglages.prix import SimulateurPrix, simulateur_prix


def essai(**changements: Any) -> SimulationPrix:
    reglages = dict(tarif=100, cout=70, quantite=1_000, elasticite=-2, variation=-0.10)
    return simuler_prix(**(reglages | changements))


@pytest.fixture
def simulateur() -> SimulateurPrix:
    return simulateur_prix()


# --- Le calcul


def test_une_remise_de_dix_pour_cent_se_calcule_a_la_main() -> None:
    assert essai().prix == 90
    assert essai().ventes == 1_200
    assert essai().marge == 1_200 * 20
    assert essai().marge_au_tarif == 30_000


def test_a_trente_pour_cent_de_marque_dix_de_remise_demandent_moitie_plus() -> None:
    assert essai().variation_neutre == pytest.approx(0.5)  # cas PX10


def test_une_remise_egale_a_la_marque_ne_se_compense_pas() -> None:
    assert essai(variation=-0.30).variation_neutre is None  # cas PX11
    assert "aucun volume ne la compense" in essai(variation=-0.30).phrase()


def test_une_hausse_de_dix_tolere_un_quart_de_ventes_en_moins() -> None:
    assert essai(variation=0.10).variation_neutre == pytest.approx(-0.25)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.02, 0.28), st.sampled_from([-1, 1]))
def test_a_l_elasticite_neutre_la_marge_ne_bouge_pas(ampleur: float, sens: int) -> None:
    neutre = essai(variation=sens * ampleur).variation_neutre
    assert neutre is not None
    juste = essai(variation=sens * ampleur, elasticite=neutre / (sens * ampleur))
    assert juste.marge == pytest.approx(juste.marge_au_tarif)


def test_les_ventes_ne_deviennent_pas_negatives() -> None:
    vide = essai(variation=0.8, elasticite=-3)
    assert vide.ventes == vide.marge == 0
    assert vide.cout_complet is None
    assert "coût complet" not in vide.phrase()


def test_le_cout_complet_baisse_quand_le_volume_monte() -> None:
    assert essai(couts_fixes=24_000).cout_complet == 70 + 24_000 / 1_200
    assert essai(couts_fixes=24_000, variation=0.10).cout_complet == 70 + 24_000 / 800


def test_le_prix_plancher_est_le_cout_variable() -> None:
    assert essai(couts_fixes=24_000).prix_plancher == 70


# --- La phrase


def test_la_phrase_oppose_les_ventes_gagnees_a_la_marge_perdue() -> None:
    assert "200 ventes de plus, mais 6\u202f000\xa0€ de marge perdus" in essai().phrase()
    assert "vendre 50,0\u202f% de plus pour garder la marge" in essai().phrase()
    assert "l'hypothèse en prévoit 20,0\u202f%" in essai().phrase()


def test_la_phrase_dit_ce_que_change_une_hypothese_fausse() -> None:
    # À −1,5 : 1 150 ventes à 20 € ; à −2,5 : 1 250 ; contre 30 000 € au tarif.
    attendu = "de −1,5 à −2,5, l'effet sur la marge va de −7\u202f000\xa0€ à −5\u202f000\xa0€"
    assert attendu in essai().phrase()


def test_une_clientele_tres_sensible_fait_gagner_la_remise() -> None:
    assert "600 ventes de plus, et 2\u202f000\xa0€ de marge gagnés" in essai(elasticite=-6).phrase()


def test_sans_elasticite_une_remise_ne_gagne_pas_une_vente() -> None:
    assert "pas une vente de plus, et 10\u202f000\xa0€" in essai(elasticite=0).phrase()


@pytest.mark.parametrize(
    ("changements", "argument"),
    [
        (dict(elasticite=0.5), "elasticite"),
        (dict(cout=100), "cout"),
        (dict(variation=-1), "variation"),
        (dict(variation=10), "variation"),
        (dict(quantite=0), "quantite"),
    ],
)
def test_ce_qui_n_a_pas_de_sens_est_refuse(changements: dict[str, Any], argument: str) -> None:
    with pytest.raises(ArgumentInvalide, match=argument):
        essai(**changements)


# --- Les réglages


def test_chaque_reglage_change_la_phrase(simulateur: SimulateurPrix) -> None:
    reglages = [
        (simulateur.variation, -0.05),
        (simulateur.elasticite, -2.5),
        (simulateur.cout, 45),
        (simulateur.couts_fixes, 50_000),
    ]
    for reglage, valeur in reglages:
        avant = simulateur.phrase
        reglage.value = valeur
        assert simulateur.phrase != avant, reglage.description


def test_au_depart_ni_la_remise_ni_la_hausse_ne_s_imposent(simulateur: SimulateurPrix) -> None:
    simulateur.variation.value = 0.10
    effets = [e.marge - e.marge_au_tarif for e in simulateur.simulation().hypotheses().values()]
    assert max(effets) > 0 > min(effets)


def test_aux_bornes_tout_se_calcule(simulateur: SimulateurPrix) -> None:
    curseurs = [simulateur.elasticite, simulateur.cout, simulateur.couts_fixes]
    for cote in (0, -1):
        for reglage in curseurs:
            reglage.value = reglage.options[cote][1]
        for variation in (-0.5, 0, 0.5):
            simulateur.variation.value = variation
            assert simulateur.phrase


def test_un_prix_inferieur_a_un_euro_garde_ses_decimales() -> None:
    assert "à 0,2970\xa0€" in simulateur_prix(tarif=0.33, cout=0.165, quantite=1_000).phrase


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets(simulateur: SimulateurPrix) -> None:
    simulateur.variation.value = -0.2
    assert len(json.dumps(simulateur.graphique.outputs)) < 100_000


def test_un_cout_superieur_au_prix_est_refuse_en_francais() -> None:
    with pytest.raises(ArgumentInvalide, match="Coût variable"):
        simulateur_prix(tarif=10, cout=12)
