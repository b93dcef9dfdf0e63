"""Qui suit quel client (S431-2, S531-2) : un rôle par type, un quota par personne."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from grc_lib._nombres import liste, seul, strictement_positif, taux
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.organisation._lecture import connus, lire


class Mission(NamedTuple):
    """Ce que demande un type de client, et à qui.

    Champs : type_client ; fonction ; contacts, visites ou appels par client et par an ; heures par
    contact, trajet et suivi compris ; part du temps de la personne réservée à ces clients.
    """

    type_client: str
    fonction: str
    contacts: float
    heures: float
    part: float


# Qui prend quoi vient du cas, comme les deux visites aux Préférés ; les autres nombres sont une
# hypothèse de ce cours. Le reste du temps va aux incidents, à la prospection, à l'encadrement.
MISSIONS = (
    Mission("Mammouth", "directeur de clientèle", 12, 5, 0.30),
    Mission("Nursery", "ingénieur commercial", 10, 3, 0.60),
    Mission("Préféré", "commercial terrain", 2, 3, 0.15),
    Mission("Petit", "télécommerciale", 12, 0.5, 0.50),
)
SEMAINES = 44  # semaines travaillées par an, congés, fériés et formation retirés


def affecter(
    clients: Any, salaries: Any, *, missions: Sequence[Any] = MISSIONS, semaines: float = SEMAINES
) -> pd.DataFrame:
    """Confie chaque client à une personne du bon rôle, sans dépasser son quota.

    Quota = heures par semaine × semaines × part / (contacts × heures par contact), arrondi à
    l'entier inférieur. Chaque secteur sert d'abord ses clients, dans l'ordre des lignes, chacun
    chez la personne la moins chargée ; le trop-plein va ensuite là où il reste de la place. On ne
    peut ni placer plus de clients, ni en placer plus dans leur secteur.

    Paramètres
    ----------
    clients : tableau ou relation DuckDB. Colonnes : client_id, type_client, secteur_id. Les
        premières lignes sont servies les premières : triez-les par importance.
    salaries : tableau ou relation. Colonnes : salarie_id, fonction, secteur_id, heures_hebdo.
    missions : suite de (type, fonction, contacts, heures, part), comme `MISSIONS`.
    semaines : semaines travaillées dans l'année.

    Renvoie
    -------
    `DataFrame`, un client par ligne, dans l'ordre reçu : client_id, type_client, secteur_id,
    salarie_id (vide si personne), fonction, meme_secteur (booléen), raison (pourquoi hors du
    secteur, ou sans personne ; vide sinon). `charges` en donne la charge de chacun.

    Lève
    ----
    NonCalculable si une table est vide ; ArgumentInvalide pour une colonne absente, une valeur
    manquante, un numéro en double, un type de client sans mission, des heures nulles ou négatives.

    Exemple
    -------
    >>> clients = pd.DataFrame({
    ...     "client_id": [1, 2, 3, 4], "type_client": ["Mammouth"] * 3 + ["Petit"],
    ...     "secteur_id": [1, 1, 1, 2],
    ... })
    >>> salaries = pd.DataFrame({
    ...     "salarie_id": [7, 8], "fonction": "directeur de clientèle", "secteur_id": [1, 2],
    ...     "heures_hebdo": [10, 5],
    ... })
    >>> suivi = affecter(clients, salaries)
    >>> suivi[["client_id", "salarie_id", "meme_secteur"]]
       client_id  salarie_id  meme_secteur
    0          1           7          True
    1          2           7          True
    2          3           8         False
    3          4        <NA>         False
    >>> print(*suivi["raison"][2:], sep=chr(10))
    hors secteur : le quota du secteur 1 est atteint (directeur de clientèle)
    sans personne : aucun salarié n'a la fonction « télécommerciale »

    Source
    ------
    S431, S531, cas Clémenceau (quotas : cas FV07).
    """
    table = lire("clients", clients, "client_id", "type_client", "secteur_id", cle="client_id")
    table = table.reset_index(drop=True)
    equipe, lues = _lire_equipe(salaries), _lire_missions(missions)
    types = [mission.type_client for mission in lues]
    attendu = f"un type qui a une mission ({', '.join(types)})"
    connus("clients, type_client", table["type_client"], types, attendu)
    annee = seul(strictement_positif, "semaines", semaines)
    morceaux = [
        _repartir(table[table["type_client"] == mission.type_client], equipe, mission, annee)
        for mission in lues
    ]
    rendu = pd.concat(morceaux).sort_index().reset_index(drop=True)
    return rendu.assign(salarie_id=rendu["salarie_id"].convert_dtypes())


def charges(
    clients: Any, salaries: Any, *, missions: Sequence[Any] = MISSIONS, semaines: float = SEMAINES
) -> pd.DataFrame:
    """La charge que ses clients donnent à chaque salarié, et qui dépasse le temps prévu.

    Ratio = Σ contacts × heures par contact / (heures par semaine × semaines × part).

    Paramètres
    ----------
    clients : tableau ou relation DuckDB : le résultat d'`affecter`, ou le portefeuille enregistré.
        Colonnes : client_id, type_client, salarie_id (vide si personne ne suit le client).
    salaries, missions, semaines : comme pour `affecter`.

    Renvoie
    -------
    `DataFrame`, un salarié par ligne, dans l'ordre reçu : salarie_id, fonction, secteur_id, clients
    (nombre), heures (par an), disponibles (heures par an), ratio (décimal ; vide sans temps prévu),
    depasse (booléen).

    Lève
    ----
    NonCalculable si une table est vide ; ArgumentInvalide pour une colonne absente, un salarié
    inconnu, un numéro en double, un type de client sans mission.

    Exemple
    -------
    >>> clients = pd.DataFrame({
    ...     "client_id": range(1, 51), "type_client": "Préféré", "salarie_id": [8] * 48 + [9] * 2,
    ... })
    >>> salaries = pd.DataFrame({
    ...     "salarie_id": [8, 9], "fonction": "commercial terrain", "secteur_id": 1,
    ...     "heures_hebdo": 39,
    ... })
    >>> charges(clients, salaries)[["salarie_id", "clients", "heures", "disponibles", "depasse"]]
       salarie_id  clients  heures  disponibles  depasse
    0           8       48   288.0        257.4     True
    1           9        2    12.0        257.4    False

    Source
    ------
    S531, charge de travail (cas FV07).
    """
    colonnes = ("client_id", "type_client")
    table = lire("clients", clients, *colonnes, trous=["salarie_id"], cle="client_id")
    equipe, lues = _lire_equipe(salaries), _lire_missions(missions)
    heures = {mission.type_client: mission.contacts * mission.heures for mission in lues}
    connus("clients, type_client", table["type_client"], heures, "un type qui a une mission")
    suivis = table[table["salarie_id"].notna()]
    numeros = set(equipe["salarie_id"])
    connus("clients, salarie_id", suivis["salarie_id"], numeros, "un salarié de la table salaries")
    groupes = suivis["type_client"].map(heures).astype(float).groupby(suivis["salarie_id"])
    parts: dict[str, float] = {}
    for mission in lues:
        parts[mission.fonction] = parts.get(mission.fonction, 0) + mission.part
    bilan = equipe[["salarie_id", "fonction", "secteur_id"]].reset_index(drop=True)
    bilan["clients"] = bilan["salarie_id"].map(groupes.size()).fillna(0).astype(int)
    bilan["heures"] = bilan["salarie_id"].map(groupes.sum()).fillna(0.0)
    annee = seul(strictement_positif, "semaines", semaines)
    temps = equipe["heures_hebdo"].reset_index(drop=True) * annee
    bilan["disponibles"] = (temps * bilan["fonction"].map(parts).fillna(0.0)).round(6)
    bilan["ratio"] = bilan["heures"] / bilan["disponibles"].where(bilan["disponibles"] > 0)
    bilan["depasse"] = bilan["heures"] > bilan["disponibles"]
    return bilan


def _repartir(
    clients: pd.DataFrame, equipe: pd.DataFrame, mission: Mission, semaines: float
) -> pd.DataFrame:
    """Les clients d'un type, leur salarié et la raison."""
    personnes = equipe[equipe["fonction"] == mission.fonction]
    secteurs = dict(zip(personnes["salarie_id"], personnes["secteur_id"], strict=True))
    quotas = [_quota(heures * semaines, mission) for heures in personnes["heures_hebdo"]]
    choisis = _placer(clients["secteur_id"], secteurs, dict(zip(secteurs, quotas, strict=True)))
    rendu = clients[["client_id", "type_client", "secteur_id"]].copy()
    salaries = [choisis.get(client) for client in clients.index]
    rendu["salarie_id"] = pd.Series(salaries, clients.index, dtype=object)
    rendu["fonction"] = mission.fonction
    rendu["meme_secteur"] = [
        salarie is not None and secteurs[salarie] == secteur
        for salarie, secteur in zip(salaries, rendu["secteur_id"], strict=True)
    ]
    rendu["raison"] = [
        _raison(salarie, secteur, mission.fonction, secteurs)
        for salarie, secteur in zip(salaries, rendu["secteur_id"], strict=True)
    ]
    return rendu


