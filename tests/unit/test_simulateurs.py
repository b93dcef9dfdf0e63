"""Le simulateur ABC : son calcul à la main, puis ses curseurs bougés par programme."""

import json
from typing import Any
from unittest.mock import Mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import simulateurs
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.gabarit import MIMETYPE
from grc_lib.simulateurs import simuler_abc
from grc_lib.simulateurs.reglages.abc import SimulateurAbc

# Le portefeuille ALPHA des cas AB01 à AB05 : 15 clients, 63 064 € de chiffre d'affaires.
ALPHA = pd.Series(
    {"A": 6250, "B": 29480, "C": 276, "D": 350, "E": 2610, "F": 150, "G": 1260, "H": 50}
    | {"I": 38, "J": 1800, "K": 13500, "L": 1200, "M": 1200, "N": 4500, "O": 400}
)


@pytest.fixture
def simulateur() -> SimulateurAbc:
    return simulateurs.abc(ALPHA, heures_disponibles=40)


def figure(simulateur: SimulateurAbc) -> dict[str, Any]:
    return dict(simulateur.graphique.outputs[0]["data"][MIMETYPE])


def titre(simulateur: SimulateurAbc) -> str:
    return str(figure(simulateur)["layout"]["title"]["text"]).replace("<br>", " ")


# --- Le calcul


def test_la_charge_est_la_somme_des_visites_de_chaque_classe() -> None:
    essai = simuler_abc(ALPHA, visites=(4, 2, 1), heures_par_visite=1.5, heures_disponibles=40)
    assert essai.classes["effectif"].tolist() == [4, 4, 7]
    assert essai.classes["visites"].tolist() == [16, 8, 7]
    assert essai.heures == pytest.approx(31 * 1.5)
    assert essai.ratio == pytest.approx(46.5 / 40)


def test_le_client_qui_franchit_le_seuil_change_la_charge() -> None:
    avant = simuler_abc(ALPHA, frontiere="avant", heures_disponibles=40)
    apres = simuler_abc(ALPHA, frontiere="apres", heures_disponibles=40)
    assert avant.classes["effectif"].tolist() == [4, 4, 7]
    assert apres.classes["effectif"].tolist() == [3, 4, 8]  # N passe en B, L en C
    assert avant.heures - apres.heures == pytest.approx((2 + 1) * 1.5)


def test_la_phrase_dit_le_trop_plein_puis_les_classes() -> None:
    essai = simuler_abc(ALPHA, heures_disponibles=40)
    assert essai.phrase() == (
        "47\xa0h de visites pour 40\xa0h disponibles\xa0: 16\u202f% de trop. "
        "Classe A\xa0: 4\xa0clients, 85,2\u202f% du chiffre d'affaires\xa0; "
        "B\xa0: 4\xa0clients, 10,9\u202f%\xa0; C\xa0: 7\xa0clients, 3,9\u202f%."
    )


def test_la_phrase_dit_aussi_le_temps_libre_et_l_equilibre() -> None:
    assert "25\u202f% du temps reste libre" in simuler_abc(ALPHA, heures_disponibles=62).phrase()
    assert "le temps est juste suffisant" in simuler_abc(ALPHA, heures_disponibles=46.5).phrase()


@pytest.mark.parametrize(("seuil_a", "seuil_b"), [(0.9, 0.8), (0.8, 0.8)])
def test_des_seuils_qui_se_croisent_sont_refuses(seuil_a: float, seuil_b: float) -> None:
    with pytest.raises(ArgumentInvalide, match="seuil_b"):
        simuler_abc(ALPHA, seuil_a=seuil_a, seuil_b=seuil_b, heures_disponibles=40)


def test_sans_temps_disponible_le_ratio_ne_se_calcule_pas() -> None:
    with pytest.raises(NonCalculable, match="ratio de charge"):
        simuler_abc(ALPHA, heures_disponibles=0)


def test_des_visites_negatives_sont_refusees() -> None:
    with pytest.raises(ArgumentInvalide, match="visites"):
        simuler_abc(ALPHA, visites=(4, -2, 1), heures_disponibles=40)


def test_un_portefeuille_vide_ne_se_simule_pas() -> None:
    with pytest.raises(NonCalculable, match="vide"):
        simuler_abc([], heures_disponibles=40)


@settings(max_examples=20, deadline=None)
@given(st.integers(50, 95), st.integers(1, 5))
def test_elargir_la_classe_a_coute_toujours_des_heures(seuil: int, marge: int) -> None:
    heures = [
        simuler_abc(ALPHA, seuil_a=s / 100, seuil_b=1, heures_disponibles=40).heures
        for s in (seuil - marge, seuil)
    ]
    assert heures[0] <= heures[1]


