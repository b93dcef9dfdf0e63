"""L'encours d'un client et le plafond qu'on lui accorde (S521-5, S521-6)."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass

from grc_lib._formats import donnee, euros, taux_donne
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.risque._lecture import montant, montant_non_nul, part


@dataclass(frozen=True)
class Encours(Resultat):
    """Encours d'un client.

    Champs : encours et disponible, en euros (un disponible négatif est un dépassement) ; puis les
    montants du calcul.
    """

    encours: float
    disponible: float
    _: KW_ONLY
    factures: float
    livraisons: float
    effets: float
    plafond: float

    def etapes(self) -> Iterator[Etape]:
        """L'encours, puis ce qui reste sous le plafond."""
        termes = f"{euros(self.factures)} + {euros(self.livraisons)} + {euros(self.effets)}"
        formule = "facturé non réglé + livré non facturé + effets non échus"
        yield Etape("Encours", formule, termes, euros(self.encours))
        calcul = f"{euros(self.plafond)} − {euros(self.encours)}"
        yield Etape("Disponible", "plafond − encours", calcul, euros(self.disponible))

    def conventions(self) -> Iterator[str]:
        """L'unité, et le dépassement."""
        yield "montants toutes taxes comprises : c'est ce que le client doit"
        if self.disponible < 0:
            yield "le plafond est dépassé : une nouvelle livraison demande un accord ou un acompte"


def encours(
    factures: float, *, livraisons: float = 0, effets: float = 0, plafond: float
) -> Encours:
    """Ce qu'un client doit ou va devoir, et ce que son plafond lui laisse.

    Encours = facturé non réglé + livré non facturé + effets non échus ; disponible = plafond −
    encours.

    Paramètres
    ----------
    factures : factures non réglées, en euros TTC.
    livraisons : commandes livrées et pas encore facturées, en euros TTC.
    effets : effets de commerce acceptés et pas encore échus, même escomptés, en euros.
    plafond : le crédit accordé, en euros.

    Renvoie
    -------
    `Encours` (encours, disponible). Un disponible négatif est un dépassement.

    Lève
    ----
    ArgumentInvalide pour un montant négatif ou manquant ; MauvaisType pour un texte.

    Exemple
    -------
    >>> client = encours(18_000, livraisons=4_500, effets=6_000, plafond=30_000)
    >>> client.encours, client.disponible
    (28500.0, 1500.0)

    Source
    ------
    S521, encours et plafond.
    """
    du = montant("factures", factures)
    livre, traites = montant("livraisons", livraisons), montant("effets", effets)
    limite = montant("plafond", plafond)
    total = du + livre + traites
    return Encours(
        total, limite - total, factures=du, livraisons=livre, effets=traites, plafond=limite
    )


@dataclass(frozen=True)
class PlafondCredit(Resultat):
    """Plafond de crédit.

    Champs : plafond, en euros ; methode, celle qui donne le montant le plus bas ; puis les limites
    comparées (nom, formule, calcul, montant).
    """

    plafond: float
    methode: str
    _: KW_ONLY
    limites: tuple[tuple[str, str, str, float], ...]

    def etapes(self) -> Iterator[Etape]:
        """Chaque méthode, puis la plus prudente."""
        for nom, formule, calcul, limite in self.limites:
            yield Etape(nom, formule, calcul, euros(limite))
        yield Etape("Plafond", "le plus petit des montants", self.methode, euros(self.plafond))

    def conventions(self) -> Iterator[str]:
        """La règle de prudence."""
        yield "mois de 30 jours ; entre plusieurs méthodes, on retient la plus prudente"


def plafond_credit(
    ca_mensuel_ttc: float,
    delai: float,
    *,
    coefficient: float = 1,
    fonds_propres: float | None = None,
    part_fonds_propres: float = 0.10,
    garantie: float | None = None,
) -> PlafondCredit:
    """Le crédit à accorder à un client : son besoin, borné par sa solidité et par l'assureur.

    Besoin = CA mensuel TTC × délai / 30 × coefficient ; on le borne par une part des fonds propres
    du client et par la garantie de l'assureur-crédit, quand on les connaît.

    Paramètres
    ----------
    ca_mensuel_ttc : chiffre d'affaires mensuel moyen attendu avec ce client, en euros TTC.
    delai : délai de paiement accordé, en jours.
    coefficient : de saison, 1 si les ventes sont régulières, 1.5 si un mois peut peser moitié plus.
    fonds_propres : du client, en euros ; facultatif.
    part_fonds_propres : décimale, celle que l'on accepte de risquer.
    garantie : montant couvert par l'assureur, en euros ; facultatif.

    Renvoie
    -------
    `PlafondCredit` (plafond, methode).

    Lève
    ----
    ArgumentInvalide pour un montant négatif, un délai ou un coefficient nul, une part en
    pourcentage.

    Exemple
    -------
    >>> client = plafond_credit(12_000, 45, fonds_propres=150_000, garantie=20_000)
    >>> client.plafond, client.methode
    (15000.0, 'Fonds propres')

    Source
    ------
    S521, plafond de crédit.
    """
    ca, jours = montant("ca_mensuel_ttc", ca_mensuel_ttc), montant_non_nul("delai", delai)
    saison, risquee = (
        montant_non_nul("coefficient", coefficient),
        part("part_fonds_propres", part_fonds_propres),
    )
    if jours > 366:
        raise ArgumentInvalide("delai", delai, "un délai de paiement en jours, au plus 366")
    formule = "CA mensuel TTC × délai / 30 × coefficient"
    calcul = f"{euros(ca)} × {donnee(jours)} / 30 × {donnee(saison)}"
    limites = [("Besoin", formule, calcul, ca * jours / 30 * saison)]
    if fonds_propres is not None:
        fonds = montant("fonds_propres", fonds_propres)
        calcul = f"{euros(fonds)} × {taux_donne(risquee)}"
        limites.append(("Fonds propres", "fonds propres × part acceptée", calcul, fonds * risquee))
    if garantie is not None:
        limites.append(("Garantie", "montant assuré", "", montant("garantie", garantie)))
    methode, _, _, plafond = min(limites, key=lambda limite: limite[3])
    return PlafondCredit(plafond, methode, limites=tuple(limites))
