"""Lire un texte seul ou une colonne de textes, et mettre un texte en capitales postales."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pandas as pd

from grc_lib.erreurs import ArgumentInvalide, MauvaisType


def lire(
    argument: str, valeur: Any, traduire: Callable[[str], Any], genre: str, attendu: str
) -> Any:
    """La traduction d'un texte, ou d'une colonne de textes (rendue du genre demandé).

    `traduire` rend `None` pour un texte illisible : une erreur s'il est seul, une valeur manquante
    dans une colonne, où un texte vide est lui aussi une valeur manquante.
    """
    if isinstance(valeur, pd.Series):
        traduits = [
            None if vide(v) else traduire(texte(argument, v, attendu)) for v in valeur.array
        ]
        return pd.Series(traduits, index=valeur.index, name=valeur.name, dtype=genre)
    traduit = traduire(texte(argument, valeur, attendu))
    if traduit is None:
        raise ArgumentInvalide(argument, valeur, attendu)
    return traduit


def texte(argument: str, valeur: Any, attendu: str) -> str:
    """Ce texte, débarrassé des blancs qui l'entourent."""
    if not isinstance(valeur, str):
        raise MauvaisType(argument, valeur, attendu)
    return valeur.strip()


def vide(valeur: Any) -> bool:
    """Une valeur manquante, un texte vide ou blanc."""
    if isinstance(valeur, str):
        return not valeur.strip()
    return bool(pd.api.types.is_scalar(valeur) and pd.isna(valeur))


def capitales(texte: str) -> str:
    """Des capitales sans accents, des chiffres, des espaces : « Œuvre & Cie », OEUVRE ET CIE.

    Les points d'un sigle disparaissent (S.A.R.L. donne SARL), toute autre ponctuation est une
    espace.
    """
    majuscules = texte.upper().replace("Œ", "OE").replace("Æ", "AE").replace("&", " ET ")
    decomposes = unicodedata.normalize("NFKD", majuscules)
    sans_accents = "".join(lettre for lettre in decomposes if not unicodedata.combining(lettre))
    sans_sigles = re.sub(r"\b([A-Z])\.(?=[A-Z]\b)", r"\1", sans_accents)
    return re.sub(r"[^A-Z0-9]+", " ", sans_sigles).strip()


def commune_postale(saisie: str) -> str:
    """La commune : SAINT s'y abrège toujours, un arrondissement s'y lit dans le code postal."""
    nom = re.sub(r"^(PARIS|LYON|MARSEILLE) \d+ ?(ER|E|EME)?$", r"\1", capitales(saisie))
    return " ".join({"SAINT": "ST", "SAINTE": "STE"}.get(mot, mot) for mot in nom.split())
