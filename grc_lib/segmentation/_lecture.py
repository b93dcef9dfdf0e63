"""Lire un portefeuille, quelle que soit sa forme : un identifiant et une valeur par client.

DuckDB lit et regroupe les lignes ; n'arrive ici qu'une ligne par client, du plus gros au plus
petit. Les montants sont des entiers, en millionièmes d'euro : leurs sommes sont exactes.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from grc_lib._duckdb import choisir, en_relation, exiger_nombres, tableau, tableau_de_serie
from grc_lib.erreurs import ArgumentInvalide, NonCalculable

TOTAL_MAX = 9e12  # en euros : au-delà, une erreur de saisie (et un entier de 64 bits trop court)

_ATTENDU = "une valeur par client, positive ou nulle"


class Portefeuille(NamedTuple):
    """Les clients contrôlés, du plus gros au plus petit ; à égalité, par identifiant."""

    clients: "pd.Index[Any]"
    valeurs: "np.ndarray[Any, np.dtype[np.float64]]"  # en euros, tels que reçus
    montants: "np.ndarray[Any, np.dtype[np.int64]]"  # en millionièmes d'euro

    @property
    def effectif(self) -> int:
        return len(self.clients)

    @property
    def total(self) -> int:
        return int(self.montants.sum())


def lire(valeurs: Any, moteur: Any = None) -> Portefeuille:
    """Le portefeuille, ou l'erreur qui dit ce qui empêche de le lire."""
    source = _en_serie(valeurs)
    if moteur is None and isinstance(source, pd.Series) and source.dtype.kind in "iuf":
        nom, lignes = source.index.name, tableau_de_serie(source, "valeurs", _TRIEES)
    else:
        nom, lignes = _par_relation(source, moteur)
    _controler(lignes)
    clients = pd.Index(lignes["client"]).rename(nom)
    return Portefeuille(clients, lignes["valeur"].to_numpy(), lignes["montant"].to_numpy())


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


def _en_serie(valeurs: Any) -> Any:
    """Une colonne, un dictionnaire, une liste : une série ; le reste tel quel."""
    if isinstance(valeurs, pd.DataFrame) and valeurs.shape[1] == 1:
        return valeurs.iloc[:, 0]
    if isinstance(valeurs, dict | list | tuple):
        return pd.Series(valeurs, dtype=None if valeurs else float)
    if isinstance(valeurs, np.ndarray) and valeurs.ndim == 1:
        return pd.Series(valeurs)
    return valeurs


def _par_relation(valeurs: Any, moteur: Any) -> tuple[Any, pd.DataFrame]:
    """Ce qui n'est pas une série de nombres : un tableau, une relation, une table Spark."""
    source = en_relation(valeurs, "valeurs", moteur)
    if len(source.columns) != 2:
        attendu = "deux colonnes, l'identifiant du client puis sa valeur"
        raise ArgumentInvalide("valeurs", source.columns, attendu)
    client, valeur = source.columns
    exiger_nombres(source, valeur, "valeurs")
    nom = valeurs.index.name if isinstance(valeurs, pd.Series) else client
    brut = choisir(source, client=client, valeur=valeur)
    return nom, tableau(brut, "grc_lignes", _TRIEES)


def _controler(lignes: pd.DataFrame) -> None:
    valeurs = lignes["valeur"]
    if manquantes := int(valeurs.isna().sum()):
        raise ArgumentInvalide("valeurs", f"{manquantes} valeur(s) manquante(s)", _ATTENDU)
    if (valeurs < 0).any():
        attendu = f"{_ATTENDU} (déduisez d'abord les avoirs du chiffre d'affaires de leur client)"
        raise ArgumentInvalide("valeurs", float(valeurs.min()), attendu)
    if not valeurs.sum() < TOTAL_MAX:
        attendu = f"{_ATTENDU}, sous neuf mille milliards au total"
        raise ArgumentInvalide("valeurs", float(valeurs.sum()), attendu)
    if doubles := len(lignes) - lignes["client"].nunique():
        recu = f"{doubles} identifiant(s) en double ou manquant(s)"
        raise ArgumentInvalide("valeurs", recu, "une seule ligne par client : regroupez-les")


_TRIEES = """
SELECT
    client,
    CAST(valeur AS DOUBLE) AS valeur,
    TRY_CAST(1000000 * TRY_CAST(valeur AS DECIMAL(25, 6)) AS BIGINT) AS montant
FROM grc_lignes ORDER BY montant DESC, client ASC
"""
