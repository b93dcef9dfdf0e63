"""Ce que le risque coûte (S521-6) : dépréciation, perte attendue, impayé à refaire, affacturage."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

from grc_lib._formats import euros, pourcentage, taux_donne
from grc_lib._nombres import Nombres, accorder, lignes, positif, quotient, taux
from grc_lib._resultats import Etape, Resultat
from grc_lib.risque._lecture import montant, part


@dataclass(frozen=True)
class Depreciation(Resultat):
    """Dépréciation des créances.

    Champs : depreciation, en euros ; taux moyen (décimal) ; puis les tranches (montant, taux).
    """

    depreciation: float
    taux: float
    _: KW_ONLY
    tranches: tuple[tuple[float, float], ...]

    def etapes(self) -> Iterator[Etape]:
        """La dépréciation des tranches, puis son taux moyen."""
        calcul = " + ".join(f"{euros(m)} × {taux_donne(t)}" for m, t in self.tranches)
        yield Etape("Dépréciation", "Σ montant × taux", calcul, euros(self.depreciation))
        calcul = f"{euros(self.depreciation)} / {euros(sum(m for m, _ in self.tranches))}"
        yield Etape("Taux moyen", "dépréciation / créances", calcul, pourcentage(self.taux))


def depreciation(tranches: Any) -> Depreciation:
    """La dépréciation d'une balance âgée : plus le retard est long, plus la perte est probable.

    Dépréciation = Σ montant × taux ; taux moyen = dépréciation / Σ montants.

    Paramètres
    ----------
    tranches : liste de (montant en euros, taux de perte attendu, décimal).

    Renvoie
    -------
    `Depreciation` (depreciation, taux).

    Lève
    ----
    NonCalculable s'il n'y a aucune créance ; ArgumentInvalide pour un montant négatif ou un taux en
    pourcentage.

    Exemple
    -------
    >>> depreciation([(100_000, 0.01), (40_000, 0.05)]).depreciation
    3000.0

    Source
    ------
    S521, dépréciation par tranche de la balance âgée (cas AF04).
    """
    lues = tuple(
        (montant(f"tranches, ligne {i} : montant", m), part(f"tranches, ligne {i} : taux", t))
        for i, (m, t) in enumerate(lignes("tranches", tranches, "montant", "taux"), 1)
    )
    perte = sum(creance * perdue for creance, perdue in lues)
    raison = "Il n'y a aucune créance : le taux de dépréciation n'a pas de valeur."
    moyen = quotient(perte, sum(creance for creance, _ in lues), raison)
    return Depreciation(perte, moyen, tranches=lues)


def perte_attendue(exposition: Nombres, *, probabilite: Nombres, perte: Nombres) -> Nombres:
    """La perte attendue sur un client : ce qu'il doit, la chance qu'il fasse défaut, ce qu'on perd.

    Perte attendue = exposition × probabilité de défaut × part perdue en cas de défaut.

    Paramètres
    ----------
    exposition : encours au moment du défaut, en euros (nombre, tableau ou colonne).
    probabilite : de défaut dans l'année, décimale.
    perte : part de l'encours qui ne sera pas récupérée, décimale (1 sans garantie).

    Renvoie
    -------
    Des euros, sous la forme reçue.

    Lève
    ----
    ArgumentInvalide pour un montant négatif ou un taux en pourcentage.

    Exemple
    -------
    >>> perte_attendue(20_000, probabilite=0.04, perte=0.60)
    480.0

    Source
    ------
    S521, perte attendue = EAD × PD × LGD.
    """
    expose, defaut, perdu = accorder(
        exposition=positif("exposition", exposition),
        probabilite=taux("probabilite", probabilite),
        perte=taux("perte", perte),
    )
    return expose * defaut * perdu


def ca_a_refaire(perte_ht: Nombres, *, taux_marge: Nombres) -> Nombres:
    """Le chiffre d'affaires à réaliser pour effacer un impayé.

    CA à refaire = perte HT / taux de marge sur le chiffre d'affaires.

    Paramètres
    ----------
    perte_ht : montant perdu, en euros HT (nombre, tableau ou colonne).
    taux_marge : marge / chiffre d'affaires, décimale.

    Renvoie
    -------
    Des euros HT, sous la forme reçue.

    Lève
    ----
    NonCalculable si le taux de marge est nul ; ArgumentInvalide pour un montant négatif ou un taux
    en pourcentage.

    Exemple
    -------
    >>> ca_a_refaire(5000, taux_marge=0.25)
    20000.0

    Source
    ------
    S521, coût d'un impayé.
    """
    raison = "Un taux de marge nul ne rattrape aucune perte, quel que soit le chiffre d'affaires."
    perte, marge = accorder(
        perte_ht=positif("perte_ht", perte_ht), taux_marge=taux("taux_marge", taux_marge)
    )
    return quotient(perte, marge, raison)


@dataclass(frozen=True)
class Affacturage(Resultat):
    """Coût d'un affacturage.

    Champs : commission, financement et total, en euros par an ; part_ca, le total rapporté au CA
    confié (décimal) ; garantie, la retenue immobilisée (€), qui n'est pas un coût ; puis les
    données du calcul.
    """

    commission: float
    financement: float
    total: float
    part_ca: float
    garantie: float
    _: KW_ONLY
    ca_ttc: float
    taux_commission: float
    encours_moyen: float
    taux: float
    retenue: float

    def etapes(self) -> Iterator[Etape]:
        """La commission, le financement, leur total, puis la retenue, à part."""
        ca, encours = euros(self.ca_ttc), euros(self.encours_moyen)
        commission, financement = euros(self.commission), euros(self.financement)
        calcul = f"{ca} × {taux_donne(self.taux_commission)}"
        yield Etape("Commission d'affacturage", "CA TTC × taux", calcul, commission)
        calcul = f"{encours} × {taux_donne(self.taux)}"
        yield Etape("Commission de financement", "encours financé × taux", calcul, financement)
        total = euros(self.total)
        yield Etape(
            "Coût total", "commission + financement", f"{commission} + {financement}", total
        )
        yield Etape("Part du CA", "coût / CA TTC", f"{total} / {ca}", pourcentage(self.part_ca))
        calcul = f"{ca} × {taux_donne(self.retenue)}"
        garantie = euros(self.garantie)
        yield Etape("Retenue de garantie", "CA TTC × retenue", calcul, garantie)

    def conventions(self) -> Iterator[str]:
        """Ce que n'est pas la retenue, et la durée."""
        yield "la retenue de garantie est rendue : c'est une immobilisation, pas un coût"
        yield "encours financé toute l'année ; forfaits et frais de dossier à ajouter"


