"""Le simulateur de devis : du brut au reste à payer, et ce que chaque remise coûte au vendeur."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import ipywidgets as widgets
import pandas as pd

from grc_lib._formats import euros, pourcentage
from grc_lib.devis import Ligne
from grc_lib.figures import cascade
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import pourcent, tableau_html
from grc_lib.simulateurs.briques import (
    Annonce,
    Simulateur,
    curseur_gradue,
    montrer,
    nombre_entier,
    rangee,
)
from grc_lib.simulateurs.calculs.devis import SimulationDevis, simuler_devis

# Le tarif 2026 de l'Imprimerie Clémenceau et ses coûts variables (table « produits »).
LIGNES = (
    Ligne("Brochure A5, 8 pages", 1_000, 0.89),
    Ligne("Livre dos carré collé, 120 pages", 300, 5.40, tva=0.055),
    Ligne("Affiche A2", 200, 1.95),
)
COUTS = (0.455, 2.85, 0.89)
QUANTITE_MAX = 1_000_000


class SimulateurDevis(Simulateur):
    """Les réglages du simulateur de devis et ce qu'ils changent (voir `simulateur_devis`)."""

    def __init__(
        self, lignes: Sequence[Ligne], couts: Sequence[float], port: float, cout_port: float
    ) -> None:
        self.lignes, self.couts = lignes, couts
        self.quantites = tuple(
            nombre_entier(ligne.designation, int(ligne.quantite), 1, QUANTITE_MAX)
            for ligne in lignes
        )
        self.remises = tuple(
            curseur_gradue(nom, depart, 0, 0.30, 0.01, _taux)
            for nom, depart in (("Remise 1 (quantité)", 0.10), ("Remise 2 (fidélité)", 0.05))
        )
        self.escompte = curseur_gradue("Escompte de règlement", 0.02, 0, 0.05, 0.005, _taux)
        self.port = curseur_gradue("Port facturé, HT", port, 0, 300, 10, _euros)
        self.cout_port = curseur_gradue("Port payé au transporteur", cout_port, 0, 300, 10, _euros)
        self.acompte = curseur_gradue("Acompte, part du TTC", 0.30, 0, 0.50, 0.05, _taux)
        for reglage in (*self.quantites, *self.remises, *self._conditions()):
            reglage.observe(self._mettre_a_jour, "value")
        self.tableau, self.graphique, annonce = widgets.HTML(), widgets.Output(), Annonce()
        super().__init__(
            annonce,
            widgets.HTML("<b>Les quantités</b>"),
            rangee(*self.quantites),
            widgets.HTML("<b>Ce que vous accordez</b>"),
            rangee(*self.remises, *self._conditions()),
            self.tableau,
            self.graphique,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def _conditions(self) -> tuple[widgets.Widget, ...]:
        return self.escompte, self.port, self.cout_port, self.acompte

    def simulation(self) -> SimulationDevis:
        """Le calcul, avec les réglages du moment."""
        lignes = [
            replace(ligne, quantite=quantite.value)
            for ligne, quantite in zip(self.lignes, self.quantites, strict=True)
        ]
        return simuler_devis(
            lignes,
            self.couts,
            remises=[remise.value for remise in self.remises],
            escompte=self.escompte.value,
            port=self.port.value,
            cout_port=self.cout_port.value,
            acompte=self.acompte.value,
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        essai = self.simulation()
        self.annonce.texte = essai.phrase()
        self.tableau.value = _tableau(essai)
        montrer(self.graphique, _figure(essai))


def simulateur_devis(
    lignes: Sequence[Ligne] = LIGNES,
    couts: Sequence[float] = COUTS,
    *,
    port: float = 90,
    cout_port: float = 120,
) -> SimulateurDevis:
    """Accordez remises, escompte et port : le client signe plus volontiers, votre marge fond.

    L'escompte est supposé faire encaisser trente jours plus tôt.

    Paramètres
    ----------
    lignes : des `devis.Ligne` ; par défaut, trois produits de l'Imprimerie
        Clémenceau, à deux taux de TVA.
    couts : le coût variable (ou prix d'achat) d'un exemplaire de chaque ligne, HT (€).
    port, cout_port : le port facturé au client et celui que l'on paie, HT (€), jusqu'à 300.

    Renvoie
    -------
    `SimulateurDevis` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne.

    Lève
    ----
    ArgumentInvalide s'il n'y a pas un coût par ligne ou si un réglage est hors de ses bornes.

    Exemple
    -------
    >>> essai = simulateur_devis([Ligne("Cartes", 1_000, 10)], [6], port=0, cout_port=0)
    >>> essai.escompte.value = 0
    >>> essai.phrase.split("\xa0: ")[-1]
    'pour la retrouver, il faudrait vendre 56,9\u202f% de plus.'

    Source
    ------
    S442-3, devis complexe ; S443-2, ce que coûte une remise.
    """
    return SimulateurDevis(lignes, couts, port, cout_port)


def _figure(essai: SimulationDevis) -> Graphique:
    """La cascade, du total brut au reste à payer."""
    devis = essai.devis
    etapes: list[tuple[str, float | None]] = [("Total brut HT", devis.brut)]
    etapes += [(nom, -montant) for nom, montant in essai.reductions.items()]
    if devis.port:
        etapes.append(("Port", devis.port))
    etapes.append(("Total HT", None))
    etapes += [(f"TVA {_taux(taux)}", montant) for taux, montant in devis.tva_par_taux.items()]
    if devis.acompte:
        etapes += [("Total TTC", None), ("Acompte", -devis.acompte)]
    cede = sum(essai.reductions.values())
    constat = f"{euros(devis.brut)} au tarif, {euros(cede)} de réductions"
    constat += f" : {euros(devis.ttc)} TTC à payer"
    figure: Graphique = cascade([*etapes, ("Reste à payer", None)], titre=constat)
    return figure


def _tableau(essai: SimulationDevis) -> str:
    """La marge après chaque réduction : ce qui reste au vendeur, produits seuls puis port."""
    ca, marge = essai.devis.brut, essai.marge_au_tarif
    lignes = [("Au tarif", 0.0, marge, ca)]
    for nom, montant in essai.reductions.items():
        ca, marge = ca - montant, marge - montant
        lignes.append((nom, -montant, marge, ca))
    port = essai.devis.port - essai.cout_port
    lignes.append(("Port facturé − port payé", port, essai.marge, essai.devis.total_ht))
    return tableau_html(
        pd.DataFrame(
            [
                (n, _euros(m), _euros(reste), pourcent(reste / vendu))
                for n, m, reste, vendu in lignes
            ],
            columns=["Étape", "Effet", "Marge HT", "Taux de marque"],
        )
    )


def _euros(montant: float) -> str:
    return euros(montant, 0)


def _taux(taux: float) -> str:
    return pourcentage(taux, None)
