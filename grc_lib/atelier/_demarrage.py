"""Ce qui fait gagner une seconde à chaque programme qui charge Jupyter."""

import sys


def alleger_jupyter() -> None:
    """Empêche jsonschema de construire, à l'import, une grammaire d'adresses internationales.

    Elle demande près d'une seconde, et aucun fichier de Jupyter ne s'en sert : jsonschema la tient
    pour facultative et contrôle tout le reste. À appeler avant d'importer nbformat ou plotly.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
