"""Deux stratégies de relation client, leur coût et le nombre de clients où l'on change (GRC-1)."""

from dataclasses import dataclass

from grc_lib._formats import nombre
from grc_lib._nombres import entier, positif, seul, strictement_positif, taux
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.textes import compte, euros_courts, insecable

FORMATION_MAX = 0.20  # au plus 20 % du coût de la main-d'œuvre, selon le module


@dataclass(frozen=True)
class SimulationRelation:
    """Valoriser la relation (former les agents) ou la valeur pour le client (bâtir un réseau).

    clients : leur nombre ; valeur : la marge d'un client par an (€) ; portefeuille : clients par
    agent ; cout_agent et reseau : € par an ; formation : part du coût des agents (décimale) ;
    gardes_relation, gardes_valeur : part des clients que chaque stratégie garde en plus (décimale).
    """

    clients: int
    valeur: float
    portefeuille: float
    cout_agent: float
    formation: float
    reseau: float
    gardes_relation: float
    gardes_valeur: float

    @property
    def cout_relation(self) -> float:
        """Le coût de la formation : il grandit avec le nombre d'agents, donc de clients (€)."""
        return self.clients / self.portefeuille * self.cout_agent * self.formation

    @property
    def net_relation(self) -> float:
        """Marge gardée moins formation (€ par an)."""
        return self.clients * self.gardes_relation * self.valeur - self.cout_relation

    @property
    def net_valeur(self) -> float:
        """Marge gardée moins réseau, dont le coût ne dépend pas du nombre de clients (€ par an)."""
        return self.clients * self.gardes_valeur * self.valeur - self.reseau

    @property
    def bascule(self) -> float | None:
        """Le nombre de clients où les deux se valent ; rien si la relation l'emporte toujours."""
        avance = (self.gardes_valeur - self.gardes_relation) * self.valeur
        avance += self.cout_agent * self.formation / self.portefeuille
        return self.reseau / avance if avance > 0 else None

    def phrase(self) -> str:
        """Ce que laisse chaque stratégie, ce que le choix fait gagner et perdre, la bascule."""
        gardes = self.clients * self.gardes_relation * self.valeur
        relation = (
            f"Valoriser la relation : {euros_courts(gardes)} de marge gardée par an, "
            f"{euros_courts(self.cout_relation)} de formation, reste "
            f"{euros_courts(self.net_relation)}."
        )
        gardes = self.clients * self.gardes_valeur * self.valeur
        valeur = (
            f"Valeur pour le client : {euros_courts(gardes)} gardés, "
            f"{euros_courts(self.reseau)} de réseau, reste {euros_courts(self.net_valeur)}."
        )
        return insecable(f"{relation} {valeur} {self._choix()} {self._bascule()}")

    def _choix(self) -> str:
        ecart = self.net_relation - self.net_valeur
        if max(self.net_relation, self.net_valeur) <= 0:
            return "Aucune des deux ne paie son coût."
        if abs(ecart) < 500:
            return "Les deux se valent."
        nom = "La relation" if ecart > 0 else "La valeur pour le client"
        plus = self.clients * (self.gardes_relation - self.gardes_valeur) * (1 if ecart > 0 else -1)
        sens = (
            f"en gardant {compte(round(abs(plus)), 'client')} de {'plus' if plus > 0 else 'moins'}"
        )
        fin = f", {sens}" if round(abs(plus)) else ""
        return f"{nom} laisse {euros_courts(abs(ecart))} de plus{fin}."

    def _bascule(self) -> str:
        if self.bascule is None:
            return "Quel que soit le nombre de clients, le réseau ne rattrape jamais la relation."
        cote = "en dessous, la relation ; au-dessus, la valeur pour le client"
        return f"Point de bascule : {nombre(self.bascule, 0)} clients ({cote})."


def simuler_relation(
    *,
    clients: int,
    valeur: float,
    portefeuille: float,
    cout_agent: float,
    formation: float,
    reseau: float,
    gardes_relation: float,
    gardes_valeur: float,
) -> SimulationRelation:
    """Compare les deux stratégies et cherche le nombre de clients où l'on change d'avis.

    Bascule = réseau / ((gardés par la valeur − gardés par la relation) × marge + coût d'un agent ×
    formation / clients par agent).

    Paramètres
    ----------
    clients : nombre de clients (entier, au moins 1).
    valeur : la marge d'un client (€ par an).
    portefeuille, cout_agent : clients par agent ; coût d'un agent (€ par an).
    formation : part du coût des agents consacrée à leur formation (décimale, au plus 0.20).
    reseau : coût annuel du réseau et du back-office (€).
    gardes_relation, gardes_valeur : part des clients que chaque stratégie garde en plus chaque
        année (décimales). Des hypothèses : à mesurer chez soi.

    Renvoie
    -------
    `SimulationRelation` : cout_relation, net_relation, net_valeur, bascule, phrase().

    Lève
    ----
    ArgumentInvalide pour une valeur hors de son domaine.

    Exemple
    -------
    >>> essai = simuler_relation(
    ...     clients=1000, valeur=5000, portefeuille=25, cout_agent=50_000, formation=0.05,
    ...     reseau=180_000, gardes_relation=0.04, gardes_valeur=0.05)
    >>> essai.net_relation, essai.net_valeur, essai.bascule
    (100000.0, 70000.0, 1200.0)

    Source
    ------
    GRC-1, deux stratégies : valorisation de la relation, valeur pour le client.
    """
    part = seul(taux, "formation", formation)
    if part > FORMATION_MAX:
        raise ArgumentInvalide("formation", formation, "au plus 0.20, soit 20 %")
    return SimulationRelation(
        clients=entier("clients", clients, 1),
        valeur=seul(positif, "valeur", valeur),
        portefeuille=seul(strictement_positif, "portefeuille", portefeuille),
        cout_agent=seul(positif, "cout_agent", cout_agent),
        formation=part,
        reseau=seul(positif, "reseau", reseau),
        gardes_relation=seul(taux, "gardes_relation", gardes_relation),
        gardes_valeur=seul(taux, "gardes_valeur", gardes_valeur),
    )
