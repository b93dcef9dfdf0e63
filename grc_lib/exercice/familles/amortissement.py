"""Amortissement d'un bien."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd

from grc_lib import amortissements
from grc_lib._formats import date_longue, donnee, euros, taux_donne
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S531-6"
BIENS = (
    ("L'Imprimerie Clémenceau", "un stand d'exposition"),
    ("Une quincaillerie", "un fourgon-boutique d'occasion"),
    ("Un traiteur", "un camion frigorifique d'occasion"),
    ("Une salle de sport", "un plateau de musculation"),
)
Plan = Callable[..., pd.DataFrame]


def dotation_annuelle(tirage: Tirage) -> Probleme:
    """La dotation d'une année pleine, du prix TTC."""
    base, duree = _bien(tirage)
    ttc = base * 12 // 10
    dotation = base / duree
    return Probleme(
        f"{_achete(tirage)} {euros(ttc, 0)} TTC (TVA à 20 %, récupérée), mis en service le 1er "
        f"janvier et amorti en {duree} ans, en linéaire. Quelle est la **dotation annuelle**, au "
        "centime ?",
        dotation,
        (
            f"base HT = {euros(ttc, 0)} / 1,20 = {euros(base, 0)}",
            f"dotation = base / durée = {euros(base, 0)} / {duree} = {euros(dotation)}",
        ),
        unite="€",
        pieges={_phrase("ttc"): ttc / duree, "C'est la base amortissable, non la dotation.": base},
    )


def premiere_dotation(tirage: Tirage) -> Probleme:
    """La première dotation linéaire, au prorata des jours."""
    base, duree = _bien(tirage)
    service = tirage.date("service", "2026-02-02", "2026-11-25")
    plan = amortissements.lineaire(base, duree, service)
    jours = 361 - 30 * (service.month - 1) - min(service.day, 30)
    return Probleme(
        f"{_achete(tirage)} {euros(base, 0)} HT, mis en service le {date_longue(service)} et "
        f"amorti en {duree} ans, en linéaire. Les exercices suivent l'année civile ; on compte des "
        "mois de 30 jours, jour de mise en service compris. Quelle est la **dotation de 2026**, au "
        "centime ?",
        float(plan["dotation"].iloc[0]),
        (
            f"année pleine = {euros(base, 0)} / {duree} = {euros(base / duree)}",
            f"jours de 2026 = {12 - service.month} mois × 30 + (30 − {min(service.day, 30)} + 1) = "
            f"{jours} jours",
            f"dotation = {euros(base, 0)} / {duree} × {jours} / 360 = "
            f"{euros(plan['dotation'].iloc[0])}",
        ),
        unite="€",
        pieges={
            **_pieges(amortissements.lineaire, "dotation", 0, base, duree, service),
            "Vous avez oublié le jour de la mise en service : il compte.": (
                base / duree * (jours - 1) / 360
            ),
        },
    )


def valeur_nette(tirage: Tirage) -> Probleme:
    """La valeur nette comptable après quelques exercices."""
    base, duree = _bien(tirage)
    mois, exercices = (
        tirage.choix("mois", (2, 3, 4, 5, 6, 8, 9, 10, 11)),
        tirage.entier("exercices", 2, 3),
    )
    service = dt.date(2026, mois, 1)
    plan = amortissements.lineaire(base, duree, service)
    nette, cumul = float(plan["vnc"][exercices - 1]), float(plan["cumul"][exercices - 1])
    servis = 13 - mois + 12 * (exercices - 1)
    fin = 2026 + exercices - 1
    return Probleme(
        f"{_achete(tirage)} {euros(base, 0)} HT, mis en service le {date_longue(service)} et "
        f"amorti en {duree} ans, en linéaire. Quelle est sa **valeur nette comptable au 31 "
        f"décembre {fin}**, au centime ?",
        nette,
        (
            f"mois de service au 31 décembre {fin} : {13 - mois} + {exercices - 1} × 12 = {servis}",
            f"amortissements cumulés = {euros(base, 0)} / {duree} × {servis} / 12 = {euros(cumul)}",
            f"valeur nette = {euros(base, 0)} − {euros(cumul)} = {euros(nette)}",
        ),
        unite="€",
        tolerance=0.021,
        pieges={
            **_pieges(
                amortissements.lineaire,
                "vnc",
                exercices - 1,
                base,
                duree,
                service,
                mots=("sans_prorata",),
            ),
            "Ce sont les amortissements cumulés : retirez-les du prix.": cumul,
        },
    )


