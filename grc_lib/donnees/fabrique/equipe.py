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


def equipe(clients: int, graine: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Les tables `secteurs` et `salaries` (coûts en centimes, heures en dixièmes)."""
    postes = [poste for rang in range(len(SECTEURS)) for poste in _postes(rang, clients)]
    postes.sort(key=lambda poste: poste[0] != DIRECTEUR)
    salaries = _personnes(pd.DataFrame(postes, columns=["fonction", "secteur_id", "trio"]), graine)
    salaries["responsable_id"] = [_responsable(salaries, *p) for p in postes]
    terrain = salaries["fonction"] == TERRAIN
    optimiste = salaries.index[terrain & (salaries["secteur_id"] == _SECTEUR_OPTIMISTE)][0]
    salaries["optimisme"] = np.where(salaries.index == optimiste, OPTIMISME, 100)
    rattacher(salaries)
    secteurs = pd.DataFrame(
        {
            "secteur_id": np.arange(1, len(SECTEURS) + 1),
            "nom": [nom for nom, _, _ in SECTEURS],
            "region": [", ".join(REGIONS[code] for code in codes) for _, codes, _ in SECTEURS],
            "directeur_id": np.arange(1, len(SECTEURS) + 1),
        }
    )
    return secteurs, salaries


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


def _responsable(salaries: pd.DataFrame, fonction: str, secteur: int, trio: int) -> int | None:
    if fonction == DIRECTEUR:
        return None
    if fonction != TERRAIN:
        return secteur
    chefs = salaries[
        (salaries["fonction"] == TELECOMMERCIALE)
        & (salaries["secteur_id"] == secteur)
        & (salaries["trio"] == trio)
    ]
    return int(chefs["salarie_id"].iloc[0])
