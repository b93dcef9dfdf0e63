"""Aucune faute de français connue dans ce que lisent élèves et enseignants.

Grammalecte relit tout. Il ignore les mots du métier (`mots.txt`) et condamne à tort quelques
tournures (`tolerees.txt`) : une entrée qui ne sert plus doit disparaître. Les sigles, les noms
de la base et ceux que le code de la page emploie n'ont pas à être listés.
"""

import os
import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from grc_lib import donnees
from noxfile import NOTEBOOKS as DOSSIERS
from tests.cours.langue import Faute, noms_du_code, phrases, relire

RACINE = Path(__file__).parents[2]
ECRITS = [dossier for dossier in DOSSIERS if dossier != "exercises"]  # tiré de solutions/
PAGES = [
    *sorted(chemin for dossier in ECRITS for chemin in (RACINE / dossier).rglob("*.ipynb")),
    *sorted((RACINE / "docs/enseignant").glob("*.md")),
    *sorted((RACINE / "docs/guides").glob("*.md")),
    RACINE / "course/GLOSSAIRE.md",
    RACINE / "README.md",
    RACINE / "CHANGELOG.md",
]
SIGLE = re.compile(r"[A-Z][A-Z0-9₀-₉-]*")


@cache
def liste(fichier: str) -> frozenset[str]:
    lignes = Path(__file__).with_name(fichier).read_text("utf-8").splitlines()
    return frozenset(ligne.strip() for ligne in lignes if ligne.strip() and ligne[0] != "#")


@cache
def noms_de_la_base() -> frozenset[str]:
    """Les mots de ses noms propres, et ceux de ses colonnes."""
    textes = [" ".join(donnees.dictionnaire()[["table", "colonne"]].stack()).replace("_", " ")]
    for table, colonnes in {
        "clients": ["raison_sociale", "commune"],
        "prospects": ["raison_sociale", "commune"],
        "salaries": ["nom", "prenom"],
        "contacts": ["nom", "prenom"],
        "livraisons": ["transporteur"],
    }.items():
        textes += [" ".join(donnees.charger(table)[c].dropna().unique()) for c in colonnes]
    return frozenset(re.findall(r"[\w-]+", " ".join(textes)))


@pytest.fixture(scope="module")
def fautes() -> dict[str, list[Faute]]:
    if not shutil.which("grammalecte-cli"):
        if os.environ.get("CI"):
            pytest.fail("Grammalecte manque : apt-get install grammalecte-cli")
        pytest.skip("Grammalecte n'est pas installé (apt-get install grammalecte-cli)")
    return {
        page.relative_to(RACINE).as_posix(): [
            faute
            for faute in relire(list(phrases(page)))
            if not est_un_nom(faute, noms_de_la_base() | noms_du_code(page))
        ]
        for page in PAGES
    }


def est_un_nom(faute: Faute, noms: frozenset[str]) -> bool:
    inconnu = faute.message == "mot inconnu"
    return inconnu and bool(SIGLE.fullmatch(faute.quoi) or faute.quoi in noms)


def excuses(faute: Faute) -> set[str]:
    """Les entrées qui admettent cette faute : le mot, ou une tournure qui la contient."""
    if faute.message == "mot inconnu":
        return {faute.quoi} & liste("mots.txt")
    return {bout for bout in liste("tolerees.txt") if faute.quoi in bout and bout in faute.ou}


def test_aucune_faute_de_francais(fautes: dict[str, list[Faute]]) -> None:
    restent = [
        f"{page} : « {faute.quoi} » {faute.message} ({faute.ou[:120]})"
        for page, trouvees in fautes.items()
        for faute in trouvees
        if not excuses(faute)
    ]
    assert not restent, "\n".join(restent)


def test_les_listes_ne_gardent_que_ce_qui_sert(fautes: dict[str, list[Faute]]) -> None:
    servies = {e for trouvees in fautes.values() for faute in trouvees for e in excuses(faute)}
    assert sorted(liste("mots.txt") | liste("tolerees.txt")) == sorted(servies)


def test_une_faute_mise_expres_se_voit(fautes: dict[str, list[Faute]]) -> None:
    trouvees = {faute.quoi for faute in relire(["Les client fidèle achète plus souvant."])}
    assert {"client", "souvant"} <= trouvees
