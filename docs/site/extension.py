"""Nos réglages de Sphinx : recherche sans accents, encadrés, formules et scripts à la demande."""

import unicodedata
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search import languages
from sphinx.search.fr import SearchFrench

from docs.site.typographie import espacer

ENCADRES = {
    "À vous": "vous",
    "À retenir": "retenir",
    "Piège": "piege",
    "Surprise": "surprise",
}

LITTERAUX = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)


class Francais(SearchFrench):
    """« prevision » trouve « prévision », et l'inverse."""

    # La même chose dans le navigateur, sur ce que tape le lecteur.
    js_splitter_code = """
    var splitQuery = (texte) =>
      texte.normalize("NFD").replace(/[\\u0300-\\u036f]/g, "").split(/[^\\p{L}\\p{N}_]+/u)
        .filter((mot) => mot);
    """

    def stem(self, word: str) -> str:
        return super().stem(sans_accents(word))


def sans_accents(mot: str) -> str:
    """Le mot sans ses accents ni ses cédilles.

    >>> sans_accents("prévision")
    'prevision'
    """
    decompose = unicodedata.normalize("NFD", mot)
    return "".join(lettre for lettre in decompose if not unicodedata.combining(lettre))


def encadrer(_application: Sphinx, document: nodes.document) -> None:
    """Une citation qui commence par « **Piège** », « **À vous** »… est un encadré."""
    for citation in document.findall(nodes.block_quote):
        debut = next(iter(citation.findall(nodes.strong)), None)
        if debut is not None and citation.astext().startswith(texte := debut.astext()):
            genres = [genre for mot, genre in ENCADRES.items() if texte.startswith(mot)]
            citation["classes"] += ["grc-encadre", *genres]


def coller(_application: Sphinx, document: nodes.document) -> None:
    """Les espaces insécables du français, partout sauf dans le code et les formules."""
    for texte in list(document.findall(nodes.Text)):
        if not isinstance(texte.parent, LITTERAUX):
            texte.parent.replace(texte, nodes.Text(espacer(texte)))


def setup(application: Sphinx) -> dict[str, Any]:
    languages["fr"] = Francais
    application.connect("doctree-read", encadrer)
    application.connect("doctree-read", coller, priority=100)  # avant que Sphinx lise les titres
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
