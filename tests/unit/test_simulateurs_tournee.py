"""Le simulateur de tournée : une journée à la main, l'optimum par essai de tous les ordres."""

import json
from itertools import pairwise, permutations
from typing import Any

import pytest

from grc_lib.erreurs import ArgumentInvalide
from grc_lib.simulateurs.calculs.tournee import duree, heure, simuler_tournee
from grc_lib.simulateurs.reglages.tournee import SimulateurTournee, simulateur_tournee
from grc_lib.tournees import distance

# Sur un même méridien, un degré de latitude fait 111,19 km : 6 371 × π / 180.
DEGRE = 111.1949
LIGNE = {"dépôt": (46.0, 3.0), "Un": (46.1, 3.0), "Deux": (46.2, 3.0), "Trois": (46.4, 3.0)}
VILLES = {
    "Clermont": (45.78, 3.087),
    "Riom": (45.894, 3.113),
    "Thiers": (45.857, 3.548),
    "Issoire": (45.544, 3.249),
    "Vichy": (46.128, 3.426),
    "Ambert": (45.549, 3.742),
}


@pytest.fixture
def simulateur() -> SimulateurTournee:
    return simulateur_tournee(VILLES, rendez_vous={"Issoire": "09:30"})


@pytest.fixture(scope="module")
def lille() -> SimulateurTournee:
    return simulateur_tournee()


# --- Le calcul


def test_une_journee_en_ligne_droite_se_calcule_a_la_main() -> None:
    essai = simuler_tournee(LIGNE, [0, 1, 2, 3], duree_visite=30, vitesse=60, detour=1)
    assert essai.trajet.longueur == pytest.approx(0.8 * DEGRE, abs=0.01)
    assert essai.etapes["arrivee"].tolist() == pytest.approx(
        [480 + 0.1 * DEGRE, 480 + 0.2 * DEGRE + 30, 480 + 0.4 * DEGRE + 60], abs=0.01
    )
    assert essai.retour == pytest.approx(480 + 0.8 * DEGRE + 90, abs=0.01)
    assert essai.heures == pytest.approx((0.8 * DEGRE + 90) / 60, abs=0.01)


def test_le_detour_allonge_la_route_et_le_temps() -> None:
    droit, route = (simuler_tournee(LIGNE, [0, 1, 2, 3], detour=d) for d in (1, 1.3))
    assert route.trajet.longueur == pytest.approx(1.3 * droit.trajet.longueur)
    assert route.court.longueur == pytest.approx(1.3 * droit.court.longueur)


def test_en_avance_on_attend_et_en_retard_on_le_dit() -> None:
    essai = simuler_tournee(
        LIGNE, [0, 1, 2, 3], vitesse=60, detour=1, rendez_vous={"Un": "09:00", "Deux": "09:00"}
    )
    un, deux, _ = essai.etapes.to_dict("records")
    assert (un["debut"], un["retard"]) == (540, 0)
    assert deux["retard"] == pytest.approx(30 + 0.1 * DEGRE, abs=0.01)
    assert essai.tenus == 1
    assert "Rendez-vous à l'heure\xa0: 1 sur 2\xa0; manqués\xa0: Deux (41\xa0min" in essai.phrase()
    assert "49\xa0min d'attente" in essai.phrase()


@pytest.mark.parametrize(("prevu", "tenus"), [("08:02", 1), ("08:00", 0)])
def test_dix_minutes_de_retard_se_pardonnent(prevu: str, tenus: int) -> None:
    essai = simuler_tournee(LIGNE, [0, 1, 2, 3], vitesse=60, detour=1, rendez_vous={"Un": prevu})
    assert essai.tenus == tenus  # on arrive à 8 h 11


def test_le_plus_court_est_le_meilleur_de_tous_les_ordres(simulateur: SimulateurTournee) -> None:
    lieux = list(VILLES.values())

    def longueur(ordre: tuple[int, ...]) -> float:
        boucle = [0, *ordre, 0]
        return sum(float(distance(lieux[a], lieux[b])) for a, b in pairwise(boucle))

    meilleur = min(longueur(ordre) for ordre in permutations(range(1, len(lieux))))
    assert simulateur.simulation().court.longueur == pytest.approx(1.3 * meilleur)


def test_la_phrase_dit_l_ecart_au_plus_court() -> None:
    zigzag = simuler_tournee(LIGNE, [0, 2, 1, 3], detour=1)  # 0,2 + 0,1 + 0,3 + 0,4 degré
    assert "22,2 km de plus que le plus court ordre connu (89 km), soit + 25\u202f%" in (
        zigzag.phrase()
    )
    assert "aucun ordre connu n'est plus court" in simuler_tournee(LIGNE, [0, 3, 2, 1]).phrase()


