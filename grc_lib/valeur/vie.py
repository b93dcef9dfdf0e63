"""La valeur vie client (S521-4) : ce qu'un client rapportera tant qu'il reste."""

from typing import Any, Literal

from grc_lib._arguments import parmi
from grc_lib._nombres import Nombres, accorder, entier, positif, quotient, reel, taux

_PREMIERS_FLUX = ("immédiat", "différé")


def valeur_vie(
    *,
    marge: Any,
    retention: Any,
    annees: int,
    cout_acquisition: Any = 0,
    fidelisation: Any = 0,
    actualisation: Any = 0,
    effectif: int | None = None,
    premier_flux: Literal["immédiat", "différé"] = "immédiat",
) -> Nombres:
    """La valeur vie d'un client sur un nombre d'années donné (CLV).

    Valeur vie = Σ (marge − fidélisation) × r^t / (1 + d)^t − coût d'acquisition, où r^t est la part
    des clients encore là après t années.

    Paramètres
    ----------
    marge : ce qu'un client présent rapporte chaque année (€ de marge, pas de chiffre d'affaires).
    retention : r, la part des clients que l'on garde d'une année à l'autre, décimale, supposée
        constante.
    annees : le nombre d'années comptées, entier, au moins 1.
    cout_acquisition : ce qu'un client a coûté à conquérir (€), dépensé une fois, non actualisé.
    fidelisation : ce que l'on dépense chaque année par client encore présent (€).
    actualisation : d, le taux annuel, décimal ; 0 : un euro futur vaut un euro d'aujourd'hui.
    effectif : nombre de clients au départ ; donné, les effectifs de chaque année sont arrondis à
        l'entier le plus proche, et le résultat reste la valeur moyenne d'un client.
    premier_flux : « immédiat » : la première marge est celle de l'année en cours (t de 0 à n − 1) ;
        « différé » : elle arrive dans un an, des seuls clients restés (t de 1 à n).

    Renvoie
    -------
    Des euros par client conquis, sous la forme des données (nombre ou colonne).

    Lève
    ----
    ArgumentInvalide pour un taux hors de 0–1, un nombre d'années ou un effectif qui n'est pas un
    entier d'au moins 1, un coût négatif.

    Exemple
    -------
    >>> cas = {"marge": 180, "retention": 0.70, "annees": 5, "cout_acquisition": 300}
    >>> round(valeur_vie(**cas), 3), round(valeur_vie(**cas, effectif=1000), 2)
    (199.158, 199.14)

    Source
    ------
    S521, valeur à vie : effectifs arrondis ou espérance (cas VC01 à VC03), actualisée (cas VC05).
    """
    parmi("premier_flux", premier_flux, _PREMIERS_FLUX)
    m, r = reel("marge", marge), taux("retention", retention)
    cout = positif("cout_acquisition", cout_acquisition)
    entretien = positif("fidelisation", fidelisation)
    d = taux("actualisation", actualisation)
    accorder(marge=m, retention=r, cout_acquisition=cout, fidelisation=entretien, actualisation=d)
    debut = 0 if premier_flux == "immédiat" else 1
    clients = None if effectif is None else entier("effectif", effectif, 1)
    rangs = range(debut, debut + entier("annees", annees, 1))
    return sum((m - entretien) * _survie(r, t, clients) / (1 + d) ** t for t in rangs) - cout


def valeur_vie_infinie(
    marge: Any,
    retention: Any,
    actualisation: Any,
    *,
    premier_flux: Literal["immédiat", "différé"] = "immédiat",
) -> Nombres:
    """La valeur vie d'un client sans limite de durée, actualisée.

    Premier flux immédiat : m × (1 + d) / (1 + d − r) ; différé : m × r / (1 + d − r).

    Paramètres
    ----------
    marge : m, ce qu'un client présent rapporte chaque année (€ de marge).
    retention : r, décimale, la même chaque année.
    actualisation : d, le taux annuel, décimal.
    premier_flux : « immédiat » : la première marge est d'aujourd'hui ; « différé » : elle arrive
        dans un an, des seuls clients restés.

    Renvoie
    -------
    Des euros par client, coût d'acquisition non déduit, sous la forme des données.

    Lève
    ----
    NonCalculable si l'on garde tous les clients (r = 1) sans actualiser (d = 0) : la somme est
    infinie (valeur manquante dans une colonne) ; ArgumentInvalide pour un taux hors de 0–1.

    Exemple
    -------
    >>> round(valeur_vie_infinie(100, 0.80, 0.10), 2)
    366.67
    >>> round(valeur_vie_infinie(100, 0.80, 0.10, premier_flux="différé"), 2)
    266.67

    Source
    ------
    S521, valeur à vie infinie (cas VC04, VC06).
    """
    parmi("premier_flux", premier_flux, _PREMIERS_FLUX)
    m = reel("marge", marge)
    r, d = taux("retention", retention), taux("actualisation", actualisation)
    accorder(marge=m, retention=r, actualisation=d)
    return quotient(
        m * (1 + d) if premier_flux == "immédiat" else m * r,
        1 + d - r,
        "Avec une rétention de 100 % et une actualisation nulle, la somme des marges est infinie : "
        "la valeur vie n'est pas définie. Vérifiez la rétention ou comptez sur une durée limitée.",
    )


def _survie(retention: Nombres, annees: int, effectif: int | None) -> Nombres:
    """La part des clients encore là ; l'effectif est arrondi à l'entier, demi vers le haut."""
    if effectif is None:
        return retention**annees
    return (effectif * retention**annees + 0.5 + 1e-9) // 1 / effectif
