"""Le simulateur de location : comptant, crédit, LOA ou LLD, et quand l'ordre s'inverse."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import ipywidgets as widgets
import pandas as pd

from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.erreurs import NonCalculable
from grc_lib.figures.briques.lignes import lignes
from grc_lib.figures.gabarit import ENCRE
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, tableau_html
from grc_lib.simulateurs.briques import (
    Annonce,
    Simulateur,
    choix,
    curseur_gradue,
    montrer,
    rangee,
)
from grc_lib.simulateurs.calculs.location import (
    KM_MAX,
    PAS_KM,
    SimulationLocation,
    Vehicule,
    simuler_location,
)


class DevisLoueur(NamedTuple):
    """Ce qu'un loueur propose pour une durée : loyers mensuels et option d'achat (€ HT)."""

    loyer_loa: float
    option: float
    loyer_lld: float


# Hypothèses de travail, au prix d'un petit utilitaire : aucun de ces devis n'est réel.
DEVIS = {
    36: DevisLoueur(365, 11_000, 405),
    48: DevisLoueur(335, 8_400, 375),
    60: DevisLoueur(320, 6_300, 355),
}
_FINS = {"lever l'option, puis revendre": "lever", "rendre le véhicule": "rendre"}
DECOTE_KM, PRIX_KM = 0.05, 0.09


class SimulateurLocation(Simulateur):
    """Les réglages du simulateur de location et ce qu'ils changent (voir `simulateur_location`)."""

    def __init__(
        self, prix: float, mois: int, km: float, km_inclus: float, devis: Mapping[int, DevisLoueur]
    ) -> None:
        self.devis, self.km_inclus = devis, km_inclus
        self._poser_le_vehicule(prix, mois, km)
        self._poser_les_offres(devis[mois])
        for reglage in self._reglages():
            reglage.observe(self._mettre_a_jour, "value")
        self.mois.observe(self._changer_de_devis, "value")
        self.tableau, self.graphique, annonce = widgets.HTML(), widgets.Output(), Annonce()
        super().__init__(
            annonce,
            self.tableau,
            widgets.HTML("<b>Le véhicule et son usage</b>"),
            rangee(self.prix, self.km, self.entretien, self.decote, self.taux),
            widgets.HTML("<b>Les offres</b>"),
            rangee(self.mois, self.fin),
            rangee(self.apport, self.taux_credit, self.loyer_lld, self.loyer_loa, self.option),
            self.graphique,
            annonce=annonce,
        )
        self._mettre_a_jour()

    def _poser_le_vehicule(self, prix: float, mois: int, km: float) -> None:
        self.prix = curseur_gradue("Prix comptant, HT", prix, 10_000, 60_000, 1_000, _euros)
        self.km = curseur_gradue("Kilomètres par an", km, 0, KM_MAX, PAS_KM, _km)
        self.entretien = curseur_gradue("Entretien par mois, hors LLD", 45, 0, 150, 5, _euros)
        self.decote = curseur_gradue("Décote par an (hypothèse)", 0.18, 0.05, 0.35, 0.01, _taux)
        self.taux = curseur_gradue("Taux d'actualisation", 0.05, 0, 0.15, 0.005, _taux)
        self.mois = choix("Durée", {compte(duree, "mois"): str(duree) for duree in self.devis})
        self.mois.value = str(mois)

    def _poser_les_offres(self, devis: DevisLoueur) -> None:
        self.apport = curseur_gradue("Apport (crédit et LOA)", 3_000, 0, 9_000, 500, _euros)
        self.taux_credit = curseur_gradue("Taux du crédit", 0.055, 0, 0.12, 0.005, _taux)
        self.loyer_loa = curseur_gradue("Loyer de la LOA", devis.loyer_loa, 100, 1_500, 5, _euros)
        self.option = curseur_gradue("Option d'achat", devis.option, 0, 40_000, 100, _euros)
        self.loyer_lld = curseur_gradue(
            "Loyer de la LLD, entretien compris", devis.loyer_lld, 100, 1_500, 5, _euros
        )
        self.fin = choix("À la fin de la LOA", _FINS)

    def _reglages(self) -> tuple[widgets.Widget, ...]:
        usage = (self.prix, self.km, self.entretien, self.decote, self.taux)
        loa = (self.apport, self.loyer_loa, self.option, self.fin)
        return *usage, *loa, self.taux_credit, self.loyer_lld

    def _changer_de_devis(self, changement: Any) -> None:
        """Une autre durée, un autre devis : les loyers changent ensemble, en un seul calcul."""
        for nom, montant in self.devis[int(self.mois.value)]._asdict().items():
            reglage = getattr(self, nom)
            reglage.unobserve(self._mettre_a_jour, "value")
            reglage.value = montant
            reglage.observe(self._mettre_a_jour, "value")
        self._mettre_a_jour()

    def simulation(self) -> SimulationLocation:
        """Le calcul, avec les réglages du moment."""
        vehicule = Vehicule(
            prix=self.prix.value,
            mois=int(self.mois.value),
            km=self.km.value,
            entretien=self.entretien.value,
            decote=self.decote.value,
            decote_km=DECOTE_KM,
            apport=self.apport.value,
            taux_credit=self.taux_credit.value,
            loyer_loa=self.loyer_loa.value,
            option=self.option.value,
            lever=self.fin.value == "lever",
            loyer_lld=self.loyer_lld.value,
            km_inclus=self.km_inclus,
            prix_km=PRIX_KM,
        )
        return simuler_location(vehicule, taux=self.taux.value)

    def _mettre_a_jour(self, changement: Any = None) -> None:
        essai = self.simulation()
        self.annonce.texte = essai.phrase()
        self.tableau.value = _tableau(essai)
        montrer(self.graphique, _figure(essai))


