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
    "Une salle de sport facture des abonnements",
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
    calcul, decompte = Calcul(calendrier.jours, debut, fin), _decompte(debut, fin)
    return Probleme(
        f"Une facture échue le {date_longue(debut)} est payée le {date_longue(fin)}. Combien de "
        "**jours de retard** compte-t-on ?",
        calcul,
        (
            "On ne compte pas le jour de l'échéance, on compte celui du paiement.",
            *(ligne for ligne, _ in decompte),
            f"au total : {' + '.join(str(n) for _, n in decompte)} = {calcul.valeur} jours",
        ),
        unite="jours",
        pieges=("deux_bornes", "mois_de_30", "aucune_borne"),
    )


CONFORME, TROP_LONG = "Oui, ce délai est permis", "Non, ce délai est trop long"
# Pourquoi l'un ou l'autre choix est faux.
AVIS = {
    CONFORME: "La loi fixe un maximum, même si le client est d'accord.",
    TROP_LONG: "La loi fixe deux maximums, en jours nets et fin de mois : prenez celui du contrat.",
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
            f"Ici « {ecrit} », pour un maximum de {limite} jours. {attendu}.",
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
    """Le décompte posé à la main : ce qui reste du délai donne le jour du dernier mois."""
    fin = debut + dt.timedelta(delai)
    *avant, (dernier, reste) = _decompte(debut, fin)
    if avant:
        retires = "".join(f" − {combien}" for _, combien in avant)
        dernier = f"{_nom(fin)} : {delai}{retires} = {denombrer(reste, 'jour')}"
    return [*(ligne for ligne, _ in avant), dernier, f"{delai} jours après : {date_courte(fin)}"]


def _decompte(debut: dt.date, fin: dt.date) -> list[tuple[str, int]]:
    """« mars : 31 − 10 = 21 jours », « avril : 30 jours », « mai : 9 jours », et ces nombres."""
    mois, decompte, depart = debut, [], debut.day
    while (mois.year, mois.month) <= (fin.year, fin.month):
        dernier = min(mois.replace(day=_longueur(mois)), fin).day
        if combien := dernier - depart:
            retire = f"{dernier} − {depart} = " if depart else ""
            decompte.append((f"{_nom(mois)} : {retire}{denombrer(combien, 'jour')}", combien))
        mois, depart = mois.replace(day=1) + dt.timedelta(_longueur(mois)), 0
    return decompte


def _nom(jour: dt.date) -> str:
    return date_longue(jour).split()[1]
