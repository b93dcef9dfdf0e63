"""Comparer deux tableaux par leurs valeurs : colonnes, lignes, puis cellules."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.exercice._comparaison import accorder, cle_de_tri, egales, manque
from grc_lib.exercice._diagnostics import (
    SANS_PISTE,
    diagnostiquer,
)
from grc_lib.exercice._lecture import Autre, lire, nature
from grc_lib.exercice._mise_a_plat import defaut_de_noms, mettre_a_plat

if TYPE_CHECKING:
    import pandas as pd

Tolerances = float | Mapping[str, float] | None
Ligne = dict[str, Any]
LIGNES_ABSENTES = "Il manque des lignes."
LIGNES_EN_TROP = "Il y a des lignes en trop."
DOUBLONS = "Des lignes sont en double."
AUTRES_LIGNES = "Certaines lignes ne sont pas celles attendues."
DESORDRE = "Les lignes sont les bonnes, mais pas dans l'ordre demandé."


@dataclass(frozen=True)
class Comparaison:
    """Le premier défaut trouvé ("" si aucun) et la proportion de lignes justes."""

    defaut: str
    part: Fraction = Fraction(0)


def comparer(
    reponse: Any,
    attendu: Any,
    *,
    cle: str | Sequence[str] | None = None,
    colonnes: Sequence[str] | None = None,
    tolerance: Tolerances = None,
    ordre: bool = False,
) -> Comparaison:
    """Compare deux tableaux ; les colonnes en plus sont ignorées, l'ordre compte sur demande.

    >>> import pandas as pd
    >>> comparer(pd.DataFrame({"n": [3, 1]}), pd.DataFrame({"n": [1, 2]})).part
    Fraction(1, 2)
    """
    cles = [cle] if isinstance(cle, str) else list(cle or ())
    voulu, voulues = _lire_attendu(attendu, colonnes, cles)
    noms = list(voulu.columns)
    donne = mettre_a_plat(reponse, voulu, noms)
    if defaut := defaut_de_noms(donne, noms):
        return Comparaison(defaut)
    if len(donne) > 20 * len(voulu) + 1000:
        return Comparaison(LIGNES_EN_TROP)
    modele = {nom: _premiere_valeur(voulues, nom) for nom in noms}
    lignes = [
        {nom: accorder(ligne[nom], modele[nom]) for nom in noms}
        for ligne in _lire_lignes(donne, noms)
    ]
    if defaut := defaut_de_colonne(lignes, voulues, noms):
        return Comparaison(defaut)
    cles = cles or cles_naturelles(voulues, noms)
    rapprocher = _dans_l_ordre if ordre else sans_ordre
    return rapprocher(lignes, voulues, cles, tolerance)


def _lire_attendu(
    attendu: Any, colonnes: Sequence[str] | None, cles: list[str]
) -> tuple["pd.DataFrame", list[Ligne]]:
    """Le tableau de l'énoncé et ses lignes, réduites aux colonnes comparées."""
    if nature(attendu) != "tableau":
        raise MauvaisType("attendu", attendu, "un DataFrame ou une Series")
    voulu = mettre_a_plat(attendu)
    noms = [str(nom) for nom in (voulu.columns if colonnes is None else colonnes)]
    noms = cles + [nom for nom in noms if nom not in cles]
    if inconnues := [nom for nom in noms if nom not in voulu.columns]:
        raise ArgumentInvalide("colonnes", inconnues[0], "une colonne du tableau attendu")
    lignes = _lire_lignes(voulu, noms)
    if any(isinstance(valeur, Autre) for ligne in lignes for valeur in ligne.values()):
        raise MauvaisType("attendu", attendu, "un tableau de nombres, de textes et de dates")
    return voulu[noms], lignes


def sans_ordre(
    lignes: list[Ligne], voulues: list[Ligne], cles: list[str], tolerance: Tolerances
) -> Comparaison:
    """Rapproche les lignes par leur clé ; sans clé, rang par rang, telles quelles ou triées."""
    if not cles:
        tri = functools.partial(cle_de_ligne, cles=_decimaux_en_dernier(voulues))
        triees = _rang_par_rang(sorted(lignes, key=tri), sorted(voulues, key=tri), tolerance)
        return max(triees, _rang_par_rang(lignes, voulues, tolerance), key=lambda c: c.part)
    par_cle = {cle_de_ligne(ligne, cles): ligne for ligne in lignes}
    cles_voulues = {cle_de_ligne(ligne, cles) for ligne in voulues}
    if len(cles_voulues) < len(voulues):
        raise ArgumentInvalide("cle", cles, "des colonnes sans doublon dans le tableau attendu")
    paires = [(par_cle.get(cle_de_ligne(ligne, cles)), ligne) for ligne in voulues]
    return _conclure(
        [(donnee, voulue) for donnee, voulue in paires if donnee is not None],
        max(len(lignes), len(voulues)),
        tolerance,
        _defaut_de_lignes(len(lignes), set(par_cle), cles_voulues),
    )


