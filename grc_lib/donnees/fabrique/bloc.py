"""Un bloc de clients et tout ce qui leur arrive, sujet après sujet, prêt à rejoindre la base."""

from dataclasses import dataclass, field
from importlib import import_module

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique import SUJETS, activite
from grc_lib.donnees.fabrique.colonnes import Entiers, Masque
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.identites import identites
from grc_lib.donnees.fabrique.lignes import lignes
from grc_lib.donnees.fabrique.metiers import collectivites
from grc_lib.donnees.fabrique.portefeuille import portefeuille
from grc_lib.donnees.fabrique.saisons import Calendrier
from grc_lib.donnees.fabrique.secteurs import DIRECTEUR, INGENIEUR, TELECOMMERCIALE, TERRAIN
from grc_lib.donnees.fabrique.territoires import commerciaux, partager
from grc_lib.donnees.fabrique.trajectoires import reperer
from grc_lib.donnees.faits import MAMMOUTH, NURSERY, PETIT, PREFERE

_SUIVI_PAR = {
    MAMMOUTH: DIRECTEUR,
    NURSERY: INGENIEUR,
    PREFERE: TERRAIN,
    PETIT: TELECOMMERCIALE,
}

_CA_PAR_SALARIE = 900  # euros d'imprimés par an, au plus, pour un salarié du client
# Plafond de crédit : jours de retard tolérés, TTC / HT (%), marge au-delà de l'encours (%).
_RETARD_TOLERE, _TTC, _MARGE_PLAFOND = 15, 120, 133


@dataclass
class Compteurs:
    """Les numéros et les enseignes déjà donnés par les blocs précédents."""

    numeros: dict[str, int] = field(default_factory=dict)
    enseignes: set[str] = field(default_factory=set)

    def suivants(self, table: str, n: int) -> Entiers:
        """Les `n` numéros suivants d'une table."""
        deja = self.numeros.get(table, 0)
        self.numeros[table] = deja + n
        return deja + 1 + np.arange(n)


@dataclass
class Bloc:
    """Ce que partagent les sujets. Chacun lit les tables des précédents et ajoute les siennes.

    Une table peut porter des colonnes de travail, que la base ignore : dans `clients`, ce que le
    portefeuille vise ; dans `commandes`, `client` (rang dans le bloc), `numero` (rang chez le
    client) et `montant` (centimes, hors port) ; dans `lignes_commande`, `commande` (rang). Les
    décimaux sont en entiers de leur plus petite unité.
    """

    numero: int
    graine: int
    calendrier: Calendrier
    salaries: pd.DataFrame
    deja: Compteurs
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    def hasard(self, sujet: str) -> Hasard:
        """La source de tirages d'un sujet dans ce bloc."""
        return Hasard(self.graine, self.numero, sujet)

    def rangs(self, clients: "pd.Series[int]") -> Entiers:
        """Le rang dans le bloc de clients désignés par leur numéro."""
        premier = self.tables["clients"]["client_id"].iloc[0]
        rangs: Entiers = (clients - premier).to_numpy(dtype=np.int64)
        return rangs

    def commandes_de(self, type_client: str) -> Masque:
        """Pour chaque commande du bloc, si son client est de ce type."""
        du_type: Masque = (self.tables["clients"]["type_client"] == type_client).to_numpy()
        return du_type[self.tables["commandes"]["client"]]

    def ajouter(self, nom: str, table: pd.DataFrame, cle: str) -> None:
        """Numérote les lignes d'une table, dans leur ordre, et l'ajoute au bloc."""
        self.tables[nom] = table.assign(**{cle: self.deja.suivants(nom, len(table))})


def bloc(
    n: int,
    numero: int,
    graine: int,
    calendrier: Calendrier,
    salaries: pd.DataFrame,
    deja: Compteurs,
) -> Bloc:
    """Un bloc de `n` clients, avec leurs ventes puis ce que chaque sujet y ajoute."""
    b = Bloc(numero, graine, calendrier, salaries, deja)
    _vendre(b, n)
    for sujet in SUJETS:
        import_module(f"{__package__}.{sujet}").ajouter(b)
    return b


