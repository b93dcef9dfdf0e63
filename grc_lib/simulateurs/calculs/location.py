"""Acheter, emprunter ou louer un véhicule : quatre façons de payer le même usage."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from grc_lib import _nombres
from grc_lib._arguments import vrai_ou_faux
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.figures.textes import compte, insecable
from grc_lib.financement import Offre, comparer, comptant, emprunt, location

KM_MAX, PAS_KM = 40_000, 1_000
TAUX_MAX = 0.15
_CONTREPARTIES = {
    "Comptant": "{jour} sortent de la caisse le premier jour, et la revente est à votre risque",
    "Crédit": "vous devez {mois} par mois quoi qu'il arrive, et la revente est à votre risque",
    "LOA": "vous devez {mois} par mois quoi qu'il arrive, {fin}",
    "LLD": "rien à revendre à la fin, et chaque kilomètre de trop se paie",
}


@dataclass(frozen=True)
class Vehicule:
    """Un véhicule, son usage et les devis reçus ; montants hors taxes, avant impôt.

    prix (€) ; mois de location et d'usage ; km par an ; entretien (€ par mois, compris en LLD) ;
    decote : part de sa valeur que le véhicule perd chaque année (décimale, hypothèse) ;
    decote_km : ce que chaque kilomètre au-delà des km inclus retire à la revente (€, hypothèse) ;
    apport : versé le premier jour (crédit : apport ; LOA : premier loyer majoré) ;
    taux_credit : annuel nominal ; loyer_loa, option (€) ; lever : vrai si l'option est levée, puis
    le véhicule revendu ; loyer_lld (€) ; km_inclus par an et prix_km au-delà (€), pour la LLD et
    pour la LOA rendue.
    """

    prix: float
    mois: int
    km: float
    entretien: float
    decote: float
    decote_km: float
    apport: float
    taux_credit: float
    loyer_loa: float
    option: float
    lever: bool
    loyer_lld: float
    km_inclus: float
    prix_km: float

    def __post_init__(self) -> None:
        _nombres.entier("mois", self.mois, minimum=1)
        vrai_ou_faux("lever", self.lever)
        for nom in ("decote", "taux_credit"):
            _nombres.seul(_nombres.taux, nom, getattr(self, nom))
        for nom in ("prix", "loyer_loa", "loyer_lld"):
            _nombres.seul(_nombres.strictement_positif, nom, getattr(self, nom))
        for nom in ("km", "entretien", "decote_km", "apport", "option", "km_inclus", "prix_km"):
            _nombres.seul(_nombres.positif, nom, getattr(self, nom))
        if self.apport >= self.prix:
            raise ArgumentInvalide("apport", self.apport, f"moins que le prix ({self.prix:g} €)")

    @property
    def km_en_trop(self) -> float:
        """Les kilomètres au-delà des km inclus, sur toute la durée."""
        return max(0.0, self.km - self.km_inclus) * self.mois / 12

    @property
    def revente(self) -> float:
        """La valeur de revente à la fin (€), jamais négative."""
        usee: float = self.prix * (1 - self.decote) ** (self.mois / 12)
        return max(0.0, usee - self.decote_km * self.km_en_trop)

    def offres(self) -> dict[str, Offre]:
        """Les quatre offres, entretien et kilomètres compris : le même service rendu."""
        ans = self.mois / 12
        entretien = [(rang / 12, self.entretien) for rang in range(1, self.mois + 1)]
        kilometres = (ans, self.prix_km * self.km_en_trop)
        vente = (ans, self.revente)
        # L'option se paie et la voiture se revend le même jour.
        fin_loa = (ans, self.option - self.revente) if self.lever else kilometres
        return {
            "Comptant": comptant(self.prix, revente=vente, frais=entretien),
            "Crédit": emprunt(
                self.prix,
                taux=self.taux_credit / 12,
                n=self.mois,
                apport=self.apport,
                revente=vente,
                frais=entretien,
            ),
            "LOA": location(
                loyer=self.loyer_loa,
                n=self.mois,
                apport=self.apport,
                frais=[*entretien, fin_loa],
            ),
            "LLD": location(loyer=self.loyer_lld, n=self.mois, frais=[kilometres]),
        }


@dataclass(frozen=True, eq=False)
class SimulationLocation:
    """Quatre offres comparées en euros d'aujourd'hui, et ce qui ferait changer d'avis.

    `tableau` : une ligne par offre, la moins chère d'abord (premier_jour, par_mois, cout_total,
    valeur_nette, en euros) ; `selon_km`, `selon_taux` : la valeur nette de chaque offre (€) selon
    les kilomètres par an ou le taux d'actualisation.
    """

    vehicule: Vehicule
    taux: float
    tableau: pd.DataFrame
    selon_km: pd.DataFrame
    selon_taux: pd.DataFrame

    @property
    def meilleure(self) -> str:
        """Le nom de l'offre la moins chère en euros d'aujourd'hui."""
        return str(self.tableau.index[0])

    def phrase(self) -> str:
        """La moins chère, son avance, sa contrepartie, et ce qui renverserait l'ordre."""
        premiere, seconde = self.tableau["valeur_nette"].iloc[:2]
        suivante = self.tableau.index[1]
        avance = f"{euros(seconde - premiere, 0)} de moins que {_avec_article(suivante)}"
        return insecable(
            f"La moins chère : {self.meilleure}, {euros(premiere, 0)} d'aujourd'hui pour "
            f"{compte(self.vehicule.mois, 'mois')} d'usage, {avance}. En échange : "
            f"{self._contrepartie()}. {self._bascules()}"
        )

    def _contrepartie(self) -> str:
        ligne = self.tableau.iloc[0]
        risque = "la revente est à votre risque"
        fin = risque if self.vehicule.lever else "chaque kilomètre de trop se paie"
        return _CONTREPARTIES[self.meilleure].format(
            jour=euros(ligne["premier_jour"], 0), mois=euros(ligne["par_mois"], 0), fin=f"et {fin}"
        )

    def _bascules(self) -> str:
        """Les kilomètres et les taux les plus proches où une autre offre passe devant."""
        cas = [
            f"si l'on {_sens(borne, self.vehicule.km)} à {nombre(borne, 0)} km par an ({nom})"
            for borne, nom in _changements(self.selon_km, self.vehicule.km)
        ]
        cas += [
            f"si le taux d'actualisation {_sens(borne, self.taux)} à {pourcentage(borne)} ({nom})"
            for borne, nom in _changements(self.selon_taux, self.taux)
        ]
        if not cas:
            return "Ni les kilomètres ni le taux d'actualisation ne changent l'ordre."
        return f"L'ordre s'inverse {', ou '.join(cas)}."


