"""Repérer les copies trop semblables alors que chacun a ses propres données.

Une copie est réduite à ses traits (une instruction sans ses noms ni ses nombres, un nombre écrit
en dur, une suite de mots). Un trait que donnent l'énoncé, le corrigé ou la leçon, ou que plusieurs
élèves ont, ne dit rien ; deux copies qui partagent assez de traits rares sont signalées.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from grc_lib.classe.bilan.lecture import lire_copie, reponses
from grc_lib.classe.bilan.traits import (
    Trait,
    cites,
    force_de,
    mots_de,
    nombres_de,
    redige,
    traits_de,
)
from grc_lib.classe.preparation.controle._devoir import (
    SOLUTION,
    Devoir,
    nommer,
    region,
    repere,
    visible,
)
from grc_lib.classe.preparation.controle.fuites import ecritures

RAPPEL = (
    "Une ressemblance n'est pas une preuve : deux élèves peuvent avoir travaillé ensemble, ou "
    "suivi le même exemple. Lisez les deux copies et parlez avec eux avant de conclure."
)
SEUIL = 1.0  # la force à partir de laquelle on signale
RARE = 3  # un trait que trois élèves au plus ont est toujours rare
# Au-delà de cette part de la classe, un trait ne dit plus rien : un calcul a peu de façons de
# s'écrire, une phrase en a beaucoup.
PARTS = {"code": 0.25, "texte": 0.5, "nombre": 0.5}


@dataclass(frozen=True)
class Ressemblance:
    """Deux copies qui partagent ce que les autres n'ont pas.

    Attributs
    ---------
    etudiants : les deux identifiants.
    commun : ce qu'ils ont en commun, un morceau de phrase par sorte de trait.
    force : d'autant plus grande que les traits communs sont rares et longs ; 1 au moins.
    """

    etudiants: tuple[str, str]
    commun: tuple[str, ...]
    force: float

    @property
    def phrase(self) -> str:
        """Le signalement, en une phrase."""
        un, autre = self.etudiants
        return f"{un} et {autre} ont en commun {' ; '.join(self.commun)}. Ce n'est pas une preuve."


def ressemblances(
    dossier_autograded: Path,
    devoir: str,
    racine: Path | None = None,
    attendus: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Ressemblance]:
    """Les couples de copies trop semblables, des plus semblables aux moins.

    Paramètres
    ----------
    dossier_autograded : le dossier des copies notées.
    devoir : référence du TD, comme « S522-4 ».
    racine : le dossier du cours ; par défaut, celui qui contient `dossier_autograded`.
    attendus : les bonnes réponses de chaque élève, telles que les rend `reponses_attendues` ; avec
        elles, la réponse d'un camarade recopiée en dur se voit même s'il l'a calculée.

    Renvoie
    -------
    Chaque couple, ce qu'il a en commun et sa force. Ce n'est jamais une preuve.

    Lève
    ----
    RessourceIndisponible si le TD n'existe pas.
    """
    source = Devoir.lire(racine or dossier_autograded.parent, devoir)
    copies = {
        dossier.name: copie
        for dossier in sorted(dossier_autograded.glob("*"))
        if (copie := lire_copie(dossier_autograded, dossier.name, devoir))
    }
    connus = traits_de(_connu(source)) | {t for c in source.notebook.cells for t in cites(c)}
    ecrites = {cellule.source.strip() for cellule in source.publie.cells}
    communes = {str(repere(i.reponse).grade_id) for i in source.items if i.reponse and i.commun}
    siens = {
        nom: traits_de(_libres(copie, ecrites), communes) - connus for nom, copie in copies.items()
    }
    partages = _partages(siens)
    for couple, traits in _recopies(source, copies, attendus or {}).items():
        partages[couple] |= traits
    trouvees = [_signaler(couple, partages[couple], copies, ecrites) for couple in sorted(partages)]
    fortes = [r for r in trouvees if r.force >= SEUIL]
    return sorted(fortes, key=lambda r: -r.force)


def reponses_attendues(
    racine: Path, devoir: str, etudiants: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """Les bonnes réponses de chaque élève : le corrigé du professeur, exécuté sur ses données.

    Paramètres
    ----------
    racine : le dossier du cours.
    devoir : référence du TD.
    etudiants : leurs identifiants.

    Lève
    ----
    RessourceIndisponible si le TD n'existe pas ; NonCalculable s'il ne s'exécute pas.
    """
    from grc_lib.classe.preparation.execution import Banc

    td = Devoir.lire(racine, devoir)
    sources = [c.source for c in td.notebook.cells if c.cell_type == "code"]
    reglages: dict[str, Any] = {"correction": False, "lire": td.annonces}
    with Banc(devoir) as banc:
        return {e: banc.executer(sources, e, **reglages).valeurs for e in etudiants}


def _connu(source: Devoir) -> list[NotebookNode]:
    """Ce que tous ont pu lire ou devaient trouver : l'énoncé, ses indices, le corrigé, la leçon."""
    from grc_lib.classe._notebooks import code, lire, texte

    cellules = []
    lecons = [lire(f) for f in source.racine.glob(f"course/*/*/{source.nom}_*.ipynb")]
    for cellule in [*source.notebook.cells, *(c for lecon in lecons for c in lecon.cells)]:
        if cellule.cell_type == "markdown":
            indices = re.sub(r"<[^>]+>", "\n", cellule.source)
            cellules += [texte(cellule.source), *(code(li) for li in _en_python(indices))]
        else:
            cellules.append(code(region(cellule.source, SOLUTION)))
            cellules.append(code(visible(cellule.source)))
    return cellules


