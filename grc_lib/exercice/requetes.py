"""Le contrôle d'une requête SQL : par ce qu'elle rend, jamais par son texte."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.exercice._conclusion import AUCUN_PIEGE, conclure, controler_enonce
from grc_lib.exercice._diagnostics import defaut_de_type
from grc_lib.exercice._lecture import Autre, lire, nature, sans_reponse
from grc_lib.exercice._lignes import comparer_resultats
from grc_lib.exercice._rejeu import Refus, Resultat, copie_fermee, executer, resultat_de
from grc_lib.exercice._tableaux import Comparaison
from grc_lib.exercice._tri import colonnes_de_tri
from grc_lib.exercice.correction import Verdict, controle

if TYPE_CHECKING:
    import duckdb

SANS_TEXTE = "Rangez le résultat de votre requête avec « %%sql » suivi du nom, sans le retoucher."
A_REJOUER = (
    "Votre tableau est le bon, mais votre requête seule ne le rend pas : écrivez-la en entier "
    "dans une seule instruction, sur les tables de la base."
)
EN_DUR = (
    "Votre requête n'est plus juste quand les données changent : n'y écrivez pas les réponses, "
    "laissez DuckDB les trouver."
)


@controle
def verifier_sql(
    nom: str,
    reponse: Any,
    attendu: Any,
    *,
    base: "duckdb.DuckDBPyConnection | None" = None,
    ordre: bool = False,
    noms: bool = False,
    tolerance: float | None = None,
    parametres: Mapping[str, Any] = AUCUN_PIEGE,
    pieges: Mapping[str, Any] = AUCUN_PIEGE,
    points: float | None = None,
    partiel: bool = False,
    autres_bases: Iterable[Any] = (),
) -> Verdict:
    """Contrôle une requête par son résultat : colonnes, lignes (doublons compris), puis valeurs.

    Paramètres
    ----------
    nom, tolerance, points : comme dans `verifier`.
    reponse : le tableau rangé par `%%sql nom`, ou le texte d'une requête.
    attendu : la requête de référence, ou le tableau qu'elle rend.
    base : connexion interrogée, celle du cours par défaut ; les requêtes s'exécutent sur une copie
        en mémoire, qui ne lit ni fichier, ni réseau, ni variable.
    ordre : vrai si l'ordre des lignes compte ; les ex æquo de ORDER BY restent libres.
    noms : vrai si les colonnes se reconnaissent à leur nom ; sinon, à leur place.
    parametres : `{"seuil": 150}` : ce que vaut `$seuil`, dans l'une et l'autre requêtes.
    pieges : `{phrase: requête ou tableau}` : ce que rend une erreur connue.
    partiel : avec `points`, note à proportion des lignes justes, au quart de point inférieur.
    autres_bases : connexions, ou fonctions qui changent quelques lignes de la copie qu'elles
        reçoivent ; rejouée sur chacune, une requête où la réponse est écrite en dur échoue.

    Lève
    ----
    ArgumentInvalide, MauvaisType si l'énoncé est mal écrit ; ReponseFausse en correction.

    Exemple
    -------
    >>> attendu = "SELECT secteur_id, count(*) FROM clients GROUP BY 1"
    >>> verifier_sql("effectifs", "SELECT secteur_id, sum(1) FROM clients GROUP BY ALL", attendu)
    ✔ Juste — effectifs
    >>> verifier_sql("effectifs", "SELECT count(*), secteur_id FROM clients GROUP BY 2", attendu)
    ✘ À revoir — effectifs : Les colonnes sont les bonnes, mais pas dans l'ordre demandé :
    changez leur place après SELECT.
    >>> total = "SELECT count(*) FROM clients WHERE actif"
    >>> def un_depart(base):
    ...     base.execute("DELETE FROM clients WHERE client_id = 1")
    >>> verifier_sql("actifs", "SELECT 1046", total, autres_bases=[un_depart])
    ✘ À revoir — actifs : Votre requête n'est plus juste quand les données changent :
    n'y écrivez pas les réponses, laissez DuckDB les trouver.

    Source
    ------
    Imprimerie Clémenceau, base fictive du cours ; SQL de DuckDB.
    """
    controler_enonce(tolerance, points, pieges, partiel)
    lu = lire(reponse)
    if sans_reponse(lu):
        return Verdict(nom, "attente", points=points)
    if nature(lu) != "texte" and (defaut := defaut_de_type(lu, "tableau", "")):
        return Verdict(nom, "faux", f"{defaut} {SANS_TEXTE}", points)
    question = _Question(attendu, ordre, noms, tolerance, parametres)
    copie = copie_fermee(base)
    comparaison = question.juger(lu, copie, pieges)
    if not comparaison.defaut and (autres := [_preparer(base, autre) for autre in autres_bases]):
        comparaison = question.rejouer(lu, copie, autres)
    return conclure(nom, comparaison, points, partiel, "Lignes justes")


@dataclass(frozen=True)
class _Question:
    """Une requête de référence et ce qui compte dans son résultat."""

    attendu: Any
    ordre: bool
    noms: bool
    tolerance: float | None
    parametres: Mapping[str, Any]

    def juger(
        self, reponse: Any, base: "duckdb.DuckDBPyConnection", pieges: Mapping[str, Any]
    ) -> Comparaison:
        voulu = self._reference("attendu", self.attendu, base)
        limite = 20 * len(voulu.lignes) + 1000
        try:
            if isinstance(reponse, str):
                lu = executer(base, reponse, self.parametres, limite)
            else:
                lu = resultat_de(reponse.iloc[:limite])
        except Refus as refus:
            return Comparaison(str(refus))
        comparaison = self._comparer(lu, voulu, self._tri(base, voulu))
        for phrase, piege in pieges.items() if comparaison.defaut else ():
            if not self._comparer(lu, self._reference("pieges", piege, base), None).defaut:
                return Comparaison(phrase, comparaison.part)
        return comparaison

    def rejouer(
        self, reponse: Any, base: "duckdb.DuckDBPyConnection", autres: list[Any]
    ) -> Comparaison:
        """Le texte de la requête doit rendre le bon tableau, ici et sur les autres bases."""
        self._exiger_un_changement(base, autres)
        requete = reponse if isinstance(reponse, str) else reponse.attrs.get("requete")
        if not isinstance(requete, str):
            return Comparaison(SANS_TEXTE)
        if self.juger(requete, base, AUCUN_PIEGE).defaut:
            return Comparaison(A_REJOUER)
        justes = all(not self.juger(requete, autre, AUCUN_PIEGE).defaut for autre in autres)
        return Comparaison("" if justes else EN_DUR)

    def _exiger_un_changement(self, base: Any, autres: list[Any]) -> None:
        if not isinstance(self.attendu, str):
            raise MauvaisType("attendu", self.attendu, "une requête, pour la rejouer ailleurs")
        ici = self._reference("attendu", self.attendu, base)
        for rang, autre in enumerate(autres, start=1):
            la_bas = self._reference("attendu", self.attendu, autre)
            if not self._comparer(ici, la_bas, None).defaut:
                change = "une base où la réponse n'est plus la même"
                raise ArgumentInvalide("autres_bases", f"la base {rang}", change)

    def _comparer(self, lu: Resultat, voulu: Resultat, tri: list[int] | None) -> Comparaison:
        return comparer_resultats(lu, voulu, noms=self.noms, tri=tri, tolerance=self.tolerance)

    def _tri(self, base: "duckdb.DuckDBPyConnection", voulu: Resultat) -> list[int] | None:
        if not self.ordre:
            return None
        if isinstance(self.attendu, str):
            return colonnes_de_tri(base, self.attendu, voulu.noms)
        return list(range(len(voulu.noms)))

    def _reference(
        self, argument: str, attendu: Any, base: "duckdb.DuckDBPyConnection"
    ) -> Resultat:
        if isinstance(attendu, str):
            try:
                return executer(base, attendu, self.parametres)
            except Refus as refus:
                raise ArgumentInvalide(argument, attendu, "un SELECT qui s'exécute") from refus
        tableau = lire(attendu)
        if nature(tableau) != "tableau":
            raise MauvaisType(argument, attendu, "une requête SQL ou un tableau")
        resultat = resultat_de(tableau)
        if any(isinstance(valeur, Autre) for ligne in resultat.lignes for valeur in ligne):
            raise MauvaisType(argument, attendu, "un tableau de nombres, de textes et de dates")
        return resultat


def _preparer(base: "duckdb.DuckDBPyConnection | None", autre: Any) -> "duckdb.DuckDBPyConnection":
    if not callable(autre):
        return copie_fermee(autre)
    try:
        return copie_fermee(base, autre)
    except Exception as erreur:
        attendu = "une fonction qui modifie la copie de la base qu'elle reçoit"
        raise ArgumentInvalide("autres_bases", autre, attendu) from erreur
