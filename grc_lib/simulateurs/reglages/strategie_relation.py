"""Le simulateur de stratégie relationnelle : former chaque agent, ou bâtir un réseau pour tous."""

from dataclasses import replace
from typing import Any

import ipywidgets as widgets
import pandas as pd

from grc_lib._formats import nombre
from grc_lib._nombres import entier
from grc_lib.figures import Graphique, courbes
from grc_lib.figures.gabarit import ENCRE
from grc_lib.figures.textes import insecable
from grc_lib.simulateurs.briques import (
    Annonce,
    Simulateur,
    curseur_controle,
    montrer,
    nombre_entier,
    rangee,
)
from grc_lib.simulateurs.calculs.strategie_relation import SimulationRelation, simuler_relation

_CLIENTS_MAX = 3_000


class SimulateurRelation(Simulateur):
    """Les réglages des deux stratégies (voir `simulateur_strategie_relation`)."""

    def __init__(self, depart: SimulationRelation) -> None:
        d = depart
        self.clients = curseur_controle("Clients", "clients", d.clients, 50, _CLIENTS_MAX, 50)
        self.valeur = curseur_controle(
            "Marge d'un client (€ par an)", "valeur", d.valeur, 100, 10_000, 100
        )
        self.formation = curseur_controle(
            "Formation (% du coût des agents)", "formation", round(100 * d.formation), 0, 20
        )
        self.reseau = _montant("Réseau et back-office (€ par an)", "reseau", d.reseau)
        self.portefeuille = curseur_controle(
            "Clients par agent", "portefeuille", d.portefeuille, 5, 200
        )
        self.agent = _montant("Un agent (€ par an)", "cout_agent", d.cout_agent)
        relation, valeur = (round(100 * part) for part in (d.gardes_relation, d.gardes_valeur))
        gardes = "Clients gardés en plus, {} (%)"
        self.relation = curseur_controle(
            gardes.format("relation"), "gardes_relation", relation, 0, 20
        )
        self.gardes = curseur_controle(gardes.format("valeur"), "gardes_valeur", valeur, 0, 20)
        choix = (self.clients, self.valeur, self.formation, self.reseau)
        hypotheses = (self.relation, self.gardes, self.portefeuille, self.agent)
        for reglage in (*choix, *hypotheses):
            reglage.observe(self._mettre_a_jour, "value")
        self.graphique, annonce = widgets.Output(), Annonce()
        super().__init__(
            annonce,
            widgets.HTML("<b>L'entreprise et ses stratégies</b>"),
            rangee(*choix),
            widgets.HTML("<b>Les hypothèses</b>"),
            rangee(*hypotheses),
            self.graphique,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def simulation(self) -> SimulationRelation:
        """Le calcul, avec les réglages du moment."""
        return simuler_relation(
            clients=self.clients.value,
            valeur=self.valeur.value,
            portefeuille=self.portefeuille.value,
            cout_agent=self.agent.value,
            formation=self.formation.value / 100,
            reseau=self.reseau.value,
            gardes_relation=self.relation.value / 100,
            gardes_valeur=self.gardes.value / 100,
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        essai = self.simulation()
        self.annonce.texte = essai.phrase()
        montrer(self.graphique, _figure(essai))


def simulateur_strategie_relation(
    *,
    clients: int = 1_050,
    valeur: int = 4_200,
    portefeuille: int = 30,
    cout_agent: int = 66_000,
    formation: float = 0.05,
    reseau: int = 180_000,
    gardes_relation: float = 0.04,
    gardes_valeur: float = 0.05,
) -> SimulateurRelation:
    """Former chaque agent, ou bâtir un réseau pour tous ? Tout dépend du nombre de clients.

    La formation se paie agent par agent ; le réseau se paie une fois, quel que soit le nombre de
    clients. Au départ, l'Imprimerie Clémenceau, arrondie : ses clients qui ont acheté depuis un an,
    leur marge moyenne, le nombre de clients et le coût d'un salarié de la force de vente. Le
    reste, clients gardés, formation et réseau, est une hypothèse du simulateur.

    Paramètres
    ----------
    clients, valeur : nombre de clients ; marge d'un client (€ par an).
    portefeuille, cout_agent : clients par agent ; coût d'un agent (€ par an).
    formation : part du coût des agents (décimale, au plus 0.20).
    reseau : coût annuel du réseau et du back-office (€).
    gardes_relation, gardes_valeur : clients gardés en plus par chaque stratégie (décimales).

    Renvoie
    -------
    `SimulateurRelation` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne.

    Lève
    ----
    ArgumentInvalide si un réglage de départ sort de son curseur.

    Exemple
    -------
    >>> essai = simulateur_strategie_relation()
    >>> round(essai.simulation().bascule)
    1184
    >>> essai.clients.value = 2000
    >>> essai.simulation().net_valeur > essai.simulation().net_relation
    True

    Source
    ------
    GRC-1, valorisation de la relation et valeur pour le client.
    """
    return SimulateurRelation(
        simuler_relation(
            clients=clients,
            valeur=valeur,
            portefeuille=portefeuille,
            cout_agent=cout_agent,
            formation=formation,
            reseau=reseau,
            gardes_relation=gardes_relation,
            gardes_valeur=gardes_valeur,
        )
    )


def _montant(nom: str, argument: str, valeur: float) -> widgets.BoundedIntText:
    return nombre_entier(nom, entier(argument, valeur, 0, 10_000_000), 0, 10_000_000)


def _figure(essai: SimulationRelation) -> Graphique:
    """Ce que laisse chaque stratégie selon le nombre de clients, et où l'on est."""
    points = [replace(essai, clients=n) for n in range(0, _CLIENTS_MAX + 1, 150)]
    reste = "Reste par an"
    tableau = pd.DataFrame(
        [
            (point.clients, nom, net)
            for point in points
            for nom, net in (("relation", point.net_relation), ("valeur", point.net_valeur))
        ],
        columns=["Clients", "Stratégie", reste],
    )
    bascule = essai.bascule
    titre = "La relation laisse toujours davantage"
    if bascule is not None and bascule <= _CLIENTS_MAX:
        titre = f"On bascule à {nombre(bascule, 0)} clients ; vous en avez {nombre(essai.clients)}"
    elif bascule is not None:
        titre = f"La relation laisse davantage jusqu'à {nombre(_CLIENTS_MAX)} clients"
    figure = courbes(
        tableau, "Clients", reste, groupe="Stratégie", unite="€", titre=insecable(titre)
    )
    figure.add_vline(x=essai.clients, line=dict(color=ENCRE, dash="dash", width=2))
    figure.add_hline(y=0, line=dict(color=ENCRE, width=1))
    return figure
