"""Défendre le prix (S443-2) : remises en cascade, volume à compenser, réduction annoncée."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

from grc_lib._arguments import decimale
from grc_lib._formats import euros, pourcentage
from grc_lib._nombres import Nombres, accorder, liste, quotient, strictement_positif, taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import MauvaisType, NonCalculable


def remise_globale(*remises: Nombres) -> Nombres:
    """La remise unique qui équivaut à des remises en cascade.

    remise globale = 1 − (1 − r₁)(1 − r₂)… : elle est plus petite que la somme des remises, car
    chacune se calcule sur un prix déjà réduit.

    Paramètres
    ----------
    remises : taux décimaux, séparés par des virgules, dans un ordre quelconque.

    Renvoie
    -------
    Un taux décimal ; 0 s'il n'y a pas de remise.

    Lève
    ----
    ArgumentInvalide pour un taux qui n'est pas décimal ; MauvaisType pour une liste de remises.

    Exemple
    -------
    >>> round(remise_globale(0.10, 0.05), 3)  # et non 0,15
    0.145

    Source
    ------
    S443 et S442, remises enchaînées (cas PX09).
    """
    reste: Nombres = 1.0
    for rang, remise in enumerate(remises, 1):
        if isinstance(remise, list | tuple):
            attendu = "des taux séparés par des virgules : remise_globale(0.10, 0.05)"
            raise MauvaisType("remises", remise, attendu)
        lue = taux(f"remises, rang {rang}", remise)
        reste, lue = accorder(**{"remises précédentes": reste, f"remises, rang {rang}": lue})
        reste = reste * (1 - lue)
    return 1 - reste


def volume_a_compenser(*, taux_marque: Nombres, remise: Nombres) -> Nombres:
    """La hausse du volume qui garde la même marge en euros après une remise.

    hausse = remise / (taux de marque − remise)

    Paramètres
    ----------
    taux_marque : taux de marque avant remise, décimal.
    remise : taux décimal, plus petit que le taux de marque.

    Renvoie
    -------
    Un taux décimal : 0.5, il faut vendre 50 % d'unités de plus.

    Lève
    ----
    NonCalculable si la remise absorbe toute la marge ; ArgumentInvalide pour un taux qui n'est pas
    décimal.

    Exemple
    -------
    >>> volume_a_compenser(taux_marque=0.50, remise=0.25)
    1.0

    Source
    ------
    S443, remise et volume (cas PX10, PX11).
    """
    marque, remise = accorder(
        taux_marque=taux("taux_marque", taux_marque), remise=taux("remise", remise)
    )
    marge_restante = marque - remise
    # Au milliardième : 0,30 calculé en flottants peut dépasser 0,3 d'un rien.
    marge_restante = marge_restante * (marge_restante > 1e-9)
    raison = (
        "La remise absorbe toute la marge : aucun volume ne la compense. "
        "Proposez une remise inférieure au taux de marque."
    )
    return quotient(remise, marge_restante, raison)


def baisse_toleree(*, taux_marque: Nombres, hausse: Nombres) -> Nombres:
    """La baisse du volume qu'une hausse de prix supporte sans perdre de marge en euros.

    baisse = hausse / (taux de marque + hausse)

    Paramètres
    ----------
    taux_marque : taux de marque avant la hausse, décimal.
    hausse : hausse du prix de vente, décimale.

    Renvoie
    -------
    Un taux décimal : 0.25, on peut perdre jusqu'à 25 % des unités vendues.

    Lève
    ----
    NonCalculable s'il n'y a ni marge ni hausse ; ArgumentInvalide pour un taux qui n'est pas
    décimal.

    Exemple
    -------
    >>> baisse_toleree(taux_marque=0.30, hausse=0.10)
    0.25

    Source
    ------
    S443, hausse tolérée.
    """
    marque, hausse = accorder(
        taux_marque=taux("taux_marque", taux_marque), hausse=taux("hausse", hausse, 5)
    )
    raison = "Il n'y a ni marge ni hausse de prix : aucune marge à conserver."
    return quotient(hausse, marque + hausse, raison)


@dataclass(frozen=True)
class ReductionAnnoncee(Resultat):
    """Réduction de prix annoncée.

    reference (prix antérieur, €) · reduction (taux décimal, non arrondi) · prix_reduit (€).
    """

    reference: float
    reduction: float
    _: KW_ONLY
    prix_reduit: float

    def etapes(self) -> Iterator[Etape]:
        """La référence, puis la réduction."""
        reference, reduit = euros(self.reference), euros(self.prix_reduit)
        yield Etape("Prix de référence", "plus bas prix des 30 derniers jours", "", reference)
        yield Etape(
            "Réduction annonçable",
            "(référence − prix réduit) / référence",
            f"({reference} − {reduit}) / {reference}",
            pourcentage(self.reduction),
        )

    def conventions(self) -> Iterator[str]:
        """La règle de droit employée."""
        yield (
            "art. L112-1-1 du Code de la consommation, depuis le 28 mai 2022 ; la règle diffère "
            "pour des réductions successives et pour les denrées périssables."
        )


def reduction_annoncee(prix_30_jours: Any, prix_reduit: float) -> ReductionAnnoncee:
    """La réduction qu'un vendeur a le droit d'annoncer à des consommateurs.

    réduction = (référence − prix réduit) / référence, la référence étant le plus bas prix pratiqué
    pendant les 30 jours qui précèdent.

    Paramètres
    ----------
    prix_30_jours : les prix pratiqués pendant ces 30 jours, en euros (un par jour ou un par
        changement : seul le plus bas compte).
    prix_reduit : le prix annoncé, en euros.

    Renvoie
    -------
    `ReductionAnnoncee` : reference (€), reduction (décimale).

    Lève
    ----
    NonCalculable si le prix réduit n'est pas sous la référence, ou sans prix antérieur ;
    ArgumentInvalide pour un prix nul, négatif ou manquant.

    Exemple
    -------
    >>> round(reduction_annoncee([100, 89, 100], 80).reduction, 4)  # et non 20 %
    0.1011

    Source
    ------
    S443, art. L112-1-1 du Code de la consommation (cas PA01).
    """
    pratiques = strictement_positif("prix_30_jours", liste("prix_30_jours", prix_30_jours))
    reference = float(min(pratiques))
    reduit = strictement_positif("prix_reduit", float(decimale("prix_reduit", prix_reduit)))
    if reduit >= reference:
        raise NonCalculable(
            f"Le prix de {euros(reduit)} n'est pas inférieur au plus bas prix des 30 derniers "
            f"jours ({euros(reference)}) : aucune réduction ne peut être annoncée."
        )
    return ReductionAnnoncee(reference, (reference - reduit) / reference, prix_reduit=reduit)
