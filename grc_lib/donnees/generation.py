"""La fabrique de la base : `generer` écrit les Parquet de Clémenceau et leur notice."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from grc_lib.donnees.faits import AUJOURDHUI
from grc_lib.erreurs import ArgumentInvalide

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_BLOC = 1200  # clients par bloc : l'échelle monte sans que la mémoire suive


def generer(
    dossier: str | Path, *, clients: int = 1200, annees: int = 5, graine: int = 1918
) -> Path:
    """Écrit la base fictive de l'Imprimerie Clémenceau ; même graine, mêmes fichiers.

    Paramètres
    ----------
    dossier : dossier à créer, ou base déjà générée à remplacer.
    clients : nombre de clients, de 50 à 1 000 000 (1 200 dans le cours) ; au-delà de 1 200, le
        portefeuille se répète par blocs sans que la mémoire suive.
    annees : années civiles d'historique, de 2 à 10 ; la dernière, 2026, s'arrête au 30 juin.
    graine : entier positif ou nul.

    Renvoie
    -------
    Le dossier : un Parquet par table et leur notice, `datapackage.json`.

    Lève
    ----
    ArgumentInvalide si une valeur sort de son domaine, ou si le dossier contient autre chose.

    Exemple
    -------
    >>> import tempfile
    >>> base = generer(Path(tempfile.mkdtemp()) / "clemenceau", clients=50, annees=2)
    >>> sorted(fichier.name for fichier in base.glob("c*"))
    ['clients.parquet', 'commandes.parquet']

    Source
    ------
    Schéma : `schema.sql` ; faits à retrouver : `faits.py`.
    """
    _verifier(clients, annees, graine)
    cible = _cible(dossier)
    cible.parent.mkdir(parents=True, exist_ok=True)
    travail = Path(tempfile.mkdtemp(prefix=f".{cible.name}-", dir=cible.parent))
    try:
        _ecrire(travail / "neuve", clients, annees, graine)
        _remplacer(cible, travail)
    finally:
        shutil.rmtree(travail)
    return cible


def _remplacer(cible: Path, travail: Path) -> None:
    """Met la base neuve à la place de l'ancienne, ou remet l'ancienne."""
    ancienne = travail / "ancienne"
    if cible.exists():
        cible.rename(ancienne)
    try:
        (travail / "neuve").rename(cible)
    except OSError:
        if ancienne.exists():
            ancienne.rename(cible)
        raise


def _verifier(clients: int, annees: int, graine: int) -> None:
    for nom, valeur, mini, maxi in (
        ("clients", clients, 50, 1_000_000),
        ("annees", annees, 2, 10),
        ("graine", graine, 0, 2**63),
    ):
        if not isinstance(valeur, int) or isinstance(valeur, bool) or not mini <= valeur <= maxi:
            raise ArgumentInvalide(nom, valeur, f"un entier de {mini} à {maxi}")


def _cible(dossier: str | Path) -> Path:
    """Le dossier à remplacer : vide, absent, ou qui ne contient qu'une base."""
    cible = Path(dossier).resolve()
    if cible.exists() and not cible.is_dir():
        raise ArgumentInvalide("dossier", str(dossier), "un dossier, pas un fichier")
    autres = [
        f.name for f in cible.glob("*") if f.suffix != ".parquet" and f.name != "datapackage.json"
    ]
    if autres:
        raise ArgumentInvalide("dossier", str(dossier), "un dossier vide ou une base déjà générée")
    return cible


def _ecrire(dossier: Path, clients: int, annees: int, graine: int) -> None:
    """Remplit une base provisoire bloc par bloc, puis l'exporte."""
    import duckdb

    from grc_lib.donnees.paquet import decrire
    from grc_lib.donnees.schema import TABLES, creer, inserer

    dossier.mkdir()
    with duckdb.connect(
        str(dossier.parent / "provisoire.duckdb"), config={"threads": 1, "memory_limit": "1GB"}
    ) as con:
        creer(con, contraintes=False)
        for tables in _blocs(clients, annees, graine):
            for nom, table in tables.items():
                inserer(con, nom, table)
        for nom in TABLES:
            _exporter(con, nom, dossier / f"{nom}.parquet")
    decrire(dossier)


def _exporter(con: "duckdb.DuckDBPyConnection", nom: str, fichier: Path) -> None:
    lignes = con.table(nom).order(f"{con.table(nom).columns[0]}")
    lignes.write_parquet(str(fichier), compression="zstd")


def _blocs(clients: int, annees: int, graine: int) -> Iterator[dict[str, "pd.DataFrame"]]:
    """Les tables, d'abord celles de l'entreprise, puis celles de chaque bloc de clients."""
    from grc_lib.donnees.fabrique import catalogue, equipe
    from grc_lib.donnees.fabrique.bloc import Compteurs, bloc
    from grc_lib.donnees.fabrique.saisons import Calendrier

    secteurs, salaries = equipe.equipe(clients, graine)
    yield {
        "secteurs": secteurs,
        "salaries": salaries,
        "quotas": equipe.quotas(),
        "produits": catalogue.produits(),
    }
    calendrier = Calendrier(dt.date(AUJOURDHUI.year - annees + 1, 1, 1), AUJOURDHUI)
    deja = Compteurs()
    nombre = -(-clients // _BLOC)
    for numero in range(nombre):
        taille = clients * (numero + 1) // nombre - clients * numero // nombre
        yield bloc(taille, numero, graine, calendrier, salaries, deja).tables
