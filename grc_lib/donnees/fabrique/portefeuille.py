"""Le portefeuille : type, poids, rythme, prix négociés et histoire de chaque client."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.colonnes import FIN, Dates, Entiers, arrondi, en_jours
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.trajectoires import planter
from grc_lib.donnees.faits import DEBUT_12_MOIS, MAMMOUTH, NURSERY, PETIT, PREFERE


@dataclass(frozen=True)
class Profil:
    """Ce qui distingue un type de client. Les pourcentages sont entiers."""

    part: int  # pour dix mille clients
    ca: tuple[int, ...]  # CA annuel visé (euros), à des rangs régulièrement espacés
    panier: int  # panier moyen visé (euros) : fixe le nombre de commandes par an
    commandes: tuple[int, int]  # bornes du nombre de commandes par an, en centièmes
    negociation: tuple[int, ...]  # baisse de prix obtenue, en %
    depart: int  # part des clients perdus avant aujourd'hui, en %


_PROFILS = {
    MAMMOUTH: Profil(
        150, (110_000, 150_000, 196_000, 264_000, 472_000), 3600, (3500, 12000), (30, 33, 35, 37), 0
    ),
    PREFERE: Profil(
        2700,
        (7_000, 10_200, 14_200, 19_500, 26_000, 34_500, 48_000, 88_000),
        2600,
        (550, 1800),
        (4, 7, 10, 13, 16, 19, 22),
        12,
    ),
    NURSERY: Profil(
        900,
        (500, 1_200, 2_400, 4_800, 9_500, 18_000, 33_000),
        1600,
        (500, 1200),
        (0, 0, 3, 5, 8),
        15,
    ),
    PETIT: Profil(
        6250,
        (300, 640, 1_080, 1_640, 2_320, 3_150, 4_250, 5_500, 7_000),
        640,
        (210, 750),
        (0, 0, 0, 2),
        18,
    ),
}
_PART_ARRIVEES = 25  # % des Préférés et Petits arrivés depuis le début de l'historique
_PART_ENCORE_OUVERTS = 35  # % des clients perdus dont personne n'a fermé le compte
# Les « prix d'ami » : % des clients du type, parmi ceux qui pèsent plus de tant d'euros par an.
_PART_FAIBLE_MARGE = {MAMMOUTH: 17, PREFERE: 13}
_CA_FAIBLE_MARGE = 12_000
_BAISSE_FAIBLE_MARGE = (39, 41, 43, 45, 47)


def portefeuille(n: int, debut: np.datetime64, h: Hasard) -> pd.DataFrame:
    """Un bloc de `n` clients, du plus ancien compte au plus récent, sans leur identité."""
    clients = pd.concat(
        [_clients(type_client, k, debut, h) for type_client, k in _effectifs(n).items()],
        ignore_index=True,
    )
    planter(clients, h)
    clients = clients.sort_values(["date_creation", "ca_vise"], kind="stable", ignore_index=True)
    _etirer(clients, debut)
    return clients


def _etirer(clients: pd.DataFrame, debut: np.datetime64) -> None:
    """Étale les comptes anciens de 1996 au début de l'historique, dans le même ordre."""
    ancien, premier = clients["ancien"].to_numpy(), np.datetime64("1996-01-01")
    rang = (en_jours(clients["date_creation"])[ancien] - premier).astype(np.int64)
    duree = (debut - premier).astype(np.int64) - 1
    dates = premier + np.maximum(rang, 0) * duree // max(int(rang.max(initial=1)), 1)
    clients.loc[ancien, "date_creation"] = np.busday_offset(dates, 0, roll="backward")


def _effectifs(n: int) -> dict[str, int]:
    """Des effectifs proportionnels aux profils, un client au moins par type."""
    effectifs = {t: max(1, arrondi(n * p.part, 10_000)) for t, p in _PROFILS.items() if t != PETIT}
    return effectifs | {PETIT: n - sum(effectifs.values())}


def _clients(type_client: str, n: int, debut: np.datetime64, h: Hasard) -> pd.DataFrame:
    """Les `n` clients d'un type."""
    profil = _PROFILS[type_client]
    ca = _etager(profil.ca, n)[h.ordre(n)]
    dates = _entrees(type_client, n, debut, h)
    return dates.assign(
        type_client=type_client,
        ca_vise=ca,
        commandes_an=np.clip(ca * 100 // profil.panier, *profil.commandes),
        negociation=_baisses(type_client, ca, h),
        derive=h.parmi((-9, -6, -4, -2, 0, 0, 2, 4, 6, 9), n),  # % du panier, par an
        **_departs(type_client, en_jours(dates["entree"]), h),
    )


def _etager(paliers: tuple[int, ...], n: int) -> Entiers:
    """`n` valeurs régulièrement espacées sur la courbe, interpolées en entiers."""
    courbe = np.array(paliers, dtype=np.int64)
    position = (2 * np.arange(n) + 1) * (len(courbe) - 1) * 1000 // (2 * n)
    bas, reste = position // 1000, position % 1000
    valeurs: Entiers = courbe[bas] + (courbe[bas + 1] - courbe[bas]) * reste // 1000
    return valeurs


def _baisses(type_client: str, ca: Entiers, h: Hasard) -> Entiers:
    """La négociation de chacun (%) ; quelques gros comptes ont arraché un prix d'ami."""
    baisses = h.parmi(_PROFILS[type_client].negociation, len(ca))
    candidats = h.ordre(len(ca))
    candidats = candidats[ca[candidats] > _CA_FAIBLE_MARGE]
    amis = candidats[: len(ca) * _PART_FAIBLE_MARGE.get(type_client, 0) // 100]
    baisses[amis] = h.parmi(_BAISSE_FAIBLE_MARGE, len(amis))
    return baisses


def _entrees(type_client: str, n: int, debut: np.datetime64, h: Hasard) -> pd.DataFrame:
    """Ouverture du compte et entrée dans l'historique, où les anciens clients sont déjà."""
    un_an = np.datetime64(DEBUT_12_MOIS)
    if type_client == NURSERY:
        ancien, entree = np.zeros(n, dtype=bool), un_an + h.entiers(350, n)
    else:
        part = 0 if type_client == MAMMOUTH else _PART_ARRIVEES
        ancien = h.entiers(100, n) >= part
        jours = int((un_an - debut).astype(np.int64)) - 95
        entree = np.where(ancien, debut, debut + 90 + h.entiers(jours, n))
    anciennete = np.minimum(np.datetime64("1996-01-01") + h.entiers(25 * 365, n), debut)
    ouverture = np.where(ancien, anciennete, entree - h.entre(4, 60, n))
    creation = np.busday_offset(ouverture, 0, roll="backward")
    return pd.DataFrame({"ancien": ancien, "entree": entree, "date_creation": creation})


def _departs(type_client: str, entree: Dates, h: Hasard) -> dict[str, NDArray[Any]]:
    """La sortie de l'historique (aujourd'hui pour qui reste) et l'état du compte."""
    n, fin = len(entree), FIN
    fidele = 400 if type_client == PREFERE else 60  # jours avant un départ
    duree = (fin - entree).astype(np.int64) - fidele
    perdu = (h.entiers(100, n) < _PROFILS[type_client].depart) & (duree > 0)
    sortie = np.where(perdu, entree + fidele + h.entiers(np.maximum(duree, 1), n), fin)
    return {"sortie": sortie, "actif": ~perdu | (h.entiers(100, n) < _PART_ENCORE_OUVERTS)}
