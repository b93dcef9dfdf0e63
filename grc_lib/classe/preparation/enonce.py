"""L'énoncé d'un étudiant, avec ses données et son corrigé : à lire au terminal ou à imprimer."""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Literal

from nbformat import NotebookNode

from grc_lib.classe._formules import en_clair
from grc_lib.classe._notebooks import code
from grc_lib.classe.preparation.controle._devoir import SOLUTION, Devoir, annonces, region, repere
from grc_lib.classe.preparation.execution import Banc, corriger
from grc_lib.erreurs import NonCalculable
from grc_lib.exercice import normaliser_identifiant

LARGEUR = "import pandas\npandas.set_option('display.width', 110, 'display.max_columns', 30)"
MONTRER = """\
for _nom, _valeur in {{{paires}}}.items():
    if hasattr(_valeur, "iloc"):
        print(_nom, ":")
        display(_valeur.to_frame() if _valeur.ndim == 1 else _valeur)
    elif not callable(_valeur):
        print(_nom, "=", _valeur)"""


@dataclass(frozen=True)
class Morceau:
    """Un morceau de la page : du texte, du code, ou ce que le code a montré."""

    genre: Literal["texte", "code", "sortie", "tableau"]
    contenu: str


@dataclass(frozen=True)
class Enonce:
    """L'énoncé et le corrigé d'un étudiant.

    Attributs
    ---------
    titre : le TD et l'étudiant.
    morceaux : le contenu, dans l'ordre de lecture.
    """

    titre: str
    morceaux: list[Morceau]

    def texte(self) -> str:
        """Le tout en Markdown, pour le terminal."""
        blocs = [f"*{self.titre}*"]
        for morceau in self.morceaux:
            if morceau.genre == "texte":
                blocs.append(_sans_balises(morceau.contenu))
            elif morceau.genre != "tableau":
                langage = "python" if morceau.genre == "code" else "text"
                blocs.append(f"```{langage}\n{morceau.contenu}\n```")
        return "\n\n".join(blocs)

    def page(self) -> str:
        """Le tout en une page HTML autonome, sans script, à imprimer."""
        from markdown_it import MarkdownIt

        lire = MarkdownIt("commonmark").enable("table")
        corps = []
        for rang, morceau in enumerate(self.morceaux):
            suivant = self.morceaux[rang + 1].genre if rang + 1 < len(self.morceaux) else ""
            if morceau.genre == "texte":
                corps.append(lire.render(morceau.contenu.replace("<details>", "<details open>")))
            elif morceau.genre == "tableau":
                corps.append(_tableau(morceau.contenu))
            elif suivant != "tableau":  # sinon, ce n'est que sa version en texte
                corps.append(f"<pre><code>{escape(morceau.contenu)}</code></pre>")
        return _PAGE.format(titre=escape(self.titre), corps="\n".join(corps))


def enonce(racine: Path, devoir: str, etudiant: str, *, essai: int = 0) -> Enonce:
    """Prépare l'énoncé d'un étudiant, avec ses données, et son corrigé.

    Paramètres
    ----------
    racine : le dossier du cours.
    devoir : référence du TD, comme « S522-4 ».
    etudiant : nom ou identifiant.
    essai : numéro d'un tirage d'entraînement ; 0 pour celui du devoir.

    Lève
    ----
    RessourceIndisponible si le TD n'existe pas ; NonCalculable si une de ses cellules échoue.
    """
    return enonces(racine, devoir, [etudiant], essai=essai)[0]


def enonces(racine: Path, devoir: str, etudiants: Iterable[str], *, essai: int = 0) -> list[Enonce]:
    """Les énoncés de plusieurs étudiants, préparés à la suite : voir `enonce`."""
    source = _avec_valeurs(Devoir.lire(racine, devoir).notebook)
    fin = f", essai {essai}" if essai else ""
    prets = []
    with Banc(devoir) as banc:
        for etudiant in etudiants:
            notebook = corriger(banc, source, etudiant, correction=False, essai=essai)
            titre = f"TD {devoir} : énoncé et corrigé de {normaliser_identifiant(etudiant)}{fin}"
            morceaux = [m for cellule in notebook.cells for m in _morceaux(cellule)]
            prets.append(Enonce(titre, morceaux))
    return prets


