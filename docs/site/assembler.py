"""Rassembler les sources du site : leçons et TD exécutés, guides, référence, accueil.

Elles vont dans `_build/sources`, rangées comme dans le dépôt ; un fichier qui n'a pas changé n'est
pas réécrit, et Sphinx ne relit que les autres. `solutions/` n'y entre jamais.
"""

import os
import re
import shutil
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from docs.site import page_accueil
from docs.site.depot import CONSTRUCTION, RACINE, SOURCES, binder, page_du_depot, relatif
from docs.site.execution import executer
from docs.site.sorties import en_html
from grc_lib.atelier.sommaire import seances

GUIDES = ("etudiant", "autodidacte", "enseignant", "administrateur")
ACCUEIL = "course/ACCUEIL.ipynb"  # sur le site, c'est la page d'accueil qui le remplace
LIEN = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)#\s]+)(#[^)\s]*)?(?=\))")

EXEMPLE = re.compile(r"^```python$(?=(?:(?!^```$).)*^>>> )", re.M | re.S)


def assembler() -> None:
    """Met `_build/sources` à jour, et ce que le site sert tel quel."""
    textes = [RACINE / "course" / "GLOSSAIRE.md", *_guides()]
    textes += sorted((RACINE / "docs" / "reference").glob("*.md"))
    publies = {relatif(chemin) for chemin in [*notebooks(), *textes]}
    ecrits = {SOURCES / "index.md"}
    _ecrire(SOURCES / "index.md", page_accueil.texte(sommaires()))
    for chemin in textes:
        ecrits.add(SOURCES / relatif(chemin))
        texte = relier(chemin.read_text("utf-8"), chemin, publies)
        if chemin.parent.name == "reference":
            texte = EXEMPLE.sub("```pycon", texte)
            if chemin.stem == "index":
                texte += "\n" + _toctree(re.findall(r"\(([\w.]+)\.md\)", texte))
        _ecrire(SOURCES / relatif(chemin), texte)
    for chemin, execute in executer(notebooks()).items():
        ecrits.add(SOURCES / relatif(chemin))
        page = mettre_en_page(chemin, execute, publies)
        _ecrire(SOURCES / relatif(chemin), nbformat.writes(page))
        _copier(chemin, CONSTRUCTION / "extra" / "telecharger" / chemin.name)
    for image in _images():
        ecrits.add(SOURCES / relatif(image))
        _copier(image, SOURCES / relatif(image))
    for perime in [f for f in SOURCES.rglob("*") if f.is_file() and f not in ecrits]:
        perime.unlink()
    for paquet, nom, place in (
        ("plotly", "package_data/plotly.min.js", "plotly.min.js"),
        ("mathjax", "static/mathjax/es5/tex-svg.js", "mathjax/tex-svg.js"),
        ("grc_lib", "exercice/quiz.css", "quiz.css"),
    ):
        _copier(Path(str(files(paquet).joinpath(nom))), CONSTRUCTION / "statique" / place)
    quiz = files("grc_lib").joinpath("exercice/quiz.js").read_text("utf-8")
    _ecrire(CONSTRUCTION / "statique" / "quiz.js", _sans_module(quiz))


def notebooks() -> list[Path]:
    """Les notebooks publiés : leçons et entraînement, TD des élèves, guides."""
    cours = (RACINE / "course").rglob("*.ipynb")
    tds = (RACINE / "exercises").glob("*/*.ipynb")
    guides = (RACINE / "docs" / "guides").glob("*.ipynb")
    trouves = [*cours, *tds, *guides]
    return sorted(c for c in trouves if c.parent.name[0] != "." and relatif(c) != ACCUEIL)


def sommaires() -> dict[str, list[str]]:
    """Les rubriques de la barre de gauche : leur titre, leurs pages (sans extension)."""
    lecons = {annee: [s for s in seances() if s.lecon and s.annee == annee] for annee in (1, 2)}
    guides = [relatif(g.with_suffix("")) for g in _guides()]
    guides.insert(len(guides) - 1, "docs/guides/base")
    return {
        "Première année": [_adresse(s.lecon) for s in lecons[1]],
        "Deuxième année": [_adresse(s.lecon) for s in lecons[2]],
        "S'exercer": ["course/ENTRAINEMENT", "course/GLOSSAIRE"],
        "Guides": guides,
        "Bibliothèque": ["docs/reference/index"],
    }


