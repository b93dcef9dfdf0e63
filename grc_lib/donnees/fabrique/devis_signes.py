"""Les devis signés : la première commande d'un nouveau client, et de grosses commandes."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Dates, Masque, en_jours
from grc_lib.donnees.fabrique.devis_annonces import Annonces
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.faits import MAMMOUTH, NURSERY, PREFERE

# Grosses commandes chiffrées d'avance : % selon le canal, la moitié sous 2 500 €, le quart chez
# un Mammouth, dont le contrat annuel fixe les prix (usage).
_SUR_DEVIS = {"visite": 75, "courriel": 52, "téléphone": 44, "web": 12}
_MINIMUM = {NURSERY: 100_000, PREFERE: 150_000, MAMMOUTH: 300_000}  # centimes
_GROS = 250_000
_REFLEXION = (3, 41)  # jours entre le devis et la commande, avant report au jour ouvré
_COLONNES = ["client_id", "prospect_id", "salarie_id", "date_devis", "montant_ht"]
_COLONNES += ["probabilite_annoncee", "etat", "date_decision", "commande"]


def ventes(b: Bloc) -> pd.DataFrame:
    """Les commandes, à qui se remet leur devis, par qui, et `des` quand il a pu l'être."""
    commandes, clients = b.tables["commandes"], b.tables["clients"]
    colonnes = ["client_id", "client", "numero", "date_commande", "montant", "canal"]
    suivi = clients[["type_client", "ancien", "salarie_id", "date_creation"]]
    table = commandes[colonnes].join(suivi, on="client")
    prospects = b.tables["prospects"].dropna(subset="client_id").astype({"client_id": "int64"})
    fiches = prospects.set_index("client_id")[["prospect_id", "salarie_id", "date_entree"]]
    table = table.join(fiches.rename(columns={"salarie_id": "demarcheur"}), on="client_id")
    converti = (table["numero"] == 0) & table["prospect_id"].notna()
    table["prospect_id"] = table["prospect_id"].where(converti).astype("Int64")
    table["salarie_id"] = table["demarcheur"].where(converti, table["salarie_id"])
    table["salarie_id"] = table["salarie_id"].astype("int64")
    connu = table["date_entree"].where(converti, table["date_creation"])
    return table.assign(des=np.maximum(connu.to_numpy(), premier_jour(table["salarie_id"], b)))


def premier_jour(salarie: "pd.Series[int]", b: Bloc) -> Dates:
    """Quand chaque salarié commence à remettre des devis : son embauche, ou l'historique."""
    embauches = b.salaries.set_index("salarie_id")["date_embauche"].loc[salarie].to_numpy()
    jours: Dates = embauches.astype("datetime64[D]")
    return np.where(jours > b.calendrier.ouvres[0], jours, b.calendrier.ouvres[0])


def acceptes(demandes: pd.DataFrame, a: Annonces, b: Bloc, h: Hasard) -> pd.DataFrame:
    """Les devis signés : la commande les suit de quelques jours à quelques semaines."""
    premiere = ((demandes["numero"] == 0) & ~demandes["ancien"]).to_numpy()
    garde = premiere | _chiffrees(demandes, h)
    table, premiere = demandes[garde], premiere[garde]
    n, signature = len(table), en_jours(table["date_commande"])
    delai = h.moindre(*_REFLEXION, n)
    remise, des = b.calendrier.avant(signature - delai), b.calendrier.apres(table["des"])
    remise = np.where(premiere, np.maximum(remise, des), remise)
    possible = (remise >= des) & ((signature - remise).astype(np.int64) >= _REFLEXION[0])
    table = table.assign(
        date_devis=remise, date_decision=signature, etat="accepté", commande=table.index
    )[possible]
    annonce = a.annoncer(table["salarie_id"].to_numpy(), a.parts * a.taux, h)
    return devis(table.assign(probabilite_annoncee=annonce))


def _chiffrees(demandes: pd.DataFrame, h: Hasard) -> Masque:
    """Les grosses commandes que l'on chiffre d'abord."""
    montant, types = demandes["montant"].to_numpy(), demandes["type_client"]
    taux = demandes["canal"].map(_SUR_DEVIS).to_numpy()
    taux = np.where(montant >= _GROS, taux, taux // 2)
    taux = np.where(types == MAMMOUTH, taux // 4, taux)
    grosse = montant >= types.map(_MINIMUM).fillna(montant.max() + 1).to_numpy()
    chiffrees: Masque = grosse & (h.entiers(100, len(demandes)) < taux)
    return chiffrees


def devis(table: pd.DataFrame) -> pd.DataFrame:
    """Les colonnes d'un devis : il va au prospect, sinon au client."""
    chez_client = table["prospect_id"].isna()
    table = table.assign(client_id=table["client_id"].where(chez_client))
    return table.rename(columns={"montant": "montant_ht"})[_COLONNES]
