"""Les commandes de l'enseignant après la classe : recevoir, noter, faire le bilan, rendre."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from grc_lib.atelier._commandes import CommandeFrancaise
from grc_lib.cli._base import Devoir, app, depot, ecran
from grc_lib.erreurs import ErreurGrc

if TYPE_CHECKING:
    from grc_lib.classe.notation.noter import Resultat

Etudiant = Annotated[
    str,
    typer.Option("--etudiant", metavar="MOTIF", help="Un identifiant, ou un motif : « a* »."),
]


@app.command(cls=CommandeFrancaise)
def recevoir(
    devoir: Devoir,
    archive: Annotated[
        Path, typer.Argument(metavar="ARCHIVE", help="Le zip de Moodle, ou un dossier.")
    ],
) -> None:
    """Range les copies d'un zip ou d'un dossier dans « submitted », sans rien écraser."""
    from grc_lib.classe import depots

    recus = depots.recevoir(archive, depot(None), devoir)
    for recu in recus:
        etat = f"refusée. {recu.refus}" if recu.refus else "rangée."
        ecran.print(" ".join([f"{recu.etudiant or 'Sans élève'} : {etat}", *recu.constats]))
    rangees = sum(not recu.refus for recu in recus)
    ecran.print(f"{rangees} copie(s) rangée(s), {len(recus) - rangees} refusée(s).")
    if rangees:
        ecran.print(f"Notez-les : « grc noter {devoir} ».")


@app.command(cls=CommandeFrancaise)
def noter(
    devoir: Devoir,
    etudiant: Etudiant = "*",
    executeur: Annotated[
        str,
        typer.Option(
            "--executeur",
            metavar="OU",
            help="« local », ou l'adresse d'un ordonnanceur dask (tcp://…).",
        ),
    ] = "local",
    refaire: Annotated[
        bool, typer.Option("--refaire", metavar=" ", help="Renote aussi les copies inchangées.")
    ] = False,
    sans_confinement: Annotated[
        bool,
        typer.Option(
            "--sans-confinement",
            metavar=" ",
            help="Exécute le code des élèves avec tous vos droits (Windows, macOS).",
        ),
    ] = False,
) -> None:
    """Note les copies d'un TD, plusieurs à la fois, sans danger ; se reprend après un arrêt."""
    from grc_lib.classe.postes import souche

    cours = depot(None)
    if souche.possible():  # elle se prépare pendant que ce processus importe nbgrader
        souche.chemin(cours, devoir)
    gc.disable()  # importer nbgrader ne laisse rien à ramasser
    from grc_lib.classe.notation import _nbgrader
    from grc_lib.classe.notation import noter as notation

    gc.freeze()
    gc.enable()
    _nbgrader.verifier_la_publication(cours, devoir)
    moyen = _confinement(sans_confinement)
    colonnes = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*colonnes, TimeRemainingColumn(), console=ecran, transient=True) as barre:
        tache = barre.add_task("Copies", total=None)

        def dire(_: "Resultat", restent: int) -> None:
            faites = barre.tasks[0].completed + 1
            barre.update(tache, completed=faites, total=faites + restent)

        with notation.equipe(executeur) as travailleurs:
            resultats = notation.noter(
                cours,
                devoir,
                etudiant,
                moyen=moyen,
                executeur=travailleurs,
                refaire=refaire,
                dire=dire,
            )
    _montrer(resultats, devoir)
    raise typer.Exit(1 if any(r.etat == "échec" for r in resultats) else 0)


@app.command(cls=CommandeFrancaise)
def bilan(
    devoir: Devoir,
    sans_ressemblances: Annotated[
        bool,
        typer.Option("--sans-ressemblances", metavar=" ", help="Ne compare pas les copies."),
    ] = False,
) -> None:
    """Écrit le bilan d'un TD noté : une page pour vous, les notes pour Moodle et PRONOTE."""
    from grc_lib.classe import bilan as bilans
    from grc_lib.classe.notation._nbgrader import adresse_du_carnet

    cours = depot(None)
    corrigees, vers = cours / "autograded", cours / "bilans"
    classe = bilans.lire_classe(adresse_du_carnet(cours), devoir, corrigees)
    vers.mkdir(exist_ok=True)
    proches = None if sans_ressemblances else bilans.ressemblances(corrigees, devoir)
    bilans.rapport(classe, vers / f"{devoir}.html", proches)
    laisses = bilans.exporter_moodle(classe, vers / f"{devoir}_moodle.csv")
    bilans.exporter_pronote(classe, vers / f"{devoir}_pronote.csv")
    ecran.print(f"Bilan : {vers / f'{devoir}.html'}")
    ecran.print(f"Notes : {devoir}_moodle.csv et {devoir}_pronote.csv, dans le même dossier.")
    if laisses:
        noms = ", ".join(eleve.identifiant for eleve in laisses)
        ecran.print(f"Sans note (non rendue, échec ou réponses à lire ; le bilan le dit) : {noms}")


@app.command(cls=CommandeFrancaise)
def corriges(
    devoir: Devoir,
    etudiant: Etudiant = "*",
    page: Annotated[
        Path | None,
        typer.Option("--page", metavar="FICHIER.html", help="Où l'écrire.", show_default=False),
    ] = None,
) -> None:
    """Écrit le corrigé de chaque élève, sur ses données : une page à imprimer."""
    from grc_lib.classe import bilan as bilans

    cours = depot(None)
    dossiers = sorted((cours / "submitted").glob(f"{etudiant}/"))
    if not dossiers:
        raise ErreurGrc("Aucun élève dans « submitted » : recevez d'abord les copies.")
    page = page or cours / "bilans" / f"{devoir}_corriges.html"
    page.parent.mkdir(exist_ok=True)
    noms = [dossier.name for dossier in dossiers]
    bilans.corrections_individuelles(cours, devoir, noms, page)
    ecran.print(f"{len(noms)} corrigé(s) : {page}")


def _confinement(sans: bool) -> str:
    """Le moyen qui confine les copies, éprouvé ; rien ne tourne sans lui, sauf si on le dit."""
    from grc_lib.classe.postes import epreuve

    if sans:
        ecran.print("Copies NON confinées : leur code a tous vos droits.", style="bold red")
        return "aucun"
    choisi = epreuve.choisir()
    if choisi.panne or choisi.passees:
        defaut = choisi.panne or "ces attaques passent : " + ", ".join(choisi.passees)
        raise ErreurGrc(
            f"Cette machine ne confine pas les copies ({defaut}). Corrigez dans un conteneur, ou "
            "ajoutez --sans-confinement : le code des élèves tournera avec tous vos droits."
        )
    ecran.print(f"Copies confinées ({choisi.moyen}), éprouvé à l'instant.")
    return choisi.moyen


def _montrer(resultats: "list[Resultat]", devoir: str) -> None:
    table = Table(title=f"TD {devoir}", title_justify="left")
    table.add_column("Élève")
    table.add_column("État")
    table.add_column("Points", justify="right")
    table.add_column("À savoir", overflow="fold")
    for r in resultats:
        points = (
            ""
            if r.etat in ("échec", "non rendue")
            else f"{r.points:g} / {r.sur:g}".replace(".", ",")
        )
        a_lire = [f"{r.a_lire} réponse(s) à lire"] if r.a_lire else []
        table.add_row(r.etudiant, r.etat, points, "\n".join([*r.constats, *a_lire]))
    ecran.print(table)
    echecs = sum(r.etat == "échec" for r in resultats)
    ecran.print(f"{len(resultats)} copie(s), {echecs} échec(s).")
