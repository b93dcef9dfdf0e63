"""Ce qui abîme une fiche : fautes de frappe, numéros faux, noms abrégés ; selon un tirage."""

import re
from collections.abc import Callable

from grc_lib.donnees.fabrique.coordonnees import PORTABLE

Faute = Callable[[str, int], str]

_MOTS = {
    "Établissements": "Ets",
    "Association": "Asso",
    "Communauté de communes": "Com. com.",
    "Boulangerie": "Boul.",
    "Pharmacie": "Phie",
    "Laboratoires": "Labos",
    "Laboratoire": "Labo",
    "Transports": "Transp.",
    "Cabinet": "Cab.",
    "Restaurant": "Rest.",
    "Immobilier": "Immo",
    "Électricité": "Elec",
    "Carrosserie": "Carros.",
    "Assurances": "Assur.",
    "Formation": "Form.",
    "Coopérative": "Coop.",
    "Domaine": "Dom.",
    "Expertise Comptable": "Exp. Comptable",
    "et Associés": "& Associés",
    "et Fils": "& Fils",
}
_SANS_FORME = ("84.11Z", "94.99Z", "46.21Z", "65.12Z")  # collectivités, associations, mutuelles…
_LIBERALES = ("69.10Z", "47.73Z", "86.90B")  # notaires, pharmaciens, biologistes


def abreger_nom(nom: str, _: int) -> str:
    """« Pharmacie Dias », Phie Dias."""
    return re.sub("|".join(_MOTS), lambda mot: _MOTS[mot[0]], nom)


def inverser(nom: str, _: int) -> str:
    """« Garage Dias », Dias Garage ; « Pays des Monts », Monts (Pays des), comme à l'annuaire."""
    debut, _espace, fin = nom.rpartition(" ")
    if debut.endswith((" de", " du", " des")):
        return f"{fin} ({debut})"
    return nom if " " in debut else f"{fin} {debut}".strip()


def forme_juridique(nom: str, naf: str, tirage: int) -> str:
    """« Garage Dias », SARL Garage Dias ; ni collectivité ni association n'en prend."""
    if naf in _SANS_FORME:
        return nom
    societe = ("SARL", "SAS")[tirage % 2]
    forme = "SELARL" if naf in _LIBERALES else "EARL" if naf == "01.21Z" else societe
    return f"{forme} {nom}" if tirage % 3 else f"{nom} {forme}"


def frapper(texte: str, tirage: int) -> str:
    """Une lettre oubliée, doublée ou échangée avec la suivante ; jamais la première."""
    places = [i for i in range(1, len(texte) - 1) if texte[i : i + 2].isalpha()]
    if not places:
        return texte
    i = places[tirage // 3 % len(places)]
    a, b = texte[i], texte[i + 1]
    echangees = b + a if a != b else a
    return texte[:i] + (b, a + a + b, echangees)[tirage % 3] + texte[i + 2 :]


def fausser_siret(siret: str, tirage: int) -> str:
    """Un chiffre changé, deux chiffres voisins échangés, ou un chiffre oublié."""
    # Échanger un 0 et un 9, ou deux chiffres égaux, laisse la clé de Luhn juste.
    paires = [{*siret[i : i + 2]} for i in range(12)]
    places = [i for i, paire in enumerate(paires) if len(paire) == 2 and paire != {"0", "9"}]
    i = places[tirage // 27 % len(places)]
    a, b = siret[i], siret[i + 1]
    autre = str((int(a) + 1 + tirage // 3 % 9) % 10)
    return siret[:i] + (autre + b, b + a, b)[tirage % 3] + siret[i + 2 :]


def fausser_courriel(courriel: str, tirage: int) -> str:
    """Une espace, une virgule, une arobase oubliée ou doublée."""
    boite, _arobase, domaine = courriel.rpartition("@")
    a_virgule = f"{boite}@{domaine.replace('.', ',')}"
    fautes = (f"{boite} @{domaine}", a_virgule, f"{boite}{domaine}", f"{boite}@@{domaine}")
    return fautes[tirage % len(fautes)]


def tronquer(telephone: str, _: int) -> str:
    """Les deux derniers chiffres manquent."""
    return telephone[:-3]


def cedex(commune: str, _: int) -> str:
    """Le courrier d'entreprise des grandes villes."""
    return f"{commune} Cedex"


def autre_ligne(_: str, tirage: int) -> str:
    """Le portable du patron, dans la tranche réservée à la fiction."""
    fin = f"{tirage % 10_000:04d}"
    return f"{PORTABLE} {fin[:2]} {fin[2:]}"


def autre_boite(courriel: str, tirage: int) -> str:
    """Une autre boîte de la même entreprise."""
    boite, _arobase, domaine = courriel.rpartition("@")
    service = ("direction", "compta", "secretariat")[tirage % 3]
    seule = domaine.endswith(".example")
    return f"{service}@{domaine}" if seule else f"{service}.{boite}@{domaine}"
