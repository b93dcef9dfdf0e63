"""L'accueil du site : par où commencer, les deux années en frise, les guides."""

import tomllib
from html import escape
from typing import Any

from docs.accueil import ANNEES, PROGRESSION, de_l_annee, genre_du_savoir, periode
from docs.site.depot import RACINE, binder
from grc_lib.atelier.sommaire import Seance, seances

CHAPEAU = (
    "Deux années de cours pour connaître ses clients, savoir ce qu'ils valent, décider l'effort "
    "qu'on leur doit — et le prouver, chiffres en main, sur la base d'une entreprise : "
    "l'**Imprimerie Clémenceau**, 1 200 clients, quatre ans et demi de commandes."
)
ENTREES = (
    ("docs/guides/etudiant", "Étudiant", "Ouvrir le cours, suivre une leçon, rendre un TD."),
    ("docs/guides/autodidacte", "Autodidacte", "Apprendre seul, à son rythme."),
    ("docs/guides/enseignant", "Enseignant", "Préparer un TD, noter la classe, rendre les copies."),
    ("docs/guides/administrateur", "Administrateur", "Installer le cours pour un établissement."),
    ("course/ENTRAINEMENT", "S'entraîner", "43 familles d'exercices, corrigés sur-le-champ."),
    ("course/GLOSSAIRE", "Glossaire", "Le vocabulaire des leçons, terme par terme."),
    ("docs/guides/base", "La base Clémenceau", "Les 26 tables, et ce qu'on doit y trouver."),
    ("docs/reference/index", "La bibliothèque", "Chaque formule du cours, en une fonction."),
)
ETATS = {"ouvert": "ouvert", "partiel": "ouvert en partie", "venir": "à venir", "stage": ""}


def texte(sommaires: dict[str, list[str]]) -> str:
    """La page, en Markdown, avec le sommaire du site."""
    premiere = _premiere()
    essai = escape(binder(RACINE / "course" / "ACCUEIL.ipynb"))
    pages = {page for rubrique in sommaires.values() for page in rubrique}
    boutons = (
        f'<div class="grc-actions"><a class="grc-bouton" href="{_page(premiere)}">'
        f"Commencer : {escape(premiere.code)}</a>"
        f'<a class="grc-bouton grc-second" href="{essai}">'
        "Lancer sur Binder</a></div>"
    )
    return "\n\n".join(
        [
            "---\nhtml_theme.sidebar_secondary.remove: true\n---",
            f"# Gestion de clientèles\n\n{CHAPEAU}",
            boutons,
            f"## Les deux années\n\n{frise()}",
            f"## Choisir son entrée\n\n{_entrees(pages)}",
            *(_toctree(titre, rubrique) for titre, rubrique in sommaires.items()),
        ]
    )


def frise() -> str:
    """Les deux années côte à côte, chaque savoir à la hauteur de ses semaines."""
    savoirs, connues = _progression()
    annees = "".join(_annee(annee, de_l_annee(savoirs, annee), connues) for annee in ANNEES)
    return f'<div class="grc-frise">{annees}</div>'


def _progression() -> tuple[list[dict[str, Any]], dict[str, Seance]]:
    savoirs = tomllib.loads(PROGRESSION.read_text("utf-8"))["savoirs"]
    return savoirs, {seance.code: seance for seance in seances()}


def _premiere() -> Seance:
    """La première séance d'un savoir entièrement ouvert."""
    savoirs, connues = _progression()
    ouverts = [s for s in savoirs if genre_du_savoir(s, connues) == "ouvert"]
    return connues[ouverts[0]["seances"][0]["code"]]


def _annee(annee: int, savoirs: list[dict[str, Any]], connues: dict[str, Seance]) -> str:
    lignes = "".join(_savoir(savoir, connues) for savoir in savoirs)
    return f"<section><h3>{ANNEES[annee]}</h3><ol>{lignes}</ol></section>"


def _savoir(savoir: dict[str, Any], connues: dict[str, Seance]) -> str:
    genre = genre_du_savoir(savoir, connues)
    choisies = [connues[annonce["code"]] for annonce in savoir["seances"]]
    etat = ETATS[genre]
    if genre == "partiel":
        ouvertes = sum(seance.ouverte for seance in choisies)
        etat = f"{ouvertes} séance{'s' * (ouvertes > 1)} sur {len(choisies)}"
    titre = f'<b>{escape(savoir["abrege"])}</b><span class="grc-etat">{etat}</span>'
    corps = f'<div class="grc-titre">{titre}</div>'
    if choisies:
        liste = "".join(_seance(seance) for seance in choisies)
        ouvert = " open" if genre == "ouvert" else ""
        corps = f"<details{ouvert}><summary>{titre}</summary><ul>{liste}</ul></details>"
    return (
        f'<li class="grc-{genre}" style="--semaines:{savoir["semaines"]}">'
        f'<span class="grc-mois">{periode(savoir)}</span>{corps}</li>'
    )


def _seance(seance: Seance) -> str:
    titre = f"{escape(seance.code)} · {escape(seance.titre)}"
    if not seance.lecon:
        return f"<li>{titre}</li>"
    tds = "".join(
        f' · <a href="{td.removeprefix("../").replace(".ipynb", ".html")}">{nom}</a>'
        for nom, td in seance.tds.items()
    )
    return (
        f'<li><a href="{_page(seance)}">{titre}</a> '
        f"<small>{escape(seance.duree_lecon)}{tds}</small></li>"
    )


def _entrees(pages: set[str]) -> str:
    liens = "".join(
        f'<li><a href="{page}.html">{titre}</a><span>{escape(phrase)}</span></li>'
        for page, titre, phrase in ENTREES
        if page in pages
    )
    return f'<ul class="grc-entrees">{liens}</ul>'


def _toctree(titre: str, pages: list[str]) -> str:
    return "\n".join(["```{toctree}", ":hidden:", f":caption: {titre}", "", *pages, "```"])


def _page(seance: Seance) -> str:
    return f"course/{seance.lecon}".replace(".ipynb", ".html")
