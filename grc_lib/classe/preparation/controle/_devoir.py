"""Un devoir tel que les règles le lisent : ses cellules, ses questions, ses items notés."""

import ast
import copy
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from grc_lib.classe._notebooks import lire
from grc_lib.erreurs import RessourceIndisponible

SOLUTION = ("### DEBUT SOLUTION", "### FIN SOLUTION")
CACHES = ("### DEBUT TESTS CACHES", "### FIN TESTS CACHES")
QUESTION = re.compile(r"^## Question (\d+) — .*\((\d+(?:,\d+)?) points?\)\s*$", re.M)


@dataclass(frozen=True)
class Constat:
    """Ce qu'une règle reproche au devoir : où, quoi, et comment le réparer.

    `a_faire` : ce n'est pas une faute, mais il reste à écrire quelque chose.
    """

    regle: str
    cellule: str
    phrase: str
    remede: str
    a_faire: bool = False


@dataclass(frozen=True)
class Item:
    """Un contrôle noté, les réponses qu'il emploie et la cellule où l'élève les donne."""

    test: NotebookNode
    reponse: NotebookNode | None

    @property
    def nom(self) -> str:
        return str(self.test.metadata.nbgrader.grade_id)

    @property
    def points(self) -> float:
        return float(self.test.metadata.nbgrader.get("points", 0))

    @property
    def commun(self) -> bool:
        """Vrai si la bonne réponse est la même pour tous (l'auteur le déclare)."""
        return bool(self.test.metadata.get("grc", {}).get("commun"))

    @property
    def noms(self) -> list[str]:
        """Les réponses de sa question que le contrôle emploie."""
        if self.reponse is None:
            return []
        employes = {n.id for n in noeuds(self.test.source) if isinstance(n, ast.Name)}
        return [nom for nom in annonces(self.reponse.source) if nom in employes]


@dataclass(frozen=True)
class Devoir:
    """La source d'un TD, son dossier de cours et sa version publiée."""

    nom: str
    racine: Path
    notebook: NotebookNode

    @classmethod
    def lire(cls, racine: Path, nom: str) -> "Devoir":
        """Lève RessourceIndisponible si le TD n'existe pas ou n'est pas un notebook."""
        fichier = racine / "solutions" / nom / f"{nom}.ipynb"
        try:
            return cls(nom, racine, lire(fichier))
        except FileNotFoundError:
            raise RessourceIndisponible(f"Le TD {nom} n'existe pas : « {fichier} ».") from None
        except (OSError, ValueError) as erreur:
            raise RessourceIndisponible(
                f"Le TD {nom} est illisible (« {fichier} ») : reprenez sa dernière bonne version."
            ) from erreur

    @property
    def dossier(self) -> Path:
        return self.racine / "solutions" / self.nom

    @cached_property
    def reperees(self) -> list[NotebookNode]:
        """Les cellules que nbgrader connaît, dans l'ordre."""
        return [cellule for cellule in self.notebook.cells if repere(cellule)]

    @cached_property
    def reponses(self) -> list[NotebookNode]:
        """Les cellules de code où l'élève répond."""
        return [c for c in self.reperees if c.cell_type == "code" and repere(c).get("solution")]

    @cached_property
    def donnees(self) -> NotebookNode | None:
        """La cellule qui tire les données de l'étudiant."""
        return next((c for c in self.reperees if nommer(c) == "donnees"), None)

    @cached_property
    def items(self) -> list[Item]:
        """Les contrôles automatiques qui rapportent des points."""
        items, reponse = [], None
        for cellule in self.reperees:
            if cellule.cell_type != "code":
                continue
            if repere(cellule).get("solution"):
                reponse = cellule
            elif repere(cellule).get("points"):
                items.append(Item(cellule, reponse))
        return items

    @cached_property
    def annonces(self) -> list[str]:
        """Toutes les réponses que l'énoncé demande, par leur nom."""
        return [nom for cellule in self.reponses for nom in annonces(cellule.source)]

    @cached_property
    def publie(self) -> NotebookNode:
        """La version des élèves, faite par les préprocesseurs de nbgrader."""
        from nbgrader.converters import GenerateAssignment
        from nbgrader.preprocessors import SaveCells
        from traitlets.config.loader import PyFileConfigLoader

        reglages = PyFileConfigLoader("nbgrader_config.py", path=str(self.racine)).load_config()
        notebook: NotebookNode = copy.deepcopy(self.notebook)
        ressources: Any = {"nbgrader": {"notebook": self.nom, "assignment": self.nom}}
        for etape in GenerateAssignment(config=reglages).preprocessors:
            if etape is not SaveCells:  # elle écrirait dans le carnet de notes
                outil = etape(config=reglages)
                outil.log.disabled = True
                notebook, ressources = outil.preprocess(notebook, ressources)
        return notebook


def repere(cellule: NotebookNode) -> Any:
    """Les métadonnées de nbgrader, vides s'il ne connaît pas la cellule."""
    return cellule.metadata.get("nbgrader", {})


def nommer(cellule: NotebookNode) -> str:
    """L'identifiant de la cellule, sinon sa première ligne."""
    premiere: str = cellule.source.strip().partition("\n")[0][:40]
    return str(repere(cellule).get("grade_id") or premiere)


def visible(source: str) -> str:
    """Ce que l'élève lit d'une cellule : ni solution, ni tests cachés."""
    for debut, fin in (SOLUTION, CACHES):
        source = re.sub(rf"(?ms)^[ \t]*{debut}.*?{fin}[^\n]*\n?", "", source)
    return source


def region(source: str, bornes: tuple[str, str]) -> str:
    """Ce qui est écrit entre deux délimiteurs, ou ""."""
    return source.partition(bornes[0])[2].partition(bornes[1])[0].strip("\n")


def annonces(source: str) -> list[str]:
    """Les noms que l'ébauche d'une cellule de réponse demande de définir.

    >>> annonces("taux = ...\\n### DEBUT SOLUTION\\nbase = 3\\ntaux = base\\n### FIN SOLUTION")
    ['taux']
    >>> annonces("%%sql retards\\n### DEBUT SOLUTION\\nSELECT 1\\n### FIN SOLUTION")
    ['retards']
    """
    if requete := re.match(r"%%sql +(\w+)\s*$", source, re.M):
        return [requete[1]]
    noms: list[str] = []
    for instruction in instructions(visible(source)):
        if isinstance(instruction, ast.FunctionDef):
            noms.append(instruction.name)
        elif isinstance(instruction, ast.Assign):
            cibles = [n for cible in instruction.targets for n in ast.walk(cible)]
            noms += [n.id for n in cibles if isinstance(n, ast.Name)]
    return list(dict.fromkeys(noms))


def noeuds(source: str) -> list[ast.AST]:
    """L'arbre syntaxique d'une cellule, à plat ; vide si elle n'est pas du Python."""
    return [noeud for instruction in instructions(source) for noeud in ast.walk(instruction)]


def instructions(source: str) -> list[ast.stmt]:
    """Les instructions d'une cellule ; aucune si elle n'est pas du Python."""
    try:
        return ast.parse(source).body
    except SyntaxError:
        return []
