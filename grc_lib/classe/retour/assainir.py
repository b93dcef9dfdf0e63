"""Ce qui vient d'une copie ne fait rien chez le professeur : nettoyer un notebook noté.

Formgrader affiche une copie dans la page du professeur, avec sa session : un script, une image
demandée à son serveur, un lien vers ses réglages y agiraient en son nom. `Assainir` récrit donc la
copie notée avec ce que l'on sait inoffensif, et rien d'autre.
"""

import base64
import json
import re
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer, Unicode

from grc_lib.classe._notebooks import lire
from grc_lib.classe.retour._figure_lue import figure_lue
from grc_lib.classe.retour._inerte import figure_inerte, html_inerte, markdown_inerte

OCTETS = 200_000
SORTIES = 60
_MARGE = 200  # de quoi dire qu'une sortie est coupée, sans la recouper ensuite
_Noeud: type[Any] = NotebookNode  # nbformat n'a pas de types
PLOTLY = "application/vnd.plotly.v1+json"
IMAGES = {"image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff"}
_NOTEBOOK = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_REPERES: dict[str, type | tuple[type, ...]] = {  # ce que nbgrader relit d'une cellule
    "grade": bool,
    "locked": bool,
    "solution": bool,
    "task": bool,
    "points": (int, float),
    "schema_version": int,
}


