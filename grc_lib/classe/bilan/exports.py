"""Les notes sur 20 pour Moodle et pour PRONOTE, sans rien qu'un tableur exécuterait."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from grc_lib._disque import ecrire, pannes_en_francais
from grc_lib._formats import nombre
from grc_lib.classe.bilan.modele import SUR, Classe, Eleve

FORMULE = ("=", "+", "-", "@", "\t", "\r", "\n")
VIDE = "-"  # « pas de note », pour Moodle


def exporter_moodle(classe: Classe, chemin: Path) -> list[Eleve]:
    """Écrit les notes pour le carnet de notes de Moodle (Notes › Importer › Fichier CSV).

    UTF-8, virgule entre les colonnes, point décimal : ce que l'import accepte sans réglage. Faites
    correspondre « Identifiant » à *username* ou *useridnumber*, ou « Adresse de courriel » à
    *useremail* ; Moodle refuse tout le fichier si une seule ligne n'y correspond à personne.

    Paramètres
    ----------
    classe : telle que la rend `lire_classe`.
    chemin : le fichier à écrire.

    Renvoie
    -------
    Les élèves laissés sans note (« - ») : copie non rendue, ou que vous n'avez pas fini de lire.

    Lève
    ----
    RessourceIndisponible si le fichier ne peut pas être écrit.
    """
    entetes = ["Identifiant", "Prénom", "Nom", "Adresse de courriel", f"TD {classe.devoir}"]
    lignes = (
        [e.numero or e.identifiant, e.prenom, e.nom, e.courriel, _avec_un_point(e)]
        for e in classe.eleves
    )
    _ecrire(chemin, entetes, lignes, separateur=",", codage="utf-8")
    return [e for e in classe.eleves if _note(e) is None]


def exporter_pronote(classe: Classe, chemin: Path) -> list[Eleve]:
    """Écrit les notes à reporter dans PRONOTE : un tableau, faute de format d'import documenté.

    Point-virgule, virgule décimale, UTF-8 avec sa marque : ce qu'ouvre un tableur français. Les
    élèves sont par ordre alphabétique de leur nom ; avant de coller la colonne « Note » dans la
    grille de saisie, vérifiez que les deux listes ont les mêmes élèves, dans le même ordre.

    Paramètres
    ----------
    classe : telle que la rend `lire_classe`.
    chemin : le fichier à écrire.

    Renvoie
    -------
    Les élèves laissés sans note : copie non rendue, ou que vous n'avez pas fini de lire.

    Lève
    ----
    RessourceIndisponible si le fichier ne peut pas être écrit.
    """
    entetes = ["Nom", "Prénom", "Identifiant", "Note", "Barème", "Remarque"]
    lignes = (
        [e.nom, e.prenom, e.identifiant, _avec_une_virgule(e), str(SUR), _remarque(e)]
        for e in classe.eleves
    )
    _ecrire(chemin, entetes, lignes, separateur=";", codage="utf-8-sig")
    return [e for e in classe.eleves if _note(e) is None]


def inoffensive(case: str) -> str:
    """Une case qu'un tableur lira comme du texte.

    >>> inoffensive("=1+1"), inoffensive("Martin")
    ("'=1+1", 'Martin')
    """
    return f"'{case}" if case.startswith(FORMULE) else case


def _note(eleve: Eleve) -> float | None:
    """Sa note arrondie au centième, si elle est définitive."""
    if eleve.note is None or eleve.en_attente:
        return None
    return round(eleve.note, 2)


def _avec_un_point(eleve: Eleve) -> str:
    note = _note(eleve)
    return VIDE if note is None else f"{note:.2f}"


def _avec_une_virgule(eleve: Eleve) -> str:
    note = _note(eleve)
    return "" if note is None else nombre(note, 2)


def _remarque(eleve: Eleve) -> str:
    if not eleve.rendue:
        return "copie non notée" if eleve.deposee else "copie non rendue"
    return "copie à lire" if _note(eleve) is None else ""


def _ecrire(
    chemin: Path,
    entetes: list[str],
    lignes: Iterable[list[str]],
    *,
    separateur: str,
    codage: str,
) -> None:
    texte = io.StringIO()
    tableau = csv.writer(texte, delimiter=separateur, lineterminator="\r\n")
    tableau.writerow(entetes)
    tableau.writerows([c if c == VIDE else inoffensive(c) for c in li] for li in lignes)
    with pannes_en_francais(chemin):
        ecrire(chemin, texte.getvalue().encode(codage))
