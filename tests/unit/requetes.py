"""Interroger la base livrée, pour les tests qui y mesurent les faits du cours."""

from typing import Any

import duckdb


def mesure(base: duckdb.DuckDBPyConnection, sql: str, **parametres: Any) -> Any:
    """La valeur unique que rend une requête."""
    ((valeur,),) = base.execute(sql, parametres or None).fetchall()
    return valeur


def aucun(base: duckdb.DuckDBPyConnection, sql: str, **parametres: Any) -> bool:
    """Aucune ligne ne contredit la règle."""
    return base.execute(sql, parametres or None).fetchall() == []
