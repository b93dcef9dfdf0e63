"""Les erreurs fréquentes sur les médias (S445) : milliers, audience utile, GRP, duplication."""

import math

import numpy as np
import pandas as pd

from grc_lib._nombres import Nombres
from grc_lib._pieges import Catalogue, Piege
from grc_lib.erreurs import NonCalculable
from grc_lib.medias.mesures import (
    audience_nette,
    audience_utile,
    couverture_sainsbury,
    cpm,
    grp,
    indice_affinite,
    memorisation,
)
from grc_lib.medias.plan import echelles


def _sans_cent(
    *,
    couverture: Nombres = None,
    repetition: Nombres = None,
    contacts: Nombres = None,
    cible: Nombres = None,
) -> Nombres:
    return couverture * repetition if contacts is None else contacts / cible


def _plafonne(
    *,
    couverture: Nombres = None,
    repetition: Nombres = None,
    contacts: Nombres = None,
    cible: Nombres = None,
) -> float:
    points = grp(couverture=couverture, repetition=repetition, contacts=contacts, cible=cible)
    return min(float(points), 100.0)


def _couverture_seule(
    *,
    couverture: Nombres = None,
    repetition: Nombres = None,
    contacts: Nombres = None,
    cible: Nombres = None,
) -> Nombres:
    if couverture is None:
        raise NonCalculable("La couverture n'est pas connue.")
    return 100 * couverture


def _cpm_brut(supports: pd.DataFrame) -> pd.DataFrame:
    """L'échelle d'économie de celui qui garde l'audience totale."""
    bruts = supports["prix"] * 1000 / supports["audience"]
    rangs = bruts.rank(method="min").astype("Int64")
    return echelles(supports).assign(cpm_utile=bruts, rang_economie=rangs)


PIEGES: Catalogue = {
    audience_utile: {
        "un_seul_critere": Piege(
            "Vous n'avez appliqué que le premier critère : la cible répond aux deux.",
            lambda audience, part, part_cible=1.0: audience * part,
        ),
        "parts_additionnees": Piege(
            "Vous avez additionné les deux parts : la seconde se prend dans la première.",
            lambda audience, part, part_cible=1.0: audience * (part + part_cible),
        ),
    },
    cpm: {
        "par_contact": Piege(
            "C'est le prix d'un seul contact : le CPM en compte mille.",
            lambda prix, audience: prix / audience,
        ),
        "inverse": Piege(
            "Vous avez divisé l'audience par le prix : le CPM est un prix, pour mille contacts.",
            lambda prix, audience: audience / prix * 1000,
        ),
        "milliers": Piege(
            "Vous avez divisé par une audience en milliers, puis multiplié par 1 000 : les "
            "milliers ne se comptent qu'une fois.",
            lambda prix, audience: prix / audience * 1_000_000,
        ),
    },
    indice_affinite: {
        "inverse": Piege(
            "Vous avez divisé par la part de la cible dans l'audience : l'indice compare "
            "l'audience à la population.",
            lambda part_audience, part_population: part_population / part_audience * 100,
        ),
        "ecart": Piege(
            "Vous avez fait la différence des deux parts, en points : l'indice est leur rapport.",
            lambda part_audience, part_population: (part_audience - part_population) * 100,
        ),
        "sans_base": Piege(
            "C'est le rapport des deux parts : l'indice le ramène à une base de 100.",
            lambda part_audience, part_population: part_audience / part_population,
        ),
    },
    audience_nette: {
        "brute": Piege(
            "Vous avez compté deux fois ceux qui voient les deux supports.",
            lambda a, b, *, duplication: a + b,
        ),
        "deux_fois": Piege(
            "Vous avez retiré deux fois ceux qui voient les deux supports : ils sont touchés, ils "
            "comptent une fois.",
            lambda a, b, *, duplication: a + b - 2 * duplication,
        ),
    },
    couverture_sainsbury: {
        "additionnees": Piege(
            "Vous avez additionné les couvertures : certaines personnes sont touchées par "
            "plusieurs supports.",
            lambda couvertures: math.fsum(couvertures),
        ),
        "touches_par_tous": Piege(
            "C'est la part de ceux que tous les supports touchent : on cherche ceux qu'au moins un "
            "support touche.",
            lambda couvertures: math.prod(couvertures),
        ),
        "non_touches": Piege(
            "C'est la part de ceux qu'aucun support ne touche.",
            lambda couvertures: math.prod(1 - part for part in couvertures),
        ),
    },
    grp: {
        "sans_cent": Piege(
            "C'est un nombre de contacts par personne de la cible : le GRP compte les contacts "
            "pour 100 personnes.",
            _sans_cent,
        ),
        "plafonne": Piege(
            "Vous vous êtes arrêté à 100 : le GRP n'est pas une part de la cible, il compte les "
            "contacts répétés.",
            _plafonne,
        ),
        "couverture_seule": Piege(
            "C'est la couverture : une personne touchée plusieurs fois compte plusieurs fois.",
            _couverture_seule,
        ),
    },
    memorisation: {
        "additionnee": Piege(
            "Vous avez multiplié le bêta par le nombre de contacts : chaque contact ne gagne "
            "qu'une part de ceux qui avaient oublié.",
            lambda beta, contacts: np.asarray(beta) * contacts,
        ),
        "oubli": Piege(
            "C'est la part de ceux qui ont oublié le message.",
            lambda beta, contacts: (1 - beta) ** contacts,
        ),
        "puissance": Piege(
            "Vous avez multiplié le bêta par lui-même : c'est l'oubli qui se répète à chaque "
            "contact.",
            lambda beta, contacts: beta**contacts,
        ),
    },
    echelles: {
        "audience_brute": Piege(
            "Vous avez divisé le prix par l'audience totale : l'échelle d'économie ne compte que "
            "l'audience utile.",
            _cpm_brut,
        ),
    },
}
