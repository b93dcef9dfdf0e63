"""La règle des comptes rendus : un contrôle raté ne dit ni la réponse, ni le code caché."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from grc_lib._formats import date_courte, date_longue
from grc_lib.classe.postes.session import Sortie
from grc_lib.classe.preparation.controle._devoir import (
    CACHES,
    Constat,
    Devoir,
    Item,
    noeuds,
    region,
)
from grc_lib.classe.preparation.controle.notation import ETUDIANTS, essayer
from grc_lib.classe.preparation.execution import Banc, corriger

# Des réponses fausses ; une fonction fausse est essayée aussi.
FAUX = ["...", "0", "-1", "1_000_000", "'texte'", "[]", "__import__('pandas').DataFrame()"]
FAUX += ["lambda *arguments, **nommes: 0", "lambda *arguments, **nommes: 'texte'"]
SECRETS = ("_corrige", "_contraintes", "TESTS CACHES", "Traceback")
BAREME = re.compile(r"\([^()]*points?\)|justes : \d+ %")
LONGUEUR = 20  # une ligne de code plus courte peut être dans un message par hasard


def fuites(devoir: Devoir, banc: Banc) -> Iterator[Constat]:
    """Des copies fausses : leurs comptes rendus ne contiennent ni la réponse, ni le code caché."""
    for etudiant, autre in pairwise(ETUDIANTS[:4]):
        corriger(banc, devoir.notebook, autre, retenir=autre)
        corriger(banc, devoir.notebook, etudiant, retenir=etudiant)
        lire = [*devoir.annonces, "_pieges"]
        valeurs = banc.executer([], etudiant, reprendre=etudiant, lire=lire).valeurs
        for item in devoir.items:
            bonnes = [valeurs[nom] for nom in item.noms if nom in valeurs]
            interdits = set().union(*(ecritures(bonne) for bonne in bonnes))
            sorties = [s for _, s in essayer(banc, item, _essais(item), etudiant, autre)]
            phrases = _phrases(valeurs.get("_pieges"), item.noms)
            yield from _lire(item, sorties, phrases, interdits, etudiant)


def ecritures(valeur: Any, mini: int = 1) -> set[str]:
    """Toutes les façons courantes d'écrire une réponse ; celles de ses éléments, si elle en a.

    Paramètres
    ----------
    valeur : nombre, texte, date, liste ou tableau.
    mini : longueur en dessous de laquelle une écriture ne prouve rien.

    Exemple
    -------
    >>> {"1234.5", "1 234,5", "1 234,50", "1 235"} <= ecritures(1234.6 - 0.1) | ecritures(1235)
    True
    >>> {"0.312", "0,31", "31,2", "31"} <= ecritures(0.312)
    True
    """
    if hasattr(valeur, "to_frame") or hasattr(valeur, "columns"):
        tableau = valeur if hasattr(valeur, "columns") else valeur.to_frame()
        valeur = [*tableau.index, *(case for nom in tableau for case in tableau[nom])]
    if isinstance(valeur, dict):
        valeur = [*valeur, *valeur.values()]
    if isinstance(valeur, list | tuple | set | frozenset):
        return set().union(*(ecritures(element, 3) for element in valeur))
    if isinstance(valeur, str):
        return {valeur} if len(valeur) >= 3 else set()
    if isinstance(valeur, date):
        return {str(valeur)[:10], date_courte(valeur), date_longue(valeur)}
    nombre = _nombre(valeur)
    formes = set() if nombre is None else _ecritures_d_un_nombre(nombre)
    return {forme for forme in formes if len(forme) >= mini}


def fuite(texte: str, interdits: set[str]) -> str:
    """La première écriture interdite que contient un texte, ou "".

    >>> fuite("Ce n'est pas 31,2 % : relisez.", {"31,2"}), fuite("Le 131,25 non plus.", {"31,2"})
    ('31,2', '')
    """
    simple = " ".join(BAREME.sub("", texte).split()).casefold()
    for interdit in sorted(interdits, key=lambda forme: (-len(forme), forme)):
        motif = rf"(?<![\w.,]){re.escape(interdit.casefold())}(?!\w|[.,]\d)"
        if interdit.casefold() in simple and re.search(motif, simple):
            return interdit
    return ""


def _essais(item: Item) -> list[str]:
    """Les réponses fausses, puis celles d'un autre étudiant, puis celles-ci écrites en dur."""
    autres = ["_autre[{nom!r}]", "_figer(_autre[{nom!r}])"]
    return [
        "\n".join(f"{nom} = {faux.format(nom=nom)}" for nom in item.noms) for faux in FAUX + autres
    ]


