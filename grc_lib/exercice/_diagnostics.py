"""Dire ce qui ne va pas dans une réponse, sans jamais donner la bonne."""

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from grc_lib.erreurs import ArgumentInvalide, MauvaisType
from grc_lib.exercice._comparaison import accorder, egales, flottant, manque, plier, proches
from grc_lib.exercice._lecture import Ensemble, lire, nature, nommer

PAS_LA_VALEUR = "Ce n'est pas la valeur attendue : relisez l'énoncé, puis vos calculs un par un."
PAS_LE_TEXTE = "Ce n'est pas la réponse attendue : relisez la question et le cours."
PAS_LA_DATE = "Ce n'est pas la date attendue : recomptez depuis la date de départ."
PAS_LE_CHOIX = "Ce n'est pas la bonne réponse : relisez la question."
SANS_PISTE = {PAS_LA_VALEUR, PAS_LE_TEXTE, PAS_LA_DATE, PAS_LE_CHOIX}
POURCENTAGE = "Vous donnez un pourcentage : un taux décimal est attendu (divisez par cent)."
TAUX = "Vous donnez un taux décimal : un pourcentage est attendu (multipliez par cent)."
UNITE = "Vérifiez l'unité demandée."
CENTIMES = "Vérifiez l'unité : euros ou centimes ?"
MILLIERS = "Vérifiez l'unité : unités ou milliers (k€) ?"
SIGNE = "Vérifiez le signe : il semble inversé."
ENTIER = "Un nombre entier est attendu : arrondissez dans le sens que demande l'énoncé."
ARRONDI = "Votre arrondi est trop court : gardez plus de décimales."
TROP_GRAND = "L'ordre de grandeur ne convient pas : votre réponse est trop grande."
TROP_PETIT = "L'ordre de grandeur ne convient pas : votre réponse est trop petite."
INFINI = "Votre calcul donne l'infini : cherchez une division par zéro."
MANQUANT = "Votre calcul donne « nan », une valeur manquante : cherchez la donnée qui manque."
ELEMENTS_ABSENTS = "Il manque des éléments."
DESORDRE = "Les éléments sont les bons, mais pas dans l'ordre demandé."


def diagnostiquer(lu: Any, attendu: Any, tolerance: float | None, unite: str) -> str:
    """La phrase qui aide, ou "" si la réponse est juste : type, unité, grandeur, puis valeur.

    >>> diagnostiquer(12, 0.12, None, "")
    'Vous donnez un pourcentage : un taux décimal est attendu (divisez par cent).'
    >>> diagnostiquer(0.12, 0.12, None, "")
    ''
    """
    lu = accorder(lu, attendu)
    genre = nature(attendu)
    if manque(lu):
        return MANQUANT
    if defaut := defaut_de_type(lu, genre, unite):
        return defaut
    if genre == "nombre":
        defaut = defaut_de_nombre(lu)
    if defaut or egales(lu, attendu, tolerance):
        return defaut
    return {
        "nombre": lambda: _nombre_faux(flottant(lu), attendu, tolerance, unite),
        "texte": lambda: _texte_faux(lu, attendu),
        "date": lambda: _date_fausse(lu, attendu),
        "liste": lambda: _liste_fausse(lu, attendu, tolerance),
        "ensemble": lambda: _liste_fausse(lu, attendu, tolerance),
    }.get(genre, lambda: PAS_LE_CHOIX)()


def defaut_de_type(lu: Any, genre: str, unite: str) -> str:
    """La première étape : un nombre là où l'on attend un nombre."""
    recu = nature(lu)
    if recu == genre:
        return ""
    if recu == "fonction":
        return "Vous donnez la fonction elle-même : appelez-la, avec ses parenthèses."
    en_unite = f" (en {unite})" if unite and genre == "nombre" else ""
    debut = f"{NOMINATIFS[genre]}{en_unite} : {{}}".format
    if genre == "nombre" and recu == "texte" and re.search(r"\d", lu[:200]):
        return debut("écrivez-le sans guillemets, sans symbole ni espace, avec un point décimal.")
    if genre == "nombre" and recu in ("tableau", "liste", "ensemble"):
        return debut(f"votre réponse est {nommer(lu)}, tirez-en le nombre demandé{_astuce(lu)}.")
    if genre == "texte" and recu == "nombre":
        return debut("votre réponse est un nombre (un texte s'écrit entre guillemets).")
    if genre == "booléen" and recu == "texte":
        return debut("écrivez-le sans guillemets.")
    if genre == "date" and recu == "texte":
        return debut("écrivez-la date(année, mois, jour) ou « AAAA-MM-JJ ».")
    return debut(f"votre réponse est {nommer(lu)}.")


def defaut_de_nombre(lu: float) -> str:
    """nan et l'infini ne sont jamais une réponse."""
    if math.isnan(flottant(lu)):
        return MANQUANT
    return INFINI if math.isinf(flottant(lu)) else ""


def defaut_d_unite(nombre: float, convient: Any, unite: str) -> str:
    """Reconnaît un facteur cent ou mille : `convient(valeur)` dit si la valeur corrigée irait."""
    centimes = CENTIMES if monetaire(unite) and "k" not in unite.casefold() else UNITE
    taux = unite.strip().casefold() in ("", "taux")
    if convient(nombre / 100):
        if taux and abs(nombre) <= 200:
            return POURCENTAGE
        return centimes
    if convient(nombre * 100):
        if (taux or unite.strip() == "%") and abs(nombre) <= 2:
            return TAUX
        return centimes
    return MILLIERS if convient(nombre / 1000) or convient(nombre * 1000) else ""


