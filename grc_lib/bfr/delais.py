"""Les délais et les stocks (S523-1), en jours : clients, fournisseurs, magasin."""

from grc_lib._nombres import Nombres, accorder, positif, quotient, strictement_positif


def delai_clients(creances_ttc: Nombres, ventes_ttc: Nombres, *, jours: float = 360) -> Nombres:
    """Le nombre de jours que mettent les clients à payer.

    Délai = créances TTC / ventes TTC × jours.

    Paramètres
    ----------
    creances_ttc : créances clients TTC, plus les effets escomptés non échus, moins les avances
        reçues, en euros (nombre, tableau numpy ou `Series`).
    ventes_ttc : chiffre d'affaires TTC de la période, en euros. Des créances TTC rapportées à des
        ventes hors taxes allongeraient le délai de 20 %.
    jours : durée de la période ; 360 pour une année commerciale.

    Renvoie
    -------
    Le délai en jours, sous la même forme que les montants.

    Lève
    ----
    NonCalculable si les ventes sont nulles (valeur manquante dans une `Series`) ; ArgumentInvalide
    pour un montant négatif.

    Exemple
    -------
    >>> delai_clients(40_000, 360_000)
    40.0

    Source
    ------
    S523, délai de règlement des clients (cas BF02, BF04, BF12).
    """
    creances, ventes = positif("creances_ttc", creances_ttc), positif("ventes_ttc", ventes_ttc)
    accorder(creances_ttc=creances, ventes_ttc=ventes)
    duree = strictement_positif("jours", jours)
    return quotient(creances * duree, ventes, "Les ventes sont nulles : il n'y a pas de délai.")


def delai_fournisseurs(dettes_ttc: Nombres, achats_ttc: Nombres, *, jours: float = 360) -> Nombres:
    """Le nombre de jours que met l'entreprise à payer ses fournisseurs.

    Délai = dettes TTC / achats TTC × jours.

    Paramètres
    ----------
    dettes_ttc : dettes fournisseurs TTC, en euros (nombre, tableau numpy ou `Series`).
    achats_ttc : achats et services extérieurs TTC de la période, en euros.
    jours : durée de la période ; 360 pour une année commerciale.

    Renvoie
    -------
    Le délai en jours, sous la même forme que les montants.

    Lève
    ----
    NonCalculable si les achats sont nuls (valeur manquante dans une `Series`) ; ArgumentInvalide
    pour un montant négatif.

    Exemple
    -------
    >>> delai_fournisseurs(30_000, 240_000)
    45.0

    Source
    ------
    S523, délai de règlement des fournisseurs (cas BF02).
    """
    dettes, achats = positif("dettes_ttc", dettes_ttc), positif("achats_ttc", achats_ttc)
    accorder(dettes_ttc=dettes, achats_ttc=achats)
    duree = strictement_positif("jours", jours)
    return quotient(dettes * duree, achats, "Les achats sont nuls : il n'y a pas de délai.")


def duree_stockage(
    stock_initial: Nombres, stock_final: Nombres, cout_annuel: Nombres, *, jours: float = 360
) -> Nombres:
    """Le nombre de jours que passe une marchandise en stock.

    Durée = stock moyen / coût annuel × jours, avec stock moyen = (stock initial + final) / 2.

    Paramètres
    ----------
    stock_initial, stock_final : hors taxes, en euros (nombres, tableaux numpy ou `Series`).
    cout_annuel : hors taxes, en euros. Marchandises : leur coût d'achat (achats + stock initial −
        stock final) ; produits finis : leur coût de production.
    jours : durée de la période ; 360 pour une année commerciale.

    Renvoie
    -------
    La durée en jours, sous la même forme que les montants.

    Lève
    ----
    NonCalculable si le coût est nul (valeur manquante dans une `Series`) ; ArgumentInvalide pour un
    montant négatif.

    Exemple
    -------
    >>> duree_stockage(50_000, 90_000, 700_000)
    36.0

    Source
    ------
    S523, durée d'écoulement des stocks (cas BF01, BF02).
    """
    moyen, cout = _stocks(stock_initial, stock_final, cout_annuel)
    raison = "Rien n'est sorti du stock (coût annuel nul) : il n'y a pas de durée de stockage."
    return quotient(moyen * strictement_positif("jours", jours), cout, raison)


def rotation_stock(stock_initial: Nombres, stock_final: Nombres, cout_annuel: Nombres) -> Nombres:
    """Le nombre de fois où le stock se renouvelle dans l'année.

    Rotation = coût annuel / stock moyen.

    Paramètres
    ----------
    stock_initial, stock_final, cout_annuel : comme pour `duree_stockage`.

    Renvoie
    -------
    Un nombre de fois par an, sous la même forme que les montants.

    Lève
    ----
    NonCalculable si le stock moyen est nul (valeur manquante dans une `Series`) ; ArgumentInvalide
    pour un montant négatif.

    Exemple
    -------
    >>> rotation_stock(50_000, 90_000, 700_000)
    10.0

    Source
    ------
    S523, rotation des stocks (cas BF01).
    """
    moyen, cout = _stocks(stock_initial, stock_final, cout_annuel)
    return quotient(cout, moyen, "Le stock moyen est nul : il n'y a pas de rotation.")


def _stocks(initial: Nombres, final: Nombres, cout: Nombres) -> tuple[Nombres, Nombres]:
    """Le stock moyen et le coût annuel."""
    debut, fin, annuel = accorder(
        stock_initial=positif("stock_initial", initial),
        stock_final=positif("stock_final", final),
        cout_annuel=positif("cout_annuel", cout),
    )
    return (debut + fin) / 2, annuel
