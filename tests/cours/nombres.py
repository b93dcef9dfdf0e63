"""Les nombres d'une leçon : ceux que la prose affirme, ceux que ses cellules affichent."""

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
HORS_SUJET = (  # ce qui porte des chiffres sans rien affirmer
    r"\$\$.*?\$\$|\$[^$\n]+\$",  # formules
    r"```.*?```|`[^`]*`",  # code
    r"\]\([^)]*\)",  # adresses des liens
    r"<details>.*?</details>|^> \*\*À vous \d.*$",  # indices, données d'une question
    r"\b(?:S|E|C|GRC-|TD )\d+(?:-\d+)?\w?",  # savoirs, séances, compétences
    rf"\b\d+(?:er)?(?: au \d+)? (?:{MOIS})(?: \d{{4}})?",  # dates
    r"\b(?:19|20)\d\d\b(?:-\d\d-\d\d)?",  # années
    r"\b\d+ ?h(?: ?\d\d)?\b|, \d+ heures?\.\*",  # « 14 h 30 », « …, 18 heures.* »
    r"\*\([^)]*minutes?[^)]*\)\*",  # « (5 minutes) »
    r"^#+ .*$|^\d+\. ",  # titres, numéros de liste
    r"\b\d+/\d+\b",  # 20/80
    r"\b(?:séance|question|indice|étape|phase|fiche|section|page) \d+",
    r"\b(?:articles?|art\.) (?:[LRD]\. ?)?\d+(?:-\d+)*",
)
NOMBRE = re.compile(r"(?<![\w,.])[−-]?\d+(?:[   ]\d{3})*(?:[.,]\d+)?")
UNITES = {"%": 0.01, "M€": 1e6, "millions": 1e6, "million": 1e6, "k€": 1e3, "milliers": 1e3}


def affirmes(prose: str) -> Iterator[tuple[str, str]]:
    """Les nombres d'au moins deux chiffres que la prose affirme, avec l'unité qui les suit."""
    for motif in HORS_SUJET:
        prose = re.sub(motif, " ", prose, flags=re.S | re.M)
    for trouve in NOMBRE.finditer(prose):
        suite = re.match(r"\s*\**\s*([%€\w]+)", prose[trouve.end() :])
        if len(re.sub(r"\D", "", trouve[0])) >= 2 and abs(_valeur(trouve[0])) > 12:
            yield trouve[0], suite[1] if suite else ""


def montres(notebook: NotebookNode, rang: int) -> set[float]:
    """Les nombres que les cellules affichent avant le rang, ou dont leur calcul part.

    Ni commentaires ni textes : une question de quiz qui répète un nombre ne le prouve pas.
    """
    textes = []
    for place, cellule in enumerate(notebook.cells):
        if cellule.cell_type == "code":
            textes.append(_calcul(cellule.source))
            if place < rang:
                textes += [_texte(sortie) for sortie in cellule.outputs]
    trouves = re.findall(r"-?\d+(?:[   ]\d{3})*(?:[.,]\d+)?(?:e[+-]?\d+)?", "\n".join(textes))
    trouves += re.findall(r"-?\d+(?:[.,]\d+)?", "\n".join(textes))  # « 12 345 » : 12345, ou deux
    return {_valeur(nombre) for nombre in trouves}


def calcules(prose: str) -> set[float]:
    """Les résultats des opérations posées dans la prose, comme « 39 × 44 × 0,60 / (10 × 3) »."""
    nombre = r"\(*\d[\d\u00a0\u202f ]*(?:,\d+)?\)*"
    trouves = set()
    for pose in re.findall(rf"{nombre}(?: ?[×/+−] ?{nombre})+", prose):
        calcul = re.sub(r"\s", "", pose).translate(str.maketrans("×−,", "*-."))
        if calcul.count("(") == calcul.count(")") and not re.search(r"\b0\d", calcul):
            trouves.add(float(eval(calcul)))
    return trouves


def est_montre(nombre: str, unite: str, evidences: set[float]) -> bool:
    """Vrai si une évidence, arrondie comme la prose, donne le nombre (ou son taux)."""
    valeur, _, apres_virgule = abs(_valeur(nombre)), *re.split("([.,]|$)", nombre, maxsplit=1)[1:]
    pas = 10.0 ** -len(apres_virgule)
    echelles = {1.0, UNITES.get(unite, 1.0)}
    return any(
        abs(abs(evidence) / echelle - valeur) <= pas / 2 * 1.0001
        for evidence in evidences
        for echelle in echelles
    )


def _calcul(source: str) -> str:
    """Les nombres d'une requête, ou les constantes d'une cellule de Python."""
    if source.startswith("%%sql"):
        return re.sub(r"(?m)--.*$|^#.*$", "", source)
    python = "\n".join(ligne for ligne in source.splitlines() if not ligne.startswith("%"))
    constantes = [n.value for n in ast.walk(ast.parse(python)) if isinstance(n, ast.Constant)]
    return " ; ".join(str(c) for c in constantes if isinstance(c, (int, float)))


def _texte(sortie: NotebookNode) -> str:
    return str(sortie.text if sortie.output_type == "stream" else sortie.data.get("text/plain", ""))


def _valeur(nombre: str) -> float:
    return float(re.sub(r"[   ]", "", nombre).replace(",", ".").replace("−", "-"))
