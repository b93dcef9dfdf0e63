"""Un poste vu de l'intérieur : une session qui répond à des demandes JSON, une par ligne.

La souche en fait le métier d'un de ses processus ; sans elle (Windows, macOS), on le lance par
`python -m grc_lib.classe.postes.interieur`. Le poste d'un élève et celui du juge sont les mêmes :
seul ce qu'on y exécute diffère.
"""

import ast
import inspect
import json
import os
import signal
import sys
import types
import warnings
from collections.abc import Callable
from typing import Any, BinaryIO

from grc_lib.classe import transport
from grc_lib.classe.postes.session import Session, ouvrir
from grc_lib.exercice._lecture import Autre

Message = dict[str, Any]


class Poste:
    """La session et les deux bouts du tuyau."""

    def __init__(self, session: Session, entree: BinaryIO, sortie: BinaryIO) -> None:
        self.session, self.entree, self.sortie = session, entree, sortie

    def servir(self) -> None:
        """Répond aux demandes, l'une après l'autre, jusqu'à la fermeture de l'entrée."""
        while ligne := self._attendre():
            demande = json.loads(ligne)
            self._ecrire(getattr(self, demande.pop("quoi"))(**demande))

    def _attendre(self) -> bytes:
        """La demande suivante ; une interruption arrivée trop tard ne concerne plus personne."""
        while True:
            try:
                return self.entree.readline()
            except KeyboardInterrupt:
                continue

    def preparer(self, variables: dict[str, str], dossier: str) -> Message:
        """Un espace de noms neuf, l'identité de la copie, les réglages de la correction."""
        from grc_lib.exercice.correction import expliquer_les_noms_absents

        os.environ.update(variables)
        if dossier:
            os.chdir(dossier)
        self.session.repartir()
        expliquer_les_noms_absents()
        return {}

    def executer(self, source: str) -> Message:
        return {"sorties": self.session.cellule(source)}

    def donner(self, noms: list[str]) -> Message:
        """Les valeurs de ces noms, codées ; un nom absent ne figure pas dans la réponse."""
        espace = self.session.user_ns
        return {"valeurs": {nom: transport.coder(espace[nom]) for nom in noms if nom in espace}}

    def controler(self, source: str) -> Message:
        """Chez le juge : demande les réponses de l'élève, puis exécute le contrôle."""
        espace = self.session.user_ns
        noms = self._noms(source)
        lues = self._questionner(
            reponses={"noms": sorted(noms), "connus": sorted(noms & set(espace))}
        )
        for nom in lues["absents"]:
            espace.pop(nom, None)
        for nom, code in lues["valeurs"].items():
            try:
                espace[nom] = transport.decoder(code, self._demander_a_l_eleve(nom))
            except transport.CodeIllisible:
                espace[nom] = Autre("une donnée illisible")
        return {"sorties": self.session.cellule(source)}

    def appeler(self, nom: str, arguments: list[Any], nommes: Message) -> Message:
        """Chez l'élève : ce que rend sa fonction, ou le nom de l'erreur où elle s'arrête."""
        try:
            positionnels = [transport.decoder(code) for code in arguments]
            parnom = {cle: transport.decoder(code) for cle, code in nommes.items()}
            with warnings.catch_warnings():
                rendu = self.session.user_ns[nom](*positionnels, **parnom)
            return {"resultat": transport.coder(rendu)}
        except (Exception, SystemExit) as erreur:
            return {"erreur": {"type": type(erreur).__name__, "message": _texte(erreur)}}

    def _noms(self, source: str) -> set[str]:
        """Les noms dont se sert une cellule, elle-même ou par les fonctions qu'elle emploie."""
        utiles: set[str] = set()
        a_voir = _noms_lus(self.session.transform_cell(source))  # type: ignore[no-untyped-call]
        while a_voir - utiles:
            utiles |= a_voir
            a_voir = {lu for nom in a_voir for lu in _noms_de(self.session.user_ns.get(nom))}
        return utiles

    def _demander_a_l_eleve(self, nom: str) -> Callable[..., Any]:
        def appeler(_: str, arguments: list[Any], nommes: Message) -> Any:
            return self._questionner(appel={"nom": nom, "arguments": arguments, "nommes": nommes})

        return appeler

    def _questionner(self, **question: Message) -> Any:
        """Une question au milieu d'une demande : la réponse vient avant toute autre demande."""
        self._ecrire({"question": question})
        return json.loads(self.entree.readline())["reponse"]

    def _ecrire(self, message: Message) -> None:
        self.sortie.write(json.dumps(message, default=str).encode() + b"\n")
        self.sortie.flush()


def _noms_lus(source: str) -> set[str]:
    try:
        arbre = ast.parse(source)
    except SyntaxError:
        return set()
    noms = {n.id for n in ast.walk(arbre) if isinstance(n, ast.Name)}
    textes = {n.value for n in ast.walk(arbre) if isinstance(n, ast.Constant)}
    return noms | {t for t in textes if isinstance(t, str) and t.isidentifier()}  # globals()["x"]


def _texte(erreur: BaseException) -> str:
    try:
        return str(erreur)[:1000]
    except Exception:  # l'élève écrit aussi ses exceptions
        return ""


def _noms_de(objet: Any) -> set[str]:
    """Les noms globaux d'une fonction de l'énoncé, de ses sous-fonctions, de celles d'un dict."""
    if isinstance(objet, dict):
        return {nom for valeur in objet.values() for nom in _noms_de(valeur)}
    if not inspect.isfunction(objet) or objet.__module__ not in ("__main__", None):
        return set()
    codes, noms = [objet.__code__], set()
    while codes:
        code = codes.pop()
        noms |= set(code.co_names)
        codes += [c for c in code.co_consts if isinstance(c, types.CodeType)]
    return noms


def servir(entree: int, sortie: int) -> None:
    """Fait du processus un poste, sur ces descripteurs ; ce qu'une copie écrit n'y va pas."""
    lecture, ecriture = os.fdopen(os.dup(entree), "rb"), os.fdopen(os.dup(sortie), "wb")
    vide = os.open(os.devnull, os.O_RDWR)
    for flux in (0, 1):
        os.dup2(vide, flux)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # même lancé en arrière-plan
    Poste(ouvrir(), lecture, ecriture).servir()


if __name__ == "__main__":
    from grc_lib.classe.postes import interieur as poste

    poste.servir(sys.stdin.fileno(), sys.stdout.fileno())
