"""Refaire d'une copie le TD publié, avec les réponses de l'élève et rien d'autre de décisif."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from grc_lib.classe import _notebooks
from grc_lib.classe.depots._fichiers import lister
from grc_lib.classe.depots.lecture import Cellule
from grc_lib.classe.preparation.plan import noms_lies, sans_caches
from grc_lib.erreurs import RessourceIndisponible

SOURCE_MAX = 200_000
AJOUTS_MAX = 300
EFFACEE = "# Réponse effacée par l'élève."
_PHRASES = {
    "version": "Cellules venues d'une autre version du TD, remises à jour : {}.",
    "verrou": "Cellules verrouillées modifiées, remises : {}.",
    "reglages": "Réglages de nbgrader changés, remis : {}.",
    "genre": "Types de cellule changés, rétablis : {}.",
    "ordre": "Cellules déplacées, remises dans l'ordre : {}.",
    "double": "Cellules en double ; la première qui répond est notée : {}.",
    "effacee": "Cellules effacées, remises : {}.",
    "reponse": "Réponses effacées, remises vides : {}.",
    "retrouvee": "Réponses retrouvées dans une cellule ordinaire : {}.",
    "enorme": "Cellules démesurées, non gardées : {}.",
    "inconnue": "Questions que ce TD n'a pas, gardées sans être notées : {}.",
}


@dataclass(frozen=True)
class Attendue:
    """Une cellule du TD : ce que nbgrader en sait (rien pour l'énoncé) et ce qu'on en refait."""

    nom: str  # son grade_id, ou son identifiant de cellule si nbgrader ne la suit pas
    genre: str
    source: str
    id: str
    metadonnees: dict[str, Any]

    @property
    def repere(self) -> dict[str, Any]:
        lu: dict[str, Any] = self.metadonnees.get("nbgrader", {})
        return lu

    @property
    def repond(self) -> bool:
        return bool(self.repere.get("solution"))

    @cached_property
    def publiee(self) -> str:
        return _epure(sans_caches(self.source))

    def apporte(self, cellule: Cellule) -> bool:
        """Vrai si la cellule de l'élève dit autre chose que le TD publié."""
        return _epure(cellule.source) not in self.publiee

    def en_cellule(self, source: str, images: Any = None) -> dict[str, Any]:
        return _en_cellule(self.genre, source, self.id, self.metadonnees, images)


@dataclass(frozen=True)
class Reparation:
    """Le notebook à noter, ce qu'il a fallu y changer et ce qu'on y a reconnu."""

    notebook: bytes
    constats: list[str]
    reconnues: int
    reponses: int


@dataclass(frozen=True)
class Modele:
    """Le TD tel que le carnet le note, dans l'ordre du notebook de l'enseignant.

    Le carnet fait foi pour ce que nbgrader compare (source, points, verrou, somme de contrôle) :
    c'est lui qu'`OverwriteCells` oppose à la copie. L'ordre et l'énoncé viennent de `solutions/`.
    """

    devoir: str
    attendues: dict[str, Attendue]
    noyau: dict[str, Any]
    etudiants: frozenset[str]

    @classmethod
    def lire(cls, cours: Path, devoir: str, carnet: str = "") -> "Modele":
        """Lève RessourceIndisponible si le TD n'est pas publié, ou l'est dans une autre version."""
        from nbgrader.api import Gradebook, MissingEntry

        fichier = cours / "solutions" / devoir / f"{devoir}.ipynb"
        publier = f"lancez « nbgrader generate_assignment {devoir} », puis recommencez."
        if not fichier.is_file():
            raise RessourceIndisponible(f"Le TD {devoir} n'existe pas : « {fichier} ».")
        if not carnet and not (cours / "gradebook.db").is_file():
            raise RessourceIndisponible(f"Le cours n'a pas de carnet : {publier}")
        source = _notebooks.lire(fichier)
        with Gradebook(carnet or f"sqlite:///{cours / 'gradebook.db'}") as ouvert:
            try:
                suivies = _suivies(ouvert.find_notebook(devoir, devoir))
            except MissingEntry:
                raise RessourceIndisponible(
                    f"Le TD {devoir} n'est pas dans le carnet : {publier}"
                ) from None
            etudiants = frozenset(etudiant.id for etudiant in ouvert.students)
        attendues = [_attendue(cellule, suivies) for cellule in source.cells]
        noms = {attendue.nom for attendue in attendues if attendue.repere}
        if noms != set(suivies):
            raise RessourceIndisponible(
                f"La source du TD {devoir} et le carnet n'ont pas les mêmes cellules "
                f"({lister(sorted(noms ^ set(suivies)))}) : {publier}"
            )
        noyau = dict(source.metadata.get("kernelspec", {}))
        return cls(devoir, {a.nom: a for a in attendues}, noyau, etudiants)

    @cached_property
    def par_id(self) -> dict[str, str]:
        return {attendue.id: nom for nom, attendue in self.attendues.items()}

    @cached_property
    def par_source(self) -> dict[str, str]:
        return {a.publiee: nom for nom, a in self.attendues.items() if a.publiee}

    @cached_property
    def suivies(self) -> frozenset[str]:
        return frozenset(nom for nom, attendue in self.attendues.items() if attendue.repere)

    def reparer(self, cellules: list[Cellule]) -> Reparation:
        """Le TD entier, dans l'ordre, avec les réponses et les cellules ajoutées de l'élève."""
        return _Reparateur(self, cellules).reparer()


class _Reparateur:
    """Une copie en cours de remise en état ; `roles` dit quelle cellule du TD est chacune."""

    def __init__(self, modele: Modele, cellules: list[Cellule]) -> None:
        self.modele, self.cellules = modele, cellules
        self.notes: dict[str, list[str]] = defaultdict(list)
        self.roles = [self._role(cellule) for cellule in cellules]
        self.inutiles: set[int] = set()

    def reparer(self) -> Reparation:
        self._reconnaitre_par_le_texte()
        reconnues = len(self.modele.suivies.intersection(self.roles))
        places = self._dedoubler()
        self._retrouver(places)
        self._constater_l_ordre(places)
        refaites = {nom: self._refaire(nom, self.cellules[i]) for nom, i in places.items()}
        reponses = sum(
            self.modele.attendues[nom].apporte(self.cellules[rang])
            for nom, rang in places.items()
            if self.modele.attendues[nom].repond
        )
        cellules = self._assembler(places, refaites)
        constats = [_PHRASES[cas].format(lister(noms)) for cas, noms in self.notes.items() if noms]
        if not reponses:
            constats.append("Aucune réponse : c'est le TD tel que publié.")
        return Reparation(self._notebook(cellules), constats, reconnues, reponses)

    def _role(self, cellule: Cellule) -> str | None:
        """L'identifiant de la cellule, qu'un copier-coller renouvelle ; sinon son `grade_id`."""
        nom = self.modele.par_id.get(cellule.id)
        if nom in self.modele.suivies or cellule.grade_id not in self.modele.suivies:
            return nom
        return cellule.grade_id

    def _reconnaitre_par_le_texte(self) -> None:
        """Une cellule intacte qui a perdu ses métadonnées se reconnaît à ce qu'elle dit."""
        for rang, cellule in enumerate(self.cellules):
            nom = self.modele.par_source.get(_epure(cellule.source))
            if self.roles[rang] is None and nom is not None and nom not in self.roles:
                self.roles[rang] = nom

    def _dedoubler(self) -> dict[str, int]:
        """Où est chaque cellule du TD ; un double n'est gardé que s'il apporte quelque chose."""
        rangs: dict[str, list[int]] = defaultdict(list)
        for rang, nom in enumerate(self.roles):
            if nom is not None:
                rangs[nom].append(rang)
        places = {}
        for nom, candidats in rangs.items():
            attendue = self.modele.attendues[nom]
            qui_repondent = [i for i in candidats if attendue.apporte(self.cellules[i])]
            retenu = (qui_repondent if attendue.repond and qui_repondent else candidats)[0]
            places[nom] = retenu
            if len(candidats) > 1 and attendue.repere:
                self.notes["double"].append(nom)
            texte = self.cellules[retenu].source.strip()
            for rang in candidats:
                if rang != retenu:
                    self.roles[rang] = None
                    if rang not in qui_repondent or self.cellules[rang].source.strip() == texte:
                        self.inutiles.add(rang)
        return places

    def _retrouver(self, places: dict[str, int]) -> None:
        """Une réponse dont la cellule est perdue, écrite là où on l'attend."""
        precedent = -1
        for nom, attendue in self.modele.attendues.items():
            if nom in places:
                precedent = places[nom]
            elif attendue.repond:
                demandes = _demandes(attendue)
                rang = precedent + 1
                while rang < len(self.cellules) and self.roles[rang] is None:
                    cellule = self.cellules[rang]
                    meme_genre = cellule.genre == attendue.genre and rang not in self.inutiles
                    if meme_genre and (
                        _definit(cellule.source, demandes)
                        if attendue.genre == "code"
                        else cellule.source.strip()
                    ):
                        self.roles[rang], places[nom], precedent = nom, rang, rang
                        self.notes["retrouvee"].append(nom)
                        break
                    rang += 1

    def _constater_l_ordre(self, places: dict[str, int]) -> None:
        plus_loin = -1
        for nom in (nom for nom in self.modele.attendues if nom in places):
            if places[nom] < plus_loin and self.modele.attendues[nom].repere:
                self.notes["ordre"].append(nom)
            plus_loin = max(plus_loin, places[nom])

    def _refaire(self, nom: str, cellule: Cellule) -> dict[str, Any]:
        """La cellule du TD : verrouillée, telle que dans le carnet ; sinon avec sa réponse."""
        attendue = self.modele.attendues[nom]
        source, repere = cellule.source, attendue.repere
        if repere:
            if cellule.genre != attendue.genre:
                self.notes["genre"].append(nom)
            if not (_memes_reglages(cellule.repere, repere) or nom in self.notes["retrouvee"]):
                self.notes["version" if _autre_bareme(cellule, repere) else "reglages"].append(nom)
        if repere.get("locked"):
            changee = _epure(source) not in (attendue.publiee, _epure(attendue.source))
            if changee and nom not in self.notes["version"]:
                self.notes["version" if _intacte(cellule) else "verrou"].append(nom)
            source = attendue.source
        elif len(source) > SOURCE_MAX:
            self.notes["enorme"].append(nom)
            source = attendue.source
        if not repere and cellule.genre != attendue.genre:  # l'énoncé : à l'élève s'il l'a changé
            return _en_cellule(cellule.genre, source, attendue.id, {}, cellule.images)
        return attendue.en_cellule(source, cellule.images)

    def _assembler(
        self, places: dict[str, int], refaites: dict[str, dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Les cellules du TD dans l'ordre, chacune suivie de celles que l'élève lui a ajoutées."""
        ajouts = self._ajouts(places)
        finales, en_attente = [], ajouts[None]
        for nom, attendue in self.modele.attendues.items():
            if nom in refaites:
                finales += [*en_attente, refaites[nom]]
                en_attente = ajouts[nom]
            elif attendue.repere:
                source = self._vide(attendue) if attendue.repond else attendue.source
                finales += [*en_attente, attendue.en_cellule(source)]
                en_attente = []
                self.notes["reponse" if attendue.repond else "effacee"].append(nom)
        return finales + en_attente

    def _ajouts(self, places: dict[str, int]) -> dict[str | None, list[dict[str, Any]]]:
        ajouts: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
        pris = {attendue.id for attendue in self.modele.attendues.values()}
        retenus = {rang: nom for nom, rang in places.items()}
        dernier, combien = None, 0
        for rang, cellule in enumerate(self.cellules):
            if rang in retenus:
                dernier = retenus[rang]
            elif rang not in self.inutiles:
                combien += 1
                if len(cellule.source) > SOURCE_MAX or combien > AJOUTS_MAX:
                    self.notes["enorme"].append(cellule.source[:20])
                    continue
                if cellule.grade_id and cellule.grade_id not in self.modele.suivies:
                    self.notes["inconnue"].append(cellule.grade_id)
                marque = cellule.id if cellule.id not in pris | {""} else f"ajout-{combien}"
                while marque in pris:
                    marque += "-"
                pris.add(marque)
                ajouts[dernier].append(
                    _en_cellule(cellule.genre, cellule.source, marque, {}, cellule.images)
                )
        return ajouts

    def _vide(self, attendue: Attendue) -> str:
        """L'ébauche du TD, sauf si l'élève donne ailleurs ce qu'elle remettrait à blanc."""
        ailleurs = (c.source for c in self.cellules if c.genre == "code")
        demandes = _demandes(attendue)
        if any(_definit(source, demandes) for source in ailleurs):
            return EFFACEE
        return attendue.source

    def _notebook(self, cellules: list[dict[str, Any]]) -> bytes:
        entier = {
            "cells": cellules,
            "metadata": {"kernelspec": self.modele.noyau},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        return json.dumps(entier, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _suivies(notebook: Any) -> dict[str, dict[str, Any]]:
    """Ce que le carnet sait de chaque cellule, par `grade_id`."""
    points = {c.name: c.max_score for c in (*notebook.grade_cells, *notebook.task_cells)}
    notees = {cellule.name for cellule in notebook.grade_cells}
    solutions = {cellule.name for cellule in notebook.solution_cells}
    taches = {cellule.name for cellule in notebook.task_cells}
    return {
        c.name: {
            "source": c.source,
            "genre": c.cell_type,
            "repere": {
                "schema_version": 3,
                "grade_id": c.name,
                "grade": c.name in notees,
                "solution": c.name in solutions,
                "task": c.name in taches,
                "locked": bool(c.locked),
                "cell_type": c.cell_type,
                "checksum": c.checksum,
            }
            | ({"points": points[c.name]} if c.name in points else {}),
        }
        for c in notebook.source_cells
    }


def _attendue(cellule: NotebookNode, suivies: dict[str, dict[str, Any]]) -> Attendue:
    autres = {cle: v for cle, v in cellule.metadata.items() if cle != "nbgrader"}
    nom = cellule.metadata.get("nbgrader", {}).get("grade_id")
    if nom is None:
        return Attendue(cellule.id, cellule.cell_type, cellule.source, cellule.id, autres)
    suivie = suivies.get(nom) or {"genre": "code", "source": "", "repere": {"grade_id": nom}}
    metadonnees = autres | {"deletable": False, "nbgrader": suivie["repere"]}
    return Attendue(nom, suivie["genre"], suivie["source"], cellule.id, metadonnees)


def _en_cellule(
    genre: str, source: str, marque: str, metadonnees: dict[str, Any], images: Any = None
) -> dict[str, Any]:
    cellule = {"cell_type": genre, "id": marque, "metadata": metadonnees, "source": source}
    if genre == "code":
        return cellule | {"outputs": [], "execution_count": None}
    return cellule | ({"attachments": images} if images and genre == "markdown" else {})


def _demandes(attendue: Attendue) -> set[str]:
    return noms_lies(attendue.source) if attendue.genre == "code" else set()


def _definit(source: str, noms: set[str]) -> bool:
    """Vrai si une cellule d'élève définit l'un de ces noms ; lue sans l'analyser, en temps borné.

    >>> [_definit(s, {"taux"}) for s in ("a, taux = 1, 2", "def taux(x):", "taux == 1", "taux(1)")]
    [True, True, False, False]
    """
    choix = "|".join(map(re.escape, sorted(noms)))
    motif = (
        rf"^(?:def +({choix}) *\(|%%sql +({choix})\b|(?:\w+ *[,=] *)*({choix}) *(?:=(?!=)|[,:]))"
    )
    return bool(noms) and re.search(motif, source[:SOURCE_MAX], re.MULTILINE) is not None


def _memes_reglages(rendus: Any, attendus: dict[str, Any]) -> bool:
    cles: Iterable[str] = ("grade_id", "grade", "solution", "locked", "points", "schema_version")
    return isinstance(rendus, dict) and all(rendus.get(c) == attendus.get(c) for c in cles)


def _autre_bareme(cellule: Cellule, attendus: dict[str, Any]) -> bool:
    """Vrai si c'est l'enseignant qui a changé les points depuis : la cellule est intacte."""
    rendus = cellule.repere if isinstance(cellule.repere, dict) else {}
    return rendus.get("points") != attendus.get("points") and _intacte(cellule)


def _intacte(cellule: Cellule) -> bool:
    """Vrai si la cellule est telle qu'une version du TD l'a publiée : sa somme est la bonne."""
    from nbgrader.utils import compute_checksum

    try:
        neuve = _notebooks.texte if cellule.genre == "markdown" else _notebooks.code
        somme = compute_checksum(neuve(cellule.source, metadata={"nbgrader": cellule.repere}))
    except Exception:  # des métadonnées quelconques
        return False
    return bool(somme == cellule.repere.get("checksum"))


def _epure(source: str) -> str:
    """Le texte sans ses lignes vides ni ses espaces de fin : ce qui ne compte pas."""
    return "\n".join(ligne.rstrip() for ligne in source.splitlines() if ligne.strip())
