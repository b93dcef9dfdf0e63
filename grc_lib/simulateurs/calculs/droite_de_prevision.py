"""Ce que devient une prévision quand un point du nuage bouge : moindres carrés et Mayer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grc_lib import ventes as sujet
from grc_lib._formats import nombre
from grc_lib._nombres import liste, positif
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.textes import insecable
from grc_lib.ventes import Droite

_EGAL = 0.005  # part de la prévision : en deçà, les deux droites ont bougé autant


@dataclass(frozen=True)
class Prevision:
    """Les deux droites d'un nuage, et ce qu'elles prévoient pour la période `x`."""

    carres: Droite
    mayer: Droite
    x: int

    @property
    def par_carres(self) -> float:
        """La prévision des moindres carrés."""
        return float(self.carres.prevoir(self.x))

    @property
    def par_mayer(self) -> float:
        """La prévision de la droite de Mayer."""
        return float(self.mayer.prevoir(self.x))

    @property
    def marge(self) -> float:
        """La moitié de l'intervalle de prévision à 95 %, autour des moindres carrés."""
        return float(self.carres.intervalle(self.x).haut) - self.par_carres

    @property
    def r(self) -> str:
        """Le coefficient de corrélation, écrit ; « aucun » si les ventes ne varient pas."""
        try:
            return nombre(self.carres.r, 2)
        except NonCalculable:
            return "aucun (les ventes ne varient pas)"


@dataclass(frozen=True)
class SimulationDroite:
    """Les mêmes ventes avant et après avoir déplacé des points.

    `ventes` : telles qu'on les a déplacées ; `depart` et `essai` : les droites et leurs
    prévisions ; `deplaces` : le rang des points qui ont bougé.
    """

    ventes: tuple[float, ...]
    depart: Prevision
    essai: Prevision
    deplaces: tuple[int, ...]

    @property
    def ecart_carres(self) -> float:
        """Ce que la prévision des moindres carrés a gagné (négatif : perdu)."""
        return self.essai.par_carres - self.depart.par_carres

    @property
    def ecart_mayer(self) -> float:
        """Ce que la prévision de Mayer a gagné (négatif : perdu)."""
        return self.essai.par_mayer - self.depart.par_mayer

    @property
    def droites(self) -> list[Droite]:
        """Les droites à tracer ; celle des moindres carrés au départ, si des points ont bougé."""
        au_depart = replace(self.depart.carres, methode="au départ")
        return [self.essai.carres, self.essai.mayer, *([au_depart] if self.deplaces else [])]

    def phrase(self, periode: str = "trimestre", unite: str = "k€") -> str:
        """De combien la prévision bouge, par quelle droite le plus, et ce que l'on en sait."""
        texte = self._bouge(periode, unite) if self.deplaces else self._immobile(periode, unite)
        return insecable(texte)

    def _immobile(self, periode: str, unite: str) -> str:
        prevu = self.depart
        return (
            f"Prévision du {periode} {prevu.x} : {_ecrire(prevu.par_carres, unite)} par les "
            f"moindres carrés (à {_ecrire(prevu.marge, unite)} près, à 95 %), "
            f"{_ecrire(prevu.par_mayer, unite)} par Mayer ; r : {prevu.r}. "
            "Quel point la ferait le plus bouger ?"
        )

    def _bouge(self, periode: str, unite: str) -> str:
        un = len(self.deplaces) == 1
        qui = f"{periode.capitalize()} {self.deplaces[0]}" if un else f"{len(self.deplaces)} points"
        carres = f"{_variation(self.ecart_carres, unite)} par les moindres carrés"
        mayer = f"{_variation(self.ecart_mayer, unite)} par Mayer"
        essai, depart = self.essai, self.depart
        return (
            f"{qui} {'déplacé' if un else 'déplacés'}. Prévision du {periode} {essai.x} : {carres} "
            f"({_ecrire(essai.par_carres, unite)}), {mayer} ({_ecrire(essai.par_mayer, unite)}). "
            f"{self._verdict()} L'intervalle à 95 % est à ± {_ecrire(essai.marge, unite)}, au lieu "
            f"de ± {_ecrire(depart.marge, unite)} ; r : {essai.r}, au lieu de {depart.r}."
        )

    def _verdict(self) -> str:
        carres, mayer = abs(self.ecart_carres), abs(self.ecart_mayer)
        if abs(carres - mayer) <= _EGAL * abs(self.depart.par_carres):
            return "Les deux droites bougent autant."
        plus, protection = "des moindres carrés", "Mayer vous en protège"
        if mayer > carres:
            plus, protection = "de Mayer", "les moindres carrés vous en protègent"
        return (
            f"La droite {plus} bouge le plus : si c'est un accident, {protection} ; si les ventes "
            "ont vraiment changé, elle le voit mieux."
        )


def simuler_droite(ventes: Any, deplacements: Mapping[int, float]) -> SimulationDroite:
    """Déplace des points, ajuste les deux droites et prévoit la période suivante.

    Paramètres
    ----------
    ventes : les ventes observées, une par période, dans l'ordre ; trois au moins, dans une unité
        qui vous convient.
    deplacements : pour chaque rang (de 1 à n), ce que l'on ajoute à la vente, dans la même unité ;
        une vente ne descend pas sous zéro.

    Renvoie
    -------
    `SimulationDroite` : ventes, depart, essai, deplaces, ecart_carres, ecart_mayer, phrase.

    Lève
    ----
    NonCalculable s'il y a moins de trois ventes ; ArgumentInvalide pour une vente négative ou un
    rang qui n'existe pas.

    Exemple
    -------
    >>> essai = simuler_droite([10, 20, 30, 40], {4: 10})
    >>> round(essai.ecart_carres, 2), round(essai.ecart_mayer, 2)
    (10.0, 8.75)

    Source
    ------
    S522-2, ajustement et prévision (cas MA01 à MA03, MC01 à MC05).
    """
    avant = positif("ventes", liste("ventes", ventes, au_moins=3))
    apres = avant.copy()
    for rang, ajout in deplacements.items():
        if not 1 <= rang <= len(avant):
            raise ArgumentInvalide("deplacements", rang, f"un rang de 1 à {len(avant)}")
        apres[rang - 1] = max(0.0, avant[rang - 1] + ajout)
    bouges = tuple(int(rang) + 1 for rang in np.flatnonzero(apres != avant))
    return SimulationDroite(tuple(apres.tolist()), _prevoir(avant), _prevoir(apres), bouges)


def _prevoir(ventes: Any) -> Prevision:
    return Prevision(sujet.moindres_carres(ventes), sujet.mayer(ventes), len(ventes) + 1)


def _ecrire(valeur: float, unite: str) -> str:
    return f"{nombre(valeur, 0)}\u00a0{unite}".strip()


def _variation(ecart: float, unite: str) -> str:
    if round(abs(ecart)) == 0:
        return "inchangée"
    return f"{'plus' if ecart > 0 else 'moins'} {_ecrire(abs(ecart), unite)}"
