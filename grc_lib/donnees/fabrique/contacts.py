"""Les interlocuteurs chez les clients : leur fonction, leur rôle dans l'achat, leurs coordonnées.

Chaque client a un décideur et un seul : c'est à lui que s'adressent les campagnes.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.coordonnees import PORTABLE, simple, telephone
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.identites import prenoms, sans_precision
from grc_lib.donnees.fabrique.metiers import (
    COLLECTIVITE,
    GRANDE,
    MOYENNE,
    PETITE,
    Metier,
    metiers,
    noms,
)
from grc_lib.donnees.faits import MAMMOUTH, NURSERY, PETIT, PREFERE

DECIDEUR, ACHETEUR, PRESCRIPTEUR = "décideur", "acheteur", "prescripteur"
UTILISATEUR, FILTRE = "utilisateur", "filtre"
# Les centres d'achat possibles, le décideur d'abord ; en répéter un, c'est le favoriser.
_CENTRES = {
    PETIT: ((DECIDEUR,),),
    NURSERY: ((DECIDEUR,), (DECIDEUR, UTILISATEUR), (DECIDEUR, ACHETEUR)),
    PREFERE: (
        (DECIDEUR, ACHETEUR),
        (DECIDEUR, ACHETEUR),
        (DECIDEUR, PRESCRIPTEUR),
        (DECIDEUR, FILTRE),
        (DECIDEUR, ACHETEUR, UTILISATEUR),
        (DECIDEUR, ACHETEUR, PRESCRIPTEUR),
        (DECIDEUR, FILTRE, UTILISATEUR),
        (DECIDEUR, ACHETEUR, FILTRE),
    ),
    MAMMOUTH: (
        (DECIDEUR, ACHETEUR, PRESCRIPTEUR, UTILISATEUR, FILTRE),
        (DECIDEUR, ACHETEUR, PRESCRIPTEUR, UTILISATEUR, FILTRE, UTILISATEUR),
        (DECIDEUR, ACHETEUR, PRESCRIPTEUR, UTILISATEUR, FILTRE, ACHETEUR),
    ),
}
_GERANT = "gérant|gérante"
# Fonction du décideur selon le métier : dans une petite entreprise, dans une moyenne.
_DECIDEURS = {
    "01.21Z": ("vigneron|vigneronne", "directeur du domaine|directrice du domaine"),
    "47.73Z": ("pharmacien titulaire|pharmacienne titulaire",) * 2,
    "58.11Z": ("éditeur|éditrice", "directeur éditorial|directrice éditoriale"),
    "66.22Z": ("courtier|courtière", _GERANT),
    "69.10Z": ("notaire|notaire", "notaire associé|notaire associée"),
    "69.20Z": ("expert-comptable|experte-comptable",) * 2,
    "85.59A": ("directeur pédagogique|directrice pédagogique",) * 2,
    "86.10Z": ("directeur de clinique|directrice de clinique",) * 2,
    "86.90B": ("biologiste responsable|biologiste responsable",) * 2,
    "94.99Z": ("président|présidente",) * 2,
}
_AUTRES_DECIDEURS = (_GERANT, "directeur général|directrice générale")
_SECRETAIRE = "secrétaire général|secrétaire générale"
_SERVICES = "directeur général des services|directrice générale des services"
# En dessous, ni service des achats, ni directeur commercial, ni directeur général : le patron et
# quelques employés ; ni directeur général des services dans une collectivité.
_EFFECTIF_D_UN_SERVICE, _EFFECTIF_DES_SERVICES = 20, 50
# Fonction des autres rôles, selon la taille, ou dans une collectivité, petite ou non.
_PETITE_COLLECTIVITE = "petite collectivité"
_ASSISTANT = "assistant de direction|assistante de direction"
_FONCTIONS = {
    PETITE: {
        ACHETEUR: "comptable|comptable",
        PRESCRIPTEUR: "responsable commercial|responsable commerciale",
        UTILISATEUR: "assistant administratif|assistante administrative",
        FILTRE: "secrétaire|secrétaire",
    },
    MOYENNE: {
        ACHETEUR: "responsable des achats|responsable des achats",
        PRESCRIPTEUR: "directeur commercial|directrice commerciale",
        UTILISATEUR: "responsable logistique|responsable logistique",
        FILTRE: _ASSISTANT,
    },
    GRANDE: {
        DECIDEUR: "directeur des achats|directrice des achats",
        ACHETEUR: "acheteur imprimés|acheteuse imprimés",
        PRESCRIPTEUR: "directeur marketing|directrice marketing",
        UTILISATEUR: "chef de produit|cheffe de produit",
        FILTRE: _ASSISTANT,
    },
    _PETITE_COLLECTIVITE: {
        ACHETEUR: "comptable|comptable",
        PRESCRIPTEUR: "chargé de mission|chargée de mission",
        UTILISATEUR: "agent d'accueil|agente d'accueil",
        FILTRE: "secrétaire|secrétaire",
    },
    COLLECTIVITE: {
        ACHETEUR: "responsable de la commande publique|responsable de la commande publique",
        PRESCRIPTEUR: "chargé de communication|chargée de communication",
        UTILISATEUR: "agent d'accueil|agente d'accueil",
        FILTRE: "secrétaire|secrétaire",
    },
}
_ELUS = ("84.11Z", "94.99Z")  # leur enseigne porte un nom de commune, pas de famille
_DIRECTES, _PORTABLES = 45, 25  # % de lignes directes ; % de portables, hors petits clients
_PREMIER = 1_300  # loin des numéros des clients et des prospects


def ajouter(b: Bloc) -> None:
    """La table `contacts`, client par client, le décideur d'abord."""
    h, clients = b.hasard("contacts"), b.tables["clients"]
    contacts = _roles(clients, h)
    client = clients.iloc[contacts["client"]].reset_index(drop=True)
    contacts["client_id"] = client["client_id"]
    _nommer(contacts, client, h)
    contacts["courriel"] = _courriels(contacts, client)
    b.ajouter("contacts", contacts, "contact_id")
    b.tables["contacts"]["telephone"] = _lignes_directes(b.tables["contacts"], client, h)


