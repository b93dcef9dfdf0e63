"""Ouvrir la base de l'Imprimerie Clémenceau et les jeux de données qui l'accompagnent."""

from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from grc_lib.donnees.fichiers import ANNEXES, BORNES, chemin, exiger_connu, lignes, lisible
from grc_lib.donnees.schema import TABLES, colonnes
from grc_lib.erreurs import ArgumentInvalide, MauvaisType

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_COPIE = "clemenceau.duckdb"


def connexion(
    *, copie: bool | str | Path = False, neuve: bool = False
) -> "duckdb.DuckDBPyConnection":
    """Ouvre la base en lecture seule, ou votre copie, que vous pouvez modifier.

    Paramètres
    ----------
    copie : vrai pour ouvrir sa copie, le fichier « clemenceau.duckdb » du dossier du notebook,
        créé la première fois ; elle a les clés et les contrôles du schéma, et garde ses
        modifications d'une séance à l'autre. Un nom de fichier en désigne une autre.
    neuve : vrai pour que la copie reparte de la base du cours ; ses modifications sont perdues.

    Renvoie
    -------
    Une connexion DuckDB : une vue par table sur les fichiers du cours, ou les tables de la copie.
    Deux notebooks ne peuvent pas ouvrir la même copie en même temps.

    Lève
    ----
    RessourceIndisponible si un fichier de la base manque ou ne se lit pas ; si la copie est ouverte
    ailleurs, vient d'une autre version du cours, n'est pas une copie, ou ne peut pas s'écrire.
    ArgumentInvalide si `neuve` est demandée sans copie.

    Exemple
    -------
    >>> base = connexion()
    >>> base.execute("SELECT count(*) FROM clients").fetchone()
    (1200,)
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as dossier:
    ...     with connexion(copie=f"{dossier}/exercice.duckdb") as mienne:
    ...         _ = mienne.execute("UPDATE clients SET actif = false WHERE client_id = 1")
    ...     with connexion(copie=f"{dossier}/exercice.duckdb") as mienne:
    ...         mienne.execute("SELECT actif FROM clients WHERE client_id = 1").fetchone()
    (False,)

    Source
    ------
    Imprimerie Clémenceau, base fictive du cours.
    """
    if not isinstance(copie, bool | str | Path):
        raise MauvaisType("copie", copie, "True, ou le nom d'un fichier entre guillemets")
    if not isinstance(neuve, bool):
        raise MauvaisType("neuve", neuve, "True ou False")
    if copie is False:
        if neuve:
            raise ArgumentInvalide("neuve", neuve, "copie=True avec neuve=True")
        return _vues()
    from grc_lib.donnees.copie import ouvrir

    return ouvrir(Path(_COPIE if copie is True else copie), neuve=neuve)


def charger(nom: str) -> "pd.DataFrame":
    """Lit une table de la base, ou un jeu annexe, dans un tableau pandas.

    Paramètres
    ----------
    nom : une table de la base (`dictionnaire()` les décrit) ; « communes » (France
        métropolitaine, codes en texte) ; « cdnow » (résumé d'achats : fréquence de réachat,
        récence et ancienneté en semaines) ; « cdnow_achats » (les mêmes, un par un) ;
        « credit_allemand » (mille dossiers de crédit, bons et mauvais payeurs) ;
        « fiches_relues » (l'entreprise, vérifiée, d'une partie de `prospects_bruts`).

    Renvoie
    -------
    `DataFrame` : montants et taux en `float64`, dates en `datetime64`, codes en texte.

    Lève
    ----
    ArgumentInvalide si le nom est inconnu ; RessourceIndisponible si le fichier manque ou ne se
    lit pas.

    Exemple
    -------
    >>> charger("secteurs")["nom"].tolist()
    ['Île-de-France et Centre', 'Nord-Ouest', 'Est', 'Sud-Ouest', 'Sud-Est']

    Source
    ------
    Imprimerie Clémenceau ; communes, CDNOW et crédit allemand : voir `datasets/LISEZMOI.md`.
    """
    import duckdb

    fichier = chemin(nom)
    with duckdb.connect() as con, lisible(fichier):
        if nom in ANNEXES:
            relation = con.read_csv(escape(str(fichier)), header=True, **ANNEXES[nom][1])
        else:
            relation = con.sql(lignes(nom, fichier))
        choix = ", ".join(map(_pour_pandas, relation.columns, map(str, relation.types)))
        table: pd.DataFrame = relation.project(choix).df()
    return table


def dictionnaire(table: str | None = None) -> "pd.DataFrame":
    """Décrit en français chaque colonne de la base, ou d'une seule table.

    Paramètres
    ----------
    table : nom d'une table ; toutes par défaut.

    Renvoie
    -------
    `DataFrame` : table, colonne, type (SQL), description.

    Lève
    ----
    ArgumentInvalide si la table est inconnue.

    Exemple
    -------
    >>> dictionnaire("produits")["colonne"].tolist()[:4]
    ['produit_id', 'libelle', 'famille', 'prix_tarif']

    Source
    ------
    `grc_lib/donnees/schema.sql`.
    """
    toutes = colonnes()[["table", "colonne", "type", "description"]]
    if table is None:
        return toutes.copy()
    exiger_connu("table", table, TABLES)
    return toutes[toutes["table"] == table].reset_index(drop=True)


def _vues() -> "duckdb.DuckDBPyConnection":
    """Une base en mémoire dont chaque table est une vue sur son fichier."""
    import duckdb

    con = duckdb.connect(config=BORNES)
    try:
        for table in TABLES:
            fichier = chemin(table)
            with lisible(fichier):
                con.execute(f"CREATE VIEW {table} AS {lignes(table, fichier)}")
    except BaseException:
        con.close()
        raise
    return con


def _pour_pandas(colonne: str, type_: str) -> str:
    """La colonne dans un type où pandas calcule sans surprise : réels, entiers longs, dates."""
    if type_.startswith("DECIMAL"):
        return f'CAST("{colonne}" AS DOUBLE) AS "{colonne}"'
    if type_ == "INTEGER":
        return f'CAST("{colonne}" AS BIGINT) AS "{colonne}"'
    if type_ == "DATE":
        return f'CAST("{colonne}" AS TIMESTAMP) AS "{colonne}"'
    return f'"{colonne}"'
