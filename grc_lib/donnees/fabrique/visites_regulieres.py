"""Les visites que l'on doit aux clients, à leur rythme : Préférés, Nursery, Mammouths, gouffres.

Les jours sont des entiers (depuis 1970) ; un point est le rang d'un client dans le bloc.
"""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import JOUR_FIN, Entiers, cles_datees, depuis_1970
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.secteurs import INGENIEUR
from grc_lib.donnees.fabrique.trajectoires import ventes_recentes
from grc_lib.donnees.faits import (
    BEAU_CA,
    MAMMOUTH,
    NURSERY,
    PETIT,
    PREFERE,
)

_SUIVI, NEGOCIATION = "suivi", "négociation"
# Jours entre deux visites. Un Préféré en reçoit deux par an, le plus souvent.
_PREFERE = (365, 365, 182, 182, 182, 182, 182, 182, 182, 122, 122, 91)
_MAMMOUTH = (31, 34, 38, 42, 46, 52, 60)
_NURSERY, _NURSERY_PETIT = (44, 50, 56, 66, 80), (110, 160)  # la première année
_ANCIENNETE = 365  # jours : au-delà, un nouveau client n'est plus une Nursery
_APRES_DEPART = 90  # jours pendant lesquels on tente encore de revoir un client perdu
# Préférés actifs que l'on ne visite plus (%), et depuis combien de jours ; les autres ont été
# vus plus récemment que cela, sans compter la latitude laissée au commercial.
_DELAISSES, _SANS_VISITE, _VU_DEPUIS, _LATITUDE = 20, (195, 560), 140, 28
# Les gouffres : l'approche (hectomètres) et le coût d'un passage (centimes), selon que leur marge
# est faible ou non ; ce qu'on dépense au-delà de cette marge (centimes) ; les visites d'un an.
_PRES, _LOIN, _MARGE_LOIN = (400, 11_000), (650, 14_000), 250_000
_EXCES, _GOUFFRE = 140_000, (25, 40)
_FAIBLE_MARGE = 600_000  # centimes : d'un beau CA qui rapporte moins, on s'occupe peu
_AN, _DEUX_MOIS = 365, 60  # jours


def regulieres(b: Bloc, clients: pd.DataFrame, fermes: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """Les visites dues aux clients selon leur type ; `fermes` : celles qu'imposent les faits."""
    ca, marge = ventes_recentes(clients, b.tables["commandes"], b.tables["lignes_commande"])
    prudence = (ca > BEAU_CA * 100) & (marge < _FAIBLE_MARGE)
    gouffre = clients["gouffre"]
    prefere = (clients["type_client"] == PREFERE) & ~gouffre
    return pd.concat(
        [
            _preferes(clients[prefere], prudence, ca > 0, fermes, h),
            _nursery(b, clients[~clients["ancien"] & ~gouffre], prudence, h),
            _mammouths(clients[(clients["type_client"] == MAMMOUTH) & ~gouffre], h),
            _gouffres(clients[gouffre], marge[gouffre], h),
        ],
        ignore_index=True,
    )


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
            "objet": _SUIVI,
            "cas": "",
        }
    )


