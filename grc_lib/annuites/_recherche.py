"""Chercher le taux qui égalise ce qui est reçu et ce qui est versé, pour beaucoup de prêts."""

from typing import Any, TypeAlias

import numpy as np

from grc_lib.erreurs import NonCalculable

Tableau: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"

_BLOC = 512  # prêts à la fois : leurs flux restent dans la mémoire proche du processeur
_ESSAIS = 200
_PROCHE = 2e-6  # la convergence est quadratique : après ce pas, l'erreur est de l'ordre de 1e-12


def taux_actuariels(montants: Tableau, temps: Tableau) -> Tableau:
    """Le taux de chaque ligne de flux (prêts × dates) ; `temps` croissant, commun ou par prêt."""
    temps = np.atleast_2d(temps)
    temps = temps - temps[:, :1]
    taux = np.empty(len(montants))
    for debut in range(0, len(montants), _BLOC):
        bloc = slice(debut, debut + _BLOC)
        recus_d_abord = _orienter(montants[bloc], debut)
        taux[bloc] = _chercher(recus_d_abord, temps if len(temps) == 1 else temps[bloc])
    if np.isnan(taux).any():
        raise NonCalculable(
            f"Aucun taux raisonnable n'égalise les montants reçus et versés"
            f"{_du_pret(np.isnan(taux))}. Vérifiez-les, et que les durées sont en années."
        )
    return taux


def _chercher(montants: Tableau, temps: Tableau) -> Tableau:
    """Newton sur δ = ln(1 + taux), la bissection prenant le relais d'un pas hors des bornes.

    On cherche où h(δ) = (Σ reçus e^(−δt) / Σ versés e^(−δt))^(1/3) vaut 1. La pente de ln h est le
    tiers de l'écart entre les durées moyennes des versés et des reçus ; la racine cubique fait de h
    presque une droite quand les versements sont réguliers : trois ou quatre pas suffisent.
    """
    recus, verses = _Flux(montants, temps, montants > 0), _Flux(montants, temps, montants < 0)
    delta = np.zeros(len(montants))
    bas, haut = delta + np.maximum(-600 / temps[:, -1], -15), delta + 50
    with np.errstate(all="ignore"):
        for _ in range(_ESSAIS):
            recu, duree_recus = recus.actualiser(delta)
            verse, duree_verses = verses.actualiser(delta)
            h = np.cbrt(-recu / verse)
            bas, haut = np.where(h < 1, delta, bas), np.where(h > 1, delta, haut)
            pas = 3 * (1 / h - 1) / (duree_verses - duree_recus)
            proche = np.abs(pas) < _PROCHE
            dedans = proche | ((bas < delta + pas) & (delta + pas < haut))
            delta = np.where(dedans, delta + pas, (bas + haut) / 2)
            if proche.all():
                break
    return np.where(proche, np.expm1(delta), np.nan)


class _Flux:
    """Les flux d'un même sens, de la première à la dernière date où un prêt en a un."""

    def __init__(self, montants: Tableau, temps: Tableau, du_sens: Any) -> None:
        dates = np.flatnonzero(du_sens.any(axis=0))
        utiles = slice(dates[0], dates[-1] + 1)
        self.montants = np.where(du_sens[:, utiles], montants[:, utiles], 0)
        self.temps = temps[:, utiles]
        self.ponderes = self.montants * self.temps
        self.facteurs = np.empty_like(self.ponderes)

    def actualiser(self, delta: Tableau) -> tuple[Tableau, Tableau]:
        """La valeur actuelle de chaque ligne, et la durée moyenne de ses flux actualisés."""
        facteurs = self.facteurs
        if delta.any():
            np.exp(np.multiply(self.temps, -delta[:, None], out=facteurs), out=facteurs)
        else:
            facteurs.fill(1)
        valeur = np.vecdot(self.montants, facteurs)
        return valeur, np.vecdot(self.ponderes, facteurs) / valeur


def _orienter(montants: Tableau, debut: int) -> Tableau:
    """Les flux, le premier étant reçu ; s'ils n'ont pas un seul taux, l'erreur qui le dit."""
    if (montants[:, 0] > 0).all() and (montants[:, 1:] < 0).all():
        return montants  # des prêts ordinaires, reconnus vite
    positifs, negatifs = (montants > 0).any(axis=1), (montants < 0).any(axis=1)
    if not (positifs & negatifs).all():
        raise NonCalculable(
            f"Tous les flux{_du_pret(~(positifs & negatifs), debut)} ont le même signe, il n'y a "
            "rien à comparer. Comptez en plus ce qui est reçu et en moins ce qui est versé."
        )
    plusieurs = ~(_change_une_fois(montants) | _change_une_fois(np.cumsum(montants, axis=1)))
    if plusieurs.any():
        raise NonCalculable(
            f"Les flux{_du_pret(plusieurs, debut)} changent plusieurs fois de signe, plusieurs "
            "taux peuvent annuler leur valeur actuelle. Comparez plutôt des VAN, à un taux choisi."
        )
    premiers = montants[np.arange(len(montants)), (montants != 0).argmax(axis=1)]
    return np.asarray(montants * np.sign(premiers)[:, None])


def _change_une_fois(montants: Tableau) -> Any:
    """Vrai où tous les positifs précèdent tous les négatifs, ou l'inverse."""
    positifs, negatifs = montants > 0, montants < 0
    avant = _dernier(positifs) < negatifs.argmax(axis=1)
    apres = _dernier(negatifs) < positifs.argmax(axis=1)
    return positifs.any(axis=1) & negatifs.any(axis=1) & (avant | apres)


def _dernier(vrais: Any) -> Any:
    return vrais.shape[1] - 1 - vrais[:, ::-1].argmax(axis=1)


def _du_pret(fautifs: Any, debut: int = 0) -> str:
    rang = debut + int(fautifs.argmax()) + 1
    return f" du prêt n° {rang}" if rang > 1 or len(fautifs) > 1 else ""