def _roles(clients: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """Le centre d'achat de chaque client : `client` (rang), rôle et fonction (au double genre)."""
    choix, lignes = h.entiers(840, len(clients)), []
    profils = clients[["type_client", "taille", "effectif", "metier"]].itertuples(index=False)
    for rang, (type_client, taille, effectif, metier) in enumerate(profils):
        centres = _CENTRES[type_client]
        for role in centres[choix[rang] % len(centres)]:
            lignes.append((rang, role, _fonction(role, taille, effectif, metiers()[metier])))
    return pd.DataFrame(lignes, columns=["client", "role_achat", "fonction"])


def _fonction(role: str, taille: int, effectif: int, metier: Metier) -> str:
    """La fonction, au double genre, accordée au métier et à l'effectif."""
    if metier.lieu == COLLECTIVITE:
        return _fonction_publique(role, effectif)
    milieu = taille if taille == GRANDE or effectif >= _EFFECTIF_D_UN_SERVICE else PETITE
    if role == DECIDEUR and taille != GRANDE:
        return _DECIDEURS.get(metier.naf, _AUTRES_DECIDEURS)[milieu]
    return _FONCTIONS[milieu].get(role) or _FONCTIONS[MOYENNE][role]


def _fonction_publique(role: str, effectif: int) -> str:
    petite = effectif < _EFFECTIF_DES_SERVICES
    if role == DECIDEUR:
        return _SECRETAIRE if petite else _SERVICES
    return _FONCTIONS[_PETITE_COLLECTIVITE if petite else COLLECTIVITE][role]


def _nommer(contacts: pd.DataFrame, client: pd.DataFrame, h: Hasard) -> None:
    """À peu près autant de femmes que d'hommes ; chez un client, des noms différents."""
    familles = noms()["noms"]
    femme = h.entiers(2, len(contacts)) == 0
    contacts["civilite"] = np.where(femme, "Mme", "M.")
    genres = contacts["fonction"].str.split("|", expand=True)
    contacts["fonction"] = np.where(femme, genres[1], genres[0])
    contacts["prenom"] = prenoms(femme, h)
    depart = h.entiers(len(familles), len(client))[contacts["client"]]
    rang = (depart + 41 * contacts.groupby("client").cumcount().to_numpy()) % len(familles)
    patronymes = _patronymes(contacts, client)
    contacts["nom"] = np.where(patronymes != "", patronymes, np.array(familles)[rang])


def _patronymes(contacts: pd.DataFrame, client: pd.DataFrame) -> NDArray[np.str_]:
    """Deux petits patrons sur trois donnent leur nom à leur affaire : « Garage Faure »."""
    connus = set(noms()["noms"])
    patron = (contacts["role_achat"] == DECIDEUR) & (client["taille"] == PETITE)
    patron &= ~client["naf"].isin(_ELUS) & (client["client_id"] % 3 > 0)
    enseignes = sans_precision(client["raison_sociale"].where(patron, ""))
    return np.array([next((m for m in e.split() if m in connus), "") for e in enseignes])


def _courriels(contacts: pd.DataFrame, client: pd.DataFrame) -> list[str]:
    """À l'adresse de l'entreprise ; le patron d'un petit client en relève la boîte lui-même."""
    lignes = zip(
        contacts["prenom"],
        contacts["nom"],
        contacts["role_achat"],
        client["taille"],
        client["courriel"],
        strict=True,
    )
    courriels = []
    for prenom, nom, role, taille, boite in lignes:
        if taille == PETITE:
            courriels.append(boite if role == DECIDEUR else f"{simple(prenom)}.{boite}")
        else:
            domaine = boite.partition("@")[2]
            courriels.append(f"{simple(prenom)}.{simple(nom)}@{domaine}")
    return courriels


def _lignes_directes(contacts: pd.DataFrame, client: pd.DataFrame, h: Hasard) -> "pd.Series[str]":
    """Un portable, une ligne dans la tranche du standard, ou rien : on passe par le standard."""
    n = len(contacts)
    tirage = np.where(client["taille"] == PETITE, 100, h.entiers(100, n))
    tranches = np.where(tirage < _PORTABLES, PORTABLE, client["telephone"].str[:8])
    rangs = contacts["contact_id"] + _PREMIER
    numeros = [telephone(*ligne) for ligne in zip(tranches, rangs, strict=True)]
    return pd.Series(numeros, dtype=object).where(tirage < _DIRECTES, None)
