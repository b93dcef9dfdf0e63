"""Le bilan d'un TD noté : la page du professeur, les notes à exporter, les corrigés de chacun."""

from grc_lib.classe.bilan.corriges import corrections_individuelles
from grc_lib.classe.bilan.exports import exporter_moodle, exporter_pronote
from grc_lib.classe.bilan.lecture import lire_classe
from grc_lib.classe.bilan.modele import Classe, Eleve, Question, Resultat
from grc_lib.classe.bilan.page import rapport
from grc_lib.classe.bilan.ressemblances import (
    Ressemblance,
    reponses_attendues,
    ressemblances,
)

__all__ = [
    "Classe",
    "Eleve",
    "Question",
    "Ressemblance",
    "Resultat",
    "corrections_individuelles",
    "exporter_moodle",
    "exporter_pronote",
    "lire_classe",
    "rapport",
    "reponses_attendues",
    "ressemblances",
]