# --- Les curseurs


def test_baisser_le_seuil_de_a_change_la_phrase_la_barre_et_la_figure(
    simulateur: SimulateurAbc,
) -> None:
    avant = simulateur.phrase, simulateur.charge.value, titre(simulateur)
    simulateur.seuil_a.value = 60
    assert "Classe A\xa0: 2\xa0clients, 68,2\u202f% du chiffre d'affaires" in simulateur.phrase
    assert titre(simulateur) == (
        "La classe A\xa0: 13\u202f% des clients, 68,2\u202f% du chiffre d'affaires"
    )
    assert all(a != b for a, b in zip(avant, etat(simulateur), strict=True))


def etat(simulateur: SimulateurAbc) -> tuple[str, str, str]:
    return simulateur.phrase, simulateur.charge.value, titre(simulateur)


def test_chaque_reglage_change_la_phrase(simulateur: SimulateurAbc) -> None:
    reglages = [
        (simulateur.seuil_b, 99),
        (simulateur.frontiere, "apres"),
        (simulateur.visites[0], 12),
        (simulateur.visites[1], 6),
        (simulateur.visites[2], 0),
        (simulateur.minutes, 60),
        (simulateur.disponibles, 100),
    ]
    for reglage, valeur in reglages:
        avant = simulateur.phrase
        reglage.value = valeur
        assert simulateur.phrase != avant, reglage.description


def test_le_seuil_de_b_reste_au_dessus_de_celui_de_a(simulateur: SimulateurAbc) -> None:
    simulateur.seuil_b.value = 85
    simulateur.seuil_a.value = 95
    assert simulateur.seuil_b.value == 96
    simulateur.seuil_b.value = 60
    assert simulateur.seuil_b.value == 96
    assert simulateur.simulation().tableau.attrs["seuils"] == (0.95, 0.96)


def test_pousser_b_en_bougeant_a_ne_calcule_qu_une_fois(
    simulateur: SimulateurAbc, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulateur.seuil_b.value = 85
    espion = Mock(wraps=simulateur.simulation)
    monkeypatch.setattr(simulateur, "simulation", espion)
    simulateur.seuil_a.value = 90
    assert espion.call_count == 1


def test_la_phrase_du_widget_est_celle_du_calcul(simulateur: SimulateurAbc) -> None:
    simulateur.minutes.value = 120
    calcul = simuler_abc(ALPHA, visites=(4, 2, 1), heures_par_visite=2, heures_disponibles=40)
    assert simulateur.phrase == calcul.phrase()


def test_au_depart_le_plan_ne_tient_pas_dans_le_temps_disponible() -> None:
    assert 1 < simulateurs.abc(ALPHA).simulation().ratio < 1.15


def test_le_simulateur_nomme_la_mesure_que_l_on_classe() -> None:
    simulateur = simulateurs.abc(ALPHA, mesure="marge")
    assert "85,2\u202f% de la marge" in simulateur.phrase
    assert "chiffre d'affaires" not in simulateur.phrase


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets() -> None:
    rangs = np.arange(1, 1201)
    simulateur = simulateurs.abc(pd.Series(400_000 / rangs**1.1, index=rangs))
    simulateur.seuil_a.value = 70
    assert len(json.dumps(simulateur.graphique.outputs)) < 60_000


def test_les_curseurs_n_agissent_qu_une_fois_relaches_et_portent_un_nom(
    simulateur: SimulateurAbc,
) -> None:
    curseurs = [simulateur.seuil_a, simulateur.seuil_b, simulateur.minutes, *simulateur.visites]
    assert all(c.continuous_update is False and c.description for c in curseurs)
    bornes = [(c.min, c.max) for c in simulateur.visites]
    assert bornes == [(0, 12), (0, 6), (0, 4)]
    assert (simulateur.seuil_a.min, simulateur.seuil_a.max) == (50, 95)


def test_hors_de_jupyter_on_lit_la_phrase(simulateur: SimulateurAbc) -> None:
    texte = simulateur._repr_mimebundle_()["text/plain"]
    assert texte.startswith("Simulateur (à ouvrir dans Jupyter pour le régler).")
    assert simulateur.phrase in texte


def test_la_phrase_est_annoncee_aux_lecteurs_d_ecran(simulateur: SimulateurAbc) -> None:
    assert simulateur.annonce in simulateur.children
    assert '"aria-live", "polite"' in str(simulateur.annonce._esm)
