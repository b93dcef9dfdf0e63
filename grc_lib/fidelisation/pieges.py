"""Les erreurs fréquentes sur la fidélité (GRC-2, S521-4) : dénominateurs, NPS, programme."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grc_lib._pieges import Catalogue, Piege
from grc_lib.fidelisation.programme import RentabiliteProgramme, rentabilite_programme
from grc_lib.fidelisation.satisfaction import csat, nps
from grc_lib.fidelisation.taux import (
    attrition_equivalente,
    duree_vie,
    taux_attrition,
    taux_retention,
)


def _part(notes: Any, mini: int, maxi: int) -> float:
    """Le pourcentage des notes de `mini` à `maxi`."""
    lues = np.asarray(notes)
    return float(100 * np.mean((lues >= mini) & (lues <= maxi)))


def _programme(lire: Callable[[RentabiliteProgramme], float]) -> Callable[..., float]:
    """Ce que lit quelqu'un qui se trompe, du bon calcul."""

    def calcul(
        *,
        membres: int,
        achats: Any,
        achats_sans: Any,
        taux_marque: Any,
        cout_fixe: Any = 0,
        points: Any = 0,
        taux_utilisation: Any = 1,
    ) -> float:
        return lire(
            rentabilite_programme(
                membres=membres,
                achats=achats,
                achats_sans=achats_sans,
                taux_marque=taux_marque,
                cout_fixe=cout_fixe,
                points=points,
                taux_utilisation=taux_utilisation,
            )
        )

    return calcul


PIEGES: Catalogue = {
    taux_retention: {
        "avec_nouveaux": Piege(
            "Vous avez gardé les nouveaux clients : ils n'étaient pas là au début, on ne les a pas "
            "« gardés ».",
            lambda debut, fin, nouveaux: fin / debut,
        ),
        "effectif_de_fin": Piege(
            "Vous avez divisé par l'effectif de fin : on mesure ce que sont devenus les clients du "
            "début.",
            lambda debut, fin, nouveaux: (fin - nouveaux) / fin,
        ),
        "attrition": Piege(
            "C'est la part des clients perdus : on demande celle des clients gardés.",
            lambda debut, fin, nouveaux: (debut - fin + nouveaux) / debut,
        ),
    },
    taux_attrition: {
        "effectif_de_fin": Piege(
            "Vous avez divisé par l'effectif de fin : les clients perdus étaient là au début.",
            lambda debut, fin, nouveaux: (debut - fin + nouveaux) / fin,
        ),
        "solde": Piege(
            "Vous avez comparé les deux effectifs : les nouveaux clients y cachent une partie des "
            "départs.",
            lambda debut, fin, nouveaux: (debut - fin) / debut,
        ),
        "retention": Piege(
            "C'est la part des clients gardés : on demande celle des clients perdus.",
            lambda debut, fin, nouveaux: (fin - nouveaux) / debut,
        ),
    },
    attrition_equivalente: {
        "proportionnelle": Piege(
            "Vous avez additionné (ou partagé) les taux : chaque période ne perd qu'une part de "
            "ceux qui restent.",
            lambda attrition, *, de=1, vers=12: attrition * de / vers,
        ),
        "retention": Piege(
            "C'est la part de ceux qui restent.",
            lambda attrition, *, de=1, vers=12: (1 - attrition) ** (de / vers),
        ),
    },
    duree_vie: {
        "retention": Piege(
            "Vous avez pris l'inverse de la rétention : la durée dépend de la part qui part.",
            lambda attrition: 1 / (1 - attrition),
        ),
    },
    nps: {
        "promoteurs": Piege(
            "C'est le pourcentage de promoteurs : retirez-en celui des détracteurs.",
            lambda notes: _part(notes, 9, 10),
        ),
        "passifs": Piege(
            "Vous avez retiré aussi les passifs : ils ne comptent que dans le total des réponses.",
            lambda notes: _part(notes, 9, 10) - _part(notes, 0, 8),
        ),
        "sans_passifs": Piege(
            "Vous avez écarté les passifs du total : ils ont répondu, ils restent au dénominateur.",
            lambda notes: (
                100
                * (_part(notes, 9, 10) - _part(notes, 0, 6))
                / (_part(notes, 9, 10) + _part(notes, 0, 6))
            ),
        ),
        "effectif": Piege(
            "C'est un nombre de personnes : rapportez-le au total des réponses.",
            lambda notes: (_part(notes, 9, 10) - _part(notes, 0, 6)) * len(notes) / 100,
        ),
    },
    csat: {
        "insatisfaits": Piege(
            "C'est la part de ceux qui ne sont pas satisfaits.",
            lambda satisfaits, repondants: (repondants - satisfaits) / repondants,
        ),
        "sur_insatisfaits": Piege(
            "Vous avez rapporté les satisfaits aux autres : le dénominateur compte tous les "
            "répondants.",
            lambda satisfaits, repondants: satisfaits / (repondants - satisfaits),
        ),
    },
    rentabilite_programme: {
        "achats_totaux": Piege(
            "Vous avez compté tous les achats des membres : une partie aurait eu lieu sans le "
            "programme.",
            _programme(lambda juste: juste.membres * juste.achats),
            champ="ca_incremental",
        ),
        "chiffre_d_affaires": Piege(
            "Vous avez compté le chiffre d'affaires : seule la marge paie le programme.",
            _programme(lambda juste: juste.ca_incremental - juste.cout),
            champ="resultat",
        ),
        "marge_totale": Piege(
            "Vous avez compté la marge de tous les achats : une partie aurait eu lieu sans le "
            "programme.",
            _programme(lambda juste: juste.membres * juste.achats * juste.taux_marque - juste.cout),
            champ="resultat",
        ),
        "points_tous_utilises": Piege(
            "Vous avez compté tous les points : une partie n'est jamais utilisée.",
            _programme(lambda juste: juste.cout_fixe + juste.membres * juste.points),
            champ="cout",
        ),
        "sans_cout_fixe": Piege(
            "Vous avez oublié le coût fixe du programme.",
            _programme(lambda juste: juste.membres * juste.points * juste.taux_utilisation),
            champ="cout",
        ),
    },
}
