"""Ce que vaut l'annonce de chacun : ses devis, ce qu'il en signe, ce qu'il croit en signer."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Entiers, Masque, tranches
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.secteurs import TERRAIN

# Probabilités annoncées (%) et leur part dans les devis remis, pour mille (usage).
PALIERS = np.array([20, 40, 60, 80], dtype=np.int64)
_PARTS = np.array([250, 300, 250, 200], dtype=np.int64)
_PENTE = np.array([-2, -1, 1, 2], dtype=np.int64)  # vers des affaires plus ou moins sûres
_PENTE_MAXI = 95  # au-delà, un palier disparaîtrait
_SIGNES = (400, 565)  # devis signés sur mille remis, selon la personne
# Écart du taux vrai à l'annonce (pour mille) : on sous-estime les affaires incertaines, on
# surestime les bonnes ; chacun y ajoute le sien.
_MINI_GLISSEMENT, _MAXI_GLISSEMENT = 6, 20
_SENS = np.array([1, 1, -1, -1], dtype=np.int64)
_ECART = 30
# Montant annoncé pour dix mille signés : à peu près juste, un peu plus ou un peu moins.
_JUSTE = 10_000
_ERREURS = (110, 1190)
_SECTEUR_PESSIMISTE, _PESSIMISME = 1, (-1090, -910)  # son premier commercial terrain
_ECART_OPTIMISTE = (-190, 190)


@dataclass(frozen=True)
class Annonces:
    """Une ligne par salarié, dans l'ordre de leurs numéros ; une colonne par palier."""

    numeros: Entiers
    parts: Entiers  # des devis remis, pour mille
    taux: Entiers  # devis signés, pour mille
    biais: Entiers  # montant annoncé pour dix mille signés

    def rangs(self, salarie: "pd.Series[int] | Entiers") -> Entiers:
        """Le rang de salariés désignés par leur numéro."""
        rangs: Entiers = np.searchsorted(self.numeros, salarie)
        return rangs

    def annoncer(self, salarie: Entiers, poids: Entiers, h: Hasard) -> Entiers:
        """La probabilité annoncée de chaque devis (%), en proportion exacte chez chacun."""
        annonce = np.empty(len(salarie), dtype=np.int64)
        for numero in np.unique(salarie):
            siens = np.flatnonzero(salarie == numero)
            n, parts = len(siens), poids[self.rangs(numero)]
            annonce[siens] = PALIERS[tranches(parts, h.ordre(n), n)]
        return annonce


def annonces(b: Bloc) -> Annonces:
    """Le portrait de chaque salarié : le même dans tous les blocs de clients."""
    h, salaries = Hasard(b.graine, 0, "annonces"), b.salaries
    optimiste = (salaries["optimisme"] != 100).to_numpy()
    biais = _biais(salaries, optimiste, h)
    # En nombre de devis, chacun se trompe moitié moins qu'en montant ; l'optimiste, autant.
    en_nombre = np.where(optimiste, biais, (_JUSTE + biais) // 2)
    glissement = _SENS * h.entre(_MINI_GLISSEMENT, _MAXI_GLISSEMENT, len(PALIERS))
    vrais = 10 * PALIERS + glissement + h.entre(-_ECART, _ECART, len(salaries), len(PALIERS))
    taux = vrais * _JUSTE // en_nombre[:, None]
    return Annonces(salaries["salarie_id"].to_numpy(), _parts(taux, optimiste, h), taux, biais)


def _biais(salaries: pd.DataFrame, optimiste: Masque, h: Hasard) -> Entiers:
    """L'erreur de chacun, en plus puis en moins d'un collègue à l'autre."""
    n = len(salaries)
    erreur = h.moindre(*_ERREURS, n)
    ordre = np.argsort(salaries["fonction"].to_numpy(), kind="stable")
    erreur[ordre[::2]] *= -1
    terrain = salaries["fonction"] == TERRAIN
    pessimiste = salaries.index[terrain & (salaries["secteur_id"] == _SECTEUR_PESSIMISTE)][0]
    erreur[pessimiste] = h.entre(*_PESSIMISME, 1)[0]
    annonce = _JUSTE // 100 * salaries["optimisme"].to_numpy() + h.entre(*_ECART_OPTIMISTE, n)
    biais: Entiers = np.where(optimiste, annonce, _JUSTE + erreur)
    return biais


def _parts(taux: Entiers, optimiste: Masque, h: Hasard) -> Entiers:
    """Les parts des paliers qui donnent à chacun son taux de signature."""
    vise = h.entre(*_SIGNES, len(taux)) * _PARTS.sum()
    pente: Entiers = (vise - taux @ _PARTS) // (taux @ _PENTE)
    pente = np.where(optimiste, 0, pente.clip(-_PENTE_MAXI, _PENTE_MAXI))
    parts: Entiers = _PARTS + pente[:, None] * _PENTE
    return parts
