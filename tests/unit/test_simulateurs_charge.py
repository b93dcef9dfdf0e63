"""Le simulateur de charge de travail : le cas FV07 à la main, puis ses curseurs."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grc_lib import donnees
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.simulateurs.calculs.charge import SimulationCharge, simuler_charge
from grc_lib.simulateurs.reglages.charge import SimulateurCharge, simulateur_charge

TYPES = [("Mammouth", 20, 4e6), ("Préféré", 100, 2e6), ("Petit", 50, 5e5)]
TEMPS = {"duree": 120, "trajet": 60, "jours": 150, "heures_par_jour": 8, "cout_annuel": 60_000}


def essai(visites: Any = (12, 2, 0), equipe: int = 1, **autres: Any) -> SimulationCharge:
    return simuler_charge(TYPES, visites, equipe=equipe, **(TEMPS | autres))


@pytest.fixture(scope="module")
def clemenceau() -> SimulateurCharge:
    return simulateur_charge()


# --- Le calcul


def test_la_charge_et_l_effectif_se_calculent_a_la_main() -> None:
    plan = essai()
    assert plan.besoin.heures == 20 * 12 * 3 + 100 * 2 * 3  # 1 320 h
    assert plan.ratio == pytest.approx(1320 / 1200)
    assert plan.besoin.effectif_entier == 2


def test_les_premiers_types_sont_servis_d_abord() -> None:
    tableau = essai().tableau
    assert tableau["donnees"].tolist() == [720, 480, 0]  # 1 200 h en tout
    assert tableau["servis"].tolist() == [20, 80, 50]  # 480 h / 6 h par Préféré
    assert tableau["prives"].tolist() == [0, 20, 0]


def test_un_client_a_moitie_servi_est_prive() -> None:
    tableau = essai(heures_par_jour=7.99).tableau  # 1 198,5 h : il manque 1,5 h au 80e
    assert tableau["prives"].tolist() == [0, 21, 0]


def test_la_phrase_dit_ce_que_coute_l_embauche_et_qui_s_en_passe() -> None:
    assert essai().phrase() == (
        "440 visites demandent 1\u202f320\xa0h\xa0: il faut 2\xa0personnes, vous en avez 1 (charge "
        "110\u202f%). Le tenir, c'est embaucher 1\xa0personne\xa0: 60\xa0k€ par an. Ne pas "
        "embaucher, c'est priver de leurs visites 20\xa0clients Préféré, qui achètent 400\xa0k€ "
        "par an. Jamais visités, par choix\xa0: 50\xa0clients Petit (500\xa0k€ d'achats)."
    )


def test_une_equipe_suffisante_laisse_des_heures_payees_libres() -> None:
    phrase = essai(equipe=2).phrase()
    assert (
        "1\u202f080\xa0h payées restent libres (54\xa0k€ par an)" in phrase
    )  # 1 080 / 1 200 × 60 k€
    assert "priver" not in phrase


def test_visiter_tout_le_monde_n_oublie_personne() -> None:
    assert "Jamais visités" not in essai((12, 2, 1), equipe=3).phrase()


def test_sans_aucune_visite_il_n_y_a_pas_de_charge() -> None:
    with pytest.raises(NonCalculable, match="Aucune visite"):
        essai((0, 0, 0))


@pytest.mark.parametrize(
    ("autres", "nom"),
    [
        ({"visites": (1, 2)}, "visites"),
        ({"equipe": 0}, "equipe"),
        ({"jours": 0}, "jours"),
        ({"duree": -5}, "duree"),
        ({"visites": (-1, 2, 3)}, "clients"),
    ],
)
def test_une_valeur_hors_de_son_domaine_est_nommee(autres: dict[str, Any], nom: str) -> None:
    with pytest.raises(ArgumentInvalide, match=nom):
        essai(**autres)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 12), st.integers(0, 12), st.integers(1, 5))
def test_embaucher_ne_prive_jamais_un_client_de_plus(m: int, p: int, equipe: int) -> None:
    moins, plus = (essai((m, p, 1), equipe=n).tableau["prives"].sum() for n in (equipe, equipe + 1))
    assert plus <= moins


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 12), st.integers(0, 12), st.integers(1, 5))
def test_on_prive_quelqu_un_quand_et_seulement_quand_la_charge_deborde(
    m: int, p: int, equipe: int
) -> None:
    plan = essai((m, p, 1), equipe=equipe)
    assert (plan.tableau["prives"].sum() > 0) == (plan.ratio > 1)


# --- Les curseurs


def test_les_clients_de_depart_sont_ceux_qui_ont_achete_depuis_un_an(
    clemenceau: SimulateurCharge,
) -> None:
    with donnees.connexion() as base:
        attendus = base.execute("""
            SELECT type_client, count(DISTINCT client_id), sum(montant_ht)::DOUBLE
            FROM clients JOIN commandes USING (client_id) JOIN lignes_commande USING (commande_id)
            WHERE date_commande > DATE '2025-06-30' AND date_commande <= DATE '2026-06-30'
            GROUP BY type_client
        """).fetchall()
        quotas = dict(base.execute("SELECT type_client, contacts_an FROM quotas").fetchall())
    lus = {nom: (n, ca) for nom, n, ca in clemenceau.types}
    assert {nom: n for nom, (n, _) in lus.items()} == {nom: n for nom, n, _ in attendus}
    assert all(lus[nom][1] == pytest.approx(ca) for nom, _, ca in attendus)
    visites = simulateur_charge().visites
    assert [v.value for v in visites[:3]] == [quotas[nom] for nom, _, _ in clemenceau.types[:3]]


def test_au_depart_quatre_personnes_debordent_de_peu() -> None:
    assert 1 < simulateur_charge().simulation().ratio < 1.1


def test_chaque_reglage_change_la_phrase() -> None:
    simulateur = simulateur_charge()
    reglages = [
        (simulateur.equipe, 5),
        *((reglage, 3) for reglage in simulateur.visites),
        *((reglage, 7) for reglage in simulateur.clients),
        (simulateur.duree, 30),
        (simulateur.trajet, 30),
        (simulateur.jours, 20),
        (simulateur.heures, 2),
    ]
    for reglage, valeur in reglages:
        avant = simulateur.phrase
        reglage.value = valeur
        assert simulateur.phrase != avant, reglage.description


def test_les_achats_suivent_le_nombre_de_clients() -> None:
    simulateur = simulateur_charge([("Préféré", 100, 2e6)], visites=[0])
    simulateur.visites[0].value = 1
    simulateur.clients[0].value = 50
    assert simulateur.simulation().tableau["ca"].tolist() == [1e6]


def test_sans_visite_le_simulateur_dit_pourquoi_il_se_tait_puis_repart() -> None:
    simulateur = simulateur_charge([("Préféré", 100, 2e6)], visites=[0])
    assert "Aucune visite à faire" in simulateur.phrase
    assert simulateur.graphique.outputs == ()
    simulateur.visites[0].value = 2
    assert "200 visites" in simulateur.phrase
    assert simulateur.graphique.outputs


def test_les_reglages_de_depart_sont_controles() -> None:
    with pytest.raises(ArgumentInvalide, match="visites"):
        simulateur_charge(visites=(1, 2))
    with pytest.raises(ArgumentInvalide, match="jours"):
        simulateur_charge([("Préféré", 100, 2e6)], visites=[2], jours=300)


def test_une_mise_a_jour_pese_moins_de_cent_kilo_octets(clemenceau: SimulateurCharge) -> None:
    assert len(json.dumps(clemenceau.graphique.outputs)) + len(clemenceau.phrase) < 100_000
