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
    avancement,
    du_fragile,
    habitudes,
    ordinaires,
    sensibles,
)
from grc_lib.donnees.fabrique.saisons import Calendrier
from grc_lib.donnees.faits import DSO_AUJOURDHUI, DSO_FIN_2024, Fait

_AUCUN, _ANCIENNE = np.timedelta64(0, "D"), np.timedelta64(500, "D")
_DEUX_FOIS, _TTC_DEUX_FOIS = 30, 60_000  # pour mille factures ; centimes, au moins
# Jamais payées, pour dix mille factures : de petites, que gardent de mauvais payeurs, et la
# dernière de clients qui ne commandent plus.
_PETITES, _TTC_PETITES, _LAISSEES, _PARTI = 9, 150_000, 5, 180  # centimes ; jours sans commande
_FIN_2024 = np.datetime64("2024-12-31")
_IMPAYEES_DEPUIS = np.datetime64("2024-07-01"), np.datetime64("2026-03-31")  # échéances
_REJET = 5  # jours de retard : l'effet ou le prélèvement est revenu, le client paie par virement
_NIVEAUX, _DERIVES = (0, 400), (0, 15_000)  # bornes des réglages : % ; centièmes de jour


@dataclass
class Echeancier:
    """Ce qui décide de la date de paiement de chaque facture, aux deux réglages près."""

    factures: pd.DataFrame
    calendrier: Calendrier
    ecart: Entiers  # jours, de l'échéance au paiement, avant tout réglage
    sensible: Entiers  # % de la dérive
    fixe: Masque  # paie à sa date quoi qu'il arrive
    arrondi: Entiers  # centièmes de jour : répartit l'arrondi entre les factures
    part: Entiers  # % payés la première fois ; 0 : impayée
    suite: Entiers  # jours entre les deux paiements

    def dates(self, niveau: int, derive: int) -> tuple[Dates, Dates]:
        """La date du premier paiement et celle du second, ouvrées.

        `niveau` (%) étire les retards ordinaires, les mêmes toutes les années ; `derive` est ce
        qui s'y est ajouté jusqu'à aujourd'hui (centièmes de jour).
        """
        emission = en_jours(self.factures["date_facture"])
        etire = np.where(self.fixe | (self.ecart < 0), 100, niveau)
        pente = self.sensible * (derive * avancement(emission) // 1000) // 100
        jours = (self.ecart * etire + pente + self.arrondi) // 100
        echeance = en_jours(self.factures["echeance"])
        attendu = np.maximum(echeance + jours, emission + 5)
        veille = (self.sensible > 0) & (jours <= 0)  # à l'heure : un dimanche se paie le vendredi
        premier = self.calendrier.apres(attendu + veille, -1 * veille)
        second, deux = premier.copy(), self.part < 100
        second[deux] = self.calendrier.apres(premier[deux] + self.suite[deux])
        return premier, second

    def creances(self, jour: np.datetime64, niveau: int, derive: int) -> int:
        """Ce que doivent les clients un certain soir (centimes) ; voir `ouvert`."""
        premier, second = self.dates(niveau, derive)
        ttc = self.factures["montant_ttc"].to_numpy()
        acompte = ttc * self.part // 100
        solde = np.where(self.part > 0, ttc - acompte, 0)
        paye = np.where(premier <= jour, acompte, 0) + np.where(second <= jour, solde, 0)
        return int((ttc - paye).sum())

    def ouvert(self, jour: np.datetime64) -> "Echeancier":
        """Les seules factures qui peuvent être dues ce soir-là : les récentes et les impayées."""
        age = jour - en_jours(self.factures["date_facture"])
        garde = (age >= _AUCUN) & ((age < _ANCIENNE) | (self.part == 0))
        colonnes = ("ecart", "sensible", "fixe", "arrondi", "part", "suite")
        return replace(
            self, factures=self.factures[garde], **{c: getattr(self, c)[garde] for c in colonnes}
        )


def ajouter(b: Bloc) -> None:
    """Ajoute `reglements`, calés sur le délai de paiement de fin 2024 et d'aujourd'hui."""
    e, niveau = _echeancier(b, b.hasard("reglements")), 100
    if b.calendrier.debut < _FIN_2024:
        niveau = _caler(_FIN_2024, DSO_FIN_2024, _NIVEAUX, e, lambda n: (n, 0))
    derive = _caler(FIN, DSO_AUJOURDHUI, _DERIVES, e, lambda d: (niveau, d))
    premier, second = e.dates(niveau, derive)
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
    habitude = habitudes(clients, h)
    sensible = sensibles(habitude, h)[client]
    fragile = clients["fragile"].to_numpy()[client]
    ecart = ordinaires(habitude[client], h)
    libre = (sensible > 0) & ~fragile
    part, suite = _fractions(factures, libre, h)
    part[_impayees(factures, b.tables["commandes"], libre, habitude[client] == CHRONIQUE, h)] = 0
    return Echeancier(
        factures=factures,
        calendrier=b.calendrier,
        ecart=np.where(fragile, du_fragile(factures["echeance"].to_numpy(), h), ecart),
        sensible=np.where(fragile, 0, sensible),
        fixe=~libre,
        arrondi=h.entiers(100, n),
        part=part,
        suite=suite,
    )


def _fractions(factures: pd.DataFrame, libre: Masque, h: Hasard) -> tuple[Entiers, Entiers]:
    """La part payée la première fois (%) et les jours jusqu'au solde."""
    n = len(factures)
    part, suite = np.full(n, 100), h.entre(20, 60, n)
    grosses = np.flatnonzero(libre & (factures["montant_ttc"] >= _TTC_DEUX_FOIS).to_numpy())
    deux_fois = h.tirer(grosses, n * _DEUX_FOIS // 1000)
    part[deux_fois] = h.parmi((30, 40, 50, 50, 50, 60), len(deux_fois))
    return part, suite


def _impayees(
    factures: pd.DataFrame, commandes: pd.DataFrame, libre: Masque, chronique: Masque, h: Hasard
) -> Entiers:
    """Les rangs des factures jamais payées : petites, ou la dernière d'un client parti."""
    n, (debut, fin) = len(factures), _IMPAYEES_DEPUIS
    vieille = libre & factures["echeance"].between(debut, fin).to_numpy()
    petite = vieille & chronique & (factures["montant_ttc"] <= _TTC_PETITES).to_numpy()
    derniere = commandes.groupby("client")["commande_id"].max()[factures["client"]].to_numpy()
    commande = commandes.set_index("commande_id")["date_commande"][factures["commande_id"]]
    parti = (FIN - en_jours(commande)).astype(np.int64) > _PARTI
    laissee = vieille & parti & (factures["commande_id"].to_numpy() == derniere)
    return np.concatenate(
        [
            h.tirer(np.flatnonzero(petite), n * _PETITES // 10_000),
            h.tirer(np.flatnonzero(laissee), n * _LAISSEES // 10_000),
        ]
    )


def _caler(
    jour: np.datetime64,
    dso: Fait,
    bornes: tuple[int, int],
    e: Echeancier,
    reglages: Callable[[int], tuple[int, int]],
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
