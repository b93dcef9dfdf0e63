"""Des copies qui voudraient agir chez le professeur : chaque charge signe `window.__attaque`."""

import base64
from collections.abc import Callable
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

# Ouvre une page ; rend ce qui s'y est exécuté et ce qu'elle a demandé ailleurs.
Essayer = Callable[[str], tuple[list[str], list[str]]]
AILLEURS = "https://attaque.example/x"


def signer(nom: str, fenetre: str = "window") -> str:
    return f"({fenetre}.__attaque={fenetre}.__attaque||[]).push(`{nom}`)"


def html() -> dict[str, str]:
    """Une charge par manière d'être actif dans une page."""
    page = base64.b64encode(f"<script>{signer('data', 'parent')}</script>".encode()).decode()
    return {
        "script": f"<script>{signer('script')}</script>",
        "script_casse": f"<ScRiPt >{signer('script_casse')}</sCrIpT >",
        "onerror": f'<img src="data:," onerror="{signer("onerror")}">',
        "sans_guillemets": f"<img src=data:, onerror={signer('sans_guillemets')}>",
        "svg_onload": f'<svg onload="{signer("svg_onload")}"></svg>',
        "svg_anime": f'<svg><animate onbegin="{signer("svg_anime")}" attributeName=x dur=1s></svg>',
        "iframe": f'<iframe srcdoc="<script>{signer("iframe", "parent")}</script>"></iframe>',
        "iframe_js": f'<iframe src="javascript:{signer("iframe_js", "parent")}"></iframe>',
        "object": f'<object data="data:text/html;base64,{page}"></object><embed src="{AILLEURS}">',
        "refresh": f'<meta http-equiv="refresh" content="0;url={AILLEURS}">',
        "base": f'<base href="{AILLEURS}/">',
        "form": f'<form action="{AILLEURS}"><input autofocus onfocus="{signer("form")}"></form>',
        "style": f"<style>@import '{AILLEURS}.css'; body {{background: url({AILLEURS})}}</style>",
        "style_attribut": f'<p style="background-image: url({AILLEURS}); position: fixed">x</p>',
        "style_echappe": f'<p style="color: red; b\\61 ckground: u\\72l({AILLEURS})">x</p>',
        "image": f'<img src="{AILLEURS}.png"><img src="/formgrader?path=autograded/moi">',
        "source": f'<picture><source srcset="{AILLEURS}"><img src="data:,"></picture>',
        "details": f'<details open ontoggle="{signer("details")}">x</details>',
        "lien": f'<a href="javascript:{signer("lien")}">x</a><a href="/formgrader?path=x">y</a>',
        "lien_entites": f'<a href="java&#x09;script&colon;{signer("lien_entites")}">x</a>',
        "lien_data": f'<a href="data:text/html;base64,{page}">x</a>',
        "mal_ferme": f'<table><tr><td><img src="data:," onerror="{signer("mal_ferme")}"<p',
        "mutation_style": f'<svg></p><style><a id="</style><img src=data:, onerror={signer("m1")}>',
        "mutation_math": "<math><mtext><table><mglyph><style><!--</style><img title="
        f'"--&gt;&lt;img src=data:, onerror={signer("m2")}&gt;">',
        "mutation_noscript": '<noscript><p title="</noscript>'
        f"<img src=data:, onerror={signer('m3')}>",
        "commentaire": f"<!--><img src=data:, onerror={signer('commentaire')}>-->",
        "cdata": f"<![CDATA[<img src=data:, onerror={signer('cdata')}>]]>",
        "textarea": f"<textarea><img title='</textarea><img src=data:, onerror={signer('t')}>'>",
        "identifiant": '<div id="question-1" class="modal in mark-graded" data-toggle="x">x</div>',
    }


