"""Le catalogue de l'imprimerie : `catalogue.csv`, produits personnalisés en huit familles.

La colonne `metiers` réserve un produit aux codes NAF qui commencent ainsi (tous si elle est
vide) : un garage ne commande ni feuilles de soins ni étiquettes de vin.
"""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.colonnes import FIN, Dates, Entiers
from grc_lib.donnees.fabrique.metiers import Metier
from grc_lib.donnees.faits import FAMILLE_EN_CROISSANCE, FAMILLE_QUI_MEURT

with (Path(__file__).parent / "catalogue.csv").open(encoding="utf-8", newline="") as fichier:
    _LIGNES = list(csv.DictReader(fichier))
_AN = 365  # jours


def _sans_virgule(colonne: str) -> Entiers:
    """Une colonne décimale, en entiers de sa plus petite unité : « 0.2100 » → 2100."""
    return np.array([int(ligne[colonne].replace(".", "")) for ligne in _LIGNES])


PRIX, COUT = _sans_virgule("prix_tarif"), _sans_virgule("cout_variable")
QUANTITE_MIN = _sans_virgule("quantite_min")
_FAMILLE = np.array([ligne["famille"] for ligne in _LIGNES])
_LANCEMENT = np.array([ligne["date_lancement"] for ligne in _LIGNES], dtype="datetime64[D]")
_FIN = np.array([ligne["date_fin"] or "2100-01-01" for ligne in _LIGNES], dtype="datetime64[D]")
_ANCIEN = np.datetime64("2015-01-01")
# Au catalogue depuis longtemps, dans une famille ni en croissance ni en déclin.
PERENNES = np.flatnonzero(
    ~np.isin(_FAMILLE, [FAMILLE_EN_CROISSANCE, FAMILLE_QUI_MEURT]) & (_LANCEMENT < _ANCIEN)
)


def produits() -> pd.DataFrame:
    """La table `produits` (prix et coûts en dix-millièmes d'euro, TVA en millièmes)."""
    table = pd.DataFrame(_LIGNES)
    return table.assign(
        produit_id=np.arange(1, len(table) + 1),
        prix_tarif=PRIX,
        cout_variable=COUT,
        quantite_min=QUANTITE_MIN,
        date_fin=table["date_fin"].where(table["date_fin"] != ""),
        taux_tva=_sans_virgule("taux_tva"),
    )


def gouts(metier: Metier) -> Entiers:
    """Le poids de chaque produit chez un client de ce métier (zéro s'il ne le concerne pas)."""
    poids = [
        metier.familles[ligne["famille"]] * int(ligne["poids"]) * _concerne(ligne, metier.naf)
        for ligne in _LIGNES
    ]
    return np.array(poids)


def vogue(produits: Entiers, dates: Dates) -> Entiers:
    """La chance (en %) qu'un produit soit commandé à une date : vogue de sa famille, catalogue."""
    recul = (FIN - dates).astype(np.int64)  # jours
    croissance = np.maximum(100 - 17 * recul // _AN, 15)
    declin = np.minimum(14 + (12 * _AN * recul + 5 * recul**2) // (2 * _AN**2), 100)
    famille = _FAMILLE[produits]
    chance = np.select(
        [famille == FAMILLE_QUI_MEURT, famille == FAMILLE_EN_CROISSANCE],
        [declin, croissance],
        default=60,
    )
    vendu = (_LANCEMENT[produits] <= dates) & (dates <= _FIN[produits])
    return np.where(vendu, chance, 0)


def _concerne(ligne: dict[str, str], naf: str) -> bool:
    return not ligne["metiers"] or naf.startswith(tuple(ligne["metiers"].split()))
