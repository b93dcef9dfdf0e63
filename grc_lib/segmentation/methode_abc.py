"""Classer un portefeuille en A, B, C (S522-4) : deux seuils et une règle de frontière."""

from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from grc_lib._arguments import decimale, parmi
from grc_lib._duckdb import ajouter, requete, tableau
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.segmentation._lecture import exiger_total, lire


def abc(
    valeurs: Any,
    seuils: tuple[float, float] = (0.80, 0.95),
    frontiere: Literal["avant", "apres"] = "avant",
    *,
    ex_aequo: Literal["separes", "ensemble"] = "separes",
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
    portefeuille = lire(valeurs)
    if portefeuille.effectif > 0:
        exiger_total(portefeuille)
    cumuls = requete(portefeuille.relation, "grc_portefeuille", _CUMULS)
    if ex_aequo == "ensemble":
        cumuls = requete(cumuls, "grc_cumuls", _ENSEMBLE)
    cumuls = ajouter(cumuls, frontiere=frontiere, **_limites(seuils, portefeuille.total))
    clients = tableau(cumuls, "grc_cumuls", _CLASSES)
    clients["classe"] = pd.Categorical(clients["classe"], ["A", "B", "C"], ordered=True)
    clients = clients.set_index("client").rename_axis(portefeuille.nom)
    clients.attrs = {"seuils": seuils, "frontiere": frontiere, "ex_aequo": ex_aequo}
    return clients


_CUMULS = """
WITH cumuls AS (
    SELECT *,
        SUM(montant) OVER (ORDER BY montant DESC, client ASC ROWS UNBOUNDED PRECEDING) AS cumul
    FROM grc_portefeuille
)
SELECT *, cumul - montant AS debut, cumul AS fin
FROM cumuls
"""

_ENSEMBLE = """
SELECT * REPLACE (
    MIN(debut) OVER (PARTITION BY montant) AS debut,
    MAX(fin) OVER (PARTITION BY montant) AS fin
)
FROM grc_cumuls
"""

_CLASSES = """
WITH positions AS (
    SELECT *,
        CASE frontiere
            WHEN 'avant' THEN debut < limite_a
            ELSE debut = 0 OR fin <= limite_a
        END AS dans_a,
        CASE frontiere
            WHEN 'avant' THEN debut < limite_b
            ELSE fin <= limite_b
        END AS dans_b
    FROM grc_cumuls
)
SELECT
    client,
    valeur,
    CAST(montant AS DOUBLE) / CAST(total AS DOUBLE) AS part,
    CAST(cumul AS DOUBLE) / CAST(total AS DOUBLE) AS cumul,
    CASE WHEN dans_a THEN 'A' WHEN dans_b THEN 'B' ELSE 'C' END AS classe
FROM positions
ORDER BY montant DESC, client ASC
"""


def _limites(seuils: Any, total: Decimal) -> dict[str, Decimal]:
    """Les seuils en euros, au milliardième : comparés à des montants exacts, jamais à des parts."""
    attendu = "deux parts décimales croissantes entre 0 et 1, comme (0.80, 0.95)"
    if not isinstance(seuils, tuple | list) or len(seuils) != 2:
        raise ArgumentInvalide("seuils", seuils, attendu)
    a, b = (decimale("seuils", seuil) for seuil in seuils)
    if not 0 < a < b <= 1:
        raise ArgumentInvalide("seuils", seuils, attendu)
    limite_a, limite_b = ((seuil * total).quantize(Decimal("1e-9")) for seuil in (a, b))
    return {"limite_a": limite_a, "limite_b": limite_b, "total": total}