def _avec_valeurs(source: NotebookNode) -> NotebookNode:
    """Après chaque corrigé, une cellule montre les réponses de l'étudiant."""
    notebook = copy.deepcopy(source)
    cellules = [code(LARGEUR)]
    for cellule in notebook.cells:
        cellules.append(cellule)
        if cellule.cell_type == "code" and repere(cellule).get("solution"):
            paires = ", ".join(f"{nom!r}: {nom}" for nom in annonces(cellule.source))
            montre = code(MONTRER.format(paires=paires))
            montre.metadata["grc"] = {"valeurs": True}
            cellules.append(montre)
    notebook.cells = cellules
    return notebook


def _morceaux(cellule: NotebookNode) -> list[Morceau]:
    reperes = repere(cellule)
    if cellule.cell_type == "markdown":
        if not reperes.get("solution"):
            return [Morceau("texte", _sans_liens(en_clair(cellule.source)))]
        reponse = en_clair(region(cellule.source, SOLUTION))
        return [Morceau("texte", f"### Exemple de réponse\n\n{reponse.strip()}")]
    sorties = [m for sortie in cellule.outputs for m in _sortie(sortie)]
    if reperes.get("solution"):
        corrige = region(cellule.source, SOLUTION).strip()
        return [Morceau("texte", "### Corrigé"), Morceau("code", corrige)]
    controle = reperes.get("grade") and reperes.get("points")
    a_montrer = reperes.get("locked") or cellule.metadata.get("grc", {}).get("valeurs")
    return sorties if a_montrer and not controle else []


def _sortie(sortie: Any) -> list[Morceau]:
    if sortie.output_type == "error":
        raise NonCalculable(
            f"Une cellule du TD échoue ({sortie.ename} : {sortie.evalue}) : lancez d'abord "
            "« grc controler »."
        )
    if sortie.output_type == "stream":
        return [Morceau("sortie", sortie.text.rstrip())] if sortie.name == "stdout" else []
    donnees = sortie.data
    morceaux = [Morceau("sortie", donnees.get("text/plain", ""))]
    if "<table" in donnees.get("text/html", "") and "<script" not in donnees["text/html"]:
        morceaux.append(Morceau("tableau", donnees["text/html"]))
    return morceaux


def _sans_liens(texte: str) -> str:
    """Un lien vers un fichier du cours ne mène nulle part sur le papier."""
    return re.sub(r"\[([^\]]+)\]\((?!https?:)[^)]*\)", r"\1", texte)


def _sans_balises(texte: str) -> str:
    texte = re.sub(r"<summary>(.*?)</summary>", r"**\1** : ", texte)
    return re.sub(r"</?details>", "", texte)


def _tableau(html: str) -> str:
    """Le tableau de pandas, sans son style, avec la portée de ses titres."""
    tableau = html[html.index("<table") : html.index("</table>") + len("</table>")]
    tableau = re.sub(r' (style|border|class)="[^"]*"', "", tableau)
    entete, separe, corps = tableau.partition("</thead>")
    entete = entete.replace("<th></th>", "<td></td>").replace("<th>", '<th scope="col">')
    entete = re.sub(  # pandas écrit le nom de l'index sur une ligne à part
        r"(?s)<tr>\s*<td></td>(.*?)</tr>\s*<tr>\s*(<th[^>]*>[^<]*</th>)\s*(?:<td></td>\s*)+</tr>",
        r"<tr>\2\1</tr>",
        entete,
    )
    corps = corps.replace("<th>", '<th scope="row">')
    cadre = '<div class="tableau" role="region" aria-label="Tableau" tabindex="0">'
    return f"{cadre}{entete}{separe}{corps}</div>"


_PAGE = """\
<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{titre}</title>
<style>
body {{ max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 1rem/1.5 system-ui, sans-serif; }}
h1, h2, h3 {{ line-height: 1.2; break-after: avoid; }}
h2 {{ margin-top: 2rem; border-bottom: 1px solid #767676; }}
h3 {{ color: #0b4f6c; }}
pre, .tableau {{ overflow-x: auto; }}
pre {{ padding: .6rem .8rem; border-left: 3px solid #767676; background: #f5f5f5;
  white-space: pre-wrap; }}
code {{ font-size: .9em; }}
table {{ margin: .8rem 0; border-collapse: collapse; font-size: .9rem; }}
th, td {{ padding: .2rem .6rem; border: 1px solid #949494; text-align: left; }}
blockquote {{ margin: .8rem 0; padding-left: 1rem; border-left: 3px solid #0b4f6c; }}
.identite {{ font-weight: bold; }}
@media print {{ body {{ margin: 0; max-width: none; font-size: 11pt; }} tr {{
  break-inside: avoid; }} }}
</style>
</head>
<body>
<main>
<p class="identite">{titre}</p>
{corps}
</main>
</body>
</html>
"""
