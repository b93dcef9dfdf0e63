"""Le mailing, papier ou courriel (GRC-4, S822-4, S823-4) : contrôler ses pièces et ses mentions,
personnaliser les lettres sans écrire à qui s'y est opposé, mesurer son rendement, et savoir si
l'écart entre deux variantes dit quelque chose.
"""

from grc_lib.mailing.bilan import (
    ComparaisonVariantes,
    Rendement,
    comparer_variantes,
    rendement,
)
from grc_lib.mailing.controles import Controle, controler
from grc_lib.mailing.lettres import publipostage
from grc_lib.mailing.pieges import PIEGES

__all__ = [
    "PIEGES",
    "ComparaisonVariantes",
    "Controle",
    "Rendement",
    "comparer_variantes",
    "controler",
    "publipostage",
    "rendement",
]
