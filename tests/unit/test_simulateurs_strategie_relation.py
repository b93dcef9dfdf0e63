"""Le simulateur de stratégie relationnelle : la bascule à la main, puis ses curseurs."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import donnees
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.simulateurs.calculs.strategie_relation import SimulationRelation, simuler_relation
from grc_lib.simulateurs.reglages.strategie_relation import (
    SimulateurRelation,
    simulateur_strategie_relation,
)

CAS: dict[str, Any] = {"clients": 1000, "valeur": 5000, "portefeuille": 25, "cout_agent": 50_000}
CAS |= {"formation": 0.05, "reseau": 180_000, "gardes_relation": 0.04, "gardes_valeur": 0.05}


def essai(**autres: Any) -> SimulationRelation:
    return simuler_relation(**(CAS | autres))


@pytest.fixture
def simulateur() -> SimulateurRelation:
    return simulateur_strategie_relation()


# --- Le calcul


def test_les_deux_strategies_se_chiffrent_a_la_main() -> None:
    cas = essai()
    assert cas.cout_relation == 40 * 50_000 * 0.05  # quarante agents
    assert cas.net_relation == 1000 * 0.04 * 5000 - 100_000
    assert cas.net_valeur == 1000 * 0.05 * 5000 - 180_000
    assert cas.bascule == 1200


@settings(max_examples=50, deadline=None)
@given(st.integers(100, 10_000), st.integers(5, 100), st.integers(0, 20), st.integers(1, 500_000))
def test_a_la_bascule_les_deux_strategies_laissent_autant(
    valeur: int, portefeuille: int, formation: int, reseau: int
) -> None:
    cas = essai(valeur=valeur, portefeuille=portefeuille, formation=formation / 100, reseau=reseau)
    assert cas.bascule is not None
    egal = replace(cas, clients=cas.bascule)  # type: ignore[arg-type]
    assert egal.net_relation == pytest.approx(egal.net_valeur, abs=1e-6 * (1 + reseau))


def test_la_phrase_dit_ce_que_l_on_gagne_et_ce_que_l_on_perd() -> None:
    assert essai().phrase().replace("\xa0", " ").replace("\u202f", " ") == (
        "Valoriser la relation : 200 k€ de marge gardée par an, 100 k€ de formation, reste 100 k€. "
        "Valeur pour le client : 250 k€ gardés, 180 k€ de réseau, reste 70 k€. La relation laisse "
        "30 k€ de plus, en gardant 10 clients de moins. Point de bascule : 1 200 clients (en "
        "dessous, la relation ; au-dessus, la valeur pour le client)."
    )


def test_au_dessus_de_la_bascule_la_valeur_l_emporte() -> None:
    assert "La valeur pour le client laisse" in essai(clients=2000).phrase()


def test_une_strategie_qui_ne_garde_personne_ne_paie_pas() -> None:
    phrase = essai(gardes_relation=0, gardes_valeur=0).phrase()
    assert "Aucune des deux ne paie son coût." in phrase


def test_un_reseau_moins_efficace_et_sans_formation_ne_rattrape_jamais() -> None:
    cas = essai(gardes_valeur=0.03, formation=0)
    assert cas.bascule is None
    assert "ne rattrape jamais" in cas.phrase()


@pytest.mark.parametrize(
    ("reglage", "valeur"),
    [("formation", 0.21), ("formation", 5), ("portefeuille", 0), ("clients", 0), ("valeur", -1)],
)
def test_une_valeur_hors_de_son_domaine_est_nommee(reglage: str, valeur: float) -> None:
    with pytest.raises(ArgumentInvalide, match=reglage):
        essai(**{reglage: valeur})


# --- Les curseurs


def test_chaque_reglage_change_la_phrase(simulateur: SimulateurRelation) -> None:
    reglages = [
        (simulateur.clients, 2000),
        (simulateur.valeur, 3000),
        (simulateur.formation, 10),
        (simulateur.reseau, 90_000),
        (simulateur.portefeuille, 60),
        (simulateur.agent, 50_000),
        (simulateur.relation, 6),
        (simulateur.gardes, 8),
    ]
    for reglage, valeur in reglages:
        avant = simulateur.phrase
        reglage.value = valeur
        assert simulateur.phrase != avant, reglage.description


def test_aux_bornes_le_simulateur_parle_toujours(simulateur: SimulateurRelation) -> None:
    for borne in ("min", "max"):
        for reglage in (simulateur.clients, simulateur.formation, simulateur.gardes):
            reglage.value = getattr(reglage, borne)
            assert simulateur.phrase
    simulateur.valeur.value, simulateur.reseau.value = 100, 0
    assert simulateur.phrase


def test_au_depart_on_est_pres_de_la_bascule(simulateur: SimulateurRelation) -> None:
    cas = simulateur.simulation()
    assert cas.bascule is not None
    assert 0.7 < cas.clients / cas.bascule < 1.3


def test_les_reglages_de_depart_viennent_de_la_base(simulateur: SimulateurRelation) -> None:
    ventes = donnees.ventes_par_client(12)
    with donnees.connexion() as base:
        agents, cout = base.execute("SELECT count(*), avg(cout_annuel) FROM salaries").fetchall()[0]
    assert len(ventes) == pytest.approx(simulateur.clients.value, abs=25)
    assert ventes["marge"].mean() == pytest.approx(simulateur.valeur.value, abs=50)
    assert len(ventes) / agents == pytest.approx(simulateur.portefeuille.value, abs=0.5)
    assert float(cout) == pytest.approx(simulateur.agent.value, abs=1_000)


def test_un_reglage_de_depart_hors_du_curseur_est_refuse() -> None:
    with pytest.raises(ArgumentInvalide, match="clients"):
        simulateur_strategie_relation(clients=10)


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets(simulateur: SimulateurRelation) -> None:
    assert len(json.dumps(simulateur.graphique.outputs)) + len(simulateur.phrase) < 100_000
