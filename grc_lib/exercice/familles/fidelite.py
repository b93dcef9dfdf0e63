"""Rétention, NPS, satisfaction."""

from grc_lib import fidelisation
from grc_lib._formats import nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "GRC-2"
_QUI = ("Une salle de sport", "Un traiteur", "L'Imprimerie Clémenceau", "Une quincaillerie")


def retention(tirage: Tirage) -> Probleme:
    """Le taux de rétention d'une année."""
    debut, fin, nouveaux = _annee(tirage)
    gardes = fin - nouveaux
    return Probleme(
        f"{_resume(tirage, debut, fin, nouveaux)} Quel est son **taux de rétention** (en %, au "
        "dixième) ?",
        Calcul(fidelisation.taux_retention, debut, fin, nouveaux),
        (
            f"clients gardés = {nombre(fin)} − {nombre(nouveaux)} = {nombre(gardes)}",
            f"taux de rétention = {nombre(gardes)} / {nombre(debut)} = "
            f"{pourcentage(gardes / debut, 1)}",
        ),
        unite="%",
        pas=0.1,
    )


def attrition(tirage: Tirage) -> Probleme:
    """Le taux d'attrition d'une année."""
    debut, fin, nouveaux = _annee(tirage)
    perdus = debut - fin + nouveaux
    return Probleme(
        f"{_resume(tirage, debut, fin, nouveaux)} Quel est son **taux d'attrition** (en %, au "
        "dixième) ?",
        Calcul(fidelisation.taux_attrition, debut, fin, nouveaux),
        (
            f"clients gardés = {nombre(fin)} − {nombre(nouveaux)} = {nombre(fin - nouveaux)}",
            f"clients perdus = {nombre(debut)} − {nombre(fin - nouveaux)} = {nombre(perdus)}",
            f"taux d'attrition = {nombre(perdus)} / {nombre(debut)} = "
            f"{pourcentage(perdus / debut, 1)}",
        ),
        unite="%",
        pas=0.1,
    )


def attrition_annuelle(tirage: Tirage) -> Probleme:
    """L'attrition d'une année, de celle d'un trimestre ou d'un semestre."""
    par_an, nom = tirage.choix("rythme", ((4, "trimestre"), (2, "semestre")))
    taux = tirage.entier("taux", 4, 15) / 100
    reste = (1 - taux) ** par_an
    produit = " × ".join([nombre(1 - taux)] * par_an)
    return Probleme(
        f"{tirage.choix('qui', _QUI)} perd chaque {nom} {pourcentage(taux, 0)} de ses clients. À "
        "ce rythme, quelle part des clients présents au début de l'année sera **perdue en un an** "
        "(en %, au centième) ?",
        Calcul(fidelisation.attrition_equivalente, taux, de=par_an, vers=1),
        (
            f"à chaque {nom}, il en reste {pourcentage(1 - taux, 0)}",
            f"après un an : {produit} = {nombre(reste, 4)}",
            f"part perdue = 1 − {nombre(reste, 4)} = {pourcentage(1 - reste)}",
        ),
        unite="%",
        tolerance=0.05,
    )


def recommandation(tirage: Tirage) -> Probleme:
    """Le taux net de recommandation (NPS)."""
    total = tirage.choix("total", (100, 200, 250, 400, 500))
    promoteurs = total * tirage.entier("promoteurs", 36, 60, pas=2) // 100
    detracteurs = total * tirage.entier("détracteurs", 8, 28, pas=4) // 100
    passifs = total - promoteurs - detracteurs
    notes = [10] * promoteurs + [8] * passifs + [4] * detracteurs
    p, d = 100 * promoteurs / total, 100 * detracteurs / total
    return Probleme(
        f"{tirage.choix('qui', _QUI)} demande à {total} clients s'ils recommanderaient la maison, "
        f"de 0 à 10 : {promoteurs} ont répondu 9 ou 10, {passifs} ont répondu 7 ou 8, "
        f"{detracteurs} de 0 à 6. Quel est son **NPS** ?",
        Calcul(fidelisation.nps, notes),
        (
            f"promoteurs : {promoteurs} / {total} = {nombre(p)} % ; détracteurs : {detracteurs} / "
            f"{total} = {nombre(d)} %",
            f"NPS = {nombre(p)} − {nombre(d)} = {nombre(p - d)}",
        ),
        unite="points",
    )


def satisfaction(tirage: Tirage) -> Probleme:
    """Le taux de satisfaction (CSAT)."""
    envoyes = tirage.entier("envoyés", 400, 1500, pas=50)
    repondants = envoyes * tirage.entier("réponse", 20, 44, pas=2) // 100
    satisfaits = repondants * tirage.entier("satisfaits", 60, 90) // 100
    calcul = Calcul(fidelisation.csat, satisfaits, repondants)
    return Probleme(
        f"{tirage.choix('qui', _QUI)} a envoyé {nombre(envoyes)} questionnaires ; {repondants} "
        f"clients ont répondu, dont {satisfaits} « satisfait » ou « très satisfait ». Quel est le "
        "**taux de satisfaction** (CSAT, en %, au dixième) ?",
        calcul,
        (
            "taux de satisfaction = satisfaits / répondants",
            f"{satisfaits} / {repondants} = {pourcentage(satisfaits / repondants, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            "Vous avez divisé par les questionnaires envoyés : on ne connaît que l'avis de ceux "
            "qui ont répondu.": satisfaits / envoyes,
            "C'est le taux de réponse.": repondants / envoyes,
            **calcul.pieges(["insatisfaits"]),
        },
    )


def _annee(tirage: Tirage) -> tuple[int, int, int]:
    """Clients au début, à la fin, nouveaux : l'effectif recule un peu ou progresse."""
    debut = tirage.entier("début", 400, 2000, pas=20)
    perdus = debut * tirage.entier("perdus", 10, 30) // 100
    nouveaux = perdus + debut * tirage.choix("solde", (-6, -4, 5, 8, 12)) // 100
    return debut, debut - perdus + nouveaux, nouveaux


def _resume(tirage: Tirage, debut: int, fin: int, nouveaux: int) -> str:
    return (
        f"{tirage.choix('qui', _QUI)} comptait {nombre(debut)} clients au 1er janvier 2026 et "
        f"{nombre(fin)} au 31 décembre, dont {nombre(nouveaux)} nouveaux."
    )


QUESTIONS = (retention, attrition, attrition_annuelle, recommandation, satisfaction)
