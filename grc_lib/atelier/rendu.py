"""Préparer la copie d'un TD : le fichier à déposer, au nom de l'élève."""

import json
import os
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from grc_lib._disque import ecrire, pannes_en_francais
from grc_lib.atelier._fichiers import nom_libre
from grc_lib.erreurs import RessourceIndisponible


def rendre(travail: Path, devoir: str, identifiant: str) -> Path:
    """Copie le TD de l'élève dans `rendus/`, prêt à déposer.

    Paramètres
    ----------
    travail : le dossier de travail.
    devoir : le nom du TD (« S522-4 »).
    identifiant : celui de l'élève (« Léa Martin » et « lea.martin » se valent).

    Renvoie
    -------
    Le chemin de la copie, `rendus/S522-4_lea.martin.ipynb`, datée du dernier enregistrement du TD.
    Une copie précédente est gardée dans `.grc/sauvegardes/`.

    Lève
    ----
    RessourceIndisponible si le TD n'existe pas ou ne peut pas être relu.
    """
    from grc_lib.exercice import normaliser_identifiant

    original = _trouver(travail, devoir)
    with pannes_en_francais(original):
        contenu = original.read_bytes()
        _refuser_copie_illisible(original, contenu)
        copie = travail / "rendus" / f"{original.stem}_{normaliser_identifiant(identifiant)}.ipynb"
        if copie.exists():
            _sauvegarder(travail, copie)
        ecrire(copie, contenu)
        enregistree = original.stat().st_mtime
        os.utime(copie, (enregistree, enregistree))
    return copie


def _trouver(travail: Path, devoir: str) -> Path:
    presents = {
        chemin.name.casefold(): chemin / f"{chemin.name}.ipynb"
        for chemin in sorted((travail / "exercises").glob("*"))
        if (chemin / f"{chemin.name}.ipynb").is_file()
    }
    nom = devoir.casefold().removesuffix(".ipynb")
    if nom in presents:
        return presents[nom]
    proches = get_close_matches(nom, presents, n=3) or list(presents)
    noms = ", ".join(presents[proche].stem for proche in proches)
    suite = f"Les TD à rendre : {noms}." if noms else "Ouvrez d'abord le cours avec « grc lab »."
    raise RessourceIndisponible(
        f"Le TD « {devoir} » n'est pas dans « {travail / 'exercises'} ». {suite}"
    )


def _refuser_copie_illisible(original: Path, contenu: bytes) -> None:
    try:
        notebook = json.loads(contenu)
        lisible = notebook["nbformat"] == 4 and all("source" in c for c in notebook["cells"])
        if lisible and notebook["cells"]:
            return
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise RessourceIndisponible(
        f"« {original} » est abîmé et ne pourrait pas être noté. Ouvrez-le dans JupyterLab et "
        "enregistrez-le ; s'il ne s'ouvre pas, relancez « grc lab » : la version du professeur "
        "sera posée à côté, recopiez-y vos réponses."
    )


def _sauvegarder(travail: Path, copie: Path) -> None:
    contenu = copie.read_bytes()
    dossier = travail / ".grc" / "sauvegardes" / date.today().isoformat() / "rendus"
    ecrire(nom_libre(dossier / copie.name, contenu), contenu)
