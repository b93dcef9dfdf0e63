"""Les prospects : d'où ils viennent, leur intérêt, et ceux qui sont devenus clients."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.coordonnees import autre_etablissement
from grc_lib.donnees.fabrique.hasard import Entiers, Hasard
from grc_lib.donnees.fabrique.identites import identites
from grc_lib.donnees.fabrique.metiers import MOYEN, PARTOUT, metiers
from grc_lib.donnees.fabrique.territoires import commerciaux, partager
from grc_lib.donnees.faits import AUJOURDHUI, MAMMOUTH, ORIGINES, PETIT

_PAR_CLIENT = 3  # prospects au fichier pour un client (usage)
# Une fiche sans suite est effacée au bout de trois ans (CNIL).
_DEBUT = np.datetime64(AUJOURDHUI) - 1095
_AVANT_COMPTE = (20, 300)  # jours entre l'entrée d'une fiche et l'ouverture du compte
# Parts des origines, dans cet ordre (usage).
_PARTS, _PARTS_CONVERTIS = (475, 205, 137, 130, 53), (17, 15, 17, 25, 26)
# Mois et jours des arrivées ; sans vague, les fiches entrent toute l'année.
_VAGUES = {"fichier acheté": ((1, 9), (10, 16)), "salon": ((3, 10), (15, 27))}
_CHALEURS = ("froid", "tiède", "chaud")
_CHALEUR = {  # %, chez ceux qui n'ont pas commandé
    "fichier acheté": (80, 16, 4),
    "démarchage": (58, 32, 10),
    "salon": (40, 43, 17),
    "site web": (28, 44, 28),
    "recommandation": (14, 46, 40),
}
_TAILLES = (700, 295, 5)  # petits, moyens, grands (pour mille)
_CA_VISES = np.array([3_000, 20_000, 200_000])  # euros : ce qui fait la taille dans `identites`
# Loin des numéros des clients : ni SIRET ni, dans la base livrée, téléphone en commun.
_PREMIER_NUMERO = 10_005_000
_RESEAUX = 12  # entreprises à deux établissements au fichier, pour mille prospects
_IDENTITE = ["raison_sociale", "siret", "naf", "effectif", "adresse", "code_postal", "commune"]
_IDENTITE += ["insee", "departement", "region", "latitude", "longitude", "telephone", "courriel"]
_IDENTITE += ["secteur_id", "taille", "habitants"]


def ajouter(b: Bloc) -> None:
    """La table `prospects`, de la plus ancienne fiche à la plus récente."""
    h, clients = b.hasard("prospects"), b.tables["clients"]
    jours = np.arange(_DEBUT - _AVANT_COMPTE[1], np.datetime64(AUJOURDHUI))
    ouvres = np.unique(b.calendrier.apres(jours, np.zeros_like(jours, dtype=np.int64)))
    convertis = _convertis(clients, ouvres, h)
    autres = _autres(b, _PAR_CLIENT * len(clients) - len(convertis), ouvres, h)
    prospects = pd.concat([convertis, autres], ignore_index=True)
    prospects["client_id"] = prospects["client_id"].astype("Int64")
    prospects["salarie_id"] = commerciaux(prospects["departement"], partager(b.salaries), b.numero)
    prospects = prospects.sort_values(["date_entree", "siret"], kind="stable", ignore_index=True)
    b.ajouter("prospects", prospects, "prospect_id")


def repartir(parts: Sequence[int], n: int, h: Hasard) -> Entiers:
    """`n` rangs mêlés, en proportion exacte des parts."""
    cumul = np.cumsum(np.asarray(parts, dtype=np.int64))
    rangs = (2 * h.ordre(n) + 1) * cumul[-1] // (2 * n)
    tirage: Entiers = np.searchsorted(cumul, rangs, side="right")
    return tirage


def _convertis(clients: pd.DataFrame, ouvres: NDArray[np.datetime64], h: Hasard) -> pd.DataFrame:
    """Les clients arrivés depuis trois ans, tels qu'ils étaient au fichier des prospects."""
    nouveaux = clients[clients["date_creation"] >= _DEBUT]
    origines = np.array(ORIGINES)[repartir(_PARTS_CONVERTIS, len(nouveaux), h)]
    creation = nouveaux["date_creation"].to_numpy().astype("datetime64[D]")
    mini, maxi = _AVANT_COMPTE
    dates = _entrees(origines, creation - maxi, creation - mini, ouvres, h)
    return nouveaux[[*_IDENTITE, "client_id"]].assign(
        origine=origines, date_entree=dates, chaleur="chaud"
    )


