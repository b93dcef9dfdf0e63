"""Trouver la copie de chaque élève dans `submitted/` et en poser une propre ailleurs."""

import json
import shutil
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from grc_lib.classe.depots._fichiers import (
    HORODATAGE,
    MO,
    Fichier,
    Illisible,
    ecrire_date,
    empreinte,
    inventorier,
    lire_date,
    lire_octets,
    lister,
    montrer,
    nom_sur,
    sans_interet,
)
from grc_lib.classe.depots.lecture import Cellule, lire
from grc_lib.classe.depots.reparation import Modele, Reparation
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc
from grc_lib.exercice import normaliser_identifiant

ANNEXES_MAX, VOLUME_MAX = 50, 10 * MO
CANDIDATS_MAX = 20
REMISE = "_remise_"
# Formgrader sert ces fichiers avec la session du professeur : des données, rien qui s'y exécute.
_TABLEAUX = {".csv", ".tsv", ".json", ".xlsx", ".ods", ".parquet"}
_JOINTS = {".txt", ".sql", ".py", ".png", ".jpg", ".jpeg"} | _TABLEAUX
_JAMAIS_COPIES = {"nbgrader_config.py"}
_PEUT_ETRE_UN_NOTEBOOK = {"", ".txt", ".json"}


@dataclass(frozen=True)
class Depot:
    """Ce qu'un élève a rendu pour un TD, et ce qui peut en être noté.

    Paramètres
    ----------
    etudiant : son identifiant.
    dossier : où est ce qui sera noté ; None s'il n'y a rien à noter.
    constats : ce qu'il a fallu réparer ou écarter, une phrase chacun.
    empreinte : sha256 de ce qui sera noté ; elle change si la copie ou le TD change.
    refus : pourquoi rien ne sera noté ; vide sinon.
    rendu : faux si l'élève n'a rien déposé pour ce TD.
    """

    etudiant: str
    dossier: Path | None
    constats: tuple[str, ...] = ()
    empreinte: str = ""
    refus: str = ""
    rendu: bool = True


def mettre_au_propre(
    cours: Path, devoir: str, etudiants: str | None, vers: Path, *, carnet: str = ""
) -> list[Depot]:
    """Pose sous `vers/<étudiant>/<devoir>/` une copie que nbgrader ne peut pas refuser.

    Paramètres
    ----------
    cours : le dossier du cours ; `submitted/` y est lu, jamais modifié.
    devoir : le nom du TD.
    etudiants : les identifiants à préparer, motifs permis (« lea.* ») ; tous si None.
    vers : un dossier de travail ; ce qu'il contient déjà pour ces élèves est remplacé.
    carnet : l'adresse du carnet, `gradebook.db` par défaut.

    Renvoie
    -------
    Un dépôt par dossier d'élève, par ordre alphabétique ; une copie inutilisable n'arrête pas les
    autres. Un dernier dépôt, sans élève, nomme les notebooks posés hors d'un dossier.

    Lève
    ----
    RessourceIndisponible si le TD n'est pas publié ; ArgumentInvalide si `vers` est mal placé.
    """
    rendus = cours / "submitted"
    if vers.resolve().is_relative_to(rendus.resolve()):
        raise ArgumentInvalide("vers", str(vers), "un dossier hors de « submitted »")
    modele, depots = Modele.lire(cours, devoir, carnet), []
    for etudiant, dossiers in sorted(_par_eleve(rendus, modele.etudiants).items()):
        if not fnmatchcase(etudiant, etudiants or "*"):
            continue
        cible = vers / etudiant / devoir
        shutil.rmtree(cible, ignore_errors=True)
        try:
            depots.append(_Recherche(cours, modele, etudiant, dossiers).preparer(cible))
        except Exception as erreur:  # jamais toute la classe pour une copie
            shutil.rmtree(cible, ignore_errors=True)
            raison = str(erreur) or type(erreur).__name__
            if not isinstance(erreur, Illisible | ErreurGrc):
                raison = f"copie illisible, cause imprévue ({type(erreur).__name__} : {raison})"
            refus, rendu = f"{raison[0].upper()}{raison[1:]}.", not isinstance(erreur, NonRendu)
            depots.append(Depot(etudiant, None, refus=refus, rendu=rendu))
    if hors := [f.name for f in _entrees(rendus) if not f.is_dir() and ".ipynb" in f.name]:
        phrase = f"Hors d'un dossier d'élève : {lister(hors)} ; « grc recevoir » les range."
        depots.append(Depot("", None, refus=phrase))
    return depots


def _entrees(rendus: Path) -> list[Path]:
    """Ce que contient `submitted/`, fichiers cachés exceptés."""
    tout = sorted(rendus.iterdir()) if rendus.is_dir() else []
    return [entree for entree in tout if not sans_interet(entree.name)]


