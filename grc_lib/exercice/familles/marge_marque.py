"""Marge et marque."""

from grc_lib import prix
from grc_lib._formats import euros, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S443-1"


def taux_de_marge(tirage: Tirage) -> Probleme:
    """Le taux de marge, du prix d'achat et du prix de vente."""
    pa = tirage.entier("pa", 40, 200, pas=4)
    pv = pa + pa * tirage.entier("taux", 15, 90) / 100
    return Probleme(
        f"Une ramette de papier couché est achetée {euros(pa)} et revendue {euros(pv)}, hors "
        "taxes. Quel est le **taux de marge** ?",
        Calcul(prix.taux_marge, pa, pv),
        (
            f"marge = prix de vente − prix d'achat = {euros(pv)} − {euros(pa)} = {euros(pv - pa)}",
            "taux de marge = marge / prix d'achat = "
            f"{euros(pv - pa)} / {euros(pa)} = {pourcentage(prix.taux_marge(pa, pv))}",
        ),
        unite="%",
    )


def taux_de_marque(tirage: Tirage) -> Probleme:
    """Le taux de marque, du prix d'achat et du prix de vente."""
    pv = tirage.entier("pv", 40, 200, pas=4)
    pa = pv - pv * tirage.entier("taux", 15, 75) / 100
    return Probleme(
        f"Un lot de cartes de visite coûte {euros(pa)} et se vend {euros(pv)}, hors taxes. Quel "
        "est le **taux de marque** ?",
        Calcul(prix.taux_marque, pa, pv),
        (
            f"marge = prix de vente − coût = {euros(pv)} − {euros(pa)} = {euros(pv - pa)}",
            "taux de marque = marge / prix de vente = "
            f"{euros(pv - pa)} / {euros(pv)} = {pourcentage(prix.taux_marque(pa, pv))}",
        ),
        unite="%",
    )


QUESTIONS = (taux_de_marge, taux_de_marque)