def _en_python(texte: str) -> Iterator[str]:
    """Les morceaux de code qu'un texte cite, après deux-points ou entre accents graves."""
    for ligne in texte.splitlines():
        for morceau in [ligne, ligne.rpartition(" : ")[2], *re.findall(r"`([^`]+)`", ligne)]:
            if re.search(r"[\[(=]", morceau):
                yield morceau.strip(" >.")
                yield re.split(r" met | donne | prend ", morceau)[0].strip(" >.")


def _libres(copie: NotebookNode, ecrites: set[str]) -> list[NotebookNode]:
    """Ce que l'élève a écrit : ses réponses et ses cellules à lui."""
    return [
        c for c in copie.cells if not repere(c).get("locked") and c.source.strip() not in ecrites
    ]


def _partages(siens: Mapping[str, set[Trait]]) -> defaultdict[tuple[str, str], set[Trait]]:
    """Les traits rares que deux copies ont en commun."""
    qui: dict[Trait, list[str]] = defaultdict(list)
    for nom, traits in siens.items():
        for trait in traits:
            qui[trait].append(nom)
    partages: defaultdict[tuple[str, str], set[Trait]] = defaultdict(set)
    for trait, noms in qui.items():
        if 2 <= len(noms) <= max(RARE, PARTS[trait.genre] * len(siens)):
            for un, autre in combinations(sorted(noms), 2):
                partages[un, autre].add(trait)
    return partages


def _recopies(
    source: Devoir,
    copies: Mapping[str, NotebookNode],
    attendus: Mapping[str, Mapping[str, Any]],
) -> dict[tuple[str, str], set[Trait]]:
    """Les nombres écrits en dur qui sont la bonne réponse d'un autre, et pas la sienne."""
    trouves: dict[tuple[str, str], set[Trait]] = defaultdict(set)
    demandes = [(i.reponse, nom) for i in source.items if not i.commun for nom in i.noms]
    for cellule, demande in demandes:
        bonnes = {e: _ecrites(valeurs.get(demande)) for e, valeurs in attendus.items()}
        qui: dict[str, list[str]] = defaultdict(list)
        for etudiant in copies.keys() & bonnes.keys():
            for ecriture in bonnes[etudiant]:
                qui[ecriture].append(etudiant)
        for nom, copie in copies.items():
            ecrits = nombres_de(reponses(copie).get(nommer(cellule), "")) if cellule else set()
            for nombre in ecrits - bonnes.get(nom, set()):
                if len(qui[nombre]) == 1:  # à plusieurs, c'est sans doute un hasard
                    [autre] = qui[nombre]
                    dit = f"{nom} écrit « {nombre} » à {demande}, la bonne réponse de {autre}"
                    couple = (min(nom, autre), max(nom, autre))
                    trouves[couple].add(Trait("réponse", dit, force_de(nombre)))
    return trouves


def _ecrites(valeur: Any) -> set[str]:
    """Les façons d'écrire une bonne réponse, si c'est un nombre."""
    return ecritures(valeur, 3) if hasattr(valeur, "__float__") else set()


def _signaler(
    couple: tuple[str, str],
    traits: set[Trait],
    copies: Mapping[str, NotebookNode],
    ecrites: set[str],
) -> Ressemblance:
    par_genre: dict[str, list[Trait]] = defaultdict(list)
    for trait in traits:
        par_genre[trait.genre].append(trait)
    commun = []
    if recopies := sorted(t.cle for t in par_genre["réponse"]):
        commun.append(f"une réponse qui n'est bonne que pour l'un ({recopies[0]})")
    if nombres := sorted(t.cle for t in par_genre["nombre"]):
        commun.append(f"les mêmes nombres écrits en dur ({', '.join(nombres[:3])})")
    if instructions := len(par_genre["code"]):
        quoi = f"{instructions} instructions" if instructions > 1 else "une instruction"
        commun.append(f"{quoi} de même construction, que les autres n'ont pas")
    if par_genre["texte"]:
        passage = _passage(*(_libres(copies[nom], ecrites) for nom in couple))
        commun.append(f"une même phrase (« {passage} »)")
    force = sum(trait.force for trait in traits)
    return Ressemblance(couple, tuple(commun), round(force, 2))


def _passage(une: list[NotebookNode], autre: list[NotebookNode]) -> str:
    """La plus longue suite de mots que deux copies ont en commun."""
    mots, autres = ([m for c in copie for m in mots_de(redige(c))] for copie in (une, autre))
    trouve = SequenceMatcher(None, mots, autres, autojunk=False).find_longest_match()
    suite = mots[trouve.a : trouve.a + trouve.size]
    return " ".join(suite[:20]) + (" …" if len(suite) > 20 else "")
