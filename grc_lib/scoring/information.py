"""La valeur d'information (S432-3) : ce qu'un critère sait séparer des bons et des mauvais."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import Nombres, accorder, entiers, liste
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import NonCalculable

# L'usage des tables de crédit : jusqu'à cette valeur, ce mot.
_LECTURES = ((0.02, "inutile"), (0.1, "faible"), (0.3, "moyen"), (0.5, "fort"))


@dataclass(frozen=True)
class ValeurInformation(Resultat):
    """Poids des tranches et valeur d'information.

    Champs : woe, le poids de chaque tranche (tableau ou colonne, comme `bons`) ; iv, la valeur
    d'information (nombre) ; puis bons et mauvais, les effectifs, l'index nommant les tranches.
    """

    woe: Nombres
    iv: float
    _: KW_ONLY
    bons: "pd.Series[float]"
    mauvais: "pd.Series[float]"

    @property
    def lecture(self) -> str:
        """« inutile » sous 0,02, « faible », « moyen » (0,1 à 0,3), « fort », puis « suspect »."""
        return next((mot for maximum, mot in _LECTURES if self.iv < maximum), "suspect")

    def etapes(self) -> Iterator[Etape]:
        """Le poids de chaque tranche, puis la valeur d'information."""
        bons, mauvais = self.bons / self.bons.sum(), self.mauvais / self.mauvais.sum()
        parts = [(pourcentage(b), pourcentage(m)) for b, m in zip(bons, mauvais, strict=True)]
        poids = [nombre(woe, 4) for woe in self.woe]
        for tranche, (b, m), woe in zip(self.bons.index, parts, poids, strict=True):
            calcul = f"ln({b} / {m})"
            yield Etape(f"Tranche {tranche}", "ln(% des bons / % des mauvais)", calcul, woe)
        termes = [f"({b} − {m}) × {w}" for (b, m), w in zip(parts, poids, strict=True)]
        formule = "Σ (% des bons − % des mauvais) × poids"
        yield Etape("Valeur d'information", formule, " + ".join(termes), nombre(self.iv, 4))
        yield Etape("Lecture", "", "", f"critère {self.lecture}")

    def conventions(self) -> Iterator[str]:
        """Le sens du poids et les bornes de lecture."""
        yield "poids positif : la tranche a plus que sa part de bons"
        yield "inutile sous 0,02, faible sous 0,1, moyen sous 0,3, fort sous 0,5, suspect ensuite"


def valeur_information(bons: Any, mauvais: Any) -> ValeurInformation:
    """Le poids (WOE) de chaque tranche d'un critère, et la valeur d'information (IV) du critère.

    WOE = ln(% des bons / % des mauvais) ; IV = Σ (% des bons − % des mauvais) × WOE, où les
    pourcentages sont ceux de la tranche dans le total des bons et dans celui des mauvais.

    Paramètres
    ----------
    bons, mauvais : les effectifs de chaque tranche, dans le même ordre (listes, tableaux ou
        colonnes). L'index de `bons` nomme les tranches ; sinon, elles sont numérotées de 1 à n.

    Renvoie
    -------
    `ValeurInformation` : woe (un poids par tranche, sous la forme de `bons`), iv (nombre) ;
    `.lecture` dit ce que vaut le critère.

    Lève
    ----
    NonCalculable si une tranche n'a aucun bon ou aucun mauvais : regroupez-la avec une voisine.
    ArgumentInvalide pour un effectif négatif ou non entier, ou des longueurs différentes.

    Exemple
    -------
    >>> critere = valeur_information([90, 60], [10, 40])
    >>> critere.woe.round(4).tolist(), round(critere.iv, 4), critere.lecture
    ([1.0986, -0.6931], 0.7167, 'suspect')

    Source
    ------
    S432, poids et valeur d'information (Siddiqi ; cas SC02).
    """
    lus = {nom: entiers(nom, liste(nom, v)) for nom, v in (("bons", bons), ("mauvais", mauvais))}
    accorder(**lus)
    nommees = isinstance(bons, pd.Series)
    if nommees and isinstance(mauvais, pd.Series):
        accorder(bons=bons, mauvais=mauvais)
    tranches = bons.index if nommees else range(1, len(lus["bons"]) + 1)
    effectifs = pd.DataFrame(lus, index=tranches)
    vides = effectifs.index[(effectifs == 0).any(axis=1)]
    if len(vides):
        raise NonCalculable(
            f"La tranche {vides[0]} n'a aucun bon ou aucun mauvais : son poids, un logarithme, n'a "
            "pas de valeur. Regroupez-la avec une tranche voisine."
        )
    parts_bons, parts_mauvais = (lu / lu.sum() for lu in lus.values())
    woe = np.log(parts_bons / parts_mauvais)
    iv = float(((parts_bons - parts_mauvais) * woe).sum())
    rendu = pd.Series(woe, index=tranches, name="woe") if nommees else woe
    return ValeurInformation(rendu, iv, bons=effectifs["bons"], mauvais=effectifs["mauvais"])
