"""Les offres de financement (S512-4) : ce que chacune fait payer, quand, et ce qui se déduit."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from grc_lib import _nombres
from grc_lib._arguments import vrai_ou_faux
from grc_lib._nombres import entier_superieur
from grc_lib.annuites import tableau_emprunt
from grc_lib.erreurs import ArgumentInvalide

Dates: TypeAlias = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Offre:
    """Une offre de financement, réduite à ses flux.

    decaissements : des couples (années depuis la livraison, montant payé en euros), négatif pour
    ce qui est récupéré (revente, dépôt de garantie).
    charges : des couples (numéro de l'année, montant déductible du bénéfice en euros) ; `None` si
    l'on ne sait pas comment le bien s'amortit : l'offre ne se compare alors qu'avant impôt.
    """

    decaissements: Dates
    charges: Dates | None = None

    def __post_init__(self) -> None:
        attributs: dict[str, Any] = {"decaissements": self.decaissements, "charges": self.charges}
        for nom, recues in attributs.items():
            if recues is not None:
                object.__setattr__(self, nom, _datees(nom, recues))


def comptant(
    prix: float,
    *,
    amortissement: int | None = None,
    revente: tuple[float, float] | None = None,
    frais: Dates = (),
) -> Offre:
    """L'achat payé à la livraison.

    Paramètres
    ----------
    prix : en euros ; hors taxes pour une entreprise qui récupère la TVA, comme toute l'offre.
    amortissement : la durée d'amortissement linéaire du bien, en années entières depuis l'achat.
    revente : (années, montant) si le bien est revendu.
    frais : des couples (années, montant) : assurance, entretien, frais de dossier.

    Renvoie
    -------
    `Offre`, à donner à `comparer`.

    Lève
    ----
    ArgumentInvalide ou MauvaisType si un argument est hors de son domaine.

    Exemple
    -------
    >>> comptant(9_000, amortissement=3, revente=(2, 4_000))
    Offre(decaissements=((0.0, 9000.0), (2.0, -4000.0)),
          charges=((1.0, 3000.0), (2.0, 3000.0), (2.0, -1000.0)))

    Source
    ------
    S512, achat comptant.
    """
    prix = montant("prix", prix, nul=False)
    return _offre([(0, prix)], [], prix, 0, amortissement, revente, frais)


def emprunt(
    prix: float,
    *,
    taux: float,
    n: int,
    par_an: int = 12,
    apport: float = 0,
    amortissement: int | None = None,
    revente: tuple[float, float] | None = None,
    frais: Dates = (),
) -> Offre:
    """L'achat payé par un emprunt à annuités constantes.

    Paramètres
    ----------
    prix : en euros.
    taux : celui d'une période, décimal (`0.06 / 12` pour des mensualités à 6 %).
    n, par_an : le nombre d'échéances, et combien il y en a par an.
    apport : la part du prix payée sans emprunter, en euros.
    amortissement, revente, frais : comme pour `comptant`.

    Renvoie
    -------
    `Offre` : les échéances de `tableau_emprunt` ; les intérêts sont déductibles, pas le capital.

    Lève
    ----
    ArgumentInvalide ou MauvaisType si un argument est hors de son domaine.

    Exemple
    -------
    >>> emprunt(2_000, taux=0.05, n=2, par_an=1, amortissement=2).charges
    ((1.0, 100.0), (2.0, 51.22), (1.0, 1000.0), (2.0, 1000.0))

    Source
    ------
    S512, emprunt.
    """
    prix, apport = montant("prix", prix, nul=False), montant("apport", apport)
    periodes = _nombres.entier("par_an", par_an, minimum=1)
    if apport >= prix:
        raise ArgumentInvalide("apport", apport, f"un apport inférieur au prix ({prix:g} €)")
    lignes = tableau_emprunt(prix - apport, taux, n)
    paye = [(rang / periodes, annuite) for rang, annuite in enumerate(lignes["annuite"], 1)]
    interets = _par_annee(list(lignes["interet"]), periodes)
    return _offre([(0, apport), *paye], interets, prix, 0, amortissement, revente, frais)


def location(
    *,
    loyer: float,
    n: int,
    par_an: int = 12,
    apport: float = 0,
    option: float = 0,
    depot: float = 0,
    debut: bool = True,
    amortissement: int | None = None,
    revente: tuple[float, float] | None = None,
    frais: Dates = (),
) -> Offre:
    """La location : crédit-bail et LOA si une option d'achat est levée, LLD ou location sinon.

    Paramètres
    ----------
    loyer : en euros.
    n, par_an : le nombre de loyers, et combien il y en a par an.
    apport : le premier loyer majoré, payé à la livraison en plus des n loyers.
    option : le prix d'achat payé à la fin ; 0 si le bien est rendu.
    depot : le dépôt de garantie, rendu à la fin.
    debut : `True` si les loyers se paient d'avance, `False` en fin de période.
    amortissement : la durée d'amortissement linéaire du bien acheté par l'option, en années.
    revente, frais : comme pour `comptant` ; la revente suppose une option.

    Renvoie
    -------
    `Offre` : chaque loyer est une charge de l'année qu'il couvre, le premier loyer majoré une
    charge de la première année ; le dépôt n'est pas une charge.

    Lève
    ----
    ArgumentInvalide ou MauvaisType si un argument est hors de son domaine.

    Exemple
    -------
    >>> location(loyer=500, n=2, par_an=1, depot=100).decaissements
    ((0.0, 100.0), (0.0, 500.0), (1.0, 500.0), (2.0, -100.0))

    Source
    ------
    S512, crédit-bail, LOA, LLD (cas LO01, LO02).
    """
    vrai_ou_faux("debut", debut)
    periodes = _nombres.entier("par_an", par_an, minimum=1)
    nombre = _nombres.entier("n", n, minimum=1)
    loyer, apport = montant("loyer", loyer), montant("apport", apport)
    option, depot = montant("option", option), montant("depot", depot)
    if revente is not None and option == 0:
        raise ArgumentInvalide("revente", revente, "une option d'achat : on ne revend que son bien")
    fin = nombre / periodes
    rangs = range(0, nombre) if debut else range(1, nombre + 1)
    paye = [(0, apport), (0, depot), *((rang / periodes, loyer) for rang in rangs)]
    loyers = [(1, apport), *_par_annee([loyer] * nombre, periodes)]
    flux = [*paye, (fin, -depot), (fin, option)]
    return _offre(flux, loyers, option, fin, amortissement, revente, frais)


def montant(argument: str, valeur: Any, *, nul: bool = True) -> float:
    """Un seul montant en euros, positif (ou nul).

    >>> montant("prix", 21_000, nul=False)
    21000.0
    """
    return _nombres.seul(
        _nombres.positif if nul else _nombres.strictement_positif, argument, valeur
    )


def _offre(
    flux: list[tuple[float, float]],
    charges: list[tuple[float, float]],
    base: float,
    achat: float,
    amortissement: int | None,
    revente: tuple[float, float] | None,
    frais: Dates,
) -> Offre:
    """L'offre, une fois comptés les frais, l'amortissement du bien acheté et sa revente."""
    annexes = _datees("frais", frais)
    fin, prix = _datees("revente", [revente])[0] if revente else (math.inf, 0.0)
    if fin <= achat:
        raise ArgumentInvalide("revente", revente, f"une date après l'achat ({achat:g} an(s))")
    payes = [*flux, *annexes, *([(fin, -prix)] if revente else [])]
    decaissements = tuple((annees, verse) for annees, verse in payes if verse)
    if base and amortissement is None:
        return Offre(decaissements)
    deduites = charges + [(max(1, entier_superieur(annees)), verse) for annees, verse in annexes]
    if base:
        dotations = _dotations(base, achat, fin, amortissement)
        deduites += dotations
        if revente:
            nette = base - math.fsum(dotation for _, dotation in dotations)
            deduites.append((entier_superieur(fin), nette - prix))
    return Offre(decaissements, tuple((annee, charge) for annee, charge in deduites if charge))


def _dotations(base: float, achat: float, fin: float, duree: Any) -> list[tuple[float, float]]:
    """L'amortissement linéaire de chaque année, de l'achat à la revente, au prorata du temps."""
    duree = _nombres.entier("amortissement", duree, minimum=1)
    detention = min(duree, fin - achat)
    cumuls = [
        base * min(max(annee - achat, 0), detention) / duree
        for annee in range(entier_superieur(achat + detention) + 1)
    ]
    return [(annee, apres - avant) for annee, (avant, apres) in enumerate(pairwise(cumuls), 1)]


def _par_annee(montants: Sequence[float], par_an: int) -> list[tuple[float, float]]:
    debuts = range(0, len(montants), par_an)
    return [(an, math.fsum(montants[d : d + par_an])) for an, d in enumerate(debuts, 1)]


def _datees(argument: str, recues: Any) -> tuple[tuple[float, float], ...]:
    lues = _nombres.lignes(argument, recues, "années", "montant")
    return tuple(
        (montant(f"{argument}, années", annees), _nombres.seul(_nombres.reel, argument, verse))
        for annees, verse in lues
    )
