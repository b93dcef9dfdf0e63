"""L'élève qui arrondit en cours de route, sans excès, n'est pas refusé."""

import datetime as dt

import pytest

from grc_lib.exercice.familles import famille
from tests.unit.tirages import TirageFixe

# Ce que trouve, à la calculatrice, celui qui arrondit ; puis ce que trouve celui qui se trompe.
ARRONDIS = [
    # au centime, chaque année : 28 840 ; 29 705,20 ; 30 596,36 ; 31 514,25 ; 32 459,68 ; 33 433,47
    (
        "interets_composes/valeur_acquise",
        {"capital": 28_000, "taux": 30, "n": 6},
        "33 433,47",
        "33 433,40",
    ),
    # 25 000 / 1,159693
    (
        "interets_composes/valeur_actuelle",
        {"somme": 25_000, "taux": 25, "n": 6},
        "21 557,43",
        "21 557,50",
    ),
    # à quatre décimales : 1,0272 ; 1,0551 ; 1,1132 ; 1,1745
    (
        "interets_composes/taux_annuel_equivalent",
        {"par_an": 12, "taux": 135},
        "17,45",
        "16,20",
    ),
    # 1,5 / 98,5 = 0,0152, fois 360 / 45 ; l'escompte rapporté à 100 € donne 12 %
    (
        "interets_simples/prix_de_l_attente",
        {"escompte": 0.015, "delai": 60, "paiement": 15},
        "12,16",
        "12",
    ),
    # à quatre décimales : 0,8281 ; 0,7536 ; 0,6858
    (
        "fidelite/attrition_annuelle",
        {"rythme": (4, "trimestre"), "taux": 9},
        "31,42",
        "31,5",
    ),
    # à trois décimales : 0,846 ; 0,778 ; 0,716 ; 0,659
    ("grp/memorisation", {"média": ("en affichage", 0.08), "n": 5}, "34,1", "34,2"),
    # au centième : 1,63 + 0,61 + 1,63 + 0,61 ; divisé par les effectifs observés : 4,69
    (
        "khi_deux/khi_deux",
        {"gauche": 15, "de plus": 25, "fois": 2, "sens": 1, "écart": 7},
        "4,48",
        "4,69",
    ),
]


@pytest.mark.parametrize("question, tirage, arrondie, fausse", ARRONDIS)
def test_un_arrondi_raisonnable_est_accepte_une_erreur_non(question, tirage, arrondie, fausse):
    nom, question = question.split("/")
    probleme = famille(nom).questions[question](TirageFixe(**tirage))
    assert probleme.corriger(arrondie).etat == "juste"
    assert probleme.corriger(fausse).etat == "faux"


def reclamation(jour):
    class Recue(TirageFixe):
        def date(self, nom, debut, fin):
            return jour

    return famille("reclamations").questions["date_limite"](Recue())


def test_cinq_jours_ouvrables_la_solution_compte_les_jours():
    # reçue le samedi 2 mai 2026 : 4, 5, 6, 7, le 8 est férié, puis le 9
    probleme = reclamation(dt.date(2026, 5, 2))
    assert "vendredi 8 (férié, non), samedi 9 (5)" in probleme.solution[1]
    assert probleme.ecrire() == "09/05/2026"
    assert "jour de la réception" in probleme.corriger("07/05/2026").message
    # reçue le jeudi 7 mai : ni le 8, ni le dimanche 10, ni le jeudi 14 (Ascension)
    assert reclamation(dt.date(2026, 5, 7)).ecrire() == "15/05/2026"


def test_une_promesse_de_volume_est_toujours_une_hausse():
    class AuPlusBas(TirageFixe):
        def entier(self, nom, mini, maxi, *, pas=1):
            return maxi if nom in ("marque", "ecart") else mini

    # 5 / (60 − 5) = 9 % au moins ; la promesse la plus basse est 6 points en dessous
    probleme = famille("volume_remise").questions["accepter_la_remise"](AuPlusBas(sens=-1))
    assert "d'acheter 3 % de plus en volume" in probleme.enonce
