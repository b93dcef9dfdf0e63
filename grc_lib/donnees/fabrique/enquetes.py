"""Les enquêtes de satisfaction : une vague par an, des notes liées à ce que le client a vécu."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique import verbatims
from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import (
    FIN,
    Entiers,
    cles_datees,
    depuis_1970,
    en_jours,
    tranches,
)
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.faits import MAMMOUTH, NURSERY, PETIT, PREFERE

_DEBUT_VAGUE, _JOURS_VAGUE = 68, 38  # jours depuis le 1er janvier : du 10 mars à la mi-avril
_REPONDENT = {MAMMOUTH: 60, PREFERE: 42, NURSERY: 36, PETIT: 25}  # %
# Notes de 0 à 10 pour cent réponses : 19 détracteurs, 37 passifs, 44 promoteurs.
_NOTES = (1, 1, 1, 2, 3, 5, 6, 15, 22, 24, 20)
# Points perdus, quand l'humeur du client en compte cent et celle du jour soixante.
_PAR_RETARD, _MAX_RETARD = 170, 70  # pour une année toute en retard
_PAR_RECLAMATION, _MAX_RECLAMATION = 40, 70  # pour une réclamation mal close
_DEPART = 18  # qui est parti depuis
# Satisfaction (1 à 4) selon la note, dix cas pour chacune.
_SATISFACTIONS = np.array(
    [(1,) * 9 + (2,)] * 3
    + [(1,) * 5 + (2,) * 5] * 2
    + [(1,) + (2,) * 7 + (3,) * 2, (2,) * 5 + (3,) * 5]
    + [(2,) + (3,) * 9, (3,) * 8 + (4,) * 2, (3,) * 3 + (4,) * 7, (3,) + (4,) * 9]
)
_PART_VERBATIMS = 22  # %


def ajouter(b: Bloc) -> None:
    """La table `enquetes`, dans l'ordre des réponses."""
    h = b.hasard("enquetes")
    table = _reponses(b, h)
    merite = _merite(table, b, h)
    table["note_nps"] = _noter(merite)
    tirage = h.entiers(10, len(table))
    table["satisfaction"] = _SATISFACTIONS[table["note_nps"].to_numpy(), tirage]
    table["verbatim"] = _verbatims(table, h)
    b.ajouter(
        "enquetes",
        table.sort_values("date_enquete", kind="stable", ignore_index=True),
        "enquete_id",
    )


def _reponses(b: Bloc, h: Hasard) -> pd.DataFrame:
    """Qui répond à chaque vague, parmi ceux qui ont commandé dans l'année, et quand."""
    clients, commandes = b.tables["clients"], b.tables["commandes"]
    taux = clients["type_client"].map(_REPONDENT).to_numpy()
    debut = b.calendrier.ouvres[0].astype("datetime64[Y]")
    commande = en_jours(commandes["date_commande"])
    vagues = []
    for annee in np.arange(debut, FIN.astype("datetime64[Y]") + 1):
        vague = annee.astype("datetime64[D]") + _DEBUT_VAGUE
        jours = (vague - commande).astype(np.int64)
        actifs = np.unique(commandes["client"].to_numpy()[(jours > 0) & (jours <= 365)])
        actifs = actifs[clients["sortie"].to_numpy()[actifs] >= vague]
        repond = actifs[_tirer(taux[actifs], h)]
        attente = h.entiers(_JOURS_VAGUE, len(repond))
        vagues.append(
            pd.DataFrame(
                {
                    "client": repond,
                    "vague": vague,
                    "date_enquete": b.calendrier.avant(vague + attente),
                }
            )
        )
    table = pd.concat(vagues, ignore_index=True)
    return table.assign(client_id=clients["client_id"].to_numpy()[table["client"]])