def monetaire(unite: str) -> bool:
    """Vrai pour « € », « k€ », « euros »…"""
    return "€" in unite or "euro" in unite.casefold()


def piege_reconnu(lu: Any, attendu: Any, pieges: Mapping[str, Any], tolerance: float | None) -> str:
    """Le message du piège dont la valeur est la réponse donnée, ou "".

    Qui se trompe arrondit aussi : un piège se reconnaît au moins à deux millièmes près. De deux
    pièges possibles, le plus proche parle ; aucun si la réponse est plus près d'être juste.
    """
    loin = _ecart(lu, attendu)
    possibles = []
    for message, valeur in pieges.items():
        piege, permis = lire(valeur), tolerance
        if nature(piege) == "nombre" and not isinstance(piege, int):
            permis = max(tolerance or 0.0, 0.002 * abs(flottant(piege)))
        if egales(lu, piege, permis):
            possibles.append((_ecart(lu, piege), message))
    ecart, message = min(possibles, key=lambda possible: possible[0], default=(math.inf, ""))
    return message if ecart < loin or math.isinf(loin) else ""


def _ecart(lu: Any, valeur: Any) -> float:
    """La distance de deux nombres ; infinie entre un nombre et autre chose, nulle si c'est égal."""
    if nature(lu) == nature(valeur) == "nombre":
        return abs(flottant(lu) - flottant(valeur))
    return 0.0 if egales(lu, valeur, None) else math.inf


def lire_attendu(attendu: Any) -> Any:
    """Lit la réponse de l'énoncé, ou signale au professeur qu'elle n'est pas comparable."""
    lu = lire(attendu)
    if nature(lu) in ("rien", "fonction", "objet"):
        raise MauvaisType("attendu", attendu, "une valeur simple, une liste ou un tableau")
    if nature(lu) == "nombre" and not math.isfinite(flottant(lu)):
        raise ArgumentInvalide("attendu", attendu, "un nombre fini")
    return lu


NOMINATIFS = {
    "booléen": "True ou False est attendu",
    "nombre": "Un nombre est attendu",
    "texte": "Un texte est attendu",
    "date": "Une date est attendue",
    "liste": "Une liste est attendue",
    "ensemble": "Un ensemble est attendu",
    "tableau": "Un tableau est attendu",
    "fonction": "Une fonction est attendue",
}


def _nombre_faux(nombre: float, attendu: float, tolerance: float | None, unite: str) -> str:
    large = max(0.005 * abs(attendu), tolerance or 0.0)

    def convient(valeur: float) -> bool:
        return attendu != 0 and proches(valeur, attendu, large)

    if convient(-nombre):
        return SIGNE
    if defaut := defaut_d_unite(nombre, convient, unite):
        return defaut
    if nombre * attendu < 0:
        return SIGNE
    if isinstance(attendu, int) and nombre != int(nombre) and abs(nombre - attendu) < 1:
        return ENTIER
    if _arrondi_court(nombre, attendu):
        return ARRONDI
    if attendu != 0 and abs(nombre) >= 10 * abs(attendu):
        return TROP_GRAND
    return TROP_PETIT if abs(nombre) <= abs(attendu) / 10 else PAS_LA_VALEUR


def _arrondi_court(nombre: float, attendu: float) -> bool:
    exposant = Decimal(repr(nombre)).normalize().as_tuple().exponent
    cran = 10.0 ** min(0, int(exposant))
    ecart = abs(nombre - attendu)
    return isinstance(attendu, float) and ecart < cran and ecart <= abs(attendu) / 10


def _texte_faux(texte: str, attendu: str) -> str:
    if _lettres(texte) == _lettres(attendu):
        return "Vérifiez l'orthographe, les accents et la ponctuation."
    return PAS_LE_TEXTE


def _date_fausse(jour: date, attendu: date) -> str:
    if (jour.day, jour.month) == (attendu.day, attendu.month):
        meme_jour = jour.year == attendu.year
        return "Vérifiez l'heure : le jour est le bon." if meme_jour else "Vérifiez l'année."
    if (jour.day, jour.month) == (attendu.month, attendu.day):
        return "Le jour et le mois semblent inversés."
    return PAS_LA_DATE


def _liste_fausse(liste: list[Any], attendu: list[Any], tolerance: float | None) -> str:
    if len(liste) != len(attendu):
        return "Il y a des éléments en trop." if len(liste) > len(attendu) else ELEMENTS_ABSENTS
    if egales(Ensemble(liste), Ensemble(attendu), tolerance):
        return DESORDRE
    genres = {nature(element) for element in attendu}
    defauts = {defaut_de_type(element, genre, "") for element in liste for genre in genres}
    if len(genres) == len(defauts) == 1 and "" not in defauts:
        return f"Pour chaque élément : {defauts.pop()}"
    return "Un ou plusieurs éléments ne sont pas ceux attendus."


def sans_accents(texte: str) -> str:
    lettres = unicodedata.normalize("NFKD", plier(texte))
    return "".join(c for c in lettres if not unicodedata.combining(c))


def _lettres(texte: str) -> list[str]:
    """Les mots, sans accents, ponctuation ni marque du pluriel."""
    return [mot.rstrip("s") for mot in re.findall(r"\w+", sans_accents(texte))]


def _astuce(lu: Any) -> str:
    """Ce qui change sans le vouloir un nombre en liste ou en tableau."""
    if isinstance(lu, list):
        return " (une virgule fait une liste : écrivez un point décimal)" if 0 < len(lu) < 3 else ""
    if lu.size != 1:
        return ""
    return " avec .iloc[0]" if lu.ndim == 1 else " avec .iloc[0, 0]"
