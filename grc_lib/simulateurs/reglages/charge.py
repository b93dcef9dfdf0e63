"""Le simulateur de charge : visiter souvent ou visiter tout le monde, avec une équipe qui coûte."""

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets

from grc_lib import donnees
from grc_lib._nombres import entier, lignes
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures import Graphique, charge_capacite
from grc_lib.figures.textes import pourcent
from grc_lib.simulateurs.briques import (
    Annonce,
    Simulateur,
    curseur,
    montrer,
    nombre_entier,
    rangee,
)
from grc_lib.simulateurs.calculs.charge import SimulationCharge, simuler_charge

_TYPES = ("Mammouth", "Nursery", "Préféré", "Petit")  # l'ordre où l'équipe les sert


class SimulateurCharge(Simulateur):
    """Les réglages de la charge de travail et ce qu'ils changent (voir `simulateur_charge`)."""

    def __init__(
        self,
        types: list[tuple[str, int, float]],
        visites: Sequence[int],
        cout_annuel: float,
        **temps: int,
    ) -> None:
        self.types, self.cout_annuel = types, cout_annuel
        self.clients = [nombre_entier(f"Clients : {t}", n, 0, 100_000) for t, n, _ in types]
        self.visites = [
            curseur(f"Visites par an : {nom}", entier("visites", v, 0, 24), 0, 24)
            for (nom, _, _), v in zip(types, visites, strict=True)
        ]
        self.equipe = _curseur("Personnes qui visitent", "equipe", temps, 1, 30)
        self.duree = _curseur("Durée d'une visite (min)", "duree", temps, 10, 240, 5)
        self.trajet = _curseur("Trajet et compte rendu (min)", "trajet", temps, 0, 240, 5)
        self.jours = _curseur("Jours de visite par personne et par an", "jours", temps, 5, 220)
        self.heures = _curseur("Heures par jour de visite", "heures_par_jour", temps, 1, 10)
        temps_regles = (self.duree, self.trajet, self.jours, self.heures)
        for reglage in (*self.clients, *self.visites, self.equipe, *temps_regles):
            reglage.observe(self._mettre_a_jour, "value")
        self.graphique, annonce = widgets.Output(), Annonce()
        super().__init__(
            annonce,
            widgets.HTML("<b>La décision</b>"),
            rangee(self.equipe, *self.visites),
            self.graphique,
            widgets.HTML("<b>Les clients et le temps</b>"),
            rangee(*self.clients, *temps_regles),
            annonce=annonce,
        )
        self._mettre_a_jour()

    def simulation(self) -> SimulationCharge:
        """Le calcul, avec les réglages du moment."""
        return simuler_charge(
            [
                (nom, reglage.value, achats * reglage.value / n if n else 0)
                for (nom, n, achats), reglage in zip(self.types, self.clients, strict=True)
            ],
            [reglage.value for reglage in self.visites],
            equipe=self.equipe.value,
            duree=self.duree.value,
            trajet=self.trajet.value,
            jours=self.jours.value,
            heures_par_jour=self.heures.value,
            cout_annuel=self.cout_annuel,
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        try:
            essai = self.simulation()
        except NonCalculable as erreur:
            self.annonce.texte = str(erreur)
            self.graphique.outputs = ()
            return
        self.annonce.texte = essai.phrase()
        montrer(self.graphique, _figure(essai))


def simulateur_charge(
    types: Any = None,
    *,
    visites: Sequence[int] = (12, 10, 2, 0),
    equipe: int = 4,
    duree: int = 80,
    trajet: int = 100,
    jours: int = 170,
    heures_par_jour: int = 8,
    cout_annuel: float = 60_000,
) -> SimulateurCharge:
    """Combien de visites à qui, et avec combien de personnes ? Le temps ne suffit pas à tout.

    Au départ, les clients d'Imprimerie Clémenceau qui ont acheté depuis un an et les contacts que
    prévoient ses quotas, les Petits étant appelés plutôt que visités. Hypothèses du simulateur :
    quatre personnes ne font que visiter, 170 jours par an ; une visite prend trois heures, trajet
    et compte rendu compris, comme le prévoit le quota des Préférés.

    Paramètres
    ----------
    types : liste de (type, nombre de clients, CA annuel du type en €), le premier servi d'abord ;
        par défaut ceux de la base.
    visites : visites par client et par an, une par type (0 à 24).
    equipe : personnes qui visitent.
    duree, trajet : minutes par visite ; le trajet comprend le compte rendu.
    jours, heures_par_jour : temps de visite d'une personne (jours par an, heures).
    cout_annuel : le coût d'une personne de plus (€ par an).

    Renvoie
    -------
    `SimulateurCharge` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne.

    Lève
    ----
    ArgumentInvalide si un réglage de départ sort de son curseur, ou s'il n'y a pas une fréquence
    par type.

    Exemple
    -------
    >>> essai = simulateur_charge([("Préféré", 100, 2e6)], visites=[2], equipe=1, jours=60)
    >>> essai.phrase.split(" (")[0]
    '200 visites demandent 600\xa0h\xa0: il faut 2\xa0personnes, vous en avez 1'

    Source
    ------
    S531-2, charge de travail et effectif ; quotas du cas Clémenceau.
    """
    lus = [
        (str(nom), entier("clients", n), float(ca))
        for nom, n, ca in lignes("types", _types() if types is None else types, "type", "n", "ca")
    ]
    if len(lus) != len(visites):
        attendu = f"{len(lus)} fréquences, une par type"
        raise ArgumentInvalide("visites", f"{len(visites)} fréquence(s)", attendu)
    temps = {"equipe": equipe, "duree": duree, "trajet": trajet, "jours": jours}
    return SimulateurCharge(lus, visites, cout_annuel, heures_par_jour=heures_par_jour, **temps)


def _types() -> list[tuple[str, int, float]]:
    """Les clients qui ont acheté depuis un an et leurs achats, type par type."""
    achats = donnees.ventes_par_client(12).groupby("type_client")["ca"].agg(["size", "sum"])
    return [(nom, int(achats["size"][nom]), float(achats["sum"][nom])) for nom in _TYPES]


def _curseur(
    nom: str, argument: str, temps: dict[str, int], mini: int, maxi: int, pas: int = 1
) -> widgets.IntSlider:
    """Un curseur dont la valeur de départ, donnée en argument, est contrôlée."""
    return curseur(nom, entier(argument, temps[argument], mini, maxi), mini, maxi, pas)


def _figure(essai: SimulationCharge) -> Graphique:
    """Les heures que demande chaque type, et celles que l'équipe peut lui donner."""
    titre = f"Charge : {pourcent(essai.ratio, 0)} du temps de l'équipe"
    prives = essai.tableau.loc[essai.tableau["prives"] > 0, "type"]
    fin = f"manque du temps pour : {', '.join(prives)}" if len(prives) else "tous sont servis"
    figure = charge_capacite(essai.tableau, "type", capacite="donnees", titre=f"{titre} ; {fin}")
    figure.update_xaxes(title_text="Heures demandées par an<br>(trait noir : heures tenues)")
    return figure
