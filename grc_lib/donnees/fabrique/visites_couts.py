"""Ce que coûte une visite, et combien de visites un client peut payer (en centimes)."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Entiers
from grc_lib.donnees.fabrique.tournees import route
from grc_lib.donnees.fabrique.trajectoires import ventes_recentes
from grc_lib.donnees.faits import BEAU_CA, COUT_KM, DEBUT_12_MOIS, SEMAINES_TRAVAILLEES, VITESSE

_CREDIT = 100  # l'encours d'un client coûte environ le centième de son CA
_LIEU = ["latitude", "longitude"]


def avant_visites(b: Bloc) -> tuple[Entiers, Entiers]:
    """Le CA de chaque client sur douze mois, et sa contribution tant qu'on ne le visite pas."""
    clients, commandes = b.tables["clients"], b.tables["commandes"]
    ca, marge = ventes_recentes(clients, commandes, b.tables["lignes_commande"])
    recentes = commandes[commandes["date_commande"] >= np.datetime64(DEBUT_12_MOIS)]
    livrees = b.tables["livraisons"].loc[
        b.tables["livraisons"]["commande_id"].isin(recentes["commande_id"])
    ]
    plaintes = b.tables["reclamations"]
    plaintes = plaintes[plaintes["date_reception"] >= np.datetime64(DEBUT_12_MOIS)]
    reste: Entiers = np.array(marge - ca // _CREDIT, dtype=np.int64)
    np.add.at(reste, recentes["client"].to_numpy(), recentes["frais_port"].to_numpy(np.int64))
    np.subtract.at(reste, livrees["client"].to_numpy(), livrees["cout_transport"].to_numpy())
    np.subtract.at(reste, b.rangs(plaintes["client_id"]), plaintes["compensation"].to_numpy())
    return np.asarray(ca, dtype=np.int64), reste


def passage(b: Bloc, clients: pd.DataFrame, minutes: int, trajets: int) -> Entiers:
    """Une visite par `visiteur` : le temps sur place et tant de trajets depuis sa ville."""
    qui = b.salaries.set_index("salarie_id").loc[clients["visiteur"]]
    lieux = (t[c].to_numpy(np.int64) for t in (clients, qui) for c in _LIEU)
    km = trajets * route(*lieux) // 10
    minutes_an = qui["heures_hebdo"].to_numpy() * 6 * SEMAINES_TRAVAILLEES
    temps = (minutes + km * 60 // VITESSE) * qui["cout_annuel"].to_numpy() // minutes_an
    cout: Entiers = temps + km * int(COUT_KM * 100)
    return cout


def budgets(b: Bloc, clients: pd.DataFrame, reserve: int) -> Entiers:
    """Ce qu'un beau client peut payer de visites par an en gardant `reserve` ; sinon, beaucoup."""
    ca, reste = avant_visites(b)
    return np.where((ca > BEAU_CA * 100) & ~clients["gouffre"], reste - reserve, 10**12)