def _preferes(
    clients: pd.DataFrame,
    prudence: pd.Series,
    commande: pd.Series,
    fermes: pd.DataFrame,
    h: Hasard,
) -> pd.DataFrame:
    """Environ deux visites par an, sauf aux délaissés ; une visite imposée en remplace une."""
    n, ouverts = len(clients), clients["actif"] & commande[clients.index]
    ecart = h.parmi(_PREFERE, n)
    ecart = np.where(prudence[clients.index], np.maximum(ecart, _PREFERE[2]), ecart)
    derniere = JOUR_FIN - h.entiers(np.minimum(ecart, _VU_DEPUIS), n)
    recentes = fermes.loc[fermes["fin"] > JOUR_FIN - _SANS_VISITE[0], "point"]
    candidats = np.flatnonzero(ouverts & ~clients.index.isin(recentes))
    delaisses = h.tirer(candidats, int(ouverts.sum()) * _DELAISSES // 100)
    derniere[delaisses] = JOUR_FIN - _LATITUDE - h.entre(*_SANS_VISITE, len(delaisses))
    sorties = pd.Series(depuis_1970(clients["sortie"]), index=clients.index)
    derniere = np.minimum(derniere, sorties.to_numpy() + _APRES_DEPART)
    premiere = depuis_1970(clients["entree"]) + np.where(clients["ancien"], 10, _ANCIENNETE)
    table = _rythmees(clients, premiere, derniere, ecart, _LATITUDE)
    table["objet"] = h.parmi((_SUIVI,) * 4 + (NEGOCIATION,), len(table))
    sortie = sorties[table["point"]].to_numpy()
    table["cas"] = np.where((table["debut"] > sortie) & (sortie < JOUR_FIN), "perdu", "")
    return table[~_doublees(table, fermes)]


def _doublees(table: pd.DataFrame, fermes: pd.DataFrame) -> pd.Series:
    """Les visites à moins de deux mois d'une visite imposée au même client."""
    imposees = np.sort(cles_datees(fermes["point"], fermes["fin"]))
    cible = cles_datees(table["point"], (table["debut"] + table["fin"]) // 2)
    avant, apres = (np.searchsorted(imposees, cible + d) for d in (-_DEUX_MOIS, _DEUX_MOIS))
    return pd.Series(apres > avant, index=table.index)


def _nursery(b: Bloc, nouveaux: pd.DataFrame, prudence: pd.Series, h: Hasard) -> pd.DataFrame:
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
    rare = (types == PETIT) | prudence[nouveaux.index]
    ecart = np.where(rare, h.parmi(_NURSERY_PETIT, n), h.parmi(_NURSERY, n))
    premiere = depuis_1970(nouveaux["date_premiere_commande"]) + 10
    fin = np.minimum(premiere + _ANCIENNETE - 30, depuis_1970(nouveaux["sortie"]) + 30)
    derniere = premiere + np.maximum(np.minimum(fin, JOUR_FIN - 5) - premiere, 0) // ecart * ecart
    table = _rythmees(nouveaux.assign(visiteur=suivi), premiere, derniere, ecart, 10)
    table["objet"] = h.parmi((_SUIVI,) * 3 + (NEGOCIATION,), len(table))
    return table.assign(cas="nursery")


def _mammouths(clients: pd.DataFrame, h: Hasard) -> pd.DataFrame:
    """Six à douze visites par an, dont la négociation du contrat annuel."""
    n = len(clients)
    derniere = JOUR_FIN - h.entiers(30, n)
    premiere = depuis_1970(clients["date_premiere_commande"])
    table = _rythmees(clients, premiere, derniere, h.parmi(_MAMMOUTH, n), 12)
    table["objet"] = h.parmi((_SUIVI,) * 3 + (NEGOCIATION,) * 2, len(table))
    return table.assign(cas="mammouth")


def _gouffres(clients: pd.DataFrame, marge: pd.Series, h: Hasard) -> pd.DataFrame:
    """Bien plus de visites que n'en paie leur marge : on les aime beaucoup."""
    loin = marge.to_numpy() > _MARGE_LOIN
    passage = np.where(loin, _LOIN[1], _PRES[1])
    visites = np.clip((marge.to_numpy() + _EXCES) // passage, *_GOUFFRE)
    ecart = _AN * 100 // (visites * 120)  # les congés en font sauter une sur cinq
    derniere = JOUR_FIN - h.entiers(8, len(clients))
    premiere = depuis_1970(clients["date_premiere_commande"])
    table = _rythmees(clients, premiere, derniere, ecart, 4)
    table["objet"] = h.parmi((_SUIVI,) * 3 + (NEGOCIATION,) * 2, len(table))
    approche = pd.Series(np.where(loin, _LOIN[0], _PRES[0]), index=clients.index)
    return table.assign(cas="gouffre", approche=approche[table["point"]].to_numpy())
