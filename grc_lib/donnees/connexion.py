"""Ouvrir la base de l'Imprimerie Clémenceau et les jeux de données qui l'accompagnent."""

from glob import escape
from typing import TYPE_CHECKING

from grc_lib.donnees.fichiers import ANNEXES, chemin, exiger_connu, lisible
from grc_lib.donnees.schema import TABLES, colonnes, creer

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def connexion(*, copie: bool = False) -> "duckdb.DuckDBPyConnection":
    """Ouvre la base en mémoire : une vue par table, en lecture seule.

    Paramètres
    ----------
    copie : vrai pour recevoir ses propres tables, modifiables, avec les clés et les contrôles du
        schéma ; elles vivent en mémoire, le temps de la connexion.

    Renvoie
    -------
    Une connexion DuckDB.

    Lève
    ----
    RessourceIndisponible si un fichier de la base manque ou ne se lit pas.

    Exemple
    -------
    >>> base = connexion()
    >>> base.execute("SELECT count(*) FROM clients").fetchone()
    (1200,)

    Source
    ------
    Imprimerie Clémenceau, base fictive du cours.
    """
    import duckdb

    con = duckdb.connect()
    if copie:
        creer(con)
    for table in TABLES:
        fichier = chemin(table)
        with lisible(fichier):
            lignes = con.read_parquet(escape(str(fichier)))
            if copie:
                lignes.insert_into(table)
            else:
                lignes.create_view(table)
    return con


def charger(nom: str) -> "pd.DataFrame":
    """Lit une table de la base, ou un jeu annexe, dans un tableau pandas.

    Paramètres
    ----------
    nom : une table de la base (`dictionnaire()` les décrit) ; « communes » (France
        métropolitaine, codes en texte) ; « cdnow » (résumé d'achats : fréquence de réachat,
        récence et ancienneté en semaines).

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
    Imprimerie Clémenceau ; communes et CDNOW : voir `datasets/LISEZMOI.md`.
    """
    import duckdb

    fichier = chemin(nom)
    with duckdb.connect() as con, lisible(fichier):
        if nom in ANNEXES:
            lignes = con.read_csv(escape(str(fichier)), header=True, **ANNEXES[nom][1])
        else:
            lignes = con.read_parquet(escape(str(fichier)))
        choix = ", ".join(map(_pour_pandas, lignes.columns, map(str, lignes.types)))
        table: pd.DataFrame = lignes.project(choix).df()
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
    lignes = colonnes()[["table", "colonne", "type", "description"]]
    if table is None:
        return lignes.copy()
    exiger_connu("table", table, TABLES)
    return lignes[lignes["table"] == table].reset_index(drop=True)


def _pour_pandas(colonne: str, type_: str) -> str:
    """La colonne dans un type où pandas calcule sans surprise : réels, entiers longs, dates."""
    if type_.startswith("DECIMAL"):
        return f'CAST("{colonne}" AS DOUBLE) AS "{colonne}"'
    if type_ == "INTEGER":
        return f'CAST("{colonne}" AS BIGINT) AS "{colonne}"'
    if type_ == "DATE":
        return f'CAST("{colonne}" AS TIMESTAMP) AS "{colonne}"'
    return f'"{colonne}"'
