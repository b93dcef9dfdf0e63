"""Délais, stocks, croissance : la trésorerie et le résultat, comptés à la main."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib.donnees import connexion
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.simulateurs.calculs.bfr import Exploitation, simuler_bfr
from grc_lib.simulateurs.reglages.bfr import (
    SimulateurBfr,
    exploitation_de_clemenceau,
    simulateur_bfr,
)

# Un jour de chacun : clients 4 000 €, stocks 2 000 €, fournisseurs 2 500 €.
DEPART = Exploitation(
    ca_ht=1_200_000,
    ca_ttc=1_440_000,
    achats_ttc=900_000,
    consommations=720_000,
    charges_variables=720_000,
    creances=200_000,  # 50 jours
    stocks=60_000,  # 30 jours
    dettes_fournisseurs=100_000,  # 40 jours
    autres_dettes=40_000,
    tresorerie=-20_000,
)


@pytest.fixture
def simulateur() -> SimulateurBfr:
    return simulateur_bfr(DEPART, croissance=0)


# --- Le calcul


def test_les_delais_de_depart_se_lisent_au_bilan() -> None:
    assert (DEPART.delai_clients, DEPART.duree_stocks, DEPART.delai_fournisseurs) == (50, 30, 40)
    assert simuler_bfr(DEPART).bfre == pytest.approx(200_000 + 60_000 - 100_000 - 40_000)
    assert simuler_bfr(DEPART).degagee == pytest.approx(0)


@pytest.mark.parametrize(
    ("levier", "montant"), [("clients", 40_000), ("stocks", 20_000), ("fournisseurs", -25_000)]
)
def test_dix_jours_de_moins_valent_dix_jours_du_poste(levier: str, montant: float) -> None:
    sans_perte = {"perte_clients": 0, "perte_stocks": 0, "hausse_achats": 0}
    essai = simuler_bfr(DEPART, **{levier: -10}, **sans_perte)
    assert essai.degagee == pytest.approx(montant)
    assert essai.tresorerie == pytest.approx(-20_000 + montant)
    assert essai.interets == pytest.approx(montant * 0.06)
    assert essai.marge == pytest.approx(0)


def test_la_croissance_mange_de_la_tresorerie_et_rapporte_de_la_marge() -> None:
    """BFRE 120 000 € : 10 % de plus en demande 12 000 ; marge 480 000 € : 48 000 de plus."""
    essai = simuler_bfr(DEPART, croissance=0.10)
    assert essai.degagee == pytest.approx(-12_000)
    assert essai.marge == pytest.approx(48_000)
    assert essai.resultat == pytest.approx(48_000 - 720)
    assert "12\u202f000\xa0€ mangés" in essai.phrase()
    assert "48\u202f000\xa0€ de marge gagnés, 720\xa0€ d'intérêts de plus à payer" in essai.phrase()


def test_reclamer_dix_jours_fait_perdre_un_pour_cent_des_ventes() -> None:
    """99 % des ventes : marge − 4 800 € ; BFRE (160 + 60 − 100 − 40) × 99 % = 79 200 €."""
    essai = simuler_bfr(DEPART, clients=-10, perte_clients=0.01)
    assert essai.marge == pytest.approx(-4_800)
    assert essai.bfre == pytest.approx(79_200)
    assert essai.resultat < 0 < essai.degagee


def test_accorder_plus_de_jours_aux_clients_ne_fait_pas_vendre_plus() -> None:
    essai = simuler_bfr(DEPART, clients=10)
    assert essai.marge == pytest.approx(0)
    assert essai.degagee == pytest.approx(-40_000)


def test_moins_de_stock_fait_manquer_des_ventes() -> None:
    assert simuler_bfr(DEPART, stocks=-10, perte_stocks=0.02).marge == pytest.approx(-9_600)


def test_payer_plus_tard_rencherit_les_achats() -> None:
    """20 jours, 2 % : 14 400 € de charges de plus ; dettes 60 j × 2 500 × 1,02 ; stock × 1,02."""
    essai = simuler_bfr(DEPART, fournisseurs=20, hausse_achats=0.01)
    assert essai.marge == pytest.approx(-14_400)
    assert essai.bfre == pytest.approx(200_000 + 61_200 - 153_000 - 40_000)


def test_la_loi_limite_le_delai_des_fournisseurs_a_soixante_jours() -> None:
    assert "interdit" not in simuler_bfr(DEPART, fournisseurs=20).phrase()
    phrase = simuler_bfr(DEPART, fournisseurs=21).phrase()
    assert "Payer ses fournisseurs à 61 jours est interdit" in phrase
    assert "45 jours fin de mois" in phrase and "L. 441-10" in phrase


def test_des_clients_a_plus_de_soixante_jours_paient_en_retard() -> None:
    assert "une partie paie en retard" in simuler_bfr(DEPART, clients=11).phrase()
    assert "une partie paie en retard" not in simuler_bfr(DEPART, clients=10).phrase()


@settings(max_examples=25, deadline=None)
@given(st.integers(-50, 30), st.integers(-30, 30), st.integers(-40, 30), st.integers(-20, 40))
def test_les_effets_font_toute_la_variation_du_besoin(
    clients: int, stocks: int, fournisseurs: int, croissance: int
) -> None:
    essai = simuler_bfr(
        DEPART,
        clients=clients,
        stocks=stocks,
        fournisseurs=fournisseurs,
        croissance=croissance / 100,
    )
    assert essai.degagee == pytest.approx(120_000 - essai.bfre, abs=1e-6)
    assert essai.resultat == pytest.approx(essai.marge + 0.06 * essai.degagee)


@pytest.mark.parametrize(
    "options",
    [{"clients": -51}, {"cout_du_decouvert": 6}, {"perte_clients": -0.1}, {"croissance": -1}],
)
def test_ce_qui_n_a_pas_de_sens_est_refuse(options) -> None:
    with pytest.raises(ArgumentInvalide):
        simuler_bfr(DEPART, **options)


def test_une_exploitation_sans_ventes_est_refusee() -> None:
    with pytest.raises(ArgumentInvalide, match="ca_ht"):
        replace(DEPART, ca_ht=0)


def test_le_besoin_de_clemenceau_est_celui_de_son_bilan() -> None:
    sql = """
        SELECT sum(CASE document WHEN 'actif' THEN montant ELSE -montant END)
        FROM comptes_annuels WHERE exercice = 2025 AND poste IN
        ('Stocks', 'Créances clients', 'Dettes fournisseurs', 'Dettes fiscales et sociales')
    """
    bilan = float(connexion().sql(sql).fetchall()[0][0])
    assert simuler_bfr(exploitation_de_clemenceau()).bfre == pytest.approx(bilan)


# --- Les réglages


def test_sans_rien_toucher_on_lit_le_bilan(simulateur: SimulateurBfr) -> None:
    assert simulateur.simulation().bfre == pytest.approx(120_000)
    assert "comme au départ" in simulateur.phrase
    assert "Rien ne change au résultat" in simulateur.phrase


def test_chaque_reglage_change_la_phrase(simulateur: SimulateurBfr) -> None:
    for reglage, valeur in ((simulateur.clients, 40), (simulateur.stocks, 20)):
        reglage.value = valeur
    simulateur.fournisseurs.value = 50
    for reglage in simulateur.reglages:
        avant = simulateur.phrase
        _avancer(reglage)
        assert simulateur.phrase != avant, reglage.description


def test_le_tableau_et_la_figure_suivent(simulateur: SimulateurBfr) -> None:
    avant = simulateur.tableau.value, json.dumps(simulateur.graphique.outputs)
    simulateur.clients.value = 40
    assert simulateur.tableau.value != avant[0]
    assert json.dumps(simulateur.graphique.outputs) != avant[1]


def test_le_curseur_part_du_delai_arrondi_sans_changer_le_bilan() -> None:
    simulateur = simulateur_bfr(replace(DEPART, creances=201_500), croissance=0)  # 50,375 jours
    assert simulateur.clients.value == 50
    assert simulateur.simulation().degagee == pytest.approx(0)
    simulateur.clients.value = 0
    assert simulateur.simulation().delais[0] == pytest.approx(0.375)


@pytest.mark.parametrize("bout", ["min", "max"])
def test_aucun_reglage_extreme_n_est_incalculable(bout: str) -> None:
    simulateur = simulateur_bfr(replace(DEPART, creances=198_500), croissance=0)  # 49,6 jours
    for reglage in simulateur.reglages:
        if hasattr(reglage, "index"):
            reglage.index = 0 if bout == "min" else len(reglage.options) - 1
        else:
            reglage.value = getattr(reglage, bout)
    assert "Trésorerie" in simulateur.phrase


def test_au_depart_la_croissance_de_clemenceau_mange_sa_tresorerie() -> None:
    assert simulateur_bfr().simulation().degagee < -200_000


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets() -> None:
    simulateur = simulateur_bfr()
    simulateur.clients.value = 60
    assert len(json.dumps(simulateur.graphique.outputs)) + len(simulateur.tableau.value) < 100_000


def _avancer(reglage: Any) -> None:
    """Un cran de plus."""
    cran = "index" if hasattr(reglage, "index") else "value"
    setattr(reglage, cran, getattr(reglage, cran) + 1)
