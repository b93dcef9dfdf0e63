"""Marge, marque, coefficient (S443-1) : du prix d'achat au prix de vente, du HT au TTC."""

from grc_lib._nombres import Nombres, accorder, positif, quotient, strictement_positif, taux
from grc_lib.erreurs import ArgumentInvalide

MARGE_MAX = 5.0  # 500 % : au-delà, c'est presque toujours un pourcentage (30 au lieu de 0.30)


def taux_marge(pa: Nombres, pv: Nombres) -> Nombres:
    """Le taux de marge : la marge rapportée au prix d'achat.

    taux de marge = (PV HT − PA HT) / PA HT

    Paramètres
    ----------
    pa : prix d'achat (ou coût) HT, en euros.
    pv : prix de vente HT, en euros.

    Renvoie
    -------
    Un taux décimal, négatif si l'on vend à perte ; même forme que les prix.

    Lève
    ----
    NonCalculable si le prix d'achat est nul ; ArgumentInvalide pour un prix négatif ou manquant.

    Exemple
    -------
    >>> taux_marge(100, 130)
    0.3

    Source
    ------
    S443, taux de marge (cas PX03).
    """
    pa, pv = accorder(pa=positif("pa", pa), pv=positif("pv", pv))
    raison = "Le prix d'achat est nul : il n'y a pas de taux de marge. Vérifiez le coût saisi."
    return quotient(pv - pa, pa, raison)


def taux_marque(pa: Nombres, pv: Nombres) -> Nombres:
    """Le taux de marque : la marge rapportée au prix de vente.

    taux de marque = (PV HT − PA HT) / PV HT = taux de marge / (1 + taux de marge)

    Paramètres
    ----------
    pa : prix d'achat (ou coût) HT, en euros.
    pv : prix de vente HT, en euros.

    Renvoie
    -------
    Un taux décimal, toujours inférieur au taux de marge ; négatif si l'on vend à perte.

    Lève
    ----
    NonCalculable si le prix de vente est nul ; ArgumentInvalide pour un prix négatif ou manquant.

    Exemple
    -------
    >>> taux_marque(150, 200)
    0.25

    Source
    ------
    S443, taux de marque (cas PX03).
    """
    pa, pv = accorder(pa=positif("pa", pa), pv=positif("pv", pv))
    raison = "Le prix de vente est nul : il n'y a pas de taux de marque. Vérifiez le prix saisi."
    return quotient(pv - pa, pv, raison)


def prix_vente(
    pa: Nombres,
    *,
    taux_marge: Nombres | None = None,
    taux_marque: Nombres | None = None,
    coefficient: Nombres | None = None,
) -> Nombres:
    """Le prix de vente qui donne la marge, la marque ou le coefficient voulus.

    PV HT = PA HT × (1 + taux de marge) = PA HT / (1 − taux de marque)

    PV TTC = PA HT × coefficient multiplicateur

    Paramètres
    ----------
    pa : prix d'achat (ou coût) HT, en euros.
    taux_marge : décimal, de 0 à 5 (500 %) ; au-delà, employez un coefficient.
    taux_marque : décimal, de 0 à 1 non compris.
    coefficient : coefficient multiplicateur, plus grand que 0 : PV TTC / PA HT.

    Donnez un seul des trois.

    Renvoie
    -------
    Le prix en euros, non arrondi : **HT** avec un taux, **TTC** avec un coefficient (et HT si votre
    coefficient est défini sur le HT, comme dans certains manuels).

    Lève
    ----
    NonCalculable si le taux de marque vaut 100 % ; ArgumentInvalide pour un taux hors de son
    domaine, ou si l'on ne donne pas exactement un des trois.

    Exemple
    -------
    >>> prix_vente(72, taux_marque=0.20)
    90.0
    >>> prix_vente(50, coefficient=2.4)  # TTC
    120.0

    Source
    ------
    S443, fixation du prix par les coûts (cas PX01, PX04).
    """
    donne, rapport = _prix_vente_pour_un_euro(taux_marge, taux_marque, coefficient)
    pa, rapport = accorder(pa=positif("pa", pa), **{donne: rapport})
    return pa * rapport


def prix_achat(
    pv: Nombres,
    *,
    taux_marge: Nombres | None = None,
    taux_marque: Nombres | None = None,
    coefficient: Nombres | None = None,
) -> Nombres:
    """Le prix d'achat maximal qui laisse la marge, la marque ou le coefficient voulus.

    PA HT = PV HT / (1 + taux de marge) = PV HT × (1 − taux de marque)

    PA HT = PV TTC / coefficient multiplicateur

    Paramètres
    ----------
    pv : prix de vente en euros : **HT** avec un taux, **TTC** avec un coefficient.
    taux_marge, taux_marque, coefficient : comme pour `prix_vente` ; donnez un seul des trois.

    Renvoie
    -------
    Le prix d'achat HT en euros, non arrondi.

    Lève
    ----
    Comme `prix_vente`.

    Exemple
    -------
    >>> prix_achat(130, taux_marge=0.30)
    100.0
    >>> prix_achat(120, coefficient=2.4)  # 120 € TTC
    50.0

    Source
    ------
    S443, coût cible : le prix accepté moins la marge voulue.
    """
    donne, rapport = _prix_vente_pour_un_euro(taux_marge, taux_marque, coefficient)
    pv, rapport = accorder(pv=positif("pv", pv), **{donne: rapport})
    return pv / rapport


