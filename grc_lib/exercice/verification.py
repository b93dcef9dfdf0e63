"""Les contrôles d'un TD : ils disent si la réponse est juste, et sinon où chercher."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grc_lib.erreurs import MauvaisType
from grc_lib.exercice import _fonctions, _formes
from grc_lib.exercice._conclusion import AUCUN_PIEGE, conclure, controler_enonce
from grc_lib.exercice._diagnostics import (
    defaut_de_type,
    diagnostiquer,
    lire_attendu,
    piege_reconnu,
)
from grc_lib.exercice._lecture import lire, nature, sans_reponse
from grc_lib.exercice._tableaux import Comparaison, Tolerances, comparer
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.correction import Verdict, controle

Pieges = Mapping[str, Any] | Sequence[str] | None


@controle
def verifier(
    nom: str,
    reponse: Any,
    attendu: Any,
    *,
    tolerance: float | None = None,
    unite: str = "",
    pieges: Pieges = None,
    points: float | None = None,
) -> Verdict:
    """Contrôle une réponse : son type, son unité, son ordre de grandeur, puis sa valeur.

    Affiche le verdict et ne renvoie rien. En correction (nbgrader), une réponse fausse lève
    `ReponseFausse`, dont seule la phrase est montrée.

    Paramètres
    ----------
    nom : nom de la réponse, tel que l'énoncé la désigne.
    reponse : ce que l'étudiant a répondu ; `...` ou None : pas encore répondu.
    attendu : la bonne réponse (nombre, texte, date, booléen, liste, ensemble ou tableau), ou le
        `Calcul` qui la donne.
    tolerance : écart accepté, dans l'unité de la réponse ; par défaut exact pour un entier,
        un millième de la valeur pour un décimal.
    unite : « € », « % », « jours »… ; vide pour un taux décimal.
    pieges : `{"Vous avez gardé le prix TTC.": valeur}` : la valeur que donne une erreur connue,
        et la phrase qui l'explique ; avec un `Calcul`, les mots de son catalogue (tous par défaut).
    points : points de la question, affichés.

    Lève
    ----
    ArgumentInvalide, MauvaisType si l'énoncé est mal écrit ; ReponseFausse en correction.

    Exemple
    -------
    >>> verifier("taux_marge", 0.25, 0.25)
    ✔ Juste — taux_marge
    >>> verifier("taux_marge", 25, 0.25)
    ✘ À revoir — taux_marge : Vous donnez un pourcentage : un taux décimal est attendu
    (divisez par cent).
    >>> verifier("prix_ht", 120.0, 100.0, pieges={"Vous avez gardé le prix TTC.": 120})
    ✘ À revoir — prix_ht : Vous avez gardé le prix TTC.
    >>> verifier("prix_ht", ..., 100.0)
    … pas encore répondu — prix_ht
    """
    attendu, pieges = attendu_et_pieges(attendu, pieges)
    controler_enonce(tolerance, points, pieges)
    lu, vrai = lire(reponse), lire_attendu(attendu)
    if sans_reponse(lu):
        return Verdict(nom, "attente", points=points)
    if nature(vrai) == "tableau":
        return _juger_tableau(nom, lu, vrai, pieges, points, tolerance=tolerance)
    defaut = diagnostiquer(lu, vrai, tolerance, unite)
    if defaut:
        defaut = piege_reconnu(lu, vrai, pieges, tolerance) or defaut
    return Verdict(nom, "faux" if defaut else "juste", defaut, points)


@controle
def verifier_forme(
    nom: str,
    reponse: Any,
    *,
    type: type | str,
    entre: tuple[Any, Any] | None = None,
    unite: str = "",
    colonnes: Sequence[str] = (),
) -> Verdict:
    """Contrôle la forme d'une réponse sans connaître sa valeur : le contrôle visible d'un TD.

    Paramètres
    ----------
    nom, reponse, unite : comme dans `verifier`.
    type : `float`, `int`, `str`, `bool`, `date`, `list`, `set`, `pandas.DataFrame`… ou un nom
        français : « nombre », « entier », « texte », « booléen », « date », « liste »,
        « ensemble », « tableau », « fonction ».
    entre : (minimum, maximum) plausibles, bornes comprises ; pour un tableau ou une liste, son
        nombre de lignes ou d'éléments.
    colonnes : colonnes que doit avoir le tableau.

    Lève
    ----
    ArgumentInvalide si le type ou l'intervalle sont mal écrits ; ReponseFausse en correction.

    Exemple
    -------
    >>> verifier_forme("taux_marge", 0.25, type=float, entre=(0, 1))
    ✔ Bonne forme — taux_marge : La valeur sera vérifiée à la correction.
    >>> verifier_forme("taux_marge", 0.25, type=str)
    ✘ À revoir — taux_marge : Un texte est attendu : votre réponse est un nombre
    (un texte s'écrit entre guillemets).
    """
    genre, lu = _formes.genre_de(type), lire(reponse)
    bornes = _formes.bornes_de(entre, genre)
    if sans_reponse(lu):
        return Verdict(nom, "attente")
    if defaut := _formes.defaut_de_forme(lu, genre, bornes, unite, list(colonnes)):
        return Verdict(nom, "faux", defaut)
    return Verdict(nom, "forme", "La valeur sera vérifiée à la correction.")


@controle
def verifier_tableau(
    nom: str,
    reponse: Any,
    attendu: Any,
    *,
    cle: str | Sequence[str] | None = None,
    colonnes: Sequence[str] | None = None,
    tolerance: Tolerances = None,
    ordre: bool = False,
    pieges: Pieges = None,
    points: float | None = None,
    partiel: bool = False,
) -> Verdict:
    """Contrôle un tableau (DataFrame, Series ou relation DuckDB) par ses valeurs.

    Paramètres
    ----------
    nom, reponse, pieges, points : comme dans `verifier` (la valeur d'un piège est un tableau).
    attendu : le bon tableau ; les colonnes que l'étudiant ajoute sont ignorées.
    cle : colonnes qui désignent une ligne ; par défaut les premières qui y suffisent.
    colonnes : colonnes comparées ; par défaut toutes celles d'`attendu`.
    tolerance : écart accepté, pour toutes les colonnes ou `{colonne: écart}`.
    ordre : vrai si l'ordre des lignes compte.
    partiel : avec `points`, note à proportion des lignes justes, au quart de point inférieur ;
        un seul contrôle partiel par cellule, en dernière ligne.

    Lève
    ----
    ArgumentInvalide, MauvaisType si l'énoncé est mal écrit ; ReponseFausse en correction.

    Exemple
    -------
    >>> import pandas as pd
    >>> attendu = pd.DataFrame({"classe": ["A", "B", "C"], "clients": [8, 12, 20]})
    >>> reponse = pd.DataFrame({"clients": [20, 8, 11], "classe": ["C", "A", "B"]})
    >>> verifier_tableau("classes", reponse, attendu, points=3, partiel=True)
    ◐ En partie juste — classes (2 sur 3 points) : La colonne « clients » contient des
    valeurs fausses. Lignes justes : 66 %.
    """
    attendu, pieges = attendu_et_pieges(attendu, pieges)
    controler_enonce(tolerance, points, pieges, partiel)
    lu, vrai = lire(reponse), lire_attendu(attendu)
    if sans_reponse(lu):
        return Verdict(nom, "attente", points=points)
    return _juger_tableau(
        nom,
        lu,
        vrai,
        pieges,
        points,
        partiel,
        cle=cle,
        colonnes=colonnes,
        tolerance=tolerance,
        ordre=ordre,
    )


@controle
def verifier_fonction(
    nom: str,
    fonction: Callable[..., Any] | None,
    cas: Sequence[tuple[Any, Any]],
    *,
    tolerance: float | None = None,
    unite: str = "",
    points: float | None = None,
    partiel: bool = False,
) -> Verdict:
    """Contrôle une fonction écrite par l'étudiant, en l'essayant sur plusieurs jeux de données.

    Paramètres
    ----------
    nom, tolerance, unite, points : comme dans `verifier`.
    fonction : la fonction de l'étudiant.
    cas : couples (arguments, attendu) ; arguments : un tuple, un dictionnaire d'arguments nommés,
        ou l'unique argument. Au moins deux cas, pour qu'un nombre écrit en dur échoue.
    partiel : avec `points`, note à proportion des cas justes, au quart de point inférieur.

    Lève
    ----
    ArgumentInvalide, MauvaisType si l'énoncé est mal écrit ; ReponseFausse en correction.

    Exemple
    -------
    >>> cas = [((100, 0.2), 120.0), ((50, 0.1), 55.0)]
    >>> verifier_fonction("ttc", lambda ht, tva: ht * (1 + tva), cas)
    ✔ Juste — ttc
    >>> verifier_fonction("ttc", lambda ht, tva: 120, cas)
    ✘ À revoir — ttc : Votre fonction n'est pas juste dans tous les cas : servez-vous de
    chacun de ses paramètres, et essayez-la sur plusieurs valeurs.
    """
    controler_enonce(tolerance, points, AUCUN_PIEGE, partiel)
    if sans_reponse(lire(fonction)):
        return Verdict(nom, "attente", points=points)
    if not callable(fonction):
        return Verdict(nom, "faux", defaut_de_type(lire(fonction), "fonction", ""), points)
    essais = _fonctions.essayer(fonction, cas, tolerance, unite)
    return conclure(nom, essais, points, partiel, "Essais justes")


def attendu_et_pieges(attendu: Any, pieges: Pieges) -> tuple[Any, Mapping[str, Any]]:
    """La bonne réponse et les pièges ; un `Calcul` connaît les siens, que l'on désigne d'un mot."""
    valeur = attendu.valeur if isinstance(attendu, Calcul) else attendu
    if isinstance(pieges, Mapping):
        return valeur, pieges
    if isinstance(attendu, Calcul):
        return valeur, attendu.pieges(pieges)
    if pieges is None:
        return valeur, AUCUN_PIEGE
    raise MauvaisType("pieges", pieges, "un dictionnaire {phrase: valeur}, sans `Calcul`")


def _juger_tableau(
    nom: str,
    lu: Any,
    vrai: Any,
    pieges: Mapping[str, Any],
    points: float | None,
    partiel: bool = False,
    **options: Any,
) -> Verdict:
    if defaut := defaut_de_type(lu, "tableau", ""):
        return Verdict(nom, "faux", defaut, points)
    comparaison = comparer(lu, vrai, **options)
    for message, piege in pieges.items() if comparaison.defaut else ():
        if not comparer(lu, lire(piege), **options).defaut:
            comparaison = Comparaison(message, comparaison.part)
            break
    return conclure(nom, comparaison, points, partiel, "Lignes justes")
