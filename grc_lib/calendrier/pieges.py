"""Les erreurs fréquentes sur les dates (S512, GRC-3) : bornes, mois de 30 jours, fin de mois."""

import datetime as dt

from grc_lib._arguments import lire_date
from grc_lib._pieges import Catalogue, Piege
from grc_lib.calendrier.dates import (
    Jour,
    ajouter_mois,
    echeance,
    echeances_mensuelles,
    jours,
    jours_ouvrables,
    jours_ouvres,
)

_DEUX_BORNES = "Vous avez compté aussi le jour de départ : le décompte commence le lendemain."
_CALENDAIRES = "Vous avez compté tous les jours du calendrier, jours de repos et fériés compris."
_AUTRE_ORDRE = (
    "Vous avez pris l'autre lecture de « fin de mois » : voyez ce que le contrat fait d'abord, "
    "ajouter les jours ou aller à la fin du mois."
)
_USUELLE = "jours puis fin de mois"


PIEGES: Catalogue = {
    jours: {
        "deux_bornes": Piege(
            _DEUX_BORNES, lambda debut, fin, base="exacts": jours(debut, fin, base) + 1
        ),
        "aucune_borne": Piege(
            "Vous n'avez compté ni le premier jour ni le dernier : le dernier jour compte.",
            lambda debut, fin, base="exacts": jours(debut, fin, base) - 1,
        ),
        "mois_de_30": Piege(
            "Vous avez compté des mois de 30 jours : ici, chaque mois garde sa longueur.",
            lambda debut, fin, base="exacts": (
                jours(debut, fin, "30/360") if base == "exacts" else None
            ),
        ),
        "jours_exacts": Piege(
            "Vous avez compté les jours du calendrier : ici, chaque mois compte pour 30 jours.",
            lambda debut, fin, base="exacts": jours(debut, fin) if base == "30/360" else None,
        ),
    },
    ajouter_mois: {
        "mois_de_30": Piege(
            "Vous avez ajouté 30 jours par mois : un délai en mois garde le même quantième.",
            lambda d, n: _plus(d, 30 * n),
        ),
    },
    echeances_mensuelles: {
        "mois_de_30": Piege(
            "Vous avez ajouté 30 jours par mois : une échéance mensuelle garde le quantième.",
            lambda debut, n: [_plus(debut, 30 * rang) for rang in range(1, n + 1)],
        ),
        "depart_compris": Piege(
            "Vous avez compté la date de départ comme une échéance : la première vient ensuite.",
            lambda debut, n: [ajouter_mois(debut, rang) for rang in range(n)],
        ),
        "de_proche_en_proche": Piege(
            "Vous avez compté chaque échéance depuis la précédente : après un mois court, le "
            "quantième de départ est perdu. Comptez depuis la date de départ.",
            lambda debut, n: _de_proche_en_proche(debut, n),
        ),
    },
    echeance: {
        "autre_lecture": Piege(
            _AUTRE_ORDRE,
            lambda facture, delai=30, fin_de_mois=False, lecture=_USUELLE, le=None: _autre_lecture(
                facture, delai, fin_de_mois, lecture, le
            ),
        ),
        "sans_fin_de_mois": Piege(
            "Vous avez oublié « fin de mois » : le contrat ne compte pas seulement des jours.",
            lambda facture, delai=30, fin_de_mois=False, lecture=_USUELLE, le=None: (
                echeance(facture, delai) if fin_de_mois else None
            ),
        ),
        "sans_le_jour_fixe": Piege(
            "Vous vous êtes arrêté à la fin du mois : le contrat fixe ensuite un jour de paiement.",
            lambda facture, delai=30, fin_de_mois=False, lecture=_USUELLE, le=None: (
                echeance(facture, delai, fin_de_mois, lecture) if le else None
            ),
        ),
        "depart_compris": Piege(
            _DEUX_BORNES,
            lambda facture, delai=30, fin_de_mois=False, lecture=_USUELLE, le=None: (
                _plus(facture, delai - 1) if delai and not fin_de_mois else None
            ),
        ),
        "en_mois": Piege(
            "Vous avez compté en mois entiers : le délai est en jours, et les mois n'en ont pas "
            "tous 30.",
            lambda facture, delai=30, fin_de_mois=False, lecture=_USUELLE, le=None: _en_mois(
                facture, delai, fin_de_mois
            ),
        ),
    },
    jours_ouvrables: {
        "ouvres": Piege(
            "Vous avez compté en jours ouvrés : le samedi est un jour ouvrable.",
            lambda debut, n, *, alsace_moselle=False: jours_ouvres(
                debut, n, alsace_moselle=alsace_moselle
            ),
        ),
        "calendaires": Piege(
            _CALENDAIRES, lambda debut, n, *, alsace_moselle=False: _plus(debut, n)
        ),
        "depart_compris": Piege(
            _DEUX_BORNES,
            lambda debut, n, *, alsace_moselle=False: (
                jours_ouvrables(debut, n - 1, alsace_moselle=alsace_moselle) if n > 1 else None
            ),
        ),
    },
    jours_ouvres: {
        "ouvrables": Piege(
            "Vous avez compté en jours ouvrables : le samedi n'est pas un jour ouvré.",
            lambda debut, n, *, alsace_moselle=False: jours_ouvrables(
                debut, n, alsace_moselle=alsace_moselle
            ),
        ),
        "calendaires": Piege(
            _CALENDAIRES, lambda debut, n, *, alsace_moselle=False: _plus(debut, n)
        ),
        "depart_compris": Piege(
            _DEUX_BORNES,
            lambda debut, n, *, alsace_moselle=False: (
                jours_ouvres(debut, n - 1, alsace_moselle=alsace_moselle) if n > 1 else None
            ),
        ),
    },
}


def _plus(date: Jour, n: int) -> dt.date:
    return lire_date("date", date) + dt.timedelta(days=int(n))


def _autre_lecture(
    facture: Jour, delai: int, fin_de_mois: bool, lecture: str, le: int | None
) -> dt.date | None:
    if not fin_de_mois:
        return None
    if lecture == _USUELLE:
        return echeance(facture, delai, True, "fin de mois puis jours", le)
    return echeance(facture, delai, True, le=le)


def _en_mois(facture: Jour, delai: int, fin_de_mois: bool) -> dt.date | None:
    """« 60 jours » lu « deux mois » ; 45 jours ne se lisent pas en mois."""
    return None if fin_de_mois or delai % 30 else ajouter_mois(facture, delai // 30)


def _de_proche_en_proche(debut: Jour, n: int) -> list[dt.date]:
    dates = [lire_date("debut", debut)]
    for _ in range(n):
        dates.append(ajouter_mois(dates[-1], 1))
    return dates[1:]
