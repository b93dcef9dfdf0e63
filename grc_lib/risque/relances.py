"""Le scénario de relance d'une facture (S521-6) : qui écrit quoi, et quel jour."""

import datetime as dt
from typing import Any, NamedTuple

import pandas as pd

from grc_lib import calendrier
from grc_lib._arguments import lire_date
from grc_lib._nombres import entier
from grc_lib.erreurs import ArgumentInvalide, MauvaisType


class Relance(NamedTuple):
    """Une étape : jours après l'échéance (négatif : avant), canal, objet, par qui."""

    jours: int
    canal: str
    objet: str
    par: str


# Une convention de ce cours : chaque entreprise écrit la sienne, et la tient pour tous ses clients.
SCENARIO = (
    Relance(-7, "courriel", "Rappel de l'échéance, facture jointe", "comptabilité"),
    Relance(3, "téléphone", "Facture bien reçue ? Un litige ?", "télécommerciale"),
    Relance(10, "courriel", "Première relance, pénalités et indemnité rappelées", "comptabilité"),
    Relance(20, "téléphone", "Accord daté sur un règlement ou un échéancier", "commercial"),
    Relance(30, "courrier", "Seconde relance, livraisons au comptant", "direction commerciale"),
    Relance(45, "lettre recommandée", "Mise en demeure de payer sous huit jours", "direction"),
    Relance(60, "greffe", "Requête en injonction de payer", "direction"),
)


def scenario_relance(
    echeance: dt.date | str, *, date: dt.date | str | None = None, scenario: Any = SCENARIO
) -> pd.DataFrame:
    """Le calendrier des relances d'une facture, de la veille de l'échéance à l'injonction de payer.

    Une étape qui tombe un samedi, un dimanche ou un jour férié passe au premier jour ouvré suivant.

    Paramètres
    ----------
    echeance : date, ou texte AAAA-MM-JJ.
    date : le jour où l'on se place ; donné, la colonne `etat` dit ce qui est fait, dû ou à venir
        si l'on a tenu le calendrier.
    scenario : suite de (jours après l'échéance, canal, objet, par qui), dans l'ordre des jours.

    Renvoie
    -------
    `DataFrame`, une étape par ligne : date, jours, canal, objet, par ; et etat (« passée »,
    « aujourd'hui », « à venir ») si `date` est donnée.

    Lève
    ----
    ArgumentInvalide si le scénario est vide ou si ses jours ne croissent pas.

    Exemple
    -------
    >>> scenario_relance("2026-05-31")[["date", "jours", "canal"]].head(3)
             date  jours      canal
    0  2026-05-26     -7   courriel
    1  2026-06-03      3  téléphone
    2  2026-06-10     10   courriel

    Source
    ------
    S521, recouvrement amiable puis judiciaire ; les délais sont une convention de ce cours.
    """
    depart = lire_date("echeance", echeance)
    etapes = [_etape(rang, recue) for rang, recue in enumerate(_suite(scenario), 1)]
    attendus = [etape.jours for etape in etapes]
    if not etapes or attendus != sorted(set(attendus)):
        raise ArgumentInvalide("scenario", attendus, "des jours croissants, au moins une étape")
    dates = [_ouvre(depart + dt.timedelta(jours)) for jours in attendus]
    rendu = pd.DataFrame(etapes).assign(date=dates)[["date", "jours", "canal", "objet", "par"]]
    if date is not None:
        jour = lire_date("date", date)
        rendu["etat"] = [_etat(prevue, jour) for prevue in dates]
    return rendu


def _ouvre(jour: dt.date) -> dt.date:
    """Ce jour, ou le premier jour ouvré suivant."""
    return calendrier.jours_ouvres(jour - dt.timedelta(1), 1)


def _etat(prevue: dt.date, jour: dt.date) -> str:
    if prevue == jour:
        return "aujourd'hui"
    return "passée" if prevue < jour else "à venir"


def _suite(scenario: Any) -> list[Any]:
    if isinstance(scenario, str | dict) or not hasattr(scenario, "__iter__"):
        raise MauvaisType("scenario", scenario, "une suite de (jours, canal, objet, par qui)")
    return list(scenario)


def _etape(rang: int, recue: Any) -> Relance:
    ici = f"scenario, ligne {rang}"
    if not isinstance(recue, tuple | list) or len(recue) != 4:
        raise ArgumentInvalide(ici, recue, "(jours, canal, objet, par qui)")
    jours, *textes = recue
    return Relance(entier(ici, jours, minimum=-366), *(str(texte) for texte in textes))
