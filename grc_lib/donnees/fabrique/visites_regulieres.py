"""Les visites que l'on doit aux clients, à leur rythme : Préférés, Nursery, Mammouths, gouffres.

Les jours sont des entiers (depuis 1970) ; un point est le rang d'un client dans le bloc.
"""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import (
    JOUR_FIN,
    Entiers,
    Masque,
    cles_datees,
    depuis_1970,
)
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.secteurs import INGENIEUR
from grc_lib.donnees.fabrique.visites_couts import avant_visites, passage
from grc_lib.donnees.faits import MAMMOUTH, NURSERY, PETIT, PREFERE

SUIVI, NEGOCIATION = "suivi", "négociation"
# Jours entre deux visites ; avec celles où il commande, un Préféré en reçoit deux par an.
_PREFERE = (365,) * 10 + (182,) * 2
_MAMMOUTH = (31, 34, 38, 42, 46, 52, 60)
_NURSERY, _NURSERY_PETIT = (44, 50, 56, 66, 80), (110, 160)  # la première année
_ANCIENNETE = 365  # jours : au-delà, un nouveau client n'est plus une Nursery
_APRES_DEPART = 90  # jours pendant lesquels on tente encore de revoir un client perdu
# Préférés actifs que l'on ne visite plus (%), et depuis combien de jours ; les autres ont été
# vus plus récemment que cela, sans compter la latitude laissée au commercial.
_DELAISSES, _SANS_VISITE, _VU_DEPUIS, _LATITUDE = 17, (195, 560), 140, 28
# Les gouffres : ce qu'on dépense chez eux au-delà de ce qu'ils rapportent (centimes), le temps
# d'une visite (minutes), les visites d'un an ; les congés en font sauter une sur six.
_EXCES, _LONGUEMENT, _GOUFFRE, _MANQUEES = 240_000, 160, (8, 74), 120
_AN, _DEUX_MOIS = 365, 60  # jours


