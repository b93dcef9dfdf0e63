"""Qui travaille ? L'identité qui décide des données de chaque étudiant."""

import json
import os
import re
import unicodedata
from pathlib import Path

from grc_lib.erreurs import ArgumentInvalide, MauvaisType, RessourceIndisponible

AUTODIDACTE = "autodidacte"


def normaliser_identifiant(texte: str) -> str:
    """Ramène un nom à sa forme unique, celle des dossiers de copies.

    Paramètres
    ----------
    texte : nom, identifiant ou nom de dossier, non vide.

    Renvoie
    -------
    Minuscules sans accents ; toute suite d'autres caractères que a-z et 0-9 devient un point.

    Lève
    ----
    MauvaisType si ce n'est pas un texte ; ArgumentInvalide s'il n'en reste rien.

    Exemple
    -------
    >>> normaliser_identifiant("  Léa MARTIN-Cœur ")
    'lea.martin.coeur'
    """
    if not isinstance(texte, str):
        raise MauvaisType("identifiant", texte, "un texte, comme « lea.martin »")
    ligatures = texte.casefold().replace("œ", "oe").replace("æ", "ae")
    lettres = unicodedata.normalize("NFKD", ligatures)
    sans_accents = "".join(c for c in lettres if not unicodedata.combining(c))
    identifiant = re.sub(r"[^a-z0-9]+", ".", sans_accents).strip(".")
    if not identifiant:
        raise ArgumentInvalide("identifiant", texte, "au moins une lettre ou un chiffre")
    return identifiant


def etudiant_courant() -> str:
    """Donne l'identifiant de la personne qui travaille dans ce notebook.

    En correction, le dossier de la copie impose l'identité : `…/autograded/<étudiant>/<devoir>`.
    Ailleurs, dans l'ordre : la variable GRC_ETUDIANT, le compte JupyterHub (JUPYTERHUB_USER),
    le fichier `.grc/identite.json` qu'écrit « grc lab », enfin « autodidacte ».

    Renvoie
    -------
    Un identifiant normalisé, comme « lea.martin ».

    Lève
    ----
    RessourceIndisponible si la copie corrigée n'est pas à sa place ou si le fichier d'identité
    est illisible : mieux vaut s'arrêter que noter sur les données d'un autre.

    Exemple
    -------
    >>> os.environ["GRC_ETUDIANT"] = "Léa Martin"
    >>> etudiant_courant()
    'lea.martin'
    >>> del os.environ["GRC_ETUDIANT"]
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return normaliser_identifiant(_etudiant_du_dossier(Path.cwd()))
    annonce = os.environ.get("GRC_ETUDIANT") or os.environ.get("JUPYTERHUB_USER")
    return normaliser_identifiant(annonce or _etudiant_enregistre(Path.cwd()) or AUTODIDACTE)


def _etudiant_du_dossier(dossier: Path) -> str:
    """nbgrader lance le noyau dans le dossier de la copie, sous `autograded/`."""
    for position in range(len(dossier.parts) - 3, -1, -1):
        if dossier.parts[position] == "autograded":
            return dossier.parts[position + 1]
    raise RessourceIndisponible(
        "Correction impossible : la copie doit se trouver dans « autograded/<étudiant>/<devoir> », "
        "c'est ce dossier qui dit à qui sont les données."
    )


def _etudiant_enregistre(dossier: Path) -> str | None:
    """L'identifiant écrit par « grc lab » dans le dossier de travail, s'il y en a un."""
    for parent in (dossier, *dossier.parents):
        fichier = parent / ".grc" / "identite.json"
        if fichier.is_file():
            return _lire_identite(fichier)
    return None


def _lire_identite(fichier: Path) -> str:
    try:
        identifiant = json.loads(fichier.read_text(encoding="utf-8"))["identifiant"]
    except (OSError, ValueError, KeyError, TypeError):
        identifiant = None
    if not isinstance(identifiant, str) or not identifiant.strip():
        raise RessourceIndisponible(
            f"Le fichier « {fichier.parent.name}/{fichier.name} » de votre dossier de travail est "
            "illisible : relancez « grc lab » et indiquez de nouveau votre nom."
        )
    return identifiant
