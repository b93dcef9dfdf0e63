"""Exécuter une requête sans qu'elle emporte le noyau : une durée, un nombre de lignes."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import duckdb
import pandas as pd

from grc_lib._formats import denombrer, nombre
from grc_lib._sql.erreurs import ErreurSQL

SECONDES = 60
LIGNES = 1_000_000
_LOT = 50  # fois 2 048 lignes, lues d'un coup
_CAUSE = (
    "Deux tables se multiplient sans doute : vérifiez que chaque JOIN a son ON ou son USING, "
    "sur une clé."
)


def executer(
    base: duckdb.DuckDBPyConnection,
    instruction: Any,
    valeurs: Mapping[str, Any] | None = None,
    *,
    variables: dict[str, Any] | None = None,
    secondes: float = SECONDES,
    lignes: int = LIGNES,
) -> pd.DataFrame | None:
    """Exécute une instruction et rend son résultat, ou None si elle n'en a pas.

    Paramètres
    ----------
    base : la connexion.
    instruction : une instruction que rend `base.extract_statements`.
    valeurs : celles des paramètres `$nom`.
    variables : où DuckDB cherche les tableaux que la requête nomme.
    secondes, lignes : au-delà, la requête est arrêtée.

    Renvoie
    -------
    Un DataFrame : montants en `float64`, sommes d'entiers en `int64`.

    Lève
    ----
    ErreurSQL si la requête est interrompue, trop longue ou trop grosse ; `duckdb.Error` sinon
    (voir `traduire`).

    Exemple
    -------
    >>> con = duckdb.connect()
    >>> executer(con, con.extract_statements("SELECT 21 * 2 AS n")[0])
        n
    0  42
    """

    def lire() -> pd.DataFrame | None:
        # DuckDB cherche les tableaux parmi les variables de qui l'appelle : `eval` l'appelle
        # depuis les variables du notebook, comme le ferait `base.execute(…)` dans une cellule.
        appel = {"_base": base, "_instruction": instruction, "_valeurs": dict(valeurs or {})}
        curseur = eval("_base.execute(_instruction, _valeurs)", variables or {}, appel)
        rend = instruction.expected_result_type == [duckdb.ExpectedResultType.QUERY_RESULT]
        return _en_tableau(curseur, lignes) if rend else None

    tableau: pd.DataFrame | None = _borner(base, lire, secondes)
    return tableau


def _borner(base: duckdb.DuckDBPyConnection, calcul: Callable[[], Any], secondes: float) -> Any:
    """Calcule dans un fil à part : « Interrompre le noyau » arrête la requête, pas le noyau."""
    limite = time.monotonic() + secondes
    with ThreadPoolExecutor(1) as fil:
        tache = fil.submit(calcul)
        try:
            while not tache.done() and time.monotonic() < limite:
                wait([tache], timeout=0.2)
        except KeyboardInterrupt:
            _arreter(base, tache)
            raise ErreurSQL("requête interrompue à votre demande.") from None
        if not tache.done():
            _arreter(base, tache)
            duree = denombrer(round(secondes), "seconde")
            raise ErreurSQL(f"requête arrêtée au bout de {duree}. {_CAUSE}")
        return tache.result()


def _arreter(base: duckdb.DuckDBPyConnection, tache: Any) -> None:
    while not tache.done():  # demandé avant que la requête ne parte, l'arrêt serait perdu
        base.interrupt()
        wait([tache], timeout=0.2)


def _en_tableau(curseur: duckdb.DuckDBPyConnection, lignes: int) -> pd.DataFrame:
    """Le résultat, lu par lots : une requête sans fin s'arrête avant de remplir la mémoire."""
    types = [colonne[1] for colonne in curseur.description]
    lots = [curseur.fetch_df_chunk(_LOT)]
    while len(lots[-1]):
        lots.append(curseur.fetch_df_chunk(_LOT))
        if sum(map(len, lots)) > lignes:
            raise ErreurSQL(f"requête arrêtée : plus de {nombre(lignes)} lignes. {_CAUSE}")
    tableau = lots[0] if len(lots) < 3 else pd.concat(lots[:-1], ignore_index=True)
    for position, type_duckdb in enumerate(types):
        colonne = tableau.iloc[:, position]
        if type_duckdb == "HUGEINT" and colonne.notna().all() and colonne.abs().max() < 2**53:
            tableau.isetitem(position, colonne.to_numpy("int64"))
    return tableau