def _autres(b: Bloc, n: int, ouvres: NDArray[np.datetime64], h: Hasard) -> pd.DataFrame:
    """Ceux qui n'ont pas commandé."""
    clients, tailles = b.tables["clients"], repartir(_TAILLES, n, h)
    fiches = pd.DataFrame(
        {
            "client_id": _PREMIER_NUMERO + b.deja.suivants("fiches", n),
            "type_client": np.array([PETIT, PETIT, MAMMOUTH])[tailles],
            "ca_vise": _CA_VISES[tailles],
        }
    )
    mairies = set(zip(clients["metier"], clients["insee"], strict=True))
    identites(fiches, h, set(clients["raison_sociale"]), mairies)
    _reseaux(fiches, h)
    origines = np.array(ORIGINES)[repartir(_PARTS, n, h)]
    periode = np.full(n, _DEBUT), np.full(n, np.datetime64(AUJOURDHUI))
    return fiches[_IDENTITE].assign(
        origine=origines,
        date_entree=_entrees(origines, *periode, ouvres, h),
        chaleur=_chaleurs(origines, h),
        client_id=None,
    )


def _reseaux(fiches: pd.DataFrame, h: Hasard) -> None:
    """Quelques entreprises ont deux établissements : même SIREN et courriel, autre département."""
    nationaux = [m.lieu == PARTOUT for m in metiers()]
    candidats = np.array(nationaux)[fiches["metier"]] & (fiches["taille"] == MOYEN).to_numpy()
    candidats &= ~fiches["raison_sociale"].str.contains("(", regex=False).to_numpy()
    rangs = h.ordre(len(fiches))
    rangs = rangs[candidats[rangs]]
    metier, lieu = fiches["metier"].to_numpy()[rangs], fiches["departement"].to_numpy()[rangs]
    tri = np.argsort(metier, kind="stable")
    a, b = tri[:-1:2], tri[1::2]
    paires = np.flatnonzero((metier[a] == metier[b]) & (lieu[a] != lieu[b]))
    retenues = paires[h.ordre(len(paires))[: len(fiches) * _RESEAUX // 1000]]
    sieges, agences = fiches.iloc[rangs[a[retenues]]], rangs[b[retenues]]
    communs = ["raison_sociale", "courriel"]
    fiches.loc[agences, communs] = sieges[communs].to_numpy()
    fiches.loc[agences, "siret"] = [autre_etablissement(siret) for siret in sieges["siret"]]


def _entrees(
    origines: NDArray[np.str_],
    debuts: NDArray[np.datetime64],
    fins: NDArray[np.datetime64],
    ouvres: NDArray[np.datetime64],
    h: Hasard,
) -> NDArray[np.datetime64]:
    """Un jour ouvré de la période, pris dans les vagues de l'origine."""
    dates = debuts.copy()
    mois = ouvres.astype("datetime64[M]")
    rang, jour = mois.astype(np.int64) % 12 + 1, (ouvres - mois).astype(np.int64) + 1
    for origine in ORIGINES:
        les_mois, (premier, dernier) = _VAGUES.get(origine, (tuple(range(1, 13)), (1, 31)))
        jours = ouvres[np.isin(rang, les_mois) & (jour >= premier) & (jour <= dernier)]
        qui = np.flatnonzero(origines == origine)
        bas, haut = np.searchsorted(jours, debuts[qui]), np.searchsorted(jours, fins[qui], "right")
        dates[qui] = jours[bas + h.entiers(haut - bas, len(qui))]
    return dates


def _chaleurs(origines: NDArray[np.str_], h: Hasard) -> NDArray[np.object_]:
    """L'intérêt montré, selon l'origine."""
    chaleurs = np.empty(len(origines), dtype=object)
    for origine, parts in _CHALEUR.items():
        qui = np.flatnonzero(origines == origine)
        chaleurs[qui] = np.array(_CHALEURS)[repartir(parts, len(qui), h)]
    return chaleurs
