"""Les coordonnées des clients : SIRET, adresse, téléphone, courriel, tous fictifs."""

import re

import pandas as pd

from grc_lib.donnees.fabrique.ecritures import sans_accents
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.metiers import PETITE, noms

# Tranches de numéros réservées à la fiction par l'ARCEP : portable, puis une par zone.
PORTABLE = "06 39 98"
_TRANCHES = {1: "01 99 00", 2: "02 61 91", 3: "03 53 01", 4: "04 65 71", 5: "05 36 49"}
_ZONES = {
    "Île-de-France": 1,
    "Centre-Val de Loire": 2,
    "Normandie": 2,
    "Pays de la Loire": 2,
    "Bretagne": 2,
    "Bourgogne-Franche-Comté": 3,
    "Hauts-de-France": 3,
    "Grand Est": 3,
    "Auvergne-Rhône-Alpes": 4,
    "Provence-Alpes-Côte d'Azur": 4,
    "Corse": 4,
    "Nouvelle-Aquitaine": 5,
    "Occitanie": 5,
}
_LANGUEDOC = ("11", "30", "34", "48", "66")  # l'est de l'Occitanie est en zone 4
_NOM_DE_DOMAINE = 60  # caractères : le DNS en admet 63
# Domaines réservés aux exemples (RFC 2606 et 6761).
_DOMAINES = ("example.org", "example.com", "courriel.test")
_BOITES = ("contact", "achats", "communication", "service.achats")


def coordonnees(clients: pd.DataFrame, h: Hasard) -> None:
    """Ajoute siret, adresse, téléphone et courriel."""
    n = len(clients)
    numeros, rues = h.entre(1, 98, n), h.parmi(noms()["rues"], n)
    clients["siret"] = [_siret(client) for client in clients["client_id"]]
    clients["adresse"] = [f"{numero} {rue}" for numero, rue in zip(numeros, rues, strict=True)]
    petits = (clients["taille"] == PETITE).tolist()
    clients["telephone"] = [
        _telephone(*client)
        for client in zip(
            clients["client_id"], clients["departement"], clients["region"], petits, strict=True
        )
    ]
    domaines, boites = h.parmi(_DOMAINES, n), h.parmi(_BOITES, n)
    clients["courriel"] = [
        _courriel(*client)
        for client in zip(clients["raison_sociale"], petits, domaines, boites, strict=True)
    ]


def simple(texte: str) -> str:
    """Sans accents ni ponctuation.

    >>> simple("Étude Lefèvre et Associés")
    'etude-lefevre-et-associes'
    """
    return "-".join(re.findall(r"[a-z0-9]+", sans_accents(texte).lower()))


def telephone(tranche: str, numero: int) -> str:
    """Un numéro d'une tranche de dix mille ; de l'un au suivant, rien ne se ressemble.

    >>> telephone("01 99 00", 1)
    '01 99 00 79 19'
    """
    fin = f"{numero * 7_919 % 10_000:04d}"
    return f"{tranche} {fin[:2]} {fin[2:]}"


def _siret(client: int) -> str:
    """SIREN et SIRET à clé de Luhn juste, un seul par client."""
    siren = _cle_de_luhn(f"{30_000_000 + client * 48_271 % 60_000_000:08d}")
    return _cle_de_luhn(f"{siren}000{1 + client % 4}")


def autre_etablissement(siret: str) -> str:
    """Un second établissement de la même entreprise : même SIREN, autre numéro d'ordre."""
    return _cle_de_luhn(f"{siret[:9]}000{int(siret[12]) + 4}")


def _cle_de_luhn(chiffres: str) -> str:
    """Les chiffres suivis de la clé qui rend leur somme de Luhn multiple de dix.

    >>> _cle_de_luhn("7992739871")
    '79927398713'
    """
    somme = 0
    for rang, chiffre in enumerate(reversed(chiffres)):
        valeur = int(chiffre) * (2 if rang % 2 == 0 else 1)
        somme += valeur - 9 if valeur > 9 else valeur
    return f"{chiffres}{-somme % 10}"


def _telephone(client: int, departement: str, region: str, petit: bool) -> str:
    """Un numéro de la tranche de la zone ; un petit client sur six donne un portable."""
    zone = 4 if departement in _LANGUEDOC else _ZONES[region]
    portable = petit and client % 6 == 0
    return telephone(PORTABLE if portable else _TRANCHES[zone], client)


def _courriel(raison_sociale: str, petit: bool, domaine: str, boite: str) -> str:
    """Une entreprise a son domaine en `.example` ; un petit client, une boîte chez un hébergeur."""
    nom = simple(raison_sociale)[:_NOM_DE_DOMAINE].rstrip("-")
    return f"{nom}@{domaine}" if petit else f"{boite}@{nom}.example"
