"""Le crédit-bail et la LOA (S512-4) : ce qu'ils coûtent, et le taux qu'ils cachent."""

import math
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass

from grc_lib import _nombres
from grc_lib._formats import euros
from grc_lib._resultats import Etape, Resultat
from grc_lib.annuites import taeg
from grc_lib.erreurs import NonCalculable
from grc_lib.financement.offres import location, montant


@dataclass(frozen=True)
class CoutLocation(Resultat):
    """Coût d'une location avec option d'achat.

    total : tout ce qui est payé pour devenir propriétaire (€) ; surcout : ce que l'on paie de plus
    que le prix comptant (€).
    """

    total: float
    surcout: float
    _: KW_ONLY
    prix: float
    apport: float
    loyer: float
    n: int
    option: float

    def etapes(self) -> Iterator[Etape]:
        """Le total, puis le surcoût."""
        yield Etape(
            "coût total",
            "apport + nombre de loyers × loyer + option",
            f"{euros(self.apport)} + {self.n} × {euros(self.loyer)} + {euros(self.option)}",
            euros(self.total),
        )
        yield Etape(
            "surcoût",
            "coût total − prix comptant",
            f"{euros(self.total)} − {euros(self.prix)}",
            euros(self.surcout),
        )

    def conventions(self) -> Iterator[str]:
        """Ce que ce total ne dit pas."""
        yield "sommes non actualisées : voir `taux_location` et `comparer`."


def cout_location(
    prix: float, *, apport: float, loyer: float, n: int, option: float
) -> CoutLocation:
    """Ce que coûte une LOA à qui lève l'option, et son surcoût sur le paiement comptant.

    Paramètres
    ----------
    prix : le prix comptant, en euros, taxes comme les loyers (tout HT, ou tout TTC).
    apport : le premier loyer majoré, en euros (0 s'il n'y en a pas).
    loyer : chacun des autres loyers, en euros.
    n : le nombre de ces loyers.
    option : le prix de l'option d'achat, en euros.

    Renvoie
    -------
    `CoutLocation` (total, surcout), en euros.

    Lève
    ----
    ArgumentInvalide ou MauvaisType si un argument est hors de son domaine.

    Exemple
    -------
    >>> print(cout_location(21_000, apport=3_000, loyer=289, n=36, option=9_500))
    Coût d'une location avec option d'achat
      coût total = apport + nombre de loyers × loyer + option = ...22 904,00 €
      surcoût = coût total − prix comptant = ...1 904,00 €
      Convention : sommes non actualisées : voir `taux_location` et `comparer`.

    Source
    ------
    S512, location avec option d'achat (cas LO02).
    """
    prix, loyer = montant("prix", prix, nul=False), montant("loyer", loyer)
    apport, option = montant("apport", apport), montant("option", option)
    nombre = _nombres.entier("n", n, minimum=1)
    total = apport + nombre * loyer + option
    return CoutLocation(
        total, total - prix, prix=prix, apport=apport, loyer=loyer, n=nombre, option=option
    )


def taux_location(
    prix: float, *, loyer: float, n: int, option: float = 0, debut: bool = True
) -> float:
    """Le taux annuel actuariel que cache un crédit-bail : celui d'un emprunt de mêmes versements.

    Paramètres
    ----------
    prix : le prix du bien, en euros (moins le premier loyer majoré s'il y en a un).
    loyer : le loyer mensuel, en euros.
    n : le nombre de loyers.
    option : le prix de l'option d'achat, levée au bout de n mois.
    debut : `True` si les loyers se paient d'avance (le premier le jour de la livraison), `False`
        s'ils se paient en fin de mois.

    Renvoie
    -------
    Le taux annuel, décimal : (1 + taux mensuel)¹² − 1.

    Lève
    ----
    NonCalculable si les loyers et l'option ne couvrent pas le prix : c'est une simple location, non
    un financement. ArgumentInvalide ou MauvaisType si un argument est hors de son domaine.

    Exemple
    -------
    >>> round(taux_location(21_400, loyer=550, n=48, option=2_140), 6)
    0.154659

    Source
    ------
    S512, crédit-bail (cas LO01).
    """
    prix = montant("prix", prix, nul=False)
    versements = location(loyer=loyer, n=n, option=option, debut=debut).decaissements
    if (total := math.fsum(verse for _, verse in versements)) < prix:
        raise NonCalculable(
            f"Les loyers et l'option font {euros(total)}, moins que le prix de {euros(prix)} : le "
            "bien n'est pas payé, aucun taux positif ne convient. Vérifiez l'option d'achat."
        )
    return taeg([(0, prix), *((annees, -verse) for annees, verse in versements)])
