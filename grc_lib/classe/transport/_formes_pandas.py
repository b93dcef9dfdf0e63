"""Les objets de pandas : en quelles parties ils se décomposent, et comment ils se refont."""

from typing import Any

from grc_lib.classe.transport._gardes import (
    FREQUENCE,
    FREQUENCES_MAX,
    LIGNES_MAX,
    TropVolumineux,
    exiger,
    frequence_connue,
    fuseau_nomme,
    nom_de_fuseau,
    parmi,
    rangs,
    un,
)


def colonne(valeurs: Any) -> Any:
    """Les valeurs d'une Series ou d'un Index : un tableau numpy, ou un de ceux de pandas."""
    import numpy as np

    return np.asarray(valeurs) if isinstance(valeurs.dtype, np.dtype) else valeurs.array


def _relire_colonne(valeurs: Any) -> Any:
    import numpy as np
    import pandas as pd

    exiger(parmi((np.ndarray, pd.api.extensions.ExtensionArray), valeurs).ndim == 1)
    return valeurs


def parties_d_index(valeur: Any) -> list[Any]:
    frequence = valeur.freqstr if getattr(valeur.dtype, "kind", "") in ("m", "M") else None
    if len(valeur) > FREQUENCES_MAX or not FREQUENCE.fullmatch(frequence or ""):
        frequence = None
    return [colonne(valeur), valeur.name, frequence]


def index(valeurs: Any, nom: Any, frequence: str | None) -> Any:
    import pandas as pd

    dtype = _relire_colonne(valeurs).dtype
    lu: Any = pd.Index(valeurs, dtype=dtype, name=nom, tupleize_cols=False)
    if frequence is not None:
        exiger(len(lu) <= FREQUENCES_MAX)
        lu.freq = frequence_connue(frequence)
    return lu


def niveaux(*niveaux: Any) -> Any:
    import pandas as pd

    return pd.MultiIndex.from_arrays([parmi((pd.Index,), niveau) for niveau in niveaux])


def parties_de_niveaux(valeur: Any) -> list[Any]:
    return [valeur.get_level_values(rang) for rang in range(valeur.nlevels)]


def parties_de_serie(valeur: Any) -> list[Any]:
    return [colonne(valeur), valeur.index, valeur.name, dict(valeur.attrs)]


def serie(valeurs: Any, index: Any, nom: Any, attrs: Any) -> Any:
    import pandas as pd

    lue: Any = pd.Series(
        _relire_colonne(valeurs), parmi((pd.Index,), index), valeurs.dtype, name=nom
    )
    lue.attrs = attrs if type(attrs) is dict else {}
    return lue


def parties_de_table(valeur: Any) -> list[Any]:
    import pandas as pd

    table = pd.DataFrame(valeur)
    colonnes = [colonne(table.iloc[:, rang]) for rang in range(table.shape[1])]
    return [colonnes, table.index, table.columns, dict(valeur.attrs)]


def table(colonnes: list[Any], index: Any, noms: Any, attrs: Any) -> Any:
    import pandas as pd

    series = {rang: serie(colonne, index, rang, None) for rang, colonne in enumerate(colonnes)}
    lue = pd.DataFrame(series, parmi((pd.Index,), index))
    lue.columns = parmi((pd.Index,), noms)
    lue.attrs = attrs if type(attrs) is dict else {}
    return lue


def masque(valeurs: Any, masque: Any) -> Any:
    import pandas as pd

    genres = {"b": pd.arrays.BooleanArray, "f": pd.arrays.FloatingArray}
    return genres.get(valeurs.dtype.kind, pd.arrays.IntegerArray)(valeurs, masque)


def parties_de_masque(valeurs: Any) -> list[Any]:
    return [valeurs.to_numpy(valeurs.dtype.numpy_dtype, na_value=0), valeurs.isna()]


def textes(na: bool, *textes: Any) -> Any:
    import pandas as pd

    exiger(all(texte is None or type(texte) is str for texte in textes))
    dtype: Any = pd.StringDtype(na_value=pd.NA if na else float("nan"))
    return pd.array(list(textes), dtype=dtype)


def parties_de_textes(valeurs: Any) -> list[Any]:
    objets = valeurs.to_numpy(object, na_value=None)
    return [type(valeurs.dtype.na_value) is not float, *objets.tolist()]


def horaires(valeurs: Any, fuseau: Any) -> Any:
    import pandas as pd

    lus = pd.DatetimeIndex(_relire_colonne(valeurs))
    if fuseau is not None:
        lus = lus.tz_localize("UTC").tz_convert(fuseau_nomme(fuseau))
    return lus.array


def parties_d_horaires(valeurs: Any) -> list[Any]:
    import numpy as np

    if valeurs.tz is None:
        return [np.asarray(valeurs), None]
    naifs = valeurs.tz_convert("UTC").tz_localize(None)
    return [np.asarray(naifs), nom_de_fuseau(valeurs.tz, None)]


def absent(nom: str) -> Any:
    import pandas as pd

    return pd.NA if nom == "NA" else pd.NaT


def duree(valeur: Any) -> Any:
    import numpy as np
    import pandas as pd

    return pd.Timedelta(parmi((np.timedelta64,), valeur))


def parties_de_timestamp(valeur: Any) -> list[Any]:
    return [valeur.asm8, nom_de_fuseau(valeur.tzinfo, valeur)]


def timestamp(valeur: Any, fuseau: Any) -> Any:
    import numpy as np
    import pandas as pd

    lu = pd.Timestamp(parmi((np.datetime64,), valeur))
    return lu if fuseau is None else lu.tz_localize("UTC").tz_convert(fuseau_nomme(fuseau))


def periode(rang: int, frequence: str) -> Any:
    import pandas as pd

    return pd.Period(ordinal=un(int, rang), freq=frequence_connue(frequence))


def periodes(rangs: Any, frequence: str) -> Any:
    import pandas as pd

    index: Any = pd.PeriodIndex
    return index.from_ordinals(_relire_colonne(rangs), freq=frequence_connue(frequence)).array


def intervalle(gauche: Any, droite: Any, ferme: Any) -> Any:
    import pandas as pd

    return pd.Interval(gauche, droite, closed=ferme)


def intervalles(gauche: Any, droite: Any, ferme: Any) -> Any:
    import pandas as pd

    gauche, droite = parmi((pd.Index,), gauche), parmi((pd.Index,), droite)
    return pd.arrays.IntervalArray.from_arrays(gauche, droite, closed=ferme)


def categories(codes: Any, noms: Any, ordre: Any) -> Any:
    import pandas as pd

    noms = parmi((pd.Index,), noms)
    return pd.Categorical.from_codes(_relire_colonne(codes), noms, ordered=un(bool, ordre))


def parties_de_numeros(valeur: Any) -> list[Any]:
    if len(valeur) > LIGNES_MAX:
        raise TropVolumineux
    return [valeur.start, valeur.stop, valeur.step, valeur.name]


def numeros(depart: int, fin: int, pas: int, nom: Any) -> Any:
    import pandas as pd

    return pd.RangeIndex(rangs(depart, fin, pas), name=nom)
