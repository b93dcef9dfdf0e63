"""Affacturage."""

from grc_lib import risque
from grc_lib._formats import euros, pourcentage
from grc_lib._nombres import centimes
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme, etapes
from grc_lib.exercice.tirage import Tirage

SEANCE = "S521-6"
ENTREPRISES = (
    "L'Imprimerie Clémenceau",
    "Une société de nettoyage",
    "Un fabricant de meubles",
    "Une agence d'intérim",
)


def cout_annuel(tirage: Tirage) -> Probleme:
    """Le coût d'un contrat d'affacturage."""
    ca, contrat = _contrat(tirage)
    calcul = Calcul(risque.affacturage, ca, **contrat, champ="total")
    return Probleme(
        f"{_propose(tirage, ca, contrat)} Quel est le **coût annuel** du contrat ?",
        calcul,
        (
            *etapes(calcul.resultat, "Commission d'affacturage", "Commission de financement"),
            "La retenue de garantie est rendue : ce n'est pas un coût.",
            *etapes(calcul.resultat, "Coût total"),
        ),
        unite="€",
    )


def part_du_ca(tirage: Tirage) -> Probleme:
    """Le coût, en part du chiffre d'affaires confié."""
    ca, contrat = _contrat(tirage)
    calcul = Calcul(risque.affacturage, ca, **contrat, champ="part_ca")
    return Probleme(
        f"{_propose(tirage, ca, contrat)} Quelle **part du chiffre d'affaires confié** ce contrat "
        "coûte-t-il, au centième de pour cent ?",
        calcul,
        etapes(
            calcul.resultat,
            "Commission d'affacturage",
            "Commission de financement",
            "Coût total",
            "Part du CA",
        ),
        unite="%",
    )


def avance_recue(tirage: Tirage) -> Probleme:
    """Ce que le factor verse tout de suite pour une facture."""
    facture = tirage.entier("facture", 2_400, 24_000, pas=240)
    commission = tirage.entier("commission", 12, 20) / 1000
    retenue = tirage.choix("retenue", (0.05, 0.10, 0.15))
    taux, jours = tirage.entier("taux", 4, 8) / 100, tirage.choix("jours", (30, 45, 60))
    frais, garde = facture * commission, facture * retenue
    interet = centimes((facture - garde) * taux * jours / 360)
    avance = facture - garde - frais - interet
    return Probleme(
        f"{tirage.choix('qui', ENTREPRISES)} cède à son factor une facture de {euros(facture, 0)} "
        f"TTC, à {jours} jours de l'échéance. Le factor retient {pourcentage(retenue, None)} de "
        f"garantie, {pourcentage(commission, None)} de commission sur la facture, et des intérêts "
        f"à {pourcentage(taux, None)} l'an sur le reste après garantie (année de 360 jours). "
        "Quelle **somme verse-t-il aujourd'hui**, au centime ?",
        avance,
        (
            f"garantie = {euros(facture, 0)} × {pourcentage(retenue, None)} = {euros(garde)}",
            f"commission = {euros(facture, 0)} × {pourcentage(commission, None)} = {euros(frais)}",
            f"intérêts = ({euros(facture, 0)} − {euros(garde)}) × {pourcentage(taux, None)} × "
            f"{jours} / 360 = {euros(interet)}",
            f"versement = {euros(facture, 0)} − {euros(garde)} − {euros(frais)} − "
            f"{euros(interet)} = {euros(avance)}",
        ),
        unite="€",
        tolerance=0.011,
        pieges={
            "Vous avez oublié la retenue de garantie : elle n'est rendue que plus tard.": (
                avance + garde
            ),
            "Vous avez oublié la commission d'affacturage.": avance + frais,
            "Vous avez compté une année d'intérêts : l'avance ne dure que jusqu'à l'échéance.": (
                avance + interet - (facture - garde) * taux
            ),
            "Vous avez oublié les intérêts de l'avance.": avance + interet,
        },
    )


FACTOR, INTERNE = "L'affacturage", "Le découvert et la gestion interne"
AVIS = {
    FACTOR: "Comptez les deux commissions du factor : celle de financement s'ajoute à la première.",
    INTERNE: "Comptez tout : la retenue du factor n'est pas un coût, le temps passé en est un.",
}


def choisir(tirage: Tirage) -> Probleme:
    """Affacturage, ou découvert et gestion interne ?"""
    gagnant = tirage.choix("gagnant", tuple(AVIS))
    ca, contrat = _contrat(tirage)
    cout = risque.affacturage(ca, **contrat)
    decouvert = contrat["encours_moyen"] * 0.09
    ecart = tirage.choix("ecart", (0.2, 0.3, 0.4)) * (1 if gagnant == FACTOR else -1)
    temps = round((cout.total - decouvert) * (1 + ecart), -2)
    interne = temps + decouvert
    return Probleme(
        f"{_propose(tirage, ca, contrat)} Sans factor, la gestion des clients coûterait "
        f"{euros(temps, 0)} par an (temps de relance, assurance-crédit, impayés), et un "
        f"découvert à 9 % l'an remplacerait les avances de "
        f"{euros(contrat['encours_moyen'], 0)}. **Quelle solution coûte le moins** ?",
        gagnant,
        (
            f"affacturage : {euros(cout.commission, 0)} + {euros(cout.financement, 0)} = "
            f"{euros(cout.total, 0)}, la garantie étant rendue",
            f"sans factor : {euros(temps, 0)} + {euros(contrat['encours_moyen'], 0)} × 9 % = "
            f"{euros(interne, 0)}",
            gagnant,
        ),
        choix=tuple(AVIS),
        pieges={pourquoi: choix for choix, pourquoi in AVIS.items() if choix != gagnant},
    )


QUESTIONS = (cout_annuel, part_du_ca, avance_recue, choisir)


def _contrat(tirage: Tirage) -> tuple[int, dict[str, float]]:
    """Le CA confié et le contrat, dont les avances font de un à deux mois de ventes."""
    ca = tirage.entier("ca", 360, 960, pas=24) * 1_000
    return ca, {
        "commission": tirage.entier("commission", 12, 20) / 1000,
        "encours_moyen": ca * tirage.choix("avances", (10, 12, 15)) // 100,
        "taux": tirage.entier("taux", 50, 75, pas=5) / 1000,
        "retenue": tirage.choix("retenue", (0.05, 0.10, 0.15)),
    }


def _propose(tirage: Tirage, ca: int, contrat: dict[str, float]) -> str:
    return (
        f"{tirage.choix('qui', ENTREPRISES)} confierait {euros(ca, 0)} TTC de factures par an à un "
        f"factor : commission de {pourcentage(contrat['commission'], None)} du montant confié, "
        f"avances de {euros(contrat['encours_moyen'], 0)} en moyenne à "
        f"{pourcentage(contrat['taux'], None)} l'an, retenue de garantie de "
        f"{pourcentage(contrat['retenue'], None)}."
    )
