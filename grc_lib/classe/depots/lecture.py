"""Lire un notebook rendu dans l'état où il est : encodage, format, fichier coupé."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from grc_lib.classe.depots._fichiers import MO, Illisible

ACCOLADES_MAX = 5_000_000  # au-delà, lire le JSON prendrait toute la mémoire
IMAGES_MAX = 2 * MO
_IMAGES = {"image/png", "image/jpeg", "image/gif"}
_PAS_DES_NOTEBOOKS = (
    (rb"\s*$", "le fichier est vide"),
    (rb"%PDF", "c'est un PDF, pas le notebook"),
    (rb"PK\x03\x04", "c'est une archive zip ou un document bureautique, pas le notebook"),
    (rb"\x89PNG|\xff\xd8|GIF8", "c'est une image, pas le notebook"),
    (rb"(?i)\s*<(!doctype|html|\?xml|!--)", "c'est une page web, pas le notebook"),
    (rb"\s*[^\s{]", "ce n'est pas un notebook"),
)
_CONVERTIR = "le notebook est dans un ancien format qui n'a pas pu être converti"


@dataclass(frozen=True)
class Cellule:
    """Ce qu'on garde d'une cellule rendue ; sorties et autres métadonnées sont oubliées."""

    genre: str
    source: str
    id: str = ""
    repere: Any = None  # ce que l'élève rend à la place des métadonnées de nbgrader
    images: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def grade_id(self) -> str | None:
        nom = self.repere.get("grade_id") if isinstance(self.repere, dict) else None
        return nom if isinstance(nom, str) else None


def lire(octets: bytes) -> tuple[list[Cellule], list[str]]:
    """Les cellules d'un notebook et ce qu'il a fallu faire pour les lire ; lève Illisible."""
    texte, constats = _decoder(octets)
    if texte.count("{") + texte.count("[") > ACCOLADES_MAX:
        raise Illisible("son contenu est démesuré")
    try:
        notebook = _JSON.raw_decode(texte.lstrip())[0]
    except (ValueError, RecursionError):
        notebook = {"cells": list(_avant_la_coupure(texte))}
        if not notebook["cells"]:
            raise Illisible("le fichier s'arrête au milieu ou est abîmé : redemandez-le") from None
        constats.append(
            f"Le fichier s'arrête au milieu ou est abîmé : seules ses {len(notebook['cells'])} "
            "premières cellules sont notées ; redemandez-le."
        )
    if "worksheets" in notebook:
        notebook = _convertir(notebook)
        constats.append("Notebook d'un ancien format, converti.")
    if not isinstance(cellules := notebook.get("cells"), list):
        raise Illisible("ce n'est pas un notebook")
    lues = [_cellule(brute) for brute in cellules if isinstance(brute, dict)]
    if len(lues) < len(cellules):
        constats.append("Des cellules illisibles ont été ôtées.")
    return lues, constats


def _decoder(octets: bytes) -> tuple[str, list[str]]:
    """Le texte, quel que soit l'éditeur qui l'a enregistré."""
    encodage, constats = json.detect_encoding(octets), []
    texte = octets.decode(encodage, "replace")
    perdus = texte.count("�")
    if perdus and perdus > sum(not c.isascii() and c != "�" for c in texte):
        texte, constats = octets.decode("cp1252", "replace"), ["Ancien encodage de Windows, relu."]
    elif perdus and encodage.startswith("utf-8"):
        constats = ["Des caractères abîmés ont été remplacés par « � »."]
    elif not encodage.startswith("utf-8"):
        constats = ["Fichier enregistré en UTF-16, relu."]
    for motif, phrase in _PAS_DES_NOTEBOOKS:
        if re.match(motif, octets[:200]) and not texte[:200].lstrip().startswith("{"):
            raise Illisible(phrase)
    return texte, constats


def _entier(texte: str) -> int:
    return int(texte) if len(texte) < 20 else 0  # aucun n'a de sens dans un notebook


_JSON = json.JSONDecoder(parse_int=_entier, strict=False)


def _avant_la_coupure(texte: str) -> Iterator[Any]:
    """Les cellules entières d'un JSON interrompu."""
    debut = re.search(r'"cells"\s*:\s*\[', texte)
    position = debut.end() if debut else len(texte)
    while suite := re.compile(r"[\s,]*(?=\{)").match(texte, position):
        try:
            cellule, position = _JSON.raw_decode(texte, suite.end())
        except (ValueError, RecursionError):
            return
        yield cellule


def _convertir(notebook: Any) -> Any:
    from grc_lib.classe import _notebooks

    try:
        return _notebooks.convertir(notebook)
    except Exception as erreur:  # un contenu quelconque peut y lever n'importe quoi
        raise Illisible(_CONVERTIR) from erreur


def _cellule(brute: dict[str, Any]) -> Cellule:
    genre, source, marque = brute.get("cell_type"), brute.get("source"), brute.get("id")
    metadonnees = brute.get("metadata")
    if isinstance(source, list):
        source = "".join(morceau for morceau in source if isinstance(morceau, str))
    return Cellule(
        genre if genre in ("code", "markdown", "raw") else "raw",
        _encodable(source) if isinstance(source, str) else "",
        marque if isinstance(marque, str) and re.fullmatch(r"[\w-]{1,64}", marque, re.A) else "",
        metadonnees.get("nbgrader") if isinstance(metadonnees, dict) else None,
        _images(brute.get("attachments")) if genre == "markdown" else {},
    )


def _images(jointes: Any) -> dict[str, dict[str, str]]:
    """Les images collées dans une réponse rédigée, si elles sont ce qu'elles disent."""
    gardees: dict[str, dict[str, str]] = {}
    reste = IMAGES_MAX
    for nom, contenu in jointes.items() if isinstance(jointes, dict) else ():
        for nature, base64 in contenu.items() if isinstance(contenu, dict) else ():
            sure = isinstance(base64, str) and re.fullmatch(r"[\w+/=\s]*", base64, re.A)
            if sure and nature in _IMAGES and re.fullmatch(r"[\w.-]{1,80}", nom):
                reste -= len(base64)
                if reste >= 0:
                    gardees[nom] = {nature: base64}
    return gardees


def _encodable(texte: str) -> str:
    return texte if texte.isascii() else texte.encode("utf-8", "replace").decode()
