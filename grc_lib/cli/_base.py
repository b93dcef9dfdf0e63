"""Ce que partagent les commandes : l'écran, leurs options communes, le dossier du cours."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from grc_lib.atelier._commandes import GroupeFrancais
from grc_lib.erreurs import RessourceIndisponible

app = typer.Typer(
    cls=GroupeFrancais,
    help="Le cours « Gestion de clientèles » : l'ouvrir, y travailler, rendre ses TD, les noter.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--aide", "--help", "-h"]},
)
ecran = Console(highlight=False, markup=False, soft_wrap=True)

Devoir = Annotated[str, typer.Argument(metavar="TD", help="Le nom du TD, comme S522-4.")]
Dossier = Annotated[
    Path | None,
    typer.Option("--dossier", metavar="DOSSIER", help="Le dossier de travail.", show_default=False),
]
Identifiant = Annotated[
    str | None,
    typer.Option(
        "--identifiant", metavar="PRENOM.NOM", help="Votre identifiant de classe, retenu ensuite."
    ),
]


def depot(dossier: Path | None) -> Path:
    """Le dossier du cours : celui qu'on nomme, sinon celui où l'on est, sinon celui du paquet."""
    from grc_lib._ressources import racine_cours

    depot = (dossier or Path.cwd()).absolute()
    if not dossier and not (depot / "nbgrader_config.py").is_file():
        depot = racine_cours()
    if not (depot / "nbgrader_config.py").is_file():
        raise RessourceIndisponible(
            f"« {depot} » n'est pas le dossier du cours (nbgrader_config.py n'y est pas) : "
            "placez-vous dans le dépôt du cours, puis relancez la commande."
        )
    return depot
