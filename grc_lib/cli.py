"""La commande `grc` : ouvrir le cours, rendre un TD, vérifier l'installation."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from grc_lib.atelier._commandes import CommandeFrancaise, GroupeFrancais
from grc_lib.erreurs import ErreurGrc, RessourceIndisponible

app = typer.Typer(
    cls=GroupeFrancais,
    help="Le cours « Gestion de clientèles » : l'ouvrir, y travailler, rendre ses TD.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--aide", "--help", "-h"]},
)
ecran = Console(highlight=False, markup=False, soft_wrap=True)

# Les options de JupyterLab sans point dans leur nom que `grc lab` transmet.
OPTIONS_JUPYTER = ("--ip", "--allow-root", "--certfile", "--keyfile", "--debug")

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
    """Le cours « Gestion de clientèles » : l'ouvrir, y travailler, rendre ses TD."""


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
        travail, nom = _depot(dossier), None
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
    devoir: Annotated[str, typer.Argument(metavar="TD", help="Le nom du TD, comme S522-4.")],
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


@app.command(cls=CommandeFrancaise)
def controler(
    devoir: Annotated[
        str | None,
        typer.Argument(
            metavar="TD", help="Le nom du TD, comme S522-4 ; tous par défaut.", show_default=False
        ),
    ] = None,
    tirages: Annotated[
        int,
        typer.Option("--tirages", metavar="NOMBRE", min=1, help="Les tirages des contraintes."),
    ] = 200,
) -> None:
    """Contrôle un TD de l'enseignant avant de le publier, règle par règle, avec le remède."""
    from grc_lib.classe.controle import Devoir, devoirs
    from grc_lib.classe.controle import controler as appliquer

    racine, fautes = _depot(None), 0
    for nom in [devoir] if devoir else devoirs(racine):
        ecran.print(f"TD {nom}", style="bold")
        for titre, constats in appliquer(Devoir.lire(racine, nom), tirages):
            fautes += _dire_la_regle(titre, constats)
    ecran.print("Aucun échec." if not fautes else f"{fautes} règle(s) en échec.")
    raise typer.Exit(1 if fautes else 0)


@app.command("nouveau-td", cls=CommandeFrancaise)
def nouveau_td(
    devoir: Annotated[str, typer.Argument(metavar="TD", help="La séance, comme S521-2.")],
    titre: Annotated[str, typer.Option("--titre", metavar="TITRE", help="Le titre du TD.")],
) -> None:
    """Écrit un TD modèle, déjà notable, à réécrire à votre sujet."""
    from grc_lib.classe.modele_td import nouveau_td as ecrire

    ecran.print(f"TD écrit : {ecrire(_depot(None), devoir, titre)}")
    ecran.print(f"Réécrivez-le dans JupyterLab, puis contrôlez-le : « grc controler {devoir} ».")


@app.command(cls=CommandeFrancaise)
def enonce(
    devoir: Annotated[str, typer.Argument(metavar="TD", help="Le nom du TD, comme S522-4.")],
    etudiant: Annotated[
        str, typer.Option("--etudiant", metavar="NOM", help="Le nom ou l'identifiant.")
    ],
    page: Annotated[
        Path | None,
        typer.Option(
            "--page", metavar="FICHIER.html", help="Écrit une page à imprimer.", show_default=False
        ),
    ] = None,
    essai: Annotated[
        int, typer.Option("--essai", metavar="NOMBRE", min=0, help="Un tirage d'entraînement.")
    ] = 0,
) -> None:
    """Montre l'énoncé d'un étudiant, avec ses données, et son corrigé."""
    from rich.markdown import Markdown

    from grc_lib._disque import pannes_en_francais
    from grc_lib.classe.enonce import enonce as preparer

    prepare = preparer(_depot(None), devoir, etudiant, essai=essai)
    if page is None:
        largeur = None if ecran.is_terminal else 120
        Console(width=largeur).print(Markdown(prepare.texte()))
        return
    with pannes_en_francais(page):
        page.write_text(prepare.page(), "utf-8")
    ecran.print(f"Page écrite : {page}")


def _dire_la_regle(titre: str, constats: list[Any]) -> bool:
    """Écrit une règle et ses constats ; vrai si elle échoue."""
    echec = any(not constat.a_faire for constat in constats)
    etiquette, style = ("[OK]     ", "green")
    if constats:
        etiquette, style = ("[ÉCHEC]  ", "bold red") if echec else ("[À FAIRE]", "yellow")
    ecran.print(etiquette, end=" ", style=style)
    ecran.print(titre)
    for constat in constats:
        ou = f"{constat.cellule} — " if constat.cellule else ""
        ecran.print(f"          {ou}{constat.phrase}")
        ecran.print(f"          → {constat.remede}")
    return echec


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


def _depot(dossier: Path | None) -> Path:
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


if __name__ == "__main__":
    app()
