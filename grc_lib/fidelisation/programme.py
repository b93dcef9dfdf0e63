"""La rentabilité d'un programme de fidélisation (GRC-2) : carte, club, points."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

from grc_lib._formats import euros, nombre, pourcentage
from grc_lib._nombres import entier, positif, quotient, taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import MauvaisType


@dataclass(frozen=True)
class RentabiliteProgramme(Resultat):
    """Rentabilité du programme de fidélisation.

    Champs : ca_incremental, marge_incrementale, cout, resultat (€) ; `part_du_cout` rapporte le
    coût au CA incrémental. Données gardées : membres, achats, achats_sans (€ par membre),
    taux_marque, cout_fixe (€), points (€ par membre), taux_utilisation.
    """

    ca_incremental: float
    marge_incrementale: float
    cout: float
    resultat: float
    _: KW_ONLY
    membres: int
    achats: float
    achats_sans: float
    taux_marque: float
    cout_fixe: float
    points: float
    taux_utilisation: float

    @property
    def part_du_cout(self) -> float:
        """Coût / CA incrémental, décimal ; `NonCalculable` sans CA incrémental."""
        raison = "Le programme n'apporte aucun chiffre d'affaires : son coût n'a pas de part."
        return float(quotient(self.cout, self.ca_incremental * (self.ca_incremental > 0), raison))

    def etapes(self) -> Iterator[Etape]:
        """Du chiffre d'affaires incrémental au résultat."""
        membres, marque = nombre(self.membres), pourcentage(self.taux_marque, None)
        calcul = f"{membres} × ({euros(self.achats)} − {euros(self.achats_sans)})"
        formule = "membres × (achats − achats sans programme)"
        yield Etape("CA incrémental", formule, calcul, euros(self.ca_incremental))
        calcul = f"{euros(self.ca_incremental)} × {marque}"
        formule = "CA incrémental × taux de marque"
        yield Etape("Marge incrémentale", formule, calcul, euros(self.marge_incrementale))
        utilises = f"{euros(self.points)} × {pourcentage(self.taux_utilisation, None)}"
        calcul = f"{euros(self.cout_fixe)} + {membres} × {utilises}"
        formule = "coût fixe + membres × points × taux d'utilisation"
        yield Etape("Coût du programme", formule, calcul, euros(self.cout))
        calcul = f"{euros(self.marge_incrementale)} − {euros(self.cout)}"
        yield Etape("Résultat", "marge incrémentale − coût", calcul, euros(self.resultat))

    def conventions(self) -> Iterator[str]:
        """Ce qui est compté comme un effet du programme."""
        yield "seuls comptent les achats que les membres n'auraient pas faits sans le programme"


def rentabilite_programme(
    *,
    membres: int,
    achats: Any,
    achats_sans: Any,
    taux_marque: Any,
    cout_fixe: Any = 0,
    points: Any = 0,
    taux_utilisation: Any = 1,
) -> RentabiliteProgramme:
    """Compare ce qu'un programme de fidélisation rapporte à ce qu'il coûte.

    Résultat = membres × (achats − achats sans programme) × taux de marque − coût, où coût = coût
    fixe + membres × points × taux d'utilisation.

    Paramètres
    ----------
    membres : le nombre de membres ou de porteurs de carte, entier, au moins 1.
    achats : les achats d'un membre sur la période (€ HT).
    achats_sans : ce qu'il aurait acheté sans le programme (€ HT), mesuré sur des clients
        comparables qui n'en sont pas membres ; à défaut, sur les membres avant leur adhésion.
    taux_marque : la marge commerciale sur le prix de vente HT, décimale.
    cout_fixe : cartes, logiciel, animation (€ sur la période).
    points : la valeur faciale des points ou cadeaux attribués à chaque membre (€).
    taux_utilisation : la part de ces points que les membres utilisent, décimale.

    Renvoie
    -------
    `RentabiliteProgramme` : ca_incremental, marge_incrementale, cout, resultat (€), et
    `part_du_cout`. Un CA incrémental négatif veut dire que les membres achètent moins.

    Lève
    ----
    ArgumentInvalide pour un effectif qui n'est pas un entier d'au moins 1, un montant négatif, un
    taux hors de 0–1.

    Exemple
    -------
    >>> carte = rentabilite_programme(membres=800, achats=620, achats_sans=540, taux_marque=0.35,
    ...                               cout_fixe=6_000, points=18, taux_utilisation=0.60)
    >>> carte.ca_incremental, carte.cout, carte.resultat
    (64000.0, 14640.0, 7760.0)

    Source
    ------
    GRC, coût du programme et chiffre d'affaires incrémental.
    """
    clients = entier("membres", membres, 1)
    montants = {"achats": achats, "achats_sans": achats_sans}
    montants |= {"cout_fixe": cout_fixe, "points": points}
    taux_lus = {"taux_marque": taux_marque, "taux_utilisation": taux_utilisation}
    lus = {nom: positif(nom, valeur) for nom, valeur in montants.items()}
    lus |= {nom: taux(nom, valeur) for nom, valeur in taux_lus.items()}
    for nom, valeur in lus.items():
        if not isinstance(valeur, float):
            raise MauvaisType(nom, valeur, "un seul nombre")
    ca_incremental = clients * (lus["achats"] - lus["achats_sans"])
    marge = ca_incremental * lus["taux_marque"]
    cout = lus["cout_fixe"] + clients * lus["points"] * lus["taux_utilisation"]
    return RentabiliteProgramme(ca_incremental, marge, cout, marge - cout, membres=clients, **lus)
