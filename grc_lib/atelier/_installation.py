"""Installer le cours fichier par fichier : que faire de chacun, et l'écrire sans risque."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from grc_lib._disque import ecrire, ecrire_json
from grc_lib.atelier._fichiers import ILLISIBLE, empreinte, nom_libre
from grc_lib.erreurs import RessourceIndisponible

DOSSIERS = ("course", "exercises")


@dataclass(frozen=True)
class Bilan:
    """Ce que l'installation a fait ; chemins relatifs au dossier de travail."""

    nouveaux: list[str] = field(default_factory=list)
    mis_a_jour: list[str] = field(default_factory=list)
    gardes: list[str] = field(default_factory=list)
    proposes: list[str] = field(default_factory=list)
    supprimes: list[str] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)

    def phrases(self) -> list[str]:
        """Ce que l'élève doit savoir, et rien s'il n'y a rien de neuf.

        Exemple
        -------
        >>> Bilan(nouveaux=["course/ACCUEIL.ipynb"]).phrases()
        ['1 fichier du cours copié.']
        """
        lignes = []
        if n := len(self.nouveaux):
            lignes.append(f"{n} fichier{'s' * (n > 1)} du cours copié{'s' * (n > 1)}.")
        if n := len(self.mis_a_jour):
            lignes.append(
                f"{n} fichier{'s' * (n > 1)} du cours mis à jour ; "
                "les versions précédentes sont dans « .grc/sauvegardes »."
            )
        lignes += [f"Nouvelle version posée à côté de la vôtre : {p}" for p in self.proposes]
        return lignes + self.avertissements


def decider(cours: str, presente: str | None, connue: str | None, proposee: str | None) -> str:
    """Que faire d'un fichier, connaissant quatre empreintes.

    Paramètres
    ----------
    cours : celle du fichier du cours.
    presente : celle du fichier de l'élève (`None` s'il n'y est pas).
    connue : celle qui a été installée (`None` si elle ne l'a jamais été).
    proposee : celle de la dernière version posée à côté.

    Exemple
    -------
    >>> decider("v2", "v1", connue="v1", proposee=None)
    'mettre à jour'
    >>> decider("v2", "mon travail", connue="v1", proposee=None)
    'poser à côté'
    >>> decider("v2", None, connue="v1", proposee=None)
    'laisser supprimé'
    """
    if presente is None:
        return "copier" if connue is None else "laisser supprimé"
    if presente == cours:
        return "noter"
    if presente == connue:
        return "mettre à jour"
    if cours == proposee or (cours == connue and presente != ILLISIBLE):
        return "garder"
    return "poser à côté"


class Installation:
    """Une installation : l'état du dossier, et le bilan qui se remplit fichier par fichier."""

    def __init__(self, travail: Path, source: Path, jour: date) -> None:
        self.travail, self.source, self.jour = travail, source, jour
        self.bilan = Bilan()
        self.etat = self._lire_etat()

    def executer(self) -> Bilan:
        try:
            for nom in _fichiers(self.source):
                self._traiter(nom)
        finally:
            ecrire_json(self.travail / ".grc" / "etat.json", self.etat)
        return self.bilan

    def _traiter(self, nom: str) -> None:
        cible, contenu = self.travail / nom, (self.source / nom).read_bytes()
        self._refuser_hors_du_dossier(cible)
        cours, presente = empreinte(nom, contenu), _empreinte_eleve(cible)
        fiche = self.etat.setdefault(nom, {})
        action = decider(cours, presente, fiche.get("connue"), fiche.get("proposee"))
        if action == "mettre à jour":
            self._sauvegarder(nom)
        if action in ("copier", "mettre à jour"):
            ecrire(cible, contenu)
        if action in ("copier", "mettre à jour", "noter"):
            self.etat[nom] = {"connue": cours}
        if action == "poser à côté":
            self._poser_a_cote(nom, contenu)
            fiche["proposee"] = cours
        if presente == ILLISIBLE:
            self.bilan.avertissements.append(
                f"« {nom} » ne peut pas être lu (abîmé ou protégé) : il est gardé tel quel, "
                "la version du professeur est à côté."
            )
        self._noter_au_bilan(action, nom)

    def _noter_au_bilan(self, action: str, nom: str) -> None:
        listes = {
            "copier": self.bilan.nouveaux,
            "mettre à jour": self.bilan.mis_a_jour,
            "garder": self.bilan.gardes,
            "poser à côté": self.bilan.gardes,
            "laisser supprimé": self.bilan.supprimes,
        }
        if action in listes:
            listes[action].append(nom)

    def _sauvegarder(self, nom: str) -> None:
        contenu = (self.travail / nom).read_bytes()
        copie = self.travail / ".grc" / "sauvegardes" / self.jour.isoformat() / nom
        ecrire(nom_libre(copie, contenu), contenu)

    def _poser_a_cote(self, nom: str, contenu: bytes) -> None:
        cible = self.travail / nom
        titre = f"{cible.stem} (version du professeur {self.jour.isoformat()}){cible.suffix}"
        voisin = nom_libre(cible.with_name(titre), contenu)
        ecrire(voisin, contenu)
        self.bilan.proposes.append(voisin.relative_to(self.travail).as_posix())

    def _lire_etat(self) -> dict[str, dict[str, str]]:
        chemin = self.travail / ".grc" / "etat.json"
        if not chemin.exists():
            return {}
        try:
            etat = json.loads(chemin.read_bytes())
            return {nom: {**fiche} for nom, fiche in etat.items()}
        except (ValueError, AttributeError, TypeError):
            self.bilan.avertissements.append(
                "La mémoire du dossier (.grc/etat.json) était abîmée : par prudence, chacun de "
                "vos fichiers est traité comme votre travail."
            )
            return {}

    def _refuser_hors_du_dossier(self, cible: Path) -> None:
        if not cible.parent.resolve().is_relative_to(self.travail.resolve()):
            raise RessourceIndisponible(
                f"« {cible.parent} » est un lien vers un autre dossier : supprimez ce lien, "
                "puis relancez la commande."
            )


def _fichiers(source: Path) -> Iterator[str]:
    """Les fichiers à installer, en chemins « / » relatifs au cours, dans l'ordre."""
    for dossier in DOSSIERS:
        for chemin in sorted((source / dossier).rglob("*")):
            relatif = chemin.relative_to(source)
            cache = any(m.startswith((".", "__pycache__")) for m in relatif.parts)
            if chemin.is_file() and not cache:
                yield relatif.as_posix()


def _empreinte_eleve(cible: Path) -> str | None:
    if not os.path.lexists(cible):
        return None
    if cible.is_symlink():
        return "lien"
    try:
        return empreinte(cible.name, cible.read_bytes())
    except OSError:
        return ILLISIBLE
