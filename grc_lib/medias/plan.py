"""Choisir des supports (S445) : les trois échelles, puis les insertions sous un budget."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._formats import euros, nombre, pourcentage
from grc_lib._nombres import Liste, entier, liste, positif, quotient, strictement_positif, taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.medias._lecture import supports_lus
from grc_lib.medias.mesures import cpm

_CENTIMES_MAX = 10**14


@dataclass(frozen=True, eq=False)
class PlanMedia(Resultat):
    """Plan média sous budget.

    Champs : insertions (colonne d'entiers, une ligne par support), cout (€), grp (points),
    couverture (estimation, décimale), repetition (contacts par personne touchée).
    """

    insertions: "pd.Series[int]"
    cout: float
    grp: float
    couverture: float
    repetition: float
    _: KW_ONLY
    budget: float
    prix: Liste
    couvertures: Liste

    def etapes(self) -> Iterator[Etape]:
        choix = [(nom, n, rang) for rang, (nom, n) in enumerate(self.insertions.items()) if n]
        retenues = " ; ".join(f"{nom} : {n}" for nom, n, _ in choix)
        yield Etape("Insertions", "", retenues, nombre(self.insertions.sum()))
        calcul = " + ".join(f"{n} × {euros(self.prix[rang])}" for _, n, rang in choix)
        yield Etape("Budget consommé", "Σ insertions × prix", calcul, euros(self.cout))
        yield Etape("Reste", "budget − coût", "", euros(self.budget - self.cout))
        calcul = " + ".join(f"{n} × {nombre(100 * self.couvertures[r])}" for _, n, r in choix)
        yield Etape("GRP", "Σ insertions × couverture (%)", calcul, nombre(self.grp, 1))
        calcul = f"{euros(self.cout)} / {nombre(self.grp, 1)}"
        yield Etape("Coût du GRP", "budget consommé / GRP", calcul, euros(self.cout / self.grp))
        formule = "1 − Π (1 − couverture)^insertions"
        facteurs = [f"(1 − {pourcentage(self.couvertures[r], None)})^{n}" for _, n, r in choix]
        calcul = f"1 − {' × '.join(facteurs)}"
        yield Etape("Couverture estimée", formule, calcul, pourcentage(self.couverture, 1))
        calcul = f"{nombre(self.grp, 1)} / {nombre(100 * self.couverture, 1)}"
        yield Etape("Répétition", "GRP / couverture (%)", calcul, nombre(self.repetition, 1))

    def conventions(self) -> Iterator[str]:
        yield "méthode exacte : aucun plan de ce budget n'a plus de GRP ; à GRP égal, le moins cher"
        yield (
            "couverture de Sainsbury, qui suppose les insertions indépendantes : elle est "
            "surestimée si ce sont toujours les mêmes lecteurs"
        )


def echelles(supports: pd.DataFrame) -> pd.DataFrame:
    """Classe les supports sur les trois échelles : puissance, affinité, économie.

    Puissance = audience utile ; affinité = audience utile / audience ; économie = prix / audience
    utile × 1 000 (CPM utile).

    Paramètres
    ----------
    supports : tableau de colonnes support (nom), audience (personnes), audience_utile (personnes
        de la cible) et prix (€ par insertion).

    Renvoie
    -------
    Le même tableau, et cinq colonnes : affinite (décimale), cpm_utile (€), rang_puissance,
    rang_affinite, rang_economie (1 pour le meilleur ; les ex æquo ont le même rang). Un support
    sans audience utile a un CPM manquant.

    Lève
    ----
    NonCalculable si le tableau est vide ; ArgumentInvalide s'il manque une colonne, si un support
    est en double, ou si une audience utile dépasse l'audience.

    Exemple
    -------
    >>> titres = pd.DataFrame({
    ...     "support": ["A", "B", "C"],
    ...     "audience": [1_000_000, 500_000, 1_500_000],
    ...     "audience_utile": [150_000, 320_000, 423_000],
    ...     "prix": [50_000, 45_000, 70_000],
    ... })
    >>> echelles(titres).filter(like="rang")
       rang_puissance  rang_affinite  rang_economie
    0               3              3              3
    1               2              1              1
    2               1              2              2

    Source
    ------
    S445, échelles de puissance, d'affinité et d'économie (cas ME02, ME03).
    """
    nombres = ("audience", "audience_utile", "prix")
    tableau = supports_lus(supports, *nombres)
    for colonne in nombres:
        tableau[colonne] = positif(f"supports, colonne {colonne}", tableau[colonne])
    utile = tableau["audience_utile"]
    if (trop := utile > tableau["audience"]).any():
        fautifs = tableau.loc[trop, "support"].tolist()
        raise ArgumentInvalide("supports", fautifs, "une audience utile au plus égale à l'audience")
    tableau["affinite"] = quotient(utile, tableau["audience"], "")
    tableau["cpm_utile"] = cpm(tableau["prix"], utile)
    tableau["rang_puissance"] = _rang(utile, petit=False)
    tableau["rang_affinite"] = _rang(tableau["affinite"], petit=False)
    tableau["rang_economie"] = _rang(tableau["cpm_utile"], petit=True)
    return tableau


def plan_media(supports: pd.DataFrame, budget: float) -> PlanMedia:
    """Les insertions qui donnent le plus de GRP sans dépasser le budget.

    GRP = Σ insertions × couverture (%), sous Σ insertions × prix ≤ budget.

    Paramètres
    ----------
    supports : tableau de colonnes support (nom), prix (€ par insertion), couverture (part de la
        cible que touche une insertion, décimale : audience utile / cible) et insertions_max
        (parutions possibles pendant la campagne, entier).
    budget : le budget d'achat d'espace (€).

    Renvoie
    -------
    `PlanMedia` : insertions, cout, grp, couverture (estimée par la formule de Sainsbury) et
    repetition. Le plan est le meilleur de tous (calcul exact), et le moins cher à GRP égal.

    Lève
    ----
    NonCalculable si le budget ne paie aucune insertion utile ; ArgumentInvalide s'il manque une
    colonne, si un prix est nul ou une couverture donnée en pourcentage.

    Exemple
    -------
    >>> titres = pd.DataFrame({
    ...     "support": ["Quotidien", "Mensuel", "Radio"],
    ...     "prix": [4_000, 9_000, 1_500],
    ...     "couverture": [0.10, 0.25, 0.03],
    ...     "insertions_max": [5, 1, 10],
    ... })
    >>> plan = plan_media(titres, 20_000)
    >>> plan.insertions.to_dict(), plan.cout, round(plan.grp, 1), round(plan.couverture, 3)
    ({'Quotidien': 2, 'Mensuel': 1, 'Radio': 2}, 20000.0, 51.0, 0.428)

    Source
    ------
    S445, plan média sous budget. Le plus grand GRP n'est pas la plus grande couverture.
    """
    tableau = supports_lus(supports, "prix", "couverture", "insertions_max")
    prix = strictement_positif("supports, colonne prix", _pleine(tableau, "prix"))
    couvertures = taux("supports, colonne couverture", _pleine(tableau, "couverture"))
    maxima = [
        entier("supports, colonne insertions_max", maximum)
        for maximum in _pleine(tableau, "insertions_max").tolist()
    ]
    plafond = _budget(budget)
    couts = _centimes("supports, colonne prix", prix)
    choisies = _meilleures(couts, couvertures, maxima, int(_centimes("budget", plafond)))
    if not choisies.any():
        raise NonCalculable(
            f"Un budget de {euros(plafond)} ne paie aucune insertion utile : la moins chère coûte "
            f"{euros(prix.min())}. Vérifiez aussi les colonnes couverture et insertions_max."
        )
    points = float(100 * choisies @ couvertures)
    couverture = float(1 - np.prod((1 - couvertures) ** choisies))
    return PlanMedia(
        pd.Series(choisies, index=tableau["support"], name="insertions"),
        float(choisies @ couts / 100),
        points,
        couverture,
        points / 100 / couverture,
        budget=plafond,
        prix=prix,
        couvertures=couvertures,
    )


def _meilleures(prix: Any, couvertures: Liste, maxima: list[int], budget: int) -> Any:
    """Les insertions du meilleur plan ; prix et budget en centimes, pour des comparaisons exactes.

    Support après support, on ne garde que les mélanges qu'aucun autre ne bat : ceux qui ont plus
    de GRP que tous les moins chers. Le dernier gardé a donc le plus grand GRP, au moindre coût.
    """
    insertions = np.zeros((1, len(prix)), dtype=np.int64)
    for rang, maximum in enumerate(maxima):
        for paquet in _paquets(min(maximum, budget // int(prix[rang]))):
            augmentees = insertions.copy()
            augmentees[:, rang] += paquet
            toutes = np.concatenate([insertions, augmentees])
            toutes = toutes[toutes @ prix <= budget]
            points = toutes @ couvertures
            ordre = np.lexsort((-points, toutes @ prix))
            record = np.maximum.accumulate(points[ordre])
            bat = np.diff(record, prepend=-1.0) > 1e-12
            insertions = toutes[ordre][bat]
    return insertions[-1]


def _paquets(maximum: int) -> Iterator[int]:
    """1, 2, 4… et le reste : des paquets dont les sommes font tous les nombres jusqu'au maximum."""
    paquet = 1
    while maximum > 0:
        yield min(paquet, maximum)
        maximum -= paquet
        paquet *= 2


def _rang(valeurs: "pd.Series[float]", *, petit: bool) -> "pd.Series[int]":
    return valeurs.rank(method="min", ascending=petit).astype("Int64")


def _pleine(tableau: pd.DataFrame, colonne: str) -> Liste:
    return liste(f"supports, colonne {colonne}", tableau[colonne])


def _budget(budget: Any) -> float:
    lu = strictement_positif("budget", budget)
    if not isinstance(lu, float):
        raise MauvaisType("budget", budget, "un seul nombre")
    return lu


def _centimes(argument: str, montants: Any) -> Any:
    lus = np.rint(100 * montants)
    if np.any(lus < 1) or np.any(lus > _CENTIMES_MAX):
        raise ArgumentInvalide(
            argument, montants, "au moins 1 centime, au plus mille milliards d'€"
        )
    return lus.astype(np.int64)
