"""La notice de la base : `datapackage.json`, au standard Data Package v2."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from grc_lib.donnees.faits import AUJOURDHUI
from grc_lib.donnees.schema import TABLES, cles_primaires, colonnes, contraintes, relations

_TYPES = {
    "INTEGER": "integer",
    "VARCHAR": "string",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "BOOLEAN": "boolean",
}


def decrire(dossier: Path) -> None:
    """Écrit la notice des Parquet d'un dossier."""
    notice = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "clemenceau",
        "title": "Imprimerie Clémenceau",
        "description": "Base cliente fictive du cours « Gestion de clientèles » : personnes, "
        "entreprises, SIRET, téléphones et courriels sont inventés, les communes sont réelles.",
        "version": f"{AUJOURDHUI:%Y.%m.%d}",
        "licenses": [
            {
                "name": "CC-BY-SA-4.0",
                "title": "Creative Commons Attribution – Partage dans les mêmes conditions 4.0",
                "path": "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
            }
        ],
        "resources": [_ressource(dossier / f"{nom}.parquet") for nom in TABLES],
    }
    texte = json.dumps(notice, ensure_ascii=False, indent=2) + "\n"
    (dossier / "datapackage.json").write_text(texte, encoding="utf-8")


def _ressource(fichier: Path) -> dict[str, Any]:
    contenu = fichier.read_bytes()
    return {
        "name": fichier.stem,
        "type": "table",
        "path": fichier.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": len(contenu),
        "hash": f"sha256:{hashlib.sha256(contenu).hexdigest()}",
        "schema": _schema(fichier.stem),
    }


def _schema(table: str) -> dict[str, Any]:
    lignes = colonnes()[lambda t: t["table"] == table]
    controles = _controles(table)
    champs = []
    for ligne in lignes.itertuples():
        champ = {"name": ligne.colonne, "type": _TYPES.get(str(ligne.type), "number")}
        champ |= {"description": ligne.description}
        regles = {"required": True} if ligne.obligatoire else {}
        if regles := regles | controles.get(str(ligne.colonne), {}):
            champ |= {"constraints": regles}
        champs.append(champ)
    schema: dict[str, Any] = {"fields": champs, "primaryKey": list(cles_primaires()[table])}
    if uniques := [list(c.colonnes) for c in contraintes("UNIQUE") if c.table == table]:
        schema["uniqueKeys"] = uniques
    if etrangeres := [r for r in relations() if r.table == table]:
        schema["foreignKeys"] = [
            {
                "fields": list(r.colonnes),
                "reference": {"resource": r.autre, "fields": list(r.cles)},
            }
            for r in etrangeres
        ]
    return schema


def _controles(table: str) -> dict[str, dict[str, Any]]:
    """Les listes de valeurs et les motifs que les CHECK d'une table imposent à une colonne."""
    regles: dict[str, dict[str, Any]] = {}
    for controle in (c.expression for c in contraintes("CHECK") if c.table == table):
        if liste := re.fullmatch(r"\((\w+) IN \(('.*')\)\)", controle):
            valeurs = re.findall(r"'((?:[^']|'')*)'", liste[2])
            regles[liste[1]] = {"enum": [valeur.replace("''", "'") for valeur in valeurs]}
        elif motif := re.fullmatch(r"regexp_full_match\((\w+), '(.*)'\)", controle):
            regles[motif[1]] = {"pattern": motif[2]}
    return regles