def _placer(
    clients: "pd.Series[Any]", secteurs: dict[Any, Any], quotas: dict[Any, int]
) -> dict[Any, Any]:
    """Deux passages : chaque client dans son secteur, puis le trop-plein où il reste de la place.

    Ne servir que les siens au premier passage ne fait perdre aucune place au second : le nombre de
    clients placés, et celui des clients placés dans leur secteur, sont les plus grands possibles.
    """
    charge = dict.fromkeys(quotas, 0)
    choisis: dict[Any, Any] = {}
    for partout in (False, True):
        for client, secteur in clients.items():
            libres = [
                salarie
                for salarie, quota in quotas.items()
                if charge[salarie] < quota and (partout or secteurs[salarie] == secteur)
            ]
            if libres and client not in choisis:
                choisi = min(libres, key=lambda salarie: (charge[salarie] + 1) / quotas[salarie])
                choisis[client] = choisi
                charge[choisi] += 1
    return choisis


def _quota(heures: float, mission: Mission) -> int:
    return math.floor(round(heures * mission.part / (mission.contacts * mission.heures), 9))


def _raison(salarie: Any, secteur: Any, fonction: str, secteurs: dict[Any, Any]) -> str:
    if not secteurs:
        return f"sans personne : aucun salarié n'a la fonction « {fonction} »"
    if salarie is None:
        return f"sans personne : tous les quotas sont atteints ({fonction})"
    if secteurs[salarie] == secteur:
        return ""
    if secteur in secteurs.values():
        return f"hors secteur : le quota du secteur {secteur} est atteint ({fonction})"
    return f"hors secteur : le secteur {secteur} n'a pas de {fonction}"


