"""Les erreurs de DuckDB, dites en une phrase française."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import duckdb
import pandas as pd

from grc_lib._sql.conseils import COLONNES, conseil, fonction_voulue
from grc_lib.erreurs import ErreurGrc


class ErreurSQL(ErreurGrc):
    """Une requête que DuckDB refuse ; le notebook n'affiche que la phrase."""

    def _render_traceback_(self) -> list[str]:
        return [f"Erreur SQL : {self}"]


def traduire(
    erreur: duckdb.Error,
    base: duckdb.DuckDBPyConnection,
    requete: str = "",
    espace: dict[str, Any] | None = None,
) -> str:
    """La phrase française d'une erreur de DuckDB, suivie de l'endroit quand il est connu.

    Paramètres
    ----------
    erreur : celle qu'a levée DuckDB.
    base : la connexion, pour proposer les noms proches et dire où est une colonne.
    requete : le SQL de l'élève.
    espace : ses variables, dont les tableaux se lisent comme des tables.

    Renvoie
    -------
    Une phrase ; si la ligne est connue, l'extrait et des accents circonflexes dessous.

    Exemple
    -------
    >>> con = duckdb.connect()
    >>> try:
    ...     _ = con.execute("SELECT 1 UNION SELECT 1, 2")
    ... except duckdb.Error as erreur:
    ...     print(traduire(erreur, con))
    UNION réunit des requêtes de même nombre de colonnes : comptez-les de part et d'autre.
    """
    message, contexte = str(erreur), _Contexte(base, requete, espace or {})
    for motif, phrase in _PHRASES:
        if trouve := re.search(motif, message, re.DOTALL):
            texte = phrase(trouve, contexte) if callable(phrase) else trouve.expand(phrase)
            return texte + _endroit(message)
    premiere = message.partition("\n")[0]
    return f"DuckDB refuse cette requête ({premiere})." + _endroit(message)


@dataclass(frozen=True)
class _Contexte:
    """Ce qui aide à comprendre une erreur : la base, la requête, les tableaux du notebook."""

    base: duckdb.DuckDBPyConnection
    requete: str
    espace: dict[str, Any]

    def tables(self) -> dict[str, list[str]]:
        """Chaque table ou tableau, et ses colonnes."""
        lues = "SELECT table_name, column_name FROM information_schema.columns ORDER BY ALL"
        tables: dict[str, list[str]] = {}
        try:
            for table, colonne in self.base.execute(lues).fetchall():
                tables.setdefault(table, []).append(colonne)
        except duckdb.Error:
            pass
        tableaux = {
            nom: [str(colonne) for colonne in valeur.columns]
            for nom, valeur in self.espace.items()
            if isinstance(valeur, pd.DataFrame) and not nom.startswith("_")
        }
        return dict(sorted((tableaux | tables).items()))

    def citees(self) -> list[str]:
        """Les tables que nomme la requête."""
        mots = set(re.findall(r"\w+", self.requete.casefold()))
        return [table for table in self.tables() if table.casefold() in mots]


def _table(trouve: re.Match[str], contexte: _Contexte) -> str:
    nom, tables = trouve[1], list(contexte.tables())
    proches = get_close_matches(nom, tables, n=1)
    suite = f" Vouliez-vous écrire « {proches[0]} » ?" if proches else ""
    return f"la table « {nom} » n'existe pas.{suite} Tables disponibles : {', '.join(tables)}."


def _colonne(trouve: re.Match[str], contexte: _Contexte) -> str:
    nom, suite = trouve[1], trouve[2]
    tables, citees = contexte.tables(), contexte.citees()
    debut = f"la colonne « {nom} » n'existe pas dans les tables citées."
    entre_apostrophes = f"Si c'est un texte, écrivez-le entre apostrophes : '{nom.strip('’‘')}'."
    candidates = re.findall(r'"([^"]+)"', suite.partition("LINE")[0])
    connues = sorted({c for table in citees for c in tables[table]} or set(candidates))
    if COLONNES.get(nom.casefold()) in connues:
        return f"{debut} Vouliez-vous écrire « {COLONNES[nom.casefold()]} » ?"
    if ailleurs := [table for table, colonnes in tables.items() if nom in colonnes]:
        return f"{debut} Elle est dans {' ou '.join(ailleurs)} : joignez cette table."
    if f'"{nom}"' in suite.partition("LINE")[2] or not re.fullmatch(r"\w+", nom):
        return f"{debut} {entre_apostrophes}"
    if proches := get_close_matches(nom.casefold(), connues, n=3, cutoff=0.5):
        return f"{debut} Colonnes proches : {', '.join(proches)}."
    if re.search(rf"[=<>]\s*{re.escape(nom)}\b", contexte.requete):
        return f"{debut} {entre_apostrophes}"
    return f"{debut} Colonnes disponibles : {', '.join(connues)}." if connues else debut


def _groupe(trouve: re.Match[str], contexte: _Contexte) -> str:
    if re.search(r"SELECT\s+(\w+\.)?\*", contexte.requete, re.IGNORECASE):
        return (
            "SELECT * affiche toutes les colonnes à côté d'un calcul de groupe : "
            "nommez seulement celles du GROUP BY, et les calculs."
        )
    return (
        f"« {trouve[1]} » est affiché à côté d'un calcul de groupe : ajoutez-le au GROUP BY, "
        "ou calculez-en une somme, un maximum…"
    )


