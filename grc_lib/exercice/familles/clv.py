"""Valeur vie d'un client."""

from grc_lib import valeur
from grc_lib._formats import donnee, euros, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S521-4"
COMMERCES = (
    ("Une salle de sport", "un abonné"),
    ("L'Imprimerie Clémenceau", "un client"),
    ("Un fournisseur de machines à café", "un client professionnel"),
    ("Un traiteur", "un client d'entreprise"),
)


def valeur_sur_trois_ans(tirage: Tirage) -> Probleme:
    """La valeur vie sur trois ans, sans actualiser."""
    marge, retention, cout = _client(tirage)
    calcul = Calcul(
        valeur.valeur_vie, marge=marge, retention=retention, annees=3, cout_acquisition=cout
    )
    somme = marge * (1 + retention + retention**2)
    return Probleme(
        f"{_situation(tirage, marge, retention)} Le conquérir a coûté {euros(cout, 0)}. La "
        "première marge est celle de l'année en cours. Sans actualiser, quelle est sa **valeur "
        "vie sur trois ans**, au centime ?",
        calcul,
        (
            f"part encore cliente : 1, puis {donnee(retention)}, puis {donnee(retention)}² = "
            f"{donnee(retention**2)}",
            f"marges = {euros(marge, 0)} × (1 + {donnee(retention)} + {donnee(retention**2)}) = "
            f"{euros(somme)}",
            f"valeur vie = marges − coût d'acquisition = {euros(somme)} − {euros(cout, 0)} = "
            f"{euros(calcul.valeur)}",
        ),
        unite="€",
    )


def valeur_actualisee(tirage: Tirage) -> Probleme:
    """La valeur vie sur trois ans, actualisée."""
    marge, retention, cout = _client(tirage)
    taux = tirage.entier("taux", 4, 10) / 100
    calcul = Calcul(
        valeur.valeur_vie,
        marge=marge,
        retention=retention,
        annees=3,
        cout_acquisition=cout,
        actualisation=taux,
    )
    marges = [marge * (retention / (1 + taux)) ** annee for annee in range(3)]
    return Probleme(
        f"{_situation(tirage, marge, retention)} Le conquérir a coûté {euros(cout, 0)}. La "
        "première marge est celle de l'année en cours, les suivantes arrivent dans un et deux ans. "
        f"Actualisée à {pourcentage(taux, None)}, quelle est sa **valeur vie sur trois ans**, au "
        "centime ?",
        calcul,
        (
            f"cette année : {euros(marge, 0)}",
            f"dans un an : {euros(marge, 0)} × {donnee(retention)} / {donnee(1 + taux)} = "
            f"{euros(marges[1])}",
            f"dans deux ans : {euros(marge, 0)} × {donnee(retention)}² / {donnee(1 + taux)}² = "
            f"{euros(marges[2])}",
            f"valeur vie, sans arrondir en route = {euros(marge, 0)} × (1 + {donnee(retention)} / "
            f"{donnee(1 + taux)} + {donnee(retention)}² / {donnee(1 + taux)}²) − "
            f"{euros(cout, 0)} = {euros(calcul.valeur)}",
        ),
        unite="€",
        tolerance=0.011,
    )


def valeur_sans_limite(tirage: Tirage) -> Probleme:
    """La valeur vie sans limite de durée."""
    marge, retention, _ = _client(tirage)
    taux = tirage.entier("taux", 4, 12) / 100
    calcul = Calcul(valeur.valeur_vie_infinie, marge, retention, taux)
    return Probleme(
        f"{_situation(tirage, marge, retention)} La première marge est immédiate et l'on actualise "
        f"à {pourcentage(taux, None)}. Sans limite de durée et sans le coût d'acquisition, quelle "
        "est sa **valeur vie**, au centime ?",
        calcul,
        (
            "valeur vie = marge × (1 + taux) / (1 + taux − rétention)",
            f"valeur vie = {euros(marge, 0)} × {donnee(1 + taux)} / ({donnee(1 + taux)} − "
            f"{donnee(retention)}) = {euros(calcul.valeur)}",
        ),
        unite="€",
        tolerance=0.05,  # qui arrondit le multiple à quatre décimales perd quelques centimes
    )


RENTABLE, PERDU = (
    "Oui, un client rapporte plus qu'il ne coûte",
    "Non, il coûte plus qu'il ne rapporte",
)
# Pourquoi l'un ou l'autre choix est faux.
AVIS = {
    RENTABLE: "Comptez la marge et non le chiffre d'affaires, et les clients qui partent.",
    PERDU: "Comptez toutes les années : une seule marge ne suffit pas toujours à payer la "
    "conquête.",
}


def faut_il_conquerir(tirage: Tirage) -> Probleme:
    """Un client vaut-il ce qu'il coûte à conquérir ?"""
    attendu = tirage.choix("attendu", tuple(AVIS))
    ca, taux_marge = tirage.entier("ca", 300, 1_200, pas=50), tirage.choix("taux", (0.2, 0.3, 0.4))
    retention = tirage.entier("retention", 60, 85, pas=5) / 100
    marge = ca * taux_marge
    vie = valeur.valeur_vie(marge=marge, retention=retention, annees=3)
    cout = round(vie * (0.85 if attendu == RENTABLE else 1.2))
    qui, client = tirage.choix("commerce", COMMERCES)
    return Probleme(
        f"{qui} dépenserait {euros(cout, 0)} pour conquérir {client}, qui achète pour "
        f"{euros(ca, 0)} par an avec un taux de marge de {pourcentage(taux_marge, 0)} du chiffre "
        f"d'affaires. D'une année à l'autre, {pourcentage(retention, 0)} des clients restent. La "
        "première marge est celle de l'année en cours. Sur trois ans, sans actualiser, "
        "cette conquête **est-elle rentable** ?",
        attendu,
        (
            f"marge annuelle = {euros(ca, 0)} × {pourcentage(taux_marge, 0)} = {euros(marge)}",
            f"marges sur trois ans = {euros(marge)} × (1 + {donnee(retention)} + "
            f"{donnee(retention**2)}) = {euros(vie)}",
            f"à comparer au coût d'acquisition : {euros(cout, 0)}",
            attendu,
        ),
        choix=tuple(AVIS),
        pieges={pourquoi: choix for choix, pourquoi in AVIS.items() if choix != attendu},
    )


QUESTIONS = (valeur_sur_trois_ans, valeur_actualisee, valeur_sans_limite, faut_il_conquerir)


def _client(tirage: Tirage) -> tuple[int, float, int]:
    """La marge annuelle, la rétention et le coût d'acquisition d'un client."""
    marge = tirage.entier("marge", 80, 400, pas=10)
    part = tirage.choix("part", (40, 60, 80, 110))
    return marge, tirage.entier("retention", 60, 85, pas=5) / 100, marge * part // 100


def _situation(tirage: Tirage, marge: int, retention: float) -> str:
    qui, client = tirage.choix("commerce", COMMERCES)
    return (
        f"{qui} gagne {euros(marge, 0)} de marge par an avec {client}, et garde "
        f"{pourcentage(retention, 0)} de ses clients d'une année à l'autre."
    )
