"""La droite d'ajustement (S522-2) : ce qu'elle prévoit, sa corrélation, son calcul détaillé."""

import math
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, field
from typing import NamedTuple

import numpy as np

from grc_lib._formats import nombre
from grc_lib._nombres import Liste, Nombres, reel, seul, taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.ventes._nuage import groupes, moyenne, sommes


class Intervalle(NamedTuple):
    """Les deux bornes d'une prévision, dans l'unité de y."""

    bas: Nombres
    haut: Nombres


@dataclass(frozen=True)
class Droite(Resultat):
    """Droite d'ajustement y = ax + b.

    Champs : a (la pente, unité de y par unité de x), b (l'ordonnée à l'origine, unité de y),
    r (le coefficient de corrélation linéaire, de −1 à 1), r2 (r², de 0 à 1) ; puis methode
    (« Mayer » ou « moindres carrés »), x et y (les points). r et r2 décrivent le nuage de points :
    ils ne dépendent pas de la méthode.
    """

    a: float
    b: float
    _: KW_ONLY
    methode: str
    x: tuple[float, ...] = field(repr=False)
    y: tuple[float, ...] = field(repr=False)

    @property
    def r(self) -> float:
        """Le coefficient de corrélation : cov(x, y) / (σx × σy).

        Lève `NonCalculable` si tous les y sont égaux : y ne varie pas, il n'y a rien à relier à x.
        """
        sxx, sxy, syy = sommes(self.x, self.y)
        if syy == 0:
            raise NonCalculable("Tous les y sont égaux : la corrélation avec x n'existe pas.")
        return max(-1.0, min(1.0, sxy / math.sqrt(sxx) / math.sqrt(syy)))

    @property
    def r2(self) -> float:
        """Le coefficient de détermination r². Lève `NonCalculable` comme `r`."""
        return self.r**2

    def prevoir(self, x: Nombres) -> Nombres:
        """La valeur de y sur la droite : ax + b.

        Paramètres
        ----------
        x : un nombre, une liste, un tableau numpy ou une `Series`, dans l'unité des x ajustés (le
            rang, s'ils n'étaient pas donnés). Au-delà des x observés, c'est une extrapolation.

        Renvoie
        -------
        Les prévisions, dans l'unité de y, sous la forme de `x`.

        Lève
        ----
        MauvaisType si `x` n'est pas fait de nombres.

        Exemple
        -------
        >>> from grc_lib.ventes import mayer
        >>> mayer([1800, 2000, 2320, 2800]).prevoir([5, 6])
        array([3055., 3385.])

        Source
        ------
        S522, prévision par ajustement (cas MA01).
        """
        return self.a * reel("x", x) + self.b

    def intervalle(self, x: Nombres, confiance: float = 0.95) -> Intervalle:
        """L'intervalle de prévision : ŷ ± t × s × √(1 + 1/n + (x − x̄)² / Σ(x − x̄)²).

        s² = Σ(y − ŷ)² / (n − 2) ; t est lu dans la loi de Student à n − 2 degrés de liberté. La
        formule suppose des points dispersés au hasard autour d'une vraie droite.

        Paramètres
        ----------
        x : comme pour `prevoir`.
        confiance : la probabilité que la valeur tombe dans l'intervalle, décimale (0.95 : 95 %).

        Renvoie
        -------
        `Intervalle` (bas, haut), dans l'unité de y, sous la forme de `x`.

        Lève
        ----
        NonCalculable pour une droite de Mayer, ou s'il y a moins de trois points ; ArgumentInvalide
        si `confiance` n'est pas strictement entre 0 et 1.

        Exemple
        -------
        >>> from grc_lib.ventes import moindres_carres
        >>> bas, haut = moindres_carres([1810, 1495, 1710, 2030, 2300, 2430]).intervalle(7)
        >>> round(bas), round(haut)
        (1796, 3296)

        Source
        ------
        S522, prévision et intervalle (formule du modèle linéaire simple).
        """
        from scipy.special import stdtrit

        n, niveau = len(self.x), seul(taux, "confiance", confiance)
        if not 0 < niveau < 1:
            attendu = "un niveau décimal strictement entre 0 et 1 (0.95 pour 95 %)"
            raise ArgumentInvalide("confiance", confiance, attendu)
        if self.methode != "moindres carrés":
            raise NonCalculable("L'intervalle de prévision suppose une droite de moindres carrés.")
        if n < 3:
            raise NonCalculable(
                "Deux points sont toujours alignés : leur dispersion autour de la droite est "
                "inconnue. Il en faut au moins trois."
            )
        sxx = sommes(self.x, self.y)[0]
        residus = np.asarray(self.y) - self.prevoir(self.x)
        s = math.sqrt(residus @ residus / (n - 2))
        t = float(stdtrit(n - 2, (1 + niveau) / 2))
        prevu = self.prevoir(x)
        ecart = reel("x", x) - moyenne(np.asarray(self.x))
        marge = t * s * (1 + 1 / n + ecart**2 / sxx) ** 0.5
        return Intervalle(prevu - marge, prevu + marge)

    def titre(self) -> str:
        signe = "+" if self.b >= 0 else "−"
        equation = f"y = {_ecrire(self.a)} x {signe} {_ecrire(abs(self.b))}"
        return f"Droite d'ajustement ({self.methode}) : {equation}"

    def etapes(self) -> Iterator[Etape]:
        x, y = np.asarray(self.x), np.asarray(self.y)
        yield from _etapes_mayer(self, x, y) if self.methode == "Mayer" else _etapes_mc(self, x, y)
        if np.ptp(y) == 0:
            yield Etape("r", "cov(x, y) / (σx × σy)", "", "non calculable : tous les y sont égaux")
            return
        sxx, sxy, syy = (somme / len(x) for somme in sommes(x, y))
        calcul = f"{_ecrire(sxy)} / ({_ecrire(math.sqrt(sxx))} × {_ecrire(math.sqrt(syy))})"
        yield Etape("r", "cov(x, y) / (σx × σy)", calcul, nombre(self.r, 4))
        yield Etape("R²", "r²", f"{_facteur(self.r)}²", nombre(self.r2, 4))

    def conventions(self) -> Iterator[str]:
        if self.methode == "Mayer":
            yield "points rangés par x croissant ; en nombre impair, celui du milieu va dans G1"
            yield "r et R² décrivent le nuage : les mêmes que par les moindres carrés"
        debut, fin = _ecrire(min(self.x)), _ecrire(max(self.x))
        yield f"points observés de x = {debut} à x = {fin} ; au-delà, prévoir, c'est extrapoler"
        yield "r mesure l'alignement des points ; il ne prouve pas que x soit la cause de y"

    def reponses(self) -> tuple[str, ...]:
        """La pente, l'ordonnée à l'origine, r et r²."""
        return ("a", "b", "r", "r2")