def _tirer(taux: Entiers, h: Hasard) -> Entiers:
    """Les rangs tirés, au nombre exact qu'annoncent les taux (%)."""
    ordre = h.ordre(len(taux))
    cumul = np.cumsum(taux[ordre])
    rangs: Entiers = np.sort(ordre[np.diff(cumul // 100, prepend=0) > 0])
    return rangs


def _merite(table: pd.DataFrame, b: Bloc, h: Hasard) -> Entiers:
    """Ce que vaut l'imprimerie aux yeux de chacun ; `table` y gagne ses retards et griefs."""
    clients, n = b.tables["clients"], len(table)
    client = table["client"].to_numpy()
    livrees, table["retards"] = _livraisons(table, b)
    table["griefs"] = _griefs(table, b)
    partis = (clients["sortie"] < FIN).to_numpy()[client]
    retard = table["retards"].to_numpy() * _PAR_RETARD // np.maximum(livrees, 1)
    grief = table["griefs"].to_numpy() * _PAR_RECLAMATION
    merite: Entiers = (
        h.entiers(100, len(clients))[client]
        + h.entiers(60, n)
        - np.minimum(retard, _MAX_RETARD)
        - np.minimum(grief, _MAX_RECLAMATION)
        - partis * _DEPART
    )
    return merite


def _livraisons(table: pd.DataFrame, b: Bloc) -> tuple[Entiers, Entiers]:
    """Les livraisons de l'année avant la vague, et celles arrivées après la date promise."""
    commandes = b.tables["commandes"][["commande_id", "client_id", "date_livraison_promise"]]
    livraisons = b.tables["livraisons"][["commande_id", "date_livraison"]].dropna()
    livraisons = livraisons.merge(commandes, on="commande_id")
    retard = livraisons["date_livraison"] > livraisons["date_livraison_promise"]
    return (
        _compter(table, livraisons["client_id"], livraisons["date_livraison"]),
        _compter(table, livraisons["client_id"][retard], livraisons["date_livraison"][retard]),
    )


def _griefs(table: pd.DataFrame, b: Bloc) -> Entiers:
    """Les réclamations de l'année avant la vague dont le client n'est pas satisfait."""
    fautes = b.tables["reclamations"]
    fautes = fautes[~fautes["satisfait"].astype("boolean").fillna(True).to_numpy(bool)]
    return _compter(table, fautes["client_id"], fautes["date_reception"])


def _compter(table: pd.DataFrame, client: pd.Series, date: pd.Series) -> Entiers:
    """Pour chaque réponse, le nombre d'événements du client dans l'année avant la vague."""
    cles = np.sort(cles_datees(client, depuis_1970(date)))
    fin = cles_datees(table["client_id"], depuis_1970(table["vague"]))
    return np.searchsorted(cles, fin) - np.searchsorted(cles, fin - 365)


def _noter(merite: Entiers) -> Entiers:
    """Des notes de 0 à 10 dans l'ordre des mérites, en proportion exacte."""
    n = len(merite)
    notes = np.empty(n, dtype=np.int64)
    notes[np.argsort(merite, kind="stable")] = tranches(_NOTES, np.arange(n), n)
    return notes


def _verbatims(table: pd.DataFrame, h: Hasard) -> "pd.Series[str]":
    """Un commentaire de temps en temps, qui va avec la note et avec ce qui s'est passé."""
    n, note = len(table), table["note_nps"]
    textes = [
        h.parmi(phrases, n)
        for phrases in (
            verbatims.RECLAMATION,
            verbatims.RETARD,
            verbatims.DETRACTEUR,
            verbatims.PASSIF,
            verbatims.PROMOTEUR,
        )
    ]
    mecontent = note < 7
    cas = [mecontent & (table["griefs"] > 0), mecontent & (table["retards"] > 0)]
    texte = np.select([*cas, mecontent, note < 9], textes[:4], default=textes[4])
    muet = h.entiers(100, n) >= _PART_VERBATIMS
    return pd.Series(texte, dtype=object).mask(muet, None)
