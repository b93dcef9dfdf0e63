"""Les mesures de vitesse : `nox -s bench`, ou `python -m benchmarks portefeuille` pour un sujet.

Rien n'est exigé ici : une machine lente reste juste. Le but est rappelé à côté de la mesure.
"""

import importlib
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

OUTILS = {"__init__", "__main__", "outils"}


def main() -> None:
    sujets = sorted({f.stem for f in Path(__file__).parent.glob("*.py")} - OUTILS)
    tableau = Table("Mesure", "Valeur", "But", "Détail", title="Mesures de vitesse")
    for sujet in sys.argv[1:] or sujets:
        for mesure in importlib.import_module(f"benchmarks.{sujet}").mesures():
            tableau.add_row(*mesure.ligne())
    Console(width=150).print(tableau)


if __name__ == "__main__":
    main()
