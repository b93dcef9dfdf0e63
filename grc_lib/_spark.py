"""Le même SQL sur un moteur Spark : une table Spark qui répond comme une relation DuckDB."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from grc_lib.erreurs import MauvaisType, RessourceIndisponible

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TYPES_PANDAS = {"int": "int32", "bigint": "int64", "double": "float64", "float": "float32"}
_NOMBRES = ("decimal", "double", "float", "int", "bigint", "smallint", "tinyint", "void")


class RelationSpark:
    """Une table lue dans une session Spark ; le SQL, écrit pour DuckDB, est traduit par sqlglot."""

    def __init__(self, session: "SparkSession", table: "DataFrame") -> None:
        self.session, self.table = session, table

    @property
    def columns(self) -> list[str]:
        return list(self.table.columns)

    def query(self, nom: str, sql: str) -> "RelationSpark":
        """Le résultat d'un SELECT qui lit cette table sous le nom `nom`."""
        traduit = _traduire(sql).replace(nom, f"{{{nom}}}")
        return RelationSpark(self.session, self.session.sql(traduit, **{nom: self.table}))

    def ajouter(self, constantes: dict[str, Any]) -> "RelationSpark":
        from pyspark.sql import functions

        colonnes = {nom: functions.lit(valeur) for nom, valeur in constantes.items()}
        return RelationSpark(self.session, self.table.withColumns(colonnes))

    def choisir(self, noms: dict[str, str]) -> "RelationSpark":
        colonnes = [self.table[nom].alias(argument) for argument, nom in noms.items()]
        return RelationSpark(self.session, self.table.select(*colonnes))

    def type_non_numerique(self, colonne: str) -> str | None:
        """Le type de la colonne si ce n'est pas un nombre."""
        genre = dict(self.table.dtypes)[colonne]
        return None if genre.startswith(_NOMBRES) else genre

    def fetchall(self) -> list[tuple[Any, ...]]:
        return [tuple(ligne) for ligne in self.table.collect()]

    def df(self) -> pd.DataFrame:
        lignes = pd.DataFrame(self.fetchall(), columns=self.columns)
        types = {c: _TYPES_PANDAS[t] for c, t in self.table.dtypes if t in _TYPES_PANDAS}
        pleines = {c: t for c, t in types.items() if not lignes[c].isna().any()}
        return lignes.astype(pleines)


def lire(session: Any, donnees: Any, argument: str) -> RelationSpark:
    """La table d'une session Spark : son nom, un DataFrame Spark, ou un tableau pandas envoyé."""
    try:
        from pyspark.sql import DataFrame, SparkSession
    except ModuleNotFoundError:
        raise RessourceIndisponible(
            "Le moteur Spark n'est pas installé : pip install 'grc-cours[spark]' (Java 17 requis)."
        ) from None
    if not isinstance(session, SparkSession):
        raise MauvaisType("moteur", session, "une session Spark (SparkSession)")
    if isinstance(donnees, str):
        return RelationSpark(session, session.table(donnees))
    if isinstance(donnees, pd.DataFrame) and len(donnees):
        lignes = list(donnees.itertuples(index=False, name=None))
        return RelationSpark(session, session.createDataFrame(lignes, list(donnees.columns)))
    if isinstance(donnees, DataFrame):
        return RelationSpark(session, donnees)
    attendu = "une table Spark (DataFrame ou nom) ou un tableau pandas non vide"
    raise MauvaisType(argument, donnees, attendu)


def _traduire(sql: str) -> str:
    import sqlglot

    return str(sqlglot.transpile(sql, read="duckdb", write="spark")[0])
