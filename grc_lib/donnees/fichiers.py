"""Où sont les fichiers de données, et que dire quand ils manquent."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from glob import escape
from pathlib import Path
from typing import Any

from grc_lib._ressources import racine_cours
from grc_lib.donnees.schema import NOMS_DES_COLONNES, TABLES
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, RessourceIndisponible

_TEXTE = ("insee", "code_postal", "departement", "region")
# Les jeux hors base : leur fichier et la façon de le lire.
ANNEXES: dict[str, tuple[str, dict[str, Any]]] = {
    "communes": ("communes/communes.csv", {"dtype": dict.fromkeys(_TEXTE, "VARCHAR")}),
    "cdnow": ("cdnow/clients.csv", {}),
    "cdnow_achats": ("cdnow/achats.csv", {}),
    "credit_allemand": ("credit_allemand/credit_allemand.csv", {}),
    "fiches_relues": ("captures/fiches_relues.csv", {}),
}
NOMS = (*TABLES, *ANNEXES)
# Une requête qui s'emballe ne prend ni toute la mémoire ni tout le disque d'un serveur partagé.
BORNES: dict[str, Any] = {"memory_limit": "4GB", "max_temp_directory_size": "2GB"}


def chemin(nom: str) -> Path:
    """Le fichier d'une table de la base ou d'un jeu annexe.

    Paramètres
    ----------
    nom : comme dans `charger`.

    Renvoie
    -------
    Le chemin d'un fichier qui existe. La variable d'environnement GRC_DONNEES désigne un autre
    dossier que `datasets` pour la base, qui y est dans `clemenceau`.

    Lève
    ----
    ArgumentInvalide si le nom est inconnu ; RessourceIndisponible si le fichier manque.

    Exemple
    -------
    >>> chemin("commandes").name
    'commandes.parquet'

    Source
    ------
    `datasets/`.
    """
    exiger_connu("nom", nom, NOMS)
    if nom in ANNEXES:
        fichier = racine_cours() / "datasets" / ANNEXES[nom][0]
    else:
        fichier = _dossier() / "clemenceau" / f"{nom}.parquet"
    if not fichier.is_file():
        raise _indisponible(fichier, "est introuvable")
    return fichier


def exiger_connu(argument: str, nom: str, connus: tuple[str, ...]) -> None:
    """Refuse un nom inconnu en proposant ceux qui lui ressemblent."""
    if not isinstance(nom, str):
        raise MauvaisType(argument, nom, "un nom de table, entre guillemets")
    if nom not in connus:
        proches = get_close_matches(nom.lower(), connus, n=3, cutoff=0.5) or connus
        raise ArgumentInvalide(argument, nom, "un nom connu : " + ", ".join(proches))


def lignes(table: str, fichier: Path) -> str:
    """La requête qui lit une table dans son fichier, et refuse celui qui n'a pas ses colonnes."""
    litteral = escape(str(fichier)).replace("'", "''")
    return f"SELECT {', '.join(NOMS_DES_COLONNES[table])} FROM read_parquet('{litteral}')"


@contextmanager
def lisible(fichier: Path) -> Iterator[None]:
    """Ce qui échoue en lisant ce fichier devient une phrase qui dit quoi faire."""
    import duckdb

    try:
        yield
    except duckdb.ConstraintException as erreur:
        raise _indisponible(fichier, "ne s'accorde pas avec les autres") from erreur
    except (duckdb.Error, UnicodeDecodeError) as erreur:
        raise _indisponible(fichier, "est illisible") from erreur


def _dossier() -> Path:
    impose = os.environ.get("GRC_DONNEES")
    return Path(impose) if impose else racine_cours() / "datasets"


def _indisponible(fichier: Path, constat: str) -> RessourceIndisponible:
    return RessourceIndisponible(
        f"Le fichier de données « {fichier.name} » {constat} dans « {fichier.parent} » : "
        "réinstallez le cours avec « pip install --force-reinstall grc-cours »."
    )
