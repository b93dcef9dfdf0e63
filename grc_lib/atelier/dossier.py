"""Le dossier de travail de l'élève : il reçoit le cours, et son travail n'est jamais écrasé."""

import os
from datetime import date
from pathlib import Path

from grc_lib._disque import pannes_en_francais
from grc_lib.atelier._installation import DOSSIERS, Bilan, Installation
from grc_lib.erreurs import RessourceIndisponible


def dossier_travail(demande: Path | None = None) -> Path:
    """Le dossier demandé, sinon `GRC_TRAVAIL`, sinon celui où l'on est, sinon le dossier habituel.

    « Celui où l'on est » : le dossier courant, ou un de ses parents, où le cours est déjà installé.
    Le dossier habituel est `~/gestion-clienteles`.
    """
    if choix := demande or os.environ.get("GRC_TRAVAIL"):
        return Path(choix).expanduser().absolute()
    for parent in (Path.cwd(), *Path.cwd().parents):
        if (parent / ".grc" / "etat.json").is_file():
            return parent
    return Path.home() / "gestion-clienteles"


def installer(travail: Path, source: Path, *, jour: date | None = None) -> Bilan:
    """Copie `course/` et `exercises/` dans le dossier de travail, sans jamais écraser un travail.

    Paramètres
    ----------
    travail : le dossier de l'élève, créé au besoin.
    source : le dossier du cours, qui contient `course/`.
    jour : la date des sauvegardes et des versions posées à côté (aujourd'hui par défaut).

    Renvoie
    -------
    Le `Bilan` de ce qui a été copié, mis à jour, gardé ou posé à côté.

    Lève
    ----
    RessourceIndisponible si le dossier ne peut pas recevoir le cours ; rien n'est perdu.
    """
    _refuser_le_cours_lui_meme(travail, source)
    with pannes_en_francais(travail):
        travail.mkdir(parents=True, exist_ok=True)
        return Installation(travail, source, jour or date.today()).executer()


def _refuser_le_cours_lui_meme(travail: Path, source: Path) -> None:
    ici, cours = travail.resolve(), source.resolve()
    if ici == cours or any(ici.is_relative_to(cours / dossier) for dossier in DOSSIERS):
        raise RessourceIndisponible(
            f"« {travail} » est le dossier du cours lui-même : choisissez un autre dossier "
            "(« grc lab mon-dossier »), ou « grc lab --enseignant » si vous êtes enseignant."
        )