def markdown() -> dict[str, str]:
    """Les mêmes, et celles que Markdown ajoute."""
    return html() | {
        "lien_md": f"[x](javascript:{signer('lien_md')})",
        "reference": f"[x][r] et [r]\n\n[r]: javascript:{signer('reference')}",
        "lien_relatif": "[mon annexe](page.html) ![](/formgrader?path=autograded/moi)",
        "image_md": f"![x]({AILLEURS}.png) ![y][i]\n\n[i]: {AILLEURS}.png",
        "piece_absente": "![x](attachment:absente.png)",
        "mermaid": f"```mermaid\n<img src=data:, onerror={signer('mermaid')}>\n```",
        "mermaid_cite": f"> ~~~ mermaid\n> <img src=data:, onerror={signer('mc')}>\n> ~~~",
        "formule": f"$\\href{{javascript:{signer('formule')}}}{{x}}$",
        "html_dans_formule": f"$$<img src=data:, onerror={signer('hf')}>$$",
        "chevrons": f"<javascript:{signer('chevrons')}>",
    }


def notebook() -> NotebookNode:
    """Une copie notée qui porte toutes les charges, partout où un notebook porte du texte."""
    toutes = "\n".join(charge for charge in html().values())
    cellules = [new_markdown_cell(f"{charge}\n\nrien") for charge in markdown().values()]
    cellules += [new_code_cell("1", outputs=[sortie(charge)]) for charge in html().values()]
    cellules += [
        new_code_cell(toutes, outputs=[sortie_de(mime, toutes), erreur(toutes), flux(toutes)])
        for mime in (
            "image/svg+xml",
            "text/latex",
            "text/markdown",
            "image/png",
            "application/javascript",
            "application/vnd.jupyter.widget-view+json",
            "application/x-inconnu",
            "text/plain",
        )
    ]
    cellules[-1].outputs = [
        new_output(
            "execute_result",
            {"text/html": toutes},
            metadata={"text/html": {"isolated": True}, "filenames": {"image/png": AILLEURS}},
        )
    ]
    cellules.append(new_raw_cell(toutes))
    cellules.append(new_code_cell("figure", outputs=[sortie_de(PLOTLY, figure())]))
    copie = new_notebook(cells=cellules)
    copie.metadata = nbformat.from_dict(
        {
            "language_info": {"name": f'"><img src=data:, onerror={signer("langage")}>'},
            "widgets": {"application/vnd.jupyter.widget-state+json": {"state": toutes}},
            "title": toutes,
        }
    )
    dernier = cellules[-1]
    dernier.execution_count = f"<img src=data:, onerror={signer('numero')}>"
    dernier.metadata = nbformat.from_dict({"tags": [toutes], "magics_language": toutes})
    cellules[0].metadata = nbformat.from_dict(
        {"nbgrader": {"grade_id": f'"><img src=data:, onerror={signer("repere")}>', "grade": True}}
    )
    cellules[1].attachments = nbformat.from_dict({"x.svg": {"image/svg+xml": toutes}})
    return copie


PLOTLY = "application/vnd.plotly.v1+json"


def figure() -> dict[str, Any]:
    mechant = f"<img src=data:, onerror={signer('plotly')}>"
    return {
        "data": [{"type": "bar", "x": ["Petit", mechant], "y": [1, 2], "name": mechant}],
        "layout": {
            "title": {"text": f"Le <b>titre</b>{mechant}<a href='javascript:{signer('p')}'>x</a>"},
            "images": [{"source": AILLEURS}],
            "template": {"layout": {"images": [{"source": "formgrader?path=x"}]}},
        },
        "config": {"plotlyServerURL": AILLEURS},
    }


def sortie(charge: str) -> NotebookNode:
    return sortie_de("text/html", charge)


def sortie_de(mime: str, valeur: Any) -> NotebookNode:
    return new_output("display_data", {mime: valeur})


def erreur(texte: str) -> NotebookNode:
    return new_output("error", ename=texte, evalue=texte, traceback=[texte])


def flux(texte: str) -> NotebookNode:
    return new_output("stream", name="stdout", text=texte)
