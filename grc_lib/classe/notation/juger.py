"""Exécuter une copie : l'élève chez lui, les contrôles chez un juge qui n'a vu que des données."""

import json
import time
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Float, Instance, Unicode

from grc_lib.classe.postes.exterieur import Message, Poste, PosteArrete
from grc_lib.classe.preparation.plan import Plan, ne_fait_que_verifier, sans_caches
from grc_lib.erreurs import RessourceIndisponible

ARRETS_MAX = 6
SORTIES_MAX = 1000
OCTETS_MAX = 4_000_000
PHRASES = {
    "delai": "Cette cellule n'a pas répondu à temps : cherchez une boucle sans fin.",
    "arret": "Cette cellule arrête Python.",
    "illisible": "Cette cellule rend quelque chose d'illisible.",
    "budget": "La copie entière est trop longue : cette cellule n'a pas été exécutée.",
    "trop d'arrêts": "La copie a arrêté Python trop souvent : cette cellule n'est pas exécutée.",
}
NOMS_DES_ERREURS = {"delai": "TempsDepasse", "budget": "TempsDepasse"}


class ExecuterCopie(NbGraderPreprocessor):  # type: ignore[misc]
    """Le préprocesseur de nbgrader qui remplace `Execute` dans `grc noter`."""

    plan = Instance(Plan).tag(config=True)
    moyen = Unicode("espaces", help="« espaces », « landlock » ou « aucun »").tag(config=True)
    delai = Float(60, help="secondes accordées à une cellule").tag(config=True)
    delai_copie = Float(300, help="secondes accordées à la copie entière").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        reperes = resources["nbgrader"]
        dossier = resources["metadata"].get("path", "")
        with Copie(self, reperes["student"], reperes["assignment"], dossier) as copie:
            rang = 0
            for cellule in nb.cells:
                if cellule.cell_type == "code":
                    rang += 1
                    cellule.outputs = lire_les_sorties(copie.passer(cellule))
                    cellule.execution_count = rang
        return nb, resources


class Copie:
    """Les deux postes d'une copie et ce qu'ils ont déjà fait."""

    def __init__(self, reglages: ExecuterCopie, etudiant: str, devoir: str, dossier: str) -> None:
        self.reglages, self.plan = reglages, reglages.plan
        self.etudiant, self.devoir, self.dossier = etudiant, devoir, dossier
        self.fin = float("inf")  # le temps de la copie ne court qu'une fois ses postes ouverts
        self.faites: list[str] = []  # ce que l'élève a exécuté sans arrêter son poste
        self.arrets = 0
        self.montrees: dict[str, list[Message]] = {}

    def __enter__(self) -> "Copie":
        self.juge = self._juge()
        self.eleve = self._poste(self.dossier)
        self.fin = time.monotonic() + self.reglages.delai_copie
        return self

    def __exit__(self, *_: object) -> None:
        self.eleve.fermer()
        self.juge.fermer()

    def passer(self, cellule: NotebookNode) -> list[Message]:
        """Exécute une cellule là où elle doit l'être et rend ses sorties."""
        repere = cellule.metadata.get("nbgrader", {}).get("grade_id")
        if repere in self.plan.controles:  # le texte de l'enseignant, quoi que dise la copie
            return self._juger(self.plan.verrouillees[repere])
        if repere in self.plan.mise_en_place:
            sorties = self._executer(sans_caches(self.plan.mise_en_place[repere]))
            return self.montrees.get(repere, sorties)
        return self._executer(cellule.source)

    def _juge(self) -> Poste:
        juge = self._poste("")
        for repere, source in self.plan.mise_en_place.items():
            sorties = juge.demander("executer", self.reglages.delai, source=source)["sorties"]
            if erreurs := [s for s in sorties if s["output_type"] == "error"]:
                juge.fermer()
                raise RessourceIndisponible(
                    f"La cellule « {repere} » du TD échoue pour {self.etudiant} : "
                    f"{erreurs[0]['ename']}, {erreurs[0]['evalue']}. Corrigez la source du TD."
                )
            self.montrees[repere] = sorties
        return juge

    def _poste(self, dossier: str) -> Poste:
        return Poste(self.etudiant, self.devoir, self.reglages.moyen, dossier)

    def _executer(self, source: str) -> list[Message]:
        if self.arrets >= ARRETS_MAX:
            return [erreur("trop d'arrêts")]
        if self._reste() <= 0:
            return [erreur("budget")]
        try:
            sorties = self.eleve.demander("executer", self._reste(), source=source)["sorties"]
        except (PosteArrete, KeyError) as arret:
            self._relever()
            return [erreur(getattr(arret, "cause", "illisible"))]
        self.faites.append(source)
        if self.eleve.delai_depasse:
            lues = lire_les_sorties(sorties)
            return [s for s in lues if s["output_type"] != "error"] + [erreur("delai")]
        return sorties  # type: ignore[no-any-return]

    def _relever(self) -> None:
        """Un poste neuf, où l'on refait ce qui avait marché : la cellule fautive est perdue."""
        self.arrets += 1
        self.eleve.fermer()
        self.eleve = self._poste(self.dossier)
        try:
            for source in self.faites:
                self.eleve.demander("executer", self._reste(), source=source)
        except PosteArrete:
            self.arrets = ARRETS_MAX
            self.eleve.fermer()
            self.eleve = self._poste(self.dossier)

    def _juger(self, source: str) -> list[Message]:
        """Le juge exécute le contrôle sur les réponses reçues ; l'élève, ce qu'il en garderait."""
        if not ne_fait_que_verifier(vu := sans_caches(source)):
            self._executer(vu)
        try:
            delai = self._reste() + 2 * self.reglages.delai  # le temps de l'élève, puis le sien
            sorties = self.juge.demander("controler", delai, self._repondre, source=source)[
                "sorties"
            ]
            if self.juge.delai_depasse:  # il attend peut-être encore une réponse
                raise PosteArrete("delai")
        except PosteArrete as arret:  # une réponse démesurée, par exemple
            self.arrets += 1
            self.juge.fermer()
            self.juge = self._juge()
            return [erreur(arret.cause)]
        return sorties  # type: ignore[no-any-return]

    def _repondre(self, question: Message) -> Message:
        """Ce que le juge demande à l'élève : ses réponses, ou ce que rend une de ses fonctions."""
        if "appel" in question:
            return self._appeler(question["appel"])
        return self._reponses(**question["reponses"])

    def _reponses(self, noms: list[str], connus: list[str]) -> Message:
        """Les valeurs de l'élève pour les noms du contrôle, et les noms qu'il n'a pas."""
        demandes = [n for n in noms if self.plan.vient_de_l_eleve(n, n in connus)]
        if not demandes or self.arrets >= ARRETS_MAX:
            return {"valeurs": {}, "absents": demandes}
        try:
            recu = self.eleve.demander("donner", self.reglages.delai, noms=demandes)["valeurs"]
            valeurs = {nom: recu[nom] for nom in demandes if nom in recu}
        except (PosteArrete, KeyError, TypeError):
            self._relever()
            return {"valeurs": {}, "absents": demandes}
        return {"valeurs": valeurs, "absents": [nom for nom in demandes if nom not in valeurs]}

    def _appeler(self, appel: Message) -> Message:
        """Le contrôle appelle une fonction de l'élève : elle tourne chez lui."""
        if self._reste() <= 0 or self.arrets >= ARRETS_MAX:
            return {"erreur": {"type": "TempsDepasse", "message": PHRASES["budget"]}}
        try:
            return self.eleve.demander("appeler", self._reste(), **appel)
        except PosteArrete as arret:
            self._relever()
            return {"erreur": {"type": "TempsDepasse", "message": PHRASES[arret.cause]}}

    def _reste(self) -> float:
        return min(self.reglages.delai, self.fin - time.monotonic())