def _vendre(b: Bloc, n: int) -> None:
    """Les clients, leurs commandes et leurs lignes."""
    debut = b.calendrier.debut
    clients = portefeuille(n, debut, b.hasard("portefeuille"))
    clients["client_id"] = b.deja.suivants("clients", n)
    identites(clients, b.hasard("identites"), b.deja.enseignes)
    clients["effectif"] = np.maximum(clients["effectif"], clients["ca_vise"] // _CA_PAR_SALARIE)
    h = b.hasard("activite")
    commandes = activite.commandes(clients, b.calendrier, h)
    table = lignes(clients, commandes, h)
    commandes["montant"] = table.groupby("commande")["montant_ht"].sum().to_numpy()
    activite.expedition(clients, commandes, commandes["montant"].to_numpy(), b.calendrier, h)
    _conditions(clients, commandes, b)
    commandes["client_id"] = clients["client_id"].to_numpy()[commandes["client"]]
    commandes["commande_id"] = b.deja.suivants("commandes", len(commandes))
    commandes["devis_id"] = None
    commandes["remise"] *= 100
    table["commande_id"] = commandes["commande_id"].to_numpy()[table["commande"]]
    reperer(clients, commandes, table)
    b.tables |= {"clients": clients, "commandes": commandes}
    b.ajouter("lignes_commande", table, "ligne_id")


def _conditions(clients: pd.DataFrame, commandes: pd.DataFrame, b: Bloc) -> None:
    """Première commande, interlocuteur, délai et mode de règlement, plafond de crédit."""
    n, h = len(clients), b.hasard("conditions")
    premieres = commandes.groupby("client")["date_commande"].min().to_numpy()
    clients["date_premiere_commande"] = premieres
    clients["salarie_id"] = _interlocuteurs(clients, b)
    public = collectivites(clients["metier"])
    grand = (clients["type_client"] == MAMMOUTH).to_numpy()
    delai = h.parmi((30, 30, 30, 30, 45, 60), n)
    clients["delai_reglement"] = np.select([public, grand], [30, 45], default=delai)
    clients["fin_de_mois"] = (clients["delai_reglement"] == 45) & ~grand
    modes = h.parmi(
        ("virement",) * 5 + ("prélèvement",) * 2 + ("chèque",) * 2 + ("effet de commerce",), n
    )
    clients["mode_reglement"] = np.where(public | grand, "virement", modes)
    clients["plafond_credit"] = _plafonds(clients, commandes)


def _plafonds(clients: pd.DataFrame, commandes: pd.DataFrame) -> Entiers:
    """Un encours habituel et un tiers de plus, ou la plus grosse facture, arrondis au-dessus."""
    ca, duree = clients["ca_vise"].to_numpy(), clients["delai_reglement"] + _RETARD_TOLERE
    encours = ca * duree.to_numpy() * _TTC * _MARGE_PLAFOND // (360 * 100 * 100)
    facture = commandes.groupby("client")["montant"].max().to_numpy() * _TTC // (100 * 100)
    pas = np.where(ca > 20_000, 5_000, 500)
    plafonds: Entiers = (np.maximum(encours, facture) // pas + 1) * pas * 100
    return plafonds


def _interlocuteurs(clients: pd.DataFrame, b: Bloc) -> Entiers:
    """Un Préféré a le commercial de son territoire ; les autres, leur secteur, à tour de rôle."""
    suivi = commerciaux(clients["departement"], partager(b.salaries), b.numero)
    fonctions = clients["type_client"].map(_SUIVI_PAR)
    equipes = b.salaries.groupby(["secteur_id", "fonction"])["salarie_id"]
    autres = clients[fonctions != TERRAIN]
    for poste, groupe in autres.groupby([autres["secteur_id"], fonctions]):
        qui = equipes.get_group(poste).to_numpy()
        tour = np.arange(len(groupe)) + b.numero * len(groupe)
        suivi[groupe.index] = qui[tour % len(qui)]
    return suivi
