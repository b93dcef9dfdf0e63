"""La carte de score (S432-3) : lire une cote ou une probabilité sur une échelle de points."""

import math
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass

import numpy as np

from grc_lib._formats import nombre
from grc_lib._nombres import Nombres, reel, seul, strictement_positif
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide


@dataclass(frozen=True)
class CarteDeScore(Resultat):
    """Carte de score.

    Champs : facteur et decalage, en points ; puis la référence : score_reference (points),
    cote_reference (bons pour un mauvais) et pdo (points qui doublent la cote).
    """

    facteur: float
    decalage: float
    _: KW_ONLY
    score_reference: float
    cote_reference: float
    pdo: float

    def score(self, cote: Nombres) -> Nombres:
        """Le score, en points, d'une cote (nombre, tableau ou colonne) plus grande que zéro.

        Score = décalage + facteur × ln(cote).
        """
        points = self.decalage + self.facteur * np.log(strictement_positif("cote", cote))
        return points if np.ndim(points) else float(points)

    def cote(self, score: Nombres) -> Nombres:
        """La cote d'un score : combien de bons pour un mauvais.

        Cote = exp((score − décalage) / facteur).
        """
        logarithme = (reel("score", score) - self.decalage) / self.facteur
        if np.any(np.abs(logarithme) > _EXTREME):
            portee = nombre(_EXTREME * self.facteur, 0)
            raise ArgumentInvalide("score", score, f"un score à moins de {portee} points de zéro")
        cote = np.exp(logarithme)
        return cote if np.ndim(cote) else float(cote)

    def probabilite(self, score: Nombres) -> Nombres:
        """La probabilité d'être bon, décimale, que dit un score.

        Probabilité = cote / (1 + cote) = 1 / (1 + e^−z), où z = ln(cote).
        """
        cote = self.cote(score)
        return cote / (1 + cote)

    def etapes(self) -> Iterator[Etape]:
        """Le facteur, puis le décalage."""
        facteur, cote = nombre(self.facteur, 4), nombre(self.cote_reference)
        calcul = f"{nombre(self.pdo)} / {nombre(math.log(2), 6)}"
        yield Etape("Facteur", "points qui doublent la cote / ln 2", calcul, facteur)
        calcul = f"{nombre(self.score_reference)} − {facteur} × ln({cote})"
        formule = "score de référence − facteur × ln(cote de référence)"
        yield Etape("Décalage", formule, calcul, nombre(self.decalage, 4))

    def conventions(self) -> Iterator[str]:
        """La formule du score, le sens de la cote."""
        yield "score = décalage + facteur × ln(cote), en points"
        yield "cote = bons / mauvais = probabilité / (1 − probabilité) ; score élevé, bon client"


_EXTREME = 600  # e^600 : au-delà, une cote ne s'écrit plus


def carte_de_score(score: float, *, cote: float, pdo: float) -> CarteDeScore:
    """L'échelle de points d'un score : une référence, et les points qui doublent la cote.

    Facteur = pdo / ln 2 ; décalage = score − facteur × ln(cote).

    Paramètres
    ----------
    score : les points que l'on donne à la cote de référence.
    cote : la cote de référence, bons pour un mauvais (50 : cinquante bons pour un mauvais).
    pdo : les points à ajouter pour que la cote double, plus grands que zéro.

    Renvoie
    -------
    `CarteDeScore` (facteur, decalage), avec `.score(cote)`, `.cote(score)` et
    `.probabilite(score)`.

    Lève
    ----
    ArgumentInvalide pour une cote ou un pdo négatif ou nul.

    Exemple
    -------
    >>> carte = carte_de_score(600, cote=50, pdo=20)
    >>> round(carte.facteur, 4), round(carte.decalage, 4), round(carte.score(100), 6)
    (28.8539, 487.1229, 620.0)

    Source
    ------
    S432, carte de score (Siddiqi ; cas SC01).
    """
    points, reference = seul(reel, "score", score), seul(strictement_positif, "cote", cote)
    doublement = seul(strictement_positif, "pdo", pdo)
    facteur = doublement / math.log(2)
    return CarteDeScore(
        facteur,
        points - facteur * math.log(reference),
        score_reference=points,
        cote_reference=reference,
        pdo=doublement,
    )
