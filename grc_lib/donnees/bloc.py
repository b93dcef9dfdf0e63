"""Un bloc de clients avec ses commandes et ses lignes, prêt à rejoindre la base."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from grc_lib.donnees import activite, equipe
from grc_lib.donnees.faits import MAMMOUTH, NURSERY, PETIT, PREFERE
from grc_lib.donnees.hasard import Entiers, Hasard
from grc_lib.donnees.identites import identites
from grc_lib.donnees.lignes import lignes
from grc_lib.donnees.metiers import COLLECTIVITE, metiers
from grc_lib.donnees.portefeuille import portefeuille
from grc_lib.donnees.saisons import Calendrier

_SUIVI_PAR = {
    MAMMOUTH: equipe.DIRECTEUR,
    NURSERY: equipe.INGENIEUR,
    PREFERE: equipe.TERRAIN,
    PETIT: equipe.TELECOMMERCIALE,
}


@dataclass
class Compteurs:
    """Les numéros et les enseignes déjà donnés."""

    clients: int = 0
    commandes: int = 0
    lignes: int = 0
    enseignes: set[str] = field(default_factory=set)


def bloc(
    n: int,
    numero: int,
    graine: int,
    calendrier: Calendrier,
    salaries: pd.DataFrame,
    deja: Compteurs,
) -> dict[str, pd.DataFrame]:
    """Les tables `clients`, `commandes` et `lignes_commande` de `n` clients."""
    debut = np.datetime64(calendrier.ouvres[0], "Y").astype("datetime64[D]")
    clients = portefeuille(n, debut, Hasard(graine, numero, "portefeuille"))
    clients["client_id"] = deja.clients + 1 + np.arange(n)
    identites(clients, Hasard(graine, numero, "identites"), deja.enseignes)
    h = Hasard(graine, numero, "activite")
    commandes = activite.commandes(clients, calendrier, h)
    table = lignes(clients, commandes, h)
    montants = table.groupby("commande")["montant_ht"].sum().to_numpy()
    activite.expedition(clients, commandes, montants, calendrier, h)
    _conditions(clients, commandes, salaries, Hasard(graine, numero, "conditions"))
    _numeroter(clients, commandes, table, deja)
    return {"clients": clients, "commandes": commandes, "lignes_commande": table}


def _conditions(
    clients: pd.DataFrame, commandes: pd.DataFrame, salaries: pd.DataFrame, h: Hasard
) -> None:
    """Première commande, interlocuteur, délai et mode de règlement, plafond de crédit."""
    n = len(clients)
    premieres = commandes.groupby("client")["date_commande"].min().to_numpy()
    clients["date_premiere_commande"] = premieres
    clients["salarie_id"] = _interlocuteurs(clients, salaries)
    public = np.array([metiers()[m].lieu == COLLECTIVITE for m in clients["metier"]])
    grand = (clients["type_client"] == MAMMOUTH).to_numpy()
    delai = h.parmi((30, 30, 30, 45, 45, 60), n)
    clients["delai_reglement"] = np.select([public, grand], [30, 60], default=delai)
    fin_de_mois = (clients["delai_reglement"] == 45) | (
        (clients["delai_reglement"] == 30) & (h.entiers(3, n) == 0)
    )
    clients["fin_de_mois"] = fin_de_mois & ~public
    modes = h.parmi(
        ("virement",) * 5 + ("prélèvement",) * 2 + ("chèque",) * 2 + ("effet de commerce",), n
    )
    clients["mode_reglement"] = np.where(public | grand, "virement", modes)
    pas = np.where(clients["ca_vise"] > 20_000, 5_000, 500)
    clients["plafond_credit"] = (clients["ca_vise"] * 3 // (10 * pas) + 1) * pas * 100


def _interlocuteurs(clients: pd.DataFrame, salaries: pd.DataFrame) -> Entiers:
    """Le salarié du secteur qui suit ce type de client, à tour de rôle."""
    suivi = np.zeros(len(clients), dtype=np.int64)
    fonctions = clients["type_client"].map(_SUIVI_PAR)
    for (secteur, fonction), groupe in clients.groupby([clients["secteur_id"], fonctions]):
        qui = salaries[(salaries["secteur_id"] == secteur) & (salaries["fonction"] == fonction)]
        suivi[groupe.index] = qui["salarie_id"].to_numpy()[np.arange(len(groupe)) % len(qui)]
    return suivi


def _numeroter(
    clients: pd.DataFrame, commandes: pd.DataFrame, table: pd.DataFrame, deja: Compteurs
) -> None:
    commandes["client_id"] = clients["client_id"].to_numpy()[commandes["client"]]
    commandes["commande_id"] = deja.commandes + 1 + np.arange(len(commandes))
    commandes["devis_id"] = None
    commandes["remise"] *= 100
    table["commande_id"] = deja.commandes + 1 + table["commande"]
    table["ligne_id"] = deja.lignes + 1 + np.arange(len(table))
    deja.clients += len(clients)
    deja.commandes += len(commandes)
    deja.lignes += len(table)
