"""L'accueil du cours, son glossaire et sa frise, écrits depuis les notebooks : `nox -s accueil`.

`progression.toml` dit ce que contiendra chaque séance ; dès que sa leçon existe, c'est elle qui
parle : titre, durée, objectifs, vocabulaire. Rien de ce qui est écrit ici ne se corrige à la main.
"""

import json
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat

from grc_lib.atelier import sommaire
from grc_lib.atelier.sommaire import Seance, fiche

RACINE = Path(__file__).parents[1]
COURS = RACINE / "course"
PROGRESSION = Path(__file__).with_name("progression.toml")
ANNEES = {1: "Première année", 2: "Deuxième année"}
MOIS = {"janvier": "janv.", "février": "févr.", "septembre": "sept.", "octobre": "oct."} | {
    "novembre": "nov.",
    "décembre": "déc.",
    "avril": "avr.",
}
LEGENDE = {"ouvert": "ouvert", "partiel": "en partie", "venir": "à venir"}
STYLE = (
    "text{font:16px sans-serif;fill:#1a1a1a}.annee{font-weight:700;font-size:19px}"
    ".mois{text-anchor:end;font-size:13px}rect{stroke:#4d4d4d;rx:4}.fond{fill:#fff;stroke:none}"
    ".ouvert{fill:#8fd0f5}.partiel{fill:#d9eefb}.venir{fill:#fff}.stage{fill:#e6e6e6}"
)


def pages() -> dict[Path, str]:
    """Le texte de chaque fichier généré, par chemin."""
    savoirs = tomllib.loads(PROGRESSION.read_text("utf-8"))["savoirs"]
    seances = {seance.code: seance for seance in lire_les_seances(savoirs)}
    sommaire_json = json.dumps([asdict(s) for s in seances.values()], indent=1, ensure_ascii=False)
    return {
        Path(sommaire.__file__).with_suffix(".json"): sommaire_json + "\n",
        COURS / "ACCUEIL.ipynb": accueil(savoirs, seances),
        COURS / "GLOSSAIRE.md": glossaire(seances),
    } | {
        COURS / "images" / f"annee-{annee}.svg": frise(savoirs, seances, annee) for annee in ANNEES
    }


def ecrire() -> None:
    """Réécrit l'accueil, le glossaire, la frise et le sommaire."""
    for chemin, texte in pages().items():
        chemin.parent.mkdir(exist_ok=True)
        chemin.write_text(texte, "utf-8", newline="\n")


def lire_les_seances(savoirs: list[dict[str, Any]]) -> Iterator[Seance]:
    """Les séances du plan ; une leçon écrite remplace ce que le plan annonçait."""
    for savoir in savoirs:
        for annonce in savoir["seances"]:
            code = annonce["code"]
            lecon = next(COURS.rglob(f"{code}_*.ipynb"), None)
            devoirs = sorted(d.name for d in (RACINE / "solutions").glob(f"{code}*"))
            yield Seance(
                code=code,
                savoir=savoir["titre"],
                annee=savoir["annee"],
                duree_td=annonce.get("duree_td", "2 h"),
                competences=tuple(annonce["competences"]),
                notions=tuple(annonce["notions"]),
                lecon=lecon.relative_to(COURS).as_posix() if lecon else "",
                tds={f"TD {nom}": f"../exercises/{nom}/{nom}.ipynb" for nom in devoirs},
                **(_lire_la_lecon(lecon) if lecon else _lire_l_annonce(annonce)),
            )


def accueil(savoirs: list[dict[str, Any]], seances: dict[str, Seance]) -> str:
    """L'accueil : ses cellules écrites à la main, et les tableaux des deux années."""
    notebook = json.loads((COURS / "ACCUEIL.ipynb").read_text("utf-8"))
    for cellule in notebook["cells"]:
        for annee in ANNEES:
            if cellule["id"] == f"progression-{annee}":
                texte = _annee(savoirs, seances, annee)
                cellule["source"] = texte.splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def glossaire(seances: dict[str, Seance]) -> str:
    """Les termes des leçons, par ordre alphabétique, chacun avec la séance qui le définit."""
    definitions = defaultdict(list)
    for seance in seances.values():
        for terme, definition in seance.vocabulaire.items():
            definitions[terme].append(f"{definition} ([{seance.code}]({seance.lecon}))")
    lignes = ["# Glossaire", ""]
    lignes += [f"Les {len(definitions)} termes que définissent les leçons ouvertes."]
    lignes += ["Chaque définition mène à sa séance. [Retour à l'accueil](ACCUEIL.ipynb)"]
    for lettre, termes in groupby(sorted(definitions, key=_rang), lambda t: _rang(t)[0].upper()):
        lignes += ["", f"## {lettre}", ""]
        lignes += [f"- **{terme}** — {' '.join(definitions[terme])}" for terme in termes]
    return "\n".join(lignes) + "\n"