def regulieres(b: Bloc, clients: pd.DataFrame, fermes: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """Les visites dues aux clients selon leur type, sauf si une des `fermes` les remplace."""
    commande, reste = avant_visites(b)
    gouffre = clients["gouffre"]
    prefere = (clients["type_client"] == PREFERE) & ~gouffre
    table = pd.concat(
        [
            _preferes(clients[prefere], commande[prefere] > 0, fermes, h),
            _nursery(b, clients[~clients["ancien"] & ~gouffre], h),
            _mammouths(clients[(clients["type_client"] == MAMMOUTH) & ~gouffre], h),
        ]
    )
    table = table[~_doublees(table, fermes)]
    return pd.concat([table, _gouffres(b, clients[gouffre], reste[gouffre], h)], ignore_index=True)


def _rythmees(
    clients: pd.DataFrame, premiere: Entiers, derniere: Entiers, ecart: Entiers, latitude: int
) -> pd.DataFrame:
    """De la dernière visite à la première, une tous les `ecart` jours, à la latitude près."""
    n = int(np.max((derniere - premiere) // ecart, initial=0)) + 1
    cibles = derniere[:, None] - np.arange(n) * ecart[:, None]
    rang, colonne = np.nonzero(cibles >= premiere[:, None])
    cible, marge = cibles[rang, colonne], np.minimum(latitude, ecart[rang] // 3)
    return pd.DataFrame(
        {
            "point": clients.index.to_numpy()[rang],
            "salarie_id": clients["visiteur"].to_numpy()[rang],
            "debut": cible - marge,
            "fin": cible + marge,
            "objet": SUIVI,
            "cas": "",
            "ecart": ecart[rang],
        }
    )


def _preferes(
    clients: pd.DataFrame, commande: Masque, fermes: pd.DataFrame, h: Hasard
) -> pd.DataFrame:
    """Environ deux visites par an, sauf aux délaissés."""
    n, ouverts = len(clients), clients["actif"] & commande
    ecart = h.parmi(_PREFERE, n)
    derniere = JOUR_FIN - h.entiers(np.minimum(ecart, _VU_DEPUIS), n)
    recentes = fermes.loc[fermes["fin"] > JOUR_FIN - _SANS_VISITE[0], "point"]
    candidats = np.flatnonzero(ouverts & ~clients.index.isin(recentes))
    delaisses = h.tirer(candidats, int(ouverts.sum()) * _DELAISSES // 100)
    derniere[delaisses] = JOUR_FIN - _LATITUDE - h.entre(*_SANS_VISITE, len(delaisses))
    sorties = pd.Series(depuis_1970(clients["sortie"]), index=clients.index)
    derniere = np.minimum(derniere, sorties.to_numpy() + _APRES_DEPART)
    premiere = depuis_1970(clients["entree"]) + np.where(clients["ancien"], 10, _ANCIENNETE)
    table = _rythmees(clients, premiere, derniere, ecart, _LATITUDE)
    table["objet"] = h.parmi((SUIVI,) * 4 + (NEGOCIATION,), len(table))
    sortie = sorties[table["point"]].to_numpy()
    table["cas"] = np.where((table["debut"] > sortie) & (sortie < JOUR_FIN), "perdu", "")
    return table


def _doublees(table: pd.DataFrame, fermes: pd.DataFrame) -> Masque:
    """Les visites trop proches d'une visite imposée au même client, qui les remplace."""
    imposees = np.sort(cles_datees(fermes["point"], fermes["fin"]))
    cible = cles_datees(table["point"], (table["debut"] + table["fin"]) // 2)
    proche = table["ecart"].to_numpy() // 2
    avant, apres = (np.searchsorted(imposees, cible + d) for d in (-proche, proche))
    return np.asarray(apres > avant)


def _nursery(b: Bloc, nouveaux: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """La première année, l'ingénieur commercial du secteur veille sur le nouveau client."""
    types, n = nouveaux["type_client"], len(nouveaux)
    suivi = nouveaux["visiteur"].to_numpy().copy()
    tous = b.salaries[b.salaries["fonction"] == INGENIEUR]
    for secteur, groupe in nouveaux.groupby("secteur_id"):
        rangs = nouveaux.index.get_indexer(groupe.index)
        ingenieurs = tous.loc[tous["secteur_id"] == secteur, "salarie_id"].to_numpy()
        suivi[rangs] = ingenieurs[groupe["client_id"].to_numpy() % len(ingenieurs)]
    nursery = (types == NURSERY).to_numpy()
    suivi = np.where(nursery, nouveaux["salarie_id"], suivi)
    ecart = np.where(types == PETIT, h.parmi(_NURSERY_PETIT, n), h.parmi(_NURSERY, n))
    premiere = depuis_1970(nouveaux["date_premiere_commande"]) + 10
    fin = np.minimum(premiere + _ANCIENNETE - 30, depuis_1970(nouveaux["sortie"]) + 30)
    derniere = premiere + np.maximum(np.minimum(fin, JOUR_FIN - 5) - premiere, 0) // ecart * ecart
    table = _rythmees(nouveaux.assign(visiteur=suivi), premiere, derniere, ecart, 10)
    table["objet"] = h.parmi((SUIVI,) * 3 + (NEGOCIATION,), len(table))
    return table.assign(cas="nursery")


def _mammouths(clients: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """Six à douze visites par an, dont la négociation du contrat annuel."""
    n = len(clients)
    derniere = JOUR_FIN - h.entiers(30, n)
    premiere = depuis_1970(clients["date_premiere_commande"])
    table = _rythmees(clients, premiere, derniere, h.parmi(_MAMMOUTH, n), 12)
    table["objet"] = h.parmi((SUIVI,) * 3 + (NEGOCIATION,) * 2, len(table))
    return table.assign(cas="mammouth")


def _gouffres(b: Bloc, clients: pd.DataFrame, reste: Entiers, h: Hasard) -> pd.DataFrame:
    """Bien plus de visites que n'en paie leur marge : on les aime beaucoup."""
    visites = (reste + _EXCES) // passage(b, clients, _LONGUEMENT, 1)
    visites = np.clip(visites, *_GOUFFRE)
    premiere = depuis_1970(clients["date_premiere_commande"])
    fin = np.minimum(depuis_1970(clients["sortie"]) + 30, JOUR_FIN)
    duree = fin - np.maximum(premiere, JOUR_FIN - _AN)
    ecart = np.maximum(duree, _DEUX_MOIS) * 100 // (visites * _MANQUEES)
    derniere = fin - h.entiers(5, len(clients))
    table = _rythmees(clients, premiere, derniere, ecart, 4)
    table["objet"] = h.parmi((SUIVI,) * 3 + (NEGOCIATION,) * 2, len(table))
    return table.assign(cas="gouffre")
