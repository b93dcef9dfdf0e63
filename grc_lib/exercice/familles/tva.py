"""TVA : du HT au TTC et retour."""

from grc_lib import prix
from grc_lib._formats import donnee, euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S442-3"
VENTES = (
    ("L'Imprimerie Clémenceau facture des affiches", 0.20),
    ("Un traiteur facture un buffet", 0.10),
    ("Une librairie facture des livres à une médiathèque", 0.055),
    ("Une quincaillerie facture de l'outillage", 0.20),
)


def toutes_taxes(tirage: Tirage) -> Probleme:
    """Le prix TTC, du prix HT."""
    ht, vente, tva = _vente(tirage)
    ttc = ht * (1 + tva)
    taux = pourcentage(tva, None)
    return Probleme(
        f"{vente} {euros(ht)} HT, avec une TVA à {taux}. Quel est le **prix TTC** ?",
        Calcul(prix.toutes_taxes, ht, tva=tva),
        (
            f"TVA = {euros(ht)} × {taux} = {euros(ht * tva)}",
            f"prix TTC = prix HT + TVA = {euros(ht)} + {euros(ht * tva)} = {euros(ttc)}",
        ),
        unite="€",
    )


def hors_taxes(tirage: Tirage) -> Probleme:
    """Le prix HT, du prix TTC."""
    ht, vente, tva = _vente(tirage)
    ttc = ht * (1 + tva)
    return Probleme(
        f"{vente} {euros(ttc)} TTC, avec une TVA à {pourcentage(tva, None)}. Quel est le **prix "
        "hors taxes** ?",
        Calcul(prix.hors_taxe, ttc, tva=tva),
        (
            f"prix TTC = prix HT × (1 + taux de TVA) = prix HT × {donnee(1 + tva)}",
            f"prix HT = prix TTC / {donnee(1 + tva)} = {euros(ttc)} / {donnee(1 + tva)} = "
            f"{euros(ht)}",
        ),
        unite="€",
    )


def montant_de_tva(tirage: Tirage) -> Probleme:
    """La TVA comprise dans un prix TTC."""
    ht, vente, tva = _vente(tirage)
    ttc = ht * (1 + tva)
    return Probleme(
        f"{vente} {euros(ttc)} TTC, avec une TVA à {pourcentage(tva, None)}. Quel est le **montant "
        "de la TVA** compris dans ce prix ?",
        ttc - prix.hors_taxe(ttc, tva=tva),
        (
            f"prix HT = prix TTC / (1 + taux de TVA) = {euros(ttc)} / {donnee(1 + tva)} = "
            f"{euros(ht)}",
            f"TVA = prix TTC − prix HT = {euros(ttc)} − {euros(ht)} = {euros(ht * tva)}",
        ),
        unite="€",
        pieges={
            "Vous avez appliqué le taux au prix TTC : la TVA se calcule sur le prix HT.": ttc * tva,
            "C'est le prix hors taxes : la question porte sur la taxe.": ht,
        },
    )


def cout_maximal(tirage: Tirage) -> Probleme:
    """Le coût le plus élevé qu'un prix TTC permet, marque comprise."""
    article, tva = tirage.choix(
        "article",
        (
            ("Un traiteur veut vendre un plateau-repas", 0.10),
            ("Une boutique de sport veut vendre un maillot", 0.20),
            ("Une papeterie veut vendre un agenda", 0.20),
        ),
    )
    ht = tirage.entier("ht", 10, 40)
    marque = tirage.choix("marque", (30, 35, 40, 45, 55, 60, 65)) / 100
    ttc, taux = ht * (1 + tva), pourcentage(tva, 0)
    return Probleme(
        f"{article} {euros(ttc)} TTC (TVA à {taux}) en gardant un taux de marque de "
        f"{pourcentage(marque, 0)} du prix HT. Quel est le **coût maximal hors taxes** de "
        "l'article ?",
        prix.prix_achat(prix.hors_taxe(ttc, tva=tva), taux_marque=marque),
        (
            f"prix HT = {euros(ttc)} / {nombre(1 + tva)} = {euros(ht)}",
            f"le coût fait 100 % − {pourcentage(marque, 0)} = {pourcentage(1 - marque, 0)} du prix "
            "HT",
            f"coût maximal = {euros(ht)} × {nombre(1 - marque)} = {euros(ht * (1 - marque))}",
        ),
        unite="€",
        pieges={
            "Vous êtes parti du prix TTC : la marge se calcule hors taxes.": ttc * (1 - marque),
            "Vous avez retiré le taux de TVA au prix TTC : la TVA se calcule sur le prix HT.": ttc
            * (1 - tva)
            * (1 - marque),
            "C'est la marge en euros : retirez-la du prix HT.": ht * marque,
        },
    )


def _vente(tirage: Tirage) -> tuple[int, str, float]:
    vente, tva = tirage.choix("vente", VENTES)
    return tirage.entier("ht", 40, 1200, pas=20), vente, tva


QUESTIONS = (toutes_taxes, hors_taxes, montant_de_tva, cout_maximal)
