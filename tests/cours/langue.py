"""Le français du cours : les phrases que lisent élèves et enseignants, relues par Grammalecte."""

import ast
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat

# Typographie laissée au gabarit (espaces fines, apostrophes) ; « md » : notre texte n'en a plus.
SANS = ["nbsp", "apos", "typo", "esp", "unit", "num", "md", "latex", "minis", "maj"]
EFFACE = (  # ce qui n'est pas du français
    (r"\$\$.*?\$\$|```.*?```|<!--.*?-->", " "),
    (r"\$[^$\n]+\$|`[^`]*`", "X"),
    (r"!?\[([^\]]*)\]\([^)]*\)", r"\1"),
    (r"</?\w+>|&\w+;", " "),
    (r"^(?:> ?)?(?:#+ |[-?+] |\d+\. )?", ""),
    (r"\*+|(?<!\w)_+|_+(?!\w)", ""),
    (r"\b(?:TD )?(?:S\d{2,3}|GRC)(?:-\d\w?)?(?:,? -\d)*\b|\bC[12]\b|\bE5\b", "X"),
    (r"\b\w+/[\w/.]*", "X"),  # chemins
    (r"\b[\w.]+\([^)]*\)|\b\w+(?:\.\w+)+\b|\b\w+_\w+\b|\w+\[[^\]]*\]", "X"),  # code dans la prose
)


class Faute(NamedTuple):
    ou: str
    quoi: str
    message: str


def phrases(chemin: Path) -> Iterator[str]:
    """Les phrases d'une page, ou d'un notebook : sa prose et les textes de ses cellules."""
    if chemin.suffix == ".md":
        yield from _paragraphes(chemin.read_text("utf-8").partition("## In English")[0])
        return
    for cellule in nbformat.read(chemin, as_version=4).cells:
        if cellule.cell_type == "markdown":
            yield from _paragraphes(cellule.source)
        else:
            yield from _textes_du_code(cellule.source)


def noms_du_code(chemin: Path) -> set[str]:
    """Les noms qu'emploie le code d'un notebook : sa prose a le droit de les citer."""
    if chemin.suffix != ".ipynb":
        return set()
    cellules = nbformat.read(chemin, as_version=4).cells
    code = "\n".join(c.source for c in cellules if c.cell_type == "code")
    return set(re.findall(r"[A-Za-z]\w*", code))


def relire(paragraphes: list[str]) -> Iterator[Faute]:
    """Les fautes de grammaire et les mots inconnus, chacun avec la phrase où il se trouve."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier, "texte.txt")
        fichier.write_text("\n".join(paragraphes), "utf-8")
        commande = ["grammalecte-cli", "-f", str(fichier), "-j", "-off", *SANS]
        rendu = subprocess.run(commande, capture_output=True, text=True, check=True).stdout
    for paragraphe in json.loads(rendu)["data"]:
        texte = paragraphes[paragraphe["iParagraph"] - 1]
        for erreur in paragraphe["lGrammarErrors"]:
            quoi = texte[erreur["nStart"] : erreur["nEnd"]]
            yield Faute(texte, quoi, erreur["sMessage"])
        for erreur in paragraphe["lSpellingErrors"]:
            yield Faute(texte, erreur["sValue"], "mot inconnu")


def _paragraphes(markdown: str) -> Iterator[str]:
    for motif, remplace in EFFACE[:1]:
        markdown = re.sub(motif, remplace, markdown, flags=re.S)
    for ligne in markdown.replace("</summary>", "\n").splitlines():
        for cellule in ligne.split("|"):
            for motif, remplace in EFFACE[1:]:
                cellule = re.sub(motif, remplace, cellule)
            if cellule.strip(" -:X"):
                yield re.sub(r"\bX(?:[ .]X)+\b", "X", " ".join(cellule.split()))


def _textes_du_code(source: str) -> Iterator[str]:
    """Les textes d'au moins trois mots écrits dans le code : messages, questions, étiquettes."""
    lignes = [ligne for ligne in source.splitlines() if not ligne.startswith("%")]
    if source.startswith("%%"):
        return
    for noeud in ast.walk(ast.parse("\n".join(lignes))):
        if isinstance(noeud, ast.JoinedStr):
            texte = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "X" for part in noeud.values
            )
        elif isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
            texte = noeud.value
        else:
            continue
        if len(texte.split()) >= 3 and not re.search(r"==|!=|\b(SELECT|FROM|WHERE)\b", texte):
            yield from _paragraphes(texte)
