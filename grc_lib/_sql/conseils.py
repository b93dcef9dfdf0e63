"""Une faute de syntaxe : ce que l'élève a sans doute voulu écrire, d'après sa requête."""

import re
from difflib import get_close_matches

# fmt: off
MOTS_CLES = [
    "SELECT", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "JOIN", "LEFT", "INNER",
    "UNION", "DISTINCT", "BETWEEN", "LIKE", "ILIKE", "CASE", "WHEN", "THEN", "ELSE", "WITH",
    "USING", "INSERT", "UPDATE", "DELETE", "CREATE", "TABLE", "VALUES", "DESC",
]
# fmt: on

# Ce qu'on lit dans la requête, et le conseil ; la première tournure reconnue l'emporte.
TOURNURES = [
    (r"[‘’‛`´]", "Les textes s'écrivent entre apostrophes droites : '…' (et non ’…’)."),
    (r"\b(ORDER|GROUP|PARTITION)\s+(?!BY\b|S\b)\w", r"Écrivez \1 BY."),
    (r"\bTOP\s+\d+", "TOP n'existe pas ici : terminez la requête par LIMIT."),
    (r"\bIS\s+(?!NOT\b|NULL\b|DISTINCT\b|TRUE\b|FALSE\b)\S", "IS ne va qu'avec NULL : écrivez =."),
    (r"\bGROUP\s+BY\b.*\bWHERE\b", "WHERE vient avant GROUP BY ; après, c'est HAVING."),
    (r"\bORDER\s+BY\b.*\b(WHERE|GROUP\s+BY|HAVING)\b", r"\1 vient avant ORDER BY."),
    (r"\bLIMIT\b.*\b(WHERE|GROUP\s+BY|HAVING|ORDER\s+BY)\b", r"\1 vient avant LIMIT."),
    (r"\bHAVING\b.*\b(WHERE|GROUP\s+BY)\b", r"\1 vient avant HAVING."),
    (r"\bUSING\s+(?!\()\w", "USING veut des parenthèses : USING (la_colonne)."),
    (r"\b(EXISTS|IN)\s+SELECT\b", r"Une sous-requête s'écrit entre parenthèses : \1 (SELECT …)."),
    (r"\b(WHERE|HAVING)\b[^()]*\bFROM\b", r"FROM vient avant \1."),
    (r"\bIN\s+(?!\(|\$|SELECT\b)\S", "IN veut une liste entre parenthèses : IN ('a', 'b')."),
    (r"\b(LEFT|RIGHT|FULL|INNER|OUTER)\s+(?!JOIN\b|OUTER\b|\()\w", r"Après \1, il manque JOIN."),
    (r"\bJOIN\b(?!.*\b(ON|USING)\b)", "Il manque ON (ou USING) : sur quelle colonne joindre ?"),
    (r"\bBETWEEN\b(?!.*\bAND\b)", "BETWEEN veut deux bornes : BETWEEN 10 AND 20."),
    (r"\bCASE\b(?!.*\bEND\b)", "Un CASE se termine par END."),
    (r"\bWITH\s+\w+\s*\((?!.*\bAS\b)", "Il manque AS : WITH nom AS (SELECT …)."),
    (r"^\s*WITH\b(?!.*\)\s*SELECT\b)", "Après WITH … AS (…), il manque le SELECT qui s'en sert."),
    (r"\bLIKE\s+[^'\s$]", "Le modèle de LIKE s'écrit entre apostrophes : LIKE 'Imp%'."),
    (r"\bAS\s+\w+\s+(?!FROM\b)\w+\s*(,|\bFROM\b)", 'Un nom de deux mots : AS "nom du client".'),
    (r",\s*(FROM|WHERE|GROUP|ORDER|LIMIT|\)|$)", "Une virgule est de trop à la fin d'une liste."),
    (
        r"(?<![\w.])\d+,\d+(?=\s*(?:$|;|\b(AND|OR|GROUP|ORDER|LIMIT|THEN)\b))",
        "Un nombre à virgule s'écrit avec un point : 0.05.",
    ),
    (r"\bDISTINCT\s+ON\b", "DISTINCT s'écrit seul : SELECT DISTINCT la_colonne."),
]
FIN = r"\b(SELECT|FROM|WHERE|BY|HAVING|LIMIT|ON|AND|OR|SET|VALUES|JOIN|IN|AS|LIKE|BETWEEN)\s*;?\s*$"

