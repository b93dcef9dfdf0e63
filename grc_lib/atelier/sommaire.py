"""Le sommaire du cours : ses séances, ce qu'elles apprennent, et la recherche d'une notion."""

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grc_lib.erreurs import ArgumentInvalide

_FICHIER = Path(__file__).with_name("sommaire.json")
COMPETENCES = {
    "C1": "exploiter et partager l'information commerciale",
    "C2": "organiser, planifier et gérer l'activité commerciale",
}


@dataclass(frozen=True)
class Seance:
    """Une séance du cours ; `lecon` et `tds` sont des adresses depuis `course/`, vides à venir."""

    code: str
    titre: str
    savoir: str
    annee: int
    duree_lecon: str
    duree_td: str
    competences: tuple[str, ...]
    objectifs: tuple[str, ...]
    notions: tuple[str, ...]
    lecon: str
    tds: dict[str, str]
    vocabulaire: dict[str, str]

    @property
    def ouverte(self) -> bool:
        return bool(self.lecon)


@cache
def seances() -> tuple[Seance, ...]:
    """Toutes les séances, dans l'ordre de la progression."""
    lues = json.loads(_FICHIER.read_text("utf-8"))
    for seance in lues:
        for champ in ("competences", "objectifs", "notions"):
            seance[champ] = tuple(seance[champ])
    return tuple(Seance(**seance) for seance in lues)


def trouver(mots: str = "", competence: str | None = None) -> list[Seance]:
    """Les séances qui parlent de ces mots, sans égard aux accents ni aux majuscules.

    Paramètres
    ----------
    mots : des mots, ou leurs débuts ; tous doivent se trouver dans la séance (titre, objectifs,
        notions, vocabulaire). Vide : toutes les séances.
    competence : « C1 » ou « C2 » pour s'y limiter.

    Renvoie
    -------
    Les séances, dans l'ordre de la progression.

    Lève
    ----
    ArgumentInvalide : si la compétence n'est pas l'une des deux.

    Exemple
    -------
    >>> [seance.code for seance in trouver("gini")]
    ['S522-4']
    >>> trouver("gini", competence="C2") == trouver("Gini")
    True
    """
    if competence not in (None, *COMPETENCES):
        raise ArgumentInvalide("competence", competence, "« C1 » ou « C2 »")
    debuts = _plat(mots).split()
    return [
        seance
        for seance in seances()
        if competence in (None, *seance.competences)
        and all(f" {debut}" in _texte(seance) for debut in debuts)
    ]


def fiche(seance: Seance) -> str:
    """La carte d'une séance, en Markdown ; ses liens partent de `course/`."""
    titre, tds = f"{seance.code} · {seance.titre}", ["TD à venir"]
    if seance.ouverte:
        titre = f"[{titre}]({seance.lecon})"
    if seance.tds:
        tds = [f"[{nom}]({td}) {seance.duree_td}" for nom, td in seance.tds.items()]
    lecon = [f"leçon {seance.duree_lecon}" if seance.ouverte else "leçon à venir"]
    faits = " · ".join([*lecon * bool(seance.duree_lecon), *tds, ", ".join(seance.competences)])
    return f"**{titre}** — {faits}  \nVous saurez {' ; '.join(seance.objectifs)}."


def _texte(seance: Seance) -> str:
    parties = [seance.code, seance.titre, seance.savoir, *seance.objectifs, *seance.notions]
    return f" {_plat(' '.join([*parties, *seance.vocabulaire]))}"


def _plat(texte: str) -> str:
    """Sans accents ni majuscules, les séparateurs en espaces (le tiret des codes reste)."""
    decompose = unicodedata.normalize("NFD", texte.casefold())
    lettres = [c for c in decompose if not unicodedata.combining(c)]
    return "".join(c if c.isalnum() or c == "-" else " " for c in lettres)
