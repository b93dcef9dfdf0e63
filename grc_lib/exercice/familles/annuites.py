"""Emprunts et annuités."""

from typing import Any

from grc_lib import annuites
from grc_lib._formats import donnee, euros, pourcentage
from grc_lib._nombres import centimes
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S512-3"
ACHATS = (
    ("L'Imprimerie Clémenceau", "un massicot"),
    ("Une salle de sport", "des appareils de musculation"),
    ("Un traiteur", "un four mixte"),
    ("Une quincaillerie", "un chariot élévateur"),
)


def mensualite(tirage: Tirage) -> Probleme:
    """La mensualité d'un emprunt."""
    capital = tirage.entier("capital", 12_000, 60_000, pas=1_000)
    annuel, n = tirage.entier("taux", 24, 60, pas=6) / 1000, tirage.choix("n", (24, 36, 48, 60))
    calcul = Calcul(annuites.annuite_constante, capital, annuel / 12, n)
    mensuel = pourcentage(annuel / 12)
    return Probleme(
        f"{_emprunte(tirage, capital)} sur {n} mois, à mensualités constantes, la première dans un "
        f"mois, à {pourcentage(annuel, None)} l'an (taux mensuel proportionnel). Quelle est "
        "la **mensualité**, au centime ?",
        calcul,
        (
            "mensualité = capital × taux mensuel / (1 − (1 + taux mensuel) puissance −n)",
            f"taux mensuel = {pourcentage(annuel, None)} / 12 = {mensuel}",
            f"mensualité = {euros(capital, 0)} × {donnee(annuel / 12)} / (1 − "
            f"{donnee(1 + annuel / 12)} puissance −{n}) = {euros(calcul.valeur)}",
        ),
        unite="€",
        tolerance=0.05,  # qui arrondit la puissance à six décimales perd quelques centimes
    )


def capital_restant(tirage: Tirage) -> Probleme:
    """Le capital restant dû après deux annuités."""
    capital, taux, n = _pret_annuel(tirage)
    lignes: Any = annuites.tableau_emprunt(capital, taux, n).itertuples()
    un, deux, *_ = lignes
    annuite = un.annuite
    return Probleme(
        f"{_emprunte(tirage, capital)} à {pourcentage(taux, None)} l'an, remboursés par {n} "
        f"annuités constantes de {euros(annuite)}. Quel est le **capital restant dû après la "
        "deuxième annuité**, au centime ?",
        deux.capital_fin,
        (
            f"1re année : intérêt = {euros(capital, 0)} × {pourcentage(taux, None)} = "
            f"{euros(un.interet)} ; capital remboursé = {euros(annuite)} − {euros(un.interet)} = "
            f"{euros(un.amortissement)}",
            f"reste dû = {euros(capital, 0)} − {euros(un.amortissement)} = {euros(un.capital_fin)}",
            f"2e année : intérêt = {euros(un.capital_fin)} × {pourcentage(taux, None)} = "
            f"{euros(deux.interet)} ; capital remboursé = {euros(annuite)} − "
            f"{euros(deux.interet)} = {euros(deux.amortissement)}",
            f"reste dû = {euros(un.capital_fin)} − {euros(deux.amortissement)} = "
            f"{euros(deux.capital_fin)}",
        ),
        unite="€",
        tolerance=0.021,
        pieges={
            "Vous avez retiré les annuités entières : une partie paie les intérêts.": (
                capital - 2 * annuite
            ),
            "Vous avez partagé le capital en parts égales : ce sont les annuités qui sont "
            "constantes.": capital * (1 - 2 / n),
            "Vous avez gardé le premier intérêt : le deuxième se calcule sur ce qui reste dû.": (
                capital - 2 * un.amortissement
            ),
            "C'est le capital restant dû après la première annuité.": un.capital_fin,
        },
    )


def dernier_interet(tirage: Tirage) -> Probleme:
    """L'intérêt compris dans la dernière annuité."""
    capital, taux, n = _pret_annuel(tirage)
    annuite = centimes(annuites.annuite_constante(capital, taux, n))
    restant = centimes(annuite / (1 + taux))
    attendu = annuite - restant
    ecrit = pourcentage(taux, None)
    return Probleme(
        f"{_emprunte(tirage, capital)} à {ecrit} l'an, remboursés par {n} annuités constantes de "
        f"{euros(annuite)}. Quel est l'**intérêt compris dans la dernière annuité**, au centime ?",
        attendu,
        (
            "La dernière annuité rembourse ce qui reste dû, et paie un an d'intérêt sur ce reste.",
            f"annuité = reste dû × (1 + {ecrit}), donc reste dû = {euros(annuite)} / "
            f"{donnee(1 + taux)} = {euros(restant)}",
            f"intérêt = annuité − reste dû = {euros(annuite)} − {euros(restant)} = "
            f"{euros(attendu)}",
        ),
        unite="€",
        tolerance=0.011,
        pieges={
            "C'est l'intérêt de la première annuité : il baisse avec le capital restant dû.": (
                capital * taux
            ),
            "Vous avez appliqué le taux à l'annuité : il porte sur le capital restant dû.": (
                annuite * taux
            ),
            "C'est l'intérêt moyen : les intérêts baissent d'une annuité à l'autre.": (
                (annuite * n - capital) / n
            ),
        },
    )


