"""Conquérir un client (S521-3) : combien il a coûté, quand ce coût est repris, ce qu'il rend."""

from typing import Any

from grc_lib._nombres import Nombres, accorder, entiers, positif, quotient, reel


def cout_acquisition(depenses: Any, nouveaux: Any) -> Nombres:
    """Le coût d'acquisition d'un client (CAC).

    CAC = (média + temps + primes…) / nombre de nouveaux clients.

    Paramètres
    ----------
    depenses : le total de ce que la conquête a coûté (€) : achat d'espace, heures passées × coût
        horaire, primes, cadeaux… Additionnez tout avant de diviser.
    nouveaux : les nouveaux clients obtenus (effectif entier) : ni les prospects, ni les réachats.

    Renvoie
    -------
    Des euros par nouveau client, sous la forme des données (nombre ou colonne).

    Lève
    ----
    NonCalculable s'il n'y a aucun nouveau client (valeur manquante dans une colonne) ;
    ArgumentInvalide pour une dépense négative ou un effectif qui n'est pas entier.

    Exemple
    -------
    >>> cout_acquisition(1_200 + 45 * 40, 12)  # 1 200 € de média et 45 heures à 40 €
    250.0

    Source
    ------
    S521, coût d'acquisition (cas FV06).
    """
    depenses, nouveaux = positif("depenses", depenses), entiers("nouveaux", nouveaux)
    accorder(depenses=depenses, nouveaux=nouveaux)
    return quotient(
        depenses,
        nouveaux,
        "Aucun nouveau client : la dépense ne peut être répartie sur personne. Vérifiez la "
        "période et la définition d'un nouveau client.",
    )


def retour_investissement(marge: Any, cout: Any) -> Nombres:
    """Le retour sur investissement (ROI) d'une action commerciale.

    ROI = (marge − coût) / coût.

    Paramètres
    ----------
    marge : la marge que l'action a rapportée (€), pas le chiffre d'affaires.
    cout : ce que l'action a coûté (€).

    Renvoie
    -------
    Un taux décimal : 0.5 si chaque euro dépensé est repris et rapporte 0,50 € de plus, −1 si tout
    est perdu. Sous la forme des données.

    Lève
    ----
    NonCalculable si le coût est nul (valeur manquante dans une colonne) ; ArgumentInvalide s'il
    est négatif.

    Exemple
    -------
    >>> retour_investissement(4_500, 3_000)
    0.5

    Source
    ------
    S521, retour sur investissement.
    """
    marge, cout = reel("marge", marge), positif("cout", cout)
    accorder(marge=marge, cout=cout)
    return quotient(
        marge - cout,
        cout,
        "Le coût est nul : le retour d'une dépense inexistante n'est pas calculable. Vérifiez que "
        "le temps passé est bien compté.",
    )


def delai_recuperation(cout_acquisition: Any, marge_mensuelle: Any) -> Nombres:
    """Le temps que met un client à rembourser son acquisition.

    Délai de récupération = coût d'acquisition / marge mensuelle.

    Paramètres
    ----------
    cout_acquisition : ce que le client a coûté à conquérir (€).
    marge_mensuelle : ce qu'il rapporte chaque mois (€ de marge, pas de chiffre d'affaires).

    Renvoie
    -------
    Des mois (décimaux), sous la forme des données. Le calcul n'actualise pas.

    Lève
    ----
    NonCalculable si la marge est nulle ou négative : le coût n'est jamais repris (valeur manquante
    dans une colonne) ; ArgumentInvalide si le coût est négatif.

    Exemple
    -------
    >>> delai_recuperation(250, 20)
    12.5

    Source
    ------
    S521, délai de récupération.
    """
    cout, marge = (
        positif("cout_acquisition", cout_acquisition),
        reel("marge_mensuelle", marge_mensuelle),
    )
    accorder(cout_acquisition=cout, marge_mensuelle=marge)
    return quotient(
        cout,
        marge * (marge > 0),
        "La marge mensuelle est nulle ou négative : le coût d'acquisition n'est jamais repris. "
        "Vérifiez la marge, coûts directs déduits.",
    )
