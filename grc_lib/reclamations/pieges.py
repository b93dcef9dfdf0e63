"""Les erreurs fréquentes sur les réclamations (GRC-3) : dénominateurs, délais, Pareto."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from grc_lib import calendrier
from grc_lib._arguments import lire_date
from grc_lib._pieges import Catalogue, Piege
from grc_lib.erreurs import NonCalculable
from grc_lib.reclamations.causes import pareto
from grc_lib.reclamations.delais import NORME, delai_reponse
from grc_lib.reclamations.ratios import taux_perte, taux_reclamation, taux_resatisfaction


def _limite(compter: Callable[[dt.date], dt.date]) -> Callable[..., dt.date]:
    """La date limite de celui qui compte autrement les jours depuis la réception."""

    def calcul(
        *, urgent: bool, important: bool, reception: Any = None, date_souhaitee: Any = None
    ) -> dt.date:
        if reception is None:
            raise NonCalculable("La date de réception n'est pas connue.")
        return compter(lire_date("reception", reception))

    return calcul


def _sans_l_importance(
    *, urgent: bool, important: bool, reception: Any = None, date_souhaitee: Any = None
) -> str:
    return delai_reponse(urgent=urgent, important=urgent).delai


PIEGES: Catalogue = {
    taux_reclamation: {
        "inverse": Piege(
            "Vous avez divisé les commandes par les réclamations : c'est le nombre de commandes "
            "pour une réclamation.",
            lambda reclamations, commandes: commandes / reclamations,
        ),
        "sans_probleme": Piege(
            "Vous avez retiré les réclamations des commandes : le dénominateur les compte toutes.",
            lambda reclamations, commandes: reclamations / (commandes - reclamations),
        ),
    },
    taux_perte: {
        "gardes": Piege(
            "C'est la part des réclamants que l'on a gardés.",
            lambda perdus, reclamants: (reclamants - perdus) / reclamants,
        ),
        "sur_gardes": Piege(
            "Vous avez rapporté les clients perdus à ceux que l'on a gardés : le dénominateur "
            "compte tous les réclamants.",
            lambda perdus, reclamants: perdus / (reclamants - perdus),
        ),
    },
    taux_resatisfaction: {
        "mecontents": Piege(
            "C'est la part des réclamations dont le client reste mécontent ou n'a rien dit.",
            lambda satisfaits, traitees: (traitees - satisfaits) / traitees,
        ),
    },
    delai_reponse: {
        "sans_l_importance": Piege(
            "Vous n'avez regardé que l'urgence : l'importance compte autant.",
            _sans_l_importance,
            champ="delai",
        ),
        "ouvres": Piege(
            "Vous avez compté des jours ouvrés : le samedi est un jour ouvrable.",
            _limite(lambda jour: calendrier.jours_ouvres(jour, NORME)),
            champ="limite",
        ),
        "calendaires": Piege(
            "Vous avez compté tous les jours du calendrier : ni le dimanche ni un jour férié n'est "
            "un jour ouvrable.",
            _limite(lambda jour: jour + dt.timedelta(days=NORME)),
            champ="limite",
        ),
        "jour_compte": Piege(
            "Vous avez compté le jour de la réception : on commence au jour ouvrable suivant.",
            _limite(lambda jour: calendrier.jours_ouvrables(jour - dt.timedelta(days=1), NORME)),
            champ="limite",
        ),
    },
    pareto: {
        "sans_cumul": Piege(
            "Vous avez recopié les parts : la courbe de Pareto les cumule.",
            lambda reclamations, par: (t := pareto(reclamations, par)).assign(cumul=t["part"]),
        ),
    },
}
