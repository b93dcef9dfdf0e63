"""Réduire une copie à ses traits : ce que deux copies peuvent avoir en commun."""

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from grc_lib.classe.preparation.controle._devoir import repere
from grc_lib.exercice._comparaison import plier

MOTS = 6  # longueur des suites de mots comparées
FORCE_MOT, FORCE_NOEUD = 1 / 14, 1 / 60  # ce que vaut un mot commun, un nœud de code commun
FORCE_CHIFFRES = {3: 0.5}  # trois chiffres significatifs ; davantage vaut 1
LONGUEUR = 30_000  # une cellule plus longue n'est pas une réponse
PETIT = 8  # une instruction de moins de nœuds est trop simple pour être à quelqu'un


@dataclass(frozen=True)
class Trait:
    """Ce que deux copies peuvent avoir en commun."""

    genre: str  # « nombre », « code », « texte » ou « réponse »
    cle: str
    force: float


def traits_de(cellules: list[NotebookNode], communes: Container[str] = ()) -> set[Trait]:
    """Les traits d'une suite de cellules ; `communes` : celles où tous ont les mêmes nombres."""
    traits: set[Trait] = set()
    for cellule in cellules:
        if cellule.cell_type == "markdown":
            traits |= _traits_du_texte(cellule.source)
        elif re.match(r"\s*%%sql", cellule.source):
            traits |= _traits_du_sql(cellule.source)
        else:
            traits |= {t for dit in commentaires_de(cellule.source) for t in _traits_du_texte(dit)}
            traits |= set(_traits_du_code(cellule.source))
            if repere(cellule).get("grade_id") not in communes:
                traits |= {Trait("nombre", n, force_de(n)) for n in nombres_de(cellule.source)}
    return traits


def _traits_du_code(source: str) -> Iterator[Trait]:
    for noeud in ast.walk(_arbre(source)):
        if isinstance(noeud, ast.stmt):
            with suppress(RecursionError):  # une expression sans fin, que personne n'écrit
                forme, taille = _forme(noeud)
                if taille >= PETIT:
                    yield Trait("code", forme, taille * FORCE_NOEUD)


def _forme(instruction: ast.stmt) -> tuple[str, int]:
    """L'instruction sans ses noms, ses nombres ni, pour un bloc, ce qu'il contient ; sa taille."""
    copie = ast.parse(ast.unparse(instruction)).body[0]
    for champ in ("body", "orelse", "finalbody", "handlers"):
        if isinstance(getattr(copie, champ, None), list):
            setattr(copie, champ, [])
    rangs: dict[str, str] = {}
    taille = 0
    for noeud in ast.walk(copie):
        taille += not isinstance(noeud, ast.expr_context)
        if isinstance(noeud, ast.Name):
            noeud.id = rangs.setdefault(noeud.id, f"v{len(rangs)}")
        elif isinstance(noeud, ast.arg):
            noeud.arg = rangs.setdefault(noeud.arg, f"v{len(rangs)}")
        elif isinstance(noeud, ast.FunctionDef | ast.ClassDef):
            noeud.name = "f"
        elif isinstance(noeud, ast.Constant) and not isinstance(noeud.value, str):
            noeud.value = 0
    return ast.dump(copie), taille


def nombres_de(source: str) -> set[str]:
    """Les nombres écrits en dur, d'au moins trois chiffres significatifs."""
    noeuds = ast.walk(_arbre(source))
    return {_significatif(n.value) for n in noeuds if isinstance(n, ast.Constant)} - {""}


def cites(cellule: NotebookNode) -> Iterator[Trait]:
    """Les nombres que le texte de l'énoncé donne à tous."""
    if cellule.cell_type == "markdown":
        for trouve in re.findall(r"\d[\d\u00a0\u202f ]*(?:[.,]\d+)?", cellule.source):
            nombre = re.sub(r"[^\d.]", "", trouve.replace(",", "."))
            yield Trait("nombre", nombre, force_de(nombre))


def _significatif(valeur: Any) -> str:
    if isinstance(valeur, bool) or not isinstance(valeur, int | float):
        return ""
    return repr(valeur) if _chiffres(repr(valeur)) >= 3 else ""


def _chiffres(nombre: str) -> int:
    """Les chiffres significatifs d'un nombre écrit.

    >>> _chiffres("0.0684"), _chiffres("12000"), _chiffres("68.43")
    (3, 2, 4)
    >>> _chiffres("120.0"), _chiffres("1e+22"), _chiffres("inf")
    (2, 1, 0)
    """
    entier, _, decimales = nombre.partition("e")[0].partition(".")
    significatifs = entier + decimales if decimales.strip("0") else entier.rstrip("0")
    return len(re.sub(r"\D", "", significatifs).lstrip("0"))


def force_de(nombre: str) -> float:
    """Ce que vaut un nombre commun."""
    return FORCE_CHIFFRES.get(_chiffres(nombre), 1.0)


def _traits_du_texte(texte: str) -> set[Trait]:
    mots = mots_de(texte)
    suites = (mots[i : i + MOTS] for i in range(len(mots) - MOTS + 1))
    return {Trait("texte", " ".join(suite), FORCE_MOT) for suite in suites}


def _traits_du_sql(source: str) -> set[Trait]:
    requete = re.sub(r"--[^\n]*|^\s*%%sql[^\n]*", " ", source)
    requete = re.sub(r"'[^']*'|\b\d[\d.]*\b", "?", requete.lower())
    morceaux = re.split(r"\b(?:select|from|where|group by|having|order by|join|with|on)\b", requete)
    formes = (re.findall(r"\w+|[^\w\s]", morceau) for morceau in morceaux)
    return {Trait("code", " ".join(f), len(f) * FORCE_NOEUD) for f in formes if len(f) >= PETIT}


def mots_de(texte: str) -> list[str]:
    """Les mots d'un texte, sans ponctuation ni nombres : chacun a les siens."""
    return [m for m in re.findall(r"[^\W_]+", plier(texte)) if not any(c.isdigit() for c in m)]


def commentaires_de(source: str) -> list[str]:
    """Les commentaires d'une cellule de code."""
    try:
        jetons = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return re.findall(r"#(.*)", source)
    return [jeton.string for jeton in jetons if jeton.type == tokenize.COMMENT]


def _arbre(source: str) -> ast.AST:
    """L'arbre d'une cellule ; vide si ce n'est pas du Python, ou si personne ne l'a écrite."""
    with warnings.catch_warnings(), suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        warnings.simplefilter("ignore")  # « \d » dans un texte : l'affaire de l'élève
        if len(source) <= LONGUEUR:
            return ast.parse(source)
    return ast.Module([], [])


def redige(cellule: NotebookNode) -> str:
    """Ce qu'une cellule dit en français : son texte, ou ses commentaires."""
    if cellule.cell_type == "markdown":
        return str(cellule.source)
    return "\n".join(commentaires_de(cellule.source))
