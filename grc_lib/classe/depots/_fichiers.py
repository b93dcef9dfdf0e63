"""Parcourir et lire des fichiers rendus sans jamais suivre un lien ni ouvrir un faux fichier."""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MO = 1 << 20
TAILLE_MAX = 50 * MO
ENTREES_MAX, PROFONDEUR_MAX = 2000, 8
HORODATAGE = "timestamp.txt"
_SANS_INTERET = {"__macosx", "__pycache__", "thumbs.db", "desktop.ini"}
_NOM_SUR = re.compile(r"\w[\w .,'’()+=@&-]{0,99}(?<![ .])")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(UTC|Z|[+-]\d\d:?\d\d)?")
_OUVERTURE = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")


class Illisible(Exception):
    """Ce fichier ne peut pas être lu : la phrase dit pourquoi."""


@dataclass(frozen=True)
class Fichier:
    """Un fichier ordinaire, vu sans l'ouvrir."""

    chemin: Path
    date: float


def inventorier(
    racine: Path, garder: Callable[[str], bool] = lambda dossier: True
) -> tuple[list[Fichier], list[str]]:
    """Les fichiers ordinaires d'un dossier, et une phrase pour chaque entrée écartée."""
    fichiers: list[Fichier] = []
    ecartes: list[str] = []
    a_voir, vues = [(racine, 0)], 0
    while a_voir:
        dossier, profondeur = a_voir.pop()
        with os.scandir(dossier) as entrees:
            for entree in entrees:
                vues += 1
                if vues > ENTREES_MAX:
                    return fichiers, [*ecartes, f"Plus de {ENTREES_MAX} fichiers : reste ignoré."]
                etat = entree.stat(follow_symlinks=False)
                if sans_interet(entree.name):
                    continue
                if stat.S_ISREG(etat.st_mode):
                    fichiers.append(Fichier(Path(entree.path), etat.st_mtime))
                elif not stat.S_ISDIR(etat.st_mode):
                    ecartes.append(f"Lien ou fichier spécial écarté : {montrer(entree.name)}.")
                elif profondeur >= PROFONDEUR_MAX:
                    ecartes.append(f"Dossier trop profond, ignoré : {montrer(entree.name)}.")
                elif garder(entree.name):
                    a_voir.append((Path(entree.path), profondeur + 1))
    return sorted(fichiers, key=lambda f: f.chemin), ecartes


def lire_octets(chemin: Path, limite: int = TAILLE_MAX) -> bytes:
    """Le contenu d'un fichier ordinaire ; lève Illisible, sans attendre ni suivre de lien."""
    drapeaux = os.O_RDONLY
    for nom in _OUVERTURE:
        drapeaux |= getattr(os, nom, 0)
    try:
        with os.fdopen(os.open(chemin, drapeaux), "rb") as flux:
            if not stat.S_ISREG(os.fstat(flux.fileno()).st_mode):
                raise Illisible("ce n'est pas un fichier ordinaire")
            octets = flux.read(limite + 1)
    except OSError as erreur:
        raise Illisible(f"le système refuse de l'ouvrir ({erreur.strerror})") from erreur
    if len(octets) > limite:
        raise Illisible(f"il dépasse {limite // MO} Mo")
    return octets


def lire_date(octets: bytes) -> datetime | None:
    """L'heure d'un `timestamp.txt`, en temps universel ; rien si elle est illisible.

    >>> lire_date(b"2026-11-20 14:03:12 UTC").isoformat()
    '2026-11-20T14:03:12+00:00'
    """
    trouve = _DATE.fullmatch(octets[:100].decode("utf-8", "replace").strip())
    try:
        lue = datetime.fromisoformat(trouve[1] + (trouve[2] or "Z").replace("UTC", "Z"))  # type: ignore[index]
        return lue.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def ecrire_date(date: datetime) -> bytes:
    return date.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC").encode()


def empreinte(contenus: Mapping[str, bytes]) -> str:
    """La signature de fichiers et de leurs noms, l'horodatage excepté."""
    somme = hashlib.sha256()
    for nom in sorted(set(contenus) - {HORODATAGE}):
        somme.update(f"{nom}\0{len(contenus[nom])}\0".encode())
        somme.update(contenus[nom])
    return somme.hexdigest()


def sans_interet(nom: str) -> bool:
    return nom.startswith(".") or nom.casefold() in _SANS_INTERET


def nom_sur(nom: str) -> str | None:
    """Le nom, accents composés, s'il est ordinaire ; rien s'il peut tromper un programme.

    >>> nom_sur("relevé (2).csv"), nom_sur("..\\\\x"), nom_sur("a\\u202egpj.py"), nom_sur("<b>")
    ('relevé (2).csv', None, None, None)
    """
    compose = unicodedata.normalize("NFC", nom)
    return compose if _NOM_SUR.fullmatch(compose) and compose.isprintable() else None


def montrer(nom: str) -> str:
    """Un nom venu d'un élève, court et sans caractère invisible, entre guillemets.

    >>> montrer("a\\u202eb\\n" + "c" * 90)[:8]
    '« a�b�cc'
    """
    court = unicodedata.normalize("NFC", nom[:200])
    court = "".join(c if c.isprintable() else "�" for c in court)
    return f"« {court if len(court) <= 60 else court[:59] + '…'} »"


def lister(noms: Iterable[str]) -> str:
    """Quelques noms, et combien d'autres.

    >>> lister("abcdefgh")
    '« a », « b », « c », « d », « e » et 3 autres'
    """
    cites = [montrer(nom) for nom in noms]
    reste = len(cites) - 5
    return ", ".join(cites[:5]) + (f" et {reste} autre{'s' if reste > 1 else ''}" * (reste > 0))
