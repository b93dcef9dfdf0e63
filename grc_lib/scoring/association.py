"""Les règles d'association (S432-3) : les produits qui s'achètent ensemble."""

from typing import Any

import pandas as pd

from grc_lib._duckdb import ajouter, choisir, en_relation, ligne, requete, tableau
from grc_lib._nombres import seul, taux
from grc_lib.erreurs import ArgumentInvalide


def regles_association(
    paniers: Any,
    *,
    panier: str,
    produit: str,
    min_support: float = 0.01,
    min_confiance: float = 0,
) -> pd.DataFrame:
    """Les règles « si l'on achète A, alors on achète B », et ce qu'elles valent.

    Support = paniers avec A et B / paniers ; confiance = paniers avec A et B / paniers avec A ;
    lift = confiance / (paniers avec B / paniers). Lift de 1 : A n'annonce rien sur B ; sous 1, A
    l'écarte.

    Paramètres
    ----------
    paniers : tableau ou relation DuckDB, une ligne par produit d'un panier. Un produit répété dans
        un panier compte une fois.
    panier, produit : les noms des colonnes (le numéro de commande, par exemple).
    min_support, min_confiance : parts décimales ; les règles qui ne les atteignent pas sont
        écartées.

    Renvoie
    -------
    `DataFrame`, une règle par ligne : si, alors (produits), effectif (paniers avec les deux),
    support, confiance (décimaux), lift (nombre) ; du plus grand lift au plus petit, puis par
    effectif décroissant. Aucune règle, ou aucun panier : tableau vide. `.attrs` : les seuils.

    Lève
    ----
    ArgumentInvalide pour une colonne absente, une valeur manquante, un seuil en pourcentage.

    Exemple
    -------
    >>> achats = pd.DataFrame({
    ...     "commande": [1, 1, 2, 2, 3, 4],
    ...     "article": ["cartes", "dépliants", "cartes", "dépliants", "cartes", "affiches"],
    ... })
    >>> regles_association(achats, panier="commande", produit="article")
              si      alors  effectif  support  confiance      lift
    0     cartes  dépliants         2      0.5   0.666667  1.333333
    1  dépliants     cartes         2      0.5   1.000000  1.333333

    Source
    ------
    S432, règles d'association : support, confiance, lift.
    """
    seuils = {
        "min_support": seul(taux, "min_support", min_support),
        "min_confiance": seul(taux, "min_confiance", min_confiance),
    }
    brut = choisir(en_relation(paniers, "paniers"), panier=panier, produit=produit)
    nombre, *pleins = ligne(brut, "grc_brut", _CONTROLE)
    for (argument, colonne), lus in zip(
        (("panier", panier), ("produit", produit)), pleins, strict=True
    ):
        if lus < nombre:
            recu = f"{nombre - lus} ligne(s) vide(s) dans « {colonne} »"
            raise ArgumentInvalide(argument, recu, "une valeur sur chaque ligne")
    achats = requete(ajouter(brut, **seuils), "grc_brut", _ACHATS)
    regles = tableau(achats, "grc_achats", _REGLES)
    regles.attrs = {nom: seuil for nom, seuil in seuils.items()}
    return regles


_CONTROLE = "SELECT COUNT(*), COUNT(panier), COUNT(produit) FROM grc_brut"

_ACHATS = "SELECT DISTINCT panier, produit, min_support, min_confiance FROM grc_brut"

# Une règle n'atteint le support que si ses deux produits l'atteignent : on écarte les autres avant
# de former les paires.
_REGLES = """
WITH total AS (
    SELECT
        COUNT(DISTINCT panier) AS n,
        MIN(min_support) AS min_support,
        MIN(min_confiance) AS min_confiance
    FROM grc_achats
),
produits AS (
    SELECT produit, COUNT(*) AS paniers
    FROM grc_achats
    GROUP BY produit
),
frequents AS (
    SELECT panier, produit, paniers
    FROM grc_achats
    JOIN produits USING (produit)
    CROSS JOIN total
    WHERE paniers / n >= total.min_support
),
paires AS (
    SELECT
        a.produit AS si,
        b.produit AS alors,
        MIN(a.paniers) AS avec_si,
        MIN(b.paniers) AS avec_alors,
        COUNT(*) AS effectif
    FROM frequents AS a
    JOIN frequents AS b USING (panier)
    WHERE a.produit <> b.produit
    GROUP BY a.produit, b.produit
)
SELECT
    si,
    alors,
    effectif,
    effectif / n AS support,
    effectif / avec_si AS confiance,
    effectif * n / (avec_si * avec_alors) AS lift
FROM paires
CROSS JOIN total
WHERE effectif / n >= min_support AND effectif / avec_si >= min_confiance
ORDER BY lift DESC, effectif DESC, si ASC, alors ASC
"""
