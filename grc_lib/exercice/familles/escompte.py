"""Escompte d'un effet de commerce."""

import datetime as dt

from grc_lib import calendrier, interets
from grc_lib._formats import date_longue, euros, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme, etapes
from grc_lib.exercice.tirage import Tirage

SEANCE = "S512-2"
REMISES = (
    "L'Imprimerie Clémenceau remet à l'escompte une lettre de change",
    "Une quincaillerie de gros escompte une lettre de change",
    "Un fabricant de meubles escompte un billet à ordre",
)


def escompte_commercial(tirage: Tirage) -> Probleme:
    """L'escompte retenu par la banque."""
    nominal, taux, jours = _effet(tirage)
    calcul = Calcul(interets.escompte, nominal, taux, jours, champ="escompte")
    return Probleme(
        f"{tirage.choix('remise', REMISES)} de {euros(nominal, 0)}, à {jours} jours de "
        f"l'échéance, au taux de {pourcentage(taux, None)} l'an (année de 360 jours). Quel est "
        "l'**escompte commercial**, au centime ?",
        calcul,
        (
            "escompte commercial = nominal × taux × jours / 360",
            f"escompte = {euros(nominal, 0)} × {pourcentage(taux, None)} × {jours} / 360 = "
            f"{euros(calcul.valeur)}",
        ),
        unite="€",
    )


def escompte_rationnel(tirage: Tirage) -> Probleme:
    """L'escompte rationnel, compté sur la somme reçue."""
    nominal, taux, jours = _effet(tirage)
    calcul = Calcul(interets.escompte, nominal, taux, jours, methode="rationnel", champ="escompte")
    ecrit, recu = pourcentage(taux, None), euros(calcul.resultat.valeur_actuelle)
    return Probleme(
        f"{tirage.choix('remise', REMISES)} de {euros(nominal, 0)}, à {jours} jours de "
        f"l'échéance, au taux de {ecrit} l'an (année de 360 jours). Quel est l'**escompte "
        "rationnel**, au centime ?",
        calcul,
        (
            "En rationnel, l'intérêt porte sur la somme reçue : nominal = somme reçue × (1 + taux "
            "× jours / 360)",
            f"somme reçue = {euros(nominal, 0)} / (1 + {ecrit} × {jours} / 360) = {recu}",
            f"escompte = nominal − somme reçue = {euros(nominal, 0)} − {recu} = "
            f"{euros(calcul.valeur)}",
        ),
        unite="€",
        tolerance=0.015,  # qui divise par 1,013722 perd un centime
    )


def taux_reel(tirage: Tirage) -> Probleme:
    """Le taux que l'on supporte vraiment."""
    nominal = tirage.entier("nominal", 3_000, 18_000, pas=600)
    taux, jours = tirage.entier("taux", 8, 14) / 100, tirage.entier("jours", 45, 120, pas=5)
    calcul = Calcul(interets.escompte, nominal, taux, jours, champ="taux_reel")
    return Probleme(
        f"{tirage.choix('remise', REMISES)} de {euros(nominal, 0)}, à {jours} jours de "
        f"l'échéance, au taux affiché de {pourcentage(taux, None)} l'an (escompte commercial, "
        "année de 360 jours). Quel **taux annuel réel** supporte-t-on, au centième de pour cent ?",
        calcul,
        etapes(calcul.resultat),
        unite="%",
        tolerance=0.011,
        pieges=("taux_affiche", "sans_annualiser"),
    )


