"""Mettre un tableau à plat : des colonnes nommées, sans index ni doublon."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from grc_lib.exercice._comparaison import plier

if TYPE_CHECKING:
    import pandas as pd


def mettre_a_plat(
    table: Any, modele: "pd.DataFrame | None" = None, noms: Sequence[str] = ()
) -> "pd.DataFrame":
    """Un DataFrame dont l'index parlant est devenu colonne, sous le nom attendu s'il n'en a pas.

    >>> import pandas as pd
    >>> mettre_a_plat(pd.Series({"A": 3, "B": 5}, name="n").rename_axis("classe"))
      classe  n
    0      A  3
    1      B  5
    """
    import pandas as pd

    serie = isinstance(table, pd.Series)
    df = table.to_frame() if serie else pd.DataFrame(table)
    df.columns = pd.Index([_etiquette(nom) for nom in df.columns])
    if serie and modele is not None and len(noms) <= 1 + df.index.nlevels:
        df.columns = modele.columns[-1:]
    df = df.loc[:, ~df.columns.duplicated()]
    return _index_en_colonnes(df, [nom for nom in noms if nom not in df.columns])


def _index_en_colonnes(df: "pd.DataFrame", absents: list[str]) -> "pd.DataFrame":
    import pandas as pd

    niveaux = df.index.to_frame(index=False)
    noms: list[Any] = list(df.index.names)
    df = df.reset_index(drop=True)
    if noms == [None]:
        entier = pd.api.types.is_integer_dtype(niveaux.iloc[:, 0].dtype)
        numerotation = niveaux.iloc[:, 0].tolist() == list(range(len(df)))
        if numerotation or (entier and not absents):
            return df
        noms = absents[:1] or ["index"]
    for rang, nom in enumerate(map(_etiquette, noms)):
        if nom not in df.columns:
            df.insert(rang, nom, niveaux.iloc[:, rang])
    return df


def _etiquette(nom: Any) -> str:
    return " ".join(map(str, nom)).strip() if isinstance(nom, tuple) else str(nom)


def defaut_de_noms(table: Any, noms: Sequence[str]) -> str:
    """La phrase qui nomme les colonnes absentes, ou "".

    >>> import pandas as pd
    >>> defaut_de_noms(pd.DataFrame({"CA": [1]}), ["ca"])
    "La colonne « CA » doit s'appeler « ca », à la lettre près."
    """
    presentes = list(mettre_a_plat(table).columns)
    absentes = [nom for nom in noms if nom not in presentes]
    plies = {plier(nom): nom for nom in presentes}
    if absentes and plier(absentes[0]) in plies:
        ecrit = plies[plier(absentes[0])]
        return f"La colonne « {ecrit} » doit s'appeler « {absentes[0]} », à la lettre près."
    liste = ", ".join(f"« {nom} »" for nom in absentes)
    if len(absentes) > 1:
        return f"Il manque les colonnes {liste} (vérifiez leurs noms à la lettre près)."
    return f"Il manque la colonne {liste} (vérifiez son nom à la lettre près)." if liste else ""
