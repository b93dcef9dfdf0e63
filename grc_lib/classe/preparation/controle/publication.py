"""La règle de la version des élèves : à jour, sans corrigé ni test caché."""

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from grc_lib.classe._notebooks import ecrire
from grc_lib.classe.preparation.controle._devoir import (
    CACHES,
    SOLUTION,
    Constat,
    Devoir,
    nommer,
    region,
    repere,
    visible,
)

LONGUEUR = 25  # en dessous, une ligne du corrigé peut se trouver ailleurs par hasard


def publication(devoir: Devoir) -> Iterator[Constat]:
    """La version publiée se fabrique, ne dit rien du corrigé, et c'est celle d'`exercises/`."""
    try:
        publie = devoir.publie
    except Exception as erreur:  # nbgrader refuse le TD : il dit pourquoi
        phrase = f"nbgrader ne peut pas publier le TD : {erreur}"
        yield Constat("publication", "", phrase, "Réparez les règles en échec ci-dessus.")
        return
    yield from _fuites(devoir, publie)
    fichier = devoir.racine / "exercises" / devoir.nom / f"{devoir.nom}.ipynb"
    if fichier.is_file() and fichier.read_text("utf-8") != ecrire(publie):
        yield Constat("publication", "", "« exercises » n'est pas à jour.", "nox -s td")


def _fuites(devoir: Devoir, publie: NotebookNode) -> Iterator[Constat]:
    """Aucune ligne cachée ne se lit dans la version des élèves, hors des indices repliés."""
    lisible = "\n".join(cellule.source for cellule in publie.cells)
    lisible = re.sub(r"(?s)<details>.*?</details>", "", lisible)
    for cellule in devoir.notebook.cells:
        for bornes in (SOLUTION, CACHES):
            for ligne in region(cellule.source, bornes).splitlines():
                cache = ligne.strip()
                ebauche = repere(cellule).get("solution") and cache in visible(cellule.source)
                if len(cache) >= LONGUEUR and not ebauche and cache in lisible:
                    phrase = f"La version des élèves montre une ligne du corrigé : « {cache} »."
                    remede = "Retirez-la du texte visible (énoncé, indice, autre cellule)."
                    yield Constat("publication", nommer(cellule), phrase, remede)
