"""Les appels que passe le plateau : renouvellements, relances, prospection, suivi."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.appels_tiers import (
    ont_commande,
    opposition,
    sejours,
)
from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import FIN, Dates, Entiers, en_jours, mois_de
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.plateau import DEMI_HEURE, JOUR
from grc_lib.donnees.faits import MAMMOUTH, PETIT

_PAR_CLIENT = 240  # appels passés par client et par an, en dixièmes
_PART_PROSPECTION = 45  # % des appels passés, au plus
_OBTENUES = 42  # % des réachats téléphonés d'un Petit : c'est la télécommerciale qui a appelé
# Jours autour de la date de réachat attendue : trois appels.
_REPORTS = ((-14, -4), (-2, 10), (15, 40))
_RELANCES = ((6, 12), (20, 28), (38, 48), (60, 75))  # jours après l'échéance
_TENTATIVES = 12  # appels à un même prospect, au plus
_AOUT = 2  # cinquièmes de la prospection et du suivi que l'on garde en août
_RESULTATS = {  # issue d'un appel passé ; la commande est à part
    "renouvellement": ("sans réponse",) * 9 + ("à rappeler",) * 8 + ("traité",) * 11
    + ("refus",) * 2,
    "relance": ("sans réponse",) * 9 + ("à rappeler",) * 7 + ("traité",) * 13 + ("refus",),
    "suivi": ("sans réponse",) * 14 + ("à rappeler",) * 9 + ("traité",) * 26 + ("rendez-vous",),
}  # fmt: skip
# La prospection aboutit selon l'intérêt montré : sur cinquante appels, issue par issue.
_ISSUES = ("sans réponse", "à rappeler", "traité", "refus", "rendez-vous")
_PROSPECTION = {
    "froid": (20, 12, 6, 11, 1),
    "tiède": (20, 13, 8, 7, 2),
    "chaud": (20, 12, 9, 4, 5),
}
# Heures d'appel, par demi-heure : de 9 h à 12 h et de 13 h 30 à 17 h 30 ; la prospection, de 10 h
# à 12 h et de 14 h à 17 h 30 : dans les heures de démarchage (D223-9), et de bureau.
_CRENEAUX = (18, 18, 19, 19, 20, 21, 22, 23, 27, 27, 28, 29, 30, 31, 31, 32, 32, 33, 33, 34)
_CRENEAUX_PROSPECTION = (20, 21, 22, 23, 28, 28, 29, 30, 31, 32, 33, 34)


def demandes(b: Bloc, jours: Dates, h: Hasard) -> pd.DataFrame:
    """Les appels à passer, au plus un par client et par jour ; les commandes d'abord."""
    cible = len(b.tables["clients"]) * _PAR_CLIENT // 10
    tables = [_obtenues(b, jours, h), _renouvellements(b, jours, h), _relances(b, jours, h)]
    tables.append(_prospection(b, jours, cible * _PART_PROSPECTION // 100, h))
    tables.append(_suivis(b, jours, max(cible - sum(map(len, tables)), 0), h))
    table: pd.DataFrame = pd.concat(tables, ignore_index=True).drop_duplicates(
        ["client", "prospect", "jour"], ignore_index=True
    )
    en_aout = mois_de(jours[table["jour"]]) == 7
    utile = ~table["motif"].isin(["prospection", "suivi"]) | (h.entiers(5, len(table)) < _AOUT)
    table = table[~en_aout | utile].reset_index(drop=True)
    n, prospection = len(table), (table["motif"] == "prospection").to_numpy()
    creneau = np.where(prospection, h.parmi(_CRENEAUX_PROSPECTION, n), h.parmi(_CRENEAUX, n))
    table["instant"] = table["jour"] * JOUR + creneau * DEMI_HEURE + h.entiers(DEMI_HEURE, n)
    table["oblige"] = table["resultat"] == "commande"
    return table.assign(sortant=True)


def _table(
    motif: str, jours: Dates, dates: Dates, h: Hasard, client: Entiers | int = -1, **rangs: Entiers
) -> pd.DataFrame:
    """Des demandes d'un même motif, à leur jour (rang) et avec leur issue."""
    return pd.DataFrame(
        {
            "client": client,
            "prospect": -1,
            "jour": np.searchsorted(jours, dates),
            "motif": motif,
            "resultat": h.parmi(_RESULTATS.get(motif, ("",)), len(dates)),
            "commande": -1,
        }
        | rangs
    )


def _ouvre(b: Bloc, dates: Dates, h: Hasard) -> Dates:
    """Ces dates, ou l'un des jours ouvrés qui suivent si l'entreprise est fermée."""
    delai = h.entiers(5, *dates.shape)
    quand = b.calendrier.apres(dates)
    return np.where(quand == dates, quand, b.calendrier.apres(dates, delai))


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
    table = _table("renouvellement", jours, dates[rang], h, client, commande=rang)
    return table.assign(resultat="commande")


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
        quand = _ouvre(b, attendue + report, h)
        garde = (quand > date) & (quand < suivante) & (quand >= jours[0]) & (quand <= FIN)
        tables.append(_table("renouvellement", jours, quand[garde], h, client[garde]))
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
        quand = _ouvre(b, echeance + report, h)
        garde = (quand < fin) & (quand >= jours[0]) & (quand <= FIN) & ~grand
        tables.append(_table("relance", jours, quand[garde], h, client[garde]))
    return pd.concat(tables)


def _prospection(b: Bloc, jours: Dates, maximum: int, h: Hasard) -> pd.DataFrame:
    """Des appels espacés à chaque prospect, jusqu'au rendez-vous, au refus ou à la commande."""
    debut, fin = sejours(b)
    n, fin = len(debut), np.minimum(fin, opposition(b))
    ancien = debut < jours[0]  # déjà au fichier : repris un jour ou l'autre dans l'année
    premier = np.where(ancien, jours[0] + h.entiers(300, n), debut + h.entre(2, 40, n))
    ecarts = h.entre(12, 55, n, _TENTATIVES)
    ecarts[:, 0] = 0
    voulu = np.asarray(premier[:, None] + np.cumsum(ecarts, axis=1), dtype="datetime64[D]")
    quand = _ouvre(b, voulu, h)
    rang = np.repeat(np.arange(n), _TENTATIVES)
    table = _table("prospection", jours, quand.ravel(), h, prospect=rang)
    chaleur = b.tables["prospects"]["chaleur"].to_numpy()[rang]
    issues = [np.array(_ISSUES)[h.selon(p, len(rang))] for p in _PROSPECTION.values()]
    table["resultat"] = np.select([chaleur == c for c in _PROSPECTION], issues, default="")
    clos = table["resultat"].isin(["refus", "rendez-vous"]).to_numpy().reshape(n, _TENTATIVES)
    garde = (np.cumsum(clos, axis=1) - clos == 0) & (quand >= jours[0]) & (quand < fin[:, None])
    table = table[garde.ravel()]
    choisis = np.sort(h.ordre(len(table))[:maximum])
    retenus: pd.DataFrame = table.iloc[choisis]
    return retenus


def _suivis(b: Bloc, jours: Dates, n: int, h: Hasard) -> pd.DataFrame:
    """Des nouvelles après commande, à qui n'est pas Mammouth (un directeur s'en charge)."""
    quand = jours[h.entiers(len(jours), n)]
    client = ont_commande(b.tables["commandes"][~b.commandes_de(MAMMOUTH)], quand, (3, 75), h)
    return _table("suivi", jours, quand, h, client)
