"""Exécuter une requête d'élève dans une copie de la base : en mémoire, fermée, et sans attendre."""

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.exercice._lecture import lire

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

DELAI = 10.0  # secondes
SANS_LIMITE = 10_000_000
FICHIER = "Votre requête lit un fichier : n'interrogez que les tables de la base."
UNE_SEULE = "Une seule requête de lecture est attendue, qui commence par SELECT, WITH ou FROM."
TROP_LONGUE = (
    "Votre requête demande trop de calculs : une jointure sans condition (ON, USING) "
    "associe chaque ligne à toutes les autres."
)
# Sans accès extérieur, DuckDB ne lit pas non plus les variables de Python ; la dernière ligne
# interdit de revenir sur les autres.
_VERROUS = (
    "SET temp_directory = ''",
    "SET memory_limit = '1GB'",
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET lock_configuration = true",
)


class Refus(Exception):
    """Une requête qui ne s'exécute pas ; le message est la phrase à montrer."""


@dataclass(frozen=True)
class Resultat:
    """Ce que rend une requête : les noms de ses colonnes et ses lignes, en valeurs lues."""

    noms: list[str]
    lignes: list[list[Any]]


def copie_fermee(
    base: "duckdb.DuckDBPyConnection | None" = None,
    modifier: Callable[["duckdb.DuckDBPyConnection"], Any] | None = None,
) -> "duckdb.DuckDBPyConnection":
    """Une copie en mémoire de la base (celle du cours par défaut), modifiée s'il y a lieu.

    Elle ne lit plus ni fichier, ni réseau, ni variable du notebook : DuckDB lui-même le refuse.
    """
    import duckdb

    if base is None and modifier is None:
        return _copie_du_cours(os.getpid())
    if base is None:
        from grc_lib import donnees

        with closing(donnees.connexion()) as cours:
            return _copier(cours, modifier)
    if not isinstance(base, duckdb.DuckDBPyConnection):
        raise MauvaisType("base", base, "une connexion DuckDB")
    try:
        return _copier(base, modifier)
    except duckdb.ConnectionException:
        raise ArgumentInvalide("base", base, "une connexion ouverte") from None


def base_fermee() -> "duckdb.DuckDBPyConnection":
    """Une base vide, en mémoire, pour y rejouer des instructions d'élève : à fermer après usage.

    Comme `copie_fermee`, elle ne lit ni fichier, ni réseau, ni variable, et n'en écrit pas.

    Exemple
    -------
    >>> with base_fermee() as base:
    ...     base.sql("SELECT 6 * 7 AS produit").fetchall()
    [(42,)]
    """
    import duckdb

    return _fermer(duckdb.connect(config={"threads": 1}))


def executer(
    base: "duckdb.DuckDBPyConnection",
    requete: str,
    parametres: Mapping[str, Any],
    limite: int = SANS_LIMITE,
) -> Resultat:
    """Les premières lignes d'une requête, ou `Refus` si ce n'est pas un SELECT qui aboutit.

    >>> import duckdb
    >>> executer(duckdb.connect(), "SELECT 6 * $n AS produit", {"n": 7})
    Resultat(noms=['produit'], lignes=[[42]])
    """
    import duckdb

    instruction = _seule_instruction(base, requete)
    if inconnus := sorted(instruction.named_parameters - parametres.keys()):
        raise Refus(f"Votre requête emploie « ${inconnus[0]} » : écrivez sa valeur à la place.")
    valeurs = {nom: parametres[nom] for nom in instruction.named_parameters}
    with closing(base.cursor()) as curseur:
        minuterie = threading.Timer(DELAI, curseur.interrupt)
        minuterie.start()
        try:
            curseur.execute(instruction, valeurs)
            noms = [str(colonne[0]) for colonne in curseur.description]
            lignes = curseur.fetchmany(limite)
        except (duckdb.InterruptException, duckdb.OutOfMemoryException):
            raise Refus(TROP_LONGUE) from None
        except duckdb.Error as erreur:
            raise _refus(erreur, base, requete) from erreur
        finally:
            minuterie.cancel()
    return Resultat(noms, [[lire(valeur) for valeur in ligne] for ligne in lignes])


def resultat_de(tableau: "pd.DataFrame | pd.Series[Any]") -> Resultat:
    """Le même objet, pour un tableau pandas ; un index qui porte un nom est une colonne.

    >>> import pandas as pd
    >>> resultat_de(pd.DataFrame({"n": [3, 5]}))
    Resultat(noms=['n'], lignes=[[3], [5]])
    """
    import pandas as pd

    df = tableau.to_frame() if isinstance(tableau, pd.Series) else tableau
    if any(nom is not None for nom in df.index.names):
        df = pd.concat([df.index.to_frame(index=False), df.reset_index(drop=True)], axis=1)
    colonnes = [[lire(v) for v in df.iloc[:, rang].tolist()] for rang in range(df.shape[1])]
    lignes = [list(ligne) for ligne in zip(*colonnes, strict=True)]
    return Resultat([str(nom) for nom in df.columns], lignes)


def _seule_instruction(base: "duckdb.DuckDBPyConnection", requete: str) -> Any:
    import duckdb

    try:
        instructions = base.extract_statements(requete)
    except duckdb.Error as erreur:
        raise _refus(erreur, base, requete) from erreur
    if len(instructions) != 1 or instructions[0].type != duckdb.StatementType.SELECT:
        raise Refus(UNE_SEULE)
    return instructions[0]


def _refus(erreur: Any, base: "duckdb.DuckDBPyConnection", requete: str) -> Refus:
    import duckdb

    from grc_lib._sql import traduire

    if isinstance(erreur, duckdb.PermissionException):
        return Refus(FICHIER)
    return Refus(f"Erreur SQL : {traduire(erreur, base, requete).splitlines()[0]}")


@cache
def _copie_du_cours(processus: int) -> "duckdb.DuckDBPyConnection":
    """Une seule copie de la base du cours par processus : rien ne la modifie."""
    from grc_lib import donnees

    with closing(donnees.connexion()) as cours:
        return _copier(cours, None)


def _copier(base: "duckdb.DuckDBPyConnection", modifier: Any) -> "duckdb.DuckDBPyConnection":
    """Par des fichiers Parquet, qui gardent les types ; ils sont effacés aussitôt."""
    import duckdb

    copie = duckdb.connect()
    with TemporaryDirectory() as dossier, closing(base.cursor()) as lecture:
        tables = lecture.execute("SELECT DISTINCT table_name FROM information_schema.tables")
        for rang, (table,) in enumerate(tables.fetchall()):
            fichier = str(Path(dossier) / f"{rang}.parquet")
            lecture.table(table).write_parquet(fichier)
            copie.read_parquet(fichier).create(table)
    if modifier is not None:
        modifier(copie)
    return _fermer(copie)


def _fermer(base: "duckdb.DuckDBPyConnection") -> "duckdb.DuckDBPyConnection":
    with closing(base.cursor()) as reglages:
        for verrou in _VERROUS:
            reglages.execute(verrou)
    return base
