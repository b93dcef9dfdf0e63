"""Le risque global (S523) : délais de paiement, rotation des stocks, équilibre du bilan et besoin
en fonds de roulement normatif. Le module mesure ce que les délais accordés aux clients immobilisent
de trésorerie, et ce que l'on gagne à les raccourcir.
"""

from grc_lib.bfr.bilan import Equilibre, equilibre
from grc_lib.bfr.delais import delai_clients, delai_fournisseurs, duree_stockage, rotation_stock
from grc_lib.bfr.normatif import (
    EffetDelai,
    bfre_normatif,
    effet_delai,
    temps_ecoulement,
    temps_moyen,
)
from grc_lib.bfr.pieges import PIEGES

__all__ = [
    "PIEGES",
    "EffetDelai",
    "Equilibre",
    "bfre_normatif",
    "delai_clients",
    "delai_fournisseurs",
    "duree_stockage",
    "effet_delai",
    "equilibre",
    "rotation_stock",
    "temps_ecoulement",
    "temps_moyen",
]
