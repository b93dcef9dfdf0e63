"""Récence, fréquence, montant (S522-4) : trois notes par client, puis un segment."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from grc_lib._arguments import lire_reference, parmi
from grc_lib._duckdb import (
    Relation,
    choisir,
    en_relation,
    exiger_lisibles,
    exiger_nombres,
    ligne,
    requete,
    tableau,
)
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.segmentation.notes import notes_bornes, notes_quintiles, segment_rfm

CRITERES = {"recence": "r", "frequence": "f", "montant": "m"}


def rfm(
    commandes: Any,
    *,
    client: str,
    date: str,
    montant: str,
    commande: str | None = None,
    reference: dt.date | str | None = None,
    notes: Literal["quintiles"] | Mapping[str, Sequence[float]] = "quintiles",
    score: Literal["somme", "code"] = "somme",
    moteur: Any = None,
) -> pd.DataFrame:
    """Note chaque client sur sa récence, sa fréquence et son montant, et nomme son segment.

    Paramètres
    ----------
    commandes : tableau ou relation DuckDB, une ligne par commande (ou par ligne de commande).
    client, date, montant : les noms des colonnes. Date : `date`, horodatage ou texte ISO ; montant
        en euros. Un avoir (montant négatif) diminue le montant mais compte dans la fréquence :
        écartez-le d'abord si vous ne voulez compter que les achats.
    commande : le nom de la colonne qui numérote les commandes. Donné, la fréquence compte les
        commandes distinctes ; sinon, elle compte les lignes.
    reference : le jour où l'on mesure la récence ; par défaut, celui de la dernière commande.
    notes : « quintiles » (notes de 1 à 5, voir `notes_quintiles`) ou un dictionnaire de bornes
        croissantes, `{"recence": [90, 180, 270, 360]}` (voir `notes_bornes`) ; un critère absent du
        dictionnaire est noté par quintiles.
    score : « somme » des trois notes (15 au mieux) ou « code », les trois notes côte à côte (555).
    moteur : une session Spark, pour lire `commandes` (table Spark ou son nom) au-delà d'une
        machine ; le résultat est le même. Par défaut, DuckDB.

    Renvoie
    -------
    `DataFrame`, un client par ligne (en index, triés) : recence (jours), frequence (commandes),
    montant (€), r, f, m (notes, la meilleure est la plus haute), score, segment (catégorie, voir
    `SEGMENTS`). Aucune commande : tableau vide. Les conventions sont rappelées dans `.attrs`.

    Lève
    ----
    ArgumentInvalide pour une colonne absente, une date ou un montant manquant ou illisible, une
    référence antérieure à la dernière commande.

    Exemple
    -------
    >>> achats = pd.DataFrame({
    ...     "client": ["Alba"] * 3 + ["Breval"] * 2 + ["Corde"] + ["Dumas"] * 2 + ["Eloi"],
    ...     "jour": ["2026-01-12", "2026-04-03", "2026-06-20", "2025-11-05", "2026-05-18",
    ...              "2026-06-01", "2025-03-02", "2025-06-10", "2024-09-30"],
    ...     "ht": [800, 650, 450, 300, 120, 90, 4200, 3900, 60],
    ... })
    >>> rfm(achats, client="client", date="jour", montant="ht", reference="2026-06-30")
            recence  frequence  montant  r  f  m  score      segment
    client
    Alba         10          3   1900.0  5  5  4     14    Champions
    Breval       43          2    420.0  3  3  3      9      Fidèles
    Corde        29          1     90.0  4  1  2      7  Prometteurs
    Dumas       385          2   8100.0  2  3  5     10  À réveiller
    Eloi        638          1     60.0  1  1  1      3   Silencieux

    Source
    ------
    S522, méthode RFM (cas RF01, RF02).
    """
    parmi("score", score, ("somme", "code"))
    grilles = _grilles(notes)
    noms = {"client": client, "date": date, "montant": montant, "commande": commande or client}
    lignes, jour = _lire(en_relation(commandes, "commandes", moteur), noms, reference)
    achats = requete(lignes, "grc_lignes", _UNE_PAR_COMMANDE) if commande else lignes
    clients = tableau(achats, "grc_achats", _CLIENTS)
    clients["recence"] = (pd.Timestamp(jour) - pd.to_datetime(clients["derniere"])).dt.days
    clients = clients.set_index("client").rename_axis(client)[list(CRITERES)]
    for critere, note in CRITERES.items():
        clients[note] = notes_quintiles(clients[critere], _MEILLEUR[critere])
    sur_cinq = {note: clients[note] for note in CRITERES.values()}
    for critere, bornes in grilles.items():
        note = CRITERES[critere]
        clients[note] = notes_bornes(clients[critere], bornes, _MEILLEUR[critere])
        sur_cinq[note] = 1 + 4 * clients[note] / len(bornes)
    clients["score"] = _somme(clients) if score == "somme" else _code(clients)
    clients["segment"] = segment_rfm(**sur_cinq)
    clients.attrs = {"reference": str(jour), "notes": notes, "score": score}
    return clients


_MEILLEUR: dict[str, Literal["petit", "grand"]] = {
    "recence": "petit",
    "frequence": "grand",
    "montant": "grand",
}

_LIGNES = """
SELECT
    client,
    commande,
    TRY_CAST(date AS DATE) AS jour,
    TRY_CAST(montant AS DECIMAL(18, 6)) AS ht
FROM grc_brut
"""

_CONTROLE = """
SELECT COUNT(*), MAX(jour), COUNT(client), COUNT(jour), COUNT(ht), COUNT(commande)
FROM grc_lignes
"""

_UNE_PAR_COMMANDE = """
SELECT client, MAX(jour) AS jour, SUM(ht) AS ht
FROM grc_lignes
GROUP BY client, commande
"""

_CLIENTS = """
SELECT
    client,
    MAX(jour) AS derniere,
    COUNT(*) AS frequence,
    CAST(SUM(ht) AS DOUBLE) AS montant
FROM grc_achats
GROUP BY client
ORDER BY client ASC
"""


def _grilles(notes: Any) -> dict[str, Sequence[float]]:
    if notes == "quintiles":
        return {}
    if not isinstance(notes, Mapping) or not set(notes) <= set(CRITERES):
        attendu = "« quintiles » ou un dictionnaire de bornes pour recence, frequence ou montant"
        raise ArgumentInvalide("notes", notes, attendu)
    return dict(notes)


def _lire(
    source: Relation, noms: dict[str, str], reference: dt.date | str | None
) -> tuple[Relation, Any]:
    """Les lignes contrôlées (client, commande, jour, ht) et le jour de référence."""
    brut = choisir(source, **noms)
    exiger_nombres(brut, "montant", "montant")
    lignes = requete(brut, "grc_brut", _LIGNES)
    nombre, derniere, *lisibles = ligne(lignes, "grc_lignes", _CONTROLE)
    exiger_lisibles(noms, nombre, lisibles)
    return lignes, lire_reference(reference, derniere)


def _somme(clients: pd.DataFrame) -> "pd.Series[int]":
    return clients["r"] + clients["f"] + clients["m"]


def _code(clients: pd.DataFrame) -> "pd.Series[str]":
    r, f, m = (clients[note].astype(str) for note in CRITERES.values())
    return r + f + m