def affacturage(
    ca_ttc: float, *, commission: float, encours_moyen: float, taux: float, retenue: float = 0
) -> Affacturage:
    """Le coût annuel d'un contrat d'affacturage.

    Coût = CA TTC confié × commission + encours moyen financé × taux de financement.

    Paramètres
    ----------
    ca_ttc : chiffre d'affaires confié dans l'année, en euros TTC.
    commission : d'affacturage, décimale, sur le CA confié.
    encours_moyen : avances du factor, en moyenne sur l'année, en euros.
    taux : de financement, annuel, décimal.
    retenue : de garantie, décimale, sur le CA confié.

    Renvoie
    -------
    `Affacturage` (commission, financement, total, part_ca, garantie).

    Lève
    ----
    NonCalculable si le CA confié est nul ; ArgumentInvalide pour un montant négatif ou un taux en
    pourcentage.

    Exemple
    -------
    >>> contrat = affacturage(600_000, commission=0.012, encours_moyen=75_000, taux=0.06)
    >>> contrat.total, contrat.part_ca
    (11700.0, 0.0195)

    Source
    ------
    S521, coût complet de l'affacturage (cas AF01, AF02).
    """
    confie, avances = montant("ca_ttc", ca_ttc), montant("encours_moyen", encours_moyen)
    fraction, interet = part("commission", commission), part("taux", taux)
    retenu = part("retenue", retenue)
    gestion, financement = confie * fraction, avances * interet
    raison = "Aucun chiffre d'affaires n'est confié : le coût rapporté au CA n'a pas de valeur."
    return Affacturage(
        gestion,
        financement,
        gestion + financement,
        quotient(gestion + financement, confie, raison),
        confie * retenu,
        ca_ttc=confie,
        taux_commission=fraction,
        encours_moyen=avances,
        taux=interet,
        retenue=retenu,
    )
