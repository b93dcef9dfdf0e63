"""Récence, fréquence, montant."""

import pandas as pd

from grc_lib import segmentation
from grc_lib._formats import denombrer, euros
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S522-4"
_JOURS, _COMMANDES, _EUROS = [30, 90, 180, 365], [2, 4, 8, 12], [200, 500, 1000, 3000]
_COMMERCES = ("d'un traiteur", "d'une quincaillerie", "de l'Imprimerie Clémenceau")


def note_de_recence(tirage: Tirage) -> Probleme:
    """La note de récence, sur une grille à bornes fixes."""
    mois = tirage.choix("mois", (2, 3, 5, 6, 7, 9, 10, 12, 14, 18))
    client = tirage.choix("client", ("Alba", "Breval", "Corde", "Dumas", "Eloi"))
    bornes = [3, 6, 9, 12]
    note = segmentation.notes_bornes(mois, bornes)
    faux = {
        str(autre): f"La note {autre} est celle d'une commande de {_tranche(autre)}."
        for autre in range(5)
    }
    faux[str(4 - note)] = "Vous avez noté à l'envers : plus l'achat est récent, mieux il est noté."
    if mois in bornes:
        faux[str(note - 1)] = "Vous avez exclu la borne : la limite d'une tranche en fait partie."
    faux.pop(str(note))
    return Probleme(
        f"La grille {tirage.choix('commerce', _COMMERCES)} donne 4 points si la dernière commande "
        "date de 3 mois au plus, 3 jusqu'à 6 mois, 2 jusqu'à 9 mois, 1 jusqu'à 12 mois, 0 ensuite. "
        f"Quelle **note de récence** donne-t-elle au client {client}, dont la dernière commande "
        f"date de {mois} mois ?",
        str(note),
        (
            "on lit la grille dans l'ordre et l'on s'arrête à la première limite respectée",
            f"{mois} mois : {_tranche(note)}",
            f"note de récence : {note}",
        ),
        choix=("0", "1", "2", "3", "4"),
        pieges={phrase: proposition for proposition, phrase in faux.items()},
    )


def code_rfm(tirage: Tirage) -> Probleme:
    """Le code RFM d'un client, sur une grille de 1 à 5."""
    jours = tirage.choix("jours", (12, 25, 48, 75, 110, 160, 200, 300, 400))
    commandes = tirage.choix("commandes", (1, 2, 3, 5, 7, 9, 11, 14))
    montant = tirage.choix("montant", (150, 320, 480, 640, 900, 1400, 2600, 3500))
    r = 1 + segmentation.notes_bornes(jours, _JOURS)
    f = 1 + segmentation.notes_bornes(commandes, _COMMANDES, meilleur="grand")
    m = 1 + segmentation.notes_bornes(montant, _EUROS, meilleur="grand")
    code = _code(r, f, m)
    pieges = {
        "Vous avez noté la récence à l'envers : un achat récent mérite la meilleure note.": _code(
            6 - r, f, m
        ),
        "Vous avez additionné les trois notes : le code les écrit côte à côte.": r + f + m,
        "Vérifiez l'ordre : récence, puis fréquence, puis montant.": _code(m, f, r),
    }
    return Probleme(
        f"Un client {tirage.choix('commerce', _COMMERCES)} a commandé {commandes} fois en trois "
        f"ans, pour {euros(montant, 0)} ; sa dernière commande date de {jours} jours. Avec la "
        "grille ci-dessous, quel est son **code RFM** (trois chiffres côte à côte) ?",
        code,
        (
            f"récence : {jours} jours, note {r}",
            f"fréquence : {denombrer(commandes, 'commande')}, note {f}",
            f"montant : {euros(montant, 0)}, note {m}",
            f"code RFM : {code}",
        ),
        pieges={phrase: valeur for phrase, valeur in pieges.items() if valeur != code},
        donnees=_GRILLE,
    )


def segment(tirage: Tirage) -> Probleme:
    """Le segment que donnent trois notes."""
    r = tirage.choix("r", (1, 2, 4, 5))
    f, m = tirage.entier("f", 1, 5), tirage.entier("m", 1, 5)
    juste = segmentation.segment_rfm(r, f, m)
    ligne = next(s for s in segmentation.SEGMENTS if s.nom == juste)
    faux = {
        segmentation.segment_rfm(6 - r, f, m): (
            "Vous avez lu la récence à l'envers : 5 veut dire que le dernier achat est récent."
        ),
        "Silencieux": (
            "Tous les clients atteignent la dernière ligne : on s'arrête à la première atteinte, "
            "en lisant de haut en bas."
        ),
        "Champions": "Les champions ont au moins 4 sur chacun des trois critères.",
    }
    faux.pop(juste, None)
    return Probleme(
        f"Un client {tirage.choix('commerce', _COMMERCES)} a pour notes {r} en récence, {f} en "
        f"fréquence et {m} en montant, 5 étant la meilleure. On lit le tableau de haut en bas et "
        "l'on s'arrête à la première ligne dont il atteint les trois notes minimales. Quel est son "
        "**segment** ?",
        juste,
        (
            f"notes du client : récence {r}, fréquence {f}, montant {m}",
            f"première ligne atteinte : au moins {ligne.r}, {ligne.f} et {ligne.m}",
            f"segment : {juste}",
        ),
        choix=tuple(sorted({juste, *faux})),
        pieges={phrase: nom for nom, phrase in faux.items()},
        donnees=_SEGMENTS,
    )


_GRILLE = pd.DataFrame(
    {
        "Note": [5, 4, 3, 2, 1],
        "Récence": ["30 jours au plus", "90 au plus", "180 au plus", "365 au plus", "davantage"],
        "Commandes": ["12 ou plus", "8 ou plus", "4 ou plus", "2 ou plus", "1"],
        "Montant": ["3 000 € ou plus", "1 000 ou plus", "500 ou plus", "200 ou plus", "moins"],
    }
)
_SEGMENTS = pd.DataFrame(
    [(s.nom, s.r, s.f, s.m) for s in segmentation.SEGMENTS],
    columns=["Segment", "Récence", "Fréquence", "Montant"],
)


def _tranche(note: int) -> str:
    """Ce que veut dire une note de récence."""
    if note in (0, 4):
        return "3 mois au plus" if note else "plus de 12 mois"
    return f"plus de {12 - 3 * note} mois, {15 - 3 * note} au plus"


def _code(r: int, f: int, m: int) -> int:
    return 100 * r + 10 * f + m


QUESTIONS = (note_de_recence, code_rfm, segment)
