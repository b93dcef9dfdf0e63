"""Les appels que passe le plateau : renouvellements, relances, prospection, suivi."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.appels_a_passer import a_passer, jour_ouvre
from grc_lib.donnees.fabrique.appels_prospection import prospection
from grc_lib.donnees.fabrique.appels_rendez_vous import accorder, manquer, visite_promise
from grc_lib.donnees.fabrique.appels_tiers import ont_commande, refus_notes
from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import FIN, Dates, en_jours, mois_de
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.plateau import DEMI_HEURE, JOUR
from grc_lib.donnees.faits import MAMMOUTH, PETIT

_PAR_CLIENT = 240  # appels passés par client et par an, en dixièmes
_PART_PROSPECTION = 45  # % des appels passés, au plus
_OBTENUES = 42  # % des réachats téléphonés d'un Petit : c'est la télécommerciale qui a appelé
# Jours autour de la date de réachat attendue : trois appels.
_REPORTS = ((-14, -4), (-2, 10), (15, 40))
_RELANCES = ((6, 12), (20, 28), (38, 48), (60, 75))  # jours après l'échéance
_AOUT = 2  # cinquièmes de la prospection et du suivi que l'on garde en août
_TENUS = 15  # rendez-vous qu'une visite suit, pour mille appels de suivi
# Heures d'appel, par demi-heure : de 9 h à 12 h et de 13 h 30 à 17 h 30 ; la prospection, de 10 h
# à 12 h et de 14 h à 17 h 30 : dans les heures de démarchage (D223-9), et de bureau.
_CRENEAUX = (18, 18, 19, 19, 20, 21, 22, 23, 27, 27, 28, 29, 30, 31, 31, 32, 32, 33, 33, 34)
_CRENEAUX_PROSPECTION = (20, 21, 22, 23, 28, 28, 29, 30, 31, 32, 33, 34)


def demandes(b: Bloc, jours: Dates, h: Hasard) -> pd.DataFrame:
    """Les appels à passer, au plus un par client et par jour ; les commandes d'abord."""
    cible = len(b.tables["clients"]) * _PAR_CLIENT // 10
    tables = [_obtenues(b, jours, h), _refus(b, jours, h)]
    tables += [_renouvellements(b, jours, h), _relances(b, jours, h)]
    tables.append(prospection(b, jours, cible * _PART_PROSPECTION // 100, h))
    tables.append(_suivis(b, jours, max(cible - sum(map(len, tables)), 0), h))
    table: pd.DataFrame = pd.concat(tables, ignore_index=True)
    table = table[table["oblige"] | ~table.duplicated(["client", "prospect", "jour"])]
    en_aout = mois_de(jours[table["jour"]]) == 7
    utile = ~table["motif"].isin(["prospection", "suivi"]) | (h.entiers(5, len(table)) < _AOUT)
    table = table[~en_aout | utile | table["oblige"]].reset_index(drop=True)
    manquer(table, visite_promise(table, b, jours, h), b, h)
    n, demarchage = len(table), (table["motif"] == "prospection").to_numpy()
    creneau = np.where(demarchage, h.parmi(_CRENEAUX_PROSPECTION, n), h.parmi(_CRENEAUX, n))
    table["instant"] = table["jour"] * JOUR + creneau * DEMI_HEURE + h.entiers(DEMI_HEURE, n)
    return table.assign(sortant=True)


def _obtenues(b: Bloc, jours: Dates, h: Hasard) -> pd.DataFrame:
    """Les commandes téléphonées qu'un Petit a passées parce qu'on l'a appelé."""
    commandes = b.tables["commandes"]
    dates = en_jours(commandes["date_commande"])
    reachat = (
        b.commandes_de(PETIT) & (commandes["numero"] > 0) & (commandes["canal"] == "téléphone")
    )
    rang = np.flatnonzero(reachat & (dates >= jours[0]))
    rang = h.tirer(rang, len(rang) * _OBTENUES // 100)
    client = commandes["client"].to_numpy()[rang]
    table = a_passer("renouvellement", jours, dates[rang], h, client, commande=rang)
    return table.assign(resultat="commande", oblige=True)


def _refus(b: Bloc, jours: Dates, h: Hasard) -> pd.DataFrame:
    """Les appels où un prospect, ou le contact d'un client, a dit ne plus vouloir être appelé."""
    notes = refus_notes(b, jours)
    client, prospect = notes["client"].to_numpy(), notes["prospect"].to_numpy()
    table = a_passer("", jours, en_jours(notes["date"]), h, client, prospect=prospect)
    motif = np.where(prospect >= 0, "prospection", "suivi")
    return table.assign(motif=motif, resultat="refus", oblige=True)


def _renouvellements(b: Bloc, jours: Dates, h: Hasard) -> pd.DataFrame:
    """Trois appels autour de la date attendue, tant que le Petit n'a pas recommandé."""
    clients, commandes = b.tables["clients"], b.tables["commandes"]
    petits = commandes[b.commandes_de(PETIT)]
    petits = petits.sort_values(["client", "date_commande"], kind="stable")
    client = petits["client"].to_numpy()
    date = en_jours(petits["date_commande"])
    suivante = np.append(date[1:], FIN + 1)
    suivante[np.append(client[1:] != client[:-1], True)] = FIN + 1
    attendue = date + 36_500 // clients["commandes_an"].to_numpy()[client]
    tables = []
    for report in [h.entre(*bornes, len(date)) for bornes in _REPORTS]:
        quand = jour_ouvre(b, attendue + report, h)
        garde = (quand > date) & (quand < suivante) & (quand >= jours[0]) & (quand <= FIN)
        tables.append(a_passer("renouvellement", jours, quand[garde], h, client[garde]))
    return pd.concat(tables)


def _relances(b: Bloc, jours: Dates, h: Hasard) -> pd.DataFrame:
    """Les factures échues que le client, hors Mammouth, n'avait pas soldées ce jour-là."""
    factures, reglements = b.tables["factures"], b.tables["reglements"]
    client = factures["client"].to_numpy()
    echeance: Dates = en_jours(factures["echeance"])
    recus = reglements.groupby("facture_id").agg({"montant": "sum", "date_reglement": "max"})
    recus = recus.reindex(factures["facture_id"]).reset_index(drop=True)
    soldee = recus["montant"].fillna(0) >= factures["montant_ttc"]
    fin = (
        recus["date_reglement"]
        .where(soldee, pd.Timestamp(FIN + 1))
        .to_numpy()
        .astype("datetime64[D]")
    )
    grand = (b.tables["clients"]["type_client"] == MAMMOUTH).to_numpy()[client]
    tables = []
    for delai in _RELANCES:
        report = h.entre(*delai, len(factures))
        quand = jour_ouvre(b, echeance + report, h)
        garde = (quand < fin) & (quand >= jours[0]) & (quand <= FIN) & ~grand
        tables.append(a_passer("relance", jours, quand[garde], h, client[garde]))
    return pd.concat(tables)


def _suivis(b: Bloc, jours: Dates, n: int, h: Hasard) -> pd.DataFrame:
    """Des nouvelles après commande, à qui n'est pas Mammouth (un directeur s'en charge)."""
    quand = jours[h.entiers(len(jours), n)]
    client = ont_commande(b.tables["commandes"][~b.commandes_de(MAMMOUTH)], quand, (3, 75), h)
    table = a_passer("suivi", jours, quand, h, client)
    accorder(table, np.full(n, True), visite_promise(table, b, jours, h), _TENUS, h)
    return table
