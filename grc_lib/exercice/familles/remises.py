"""Remises en cascade."""

from itertools import permutations

from grc_lib import prix
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.devis import Devis, Ligne
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S442-3"


def remise_globale(tirage: Tirage) -> Probleme:
    """La remise unique qui équivaut à deux remises en cascade."""
    r1, r2 = _deux_remises(tirage)
    reste = (1 - r1) * (1 - r2)
    fournisseur = tirage.choix(
        "fournisseur",
        ("Un grossiste en quincaillerie", "L'Imprimerie Clémenceau", "Un torréfacteur"),
    )
    return Probleme(
        f"{fournisseur} accorde à un client une remise de {pourcentage(r1, 0)} pour quantité, "
        f"puis une remise de fidélité de {pourcentage(r2, 0)}. À quelle **remise globale** cela "
        "revient-il (au centième) ?",
        Calcul(prix.remise_globale, r1, r2),
        (
            f"après les deux remises, il reste à payer {nombre(1 - r1)} × {nombre(1 - r2)} = "
            f"{pourcentage(reste)} du prix",
            f"remise globale = 100 % − {pourcentage(reste)} = {pourcentage(1 - reste)}",
        ),
        unite="%",
    )


def net_commercial(tirage: Tirage) -> Probleme:
    """Le net commercial après deux remises."""
    brut = tirage.entier("brut", 800, 6000, pas=100)
    r1, r2 = _deux_remises(tirage)
    net1 = brut * (1 - r1)
    objet = tirage.choix(
        "objet",
        (
            "des invitations imprimées",
            "du mobilier de salle de sport",
            "un lot d'outils de jardin",
        ),
    )
    return Probleme(
        f"Un devis pour {objet} s'élève à {euros(brut)} HT. Le client a une remise de "
        f"{pourcentage(r1, 0)}, puis une seconde de {pourcentage(r2, 0)}. Quel est le **net "
        "commercial HT** ?",
        Calcul(Devis, [Ligne(objet, 1, brut)], remises=(r1, r2), champ="net_commercial"),
        (
            f"après la première remise : {euros(brut)} × {nombre(1 - r1)} = {euros(net1)}",
            f"après la seconde, calculée sur ce prix réduit : {euros(net1)} × {nombre(1 - r2)} = "
            f"{euros(net1 * (1 - r2))}",
        ),
        unite="€",
    )


def prix_catalogue(tirage: Tirage) -> Probleme:
    """Le prix d'avant une remise."""
    brut = tirage.entier("brut", 60, 900, pas=20)
    r = tirage.choix("remise", (0.05, 0.10, 0.15, 0.20, 0.25, 0.30))
    net = brut * (1 - r)
    objet = tirage.choix("objet", ("un vélo d'appartement", "un nettoyeur vapeur", "un barbecue"))
    taux = pourcentage(r, 0)
    return Probleme(
        f"Après une remise de {taux}, un client paie {objet} {euros(net)}. Quel était le **prix "
        "avant remise** ?",
        float(brut),
        (
            f"le client paie 100 % − {taux} = {pourcentage(1 - r, 0)} du prix avant remise",
            f"prix avant remise = {euros(net)} / {nombre(1 - r)} = {euros(brut)}",
        ),
        unite="€",
        pieges={
            f"Vous avez ajouté {taux} au prix payé : la remise a été calculée sur le prix de "
            "départ.": net * (1 + r),
            "Vous avez retiré la remise une seconde fois : le prix payé la compte déjà.": net
            * (1 - r),
        },
    )


def seconde_remise(tirage: Tirage) -> Probleme:
    """La seconde remise qui mène à une remise globale."""
    r1 = tirage.choix("premiere", (10, 15, 25, 30)) / 100
    r2 = tirage.choix("seconde", [r for r in range(2, 21) if r not in (10, 15)]) / 100
    globale = prix.remise_globale(r1, r2)
    client = tirage.choix("client", ("Une mairie", "Un réseau d'agences", "Un club de tennis"))
    return Probleme(
        f"{client} veut {pourcentage(globale, None)} de remise en tout. La première remise, de "
        f"{pourcentage(r1, 0)}, est déjà acquise. Quelle **seconde remise**, calculée sur le prix "
        "déjà réduit, faut-il lui accorder ?",
        r2,
        (
            f"il doit rester à payer 100 % − {pourcentage(globale, None)} = "
            f"{pourcentage(1 - globale, None)} du prix",
            f"après la première remise, il reste {pourcentage(1 - r1, 0)} du prix",
            f"la seconde laisse donc {pourcentage(1 - globale, None)} / {pourcentage(1 - r1, 0)} "
            f"= {pourcentage(1 - r2, 0)} de ce prix réduit",
            f"seconde remise = 100 % − {pourcentage(1 - r2, 0)} = {pourcentage(r2, 0)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            "Vous avez soustrait les deux taux : la seconde remise se calcule sur un prix déjà "
            "réduit.": globale - r1,
            "C'est ce qui reste à payer du prix réduit : la remise est ce qu'on en retire.": 1 - r2,
        },
    )


def quelle_offre(tirage: Tirage) -> Probleme:
    """Comparer une remise unique et une cascade."""
    r1, r2 = _deux_remises(tirage)
    unique = r1 + r2 - tirage.choix("ecart", (0, 0.02))
    globale = prix.remise_globale(r1, r2)
    juste, fausse = ("A", "B") if unique > globale else ("B", "A")
    se_valent = "les deux se valent"
    return Probleme(
        f"Deux fournisseurs ont le même tarif. Le fournisseur A accorde {pourcentage(unique, 0)} "
        f"de remise ; le fournisseur B accorde {pourcentage(r1, 0)}, puis {pourcentage(r2, 0)} sur "
        "le prix réduit. Quel est le **moins cher** ?",
        f"le fournisseur {juste}",
        (
            f"A laisse à payer 100 % − {pourcentage(unique, 0)} = {pourcentage(1 - unique)} du "
            "tarif",
            f"B laisse à payer {nombre(1 - r1)} × {nombre(1 - r2)} = {pourcentage(1 - globale)} du "
            "tarif",
            f"le moins cher est le fournisseur {juste}",
        ),
        choix=tirage.choix(
            "ordre", list(permutations(("le fournisseur A", "le fournisseur B", se_valent)))
        ),
        pieges={
            "Calculez ce que le client paie dans les deux cas : deux remises en cascade ne "
            "s'additionnent pas.": f"le fournisseur {fausse}",
            "Calculez ce que le client paie chez chacun : les deux montants diffèrent.": se_valent,
        },
    )


def _deux_remises(tirage: Tirage) -> tuple[float, float]:
    return tirage.entier("r1", 10, 20) / 100, tirage.entier("r2", 3, 8) / 100


QUESTIONS = (remise_globale, net_commercial, prix_catalogue, seconde_remise, quelle_offre)
