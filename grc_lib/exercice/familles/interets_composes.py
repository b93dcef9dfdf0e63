"""Intérêts composés et taux équivalents."""

from grc_lib import annuites
from grc_lib._formats import donnee, euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S512-3"
PROJETS = (
    ("L'Imprimerie Clémenceau", "remplacer une presse numérique"),
    ("Une salle de sport", "renouveler ses appareils"),
    ("Un traiteur", "acheter un camion frigorifique"),
    ("Une quincaillerie", "refaire sa réserve"),
)
PERIODES = {12: "mois", 4: "trimestre"}


def valeur_acquise(tirage: Tirage) -> Probleme:
    """Ce que devient un capital placé."""
    capital = tirage.entier("capital", 5_000, 40_000, pas=500)
    taux, n = tirage.entier("taux", 20, 50, pas=5) / 1000, tirage.entier("n", 2, 8)
    calcul = Calcul(annuites.valeur_acquise, capital, taux, n)
    qui, projet = tirage.choix("projet", PROJETS)
    return Probleme(
        f"Pour {projet}, {_minuscule(qui)} place {euros(capital, 0)} pendant {n} ans à intérêts "
        f"composés, à {pourcentage(taux, None)} par an. De quelle **valeur acquise** "
        "disposera-t-on, au centime ?",
        calcul,
        (
            "valeur acquise = capital × (1 + taux) puissance n",
            _puissance(1 + taux, n),
            f"valeur acquise = {euros(capital, 0)} × {donnee(1 + taux)}{_exposant(n)} = "
            f"{euros(calcul.valeur)}, sans arrondir la puissance",
        ),
        unite="€",
        tolerance=0.05,
    )


def valeur_actuelle(tirage: Tirage) -> Probleme:
    """Ce qu'il faut placer aujourd'hui."""
    somme = tirage.entier("somme", 8_000, 60_000, pas=1_000)
    taux, n = tirage.entier("taux", 20, 50, pas=5) / 1000, tirage.entier("n", 2, 7)
    calcul = Calcul(annuites.valeur_actuelle, somme, taux, n)
    qui, projet = tirage.choix("projet", PROJETS)
    return Probleme(
        f"{qui} aura besoin de {euros(somme, 0)} dans {n} ans pour {projet}. À "
        f"{pourcentage(taux, None)} par an, intérêts composés, quelle somme **faut-il placer "
        "aujourd'hui**, au centime ?",
        calcul,
        (
            "Placée n ans, la somme cherchée × (1 + taux) puissance n donne le montant voulu : on "
            "divise.",
            _puissance(1 + taux, n),
            f"somme à placer = {euros(somme, 0)} / {donnee(1 + taux)}{_exposant(n)} = "
            f"{euros(calcul.valeur)}, sans arrondir la puissance",
        ),
        unite="€",
        tolerance=0.05,
    )


def taux_annuel_equivalent(tirage: Tirage) -> Probleme:
    """Le taux annuel d'un taux de crédit par mois ou par trimestre."""
    par_an = tirage.choix("par_an", (12, 4))
    bas, haut = (80, 160) if par_an == 12 else (200, 450)  # sous l'usure : 23,56 % début 2026
    taux = tirage.entier("taux", bas, haut, pas=5) / 10_000
    calcul = Calcul(annuites.taux_equivalent, taux, de=par_an, vers=1)
    return Probleme(
        f"{tirage.choix('offre', OFFRES)} coûte {pourcentage(taux)} par "
        f"{PERIODES[par_an]}. Quel est le **taux annuel équivalent**, au centième de pour cent ?",
        calcul,
        (
            f"Une année compte {par_an} {'mois' if par_an == 12 else 'trimestres'}, et les "
            "intérêts de chacun portent intérêt à leur tour.",
            f"1 + taux annuel = {donnee(1 + taux)}{_exposant(par_an)} = "
            f"{nombre(1 + calcul.valeur, 4)}",
            f"taux annuel équivalent = {nombre(1 + calcul.valeur, 4)} − 1 = "
            f"{pourcentage(calcul.valeur)}",
        ),
        unite="%",
        tolerance=0.05,
    )


OFFRES = (
    "Le crédit d'un magasin d'électroménager",
    "La carte de crédit d'une enseigne de bricolage",
    "Le crédit d'un vendeur de vélos électriques",
)
SIMPLES, COMPOSES = "Le placement à intérêts simples", "Le placement à intérêts composés"
# Pourquoi l'un ou l'autre choix est faux.
AVIS = {
    SIMPLES: "Le taux le plus haut ne rapporte pas toujours le plus : comptez les intérêts des "
    "intérêts.",
    COMPOSES: "Les intérêts composés ne rattrapent pas toujours un taux plus bas : calculez les "
    "deux valeurs acquises.",
}


def meilleur_placement(tirage: Tirage) -> Probleme:
    """Intérêts simples ou composés : lequel rapporte le plus ?"""
    gagnant = tirage.choix("gagnant", (SIMPLES, COMPOSES))
    n, compose = tirage.entier("n", 7, 12), tirage.entier("taux", 30, 50, pas=5) / 1000
    egal = (annuites.valeur_acquise(1, compose, n) - 1) / n
    simple = round(egal + (0.002 if gagnant == SIMPLES else -0.002), 3)
    avec_simple, avec_compose = 1000 * (1 + simple * n), annuites.valeur_acquise(1000, compose, n)
    return Probleme(
        f"{tirage.choix('projet', PROJETS)[0]} hésite entre deux placements de {n} ans : "
        f"{pourcentage(simple, None)} par an à intérêts simples, ou {pourcentage(compose, None)} "
        "par an à intérêts composés. **Lequel rapporte le plus** ?",
        gagnant,
        (
            "On compare ce que deviennent 1 000 €.",
            f"simples : 1 000 × (1 + {n} × {pourcentage(simple, None)}) = {euros(avec_simple)}",
            f"composés : 1 000 × {donnee(1 + compose)}{_exposant(n)} = {euros(avec_compose)}",
            f"réponse : {gagnant}",
        ),
        choix=tuple(AVIS),
        pieges={pourquoi: choix for choix, pourquoi in AVIS.items() if choix != gagnant},
    )


QUESTIONS = (valeur_acquise, valeur_actuelle, taux_annuel_equivalent, meilleur_placement)


def _puissance(coefficient: float, n: int) -> str:
    """Comment se calcule une puissance, avec ou sans la touche qui la donne."""
    ecrit = donnee(coefficient)
    return (
        f"{ecrit}{_exposant(n)} ≈ {donnee(coefficient**n)} (touche puissance, ou {ecrit} multiplié "
        f"{n - 1} fois par {ecrit})"
    )


def _exposant(n: int) -> str:
    return str(n).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _minuscule(texte: str) -> str:
    return texte[0].lower() + texte[1:]
