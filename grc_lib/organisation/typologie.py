"""La typologie du cas Clémenceau (S431-2) : des règles écrites, lues de haut en bas."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from grc_lib._nombres import liste, positif, seul
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.organisation._lecture import lire


class Regle(NamedTuple):
    """Un type de client : CA et panier au moins, ancienneté au plus, et ce que le type veut dire.

    Champs : type_client ; ca, sur douze mois, et panier, CA par commande, en euros HT ; anciennete,
    en jours depuis la première commande (`None` : sans limite) ; sens.
    """

    type_client: str
    ca: float
    panier: float
    anciennete: float | None
    sens: str


# On lit de haut en bas et l'on s'arrête à la première règle que le client respecte entièrement.
REGLES = (
    Regle("Mammouth", 100_000, 0, None, "grand compte, contrat annuel négocié de près"),
    Regle("Nursery", 0, 0, 365, "nouveau client, à fidéliser : mise au point à amortir"),
    Regle("Préféré", 2_000, 1_000, None, "fidèle, dont les commandes justifient deux visites"),
    Regle("Petit", 0, 0, None, "ses commandes ne justifient pas une visite : on l'appelle"),
)


def classer(
    clients: Any,
    *,
    ca: str = "ca",
    commandes: str = "commandes",
    anciennete: str = "anciennete",
    regles: Sequence[Any] = REGLES,
) -> "pd.Series[Any]":
    """Le type de chaque client, selon des règles écrites que l'on peut changer.

    Panier moyen = CA / commandes. Un client est du type de la première règle dont il atteint le CA
    et le panier sans en dépasser l'ancienneté. Sans commande depuis douze mois, il n'est pas un
    Préféré, quel que soit son passé : le type décrit la relation d'aujourd'hui.

    Paramètres
    ----------
    clients : tableau ou relation DuckDB, une ligne par client.
    ca, commandes, anciennete : les noms des colonnes. CA des douze derniers mois, en euros HT, et
        nombre de commandes (0 et 0 pour qui n'a rien commandé) ; jours depuis la première commande.
    regles : suite de (type, CA, panier, ancienneté, sens), comme `REGLES`.

    Renvoie
    -------
    `Series` de catégories, dans l'ordre des règles, avec l'index de `clients` (les lignes dans
    l'ordre pour une relation).

    Lève
    ----
    NonCalculable si le tableau est vide ; ArgumentInvalide pour une colonne absente, une valeur
    manquante, un nombre de commandes ou une ancienneté négatifs, un CA sans commande, des règles
    illisibles ou qui laissent un client sans type.

    Exemple
    -------
    >>> clients = pd.DataFrame(
    ...     {
    ...         "ca": [187_000, 9_900, 17_500, 2_100],
    ...         "commandes": [53, 6, 7, 4],
    ...         "anciennete": [1600, 340, 900, 1200],
    ...     },
    ...     index=["Alba", "Breval", "Corde", "Dumas"],
    ... )
    >>> classer(clients)
    Alba      Mammouth
    Breval     Nursery
    Corde      Préféré
    Dumas        Petit
    Name: type_client, dtype: category
    Categories (4, str): ['Mammouth', 'Nursery', 'Préféré', 'Petit']

    Source
    ------
    S431, cas Clémenceau ; les types viennent du cas, les seuils sont une convention de ce cours.
    """
    lues = _lire_regles(regles)
    table = lire("clients", clients, ca, commandes, anciennete)
    montants = liste(f"clients, {ca}", table[ca])
    nombres = positif(f"clients, {commandes}", liste(f"clients, {commandes}", table[commandes]))
    jours = positif(f"clients, {anciennete}", liste(f"clients, {anciennete}", table[anciennete]))
    if ((nombres == 0) & (montants != 0)).any():
        attendu = "au moins une commande pour qui a un chiffre d'affaires"
        raise ArgumentInvalide(f"clients, {commandes}", 0, attendu)
    paniers = montants / np.maximum(nombres, 1)
    respectees = [
        (montants >= r.ca) & (paniers >= r.panier) & (jours <= _limite(r.anciennete)) for r in lues
    ]
    noms = [regle.type_client for regle in lues]
    types = np.select(respectees, noms, default="")
    if (types == "").any():
        oublie = table.index[types == ""][0]
        raise NonCalculable(
            f"Aucune règle ne classe le client {oublie!r} : que la dernière accepte tout le monde."
        )
    categories = pd.Categorical(types, categories=list(dict.fromkeys(noms)))
    return pd.Series(categories, index=table.index, name="type_client")


def _limite(anciennete: float | None) -> float:
    return np.inf if anciennete is None else anciennete


def _lire_regles(regles: Any) -> list[Regle]:
    attendu = "une suite de (type, CA, panier, ancienneté, sens)"
    if isinstance(regles, str | dict) or not isinstance(regles, Sequence) or not regles:
        raise ArgumentInvalide("regles", regles, attendu)
    return [_lire_regle(f"regles, ligne {rang}", recue) for rang, recue in enumerate(regles, 1)]


def _lire_regle(ici: str, recue: Any) -> Regle:
    if not isinstance(recue, tuple | list) or len(recue) != 5 or not isinstance(recue[0], str):
        raise ArgumentInvalide(ici, recue, "(type, CA, panier, ancienneté, sens)")
    nom, ca, panier, anciennete, sens = recue
    if anciennete is not None:
        anciennete = seul(positif, f"{ici} : ancienneté", anciennete)
    montants = seul(positif, f"{ici} : CA", ca), seul(positif, f"{ici} : panier", panier)
    return Regle(nom, *montants, anciennete, str(sens))
