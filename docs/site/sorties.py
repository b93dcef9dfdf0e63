"""Ce qu'un notebook affiche, écrit en HTML qui vit sans noyau : graphiques, simulateurs, quiz."""

import json
from collections.abc import Iterable
from html import escape
from typing import Any

from docs.site import simulateur
from grc_lib.figures.gabarit import MIMETYPE

VUE = "application/vnd.jupyter.widget-view+json"
SCHEMA = "text/vnd.mermaid"
CLAVIER = "Les flèches gauche et droite lisent les points, haut et bas changent de série."

Etats = dict[str, dict[str, Any]]


def en_html(sortie: dict[str, Any], etats: Etats, binder: str) -> dict[str, Any]:
    """La sortie, telle quelle si une page web sait la montrer."""
    donnees = sortie.get("data", {})
    if MIMETYPE in donnees:
        return _html(graphique(donnees[MIMETYPE]))
    if VUE in donnees:
        racine = donnees[VUE]["model_id"]
        return _html(simulateur.page(racine, etats, binder, lambda s: _en_texte(s, etats, binder)))
    if SCHEMA in donnees:
        return _html(_schema("".join(donnees["text/plain"]).splitlines()))
    return sortie


def graphique(figure: dict[str, Any]) -> str:
    """Un graphique plotly : son texte alternatif, et de quoi le dessiner quand on y arrive."""
    mise_en_page = figure["layout"]
    texte = mise_en_page.get("meta", {}).get("texte_alternatif", "Graphique.")
    return (
        f'<div class="grc-graphique" style="min-height:{mise_en_page.get("height", 420)}px" '
        f'tabindex="0" role="application" aria-roledescription="graphique" '
        f'aria-label="{escape(texte)} {CLAVIER}">'
        f'<p class="grc-alternatif">{escape(texte)}</p>'
        f'<script type="application/json">{en_json(figure)}</script></div>'
        '<p class="grc-lecture" role="status"></p>'
    )


def en_json(objet: Any) -> str:
    """Du JSON que l'on peut écrire dans une balise `script`."""
    return json.dumps(objet, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _en_texte(sorties: Iterable[dict[str, Any]], etats: Etats, binder: str) -> str:
    """Les sorties qu'un simulateur affiche lui-même."""
    morceaux = []
    for sortie in sorties:
        donnees = en_html(sortie, etats, binder).get("data", {})
        texte = escape("".join(sortie.get("text", donnees.get("text/plain", ""))))
        morceaux.append("".join(donnees.get("text/html", f"<pre>{texte}</pre>")))
    return "".join(morceaux)


def _schema(lignes: list[str]) -> str:
    """Le schéma de la base en phrases : JupyterLab, lui, le dessine."""
    liens = "".join(f"<li>{escape(ligne)}</li>" for ligne in lignes[1:] if ligne)
    titre = "<summary>Les liens entre les tables (JupyterLab en montre le dessin)</summary>"
    return f"<p>{escape(lignes[0])}</p><details>{titre}<ul>{liens}</ul></details>"


def _html(texte: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"text/html": texte}, "metadata": {}}
