"""Les prospects : d'où ils viennent, leur intérêt, et ceux qui sont devenus clients."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import FIN, Dates, en_jours, mois_de
from grc_lib.donnees.fabrique.coordonnees import autre_etablissement
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.identites import identites
from grc_lib.donnees.fabrique.metiers import MOYENNE, PARTOUT, metiers
from grc_lib.donnees.fabrique.territoires import commerciaux, partager
from grc_lib.donnees.faits import MAMMOUTH, ORIGINES, PETIT

_PAR_CLIENT = 3  # prospects au fichier pour un client (usage)
# Une fiche sans suite est effacée au bout de trois ans (CNIL).
_DEBUT = FIN - 1095
_AVANT_COMPTE = (20, 300)  # jours entre l'entrée d'une fiche et l'ouverture du compte
# Parts des origines, dans cet ordre (usage).
_PARTS, _PARTS_CONVERTIS = (475, 205, 137, 130, 53), (17, 15, 17, 25, 26)
# Mois et jours des arrivées ; sans vague, les fiches entrent toute l'année.
_VAGUES = {"fichier acheté": ((1, 9), (10, 16)), "salon": ((3, 10), (15, 27))}
_CHALEURS = ("froid", "tiède", "chaud")
# La chaleur relevée à l'entrée de la fiche, selon l'origine : elle annonce l'issue sans la dire.
_CHALEUR = {  # %, chez ceux qui n'ont pas commandé
    "fichier acheté": (80, 16, 4),
    "démarchage": (58, 32, 10),
    "salon": (40, 43, 17),
    "site web": (28, 44, 28),
    "recommandation": (14, 46, 40),
}
_CHALEUR_CONVERTIS = {  # %, chez ceux qui ont commandé
    "fichier acheté": (55, 26, 19),
    "démarchage": (31, 37, 32),
    "salon": (18, 38, 44),
    "site web": (10, 32, 58),
    "recommandation": (5, 28, 67),
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
    ouvres = np.unique(b.calendrier.apres(np.arange(_DEBUT - _AVANT_COMPTE[1], FIN)))
    convertis = _convertis(clients, ouvres, h)
    autres = _autres(b, _PAR_CLIENT * len(clients) - len(convertis), ouvres, h)
    prospects = pd.concat([convertis, autres], ignore_index=True)
    prospects["client_id"] = prospects["client_id"].astype("Int64")
    prospects["salarie_id"] = commerciaux(prospects["departement"], partager(b.salaries), b.numero)
    prospects = prospects.sort_values(["date_entree", "siret"], kind="stable", ignore_index=True)
    b.ajouter("prospects", prospects, "prospect_id")


def _convertis(clients: pd.DataFrame, ouvres: Dates, h: Hasard) -> pd.DataFrame:
    """Les clients arrivés depuis trois ans, tels qu'ils étaient au fichier des prospects."""
    nouveaux = clients[clients["date_creation"] >= _DEBUT]
    origines = np.array(ORIGINES)[h.repartir(_PARTS_CONVERTIS, len(nouveaux))]
    creation = en_jours(nouveaux["date_creation"])
    mini, maxi = _AVANT_COMPTE
    dates = _entrees(origines, creation - maxi, creation - mini, ouvres, h)
    return nouveaux[[*_IDENTITE, "client_id"]].assign(
        origine=origines,
        date_entree=dates,
        chaleur=_chaleurs(origines, _CHALEUR_CONVERTIS, h),
    )


def _autres(b: Bloc, n: int, ouvres: Dates, h: Hasard) -> pd.DataFrame:
    """Ceux qui n'ont pas commandé."""
    clients, tailles = b.tables["clients"], h.repartir(_TAILLES, n)
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
    origines = np.array(ORIGINES)[h.repartir(_PARTS, n)]
    periode = np.full(n, _DEBUT), np.full(n, FIN)
    return fiches[_IDENTITE].assign(
        origine=origines,
        date_entree=_entrees(origines, *periode, ouvres, h),
        chaleur=_chaleurs(origines, _CHALEUR, h),
        client_id=None,
    )


def _reseaux(fiches: pd.DataFrame, h: Hasard) -> None:
    """Quelques entreprises ont deux établissements : même SIREN et courriel, autre département."""
    nationaux = [m.lieu == PARTOUT for m in metiers()]
    candidats = np.array(nationaux)[fiches["metier"]] & (fiches["taille"] == MOYENNE).to_numpy()
    candidats &= ~fiches["raison_sociale"].str.contains("(", regex=False).to_numpy()
    rangs = h.ordre(len(fiches))
    rangs = rangs[candidats[rangs]]
    metier, lieu = fiches["metier"].to_numpy()[rangs], fiches["departement"].to_numpy()[rangs]
    tri = np.argsort(metier, kind="stable")
    a, b = tri[:-1:2], tri[1::2]
    paires = np.flatnonzero((metier[a] == metier[b]) & (lieu[a] != lieu[b]))
    retenues = h.tirer(paires, len(fiches) * _RESEAUX // 1000)
    sieges, agences = fiches.iloc[rangs[a[retenues]]], rangs[b[retenues]]
    communs = ["raison_sociale", "courriel"]
    fiches.loc[agences, communs] = sieges[communs].to_numpy()
    fiches.loc[agences, "siret"] = [autre_etablissement(siret) for siret in sieges["siret"]]


def _entrees(
    origines: NDArray[np.str_],
    debuts: Dates,
    fins: Dates,
    ouvres: Dates,
    h: Hasard,
) -> Dates:
    """Un jour ouvré de la période, pris dans les vagues de l'origine."""
    dates = debuts.copy()
    mois = ouvres.astype("datetime64[M]")
    rang, jour = mois_de(ouvres) + 1, (ouvres - mois).astype(np.int64) + 1
    for origine in ORIGINES:
        les_mois, (premier, dernier) = _VAGUES.get(origine, (tuple(range(1, 13)), (1, 31)))
        jours = ouvres[np.isin(rang, les_mois) & (jour >= premier) & (jour <= dernier)]
        qui = np.flatnonzero(origines == origine)
        bas, haut = np.searchsorted(jours, debuts[qui]), np.searchsorted(jours, fins[qui], "right")
        dates[qui] = jours[bas + h.entiers(haut - bas, len(qui))]
    return dates


def _chaleurs(
    origines: NDArray[np.str_], bareme: Mapping[str, Sequence[int]], h: Hasard
) -> NDArray[np.object_]:
    """L'intérêt montré en entrant au fichier, selon l'origine."""
    chaleurs = np.empty(len(origines), dtype=object)
    for origine, parts in bareme.items():
        qui = np.flatnonzero(origines == origine)
        chaleurs[qui] = np.array(_CHALEURS)[h.repartir(parts, len(qui))]
    return chaleurs
