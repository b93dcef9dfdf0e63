"""Les règles qui exécutent le TD : copie vide, corrigé, réponses d'un autre, tirages."""

import copy
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from grc_lib.classe._notebooks import sorties as lire_sorties
from grc_lib.classe.postes.session import Sortie
from grc_lib.classe.preparation.controle._devoir import Constat, Devoir, Item, nommer, repere
from grc_lib.classe.preparation.execution import Banc, avec_reponses, corriger, notes

ETUDIANTS = ("lea.martin", "tom.bernard", "ines.petit", "hugo.moreau", "jade.leroy")
HASARDS_PERMIS = 2  # de deux étudiants, l'un peut avoir par hasard la réponse de l'autre
REVOIR = "Exécutez la source du TD dans JupyterLab et lisez l'erreur de cette cellule."


def copie_vide(devoir: Devoir, banc: Banc) -> Iterator[Constat]:
    """La copie rendue telle que reçue vaut zéro à chaque item automatique."""
    ebauches = {nommer(c): c.source for c in devoir.publie.cells if repere(c).get("solution")}
    vide = corriger(banc, avec_reponses(devoir.notebook, ebauches), ETUDIANTS[0])
    obtenues = notes(vide)
    for item in devoir.items:
        if obtenues[item.nom] != 0:
            phrase = f"La copie vide y reçoit {obtenues[item.nom]:g} sur {item.points:g}."
            remede = "Contrôlez la réponse avec verifier(…), qui refuse une réponse absente."
            yield Constat("copie vide", item.nom, phrase, remede)


def copie_corrigee(devoir: Devoir, banc: Banc) -> Iterator[Constat]:
    """Le corrigé a tous ses points, sur cinq tirages."""
    for etudiant in ETUDIANTS:
        copie = corriger(banc, devoir.notebook, etudiant, retenir=etudiant)
        for cellule in copie.cells:
            if (faute := _erreur(cellule.get("outputs", []))) and not repere(cellule).get("grade"):
                phrase = f"La cellule échoue chez {etudiant} : {faute}"
                yield Constat("copie corrigée", nommer(cellule), phrase, REVOIR)
        yield from _points_manquants("copie corrigée", devoir, copie, etudiant)


def noyau_propre(devoir: Devoir, banc: Banc) -> Iterator[Constat]:
    """Les contrôles ne lisent que `donnees` et les réponses : ils valent sans le reste."""
    for etudiant in ETUDIANTS[:2]:
        corriger(banc, devoir.notebook, etudiant, retenir=etudiant)
        copie = copy.deepcopy(devoir.notebook)
        apport = [f"{nom} = _autre.get({nom!r})" for nom in devoir.annonces]
        for cellule in copie.cells:
            if cellule.cell_type == "code" and not repere(cellule).get("grade"):
                cellule.source, apport = "\n".join(apport), []
        executee = corriger(banc, _donnees_d_abord(copie), etudiant, autre=etudiant)
        yield from _points_manquants("noyau propre", devoir, executee, etudiant)


def en_dur(devoir: Devoir, banc: Banc) -> Iterator[Constat]:
    """Les réponses d'un autre, recopiées, ne valent pas les points d'un item individuel."""
    for etudiant in ETUDIANTS:
        corriger(banc, devoir.notebook, etudiant, retenir=etudiant)
    suivants = (*ETUDIANTS[1:], ETUDIANTS[0])
    for item in devoir.items:
        reprise = "\n".join(f"{nom} = _figer(_autre[{nom!r}])" for nom in item.noms)
        gagnes = [
            juger(banc, item, [reprise], etudiant, autre=autre)[0] == item.points
            for etudiant, autre in zip(ETUDIANTS, suivants, strict=True)
        ]
        if sum(gagnes) > HASARDS_PERMIS and not item.commun:
            combien = f"{sum(gagnes)} fois sur {len(gagnes)}"
            phrase = f"La réponse d'un autre y vaut tous les points, {combien}."
            remede = (
                "Élargissez le tirage, ou jugez la fonction sur plusieurs cas ; si la réponse est "
                'la même pour tous, ajoutez "grc": {"commun": true} à ses métadonnées.'
            )
            yield Constat("en dur", item.nom, phrase, remede)