def _etapes_mayer(droite: Droite, x: Liste, y: Liste) -> Iterator[Etape]:
    milieu = (len(x) + 1) // 2
    x1, y1, x2, y2 = (_facteur(coordonnee) for coordonnee in groupes(x, y))
    premiers, suivants = _rangs(1, milieu), _rangs(milieu + 1, len(x))
    yield Etape("G1", f"point moyen (x̄1 ; ȳ1) {premiers}", "", f"({x1} ; {y1})")
    yield Etape("G2", f"point moyen (x̄2 ; ȳ2) {suivants}", "", f"({x2} ; {y2})")
    calcul = f"({y2} − {y1}) / ({x2} − {x1})"
    yield Etape("a", "(ȳ2 − ȳ1) / (x̄2 − x̄1)", calcul, _ecrire(droite.a))
    yield Etape("b", "ȳ1 − a × x̄1", f"{y1} − {_facteur(droite.a)} × {x1}", _ecrire(droite.b))


def _etapes_mc(droite: Droite, x: Liste, y: Liste) -> Iterator[Etape]:
    n, x_moyen, y_moyen = len(x), _facteur(x.mean()), _facteur(y.mean())
    yield Etape("x̄", "Σx / n", f"{_ecrire(x.sum())} / {n}", _ecrire(x.mean()))
    yield Etape("ȳ", "Σy / n", f"{_ecrire(y.sum())} / {n}", _ecrire(y.mean()))
    sxx, sxy, _ = sommes(droite.x, droite.y)
    formule = "Σ(x − x̄)(y − ȳ) / Σ(x − x̄)²"
    yield Etape("a", formule, f"{_facteur(sxy)} / {_ecrire(sxx)}", _ecrire(droite.a))
    yield Etape(
        "b", "ȳ − a × x̄", f"{y_moyen} − {_facteur(droite.a)} × {x_moyen}", _ecrire(droite.b)
    )


def _rangs(premier: int, dernier: int) -> str:
    return f"du point {premier}" if premier == dernier else f"des points {premier} à {dernier}"


def _ecrire(valeur: float) -> str:
    """Deux décimales si elles suffisent, quatre sinon."""
    return nombre(valeur) if round(valeur, 2) == round(valeur, 6) else nombre(valeur, 4)


def _facteur(valeur: float) -> str:
    return _ecrire(valeur) if valeur >= 0 else f"({_ecrire(valeur)})"
