"""Les règlements : qui paie, quand, en combien de fois ; on encaisse de plus en plus tard."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import FIN, Dates, Entiers, Masque, en_jours
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.payeurs import (
    AUTOMATIQUES,
    CHRONIQUE,
    allure,
    du_fragile,
    habitudes,
    ordinaires,
)
from grc_lib.donnees.fabrique.saisons import Calendrier
from grc_lib.donnees.faits import DSO_AUJOURDHUI, DSO_FIN_2024, Fait

_AUCUN, _ANCIENNE = np.timedelta64(0, "D"), np.timedelta64(500, "D")
_AVANCE_MAX = 8  # jours avant l'échéance
_DEUX_FOIS, _TTC_DEUX_FOIS = 30, 60_000  # pour mille factures ; centimes, au moins
_IMPAYEES = 2  # pour mille factures
_IMPAYEES_DEPUIS = np.datetime64("2024-07-01"), np.datetime64("2026-03-31")  # échéances
_REJET = 5  # jours de retard : l'effet ou le prélèvement est revenu, le client paie par virement
_NIVEAUX, _DERIVES = (-300, 1000), (0, 12_000)  # bornes des réglages, en centièmes de jour


@dataclass
class Echeancier:
    """Ce qui décide de la date de paiement de chaque facture, aux deux réglages près."""

    factures: pd.DataFrame
    calendrier: Calendrier
    retard: Entiers  # jours
    sensible: Entiers  # % de la dérive
    fixe: Masque  # paie à sa date quoi qu'il arrive
    arrondi: Entiers  # centièmes de jour : répartit l'arrondi entre les factures
    part: Entiers  # % payés la première fois ; 0 : impayée
    suite: Entiers  # jours entre les deux paiements

    def dates(self, niveaux: list[int], derive: int) -> tuple[Dates, Dates]:
        """La date du premier paiement et celle du second, ouvrées."""
        emission = en_jours(self.factures["date_facture"])
        saison, avancement = allure(emission)
        pente = self.sensible * (derive * avancement // 1000) // 100
        annee = emission.astype("datetime64[Y]") - self.calendrier.ouvres[0].astype("datetime64[Y]")
        niveau = np.array(niveaux)[np.minimum(annee.astype(np.int64), len(niveaux) - 1)]
        commun = np.where(self.fixe, 0, 100 * saison + niveau + pente)
        jours = self.retard + (commun + self.arrondi) // 100
        echeance = en_jours(self.factures["echeance"])
        attendu = np.maximum(echeance + np.maximum(jours, -_AVANCE_MAX), emission + 5)
        veille = (self.sensible > 0) & (jours <= 0)  # à l'heure : un dimanche se paie le vendredi
        premier = self.calendrier.apres(attendu + veille, -1 * veille)
        second, deux = premier.copy(), self.part < 100
        second[deux] = self.calendrier.apres(premier[deux] + self.suite[deux])
        return premier, second

    def creances(self, jour: np.datetime64, niveaux: list[int], derive: int) -> int:
        """Ce que doivent les clients un certain soir (centimes) ; voir `ouvert`."""
        premier, second = self.dates(niveaux, derive)
        ttc = self.factures["montant_ttc"].to_numpy()
        acompte = ttc * self.part // 100
        solde = np.where(self.part > 0, ttc - acompte, 0)
        paye = np.where(premier <= jour, acompte, 0) + np.where(second <= jour, solde, 0)
        return int((ttc - paye).sum())

    def ouvert(self, jour: np.datetime64) -> "Echeancier":
        """Les seules factures qui peuvent être dues ce soir-là : les récentes et les impayées."""
        age = jour - en_jours(self.factures["date_facture"])
        garde = (age >= _AUCUN) & ((age < _ANCIENNE) | (self.part == 0))
        colonnes = ("retard", "sensible", "fixe", "arrondi", "part", "suite")
        return replace(
            self, factures=self.factures[garde], **{c: getattr(self, c)[garde] for c in colonnes}
        )


def ajouter(b: Bloc) -> None:
    """Ajoute `reglements`, calés sur le délai de paiement de chaque clôture et d'aujourd'hui."""
    e = _echeancier(b, b.hasard("reglements"))
    niveaux: list[int] = []  # un par année de facture, le dernier valant pour la suite
    for cloture in _clotures(b.calendrier):
        niveaux.append(_caler(cloture, DSO_FIN_2024, _NIVEAUX, e, lambda n: ([*niveaux, n], 0)))
    niveaux = niveaux or [0]
    derive = _caler(FIN, DSO_AUJOURDHUI, _DERIVES, e, lambda d: (niveaux, d))
    premier, second = e.dates(niveaux, derive)
    ttc = e.factures["montant_ttc"].to_numpy()
    acompte, clients = ttc * e.part // 100, b.tables["clients"].iloc[e.factures["client"]]
    table = pd.DataFrame(
        {
            "facture_id": np.tile(e.factures["facture_id"].to_numpy(), 2),
            "date_reglement": np.concatenate([premier, second]),
            "montant": np.concatenate([acompte, np.where(e.part > 0, ttc - acompte, 0)]),
            "mode": np.tile(clients["mode_reglement"].to_numpy(), 2),
            "echeance": np.tile(e.factures["echeance"].to_numpy(), 2),
        }
    )
    rejet = table["date_reglement"] - table["echeance"] > np.timedelta64(_REJET, "D")
    table.loc[rejet & table["mode"].isin(AUTOMATIQUES), "mode"] = "virement"
    table = table[(table["montant"] > 0) & (table["date_reglement"] <= FIN)]
    ordre = ["date_reglement", "facture_id"]
    b.ajouter("reglements", table.sort_values(ordre, kind="stable"), "reglement_id")


def _echeancier(b: Bloc, h: Hasard) -> Echeancier:
    """Ce que le hasard et les habitudes décident de chaque facture."""
    factures, clients = b.tables["factures"], b.tables["clients"]
    client, n = factures["client"].to_numpy(), len(factures)
    habitude = habitudes(clients, h)[client]
    fragile = clients["fragile"].to_numpy()[client]
    retard, sensible = ordinaires(habitude, h)
    part, suite = _fractions(factures, habitude == CHRONIQUE, (sensible > 0) & ~fragile, h)
    return Echeancier(
        factures=factures,
        calendrier=b.calendrier,
        retard=np.where(fragile, du_fragile(factures["echeance"].to_numpy(), h), retard),
        sensible=sensible,
        fixe=fragile | (sensible == 0),
        arrondi=h.entiers(100, n),
        part=part,
        suite=suite,
    )


def _fractions(
    factures: pd.DataFrame, chronique: Masque, libre: Masque, h: Hasard
) -> tuple[Entiers, Entiers]:
    """La part payée la première fois (% ; zéro : impayée) et les jours jusqu'au solde."""
    n, echeance = len(factures), factures["echeance"].to_numpy()
    part, suite, ordre = np.full(n, 100), h.entre(20, 60, n), h.ordre(n)
    grosse = libre & (factures["montant_ttc"] >= _TTC_DEUX_FOIS).to_numpy()
    deux_fois = ordre[grosse[ordre]][: n * _DEUX_FOIS // 1000]
    part[deux_fois] = h.parmi((30, 40, 50, 50, 50, 60), len(deux_fois))
    debut, fin = _IMPAYEES_DEPUIS
    vieille = chronique & (echeance >= debut) & (echeance <= fin)
    part[ordre[vieille[ordre]][: n * _IMPAYEES // 1000]] = 0
    return part, suite


def _clotures(calendrier: Calendrier) -> Dates:
    """Les 31 décembre de l'historique, jusqu'à celui de 2024."""
    debut = calendrier.ouvres[0].astype("datetime64[Y]")
    return np.arange(debut + 1, np.datetime64("2026")).astype("datetime64[D]") - 1


def _caler(
    jour: np.datetime64,
    dso: Fait,
    bornes: tuple[int, int],
    e: Echeancier,
    reglages: Callable[[int], tuple[list[int], int]],
) -> int:
    """Le plus petit réglage qui porte les créances, en jours de CA, au milieu du fait."""
    debut = (jour + 1).astype("datetime64[M]") - 12
    dates = e.factures["date_facture"].to_numpy()
    annee = (dates >= debut) & (dates <= jour)
    ca = int(e.factures["montant_ttc"].to_numpy()[annee].sum())
    vise = ca * int(dso.mini + dso.maxi) // 720
    e, (bas, haut) = e.ouvert(jour), bornes
    while bas < haut:
        milieu = (bas + haut) // 2
        if e.creances(jour, *reglages(milieu)) < vise:
            bas = milieu + 1
        else:
            haut = milieu
    return bas
