"""Exécuter les notebooks, deux à la fois, et garder leurs sorties.

Une sortie gardée sert tant que n'ont changé ni le code du notebook, ni les tableaux posés à côté,
ni la bibliothèque, ni les données, ni les paquets installés ; corriger une phrase n'exécute rien.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from docs.site.depot import CONSTRUCTION, RACINE

GARDEES = CONSTRUCTION / "sorties"
ELEVE = "autodidacte"  # les données tirées qu'affichent les TD du site
ETAT = "application/vnd.jupyter.widget-state+json"


def executer(chemins: Iterable[Path]) -> dict[Path, NotebookNode]:
    """Chaque notebook avec ses sorties et l'état de ses widgets."""
    GARDEES.mkdir(parents=True, exist_ok=True)
    commune = _empreinte_commune()
    lus = {chemin: nbformat.read(chemin, as_version=4) for chemin in chemins}
    places = {c: GARDEES / f"{_cle(c, nb, commune)}.json" for c, nb in lus.items()}
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as ouvriers:
        a_faire = [chemin for chemin, place in places.items() if not place.exists()]
        for _ in ouvriers.map(lambda c: _garder(c, lus[c], places[c]), a_faire):
            pass
    for perimee in set(GARDEES.glob("*.json")) - set(places.values()):
        perimee.unlink()
    return {chemin: _rejouer(nb, places[chemin]) for chemin, nb in lus.items()}


def _garder(chemin: Path, notebook: NotebookNode, place: Path) -> None:
    print(f"exécution de {chemin.name}", flush=True)
    with tempfile.TemporaryDirectory() as ailleurs:  # rien du poste de travail n'y est lu
        for voisin in _voisins(chemin):
            shutil.copy(voisin, ailleurs)
        client = NotebookClient(
            nbformat.from_dict(notebook),
            kernel_name="python3",
            timeout=300,
            extra_arguments=["--IPKernelApp.log_level=40"],  # ses erreurs seulement
            resources={"metadata": {"path": ailleurs}},
            store_widget_state=True,
            coalesce_streams=True,
            record_timing=False,
        )
        execute = client.execute(env=_variables())
    gardees = {
        "sorties": [cellule.outputs for cellule in _codes(execute)],
        "widgets": execute.metadata.get("widgets", {}).get(ETAT, {}).get("state", {}),
    }
    place.write_text(json.dumps(gardees), "utf-8")


def _rejouer(notebook: NotebookNode, place: Path) -> NotebookNode:
    gardees: dict[str, Any] = json.loads(place.read_text("utf-8"))
    for cellule, sorties in zip(_codes(notebook), gardees["sorties"], strict=True):
        cellule.outputs = [nbformat.from_dict(sortie) for sortie in sorties]
    notebook.metadata["widgets"] = gardees["widgets"]
    return notebook


def _cle(chemin: Path, notebook: NotebookNode, commune: str) -> str:
    """Ce dont dépendent les sorties de ce notebook."""
    codes = [[cellule.source, cellule.metadata.get("tags", [])] for cellule in _codes(notebook)]
    voisins = [[voisin.name, voisin.read_bytes().hex()] for voisin in _voisins(chemin)]
    return hashlib.sha256(json.dumps([commune, codes, voisins]).encode()).hexdigest()[:32]


def _empreinte_commune() -> str:
    """Ce dont dépendent les sorties de tous : nos fichiers, Python et ses paquets, l'élève."""
    paquets = sorted(f"{paquet.name} {paquet.version}" for paquet in distributions())
    empreinte = hashlib.sha256(json.dumps([ELEVE, sys.version, paquets]).encode())
    fichiers = [f for nom in ("grc_lib", "datasets") for f in sorted((RACINE / nom).rglob("*"))]
    for fichier in [Path(__file__), *fichiers]:
        if fichier.is_file() and "__pycache__" not in fichier.parts:
            empreinte.update(fichier.as_posix().removeprefix(RACINE.as_posix()).encode())
            empreinte.update(hashlib.sha256(fichier.read_bytes()).digest())
    return empreinte.hexdigest()


def _voisins(chemin: Path) -> list[Path]:
    """Les tableaux qu'un notebook lit à côté de lui."""
    return sorted(chemin.parent.glob("*.csv"))


def _variables() -> dict[str, str]:
    """Celles de ce poste, sans les réglages du cours : le site est le même pour tous."""
    gardees = {nom: v for nom, v in os.environ.items() if not nom.startswith("GRC_")}
    return gardees | {"GRC_ETUDIANT": ELEVE}


def _codes(notebook: NotebookNode) -> list[NotebookNode]:
    return [cellule for cellule in notebook.cells if cellule.cell_type == "code"]
