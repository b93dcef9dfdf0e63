"""Les façons d'écrire les champs d'une fiche : majuscules, abréviations, formats."""

import re
import unicodedata
from collections.abc import Callable

Forme = Callable[[str], str]

_MOIS = ["janv.", "févr.", "mars", "avr.", "mai", "juin"]
_MOIS += ["juil.", "août", "sept.", "oct.", "nov.", "déc."]
_VOIES = {"rue": "r.", "avenue": "av.", "boulevard": "bd", "place": "pl.", "impasse": "imp."}
_VOIES |= {"chemin": "ch.", "allée": "all.", "route": "rte", "cours": "crs", "quai": "q."}
_TRANCHES = (1, 3, 6, 10, 20, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000)  # INSEE


def tel_quel(valeur: str) -> str:
    """La valeur, sans y toucher."""
    return valeur


def sans_accents(texte: str) -> str:
    """« Étude Lefèvre », Etude Lefevre."""
    decompose = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "OE"))
    return decompose.encode("ascii", "ignore").decode()


def majuscules(texte: str) -> str:
    """« Étude Lefèvre », ETUDE LEFEVRE."""
    return sans_accents(texte).upper()


def sans_tirets(texte: str) -> str:
    """« Saint-Étienne », Saint Etienne."""
    return sans_accents(texte).replace("-", " ")


def abreger_saint(commune: str) -> str:
    """« Saint-Étienne », ST ETIENNE."""
    return re.sub(r"\bSAINT(E?)\b", r"ST\1", majuscules(commune).replace("-", " "))


def abreger_voie(adresse: str) -> str:
    """« 12 avenue Foch », 12 av. Foch."""
    return re.sub(r"[^\W\d]+", lambda mot: _VOIES.get(mot[0], mot[0]), adresse, count=1)


def voie_postale(adresse: str) -> str:
    """« 12 avenue Jean-Moulin », 12 AV JEAN MOULIN."""
    return re.sub(r"\W+", " ", majuscules(abreger_voie(adresse)))


def virgule(adresse: str) -> str:
    """« 12 rue Foch », 12, rue Foch."""
    return adresse.replace(" ", ", ", 1)


def coller(numero: str) -> str:
    """Un numéro, ou un code NAF, d'un seul tenant."""
    return re.sub(r"[ .]", "", numero)


def points(telephone: str) -> str:
    """01.99.00.12.34."""
    return telephone.replace(" ", ".")


def indicatif(telephone: str) -> str:
    """+33199001234."""
    return telephone and f"+33{coller(telephone)[1:]}"


def espacer(siret: str) -> str:
    """732 829 320 00074."""
    return " ".join((siret[:3], siret[3:6], siret[6:9], siret[9:])).strip()


def tranche(effectif: str) -> str:
    """« 12 », 10 à 19."""
    if not effectif:
        return ""
    rang = max(r for r, borne in enumerate(_TRANCHES[:-1]) if borne <= int(effectif))
    return f"{_TRANCHES[rang]} à {_TRANCHES[rang + 1] - 1}"


def personnes(effectif: str) -> str:
    """« 12 », 12 pers."""
    return effectif and f"{effectif} pers."


def jour_francais(date: str) -> str:
    """« 2024-12-31 », 31/12/2024."""
    return "/".join(reversed(date.split("-")))


def jour_court(date: str) -> str:
    """« 2024-12-31 », 31-12-24."""
    return "-".join(reversed(date[2:].split("-")))


def jour_en_lettres(date: str) -> str:
    """« 2024-12-31 », 31 déc. 2024."""
    annee, mois, jour = date.split("-")
    return f"{int(jour)} {_MOIS[int(mois) - 1]} {annee}"


def mois_en_lettres(date: str) -> str:
    """« 2024-12-31 », déc. 2024."""
    return jour_en_lettres(date).split(" ", 1)[1]
