"""L'identité des clients : métier, effectif et enseigne, accordés à leur taille et à leur lieu."""

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.coordonnees import coordonnees, simple
from grc_lib.donnees.fabrique.hasard import Entiers, Hasard
from grc_lib.donnees.fabrique.lieux import situer
from grc_lib.donnees.fabrique.metiers import (
    COLLECTIVITE,
    GRAND,
    MOYEN,
    PARTOUT,
    PETIT,
    metiers,
    noms,
)
from grc_lib.donnees.faits import MAMMOUTH

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
ARBRES = ("Tilleuls", "Ormeaux", "Cèdres", "Platanes", "Peupliers", "Oliviers", "Chênes", "Hêtres")
ANIMAUX = ("Lynx", "Grillon", "Martinet", "Chamois", "Colvert", "Faucon", "Castor", "Rossignol")


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
        grand, GRAND, np.where(clients["ca_vise"] > _CA_MOYEN, MOYEN, PETIT)
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
    for taille in (PETIT, MOYEN, GRAND):
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
    """Le lieu convient-il au métier ? Une mairie par commune, pas de vigneron à Lille."""
    lieu, habitants = metiers()[metier].lieu, int(client["habitants"])
    if lieu == PARTOUT:
        return True
    if lieu == "vignoble":
        return client["departement"] in _VIGNOBLES and habitants < 40_000
    if lieu == "ville":
        return habitants > 10_000
    libre = (metier, client["insee"]) not in prises
    prises.add((metier, client["insee"]))
    # « de Haguenau », « d'Hyères » : l'initiale H ne dit pas si l'on élide.
    return libre and habitants < 60_000 and client["commune"][0] != "H"


def _effectifs(clients: pd.DataFrame, h: Hasard) -> Entiers:
    """L'effectif d'un petit client de ce métier ; d'une à trois fois le plafond pour un moyen.

    Une collectivité emploie un agent pour soixante-dix habitants.
    """
    exerces = [metiers()[m] for m in clients["metier"]]
    mini, maxi = np.array([m.effectif for m in exerces]).T
    moyen = (clients["taille"] == MOYEN).to_numpy()
    bas, haut = np.where(moyen, maxi, mini), np.where(moyen, 3 * maxi, maxi)
    largeur, n = haut - bas + 1, len(clients)
    tirage = bas + np.minimum(h.entiers(largeur, n), h.entiers(largeur, n))
    collectivite = [m.lieu == COLLECTIVITE for m in exerces]
    return np.where(collectivite, 8 + clients["habitants"].to_numpy() // 70, tirage)


def _enseignes(clients: pd.DataFrame, h: Hasard, prises: set[str]) -> list[str]:
    """Une enseigne par client ; un homonyme précise sa commune, son code postal ou son numéro."""
    n, listes = len(clients), noms()
    familles = h.parmi(listes["noms"], n)
    racines = np.array(listes["racines"])[h.ordre(len(listes["racines"]))]
    choix, rangs = h.entiers(60, n), np.cumsum(clients["taille"] == GRAND) - 1
    enseignes = []
    lieux = clients[["client_id", "metier", "commune", "code_postal"]]
    for ligne, (numero, metier, commune, code) in enumerate(lieux.itertuples(index=False)):
        modeles = metiers()[metier].enseignes
        possibles = (
            modeles[rang % len(modeles)].format(
                nom=familles[ligne],
                racine=racines[rangs[ligne] % len(racines)],
                commune=commune,
                de_commune=_de(commune),
                arbre=ARBRES[choix[ligne] % len(ARBRES)],
                animal=ANIMAUX[choix[ligne] % len(ANIMAUX)],
            )
            for rang in range(choix[ligne], choix[ligne] + len(modeles))
        )
        enseigne = next(e for e in possibles if e not in listes["maisons"])
        precisions = (
            enseigne,
            f"{enseigne} ({commune})",
            f"{enseigne} ({code} {commune})",
            f"{enseigne} n° {numero}",
        )
        libre = next(e for e in precisions if e not in prises)
        prises.add(libre)
        enseignes.append(libre)
    return enseignes


def _de(commune: str) -> str:
    """« d'Arques », « du Cellier », « des Herbiers », « de Melun »."""
    for article, contracte in (("Le ", "du "), ("Les ", "des ")):
        if commune.startswith(article):
            return contracte + commune.removeprefix(article)
    return f"d'{commune}" if simple(commune)[0] in "aeiouy" else f"de {commune}"
