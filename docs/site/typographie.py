"""Les espaces qui ne se coupent pas en fin de ligne."""

import re
from typing import Any

from grc_lib.figures.textes import INSECABLE, insecable

# Après « ; entre les milliers d'un nombre ; entre un nombre et son unité.
COLLEES = re.compile(r"(?<=«) |(?<=\d) (?=\d{3}(?!\d)|[%€]|[kM]€|(?:km|min|ans)\b)")


def espacer(texte: str) -> str:
    """Le texte dont aucune ligne ne coupe un nombre, ni ne commence par une ponctuation.

    >>> espacer("« 1 200 clients, 20 % : qui ? »")
    '«\\xa01\\xa0200 clients, 20\\xa0%\\xa0: qui\\xa0?\\xa0»'
    """
    return COLLEES.sub(INSECABLE, insecable(texte))


def espacer_tout(objet: Any) -> Any:
    """La même chose pour tous les textes d'un objet JSON."""
    if isinstance(objet, dict):
        return {cle: espacer_tout(valeur) for cle, valeur in objet.items()}
    if isinstance(objet, list):
        return [espacer_tout(valeur) for valeur in objet]
    return espacer(objet) if isinstance(objet, str) else objet
