"""Le devis complexe (S442-3) : remises, escompte, port, TVA par taux, acompte, document imprimable.

Le module calcule un devis au centime, dans l'ordre du manuel, et l'écrit en HTML.
"""

from grc_lib.devis.devis import Devis
from grc_lib.devis.ligne import Ligne
from grc_lib.devis.pieges import PIEGES

__all__ = ["PIEGES", "Devis", "Ligne"]
