"""Ce que la source d'un TD dit de chaque cellule : mise en place, réponse ou contrôle."""

import ast
import builtins
import re
from dataclasses import dataclass
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from grc_lib.classe import _notebooks

_CACHES = re.compile(r"### DEBUT TESTS CACHES.*?### FIN TESTS CACHES", re.DOTALL)
_RANGE_PAR_SQL = re.compile(r"^%%sql[ \t]+([^\W\d]\w*)")
_AUTRE_MAGIE = re.compile(r"^%%.*\n")  # « %%time » : le reste de la cellule est du Python


@dataclass(frozen=True)
class Plan:
    """Les rôles des cellules d'un TD, lus dans le notebook de l'enseignant.

    Paramètres
    ----------
    mise_en_place : source entière, par identifiant, des cellules verrouillées d'avant la première
        réponse ; le juge les exécute telles quelles, l'élève sans leurs tests cachés.
    verrouillees : source de toutes les cellules que l'élève ne peut pas changer.
    controles : identifiants des cellules notées automatiquement.
    reponses : noms que lient les cellules de réponse ; un contrôle les prend chez l'élève.
    """

    mise_en_place: dict[str, str]
    verrouillees: dict[str, str]
    controles: frozenset[str]
    reponses: frozenset[str]

    @classmethod
    def lire(cls, fichier: Path) -> "Plan":
        return cls.de(_notebooks.lire(fichier))

    @classmethod
    def de(cls, source: NotebookNode) -> "Plan":
        mise_en_place: dict[str, str] = {}
        verrouillees: dict[str, str] = {}
        controles, reponses, repondu = set(), set(), False
        for cellule in source.cells:
            repere = cellule.metadata.get("nbgrader", {})
            if cellule.cell_type != "code" or not repere:
                continue
            if repere.get("solution"):
                reponses |= noms_lies(cellule.source)
                repondu = True
                continue
            verrouillees[repere["grade_id"]] = cellule.source
            if not repondu:
                mise_en_place[repere["grade_id"]] = cellule.source
            elif repere.get("grade"):
                controles.add(repere["grade_id"])
        return cls(mise_en_place, verrouillees, frozenset(controles), frozenset(reponses))

    def vient_de_l_eleve(self, nom: str, connu_du_juge: bool) -> bool:
        """Une réponse vient de l'élève ; le reste aussi, si l'énoncé ne le définit pas."""
        prive = nom.startswith("_") or hasattr(builtins, nom)
        return nom in self.reponses or not (connu_du_juge or prive)


def sans_caches(source: str) -> str:
    """La partie d'une cellule que l'élève reçoit.

    >>> sans_caches("a = 1\\n### DEBUT TESTS CACHES\\nb = 2\\n### FIN TESTS CACHES")
    'a = 1\\n'
    """
    return _CACHES.sub("", source)


def ne_fait_que_verifier(source: str) -> bool:
    """Une cellule dont il ne reste rien, une fois exécutée : des `verifier…` et des `assert`.

    >>> ne_fait_que_verifier("verifier('x', x, 3); assert x > 0"), ne_fait_que_verifier("y = f(x)")
    (True, False)
    """
    try:
        lignes = ast.parse(source).body
    except SyntaxError:
        return False
    appels = [n.value for n in lignes if isinstance(n, ast.Expr) and isinstance(n.value, ast.Call)]
    verifiees = [a for a in appels if ast.unparse(a.func).startswith("verifier")]
    asserts = [n for n in lignes if isinstance(n, ast.Assert)]
    return len(verifiees) + len(asserts) == len(lignes)


def noms_lies(source: str) -> set[str]:
    """Les noms qu'une cellule définit, `%%sql nom` compris.

    >>> sorted(noms_lies("a, b = 1, 2\\ndef f(x):\\n    y = x\\nfor c in (): pass"))
    ['a', 'b', 'c', 'f']
    >>> noms_lies("%%sql lents\\nSELECT 1")
    {'lents'}
    """
    source = source.lstrip()
    if trouve := _RANGE_PAR_SQL.match(source):
        return {trouve[1]}
    traducteur = TransformerManager()  # type: ignore[no-untyped-call]
    python = traducteur.transform_cell(_AUTRE_MAGIE.sub("", source))
    try:
        arbre = ast.parse(python)
    except SyntaxError:
        return set()
    lieur = _Lieur()
    lieur.visit(arbre)
    return lieur.noms


class _Lieur(ast.NodeVisitor):
    """Relève ce qui se lie au premier niveau, sans entrer dans les fonctions."""

    def __init__(self) -> None:
        self.noms: set[str] = set()

    def _ajouter(self, nom: str | None) -> None:
        self.noms |= {nom} if nom else set()

    def visit_Name(self, noeud: ast.Name) -> None:
        if isinstance(noeud.ctx, ast.Store):
            self.noms.add(noeud.id)

    def visit_FunctionDef(self, noeud: ast.FunctionDef) -> None:
        self.noms.add(noeud.name)

    def visit_AsyncFunctionDef(self, noeud: ast.AsyncFunctionDef) -> None:
        self.noms.add(noeud.name)

    def visit_ClassDef(self, noeud: ast.ClassDef) -> None:
        self.noms.add(noeud.name)

    def visit_alias(self, noeud: ast.alias) -> None:
        self.noms.add((noeud.asname or noeud.name).partition(".")[0])

    def visit_Lambda(self, noeud: ast.Lambda) -> None: ...

    def visit_comprehension(self, noeud: ast.comprehension) -> None:
        """La variable d'une compréhension lui est propre."""
        for partie in (noeud.iter, *noeud.ifs):
            self.visit(partie)

    def visit_MatchAs(self, noeud: ast.MatchAs) -> None:
        self._ajouter(noeud.name)
        self.generic_visit(noeud)

    def visit_MatchStar(self, noeud: ast.MatchStar) -> None:
        self._ajouter(noeud.name)

    def visit_MatchMapping(self, noeud: ast.MatchMapping) -> None:
        self._ajouter(noeud.rest)
        self.generic_visit(noeud)