def _lire_equipe(salaries: Any) -> pd.DataFrame:
    colonnes = ("salarie_id", "fonction", "secteur_id", "heures_hebdo")
    equipe = lire("salaries", salaries, *colonnes, cle="salarie_id")
    heures = liste("salaries, heures_hebdo", equipe["heures_hebdo"])
    return equipe.assign(heures_hebdo=strictement_positif("salaries, heures_hebdo", heures))


def _lire_missions(missions: Any) -> list[Mission]:
    attendu = "une suite de (type, fonction, contacts, heures, part)"
    if isinstance(missions, str | dict) or not isinstance(missions, Sequence) or not missions:
        raise ArgumentInvalide("missions", missions, attendu)
    lues = [_lire_mission(f"missions, ligne {rang}", m) for rang, m in enumerate(missions, 1)]
    types = [mission.type_client for mission in lues]
    if len(set(types)) < len(types):
        raise ArgumentInvalide("missions", types, "une seule mission par type de client")
    return lues


def _lire_mission(ici: str, recue: Any) -> Mission:
    if not isinstance(recue, tuple | list) or len(recue) != 5:
        raise ArgumentInvalide(ici, recue, "(type, fonction, contacts, heures, part)")
    type_client, fonction, contacts, heures, part = recue
    return Mission(
        str(type_client),
        str(fonction),
        seul(strictement_positif, f"{ici} : contacts", contacts),
        seul(strictement_positif, f"{ici} : heures", heures),
        seul(taux, f"{ici} : part", part),
    )
