"""L'ordonnancement d'un projet (S531-5) : dates au plus tôt, au plus tard, chemin critique."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import Any

import pandas as pd

from grc_lib._nombres import lignes, positif, seul
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


def ordonnancer(taches: Any) -> pd.DataFrame:
    """Les dates de chaque tâche, sa marge, et le chemin critique du projet (méthode PERT).

    Début au plus tôt = plus grande fin au plus tôt des tâches qui précèdent ; fin au plus tard =
    plus petit début au plus tard des tâches qui suivent ; marge = début au plus tard − début au
    plus tôt. Une tâche sans marge est critique : tout retard y retarde le projet.

    Paramètres
    ----------
    taches : liste de (tâche, durée, prédécesseurs), ou tableau de ces trois colonnes (tache, duree,
        predecesseurs). Durée positive ou nulle, toutes dans la même unité ; prédécesseurs : une
        liste de noms, vide si rien ne précède.

    Renvoie
    -------
    `DataFrame`, une tâche par ligne (en index), dans l'ordre reçu : duree, predecesseurs,
    debut_tot, fin_tot, debut_tard, fin_tard, marge (totale), marge_libre (ce que la tâche peut
    prendre sans gêner aucune autre), critique (booléen). Le projet commence à 0 ; sa durée est la
    plus grande fin, que `.attrs["duree"]` garde.

    Lève
    ----
    NonCalculable s'il n'y a aucune tâche ; ArgumentInvalide pour une tâche en double, un
    prédécesseur inconnu, des tâches qui s'attendent en rond, une durée négative.

    Exemple
    -------
    >>> projet = [("ciblage", 3, []), ("texte", 5, ["ciblage"]), ("fichier", 2, ["ciblage"]),
    ...           ("envoi", 1, ["texte", "fichier"])]
    >>> ordonnancer(projet)[["debut_tot", "debut_tard", "marge", "critique"]]
             debut_tot  debut_tard  marge  critique
    tache
    ciblage        0.0         0.0    0.0      True
    texte          3.0         3.0    0.0      True
    fichier        3.0         6.0    3.0     False
    envoi          8.0         8.0    0.0      True

    Source
    ------
    S531, suivi d'affaires : PERT, marges et chemin critique.
    """
    durees, avant = _lire(taches)
    ordre = _trier(avant)
    apres: dict[str, list[str]] = {nom: [] for nom in durees}
    for nom, precedents in avant.items():
        for precedent in precedents:
            apres[precedent].append(nom)
    fin_tot: dict[str, float] = {}
    for nom in ordre:
        fin_tot[nom] = max((fin_tot[p] for p in avant[nom]), default=0.0) + durees[nom]
    duree = max(fin_tot.values())
    debut_tard: dict[str, float] = {}
    for nom in reversed(ordre):
        debut_tard[nom] = min((debut_tard[s] for s in apres[nom]), default=duree) - durees[nom]
    table = pd.DataFrame({"duree": durees, "predecesseurs": avant}).rename_axis("tache")
    fins, tards = pd.Series(fin_tot), pd.Series(debut_tard)
    suites = {n: min((fin_tot[s] - durees[s] for s in apres[n]), default=duree) for n in durees}
    table["debut_tot"] = (fins - table["duree"]).round(9)
    table["fin_tot"] = fins.round(9)
    table["debut_tard"] = tards.round(9)
    table["fin_tard"] = (tards + table["duree"]).round(9)
    table["marge"] = (table["debut_tard"] - table["debut_tot"]).round(9)
    table["marge_libre"] = (pd.Series(suites) - fins).round(9)
    table["critique"] = table["marge"] == 0
    table.attrs = {"duree": round(duree, 9)}
    return table


def _lire(taches: Any) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    durees: dict[str, float] = {}
    avant: dict[str, tuple[str, ...]] = {}
    lues = lignes("taches", taches, "tache", "duree", "predecesseurs")
    if not lues:
        raise NonCalculable("Il n'y a aucune tâche à ordonnancer.")
    for brut, duree, precedents in lues:
        nom = str(brut)
        if nom in durees:
            raise ArgumentInvalide("taches", nom, "un nom différent pour chaque tâche")
        if isinstance(precedents, str) or not isinstance(precedents, Iterable):
            raise MauvaisType(f"taches, {nom}", precedents, "une liste de prédécesseurs")
        durees[nom] = seul(positif, f"taches, {nom} : durée", duree)
        avant[nom] = tuple(str(precedent) for precedent in precedents)
    for nom, cites in avant.items():
        for precedent in cites:
            if precedent not in durees:
                attendu = f"un prédécesseur connu de « {nom} »"
                raise ArgumentInvalide("taches", precedent, attendu)
    return durees, avant


def _trier(avant: dict[str, tuple[str, ...]]) -> list[str]:
    try:
        return list(TopologicalSorter(avant).static_order())
    except CycleError as erreur:
        rond = " → ".join(erreur.args[1])
        attendu = "des tâches qui ne s'attendent pas en rond"
        raise ArgumentInvalide("taches", rond, attendu) from None