def cout_d_une_operation(tirage: Tirage) -> Probleme:
    """Ce qu'une opération commerciale consomme d'un bien."""
    base, duree = _bien(tirage)
    mois = tirage.entier("duree_operation", 1, 5)
    calcul = Calcul(amortissements.cout_utilisation, base, duree=duree, mois=mois)
    return Probleme(
        f"{_achete(tirage)} {euros(base, 0)} HT, amorti en {duree} ans, en linéaire. Une opération "
        f"commerciale l'emploie pendant {mois} mois. Quelle **part de son amortissement** ajouter "
        "au coût de cette opération, au centime ?",
        calcul,
        (
            f"amortissement d'un an = {euros(base, 0)} / {duree} = {euros(base / duree)}",
            f"part de l'opération = {euros(base, 0)} / {duree} × {mois} / 12 = "
            f"{euros(calcul.valeur)}",
        ),
        unite="€",
    )


def dotation_degressive(tirage: Tirage) -> Probleme:
    """La première dotation dégressive d'un matériel."""
    base, duree = tirage.entier("base", 6_000, 48_000, pas=600), tirage.choix("duree", (4, 5, 8))
    acquis = tirage.date("acquis", "2026-02-02", "2026-11-25").replace(
        day=tirage.entier("jour", 4, 28)
    )
    plan = amortissements.degressif(base, duree, acquis)
    coefficient, mois = amortissements.coefficient_degressif(duree), 13 - acquis.month
    taux = taux_donne(coefficient / duree)
    return Probleme(
        f"{tirage.choix('atelier', ATELIERS)} achète le {date_longue(acquis)} une machine neuve "
        f"à {euros(base, 0)} HT, amortie en {duree} ans, en dégressif (coefficient "
        f"{donnee(coefficient)}). Quelle est la **dotation de 2026**, au centime ?",
        float(plan["dotation"].iloc[0]),
        (
            f"taux dégressif = 1 / {duree} × {donnee(coefficient)} = {taux}",
            f"mois comptés, depuis le 1er du mois d'achat : {mois}",
            f"dotation = {euros(base, 0)} × {taux} × {mois} / 12 = "
            f"{euros(plan['dotation'].iloc[0])}",
        ),
        unite="€",
        pieges={
            **_pieges(
                amortissements.degressif,
                "dotation",
                0,
                base,
                duree,
                acquis,
                mots=("sans_prorata", "taux_lineaire"),
            ),
            "Vous avez compté les jours : le prorata dégressif est en mois entiers.": (
                base * coefficient / duree * (30 * mois + 1 - min(acquis.day, 30)) / 360
            ),
        },
    )


ATELIERS = (
    "L'Imprimerie Clémenceau",
    "Un fabricant de meubles",
    "Une fabrique d'enseignes",
)
QUESTIONS = (
    dotation_annuelle,
    premiere_dotation,
    valeur_nette,
    cout_d_une_operation,
    dotation_degressive,
)


def _bien(tirage: Tirage) -> tuple[int, int]:
    """Le prix HT et la durée d'amortissement d'un bien."""
    return tirage.entier("base", 4_800, 36_000, pas=600), tirage.choix("duree", (3, 4, 5))


def _achete(tirage: Tirage) -> str:
    qui, quoi = tirage.choix("bien", BIENS)
    return f"{qui} achète {quoi} à"


def _phrase(mot: str) -> str:
    return amortissements.PIEGES[amortissements.lineaire][mot].phrase


def _pieges(
    fonction: Plan, colonne: str, rang: int, *bien: Any, mots: tuple[str, ...] = ()
) -> dict[str, float]:
    """Les pièges d'un plan, lus à la ligne demandée ; ceux qui n'y changent rien sont écartés."""
    juste = fonction(*bien)[colonne].iloc[rang]
    connus = amortissements.PIEGES[fonction]
    faux = {
        connus[mot].phrase: float(connus[mot].calcul(*bien)[colonne].iloc[rang])
        for mot in mots or ("sans_prorata", "mois_entiers", "ttc")
    }
    return {phrase: valeur for phrase, valeur in faux.items() if abs(valeur - juste) > 0.05}
