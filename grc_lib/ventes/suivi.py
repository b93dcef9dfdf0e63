"""Suivre les ventes et les prévisions (S522-3) : pipeline pondéré, écarts, courbe en Z."""

import math
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._arguments import decimale
from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import lignes, liste, positif, quotient, seul, taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.ventes._series import lire_paire


@dataclass(frozen=True)
class Ecarts(Resultat):
    """Qualité d'une prévision.

    Champs : biais (écart moyen réel − prévu, unité des ventes : négatif, on prévoit trop), mape
    (erreur absolue moyenne en part du réel, décimale) ; puis reel et prevu (les données).
    """

    biais: float
    mape: float
    _: KW_ONLY
    reel: tuple[float, ...] = field(repr=False)
    prevu: tuple[float, ...] = field(repr=False)

    def etapes(self) -> Iterator[Etape]:
        n = len(self.reel)
        calcul = f"({nombre(sum(self.reel))} − {nombre(sum(self.prevu))}) / {n}"
        yield Etape("Biais", "(Σ réel − Σ prévu) / n", calcul, nombre(self.biais))
        calcul = f"{nombre(self.mape * n, 4)} / {n}"
        yield Etape("MAPE", "Σ(|réel − prévu| / réel) / n", calcul, pourcentage(self.mape))

    def conventions(self) -> Iterator[str]:
        yield "écart = réel − prévu : un biais négatif dit que l'on prévoit trop"


def prevision_ponderee(affaires: Any) -> float:
    """La prévision agrégée d'un portefeuille d'affaires : Σ montant × probabilité.

    Paramètres
    ----------
    affaires : une ligne (montant, probabilité) par affaire en cours ; montant positif, probabilité
        de signer décimale, de 0 à 1. Liste de couples, ou tableau de deux colonnes.

    Renvoie
    -------
    Le montant attendu, dans l'unité des montants : une moyenne, pas ce qui sera signé.

    Lève
    ----
    NonCalculable s'il n'y a aucune affaire ; ArgumentInvalide pour une probabilité en pourcentage
    ou un montant négatif.

    Exemple
    -------
    >>> prevision_ponderee([(50000, 0.8), (30000, 0.5), (20000, 0.1)])
    57000.0

    Source
    ------
    S522, agrégation des prévisions individuelles (cas AG01).
    """
    couples = lignes("affaires", affaires, "montant", "probabilite")
    if not couples:
        raise NonCalculable("Aucune affaire en cours : il n'y a rien à agréger.")
    return math.fsum(
        positif(f"montant, ligne {rang}", float(decimale(f"montant, ligne {rang}", montant)))
        * seul(taux, f"probabilite, ligne {rang}", probabilite)
        for rang, (montant, probabilite) in enumerate(couples, 1)
    )


def ecarts(reel: Any, prevu: Any) -> Ecarts:
    """Les écarts entre les ventes réelles et les ventes prévues : leur sens et leur taille.

    Biais = moyenne de (réel − prévu) ; MAPE = moyenne de |réel − prévu| / réel.

    Paramètres
    ----------
    reel, prevu : les ventes réelles et prévues, positives, période par période (même unité).

    Renvoie
    -------
    `Ecarts` : biais (unité des ventes ; négatif, on prévoit trop) et mape (décimal).

    Lève
    ----
    NonCalculable si une vente réelle est nulle ou si les séries sont vides ; ArgumentInvalide si
    elles n'ont pas la même longueur (ou les mêmes étiquettes), ou pour une vente négative.

    Exemple
    -------
    >>> biais, mape = ecarts(reel=[100, 200, 150], prevu=[120, 190, 165])
    >>> round(biais, 2), round(mape, 4)
    (-8.33, 0.1167)

    Source
    ------
    S522, qualité des prévisions.
    """
    paire = lire_paire("reel", reel, "prevu", prevu)
    reels, prevus = positif("reel", paire[0]), positif("prevu", paire[1])
    erreurs = quotient(
        np.abs(reels - prevus),
        reels,
        "Une vente réelle est nulle : l'erreur en pourcentage du réel n'existe pas. Retirez cette "
        "période ou regroupez-la avec une autre.",
    )
    biais, mape = float(np.mean(reels - prevus)), float(np.mean(erreurs))
    return Ecarts(biais, mape, reel=tuple(reels.tolist()), prevu=tuple(prevus.tolist()))


def courbe_z(mensuel: Any) -> pd.DataFrame:
    """Les trois courbes du graphique en Z : ventes du mois, cumul de l'année, total mobile.

    Le total mobile d'un mois additionne ce mois et les onze précédents : il efface les saisons. En
    décembre, le cumul le rejoint et ferme le Z.

    Paramètres
    ----------
    mensuel : de 13 à 24 ventes mensuelles, dans l'ordre : les douze mois de l'année précédente,
        puis ceux de l'année à tracer. Un mois sans vente vaut 0, il a sa place.

    Renvoie
    -------
    `DataFrame`, une ligne par mois de l'année à tracer : mensuel, cumul, total_mobile. Index : les
    étiquettes de `mensuel` si c'est une `Series`, sinon le rang du mois.

    Lève
    ----
    NonCalculable s'il y a moins de 13 mois ; ArgumentInvalide au-delà de 24.

    Exemple
    -------
    >>> courbe_z([10] * 12 + [12, 15, 9])
          mensuel  cumul  total_mobile
    mois
    1        12.0   12.0         122.0
    2        15.0   27.0         127.0
    3         9.0   36.0         126.0

    Source
    ------
    S522, total mobile et courbe en Z.
    """
    ventes = liste("mensuel", mensuel, au_moins=13)
    if len(ventes) > 24:
        attendu = "de 13 à 24 mois : l'année précédente entière, puis l'année à tracer"
        raise ArgumentInvalide("mensuel", f"{len(ventes)} mois", attendu)
    mois = pd.RangeIndex(1, len(ventes) - 11, name="mois")
    return pd.DataFrame(
        {
            "mensuel": ventes[12:],
            "cumul": np.cumsum(ventes[12:]),
            "total_mobile": np.convolve(ventes, np.ones(12), "valid")[1:],
        },
        index=mensuel.index[12:] if isinstance(mensuel, pd.Series) else mois,
    )
