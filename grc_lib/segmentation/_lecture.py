"""Lire un portefeuille, quelle que soit sa forme : un identifiant et une valeur par client."""

from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from duckdb import ColumnExpression, DuckDBPyRelation

from grc_lib._duckdb import en_relation, exiger_nombres, ligne, requete
from grc_lib.erreurs import ArgumentInvalide, NonCalculable

VALEUR_MAX = 1e12  # mille milliards d'euros pour un seul client : une erreur de saisie

_ATTENDU = "une valeur par client, positive ou nulle"


class Portefeuille(NamedTuple):
    """Le portefeuille contrôlé ; `relation` : client, valeur, montant (décimal exact)."""

    relation: DuckDBPyRelation
    effectif: int
    total: Decimal
    nom: Any  # le nom de l'index à rendre


def lire(valeurs: Any) -> Portefeuille:
    """Le portefeuille, ou l'erreur qui dit ce qui empêche de le lire."""
    source, nom = _source(valeurs)
    if len(source.columns) != 2:
        attendu = "deux colonnes, l'identifiant du client puis sa valeur"
        raise ArgumentInvalide("valeurs", source.columns, attendu)
    client, valeur = source.columns
    exiger_nombres(source, valeur, "valeurs")
    brut = source.select(
        ColumnExpression(client).alias("client"), ColumnExpression(valeur).alias("valeur")
    )
    effectif, total = _controler(brut)
    return Portefeuille(requete(brut, "grc_brut", _MONTANTS), effectif, total, nom)


def lire_non_nul(valeurs: Any) -> Portefeuille:
    """Le portefeuille, s'il a au moins un client et un total positif."""
    portefeuille = lire(valeurs)
    if portefeuille.effectif == 0:
        raise NonCalculable(
            "Le portefeuille est vide : il n'y a rien à mesurer. Vérifiez le filtre ou la période."
        )
    exiger_total(portefeuille)
    return portefeuille


def exiger_total(portefeuille: Portefeuille) -> None:
    """Lève `NonCalculable` si toutes les valeurs sont nulles."""
    if portefeuille.total == 0:
        raise NonCalculable(
            "Toutes les valeurs du portefeuille sont nulles : aucune part ne peut être calculée. "
            "Vérifiez la colonne et la période choisies."
        )


def _source(valeurs: Any) -> tuple[DuckDBPyRelation, Any]:
    if isinstance(valeurs, pd.DataFrame) and valeurs.shape[1] == 1:
        valeurs = valeurs.iloc[:, 0]
    elif isinstance(valeurs, dict | list | tuple):
        valeurs = pd.Series(valeurs, dtype=None if valeurs else float)
    elif isinstance(valeurs, np.ndarray) and valeurs.ndim == 1:
        valeurs = pd.Series(valeurs)
    relation = en_relation(valeurs, "valeurs")
    return relation, valeurs.index.name if isinstance(valeurs, pd.Series) else relation.columns[0]


def _controler(brut: DuckDBPyRelation) -> tuple[int, Decimal]:
    effectif, clients, renseignes, minimum, maximum, total = ligne(brut, "grc_brut", _CONTROLE)
    if effectif == 0:
        return 0, Decimal(0)
    if renseignes < effectif:
        recu = f"{effectif - renseignes} valeur(s) manquante(s)"
        raise ArgumentInvalide("valeurs", recu, _ATTENDU)
    if minimum < 0:
        attendu = f"{_ATTENDU} (déduisez d'abord les avoirs du chiffre d'affaires de leur client)"
        raise ArgumentInvalide("valeurs", float(minimum), attendu)
    if not maximum < VALEUR_MAX:
        raise ArgumentInvalide("valeurs", float(maximum), f"{_ATTENDU}, sous mille milliards")
    if clients < effectif:
        recu = f"{effectif - clients} identifiant(s) en double ou manquant(s)"
        raise ArgumentInvalide("valeurs", recu, "une seule ligne par client : regroupez-les")
    return effectif, total


_CONTROLE = """
SELECT
    COUNT(*) AS effectif,
    COUNT(DISTINCT client) AS clients,
    COUNT(valeur) AS renseignes,
    MIN(valeur) AS minimum,
    MAX(valeur) AS maximum,
    SUM(TRY_CAST(valeur AS DECIMAL(38, 6))) AS total
FROM grc_brut
"""

_MONTANTS = """
SELECT client, CAST(valeur AS DOUBLE) AS valeur, CAST(valeur AS DECIMAL(38, 6)) AS montant
FROM grc_brut
"""
