"""Comparer les lignes que rendent deux requêtes, et dire ce qui les distingue en mots de SQL."""

from fractions import Fraction
from itertools import permutations
from typing import Any

from grc_lib.exercice._comparaison import accorder, egales, manque, plier
from grc_lib.exercice._lecture import Ensemble, nature
from grc_lib.exercice._rejeu import Resultat
from grc_lib.exercice._tableaux import (
    AUTRES_LIGNES,
    DOUBLONS,
    LIGNES_ABSENTES,
    LIGNES_EN_TROP,
    Comparaison,
    Ligne,
    cle_de_ligne,
    cles_naturelles,
    defaut_de_cellules,
    defaut_de_colonne,
    sans_ordre,
)

COLONNES_EN_TROP = "Il y a des colonnes en trop : n'affichez après SELECT que ce qui est demandé."
COLONNES_ABSENTES = "Il manque des colonnes après SELECT : relisez ce que l'énoncé demande."
COLONNES_PERMUTEES = (
    "Les colonnes sont les bonnes, mais pas dans l'ordre demandé : changez leur place après SELECT."
)
AUCUNE_LIGNE = (
    "Votre requête ne rend aucune ligne : vérifiez ses conditions une à une, et l'orthographe "
    "des textes que vous comparez."
)
REPETEES = (
    "Des lignes sont en double : DISTINCT manque, ou une jointure, s'il y en a une, les répète."
)
DISTINCTES = "Des lignes semblables ont été réunies : DISTINCT, UNION ou GROUP BY est de trop."
JOINTURE_INTERNE = (
    "Il manque des lignes, celles où une valeur est absente ou nulle : une condition les écarte, "
    "ou une jointure, s'il y en a une : JOIN les écarte, LEFT JOIN les garde."
)
DESORDRE = "Les lignes sont les bonnes, mais mal triées : revoyez ORDER BY."
A_L_ENVERS = "Les lignes sont les bonnes, mais triées à l'envers : revoyez ORDER BY, et DESC."
_DE_LIGNES = {
    DOUBLONS: REPETEES,
    LIGNES_EN_TROP: "Il y a des lignes en trop : une condition manque (WHERE, HAVING, LIMIT), "
    "ou une jointure, s'il y en a une, répète des lignes.",
    LIGNES_ABSENTES: "Il manque des lignes : une condition est trop stricte, ou une jointure, "
    "s'il y en a une, écarte ceux qui n'ont rien dans l'autre table.",
    AUTRES_LIGNES: "Certaines lignes ne sont pas celles attendues : vérifiez les conditions "
    "et les colonnes de GROUP BY.",
}
_D_UNITE = (100, 1000, -1)  # `diagnostiquer` les explique mieux : pourcentage, milliers, signe
Couples = list[tuple[Any, Any]]


def comparer_resultats(
    lu: Resultat,
    voulu: Resultat,
    *,
    noms: bool = False,
    tri: list[int] | None = None,
    tolerance: float | None = None,
) -> Comparaison:
    """Compare deux résultats, doublons compris ; `tri` : les rangs des colonnes qui les trient.

    >>> voulu = Resultat(["ville", "n"], [["Metz", 3], ["Lyon", 2]])
    >>> comparer_resultats(Resultat(["v", "c"], [["Lyon", 2], ["Metz", 3]]), voulu).defaut
    ''
    >>> comparer_resultats(Resultat(["n", "ville"], [[3, "Metz"], [2, "Lyon"]]), voulu).defaut
    "Les colonnes sont les bonnes, mais pas dans l'ordre demandé : changez leur place après SELECT."
    """
    if defaut := _defaut_de_colonnes(lu, voulu, noms):
        return Comparaison(defaut)
    if noms:
        plies = [plier(nom) for nom in lu.noms]
        lu = _choisir(lu, [plies.index(plier(nom)) for nom in voulu.noms])
    comparaison = _comparer(lu, voulu, tri, tolerance)
    if comparaison.defaut and not noms and _permutees(lu, voulu, tolerance):
        return Comparaison(COLONNES_PERMUTEES)
    return comparaison


