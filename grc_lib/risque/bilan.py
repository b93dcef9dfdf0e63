"""Lire la solvabilité d'un client dans ses comptes (S521-5) : ratios, score de Conan et Holder."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

from grc_lib._formats import donnee, nombre, pourcentage
from grc_lib._nombres import liste, quotient
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.risque._lecture import montant, montant_signe

# Du plus mauvais au meilleur : la zone et le risque de défaillance qu'annonçait l'étude de 1979.
_ZONES = (
    ("danger", "plus de 65 %"),
    ("prudence", "de 30 à 65 %"),
    ("bonne", "de 10 à 30 %"),
    ("très bonne", "moins de 10 %"),
)


@dataclass(frozen=True)
class ConanHolder(Resultat):
    """Score de Conan et Holder.

    Champs : score, en points ; zone (« danger », « prudence », « bonne », « très bonne ») ; risque
    de défaillance annoncé, un texte ; puis les comptes des cinq ratios et les bornes des zones.
    """

    score: float
    zone: str
    risque: str
    _: KW_ONLY
    comptes: tuple[tuple[float, float], ...]
    bornes: tuple[float, float, float]

    def etapes(self) -> Iterator[Etape]:
        """Les cinq ratios, le score, puis la zone où il tombe."""
        ratios = [haut / bas for haut, bas in self.comptes]
        for rang, (formule, (haut, bas)) in enumerate(zip(_RATIOS, self.comptes, strict=True), 1):
            yield Etape(
                f"R{rang}", formule, f"{donnee(haut)} / {donnee(bas)}", nombre(haut / bas, 4)
            )
        termes = zip((24, 22, 16, -87, -10), ratios, strict=True)
        calcul = " ".join(f"{'+' if c > 0 else '−'} {abs(c)} × {nombre(r, 4)}" for c, r in termes)
        formule = "24 R1 + 22 R2 + 16 R3 − 87 R4 − 10 R5"
        yield Etape("Score", formule, calcul.removeprefix("+ "), f"{nombre(self.score, 2)} points")
        yield Etape("Zone", "risque de défaillance annoncé", self.risque, self.zone)

    def conventions(self) -> Iterator[str]:
        """Les bornes et les limites du score."""
        a, b, c = (nombre(borne) for borne in self.bornes)
        yield f"danger sous {a} points, prudence sous {b}, bonne sous {c}, très bonne au-delà"
        yield "établi en 1979 sur des PME industrielles : ailleurs, un indice à recouper"


_RATIOS = (
    "EBE / dettes totales",
    "capitaux permanents / total du bilan",
    "(réalisable + disponible) / total du bilan",
    "frais financiers / CA HT",
    "frais de personnel / valeur ajoutée",
)


def conan_holder(
    *,
    ebe: float,
    dettes: float,
    capitaux_permanents: float,
    total_bilan: float,
    realisable_disponible: float,
    frais_financiers: float,
    ca_ht: float,
    frais_personnel: float,
    valeur_ajoutee: float,
    bornes: tuple[float, float, float] = (4, 9, 16),
) -> ConanHolder:
    """Le score de Conan et Holder : un signal du risque de défaillance d'une entreprise.

    Score = 24 R1 + 22 R2 + 16 R3 − 87 R4 − 10 R5, où R1 = EBE / dettes totales, R2 = capitaux
    permanents / total du bilan, R3 = (réalisable + disponible) / total du bilan, R4 = frais
    financiers / CA HT, R5 = frais de personnel / valeur ajoutée. Publié aussi divisé par cent.

    Paramètres
    ----------
    ebe : excédent brut d'exploitation, négatif s'il est insuffisant. Tous les montants sont dans la
        même unité (euros ou milliers d'euros), pour le même exercice.
    dettes : dettes totales, à long et à court terme.
    capitaux_permanents : capitaux propres et dettes à plus d'un an ; négatifs s'il y a lieu.
    total_bilan, realisable_disponible : actif net ; créances, valeurs mobilières et disponibilités.
    frais_financiers, ca_ht, frais_personnel : du compte de résultat.
    valeur_ajoutee : plus grande que zéro.
    bornes : les trois scores qui séparent les zones, croissants ; des tables en donnent d'autres.

    Renvoie
    -------
    `ConanHolder` (score, zone, risque). Un score égal à une borne est dans la zone supérieure.

    Lève
    ----
    NonCalculable si un dénominateur est nul ou si la valeur ajoutée est négative ;
    ArgumentInvalide pour un montant négatif ou manquant, des bornes qui ne croissent pas.

    Exemple
    -------
    >>> client = conan_holder(
    ...     ebe=90, dettes=600, capitaux_permanents=550, total_bilan=1000,
    ...     realisable_disponible=400, frais_financiers=25, ca_ht=1500, frais_personnel=300,
    ...     valeur_ajoutee=480)
    >>> round(client.score, 2), client.zone, client.risque
    (14.4, 'bonne', 'de 10 à 30 %')

    Source
    ------
    S521, fonction score de Conan et Holder, 1979 (cas CH01, CH02).
    """
    bilan = montant("total_bilan", total_bilan)
    richesse = max(montant_signe("valeur_ajoutee", valeur_ajoutee), 0.0)
    permanents = montant_signe("capitaux_permanents", capitaux_permanents)
    realisable = montant("realisable_disponible", realisable_disponible)
    frais, ca = montant("frais_financiers", frais_financiers), montant("ca_ht", ca_ht)
    personnel = montant("frais_personnel", frais_personnel)
    for nom, compte in (("capitaux_permanents", permanents), ("realisable_disponible", realisable)):
        if 0 < bilan < compte:
            raise ArgumentInvalide(nom, compte, f"au plus le total du bilan ({donnee(bilan)})")
    comptes = (
        ("ebe", montant_signe("ebe", ebe), "dettes", montant("dettes", dettes)),
        ("capitaux_permanents", permanents, "total_bilan", bilan),
        ("realisable_disponible", realisable, "total_bilan", bilan),
        ("frais_financiers", frais, "ca_ht", ca),
        ("frais_personnel", personnel, "valeur_ajoutee", richesse),
    )
    ratios = tuple(_ratio(*compte) for compte in comptes)
    r1, r2, r3, r4, r5 = ratios
    score = 24 * r1 + 22 * r2 + 16 * r3 - 87 * r4 - 10 * r5
    limites = _bornes(bornes)
    zone, risque = _ZONES[sum(round(score, 9) >= limite for limite in limites)]
    return ConanHolder(
        score, zone, risque, comptes=tuple((h, b) for _, h, _, b in comptes), bornes=limites
    )


@dataclass(frozen=True)
class RatiosSolvabilite(Resultat):
    """Ratios de solvabilité et de liquidité.

    Champs : autonomie (décimal) ; remboursement (années de CAF) ; liquidite_generale,
    liquidite_reduite, liquidite_immediate (nombres) ; puis les montants du calcul.
    """

    autonomie: float
    remboursement: float
    liquidite_generale: float
    liquidite_reduite: float
    liquidite_immediate: float
    _: KW_ONLY
    capitaux_propres: float
    total_bilan: float
    dettes_financieres: float
    caf: float
    actif_circulant: float
    stocks: float
    disponibilites: float
    passif_circulant: float

    def etapes(self) -> Iterator[Etape]:
        """L'autonomie, le remboursement, puis les trois liquidités."""
        calcul = f"{donnee(self.capitaux_propres)} / {donnee(self.total_bilan)}"
        autonomie = pourcentage(self.autonomie)
        yield Etape("Autonomie financière", "capitaux propres / total du bilan", calcul, autonomie)
        calcul = f"{donnee(self.dettes_financieres)} / {donnee(self.caf)}"
        annees = f"{nombre(self.remboursement, 1)} ans"
        yield Etape("Capacité de remboursement", "dettes financières / CAF", calcul, annees)
        actif, passif = donnee(self.actif_circulant), donnee(self.passif_circulant)
        stocks, caisse = donnee(self.stocks), donnee(self.disponibilites)
        generale, reduite = nombre(self.liquidite_generale, 2), nombre(self.liquidite_reduite, 2)
        formule = "actif circulant / passif circulant"
        yield Etape("Liquidité générale", formule, f"{actif} / {passif}", generale)
        formule = "(actif circulant − stocks) / passif circulant"
        yield Etape("Liquidité réduite", formule, f"({actif} − {stocks}) / {passif}", reduite)
        formule = "disponibilités / passif circulant"
        immediate = nombre(self.liquidite_immediate, 2)
        yield Etape("Liquidité immédiate", formule, f"{caisse} / {passif}", immediate)

    def conventions(self) -> Iterator[str]:
        """Les repères d'usage, qui ne sont pas des lois."""
        yield "repère d'usage : une autonomie d'au moins 20 à 25 %, selon le secteur"
        yield "repère d'usage : des dettes remboursables en moins de 3 à 4 ans de CAF"


def ratios_solvabilite(
    *,
    capitaux_propres: float,
    total_bilan: float,
    dettes_financieres: float,
    caf: float,
    actif_circulant: float,
    stocks: float,
    disponibilites: float,
    passif_circulant: float,
) -> RatiosSolvabilite:
    """Les ratios qui disent si un client peut payer, à long terme et à court terme.

    Paramètres
    ----------
    capitaux_propres : négatifs si les pertes les ont consommés. Tous les montants sont dans la même
        unité, pour le même exercice.
    total_bilan, dettes_financieres, actif_circulant, passif_circulant : du bilan.
    stocks, disponibilites : compris dans l'actif circulant.
    caf : capacité d'autofinancement de l'exercice, plus grande que zéro.

    Renvoie
    -------
    `RatiosSolvabilite` (autonomie, remboursement, liquidite_generale, liquidite_reduite,
    liquidite_immediate).

    Lève
    ----
    NonCalculable si un dénominateur est nul, ou si la CAF est négative : aucune dette ne peut alors
    être remboursée par l'activité. ArgumentInvalide pour un montant négatif ou manquant, ou si
    stocks et disponibilités dépassent l'actif circulant.

    Exemple
    -------
    >>> client = ratios_solvabilite(
    ...     capitaux_propres=240, total_bilan=1000, dettes_financieres=300, caf=100,
    ...     actif_circulant=600, stocks=200, disponibilites=50, passif_circulant=400)
    >>> client.autonomie, client.remboursement, client.liquidite_generale
    (0.24, 3.0, 1.5)

    Source
    ------
    S521, ratios de solvabilité et de liquidité.
    """
    propres = montant_signe("capitaux_propres", capitaux_propres)
    bilan = montant("total_bilan", total_bilan)
    dettes = montant("dettes_financieres", dettes_financieres)
    autofinancement = montant_signe("caf", caf)
    actif = montant("actif_circulant", actif_circulant)
    passif = montant("passif_circulant", passif_circulant)
    stock, caisse = montant("stocks", stocks), montant("disponibilites", disponibilites)
    if stock + caisse > actif:
        attendu = "un montant au moins égal à stocks + disponibilités"
        raise ArgumentInvalide("actif_circulant", actif_circulant, attendu)
    return RatiosSolvabilite(
        _ratio("capitaux_propres", propres, "total_bilan", bilan),
        _ratio("dettes_financieres", dettes, "caf", max(autofinancement, 0.0)),
        _ratio("actif_circulant", actif, "passif_circulant", passif),
        _ratio("actif_circulant", actif - stock, "passif_circulant", passif),
        _ratio("disponibilites", caisse, "passif_circulant", passif),
        capitaux_propres=propres,
        total_bilan=bilan,
        dettes_financieres=dettes,
        caf=autofinancement,
        actif_circulant=actif,
        stocks=stock,
        disponibilites=caisse,
        passif_circulant=passif,
    )


def _ratio(haut: str, numerateur: float, bas: str, denominateur: float) -> float:
    raison = f"« {bas} » n'est pas positif : {haut} / {bas} n'a pas de sens. Vérifiez les comptes."
    return float(quotient(numerateur, denominateur, raison))


def _bornes(bornes: Any) -> tuple[float, float, float]:
    lues = liste("bornes", bornes)
    if len(lues) != 3 or not lues[0] < lues[1] < lues[2]:
        raise ArgumentInvalide("bornes", bornes, "trois scores croissants, comme (4, 9, 16)")
    return float(lues[0]), float(lues[1]), float(lues[2])