FONCTIONS = {
    "moyenne": "AVG",
    "mean": "AVG",
    "somme": "SUM",
    "total": "SUM",
    "nb": "COUNT",
    "nbval": "COUNT",
    "nombre": "COUNT",
    "compter": "COUNT",
    "compte": "COUNT",
    "arrondi": "ROUND",
    "annee": "YEAR",
    "mois": "MONTH",
    "jour": "DAY",
    "maintenant": "CURRENT_DATE",
    "aujourdhui": "CURRENT_DATE",
    "majuscule": "UPPER",
    "minuscule": "LOWER",
    "longueur": "LENGTH",
    "si": "CASE WHEN … THEN … ELSE … END",
    "max_": "MAX",
    "ecart_type": "STDDEV_POP",
    "mediane": "MEDIAN",
}


# Ce que l'on cherche, et le nom que porte la base.
COLONNES = {
    "ville": "commune",
    "nom": "raison_sociale",
    "client": "raison_sociale",
    "cp": "code_postal",
    "mail": "courriel",
    "email": "courriel",
    "tel": "telephone",
    "ca": "montant_ht",
    "montant": "montant_ht",
    "prix": "prix_unitaire",
}


def conseil(requete: str, fautif: str) -> str:
    """Le conseil que suggère une requête mal écrite, où DuckDB bute sur `fautif`.

    >>> conseil("SELECT * FROM clients ORDER ville", "ville")
    'Écrivez ORDER BY.'
    >>> conseil("SELECT nom FORM clients", "clients")
    'Vouliez-vous écrire FROM ?'
    """
    nue: str = re.sub(r"'[^']*'", "''", re.sub(r"--[^\n]*", "", requete)).strip()
    if mot := _mot_mal_ecrit(nue):
        return f"Vouliez-vous écrire {mot} ?"
    for tournure, phrase in TOURNURES:
        if trouve := re.search(tournure, nue, re.IGNORECASE | re.DOTALL):
            return trouve.expand(phrase)
    if re.search(FIN, nue, re.IGNORECASE):
        return "La requête s'arrête trop tôt : il manque la fin."
    ouvertes = nue.count("(") - nue.count(")")
    if ouvertes:
        manque = "fermante" if ouvertes > 0 else "ouvrante"
        return f"Il manque une parenthèse {manque}, ou l'autre est de trop."
    if fautif == "=":
        return "Comparez avec >=, <= ou =."
    return "Regardez juste avant : une virgule ou un mot manque ou est de trop."


def fonction_voulue(nom: str, proche: str) -> str:
    """Le nom SQL d'une fonction appelée en français, sinon le nom proche que propose DuckDB.

    >>> fonction_voulue("moyenne", "monthname"), fonction_voulue("summ", "sum")
    ('AVG', 'SUM')
    """
    if nom.casefold() in FONCTIONS:
        return FONCTIONS[nom.casefold()]
    return proche.upper() if get_close_matches(nom.casefold(), [proche.casefold()], 1, 0.7) else ""


def _mot_mal_ecrit(requete: str) -> str:
    """Le premier mot qui ressemble à un mot-clé, à la place où l'on attend ce mot-clé."""
    mots = re.findall(r"[A-Za-z_]+", requete)
    presents = {mot.upper() for mot in mots}
    for mot in mots:
        proche = get_close_matches(mot.upper(), MOTS_CLES, n=1, cutoff=0.75)
        if len(mot) > 2 and mot.upper() not in MOTS_CLES and proche and proche[0] not in presents:
            return str(proche[0])
    return ""