def cout_du_credit(tirage: Tirage) -> Probleme:
    """Le coût d'un crédit, frais compris."""
    capital = tirage.entier("capital", 6_000, 40_000, pas=500)
    n, frais = tirage.choix("n", (24, 36, 48, 60)), tirage.entier("frais", 60, 240, pas=20)
    taux = tirage.entier("taux", 36, 72, pas=6) / 12_000
    verse = centimes(annuites.annuite_constante(capital, taux, n))
    calcul = Calcul(annuites.cout_credit, capital, [frais, *[verse] * n])
    total = n * verse + frais
    return Probleme(
        f"{_emprunte(tirage, capital)}, remboursés par {n} mensualités de {euros(verse)}. Les "
        f"frais de dossier sont de {euros(frais, 0)}. Quel est le **coût total du crédit** ?",
        calcul,
        (
            f"versements = {n} × {euros(verse)} + {euros(frais, 0)} = {euros(total)}",
            f"coût = versements − capital emprunté = {euros(total)} − {euros(capital, 0)} = "
            f"{euros(calcul.valeur)}",
        ),
        unite="€",
        pieges={
            **calcul.pieges(),
            "Vous avez oublié les frais de dossier : ils sont exigés pour obtenir le crédit.": (
                n * verse - capital
            ),
        },
    )


VENDEUR, BANQUE = "Le crédit « gratuit » du vendeur", "Le prêt de la banque"
# Pourquoi l'un ou l'autre choix est faux.
AVIS = {
    VENDEUR: "Un crédit sans intérêt fait renoncer à la remise au comptant : comptez-la.",
    BANQUE: "La remise ne couvre pas les intérêts de la banque : comparez les deux totaux.",
}


def credit_gratuit(tirage: Tirage) -> Probleme:
    """Un « crédit gratuit » face à un prêt et une remise au comptant."""
    gagnant = tirage.choix("gagnant", (VENDEUR, BANQUE))
    prix, n = tirage.entier("prix", 2_000, 9_000, pas=500), tirage.choix("n", (10, 20))
    interets = tirage.entier("interets", 3, 8) / 100
    remise = round(interets + (0.02 if gagnant == BANQUE else -0.02), 2)
    comptant = prix * (1 - remise)
    verse = centimes(comptant * (1 + interets) / n)
    return Probleme(
        f"{tirage.choix('achat', ACHATS)[0]} achète du matériel à {euros(prix, 0)}. Le vendeur "
        f"propose un crédit « gratuit » : {n} mensualités de {euros(prix / n)}. Au comptant, il "
        f"accorde {pourcentage(remise, 0)} de remise, et la banque prêterait la somme pour {n} "
        f"mensualités de {euros(verse)}. **Quelle offre coûte le moins** ?",
        gagnant,
        (
            f"crédit du vendeur : {n} × {euros(prix / n)} = {euros(prix)}",
            f"prêt de la banque : {n} × {euros(verse)} = {euros(n * verse)}, pour payer comptant "
            f"{euros(comptant)}",
            gagnant,
        ),
        choix=tuple(AVIS),
        pieges={pourquoi: choix for choix, pourquoi in AVIS.items() if choix != gagnant},
    )


QUESTIONS = (mensualite, capital_restant, dernier_interet, cout_du_credit, credit_gratuit)


def _emprunte(tirage: Tirage, capital: int) -> str:
    qui, quoi = tirage.choix("achat", ACHATS)
    return f"Pour {quoi}, {qui[0].lower()}{qui[1:]} emprunte {euros(capital, 0)}"


def _pret_annuel(tirage: Tirage) -> tuple[int, float, int]:
    """Un capital, un taux annuel, un nombre d'annuités."""
    return (
        tirage.entier("capital", 10_000, 60_000, pas=1_000),
        tirage.entier("taux", 30, 60, pas=5) / 1000,
        tirage.entier("n", 3, 6),
    )
