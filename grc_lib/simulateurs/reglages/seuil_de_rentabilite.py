"""Le simulateur de seuil : baisser le prix, embaucher ? Chaque décision déplace aussi le seuil."""

from typing import Any

import ipywidgets as widgets
import pandas as pd

from grc_lib._formats import euros, nombre
from grc_lib._nombres import positif, seul
from grc_lib.figures import point_mort
from grc_lib.figures.textes import pourcent, tableau_html
from grc_lib.simulateurs.briques import (
    Annonce,
    Simulateur,
    curseur,
    curseur_gradue,
    montrer,
    rangee,
)
from grc_lib.simulateurs.calculs.seuil_de_rentabilite import (
    Activite,
    SimulationSeuil,
    simuler_seuil,
)


class SimulateurSeuil(Simulateur):
    """Les décisions et les hypothèses (voir `simulateur_seuil_de_rentabilite`)."""

    def __init__(self, activite: Activite, nom: str, cout_embauche: float, apport: int) -> None:
        self.activite, self.nom, self.cout_embauche = activite, nom, cout_embauche
        self.prix = curseur("Prix de vente (variation, %)", 0, -20, 20)
        self.embauches = curseur(
            f"Commerciaux embauchés ({euros(cout_embauche, 0)} par an)", 0, 0, 5
        )
        self.charges_fixes = curseur("Autres charges fixes (variation, %)", 0, -20, 20)
        self.cout_variable = curseur("Coût variable (variation, %)", 0, -20, 20)
        self.reaction = curseur_gradue(
            "Ventes perdues si le prix monte de 1\u00a0%", 0.02, 0, 0.04, 0.001, pourcent
        )
        self.apport = curseur(
            f"Ce que vend un commercial de plus ({nom}s par an)", apport, 0, max(10, 4 * apport)
        )
        self.reglages = (
            self.prix,
            self.embauches,
            self.charges_fixes,
            self.cout_variable,
            self.reaction,
            self.apport,
        )
        for reglage in self.reglages:
            reglage.observe(self._mettre_a_jour, "value")
        self.tableau, self.graphique, annonce = widgets.HTML(), widgets.Output(), Annonce()
        super().__init__(
            annonce,
            widgets.HTML("<b>Vos décisions</b>"),
            rangee(self.prix, self.embauches, self.charges_fixes),
            widgets.HTML("<b>Vos hypothèses</b>"),
            rangee(self.reaction, self.apport, self.cout_variable),
            self.tableau,
            self.graphique,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def simulation(self) -> SimulationSeuil:
        """Le calcul, avec les réglages du moment."""
        return simuler_seuil(
            self.activite,
            prix=self.prix.value / 100,
            cout_variable=self.cout_variable.value / 100,
            charges_fixes=self.charges_fixes.value / 100,
            reaction=100 * self.reaction.value,
            embauches=self.embauches.value,
            cout_embauche=self.cout_embauche,
            apport=self.apport.value,
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        calcul = self.simulation()
        essai, analyse = calcul.essai, calcul.essai.analyse
        self.annonce.texte = calcul.phrase(self.nom)
        self.tableau.value = _tableau(calcul, self.nom)
        if analyse is None:
            self.graphique.outputs = ()
        else:
            figure = point_mort(analyse.seuil, essai.ca_mensuels, essai.annee)
            montrer(self.graphique, figure)


def simulateur_seuil_de_rentabilite(
    activite: Activite | None = None,
    *,
    nom: str = "commande",
    cout_embauche: float = 60_000,
    apport: int = 60,
) -> SimulateurSeuil:
    """Baisser les prix, embaucher : combien faut-il vendre de plus pour ne rien y perdre ?

    Paramètres
    ----------
    activite : l'année de départ (prix, coût variable, charges fixes, quantités, saison) ; par
        défaut Clémenceau en 2025, reconduite en 2026 : une commande moyenne, charges variables
        papier, sous-traitance, énergie et transports, toutes les autres fixes (hypothèse).
    nom : ce que l'on vend, au singulier et au féminin (« commande », « unité »).
    cout_embauche : coût annuel d'un commercial, charges comprises (€).
    apport : ce que l'on suppose qu'un commercial de plus vend par an, au départ.

    Renvoie
    -------
    `SimulateurSeuil` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne.

    Lève
    ----
    ArgumentInvalide pour un coût d'embauche ou un apport négatif.

    Exemple
    -------
    >>> essai = simulateur_seuil_de_rentabilite(Activite(100, 60, 30_000, 1_000))
    >>> essai.prix.value = -10
    >>> essai.phrase.split(". ")[0]
    "6\\u202f000\\xa0€ de bénéfice\\xa0: le résultat fait 4\\u202f000\\xa0€ de moins qu'au départ"

    Source
    ------
    S531-4, seuil de rentabilité.
    """
    for argument, recu in {"cout_embauche": cout_embauche, "apport": apport}.items():
        seul(positif, argument, recu)
    depart = activite_de_clemenceau() if activite is None else activite
    return SimulateurSeuil(depart, nom, cout_embauche, apport)


def activite_de_clemenceau(exercice: int = 2025) -> Activite:
    """L'activité de l'année suivante, si elle répète l'exercice : comptes et factures de la base.

    >>> round(activite_de_clemenceau().resultat)
    187479
    """
    from grc_lib.donnees import connexion

    base = connexion()
    sql = "SELECT poste, montant FROM comptes_annuels WHERE exercice = $e AND document = 'charges'"
    charges = {
        poste: float(montant) for poste, montant in base.execute(sql, {"e": exercice}).fetchall()
    }
    variables = sum(charges.pop(poste) for poste in _VARIABLES)
    charges.pop("Impôt sur les bénéfices")
    sql = """
        SELECT month(date_facture), count(*), sum(montant_ht) FROM factures
        WHERE year(date_facture) = $e GROUP BY 1 ORDER BY 1
    """
    _, effectifs, ventes = zip(*base.execute(sql, {"e": exercice}).fetchall(), strict=True)
    quantites, ca = sum(effectifs), float(sum(ventes))
    return Activite(
        prix=ca / quantites,
        cout_variable=variables / quantites,
        charges_fixes=sum(charges.values()),
        quantites=quantites,
        saison=[float(mois) / ca for mois in ventes],
        annee=exercice + 1,
    )


_VARIABLES = (
    "Achats de papier et d'encres",
    "Variation de stocks",
    "Sous-traitance",
    "Énergie",
    "Transports sur ventes",
)


_LIGNES = (
    "Prix (€)",
    "Marge unitaire (€)",
    "{nom}s",
    "Ventes (k€)",
    "Charges fixes (k€)",
    "Résultat (k€)",
    "Seuil (k€)",
    "Date du seuil",
    "Indice de sécurité",
)


def _tableau(calcul: SimulationSeuil, nom: str) -> str:
    colonnes = {
        "Sur un an": [ligne.format(nom=nom.capitalize()) for ligne in _LIGNES],
        "Au départ": _colonne(calcul.depart),
        "Essai": _colonne(calcul.essai),
    }
    return tableau_html(pd.DataFrame(colonnes))


def _colonne(activite: Activite) -> list[str]:
    analyse, jour = activite.analyse, activite.date_du_seuil
    montants = (activite.ca, activite.charges_fixes, activite.resultat)
    return [
        nombre(activite.prix, 2),
        nombre(activite.marge_unitaire, 2),
        nombre(activite.quantites, 0),
        *(nombre(montant / 1000, 0) for montant in montants),
        nombre(analyse.seuil / 1000, 0) if analyse else "aucun",
        f"{jour:%d/%m}" if jour else "pas atteint",
        pourcent(analyse.indice_securite) if analyse else "aucun",
    ]
