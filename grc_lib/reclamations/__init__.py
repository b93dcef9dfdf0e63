"""Le traitement des réclamations (GRC-3) : le délai de réponse que fixe la matrice d'urgence, le
dossier suivi à travers les six phases, les ratios avec leur dénominateur, le tableau de bord du
mois et ses causes. Moins de réclamations ne veut pas dire plus de clients satisfaits.
"""

from grc_lib.reclamations.causes import pareto, repartition
from grc_lib.reclamations.delais import DelaiReponse, delai_reponse
from grc_lib.reclamations.dossiers import PHASES, Dossier, Passage
from grc_lib.reclamations.pieges import PIEGES
from grc_lib.reclamations.ratios import taux_perte, taux_reclamation, taux_resatisfaction
from grc_lib.reclamations.tableaux import clients_mecontents, tableau_de_bord

__all__ = [
    "PHASES",
    "PIEGES",
    "DelaiReponse",
    "Dossier",
    "Passage",
    "clients_mecontents",
    "delai_reponse",
    "pareto",
    "repartition",
    "tableau_de_bord",
    "taux_perte",
    "taux_reclamation",
    "taux_resatisfaction",
]
