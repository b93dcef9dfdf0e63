"""Mesurer un fichier (S822-3) : sa complétude, et ce que vaut son dédoublonnage."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from grc_lib import _duckdb
from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import quotient
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable


@dataclass(frozen=True, eq=False)
class Completude(Resultat):
    """Complétude du fichier.

    Champs : taux, part décimale des champs remplis ; tableau, un champ par ligne (en index) :
    remplis, manquants (nombres) et taux (décimal) ; puis le nombre de lignes du fichier.
    """

    taux: float
    tableau: pd.DataFrame
    _: KW_ONLY
    lignes: int

    def etapes(self) -> Iterator[Etape]:
        """Le taux de chaque champ, puis celui du fichier."""
        effectif = nombre(self.lignes)
        for champ, remplis, part in zip(
            self.tableau.index, self.tableau["remplis"], self.tableau["taux"], strict=True
        ):
            calcul = f"{nombre(int(remplis))} / {effectif}"
            yield Etape(str(champ), "remplis / lignes", calcul, pourcentage(part, 1))
        remplis = nombre(int(self.tableau["remplis"].sum()))
        calcul = f"{remplis} / ({effectif} × {len(self.tableau)})"
        formule = "champs remplis / champs attendus"
        yield Etape("Ensemble", formule, calcul, pourcentage(self.taux, 1))

    def conventions(self) -> Iterator[str]:
        """Ce qui compte comme manquant."""
        yield "un texte vide ou fait d'espaces est manquant ; rempli ne veut pas dire juste"


def completude(donnees: Any, *, colonnes: Sequence[str] | None = None) -> Completude:
    """La part des champs remplis, colonne par colonne et pour tout le fichier.

    Taux de complétude = champs remplis / champs attendus.

    Paramètres
    ----------
    donnees : tableau ou relation DuckDB, une fiche par ligne.
    colonnes : les champs attendus ; par défaut, toutes les colonnes.

    Renvoie
    -------
    `Completude` (taux, tableau).

    Lève
    ----
    NonCalculable si le fichier n'a aucune ligne ; ArgumentInvalide pour une colonne absente.

    Exemple
    -------
    >>> fichier = pd.DataFrame({"nom": ["Adam", "Roux"], "courriel": ["adam@example.org", " "]})
    >>> resultat = completude(fichier)
    >>> resultat.taux
    0.75
    >>> resultat.tableau
              remplis  manquants  taux
    colonne
    nom             2          0   1.0
    courriel        1          1   0.5

    Source
    ------
    S822, fiabilisation : taux de complétude.
    """
    relation = _duckdb.en_relation(donnees, "donnees")
    attendues = _attendues(colonnes, relation.columns)
    effectif, *comptes = _duckdb.ligne(relation, "grc_fiches", _REMPLIS)
    if not effectif:
        raise NonCalculable("Le fichier n'a aucune ligne : vérifiez le filtre ou l'importation.")
    remplis = pd.Series(comptes, index=relation.columns, dtype="int64").loc[attendues]
    tableau = remplis.rename_axis("colonne").to_frame("remplis")
    tableau["manquants"] = effectif - tableau["remplis"]
    tableau["taux"] = tableau["remplis"] / effectif
    taux = int(tableau["remplis"].sum()) / (effectif * len(tableau))
    return Completude(taux, tableau, lignes=effectif)


@dataclass(frozen=True)
class Evaluation(Resultat):
    """Évaluation du dédoublonnage.

    Champs : precision, rappel et f1 (décimaux) ; puis les nombres de paires : justes, trouvées et
    vraies.
    """

    precision: float
    rappel: float
    f1: float
    _: KW_ONLY
    justes: int
    trouves: int
    vrais: int

    def etapes(self) -> Iterator[Etape]:
        """La précision, le rappel, puis leur moyenne harmonique."""
        justes, trouves, vrais = nombre(self.justes), nombre(self.trouves), nombre(self.vrais)
        resultat = pourcentage(self.precision, 1)
        yield Etape("Précision", "paires justes / trouvées", f"{justes} / {trouves}", resultat)
        resultat = pourcentage(self.rappel, 1)
        yield Etape("Rappel", "paires justes / vraies", f"{justes} / {vrais}", resultat)
        calcul = f"2 × {justes} / ({trouves} + {vrais})"
        formule = "2 × paires justes / (trouvées + vraies)"
        yield Etape("F1", formule, calcul, pourcentage(self.f1, 1))

    def conventions(self) -> Iterator[str]:
        """Ce que l'on compte."""
        yield "on compte des paires de fiches : un groupe de trois doublons en fait trois"


