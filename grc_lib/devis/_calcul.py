"""Compter au centime : des totaux exacts, arrondis une fois chacun, sans centime perdu."""

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from grc_lib._arguments import decimale
from grc_lib.erreurs import ArgumentInvalide, NonCalculable

MONTANT_MAX = 10**12  # mille milliards d'euros : une erreur de saisie

ParTaux = dict[Decimal, Decimal]  # un montant par taux de TVA
Parts = Sequence[tuple[Decimal, Fraction]]  # des montants exacts, chacun avec son taux de TVA


class Totaux(NamedTuple):
    """Les totaux d'un devis, en euros ; `nets` : le net après chaque remise de la cascade."""

    bruts: ParTaux
    nets: tuple[Decimal, ...]
    net_financier: Decimal
    port: Decimal
    bases: ParTaux
    tva: ParTaux

    @property
    def brut(self) -> Decimal:
        """Le total des lignes."""
        return sum(self.bruts.values(), Decimal(0))

    @property
    def principal(self) -> Decimal:
        """Le taux de TVA du plus gros montant."""
        return _principal(self.bruts)

    @property
    def net_commercial(self) -> Decimal:
        """Le dernier net de la cascade, ou le brut sans remise."""
        return (self.brut, *self.nets)[-1]

    @property
    def total_ht(self) -> Decimal:
        """Le net financier et le port : la somme des bases."""
        return self.net_financier + self.port

    @property
    def total_tva(self) -> Decimal:
        """La somme des TVA."""
        return sum(self.tva.values(), Decimal(0))

    @property
    def ttc(self) -> Decimal:
        """Le total HT et la TVA."""
        return self.total_ht + self.total_tva


def totaliser(
    montants: Sequence[tuple[Decimal, Decimal]],
    *,
    remises: Sequence[Decimal],
    escompte: Decimal,
    port: Decimal,
    port_au_prorata: bool,
    tva_par_ligne: bool,
) -> Totaux:
    """Les totaux de lignes (taux de TVA, montant HT), dans l'ordre du manuel."""
    exacts = [(taux, Fraction(montant)) for taux, montant in montants]
    bruts = arrondir_ensemble(exacts)
    brut = sum(bruts.values(), Decimal(0))
    if brut == 0:
        raise NonCalculable("Toutes les lignes sont à 0 € : il n'y a rien à totaliser.")
    nets = _cascade(brut, remises)
    net_financier = au_centime(Fraction((brut, *nets)[-1]) * (1 - Fraction(escompte)))
    parts = [(taux, m * Fraction(net_financier) / Fraction(brut)) for taux, m in exacts]
    if port_au_prorata:
        parts += [(t, Fraction(port) * Fraction(m) / Fraction(brut)) for t, m in bruts.items()]
    else:
        parts += [(_principal(bruts), Fraction(port))]
    bases = arrondir_ensemble(parts)
    a_taxer = parts if tva_par_ligne else [(taux, Fraction(m)) for taux, m in bases.items()]
    tva = dict.fromkeys(bases, Decimal(0))
    for taux, montant in a_taxer:
        tva[taux] += au_centime(montant * Fraction(taux))
    return Totaux(bruts, nets, net_financier, port, bases, tva)


def arrondir_ensemble(parts: Parts) -> ParTaux:
    """Le total de chaque taux, au centime : les plus grands restes gardent la somme exacte.

    >>> arrondir_ensemble([(Decimal("0.2"), Fraction(20, 3)), (Decimal("0.1"), Fraction(10, 3))])
    {Decimal('0.2'): Decimal('6.67'), Decimal('0.1'): Decimal('3.33')}
    """
    exacts = dict.fromkeys(sorted({taux for taux, _ in parts}, reverse=True), Fraction(0))
    for taux, part in parts:
        exacts[taux] += 100 * part
    entiers = {taux: math.floor(exact) for taux, exact in exacts.items()}
    restants = round(sum(exacts.values())) - sum(entiers.values())
    for taux in sorted(exacts, key=lambda t: entiers[t] - exacts[t])[:restants]:
        entiers[taux] += 1
    return {taux: Decimal(entier) / 100 for taux, entier in entiers.items()}


def au_centime(exact: Fraction) -> Decimal:
    """L'arrondi commercial d'un montant positif : demi vers le haut.

    >>> au_centime(Fraction("2.675"))
    Decimal('2.68')
    """
    return Decimal(math.floor(exact * 100 + Fraction(1, 2))) / 100


def lire_montant(argument: str, valeur: Any, attendu: str = "un montant positif ou nul") -> Decimal:
    """Un montant ou une quantité, en décimal exact."""
    exacte = decimale(argument, valeur)
    if not 0 <= exacte < MONTANT_MAX:
        raise ArgumentInvalide(argument, valeur, f"{attendu}, inférieur à mille milliards")
    return exacte


def lire_taux(argument: str, valeur: Any) -> Decimal:
    """Un taux en décimal exact : 20 (pour 20 %) est refusé."""
    exact = decimale(argument, valeur)
    if not 0 <= exact <= 1:
        raise ArgumentInvalide(argument, valeur, "un taux décimal entre 0 et 1 (0.20 pour 20 %)")
    return exact


def _principal(bruts: ParTaux) -> Decimal:
    """Le taux du plus gros montant ; à égalité, le plus élevé, qui vient en premier."""
    return max(bruts, key=lambda taux: bruts[taux])


def _cascade(brut: Decimal, remises: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Le net après chaque remise, arrondi sans que l'arrondi passe à la remise suivante."""
    nets, exact = [], Fraction(brut)
    for remise in remises:
        exact *= 1 - Fraction(remise)
        nets.append(au_centime(exact))
    return tuple(nets)
