"""Ranger dans `submitted/` un zip Moodle ou un dossier de copies, sans rien écraser."""

import contextlib
import functools
import os
import re
import stat
import tempfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from grc_lib._disque import pannes_en_francais
from grc_lib.classe.depots._fichiers import (
    HORODATAGE,
    MO,
    PROFONDEUR_MAX,
    TAILLE_MAX,
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
from grc_lib.classe.depots.collecte import depot_moodle, nom_rendu
from grc_lib.classe.depots.trouver import REMISE, Depot
from grc_lib.erreurs import ArgumentInvalide, RessourceIndisponible
from grc_lib.exercice import normaliser_identifiant

REMISE_MAX = 200 * MO  # ce qu'un élève peut faire lire, zips emboîtés compris
MEMBRES_MAX, EMBOITEMENT_MAX = 20_000, 3
_PANNES = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
_ENVELOPPES = {"submitted", "rendus", "exercises", "extracted"}


@dataclass(frozen=True)
class Piece:
    """Un fichier reçu : où il était, sa date, comment le lire."""

    chemin: tuple[str, ...]
    date: float
    lire: Callable[[], bytes]
    du_disque: bool = False  # et non d'un zip, que l'élève a pu dater lui-même


@dataclass(frozen=True)
class Remise:
    """Ce qu'un élève a déposé en une fois ; `compte` distingue deux homonymes."""

    etudiant: str
    deposant: str
    compte: str
    pieces: dict[str, Piece]  # par chemin dans le dossier du TD
    constats: tuple[str, ...]

    @property
    def date(self) -> float:
        return max(piece.date for piece in self.pieces.values())


def recevoir(source: Path, cours: Path, devoir: str) -> list[Depot]:
    """Range les copies d'un zip ou d'un dossier dans `submitted/<étudiant>/<devoir>/`.

    Paramètres
    ----------
    source : le zip téléchargé de Moodle, ou un dossier de copies, de zips, de dossiers d'élèves.
    cours : le dossier du cours.
    devoir : le nom du TD.

    Renvoie
    -------
    Un dépôt par remise reconnue. Une remise plus ancienne est gardée à côté, avec sa date. Ce qui
    n'est à personne a pour étudiant « » et dit pourquoi dans `refus`.

    Lève
    ----
    RessourceIndisponible si la source ne peut pas être lue ou le cours ne peut pas être écrit.
    """
    rendus = cours / "submitted"
    with contextlib.ExitStack() as ouverts, pannes_en_francais(source):
        deballage = _Deballage(ouverts)
        deballage.tout(source)
        deja = [d.name for d in rendus.iterdir() if d.is_dir()] if rendus.is_dir() else []
        remises, perdues = _attribuer(deballage.pieces, devoir, {_norme(nom) for nom in deja})
        depots = [Depot("", None, refus=phrase) for phrase in deballage.constats + perdues]
        for remise in sorted(remises, key=lambda r: (r.etudiant, r.date)):
            if refus := _conflit(remise, remises):
                depots.append(Depot(remise.etudiant, None, remise.constats, refus=refus))
            else:
                depots.append(_ranger(remise, rendus, devoir))
    return sorted(depots, key=lambda depot: depot.etudiant)


class _Deballage:
    """Les fichiers d'un zip ou d'un dossier, zips emboîtés compris, dans des bornes."""

    def __init__(self, ouverts: contextlib.ExitStack) -> None:
        self.ouverts = ouverts
        self.pieces: list[Piece] = []
        self.constats: list[str] = []

    def tout(self, source: Path) -> None:
        if not source.is_dir():
            try:
                self._zip(source.open("rb"), (), 0, [])
            except _PANNES as erreur:
                raise RessourceIndisponible(
                    f"« {source} » n'est pas un zip lisible : téléchargez-le de nouveau."
                ) from erreur
            return
        fichiers, ecartes = inventorier(source)
        self.constats += ecartes
        for fichier in fichiers:
            chemin = fichier.chemin.relative_to(source).parts
            if chemin[-1].casefold().endswith(".zip"):
                with contextlib.suppress(*_PANNES):
                    self._zip(fichier.chemin.open("rb"), (*chemin[:-1], chemin[-1][:-4]), 1, [])
                    continue
            lire = functools.partial(lire_octets, fichier.chemin)
            self._ajouter(Piece(chemin, fichier.date, lire, du_disque=True), 0, [])

    def _ajouter(self, piece: Piece, profondeur: int, budget: list[int]) -> None:
        if piece.chemin[-1].casefold().endswith(".zip") and profondeur < EMBOITEMENT_MAX:
            dossier = (*piece.chemin[:-1], piece.chemin[-1][:-4])
            with contextlib.suppress(Illisible, *_PANNES):
                contenu = BytesIO(piece.lire())
                self._zip(contenu, dossier, profondeur + 1, budget or [REMISE_MAX])
                return
        self.pieces.append(piece)

    def _zip(
        self, flux: IO[bytes], prefixe: tuple[str, ...], profondeur: int, budget: list[int]
    ) -> None:
        """`budget` : combien d'octets ses membres peuvent encore donner ; vide, sans compter."""
        archive = self.ouverts.enter_context(zipfile.ZipFile(self.ouverts.enter_context(flux)))
        membres = [membre for membre in archive.infolist() if not membre.is_dir()]
        if len(membres) > MEMBRES_MAX or any(membre.flag_bits & 1 for membre in membres):
            raise zipfile.BadZipFile("trop de fichiers, ou un mot de passe")
        for membre in membres:
            chemin = _parties(_nom(membre))
            if chemin is None or stat.S_ISLNK(membre.external_attr >> 16):
                self.constats.append(f"Chemin dangereux ou lien écarté : {montrer(_nom(membre))}.")
            elif not any(sans_interet(partie) for partie in chemin):
                lire = functools.partial(_lire_membre, archive, membre, budget)
                self._ajouter(Piece(prefixe + chemin, _date(membre), lire), profondeur, budget)


def _lire_membre(archive: zipfile.ZipFile, membre: zipfile.ZipInfo, budget: list[int]) -> bytes:
    """Ce que le zip annonce n'est pas cru : la lecture s'arrête aux bornes."""
    limite = min([TAILLE_MAX, *budget])
    try:
        with archive.open(membre) as flux:
            octets = flux.read(limite + 1)
    except _PANNES as erreur:
        raise Illisible("il est abîmé dans le zip") from erreur
    budget[:] = [reste - len(octets) for reste in budget]
    if len(octets) > limite:
        raise Illisible("il est démesuré")
    return octets


def _attribuer(
    pieces: list[Piece], devoir: str, connus: set[str | None]
) -> tuple[list[Remise], list[str]]:
    """Les remises, et une phrase pour chaque fichier qui n'est à personne."""
    enveloppe = _enveloppe([piece.chemin[:-1] for piece in pieces], devoir, connus)
    lots: dict[tuple[str, str, tuple[str, ...]], list[Piece]] = defaultdict(list)
    for piece in pieces:
        deposant, compte, rang = _deposant(piece.chemin, enveloppe, devoir, connus)
        lots[deposant, compte, piece.chemin[:rang]].append(piece)
    remises: list[Remise] = []
    perdues: list[str] = []
    for (deposant, compte, racine), lot in lots.items():
        auteurs = [_norme(nom_rendu(piece.chemin[-1], devoir)) for piece in lot]
        noms = set(auteurs) - {None} or {_norme(deposant)}
        parts: list[tuple[str | None, list[Piece]]] = [(noms.pop(), lot)]
        if not compte or noms:  # des copies en vrac, chacune à son nom
            deposant = compte = ""
            parts = [(auteur, [piece]) for auteur, piece in zip(auteurs, lot, strict=True)]
        for etudiant, siennes in parts:
            if etudiant is None:
                fichiers = lister("/".join(piece.chemin) for piece in siennes)
                perdues.append(f"De quel élève est {fichiers} ?")
                continue
            constats = []
            if deposant and _norme(deposant) != etudiant:
                constats.append(f"Déposé par {montrer(deposant)}, au nom de {etudiant}.")
            places, refuses = _places(siennes, len(racine), devoir)
            if refuses:
                constats.append(f"Fichiers au nom dangereux, non reçus : {lister(refuses)}.")
            if places:
                remises.append(Remise(etudiant, deposant, compte, places, tuple(constats)))
    return remises, perdues


def _deposant(
    chemin: tuple[str, ...], enveloppe: int, devoir: str, connus: set[str | None]
) -> tuple[str, str, int]:
    """Le nom et le compte de qui a déposé un fichier, et où commence son dépôt."""
    for rang, partie in enumerate(chemin):
        if moodle := depot_moodle(partie):
            return *moodle, min(rang + 1, len(chemin) - 1)
    dossiers = chemin[:-1]
    for rang, partie in enumerate(dossiers):
        if _norme(partie) in connus:
            return partie, partie, rang + 1
    for rang, partie in enumerate(dossiers[enveloppe:], enveloppe):
        if not _du_td(partie, devoir):
            return partie, partie, rang + 1
    return "", "", len(chemin) - 1


def _enveloppe(dossiers: list[tuple[str, ...]], devoir: str, connus: set[str | None]) -> int:
    """Combien de dossiers, communs à toutes les copies, ne sont pas ceux d'un élève."""
    rang = 0
    while True:
        communs = {chemin[rang : rang + 1] for chemin in dossiers}
        nom = next(iter(communs), ())
        if len(communs) != 1 or not nom or depot_moodle(nom[0]) or _norme(nom[0]) in connus:
            return rang
        suivants = {chemin[rang + 1] for chemin in dossiers if len(chemin) > rang + 1}
        if not _du_td(nom[0], devoir) and len(suivants) < 2:
            return rang
        rang += 1


def _du_td(dossier: str, devoir: str) -> bool:
    """Vrai pour « S522_4 », « s522-4 (2) » ou « submitted » : ce n'est pas un élève."""
    nom = _norme(dossier) or ""
    return nom in _ENVELOPPES or (nom + ".").startswith((_norme(devoir) or "") + ".")


def _places(lot: list[Piece], rang: int, devoir: str) -> tuple[dict[str, Piece], list[str]]:
    """Où va chaque fichier d'une remise, et les noms refusés."""
    notebooks = [piece for piece in lot if piece.chemin[-1].casefold().endswith(".ipynb")]
    places: dict[str, Piece] = {}
    refuses = []
    for piece in sorted(lot, key=lambda piece: piece.date):  # de deux mêmes, la plus récente
        parties = list(piece.chemin[rang:])
        while len(parties) > 1 and _du_td(parties[0], devoir):
            del parties[0]
        if notebooks == [piece]:
            parties = [f"{devoir}.ipynb"]  # son nom n'importe pas, c'est celui que nbgrader attend
        surs = [nom_sur(partie) for partie in parties]
        if None in surs:
            refuses.append("/".join(parties))
        elif parties != [HORODATAGE] or piece.du_disque:
            places["/".join(filter(None, surs))] = piece
    return places, refuses


def _conflit(remise: Remise, remises: list[Remise]) -> str:
    """Deux élèves du même identifiant : seul celui dont c'est le nom dépose, s'il est seul."""
    rivaux = {r.compte: r.deposant for r in remises if r.etudiant == remise.etudiant and r.compte}
    titulaires = {compte for compte, nom in rivaux.items() if _norme(nom) == remise.etudiant}
    if len(rivaux) < 2 or not remise.compte or titulaires == {remise.compte}:
        return ""
    return (
        f"Plusieurs élèves déposent au nom de {remise.etudiant} ({lister(sorted(rivaux))}) : "
        "rangez leurs copies vous-même, chacune sous son identifiant."
    )


def _ranger(remise: Remise, rendus: Path, devoir: str) -> Depot:
    """Pose la remise ; la moins récente des deux est gardée à côté, avec sa date."""
    chez, constats = rendus / remise.etudiant, list(remise.constats)
    if chez.is_symlink():
        return Depot(remise.etudiant, None, refus="Son dossier est un lien : il n'est pas suivi.")
    contenus: dict[str, bytes] = {}
    date = remise.date
    for nom, piece in remise.pieces.items():
        try:
            if sum(len(contenu) for contenu in contenus.values()) > REMISE_MAX:
                raise Illisible("la remise est démesurée")
            contenus[nom] = piece.lire()
        except Illisible as erreur:
            constats.append(f"{montrer(nom)} n'est pas reçu : {erreur}.")
    if lue := lire_date(contenus.get(HORODATAGE, b"")):
        date = lue.timestamp()
    if not set(contenus) - {HORODATAGE}:
        return Depot(remise.etudiant, None, tuple(constats), refus="Rien de lisible n'est reçu.")
    if date > 0:
        contenus[HORODATAGE] = ecrire_date(datetime.fromtimestamp(date, UTC))
    signature, cible = empreinte(contenus), chez / devoir
    anciens, date_ancienne = _deja_la(cible)
    if signature == empreinte(anciens):
        constats.append("Déjà reçue.")
        return Depot(remise.etudiant, cible, tuple(constats), signature)
    chez.mkdir(parents=True, exist_ok=True)
    arrivee = Path(tempfile.mkdtemp(dir=chez, prefix=".reception-"))
    arrivee.chmod(0o755)
    for nom, contenu in contenus.items():
        (arrivee / nom).parent.mkdir(parents=True, exist_ok=True)
        (arrivee / nom).write_bytes(contenu)
        if nom in remise.pieces:
            os.utime(arrivee / nom, (remise.pieces[nom].date,) * 2)
    if cible.exists() and date < date_ancienne:
        constats.append("Plus ancienne que la copie déjà reçue : gardée à côté.")
        cible = _a_cote(cible, date)
    elif cible.exists():
        ancienne = _a_cote(cible, date_ancienne)
        cible.rename(ancienne)
        constats.append(f"Remplace une remise, gardée dans {montrer(ancienne.name)}.")
    arrivee.rename(cible)
    return Depot(remise.etudiant, cible, tuple(constats), signature)


def _deja_la(cible: Path) -> tuple[dict[str, bytes], float]:
    """Ce qui est déjà rangé, et sa date."""
    fichiers = inventorier(cible)[0] if cible.is_dir() and not cible.is_symlink() else []
    contenus = {}
    for fichier in fichiers:
        with contextlib.suppress(Illisible):
            contenus[fichier.chemin.relative_to(cible).as_posix()] = lire_octets(fichier.chemin)
    lue = lire_date(contenus.get(HORODATAGE, b""))
    return contenus, lue.timestamp() if lue else max((f.date for f in fichiers), default=0)


def _a_cote(cible: Path, date: float) -> Path:
    quand = datetime.fromtimestamp(date, UTC).strftime("%Y-%m-%d_%Hh%Mm%S")
    libre = cible.with_name(f"{cible.name}{REMISE}{quand}")
    while libre.exists():
        libre = libre.with_name(f"{libre.name}+")
    return libre


def _nom(membre: zipfile.ZipInfo) -> str:
    """Le nom d'un membre : macOS écrit de l'UTF-8 sans le dire, Windows du cp850."""
    if membre.flag_bits & 0x800:
        return membre.filename
    brut = membre.orig_filename.encode("cp437", "replace")
    try:
        return brut.decode()
    except UnicodeDecodeError:
        return brut.decode("cp850")


def _parties(nom: str) -> tuple[str, ...] | None:
    """Les morceaux d'un chemin relatif ; rien s'il sort du dossier."""
    parties = tuple(p for p in re.split(r"[/\\]", nom.partition("\0")[0]) if p not in ("", "."))
    hors = nom.startswith(("/", "\\")) or re.match("[A-Za-z]:", nom) or ".." in parties
    return None if hors or not parties or len(parties) > PROFONDEUR_MAX else parties


def _date(membre: zipfile.ZipInfo) -> float:
    """L'heure du zip, locale ; 0 si elle manque."""
    try:
        lue = datetime(*membre.date_time)
    except ValueError:
        return 0
    return lue.timestamp() if lue.year > 1980 else 0


def _norme(nom: str | None) -> str | None:
    try:
        return normaliser_identifiant(nom) if nom else None
    except ArgumentInvalide:
        return None
