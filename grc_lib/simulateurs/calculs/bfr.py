"""Ce que les délais, les stocks et la croissance font à la trésorerie, et ce qu'ils coûtent."""

from dataclasses import dataclass

import pandas as pd

from grc_lib import bfr as sujet
from grc_lib._formats import euros, nombre
from grc_lib._nombres import positif, reel, seul, strictement_positif, taux
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.textes import insecable

LIMITE_LEGALE = 60  # jours après l'émission de la facture (C. com., art. L. 441-10)
POSTES = ("Créances clients", "Stocks", "Dettes fournisseurs", "Dettes fiscales et sociales")


@dataclass(frozen=True)
class Exploitation:
    """Une année d'exploitation, en euros : flux annuels, postes du bilan, trésorerie nette.

    `ca_ht`, `ca_ttc`, `achats_ttc` (tout ce que facturent les fournisseurs), `consommations` (HT,
    ce qui sort du stock) et `charges_variables` (HT) ; `creances`, `stocks`, `dettes_fournisseurs`,
    `autres_dettes` (État, personnel, organismes sociaux) et `tresorerie` à la clôture.
    """

    ca_ht: float
    ca_ttc: float
    achats_ttc: float
    consommations: float
    charges_variables: float
    creances: float
    stocks: float
    dettes_fournisseurs: float
    autres_dettes: float
    tresorerie: float

    def __post_init__(self) -> None:
        for nom in ("ca_ht", "ca_ttc", "achats_ttc", "consommations"):
            seul(strictement_positif, nom, getattr(self, nom))
        for nom in (
            "charges_variables",
            "creances",
            "stocks",
            "dettes_fournisseurs",
            "autres_dettes",
        ):
            seul(positif, nom, getattr(self, nom))
        seul(reel, "tresorerie", self.tresorerie)

    @property
    def delai_clients(self) -> float:
        """Le délai de paiement des clients (jours)."""
        return float(sujet.delai_clients(self.creances, self.ca_ttc))

    @property
    def delai_fournisseurs(self) -> float:
        """Le délai de paiement des fournisseurs (jours)."""
        return float(sujet.delai_fournisseurs(self.dettes_fournisseurs, self.achats_ttc))

    @property
    def duree_stocks(self) -> float:
        """La durée de stockage, sur le stock de clôture (jours)."""
        return float(sujet.duree_stockage(self.stocks, self.stocks, self.consommations))


@dataclass(frozen=True, eq=False)
class SimulationBfr:
    """Le besoin en fonds de roulement d'exploitation avant et après la décision.

    `besoins` : poste, depart, essai (€, signés) ; `etapes` : la trésorerie de départ, puis ce que
    chaque levier y ajoute (nom, €) ; `delais` : clients, stocks, fournisseurs (jours) ; `marge` :
    la marge sur coût variable gagnée en un an (négatif : perdue) ; `interets` : les intérêts
    économisés en un an (négatif : payés en plus).
    """

    besoins: pd.DataFrame
    etapes: list[tuple[str, float]]
    delais: tuple[float, float, float]
    marge: float
    interets: float

    @property
    def bfre(self) -> float:
        """Le nouveau besoin en fonds de roulement d'exploitation (€)."""
        return float(self.besoins["essai"].sum())

    @property
    def degagee(self) -> float:
        """La trésorerie dégagée (négative : mangée), en euros."""
        return sum(montant for _, montant in self.etapes[1:])

    @property
    def tresorerie(self) -> float:
        """La trésorerie nette après la décision, avant le résultat de l'année (€)."""
        return sum(montant for _, montant in self.etapes)

    @property
    def resultat(self) -> float:
        """Ce que la décision change au résultat annuel, avant impôt (€)."""
        return self.marge + self.interets

    def phrase(self) -> str:
        """La trésorerie, ce que l'année y gagne et y perd, et ce que dit la loi."""
        phrases = (self._tresorerie(), self._annee(), *self._loi())
        return insecable(" ".join(phrases))

    def _tresorerie(self) -> str:
        debut = f"Trésorerie : {euros(self.tresorerie, 0)}"
        if round(self.degagee) == 0:
            return f"{debut}, comme au départ."
        quoi = "dégagés" if self.degagee > 0 else "mangés"
        return f"{debut}, soit {euros(abs(self.degagee), 0)} {quoi} ; BFRE : {euros(self.bfre, 0)}."

    def _annee(self) -> str:
        montants = {
            "de marge": self.marge,
            "d'intérêts": self.interets,
        }
        mots = {"de marge": ("gagnés", "perdus"), "d'intérêts": ("économisés", "de plus à payer")}
        parts = [
            f"{euros(abs(montant), 0)} {nom} {mots[nom][montant < 0]}"
            for nom, montant in montants.items()
            if round(montant)
        ]
        if not parts:
            return "Rien ne change au résultat."
        solde = f"{euros(abs(self.resultat), 0)} de {'plus' if self.resultat >= 0 else 'moins'}"
        return f"En un an : {', '.join(parts)} ; résultat : {solde}."

    def _loi(self) -> list[str]:
        clients, _, fournisseurs = self.delais
        phrases = []
        if round(fournisseurs) > LIMITE_LEGALE:
            phrases.append(
                f"✘ Payer ses fournisseurs à {nombre(fournisseurs, 0)} jours est interdit : "
                f"{LIMITE_LEGALE} jours au plus après la facture, ou 45 jours fin de mois si le "
                "contrat l'écrit (Code de commerce, art. L. 441-10)."
            )
        if round(clients) > LIMITE_LEGALE:
            phrases.append(
                f"Vos clients paient à {nombre(clients, 0)} jours en moyenne, plus que les "
                f"{LIMITE_LEGALE} jours de la loi : une partie paie en retard."
            )
        return phrases


