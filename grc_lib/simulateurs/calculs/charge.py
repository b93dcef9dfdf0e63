"""Ce que demande un plan de visites, ce que l'équipe peut en tenir, et qui reste sans visite."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import pandas as pd

from grc_lib._formats import nombre
from grc_lib._nombres import entier, lignes, positif, seul, strictement_positif
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures.textes import compte, euros_courts, insecable, pourcent
from grc_lib.prospection import Charge, charge


@dataclass(frozen=True, eq=False)
class SimulationCharge:
    """Un plan de visites devant le temps d'une équipe.

    `tableau`, un type de client par ligne, dans l'ordre où on les sert : type, clients, visites
    (par client et par an), ca (€ par an, tous ensemble), heures demandées, donnees (heures que
    l'équipe leur consacre), servis (clients qui ont toutes leurs visites), prives (les autres).
    """

    tableau: pd.DataFrame
    besoin: Charge
    equipe: int
    cout_annuel: float

    @property
    def ratio(self) -> float:
        """La charge : heures nécessaires / heures disponibles de toute l'équipe."""
        return self.besoin.ratio / self.equipe

    @property
    def ecart(self) -> int:
        """Les personnes qui manquent (positif) ou qui sont en trop (négatif)."""
        return self.besoin.effectif_entier - self.equipe

    def phrase(self) -> str:
        """L'effectif qu'il faut, ce qu'il coûte, et qui n'est pas visité."""
        visites = nombre((self.tableau["clients"] * self.tableau["visites"]).sum())
        charge_dite = (
            f"{visites} visites demandent {nombre(self.besoin.heures, 0)} h : il faut "
            f"{compte(self.besoin.effectif_entier, 'personne')}, vous en avez {self.equipe} "
            f"(charge {pourcent(self.ratio, 0)})."
        )
        dits = [charge_dite, self._argent(), self._prives(), self._jamais()]
        return insecable(" ".join(filter(None, dits)))

    def _argent(self) -> str:
        if self.ecart > 0:
            cout = euros_courts(self.ecart * self.cout_annuel)
            return f"Le tenir, c'est embaucher {compte(self.ecart, 'personne')} : {cout} par an."
        libres = self.equipe * self.besoin.heures_disponibles - self.besoin.heures
        cout = euros_courts(libres / self.besoin.heures_disponibles * self.cout_annuel)
        return (
            f"Tout le plan est tenu ; {nombre(libres, 0)} h payées restent libres ({cout} par an)."
        )

    def _prives(self) -> str:
        prives = self.tableau[self.tableau["prives"] > 0]
        if prives.empty:
            return ""
        ca = (prives["ca"] * prives["prives"] / prives["clients"]).sum()
        return (
            f"Ne pas embaucher, c'est priver de leurs visites {_liste(prives, 'prives')}, qui "
            f"achètent {euros_courts(ca)} par an."
        )

    def _jamais(self) -> str:
        exclus = self.tableau[(self.tableau["visites"] == 0) & (self.tableau["clients"] > 0)]
        if exclus.empty:
            return ""
        achats = euros_courts(exclus["ca"].sum())
        return f"Jamais visités, par choix : {_liste(exclus, 'clients')} ({achats} d'achats)."


def simuler_charge(
    types: Any,
    visites: Sequence[float],
    *,
    equipe: int,
    duree: float,
    trajet: float,
    jours: float,
    heures_par_jour: float,
    cout_annuel: float,
) -> SimulationCharge:
    """Les heures que demande un plan de visites, et qui passe son tour si l'équipe ne suffit pas.

    Heures = Σ clients × visites × (durée + trajet) ; effectif = heures / (jours × heures par jour),
    arrondi à l'entier supérieur. Les types sont servis dans l'ordre des lignes.

    Paramètres
    ----------
    types : liste de (type, nombre de clients, CA annuel du type en €), le premier servi d'abord ;
        ou tableau de ces trois colonnes.
    visites : visites par client et par an, une par type.
    equipe : personnes qui visitent (entier, au moins 1).
    duree, trajet : minutes par visite ; le trajet comprend le compte rendu.
    jours, heures_par_jour : temps de visite d'une personne (jours par an, heures).
    cout_annuel : le coût d'une personne de plus (€ par an).

    Renvoie
    -------
    `SimulationCharge` : tableau, besoin (`prospection.Charge`), ratio, ecart, phrase().

    Lève
    ----
    ArgumentInvalide pour un nombre négatif, ou s'il n'y a pas une fréquence par type ;
    NonCalculable s'il n'y a aucun client à visiter, aucune durée ou aucun jour disponible.

    Exemple
    -------
    >>> essai = simuler_charge(
    ...     [("Mammouth", 20, 4e6), ("Préféré", 100, 2e6)], (12, 2), equipe=1, duree=120, trajet=60,
    ...     jours=150, heures_par_jour=8, cout_annuel=60_000)
    >>> essai.besoin.heures, essai.besoin.effectif_entier, round(essai.ratio, 2)
    (1320.0, 2, 1.1)
    >>> essai.tableau["prives"].tolist()
    [0, 20]

    Source
    ------
    S531-2, charge de travail et effectif (cas FV01 à FV03, FV07).
    """
    lus = lignes("types", types, "type", "clients", "ca")
    if len(lus) != len(visites):
        attendu = f"{len(lus)} fréquences, une par type"
        raise ArgumentInvalide("visites", f"{len(visites)} fréquence(s)", attendu)
    noms, effectifs, achats = zip(*lus, strict=True) if lus else ((), (), ())
    heures_visite = (seul(positif, "duree", duree) + seul(positif, "trajet", trajet)) / 60
    temps = seul(strictement_positif, "jours", jours)
    temps *= seul(strictement_positif, "heures_par_jour", heures_par_jour)
    plan = [(n, v, heures_visite) for n, v in zip(effectifs, visites, strict=True)]
    besoin = charge(plan, heures_disponibles=temps)
    if besoin.heures == 0:
        raise NonCalculable("Aucune visite à faire : donnez au moins une visite à un type.")
    tableau = pd.DataFrame({"type": noms, "clients": effectifs, "visites": visites, "ca": achats})
    lue = entier("equipe", equipe, 1)
    _servir(tableau, heures_visite, lue * temps)
    return SimulationCharge(tableau, besoin, lue, seul(positif, "cout_annuel", cout_annuel))


def _servir(tableau: pd.DataFrame, heures_visite: float, reste: float) -> None:
    """Le temps de l'équipe va au premier type, puis au suivant, tant qu'il en reste."""
    par_client = tableau["visites"] * heures_visite
    tableau["heures"] = tableau["clients"] * par_client
    debut = tableau["heures"].cumsum() - tableau["heures"]
    tableau["donnees"] = (reste - debut).clip(lower=0).clip(upper=tableau["heures"])
    servis = [
        clients if not heures else floor(round(donnees / heures, 9))
        for clients, donnees, heures in zip(
            tableau["clients"], tableau["donnees"], par_client, strict=True
        )
    ]
    tableau["servis"] = servis
    tableau["prives"] = [ceil(n - s) for n, s in zip(tableau["clients"], servis, strict=True)]


def _liste(lignes_dites: pd.DataFrame, colonne: str) -> str:
    dits = [
        f"{compte(int(n), 'client')} {nom}"
        for nom, n in zip(lignes_dites["type"], lignes_dites[colonne], strict=True)
    ]
    return dits[0] if len(dits) == 1 else f"{', '.join(dits[:-1])} et {dits[-1]}"
