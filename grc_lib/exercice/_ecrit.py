"""Lire une réponse tapée au clavier, comme on l'écrit en français : « 1 234,50 € », « 12,5 % »."""

import re
from datetime import date
from typing import Any

# L'unité demandée, puis les façons de l'écrire.
_UNITES = {
    "€": ("€", "eur", "euro", "euros"),
    "%": ("%", "pour cent", "pourcent"),
    "points": ("points", "point", "pt", "pts"),
    "jours": ("jours", "jour", "j"),
    "mois": ("mois",),
    "heures": ("heures", "heure", "h"),
    "secondes": ("secondes", "seconde", "s"),
}
_NOMBRE = re.compile(r"([-+]?)(\d+[.,]?\d*|[.,]\d+)(\D.*)?")
_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")


def lire_ecrit(texte: str, genre: str, unite: str = "") -> tuple[Any, str]:
    """La valeur tapée et le défaut qui empêche de la lire ("" s'il n'y en a pas).

    Paramètres
    ----------
    texte : ce que l'on a tapé.
    genre : « nombre », « date » ou « texte », celui de la bonne réponse.
    unite : l'unité demandée, que l'on peut taper ou non.

    Renvoie
    -------
    `(valeur, défaut)` ; sans défaut, un nombre, une date ou un texte.

    Exemple
    -------
    >>> lire_ecrit("1 234,50 €", "nombre", "€"), lire_ecrit("30/06/2026", "date")
    ((1234.5, ''), (datetime.date(2026, 6, 30), ''))
    >>> lire_ecrit("12 %", "nombre", "€")[1]
    'Répondez en « € », sans autre unité.'
    """
    texte = " ".join(texte.replace("\u2212", "-").split())
    if not texte:
        return None, "Tapez votre réponse."
    if genre == "nombre":
        return _nombre(texte, unite)
    return _date(texte) if genre == "date" else (texte, "")


def _nombre(texte: str, unite: str) -> tuple[float | None, str]:
    compact = texte.replace(" ", "").replace("'", "").casefold()
    trouve = _NOMBRE.fullmatch(_sans_milliers(compact))
    if trouve is None:
        return None, "Répondez par un nombre, comme 1 234,5."
    signe, chiffres, suffixe = trouve.groups("")
    ecritures = _UNITES.get(unite, (unite.casefold(),))
    if suffixe and suffixe not in {ecriture.replace(" ", "") for ecriture in ecritures}:
        demande = f"en « {unite} », sans autre unité" if unite else "par un nombre, sans unité"
        return None, f"Répondez {demande}."
    return float(signe + chiffres.replace(",", ".")), ""


def _sans_milliers(compact: str) -> str:
    """« 1.234,50 » et « 1,234.50 » ont deux signes : le dernier est la virgule."""
    if "." in compact and "," in compact:
        milliers = "." if compact.rindex(",") > compact.rindex(".") else ","
        return compact.replace(milliers, "")
    return compact


def _date(texte: str) -> tuple[date | None, str]:
    trouve = _DATE.fullmatch(texte)
    try:
        if trouve is None:
            return date.fromisoformat(texte), ""
        jour, mois, annee = (int(morceau) for morceau in trouve.groups())
        return date(annee, mois, jour), ""
    except ValueError:
        return None, "Écrivez une date qui existe, comme 30/06/2026."