def _par_eleve(rendus: Path, connus: frozenset[str]) -> dict[str, list[Path]]:
    """Les dossiers de `submitted/`, par identifiant : plusieurs noms peuvent donner le même."""
    dossiers = defaultdict(list)
    for dossier in _entrees(rendus):
        if dossier.is_symlink() or dossier.is_dir():
            dossiers[_identifiant(dossier.name, connus)].append(dossier)
    return dossiers


def _identifiant(nom: str, connus: frozenset[str]) -> str:
    """Le nom du dossier tel que le carnet le connaît, sinon sa forme normale."""
    try:
        return nom if nom in connus and nom_sur(nom) == nom else normaliser_identifiant(nom)
    except ArgumentInvalide:
        return montrer(nom)


class NonRendu(Illisible):
    """L'élève a un dossier, mais rien pour ce TD."""


class _Recherche:
    """La copie d'un élève, parmi tout ce qu'il a rendu."""

    def __init__(self, cours: Path, modele: Modele, etudiant: str, dossiers: list[Path]) -> None:
        self.cours, self.modele, self.etudiant = cours, modele, etudiant
        self.dossiers = dossiers
        self.constats: list[str] = []

    def preparer(self, cible: Path) -> Depot:
        racine = self._dossier()
        fichiers, ecartes = inventorier(racine, self._est_de_ce_td)
        self.constats += ecartes
        copie, reparation, lue = self._choisir(racine, fichiers)
        refus = self._refus(reparation, lue)
        if refus:
            raise Illisible(refus)
        self.constats += reparation.constats
        contenus = {f"{self.modele.devoir}.ipynb": reparation.notebook}
        contenus |= self._annexes(copie.chemin.parent, fichiers)
        contenus |= self._horodatage(racine, copie.chemin.parent)
        for nom, contenu in contenus.items():
            (cible / nom).parent.mkdir(parents=True, exist_ok=True)
            (cible / nom).write_bytes(contenu)
        return Depot(self.etudiant, cible, tuple(self.constats), empreinte(contenus))

    def _dossier(self) -> Path:
        """Le dossier de l'élève ; s'il y en a plusieurs, celui qui porte l'identifiant même."""
        exacts = [d for d in self.dossiers if d.name == self.etudiant] or self.dossiers
        autres = [d.name for d in self.dossiers if d != exacts[0]]
        if len(exacts) > 1:
            noms = lister(sorted(d.name for d in exacts))
            raise Illisible(f"plusieurs dossiers se lisent {self.etudiant} ({noms}) : renommez-les")
        if autres:
            self.constats.append(f"Dossiers du même identifiant, non mêlés : {lister(autres)}.")
        if exacts[0].is_symlink():
            raise Illisible("son dossier est un lien : il n'est pas suivi")
        if self.etudiant.startswith("«"):
            raise Illisible(f"le nom de dossier {self.etudiant} n'est pas celui d'un élève")
        if exacts[0].name != self.etudiant:
            self.constats.append(f"Dossier {montrer(exacts[0].name)} lu comme {self.etudiant}.")
        return exacts[0]

    @cached_property
    def _autres(self) -> dict[str, Path]:
        """Les autres TD du cours, par nom en minuscules."""
        tous = (self.cours / "solutions").glob("*/*.ipynb")
        return {
            f.stem.casefold(): f
            for f in tous
            if f.stem == f.parent.name and f.stem != self.modele.devoir
        }

    def _est_de_ce_td(self, dossier: str) -> bool:
        nom = unicodedata.normalize("NFC", dossier).casefold()
        return nom not in self._autres and REMISE not in nom

    def _choisir(
        self, racine: Path, fichiers: list[Fichier]
    ) -> tuple[Fichier, Reparation, list[Cellule]]:
        """Le notebook qui a le plus de questions du TD, puis des réponses, puis le plus récent."""
        candidats = [f for f in fichiers if ".ipynb" in f.chemin.name.casefold()] or [
            f
            for f in fichiers
            if f.chemin.suffix.casefold() in _PEUT_ETRE_UN_NOTEBOOK and f.chemin.name != HORODATAGE
        ]
        lus, pannes = [], []
        for fichier in candidats[:CANDIDATS_MAX]:
            try:
                cellules, constats = lire(lire_octets(fichier.chemin))
            except Illisible as erreur:
                pannes.append((fichier.chemin.name, str(erreur)))
                continue
            reparation = self.modele.reparer(cellules)
            reparation = replace(reparation, constats=[*constats, *reparation.constats])
            rang = (reparation.reconnues, reparation.reponses > 0, fichier.date, fichier.chemin)
            lus.append((rang, fichier, reparation, cellules))
        if not lus:
            rendus = [f.chemin.name for f in fichiers if f.chemin.name != HORODATAGE]
            raise (Illisible if rendus else NonRendu)(self._rien(racine, rendus, pannes))
        self.constats += [f"{montrer(nom)} écarté : {phrase}." for nom, phrase in pannes]
        _, fichier, reparation, cellules = max(lus, key=lambda lu: lu[0])
        nom, attendu = fichier.chemin.name, Path(self.modele.devoir, f"{self.modele.devoir}.ipynb")
        if len(lus) > 1:
            self.constats.append(f"{len(lus)} notebooks rendus ; {montrer(nom)} est noté.")
        elif fichier.chemin.relative_to(racine) != attendu:
            trouve = str(fichier.chemin.relative_to(racine))
            self.constats.append(f"Copie trouvée dans {montrer(trouve)}.")
        return fichier, reparation, cellules

    def _rien(self, racine: Path, rendus: list[str], pannes: list[tuple[str, str]]) -> str:
        if len(rendus) == 1 and pannes:
            return f"{montrer(pannes[0][0])} : {pannes[0][1]}"
        if pannes and any(".ipynb" in nom.casefold() for nom, _ in pannes):
            return " ; ".join(f"{montrer(nom)} : {phrase}" for nom, phrase in pannes[:3])
        if rendus:
            return f"aucun notebook parmi ce qui est rendu ({lister(rendus)})"
        ailleurs = sorted(d.name for d in racine.iterdir() if not self._est_de_ce_td(d.name))
        return "rien n'est rendu pour ce TD" + (f" ({lister(ailleurs)} l'est)" * bool(ailleurs))

    def _refus(self, reparation: Reparation, cellules: list[Cellule]) -> str:
        """Ce notebook est-il celui d'un autre TD ?"""
        if 2 * reparation.reconnues >= len(self.modele.suivies):
            return ""
        noms = {c.grade_id for c in cellules} - {None}
        communs = {
            devoir: len(noms & _reperes(fichier)) for devoir, fichier in self._autres.items()
        }
        proche = max(communs, key=lambda devoir: communs[devoir], default="")
        if proche and communs[proche] > reparation.reconnues:
            return f"c'est le TD {self._autres[proche].stem}, pas {self.modele.devoir} : redemandez"
        questions = {nom for nom, a in self.modele.attendues.items() if a.repond}
        if reparation.reconnues == 0 or not (questions & noms or reparation.reponses):
            return f"ce notebook n'a aucune question de {self.modele.devoir} : redemandez-le"
        return ""

    def _annexes(self, ici: Path, fichiers: list[Fichier]) -> dict[str, bytes]:
        """Les fichiers ordinaires rendus avec le notebook, dans des bornes."""
        copies: dict[str, bytes] = {}
        ecartes, reste = [], VOLUME_MAX
        for fichier in fichiers:
            nom = fichier.chemin.name
            if (
                nom == HORODATAGE
                or ".ipynb" in nom.casefold()
                or not fichier.chemin.is_relative_to(ici)
            ):
                continue
            surs = [nom_sur(partie) for partie in fichier.chemin.relative_to(ici).parts]
            chemin = "/".join(sur for sur in surs if sur)
            refuse = None in surs or chemin in copies or nom.casefold() in _JAMAIS_COPIES
            refuse = refuse or fichier.chemin.suffix.casefold() not in _JOINTS
            try:
                if refuse or len(copies) >= ANNEXES_MAX:
                    raise Illisible
                copies[chemin] = lire_octets(fichier.chemin, reste)
                reste -= len(copies[chemin])
            except Illisible:
                ecartes.append(nom)
        if ecartes:
            self.constats.append(f"Fichiers joints non copiés : {lister(ecartes)}.")
        if modules := [nom for nom in copies if nom.casefold().endswith(".py")]:
            self.constats.append(f"Modules Python joints : {lister(modules)}.")
        return copies

    def _horodatage(self, racine: Path, ici: Path) -> dict[str, bytes]:
        """L'heure de remise, du dossier du notebook ou du plus proche au-dessus."""
        for dossier in (ici, *ici.parents):
            if (fichier := dossier / HORODATAGE).is_file() and not fichier.is_symlink():
                try:
                    if date := lire_date(lire_octets(fichier, MO)):
                        return {HORODATAGE: ecrire_date(date)}
                except Illisible:
                    pass
                self.constats.append("Heure de remise illisible, ignorée.")
                break
            if dossier == racine:
                break
        return {}


def _reperes(fichier: Path) -> set[str]:
    """Les `grade_id` d'un TD de l'enseignant."""
    cellules: Iterator[dict[str, dict[str, dict[str, str]]]] = iter(
        json.loads(fichier.read_bytes())["cells"]
    )
    reperes = (c["metadata"].get("nbgrader", {}).get("grade_id") for c in cellules)
    return {nom for nom in reperes if nom}
