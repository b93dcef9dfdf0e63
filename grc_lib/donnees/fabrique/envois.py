"""Les envois des campagnes et leurs suites : retours, ouvertures, réponses, désabonnements.

Un client reçoit par son décideur : c'est l'opposition de ce contact qui compte.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.campagnes import (
    CONQUERIR,
    FIDELISER,
    INFORMER,
    REACTIVER,
    TEST,
    Suites,
    campagnes,
    suites,
)
from grc_lib.donnees.fabrique.cibles import Destinataires, destinataires
from grc_lib.donnees.fabrique.colonnes import Entiers, Masque, arrondi
from grc_lib.donnees.fabrique.consentements import ACCORD, OPPOSITION, preuve_de_refus
from grc_lib.donnees.fabrique.hasard import Hasard

# Campagnes parties sans confronter le fichier aux oppositions, et leurs opposants servis.
_FAUTIVES = ("Emballages imprimés", "Catalogue 2026", "Découvrez notre atelier")
_OPPOSANTS_SERVIS = 120  # un pour tant de clients, à chacune
_OUBLIS = 300  # un revenu qu'on oublie de retirer, au plus, pour tant de clients

Jour = np.datetime64

# Pour mille envois, les revenus, chez les clients puis les prospects, à un quart près selon la
# campagne ; usage : 3 à 6 % du courrier.
_NPAI = {"courrier": (34, 56), "courriel": (12, 30), "sms": (10, 10)}
_OUVERTS, _CLICS = (240, 330), (28, 48)  # courriels : bornes, pour mille


def ajouter(b: Bloc) -> None:
    """La table `envois`, dans l'ordre des dates, et les oppositions qui s'ensuivent."""
    h, d = b.hasard("envois"), destinataires(b)
    debut = b.calendrier.ouvres[0] + 365  # il faut un an d'historique pour cibler
    obtient = suites(b.graine)
    tables = [
        _envoyer(campagne, obtient[str(campagne.nom)], d, b, h)
        for campagne in campagnes().itertuples(index=False)
        if campagne.date_debut >= debut
    ]
    b.ajouter("envois", pd.concat(tables, ignore_index=True), "envoi_id")
    _completer(b, d)


def _envoyer(
    campagne: Any, obtient: dict[str, Suites], d: Destinataires, b: Bloc, h: Hasard
) -> pd.DataFrame:
    """Les envois d'une campagne ; `d` y gagne ses désabonnés et ses adresses perdues."""
    jour, fin = (np.datetime64(j, "D") for j in (campagne.date_debut, campagne.date_fin))
    opposes = d.en(OPPOSITION, campagne.canal, jour)
    cible = _cible(campagne, d, jour, opposes, h)
    envois = d.personnes.iloc[cible][["client_id", "prospect_id"]].reset_index(drop=True)
    envois["campagne_id"], envois["date_envoi"] = campagne.campagne_id, jour
    prospect = envois["prospect_id"].notna().to_numpy()
    commande = d.acheteurs(jour, fin)[cible]
    envois["npai"] = _npai(campagne.canal, prospect, d.injoignables(campagne.canal, jour)[cible], h)
    d.perdre(cible[envois["npai"]], campagne.canal, jour, h)
    envois["variante"] = "A"
    if campagne.nom == TEST:
        envois["variante"] = _moities(2 * prospect + (commande > 0), h)
    envois["repondu"] = envois["desabonne"] = False
    for variante, suite in obtient.items():
        partis = np.flatnonzero(envois["variante"] == variante)
        _reagir(envois, partis[h.ordre(len(partis))], commande > 0, opposes[cible], suite)
    repondu = envois["repondu"].to_numpy()
    envois["commande_id"] = pd.Series(commande, dtype="Int64").where(repondu & (commande > 0))
    envois["ouvert"] = envois["clique"] = None
    if campagne.canal == "courriel":
        _lire(envois, h)
    lasses = cible[envois["desabonne"]]
    dates = b.calendrier.apres(np.full(len(lasses), jour), h.entre(1, 12, len(lasses)))
    d.refuser(lasses, campagne.canal, dates, preuve_de_refus(campagne.canal))
    return envois


