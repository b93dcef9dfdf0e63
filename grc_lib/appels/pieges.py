"""Les erreurs fréquentes sur les appels (GRC-4) : DMT, décroché, trafic, effectif."""

import math
from collections.abc import Callable
from typing import Any

from grc_lib._pieges import Catalogue, Piege
from grc_lib.appels.erlang import Attente, erlang_b, erlang_c
from grc_lib.appels.mesures import dmt, qualite_observee, taux_decroche
from grc_lib.appels.plateau import Effectif, effectif
from grc_lib.erreurs import NonCalculable


def _plateau(lire: Callable[[Effectif], Any]) -> Callable[..., Any]:
    """Ce que lit quelqu'un qui se trompe, du bon dimensionnement."""

    def calcul(
        *,
        appels: Any,
        periode: float,
        dmt: float,
        qualite: float,
        seuil: float,
        indisponibilite: float = 0,
    ) -> Any:
        return lire(
            effectif(
                appels=appels,
                periode=periode,
                dmt=dmt,
                qualite=qualite,
                seuil=seuil,
                indisponibilite=indisponibilite,
            )
        )

    return calcul


def _complement(dans_le_seuil: Any, *, presentes: Any = None, traites: Any = None) -> Any:
    return 1 - qualite_observee(dans_le_seuil, presentes=presentes, traites=traites)


def _au_dessus(valeur: float) -> int:
    return math.ceil(round(valeur, 9))


def _par_heure(*, appels: float, periode: float, dmt: float, agents: int) -> float:
    if periode == 3600:
        raise NonCalculable("La période est d'une heure.")
    return appels * dmt / 3600


PIEGES: Catalogue = {
    dmt: {
        "conversation": Piege(
            "Vous n'avez compté que la conversation : l'agent reste occupé pendant l'attente et "
            "après avoir raccroché.",
            lambda *, conversation, attente, post_appel: conversation,
        ),
        "sans_post_appel": Piege(
            "Vous avez oublié le travail qui suit l'appel : l'agent n'est pas encore disponible.",
            lambda *, conversation, attente, post_appel: conversation + attente,
        ),
        "sans_attente": Piege(
            "Vous avez oublié la mise en attente : l'agent reste en ligne.",
            lambda *, conversation, attente, post_appel: conversation + post_appel,
        ),
    },
    taux_decroche: {
        "abandon": Piege(
            "C'est le taux d'abandon : la part des appels que personne n'a décrochés.",
            lambda decroches, presentes: (presentes - decroches) / presentes,
        ),
        "sur_abandons": Piege(
            "Vous avez rapporté les appels décrochés aux abandons : le dénominateur compte tous "
            "les appels présentés.",
            lambda decroches, presentes: decroches / (presentes - decroches),
        ),
    },
    qualite_observee: {
        "complement": Piege(
            "C'est la part des appels hors délai : la qualité de service compte ceux qui sont "
            "décrochés à temps.",
            _complement,
        ),
    },
    erlang_b: {
        "occupation": Piege(
            "C'est l'occupation d'une ligne : le blocage est la part des appels refusés.",
            lambda trafic, lignes: trafic / lignes,
        ),
    },
    erlang_c: {
        "par_heure": Piege(
            "Vous avez divisé par une heure : la période de l'énoncé n'en fait pas une.",
            _par_heure,
            champ="trafic",
        ),
        "minutes": Piege(
            "Vous avez mêlé les minutes et les secondes : mettez la durée d'un appel et la période "
            "dans la même unité.",
            lambda *, appels, periode, dmt, agents: appels * dmt / (periode / 60),
            champ="trafic",
        ),
        "blocage": Piege(
            "C'est la probabilité d'Erlang B, où l'appel est refusé : ici le client attend.",
            lambda *, appels, periode, dmt, agents: erlang_b(appels * dmt / periode, agents),
            champ="attente",
        ),
        "occupation": Piege(
            "C'est l'occupation des agents : même quand elle est forte, un agent peut être libre.",
            lambda *, appels, periode, dmt, agents: appels * dmt / periode / agents,
            champ="attente",
        ),
        "attente_des_seuls_qui_attendent": Piege(
            "C'est l'attente de ceux qui attendent : la moyenne compte aussi ceux que l'on sert "
            "tout de suite.",
            lambda *, appels, periode, dmt, agents: dmt / (agents - appels * dmt / periode),
            champ="attente_moyenne",
        ),
        "temps_libre": Piege(
            "C'est la part du temps où les agents sont libres.",
            lambda *, appels, periode, dmt, agents: 1 - appels * dmt / periode / agents,
            champ="occupation",
        ),
    },
    Attente.qualite_service: {
        "sans_seuil": Piege(
            "C'est la part des appels décrochés tout de suite : le seuil laisse quelques secondes.",
            lambda self, seuil: 1 - self.attente,
        ),
        "complement": Piege(
            "C'est la part des appels qui attendent plus que le seuil.",
            lambda self, seuil: 1 - self.qualite_service(seuil),
        ),
    },
    effectif: {
        "trafic": Piege(
            "Vous avez arrondi le trafic : sans marge, la file ne se vide pas et les clients "
            "attendent.",
            _plateau(lambda juste: _au_dessus(juste.appels * juste.dmt / juste.periode)),
            champ="positions",
        ),
        "planifies": Piege(
            "C'est l'effectif à inscrire au planning : on demande ici les agents au téléphone.",
            _plateau(lambda juste: juste.planifies),
            champ="positions",
        ),
        "positions": Piege(
            "C'est le nombre d'agents au téléphone : une partie du temps payé se passe ailleurs.",
            _plateau(lambda juste: juste.positions),
            champ="planifies",
        ),
        "majores": Piege(
            "Vous avez ajouté le pourcentage d'indisponibilité : c'est le temps présent qui doit "
            "couvrir les positions, divisez par lui.",
            _plateau(lambda juste: _au_dessus(juste.positions * (1 + juste.indisponibilite))),
            champ="planifies",
        ),
        "planifies_inferieur": Piege(
            "Vous avez arrondi à l'entier inférieur : il manquerait quelqu'un.",
            _plateau(
                lambda juste: math.floor(round(juste.positions / (1 - juste.indisponibilite), 9))
            ),
            champ="planifies",
        ),
    },
}