@pytest.mark.parametrize("ordre", [[0, 1, 2], [1, 0, 2, 3], [0, 1, 1, 3], []])
def test_un_ordre_qui_oublie_un_client_est_refuse(ordre: list[int]) -> None:
    with pytest.raises(ArgumentInvalide, match="ordre"):
        simuler_tournee(LIGNE, ordre)


@pytest.mark.parametrize("prevus", [{"Quatre": "09:00"}, {"Un": "9 heures"}, {"dépôt": "09:00"}])
def test_un_rendez_vous_illisible_est_refuse(prevus: dict[str, str]) -> None:
    with pytest.raises(ArgumentInvalide, match="rendez_vous"):
        simuler_tournee(LIGNE, [0, 1, 2, 3], rendez_vous=prevus)


def test_les_heures_se_lisent_comme_a_l_oral() -> None:
    assert (heure(485), duree(0.5), duree(2.5)) == ("8 h 05", "30\xa0min", "2 h 30")


# --- La liste et les boutons


def test_monter_et_descendre_deplacent_le_client_choisi(simulateur: SimulateurTournee) -> None:
    simulateur.liste.value = 2
    simulateur.descendre.click()
    assert simulateur.ordre == [0, 1, 3, 2, 4, 5]
    assert simulateur.liste.value == 2
    assert simulateur.liste.options[2][0] == "3. Thiers"
    simulateur.monter.click()
    simulateur.monter.click()
    assert simulateur.ordre == [0, 2, 1, 3, 4, 5]


def test_le_premier_ne_monte_pas_et_le_dernier_ne_descend_pas(
    simulateur: SimulateurTournee,
) -> None:
    simulateur.liste.value = 1
    simulateur.monter.click()
    simulateur.liste.value = 5
    simulateur.descendre.click()
    assert simulateur.ordre == [0, 1, 2, 3, 4, 5]


def test_chaque_methode_change_la_phrase_et_le_plus_court_est_atteint(
    simulateur: SimulateurTournee,
) -> None:
    kilometres = {}
    for nom, bouton in simulateur.methodes.items():
        bouton.click()
        kilometres[nom] = simulateur.simulation().trajet.longueur
    assert kilometres["Le plus court"] == min(kilometres.values())
    assert kilometres["À l'envers"] == pytest.approx(kilometres["Le plus court"])
    assert "aucun ordre connu n'est plus court" in simulateur.phrase


def test_chaque_reglage_change_la_phrase(simulateur: SimulateurTournee) -> None:
    for reglage, valeur in ((simulateur.duree, 60), (simulateur.vitesse, 80)):
        avant = simulateur.phrase
        reglage.value = valeur
        assert simulateur.phrase != avant, reglage.description


def test_la_liste_et_le_tableau_disent_les_rendez_vous(simulateur: SimulateurTournee) -> None:
    assert "3. Issoire · rendez-vous 09 h 30" in [texte for texte, _ in simulateur.liste.options]
    assert "9 h 30 ✗" in simulateur.horaires.value


def test_a_lille_le_plus_court_manque_un_rendez_vous_qu_un_detour_tient(
    lille: SimulateurTournee,
) -> None:
    lille.methodes["Le plus court"].click()
    court = lille.simulation()
    assert (court.tenus, court.tenus_court) == (1, 1)
    lille._ordonner([0, 5, 2, 9, 8, 3, 1, 7, 4, 6, 10])
    tenu = lille.simulation()
    assert tenu.tenus == 2
    assert 5 < tenu.trajet.longueur - court.trajet.longueur < 15
    assert "Le plus court ordre en tient 1 sur 2" in lille.phrase


def test_la_carte_ne_porte_que_des_numeros_et_pese_moins_de_cent_kilo_octets(
    lille: SimulateurTournee,
) -> None:
    envoi = [lille.graphique.outputs, lille.liste.options, lille.horaires.value, lille.phrase]
    assert len(json.dumps(envoi)) < 100_000
    figure = lille.graphique.outputs[0]["data"]["application/vnd.plotly.v1+json"]
    assert "Noms" not in [trace.get("name") for trace in figure["data"]]


@pytest.mark.parametrize(
    ("arguments", "nom"),
    [
        ({"points": {"dépôt": (46, 3), "Un": (46.1, 3)}}, "points"),
        ({"points": VILLES, "vitesse": 300}, "vitesse"),
        ({"points": VILLES, "rendez_vous": {"Lyon": "09:00"}}, "rendez_vous"),
    ],
)
def test_un_reglage_de_depart_impossible_est_nomme(arguments: dict[str, Any], nom: str) -> None:
    with pytest.raises(ArgumentInvalide, match=nom):
        simulateur_tournee(**arguments)
