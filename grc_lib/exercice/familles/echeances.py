"""Échéances et fins de mois."""

import calendar
import datetime as dt

from grc_lib import calendrier, droit
from grc_lib._formats import date_courte, date_longue, denombrer
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S512-1"
ENVOIS = (
    "L'Imprimerie Clémenceau facture des dépliants",
    "Une quincaillerie facture de l'outillage",
    "Une salle de sport facture des abonnements d'entreprise",
    "Une agence de nettoyage facture sa prestation",
)


def echeance_simple(tirage: Tirage) -> Probleme:
    """L'échéance d'un délai en jours nets."""
    facture, delai = _facture(tirage), tirage.choix("delai", (30, 45, 60))
    return Probleme(
        f"{_envoi(tirage)} le {date_longue(facture)}. La facture est payable à {delai} jours, à "
        "compter de sa date. Quelle est la **date d'échéance** ?",
        Calcul(calendrier.echeance, facture, delai),
        (
            "On ne compte pas le jour de la facture, on compte le dernier jour.",
            *_ajouter(facture, delai),
        ),
    )


def jours_puis_fin_de_mois(tirage: Tirage) -> Probleme:
    """L'échéance « fin de mois » : les jours d'abord."""
    facture, delai = _facture(tirage), tirage.choix("delai", (30, 45))
    calcul = Calcul(calendrier.echeance, facture, delai, fin_de_mois=True)
    return Probleme(
        f"{_envoi(tirage)} le {date_longue(facture)}. Le contrat dit « {delai} jours fin de mois : "
        f"on ajoute les {delai} jours, puis on va à la fin du mois ». Quelle est la **date "
        "d'échéance** ?",
        calcul,
        (
            *_ajouter(facture, delai),
            f"fin de ce mois : {date_courte(calcul.valeur)}",
        ),
    )


def fin_de_mois_puis_jours(tirage: Tirage) -> Probleme:
    """L'échéance « fin de mois » : la fin du mois d'abord."""
    facture, delai = _facture(tirage), tirage.choix("delai", (30, 45))
    calcul = Calcul(
        calendrier.echeance, facture, delai, fin_de_mois=True, lecture="fin de mois puis jours"
    )
    fin = facture.replace(day=_longueur(facture))
    return Probleme(
        f"{_envoi(tirage)} le {date_longue(facture)}. Le contrat dit « {delai} jours fin de mois : "
        f"on va à la fin du mois de la facture, puis on ajoute {delai} jours ». Quelle est la "
        "**date d'échéance** ?",
        calcul,
        (
            f"fin du mois de la facture : {date_courte(fin)}",
            *_ajouter(fin, delai),
        ),
    )


def nombre_de_jours(tirage: Tirage) -> Probleme:
    """Les jours de retard, d'une date à une autre."""
    debut = tirage.date("echeance", "2026-01-05", "2026-08-25")
    fin = debut + dt.timedelta(tirage.entier("retard", 33, 88))
    calcul = Calcul(calendrier.jours, debut, fin)
    return Probleme(
        f"Une facture échue le {date_longue(debut)} est payée le {date_longue(fin)}. Combien de "
        "**jours de retard** compte-t-on ?",
        calcul,
        (
            "On ne compte pas le jour de l'échéance, on compte celui du paiement.",
            *_compter(debut, fin),
            f"au total : {calcul.valeur} jours",
        ),
        unite="jours",
    )


CONFORME, TROP_LONG = "Oui, ce délai est permis", "Non, ce délai est trop long"
# Pourquoi l'un ou l'autre choix est faux.
AVIS = {
    CONFORME: "La loi fixe un maximum, même si le client est d'accord.",
    TROP_LONG: "Comparez ce délai au maximum de sa forme : en jours nets, ou fin de mois.",
}


def delai_permis(tirage: Tirage) -> Probleme:
    """Le délai convenu respecte-t-il le maximum légal ?"""
    facture = _facture(tirage)
    net = droit.parametre("delai_paiement_maximal", facture).valeur
    fin = droit.parametre("delai_paiement_fin_de_mois", facture).valeur
    delai = tirage.choix("delai", (30, 45, 60, 75, 90))
    fin_de_mois = tirage.choix("fin_de_mois", (False, True))
    limite, ecrit = (fin, f"{delai} jours fin de mois") if fin_de_mois else (net, f"{delai} jours")
    attendu = CONFORME if delai <= limite else TROP_LONG
    return Probleme(
        f"{_envoi(tirage)} à une entreprise le {date_longue(facture)}. Le contrat prévoit un "
        f"paiement à « {ecrit} » à compter de la facture. Entre professionnels, la règle générale "
        "**permet-elle ce délai** ?",
        attendu,
        (
            f"Maximum entre professionnels : {net} jours après la facture, ou {fin} jours fin de "
            "mois si le contrat l'écrit (art. L441-10 du code de commerce).",
            f"Ici « {ecrit} », pour un maximum de {limite}. {attendu}.",
        ),
        choix=tuple(AVIS),
        pieges={pourquoi: choix for choix, pourquoi in AVIS.items() if choix != attendu},
    )


QUESTIONS = (
    echeance_simple,
    jours_puis_fin_de_mois,
    fin_de_mois_puis_jours,
    nombre_de_jours,
    delai_permis,
)


def _facture(tirage: Tirage) -> dt.date:
    return tirage.date("facture", "2026-01-05", "2027-06-25")


def _envoi(tirage: Tirage) -> str:
    return tirage.choix("envoi", ENVOIS)


def _longueur(jour: dt.date) -> int:
    return calendar.monthrange(jour.year, jour.month)[1]


def _ajouter(debut: dt.date, delai: int) -> list[str]:
    """Le décompte mois par mois, comme on le pose à la main."""
    fin = debut + dt.timedelta(delai)
    return [*_compter(debut, fin), f"{delai} jours après : {date_courte(fin)}"]


def _compter(debut: dt.date, fin: dt.date) -> list[str]:
    """« mars : 31 − 10 = 21 jours », « avril : 30 jours », « mai : 9 jours »."""
    longueur, lignes = _longueur(debut), []
    if reste := longueur - debut.day:
        lignes.append(f"{_nom(debut)} : {longueur} − {debut.day} = {denombrer(reste, 'jour')}")
    mois = debut.replace(day=1) + dt.timedelta(longueur)
    while mois.replace(day=_longueur(mois)) < fin:
        lignes.append(f"{_nom(mois)} : {_longueur(mois)} jours")
        mois += dt.timedelta(_longueur(mois))
    return [*lignes, f"{_nom(mois)} : {denombrer(fin.day, 'jour')}"]


def _nom(jour: dt.date) -> str:
    return date_longue(jour).split()[1]
