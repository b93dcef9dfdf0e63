"""Comment une réclamation arrive, ce que l'imprimerie en fait, et ce que le client en pense."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grc_lib.donnees.fabrique.colonnes import FIN, Entiers, Masque
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.saisons import Calendrier
from grc_lib.donnees.faits import MAMMOUTH, NURSERY, PETIT, PREFERE

_CANAUX = {
    PETIT: ("téléphone",) * 11 + ("courriel",) * 5 + ("web",) * 3 + ("courrier",),
    PREFERE: ("téléphone",) * 8 + ("courriel",) * 8 + ("visite",) * 2 + ("courrier",) * 2,
    NURSERY: ("téléphone",) * 7 + ("courriel",) * 7 + ("visite",) * 4 + ("web", "courrier"),
    MAMMOUTH: ("courriel",) * 14 + ("courrier",) * 4 + ("téléphone",) * 2,
}
_RECOMMANDEES = 4  # % des réclamations
# Qui d'autre que le client la transmet, une fois sur tant.
_RELAIS = {
    "retard": ("transporteur", 12),
    "conformité": ("transporteur", 12),
    "facturation": ("comptabilité", 4),
}
_A_DISTANCE = ("téléphone", "courriel")
_URGENTES = {"retard": 80, "conformité": 60, "qualité": 45, "facturation": 12, "service": 20}  # %
_GROS_MONTANT = 150_000  # centimes : au-delà, l'affaire est importante
# Délais de réponse en jours ouvrés : quatre au plus tiennent toujours en cinq jours ouvrables.
_VITE, _NORMAL = (0, 0, 0, 1, 1, 1, 2), (0, 1, 1, 2, 2, 3, 3, 4)
_LENT = (5, 5, 5, 6, 6, 7, 7, 8)
_LENTES, _LENTES_PERDU = 25, 60  # % des réclamations ; de celles qu'un départ a suivies
# Les toutes dernières attendent encore : une sur tant n'est pas close, une sur tant sans réponse.
_OUVERTES, _SANS_REPONSE = 60, 200
# Issues d'une réclamation fondée, puis de celle qui ne l'est pas.
_ISSUES = {
    "retard": ("explication",) * 9 + ("remise",) * 8 + ("avoir",) * 3,
    "conformité": ("réimpression",) * 10
    + ("remise",) * 4
    + ("avoir",) * 3
    + ("nouvelle livraison",) * 3,
    "qualité": ("réimpression",) * 9 + ("remise",) * 8 + ("avoir",) * 3,
    "facturation": ("avoir",) * 11 + ("explication",) * 7 + ("rejet",) * 2,
    "service": ("explication",) * 16 + ("remise",) * 3 + ("rejet",),
}
_NON_FONDEE = ("explication",) * 5 + ("remise",) * 2 + ("rejet",) * 3
# Jours ouvrés (de, à) entre la réponse et la clôture.
_CLOTURE = {
    "réimpression": (4, 12),
    "nouvelle livraison": (2, 6),
    "avoir": (1, 5),
    "remise": (0, 3),
    "explication": (0, 2),
    "rejet": (0, 4),
}
# Coût du geste, en pour mille du montant de la commande (du coût variable, pour réimprimer).
_REMISE, _AVOIR, _REIMPRESSION = (30, 100), (20, 120), (200, 700)
_GESTE_MINIMAL, _GESTE_SANS_COMMANDE = 1_000, (1_500, 9_000)  # centimes
# Chances sur cent de se dire satisfait, selon que la réponse a été rapide ou lente.
_SATISFAITS, _SATISFAITS_LENT, _SATISFAITS_PERDU, _MALUS_REJET = 82, 48, 15, 40
_NON_DEMANDE = 25  # % des clients à qui l'on n'a pas demandé leur avis


def qualifier(table: pd.DataFrame, h: Hasard) -> None:
    """Ajoute canal, provenance, recommandée, urgence, importance et perte du client."""
    n, types = len(table), table["type_client"]
    table["canal"] = h.au_cas(types, _CANAUX)
    table["provenance"] = _provenances(table, h)
    table["client_perdu"] = table["dort"] & (table["derniere"] <= table["date_reception"])
    lettres = np.where(table["client_perdu"], 3, 1) * (table["canal"] == "courrier").to_numpy()
    table["recommandee"] = np.isin(np.arange(n), h.quota(lettres, n * _RECOMMANDEES // 100))
    table["urgent"] = h.entiers(100, n) < table["motif"].map(_URGENTES).to_numpy(np.int64)
    grand = types.isin((MAMMOUTH, NURSERY)) | (table["montant"] >= _GROS_MONTANT) & table["vise"]
    table["important"] = grand | table["recommandee"]


def _provenances(table: pd.DataFrame, h: Hasard) -> NDArray[Any]:
    """Le client, qui réclame à son interlocuteur ; parfois le transporteur ou la comptabilité."""
    relais = table["motif"].map(lambda motif: _RELAIS.get(motif, ("client", 1)))
    une_fois = h.entiers(relais.str[1].to_numpy(np.int64), len(table)) == 0
    au_standard = (table["canal"] == "téléphone") & (h.entiers(3, len(table)) == 0)
    en_visite = (table["canal"] == "visite") & (table["type_client"] == PREFERE)
    return np.select(
        [en_visite, une_fois & table["canal"].isin(_A_DISTANCE), au_standard],
        ["commercial terrain", relais.str[0], "télécommerciale"],
        default="client",
    )


def traiter(table: pd.DataFrame, calendrier: Calendrier, h: Hasard) -> None:
    """Ajoute réponse, issue, clôture, compensation et satisfaction ; ouvertes, elles sont vides."""
    n, lente = len(table), _lentes(table, h)
    reponse = calendrier.apres(table["date_reception"], _delais(table, lente, h))
    issue = _issues(table, h)
    attente = np.select(
        [issue == i for i in _CLOTURE], [h.entre(*bornes, n) for bornes in _CLOTURE.values()]
    )
    cloture = calendrier.apres(reponse, attente)
    repondue = (reponse <= FIN) & (np.arange(n) < n - n // _SANS_REPONSE)
    close = repondue & (cloture <= FIN) & (np.arange(n) < n - n // _OUVERTES)
    table["date_reponse"] = pd.Series(reponse).where(repondue)
    table["date_cloture"] = pd.Series(cloture).where(close)
    table["issue"] = pd.Series(issue, dtype=object).where(close, None)
    table["compensation"] = np.where(close, _gestes(table, issue, h), 0)
    avis = pd.Series(_satisfaits(table, lente, issue, h)).astype("boolean")
    table["satisfait"] = avis.where(close & (h.entiers(100, n) >= _NON_DEMANDE))


def _lentes(table: pd.DataFrame, h: Hasard) -> Masque:
    """Les réclamations mal traitées : souvent celles de clients qui partiront."""
    lente, perdu = np.zeros(len(table), dtype=bool), table["client_perdu"].to_numpy()
    poids = np.where(table["urgent"] & table["important"], 1, 2)
    for groupe, taux in ((perdu, _LENTES_PERDU), (~perdu, _LENTES)):
        lente[h.quota(poids * groupe, int(groupe.sum()) * taux // 100)] = True
    return lente


def _delais(table: pd.DataFrame, lente: Masque, h: Hasard) -> Entiers:
    """Les jours ouvrés avant la réponse : le jour même ou presque pour l'urgent et important."""
    n = len(table)
    presse = (table["urgent"] & table["important"]).to_numpy()
    vite, normal, lent = h.parmi(_VITE, n), h.parmi(_NORMAL, n), h.parmi(_LENT, n)
    return np.where(lente, lent, np.where(presse, vite, normal))


