"""Les erreurs de DuckDB, dites en une phrase française."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import duckdb
import pandas as pd

from grc_lib.erreurs import ErreurGrc

# fmt: off
MOTS_CLES = [
    "SELECT", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "JOIN", "LEFT", "INNER",
    "UNION", "DISTINCT", "BETWEEN", "LIKE", "CASE", "WHEN", "THEN", "ELSE", "WITH", "USING",
    "INSERT", "UPDATE", "DELETE", "CREATE", "TABLE", "VALUES", "DESC",
]
# fmt: on


class ErreurSQL(ErreurGrc):
    """Une requête que DuckDB refuse ; le notebook n'affiche que la phrase."""

    def _render_traceback_(self) -> list[str]:
        return [f"Erreur SQL : {self}"]


def traduire(erreur: duckdb.Error, base: duckdb.DuckDBPyConnection, espace: dict[str, Any]) -> str:
    """La phrase française d'une erreur de DuckDB, suivie de l'endroit quand il est connu."""
    message = str(erreur)
    if trouve := re.search(r'Table with name "?([^"\s]+)"? does not exist', message):
        return _table(trouve[1], _tables(base, espace)) + _endroit(message)
    for motif, phrase in _PHRASES:
        if trouve := re.search(motif, message, re.DOTALL):
            texte = phrase(trouve) if callable(phrase) else trouve.expand(phrase)
            return texte + _endroit(message)
    premiere = message.partition("\n")[0]
    return f"DuckDB refuse cette requête ({premiere})." + _endroit(message)


def _table(nom: str, tables: list[str]) -> str:
    proches = get_close_matches(nom, tables, n=1)
    suite = f" Vouliez-vous écrire « {proches[0]} » ?" if proches else ""
    return f"la table « {nom} » n'existe pas.{suite} Tables disponibles : {', '.join(tables)}."


def _colonne(trouve: re.Match[str]) -> str:
    nom, suite = trouve[1], trouve[2]
    proches = re.findall(r'"([^"]+)"', suite.partition("LINE")[0])
    conseil = f" Colonnes proches : {', '.join(proches[:3])}." if proches else ""
    if f'"{nom}"' in suite.partition("LINE")[2]:
        conseil += f" Si c'est un texte, écrivez-le entre apostrophes : '{nom}'."
    return f"la colonne « {nom} » n'existe pas dans les tables citées.{conseil}"


def _syntaxe(trouve: re.Match[str]) -> str:
    mots = re.findall(r"[a-z]{3,}", trouve[2].partition("LINE")[2], re.IGNORECASE)
    for mot in mots:
        proche = get_close_matches(mot.upper(), MOTS_CLES, n=1, cutoff=0.7)
        if proche and mot.upper() not in MOTS_CLES:
            return f"faute de syntaxe près de « {trouve[1]} ». Vouliez-vous écrire {proche[0]} ?"
    return (
        f"faute de syntaxe près de « {trouve[1]} ». Regardez juste avant : "
        "une virgule, un mot ou une parenthèse manque ou est de trop."
    )


def _endroit(message: str) -> str:
    """L'extrait de la requête que montre DuckDB, avec ses accents circonflexes dessous."""
    trouve = re.search(r"LINE (\d+): (.*)\n( *)(\^+)", message)
    if not trouve:
        return ""
    decalage = " " * (len(trouve[3]) - len(f"LINE {trouve[1]}: "))
    return f"\n  ligne {trouve[1]} du SQL :\n    {trouve[2]}\n    {decalage}{trouve[4]}"


def _tables(base: duckdb.DuckDBPyConnection, espace: dict[str, Any]) -> list[str]:
    try:
        lignes = base.execute("SELECT table_name FROM information_schema.tables").fetchall()
    except duckdb.Error:
        lignes = []
    tableaux = [n for n, v in espace.items() if isinstance(v, pd.DataFrame) and n[0] != "_"]
    return sorted({ligne[0] for ligne in lignes} | set(tableaux))


