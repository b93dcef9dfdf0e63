"""La magie `%%sql` : une cellule de SQL, exécutée par DuckDB sur la base du cours."""

import re
from typing import Any

import duckdb
import pandas as pd

from grc_lib._sql import ErreurSQL, executer, traduire
from grc_lib.atelier._affichage_sql import REQUETE, en_html
from grc_lib.atelier._demarrage import alleger_jupyter


def activer(ipython: Any) -> None:
    """Branche `%%sql` et le gabarit des figures (appelé par `%load_ext grc_lib`)."""
    alleger_jupyter()
    from grc_lib.figures import installer_gabarit

    installer_gabarit()
    magie = MagieSQL(ipython.user_ns)

    def sql(nom: str, cellule: str) -> pd.DataFrame | None:
        """Exécute la cellule : du SQL, sur la base du cours ou sur la variable « base »."""
        nonlocal magie
        if magie.espace is not ipython.user_ns:  # une autre copie, corrigée par le même processus
            magie = MagieSQL(ipython.user_ns)
        return magie(nom, cellule)

    ipython.register_magic_function(sql, "cell", "sql")
    ipython.display_formatter.formatters["text/html"].for_type(pd.DataFrame, en_html)


class MagieSQL:
    """`%%sql` affiche le résultat ; `%%sql ventes` le range aussi dans la variable `ventes`.

    La requête voit les tables de la base, puis les tableaux du notebook par leur nom ; `$seuil`
    prend la valeur de la variable `seuil`. La base est la variable `base` du notebook si c'est une
    connexion, sinon celle du cours. Une ligne qui commence par « # » est un commentaire, comme en
    Python ; sans requête, `ventes` vaut `...`. Le tableau la garde dans `.attrs["requete"]`.

    Exemple :
        >>> espace = {"base": duckdb.connect(), "seuil": 150}
        >>> espace["ventes"] = pd.DataFrame({"client": ["A", "B"], "montant": [100, 200]})
        >>> MagieSQL(espace)("", "SELECT client FROM ventes WHERE montant > $seuil")
          client
        0      B
    """

    def __init__(self, espace: dict[str, Any]) -> None:
        self.espace = espace
        self._base_du_cours: duckdb.DuckDBPyConnection | None = None

    def __call__(self, nom: str, cellule: str) -> pd.DataFrame | None:
        nom = nom.strip()
        if nom and not nom.isidentifier():
            raise ErreurSQL(
                f"« %%sql {nom} » : après %%sql, donnez un seul nom de variable, "
                "ou rien ; le SQL commence à la ligne suivante."
            )
        base = self._base()
        requete = re.sub(r"(?m)^\s*#.*$", "", cellule)
        if nom:
            self.espace.setdefault(nom, ...)  # une requête refusée laisse la question à répondre
        try:
            if nom and not base.extract_statements(requete):
                self._attendre(nom)
                return None
            tableau = self._executer(base, requete)
        except duckdb.Error as erreur:
            raise ErreurSQL(traduire(erreur, base, requete, self.espace)) from None
        if tableau is not None:
            tableau.attrs[REQUETE] = requete.strip()
        if nom:
            self.espace[nom] = tableau
        return tableau

    def _attendre(self, nom: str) -> None:
        """Une cellule à compléter n'est pas une faute : sa réponse vaut « ... »."""
        self.espace[nom] = ...
        print(f"« {nom} » attend votre requête : écrivez-la sous %%sql, puis relancez la cellule.")

    def _base(self) -> duckdb.DuckDBPyConnection:
        base = self.espace.get("base")
        if isinstance(base, duckdb.DuckDBPyConnection):
            return base
        if self._base_du_cours is None:
            from grc_lib import donnees

            self._base_du_cours = donnees.connexion()
        return self._base_du_cours

    def _executer(self, base: duckdb.DuckDBPyConnection, requete: str) -> pd.DataFrame | None:
        instructions = base.extract_statements(requete)
        if not instructions:
            raise ErreurSQL("la cellule ne contient pas de requête : écrivez-la sous %%sql.")
        tableau = None
        for instruction in instructions:
            self._prevenir_des_homonymes(base, instruction.query)
            valeurs = {n: self._valeur(n) for n in instruction.named_parameters}
            tableau = executer(base, instruction, valeurs, variables=self.espace)
        return tableau

    def _valeur(self, nom: str) -> Any:
        if nom not in self.espace:
            raise ErreurSQL(
                f"${nom} attend une variable « {nom} » : créez-la dans une cellule Python "
                f"(par exemple {nom} = 100), exécutez-la, puis relancez la requête."
            )
        valeur = self.espace[nom]
        if isinstance(valeur, pd.DataFrame):
            raise ErreurSQL(
                f"« {nom} » est un tableau : écrivez FROM {nom}, sans $, "
                f'ou donnez une colonne, {nom}["…"].'
            )
        return valeur.tolist() if hasattr(valeur, "tolist") else valeur

    def _prevenir_des_homonymes(self, base: duckdb.DuckDBPyConnection, requete: str) -> None:
        for nom in sorted(set(re.findall(r"\w+", requete))):
            mien = self.espace.get(nom)
            if isinstance(mien, pd.DataFrame) and _differe(base, nom, mien):
                print(
                    f"« {nom} » est lu dans la base, pas dans votre tableau du même nom : "
                    "renommez votre tableau pour l'interroger."
                )


def _differe(base: duckdb.DuckDBPyConnection, nom: str, mien: pd.DataFrame) -> bool:
    """Vrai si la base a une table de ce nom, dont les colonnes ou l'effectif sont autres."""
    try:
        table = base.table(nom)
    except duckdb.Error:
        return False
    return list(mien.columns) != table.columns or len(mien) != len(table)
