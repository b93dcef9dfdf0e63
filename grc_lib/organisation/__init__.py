"""L'organisation d'une équipe commerciale autour de ses clients (S431-2, S531-2, S823-3) : classer
un portefeuille (Préférés, Nursery, Mammouths, Petits), confier chaque client à quelqu'un sans
dépasser son temps, savoir qui va bientôt recommander, et bâtir le programme de la semaine.
"""

from grc_lib.organisation.affectation import MISSIONS, Mission, affecter, charges
from grc_lib.organisation.alertes import alerte_renouvellement
from grc_lib.organisation.programme import DUREES, programme_semaine
from grc_lib.organisation.typologie import REGLES, Regle, classer

__all__ = [
    "DUREES",
    "MISSIONS",
    "REGLES",
    "Mission",
    "Regle",
    "affecter",
    "alerte_renouvellement",
    "charges",
    "classer",
    "programme_semaine",
]
