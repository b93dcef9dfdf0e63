"""Le simulateur de droite : un point suffit à changer une prévision, pas la même partout."""

from typing import Any

import ipywidgets as widgets

from grc_lib._nombres import liste
from grc_lib.figures import nuage_droite
from grc_lib.figures.gabarit import ENCRE
from grc_lib.simulateurs.briques import Annonce, Simulateur, bouton, curseur, montrer, rangee
from grc_lib.simulateurs.calculs.droite_de_prevision import SimulationDroite, simuler_droite


class SimulateurDroite(Simulateur):
    """Les points que l'on déplace (voir `simulateur_droite_de_prevision`)."""

    def __init__(self, ventes: Any, periode: str, unite: str) -> None:
        self.ventes, self.periode, self.unite = ventes, periode, unite
        self.deplacements: dict[int, float] = {}
        effectif, plus_haute = len(ventes), max(ventes)
        pas = max(1, int(10 ** (len(str(int(plus_haute))) - 2)))
        ecart = pas * max(1, round(plus_haute / 2 / pas))
        self.point = curseur(f"Le point que vous déplacez ({periode})", effectif, 1, effectif)
        self.ajout = curseur(
            f"Vous lui ajoutez ({unite})" if unite else "Vous lui ajoutez", 0, -ecart, ecart, pas
        )
        self.point.observe(self._choisir, "value")
        self.ajout.observe(self._deplacer, "value")
        self.retour = bouton("Remettre les points à leur place", self._replacer)
        self.graphique, annonce = widgets.Output(), Annonce()
        super().__init__(
            annonce,
            rangee(self.point, self.ajout, self.retour),
            self.graphique,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def simulation(self) -> SimulationDroite:
        """Le calcul, avec les points déplacés jusqu'ici."""
        return simuler_droite(self.ventes, self.deplacements)

    def _choisir(self, changement: Any) -> None:
        """Le curseur montre ce que l'on a déjà ajouté à ce point, cerclé sur le graphique."""
        self.ajout.value = round(self.deplacements.get(self.point.value, 0))
        self._mettre_a_jour()

    def _deplacer(self, changement: Any) -> None:
        if self.deplacements.get(self.point.value, 0) != self.ajout.value:
            self.deplacements[self.point.value] = self.ajout.value
            self._mettre_a_jour()

    def _replacer(self, _: Any) -> None:
        self.deplacements = {}
        self.ajout.value = 0
        self._mettre_a_jour()

    def _mettre_a_jour(self) -> None:
        essai = self.simulation()
        self.annonce.texte = essai.phrase(self.periode, self.unite)
        figure = nuage_droite(
            range(1, len(essai.ventes) + 1),
            list(essai.ventes),
            essai.droites,
            prevision=essai.essai.x,
            nom_x=self.periode,
            unite=self.unite,
        )
        choisi = self.point.value
        cercle = dict(symbol="circle-open", size=20, color=ENCRE, line=dict(width=2))
        figure.add_scatter(
            x=[choisi],
            y=[essai.ventes[choisi - 1]],
            name="Point choisi",
            mode="markers",
            marker=cercle,
            hoverinfo="skip",
            cliponaxis=False,
        )
        montrer(self.graphique, figure)


def simulateur_droite_de_prevision(
    ventes: Any = None, *, periode: str = "trimestre", unite: str = "k€"
) -> SimulateurDroite:
    """Déplacez un point : laquelle des deux droites bouge le plus, et qui avait raison ?

    Les moindres carrés suivent surtout les points des bouts ; Mayer donne le même poids à tous les
    points d'une moitié. Aucune des deux ne sait si un point est un accident ou un changement.

    Paramètres
    ----------
    ventes : les ventes observées, dans l'ordre, trois au moins ; par défaut celles des emballages
        imprimés de Clémenceau, douze trimestres jusqu'en juin 2026 (k€ HT, saison comprise).
    periode : ce qui sépare deux ventes, au singulier.
    unite : l'unité des ventes ; choisissez-la pour que les nombres se lisent (k€ plutôt que €).

    Renvoie
    -------
    `SimulateurDroite` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne.

    Lève
    ----
    NonCalculable s'il y a moins de trois ventes ; ArgumentInvalide pour une vente négative.

    Exemple
    -------
    >>> essai = simulateur_droite_de_prevision([10, 20, 30, 40], unite="")
    >>> essai.ajout.value = 10
    >>> essai.phrase.split(". ")[1].split("\\xa0: ")[1]
    'plus 10 par les moindres carrés (60), plus 9 par Mayer (59)'

    Source
    ------
    S522-2, ajustement, corrélation et prévision.
    """
    lues = _emballages() if ventes is None else liste("ventes", ventes, au_moins=3).tolist()
    return SimulateurDroite(lues, periode, unite)


def _emballages() -> list[float]:
    """Les ventes trimestrielles d'emballages imprimés, de juillet 2023 à juin 2026 (k€ entiers)."""
    from grc_lib.donnees import connexion

    lignes = connexion().sql("""
        SELECT round(sum(montant_ht) / 1000)
        FROM lignes_commande JOIN commandes USING (commande_id) JOIN produits USING (produit_id)
        WHERE famille = 'Emballages imprimés'
          AND date_commande BETWEEN DATE '2023-07-01' AND DATE '2026-06-30'
        GROUP BY date_trunc('quarter', date_commande)
        ORDER BY date_trunc('quarter', date_commande)
    """)
    return [float(ventes) for (ventes,) in lignes.fetchall()]
