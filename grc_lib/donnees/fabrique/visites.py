"""Les visites des commerciaux : leurs journées, leurs kilomètres et ce qu'ils en ont noté."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.bloc import Bloc
from grc_lib.donnees.fabrique.colonnes import Entiers, cles_datees, depuis_1970
from grc_lib.donnees.fabrique.comptes_rendus import rediger
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.presences import presences
from grc_lib.donnees.fabrique.secteurs import DIRECTEUR
from grc_lib.donnees.fabrique.tournees import CONVENUE, Dues, route, tournees
from grc_lib.donnees.fabrique.visites_dues import dues

_COLONNES = ["point", "debut", "fin", "vise", "ordre"]
_LIEU = ["latitude", "longitude"]
_DUREES = {
    "réclamation": (30, 90),
    "suivi": (30, 75),
    "prospection": (15, 45),
    "négociation": (45, 120),
}
_DUREE_GOUFFRE = (100, 220)


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
    _accorder(b, table)
    table["compte_rendu"] = rediger(table, b, h)
    b.ajouter("visites", table, "visite_id")


def _accorder(b: Bloc, table: pd.DataFrame) -> None:
    """Sans visite ce jour-là, une commande ou une réclamation est arrivée par courriel."""
    commandes, plaintes = b.tables["commandes"], b.tables["reclamations"]
    visites = cles_datees(table["point"], depuis_1970(table["date_visite"]))
    prises = cles_datees(commandes["client"], depuis_1970(commandes["date_commande"]))
    recues = cles_datees(b.rangs(plaintes["client_id"]), depuis_1970(plaintes["date_reception"]))
    seule = (commandes["canal"] == "visite") & ~np.isin(prises, visites)
    b.tables["commandes"] = commandes.assign(canal=commandes["canal"].mask(seule, "courriel"))
    seule = (plaintes["canal"] == "visite") & ~np.isin(recues, visites)
    b.tables["reclamations"] = plaintes.assign(
        canal=plaintes["canal"].mask(seule, "courriel"),
        provenance=plaintes["provenance"].mask(seule, "client"),
    )


def _lieux(b: Bloc) -> Entiers:
    """Latitude et longitude de tous les points : les clients, puis les prospects."""
    tables = b.tables["clients"], b.tables["prospects"]
    points = [t[_LIEU].to_numpy(np.int64) for t in tables]
    lieux: Entiers = np.concatenate(points)
    return lieux


def _visites(b: Bloc, attendues: pd.DataFrame, h: Hasard) -> Entiers:
    """Ce que chacun a pu faire : visite due, jour et hectomètres, salarié par salarié."""
    lieux = _lieux(b)
    qui, debuts = np.unique(attendues["salarie_id"].to_numpy(np.int64), return_index=True)
    equipe = b.salaries.set_index("salarie_id").loc[qui]
    bases = equipe[_LIEU].to_numpy(np.int64)
    voyages = (equipe["fonction"] == DIRECTEUR).tolist()
    valeurs = np.split(attendues[_COLONNES].to_numpy(np.int64), debuts[1:])
    convenus = {
        int(salarie): siennes[siennes[:, -1] == CONVENUE, 1]
        for salarie, siennes in zip(qui, valeurs, strict=True)
    }
    faites = [np.zeros((0, 3), dtype=np.int64)]
    for debut, siennes, base, voyage, jours in zip(
        debuts, valeurs, bases, voyages, presences(b, convenus, h), strict=True
    ):
        siennes_faites = _tournees(siennes, lieux, base, voyage, jours, h)
        siennes_faites[:, 0] += debut
        faites.append(siennes_faites)
    return np.concatenate(faites)


def _tournees(
    siennes: Entiers, lieux: Entiers, base: Entiers, voyage: bool, jours: Entiers, h: Hasard
) -> Entiers:
    """Les visites d'un salarié, de sa ville de rattachement à sa ville de rattachement."""
    point, debut, fin, vise, ordre = siennes.T
    points, rang = np.unique(point, return_inverse=True)
    latitude, longitude = np.vstack([lieux[points], base]).T
    carte = route(latitude[:, None], longitude[:, None], latitude, longitude)
    journees = Dues(rang, debut, fin, vise, ordre, len(points), voyage)
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