def _issues(table: pd.DataFrame, h: Hasard) -> NDArray[Any]:
    """L'issue selon le motif ; une marchandise conforme ne se réimprime pas."""
    issue = h.au_cas(table["motif"], _ISSUES)
    non_fondee = table["motif"].isin(("conformité", "qualité")) & table["conforme"]
    return np.where(non_fondee, h.parmi(_NON_FONDEE, len(table)), issue)


def _gestes(table: pd.DataFrame, issue: NDArray[Any], h: Hasard) -> Entiers:
    """Ce que coûte l'issue (centimes)."""
    n, montant = len(table), table["montant"].to_numpy()
    remise = montant * h.entre(*_REMISE, n) // 100_000 * 100
    avoir = montant * h.entre(*_AVOIR, n) // 1000
    avoir = np.where(table["vise"], avoir, h.entre(*_GESTE_SANS_COMMANDE, n))
    tirage = table["cout"].to_numpy() * h.entre(*_REIMPRESSION, n) // 1000
    geste = np.select(
        [issue == i for i in ("remise", "avoir", "réimpression", "nouvelle livraison")],
        [remise, avoir, tirage, table["cout_transport"].to_numpy()],
    )
    gratuit = np.isin(issue, ("explication", "rejet"))
    return np.where(gratuit, 0, np.maximum(geste, _GESTE_MINIMAL))


def _satisfaits(table: pd.DataFrame, lente: Masque, issue: NDArray[Any], h: Hasard) -> Masque:
    """L'avis du client : une réponse rapide le ramène, un rejet le fâche."""
    chances = np.where(lente, _SATISFAITS_LENT, _SATISFAITS)
    chances = np.where(table["client_perdu"], _SATISFAITS_PERDU, chances)
    chances = chances - np.where(issue == "rejet", _MALUS_REJET, 0)
    return np.asarray(h.entiers(100, len(table)) < chances)
