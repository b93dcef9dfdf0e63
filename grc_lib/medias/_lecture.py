"""Lire le tableau des supports."""

from typing import Any

import pandas as pd

from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


def supports_lus(supports: Any, *colonnes: str) -> pd.DataFrame:
    """Une copie du tableau, s'il a ces colonnes et un nom différent pour chaque support."""
    attendu = f"un tableau (DataFrame) de colonnes {', '.join(('support', *colonnes))}"
    if not isinstance(supports, pd.DataFrame):
        raise MauvaisType("supports", supports, attendu)
    if not {"support", *colonnes} <= set(supports.columns):
        raise ArgumentInvalide("supports", list(supports.columns), attendu)
    if not supports.columns.is_unique:
        raise ArgumentInvalide(
            "supports", list(supports.columns), "des colonnes de noms différents"
        )
    if supports.empty:
        raise NonCalculable("« supports » est vide : aucun support à comparer.")
    doubles = supports.loc[supports["support"].isna() | supports["support"].duplicated(), "support"]
    if len(doubles):
        attendu = "un nom par support, sans double ni manquant"
        raise ArgumentInvalide("supports, colonne support", doubles.tolist(), attendu)
    return supports.copy()
