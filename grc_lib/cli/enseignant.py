"""Les commandes de l'enseignant avant la classe : contrôler un TD, en écrire un, voir un énoncé."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from grc_lib.atelier._commandes import CommandeFrancaise
from grc_lib.cli._base import Devoir, app, depot, ecran


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
    from grc_lib.classe.preparation.controle import Devoir as Td
    from grc_lib.classe.preparation.controle import controler as appliquer
    from grc_lib.classe.preparation.controle import devoirs

    racine, fautes = depot(None), 0
    for nom in [devoir] if devoir else devoirs(racine):
        ecran.print(f"TD {nom}", style="bold")
        for titre, constats in appliquer(Td.lire(racine, nom), tirages):
            fautes += _dire_la_regle(titre, constats)
    ecran.print("Aucun échec." if not fautes else f"{fautes} règle(s) en échec.")
    raise typer.Exit(1 if fautes else 0)


@app.command("nouveau-td", cls=CommandeFrancaise)
def nouveau_td(
    devoir: Annotated[str, typer.Argument(metavar="TD", help="La séance, comme S521-2.")],
    titre: Annotated[str, typer.Option("--titre", metavar="TITRE", help="Le titre du TD.")],
) -> None:
    """Écrit un TD modèle, déjà notable, à réécrire à votre sujet."""
    from grc_lib.classe.preparation.modele_td import nouveau_td as ecrire

    ecran.print(f"TD écrit : {ecrire(depot(None), devoir, titre)}")
    ecran.print(f"Réécrivez-le dans JupyterLab, puis contrôlez-le : « grc controler {devoir} ».")


@app.command(cls=CommandeFrancaise)
def enonce(
    devoir: Devoir,
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
    from grc_lib.classe.preparation.enonce import enonce as preparer

    prepare = preparer(depot(None), devoir, etudiant, essai=essai)
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
