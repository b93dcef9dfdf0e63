"""La notice de la base : `datapackage.json`, au standard Data Package v2."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from grc_lib.donnees.faits import AUJOURDHUI
from grc_lib.donnees.schema import SQL, TABLES, colonnes

_TYPES = {"INTEGER": "integer", "VARCHAR": "string", "DATE": "date", "BOOLEAN": "boolean"}


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
        "path": fichier.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": len(contenu),
        "hash": f"sha256:{hashlib.sha256(contenu).hexdigest()}",
        "schema": _schema(fichier.stem),
    }


def _schema(table: str) -> dict[str, Any]:
    lignes = colonnes()[lambda t: t["table"] == table]
    champs = []
    for ligne in lignes.itertuples():
        champ = {"name": ligne.colonne, "type": _TYPES.get(str(ligne.type), "number")}
        champ |= {"description": ligne.description}
        if ligne.obligatoire:
            champ |= {"constraints": {"required": True}}
        champs.append(champ)
    definition = re.search(rf"^CREATE TABLE {table} \((.*?)^\);", SQL, re.DOTALL | re.MULTILINE)
    assert definition is not None
    etrangeres = re.findall(r"^ +(\w+) .*REFERENCES (\w+) \((\w+)\)", definition[1], re.MULTILINE)
    schema: dict[str, Any] = {"fields": champs, "primaryKey": [champs[0]["name"]]}
    if etrangeres:
        schema["foreignKeys"] = [
            {"fields": [champ], "reference": {"resource": autre, "fields": [cle]}}
            for champ, autre, cle in etrangeres
        ]
    return schema