_PHRASES: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
    (
        r'CHECK constraint failed on table "([^"]+)" with expression CHECK\((.*)\)',
        r"un contrôle de la table « \1 » refuse cette valeur ; il demande : \2.",
    ),
    (
        r"NOT NULL constraint failed: (\w+)\.(\w+)",
        r"la colonne « \2 » de « \1 » doit être remplie.",
    ),
    (
        r'Duplicate key "(\w+): ([^"]*)" violates',
        r"une ligne a déjà « \1 » = \2, et cette valeur ne peut servir qu'une fois.",
    ),
    (
        r'key "(\w+): ([^"]*)" is still referenced',
        r"d'autres tables citent encore la ligne où « \1 » = \2 : supprimez d'abord les lignes "
        r"qui la citent. (DuckDB refuse aussi d'y changer une colonne de clé.)",
    ),
    (
        r'key "(\w+): ([^"]*)" does not exist in the referenced table',
        r"« \1 » = \2 n'existe pas dans la table à laquelle cette colonne renvoie.",
    ),
    (r'Referenced column "([^"]+)" not found(.*)', _colonne),
    (r'does not have a column named "([^"]+)"(.*)', _colonne),
    (
        r'Column "([^"]+)" does not exist on (?:left|right) side of join',
        r"la colonne « \1 » de USING doit exister dans les deux tables.",
    ),
    (
        r'Referenced table "([^"]+)" not found',
        r"« \1 » n'est ni une table citée dans FROM, ni son surnom (« FROM clients AS c »).",
    ),
    (
        r"Function with name (\S+) does not exist(?:.*Did you mean \"([^\"]+)\")",
        r"la fonction « \1 » n'existe pas ; vouliez-vous écrire « \2 » ?",
    ),
    (r"Function with name (\S+) does not exist", r"la fonction « \1 » n'existe pas."),
    (r'syntax error at or near "([^"]+)"(.*)', _syntaxe),
    (
        r"syntax error at end of input",
        "la requête s'arrête trop tôt : il manque la fin (une parenthèse, une table, une valeur).",
    ),
    (
        r"unterminated (?:string literal|quoted)",
        "un texte n'est pas refermé : il manque une apostrophe.",
    ),
    (
        r'column "([^"]+)" must appear in the GROUP BY',
        r"« \1 » est affiché à côté d'un calcul de groupe : ajoutez « GROUP BY \1 », "
        r"ou calculez-en une somme, un maximum…",
    ),
    (
        r"WHERE clause cannot contain aggregates",
        "WHERE choisit des lignes avant les sommes : pour trier les groupes, "
        "écrivez la condition dans HAVING, après GROUP BY.",
    ),
    (
        r'Ambiguous reference to column name "([^"]+)" \(use: (.*?)\)',
        r"« \1 » existe dans plusieurs tables : précisez laquelle, \2.",
    ),
    (
        r"No function matches the given name and argument types '(.*?)'",
        r"ce calcul ne s'applique pas à ces types : \1. Un nombre attendu est peut-être un texte.",
    ),
    (
        r"Could not convert string '(.*?)' to",
        r"le texte « \1 » ne se lit pas comme un nombre ou une date.",
    ),
    (
        r'(?:date|timestamp) field value out of range: "(.*?)"|'
        r'invalid (?:date|timestamp) field format: "(.*?)"',
        "cette date n'existe pas ou n'est pas de la forme '2026-06-30'.",
    ),
    (
        r"extract specifier \"(.*?)\" not recognized",
        r"« \1 » : écrivez 'year', 'month', 'week' ou 'day'.",
    ),
    (
        r"same number of result columns",
        "UNION réunit des requêtes de même nombre de colonnes : comptez-les de part et d'autre.",
    ),
    (
        r"More than one row returned by a subquery",
        "une sous-requête entre parenthèses doit donner une seule valeur : "
        "ajoutez une condition, un MAX… ou écrivez IN.",
    ),
    (
        r"read-only|base table|is not an table|of type View|modify view|View with name",
        "la base du cours se lit sans se modifier. Pour écrire, ouvrez votre copie : "
        "base = donnees.connexion(copie=True).",
    ),
    (
        r'No files found that match the pattern "(.*?)"',
        r"le fichier « \1 » est introuvable : donnez son chemin depuis le dossier du notebook.",
    ),
    (r"Connection already closed", "la connexion « base » est fermée : rouvrez-la."),
    (r"not suitable for replacement scans", "cette variable du notebook n'est pas un tableau."),
]