def _defaut_de_colonnes(lu: Resultat, voulu: Resultat, noms: bool) -> str:
    if noms:
        plies = {plier(nom) for nom in lu.noms}
        for nom in voulu.noms:
            if plier(nom) not in plies:
                return f"Il manque la colonne « {nom} » : nommez-la avec AS."
    if len(lu.noms) == len(voulu.noms):
        return ""
    return COLONNES_EN_TROP if len(lu.noms) > len(voulu.noms) else COLONNES_ABSENTES


def _comparer(
    lu: Resultat, voulu: Resultat, tri: list[int] | None, tolerance: float | None
) -> Comparaison:
    noms = _sans_homonymes(lu.noms)
    voulues = [dict(zip(noms, ligne, strict=True)) for ligne in voulu.lignes]
    modele = {nom: next((v[nom] for v in voulues if not manque(v[nom])), None) for nom in noms}
    lignes = [
        {nom: accorder(valeur, modele[nom]) for nom, valeur in zip(noms, ligne, strict=True)}
        for ligne in lu.lignes
    ]
    if defaut := defaut_de_colonne(lignes, voulues, noms):
        return Comparaison(defaut)
    cles = cles_naturelles(voulues, noms) if len(voulues) > 1 else []
    comparaison = sans_ordre(lignes, voulues, cles, tolerance)
    if comparaison.defaut:
        defaut = _expliquer(comparaison.defaut, lignes, voulues, cles, tolerance)
        return Comparaison(defaut, comparaison.part)
    if tri is None:
        return comparaison
    return _juger_le_tri(lignes, voulues, [noms[rang] for rang in tri], tolerance)


def _juger_le_tri(
    lignes: list[Ligne], voulues: list[Ligne], tri: list[str], tolerance: float | None
) -> Comparaison:
    """Les mêmes valeurs de tri, rang par rang : des ex æquo peuvent échanger leurs places."""

    def bien_places(suite: list[Ligne]) -> int:
        paires = zip(suite, voulues, strict=True)
        return sum(all(egales(a[n], b[n], tolerance) for n in tri) for a, b in paires)

    justes, total = bien_places(lignes), len(voulues)
    if justes == total:
        return Comparaison("")
    a_l_envers = bien_places(lignes[::-1]) == total
    return Comparaison(A_L_ENVERS if a_l_envers else DESORDRE, Fraction(justes, total))


def _expliquer(
    defaut: str,
    lignes: list[Ligne],
    voulues: list[Ligne],
    cles: list[str],
    tolerance: float | None,
) -> str:
    noms = list(voulues[0]) if voulues else []
    donnees = {cle_de_ligne(ligne, noms) for ligne in lignes}
    absentes = [ligne for ligne in voulues if cle_de_ligne(ligne, noms) not in donnees]
    if voulues and not lignes:
        return AUCUNE_LIGNE
    if not absentes and len(donnees) == len({cle_de_ligne(ligne, noms) for ligne in voulues}):
        return REPETEES if len(lignes) > len(voulues) else DISTINCTES
    if defaut == LIGNES_ABSENTES and all(_sans_rien(ligne) for ligne in absentes):
        return JOINTURE_INTERNE
    if defaut in _DE_LIGNES:
        return _DE_LIGNES[defaut]
    for nom, couples in apparier(lignes, voulues, cles).items():
        if any(not egales(donnee, voulue, tolerance) for donnee, voulue in couples):
            return _defaut_de_calcul(nom, couples, tolerance)
    return defaut


def _defaut_de_calcul(nom: str, couples: Couples, tolerance: float | None) -> str:
    """Ce qu'une colonne fausse dit du calcul : NULL, décimales perdues, jointure qui répète."""
    if any(manque(donnee) and not manque(voulue) for donnee, voulue in couples):
        return (
            f"La colonne « {nom} » contient des NULL : écartez ces lignes (IS NOT NULL), donnez "
            "une valeur à ce qui manque (COALESCE), ou lisez la colonne dans une autre table."
        )
    if any(manque(voulue) and not manque(donnee) for donnee, voulue in couples):
        return f"La colonne « {nom} » doit garder NULL là où la valeur est inconnue."
    faux = [couple for couple in couples if not egales(*couple, tolerance)]
    generale = defaut_de_cellules(nom, faux, tolerance)
    chiffres = [(d, v) for d, v in couples if nature(d) == nature(v) == "nombre"]
    if len(chiffres) < len(couples):
        return generale
    if _sans_decimales(chiffres):
        return f"La colonne « {nom} » a perdu ses décimales : cherchez //, un CAST ou un ROUND."
    return _defaut_de_grandeur(nom, chiffres) or generale