def coefficient_multiplicateur(pa: Nombres, *, prix_vente_ttc: Nombres) -> Nombres:
    """Le coefficient qui fait passer du prix d'achat HT au prix de vente TTC.

    coefficient = PV TTC / PA HT

    Paramètres
    ----------
    pa : prix d'achat HT, en euros.
    prix_vente_ttc : prix de vente TTC, en euros. Certains manuels divisent le prix HT : le
        coefficient est alors plus petit, et multiplie vers un prix HT.

    Renvoie
    -------
    Un nombre sans unité ; même forme que les prix.

    Lève
    ----
    NonCalculable si le prix d'achat est nul ; ArgumentInvalide pour un prix négatif ou manquant.

    Exemple
    -------
    >>> coefficient_multiplicateur(50, prix_vente_ttc=120)
    2.4

    Source
    ------
    S443, coefficient multiplicateur (cas PX01 à PX07).
    """
    pa, ttc = accorder(
        pa=positif("pa", pa), prix_vente_ttc=positif("prix_vente_ttc", prix_vente_ttc)
    )
    raison = "Le prix d'achat est nul : aucun coefficient ne mène au prix de vente."
    return quotient(ttc, pa, raison)


def hors_taxe(ttc: Nombres, *, tva: Nombres) -> Nombres:
    """Le prix hors taxe d'un prix toutes taxes comprises.

    HT = TTC / (1 + taux de TVA) : la TVA porte sur le HT, retirer 20 % au TTC est faux.

    Paramètres
    ----------
    ttc : prix TTC, en euros.
    tva : taux de TVA décimal (0.20, 0.10, 0.055, 0.021).

    Renvoie
    -------
    Le prix HT en euros, non arrondi ; même forme que les prix.

    Lève
    ----
    ArgumentInvalide pour un prix négatif ou un taux qui n'est pas décimal.

    Exemple
    -------
    >>> hors_taxe(120, tva=0.20)  # et non 120 × 0,8 = 96
    100.0

    Source
    ------
    S443 et S442, idée fausse « HT = TTC × 0,8 ».
    """
    ttc, tva = accorder(ttc=positif("ttc", ttc), tva=taux("tva", tva))
    return ttc / (1 + tva)


def toutes_taxes(ht: Nombres, *, tva: Nombres) -> Nombres:
    """Le prix toutes taxes comprises d'un prix hors taxe.

    TTC = HT × (1 + taux de TVA)

    Paramètres
    ----------
    ht : prix HT, en euros.
    tva : taux de TVA décimal (0.20, 0.10, 0.055, 0.021).

    Renvoie
    -------
    Le prix TTC en euros, non arrondi (un devis arrondit au centime : module `devis`).

    Lève
    ----
    ArgumentInvalide pour un prix négatif ou un taux qui n'est pas décimal.

    Exemple
    -------
    >>> toutes_taxes(100, tva=0.055)
    105.5

    Source
    ------
    S443 et S442, taxe sur la valeur ajoutée.
    """
    ht, tva = accorder(ht=positif("ht", ht), tva=taux("tva", tva))
    return ht * (1 + tva)


def _prix_vente_pour_un_euro(
    taux_marge: Nombres | None, taux_marque: Nombres | None, coefficient: Nombres | None
) -> tuple[str, Nombres]:
    """L'argument donné, et le prix de vente qu'il donne à un article acheté 1 €."""
    choix = {"taux_marge": taux_marge, "taux_marque": taux_marque, "coefficient": coefficient}
    donnes = [nom for nom, valeur in choix.items() if valeur is not None]
    if len(donnes) != 1:
        recu = " et ".join(donnes) or "aucun"
        raise ArgumentInvalide(" | ".join(choix), recu, "un seul des trois")
    if taux_marge is not None:
        return "taux_marge", 1 + taux("taux_marge", taux_marge, MARGE_MAX)
    if taux_marque is not None:
        raison = (
            "Un taux de marque de 100 % supposerait un prix d'achat nul : "
            "aucun prix de vente ne le donne. Vérifiez le taux."
        )
        return "taux_marque", quotient(1.0, 1 - taux("taux_marque", taux_marque), raison)
    return "coefficient", strictement_positif("coefficient", coefficient)