class Assainir(NbGraderPreprocessor):  # type: ignore[misc]
    """Ne garde d'un notebook noté que ce qui ne peut rien faire chez qui l'ouvre.

    Il se place en dernier parmi les préprocesseurs d'`autograde`, après `SaveAutoGrades` : nbgrader
    reconnaît une réponse vide à la somme de contrôle de son texte, que l'on peut changer ici.
    Assainir un notebook déjà assaini ne change rien.
    """

    octets = Integer(OCTETS, help="taille gardée d'une sortie, en octets").tag(config=True)
    sorties = Integer(SORTIES, help="nombre de sorties gardées par cellule").tag(config=True)
    source = Unicode(
        help="notebook source du TD, dont les textes sont intacts ; celui du cours s'il est vide"
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Assainit le notebook sur place (c'est la porte de nbconvert)."""
        professeur = _textes(self._source(resources))
        nb.metadata = _Noeud(_NOTEBOOK)
        nb.cells = [
            self._cellule(cellule, rang, professeur) for rang, cellule in enumerate(nb.cells, 1)
        ]
        for nom in set(nb) - {"cells", "metadata", "nbformat", "nbformat_minor"}:
            del nb[nom]
        return nb, resources

    def _source(self, resources: dict[str, Any]) -> Path | None:
        if self.source:
            return Path(self.source)
        cours = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        ou = resources.get("nbgrader", {})
        if cours is None or "assignment" not in ou:
            return None
        dossier = cours.format_path(cours.source_directory, ".", ou["assignment"])
        return Path(dossier) / f"{ou['notebook']}.ipynb"

    def _cellule(self, cellule: Any, rang: int, professeur: frozenset[str]) -> Any:
        genre = cellule.get("cell_type")
        neuve = _Noeud(
            cell_type=genre if genre in ("code", "markdown") else "markdown",
            id=_identifiant(cellule.get("id"), rang),
            metadata=_metadonnees(cellule.get("metadata")),
            source=_texte(cellule.get("source")),
        )
        if neuve.cell_type == "code":
            numero = cellule.get("execution_count")
            neuve.execution_count = numero if type(numero) is int else None
            neuve.outputs = self._sorties(cellule.get("outputs"))
        elif neuve.source not in professeur or genre != "markdown":
            jointes = self._jointes(cellule.get("attachments"))
            neuve.source = markdown_inerte(neuve.source, jointes)
            if jointes:
                neuve.attachments = jointes
        elif jointes := self._jointes(cellule.get("attachments")):
            neuve.attachments = jointes
        return neuve

    def _jointes(self, lues: Any) -> Any:
        """Les images jointes à un texte, si ce sont bien des images."""
        jointes = _Noeud()
        for nom, images in lues.items() if isinstance(lues, dict) else ():
            gardees = {m: v for m, v in _dict(images).items() if self._image(m, v)}
            if gardees and re.fullmatch(r"[\w.-]{1,100}", nom):
                jointes[nom] = _Noeud(gardees)
        return jointes

    def _image(self, mime: str, valeur: Any) -> bool:
        return (
            mime in IMAGES and len(_texte(valeur)) <= 5 * self.octets and _est_image(mime, valeur)
        )

    def _sorties(self, lues: Any) -> list[Any]:
        """Les sorties d'une cellule ; la dernière, qui dit souvent l'essentiel, est toujours là."""
        lues = lues if isinstance(lues, list) else []
        gardees = [propre for lue in lues if (propre := self._sortie(_dict(lue)))]
        if len(gardees) <= self.sorties:
            return gardees
        coupe = f"sortie coupée : {len(gardees)} affichages, les {self.sorties} premiers sont là."
        return [*gardees[: self.sorties - 2], _flux("stdout", f"… {coupe}\n"), gardees[-1]]

    def _sortie(self, lue: dict[str, Any]) -> Any:
        genre = lue.get("output_type")
        if genre == "stream":
            nom = "stderr" if lue.get("name") == "stderr" else "stdout"
            return _flux(nom, self._borner(_texte(lue.get("text"))))
        if genre == "error":
            trace = lue.get("traceback")
            lignes = (
                [self._borner(_texte(ligne)) for ligne in trace] if isinstance(trace, list) else []
            )
            return _Noeud(
                output_type="error",
                ename=_texte(lue.get("ename"))[:200],
                evalue=self._borner(_texte(lue.get("evalue"))),
                traceback=[self._borner("\n".join(lignes))] if lignes else [],
            )
        if genre not in ("execute_result", "display_data"):
            return None
        propre = _Noeud(
            output_type=genre,
            metadata=_Noeud(),
            data=_Noeud(self._donnees(_dict(lue.get("data")))),
        )
        if genre == "execute_result":
            numero = lue.get("execution_count")
            propre.execution_count = numero if type(numero) is int else None
        return propre

    def _donnees(self, lues: dict[str, Any]) -> dict[str, Any]:
        """Une même sortie sous ses diverses formes : celles que l'on connaît, nettoyées."""
        gardees: dict[str, Any] = {}
        if PLOTLY in lues:
            figure = figure_inerte(_dict(lues[PLOTLY]))
            if len(json.dumps(figure)) <= 20 * self.octets:
                gardees = {PLOTLY: figure, "text/html": figure_lue(figure)}
        elif html := _texte(lues.get("text/html")):
            gardees["text/html"] = (
                html_inerte(html)
                if len(html) <= self.octets
                else f"<p>… sortie coupée : un affichage de {len(html)} caractères.</p>"
            )
        for mime in ("text/markdown", "text/latex"):
            if 0 < len(_texte(lues.get(mime))) <= self.octets:
                gardees[mime] = markdown_inerte(_texte(lues[mime]))
        gardees |= {m: _texte(lues[m]) for m in IMAGES if self._image(m, lues.get(m))}
        if texte := self._borner(_texte(lues.get("text/plain"))):
            gardees["text/plain"] = texte
        return gardees or {"text/plain": "(sortie retirée : ce format ne s'affiche pas ici)"}

    def _borner(self, texte: str) -> str:
        octets = texte.encode("utf-8", "replace")
        if len(octets) <= self.octets + _MARGE:
            return texte
        fin = f"… sortie coupée : {len(octets)} octets, les {self.octets} premiers sont là."
        return f"{octets[: self.octets].decode('utf-8', 'ignore')}\n{fin}"


def _textes(source: Path | None) -> frozenset[str]:
    """Les textes du professeur, à rendre tels quels."""
    if source is None or not source.is_file():
        return frozenset()
    return frozenset(
        cellule.source
        for cellule in lire(source).cells
        if cellule.cell_type == "markdown"
        and not _dict(cellule.metadata.get("nbgrader")).get("solution")
    )


def _metadonnees(lues: Any) -> Any:
    """Le repère de nbgrader, s'il est bien formé ; le reste ne sert qu'à l'affichage."""
    metadonnees = _Noeud()
    repere = _dict(_dict(lues).get("nbgrader"))
    nom = repere.get("grade_id")
    if isinstance(nom, str) and re.fullmatch(r"[\w.-]{1,200}", nom):
        propre = _Noeud({c: repere[c] for c, t in _REPERES.items() if isinstance(repere.get(c), t)})
        propre.grade_id = nom
        if re.fullmatch(r"[0-9a-f]{32}", _texte(repere.get("checksum"))):
            propre.checksum = repere["checksum"]
        if repere.get("cell_type") in ("code", "markdown"):
            propre.cell_type = repere["cell_type"]
        metadonnees.nbgrader = propre
    return metadonnees


def _identifiant(lu: Any, rang: int) -> str:
    return (
        lu if isinstance(lu, str) and re.fullmatch(r"[\w-]{1,64}", lu, re.A) else f"cellule-{rang}"
    )


def _est_image(mime: str, valeur: Any) -> bool:
    try:
        octets = base64.b64decode(re.sub(r"\s", "", _texte(valeur)), validate=True)
    except ValueError:
        return False
    return octets.startswith(IMAGES[mime])


def _flux(nom: str, texte: str) -> Any:
    return _Noeud(output_type="stream", name=nom, text=texte)


def _texte(lu: Any) -> str:
    """Un texte de notebook, que nbformat écrit d'un trait ou ligne par ligne."""
    if isinstance(lu, list):
        return "".join(ligne for ligne in lu if isinstance(ligne, str))
    return lu if isinstance(lu, str) else ""


def _dict(lu: Any) -> dict[str, Any]:
    return lu if isinstance(lu, dict) else {}