def erreur(cause: str) -> Message:
    """La sortie d'une cellule qui n'a pas abouti, telle que nbgrader la note : zéro."""
    phrase = PHRASES[cause]
    nom = NOMS_DES_ERREURS.get(cause, "CopieArretee")
    return {"output_type": "error", "ename": nom, "evalue": phrase, "traceback": [phrase]}


def lire_les_sorties(brutes: Any) -> list[NotebookNode]:
    """Les sorties bien formées de ce qu'a rendu un poste ; le reste est ignoré.

    >>> lire_les_sorties([{"output_type": "stream", "name": "stdout", "text": "42"}, {"x": 1}, 3])
    [{'output_type': 'stream', 'name': 'stdout', 'text': '42'}]
    """
    lues, octets = [], 0
    for brute in brutes[:SORTIES_MAX] if isinstance(brutes, list) else []:
        genre = brute.get("output_type") if isinstance(brute, dict) else None
        champs = _CHAMPS.get(genre) if isinstance(genre, str) else None
        if not champs or not all(isinstance(brute.get(nom), c) for nom, c in champs.items()):
            continue
        gardee = {nom: brute[nom] for nom in ("output_type", *champs)}
        if genre == "execute_result":
            gardee["execution_count"] = None
        if genre == "error":
            gardee["traceback"] = [str(ligne) for ligne in gardee["traceback"][:SORTIES_MAX]]
        # Une moitié de caractère, qu'aucun fichier n'accepte, y devient un « ? ».
        texte = json.dumps(gardee, ensure_ascii=False).encode("utf-8", "replace")
        octets += len(texte)
        if octets > OCTETS_MAX:
            break
        lues.append(nbformat.from_dict(json.loads(texte)))  # type: ignore[no-untyped-call]
    return lues


_CHAMPS: dict[Any, dict[str, type]] = {
    "stream": {"name": str, "text": str},
    "error": {"ename": str, "evalue": str, "traceback": list},
    "display_data": {"data": dict, "metadata": dict},
    "execute_result": {"data": dict, "metadata": dict},
}