def evaluer_dedoublonnage(trouves: Any, vrais: Any) -> Evaluation:
    """Ce que vaut un dédoublonnage, comparé à la vérité connue.

    Précision = paires justes / paires trouvées ; rappel = paires justes / paires vraies ;
    F1 = 2 × justes / (trouvées + vraies).

    Paramètres
    ----------
    trouves, vrais : les doublons, au choix : le tableau de `doublons` (colonnes a et b) ; une liste
        de paires ou de groupes de fiches, dans n'importe quel ordre ; une colonne qui donne à
        chaque fiche (en index) le numéro de l'entreprise qu'elle décrit.

    Renvoie
    -------
    `Evaluation` (precision, rappel, f1).

    Lève
    ----
    NonCalculable si l'on n'a trouvé aucune paire, ou s'il n'y en a aucune vraie ; ArgumentInvalide
    pour un groupe de moins de deux fiches différentes.

    Exemple
    -------
    >>> bilan = evaluer_dedoublonnage([(1, 2), (3, 4)], vrais=[(2, 1), (5, 6, 7)])
    >>> bilan.precision, bilan.rappel
    (0.5, 0.25)

    Source
    ------
    S822, dédoublonnage : précision et rappel (matrice de confusion, cas SC04).
    """
    proposees, attendues = _paires("trouves", trouves), _paires("vrais", vrais)
    n_trouves, n_vrais, justes = len(proposees), len(attendues), len(proposees & attendues)
    raison = "Aucune paire n'est proposée : la précision n'a pas de valeur. Baissez le seuil."
    precision = quotient(justes, n_trouves, raison)
    raison = "La vérité ne contient aucun doublon : le rappel n'a pas de valeur."
    rappel = quotient(justes, n_vrais, raison)
    f1 = 2 * justes / (n_trouves + n_vrais)
    return Evaluation(precision, rappel, f1, justes=justes, trouves=n_trouves, vrais=n_vrais)


_REMPLIS = r"""
SELECT
    COUNT(*),
    COUNT(NULLIF(regexp_matches(CAST(COLUMNS(*) AS VARCHAR), '[^\s\p{Z}]'), FALSE))
FROM grc_fiches
"""


def _attendues(colonnes: Sequence[str] | None, presentes: list[str]) -> list[str]:
    if colonnes is None:
        return presentes
    if isinstance(colonnes, str) or not isinstance(colonnes, Sequence) or not colonnes:
        raise MauvaisType("colonnes", colonnes, "une liste de noms de colonnes")
    for nom in colonnes:
        if nom not in presentes:
            attendu = f"des colonnes du fichier ({', '.join(presentes)})"
            raise ArgumentInvalide("colonnes", nom, attendu)
    return list(colonnes)


def _paires(argument: str, recu: Any) -> set[frozenset[Any]]:
    """Toutes les paires non ordonnées de fiches que l'argument dit être les mêmes."""
    groupes: list[Any]
    if isinstance(recu, pd.Series):
        groupes = [g for g in recu.groupby(recu).groups.values() if len(g) > 1]
    elif isinstance(recu, pd.DataFrame):
        for nom in ("a", "b"):
            if nom not in recu:
                raise ArgumentInvalide(argument, list(recu.columns), f"une colonne « {nom} »")
        groupes = list(recu[["a", "b"]].itertuples(index=False, name=None))
    elif isinstance(recu, str | dict) or not isinstance(recu, Iterable):
        raise MauvaisType(argument, recu, "un tableau (a, b), une liste de paires ou une colonne")
    else:
        groupes = list(recu)
    return {frozenset(paire) for groupe in groupes for paire in _deux_a_deux(argument, groupe)}


def _deux_a_deux(argument: str, groupe: Any) -> Iterator[tuple[Any, Any]]:
    attendu = "des paires ou des groupes d'au moins deux fiches différentes"
    if isinstance(groupe, str) or not isinstance(groupe, Iterable):
        raise MauvaisType(argument, groupe, attendu)
    try:
        fiches = set(groupe)
    except TypeError:
        raise MauvaisType(argument, groupe, attendu) from None
    if len(fiches) < 2:
        raise ArgumentInvalide(argument, groupe, attendu)
    return combinations(fiches, 2)
