"""Un notebook fabriqué pour un essai, et ce qu'un geste y fait venir du noyau."""

import base64
from collections.abc import Callable
from typing import Any

import nbformat
from cours_ouvert import Cours
from eleve import Notebook
from playwright.sync_api import Page


def deposer(cours: Cours, chemin: str, *cellules: str) -> str:
    """Écrit dans le dossier de l'élève un notebook de ces cellules de code ; rend son chemin."""
    codes = [nbformat.v4.new_code_cell(code) for code in cellules]
    noyau = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=codes, metadata={"kernelspec": noyau})
    nbformat.write(notebook, cours.dossier / chemin)
    return chemin


def octets_recus(notebook: Notebook, geste: Callable[[], Any]) -> int:
    """Le poids des trames WebSocket que le navigateur reçoit pendant un geste et sa réponse."""
    recus: list[int] = []
    outil = notebook.page.context.new_cdp_session(notebook.page)
    outil.on("Network.webSocketFrameReceived", lambda evenement: recus.append(_poids(evenement)))
    outil.send("Network.enable")
    geste()
    notebook.page.wait_for_timeout(1000)  # la dernière trame suit de peu ce que l'on voit
    outil.detach()
    return sum(recus)


def texte_en_focus(page: Page) -> str:
    """Le texte, ou la valeur, de ce qui a le clavier."""
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.value"))


def _poids(evenement: dict[str, Any]) -> int:
    trame = evenement["response"]
    binaire = trame["opcode"] == 2
    return len(base64.b64decode(trame["payloadData"]) if binaire else trame["payloadData"].encode())
