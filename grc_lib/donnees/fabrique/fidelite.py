"""À écrire."""

from grc_lib.donnees.fabrique.bloc import Bloc


def ajouter(b: Bloc) -> None:
    """À écrire."""
