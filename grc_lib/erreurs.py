"""Les erreurs de la bibliothèque : une phrase en français qui dit quoi vérifier."""

from typing import Any


class ErreurGrc(ValueError):
    """Racine de toutes les erreurs de `grc_lib`."""


class NonCalculable(ErreurGrc):
    """La question n'a pas de réponse : division par zéro, portefeuille vide, CA total nul…"""


class ArgumentInvalide(ErreurGrc):
    """Une valeur hors de son domaine : l'erreur nomme l'argument, le reçu et l'attendu.

    >>> raise ArgumentInvalide("taux", 12, "un taux décimal (0.12 pour 12 %)")
    Traceback (most recent call last):
    ...
    grc_lib.erreurs.ArgumentInvalide: « taux » : attendu un taux décimal (0.12 pour 12 %), reçu 12.
    """

    def __init__(self, argument: str, recu: Any, attendu: str) -> None:
        self.argument, self.recu, self.attendu = argument, recu, attendu
        super().__init__(f"« {argument} » : attendu {attendu}, reçu {_court(recu)}.")


class MauvaisType(ArgumentInvalide, TypeError):
    """Un texte là où l'on attend un nombre, une liste là où l'on attend un tableau…"""


class RessourceIndisponible(ErreurGrc):
    """Un fichier, un dossier ou un port manque : la phrase dit quoi faire."""


def _court(valeur: Any) -> str:
    texte = " ".join(repr(valeur).split())
    return texte if len(texte) <= 80 else f"{texte[:77]}…"