def _dans_l_ordre(
    lignes: list[Ligne], voulues: list[Ligne], cles: list[str], tolerance: Tolerances
) -> Comparaison:
    rang = _rang_par_rang(lignes, voulues, tolerance)
    if rang.defaut and not sans_ordre(lignes, voulues, cles, tolerance).defaut:
        return Comparaison(DESORDRE, rang.part)
    return rang


def _rang_par_rang(lignes: list[Ligne], voulues: list[Ligne], tolerance: Tolerances) -> Comparaison:
    defaut = ""
    if len(lignes) != len(voulues):
        defaut = LIGNES_EN_TROP if len(lignes) > len(voulues) else LIGNES_ABSENTES
    paires = list(zip(lignes, voulues, strict=False))
    return _conclure(paires, max(len(lignes), len(voulues)), tolerance, defaut)


def _conclure(
    paires: list[tuple[Ligne, Ligne]], total: int, tolerance: Tolerances, defaut: str
) -> Comparaison:
    justes = 0
    faux: dict[str, list[tuple[Any, Any]]] = {}
    for donnee, voulue in paires:
        ecarts = [n for n in voulue if not egales(donnee[n], voulue[n], _tolerance(tolerance, n))]
        justes += not ecarts
        for nom in ecarts:
            faux.setdefault(nom, []).append((donnee[nom], voulue[nom]))
    if not defaut and faux:
        nom = min(faux, key=list(paires[0][1]).index)
        defaut = defaut_de_cellules(nom, faux[nom], _tolerance(tolerance, nom))
    return Comparaison(defaut, Fraction(justes, total) if total else Fraction(1))


def _defaut_de_lignes(nombre: int, donnees: set[Any], voulues: set[Any]) -> str:
    if len(donnees) < nombre:
        return DOUBLONS
    absentes, en_trop = voulues - donnees, donnees - voulues
    if absentes and en_trop:
        return AUTRES_LIGNES
    return LIGNES_ABSENTES if absentes else LIGNES_EN_TROP if en_trop else ""


def defaut_de_cellules(nom: str, faux: list[tuple[Any, Any]], tolerance: float | None) -> str:
    """Une erreur commune à la colonne (pourcentage, signe…) s'explique ; sinon on la situe."""
    if any(manque(donnee) and not manque(voulue) for donnee, voulue in faux):
        return f"La colonne « {nom} » contient des valeurs manquantes."
    messages = {
        diagnostiquer(donnee, voulue, tolerance, "")
        for donnee, voulue in faux
        if not manque(voulue)
    }
    if len(messages) == 1 and messages.isdisjoint(SANS_PISTE):
        return f"Colonne « {nom} » : {messages.pop()}"
    return f"La colonne « {nom} » contient des valeurs fausses."


def defaut_de_colonne(lignes: list[Ligne], voulues: list[Ligne], noms: list[str]) -> str:
    """Un texte dans une colonne de nombres ou de dates : le type avant la valeur."""
    for nom in noms:
        genres, recus = (
            {nature(ligne[nom]) for ligne in suite if not manque(ligne[nom])}
            for suite in (voulues, lignes)
        )
        if genres == {"nombre"} and recus and "nombre" not in recus:
            return f"La colonne « {nom} » ne contient pas de nombres : convertissez-la."
        if genres == {"date"} and recus and not recus <= {"date"}:
            return f"La colonne « {nom} » ne contient pas de dates : convertissez-la."
        if genres == {"texte"} and recus and "texte" not in recus:
            return f"La colonne « {nom} » ne contient pas de textes : convertissez-la."
    return ""


def _premiere_valeur(lignes: list[Ligne], nom: str) -> Any:
    return next((ligne[nom] for ligne in lignes if not manque(ligne[nom])), None)


def cles_naturelles(voulues: list[Ligne], noms: list[str]) -> list[str]:
    """Les premières colonnes, sans décimaux ni booléens, qui suffisent à désigner une ligne."""
    candidates = [nom for nom in noms if all(_designe(ligne[nom]) for ligne in voulues)]
    for combien in range(1, len(candidates) + 1):
        cles = candidates[:combien]
        if len({cle_de_ligne(ligne, cles) for ligne in voulues}) == len(voulues):
            return cles
    return []


def _designe(valeur: Any) -> bool:
    return nature(valeur) in ("texte", "date", "nombre") and not isinstance(valeur, float)


def cle_de_ligne(ligne: Ligne, cles: list[str]) -> tuple[Any, ...]:
    return tuple(cle_de_tri(ligne[nom]) for nom in cles)


def _decimaux_en_dernier(voulues: list[Ligne]) -> list[str]:
    """L'ordre de tri où un arrondi change le moins le rang d'une ligne."""
    noms = list(voulues[0]) if voulues else []
    return sorted(noms, key=lambda nom: any(isinstance(ligne[nom], float) for ligne in voulues))


def _tolerance(tolerance: Tolerances, nom: str) -> float | None:
    return tolerance.get(nom) if isinstance(tolerance, Mapping) else tolerance


def _lire_lignes(df: "pd.DataFrame", noms: list[str]) -> list[Ligne]:
    colonnes = [[lire(valeur) for valeur in df[nom].tolist()] for nom in noms]
    return [dict(zip(noms, ligne, strict=True)) for ligne in zip(*colonnes, strict=True)]
