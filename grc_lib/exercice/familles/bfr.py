"""Fonds de roulement, BFR et trésorerie."""

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
Postes = dict[str, int]


def fonds_de_roulement(tirage: Tirage) -> Probleme:
    """Le fonds de roulement net global."""
    postes = _bilan(tirage)
    calcul = Calcul(bfr.equilibre, **postes, champ="frng")
    return Probleme(
        f"{_haut(tirage, postes)} ; {_exploitation(postes)}. Quel est le **fonds de roulement net "
        "global** (FRNG) ?",
        calcul,
        etapes(calcul.resultat, "FRNG"),
        unite="€",
    )


def besoin(tirage: Tirage) -> Probleme:
    """Le besoin en fonds de roulement."""
    postes = _bilan(tirage)
    calcul = Calcul(bfr.equilibre, **postes, champ="bfr")
    return Probleme(
        f"{_haut(tirage, postes)} ; {_exploitation(postes)} ; {_hors_exploitation(postes)}. Quel "
        "est le **besoin en fonds de roulement** (BFR) ?",
        calcul,
        etapes(calcul.resultat, "BFRE", "BFRHE", "BFR"),
        unite="€",
    )


def tresorerie(tirage: Tirage) -> Probleme:
    """La trésorerie nette, positive ou négative."""
    postes = _bilan(tirage)
    calcul = Calcul(bfr.equilibre, **postes, champ="tresorerie_nette")
    return Probleme(
        f"{_haut(tirage, postes)} ; {_exploitation(postes)} ; {_hors_exploitation(postes)}. Quelle "
        "est la **trésorerie nette** (avec son signe) ?",
        calcul,
        etapes(calcul.resultat),
        unite="€",
    )


def besoin_en_jours(tirage: Tirage) -> Probleme:
    """Le BFR en jours de chiffre d'affaires hors taxes."""
    ca, montant = tirage.entier("ca", 600, 3_600, pas=36) * 1_000, tirage.entier("jours", 21, 75)
    besoin = ca * montant // 360
    jours = besoin / ca * 360
    return Probleme(
        f"{tirage.choix('qui', ENTREPRISES)} a un BFR de {euros(besoin, 0)} pour un chiffre "
        f"d'affaires annuel de {euros(ca, 0)} hors taxes (TVA à 20 %, année de 360 jours). À "
        "combien de **jours de chiffre d'affaires hors taxes** ce BFR correspond-il (au dixième) ?",
        jours,
        (
            "jours de CA HT = BFR / CA HT × 360",
            f"jours = {euros(besoin, 0)} / {euros(ca, 0)} × 360 = {nombre(jours)} jours",
        ),
        unite="jours",
        pas=0.1,
        pieges={
            "Vous avez pris le chiffre d'affaires TTC : on cherche des jours de CA hors taxes.": (
                jours / 1.2
            ),
            "Vous avez compté 365 jours : l'année commerciale en a 360.": jours * 365 / 360,
            "Vous avez inversé la division.": ca / besoin,
        },
    )


DECOUVERT = "À découvert : le fonds de roulement ne couvre pas tout le besoin"
EXCEDENT = "Excédentaire : le fonds de roulement couvre plus que le besoin"
AVIS = {
    DECOUVERT: "Le fonds de roulement dépasse ici le besoin : il reste de l'argent.",
    EXCEDENT: "Un fonds de roulement positif ne suffit pas : comparez-le au besoin.",
}


def diagnostic(tirage: Tirage) -> Probleme:
    """La croissance du besoin vide-t-elle la trésorerie ?"""
    attendu = tirage.choix("attendu", tuple(AVIS))
    jours, ca = tirage.entier("jours", 30, 60, pas=3), tirage.entier("ca", 720, 2_160, pas=120)
    hausse = tirage.choix("hausse", (10, 20, 25))
    futur = ca * 1000 * jours // 360 * (100 + hausse) // 100
    ecart = tirage.entier("ecart", 5_000, 15_000, pas=500)
    frng = futur - ecart if attendu == DECOUVERT else futur + ecart
    return Probleme(
        f"{tirage.choix('qui', ENTREPRISES)} a un fonds de roulement de {euros(frng, 0)}. Son BFR "
        f"est de {jours} jours de chiffre d'affaires hors taxes (année de 360 jours). Ce chiffre "
        f"d'affaires, de {euros(ca * 1000, 0)}, doit augmenter de {hausse} %, sans changer les "
        "délais. **Que devient la trésorerie nette** ?",
        attendu,
        (
            f"nouveau CA = {euros(ca * 1000, 0)} × {nombre(1 + hausse / 100)} = "
            f"{euros(ca * 10 * (100 + hausse), 0)}",
            f"nouveau BFR = {jours} × {euros(ca * 10 * (100 + hausse), 0)} / 360 = "
            f"{euros(futur, 0)}",
            f"trésorerie = FRNG − BFR = {euros(frng, 0)} − {euros(futur, 0)} = "
            f"{euros(frng - futur, 0)}",
            attendu,
        ),
        choix=tuple(AVIS),
        pieges={pourquoi: choix for choix, pourquoi in AVIS.items() if choix != attendu},
    )


QUESTIONS = (fonds_de_roulement, besoin, tresorerie, besoin_en_jours, diagnostic)


def _bilan(tirage: Tirage) -> Postes:
    """Un bilan dont le BFR est positif et dont la trésorerie n'est jamais nulle."""
    emplois = tirage.entier("emplois", 90, 400, pas=10) * 1_000
    frng = tirage.entier("frng", 30, 90, pas=3) * 1_000
    besoin = frng + tirage.choix("signe", (-1, 1)) * tirage.entier("tresorerie", 9, 35) * 500
    dettes = tirage.entier("dettes", 60, 140, pas=5) * 1_000
    hors = tirage.entier("hors", 2, 8) * 500
    return {
        "ressources_stables": emplois + frng,
        "emplois_stables": emplois,
        "actif_exploitation": besoin + dettes + hors,
        "passif_exploitation": dettes,
        "actif_hors_exploitation": 1_500,
        "passif_hors_exploitation": 1_500 + hors,
    }


def _haut(tirage: Tirage, postes: Postes) -> str:
    return (
        f"Au bilan {_de(tirage.choix('qui', ENTREPRISES))} : ressources stables "
        f"{euros(postes['ressources_stables'], 0)}, emplois stables "
        f"{euros(postes['emplois_stables'], 0)}"
    )


def _de(qui: str) -> str:
    return ("d'" if qui.startswith("Un") else "de ") + qui[0].lower() + qui[1:]


def _exploitation(postes: Postes) -> str:
    return (
        f"stocks et créances d'exploitation {euros(postes['actif_exploitation'], 0)}, dettes "
        f"d'exploitation {euros(postes['passif_exploitation'], 0)}"
    )


def _hors_exploitation(postes: Postes) -> str:
    return (
        f"hors exploitation, créances {euros(postes['actif_hors_exploitation'], 0)} et dettes "
        f"{euros(postes['passif_hors_exploitation'], 0)}"
    )
