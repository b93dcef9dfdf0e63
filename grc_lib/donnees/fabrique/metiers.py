"""Les métiers clients d'une imprimerie : enseigne, code NAF, effectif et besoins d'imprimés.

`metiers.csv` les décrit : effectif chez un petit client, poids du métier parmi les clients
petits, moyens et grands, poids de chaque famille du catalogue, lieu où il s'exerce.
"""

import csv
import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grc_lib.donnees.fabrique.colonnes import Masque

_ICI = Path(__file__).parent
PETITE, MOYENNE, GRANDE = range(3)  # tailles de client
PARTOUT, COLLECTIVITE = "partout", "collectivité"


@dataclass(frozen=True)
class Metier:
    """Un métier : ses enseignes possibles, qui l'exerce et ce qu'il imprime."""

    enseignes: tuple[str, ...]
    naf: str
    effectif: tuple[int, int]
    parts: tuple[int, int, int]  # poids parmi les clients petits, moyens, grands
    familles: dict[str, int]
    lieu: str  # partout, ville, vignoble, commune (un par commune) ou collectivité (de même)


@functools.cache
def metiers() -> tuple[Metier, ...]:
    """Tous les métiers, dans l'ordre du fichier."""
    with (_ICI / "metiers.csv").open(encoding="utf-8", newline="") as fichier:
        return tuple(_metier(ligne) for ligne in csv.DictReader(fichier))


def collectivites(rangs: Iterable[int]) -> Masque:
    """Vrai pour les métiers d'une collectivité."""
    return np.array([metiers()[rang].lieu == COLLECTIVITE for rang in rangs])


def _metier(ligne: dict[str, str]) -> Metier:
    colonnes = list(ligne)
    familles = colonnes[colonnes.index("grands") + 1 : colonnes.index("lieu")]
    return Metier(
        enseignes=tuple(ligne["enseignes"].split("|")),
        naf=ligne["naf"],
        effectif=(int(ligne["effectif_min"]), int(ligne["effectif_max"])),
        parts=(int(ligne["petits"]), int(ligne["moyens"]), int(ligne["grands"])),
        familles={famille: int(ligne[famille]) for famille in familles},
        lieu=ligne["lieu"],
    )


@functools.cache
def noms() -> dict[str, list[str]]:
    """Les listes de noms, prénoms, rues, racines et maisons connues de `noms.toml`."""
    listes = tomllib.loads((_ICI / "noms.toml").read_text(encoding="utf-8"))
    return {
        cle: texte.strip().splitlines() if cle in ("rues", "maisons") else texte.split()
        for cle, texte in listes.items()
    }
