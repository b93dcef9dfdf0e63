"""La copie de l'élève : un fichier DuckDB à lui, avec les clés et les contrôles du schéma."""

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from grc_lib._disque import pannes_en_francais
from grc_lib.donnees.fichiers import BORNES, chemin, lignes, lisible
from grc_lib.donnees.schema import SQL, TABLES, creer
from grc_lib.donnees.travail import (
    PROVISOIRE,
    dossier_de_travail,
    est_un_verrou,
)
from grc_lib.erreurs import RessourceIndisponible

if TYPE_CHECKING:
    import duckdb

# Le schéma sans ses commentaires : deux copies qui l'ont en commun se valent.
_VERSION = hashlib.sha256(re.sub(r"(?m)^(--|COMMENT).*\n", "", SQL).encode()).hexdigest()[:16]


def ouvrir(fichier: Path, *, neuve: bool) -> "duckdb.DuckDBPyConnection":
    """Ouvre la copie, la crée si elle n'existe pas, la remet à neuf si on le demande."""
    fichier = fichier.resolve()
    if fichier.is_dir():
        raise RessourceIndisponible(
            f"« {fichier} » est un dossier : donnez un nom de fichier, comme « exercice.duckdb »."
        )
    if not fichier.exists():
        with pannes_en_francais(fichier):
            _creer(fichier)
        neuve = False
    con = _connecter(fichier)
    try:
        _refuser_une_autre_base(con, fichier, neuve)
        if neuve:
            _remettre_a_neuf(con, fichier)
    except BaseException:
        con.close()  # annule ce qui n'est pas fini
        raise
    return con


def _creer(fichier: Path) -> None:
    """Fabrique la copie à côté, puis la pose : sous son nom, elle est entière ou absente."""
    import duckdb

    with dossier_de_travail(fichier) as travail:
        with duckdb.connect(str(travail / PROVISOIRE)) as con:
            _remplir(con)
        if not fichier.exists():  # le journal d'une copie supprimée n'est pas celui de la neuve
            fichier.with_name(f"{fichier.name}.wal").unlink(missing_ok=True)
        _poser(travail / PROVISOIRE, fichier)


def _poser(provisoire: Path, fichier: Path) -> None:
    """Donne son nom à la copie, sauf si un autre notebook vient de poser la sienne."""
    try:
        os.link(provisoire, fichier)
        provisoire.unlink()
    except FileExistsError:
        pass
    except OSError:  # ce disque (clé USB…) ne connaît pas les liens
        provisoire.rename(fichier)


def _remplir(con: "duckdb.DuckDBPyConnection") -> None:
    """Crée et charge les tables en une transaction : chaque clé et contrôle est vérifié."""
    con.begin()
    _vider(con)
    creer(con)
    for table in TABLES:
        fichier = chemin(table)
        with lisible(fichier):
            con.execute(f"INSERT INTO {table} {lignes(table, fichier)}")
    con.execute(f"CREATE OR REPLACE MACRO version_du_cours() AS '{_VERSION}'")
    con.commit()


def _vider(con: "duckdb.DuckDBPyConnection") -> None:
    """Retire vues, tables et séquences, les plus récentes d'abord : elles citent les autres."""
    objets = con.execute(
        """
        SELECT 'VIEW', schema_name, view_name, view_oid AS rang FROM duckdb_views()
        WHERE NOT internal AND database_name = current_database()
        UNION ALL SELECT 'TABLE', schema_name, table_name, table_oid FROM duckdb_tables()
        WHERE database_name = current_database()
        UNION ALL SELECT 'SEQUENCE', schema_name, sequence_name, sequence_oid
        FROM duckdb_sequences() WHERE database_name = current_database()
        ORDER BY rang DESC
        """
    ).fetchall()
    for genre, schema, nom, _ in objets:
        con.execute(f'DROP {genre} "{schema}"."{nom}"')


def _connecter(fichier: Path) -> "duckdb.DuckDBPyConnection":
    import duckdb

    try:
        with pannes_en_francais(fichier):
            return duckdb.connect(str(fichier), config=BORNES)
    except (duckdb.Error, RessourceIndisponible) as erreur:
        cause = erreur.__cause__ or erreur
        if "not a valid DuckDB database file" in str(cause):
            raise _pas_une_copie(fichier) from cause
        if not est_un_verrou(cause):  # type: ignore[arg-type]
            raise
        raise RessourceIndisponible(
            f"La copie « {fichier.name} » est déjà ouverte dans un autre notebook : arrêtez-le "
            "(menu Noyau › Arrêter le noyau), ou prenez une autre copie, "
            f'donnees.connexion(copie="{fichier.stem}_2.duckdb").'
        ) from cause


def _refuser_une_autre_base(con: "duckdb.DuckDBPyConnection", fichier: Path, neuve: bool) -> None:
    """Ne touche qu'à une copie de la base ; celle d'un autre schéma doit être remise à neuf."""
    import duckdb

    try:
        (version,) = con.execute("SELECT version_du_cours()").fetchall()[0]
    except duckdb.Error as erreur:
        raise _pas_une_copie(fichier) from erreur
    if version != _VERSION and not neuve:
        raise RessourceIndisponible(
            f"La copie « {fichier.name} » vient d'une autre version du cours : ses tables ont "
            "changé. Repartez d'une copie fraîche (vos modifications seront perdues), "
            "donnees.connexion(copie=True, neuve=True), ou donnez-lui un autre nom, "
            f'donnees.connexion(copie="{fichier.stem}_2.duckdb").'
        )


def _remettre_a_neuf(con: "duckdb.DuckDBPyConnection", fichier: Path) -> None:
    """Recharge la copie sur place, d'un seul coup, même ouverte ailleurs dans le notebook."""
    import duckdb

    try:
        with pannes_en_francais(fichier):
            _remplir(con)
    except duckdb.TransactionException as erreur:
        raise RessourceIndisponible(
            f"La copie « {fichier.name} » est en cours de modification dans ce notebook : "
            "redémarrez le noyau (menu Noyau › Redémarrer le noyau), puis relancez la cellule."
        ) from erreur


def _pas_une_copie(fichier: Path) -> RessourceIndisponible:
    return RessourceIndisponible(
        f"« {fichier} » existe déjà et n'est pas une copie de la base du cours : il n'a pas été "
        'touché. Donnez un autre nom, donnees.connexion(copie="exercice.duckdb").'
    )
