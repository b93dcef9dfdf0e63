"""Ce que rapporte un score (S432-3) : le taux de transformation, le seuil qui gagne le plus."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._formats import euros, nombre
from grc_lib._nombres import Nombres, accorder, entiers, positif, quotient, seul
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.scoring._lecture import lire_paliers


def taux_transformation(
    ventes: Nombres,
    contacts: Nombres | None = None,
    *,
    rendez_vous: Nombres | None = None,
    devis: Nombres | None = None,
) -> Nombres:
    """La part des contacts, des rendez-vous ou des devis qui deviennent des ventes.

    Taux = ventes / contacts, ou ventes / rendez-vous, ou ventes / devis : un taux de transformation
    n'a de sens qu'avec son dénominateur. Donnez l'un des trois.

    Paramètres
    ----------
    ventes : un effectif (nombre, tableau ou colonne).
    contacts, rendez_vous, devis : le dénominateur, un effectif, au moins égal aux ventes.

    Renvoie
    -------
    Un taux décimal, sous la forme reçue ; une colonne s'appelle « ventes / contacts »… et un
    dénominateur nul y manque.

    Lève
    ----
    NonCalculable si le dénominateur est nul ; ArgumentInvalide pour un effectif négatif ou non
    entier, plus de ventes que de contacts, ou si l'on ne donne pas un dénominateur et un seul.

    Exemple
    -------
    >>> taux_transformation(12, contacts=400), taux_transformation(12, rendez_vous=48)
    (0.03, 0.25)

    Source
    ------
    S432, taux de transformation.
    """
    choix = {"contacts": contacts, "rendez_vous": rendez_vous, "devis": devis}
    donnes = {nom: recu for nom, recu in choix.items() if recu is not None}
    if len(donnes) != 1:
        recu = " et ".join(donnes) or "aucun"
        raise ArgumentInvalide("dénominateur", recu, "contacts, rendez_vous ou devis, et un seul")
    [(nom, essais)] = donnes.items()
    gagnes, tentes = entiers("ventes", ventes), entiers(nom, essais)
    accorder(ventes=gagnes, **{nom: tentes})
    if np.any(gagnes > tentes):
        raise ArgumentInvalide("ventes", ventes, f"au plus « {nom} »")
    taux = quotient(gagnes, tentes, f"« {nom} » est nul : le taux de transformation n'existe pas.")
    return taux.rename(f"ventes / {nom}") if isinstance(taux, pd.Series) else taux


@dataclass(frozen=True)
class SeuilOptimal(Resultat):
    """Seuil le plus rentable d'un score.

    Champs : seuil (points : on retient les scores égaux ou supérieurs) ; gain_total (€) ; tableau,
    une ligne par seuil possible ; puis gain et cout unitaires (€).
    """

    seuil: float
    gain_total: float
    tableau: pd.DataFrame
    _: KW_ONLY
    gain: float
    cout: float

    def etapes(self) -> Iterator[Etape]:
        """Ce que l'on gagne au meilleur seuil, et en retenant tout le monde."""
        choisi = self.tableau[self.tableau["seuil"] == self.seuil]
        yield Etape("Seuil", "le plus grand gain", "", f"score ≥ {nombre(self.seuil)}")
        yield Etape("Retenus", "", "", nombre(int(choisi["retenus"].iloc[0])))
        yield self._gain("Gain", choisi)
        yield self._gain("Si l'on retient tout le monde", self.tableau.tail(1))

    def conventions(self) -> Iterator[str]:
        """La règle des égalités, et la prudence que demande un seuil appris."""
        yield "à gain égal, le seuil le plus haut : moins de personnes à contacter"
        yield "seuil choisi sur ces données : mesurez son gain sur d'autres avant d'y croire"

    def _gain(self, nom: str, ligne: pd.DataFrame) -> Etape:
        [(vp, fp, gain)] = ligne[["vp", "fp", "gain"]].to_numpy().tolist()
        calcul = f"{nombre(vp)} × {euros(self.gain)} − {nombre(fp)} × {euros(self.cout)}"
        formule = "vrais positifs × gain − faux positifs × coût"
        return Etape(nom, formule, calcul, euros(gain))


def seuil_optimal(scores: Any, y: Any, *, gain: float, cout: float) -> SeuilOptimal:
    """Le seuil de score qui rapporte le plus, compte tenu du coût des erreurs.

    Gain d'un seuil = vrais positifs × gain − faux positifs × coût, quand on retient tous ceux dont
    le score est égal ou supérieur au seuil.

    Paramètres
    ----------
    scores, y : comme pour `auc` : les scores les plus hauts annoncent l'événement.
    gain : ce que rapporte un vrai positif (la marge d'une vente, contact déduit), en euros.
    cout : ce que coûte un faux positif (un contact perdu), en euros.

    Renvoie
    -------
    `SeuilOptimal` : seuil, gain_total (€) et tableau (seuil, retenus, vp, fp, fn, vn, gain), une
    ligne par score distinct, du plus haut au plus bas. À gain égal, le seuil le plus haut.

    Lève
    ----
    NonCalculable si aucun seuil ne rapporte plus que de ne retenir personne ; ArgumentInvalide
    comme `auc`, ou pour un gain ou un coût négatif.

    Exemple
    -------
    >>> choix = seuil_optimal([90, 80, 70, 60, 50], [1, 1, 0, 1, 0], gain=100, cout=30)
    >>> choix.seuil, choix.gain_total
    (60.0, 270.0)
    >>> choix.tableau
       seuil  retenus  vp  fp  fn  vn   gain
    0   90.0        1   1   0   2   2  100.0
    1   80.0        2   2   0   1   2  200.0
    2   70.0        3   2   1   1   1  170.0
    3   60.0        4   3   1   0   1  270.0
    4   50.0        5   3   2   0   0  240.0

    Source
    ------
    S432, seuil choisi d'après le coût d'un faux positif.
    """
    rapporte, coute = seul(positif, "gain", gain), seul(positif, "cout", cout)
    seuils, effectifs, evenements = lire_paliers(scores, y)
    vp, fp = np.cumsum(evenements), np.cumsum(effectifs - evenements)
    tableau = pd.DataFrame({"seuil": seuils, "retenus": vp + fp, "vp": vp, "fp": fp})
    tableau["fn"], tableau["vn"] = vp[-1] - vp, fp[-1] - fp
    gains = np.round(vp * rapporte - fp * coute, 6)  # au millionième : égal veut dire égal
    tableau["gain"] = gains
    rang = int(gains.argmax())  # le premier : à gain égal, le seuil le plus haut
    meilleur = float(gains[rang])
    if meilleur <= 0:
        raise NonCalculable(
            f"Aucun seuil ne rapporte : le meilleur donne {euros(meilleur)}. Mieux vaut ne retenir "
            "personne ; vérifiez le gain, le coût et le sens du score."
        )
    return SeuilOptimal(float(seuils[rang]), meilleur, tableau, gain=rapporte, cout=coute)
