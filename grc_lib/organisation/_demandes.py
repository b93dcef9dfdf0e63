"""Les visites à faire : réclamations, Préférés en retard, prospects."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from grc_lib._formats import denombrer
from grc_lib.organisation._lecture import connus, dates, lire
from grc_lib.tournees.points import TERRE, lire_points

_CHALEURS = {"chaud": 3, "tiède": 2, "froid": 1}
_PREFERE, _RECLAMATION, _URGENTE = 4, 5, 6  # les prospects viennent après, selon leur chaleur

Point = tuple[float, float]


class Visite(NamedTuple):
    """Une visite à placer, et pourquoi."""

    niveau: int
    objet: str
    client_id: Any
    prospect_id: Any
    salarie_id: Any
    point: Point
    retard: int  # jours depuis la dernière visite d'un Préféré
    raison: str


def reclamations_a_traiter(reclamations: Any, clients: pd.DataFrame) -> Iterator[Visite]:
    """Une visite par client qui réclame, même s'il le fait plusieurs fois ; urgentes d'abord."""
    table = lire("reclamations", reclamations, "client_id", vide=True)
    points = {client.client_id: client for client in clients.itertuples()}
    connus("reclamations, client_id", table["client_id"], points, "un client de « clients »")
    if "date_cloture" in table.columns:
        table = table[table["date_cloture"].isna()]
    if "urgent" not in table.columns:
        table = table.assign(urgent=False)
    for client, siennes in table.groupby("client_id", sort=False):
        urgente = bool(siennes["urgent"].eq(True).any())
        niveau = _URGENTE if urgente else _RECLAMATION
        raison = denombrer(len(siennes), "réclamation") + (", dont une urgente" if urgente else "")
        yield _visite(points[client], niveau, "réclamation", raison)


def preferes_en_retard(clients: pd.DataFrame, debut: dt.date, delai: float) -> Iterator[Visite]:
    """Les Préférés que personne n'a vus depuis plus de `delai` jours."""
    derniers = dates("clients, derniere_visite", clients["derniere_visite"])
    for client, dernier in zip(clients.itertuples(), derniers, strict=True):
        retard = (debut - (dernier or dt.date.min)).days
        if client.type_client == "Préféré" and retard > delai:
            passee = f"dernière visite il y a {denombrer(retard, 'jour')}"
            raison = passee if dernier else "jamais visité"
            yield _visite(client, _PREFERE, "Préféré", raison, retard)


def prospects_a_voir(prospects: pd.DataFrame) -> Iterator[Visite]:
    """Les prospects qui ne sont pas devenus clients ; froids, si l'on n'en sait rien."""
    if "client_id" in prospects.columns:
        prospects = prospects[prospects["client_id"].isna()]
    chaleurs = prospects.get("chaleur", pd.Series("froid", index=prospects.index))
    attendu = f"une chaleur : {', '.join(_CHALEURS)}"
    connus("prospects, chaleur", chaleurs, _CHALEURS, attendu)
    for prospect, chaleur in zip(prospects.itertuples(), chaleurs, strict=True):
        yield _visite(prospect, _CHALEURS[chaleur], "prospection", f"prospect {chaleur}")


def _visite(qui: Any, niveau: int, objet: str, raison: str, retard: int = 0) -> Visite:
    prospect = None if objet != "prospection" else qui.prospect_id
    client = qui.client_id if prospect is None else None
    point = (qui.latitude, qui.longitude)
    return Visite(niveau, objet, client, prospect, qui.salarie_id, point, retard, raison)


def lire_carnet(
    argument: str, table: Any, cle: str, *colonnes: str, trous: Sequence[str] = ()
) -> pd.DataFrame:
    """Des clients ou des prospects, où ils sont et qui les suit."""
    colonnes = (cle, *colonnes, "latitude", "longitude")
    lu = lire(argument, table, *colonnes, trous=["salarie_id", *trous], cle=cle, vide=True)
    lu[["latitude", "longitude"]] = lire_points(argument, lu, TERRE)
    return lu.assign(salarie_id=lu["salarie_id"].convert_dtypes())
