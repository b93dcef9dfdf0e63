"""Les factures : une par commande expédiée, avec sa TVA par taux et son échéance."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique import catalogue
from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Dates, Entiers, arrondi

_TAUX_PORT = 200  # pour mille : le port suit le taux normal


def ajouter(b: Bloc) -> None:
    """Ajoute `factures` ; `client` y est le rang du client dans le bloc."""
    commandes = b.tables["commandes"]
    livraisons = b.tables["livraisons"].sort_values(
        ["date_expedition", "commande_id"], kind="stable"
    )
    rang = livraisons["commande_id"].to_numpy() - commandes["commande_id"].min()
    ht, tva = _montants(commandes, b.tables["lignes_commande"])
    table = commandes.iloc[rang][["commande_id", "client_id", "client"]].reset_index(drop=True)
    table["date_facture"] = livraisons["date_expedition"].to_numpy()
    table["echeance"] = _echeances(
        table["date_facture"].to_numpy(), b.tables["clients"].iloc[table["client"]]
    )
    table["montant_ht"], table["montant_tva"] = ht[rang], tva[rang]
    table["montant_ttc"] = table["montant_ht"] + table["montant_tva"]
    b.ajouter("factures", table, "facture_id")


def _montants(commandes: pd.DataFrame, lignes: pd.DataFrame) -> tuple[Entiers, Entiers]:
    """Le hors taxes et la TVA de chaque commande (centimes), arrondie une fois par taux."""
    taux = catalogue.produits()["taux_tva"].to_numpy()[lignes["produit_id"] - 1]
    rang, montant = lignes["commande"].to_numpy(), lignes["montant_ht"].to_numpy()
    ht, tva = np.zeros((2, len(commandes)), dtype=np.int64)
    for un_taux in np.unique(np.append(taux, _TAUX_PORT)):
        base = np.zeros(len(commandes), dtype=np.int64)
        np.add.at(base, rang[taux == un_taux], montant[taux == un_taux])
        if un_taux == _TAUX_PORT:
            base += commandes["frais_port"].to_numpy()
        ht += base
        tva += arrondi(base * un_taux, 1000)
    return ht, tva


def _echeances(dates: Dates, clients: pd.DataFrame) -> Dates:
    """La date de facture plus le délai du client, portée s'il le faut à la fin du mois."""
    echeances: Dates = dates.astype("datetime64[D]") + clients["delai_reglement"].to_numpy()
    fin_de_mois = clients["fin_de_mois"].to_numpy()
    mois = echeances[fin_de_mois].astype("datetime64[M]")
    echeances[fin_de_mois] = (mois + 1).astype("datetime64[D]") - 1
    return echeances
