"""Le journal des appels de douze mois : ceux que reçoit le plateau, ceux qu'il passe.

Une demande d'appel a un jour, une heure, un motif et l'issue qu'elle aura si l'on décroche ; la
file d'attente du plateau décide du reste.
"""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique import appels_entrants, appels_sortants, plateau
from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Dates, Entiers, Masque
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.plateau import JOUR
from grc_lib.donnees.faits import DEBUT_12_MOIS, PETIT

# Conversation moyenne (secondes), selon le motif d'un appel reçu ou l'issue d'un appel passé.
_RECU = {"commande": 345, "réclamation": 410, "suivi": 185, "renseignement": 235}
_PASSE = {
    "commande": 330,
    "rendez-vous": 270,
    "traité": 170,
    "refus": 80,
    "à rappeler": 55,
    "sans réponse": 0,
}
# Quantiles d'une loi log-normale d'écart-type 0,65 (% de la moyenne).
_DUREES = np.array([
    16, 26, 33, 38, 43, 48, 52, 57, 61, 66, 71, 76, 81, 87, 93, 100, 107, 116, 126, 137, 152, 171,
    199, 250, 414,
])  # fmt: skip
_PATIENCES = (
    8, 30, 55, 75, 90, 105, 120, 130, 145, 155, 170, 180, 195, 210, 225, 240, 260, 280, 300, 330,
    360, 400, 450, 560,
)  # fmt: skip
_SONNERIES = (5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 21)
_SONNERIES_PASSES = (6, 8, 10, 11, 13, 15, 18, 22)
_MESSAGERIE = (24, 26, 28, 30, 33)  # sonnerie d'un appel sans réponse
_SAISIES = (15, 25, 30, 35, 40, 45, 50, 60, 75, 100)  # après un appel reçu
_RAPPELLENT = 45  # % de ceux qui abandonnent, dans l'heure
# Secondes avant qu'une collègue prenne l'appel d'un client qui n'est pas Petit.
_DEBORDEMENT = (24, 26, 28, 30, 32, 34, 36, 39, 42, 46)
_JAMAIS = 9_999  # un Petit attend la sienne


def ajouter(b: Bloc) -> None:
    """Ajoute la table `appels`."""
    h = b.hasard("appels")
    jours = b.calendrier.ouvres[b.calendrier.ouvres >= np.datetime64(DEBUT_12_MOIS)]
    clients = b.tables["clients"]
    equipe = np.unique(clients.loc[clients["type_client"] == PETIT, "salarie_id"].to_numpy())
    la = plateau.presences(len(equipe), jours, h)
    passes = appels_sortants.demandes(b, jours, h)
    recus = appels_entrants.demandes(
        b, jours, passes.loc[passes["resultat"] == "commande", "commande"], h
    )
    table = pd.concat([recus, passes], ignore_index=True)
    _confier(table, b, equipe, la, h)
    _chronometrer(table, h)
    b.ajouter("appels", _journal(table, plateau.jouer(table, la), b, equipe, jours), "appel_id")


def _confier(table: pd.DataFrame, b: Bloc, equipe: Entiers, la: Masque, h: Hasard) -> None:
    """La télécommerciale de chaque appel (`qui`), et quand il déborde sur une autre (`seuil`)."""
    qui = h.entiers(len(equipe), len(table))
    for nom in ("client", "prospect"):
        rang = table[nom].to_numpy()
        attitrees = _attitrees(b.tables[f"{nom}s"], b.salaries, equipe)
        qui = np.where(rang >= 0, attitrees[rang], qui)
    petit = (b.tables["clients"]["type_client"] == PETIT).to_numpy()[table["client"]]
    la_sienne = (table["client"] >= 0).to_numpy() & la[qui, table["jour"]]
    seuil = np.where(petit, _JAMAIS, h.parmi(_DEBORDEMENT, len(table)))
    table["seuil"] = np.where(la_sienne, seuil, 0)
    table["qui"] = plateau.remplacantes(la)[qui, table["jour"]]


def _attitrees(fiches: pd.DataFrame, salaries: pd.DataFrame, equipe: Entiers) -> Entiers:
    """Pour chaque fiche : qui la suit, ou la chef de son trio, ou une collègue du secteur."""
    chef = salaries.set_index("salarie_id")["responsable_id"]
    secteur = salaries.set_index("salarie_id")["secteur_id"].reindex(equipe).to_numpy()
    tour = np.arange(len(fiches))
    qui = tour % len(equipe)
    for s in np.unique(secteur):
        voisines = np.flatnonzero(secteur == s)
        qui = np.where(fiches["secteur_id"] == s, voisines[tour % len(voisines)], qui)
    suivi = fiches["salarie_id"].astype(np.int64)
    for candidate in (suivi.map(chef).fillna(0), suivi):
        place = np.minimum(np.searchsorted(equipe, candidate), len(equipe) - 1)
        qui = np.where(equipe[place] == candidate, place, qui)
    return qui


def _chronometrer(table: pd.DataFrame, h: Hasard) -> None:
    """Sonnerie, patience, conversation, saisie (secondes) que chaque appel aura ou aurait."""
    n, sortant = len(table), table["sortant"].to_numpy()
    moyenne = np.where(sortant, table["resultat"].map(_PASSE), table["motif"].map(_RECU))
    rang, reste = h.entiers(len(_DUREES) - 1, n), h.entiers(16, n)
    part = _DUREES[rang] * 16 + (_DUREES[rang + 1] - _DUREES[rang]) * reste
    table["duree"] = moyenne.astype(np.int64) * part // 1600
    muet = (table["resultat"] == "sans réponse").to_numpy()
    saisie = h.parmi(_SAISIES, n)
    table["post"] = np.where(muet, 5 + saisie // 10, np.where(sortant, saisie * 3 // 4, saisie))
    sonneries = [h.parmi(s, n) for s in (_MESSAGERIE, _SONNERIES_PASSES, _SONNERIES)]
    table["sonnerie"] = np.select([muet, sortant], sonneries[:2], default=sonneries[2])
    table["patience"] = h.parmi(_PATIENCES, n) + h.entiers(10, n)
    rappelle = table["oblige"] | (h.entiers(100, n) < _RAPPELLENT)
    table["rappelle"] = np.where(rappelle, h.entre(120, 3000, n), 0)


def _journal(
    table: pd.DataFrame,
    journal: plateau.Journal,
    b: Bloc,
    equipe: Entiers,
    jours: Dates,
) -> pd.DataFrame:
    """La table livrée, dans l'ordre des appels."""
    faits = table.iloc[journal.demande].reset_index(drop=True)
    abandonne = journal.qui < 0
    jour, seconde = journal.instant // JOUR, journal.instant % JOUR
    appels = pd.DataFrame(
        {
            "salarie_id": pd.Series(equipe[journal.qui], dtype="Int64").mask(abandonne),
            "horodatage": jours[jour].astype("datetime64[s]") + seconde,
            "sens": np.where(faits["sortant"], "sortant", "entrant"),
            "attente_s": journal.attente,
            "duree_s": np.where(abandonne, 0, faits["duree"]),
            "post_appel_s": np.where(abandonne, 0, faits["post"]),
            "abandonne": abandonne,
            "motif": faits["motif"],
            "resultat": np.where(abandonne, "abandon", faits["resultat"]),
        }
    )
    for nom in ("client", "prospect"):
        rang, premiere = faits[nom], b.tables[f"{nom}s"][f"{nom}_id"].iloc[0]
        appels[f"{nom}_id"] = (rang + premiere).astype("Int64").mask(rang < 0)
    return appels.sort_values("horodatage", kind="stable", ignore_index=True)
