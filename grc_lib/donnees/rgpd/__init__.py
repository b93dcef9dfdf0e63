"""Le RGPD en SQL (S821-1, S822-4) : qui solliciter, qui s'oppose, le droit d'accès, l'effacement.

Le droit est celui connu au 21 novembre 2026, entre professionnels. Appels, courriels, sms et
courriers partent librement s'ils ont un rapport avec la fonction du destinataire, s'il en a été
informé et tant qu'il ne s'y est pas opposé. L'accord préalable protège les consommateurs ; cette
base n'en contient pas.
"""

from grc_lib.donnees.rgpd.conservation import a_purger
from grc_lib.donnees.rgpd.droits import droit_acces, effacer
from grc_lib.donnees.rgpd.prospection import CANAUX, cible_licite, opposes

__all__ = ["CANAUX", "a_purger", "cible_licite", "droit_acces", "effacer", "opposes"]