def contraintes(devoir: Devoir, banc: Banc, tirages: int = 200) -> Iterator[Constat]:
    """Ce que l'énoncé suppose des données est vrai, quel que soit l'étudiant."""
    manques: dict[str, list[str]] = {}
    for rang in range(tirages):
        etudiant = f"etudiant.{rang + 1}"
        for phrase in contraintes_violees(devoir, banc, etudiant):
            manques.setdefault(phrase, []).append(etudiant)
    for phrase, etudiants in manques.items():
        constat = (
            f"{phrase} : faux pour {len(etudiants)} tirages sur {tirages}, dont {etudiants[0]}."
        )
        remede = "Changez le tirage dans la cellule « donnees » pour que ce soit toujours vrai."
        yield Constat("contraintes", "donnees", constat, remede)


def contraintes_violees(devoir: Devoir, banc: Banc, etudiant: str) -> list[str]:
    """Les contraintes que le tirage de cet étudiant ne respecte pas."""
    source = devoir.donnees.source if devoir.donnees else ""
    lu = banc.executer([source], etudiant, correction=False, lire=["_contraintes"])
    if faute := _erreur(lu.sorties[0]):
        return [f"la cellule « donnees » s'exécute ({faute})"]
    tenues = lu.valeurs.get("_contraintes")
    if not isinstance(tenues, dict) or not tenues:
        return ["« _contraintes » est un dictionnaire de phrases"]
    return [str(phrase) for phrase, tenue in tenues.items() if not bool(tenue)]


def juger(
    banc: Banc, item: Item, preparations: list[str], etudiant: str, autre: str = ""
) -> list[float]:
    """La note de l'item après chaque préparation, dans la copie corrigée de l'étudiant."""
    return [note for note, _ in essayer(banc, item, preparations, etudiant, autre)]


def essayer(
    banc: Banc, item: Item, preparations: list[str], etudiant: str, autre: str = ""
) -> list[tuple[float, list[Sortie]]]:
    """La note et les sorties de l'item après chaque préparation (une réponse qu'on lui donne)."""
    sources = [source for prepare in preparations for source in (prepare, item.test.source)]
    reglages: dict[str, Any] = {"reprendre": etudiant, "autre": autre or etudiant}
    sorties = banc.executer(sources, etudiant, **reglages).sorties[1::2]
    return [(_note(item, sortie), sortie) for sortie in sorties]


def _note(item: Item, sorties: list[Sortie]) -> float:
    from nbgrader.utils import determine_grade

    cellule = copy.deepcopy(item.test)
    cellule.outputs = lire_sorties(sorties)
    return float(determine_grade(cellule)[0] or 0)


def _points_manquants(
    regle: str, devoir: Devoir, copie: NotebookNode, etudiant: str
) -> Iterator[Constat]:
    obtenues = notes(copie)
    sorties = {nommer(cellule): cellule.get("outputs", []) for cellule in copie.cells}
    for item in devoir.items:
        if obtenues[item.nom] != item.points:
            faute = _erreur(sorties[item.nom]) or "voyez ses sorties"
            obtenu = f"{obtenues[item.nom] or 0:g} sur {item.points:g}"
            phrase = f"Le corrigé de {etudiant} y reçoit {obtenu} : {faute}"
            yield Constat(regle, item.nom, phrase, REVOIR)


def _donnees_d_abord(copie: NotebookNode) -> NotebookNode:
    """Dans un noyau propre : les données tirées, puis les réponses, puis les contrôles."""
    copie.cells.sort(key=lambda c: (nommer(c) != "donnees", bool(repere(c).get("points"))))
    return copie


def _erreur(sorties: list[Any]) -> str:
    """La première erreur d'une cellule, en une ligne."""
    for sortie in sorties:
        if sortie["output_type"] == "error":
            return f"{sortie['ename']} : {sortie['evalue']}"
        if sortie.get("name") == "stderr":
            return str(sortie["text"]).strip().splitlines()[0]
    return ""
