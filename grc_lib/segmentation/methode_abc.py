"""Classer un portefeuille en A, B, C (S522-4) : deux seuils et une règle de frontière."""

import math
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import pandas as pd

from grc_lib._arguments import decimale, parmi
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.segmentation._lecture import exiger_total, lire


def abc(
    valeurs: Any,
    seuils: tuple[float, float] = (0.80, 0.95),
    frontiere: Literal["avant", "apres"] = "avant",
    *,
    ex_aequo: Literal["separes", "ensemble"] = "separes",
    moteur: Any = None,
) -> pd.DataFrame:
    """Classe les clients en A, B et C selon la part cumulée de ce qu'ils apportent.

    Les comparaisons aux seuils sont exactes : un cumul de 80 % tout rond n'est ni 79,999… %
    ni 80,000…1 %. Le plus gros client est toujours en A.

    Paramètres
    ----------
    valeurs : une valeur positive ou nulle par client (€, au millionième près) : `Series`,
        dictionnaire, liste, tableau d'une colonne numérique ; ou tableau et relation DuckDB de
        deux colonnes, l'identifiant puis la valeur.
    seuils : les deux parts cumulées qui ferment A et B, décimales croissantes.
    frontiere : la classe du client qui franchit le seuil. « avant » : il y reste (on lit le cumul
        avant lui) ; « apres » : il tombe dans la suivante (on lit le cumul avec lui). Celui qui
        atteint exactement le seuil reste dans la classe.
    ex_aequo : « separes » : à valeur égale, on suit l'ordre des identifiants, et le seuil peut
        passer entre deux ex æquo ; « ensemble » : ils vont tous dans la classe du premier d'entre
        eux (« avant ») ou du dernier (« apres »). L'ordre des lignes ne compte jamais.
    moteur : une session Spark, pour lire `valeurs` (table Spark ou son nom) au-delà d'une machine ;
        le résultat est le même. Par défaut, DuckDB.

    Renvoie
    -------
    `DataFrame` trié par valeur décroissante, même index que `valeurs` : valeur (€), part et cumul
    (décimales), classe (catégorie ordonnée A < B < C). Portefeuille vide : tableau vide.
    La convention employée est rappelée dans `.attrs`.

    Lève
    ----
    NonCalculable si toutes les valeurs sont nulles ; ArgumentInvalide pour une valeur négative
    (avoir) ou manquante, un client en double, des seuils hors de 0–1 ou décroissants.

    Exemple
    -------
    >>> abc({"Durand": 50, "Petit": 5, "Leroy": 30, "Moreau": 15})
            valeur  part  cumul classe
    Durand    50.0  0.50   0.50      A
    Leroy     30.0  0.30   0.80      A
    Moreau    15.0  0.15   0.95      B
    Petit      5.0  0.05   1.00      C

    Source
    ------
    S522, méthode ABC (cas AB02 à AB05).
    """
    parmi("frontiere", frontiere, ("avant", "apres"))
    parmi("ex_aequo", ex_aequo, ("separes", "ensemble"))
    limites = _limites(seuils)
    portefeuille = lire(valeurs, moteur)
    if portefeuille.effectif > 0:
        exiger_total(portefeuille)
    montants, total = portefeuille.montants, portefeuille.total
    fin = np.cumsum(montants)
    debut = fin - montants
    if ex_aequo == "ensemble":
        debut, fin = _ensemble(montants, debut, fin)
    clients = pd.DataFrame(
        {
            "valeur": portefeuille.valeurs,
            "part": montants / total,
            "cumul": np.cumsum(montants) / total,
            "classe": _classes(debut, fin, frontiere, [total * seuil for seuil in limites]),
        },
        index=portefeuille.clients,
    )
    clients.attrs = {"seuils": seuils, "frontiere": frontiere, "ex_aequo": ex_aequo}
    return clients


def _limites(seuils: Any) -> list[Fraction]:
    attendu = "deux parts décimales croissantes entre 0 et 1, comme (0.80, 0.95)"
    if not isinstance(seuils, tuple | list) or len(seuils) != 2:
        raise ArgumentInvalide("seuils", seuils, attendu)
    a, b = (Fraction(decimale("seuils", seuil)) for seuil in seuils)
    if not 0 < a < b <= 1:
        raise ArgumentInvalide("seuils", seuils, attendu)
    return [a, b]


def _ensemble(montants: Any, debut: Any, fin: Any) -> tuple[Any, Any]:
    """Les ex æquo partagent le début du premier d'entre eux et la fin du dernier."""
    premier = np.searchsorted(-montants, -montants, side="left")
    dernier = np.searchsorted(-montants, -montants, side="right") - 1
    return debut[premier], fin[dernier]


def _classes(debut: Any, fin: Any, frontiere: str, limites: list[Fraction]) -> pd.Categorical:
    """La classe de chaque client : des montants entiers, comparés au seuil sans arrondi."""
    if frontiere == "avant":
        dans_a, dans_b = (debut < math.ceil(limite) for limite in limites)
    else:
        dans_a, dans_b = (fin <= math.floor(limite) for limite in limites)
        dans_a = dans_a | (debut == 0)
    classes = np.select([dans_a, dans_b], ["A", "B"], default="C")
    return pd.Categorical(classes, ["A", "B", "C"], ordered=True)
