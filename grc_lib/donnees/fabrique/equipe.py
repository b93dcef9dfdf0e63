"""Les cinq secteurs et la force de vente, dimensionnée sur le nombre de clients."""

import numpy as np
import pandas as pd

from grc_lib.donnees.fabrique.colonnes import FIN, arrondi
from grc_lib.donnees.fabrique.hasard import Hasard
from grc_lib.donnees.fabrique.identites import prenoms
from grc_lib.donnees.fabrique.metiers import noms
from grc_lib.donnees.fabrique.secteurs import (
    DIRECTEUR,
    INGENIEUR,
    REGIONS,
    SECTEURS,
    TELECOMMERCIALE,
    TERRAIN,
)
from grc_lib.donnees.fabrique.territoires import rattacher
from grc_lib.donnees.faits import MAMMOUTH, NURSERY, OPTIMISME, PETIT, PREFERE

# Coût annuel moyen (euros).
_COUTS = {DIRECTEUR: 98_000, INGENIEUR: 71_000, TELECOMMERCIALE: 43_500, TERRAIN: 56_000}
_CLIENTS_PAR_TRIO, _CLIENTS_PAR_INGENIEUR = 150, 200
_DERNIERE_EMBAUCHE = np.datetime64("2021-09-30")
_SECTEUR_OPTIMISTE = 4  # son premier commercial terrain annonce plus qu'il ne signe
# Contacts par an, heures d'un contact (centièmes), part du temps (millièmes).
_QUOTAS = (
    (MAMMOUTH, DIRECTEUR, 12, 500, 300),
    (NURSERY, INGENIEUR, 10, 300, 600),
    (PREFERE, TERRAIN, 2, 300, 150),
    (PETIT, TELECOMMERCIALE, 12, 50, 500),
)


def equipe(blocs: list[int], graine: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Les tables `secteurs` et `salaries` (coûts en centimes, heures en dixièmes).

    Chaque bloc de clients a ses ingénieurs et ses trios (colonne de travail `bloc`) ; les cinq
    directeurs servent tous les blocs.
    """
    postes = [
        (*poste, numero)
        for numero, clients in enumerate(blocs)
        for rang in range(len(SECTEURS))
        for poste in _postes(rang, clients)
        if numero == 0 or poste[0] != DIRECTEUR
    ]
    postes.sort(key=lambda poste: poste[0] != DIRECTEUR)
    colonnes = ["fonction", "secteur_id", "trio", "bloc"]
    salaries = _personnes(pd.DataFrame(postes, columns=colonnes), graine)
    salaries["responsable_id"] = _responsables(salaries)
    terrain = salaries["fonction"] == TERRAIN
    optimiste = salaries.index[terrain & (salaries["secteur_id"] == _SECTEUR_OPTIMISTE)][0]
    salaries["optimisme"] = np.where(salaries.index == optimiste, OPTIMISME, 100)
    salaries = pd.concat([rattacher(bloc) for _, bloc in salaries.groupby("bloc")]).sort_index()
    secteurs = pd.DataFrame(
        {
            "secteur_id": np.arange(1, len(SECTEURS) + 1),
            "nom": [nom for nom, _, _ in SECTEURS],
            "region": [", ".join(REGIONS[code] for code in codes) for _, codes, _ in SECTEURS],
            "directeur_id": np.arange(1, len(SECTEURS) + 1),
        }
    )
    return secteurs, salaries


def du_bloc(salaries: pd.DataFrame, numero: int) -> pd.DataFrame:
    """L'équipe d'un bloc de clients, directeurs compris."""
    siens = (salaries["bloc"] == numero) | (salaries["fonction"] == DIRECTEUR)
    return salaries[siens].reset_index(drop=True)


def quotas() -> pd.DataFrame:
    """La table `quotas`."""
    colonnes = ["type_client", "fonction", "contacts_an", "heures_contact", "part_temps"]
    table = pd.DataFrame(_QUOTAS, columns=colonnes)
    return table.assign(quota_id=np.arange(1, len(table) + 1))


def _postes(rang: int, clients: int) -> list[tuple[str, int, int]]:
    """Un directeur, des ingénieurs, des trios : une télécommerciale, deux commerciaux terrain."""
    attendus = clients * SECTEURS[rang][2] // 1000
    trios = max(1, arrondi(attendus, _CLIENTS_PAR_TRIO))
    ingenieurs = max(1, attendus // _CLIENTS_PAR_INGENIEUR)
    secteur = rang + 1
    return (
        [(DIRECTEUR, secteur, 0)]
        + [(INGENIEUR, secteur, 0)] * ingenieurs
        + [(f, secteur, t) for t in range(trios) for f in (TELECOMMERCIALE, TERRAIN, TERRAIN)]
    )


def _personnes(postes: pd.DataFrame, graine: int) -> pd.DataFrame:
    """Donne un numéro, une identité, une ancienneté et un coût à chaque poste."""
    n, h = len(postes), Hasard(graine, 0, "salaries")
    femme = np.where(postes["fonction"] == TELECOMMERCIALE, True, h.entiers(5, n) < 2)
    ingenieurs = np.flatnonzero(postes["fonction"] == INGENIEUR)
    femme[ingenieurs] = np.arange(len(ingenieurs)) % 2 == 0
    choisis = prenoms(femme, h)
    familles = np.array(noms()["noms"])
    # Tous sont là depuis le début de l'historique : aucun territoire n'a été sans titulaire.
    embauche = np.busday_offset(_DERNIERE_EMBAUCHE - h.entiers(18 * 365, n), 0, roll="backward")
    anciennete = (FIN - embauche).astype(np.int64) // 365
    base = postes["fonction"].map(_COUTS).to_numpy()
    cout = base * (90 + anciennete + h.entiers(7, n)) // 10_000 * 100
    return postes.assign(
        salarie_id=np.arange(1, n + 1),
        civilite=np.where(femme, "Mme", "M."),
        nom=familles[h.ordre(len(familles))[np.arange(n) % len(familles)]],
        prenom=choisis,
        date_embauche=embauche,
        cout_annuel=cout * 100,
        heures_hebdo=np.where(postes["fonction"] == TELECOMMERCIALE, 350, 390),
    )


def _responsables(salaries: pd.DataFrame) -> "pd.Series[int]":
    """Le directeur du secteur ou, pour un commercial terrain, la télécommerciale de son trio."""
    cles = ["bloc", "secteur_id", "trio"]
    chefs = salaries[salaries["fonction"] == TELECOMMERCIALE].set_index(cles)["salarie_id"]
    directeur = salaries["secteur_id"].astype("Int64").mask(salaries["fonction"] == DIRECTEUR)
    trios = pd.MultiIndex.from_frame(salaries[cles])
    chef = pd.Series(chefs.reindex(trios).to_numpy(), index=salaries.index).astype("Int64")
    return directeur.mask(salaries["fonction"] == TERRAIN, chef)
