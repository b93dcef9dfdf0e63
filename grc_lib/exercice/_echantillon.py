"""Tirer des lignes d'un tableau sans dépendre de l'ordre où elles arrivent."""

import random
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.exercice._saisies import lire_entier

if TYPE_CHECKING:
    import pandas as pd


def ranger(df: "pd.DataFrame") -> "pd.DataFrame":
    """Trie les lignes par index s'il est parlant (nommé, ou non entier), sinon par contenu.

    >>> import pandas as pd
    >>> ranger(pd.DataFrame({"client": [3, 1, 2]}))["client"].tolist()
    [1, 2, 3]
    """
    import pandas as pd

    if not isinstance(df, pd.DataFrame):
        raise MauvaisType("df", df, "un DataFrame")
    numerote = df.index.nlevels == 1 and df.index.name is None
    numerote = numerote and pd.api.types.is_integer_dtype(df.index.dtype)
    index, contenu = df.index.to_frame(index=False), df.reset_index(drop=True)
    cles = pd.concat([contenu, index] if numerote else [index, contenu], axis=1)
    cles.columns = pd.RangeIndex(cles.shape[1])
    ordre = cles.sort_values(list(cles.columns), key=_comparable, kind="stable").index
    ranges = df.iloc[ordre.to_numpy()]
    par_defaut = numerote and set(df.index) == set(range(len(df)))
    return ranges.reset_index(drop=True) if par_defaut else ranges


def strates(
    df: "pd.DataFrame", n: int | Mapping[Any, int], par: str | None
) -> Iterator[tuple[Any, list[int], int]]:
    """Pour chaque strate : sa valeur, les positions de ses lignes, l'effectif à tirer.

    >>> import pandas as pd
    >>> list(strates(pd.DataFrame({"type": ["A", "B", "A"]}), {"A": 1, "B": 1}, "type"))
    [('A', [0, 2], 1), ('B', [1], 1)]
    """
    if par is None:
        yield None, list(range(len(df))), _effectif(n, len(df), "du tableau")
        return
    if par not in df.columns:
        raise ArgumentInvalide("par", par, f"une colonne parmi {', '.join(map(str, df.columns))}")
    if not isinstance(n, Mapping) or not n:
        raise MauvaisType("n", n, "un effectif par strate, comme {'Mammouth': 2, 'Petit': 8}")
    valeurs = df[par].tolist()
    for strate, effectif in n.items():
        positions = [i for i, valeur in enumerate(valeurs) if valeur == strate]
        if not positions:
            raise ArgumentInvalide("n", strate, f"une valeur présente dans la colonne « {par} »")
        yield strate, positions, _effectif(effectif, len(positions), f"de la strate « {strate} »")


def sans_remise(hasard: random.Random, total: int, n: int) -> list[int]:
    """Les positions de `n` éléments parmi `total` (mélange de Fisher-Yates arrêté après n).

    >>> sorted(sans_remise(random.Random(1), 5, 5))
    [0, 1, 2, 3, 4]
    """
    positions = list(range(total))
    for i in range(n):
        j = i + int(hasard.random() * (total - i))
        positions[i], positions[j] = positions[j], positions[i]
    return positions[:n]


def _effectif(n: Any, total: int, ou: str) -> int:
    effectif = lire_entier("n", n)
    if not 1 <= effectif <= total:
        raise ArgumentInvalide("n", n, f"un nombre de lignes entre 1 et {total}, celles {ou}")
    return effectif


def _comparable(colonne: "pd.Series[Any]") -> "pd.Series[Any]":
    """Nombres et dates se comparent tels quels ; tout le reste par son texte."""
    return colonne if colonne.dtype.kind in "biufM" else colonne.map(str)
