"""Le schéma de la base, lu dans `schema.sql` : tables, colonnes, clés."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

SQL = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
# Dans l'ordre du fichier : une table vient après celles qu'elle cite.
TABLES = tuple(re.findall(r"^CREATE TABLE (\w+)", SQL, flags=re.MULTILINE))
# Chaque colonne a son commentaire, dans l'ordre : la lire là évite de créer les tables.
_COMMENTEES = re.findall(r"^COMMENT ON COLUMN (\w+)\.(\w+)", SQL, flags=re.MULTILINE)
NOMS_DES_COLONNES = {
    table: tuple(colonne for t, colonne in _COMMENTEES if t == table) for table in TABLES
}

_COLONNES = """
    SELECT table_name AS "table", column_name AS colonne, data_type AS type,
           NOT is_nullable AS obligatoire, comment AS description
    FROM duckdb_columns() WHERE NOT internal ORDER BY table_oid, column_index
"""
_CONTRAINTES = """
    SELECT constraint_type, table_name, constraint_column_names, referenced_table,
           referenced_column_names, expression
    FROM duckdb_constraints() ORDER BY table_oid, constraint_index
"""


class Contrainte(NamedTuple):
    """Ce que le schéma impose aux colonnes d'une table ; une clé étrangère cite une autre table."""

    genre: str
    table: str
    colonnes: tuple[str, ...]
    autre: str
    cles: tuple[str, ...]
    expression: str


@dataclass(frozen=True)
class Relation:
    """Une clé étrangère, vérifiée par la base ou non : `table` renvoie à une ligne de `autre`.

    `obligatoire` : toujours remplie ; `unique` : deux lignes ne renvoient jamais à la même.
    """

    table: str
    colonnes: tuple[str, ...]
    autre: str
    cles: tuple[str, ...]
    obligatoire: bool
    unique: bool


def creer(con: "duckdb.DuckDBPyConnection", *, contraintes: bool = True) -> None:
    """Crée les tables vides, avec ou sans leurs clés et contrôles."""
    con.execute(SQL)
    if not contraintes:
        for nom in reversed(TABLES):
            con.execute(f"CREATE TABLE _{nom} AS FROM {nom}; DROP TABLE {nom}")
        for nom in TABLES:
            con.execute(f"ALTER TABLE _{nom} RENAME TO {nom}")


def colonnes() -> "pd.DataFrame":
    """Toutes les colonnes : table, colonne, type SQL, obligatoire, description."""
    return _catalogue()[0]


def contraintes(genre: str) -> list[Contrainte]:
    """Les contraintes d'un genre : PRIMARY KEY, FOREIGN KEY, UNIQUE, NOT NULL ou CHECK."""
    return [contrainte for contrainte in _catalogue()[1] if contrainte.genre == genre]


@functools.cache
def cles_primaires() -> dict[str, tuple[str, ...]]:
    """Les colonnes de la clé primaire de chaque table."""
    return {cle.table: cle.colonnes for cle in contraintes("PRIMARY KEY")}


@functools.cache
def relations() -> tuple[Relation, ...]:
    """Les clés étrangères, dans l'ordre du schéma : le commentaire de la colonne dit laquelle."""
    uniques = {(c.table, c.colonnes) for c in contraintes("PRIMARY KEY") + contraintes("UNIQUE")}
    liens = []
    for ligne in colonnes().itertuples():
        table, colonne = str(ligne.table), (str(ligne.colonne),)
        for autre, cle in re.findall(r"\((\w+)\.(\w+)\)", str(ligne.description)):
            if cles_primaires().get(autre) == (cle,):
                unique = (table, colonne) in uniques
                obligatoire = bool(ligne.obligatoire)
                liens.append(Relation(table, colonne, autre, (cle,), obligatoire, unique))
    return tuple(liens)


def inserer(con: "duckdb.DuckDBPyConnection", nom: str, table: "pd.DataFrame") -> None:
    """Ajoute des lignes dont les décimaux sont en entiers de leur plus petite unité (centimes…)."""
    schema = colonnes()
    types = schema[schema["table"] == nom].set_index("colonne")["type"]
    valeurs = ", ".join(_valeur(colonne, type_) for colonne, type_ in types.items())
    con.register("bloc", table)
    con.execute(f"INSERT INTO {nom} SELECT {valeurs} FROM bloc")
    con.unregister("bloc")


@functools.cache
def _catalogue() -> tuple["pd.DataFrame", list[Contrainte]]:
    """Les colonnes et les contraintes telles que DuckDB les comprend."""
    import duckdb

    with duckdb.connect() as con:
        creer(con)
        lues = [
            Contrainte(genre, table, tuple(colonnes), autre, tuple(cles), expression)
            for genre, table, colonnes, autre, cles, expression in con.sql(_CONTRAINTES).fetchall()
        ]
        return con.execute(_COLONNES).df(), lues


def _valeur(colonne: object, type_: str) -> str:
    decimal = re.fullmatch(r"DECIMAL\(\d+,(\d)\)", type_)
    unite = f" * 0.{'0' * (int(decimal[1]) - 1)}1" if decimal else ""
    return f"CAST({colonne}{unite} AS {type_})"
