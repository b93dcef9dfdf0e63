"""Ce que coûte et ce que vaut un effectif au téléphone : l'attente des appels, l'argent (GRC-4)."""

from dataclasses import dataclass
from math import floor

from grc_lib._formats import euros, nombre
from grc_lib._nombres import entier, positif, seul, strictement_positif, taux
from grc_lib.appels import Attente, erlang_c
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.textes import compte, duree, insecable, pourcent

DEMI_HEURE = 1800  # secondes


@dataclass(frozen=True)
class SimulationPlateau:
    """Une demi-heure au plateau : des appels, des agents, une attente, un coût.

    Durées en secondes, objectif et hors_ligne en taux décimaux, coûts en euros.
    """

    appels: float
    dmt: float
    agents: int
    seuil: float
    objectif: float
    cout_horaire: float
    hors_ligne: float

    @property
    def trafic(self) -> float:
        """Le trafic, en erlangs : les agents occupés en permanence."""
        return self.appels * self.dmt / DEMI_HEURE

    @property
    def minimum(self) -> int:
        """Le plus petit effectif pour lequel la file ne grandit pas sans fin."""
        return floor(round(self.trafic, 9)) + 1

    @property
    def cout_agent(self) -> float:
        """Un agent au téléphone pendant une demi-heure, pauses et absences payées comprises."""
        return self.cout_horaire * DEMI_HEURE / 3600 / (1 - self.hors_ligne)

    @property
    def cout(self) -> float:
        """Le coût de la demi-heure (€)."""
        return self.agents * self.cout_agent

    def attente(self, agents: int | None = None) -> Attente | None:
        """Ce que prévoit Erlang C pour cet effectif ; rien si la file est instable."""
        agents = self.agents if agents is None else agents
        try:
            return erlang_c(appels=self.appels, periode=DEMI_HEURE, dmt=self.dmt, agents=agents)
        except NonCalculable:
            return None

    def phrase(self) -> str:
        """L'effectif choisi, puis ce que l'on gagne et ce que l'on perd à en changer."""
        choisi = self.attente()
        if choisi is None:
            return insecable(self._instable())
        qualite = choisi.qualite_service(self.seuil)
        verdict = "tenu" if qualite >= self.objectif else "manqué"
        return insecable(
            f"{compte(self.agents, 'agent')} au téléphone, {euros(self.cout)} la demi-heure : "
            f"{pourcent(qualite)} des appels décrochés en {nombre(self.seuil)} s (objectif "
            f"{pourcent(self.objectif, 0)} {verdict}), {duree(choisi.attente_moyenne)} d'attente "
            f"en moyenne, des agents en ligne {pourcent(choisi.occupation, 0)} du temps. "
            f"{self._un_de_plus()} {self._un_de_moins()}"
        )

    def _instable(self) -> str:
        return (
            f"File instable : {compte(self.agents, 'agent')} pour "
            f"{nombre(self.appels)} appels de {nombre(self.dmt)} s, qui en occupent "
            f"{nombre(self.trafic, 1)} sans arrêt. L'attente grandit de minute en minute : aucune "
            f"qualité de service n'est calculable. Il faut au moins "
            f"{compte(self.minimum, 'agent')}, soit "
            f"{euros(self.minimum * self.cout_agent)} au lieu de {euros(self.cout)} la demi-heure."
        )

    def _un_de_plus(self) -> str:
        prix = euros(self.cout_agent)
        return f"Un agent de plus : {prix} de plus, {self._resumer(self.agents + 1)}."

    def _un_de_moins(self) -> str:
        prix = euros(self.cout_agent)
        return f"Un de moins : {prix} économisés, mais {self._resumer(self.agents - 1)}."

    def _resumer(self, agents: int) -> str:
        attente = self.attente(agents)
        if attente is None:
            return "la file grandirait sans fin"
        qualite = pourcent(attente.qualite_service(self.seuil))
        return f"{qualite} à temps et {duree(attente.attente_moyenne)} d'attente"


def simuler_plateau(
    *,
    appels: float,
    dmt: float,
    agents: int,
    seuil: float = 20,
    objectif: float = 0.80,
    cout_horaire: float,
    hors_ligne: float = 0,
) -> SimulationPlateau:
    """Une demi-heure de plateau : ce que l'effectif choisi donne à attendre et à payer.

    Coût = agents × coût horaire / 2 / (1 − part payée hors du téléphone).

    Paramètres
    ----------
    appels : appels présentés dans la demi-heure, strictement positif.
    dmt : durée moyenne de traitement d'un appel (secondes).
    agents : agents au téléphone en même temps (entier, au moins 1).
    seuil, objectif : la promesse, en secondes et en part des appels (décimale).
    cout_horaire : une heure payée d'un agent (€).
    hors_ligne : part du temps payé passée hors du téléphone (décimale, moins de 1).

    Renvoie
    -------
    `SimulationPlateau` : trafic, minimum, cout, attente() (rien si la file est instable), phrase().

    Lève
    ----
    ArgumentInvalide pour une valeur hors de son domaine ; MauvaisType si ce n'est pas un nombre.

    Exemple
    -------
    >>> essai = simuler_plateau(appels=100, dmt=180, agents=14, cout_horaire=30, hors_ligne=0.3)
    >>> essai.trafic, essai.minimum, round(essai.cout, 2)
    (10.0, 11, 300.0)
    >>> round(essai.attente().qualite_service(20), 3)
    0.888

    Source
    ------
    GRC-4, Erlang C (cas ER10, ER13) ; le partage du temps payé : formules, « shrinkage ».
    """
    part = seul(taux, "hors_ligne", hors_ligne)
    if part == 1:
        raise ArgumentInvalide("hors_ligne", hors_ligne, "moins de 1 : il faut bien répondre")
    return SimulationPlateau(
        appels=seul(strictement_positif, "appels", appels),
        dmt=seul(strictement_positif, "dmt", dmt),
        agents=entier("agents", agents, 1),
        seuil=seul(positif, "seuil", seuil),
        objectif=seul(taux, "objectif", objectif),
        cout_horaire=seul(positif, "cout_horaire", cout_horaire),
        hors_ligne=part,
    )