def net_en_banque(tirage: Tirage) -> Probleme:
    """Le net reçu, commission et TVA déduites."""
    nominal, taux, _ = _effet(tirage)
    remise = tirage.date("remise_le", "2026-01-06", "2026-09-20")
    jours, fixe = tirage.entier("duree", 28, 85), tirage.entier("fixe", 10, 40, pas=5)
    echeance = remise + dt.timedelta(jours)
    ligne = interets.bordereau([(nominal, echeance)], remise, taux, fixe=fixe).iloc[0]
    ecrit = pourcentage(taux, None)
    return Probleme(
        f"Le {date_longue(remise)}, {tirage.choix('qui', QUI)} remet à l'escompte un effet de "
        f"{euros(nominal, 0)} qui échoit le {date_longue(echeance)}. La banque retient {ecrit} "
        f"l'an (jours exacts, année de 360 jours) et une commission de {euros(fixe, 0)} hors "
        "taxe, TVA à 20 %. Quel est le **net reçu**, au centime ?",
        float(ligne["net"]),
        (
            f"jours = {calendrier.jours(remise, echeance)}, le jour de la remise non compté",
            f"escompte = {euros(nominal, 0)} × {ecrit} × {jours} / 360 = "
            f"{euros(ligne['escompte'])}",
            f"commission TTC = {euros(fixe, 0)} × 1,20 = {euros(fixe * 1.2)}",
            f"net = {euros(nominal, 0)} − {euros(ligne['escompte'])} − {euros(fixe * 1.2)} = "
            f"{euros(ligne['net'])}",
        ),
        unite="€",
        pieges={
            "Vous avez oublié la TVA sur la commission.": ligne["net"] + ligne["tva"],
            "Vous avez compté la TVA aussi sur l'escompte : c'est un intérêt, il n'en porte pas.": (
                ligne["net"] - 0.2 * ligne["escompte"]
            ),
            "Vous avez oublié la commission de la banque.": nominal - ligne["escompte"],
            "Vous n'avez retiré que la commission : il faut aussi l'escompte.": (
                nominal - fixe * 1.2
            ),
        },
    )


QUI = ("l'Imprimerie Clémenceau", "une quincaillerie", "un fabricant de mobilier")


def report_d_echeance(tirage: Tirage) -> Probleme:
    """Ce qu'un report d'échéance ajoute au nominal."""
    nominal, taux, jours = _effet(tirage)
    report = tirage.choix("report", (30, 45, 60, 90))
    nouveau = interets.effet_equivalent(nominal, jours, jours + report, taux)
    ecrit, actuelle = pourcentage(taux, None), nominal * (1 - taux * jours / 360)
    return Probleme(
        f"Un client doit à {tirage.choix('qui', QUI)} un effet de {euros(nominal, 0)} qui échoit "
        f"dans {jours} jours. Il demande {report} jours de plus. À {ecrit} l'an (escompte "
        "commercial, année de 360 jours, équivalence aujourd'hui), de combien le nominal doit-il "
        "**augmenter**, au centime ?",
        nouveau - nominal,
        (
            f"valeur actuelle de l'ancien effet = {euros(nominal, 0)} × (1 − {ecrit} × {jours} / "
            f"360) = {euros(actuelle)}",
            f"Le nouvel effet, à {jours} + {report} = {jours + report} jours, vaut autant "
            "aujourd'hui.",
            f"nouveau nominal = {euros(nominal, 0)} × (1 − {ecrit} × {jours} / 360) / (1 − "
            f"{ecrit} × {jours + report} / 360) = {euros(nouveau)}",
            f"augmentation = {euros(nouveau)} − {euros(nominal, 0)} = {euros(nouveau - nominal)}",
        ),
        unite="€",
        tolerance=0.011,
        pieges={
            "Vous avez compté l'intérêt du report sur l'ancien nominal : égalez plutôt les valeurs "
            "actuelles des deux effets.": nominal * taux * report / 360,
            "C'est l'escompte de l'ancien effet : il reste à trouver le nouveau nominal.": (
                nominal - actuelle
            ),
            "C'est le nouveau nominal : on ne cherche que l'augmentation.": nouveau,
        },
    )


QUESTIONS = (
    escompte_commercial,
    escompte_rationnel,
    taux_reel,
    net_en_banque,
    report_d_echeance,
)


def _effet(tirage: Tirage) -> tuple[int, float, int]:
    """Un nominal, un taux, des jours."""
    return (
        tirage.entier("nominal", 2_400, 18_000, pas=120),
        tirage.entier("taux", 60, 120, pas=5) / 1000,
        tirage.entier("jours", 25, 95),
    )
