"""Le simulateur de plateau d'appels : Erlang C à la main, puis ses curseurs."""

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import donnees
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.simulateurs.calculs.plateau import SimulationPlateau, duree, simuler_plateau
from grc_lib.simulateurs.reglages.plateau import SimulateurPlateau, simulateur_plateau


@pytest.fixture
def simulateur() -> SimulateurPlateau:
    return simulateur_plateau()


def essai(agents: int = 14, **autres: Any) -> SimulationPlateau:
    cas = {"appels": 100, "dmt": 180, "cout_horaire": 30, "hors_ligne": 0.3} | autres
    return simuler_plateau(agents=agents, **cas)


def erlang_c_par_factorielles(trafic: float, agents: int) -> float:
    """La formule du manuel, avec ses factorielles : un autre chemin que la récursion du cours."""
    dernier = trafic**agents / math.factorial(agents) * agents / (agents - trafic)
    return dernier / (sum(trafic**k / math.factorial(k) for k in range(agents)) + dernier)


# --- Le calcul


def test_l_attente_est_celle_de_la_formule_du_manuel() -> None:
    attente = erlang_c_par_factorielles(10, 14)
    prevue = essai().attente()
    assert prevue is not None
    assert prevue.attente == pytest.approx(attente)
    assert prevue.attente_moyenne == pytest.approx(attente * 180 / (14 - 10))
    assert prevue.qualite_service(20) == pytest.approx(1 - attente * math.exp(-4 * 20 / 180))


def test_le_cout_compte_les_pauses_et_les_absences_payees() -> None:
    assert essai().cout == pytest.approx(14 * 30 / 2 / 0.7)
    assert essai(hors_ligne=0).cout == pytest.approx(14 * 30 / 2)


def test_la_phrase_dit_l_effectif_puis_un_de_plus_et_un_de_moins() -> None:
    assert essai().phrase().replace("\xa0", " ").replace("\u202f", " ") == (
        "14 agents au téléphone, 300,00 € la demi-heure : 88,8 % des appels décrochés en 20 s "
        "(objectif 80 % tenu), 8 s d'attente en moyenne, des agents en ligne 71 % du temps. Un "
        "agent de plus : 21,43 € de plus, 94,1 % à temps et 4 s d'attente. Un de moins : 21,43 € "
        "économisés, mais 79,6 % à temps et 17 s d'attente."
    )


@pytest.mark.parametrize("agents", [1, 9, 10])
def test_autant_d_agents_que_de_trafic_font_une_file_instable(agents: int) -> None:
    instable = essai(agents)
    assert instable.attente() is None
    assert "File instable" in instable.phrase()
    assert "au moins 11\xa0agents" in instable.phrase()


def test_au_bord_un_agent_de_moins_ferait_grandir_la_file() -> None:
    assert "la file grandirait sans fin" in essai(11).phrase()


def test_sous_l_objectif_la_phrase_dit_manque() -> None:
    assert "objectif 80\u202f% manqué" in essai(13).phrase()


@settings(max_examples=30, deadline=None)
@given(st.integers(11, 40))
def test_un_agent_de_plus_coute_toujours_et_fait_moins_attendre(agents: int) -> None:
    un, deux = essai(agents), essai(agents + 1)
    avant, apres = un.attente(), deux.attente()
    assert avant is not None
    assert apres is not None
    assert deux.cout > un.cout
    assert apres.attente_moyenne < avant.attente_moyenne


@pytest.mark.parametrize(
    ("reglage", "valeur"),
    [("hors_ligne", 1), ("hors_ligne", 30), ("objectif", 80), ("appels", 0), ("dmt", -1)],
)
def test_une_valeur_hors_de_son_domaine_est_nommee(reglage: str, valeur: Any) -> None:
    with pytest.raises(ArgumentInvalide, match=reglage):
        essai(**{reglage: valeur})


def test_une_longue_attente_se_dit_en_minutes() -> None:
    assert (duree(99), duree(600)) == ("99\xa0s", "10\xa0min")


# --- Les curseurs


def test_chaque_reglage_change_la_phrase(simulateur: SimulateurPlateau) -> None:
    reglages = [
        (simulateur.agents, 6),
        (simulateur.appels, 25),
        (simulateur.dmt, 240),
        (simulateur.seuil, 30),
        (simulateur.objectif, 90),
        (simulateur.cout, 25),
        (simulateur.hors, 10),
    ]
    for reglage, valeur in reglages:
        avant = simulateur.phrase
        reglage.value = valeur
        assert simulateur.phrase != avant, reglage.description


def test_la_phrase_du_widget_est_celle_du_calcul(simulateur: SimulateurPlateau) -> None:
    simulateur.agents.value = 6
    assert simulateur.phrase == simulateur.simulation().phrase()
    assert simulateur.simulation() == simuler_plateau(
        appels=20, dmt=270, agents=6, cout_horaire=31, hors_ligne=0.3
    )


def test_au_depart_un_agent_de_plus_ne_suffit_pas_encore(simulateur: SimulateurPlateau) -> None:
    simulateur.agents.value = 5
    assert "79,6\u202f% des appels" in simulateur.phrase
    assert "objectif 80\u202f% manqué" in simulateur.phrase


def test_aucun_reglage_ne_rend_le_simulateur_muet(simulateur: SimulateurPlateau) -> None:
    for borne in ("min", "max"):
        for reglage in (simulateur.appels, simulateur.dmt, simulateur.seuil, simulateur.objectif):
            reglage.value = getattr(reglage, borne)
        for agents in (simulateur.agents.min, simulateur.agents.max):
            simulateur.agents.value = agents
            assert simulateur.phrase
            assert simulateur.graphique.outputs
    assert "File instable" not in simulateur.phrase  # le plus grand effectif suffit toujours


def test_les_reglages_de_depart_viennent_de_la_base() -> None:
    with donnees.connexion() as base:
        pointe, dmt = base.execute("""
            SELECT count(*) / count(DISTINCT date_trunc('day', horodatage)) / 4,
                   avg(duree_s + post_appel_s) FILTER (NOT abandonne)
            FROM appels
            WHERE sens = 'entrant' AND dayofweek(horodatage) = 1 AND hour(horodatage) IN (10, 11)
              AND horodatage >= DATE '2026-01-01' AND horodatage < DATE '2026-02-01'
        """).fetchall()[0]
        horaire = base.execute("""
            SELECT avg(cout_annuel) / (44 * 35) FROM salaries WHERE fonction = 'télécommerciale'
        """).fetchall()[0][0]
    assert pointe == pytest.approx(20, abs=0.6)
    assert dmt == pytest.approx(270, abs=15)
    assert float(horaire) == pytest.approx(31, abs=0.6)


def test_un_reglage_de_depart_hors_du_curseur_est_refuse() -> None:
    with pytest.raises(ArgumentInvalide, match="agents"):
        simulateur_plateau(agents=61)


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets(simulateur: SimulateurPlateau) -> None:
    simulateur.agents.value = 8
    assert len(json.dumps(simulateur.graphique.outputs)) + len(simulateur.phrase) < 100_000