def simulateur_location(
    *,
    prix: float = 24_000,
    mois: int = 48,
    km: float = 18_000,
    km_inclus: float = 15_000,
    devis: Mapping[int, tuple[float, float, float]] | None = None,
) -> SimulateurLocation:
    """Comptant, crédit, LOA ou LLD : le moins cher dépend de l'usage et du prix du temps.

    Tout est hors taxes et avant impôt. Hypothèses : le véhicule perd chaque année la même part de
    sa valeur ; au-delà des kilomètres inclus, chaque kilomètre retire 0,05 € à la revente et coûte
    0,09 € au locataire. Les devis de départ sont inventés.

    Paramètres
    ----------
    prix : comptant, HT (€), de 10 000 à 60 000.
    mois : la durée de départ, parmi celles des devis.
    km, km_inclus : les kilomètres par an que l'on fera, et ceux que comprennent les loyers.
    devis : {mois: (loyer de la LOA, option d'achat, loyer de la LLD)}, HT (€) ; la LLD comprend
        l'entretien. Changer la durée remet les loyers de son devis.

    Renvoie
    -------
    `SimulateurLocation` : à afficher dans Jupyter ; `.phrase` dit le résultat, `.simulation()` le
    donne.

    Lève
    ----
    ArgumentInvalide si un réglage de départ est hors de ses bornes ; NonCalculable si aucun devis
    n'a la durée de départ.

    Exemple
    -------
    >>> essai = simulateur_location()
    >>> essai.km.value = 25_000
    >>> essai.simulation().meilleure
    'Comptant'

    Source
    ------
    S512-4, LOA, LLD, crédit, comptant : comparaison actualisée.
    """
    offerts = {duree: DevisLoueur(*offert) for duree, offert in (devis or DEVIS).items()}
    if mois not in offerts:
        raise NonCalculable(f"Aucun devis pour {compte(mois, 'mois')} : ajoutez-le à « devis ».")
    return SimulateurLocation(prix, mois, km, km_inclus, offerts)


def _figure(essai: SimulationLocation) -> Graphique:
    """La valeur d'aujourd'hui de chaque offre selon les kilomètres, et le réglage du moment."""
    km = essai.vehicule.km
    constat = f"À {_km(km)} par an, le moins cher : {essai.meilleure}"
    milliers = essai.selon_km.set_index(essai.selon_km.index / 1_000)
    milliers = milliers.rename_axis("Milliers de kilomètres par an")
    figure = lignes(milliers, "Coût actualisé", unite="€", constat=constat)
    figure.add_vline(x=km / 1_000, line=dict(color=ENCRE, dash="dash", width=1.5))
    return figure


def _tableau(essai: SimulationLocation) -> str:
    noms = {
        "premier_jour": "Premier jour",
        "par_mois": "Par mois",
        "valeur_nette": "Coût actualisé",
    }
    ecrits = {titre: essai.tableau[nom].map(_euros) for nom, titre in noms.items()}
    return tableau_html(pd.DataFrame(ecrits).rename_axis("Offre").reset_index())


def _euros(montant: float) -> str:
    return euros(montant, 0)


def _km(kilometres: float) -> str:
    return f"{nombre(kilometres, 0)}\u00a0km"


def _taux(taux: float) -> str:
    return pourcentage(taux, None)
