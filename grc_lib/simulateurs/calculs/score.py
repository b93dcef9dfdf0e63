"""Ce que rapporte un seuil de score, qui il retient à tort et qui il manque (S432-3)."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from grc_lib._formats import euros, nombre
from grc_lib._nombres import liste, positif, reel, seul
from grc_lib.erreurs import NonCalculable
from grc_lib.figures.textes import compte, insecable
from grc_lib.scoring import Confusion, SeuilOptimal, confusion, seuil_optimal

DROIT = (
    "Le score classe, une personne décide : pour un enjeu important, comme un refus de crédit, "
    "l'article 22 du RGPD l'exige en principe."
)


@dataclass(frozen=True, eq=False)
class SimulationScore:
    """Un seuil de score : ceux qu'il retient, ce qu'il rapporte, et le meilleur seuil.

    `confusion` : les quatre cases ; gain_total en euros ; `meilleur` : `scoring.SeuilOptimal`, ou
    rien si aucun seuil ne rapporte.
    """

    seuil: float
    confusion: Confusion
    gain_total: float
    meilleur: SeuilOptimal | None

    def phrase(self, nom: str = "prospect") -> str:
        """Ce que donne le seuil, puis ce que le meilleur ferait gagner et perdre."""
        c = self.confusion
        choisi = (
            f"À partir de {nombre(self.seuil)} points : {compte(c.vp + c.fp, nom)} à contacter, "
            f"{nombre(c.vp)} à raison et {nombre(c.fp)} pour rien ; bons manqués : "
            f"{nombre(c.fn)} sur {nombre(c.vp + c.fn)}. Gain : {euros(self.gain_total, 0)}."
        )
        return insecable(f"{choisi} {self._comparaison()} {DROIT}")

    def _comparaison(self) -> str:
        if self.meilleur is None:
            return "Aucun seuil ne rapporte : à ce coût, mieux vaut ne contacter personne."
        rang = self.meilleur.tableau["seuil"] == self.meilleur.seuil
        ideal = self.meilleur.tableau[rang].iloc[0]
        ecart = self.meilleur.gain_total - self.gain_total
        if abs(ecart) < 0.005:
            return "Aucun autre seuil ne rapporte davantage."
        mieux = (
            f"Le plus rentable est {nombre(self.meilleur.seuil)} points, {euros(ecart, 0)} de mieux"
        )
        bons, inutiles = int(ideal["vp"]) - self.confusion.vp, int(ideal["fp"]) - self.confusion.fp
        if bons > 0 or inutiles > 0:
            pour_rien = compte(inutiles, "contact")
            return f"{mieux} : {compte(bons, 'bon')} de plus, mais {pour_rien} de plus pour rien."
        pour_rien = compte(-inutiles, "contact")
        return f"{mieux} : {pour_rien} de moins pour rien, mais {compte(-bons, 'bon')} de moins."


def simuler_score(
    scores: Any, y: Any, *, seuil: float, gain: float, cout: float
) -> SimulationScore:
    """Qui l'on contacte à partir d'un seuil de score, et ce que cela rapporte.

    Gain = vrais positifs × gain − faux positifs × coût ; on retient les scores égaux ou supérieurs.

    Paramètres
    ----------
    scores, y : comme pour `scoring.seuil_optimal` : les scores les plus hauts annoncent le succès.
    seuil : en points.
    gain : ce que rapporte un vrai positif, contact déduit (€).
    cout : ce que coûte un faux positif (€).

    Renvoie
    -------
    `SimulationScore` : confusion, gain_total (€), meilleur, phrase().

    Lève
    ----
    ArgumentInvalide comme `scoring.seuil_optimal`.

    Exemple
    -------
    >>> essai = simuler_score(
    ...     [90, 80, 70, 60, 50], [1, 1, 0, 1, 0], seuil=80, gain=100, cout=30)
    >>> essai.confusion.vp, essai.gain_total, essai.meilleur.seuil
    (2, 200.0, 60.0)

    Source
    ------
    S432-3, seuil choisi d'après le coût des erreurs ; RGPD, article 22.
    """
    limite = seul(reel, "seuil", seuil)
    rapporte, coute = seul(positif, "gain", gain), seul(positif, "cout", cout)
    try:
        meilleur = seuil_optimal(scores, y, gain=rapporte, cout=coute)
    except NonCalculable:
        meilleur = None
    notes, arrives = liste("scores", scores), np.asarray(liste("y", y)) == 1
    retenus = notes >= limite
    vp, fp = int((retenus & arrives).sum()), int((retenus & ~arrives).sum())
    fn, vn = int((~retenus & arrives).sum()), int((~retenus & ~arrives).sum())
    cases = confusion(vp=vp, fp=fp, fn=fn, vn=vn)
    return SimulationScore(limite, cases, vp * rapporte - fp * coute, meilleur)
