"""Les trajectoires plantées : dormants, pépites, gouffres et le Mammouth qui ne paie plus.

Dormants et pépites changent l'histoire d'un client avant qu'elle ne s'écrive. Gouffres et Mammouth
fragile se repèrent ensuite dans leurs ventes : le reste de la fabrique fait le travail.
"""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.colonnes import FIN, Entiers
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.faits import (
    BEAU_CA,
    DEBUT_12_MOIS,
    MAMMOUTH,
    NURSERY,
    PREFERE,
)

_DORMANTS, _PEPITES, _GOUFFRES = 13, 18, 10  # pour mille clients
_CA_GOUFFRES = 50_000  # euros sur douze mois, au plus : au-delà, même une faible marge suffit
_CA_DORMANTS = 30_000  # euros par an, au moins
_PREMIER_PANIER = 4_200  # centimes


def planter(clients: pd.DataFrame, h: Hasard) -> None:
    """Change l'histoire de quelques clients du bloc."""
    _endormir(clients, h)
    _faire_pousser(clients, h)


def reperer(clients: pd.DataFrame, commandes: pd.DataFrame, lignes: pd.DataFrame) -> None:
    """Marque les `gouffres`, au beau CA et à la marge infime, et le Mammouth `fragile`."""
    ca, marge = ventes_recentes(clients, commandes, lignes)
    taux: pd.Series[int] = marge * 10_000 // np.maximum(ca, 1)
    beaux = clients.index[(ca > BEAU_CA * 100) & (ca < _CA_GOUFFRES * 100)]
    gouffres = taux[beaux].sort_values(kind="stable").index[: len(clients) * _GOUFFRES // 1000]
    clients["gouffre"] = clients.index.isin(gouffres)
    clients["fragile"] = clients.index == _fragile(clients, ca)


def ventes_recentes(
    clients: pd.DataFrame, commandes: pd.DataFrame, lignes: pd.DataFrame
) -> tuple["pd.Series[int]", "pd.Series[int]"]:
    """Le CA et la marge des douze derniers mois de chaque client (centimes)."""
    rang = lignes["commande"].to_numpy()
    recent = (commandes["date_commande"] >= np.datetime64(DEBUT_12_MOIS)).to_numpy()[rang]
    ventes = lignes[recent].groupby(commandes["client"].to_numpy()[rang[recent]])
    sommes = ventes[["montant_ht", "cout_variable"]].sum().reindex(clients.index, fill_value=0)
    return sommes["montant_ht"], sommes["montant_ht"] - sommes["cout_variable"]


def _fragile(clients: pd.DataFrame, ca: pd.Series) -> int:
    """Un Mammouth de taille moyenne, industriel s'il en est : ses comptes se lisent sans détour."""
    mammouths = ca[clients["type_client"] == MAMMOUTH].sort_values(kind="stable").index
    industriels = mammouths[clients["naf"][mammouths].str[:2].between("10", "33")]
    candidats = industriels if len(industriels) else mammouths
    return int(candidats[len(candidats) // 2])


def panier_pepite(numero: Entiers) -> Entiers:
    """Le panier d'une pépite (centimes) : 40 % de plus à chaque commande."""
    rang = np.minimum(numero, 9)
    paniers: Entiers = _PREMIER_PANIER * 7**rang // 5**rang
    return paniers


def _endormir(clients: pd.DataFrame, h: Hasard) -> None:
    """De gros Préférés ne commandent plus depuis plus d'un an ; leur compte est resté ouvert."""
    prefere = (clients["type_client"] == PREFERE) & clients["ancien"]
    gros = np.flatnonzero(prefere & (clients["ca_vise"] > _CA_DORMANTS))
    dormants = h.tirer(gros, len(clients) * _DORMANTS // 1000)
    clients.loc[dormants, "sortie"] = FIN - 380 - h.entiers(330, len(dormants))
    clients.loc[dormants, "actif"] = True


def _faire_pousser(clients: pd.DataFrame, h: Hasard) -> None:
    """Les plus petites Nursery, arrivées l'été dernier, commandent de plus en plus."""
    nursery = np.flatnonzero(clients["type_client"] == NURSERY)
    ordre = np.argsort(clients["ca_vise"].to_numpy()[nursery], kind="stable")
    pepites = nursery[ordre[: max(1, len(clients) * _PEPITES // 1000)]]
    n = len(pepites)
    entree = np.datetime64(DEBUT_12_MOIS) + 20 + h.entiers(60, n)
    clients["pepite"] = np.isin(np.arange(len(clients)), pepites)
    clients.loc[pepites, "entree"] = entree
    clients.loc[pepites, "date_creation"] = np.busday_offset(entree - 12, 0, roll="backward")
    clients.loc[pepites, "sortie"] = FIN
    clients.loc[pepites, "actif"] = True
    clients.loc[pepites, "commandes_an"] = h.entre(750, 950, n)
    clients.loc[pepites, "ca_vise"] = 1_500 + h.entiers(8, n) * 100
