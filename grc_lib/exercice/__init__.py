"""Le moteur des exercices : des données pour chacun, des contrôles qui expliquent, des quiz."""

from grc_lib.exercice._rejeu import base_fermee
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.correction import expliquer_les_noms_absents
from grc_lib.exercice.graphiques import verifier_figure
from grc_lib.exercice.identite import etudiant_courant, normaliser_identifiant
from grc_lib.exercice.quiz import quiz
from grc_lib.exercice.requetes import verifier_sql
from grc_lib.exercice.tirage import Tirage
from grc_lib.exercice.verification import (
    verifier,
    verifier_fonction,
    verifier_forme,
    verifier_tableau,
)

__all__ = [
    "Calcul",
    "Tirage",
    "base_fermee",
    "etudiant_courant",
    "normaliser_identifiant",
    "quiz",
    "verifier",
    "verifier_figure",
    "verifier_fonction",
    "verifier_forme",
    "verifier_sql",
    "verifier_tableau",
]

expliquer_les_noms_absents()
