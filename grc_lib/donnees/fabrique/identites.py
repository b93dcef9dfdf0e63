"""L'identité des clients : métier, effectif et enseigne, accordés à leur taille et à leur lieu."""

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.colonnes import Entiers, Masque
from grc_lib.donnees.fabrique.coordonnees import coordonnees
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.lieux import situer
from grc_lib.donnees.fabrique.metiers import (
    GRANDE,
    MOYENNE,
    PARTOUT,
    PETITE,
    collectivites,
    metiers,
    noms,
)
from grc_lib.donnees.faits import MAMMOUTH

_GENRES = ("feminins", "masculins")
_CA_MOYEN = 6_300  # euros par an : au-delà, le client est de taille moyenne
# Départements où l'on vend une étiquette de vin à un vigneron.
_VIGNOBLES = frozenset(
    f"{departement:02d}"
    for departements in (
        (10, 11, 13, 16, 17, 18, 21, 24, 26, 30, 33, 34, 37, 39, 40, 41, 44, 46),
        (47, 49, 51, 66, 67, 68, 69, 71, 81, 83, 84, 86, 89),
    )
    for departement in departements
)
_ARBRES = ("Tilleuls", "Ormeaux", "Cèdres", "Platanes", "Peupliers", "Oliviers", "Chênes", "Hêtres")
# Des pays inventés : ni commune ni intercommunalité ne porte ces noms.
_PAYS = (
    "Trois-Tilleuls", "Hauts-Ormeaux", "Vallons-d'Ambre", "Grands-Cèdres", "Bois-de-Lysandre",
    "Quatre-Chênes", "Prés-d'Orvanche", "Coteaux-de-Mirandelle", "Rives-de-Tréval",
    "Monts-d'Ulméa", "Landes-d'Yvraine", "Sources-de-Calédris",
)  # fmt: skip
_ANIMAUX = ("Lynx", "Grillon", "Martinet", "Chamois", "Colvert", "Faucon", "Castor", "Rossignol")


def identites(
    clients: pd.DataFrame,
    h: Hasard,
    prises: set[str],
    exerces: Iterable[tuple[int, str]] = (),
) -> None:
    """Ajoute ses colonnes d'identité à un portefeuille de clients ou de prospects.

    `prises` : les enseignes déjà données ; `exerces` : les métiers déjà pris dans une commune.
    """
    grand = clients["type_client"] == MAMMOUTH
    clients["taille"] = np.where(
        grand, GRANDE, np.where(clients["ca_vise"] > _CA_MOYEN, MOYENNE, PETITE)
    )
    situer(clients, h)
    clients["metier"] = _metiers(clients, h, set(exerces))
    clients["naf"] = [metiers()[m].naf for m in clients["metier"]]
    clients["effectif"] = _effectifs(clients, h)
    clients["raison_sociale"] = _enseignes(clients, h, prises)
    coordonnees(clients, h)


def _metiers(clients: pd.DataFrame, h: Hasard, prises: set[tuple[int, str]]) -> Entiers:
    """Les métiers de chaque taille à tour de rôle ; refusés par le lieu, ils cèdent à un autre."""
    retenus = np.full(len(clients), -1)
    lieux = clients[["departement", "insee", "commune", "habitants"]].to_dict("records")
    for taille in (PETITE, MOYENNE, GRANDE):
        lignes = np.flatnonzero(clients["taille"] == taille)
        parts = np.array([m.parts[taille] for m in metiers()])
        tour = np.repeat(np.arange(len(parts)), parts)[h.ordre(int(parts.sum()))]
        partout = np.array([m.lieu == PARTOUT for m in metiers()])
        autres = h.selon(parts * partout, len(lignes))
        for rang, ligne in enumerate(lignes):
            metier = int(tour[rang % len(tour)])
            accepte = _convient(lieux[ligne], metier, prises)
            retenus[ligne] = metier if accepte else autres[rang]
    return retenus


def _convient(client: dict[Hashable, Any], metier: int, prises: set[tuple[int, str]]) -> bool:
    """Le lieu convient-il au métier ? Une collectivité par commune, pas de vigneron à Lille."""
    lieu, habitants = metiers()[metier].lieu, int(client["habitants"])
    if lieu == PARTOUT:
        return True
    if lieu == "vignoble":
        return client["departement"] in _VIGNOBLES and habitants < 40_000
    if lieu == "ville":
        return habitants > 10_000
    libre = (metier, client["insee"]) not in prises
    prises.add((metier, client["insee"]))
    # Pas de collectivité dans les communes en H : l'ôter changerait les achats de toute la base.
    return libre and habitants < 60_000 and client["commune"][0] != "H"


def _effectifs(clients: pd.DataFrame, h: Hasard) -> Entiers:
    """L'effectif d'un petit client de ce métier ; d'une à trois fois le plafond pour un moyen.

    Une collectivité emploie un agent pour soixante-dix habitants.
    """
    mini, maxi = np.array([metiers()[m].effectif for m in clients["metier"]]).T
    moyen = (clients["taille"] == MOYENNE).to_numpy()
    bas, haut = np.where(moyen, maxi, mini), np.where(moyen, 3 * maxi, maxi)
    tirage = h.moindre(bas, haut, len(clients))
    agents = 8 + clients["habitants"].to_numpy() // 70
    return np.where(collectivites(clients["metier"]), agents, tirage)


def _enseignes(clients: pd.DataFrame, h: Hasard, prises: set[str]) -> list[str]:
    """Une enseigne par client ; un homonyme précise sa commune, son code postal ou son numéro."""
    n, listes = len(clients), noms()
    familles = h.parmi(listes["noms"], n)
    racines = np.array(listes["racines"])[h.ordre(len(listes["racines"]))]
    choix, rangs = h.entiers(60, n), np.cumsum(clients["taille"] == GRANDE) - 1
    enseignes = []
    lieux = clients[["client_id", "metier", "commune", "code_postal"]]
    for ligne, (numero, metier, commune, code) in enumerate(lieux.itertuples(index=False)):
        modeles = metiers()[metier].enseignes
        possibles = (
            modeles[rang % len(modeles)].format(
                nom=familles[ligne],
                racine=racines[rangs[ligne] % len(racines)],
                pays=_PAYS[choix[ligne] % len(_PAYS)],
                arbre=_ARBRES[choix[ligne] % len(_ARBRES)],
                animal=_ANIMAUX[choix[ligne] % len(_ANIMAUX)],
            )
            for rang in range(choix[ligne], choix[ligne] + len(modeles))
        )
        enseigne = next(e for e in possibles if e not in listes["maisons"])
        precisions = "", f" ({commune})", f" ({code} {commune})", f" n° {numero}"
        libre = next(enseigne + p for p in precisions if enseigne + p not in prises)
        prises.add(libre)
        enseignes.append(libre)
    return enseignes


def prenoms(femme: Masque, h: Hasard) -> NDArray[np.str_]:
    """Un prénom féminin ou masculin pour chacun."""
    feminins, masculins = (h.parmi(noms()[f"prenoms_{g}"], len(femme)) for g in _GENRES)
    return np.where(femme, feminins, masculins)


def sans_precision(enseignes: "pd.Series[str]") -> "pd.Series[str]":
    """Les enseignes sans ce qui distingue les homonymes : « (commune) »."""
    return enseignes.str.replace(r" \(.*", "", regex=True)
