"""Construire le site : `nox -s site`, puis ouvrez `_build/site/index.html`."""

import shutil
import sys

from sphinx.cmd.build import build_main

from docs.site.assembler import assembler
from docs.site.depot import CONSTRUCTION, RACINE, SOURCES


def construire(destination: str = str(CONSTRUCTION / "site")) -> int:
    """Prépare les sources, puis laisse faire Sphinx ; un avertissement est une erreur."""
    assembler()
    memoire = CONSTRUCTION / "doctrees"
    options = ["-q", "-W", "--keep-going", "-j", "2", "-b", "html", "-d", memoire]
    dossiers = ["-c", RACINE / "docs", SOURCES, destination]
    resultat = build_main([str(argument) for argument in (*options, *dossiers)])
    if resultat:  # sinon Sphinx, la fois suivante, tairait l'avertissement
        shutil.rmtree(memoire)
    return resultat


if __name__ == "__main__":
    sys.exit(construire(*sys.argv[1:2]))
