"""Le schéma entité-association de la base, dessiné depuis `schema.sql`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from grc_lib.donnees.fichiers import exiger_connu
from grc_lib.donnees.schema import TABLES, Relation, cles_primaires, colonnes, relations
from grc_lib.erreurs import ArgumentInvalide, MauvaisType

# Toute la base tient dans la page : tables serrées, de gauche à droite.
_SERRE = """---
config:
  er:
    nodeSpacing: 15
    rankSpacing: 35
    minEntityWidth: 60
    minEntityHeight: 30
    entityPadding: 8
---"""


@dataclass(frozen=True)
class Diagramme:
    """Un schéma que le notebook dessine, et qui s'imprime en phrases.

    `mermaid` : sa description pour Mermaid, à copier dans un compte rendu ou un wiki.
    """

    tables: tuple[str, ...]
    relations: tuple[Relation, ...]
    mermaid: str

    def __str__(self) -> str:
        titre = f"Schéma entité-association de {_nombre(len(self.tables), 'table')}"
        tables = f"{titre} : {', '.join(self.tables)}."
        return "\n".join((tables, *map(_phrase, self.relations)))

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/vnd.mermaid": self.mermaid, "text/plain": str(self)}


def diagramme(tables: str | Iterable[str] | None = None) -> Diagramme:
    """Dessine les tables de la base et les clés étrangères qui les relient.

    Paramètres
    ----------
    tables : les tables à dessiner, avec leurs colonnes et leurs clés ; sans rien, toute la base,
        sans les colonnes.

    Renvoie
    -------
    Un `Diagramme` : dernière ligne d'une cellule, il se dessine ; `print` le dit en phrases.
    À chaque bout d'un trait, le nombre de lignes : un cercle pour zéro, une barre pour une, une
    patte d'oie pour plusieurs.

    Lève
    ----
    ArgumentInvalide si une table est inconnue ou si la liste est vide.

    Exemple
    -------
    >>> print(diagramme(["clients", "commandes", "devis"]))
    Schéma entité-association de 3 tables : clients, devis, commandes.
    devis.client_id : une ligne de clients, ou aucune. Une ligne de clients en a zéro, une ou
    plusieurs dans devis.
    commandes.client_id : une ligne de clients. Une ligne de clients en a zéro, une ou plusieurs
    dans commandes.
    commandes.devis_id : une ligne de devis, ou aucune. Une ligne de devis en a zéro ou une dans
    commandes.

    Source
    ------
    `grc_lib/donnees/schema.sql`, notation en pattes d'oie.
    """
    choisies = TABLES if tables is None else _choisies(tables)
    liens = tuple(r for r in relations() if r.table in choisies and r.autre in choisies)
    lignes = [
        _SERRE if tables is None else "",
        "erDiagram",
        "    accTitle: Schéma entité-association de la base Clémenceau",
        f"    accDescr: {_nombre(len(choisies), 'table')} et {_nombre(len(liens), 'clé étrangère')}"
        " ; imprimez le diagramme avec print pour les lire en phrases.",
    ]
    if tables is None:
        lignes.append("    direction LR")
    for table in choisies:
        lignes += [f"    {table}"] if tables is None else _entite(table)
    lignes += [f"    {_lien(relation, nommer=tables is not None)}" for relation in liens]
    return Diagramme(choisies, liens, "\n".join(lignes).lstrip() + "\n")


def _choisies(tables: str | Iterable[str]) -> tuple[str, ...]:
    noms = [tables] if isinstance(tables, str) else tables
    if not isinstance(noms, Iterable):
        raise MauvaisType("tables", tables, "une liste de noms de tables")
    noms = list(noms)
    for nom in noms:
        exiger_connu("tables", nom, TABLES)
    if not noms:
        raise ArgumentInvalide("tables", noms, "au moins une table, ou rien pour toute la base")
    return tuple(table for table in TABLES if table in noms)


def _entite(table: str) -> Iterator[str]:
    """Une table et ses colonnes : type, nom, PK pour une clé primaire, FK pour une étrangère."""
    etrangeres = {colonne for r in relations() if r.table == table for colonne in r.colonnes}
    yield f"    {table} {{"
    for ligne in colonnes()[lambda t: t["table"] == table].itertuples():
        cles = ["PK"] * (ligne.colonne in cles_primaires()[table])
        cles += ["FK"] * (ligne.colonne in etrangeres)
        type_ = str(ligne.type).partition("(")[0]
        yield f"        {type_} {ligne.colonne} {', '.join(cles)}".rstrip()
    yield "    }"


def _lien(r: Relation, *, nommer: bool) -> str:
    un, plusieurs = "||" if r.obligatoire else "|o", "o|" if r.unique else "o{"
    nom = ", ".join(r.colonnes) if nommer else ""
    return f'{r.autre} {un}--{plusieurs} {r.table} : "{nom}"'


def _phrase(r: Relation) -> str:
    aucune = "" if r.obligatoire else ", ou aucune"
    fois = "zéro ou une" if r.unique else "zéro, une ou plusieurs"
    return (
        f"{r.table}.{', '.join(r.colonnes)} : une ligne de {r.autre}{aucune}. "
        f"Une ligne de {r.autre} en a {fois} dans {r.table}."
    )


def _nombre(n: int, nom: str) -> str:
    pluriel = " ".join(f"{mot}s" for mot in nom.split())
    return f"{n} {nom if n < 2 else pluriel}"