def mettre_en_page(chemin: Path, execute: NotebookNode, publies: set[str]) -> NotebookNode:
    """Le notebook du site : liens, boutons sous le titre, sorties en HTML, son TD au sommaire."""
    adresse, etats = binder(chemin), execute.metadata.pop("widgets")
    for cellule in execute.cells:
        if cellule.cell_type == "markdown":
            cellule.source = relier(cellule.source, chemin, publies)
            continue
        cellule.outputs = [nbformat.from_dict(en_html(s, etats, adresse)) for s in cellule.outputs]
        if cellule.metadata.get("jupyter", {}).get("source_hidden"):
            cellule.metadata["tags"] = [*cellule.metadata.get("tags", []), "hide-input"]
    titre, _, suite = execute.cells[0].source.partition("\n")
    execute.cells[0].source = f"{titre}\n\n{_boutons(chemin, adresse)}\n{suite}"
    if suivants := _tds(chemin):
        execute.cells.append(nbformat.v4.new_markdown_cell(_toctree(suivants)))
        execute.cells[-1].id = "tds"
    return execute


def relier(texte: str, chemin: Path, publies: set[str]) -> str:
    """Les liens vers ce que le site ne publie pas mènent au dépôt ; l'accueil est celui du site."""

    def adresse(trouve: re.Match[str]) -> str:
        cible = (chemin.parent / trouve[1]).resolve()
        if not cible.exists():
            raise FileNotFoundError(f"{relatif(chemin)} : lien mort vers « {trouve[1]} »")
        if relatif(cible) == ACCUEIL:
            return os.path.relpath(RACINE / "index.md", chemin.parent).replace(os.sep, "/")
        if relatif(cible) in publies or cible in _images():
            return trouve[0]
        return page_du_depot(cible) + (trouve[2] or "")

    return LIEN.sub(adresse, texte)


def _boutons(chemin: Path, adresse: str) -> str:
    """La durée, puis de quoi ouvrir le notebook ; sur une seule ligne, pour Markdown."""
    racine = "../" * relatif(chemin).count("/")
    duree, note = _duree(chemin), ""
    if duree:
        duree = f'<span class="grc-duree">Durée : {duree}</span>'
    if relatif(chemin).startswith("exercises/"):
        note = (
            "<p>Ici, les données sont celles d'un élève d'exemple, et rien n'est encore répondu : "
            "dans votre notebook, vous aurez les vôtres.</p>"
        )
    return (
        f'<div class="grc-actions">{duree}'
        f'<a class="grc-bouton" href="{escape(adresse)}">Lancer sur Binder</a>'
        f'<a class="grc-bouton grc-second" href="{racine}telecharger/{chemin.name}" download>'
        f"Télécharger le notebook</a>{note}</div>\n"
    )


def _duree(chemin: Path) -> str:
    for seance in seances():
        if seance.lecon and relatif(chemin) == f"course/{seance.lecon}":
            return seance.duree_lecon
        if f"TD {chemin.stem}" in seance.tds:
            return seance.duree_td
    return ""


def _tds(chemin: Path) -> list[str]:
    """Les TD d'une leçon, adressés depuis la racine du site."""
    for seance in seances():
        if seance.lecon and relatif(chemin) == f"course/{seance.lecon}":
            tds = seance.tds.values()
            return [f"/{td.removeprefix('../').removesuffix('.ipynb')}" for td in tds]
    return []


def _toctree(pages: list[str]) -> str:
    return "\n".join(["```{toctree}", ":hidden:", "", *pages, "```"])


def _adresse(lecon: str) -> str:
    return f"course/{lecon.removesuffix('.ipynb')}"


def _guides() -> list[Path]:
    guides = [RACINE / "docs" / "guides" / f"{nom}.md" for nom in GUIDES]
    guides.append(RACINE / "docs" / "enseignant" / "ecrire_un_td.md")
    return [guide for guide in guides if guide.exists()]


def _images() -> Iterator[Path]:
    """Les images des pages publiées."""
    for dossier in ("course/images", "docs/images", "docs/guides/images"):
        yield from sorted((RACINE / dossier).glob("*.*"))


def _sans_module(javascript: str) -> str:
    """Le script d'un module, lisible aussi depuis un fichier ouvert sans serveur."""
    corps = javascript.replace("export default { render };", "window.grcQuiz = render;")
    return f"(() => {{\n{corps}}})();\n"


def _ecrire(place: Path, texte: str) -> None:
    if not place.exists() or place.read_text("utf-8") != texte:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(texte, "utf-8", newline="\n")


def _copier(source: Path, place: Path) -> None:
    if not place.exists() or place.read_bytes() != source.read_bytes():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