def simuler_location(vehicule: Vehicule, *, taux: float) -> SimulationLocation:
    """Compare le comptant, le crédit, la LOA et la LLD pour le même usage, et cherche les bascules.

    Paramètres
    ----------
    vehicule : un `Vehicule` : son prix, son usage, les devis reçus.
    taux : le taux annuel d'actualisation, actuariel, décimal.

    Renvoie
    -------
    `SimulationLocation` : tableau, meilleure, selon_km, selon_taux, phrase.

    Lève
    ----
    ArgumentInvalide ou MauvaisType si un montant, un taux ou une durée est hors de son domaine.

    Exemple
    -------
    >>> utilitaire = Vehicule(
    ...     prix=24_000, mois=48, km=18_000, entretien=45, decote=0.18, decote_km=0.05,
    ...     apport=3_000, taux_credit=0.055, loyer_loa=335, option=8_400, lever=True,
    ...     loyer_lld=375, km_inclus=15_000, prix_km=0.09)
    >>> simuler_location(utilitaire, taux=0.05).tableau["valeur_nette"].round().to_dict()
    {'LLD': 17274.0, 'Comptant': 17525.0, 'Crédit': 17778.0, 'LOA': 18073.0}

    Source
    ------
    S512-4, comparaison actualisée : Σ décaissements × (1 + i)^(−années). Un euro payé plus tard
    vaut moins ; l'entretien compris, la revente et les kilomètres se comparent aussi.
    """
    offres = vehicule.offres()
    tableau = comparer(offres, taux=taux)[["cout_total", "valeur_nette"]].copy()
    tableau.insert(0, "par_mois", [_verse(offres[nom], 1 / 12) for nom in tableau.index])
    tableau.insert(0, "premier_jour", [_verse(offres[nom], 0) for nom in tableau.index])
    lus = sorted({*(rang / 400 for rang in range(round(TAUX_MAX * 400) + 1)), taux})
    selon_taux = pd.DataFrame([_valeurs(offres, i) for i in lus], index=pd.Index(lus, name="Taux"))
    return SimulationLocation(vehicule, taux, tableau, _selon_km(vehicule, taux), selon_taux)


def _selon_km(vehicule: Vehicule, taux: float) -> pd.DataFrame:
    """Les coûts sont droits par morceaux : on les calcule aux coudes, et l'on joint."""
    ans, coudes = vehicule.mois / 12, {0.0, float(KM_MAX), vehicule.km, vehicule.km_inclus}
    if vehicule.decote_km:
        neuve = replace(vehicule, km=0)
        coudes.add(vehicule.km_inclus + neuve.revente / (vehicule.decote_km * ans))
    connus = sorted(coudes)
    couts = pd.DataFrame([_valeurs(replace(vehicule, km=km).offres(), taux) for km in connus])
    kilometres = sorted({*range(0, KM_MAX + 1, PAS_KM), vehicule.km})
    index = pd.Index(kilometres, name="Kilomètres par an")
    joints = {nom: np.interp(kilometres, connus, couts[nom]) for nom in couts}
    return pd.DataFrame(joints, index=index)


def _valeurs(offres: dict[str, Offre], taux: float) -> dict[str, float]:
    """La valeur d'aujourd'hui de chaque offre, comme `financement.comparer`, en plus vite."""
    return {
        nom: math.fsum(verse / (1 + taux) ** annees for annees, verse in offre.decaissements)
        for nom, offre in offres.items()
    }


def _verse(offre: Offre, moment: float) -> float:
    return math.fsum(verse for annees, verse in offre.decaissements if annees == moment)


def _changements(valeurs: pd.DataFrame, ici: float) -> Iterator[tuple[float, str]]:
    """De part et d'autre, le premier réglage où une autre offre devient la moins chère."""
    premieres = valeurs.idxmin(axis=1)
    autres = premieres[premieres != premieres[ici]]
    for cote in (autres[autres.index < ici].iloc[::-1], autres[autres.index > ici]):
        if len(cote):
            yield float(cote.index[0]), str(cote.iloc[0])


def _sens(borne: float, ici: float) -> str:
    return "monte" if borne > ici else "descend"


def _avec_article(offre: str) -> str:
    return {"Comptant": "le comptant", "Crédit": "le crédit"}.get(offre, f"la {offre}")
