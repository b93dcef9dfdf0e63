"""Réclamations : ratios et délais."""

import datetime as dt

from grc_lib import calendrier, reclamations
from grc_lib._formats import date_courte, date_longue, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "GRC-3"
_QUI = ("L'Imprimerie Clémenceau", "Un traiteur", "Une quincaillerie en ligne")
_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_TROP_TOT = (
    "Vous avez compté un jour de trop : ni le jour de la réception, ni un dimanche, ni un jour "
    "férié ne comptent."
)
_DEMAIN, _DEMANDE, _SEMAINE = "24 heures", "délais demandés", "une semaine"


def taux_de_reclamation(tirage: Tirage) -> Probleme:
    """Le taux de réclamation, par commande."""
    commandes, clients, recues, reclamants, _ = _trimestre(tirage)
    return Probleme(
        f"{tirage.choix('qui', _QUI)} a livré ce trimestre {nombre(commandes)} commandes à "
        f"{nombre(clients)} clients et reçu {recues} réclamations, de {reclamants} clients. Quel "
        "est le **taux de réclamation** par commande (en %, au centième) ?",
        recues / commandes,
        (
            "taux de réclamation = réclamations / commandes de la période",
            f"{recues} / {nombre(commandes)} = {pourcentage(recues / commandes)}",
        ),
        unite="%",
        pieges={
            "Vous avez divisé par les clients : c'est un autre taux, ici on compte par "
            "commande.": recues / clients,
            "Vous avez compté les clients qui réclament : ici, chaque réclamation compte.": (
                reclamants / commandes
            ),
            "C'est la part des clients qui ont réclamé.": reclamants / clients,
        },
    )


def taux_de_perte(tirage: Tirage) -> Probleme:
    """La part des réclamants que l'on a perdus."""
    _, clients, recues, reclamants, perdus = _trimestre(tirage)
    calcul = Calcul(reclamations.taux_perte, perdus, reclamants)
    return Probleme(
        f"{tirage.choix('qui', _QUI)} a {nombre(clients)} clients. Ce trimestre, {reclamants} "
        f"d'entre eux ont envoyé {recues} réclamations, et {perdus} de ces mécontents sont partis. "
        "Quel est le **taux de perte** des réclamants (en %, au dixième) ?",
        calcul,
        (
            "taux de perte = clients perdus parmi les réclamants / clients réclamants",
            f"{perdus} / {reclamants} = {pourcentage(perdus / reclamants, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            "Vous avez divisé par les réclamations : un client peut en envoyer plusieurs.": perdus
            / recues,
            "Vous avez divisé par tous les clients : le taux ne regarde que ceux qui ont "
            "réclamé.": perdus / clients,
            **calcul.pieges(["gardes"]),
        },
    )


def priorite(tirage: Tirage) -> Probleme:
    """Le délai de réponse, de l'urgence et de l'importance."""
    urgent, important = (tirage.choix(nom, (True, False)) for nom in ("urgent", "important"))
    juste = reclamations.delai_reponse(urgent=urgent, important=important).delai
    nom = tirage.choix("client", ("Alba", "Breval", "Corde", "Dumas", "Eloi", "Faure"))
    heure = tirage.entier("heure", 8, 17)
    motif = tirage.choix(
        "motif", ("une livraison en retard", "une facture inexacte", "un article abîmé")
    )
    qualifiee = reclamations.delai_reponse(urgent=urgent, important=important).regle
    cas = {
        _DEMAIN: "urgent et important",
        _DEMANDE: "urgent ou important, mais pas les deux",
        _SEMAINE: "ni urgent ni important",
    }
    return Probleme(
        f"À {heure} h, le client {nom} réclame au sujet d'{motif} ; vous jugez le dossier "
        f"« {qualifiee} ». Selon la matrice urgence × importance, **dans quel délai** répondre ?",
        juste,
        (
            "urgent et important : 24 heures ; l'un sans l'autre : dans les délais que le client "
            "demande ; ni l'un ni l'autre : une semaine",
            f"{qualifiee} : {juste}",
        ),
        choix=(_DEMAIN, _DEMANDE, _SEMAINE),
        pieges={
            f"C'est le délai d'un dossier {situation} : relisez les deux mots.": delai
            for delai, situation in cas.items()
            if delai != juste
        },
    )


def date_limite(tirage: Tirage) -> Probleme:
    """La date limite, cinq jours ouvrables après la réception."""
    recue = tirage.date("reçue", "2026-03-02", "2026-12-11")
    limite = calendrier.jours_ouvrables(recue, 5)
    return Probleme(
        f"Une réclamation arrive le {_JOURS[recue.weekday()]} {date_longue(recue)}. Norme de "
        "l'entreprise : répondre dans les cinq jours ouvrables. Quelle est la **date limite** de "
        "réponse (jj/mm/aaaa) ?",
        limite,
        (
            "jours ouvrables : du lundi au samedi, sauf jours fériés ; le jour de réception ne "
            "compte pas",
            f"on compte {_decompte(recue, limite)}",
            f"cinquième jour ouvrable : {_JOURS[limite.weekday()]} {date_courte(limite)}",
        ),
        pieges=_pieges_de_la_date(recue),
    )


def _decompte(recue: dt.date, limite: dt.date) -> str:
    """Les jours qui suivent la réception, numérotés ; ceux qui ne comptent pas le disent."""
    suivants = [recue + dt.timedelta(days=i + 1) for i in range((limite - recue).days)]
    rang, dits = 0, []
    for jour in suivants:
        ouvrable = calendrier.jours_ouvrables(jour - dt.timedelta(days=1), 1) == jour
        rang += ouvrable
        marque = str(rang) if ouvrable else "non" if jour.weekday() == 6 else "férié, non"
        quantieme = "1er" if jour.day == 1 else str(jour.day)
        dits.append(f"{_JOURS[jour.weekday()]} {quantieme} ({marque})")
    return ", ".join(dits)


def _pieges_de_la_date(recue: dt.date) -> dict[str, dt.date]:
    """Deux erreurs mènent souvent au même jour : une phrase les dit alors toutes deux."""
    calcul = Calcul(
        reclamations.delai_reponse, urgent=False, important=False, reception=recue, champ="limite"
    )
    ouvres, tous, compte = (calcul.pieges([m]) for m in ("ouvres", "calendaires", "jour_compte"))
    if tous and [*tous.values()] == [*compte.values()]:
        return ouvres | {_TROP_TOT: next(iter(tous.values()))}
    return ouvres | tous | compte


def _trimestre(tirage: Tirage) -> tuple[int, int, int, int, int]:
    """Commandes, clients, réclamations, réclamants, perdus : de moins en moins."""
    clients = tirage.entier("clients", 200, 600, pas=10)
    commandes = clients * tirage.entier("fois", 3, 6)
    reclamants = tirage.entier("réclamants", 20, 50)
    recues = reclamants + tirage.entier("de plus", 4, 20)
    return commandes, clients, recues, reclamants, tirage.entier("perdus", 3, 9)


QUESTIONS = (taux_de_reclamation, taux_de_perte, priorite, date_limite)
