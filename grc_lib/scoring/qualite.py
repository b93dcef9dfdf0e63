"""Ce que vaut un score (S432-3) : matrice de confusion, AUC, lift par décile."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import entier, quotient
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import NonCalculable
from grc_lib.scoring._lecture import lire_paliers


@dataclass(frozen=True)
class Confusion(Resultat):
    """Matrice de confusion.

    Réponses, décimales : precision, rappel, exactitude, f1. Lire celle dont le dénominateur est nul
    (ou recevoir les quatre d'un coup) lève `NonCalculable` ; les autres restent lisibles. Champs :
    vp, fp, fn, vn, les effectifs.
    """

    _: KW_ONLY
    vp: int
    fp: int
    fn: int
    vn: int

    @property
    def precision(self) -> float:
        """Parmi ceux que le score retient, la part pour qui l'événement arrive."""
        return _part(self.vp, self.vp + self.fp, "Personne n'est retenu : pas de précision.")

    @property
    def rappel(self) -> float:
        """Parmi ceux pour qui l'événement arrive, la part que le score retient."""
        return _part(self.vp, self.vp + self.fn, "L'événement n'arrive jamais : pas de rappel.")

    @property
    def exactitude(self) -> float:
        """La part des cas où le score a raison."""
        return _part(self.vp + self.vn, self.effectif, "Il n'y a aucun cas.")

    @property
    def f1(self) -> float:
        """La moyenne harmonique de la précision et du rappel."""
        raison = "Personne n'est retenu et l'événement n'arrive jamais : pas de F1."
        return _part(2 * self.vp, 2 * self.vp + self.fp + self.fn, raison)

    @property
    def effectif(self) -> int:
        """Le nombre de cas."""
        return self.vp + self.fp + self.fn + self.vn

    def __iter__(self) -> Iterator[float]:
        return iter((self.precision, self.rappel, self.exactitude, self.f1))

    def etapes(self) -> Iterator[Etape]:
        """Les quatre mesures, et leur dénominateur."""
        vp, fp, fn, vn = (nombre(n) for n in (self.vp, self.fp, self.fn, self.vn))
        for nom, formule, calcul in (
            ("Précision", "VP / (VP + FP)", f"{vp} / ({vp} + {fp})"),
            ("Rappel", "VP / (VP + FN)", f"{vp} / ({vp} + {fn})"),
            ("Exactitude", "(VP + VN) / n", f"({vp} + {vn}) / {nombre(self.effectif)}"),
            ("F1", "2 VP / (2 VP + FP + FN)", f"2 × {vp} / (2 × {vp} + {fp} + {fn})"),
        ):
            yield Etape(nom, formule, calcul, self._ecrire(nom))

    def conventions(self) -> Iterator[str]:
        """Ce que compte chaque case, et l'exactitude à battre."""
        yield "positif : retenu par le score ; vrai : le score a raison"
        majorite = max(self.vp + self.fn, self.fp + self.vn) / self.effectif
        yield f"répondre toujours la même chose donnerait {pourcentage(majorite)} d'exactitude"

    def _ecrire(self, nom: str) -> str:
        try:
            return pourcentage(getattr(self, nom.lower().replace("é", "e")))
        except NonCalculable:
            return "non calculable"


def confusion(*, vp: int, fp: int, fn: int, vn: int) -> Confusion:
    """Les quatre mesures d'une matrice de confusion : précision, rappel, exactitude, F1.

    Précision = VP / (VP + FP) ; rappel = VP / (VP + FN) ; exactitude = (VP + VN) / n ;
    F1 = 2 VP / (2 VP + FP + FN), moyenne harmonique de la précision et du rappel.

    Paramètres
    ----------
    vp : vrais positifs, retenus par le score, et l'événement arrive.
    fp : faux positifs, retenus à tort.
    fn : faux négatifs, écartés à tort.
    vn : vrais négatifs, écartés, et l'événement n'arrive pas.

    Renvoie
    -------
    `Confusion` (precision, rappel, exactitude, f1), décimales.

    Lève
    ----
    NonCalculable s'il n'y a aucun cas, ou en lisant une mesure dont le dénominateur est nul ;
    ArgumentInvalide pour un effectif négatif ou non entier.

    Exemple
    -------
    >>> qualite = confusion(vp=40, fp=10, fn=20, vn=130)
    >>> qualite.precision, qualite.exactitude, round(qualite.f1, 6)
    (0.8, 0.85, 0.727273)

    Source
    ------
    S432, matrice de confusion (cas SC04).
    """
    lus = {"vp": vp, "fp": fp, "fn": fn, "vn": vn}
    matrice = Confusion(**{nom: entier(nom, recu) for nom, recu in lus.items()})
    if matrice.effectif == 0:
        raise NonCalculable("La matrice de confusion est vide : il n'y a aucun cas à mesurer.")
    return matrice


def auc(scores: Any, y: Any) -> float:
    """L'aire sous la courbe ROC : la probabilité que le score classe bien deux personnes.

    AUC = P(score de l'un > score de l'autre) + ½ P(égalité), où l'un est tiré parmi ceux pour qui
    l'événement est arrivé, l'autre parmi les autres. 0,5 : le hasard ; 1 : aucun mal classé ; sous
    0,5 : le score classe à l'envers. Indice de Gini du score = 2 AUC − 1.

    Paramètres
    ----------
    scores : des nombres, les plus hauts annonçant l'événement.
    y : 1 si l'événement est arrivé (vente, défaut), 0 sinon, dans le même ordre ; ou vrai et faux.

    Renvoie
    -------
    Un nombre entre 0 et 1, exact même avec des ex æquo.

    Lève
    ----
    NonCalculable si l'événement est arrivé à tous ou à personne ; ArgumentInvalide pour une valeur
    manquante, un `y` autre que 0 ou 1, des longueurs différentes.

    Exemple
    -------
    >>> auc([80, 60, 60, 20], [1, 1, 0, 0])
    0.875

    Source
    ------
    S432, qualité d'un score (cas SC03).
    """
    _, effectifs, evenements = lire_paliers(scores, y)
    autres = effectifs - evenements
    plus_bas = autres.sum() - np.cumsum(autres)
    raison = "L'événement est arrivé à tous, ou à personne : il n'y a pas deux cas à comparer."
    doubles = int((evenements * (2 * plus_bas + autres)).sum())
    return float(quotient(doubles, 2 * int(evenements.sum()) * int(autres.sum()), raison))


def lift(scores: Any, y: Any, *, tranches: int = 10) -> pd.DataFrame:
    """Le lift de chaque décile du score : combien de fois mieux que de tirer au hasard.

    Lift d'un décile = taux du décile / taux moyen. Le rang d'une personne est le nombre de celles
    dont le score est strictement plus haut : les ex æquo sont dans le même décile, quel que soit
    l'ordre des lignes, et un décile peut manquer.

    Paramètres
    ----------
    scores, y : comme pour `auc`.
    tranches : 10 pour des déciles.

    Renvoie
    -------
    `DataFrame`, une tranche par ligne (en index, 1 pour les plus hauts scores) : part (des
    personnes, cumulée), effectif, evenements, taux, lift, cumul (part des événements déjà
    obtenus). Parts et taux sont décimaux.

    Lève
    ----
    NonCalculable si l'événement n'est arrivé à personne ; ArgumentInvalide comme `auc`, ou pour un
    nombre de tranches inférieur à 1.

    Exemple
    -------
    >>> lift([90, 80, 70, 70, 50, 40, 30, 20], [1, 1, 1, 0, 0, 0, 1, 0], tranches=4)
             part  effectif  evenements  taux  lift  cumul
    tranche
    1        0.25         2           2   1.0   2.0   0.50
    2        0.50         2           1   0.5   1.0   0.75
    3        0.75         2           0   0.0   0.0   0.75
    4        1.00         2           1   0.5   1.0   1.00

    Source
    ------
    S432, courbe de lift.
    """
    nombre_tranches = entier("tranches", tranches, 1)
    _, effectifs, evenements = lire_paliers(scores, y)
    total, arrives = int(effectifs.sum()), int(evenements.sum())
    if arrives == 0:
        raise NonCalculable("L'événement n'est arrivé à personne : le taux moyen est nul.")
    rang = np.cumsum(effectifs) - effectifs
    paliers = pd.DataFrame({"effectif": effectifs, "evenements": evenements})
    rendu = paliers.groupby(1 + nombre_tranches * rang // total).sum().rename_axis("tranche")
    rendu.insert(0, "part", rendu["effectif"].cumsum() / total)
    rendu["taux"] = rendu["evenements"] / rendu["effectif"]
    rendu["lift"] = rendu["evenements"] * total / (rendu["effectif"] * arrives)
    rendu["cumul"] = rendu["evenements"].cumsum() / arrives
    rendu.attrs = {"taux_moyen": arrives / total, "ex_aequo": "ensemble"}
    return rendu


def _part(numerateur: int, denominateur: int, raison: str) -> float:
    return float(quotient(numerateur, denominateur, raison))