def _cible(campagne: Any, d: Destinataires, jour: Jour, opposes: Masque, h: Hasard) -> Entiers:
    """Les rangs des destinataires, tirés parmi ceux que vise l'objectif et que rien n'exclut."""
    vises = {
        CONQUERIR: d.a_conquerir,
        FIDELISER: d.a_fideliser,
        INFORMER: d.a_informer,
        REACTIVER: d.a_reactiver,
    }[campagne.objectif](jour)
    if campagne.canal == "courrier" and campagne.nom != TEST:  # un pli coûte trop cher
        vises &= d.personnes["client_id"].notna().to_numpy()
    if campagne.canal == "sms":  # la maison n'en envoie qu'à qui l'a accepté
        vises &= d.personnes["portable"].to_numpy() & d.en(ACCORD, "sms", jour)
    perdus = d.injoignables(campagne.canal, jour)
    libres, refus = (np.flatnonzero(vises & ~perdus & qui) for qui in (~opposes, opposes))
    oublis = np.flatnonzero(vises & perdus & ~opposes)
    place = campagne.envois * d.clients // 1200
    servis = d.clients // _OPPOSANTS_SERVIS if campagne.nom in _FAUTIVES else 0
    libres = libres[h.ordre(len(libres))]  # les clients d'abord, tirés au sort s'ils sont trop
    libres = libres[np.argsort(libres >= d.clients, kind="stable")]
    oublies = int(h.entiers(d.clients // _OUBLIS + 1, 1)[0])
    choix = libres[:place], h.tirer(refus, servis), h.tirer(oublis, oublies)
    return np.sort(np.concatenate(choix))


def _moities(strate: Entiers, h: Hasard) -> NDArray[np.str_]:
    """Deux moitiés tirées au sort, strate par strate."""
    melange = h.ordre(len(strate))
    variante = np.full(len(strate), "A")
    variante[melange[np.argsort(strate[melange], kind="stable")][1::2]] = "B"
    return variante


def _npai(canal: str, prospect: Masque, oublie: Masque, h: Hasard) -> Masque:
    """Les envois revenus : ceux qu'on a oublié de retirer, et d'autres, de prospects surtout."""
    revenus, alea = oublie.copy(), int(h.entre(75, 125, 1)[0])
    for taux, groupe in zip(_NPAI[canal], (~prospect, prospect), strict=True):
        rangs = np.flatnonzero(groupe & ~oublie)
        revenus[h.tirer(rangs, arrondi(len(rangs) * taux * alea, 100_000))] = True
    return revenus


def _reagir(
    envois: pd.DataFrame, partis: Entiers, acheteur: Masque, oppose: Masque, suite: Suites
) -> None:
    """Choisit à l'envers : des répondants parmi qui a commandé, le reste parmi les autres."""
    n, recus = len(partis), partis[~envois["npai"].to_numpy()[partis]]
    oui, non = recus[acheteur[recus]], recus[~acheteur[recus]]
    oui = oui[: arrondi(n * suite.commandes, 10_000)]
    curieux = max(0, arrondi(n * suite.reponses, 10_000) - len(oui))
    envois.loc[np.concatenate([oui, non[:curieux]]), "repondu"] = True
    lasses = non[curieux:]
    lasses = lasses[~oppose[lasses]][: arrondi(n * suite.desabonnes, 10_000)]
    envois.loc[lasses, "desabonne"] = True


def _lire(envois: pd.DataFrame, h: Hasard) -> None:
    """Les courriels ouverts et suivis ; qui répond a cliqué, qui se désabonne a ouvert."""
    n = len(envois)
    places = h.ordre(n) + n * np.where(envois["repondu"], 0, 1) + n * envois["npai"]
    for colonne, bornes in (("clique", _CLICS), ("ouvert", _OUVERTS)):
        choisis = np.argsort(places, kind="stable")[: _part(n, int(h.entre(*bornes, 1)[0]))]
        envois[colonne] = envois.index.isin(choisis) & ~envois["npai"]
        places = places - n * envois["desabonne"]
    envois["ouvert"] |= envois["clique"]


def _part(n: int, pour_mille: int) -> int:
    """Tant pour mille de `n`, arrondi."""
    return arrondi(n * pour_mille, 1000)


def _completer(b: Bloc, d: Destinataires) -> None:
    """Les consentements avec les désabonnements, renumérotés par date."""
    anciens = b.tables["consentements"]["consentement_id"].to_numpy()
    nouveaux = b.deja.suivants("consentements", len(d.dits) - len(anciens))
    numeros = np.concatenate([anciens, nouveaux])
    b.tables["consentements"] = d.dits.assign(consentement_id=numeros)
