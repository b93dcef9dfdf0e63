"""Les réclamations : quelles commandes en causent, pour quel motif, par quel canal.

Un quota par motif et par secteur ; les départs se lisent déjà dans les ventes : on les fait suivre
plus souvent une réclamation. `reclamations_traitees` dit ensuite ce que l'imprimerie en fait.
"""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import FIN, Dates, Entiers, Masque
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.reclamations_traitees import qualifier, traiter
from grc_lib.donnees.fabrique.saisons import Calendrier
from grc_lib.donnees.fabrique.secteurs import SECTEURS
from grc_lib.donnees.faits import (
    DEBUT_RETARDS,
    MAMMOUTH,
    NURSERY,
    PETIT,
    PREFERE,
    SECTEUR_EN_RETARD,
)

# Motif, réclamations pour dix mille commandes, jours ouvrés (de, à) entre la livraison
# (promise, pour un retard) et la réclamation, vise-t-elle une commande.
_MOTIFS = (
    ("retard", 48, 1, 3, True),
    ("conformité", 33, 0, 4, True),
    ("qualité", 24, 1, 8, True),
    ("facturation", 30, 6, 25, True),
    ("service", 15, 1, 10, True),
    ("facturation", 9, 10, 30, False),
    ("service", 6, 5, 40, False),
)
_RETARD_EST = 368  # au lieu de 48, dans l'Est depuis mars 2025 : le taux total y triple
# Poids d'une livraison dans le tirage des réclamations.
_POIDS = {PETIT: 8, PREFERE: 10, NURSERY: 20, MAMMOUTH: 6}
_DERNIERE_COMMANDE = 12  # fois plus de réclamations à la dernière commande d'un client perdu
_NON_CONFORME = 500  # fois plus de réclamations de conformité ou de qualité sur une non conforme
_SIX_MOIS = 182  # jours


def ajouter(b: Bloc) -> None:
    """Ajoute la table `reclamations`."""
    h = b.hasard("reclamations")
    causes = _livraisons(b)
    table = _choisir(causes, b, h)
    qualifier(table, h)
    traiter(table, b.calendrier, h)
    table["commande_id"] = table["commande_id"].astype("Int64").where(table["vise"])
    b.ajouter("reclamations", table, "reclamation_id")


def _livraisons(b: Bloc) -> pd.DataFrame:
    """Les livraisons faites, et ce qu'il faut en savoir pour réclamer."""
    clients, commandes = b.tables["clients"], b.tables["commandes"]
    couts = b.tables["lignes_commande"].groupby("commande")["cout_variable"].sum().to_numpy()
    commandes = commandes.assign(cout=couts)
    derniere = commandes.groupby("client")["date_commande"].max()
    dort = (derniere < FIN - _SIX_MOIS) | ~clients["actif"]
    faites = b.tables["livraisons"].dropna(subset="date_livraison")
    faites = faites[["commande_id", "date_livraison", "conforme", "cout_transport"]]
    table = commandes.merge(faites, on="commande_id", how="inner", validate="one_to_one")
    rang = table["client"].to_numpy()
    table["type_client"] = clients["type_client"].to_numpy()[rang]
    table["est"] = clients["secteur_id"].to_numpy()[rang] == _est()
    table["derniere"], table["dort"] = derniere.to_numpy()[rang], dort.to_numpy()[rang]
    table["conforme"] = table["conforme"].astype(bool)
    return table


def _est() -> int:
    return 1 + [nom for nom, _, _ in SECTEURS].index(SECTEUR_EN_RETARD)


def _choisir(causes: pd.DataFrame, b: Bloc, h: Hasard) -> pd.DataFrame:
    """Une réclamation au plus par livraison, dans l'ordre des réceptions."""
    libre, choisies = np.ones(len(causes), dtype=bool), []
    quotas = _quotas(b)
    for rang, (motif, _, mini, maxi, vise) in enumerate(_MOTIFS):
        recue = _receptions(causes, motif, h.entre(mini, maxi, len(causes)), b.calendrier)
        possible = libre & (recue <= FIN)
        poids = _poids(causes, motif) * possible
        for k, strate in zip(quotas[rang], _strates(causes, recue), strict=True):
            qui = h.quota(poids * strate, int(k))
            libre[qui] = False
            choisies.append(
                causes.iloc[qui].assign(motif=motif, vise=vise, date_reception=recue[qui])
            )
    table = pd.concat(choisies)
    return table.sort_values(["date_reception", "commande_id"], kind="stable", ignore_index=True)


def _strates(causes: pd.DataFrame, dates: Dates) -> tuple[Masque, Masque, Masque]:
    """Hors de l'Est ; l'Est avant mars 2025 ; l'Est depuis."""
    est = causes["est"].to_numpy()
    depuis = np.asarray(dates >= np.datetime64(DEBUT_RETARDS))
    return ~est, est & ~depuis, est & depuis


def _quotas(b: Bloc) -> Entiers:
    """Le nombre de réclamations par motif (en lignes) et par strate (en colonnes)."""
    commandes = b.tables["commandes"]
    est = b.tables["clients"]["secteur_id"].to_numpy()[commandes["client"]] == _est()
    dates = commandes["date_commande"].to_numpy()
    effectifs = [s.sum() for s in _strates(pd.DataFrame({"est": est}), dates)]
    taux = np.array([[t, t, t] for _, t, _, _, _ in _MOTIFS])
    taux[0, 2] = _RETARD_EST
    cumul: Entiers = np.cumsum(taux, axis=0) * np.array(effectifs) // 10_000
    return np.diff(cumul, axis=0, prepend=0)


def _receptions(causes: pd.DataFrame, motif: str, delais: Entiers, calendrier: Calendrier) -> Dates:
    """Quand la réclamation arriverait : un retard se signale sitôt la date promise passée."""
    depart = "date_livraison_promise" if motif == "retard" else "date_livraison"
    return calendrier.apres(causes[depart].to_numpy(), delais)


def _poids(causes: pd.DataFrame, motif: str) -> Entiers:
    """Le poids de chaque livraison dans le tirage d'un motif."""
    dernier_mot = causes["dort"] & (causes["date_commande"] == causes["derniere"])
    insistance = np.where(dernier_mot, _DERNIERE_COMMANDE, 1)
    poids: pd.Series[int] = causes["type_client"].map(_POIDS) * insistance
    if motif == "retard":
        attente = (causes["date_livraison"] - causes["date_livraison_promise"]).dt.days
        poids = poids * np.where(attente > 0, 2 + attente, 0)
    elif motif in ("conformité", "qualité"):
        poids = poids * np.where(causes["conforme"], 1, _NON_CONFORME)
    return np.asarray(poids, dtype=np.int64)
