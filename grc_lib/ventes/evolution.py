"""Mesurer l'évolution des ventes (S522-1) : croissance annuelle moyenne et indices base 100."""

from typing import Any, Literal

from grc_lib._arguments import parmi
from grc_lib._nombres import Nombres, accorder, entier, positif, quotient
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.ventes._series import comme, lire_ventes


def tcam(v0: Nombres, vn: Nombres, n: Nombres) -> Nombres:
    """Le taux de croissance annuel moyen (TCAM) : (Vn / V0)^(1/n) − 1.

    Paramètres
    ----------
    v0, vn : la première et la dernière valeur, dans la même unité.
    n : le nombre d'intervalles entre les deux : de 2020 à 2025, 5 et non 6. En années, le taux est
        annuel ; en mois, mensuel.

    Renvoie
    -------
    Un taux décimal, sous la forme des arguments (nombre, tableau numpy ou `Series`).

    Lève
    ----
    NonCalculable si `v0` ou `n` est nul ; ArgumentInvalide pour une valeur négative.

    Exemple
    -------
    >>> round(tcam(1254, 1655, 5), 4)
    0.0571

    Source
    ------
    S522, évolution (cas TC01).
    """
    depart, arrivee, intervalles = accorder(
        v0=positif("v0", v0), vn=positif("vn", vn), n=positif("n", n)
    )
    evolution = quotient(
        arrivee,
        depart,
        "La valeur de départ est nulle : aucun taux de croissance ne mène de 0 à une vente.",
    )
    racine = quotient(
        1.0,
        intervalles,
        "Aucun intervalle : « n » compte les intervalles entre les deux dates, au moins un.",
    )
    return evolution**racine - 1


def indices(y: Any, *, base: int | Literal["précédente"] = 1) -> Nombres:
    """Les indices d'une série : 100 × valeur / valeur de base.

    Paramètres
    ----------
    y : les valeurs, de la plus ancienne à la plus récente, positives ou nulles.
    base : le rang de la période de base (1 : la première), qui vaut 100 ; ou « précédente » : les
        indices chaînés, chaque valeur rapportée à celle d'avant. Leur produit redonne la base fixe.

    Renvoie
    -------
    Les indices (100 : pas de changement), `Series` avec les étiquettes de `y` ou tableau numpy.
    Chaînés, ils commencent à la deuxième période.

    Lève
    ----
    NonCalculable si la valeur de base est nulle ; ArgumentInvalide si le rang n'existe pas.

    Exemple
    -------
    >>> indices([200, 220, 242])
    array([100., 110., 121.])
    >>> indices([200, 220, 242], base="précédente")
    array([110., 110.])

    Source
    ------
    S522, indices base 100 et chaînés.
    """
    raison = "La valeur de base est nulle : choisissez une autre période de base."
    if isinstance(base, str):
        parmi("base", base, ("précédente",))
        valeurs = lire_ventes("y", y, au_moins=2)
        courantes, precedentes = comme(y, valeurs[1:], 1), comme(y, valeurs[:-1], 1)
        return 100 * quotient(courantes, precedentes, raison)
    valeurs = lire_ventes("y", y)
    rang = entier("base", base, 1)
    if rang > len(valeurs):
        raise ArgumentInvalide("base", base, f"un rang de 1 à {len(valeurs)}")
    return comme(y, 100 * quotient(valeurs, valeurs[rang - 1], raison))
