"""Le modèle sBG (S521-4) : prolonger la survie d'une clientèle sous contrat."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import Nombres, accorder, entiers, liste
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.valeur._ajustement import Vecteur, exiger_parametres, maximiser
from grc_lib.valeur._lecture import simple


@dataclass(frozen=True)
class Sbg(Resultat):
    """Modèle de survie sBG.

    Chaque client a sa propre probabilité de partir à chaque échéance (loi bêta de paramètres alpha
    et beta). Les moins fidèles partent d'abord : la rétention de ceux qui restent augmente.

    Champs : alpha, beta, strictement positifs.
    """

    alpha: float
    beta: float

    def __post_init__(self) -> None:
        exiger_parametres(alpha=self.alpha, beta=self.beta)

    def survie(self, t: Any) -> Nombres:
        """La part des clients de départ encore là après t échéances (entier, nombre ou colonne).

        S(t) = Π (beta + i − 1) / (alpha + beta + i − 1), pour i de 1 à t ; S(0) = 1.

        >>> round(Sbg(alpha=0.668, beta=3.806).survie(12), 3)
        0.378
        """
        from scipy.special import betaln

        echeances = entiers("t", t)
        accorder(t=echeances)
        depart = betaln(self.alpha, self.beta)
        return simple(np.exp(betaln(self.alpha, self.beta + echeances) - depart))

    def etapes(self) -> Iterator[Etape]:
        """Ce que disent les paramètres."""
        a, b = nombre(self.alpha, 3), nombre(self.beta, 3)
        garde = pourcentage(self.survie(1))
        formule = "beta / (alpha + beta)"
        yield Etape("Rétention à la 1re échéance", formule, f"{b} / ({a} + {b})", garde)
        garde = pourcentage(self.survie(2) / self.survie(1))
        formule = "(beta + 1) / (alpha + beta + 1)"
        calcul = f"({b} + 1) / ({a} + {b} + 1)"
        yield Etape("Rétention à la 2e échéance", formule, calcul, garde)

    def conventions(self) -> Iterator[str]:
        """Ce que le modèle suppose."""
        yield "clients sous contrat, observés à chaque échéance ; un départ est définitif"


def ajuster_sbg(survie: Any) -> Sbg:
    """Ajuste le modèle sBG aux clients restants d'une cohorte (maximum de vraisemblance).

    Paramètres
    ----------
    survie : les clients encore là à chaque échéance, à partir du départ : effectifs, parts ou
        pourcentages, la première valeur faisant 100 % ; au moins trois valeurs.

    Renvoie
    -------
    `Sbg` : alpha, beta, et la méthode `survie`.

    Lève
    ----
    NonCalculable s'il y a moins de trois valeurs, ou si la survie ne se prête pas au modèle :
    aucun départ, ou une rétention qui n'augmente pas avec l'ancienneté ; ArgumentInvalide si la
    survie est négative, nulle au départ ou croissante.

    Exemple
    -------
    >>> haut_de_gamme = ajuster_sbg([100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1])
    >>> round(haut_de_gamme.alpha, 3), round(haut_de_gamme.beta, 3)
    (0.668, 3.806)
    >>> round(haut_de_gamme.survie(12), 3)
    0.378

    Source
    ------
    S521, modèles d'achat ; Fader et Hardie, « How to Project Customer Retention », Journal of
    Interactive Marketing 21(1), 2007 (cas SB01, SB02).
    """
    restants = liste("survie", survie, au_moins=3)
    if restants.min() < 0 or restants[0] == 0 or np.any(np.diff(restants) > 0):
        attendu = "une survie positive au départ, qui ne remonte jamais"
        raise ArgumentInvalide("survie", restants.tolist(), attendu)
    perdus = -np.diff(restants) / restants[0]
    if not perdus.any():
        raise NonCalculable(
            "Aucun client n'est parti : rien ne dit quand ils partiront. Observez plus longtemps."
        )
    reste = float(restants[-1] / restants[0])
    (alpha, beta), _ = maximiser(lambda p: _vraisemblance(p, perdus, reste), 2, _INADAPTEE)
    return Sbg(alpha, beta)


_INADAPTEE = (
    "Cette survie ne se prête pas au modèle sBG, qui suppose que la rétention augmente avec "
    "l'ancienneté des clients sans que les départs cessent. Vérifiez la série, ou employez un taux "
    "de rétention constant."
)


def _vraisemblance(parametres: Vecteur, perdus: Vecteur, reste: float) -> tuple[float, Vecteur]:
    """La log-vraisemblance par client et son gradient (alpha, beta)."""
    from scipy.special import betaln, digamma

    alpha, beta = parametres
    t = np.arange(1, len(perdus) + 1)
    duree = len(perdus)
    partis = betaln(alpha + 1, beta + t - 1)
    valeur = perdus @ partis + reste * betaln(alpha, beta + duree) - betaln(alpha, beta)
    total, somme_t = digamma(alpha + beta + t), digamma(alpha + beta)
    d_alpha = perdus @ (digamma(alpha + 1) - total) + reste * (digamma(alpha) - total[-1])
    d_beta = perdus @ (digamma(beta + t - 1) - total) + reste * (digamma(beta + duree) - total[-1])
    gradient = np.array([d_alpha - digamma(alpha) + somme_t, d_beta - digamma(beta) + somme_t])
    return float(valeur), gradient
