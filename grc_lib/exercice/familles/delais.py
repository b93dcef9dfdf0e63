"""Délais de paiement et rotation des stocks."""

from grc_lib import bfr
from grc_lib._formats import euros, nombre
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme, etapes
from grc_lib.exercice.tirage import Tirage

SEANCE = "S523-1"
ENTREPRISES = (
    "L'Imprimerie Clémenceau",
    "Une quincaillerie de gros",
    "Un fabricant de meubles",
    "Un grossiste en boissons",
)


def delai_des_clients(tirage: Tirage) -> Probleme:
    """Le délai moyen de paiement des clients."""
    ht, jours = tirage.entier("ca", 300, 2_400, pas=30) * 1_000, tirage.entier("jours", 28, 74)
    ttc = ht * 12 // 10
    creances = ttc * jours // 360
    calcul = Calcul(bfr.delai_clients, creances, ttc)
    return Probleme(
        f"{_qui(tirage)} réalise {euros(ht, 0)} de chiffre d'affaires hors taxes (TVA à 20 %). Les "
        f"clients lui doivent {euros(creances, 0)} TTC. Quel est le **délai moyen de paiement des "
        "clients** (année de 360 jours) ?",
        calcul,
        (
            f"CA TTC = {euros(ht, 0)} × 1,20 = {euros(ttc, 0)} : les créances sont TTC, le CA "
            "aussi.",
            f"délai = créances TTC / CA TTC × 360 = {euros(creances, 0)} / {euros(ttc, 0)} × 360 "
            f"= {nombre(calcul.valeur)} jours",
        ),
        unite="jours",
        pas=0.1,
    )


def delai_des_fournisseurs(tirage: Tirage) -> Probleme:
    """Le délai moyen de paiement des fournisseurs."""
    ht, jours = tirage.entier("achats", 150, 1_500, pas=30) * 1_000, tirage.entier("jours", 25, 59)
    ttc = ht * 12 // 10
    dettes = ttc * jours // 360
    calcul = Calcul(bfr.delai_fournisseurs, dettes, ttc)
    return Probleme(
        f"{_qui(tirage)} achète dans l'année pour {euros(ht, 0)} hors taxes (TVA à 20 %) et doit "
        f"{euros(dettes, 0)} TTC à ses fournisseurs. Quel est le **délai moyen de paiement des "
        "fournisseurs** (année de 360 jours) ?",
        calcul,
        (
            f"achats TTC = {euros(ht, 0)} × 1,20 = {euros(ttc, 0)}",
            f"délai = dettes TTC / achats TTC × 360 = {euros(dettes, 0)} / {euros(ttc, 0)} × 360 "
            f"= {nombre(calcul.valeur)} jours",
        ),
        unite="jours",
        pas=0.1,
    )


def duree_de_stockage(tirage: Tirage) -> Probleme:
    """Le temps que les marchandises passent en stock."""
    debut, fin, cout, jours = _stocks(tirage)
    calcul = Calcul(bfr.duree_stockage, debut, fin, cout)
    return Probleme(
        f"{_qui(tirage)} avait {euros(debut, 0)} de stock en début d'année et {euros(fin, 0)} à la "
        f"fin. Le coût d'achat des marchandises vendues est de {euros(cout, 0)} (montants hors "
        "taxes). Quelle est la **durée moyenne de stockage**, en jours (année de 360 jours) ?",
        calcul,
        (
            _stock_moyen(debut, fin),
            f"durée = stock moyen / coût d'achat × 360 = {euros((debut + fin) / 2, 0)} / "
            f"{euros(cout, 0)} × 360 = {jours} jours",
        ),
        unite="jours",
        pas=0.1,
    )


def rotation_des_stocks(tirage: Tirage) -> Probleme:
    """Le nombre de fois où le stock se renouvelle."""
    debut, fin, cout, _ = _stocks(tirage)
    calcul = Calcul(bfr.rotation_stock, debut, fin, cout)
    return Probleme(
        f"{_qui(tirage)} avait {euros(debut, 0)} de stock en début d'année et {euros(fin, 0)} à la "
        f"fin. Le coût d'achat des marchandises vendues est de {euros(cout, 0)} (montants hors "
        "taxes). **Combien de fois** le stock s'est-il renouvelé dans l'année (au dixième) ?",
        calcul,
        (
            _stock_moyen(debut, fin),
            f"rotation = coût d'achat / stock moyen = {euros(cout, 0)} / "
            f"{euros((debut + fin) / 2, 0)} = {nombre(calcul.valeur, 1)}",
        ),
        pas=0.1,
    )


def tresorerie_degagee(tirage: Tirage) -> Probleme:
    """Ce que rapporte un délai clients raccourci."""
    ht, avant = tirage.entier("ca", 300, 1_800, pas=30) * 1_000, tirage.entier("avant", 50, 72)
    gagnes, taux = tirage.entier("gagnes", 5, 15), tirage.choix("taux", (0.04, 0.05, 0.06, 0.08))
    calcul = Calcul(bfr.effet_delai, gagnes, ht * 1.2, taux=taux, champ="tresorerie")
    return Probleme(
        f"{_qui(tirage)} réalise {euros(ht, 0)} de chiffre d'affaires hors taxes (TVA à 20 %). Ses "
        f"relances ramènent le délai clients de {avant} à {avant - gagnes} jours. Quelle "
        "**trésorerie** cela dégage-t-il (année de 360 jours) ?",
        calcul,
        (
            f"jours gagnés = {avant} − {avant - gagnes} = {gagnes} ; CA TTC = {euros(ht, 0)} × "
            f"1,20 = {euros(ht * 1.2, 0)}",
            *etapes(calcul.resultat, "Trésorerie dégagée"),
        ),
        unite="€",
        pieges=("hors_taxe", "annee_civile"),
    )


QUESTIONS = (
    delai_des_clients,
    delai_des_fournisseurs,
    duree_de_stockage,
    rotation_des_stocks,
    tresorerie_degagee,
)


def _qui(tirage: Tirage) -> str:
    return tirage.choix("qui", ENTREPRISES)


def _stocks(tirage: Tirage) -> tuple[int, int, int, int]:
    """Stock de début, de fin, coût d'achat et durée, qui tombe juste."""
    cout, jours = tirage.entier("cout", 180, 1_440, pas=36) * 1_000, tirage.entier("jours", 22, 68)
    moyen = cout // 360 * jours
    ecart = moyen * tirage.choix("ecart", (-20, -15, -10, 10, 15, 20)) // 100
    return moyen - ecart, moyen + ecart, cout, jours


def _stock_moyen(debut: int, fin: int) -> str:
    return (
        f"stock moyen = (stock initial + stock final) / 2 = ({euros(debut, 0)} + {euros(fin, 0)}) "
        f"/ 2 = {euros((debut + fin) / 2, 0)}"
    )
