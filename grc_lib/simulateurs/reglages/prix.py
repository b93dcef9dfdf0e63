"""Le simulateur de prix : une remise ou une hausse, sous une hypothèse d'élasticité."""

from dataclasses import replace
from math import floor, log10
from typing import Any

import ipywidgets as widgets
import numpy as np
import pandas as pd

from grc_lib import _nombres
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.figures.briques.lignes import lignes
from grc_lib.figures.gabarit import ENCRE
from grc_lib.figures.graphique import Graphique
from grc_lib.simulateurs.briques import (
    Annonce,
    Simulateur,
    curseur_gradue,
    montrer,
    rangee,
)
from grc_lib.simulateurs.calculs.prix import SimulationPrix, ecrire_prix, simuler_prix

BAISSE_MAX, HAUSSE_MAX = -0.50, 0.50


class SimulateurPrix(Simulateur):
    """Les réglages du simulateur de prix et ce qu'ils changent (voir `simulateur_prix`)."""

    def __init__(
        self, tarif: float, cout: float, quantite: float, couts_fixes: float, elasticite: float
    ) -> None:
        self.tarif, self.quantite = tarif, quantite
        self.variation = curseur_gradue(
            "Variation du prix", -0.10, BAISSE_MAX, HAUSSE_MAX, 0.01, _variation
        )
        self.elasticite = curseur_gradue(
            "Élasticité-prix (hypothèse)", elasticite, -4, 0, 0.1, lambda e: nombre(e, 1)
        )
        pas = 10 ** floor(log10(tarif)) / 20
        self.cout = curseur_gradue(
            "Coût variable d'une unité", cout, 0, tarif - pas, pas, ecrire_prix
        )
        self.couts_fixes = curseur_gradue(
            "Coûts fixes à couvrir", couts_fixes, 0, 200_000, 5_000, lambda c: euros(c, 0)
        )
        for reglage in (self.variation, self.elasticite, self.cout, self.couts_fixes):
            reglage.observe(self._mettre_a_jour, "value")
        self.graphique, annonce = widgets.Output(), Annonce()
        super().__init__(
            annonce,
            widgets.HTML("<b>Votre décision, et ce que vous supposez des clients</b>"),
            rangee(self.variation, self.elasticite),
            widgets.HTML("<b>Le produit</b>"),
            rangee(self.cout, self.couts_fixes),
            self.graphique,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def simulation(self) -> SimulationPrix:
        """Le calcul, avec les réglages du moment."""
        return simuler_prix(
            self.tarif,
            self.cout.value,
            self.quantite,
            elasticite=self.elasticite.value,
            variation=self.variation.value,
            couts_fixes=self.couts_fixes.value,
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        essai = self.simulation()
        self.annonce.texte = essai.phrase()
        montrer(self.graphique, _figure(essai))


def simulateur_prix(
    *,
    tarif: float = 78,
    cout: float = 38.5,
    quantite: float = 3_700,
    couts_fixes: float = 90_000,
    elasticite: float = -1.8,
) -> SimulateurPrix:
    """Baissez ou montez le prix : des ventes contre de la marge, si l'hypothèse est bonne.

    L'élasticité est une hypothèse : la figure montre aussi une clientèle un peu moins et un peu
    plus sensible au prix. La demande est supposée linéaire autour du tarif.

    Paramètres
    ----------
    tarif, cout : prix et coût variable d'une unité, HT (€). Par défaut, ceux de l'enrouleur
        85 × 200 de l'Imprimerie Clémenceau.
    quantite : les unités vendues au tarif ; par défaut, l'ordre de grandeur de 2025.
    couts_fixes : ceux que le produit doit couvrir (€, hypothèse), jusqu'à 200 000.
    elasticite : l'hypothèse de départ, de −4 à 0.

    Renvoie
    -------
    `SimulateurPrix` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne.

    Lève
    ----
    ArgumentInvalide si un réglage de départ est hors de ses bornes.

    Exemple
    -------
    >>> essai = simulateur_prix(tarif=100, cout=70, quantite=1_000, elasticite=-2)
    >>> essai.phrase.split("\xa0; ")[0].split(". ")[1]
    'Il faudrait vendre 50,0\u202f% de plus pour garder la marge'

    Source
    ------
    S443-1, élasticité-prix, prix plancher ; S443-2, remise et volume à compenser.
    """
    _nombres.seul(_nombres.strictement_positif, "tarif", tarif)
    return SimulateurPrix(tarif, cout, quantite, couts_fixes, elasticite)


def _figure(essai: SimulationPrix) -> Graphique:
    """La marge selon le prix, pour trois élasticités ; un trait au prix essayé."""
    variations = np.linspace(BAISSE_MAX, HAUSSE_MAX, 41)
    marges = {
        f"e = {nombre(e, 1)}": [replace(cas, variation=float(v)).marge for v in variations]
        for e, cas in essai.hypotheses().items()
    }
    prix = pd.Index(essai.tarif * (1 + variations), name="Prix (€ HT)")
    constat = (
        f"À {ecrire_prix(essai.prix)}, {euros(essai.marge, 0)} de marge si l'élasticité vaut "
        f"{nombre(essai.elasticite, 1)}"
    )
    figure = lignes(pd.DataFrame(marges, index=prix), "Marge", unite="€", constat=constat)
    avant, apres = ("droite", "gauche") if essai.variation < 0 else ("gauche", "droite")
    for ou, nom, trait, cote in (
        (essai.prix, "essai", "dash", avant),
        (essai.tarif, "tarif", "dot", apres),
    ):
        figure.add_vline(x=ou, line=dict(color=ENCRE, dash=trait, width=1.5))
        figure.etiqueter(ou, 0, nom, f"{cote} bas", yref="paper")
    figure.update_xaxes(tickformat=",.2~f", tickangle=0, nticks=5)
    return figure


def _variation(taux: float) -> str:
    return f"{'+' if taux > 0 else ''}{pourcentage(taux, None)}"
