"""Deux valeurs lues sont-elles égales, aux écarts permis près ?"""

import math
import unicodedata
from datetime import datetime
from typing import Any

from grc_lib.exercice._lecture import Ensemble, lire, nature

ECART_RELATIF = 0.001
_VARIANTES = str.maketrans(
    {"’": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"}
    | {"œ": "oe", "æ": "ae", "\u200b": "", "\ufeff": ""}
)


def egales(lu: Any, attendu: Any, tolerance: float | None) -> bool:
    """Égalité de deux valeurs lues : nombres à la tolérance près, textes sans casse ni espaces."""
    lu, genre = accorder(lu, attendu), nature(attendu)
    if genre in ("rien", "objet", "fonction") or nature(lu) != genre:
        return manque(lu) and manque(attendu)
    if genre == "nombre":
        return (manque(lu) and manque(attendu)) or proches(lu, attendu, tolerance)
    if genre == "texte":
        return plier(lu) == plier(attendu)
    if genre == "ensemble":
        lu, attendu = sorted(lu, key=cle_de_tri), sorted(attendu, key=cle_de_tri)
    if genre in ("liste", "ensemble"):
        return len(lu) == len(attendu) and all(
            egales(a, b, tolerance) for a, b in zip(lu, attendu, strict=True)
        )
    return bool(lu == attendu)


def proches(nombre: float, attendu: float, tolerance: float | None) -> bool:
    """Vrai si l'écart tient dans la tolérance, absolue et dans l'unité de la réponse.

    Sans tolérance : exact pour un entier, au millième près de sa valeur pour un décimal.

    >>> proches(0.3742, 0.37418, None), proches(41, 42, None), proches(41, 42, 1)
    (True, False, True)
    """
    if tolerance is None:
        if isinstance(nombre, int) and isinstance(attendu, int):
            return nombre == attendu
        tolerance = 0 if isinstance(attendu, int) else ECART_RELATIF * abs(attendu)
    poussiere = min(1e-9 * max(1.0, abs(attendu)), 1e-6)  # les restes du calcul flottant
    return abs(flottant(nombre) - attendu) <= float(tolerance) + poussiere


def accorder(lu: Any, attendu: Any) -> Any:
    """Accepte les formes équivalentes : texte ISO et date, Series et liste, liste et ensemble."""
    genre = nature(attendu)
    if genre == "date" and isinstance(lu, str):
        try:
            return lire(datetime.fromisoformat(lu.strip()))
        except ValueError:
            return lu
    if genre in ("liste", "ensemble") and nature(lu) == "tableau" and lu.shape[1:] in ((), (1,)):
        return accorder(lire(lu.to_numpy(object).ravel().tolist()), attendu)
    if genre == "ensemble" and nature(lu) == "liste":
        return Ensemble({cle_de_tri(element): element for element in lu}.values())
    return lu


def cle_de_tri(lu: Any) -> tuple[str, float, str]:
    """Une clé qui range ensemble les valeurs égales, quels que soient leurs types."""
    genre = "rien" if manque(lu) else nature(lu)
    if genre in ("nombre", "booléen"):
        return genre, flottant(lu), ""
    if genre in ("liste", "ensemble"):
        return genre, 0.0, repr([cle_de_tri(element) for element in lu])
    return genre, 0.0, plier(lu) if genre == "texte" else repr(lu)


def manque(lu: Any) -> bool:
    """None et nan : la valeur manquante d'un tableau."""
    return lu is None or (isinstance(lu, float) and math.isnan(lu))


def plier(texte: str) -> str:
    """Un texte sans différence de casse, d'espaces, d'apostrophe, de tiret ni de ligature."""
    return " ".join(unicodedata.normalize("NFKC", texte).casefold().translate(_VARIANTES).split())


def flottant(nombre: float) -> float:
    """Le flottant le plus proche, infini s'il n'y en a pas."""
    try:
        return float(nombre)
    except OverflowError:
        return math.inf if nombre > 0 else -math.inf