def frise(savoirs: list[dict[str, Any]], seances: dict[str, Seance], annee: int) -> str:
    """Une année de haut en bas, chaque savoir à la hauteur de ses semaines."""
    y, dessin = 48, [f'<text x="10" y="32" class="annee">{ANNEES[annee]}</text>']
    for savoir in de_l_annee(savoirs, annee):
        haut, genre = 15 * savoir["semaines"], genre_du_savoir(savoir, seances)
        dessin.append(_bloc(10, y, 350, haut - 3, genre, savoir["abrege"], periode(savoir)))
        y += haut
    for rang, (genre, texte) in enumerate(LEGENDE.items()):
        dessin.append(_bloc(10 + 118 * rang, y + 14, 112, 27, genre, texte))
    taille = f'width="370" height="{y + 54}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 370 {y + 54}" {taille}>'
        f'<style>{STYLE}</style><rect {taille} class="fond"/>{"".join(dessin)}</svg>\n'
    )


def _lire_l_annonce(annonce: dict[str, Any]) -> dict[str, Any]:
    return {
        "titre": annonce["titre"],
        "duree_lecon": annonce.get("duree_lecon", "2 h"),
        "objectifs": tuple(annonce["objectifs"]),
        "vocabulaire": {},
    }


def _lire_la_lecon(lecon: Path) -> dict[str, Any]:
    """Le titre, la durée, les objectifs et le vocabulaire d'une leçon écrite."""
    cellules = nbformat.read(lecon, as_version=4).cells
    prose = "\n\n".join(c.source for c in cellules if c.cell_type == "markdown")
    titre = re.search(r"^# \S+ · (.+)$", prose, re.M)
    duree = re.search(r"· (\d+ (?:h|min)[^·]*?) ·", prose)
    objectifs = prose.split("**À la fin, vous saurez", 1)[-1].split("*Prérequis", 1)[0]
    termes = prose.split("**Vocabulaire**", 1)[-1].split("## Auto-évaluation", 1)[0]
    if not (titre and duree):
        raise ValueError(f"{lecon.name} : l'en-tête doit donner le titre et la durée.")
    return {
        "titre": titre[1],
        "duree_lecon": duree[1],
        "objectifs": tuple(re.findall(r"^\d+\. (.+?) ?[;.]?$", objectifs, re.M)),
        "vocabulaire": dict(re.findall(r"^- \*([^*]+)\* — (.+)$", termes, re.M)),
    }


def _annee(savoirs: list[dict[str, Any]], seances: dict[str, Seance], annee: int) -> str:
    """Les savoirs d'une année : un volet chacun, ouvert dès qu'une de ses séances l'est."""
    parties = [f"## {ANNEES[annee]}"]
    for savoir in de_l_annee(savoirs, annee):
        if choisies := [seances[annonce["code"]] for annonce in savoir["seances"]]:
            ouvertes = sum(seance.ouverte for seance in choisies)
            etat = f"{ouvertes} sur {len(choisies)} ouvertes" if ouvertes else "à venir"
            titre = " · ".join([savoir["code"], savoir["titre"], periode(savoir), etat])
            volet = f"<details{' open' if ouvertes else ''}><summary>{titre}</summary>"
            parties += [volet, "\n\n".join(map(fiche, choisies)), "</details>"]
    return "\n\n".join(parties)


def genre_du_savoir(savoir: dict[str, Any], seances: dict[str, Seance]) -> str:
    ouvertes = [seances[annonce["code"]].ouverte for annonce in savoir["seances"]]
    if not ouvertes:
        return "stage"
    return "ouvert" if all(ouvertes) else "partiel" if any(ouvertes) else "venir"


def _bloc(x: int, y: int, large: int, haut: int, genre: str, texte: str, mois: str = "") -> str:
    ligne = y + haut / 2 + 5
    return (
        f'<rect x="{x}" y="{y}" width="{large}" height="{haut}" class="{genre}"/>'
        f'<text x="{x + 10}" y="{ligne:g}">{texte}</text>'
        f'<text x="{x + large - 10}" y="{ligne:g}" class="mois">{mois}</text>'
    )


def de_l_annee(savoirs: list[dict[str, Any]], annee: int) -> list[dict[str, Any]]:
    return [savoir for savoir in savoirs if savoir["annee"] == annee]


def periode(savoir: dict[str, Any]) -> str:
    courts = [MOIS.get(mois, mois) for mois in savoir["mois"]]
    return " – ".join(dict.fromkeys([*courts[:1], *courts[-1:]]))


def _rang(terme: str) -> str:
    decompose = unicodedata.normalize("NFD", terme.casefold())
    return "".join(c for c in decompose if not unicodedata.combining(c))


if __name__ == "__main__":
    ecrire()
