"""Dimensionner un plateau d'appels (GRC-4) : l'effectif qui tient la qualité de service."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import Liste, Nombres, accorder, positif, seul, strictement_positif, taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.appels.erlang import HYPOTHESES, erlang_c, etape_trafic, trafic_offert
from grc_lib.erreurs import NonCalculable


@dataclass(frozen=True, eq=False)
class Effectif(Resultat):
    """Effectif du plateau d'appels (Erlang C).

    Champs : positions (agents au téléphone en même temps), planifies (agents à inscrire au
    planning, absences, pauses et formations comprises) ; des colonnes si `appels` en est une.
    """

    positions: Any
    planifies: Any
    _: KW_ONLY
    appels: Any
    periode: float
    dmt: float
    qualite: float
    seuil: float
    indisponibilite: float

    def etapes(self) -> Iterator[Etape]:
        regle = f"plus petit n tel que QS({nombre(self.seuil)} s) ≥ {_pourcent(self.qualite)}"
        essais = f"{nombre(np.size(self.positions))} créneau(x)"
        if np.ndim(self.positions) == 0:
            yield etape_trafic(self.appels, self.dmt, self.periode)
            essais = self._essais()
        yield Etape("Agents au téléphone (positions)", regle, essais, _bornes(self.positions))
        formule = "positions / (1 − indisponibilité), arrondi supérieur"
        calcul = f"{_bornes(self.positions)} / (1 − {_pourcent(self.indisponibilite)})"
        yield Etape("Agents à planifier", formule, calcul, _bornes(self.planifies))

    def conventions(self) -> Iterator[str]:
        yield from HYPOTHESES

    def _essais(self) -> str:
        """Un agent de moins ne suffirait pas : les deux essais, côte à côte."""
        if not self.positions:
            return "aucun appel"
        return " ; ".join(self._essai(n) for n in (self.positions - 1, self.positions))

    def _essai(self, agents: int) -> str:
        donnees = {"appels": self.appels, "periode": self.periode, "dmt": self.dmt}
        try:
            tenue = erlang_c(**donnees, agents=agents).qualite_service(self.seuil)
        except NonCalculable:
            return f"n = {nombre(agents)} : file instable"
        return f"n = {nombre(agents)} : {pourcentage(tenue)}"


def effectif(
    *,
    appels: Nombres,
    periode: float,
    dmt: float,
    qualite: float,
    seuil: float,
    indisponibilite: float = 0,
) -> Effectif:
    """Le plus petit effectif qui tient la qualité de service promise (Erlang C).

    Planifiés = positions / (1 − indisponibilité), arrondi à l'entier supérieur.

    Paramètres
    ----------
    appels : nombre d'appels présentés pendant la période ; ou une colonne, un créneau par ligne.
    periode : durée d'un créneau (secondes).
    dmt : durée moyenne de traitement d'un appel (secondes).
    qualite : la part des appels à décrocher avant le seuil (décimale, moins de 1).
    seuil : le délai promis (secondes).
    indisponibilite : la part du temps payé passée hors du téléphone : pauses, formation, absences
        (décimale, moins de 1).

    Renvoie
    -------
    `Effectif` : positions et planifies, des entiers, ou des colonnes d'entiers si `appels` en est
    une (manquants là où `appels` manque). Un créneau sans appel ne demande personne.

    Lève
    ----
    NonCalculable si `qualite` vaut 1 (aucun effectif ne garantit 100 %), si `indisponibilite` vaut
    1 ou si la colonne est vide ; ArgumentInvalide pour un taux donné en pourcentage.

    Exemple
    -------
    >>> besoin = dict(periode=1800, dmt=180, qualite=0.80, seuil=20, indisponibilite=0.30)
    >>> positions, planifies = effectif(appels=100, **besoin)
    >>> positions, planifies
    (14, 20)
    >>> effectif(appels=pd.Series([0, 40, 100]), **besoin).positions.tolist()
    [0, 7, 14]

    Source
    ------
    GRC-4, dimensionner un plateau (cas ER12, ER13).
    """
    appels = positif("appels", appels)
    accorder(appels=appels)
    periode = seul(strictement_positif, "periode", periode)
    dmt = seul(strictement_positif, "dmt", dmt)
    qualite = seul(taux, "qualite", qualite)
    seuil = seul(positif, "seuil", seuil)
    indisponibilite = seul(taux, "indisponibilite", indisponibilite)
    trafics = np.atleast_1d(trafic_offert(appels, periode, dmt))
    _exiger_possible(trafics, qualite, indisponibilite)
    positions = _positions(trafics, dmt, qualite, seuil)
    planifies = np.ceil(np.round(positions / (1 - indisponibilite), 9)).astype(int)
    return Effectif(
        _comme(appels, positions),
        _comme(appels, planifies),
        appels=appels,
        periode=periode,
        dmt=dmt,
        qualite=qualite,
        seuil=seuil,
        indisponibilite=indisponibilite,
    )


def _positions(trafics: Liste, dmt: float, qualite: float, seuil: float) -> Any:
    """Les effectifs de tous les créneaux : n grandit d'un, ceux qui tiennent l'objectif sortent."""
    distincts, rangs = np.unique(trafics, return_inverse=True)
    positions = np.zeros(distincts.size, dtype=int)
    restants = np.flatnonzero(distincts > 0)
    blocage = np.ones(restants.size)
    n = 0
    while restants.size:
        n += 1
        a = distincts[restants]
        blocage = a * blocage / (n + a * blocage)
        marge = np.maximum(n - a, 0)
        attente = n * blocage / (n - a * (1 - blocage))
        tenue = 1 - attente * np.exp(-marge * seuil / dmt)
        suffit = (n > np.round(a, 9)) & (tenue >= qualite)
        positions[restants[suffit]] = n
        restants, blocage = restants[~suffit], blocage[~suffit]
    return positions[rangs]


def _exiger_possible(trafics: Liste, qualite: float, indisponibilite: float) -> None:
    if trafics.size == 0:
        raise NonCalculable("« appels » est vide : aucun créneau à dimensionner.")
    if qualite == 1:
        raise NonCalculable("Aucun effectif ne garantit 100 % des appels : visez 95 % ou 99 %.")
    if indisponibilite == 1:
        raise NonCalculable("Avec 100 % d'indisponibilité, personne ne répond jamais.")


def _comme(modele: Nombres, entiers: Any) -> Any:
    """Les entiers sous la forme de `modele` : un nombre, un tableau ou une colonne."""
    if isinstance(modele, pd.Series):
        colonne = pd.Series(entiers, index=modele.index, dtype="Int64")
        return colonne.mask(modele.isna())
    return entiers if np.ndim(modele) else int(entiers[0])


def _bornes(effectifs: Any) -> str:
    if np.ndim(effectifs) == 0:
        return nombre(effectifs)
    presents = pd.Series(effectifs).dropna()
    if presents.empty:
        return "manquant"
    return f"de {nombre(presents.min())} à {nombre(presents.max())}"


def _pourcent(part: float) -> str:
    return pourcentage(part, None)