def _lire(
    item: Item,
    sorties: list[list[Sortie]],
    phrases: list[str],
    interdits: set[str],
    etudiant: str,
) -> Iterator[Constat]:
    cache = region(item.test.source, CACHES)
    lignes = {ligne.strip() for ligne in cache.splitlines() if len(ligne.strip()) >= LONGUEUR}
    textes = [texte for sortie in sorties for texte in _textes(sortie)]
    if erreur := next((e for sortie in sorties for e in _erreurs(sortie)), ""):
        phrase = f"Une réponse fausse arrête le test ({erreur}) : la trace montre le code caché."
        remede = "Laissez verifier(…) lire la réponse, sans calcul avant lui."
        yield Constat("fuites", item.nom, phrase, remede)
    elif secret := next((s for t in textes for s in (*SECRETS, *lignes) if s in t), ""):
        phrase = f"Le compte rendu montre du code caché : « {secret} »."
        yield Constat("fuites", item.nom, phrase, "Retirez-le des messages.")
    for texte in textes + _messages(cache) + phrases:
        if trouve := fuite(texte, interdits):
            phrase = f"Le compte rendu de {etudiant} donne la réponse : « {trouve} »."
            yield Constat("fuites", item.nom, phrase, "Dites où chercher, pas quoi trouver.")
            return


def _textes(sorties: list[Sortie]) -> Iterator[str]:
    """Tout ce que l'élève lirait dans la cellule."""
    for sortie in sorties:
        yield str(sortie.get("text", ""))
        yield "\n".join([str(sortie.get("evalue", "")), *sortie.get("traceback", [])])
        for genre, contenu in sortie.get("data", {}).items():
            if genre == "text/html":
                yield re.sub(r"<style.*?</style>|<[^>]+>", " ", contenu, flags=re.S)
            elif sortie["output_type"] == "display_data":
                yield str(contenu)


def _erreurs(sorties: list[Sortie]) -> Iterator[str]:
    for sortie in sorties:
        if sortie["output_type"] == "error" and sortie["ename"] != "ReponseFausse":
            yield str(sortie["ename"])


def _messages(cache: str) -> list[str]:
    """Les phrases des pièges, que seule une réponse précise ferait paraître."""
    constantes = [n.value for n in noeuds(cache) if isinstance(n, ast.Constant)]
    return [texte for texte in constantes if isinstance(texte, str) and " " in texte]


def _phrases(pieges: Any, noms: list[str]) -> list[str]:
    """Les phrases des pièges que la cellule `donnees` prépare pour ces réponses."""
    dits = [(pieges or {}).get(nom, {}) for nom in noms]
    return [str(phrase) for prepares in dits for phrase in prepares]


def _nombre(valeur: Any) -> float | int | None:
    if isinstance(valeur, bool) or valeur is None:
        return None
    try:
        return int(valeur) if valeur == int(valeur) and not _decimal(valeur) else float(valeur)
    except (TypeError, ValueError, OverflowError):
        return None


def _decimal(valeur: Any) -> bool:
    return "float" in type(valeur).__name__.casefold()


def _ecritures_d_un_nombre(nombre: float) -> set[str]:
    if isinstance(nombre, int):
        return {str(nombre), f"{nombre:,}".replace(",", " ")}
    formes = {f"{valeur:,.{n}f}" for valeur, n in _arrondis(nombre)} | {repr(nombre)}
    formes = {forme for forme in formes if sum(c.isdigit() for c in forme) > 1}
    simples = {forme.replace(",", "") for forme in formes}
    return {
        *simples,
        *(forme.replace(".", ",") for forme in simples),
        *(forme.replace(",", " ").replace(".", ",") for forme in formes),
    }


def _arrondis(nombre: float) -> list[tuple[float, int]]:
    """À zéro, une… six décimales ; en pour cent aussi s'il s'agit d'un taux."""
    taux = abs(nombre) <= 2
    arrondis = [(nombre, n) for n in range(1 if taux else 0, 7)]
    return arrondis + ([(100 * nombre, n) for n in range(5)] if taux else [])
