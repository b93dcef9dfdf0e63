"""Lire les tables : leurs colonnes, leurs clés, leurs dates."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import duckdb
import pandas as pd

from grc_lib._arguments import lire_date
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


def lire(
    argument: str,
    table: Any,
    *colonnes: str,
    trous: Sequence[str] = (),
    cle: str | None = None,
    vide: bool = False,
) -> pd.DataFrame:
    """Une copie de la table, avec ces colonnes ; seules celles de `trous` peuvent en avoir.

    `cle` ne se répète pas ; la table n'est vide que si `vide` le permet.
    """
    if isinstance(table, duckdb.DuckDBPyRelation):
        table = table.df()
    if not isinstance(table, pd.DataFrame):
        attendu = "un tableau (DataFrame) ou une relation DuckDB"
        raise MauvaisType(argument, table, attendu)
    attendues = [*colonnes, *trous]
    if vide and table.empty:
        return pd.DataFrame(columns=attendues)
    for colonne in attendues:
        if colonne not in table.columns:
            attendu = f"un tableau qui a les colonnes {', '.join(attendues)}"
            raise ArgumentInvalide(argument, list(table.columns), attendu)
        manquantes = int(table[colonne].isna().sum())
        if manquantes and colonne not in trous:
            recu = f"{manquantes} valeur(s) manquante(s)"
            raise ArgumentInvalide(f"{argument}, {colonne}", recu, "une valeur sur chaque ligne")
    if table.empty:
        raise NonCalculable(f"« {argument} » n'a aucune ligne : vérifiez le filtre ou la période.")
    if cle and table[cle].duplicated().any():
        double = table.loc[table[cle].duplicated(), cle].iloc[0]
        raise ArgumentInvalide(f"{argument}, {cle}", double, "une seule ligne par numéro")
    return table.copy()


def dates(argument: str, colonne: "pd.Series[Any]") -> list[dt.date | None]:
    """Les dates d'une colonne, `None` où elle est vide."""
    return [None if pd.isna(valeur) else lire_date(argument, valeur) for valeur in colonne]


def connus(argument: str, valeurs: "pd.Series[Any]", attendus: Collection[Any], quoi: str) -> None:
    """Refuse une valeur qui n'est pas parmi celles que l'on attend."""
    for valeur in valeurs:
        if valeur not in attendus:
            raise ArgumentInvalide(argument, valeur, quoi)
