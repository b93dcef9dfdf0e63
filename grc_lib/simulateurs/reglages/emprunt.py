"""Le simulateur d'emprunt : une mensualité qui tient dans le budget, à quel coût ?"""

from typing import Any

import ipywidgets as widgets

from grc_lib._formats import euros, pourcentage
from grc_lib.figures import plan_emprunt
from grc_lib.figures.gabarit import ENCRE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte
from grc_lib.simulateurs.briques import (
    Annonce,
    Simulateur,
    choix,
    curseur_gradue,
    montrer,
    rangee,
)
from grc_lib.simulateurs.calculs.emprunt import SimulationEmprunt, simuler_emprunt

_MODES = {
    "mensualités constantes": "annuités constantes",
    "le même capital chaque mois": "amortissement constant",
    "tout le capital à la fin (in fine)": "in fine",
}
_DIFFERES = {"intérêts payés (différé partiel)": "partiel", "rien n'est payé (total)": "total"}


class SimulateurEmprunt(Simulateur):
    """Les réglages du simulateur d'emprunt et ce qu'ils changent (voir `simulateur_emprunt`)."""

    def __init__(self, capital: float, taux: float, mois: int, frais: float, budget: float) -> None:
        self.mois_de_reference = mois
        self.capital = curseur_gradue("Capital emprunté", capital, 5_000, 200_000, 5_000, _euros)
        self.taux = curseur_gradue("Taux annuel nominal", taux, 0, 0.12, 0.0025, pourcentage)
        self.frais = curseur_gradue("Frais de dossier", frais, 0, 2_000, 100, _euros)
        self.mois = curseur_gradue("Durée de remboursement", mois, 12, 120, 6, _mois)
        self.differe = curseur_gradue("Différé, en plus", 0, 0, 24, 3, _mois)
        self.budget = curseur_gradue("Budget par mois", budget, 100, 5_000, 50, _euros)
        self.mode = choix("Comment rembourser le capital ?", _MODES)
        self.en_attendant = choix("Pendant le différé", _DIFFERES)
        for reglage in self._reglages():
            reglage.observe(self._mettre_a_jour, "value")
        self.graphique, annonce = widgets.Output(), Annonce()
        super().__init__(
            annonce,
            widgets.HTML("<b>Le besoin</b>"),
            rangee(self.capital, self.budget),
            widgets.HTML("<b>L'offre de la banque</b>"),
            rangee(self.taux, self.frais),
            widgets.HTML("<b>Votre décision</b>"),
            rangee(self.mois, self.differe),
            rangee(self.mode, self.en_attendant),
            self.graphique,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def _reglages(self) -> tuple[widgets.Widget, ...]:
        sommes = (self.capital, self.taux, self.frais, self.budget)
        return *sommes, self.mois, self.differe, self.mode, self.en_attendant

    def simulation(self) -> SimulationEmprunt:
        """Le calcul, avec les réglages du moment."""
        return simuler_emprunt(
            self.capital.value,
            self.taux.value,
            int(self.mois.value),
            mode=self.mode.value,
            differe=int(self.differe.value),
            capitaliser=self.en_attendant.value == "total",
            frais=self.frais.value,
        )

    def reference(self) -> SimulationEmprunt:
        """Le même prêt en mensualités constantes, de la durée de départ et sans différé."""
        return simuler_emprunt(
            self.capital.value, self.taux.value, self.mois_de_reference, frais=self.frais.value
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        self.en_attendant.disabled = not self.differe.value
        essai = self.simulation()
        self.annonce.texte = essai.phrase(self.budget.value, self.reference())
        montrer(self.graphique, _figure(essai, self.budget.value))


def simulateur_emprunt(
    *,
    capital: float = 45_000,
    taux: float = 0.04,
    mois: int = 48,
    frais: float = 400,
    budget: float = 850,
) -> SimulateurEmprunt:
    """Choisissez la durée, le différé et le mode : l'échéance baisse, le coût monte.

    Paramètres
    ----------
    capital : emprunté (€), de 5 000 à 200 000.
    taux : annuel nominal, décimal, jusqu'à 0.12.
    mois : la durée de remboursement, de 12 à 120 ; c'est aussi celle de la référence.
    frais : de dossier (€), jusqu'à 2 000.
    budget : ce que l'emprunteur peut rembourser par mois (€), de 100 à 5 000.

    Les réglages de départ sont une hypothèse : l'Imprimerie Clémenceau finance une machine de
    finition, et la première offre dépasse son budget.

    Renvoie
    -------
    `SimulateurEmprunt` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne.

    Lève
    ----
    ArgumentInvalide si un réglage de départ est hors de ses bornes.

    Exemple
    -------
    >>> essai = simulateur_emprunt()
    >>> essai.mois.value = 60
    >>> essai.phrase.split(". ")[0]
    'Échéances\xa0: 829\xa0€ pendant 60\xa0mois, dans le budget de 850\xa0€ par mois'

    Source
    ------
    S512-3 et S512-4, tableaux d'emprunt, TAEG, coût du crédit.
    """
    return SimulateurEmprunt(capital, taux, mois, frais, budget)


def _figure(essai: SimulationEmprunt, budget: float) -> Graphique:
    """Les échéances et le capital restant dû ; un trait au niveau du budget."""
    figure: Graphique = plan_emprunt(essai.tableau)
    if budget <= figure.layout.yaxis.range[1]:
        figure.add_hline(
            y=budget,
            row=1,
            col=1,
            line=dict(color=ENCRE, dash="dash", width=2),
            annotation=dict(
                text=f"<b>budget : {euros(budget, 0)}</b>",
                xanchor="right",
                bgcolor="rgba(255, 255, 255, 0.85)",
            ),
        )
    return figure


def _euros(montant: float) -> str:
    return euros(montant, 0)


def _mois(duree: float) -> str:
    return compte(int(duree), "mois")
