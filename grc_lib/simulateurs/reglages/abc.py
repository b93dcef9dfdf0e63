"""Le simulateur ABC : les seuils sont un choix, et ce choix se paie en heures de visite."""

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd

from grc_lib._formats import nombre
from grc_lib.figures import courbe_abc
from grc_lib.figures.gabarit import CLASSES, ENCRE, VERMILLON
from grc_lib.figures.textes import insecable, pourcent, tableau_html
from grc_lib.simulateurs.briques import (
    Annonce,
    Simulateur,
    choix,
    curseur,
    montrer,
    nombre_entier,
    rangee,
)
from grc_lib.simulateurs.calculs.abc import SimulationAbc, simuler_abc


class SimulateurAbc(Simulateur):
    """Les réglages du simulateur ABC et ce qu'ils changent (voir `simulateur_abc`)."""

    def __init__(
        self,
        valeurs: Any,
        nom: str,
        mesure: str,
        visites: Sequence[int],
        heures_par_visite: float,
        heures_disponibles: int,
    ) -> None:
        self.valeurs, self.nom, self.mesure = valeurs, nom, mesure
        self._poser_les_seuils()
        self._poser_l_effort(visites, round(heures_par_visite * 60), heures_disponibles)
        self.charge, self.classes = widgets.HTML(), widgets.HTML()
        self.graphique, annonce = widgets.Output(), Annonce()
        super().__init__(
            annonce,
            self.charge,
            widgets.HTML("<b>Les seuils</b>"),
            rangee(self.seuil_a, self.seuil_b, self.frontiere),
            widgets.HTML("<b>L'effort</b>"),
            rangee(*self.visites, self.minutes, self.disponibles),
            self.graphique,
            self.classes,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def _poser_les_seuils(self) -> None:
        self.seuil_a = curseur("Seuil A (% cumulé)", 80, 50, 95)
        self.seuil_b = curseur("Seuil B (% cumulé)", 95, 81, 100)
        regles = {"reste dans la classe": "avant", "tombe dans la suivante": "apres"}
        self.frontiere = choix(f"Le {self.nom} qui franchit le seuil", regles)
        self.seuil_a.observe(self._ecarter_les_seuils, "value")
        for reglage in (self.seuil_b, self.frontiere):
            reglage.observe(self._mettre_a_jour, "value")

    def _poser_l_effort(self, visites: Sequence[int], minutes: int, disponibles: int) -> None:
        self.visites = tuple(
            curseur(f"Visites par an à un {self.nom} {classe}", visite, 0, maxi)
            for classe, visite, maxi in zip("ABC", visites, (12, 6, 4), strict=True)
        )
        self.minutes = curseur("Minutes par visite, trajet compris", minutes, 15, 480, 15)
        self.disponibles = nombre_entier(
            "Heures de visite disponibles par an", disponibles, 1, 1_000_000
        )
        for reglage in (*self.visites, self.minutes, self.disponibles):
            reglage.observe(self._mettre_a_jour, "value")

    def _ecarter_les_seuils(self, changement: Any) -> None:
        """Le seuil de B reste au-dessus de celui de A ; s'il bouge, il met tout à jour."""
        avant = self.seuil_b.value
        self.seuil_b.min = self.seuil_a.value + 1
        if self.seuil_b.value == avant:
            self._mettre_a_jour()

    def simulation(self) -> SimulationAbc:
        """Le calcul, avec les réglages du moment."""
        return simuler_abc(
            self.valeurs,
            seuil_a=self.seuil_a.value / 100,
            seuil_b=self.seuil_b.value / 100,
            frontiere=self.frontiere.value,
            visites=[reglage.value for reglage in self.visites],
            heures_par_visite=self.minutes.value / 60,
            heures_disponibles=self.disponibles.value,
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        essai = self.simulation()
        self.annonce.texte = essai.phrase(self.nom, self.mesure)
        self.charge.value = _barre_de_charge(essai)
        self.classes.value = _tableau(essai, self.nom)
        montrer(self.graphique, courbe_abc(essai.tableau, nom=f"{self.nom}s", mesure=self.mesure))


def simulateur_abc(
    valeurs: Any,
    *,
    nom: str = "client",
    mesure: str = "chiffre d'affaires",
    visites: Sequence[int] = (4, 2, 1),
    heures_par_visite: float = 1.5,
    heures_disponibles: int | None = None,
) -> SimulateurAbc:
    """Déplacez les seuils, répartissez les visites : la journée ne s'allonge pas.

    Paramètres
    ----------
    valeurs : ce que chaque client apporte (€), comme pour `segmentation.abc`.
    nom, mesure : ce que l'on classe, au singulier, et ce que l'on compte.
    visites, heures_par_visite : réglages de départ (par client et par an ; heures).
    heures_disponibles : temps de visite de l'équipe (heures par an) ; par défaut, un peu moins
        que la charge de départ : le plan ne tient pas, il faut choisir.

    Renvoie
    -------
    `SimulateurAbc` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le donne.

    Lève
    ----
    NonCalculable si le portefeuille est vide ou son total nul.

    Exemple
    -------
    >>> essai = simulateur_abc([80, 5, 5, 5, 5], heures_disponibles=20)
    >>> essai.visites[2].value = 0
    >>> essai.phrase.split(". ")[0]
    '15\xa0h de visites pour 20\xa0h disponibles\xa0: 25\u202f% du temps reste libre'

    Source
    ------
    S522, méthode ABC ; S531, charge de travail.
    """
    depart = simuler_abc(
        valeurs, visites=visites, heures_par_visite=heures_par_visite, heures_disponibles=1
    )
    disponibles = heures_disponibles or max(1, round(depart.heures * 0.93))
    return SimulateurAbc(valeurs, nom, mesure, visites, heures_par_visite, disponibles)


def _barre_de_charge(essai: SimulationAbc) -> str:
    """Les heures de chaque classe bout à bout, et le trait du temps disponible (HTML)."""
    largeur = max(essai.heures, essai.heures_disponibles)
    heures = dict(zip("ABC", essai.classes["heures"], strict=True))
    morceaux = "".join(
        f'<div style="width:{h / largeur:.2%};background:{CLASSES[classe]};overflow:hidden;'
        f'text-align:center;color:{"#fff" if classe == "A" else ENCRE}">{classe}</div>'
        for classe, h in heures.items()
    )
    legende = ", ".join(f"{classe} {nombre(h, 0)} h" for classe, h in heures.items())
    legende += f" ; trait : {nombre(essai.heures_disponibles, 0)} h disponibles"
    trait = essai.heures_disponibles / largeur
    return (
        '<div aria-hidden="true" style="position:relative;margin:8px 0 4px;line-height:28px">'
        f'<div style="display:flex;outline:1px solid #888">{morceaux}</div>'
        f'<div style="position:absolute;top:-5px;bottom:-5px;left:calc({trait:.2%} - 4px);'
        f'border-left:4px solid {VERMILLON}"></div></div>'
        f"<div>{insecable(legende)}</div>"
    )


def _tableau(essai: SimulationAbc, nom: str) -> str:
    classes = essai.classes
    colonnes = {
        "Classe": classes.index,
        f"{nom.capitalize()}s": [nombre(n) for n in classes["effectif"]],
        "Part": [pourcent(part) for part in classes["part"]],
    }
    colonnes["Heures"] = [nombre(heures, 0) for heures in classes["heures"]]
    return tableau_html(pd.DataFrame(colonnes))
