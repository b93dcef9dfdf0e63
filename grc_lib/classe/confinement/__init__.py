"""Confiner le code des copies : ce qu'il ne peut ni lire, ni écrire, ni consommer."""

from grc_lib.classe.confinement.enceinte import Enceinte, lisibles
from grc_lib.classe.confinement.limites import Limites

__all__ = ["Enceinte", "Limites", "entrer", "lisibles"]


def entrer(enceinte: Enceinte) -> None:
    """Confine le processus courant ; ne rend la main qu'à l'intérieur.

    Lève
    ----
    OSError si le système refuse le moyen demandé : rien n'est alors exécuté.
    """
    if enceinte.moyen == "espaces":
        from grc_lib.classe.confinement import espaces

        espaces.entrer(enceinte)
    elif enceinte.moyen == "landlock":
        from grc_lib.classe.confinement import landlock

        landlock.entrer(enceinte)
    else:
        raise OSError(f"moyen de confinement inconnu : {enceinte.moyen}")
