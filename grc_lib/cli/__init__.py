"""La commande `grc` : ouvrir le cours, y travailler, rendre ses TD, les noter."""

from typing import Annotated

import typer

from grc_lib.cli import eleve, enseignant, notation
from grc_lib.cli._base import app, ecran

__all__ = ["app", "eleve", "enseignant", "notation"]


def _version(demandee: bool) -> None:
    if demandee:
        from importlib.metadata import version

        ecran.print(f"grc {version('grc-cours')}")
        raise typer.Exit


@app.callback()
def _accueil(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Affiche la version.", metavar=" "
        ),
    ] = False,
) -> None:
    """Le cours « Gestion de clientèles » : l'ouvrir, y travailler, rendre ses TD, les noter."""
