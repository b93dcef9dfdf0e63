"""La fabrique de la base : `generer` écrit les Parquet de Clémenceau et leur notice."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from grc_lib._disque import pannes_en_francais
from grc_lib.donnees.faits import AUJOURDHUI
from grc_lib.donnees.schema import TABLES, cles_primaires, creer, inserer
from grc_lib.donnees.travail import (
    PROVISOIRE,
    dossier_de_travail,
    remplacer,
)
from grc_lib.erreurs import ArgumentInvalide

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# Ce que les défauts de prospects_bruts cachent : pour corriger et pour les tests, hors de la base.
_VERITE = "verite_prospects_bruts"
_CORRIGE = f"corrige/{_VERITE}.parquet"
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
    Le dossier : un Parquet par table et leur notice, `datapackage.json` ; `corrige/` garde la
    vérité sur les prospects bruts. Arrêtée en plein travail, la fabrique laisse l'ancienne base.

    Lève
    ----
    ArgumentInvalide si une valeur sort de son domaine, ou si le dossier contient autre chose ;
    RessourceIndisponible si le disque est plein ou refuse d'écrire.

    Exemple
    -------
    >>> import tempfile
    >>> base = generer(Path(tempfile.mkdtemp()) / "clemenceau", clients=50, annees=2)
    >>> sorted(fichier.name for fichier in base.glob("c*.parquet"))
    ['campagnes.parquet', 'carte_fidelite.parquet', 'clients.parquet', 'commandes.parquet',
    'comptes_annuels.parquet', 'comptes_clients.parquet', 'consentements.parquet',
    'contacts.parquet']

    Source
    ------
    Schéma : `schema.sql` ; faits à retrouver : `faits.py`.
    """
    _verifier(clients, annees, graine)
    cible = _cible(dossier)
    with pannes_en_francais(cible):
        cible.parent.mkdir(parents=True, exist_ok=True)
        with dossier_de_travail(cible) as travail:
            _ecrire(travail, clients, annees, graine)
            remplacer(cible, travail)
    return cible


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
    autres = [f.name for f in cible.rglob("*") if not _de_la_base(f.relative_to(cible))]
    if autres:
        raise ArgumentInvalide(
            "dossier",
            str(dossier),
            f"un dossier vide ou une base déjà générée (il contient aussi « {autres[0]} »)",
        )
    return cible


def _de_la_base(fichier: Path) -> bool:
    nom = fichier.as_posix()
    connus = {f"{table}.parquet" for table in TABLES}
    return nom in connus | {"datapackage.json", "corrige", _CORRIGE}


def _ecrire(travail: Path, clients: int, annees: int, graine: int) -> None:
    """Remplit une base provisoire bloc par bloc, puis l'exporte dans `neuve`."""
    import duckdb

    from grc_lib.donnees.fabrique import comptes
    from grc_lib.donnees.paquet import decrire

    with duckdb.connect(str(travail / PROVISOIRE)) as con:
        con.execute("SET threads = 1")  # un seul fil : toujours les mêmes octets
        con.execute("SET memory_limit = '1GB'; SET enable_progress_bar = false")
        creer(con, contraintes=False)
        for tables in _blocs(clients, annees, graine):
            if _VERITE in tables:
                _ajouter_la_verite(con, tables.pop(_VERITE))
            for nom, table in tables.items():
                inserer(con, nom, table)
        comptes.ajouter(con)
        _exporter(con, travail / "neuve")
        decrire(travail / "neuve")


def _ajouter_la_verite(con: "duckdb.DuckDBPyConnection", bloc: "pd.DataFrame") -> None:
    con.execute(
        f"""
        CREATE TABLE IF NOT EXISTS {_VERITE}
            (brut_id INTEGER, prospect_id INTEGER, faux_siret BOOLEAN, defauts VARCHAR);
        INSERT INTO {_VERITE} SELECT brut_id, prospect_id, faux_siret, defauts FROM bloc
        """
    )


def _exporter(con: "duckdb.DuckDBPyConnection", dossier: Path) -> None:
    """Écrit un Parquet par table, dans l'ordre de sa clé, et la vérité à part."""
    fichiers = {table: dossier / f"{table}.parquet" for table in TABLES}
    ordres = {table: ", ".join(cles_primaires()[table]) for table in TABLES}
    dossier.mkdir()
    if con.execute("FROM duckdb_tables() WHERE table_name = ?", [_VERITE]).fetchall():
        fichiers[_VERITE], ordres[_VERITE] = dossier / _CORRIGE, "brut_id"
        fichiers[_VERITE].parent.mkdir()
    for table, fichier in fichiers.items():
        lignes = con.table(table).order(ordres[table])
        lignes.write_parquet(str(fichier), compression="zstd")


def _blocs(clients: int, annees: int, graine: int) -> Iterator[dict[str, "pd.DataFrame"]]:
    """Les tables, d'abord celles de l'entreprise, puis celles de chaque bloc de clients."""
    from grc_lib.donnees.fabrique import campagnes, catalogue, equipe
    from grc_lib.donnees.fabrique.bloc import Compteurs, bloc
    from grc_lib.donnees.fabrique.saisons import Calendrier

    nombre = -(-clients // _BLOC)
    bornes = [clients * numero // nombre for numero in range(nombre + 1)]
    tailles = [fin - debut for debut, fin in pairwise(bornes)]
    secteurs, salaries = equipe.equipe(tailles, graine)
    yield {
        "secteurs": secteurs,
        "salaries": salaries,
        "quotas": equipe.quotas(),
        "produits": catalogue.produits(),
        "campagnes": campagnes.campagnes(),
    }
    calendrier = Calendrier(dt.date(AUJOURDHUI.year - annees + 1, 1, 1), AUJOURDHUI)
    deja = Compteurs()
    for numero, taille in enumerate(tailles):
        siens = equipe.du_bloc(salaries, numero)
        yield bloc(taille, numero, graine, calendrier, siens, deja).tables
