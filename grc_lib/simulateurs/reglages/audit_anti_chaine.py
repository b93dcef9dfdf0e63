"""Le simulateur d'audit : trouver le maillon faible, puis répartir un effort qui ne suffit pas."""

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd

from grc_lib._formats import nombre
from grc_lib._nombres import entier
from grc_lib.figures import radar
from grc_lib.figures.textes import insecable, tableau_html
from grc_lib.simulateurs.briques import Annonce, Simulateur, curseur, montrer, rangee
from grc_lib.simulateurs.calculs.audit_anti_chaine import (
    ACTIONS,
    CRITERES,
    EFFETS,
    NOTE_MAX,
    AuditAntiChaine,
    auditer_anti_chaine,
)

# Ce que l'on note de 0 (jamais) à 10 (toujours) : deux questions par maillon.
_QUESTIONS = (
    "Chacun sait quel client final son travail sert",
    "Les services travaillent ensemble pour le client",
    "Les procédures sont simples",
    "Le client reçoit vite sa réponse",
    "Peu de niveaux séparent le client du dirigeant",
    "Qui voit le client peut décider",
)


class SimulateurAudit(Simulateur):
    """Les notes de l'audit et les points d'effort (voir `simulateur_audit_anti_chaine`)."""

    def __init__(self, notes: Sequence[int], effort: Sequence[int], budget: int) -> None:
        self.budget = budget
        self.notes = tuple(
            curseur(question, note, 0, NOTE_MAX)
            for question, note in zip(_QUESTIONS, notes, strict=True)
        )
        self.effort = tuple(
            curseur(f"{rang}. {action}", points, 0, budget)
            for rang, (action, points) in enumerate(zip(ACTIONS, effort, strict=True), 1)
        )
        for reglage in (*self.notes, *self.effort):
            reglage.observe(self._mettre_a_jour, "value")
        self.graphique, annonce = widgets.Output(), Annonce()
        super().__init__(
            annonce,
            widgets.HTML("<b>L'audit : de 0 (jamais) à 10 (toujours)</b>"),
            rangee(*self.notes),
            widgets.HTML(f"<b>Le plan : {budget} points d'effort pour cinq actions</b>"),
            rangee(*self.effort),
            self.graphique,
            widgets.HTML(_effets()),
            annonce=annonce,
        )
        self._mettre_a_jour()

    def simulation(self) -> AuditAntiChaine:
        """Le calcul, avec les réglages du moment."""
        return auditer_anti_chaine(
            [note.value for note in self.notes],
            [points.value for points in self.effort],
            budget=self.budget,
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        audit = self.simulation()
        self.annonce.texte = audit.phrase()
        tenu = 0 < audit.depense <= audit.budget
        faible = audit.faible_ensuite if tenu else audit.faible
        figure = radar(
            audit.notes if tenu else audit.notes[["Aujourd'hui"]],
            maximum=NOTE_MAX,
            titre=f"Le maillon faible : {faible}",
        )
        montrer(self.graphique, figure)


def simulateur_audit_anti_chaine(
    notes: Sequence[int] = (6, 4, 3, 5, 4, 3),
    effort: Sequence[int] = (2, 2, 2, 2, 2),
    *,
    budget: int = 10,
) -> SimulateurAudit:
    """Une chaîne vaut son maillon le plus faible : où mettre dix points d'effort ?

    Paramètres
    ----------
    notes : les six notes de départ (0 à 10) ; par défaut un audit supposé de Clémenceau.
    effort : les points de départ, par action ; par défaut un peu pour tout le monde.
    budget : les points d'effort que l'équipe peut donner.

    Renvoie
    -------
    `SimulateurAudit` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne.

    Lève
    ----
    ArgumentInvalide s'il n'y a pas six notes de 0 à 10 et cinq efforts, ou si le budget est nul.

    Exemple
    -------
    >>> audit = simulateur_audit_anti_chaine()
    >>> audit.phrase.split(". ")[0]
    "Maillon faible\\xa0: l'obésité hiérarchique, 3,5 sur 10"

    Source
    ------
    S41-1, anti-chaîne de valeur et cinq actions pour remettre le client au centre.
    """
    auditer_anti_chaine(notes, effort)
    return SimulateurAudit(notes, effort, entier("budget", budget, 1, 100))


def _effets() -> str:
    """Ce qu'un point d'effort change, action par action, replié."""
    colonnes = {"Un point pour": [f"{rang}. {action}" for rang, action in enumerate(ACTIONS, 1)]}
    for rang, critere in enumerate(CRITERES):
        colonnes[critere] = [_signe(EFFETS[action][rang]) for action in ACTIONS]
    titre = "Ce qu'un point d'effort change (hypothèse du cours)"
    return insecable(
        f"<details><summary>{titre}</summary>{tableau_html(pd.DataFrame(colonnes))}</details>"
    )


def _signe(effet: float) -> str:
    return f"{'+' if effet > 0 else ''}{nombre(effet, 1)}" if effet else "·"
