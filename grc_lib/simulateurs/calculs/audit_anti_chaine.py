"""L'audit de l'anti-chaîne de valeur : ses maillons, cinq actions, un effort à répartir."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from grc_lib._formats import nombre
from grc_lib._nombres import entiers, liste, positif
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.textes import compte, insecable

NOTE_MAX = 10
MAILLONS: Mapping[str, tuple[str, str]] = {
    "la technocratisation": ("Sens du client", "Entraide"),
    "la bureaucratisation": ("Simplicité", "Rapidité"),
    "l'obésité hiérarchique": ("Peu de niveaux", "Autonomie"),
}
CRITERES = tuple(critere for deux in MAILLONS.values() for critere in deux)
# Ce qu'un point d'effort change à chaque critère (hypothèse du cours, à discuter).
EFFETS: Mapping[str, tuple[float, ...]] = {
    "Situer chacun dans la chaîne": (0.5, 0.2, 0.0, 0.0, 0.0, 0.0),
    "Nommer ses clients internes": (0.0, 0.5, -0.2, 0.3, 0.0, 0.0),
    "Servir les équipes de terrain": (0.0, -0.2, 0.3, 0.0, 0.2, 0.3),
    "Connaître les besoins": (0.3, 0.0, -0.1, 0.3, 0.0, 0.0),
    "Écouter la voix des clients": (0.2, 0.0, 0.0, -0.2, 0.0, 0.5),
}
ACTIONS = tuple(EFFETS)


@dataclass(frozen=True, eq=False)
class AuditAntiChaine:
    """Un audit et un plan d'effort.

    `notes` : une ligne par critère, colonnes « Aujourd'hui » et « Après le plan », de 0 (le client
    est oublié) à 10 (tout est tourné vers lui) ; `effort` : points par action ; `budget` : points
    disponibles.
    """

    notes: pd.DataFrame
    effort: tuple[int, ...]
    budget: int

    @property
    def maillons(self) -> pd.DataFrame:
        """La note de chaque maillon : la moyenne de ses deux critères."""
        lignes = {nom: self.notes.loc[list(deux)].mean() for nom, deux in MAILLONS.items()}
        return pd.DataFrame(lignes).T

    @property
    def faible(self) -> str:
        """Le maillon le plus bas aujourd'hui."""
        return str(self.maillons["Aujourd'hui"].idxmin())

    @property
    def faible_ensuite(self) -> str:
        """Le maillon le plus bas une fois le plan mené."""
        return str(self.maillons["Après le plan"].idxmin())

    @property
    def depense(self) -> int:
        """Les points d'effort répartis."""
        return sum(self.effort)

    def phrase(self) -> str:
        """Le maillon faible, l'action en face, ce que le plan gagne et ce qu'il abîme."""
        note = _note(self.maillons["Aujourd'hui"].min())
        debut = (
            f"Maillon faible : {self.faible}, {note} sur {NOTE_MAX}. L'action en face : "
            f"« {action_en_face(self.faible)} »."
        )
        return insecable(f"{debut} {self._plan()}")

    def _plan(self) -> str:
        if self.depense > self.budget:
            trop = self.depense - self.budget
            return (
                f"✘ Votre plan demande {compte(self.depense, 'point')} d'effort pour "
                f"{self.budget} : retirez-en {trop}."
            )
        if self.depense == 0:
            return f"Vous avez {compte(self.budget, 'point')} d'effort à répartir."
        apres = self.maillons["Après le plan"]
        ensuite = "reste" if self.faible_ensuite == self.faible else "devient"
        return (
            f"Avec {compte(self.depense, 'point')} sur {self.budget}, il passe à "
            f"{_note(apres[self.faible])} ; le maillon faible {ensuite} {self.faible_ensuite}, "
            f"{_note(apres.min())}. {self._pertes()}"
        )

    def _pertes(self) -> str:
        ecarts = (self.notes["Après le plan"] - self.notes["Aujourd'hui"]).round(9)
        pertes = [f"{nom} (− {_note(-ecart)})" for nom, ecart in ecarts.items() if ecart < 0]
        return f"Ce qu'il abîme : {', '.join(pertes)}." if pertes else "Il n'abîme aucun critère."


def action_en_face(maillon: str) -> str:
    """L'action qui relève le plus un maillon, par point d'effort.

    >>> action_en_face("l'obésité hiérarchique")
    'Servir les équipes de terrain'
    """
    rangs = [CRITERES.index(critere) for critere in MAILLONS[maillon]]
    return max(ACTIONS, key=lambda action: sum(EFFETS[action][rang] for rang in rangs))


def auditer_anti_chaine(
    notes: Sequence[float], effort: Sequence[int] = (0, 0, 0, 0, 0), *, budget: int = 10
) -> AuditAntiChaine:
    """Note l'anti-chaîne de valeur, puis applique un plan d'effort.

    Chaque point d'effort ajoute à un critère ce que dit `EFFETS`, sans sortir de 0 à 10. Ces effets
    sont une hypothèse du cours, non une mesure.

    Paramètres
    ----------
    notes : six notes de 0 à 10, dans l'ordre de `CRITERES` ; 10, tout est tourné vers le client.
    effort : cinq nombres de points, dans l'ordre de `ACTIONS`.
    budget : les points d'effort disponibles.

    Renvoie
    -------
    `AuditAntiChaine` : notes, maillons, faible, faible_ensuite, depense, phrase.

    Lève
    ----
    ArgumentInvalide pour une note hors de 0 à 10, un effort négatif, ou un nombre de notes ou
    d'actions qui n'est pas le bon.

    Exemple
    -------
    >>> audit = auditer_anti_chaine((6, 4, 3, 5, 4, 3), (0, 0, 10, 0, 0))
    >>> audit.faible, audit.faible_ensuite
    ("l'obésité hiérarchique", 'la technocratisation')

    Source
    ------
    S41-1, anti-chaîne de valeur et cinq actions pour remettre le client au centre.
    """
    lues = positif("notes", liste("notes", notes))
    if len(lues) != len(CRITERES) or lues.max() > NOTE_MAX:
        raise ArgumentInvalide("notes", list(notes), f"{len(CRITERES)} notes de 0 à {NOTE_MAX}")
    points = [int(nombre_de_points) for nombre_de_points in entiers("effort", list(effort))]
    if len(points) != len(ACTIONS):
        raise ArgumentInvalide("effort", list(effort), f"{len(ACTIONS)} nombres de points")
    gains = [
        sum(p * EFFETS[action][rang] for p, action in zip(points, ACTIONS, strict=True))
        for rang in range(len(CRITERES))
    ]
    tableau = pd.DataFrame({"Aujourd'hui": lues}, index=list(CRITERES))
    tableau["Après le plan"] = (tableau["Aujourd'hui"] + gains).round(9).clip(0, NOTE_MAX)
    return AuditAntiChaine(tableau, tuple(points), budget)


def _note(valeur: float) -> str:
    return nombre(valeur, 1)
