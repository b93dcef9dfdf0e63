"""Le simulateur de plateau d'appels : chaque agent se paie, chaque agent en moins s'attend."""

from typing import Any

import ipywidgets as widgets

from grc_lib._formats import euros
from grc_lib.appels import effectif
from grc_lib.figures import Graphique, courbe_effectif
from grc_lib.figures.textes import compte, insecable, pourcent
from grc_lib.simulateurs.briques import Annonce, Simulateur, curseur_controle, montrer, rangee
from grc_lib.simulateurs.calculs.plateau import DEMI_HEURE, SimulationPlateau, simuler_plateau

_AGENTS_MAX = 60  # le trafic le plus fort, 120 appels de 600 s, en demande 41 au moins


class SimulateurPlateau(Simulateur):
    """Les réglages du plateau d'appels et ce qu'ils changent (voir `simulateur_plateau`)."""

    def __init__(self, depart: SimulationPlateau) -> None:
        self.agents = curseur_controle(
            "Agents au téléphone", "agents", depart.agents, 1, _AGENTS_MAX
        )
        self.appels = curseur_controle("Appels par demi-heure", "appels", depart.appels, 1, 120)
        self.dmt = curseur_controle("Durée d'un appel, DMT (s)", "dmt", depart.dmt, 60, 600, 10)
        self.seuil = curseur_controle("Décrocher en moins de (s)", "seuil", depart.seuil, 5, 120, 5)
        but, hors = round(100 * depart.objectif), round(100 * depart.hors_ligne)
        self.objectif = curseur_controle("Objectif (% des appels)", "objectif", but, 50, 99)
        self.cout = curseur_controle(
            "Une heure d'agent (€)", "cout_horaire", depart.cout_horaire, 10, 80
        )
        self.hors = curseur_controle(
            "Temps payé hors du téléphone (%)", "hors_ligne", hors, 0, 60, 5
        )
        promesse = (self.seuil, self.objectif, self.cout, self.hors)
        for reglage in (self.agents, self.appels, self.dmt, *promesse):
            reglage.observe(self._mettre_a_jour, "value")
        self.graphique, annonce = widgets.Output(), Annonce()
        super().__init__(
            annonce,
            widgets.HTML("<b>La demi-heure</b>"),
            rangee(self.agents, self.appels, self.dmt),
            widgets.HTML("<b>La promesse et le coût</b>"),
            rangee(*promesse),
            self.graphique,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def simulation(self) -> SimulationPlateau:
        """Le calcul, avec les réglages du moment."""
        return simuler_plateau(
            appels=self.appels.value,
            dmt=self.dmt.value,
            agents=self.agents.value,
            seuil=self.seuil.value,
            objectif=self.objectif.value / 100,
            cout_horaire=self.cout.value,
            hors_ligne=self.hors.value / 100,
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        essai = self.simulation()
        self.annonce.texte = essai.phrase()
        montrer(self.graphique, _figure(essai))


def simulateur_plateau(
    *,
    agents: int = 4,
    appels: int = 20,
    dmt: int = 270,
    seuil: int = 20,
    objectif: float = 0.80,
    cout_horaire: int = 31,
    hors_ligne: float = 0.30,
) -> SimulateurPlateau:
    """Combien d'agents au téléphone ? Chacun se paie ; chacun qui manque fait attendre.

    Au départ, un lundi de janvier à l'Imprimerie Clémenceau, de 10 h à midi : 20 appels par
    demi-heure, 270 s par appel, une heure de télécommerciale à 31 € (coût annuel / 44 semaines de
    35 h). Hypothèse : 30 % du temps payé passe en pauses, formation et absences.

    Paramètres
    ----------
    agents, appels : agents au téléphone ; appels présentés dans la demi-heure.
    dmt, seuil : durée moyenne de traitement, délai promis pour décrocher (secondes).
    objectif : part des appels à décrocher dans ce délai (décimale).
    cout_horaire : une heure payée d'un agent (€).
    hors_ligne : part du temps payé passée hors du téléphone (décimale).

    Renvoie
    -------
    `SimulateurPlateau` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne. Une file instable est dite en toutes lettres.

    Lève
    ----
    ArgumentInvalide si un réglage de départ sort de son curseur.

    Exemple
    -------
    >>> essai = simulateur_plateau()
    >>> essai.agents.value = 3
    >>> essai.phrase.split(". ")[0]
    'File instable\xa0: 3\xa0agents pour 20 appels de 270 s, qui en occupent 3,0 sans arrêt'

    Source
    ------
    GRC-4, dimensionner un plateau d'appels par Erlang C.
    """
    return SimulateurPlateau(
        simuler_plateau(
            appels=appels,
            dmt=dmt,
            agents=agents,
            seuil=seuil,
            objectif=objectif,
            cout_horaire=cout_horaire,
            hors_ligne=hors_ligne,
        )
    )


def _figure(essai: SimulationPlateau) -> Graphique:
    """La qualité de service de chaque effectif ; un trait vertical, celui que l'on a choisi."""
    besoin = effectif(
        appels=essai.appels,
        periode=DEMI_HEURE,
        dmt=essai.dmt,
        qualite=essai.objectif,
        seuil=essai.seuil,
    )
    choisi = essai.attente()
    agents = compte(essai.agents, "agent")
    constat = f"Avec {agents}, l'attente grandit sans fin"
    if choisi:
        constat = (
            f"Avec {agents}, {pourcent(choisi.qualite_service(essai.seuil))} des appels à temps"
        )
    assez = f"pour {pourcent(essai.objectif, 0)}, il en faut {besoin.positions}"
    cout = euros(besoin.positions * essai.cout_agent)
    figure = courbe_effectif(besoin, titre=insecable(f"{constat} ; {assez}, à {cout}"))
    courbe, dits = figure.data[0], (essai.agents, besoin.positions)
    courbe.text = [t if n in dits else "" for n, t in zip(courbe.x, courbe.text, strict=True)]
    figure.update_xaxes(ticktext=list(courbe.x), title_text="Agents au téléphone")
    if essai.agents in courbe.x:
        figure.add_vline(x=essai.agents, line=dict(width=14, color="rgba(0, 114, 178, 0.15)"))
    return figure
