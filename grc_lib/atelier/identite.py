"""Qui travaille ici : l'identifiant de classe, dont dépendent les données de chaque TD."""

import json
import os
from pathlib import Path

from grc_lib._disque import ecrire_json, pannes_en_francais


def identite(travail: Path, demande: str | None = None) -> str | None:
    """L'identifiant demandé, sinon celui de la session, sinon celui du dossier de travail.

    Paramètres
    ----------
    travail : le dossier de travail.
    demande : un nom donné maintenant ; il est normalisé (« Léa Martin » devient « lea.martin »)
        et retenu dans `.grc/identite.json`.

    Renvoie
    -------
    L'identifiant normalisé, ou `None` si l'élève ne s'est jamais nommé. La session est la variable
    GRC_ETUDIANT, sinon le compte JupyterHub.

    Lève
    ----
    ArgumentInvalide si le nom ne contient ni lettre ni chiffre.
    """
    from grc_lib.exercice import normaliser_identifiant

    if demande:
        identifiant = normaliser_identifiant(demande)
        with pannes_en_francais(travail):
            ecrire_json(_fiche(travail), {"identifiant": identifiant})
        return identifiant
    connue = os.environ.get("GRC_ETUDIANT") or os.environ.get("JUPYTERHUB_USER") or _relire(travail)
    return normaliser_identifiant(connue) if connue else None


def _fiche(travail: Path) -> Path:
    return travail / ".grc" / "identite.json"


def _relire(travail: Path) -> str | None:
    try:
        identifiant = json.loads(_fiche(travail).read_bytes())["identifiant"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return identifiant if isinstance(identifiant, str) else None
