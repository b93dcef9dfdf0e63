"""Une ligne de devis (S442-3)."""

from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from fractions import Fraction

from grc_lib.devis._calcul import MONTANT_MAX, au_centime, lire_montant, lire_taux
from grc_lib.erreurs import ArgumentInvalide, MauvaisType


@dataclass(frozen=True)
class Ligne:
    """Une ligne de devis : ce qu'on vend, combien, à quel prix.

    Paramètres
    ----------
    designation : le produit ou le service, en toutes lettres.
    quantite : plus grande que 0 ; des heures ou des mètres carrés peuvent ne pas être entiers.
    prix_unitaire : en euros HT ; 0 pour un article offert.
    tva : taux de TVA décimal.
    remise : remise propre à cette ligne, taux décimal.

    Lève
    ----
    ArgumentInvalide pour une quantité nulle, un prix négatif, un taux qui n'est pas décimal ou une
    désignation vide.

    Exemple
    -------
    >>> Ligne("Papier à en-tête, le mille", 3, 89, remise=0.10).montant
    240.3

    Source
    ------
    S442, devis complexe (cas DV01 à DV03).
    """

    designation: str
    quantite: float
    prix_unitaire: float
    _: KW_ONLY
    tva: float = 0.20
    remise: float = 0

    def __post_init__(self) -> None:
        attendu = "une désignation, en toutes lettres"
        if not isinstance(self.designation, str):
            raise MauvaisType("designation", self.designation, attendu)
        if not self.designation.strip():
            raise ArgumentInvalide("designation", self.designation, attendu)
        if lire_montant("quantite", self.quantite, "une quantité positive") == 0:
            raise ArgumentInvalide("quantite", self.quantite, "une quantité plus grande que 0")
        lire_taux("tva", self.tva)
        if self.montant_exact() >= MONTANT_MAX:
            raise ArgumentInvalide("quantite", self.quantite, "une ligne sous mille milliards")

    @property
    def montant(self) -> float:
        """Le montant HT de la ligne en euros, sa remise déduite, arrondi au centime."""
        return float(self.montant_exact())

    def montant_exact(self) -> Decimal:
        """Le même montant, en décimal : quantité × prix unitaire HT × (1 − remise)."""
        quantite = Fraction(lire_montant("quantite", self.quantite))
        prix = Fraction(lire_montant("prix_unitaire", self.prix_unitaire))
        return au_centime(quantite * prix * (1 - Fraction(lire_taux("remise", self.remise))))
