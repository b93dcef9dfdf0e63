"""Le seul adaptateur vers DuckDB : un tableau pandas ou une relation deviennent une relation.

Une session Spark (`moteur=`) répond aux mêmes fonctions, avec le même SQL : voir `_spark`.
"""

import os
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeAlias

import duckdb
import pandas as pd

from grc_lib import _spark
from grc_lib._spark import RelationSpark
from grc_lib.erreurs import ArgumentInvalide, MauvaisType

Relation: TypeAlias = duckdb.DuckDBPyRelation | RelationSpark

_NOMBRES = {"bigint", "decimal", "double", "float", "hugeint", "integer", "smallint", "tinyint"}
_NOMBRES |= {"ubigint", "uhugeint", "uinteger", "usmallint", "utinyint"}
_DATES = {"date", "echeance", "jour"}  # les arguments qui désignent une colonne de dates
_VIDE = "NULL"  # le type d'une colonne sans aucune valeur


def en_relation(donnees: Any, argument: str, moteur: Any = None) -> Relation:
    """Une relation DuckDB : celle que l'on reçoit, ou celle qui lit le tableau pandas reçu.

    Une `Series` devient une relation de deux colonnes, `client` (son index) et `valeur`. Avec une
    session Spark pour moteur, c'est elle qui lira et calculera.
    """
    if moteur is not None:
        return _spark.lire(moteur, donnees, argument)
    if isinstance(donnees, duckdb.DuckDBPyRelation):
        return donnees
    if isinstance(donnees, pd.Series):
        donnees = _tableau(donnees, argument)
    if isinstance(donnees, pd.DataFrame) and donnees.columns.empty:
        raise ArgumentInvalide(argument, "un tableau sans colonne", "un tableau et ses colonnes")
    if isinstance(donnees, pd.DataFrame):
        curseur = _base_du_processus().cursor()
        try:
            return curseur.from_df(donnees)
        except duckdb.Error:  # un tableau retourné (df[::-1]) : DuckDB veut des colonnes d'un bloc
            return curseur.from_df(donnees.copy())
    attendu = "un tableau (DataFrame), une colonne (Series) ou une relation DuckDB"
    raise MauvaisType(argument, donnees, attendu)


def requete(relation: Relation, nom: str, sql: str) -> Relation:
    """Le résultat d'un SELECT qui lit `relation` sous le nom `nom`.

    Le nom commence par « grc_ » : s'il était aussi celui d'une table que lit `relation`, comme
    « commandes », DuckDB lirait cette table.
    """
    resultat = relation.query(nom, sql)
    assert resultat is not None
    return resultat


def tableau(relation: Relation, nom: str, sql: str) -> pd.DataFrame:
    """Le résultat de `requete`, en tableau pandas."""
    lignes: pd.DataFrame = requete(relation, nom, sql).df()
    return lignes


def tableau_de_serie(serie: "pd.Series[Any]", argument: str, sql: str) -> pd.DataFrame:
    """Un SELECT qui lit `grc_lignes` (client, valeur), trois fois plus vite qu'une relation."""
    curseur = _base_du_processus().cursor()
    curseur.register("grc_lignes", _tableau(serie, argument))
    lignes: pd.DataFrame = curseur.execute(sql).df()
    return lignes


def ligne(relation: Relation, nom: str, sql: str) -> tuple[Any, ...]:
    """La seule ligne que rend un SELECT d'agrégats."""
    lignes: list[tuple[Any, ...]] = requete(relation, nom, sql).fetchall()
    return lignes[0]


def ajouter(relation: Relation, **constantes: Any) -> Relation:
    """La relation et ses constantes en colonnes : une valeur n'est jamais recopiée dans le SQL."""
    if isinstance(relation, RelationSpark):
        return relation.ajouter(constantes)
    colonnes = [duckdb.ConstantExpression(v).alias(nom) for nom, v in constantes.items()]
    return relation.select(duckdb.StarExpression(), *colonnes)


def choisir(relation: Relation, **noms: str) -> Relation:
    """Les colonnes demandées sous le nom du paramètre qui les désigne : `client="client_id"`."""
    for argument, nom in noms.items():
        if not isinstance(nom, str) or nom not in relation.columns:
            attendu = f"une colonne du tableau ({', '.join(relation.columns)})"
            raise ArgumentInvalide(argument, nom, attendu)
    if isinstance(relation, RelationSpark):
        return relation.choisir(noms)
    return relation.select(*(duckdb.ColumnExpression(n).alias(a) for a, n in noms.items()))


def exiger_nombres(relation: Relation, colonne: str, argument: str) -> None:
    """Lève `MauvaisType` si la colonne ne contient pas des nombres."""
    genre = _type_non_numerique(relation, colonne)
    if genre:
        raise MauvaisType(argument, f"une colonne de type {genre}", "des nombres")


def exiger_lisibles(noms: dict[str, str], nombre: int, lisibles: Sequence[int]) -> None:
    """Lève `ArgumentInvalide` si une colonne a moins de valeurs lisibles que de lignes.

    `noms` : la colonne que désigne chaque argument, dans l'ordre des comptes `lisibles`.
    """
    for (argument, colonne), lus in zip(noms.items(), lisibles, strict=True):
        if lus < nombre:
            attendu = "une date AAAA-MM-JJ" if argument in _DATES else "une valeur"
            recu = f"{nombre - lus} ligne(s) vide(s) ou illisible(s) dans « {colonne} »"
            raise ArgumentInvalide(argument, recu, f"{attendu} sur chaque ligne")


def _type_non_numerique(relation: Relation, colonne: str) -> str | None:
    if isinstance(relation, RelationSpark):
        return relation.type_non_numerique(colonne)
    genre = relation.types[relation.columns.index(colonne)]
    return None if genre.id in _NOMBRES or str(genre).strip('"') == _VIDE else str(genre)


def _tableau(serie: "pd.Series[Any]", argument: str) -> pd.DataFrame:
    if serie.index.inferred_type in ("mixed", "mixed-integer"):
        attendu = "un index simple, d'un seul type (tous des nombres ou tous des textes)"
        raise MauvaisType(argument, serie.index.tolist(), attendu)
    return pd.DataFrame({"client": serie.index, "valeur": serie.to_numpy()})


def preparer_la_duplication() -> None:
    """Ouvre une base sans fil d'exécution, dont les duplicatas (fork) se serviront aussi."""
    _base.cache_clear()
    _bases_communes.append(duckdb.connect(config={"threads": 1, "async_threads": 0}))


def _base_du_processus() -> duckdb.DuckDBPyConnection:
    return _bases_communes[0] if _bases_communes else _base(os.getpid())


@cache
def _base(processus: int) -> duckdb.DuckDBPyConnection:
    """Une base en mémoire par processus : un processus dupliqué n'hérite pas de ses fils."""
    return duckdb.connect()


_bases_communes: list[duckdb.DuckDBPyConnection] = []
