"""Le simulateur de BFRE : la trésorerie se gagne sur les délais, et se paie en ventes."""

from typing import Any

import ipywidgets as widgets
import pandas as pd

from grc_lib._formats import euros, nombre
from grc_lib.figures import cascade
from grc_lib.figures.textes import pourcent, tableau_html
from grc_lib.simulateurs.briques import (
    Annonce,
    Simulateur,
    curseur,
    curseur_gradue,
    montrer,
    rangee,
)
from grc_lib.simulateurs.calculs.bfr import Exploitation, SimulationBfr, simuler_bfr

_HYPOTHESES = (
    "Ventes perdues pour 10 jours de moins aux clients",
    "Ventes perdues pour 10 jours de stock de moins",
    "Hausse des achats pour 10 jours de plus aux fournisseurs",
)


class SimulateurBfr(Simulateur):
    """Les délais, les stocks, la croissance et leurs effets (voir `simulateur_bfr`)."""

    def __init__(self, depart: Exploitation, croissance: int, cout_du_decouvert: float) -> None:
        self.depart, self.cout_du_decouvert = depart, cout_du_decouvert
        self.clients = _delai("Délai clients (jours)", depart.delai_clients)
        self.stocks = _delai("Durée de stockage (jours)", depart.duree_stocks)
        self.fournisseurs = _delai("Délai fournisseurs (jours)", depart.delai_fournisseurs)
        self.croissance = curseur("Croissance des ventes (%)", croissance, -20, 40)
        self.perte_clients, self.perte_stocks, self.hausse_achats = (
            curseur_gradue(nom, 0.01, 0, 0.04, 0.001, pourcent) for nom in _HYPOTHESES
        )
        decisions = (self.clients, self.stocks, self.fournisseurs, self.croissance)
        hypotheses = (self.perte_clients, self.perte_stocks, self.hausse_achats)
        self.reglages = (*decisions, *hypotheses)
        for reglage in self.reglages:
            reglage.observe(self._mettre_a_jour, "value")
        self.tableau, self.graphique, annonce = widgets.HTML(), widgets.Output(), Annonce()
        super().__init__(
            annonce,
            widgets.HTML("<b>Vos décisions</b>"),
            rangee(*decisions),
            widgets.HTML("<b>Vos hypothèses</b>"),
            rangee(*hypotheses),
            self.graphique,
            self.tableau,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def simulation(self) -> SimulationBfr:
        """Le calcul, avec les réglages du moment."""
        return simuler_bfr(
            self.depart,
            clients=_ajoutes(self.clients, self.depart.delai_clients),
            stocks=_ajoutes(self.stocks, self.depart.duree_stocks),
            fournisseurs=_ajoutes(self.fournisseurs, self.depart.delai_fournisseurs),
            croissance=self.croissance.value / 100,
            cout_du_decouvert=self.cout_du_decouvert,
            perte_clients=self.perte_clients.value,
            perte_stocks=self.perte_stocks.value,
            hausse_achats=self.hausse_achats.value,
        )

    def _mettre_a_jour(self, changement: Any = None) -> None:
        essai = self.simulation()
        self.annonce.texte = essai.phrase()
        self.tableau.value = _tableau(essai)
        milliers = [(nom, montant / 1000) for nom, montant in essai.etapes]
        figure = cascade([*milliers, ("Trésorerie", None)], unite="k€", titre=_titre(essai))
        montrer(self.graphique, figure)


def simulateur_bfr(
    depart: Exploitation | None = None, *, croissance: int = 10, cout_du_decouvert: float = 0.06
) -> SimulateurBfr:
    """Délais, stocks, croissance : d'où vient la trésorerie, et que perd-on pour l'obtenir ?

    Paramètres
    ----------
    depart : l'exploitation et le bilan de départ ; par défaut Clémenceau à la clôture de 2025.
    croissance : réglage de départ, en pour cent entiers ; la croissance mange de la trésorerie
        avant d'en rapporter, il faut la financer.
    cout_du_decouvert : taux annuel, décimal (hypothèse).

    Renvoie
    -------
    `SimulateurBfr` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le donne.

    Lève
    ----
    ArgumentInvalide pour un taux donné en pour cent.

    Exemple
    -------
    >>> essai = simulateur_bfr(croissance=0)
    >>> essai.clients.value = 69
    >>> essai.phrase.split("\\xa0; ")[0]
    'Trésorerie\\xa0: −480\\u202f802\\xa0€, soit 421\\u202f451\\xa0€ dégagés'

    Source
    ------
    S523-2, améliorer le BFRE ; limites légales : C. com., art. L. 441-10.
    """
    compte = exploitation_de_clemenceau() if depart is None else depart
    return SimulateurBfr(compte, croissance, cout_du_decouvert)


def exploitation_de_clemenceau(exercice: int = 2025) -> Exploitation:
    """Les comptes de l'exercice ; la TVA des achats est prise à 20 % (hypothèse).

    >>> depart = exploitation_de_clemenceau()
    >>> round(depart.delai_clients), round(depart.delai_fournisseurs), round(depart.tresorerie)
    (79, 47, -902253)
    """
    from grc_lib.donnees import connexion

    base = connexion()
    sql = "SELECT poste, montant FROM comptes_annuels WHERE exercice = $e"
    comptes = {
        nom: float(montant) for nom, montant in base.execute(sql, {"e": exercice}).fetchall()
    }
    sql = "SELECT sum(montant_ttc) FROM factures WHERE year(date_facture) = $e"
    (ca_ttc,) = base.execute(sql, {"e": exercice}).fetchall()[0]
    consommations = comptes["Achats de papier et d'encres"] + comptes["Variation de stocks"]
    services = ("Sous-traitance", "Énergie", "Transports sur ventes")
    variables = sum(comptes[poste] for poste in services)
    externes = (
        comptes["Achats de papier et d'encres"] + variables + comptes["Autres charges externes"]
    )
    return Exploitation(
        ca_ht=comptes["Chiffre d'affaires"],
        ca_ttc=float(ca_ttc),
        achats_ttc=1.20 * externes,
        consommations=consommations,
        charges_variables=consommations + variables,
        creances=comptes["Créances clients"],
        stocks=comptes["Stocks"],
        dettes_fournisseurs=comptes["Dettes fournisseurs"],
        autres_dettes=comptes["Dettes fiscales et sociales"],
        tresorerie=comptes["Disponibilités"] - comptes["Concours bancaires courants"],
    )


def _delai(nom: str, jours: float) -> widgets.IntSlider:
    """Un délai entier, de soixante jours de moins à trente de plus ; il part du délai arrondi."""
    depart = round(jours)
    return curseur(nom, depart, max(0, depart - 60), depart + 30)


def _ajoutes(reglage: widgets.IntSlider, depart: float) -> float:
    """Les jours ajoutés au délai de départ, qui n'est pas entier : réglé dessus, rien ne change."""
    return max(float(reglage.value - round(depart)), -depart)


def _titre(essai: SimulationBfr) -> str:
    sens = "dégagés" if essai.degagee >= 0 else "mangés"
    return f"{euros(abs(essai.degagee), 0)} de trésorerie {sens}"


def _tableau(essai: SimulationBfr) -> str:
    besoins = essai.besoins
    lignes = [*besoins.itertuples(index=False), ("BFRE", besoins["depart"].sum(), essai.bfre)]
    colonnes = {"Poste (k€)": [ligne[0] for ligne in lignes]}
    for rang, nom in enumerate(("Au départ", "Essai"), 1):
        colonnes[nom] = [nombre(ligne[rang] / 1000, 0) for ligne in lignes]
    return tableau_html(pd.DataFrame(colonnes))
