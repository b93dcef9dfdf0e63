"""Lire les contraintes d'un planning : durées, rendez-vous, priorités, heures."""

import datetime as dt
from collections.abc import Mapping
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from grc_lib._formats import nombre
from grc_lib._nombres import liste, positif, reel, seul, strictement_positif
from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.tournees.points import Tableau

_MINUIT = 24 * 60


class Suivis(NamedTuple):
    """Les noms des clients, et leur index s'ils viennent d'un tableau."""

    noms: list[Any]
    cles: "pd.Index[Any] | None"


def lire_journee(debut: Any, journee: Any) -> tuple[float, float]:
    """L'heure de départ (minutes depuis minuit) et la durée de la journée (minutes)."""
    depart, duree = _minute("debut", debut, None), seul(strictement_positif, "journee", journee)
    if depart + duree > _MINUIT:
        raise ArgumentInvalide("journee", journee, "une journée qui finit avant minuit, en minutes")
    return depart, duree


def lire_visites(suivis: Suivis, duree_visite: Any, journee: float) -> Tableau:
    """La durée de chaque visite, en minutes, plus courte que la journée."""
    recues = par_client("duree_visite", duree_visite, suivis, None)
    durees = liste("duree_visite", recues, au_moins=0)
    for duree in positif("duree_visite", durees):
        if duree >= journee:
            attendu = f"une visite plus courte que la journée ({nombre(journee)} minutes)"
            raise ArgumentInvalide("duree_visite", float(duree), attendu)
    return durees


def lire_fenetres(suivis: Suivis, fenetres: Any, debut: float) -> Tableau:
    """L'ouverture et la fermeture de chaque client, en minutes depuis le début de la journée."""
    bornes = np.tile([0.0, np.inf], (len(suivis.noms), 1))
    for client, fenetre in enumerate(par_client("fenetres", fenetres, suivis, None)):
        if fenetre is None:
            continue
        if not isinstance(fenetre, tuple | list) or len(fenetre) != 2:
            raise MauvaisType("fenetres", fenetre, "un couple (début, fin), ou None")
        ouverture, fermeture = (_minute("fenetres", heure, debut) for heure in fenetre)
        if ouverture > fermeture:
            raise ArgumentInvalide("fenetres", fenetre, "un début avant la fin")
        bornes[client] = max(ouverture, 0), fermeture
    return bornes


def par_client(argument: str, valeurs: Any, suivis: Suivis, defaut: Any) -> list[Any]:
    """Une valeur par client, dans leur ordre, qu'on l'ait donnée par nom, par rang ou à tous."""
    noms, cles = suivis
    if valeurs is None or isinstance(valeurs, Real):
        return [defaut if valeurs is None else valeurs] * len(noms)
    if isinstance(valeurs, Mapping):
        for nom in valeurs:
            if nom not in noms:
                raise ArgumentInvalide(argument, nom, "le nom d'un client")
        return [valeurs.get(nom, defaut) for nom in noms]
    if isinstance(valeurs, str) or not hasattr(valeurs, "__len__"):
        raise MauvaisType(argument, valeurs, "une valeur par client")
    if len(valeurs) != len(noms):
        recu = f"{len(valeurs)} valeur(s)"
        raise ArgumentInvalide(argument, recu, f"{len(noms)} valeurs, une par client")
    if isinstance(valeurs, pd.Series) and cles is not None and not valeurs.index.equals(cles):
        raise ArgumentInvalide(argument, "un autre index", "le même index que « clients »")
    return list(valeurs)


def lire_secondes(secondes: Any) -> float:
    """Le temps de calcul accordé."""
    return entre("secondes", secondes, 0.01, 600, "un temps de calcul en secondes")


def entre(argument: str, valeur: Any, minimum: float, maximum: float, quoi: str) -> float:
    """Un seul nombre, vraisemblable."""
    lue = seul(reel, argument, valeur)
    if not minimum <= lue <= maximum:
        attendu = f"{quoi}, entre {nombre(minimum)} et {nombre(maximum)}"
        raise ArgumentInvalide(argument, valeur, attendu)
    return lue


def _minute(argument: str, heure: Any, debut: float | None) -> float:
    """Des minutes depuis le début de la journée (depuis minuit si `debut` est `None`)."""
    if debut is not None and isinstance(heure, Real):
        return float(positif(argument, heure))
    if not isinstance(heure, str | dt.time):
        raise MauvaisType(argument, heure, "une heure, comme « 10:30 »")
    try:
        lue = dt.time.fromisoformat(str(heure))
    except ValueError:
        raise ArgumentInvalide(argument, heure, "une heure, comme « 10:30 »") from None
    return 60 * lue.hour + lue.minute + lue.second / 60 - (debut or 0)
