"""Vérifie un TD sans attendre la notation : `python -m grc_lib.atelier.copie S522-4.ipynb`."""

import json
import sys
from pathlib import Path
from typing import Any

from grc_lib.atelier._demarrage import alleger_jupyter


def verifier_copie(notebook: Path) -> dict[str, Any]:
    """Exécute le notebook du début à la fin et rapporte ce que ses contrôles visibles en disent.

    Renvoie
    -------
    Un dictionnaire vide si tous passent ; sinon une seule clé, parmi `type_changed`, `changed`
    (cellules de contrôle modifiées) et `failed` (contrôles en échec), au format de nbgrader.
    """
    alleger_jupyter()
    from nbgrader.validator import Validator

    resultat: dict[str, Any] = Validator().validate(str(notebook))
    return resultat


if __name__ == "__main__":
    print(json.dumps(verifier_copie(Path(sys.argv[1]))))
