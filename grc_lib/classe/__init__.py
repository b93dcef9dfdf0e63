"""La classe : collecter et noter les copies avec nbgrader."""

import sys

# jsonschema l'importerait s'il peut : une seconde, pour des adresses qu'aucun notebook ne contient.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
