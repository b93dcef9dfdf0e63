"""Les commandes de l'élève : ouvrir le cours, rendre un TD, vérifier l'installation."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from grc_lib.atelier._commandes import CommandeFrancaise
from grc_lib.cli._base import Devoir, Dossier, Identifiant, app, depot, ecran
from grc_lib.erreurs import ErreurGrc, RessourceIndisponible

# Les options de JupyterLab sans point dans leur nom que `grc lab` transmet.
OPTIONS_JUPYTER = ("--ip", "--allow-root", "--certfile", "--keyfile", "--debug")


@app.command(cls=CommandeFrancaise, context_settings={"ignore_unknown_options": True})
def lab(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DOSSIER",
            help="Le dossier de travail, ~/gestion-clienteles par défaut. Les options de "
            "JupyterLab qui suivent (--ServerApp.ip=0.0.0.0…) lui sont transmises.",
            show_default=False,
        ),
    ] = None,
    identifiant: Identifiant = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="NOMBRE", min=1, max=65535, help="Le port à employer."),
    ] = None,
    sans_navigateur: Annotated[
        bool, typer.Option("--no-browser", metavar=" ", help="Affiche l'adresse, sans navigateur.")
    ] = False,
    enseignant: Annotated[
        bool,
        typer.Option("--enseignant", metavar=" ", help="Ouvre le dossier du cours et la notation."),
    ] = False,
) -> None:
    """Ouvre le cours dans JupyterLab ; votre travail n'est jamais écrasé."""
    from grc_lib.atelier.laboratoire import lancer

    dossier, options = _separer(arguments or [])
    if enseignant:
        travail, nom = depot(dossier), None
    else:
        travail, nom = _preparer(dossier, identifiant)
    ecran.print("JupyterLab s'ouvre. Gardez cette fenêtre ouverte ; Ctrl+C pour l'arrêter.")
    raise typer.Exit(
        lancer(
            travail,
            port=port,
            navigateur=not sans_navigateur,
            enseignant=enseignant,
            identifiant=nom,
            options=options,
            annoncer=ecran.print,
        )
    )


@app.command(cls=CommandeFrancaise)
def rendre(
    devoir: Devoir,
    identifiant: Identifiant = None,
    dossier: Dossier = None,
) -> None:
    """Prépare la copie d'un TD, prête à déposer."""
    from datetime import datetime

    from grc_lib.atelier.dossier import dossier_travail
    from grc_lib.atelier.identite import identite
    from grc_lib.atelier.rendu import rendre as preparer

    travail = dossier_travail(dossier)
    nom = identite(travail, identifiant)
    if nom is None:
        raise RessourceIndisponible(
            f"Dites qui vous êtes : « grc rendre {devoir} --identifiant prenom.nom »."
        )
    copie = preparer(travail, devoir, nom)
    enregistree = datetime.fromtimestamp(copie.stat().st_mtime)
    ecran.print(f"Copie prête à déposer : {copie}")
    ecran.print(f"Votre dernier enregistrement : {enregistree:le %d/%m/%Y à %H h %M}.")


@app.command(cls=CommandeFrancaise)
def verifier(dossier: Dossier = None) -> None:
    """Vérifie l'installation, point par point, et donne le remède."""
    from grc_lib.atelier.dossier import dossier_travail
    from grc_lib.atelier.verification import verifier_installation

    echecs = 0
    for constat in verifier_installation(dossier_travail(dossier)):
        etiquette, style = ("[OK]   ", "green") if constat.reussi else ("[ÉCHEC]", "bold red")
        ecran.print(etiquette, end=" ", style=style)
        ecran.print(f"{constat.nom} : {constat.detail}")
        echecs += not constat.reussi
    ecran.print("Tout est prêt : « grc lab »." if not echecs else f"{echecs} point(s) à régler.")
    raise typer.Exit(1 if echecs else 0)


def _separer(arguments: list[str]) -> tuple[Path | None, list[str]]:
    """Le dossier vient en premier ; les options qui le suivent sont pour JupyterLab."""
    dossier = None
    if arguments and not arguments[0].startswith("-"):
        dossier, *arguments = arguments
    for option in arguments:
        nom = option.partition("=")[0]
        if nom.startswith("-") and "." not in nom and nom not in OPTIONS_JUPYTER:
            raise ErreurGrc(f"L'option « {nom} » n'existe pas. Voir « grc lab --aide ».")
    return Path(dossier) if dossier else None, arguments


def _preparer(dossier: Path | None, identifiant: str | None) -> tuple[Path, str | None]:
    """Installe ou met à jour le dossier de l'élève, et le reconnaît."""
    from grc_lib._ressources import racine_cours
    from grc_lib.atelier.dossier import dossier_travail, installer
    from grc_lib.atelier.identite import identite

    travail = dossier_travail(dossier)
    for phrase in installer(travail, racine_cours()).phrases():
        ecran.print(phrase)
    nom = identite(travail, identifiant)
    if nom is None and _devant_l_ecran():
        ecran.print("Votre identifiant de classe (prenom.nom), ou Entrée si vous étudiez seul :")
        nom = identite(travail, input("> ").strip() or None)
    return travail, nom


def _devant_l_ecran() -> bool:
    return sys.stdin.isatty()
