"""Les colonnes qui trient le résultat d'une requête, lues dans son ORDER BY."""

import json
from typing import TYPE_CHECKING, Any

from grc_lib.erreurs import ArgumentInvalide

if TYPE_CHECKING:
    import duckdb

# Ce qui ne change rien au sens d'une expression : sa place dans le texte, son nom.
_SANS_SENS = {"query_location", "query_location_length", "alias"}


def colonnes_de_tri(base: "duckdb.DuckDBPyConnection", requete: str, noms: list[str]) -> list[int]:
    """Les rangs des colonnes de ORDER BY ; toutes, si le tri suit ce qui n'est pas affiché.

    >>> import duckdb
    >>> triee = "SELECT ville, count(*) AS n FROM clients GROUP BY ville ORDER BY count(*) DESC"
    >>> colonnes_de_tri(duckdb.connect(), triee, ["ville", "n"])
    [1]
    """
    (texte,) = base.execute("SELECT json_serialize_sql(?)", [requete]).fetchall()[0]
    noeud = json.loads(texte)["statements"][0]["node"]
    tris = [m["orders"] for m in noeud["modifiers"] if m["type"] == "ORDER_MODIFIER"]
    if not tris:
        raise ArgumentInvalide("attendu", requete, "un ORDER BY, puisque l'ordre compte")
    affichees = [_sens(expression) for expression in noeud.get("select_list", [])]
    plies = [nom.casefold() for nom in noms]
    rangs = [_rang(tri["expression"], affichees, plies) for tri in tris[0]]
    return [r for r in rangs if r is not None] if None not in rangs else list(range(len(noms)))


def _rang(expression: Any, affichees: list[Any], noms: list[str]) -> int | None:
    """Le rang de la colonne affichée que désigne un numéro, un nom ou un calcul."""
    if expression["type"] == "VALUE_CONSTANT":
        return int(expression["literal"]["text"]) - 1
    if expression["type"] == "COLUMN_REF":
        nom = expression["column_names"][-1].casefold()
        return noms.index(nom) if noms.count(nom) == 1 else None
    entiere = len(affichees) == len(noms) and _sens(expression) in affichees
    return affichees.index(_sens(expression)) if entiere else None


def _sens(noeud: Any) -> Any:
    if isinstance(noeud, dict):
        return {cle: _sens(valeur) for cle, valeur in noeud.items() if cle not in _SANS_SENS}
    return [_sens(valeur) for valeur in noeud] if isinstance(noeud, list) else noeud
