"""Le schéma de la base, lu dans `schema.sql` : tables, colonnes, clés."""

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

SQL = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
# Dans l'ordre du fichier : une table vient après celles qu'elle cite.
TABLES = tuple(re.findall(r"^CREATE TABLE (\w+)", SQL, flags=re.MULTILINE))


def creer(con: "duckdb.DuckDBPyConnection", *, contraintes: bool = True) -> None:
    """Crée les tables vides, avec ou sans leurs clés et contrôles."""
    con.execute(SQL)
    if not contraintes:
        for nom in reversed(TABLES):
            con.execute(f"CREATE TABLE _{nom} AS FROM {nom}; DROP TABLE {nom}")
        for nom in TABLES:
            con.execute(f"ALTER TABLE _{nom} RENAME TO {nom}")


@functools.cache
def colonnes() -> "pd.DataFrame":
    """Toutes les colonnes : table, colonne, type SQL, obligatoire, description."""
    import duckdb

    with duckdb.connect() as con:
        creer(con)
        table = con.execute(
            """
            SELECT table_name AS "table", column_name AS colonne, data_type AS type,
                   NOT is_nullable AS obligatoire, comment AS description
            FROM duckdb_columns() WHERE NOT internal
            """
        ).df()
    rang = {nom: i for i, nom in enumerate(TABLES)}
    return table.sort_values("table", key=lambda s: s.map(rang), kind="stable", ignore_index=True)


def inserer(con: "duckdb.DuckDBPyConnection", nom: str, table: "pd.DataFrame") -> None:
    """Ajoute des lignes dont les décimaux sont en entiers de leur plus petite unité (centimes…)."""
    schema = colonnes()
    types = schema[schema["table"] == nom].set_index("colonne")["type"]
    valeurs = ", ".join(_valeur(colonne, type_) for colonne, type_ in types.items())
    con.register("bloc", table)
    con.execute(f"INSERT INTO {nom} SELECT {valeurs} FROM bloc")
    con.unregister("bloc")


def _valeur(colonne: object, type_: str) -> str:
    decimal = re.fullmatch(r"DECIMAL\(\d+,(\d)\)", type_)
    unite = f" * 0.{'0' * (int(decimal[1]) - 1)}1" if decimal else ""
    return f"CAST({colonne}{unite} AS {type_})"
