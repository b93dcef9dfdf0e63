"""Le simulateur de seuil de score : contacter plus, c'est manquer moins et payer plus."""

from typing import Any

import ipywidgets as widgets
import pandas as pd

from grc_lib import donnees
from grc_lib._formats import nombre
from grc_lib._nombres import entier, liste
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures import Graphique, gain_par_seuil
from grc_lib.figures.gabarit import ENCRE
from grc_lib.figures.textes import tableau_html
from grc_lib.scoring import GrilleScore
from grc_lib.simulateurs.briques import (
    Annonce,
    Simulateur,
    curseur,
    montrer,
    nombre_entier,
    rangee,
)
from grc_lib.simulateurs.calculs.score import SimulationScore, simuler_score

_EUROS_MAX = 1_000_000
# Hypothèse du simulateur : des points donnés avant de regarder qui a commandé.
_GRILLE = {
    "chaleur": {"chaud": 40, "tiède": 15, "froid": 0},
    "origine": {
        "recommandation": 30,
        "site web": 15,
        "salon": 10,
        "démarchage": 5,
        "fichier acheté": 0,
    },
    "effectif": [(0, 0), (20, 10)],
}
# Entrés depuis un à trois ans : le temps de commander, et avant l'effacement des fiches sans suite.
_PROSPECTS = """
SELECT chaleur, origine, effectif, client_id IS NOT NULL AS commande
FROM prospects
WHERE date_entree >= DATE '2023-07-01' AND date_entree <= DATE '2025-06-30'
"""


class SimulateurScore(Simulateur):
    """Les réglages du seuil et ce qu'ils changent (voir `simulateur_score`)."""

    def __init__(self, scores: Any, y: Any, seuil: int, gain: int, cout: int, nom: str) -> None:
        self.scores, self.y, self.nom = scores, y, nom
        bas, haut = int(min(scores)), int(max(scores)) + 1
        depart = entier("seuil", seuil, bas, haut)
        self.seuil = curseur("Seuil : on contacte à partir de (points)", depart, bas, haut)
        self.gain = nombre_entier(
            "Gain d'un contact réussi (€)", entier("gain", gain, 1, _EUROS_MAX), 1, _EUROS_MAX
        )
        self.cout = nombre_entier(
            "Coût d'un contact pour rien (€)", entier("cout", cout, 0, _EUROS_MAX), 0, _EUROS_MAX
        )
        for reglage in (self.seuil, self.gain, self.cout):
            reglage.observe(self._mettre_a_jour, "value")
        self.cases, self.graphique, annonce = widgets.HTML(), widgets.Output(), Annonce()
        super().__init__(
            annonce,
            rangee(self.seuil, self.gain, self.cout),
            self.cases,
            self.graphique,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def simulation(self) -> SimulationScore:
        """Le calcul, avec les réglages du moment."""
        return simuler_score(
            self.scores,
            self.y,
            seuil=self.seuil.value,
            gain=self.gain.value,
            cout=self.cout.value,
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        essai = self.simulation()
        self.annonce.texte = essai.phrase(self.nom)
        self.cases.value = _cases(essai)
        if essai.meilleur is None:
            self.graphique.outputs = ()
        else:
            montrer(self.graphique, _figure(essai))


def simulateur_score(
    scores: Any = None,
    y: Any = None,
    *,
    seuil: int = 0,
    gain: int = 2_900,
    cout: int = 300,
    nom: str = "prospect",
) -> SimulateurScore:
    """À partir de quel score contacter ? Contacter tout le monde coûte, choisir en fait manquer.

    Au départ, les prospects entrés chez Imprimerie Clémenceau de juillet 2023 à juin 2025 et une
    grille de points : ont-ils commandé ? Hypothèses : un client gagné rapporte 2 900 € (3 200 € de
    marge moyenne la première année, contact déduit), un prospect visité pour rien coûte 300 €.

    Paramètres
    ----------
    scores, y : les points de chacun, et s'il a donné ce que l'on cherche (0 ou 1, vrai ou faux) ;
        à donner ensemble. Un score en probabilité se donne sur 100.
    seuil : réglage de départ (points, entre le plus petit et le plus grand score).
    gain, cout : contact réussi, contact pour rien (€ entiers).
    nom : ce que l'on note, au singulier.

    Renvoie
    -------
    `SimulateurScore` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne.

    Lève
    ----
    ArgumentInvalide si `scores` et `y` ne vont pas ensemble, si les scores tiennent en moins de
    deux points, ou si un réglage de départ sort de ses bornes.

    Exemple
    -------
    >>> essai = simulateur_score([90, 80, 70, 60, 50], [1, 1, 0, 1, 0], seuil=80, gain=100, cout=30)
    >>> essai.phrase.split(". ")[1]
    'Gain\xa0: 200\xa0€'

    Source
    ------
    S432-3, seuil choisi d'après le coût des erreurs ; RGPD, article 22.
    """
    if (scores is None) != (y is None):
        raise ArgumentInvalide("y", y, "« scores » et « y » ensemble, ou aucun des deux")
    if scores is None:
        scores, y = _prospects()
    notes = liste("scores", scores)
    if float(notes.max() - notes.min()) < 2:
        attendu = "des points étalés sur deux au moins (une probabilité se donne sur 100)"
        raise ArgumentInvalide("scores", f"de {notes.min():g} à {notes.max():g}", attendu)
    return SimulateurScore(notes, y, seuil, gain, cout, nom)


def _prospects() -> tuple[Any, Any]:
    """Les points des prospects, et s'ils ont commandé."""
    with donnees.connexion() as base:
        lus = base.execute(_PROSPECTS).df()
    return GrilleScore(_GRILLE).noter(lus)["score"].to_numpy(), lus["commande"].astype(int)


def _cases(essai: SimulationScore) -> str:
    """La matrice de confusion, en tableau."""
    c = essai.confusion
    return tableau_html(
        pd.DataFrame(
            {
                "Le score dit": [f"contacter (≥ {nombre(essai.seuil)})", "écarter"],
                "Bons": [f"✓ {nombre(c.vp)}", f"✗ {nombre(c.fn)} manqués"],
                "Les autres": [f"✗ {nombre(c.fp)} pour rien", f"✓ {nombre(c.vn)}"],
            }
        )
    )


def _figure(essai: SimulationScore) -> Graphique:
    """Le gain de chaque seuil ; un trait, celui que l'on a choisi."""
    figure = gain_par_seuil(essai.meilleur)
    figure.add_vline(x=essai.seuil, line=dict(color=ENCRE, dash="dash", width=2))
    figure.etiqueter(essai.seuil, 1, "votre seuil", "gauche haut", yref="paper")
    return figure
