"""La date du point mort d'une activité saisonnière (S531-4)."""

import calendar
import datetime as dt
from typing import Any

import numpy as np

from grc_lib._formats import euros
from grc_lib._nombres import centimes, entier, entier_superieur, liste, positif, seul
from grc_lib.erreurs import ArgumentInvalide, NonCalculable


def date_point_mort(seuil: float, ca_mensuels: Any, annee: int) -> dt.date:
    """Le jour où le chiffre d'affaires cumulé atteint le seuil, saison comprise.

    On cumule les mois réels, puis l'on interpole dans le mois où le seuil est franchi : les ventes
    d'un mois sont supposées régulières sur tous ses jours.

    Paramètres
    ----------
    seuil : le seuil de rentabilité, en euros.
    ca_mensuels : les douze chiffres d'affaires hors taxes, de janvier à décembre, en euros ; 0 pour
        un mois de fermeture.
    annee : l'année civile.

    Renvoie
    -------
    La date du jour pendant lequel le seuil est atteint ; le 1er janvier si le seuil est nul.

    Lève
    ----
    NonCalculable si le seuil n'est pas atteint dans l'année ; ArgumentInvalide s'il n'y a pas douze
    mois, ou pour un montant négatif.

    Exemple
    -------
    >>> ventes = [40_000] * 7 + [0] + [50_000] * 4
    >>> date_point_mort(305_000, ventes, 2026)
    datetime.date(2026, 9, 15)

    Source
    ------
    S531, date du point mort d'une activité saisonnière (cas SR09).
    """
    vise, an = centimes(seul(positif, "seuil", seuil)), entier("annee", annee, 1900, 2200)
    mensuels = positif("ca_mensuels", liste("ca_mensuels", ca_mensuels))
    if len(mensuels) != 12:
        attendu = "douze montants, de janvier à décembre"
        raise ArgumentInvalide("ca_mensuels", f"{len(mensuels)} montant(s)", attendu)
    if vise == 0:
        return dt.date(an, 1, 1)
    cumuls = centimes(np.cumsum(mensuels))
    if cumuls[-1] < vise:
        raise NonCalculable(
            f"Le chiffre d'affaires de l'année ({euros(cumuls[-1])}) n'atteint pas le seuil "
            f"({euros(vise)}) : il n'y a pas de point mort en {an}. Vérifiez les mois et le seuil."
        )
    rang = int(np.searchsorted(cumuls, vise))
    atteint = float(cumuls[rang - 1]) if rang else 0.0
    part = (vise - atteint) / mensuels[rang]
    jours = calendar.monthrange(an, rang + 1)[1]
    return dt.date(an, rang + 1, min(max(entier_superieur(part * jours), 1), jours))