def _defaut_de_grandeur(nom: str, chiffres: Couples) -> str:
    rapports = [donnee / voulue for donnee, voulue in chiffres if voulue]
    if len(rapports) < 2:
        return ""
    rapport = rapports[0]
    if all(abs(autre - rapport) <= 0.002 * abs(rapport) for autre in rapports):
        if any(
            abs(r - u) <= 0.005 * abs(u) for u in _D_UNITE for r in (rapport, 1 / (rapport or 1))
        ):
            return ""
        return (
            f"Colonne « {nom} » : vos valeurs sont dans un même rapport avec les bonnes ; "
            "l'unité n'est pas celle demandée, ou une jointure, s'il y en a une, répète chaque "
            "ligne."
        )
    if all(donnee >= voulue for donnee, voulue in chiffres):
        return (
            f"Colonne « {nom} » : des valeurs sont trop grandes ; une condition manque, il faut "
            "compter des valeurs distinctes, ou une jointure, s'il y en a une, répète des lignes."
        )
    if all(donnee <= voulue for donnee, voulue in chiffres):
        return (
            f"Colonne « {nom} » : des valeurs sont trop petites ; une condition est trop stricte, "
            "ou une jointure, s'il y en a une, écarte des lignes."
        )
    return ""


def _sans_decimales(chiffres: Couples) -> bool:
    entieres = all(float(donnee).is_integer() for donnee, _ in chiffres)
    proches = all(abs(donnee - voulue) < 1 for donnee, voulue in chiffres)
    return entieres and proches and any(not float(voulue).is_integer() for _, voulue in chiffres)


def apparier(lignes: list[Ligne], voulues: list[Ligne], cles: list[str]) -> dict[str, Couples]:
    """Pour chaque colonne, les valeurs données et voulues des mêmes lignes."""
    if cles:
        par_cle = {cle_de_ligne(ligne, cles): ligne for ligne in lignes}
        paires = [(par_cle[cle_de_ligne(v, cles)], v) for v in voulues]
    else:
        paires = list(zip(lignes, voulues, strict=True))
    return {nom: [(donnee[nom], voulue[nom]) for donnee, voulue in paires] for nom in voulues[0]}


def _permutees(lu: Resultat, voulu: Resultat, tolerance: float | None) -> bool:
    """Les mêmes colonnes, à d'autres places ? (Au-delà de six colonnes, on ne cherche pas.)"""
    rangs = range(len(voulu.noms))
    if len(rangs) > 6 or len(lu.lignes) != len(voulu.lignes) or not lu.lignes:
        return False
    a, b = ([Ensemble(colonne) for colonne in zip(*r.lignes, strict=True)] for r in (lu, voulu))
    semblables = {(i, j) for i in rangs for j in rangs if egales(a[i], b[j], tolerance)}
    return any(
        not _comparer(_choisir(lu, list(places)), voulu, None, tolerance).defaut
        for places in permutations(rangs)
        if places != tuple(rangs) and all((i, j) in semblables for j, i in enumerate(places))
    )


def _choisir(resultat: Resultat, rangs: list[int]) -> Resultat:
    noms = [resultat.noms[rang] for rang in rangs]
    return Resultat(noms, [[ligne[rang] for rang in rangs] for ligne in resultat.lignes])


def _sans_homonymes(noms: list[str]) -> list[str]:
    return [
        f"{nom} ({noms[:i].count(nom) + 1})" if nom in noms[:i] else nom
        for i, nom in enumerate(noms)
    ]


def _sans_rien(ligne: Ligne) -> bool:
    return any(manque(valeur) or valeur == 0 for valeur in ligne.values())