def simuler_bfr(
    depart: Exploitation,
    *,
    clients: float = 0,
    stocks: float = 0,
    fournisseurs: float = 0,
    croissance: float = 0,
    cout_du_decouvert: float = 0.06,
    perte_clients: float = 0.01,
    perte_stocks: float = 0.01,
    hausse_achats: float = 0.01,
) -> SimulationBfr:
    """Change les délais, les stocks, les ventes, et compte la trésorerie et le résultat.

    Trois hypothèses, pour dix jours : presser les clients de payer fait perdre des ventes ; réduire
    les stocks aussi (ruptures) ; payer plus tard fait monter le prix des achats. Les dettes
    fiscales et sociales suivent les ventes.

    Paramètres
    ----------
    depart : l'exploitation avant la décision.
    clients, stocks, fournisseurs : jours ajoutés à chaque délai (négatif : retirés).
    croissance : des ventes, décimale (0.10 : 10 % de plus).
    cout_du_decouvert : taux annuel, décimal.
    perte_clients, perte_stocks, hausse_achats : pour dix jours, parts décimales des ventes perdues
        et de la hausse des achats.

    Renvoie
    -------
    `SimulationBfr` : besoins, etapes, delais, bfre, degagee, tresorerie, marge, interets, resultat,
    phrase.

    Lève
    ----
    ArgumentInvalide si un délai devient négatif, si toutes les ventes sont perdues, ou pour un taux
    donné en pour cent.

    Exemple
    -------
    >>> depart = Exploitation(ca_ht=1_200_000, ca_ttc=1_440_000, achats_ttc=720_000,
    ...     consommations=600_000, charges_variables=600_000, creances=200_000, stocks=50_000,
    ...     dettes_fournisseurs=90_000, autres_dettes=60_000, tresorerie=-20_000)
    >>> essai = simuler_bfr(depart, clients=-10, perte_clients=0)
    >>> round(essai.degagee), round(essai.interets)
    (40000, 2400)

    Source
    ------
    S523-2, actions sur le BFRE (cas BF11) ; limites légales : C. com., art. L. 441-10.
    """
    a = (depart.delai_clients, depart.duree_stocks, depart.delai_fournisseurs)
    b = (a[0] + clients, a[1] + stocks, a[2] + fournisseurs)
    if min(b) < -1e-9:
        raise ArgumentInvalide("jours retirés", min(b), "un délai d'au moins 0 jour")
    perdue, hausse = _hypotheses(a, b, perte_clients, perte_stocks, hausse_achats)
    ventes = (1 + seul(reel, "croissance", croissance)) * (1 - perdue)
    if ventes <= 0:
        raise ArgumentInvalide("croissance", croissance, "des ventes qui restent positives")
    postes, deplaces, finaux = (
        _postes(depart, a),
        _postes(depart, b),
        _postes(depart, b, ventes, hausse),
    )
    effets = [avant - apres for avant, apres in zip(postes, deplaces, strict=True)]
    etapes = [
        ("Trésorerie de départ", float(depart.tresorerie)),
        *zip(("Délai clients", "Stocks", "Délai fournisseurs"), effets[:3], strict=True),
        ("Ventes et prix d'achat", sum(deplaces) - sum(finaux)),
    ]
    marge = depart.ca_ht - depart.charges_variables
    degagee = sum(postes) - sum(finaux)
    return SimulationBfr(
        pd.DataFrame({"poste": POSTES, "depart": postes, "essai": finaux}),
        etapes,
        b,
        ventes * (marge - depart.charges_variables * hausse) - marge,
        degagee * float(taux("cout_du_decouvert", cout_du_decouvert)),
    )


def _hypotheses(
    a: tuple[float, ...], b: tuple[float, ...], clients: float, stocks: float, achats: float
) -> tuple[float, float]:
    """La part des ventes perdue et la hausse des achats, décimales."""
    for nom, part in {
        "perte_clients": clients,
        "perte_stocks": stocks,
        "hausse_achats": achats,
    }.items():
        seul(positif, nom, seul(taux, nom, part))
    reclames, retires, retardes = (
        max(0.0, jours) for jours in (a[0] - b[0], a[1] - b[1], b[2] - a[2])
    )
    return (clients * reclames + stocks * retires) / 10, achats * retardes / 10


def _postes(
    depart: Exploitation, delais: tuple[float, ...], ventes: float = 1, hausse: float = 0
) -> list[float]:
    """Créances, stocks, dettes fournisseurs et autres dettes (€, signés)."""
    ca, prix = depart.ca_ht, 1 + hausse
    autres = depart.autres_dettes * 360 / ca
    besoins = sujet.bfre_normatif(
        [
            (POSTES[0], delais[0], depart.ca_ttc / ca),
            (POSTES[1], delais[1], depart.consommations * prix / ca),
            (POSTES[2], delais[2], -depart.achats_ttc * prix / ca),
            (POSTES[3], autres, -1),
        ],
        ca * ventes,
    )
    return [float(montant) for montant in besoins["montant"]]
