"""Les visites des commerciaux : leurs journées, leurs kilomètres et ce qu'ils en ont noté."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Entiers
from grc_lib.donnees.fabrique.comptes_rendus import rediger
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.presences import presences
from grc_lib.donnees.fabrique.tournees import Dues, distances, etapes, tournees
from grc_lib.donnees.fabrique.visites_dues import dues

_COLONNES = ["point", "debut", "fin", "vise", "approche", "ferme"]
_DUREES = {
    "réclamation": (30, 90),
    "suivi": (30, 75),
    "prospection": (15, 45),
    "négociation": (45, 120),
}
_DUREE_GOUFFRE = (70, 120)


def ajouter(b: Bloc) -> None:
    """La table `visites`, par date, salarié et étape."""
    h = b.hasard("visites")
    attendues = dues(b, h).sort_values("salarie_id", kind="stable", ignore_index=True)
    faites = _visites(b, attendues, h)
    table = attendues.loc[faites[:, 0], ["salarie_id", "point", "objet", "cas"]].assign(
        date_visite=faites[:, 1].astype("datetime64[D]"), trajet_km=faites[:, 2]
    )
    table = table.sort_values(["date_visite", "salarie_id"], kind="stable", ignore_index=True)
    _designer(table, b)
    table["duree_min"] = _durees(table, h)
    table["compte_rendu"] = rediger(table, h)
    b.ajouter("visites", table, "visite_id")


def _lieux(b: Bloc) -> Entiers:
    """Latitude et longitude de tous les points : les clients, puis les prospects."""
    tables = b.tables["clients"], b.tables["prospects"]
    points = [t[["latitude", "longitude"]].to_numpy(np.int64) for t in tables]
    lieux: Entiers = np.concatenate(points)
    return lieux


def _villes(b: Bloc) -> dict[int, tuple[Entiers, Entiers]]:
    """Par secteur, les villes d'étape et tous les points, parmi ceux des clients du bloc."""
    clients = b.tables["clients"]
    villes = {}
    for secteur in b.salaries["secteur_id"].unique():
        points = np.flatnonzero(clients["secteur_id"] == secteur)
        points = points if len(points) else np.arange(len(clients))
        lieux = clients[["latitude", "longitude"]].to_numpy(np.int64)[points]
        villes[int(secteur)] = (points[etapes(distances(*lieux.T))], points)
    return villes


def _visites(b: Bloc, attendues: pd.DataFrame, h: Hasard) -> Entiers:
    """Ce que chacun a pu faire : visite due, jour et hectomètres, salarié par salarié."""
    lieux, villes = _lieux(b), _villes(b)
    qui, debuts = np.unique(attendues["salarie_id"].to_numpy(np.int64), return_index=True)
    secteurs = b.salaries.set_index("salarie_id")["secteur_id"].loc[qui]
    valeurs = attendues[_COLONNES].to_numpy(np.int64)
    faites = [np.zeros((0, 3), dtype=np.int64)]
    for debut, siennes, secteur, jours in zip(
        debuts, np.split(valeurs, debuts[1:]), secteurs, presences(b, qui.tolist(), h), strict=True
    ):
        siennes_faites = _tournees(siennes, lieux, villes[secteur], jours, h)
        siennes_faites[:, 0] += debut
        faites.append(siennes_faites)
    return np.concatenate(faites)


def _tournees(
    siennes: Entiers, lieux: Entiers, secteur: tuple[Entiers, Entiers], jours: Entiers, h: Hasard
) -> Entiers:
    """Les visites d'un salarié ; chez un gouffre, il va exprès, de loin."""
    point, debut, fin, vise, approche, ferme = siennes.T
    departs, partout = secteur
    points = np.unique(np.concatenate([point, partout if approche.any() else departs]))
    rang, villes = np.searchsorted(points, point), np.searchsorted(points, departs)
    carte = distances(*lieux[points].T)
    loin = np.abs(carte[rang] - approche[:, None]).argmin(axis=1)
    proche = villes[carte[np.ix_(villes, rang)].argmin(axis=0)]
    depart, expres = np.where(approche > 0, loin, proche), approche > 0
    journees = Dues(rang, debut, fin, vise, depart, int(villes[0]), ferme > 0, expres)
    return np.array(tournees(journees, carte, jours, h), dtype=np.int64).reshape(-1, 3)


def _designer(table: pd.DataFrame, b: Bloc) -> None:
    """Le numéro du client ou du prospect visité."""
    clients, n = b.tables["clients"]["client_id"], len(b.tables["clients"])
    chez_client = table["point"] < n
    table["client_id"] = (table["point"] + clients.iloc[0]).astype("Int64").where(chez_client)
    table["prospect_id"] = pd.Series(pd.NA, index=table.index, dtype="Int64")
    numeros = b.tables["prospects"]["prospect_id"].to_numpy()
    table.loc[~chez_client, "prospect_id"] = numeros[table["point"][~chez_client] - n]


def _durees(table: pd.DataFrame, h: Hasard) -> Entiers:
    """Le temps passé sur place (minutes), par tranches de cinq : deux dés, peu d'extrêmes."""
    bornes = np.array([_DUREES[objet] for objet in table["objet"]])
    bornes[(table["cas"] == "gouffre").to_numpy()] = _DUREE_GOUFFRE
    pas, n = (bornes[:, 1] - bornes[:, 0]) // 5, len(table)
    des = (h.entiers(pas + 1, n) + h.entiers(pas + 1, n) + h.entiers(2, n)) // 2
    durees: Entiers = bornes[:, 0] + np.minimum(des, pas) * 5
    return durees