def _ambigue(trouve: re.Match[str], contexte: _Contexte) -> str:
    choix = trouve[2].replace(" or ", " ou ").replace("'", "").replace('"', "")
    return f"« {trouve[1]} » existe dans plusieurs tables : précisez laquelle, {choix}."


def _fonction(trouve: re.Match[str], contexte: _Contexte) -> str:
    nom = trouve[1]
    if not nom.strip('"').isidentifier():
        return f"« {nom} » n'est pas un opérateur : écrivez >=, <=, <> ou =."
    propose = re.search(r'Did you mean "([^"]+)"', trouve[2])
    voulue = fonction_voulue(nom.strip('"'), propose[1] if propose else "")
    suite = f" ; vouliez-vous écrire « {voulue} » ?" if voulue else "."
    return f"la fonction « {nom} » n'existe pas{suite}"


def _types(trouve: re.Match[str], contexte: _Contexte) -> str:
    appel = trouve[1]
    if "DATE" in appel and appel.startswith(("~~", "!~~")):
        return "LIKE compare des textes, non des dates : écrivez YEAR(la_date) = 2026."
    if appel.startswith(("datediff", "date_diff")):
        return "date_diff veut l'unité d'abord : date_diff('day', debut, fin)."
    if appel.startswith("strftime"):
        return "strftime veut un modèle : strftime(la_date, '%Y-%m')."
    return (
        f"ce calcul ne s'applique pas à ces types : {appel}. "
        "Un nombre attendu est peut-être un texte."
    )


def _comparaison(trouve: re.Match[str], contexte: _Contexte) -> str:
    if "DATE" in (trouve[1], trouve[2]) or "TIMESTAMP" in (trouve[1], trouve[2]):
        return "une date s'écrit entre apostrophes, année d'abord : '2026-06-30'."
    return f"on ne compare pas {trouve[1]} et {trouve[2]} : convertissez l'un, CAST(… AS …)."


def _syntaxe(trouve: re.Match[str], contexte: _Contexte) -> str:
    return f"faute de syntaxe près de « {trouve[1]} ». {conseil(contexte.requete, trouve[1])}"


def _endroit(message: str) -> str:
    """L'extrait de la requête que montre DuckDB, avec ses accents circonflexes dessous."""
    trouve = re.search(r"LINE (\d+): (.*)\n( *)(\^+)", message)
    if not trouve:
        return ""
    decalage = " " * (len(trouve[3]) - len(f"LINE {trouve[1]}: "))
    return f"\n  ligne {trouve[1]} du SQL :\n    {trouve[2]}\n    {decalage}{trouve[4]}"


_Phrase = str | Callable[[re.Match[str], _Contexte], str]
_PHRASES: list[tuple[str, _Phrase]] = [
    (r'Table with name "?([^"\s]+)"? does not exist', _table),
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
    (r"(?:Scalar |Aggregate |Table )?Function with name (\S+) does not exist(.*)", _fonction),
    (r'syntax error at or near "([^"]+)"(.*)', _syntaxe),
    (
        r"syntax error at end of input|without selection list|PIVOT requires",
        "la requête s'arrête trop tôt : il manque la fin.",
    ),
    (r"expression without FROM clause", "il manque FROM : SELECT * FROM une_table."),
    (
        r'column "([^"]+)" was not found because the FROM clause is missing',
        r"« \1 » n'est pas un nombre ni un texte : un texte s'écrit entre apostrophes, et une "
        r"colonne vient d'une table, après FROM.",
    ),
    (
        r"unterminated (?:string literal|quoted)",
        "un texte n'est pas refermé : il manque une apostrophe.",
    ),
    (r'column "([^"]+)" must appear in the GROUP BY', _groupe),
    (
        r"WHERE clause cannot contain window",
        "WHERE ne voit pas encore les rangs : filtrez-les avec QUALIFY, ou dans une requête "
        "WITH à part.",
    ),
    (
        r"Window functions are not supported here",
        "ce calcul de rang veut OVER : ROW_NUMBER() OVER (ORDER BY une_colonne).",
    ),
    (
        r"aggregate function calls cannot be nested",
        "un calcul de groupe n'en contient pas un autre : faites le premier dans un WITH, "
        "le second dans le SELECT qui suit.",
    ),
    (
        r"WHERE clause cannot contain aggregates",
        "WHERE choisit des lignes avant les sommes : pour trier les groupes, "
        "écrivez la condition dans HAVING, après GROUP BY.",
    ),
    (r'Ambiguous reference to column name "([^"]+)" \(use: (.*?)\)', _ambigue),
    (r"No function matches the given name and argument types '(.*?)'", _types),
    (r"Cannot compare values of type (\w+).*? and type (\w+)", _comparaison),
    (
        r"Could not choose a best candidate function for the function call \"-\(DATE",
        "pour soustraire une date écrite, dites-le : la_date - DATE '2026-01-01'.",
    ),
    (
        r'Column "([^"]+)" in EXCLUDE list not found',
        r"EXCLUDE cite la colonne « \1 », qui n'existe pas dans les tables citées.",
    ),
    (
        r"Type with name (\w+) does not exist",
        r"le type « \1 » n'existe pas : INTEGER, DECIMAL(12, 2), VARCHAR, DATE ou BOOLEAN.",
    ),
    (r"Overflow in|Out of Range Error", "ce calcul dépasse les plus grands nombres permis."),
    (
        r"Out of Memory|could not allocate|exceeded temporary directory",
        "la requête demande trop de mémoire : deux tables se multiplient sans doute ; vérifiez "
        "chaque JOIN, ou filtrez d'abord.",
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
