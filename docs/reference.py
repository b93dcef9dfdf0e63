"""La référence de la bibliothèque, écrite depuis ses docstrings : `nox -s reference`.

Une page par module, dans `docs/reference/` : à quoi il sert, puis chaque fonction avec ses
conventions, un exemple et sa source. Ces pages ne se corrigent pas à la main.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import grc_lib

DOSSIER = Path(__file__).parent / "reference"
# Les pièces qu'un notebook n'appelle pas : outils du poste de travail, de la classe, du terminal.
AILLEURS = {"atelier", "classe", "cli", "erreurs"}
SOUS_SUJETS = ["donnees.rgpd"]
# Ce que chaque résultat sait faire : s'afficher, et se dépaqueter.
_COMMUNES = {"conventions", "etapes", "reponses", "titre"}
_SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.M)
_EXEMPLE = re.compile(r"^>>> .*?(?=\n\n|\Z)", re.M | re.S)  # dans une docstring sans section


def pages() -> dict[str, str]:
    """Le texte de chaque page, par nom de fichier."""
    noms = [m.name for m in pkgutil.iter_modules(grc_lib.__path__) if m.name[0] != "_"]
    sujets = sorted([*set(noms).difference(AILLEURS), *SOUS_SUJETS])
    textes = {f"{nom}.md": _page(importlib.import_module(f"grc_lib.{nom}")) for nom in sujets}
    return {"index.md": _index(sujets)} | textes


def ecrire() -> None:
    """Remplace le contenu de `docs/reference/`."""
    DOSSIER.mkdir(exist_ok=True)
    for ancienne in DOSSIER.glob("*.md"):
        ancienne.unlink()
    for nom, texte in pages().items():
        (DOSSIER / nom).write_text(texte, "utf-8", newline="\n")


def publics(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Les fonctions que le module définit, puis ses classes, par ordre alphabétique."""
    noms = getattr(module, "__all__", None) or [n for n in vars(module) if n[0] != "_"]
    objets = {nom: getattr(module, nom) for nom in sorted(noms)}
    for genre in (inspect.isfunction, inspect.isclass):
        for nom, objet in objets.items():
            d_ici = (getattr(objet, "__module__", None) or "").startswith(module.__name__)
            if d_ici and genre(objet):
                yield nom, objet


def methodes(classe: type) -> Iterator[tuple[str, Any]]:
    """Les méthodes et propriétés publiques que la classe définit elle-même."""
    for nom, membre in vars(classe).items():
        if nom[0] != "_" and (inspect.isfunction(membre) or isinstance(membre, property)):
            yield nom, membre


def _index(sujets: list[str]) -> str:
    lignes = ["# Référence de la bibliothèque", ""]
    for nom in sujets:
        premiere = _phrase(importlib.import_module(f"grc_lib.{nom}"))
        lignes.append(f"- [`{nom}`]({nom}.md) — {premiere}")
    return "\n".join(lignes) + "\n"


def _page(module: ModuleType) -> str:
    nom = module.__name__.removeprefix("grc_lib.")
    objets = list(publics(module))
    sommaire = [f"| [`{n}`](#{_ancre(n, o)}) | {_phrase(o)} |" for n, o in objets]
    entete = [f"# `{nom}`", "", inspect.getdoc(module) or "", ""]
    tableau = ["| Nom | À quoi il sert |", "| --- | --- |", *sommaire, ""]
    morceaux = [_entree(nom, n, o) + _pieges(module, o) for n, o in objets]
    return "\n".join([*entete, *tableau, *morceaux]).rstrip() + "\n"


def _entree(module: str, nom: str, objet: Any) -> str:
    titre = f"## Classe `{nom}`" if inspect.isclass(objet) else f"## `{nom}`"
    lignes = [titre, "", _appel(f"{module}.{nom}", objet), "", _texte(objet)]
    if inspect.isclass(objet):
        for methode, membre in methodes(objet):
            if methode in _COMMUNES:
                continue
            lignes += [f"### `{nom}.{methode}`", "", _appel(f".{methode}", membre), ""]
            lignes.append(_texte(membre))
    return "\n".join(lignes)


def _pieges(module: ModuleType, objet: Any) -> str:
    """Les erreurs que les exercices reconnaissent, et le mot qui les désigne dans un TD."""
    pieges = getattr(module, "PIEGES", {}).get(objet, {})
    if not pieges:
        return ""
    lignes = [f"- `{mot}` : {piege.phrase}" for mot, piege in pieges.items()]
    return "\n".join(["", "**Erreurs reconnues** (`pieges=[…]` d'un contrôle)", "", *lignes, ""])


def _ancre(nom: str, objet: Any) -> str:
    """L'ancre du titre, telle que GitHub et MyST l'écrivent."""
    return f"classe-{nom.lower()}" if inspect.isclass(objet) else nom


def _appel(nom: str, objet: Any) -> str:
    """L'appel, paramètres et valeurs par défaut ; le nom seul pour une propriété ou un texte."""
    if isinstance(objet, property) or (inspect.isclass(objet) and issubclass(objet, str | Warning)):
        return f"```python\n{nom}\n```"
    recus = inspect.signature(objet).parameters.values()
    parametres = [p.replace(annotation=p.empty) for p in recus if p.name != "self"]
    return f"```python\n{nom}{inspect.Signature(parametres)}\n```"


def _texte(objet: Any) -> str:
    """La docstring en Markdown : le début tel quel, puis une rubrique par section."""
    debut, *sections = _SECTION.split(inspect.getdoc(objet) or "")
    lignes = [_EXEMPLE.sub(r"```python\n\g<0>\n```", debut.strip()), ""]
    for titre, contenu in zip(sections[::2], sections[1::2], strict=True):
        lignes += [f"**{titre}**", "", _rubrique(titre, contenu.strip()), ""]
    return "\n".join(lignes)


def _rubrique(titre: str, contenu: str) -> str:
    if titre == "Exemple":
        return f"```python\n{contenu}\n```"
    if titre == "Paramètres":
        entrees = re.split(r"\n(?=\S)", contenu)
        return "\n".join(_parametre(entree) for entree in entrees)
    return contenu


def _parametre(entree: str) -> str:
    nom, _, sens = re.sub(r"\s*\n\s*", " ", entree).partition(" : ")
    return f"- `{nom}` : {sens}" if sens else f"- {nom}"


def _phrase(objet: Any) -> str:
    """La première phrase de la docstring."""
    paragraphe = (inspect.getdoc(objet) or "").split("\n\n")[0]
    return re.sub(r"\s+", " ", paragraphe)


if __name__ == "__main__":
    ecrire()
