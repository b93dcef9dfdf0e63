"""Intérêts simples, pénalités et escompte de règlement."""

from grc_lib import interets
from grc_lib._formats import donnee, euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme, etapes
from grc_lib.exercice.tirage import Tirage

SEANCE = "S512-1"
COMMERCES = (
    "L'Imprimerie Clémenceau",
    "Une quincaillerie",
    "Une salle de sport",
    "Un traiteur",
)


def interet(tirage: Tirage) -> Probleme:
    """L'intérêt d'un placement de quelques jours."""
    capital = tirage.entier("capital", 6_000, 36_000, pas=600)
    taux = tirage.entier("taux", 18, 42, pas=3) / 1000
    jours = tirage.entier("jours", 20, 170, pas=5)
    calcul = Calcul(interets.interet_simple, capital, taux, jours=jours)
    ecrit = pourcentage(taux, None)
    return Probleme(
        f"{tirage.choix('commerce', COMMERCES)} place {euros(capital, 0)} d'excédent de trésorerie "
        f"pendant {jours} jours, à intérêts simples, au taux annuel de {ecrit} (année de 360 "
        "jours). Quel est le **montant des intérêts**, au centime ?",
        calcul,
        (
            "intérêt = capital × taux × jours / 360",
            f"intérêt = {euros(capital, 0)} × {ecrit} × {jours} / 360 = {euros(calcul.valeur)}",
        ),
        unite="€",
    )


def taux_du_placement(tirage: Tirage) -> Probleme:
    """Le taux annuel, des intérêts reçus."""
    capital = tirage.entier("capital", 8_000, 40_000, pas=800)
    vrai = tirage.entier("taux", 15, 45) / 1000
    mois = tirage.entier("mois", 2, 11)
    recu = round(interets.interet_simple(capital, vrai, mois=mois), 2)
    taux = recu * 12 / (capital * mois)
    return Probleme(
        f"{tirage.choix('commerce', COMMERCES)} a placé {euros(capital, 0)} à intérêts simples "
        f"pendant {mois} mois et reçoit {euros(recu)} d'intérêts. Quel est le **taux annuel** du "
        "placement, au centième de pour cent ?",
        taux,
        (
            "intérêt = capital × taux × mois / 12, donc taux = intérêt × 12 / (capital × mois)",
            f"taux = {euros(recu)} × 12 / ({euros(capital, 0)} × {mois}) = {pourcentage(taux)}",
        ),
        unite="%",
        pieges={
            "C'est le taux de ces quelques mois : on cherche celui d'une année.": recu / capital,
            "C'est le taux d'un mois : on cherche celui d'une année.": recu / capital / mois,
        },
    )


def cout_du_retard(tirage: Tirage) -> Probleme:
    """Les pénalités de retard et l'indemnité d'une facture."""
    montant = tirage.entier("montant", 900, 9_600, pas=60)
    jours, taux = tirage.entier("jours", 12, 75), tirage.entier("taux", 10, 15) / 100
    calcul = Calcul(interets.penalites_retard, montant, jours, taux, champ="total")
    return Probleme(
        f"Un client professionnel paie avec {jours} jours de retard une facture de "
        f"{euros(montant, 0)} TTC (TVA à 20 %). Les conditions de vente fixent les pénalités à "
        f"{pourcentage(taux, None)} par an, sur 365 jours ; l'indemnité forfaitaire de "
        "recouvrement est de 40 €. **Combien doit-il en plus de la facture**, au centime ?",
        calcul,
        (
            *etapes(calcul.resultat, "Pénalités"),
            "Indemnité forfaitaire : 40,00 €, une par facture en retard",
            *etapes(calcul.resultat, "Total"),
        ),
        unite="€",
    )


def prix_de_l_attente(tirage: Tirage) -> Probleme:
    """Le taux annuel d'un escompte de règlement refusé."""
    escompte, delai, avance = _offre(tirage)
    calcul = Calcul(interets.taux_escompte_reglement, escompte, avance)
    ecrit, reste = pourcentage(escompte, None), nombre(100 * (1 - escompte))
    return Probleme(
        f"{tirage.choix('commerce', COMMERCES)} reçoit une facture à {delai} jours ; son "
        f"fournisseur accorde {ecrit} d'escompte si elle est payée à {delai - avance} jours. À "
        "quel **taux annuel simple** revient le refus de cet escompte (année de 360 jours, au "
        "centième de pour cent) ?",
        calcul,
        (
            f"Sur 100 €, on paierait {reste} € avec l'escompte : attendre {delai} − "
            f"{delai - avance} = {avance} jours coûte {donnee(100 * escompte)} € pour {reste} € "
            "gardés.",
            "taux annuel = escompte / somme payée × 360 / jours d'avance",
            f"taux annuel = {donnee(100 * escompte)} / {reste} × 360 / {avance} = "
            f"{pourcentage(calcul.valeur)}",
        ),
        unite="%",
        tolerance=0.025,
    )


ACCEPTER, REFUSER = "Payer tôt, avec l'escompte", "Payer à l'échéance, sans escompte"
# L'escompte, le délai et les jours d'avance : le taux annuel reste celui d'un découvert possible.
OFFRES = (
    (0.005, 30, 20),
    (0.005, 30, 22),
    (0.01, 45, 35),
    (0.01, 60, 45),
    (0.015, 60, 45),
    (0.015, 60, 50),
    (0.02, 60, 52),
)
# Pourquoi l'un ou l'autre choix est faux.
AVIS = {
    ACCEPTER: "Le découvert coûte plus que l'escompte ne fait gagner : annualisez l'escompte.",
    REFUSER: "Un petit escompte pour quelques jours fait un gros taux annuel : annualisez-le.",
}


def escompte_ou_decouvert(tirage: Tirage) -> Probleme:
    """Prendre un escompte de règlement en payant par découvert ?"""
    escompte, delai, avance = tirage.choix("offre", OFFRES)
    gagnant = tirage.choix("gagnant", (ACCEPTER, REFUSER))
    exact = interets.taux_escompte_reglement(escompte, avance)
    ecart = tirage.choix("ecart", (0.02, 0.03)) * (1 if gagnant == REFUSER else -1)
    decouvert = round(exact + ecart, 2)
    return Probleme(
        f"{tirage.choix('commerce', COMMERCES)} peut payer une facture à {delai} jours, ou à "
        f"{delai - avance} jours avec {pourcentage(escompte, None)} d'escompte. Pour payer tôt, il "
        f"faudrait un découvert à {pourcentage(decouvert, 0)} l'an. **Quel choix coûte le moins** "
        "(taux simples, année de 360 jours) ?",
        gagnant,
        (
            f"taux annuel de l'escompte refusé = {donnee(100 * escompte)} / "
            f"{nombre(100 * (1 - escompte))} × 360 / {avance} = {pourcentage(exact)}",
            f"Le découvert coûte {pourcentage(decouvert, 0)} par an : il est "
            f"{'moins' if gagnant == ACCEPTER else 'plus'} cher que l'escompte refusé.",
            gagnant,
        ),
        choix=tuple(AVIS),
        pieges={pourquoi: choix for choix, pourquoi in AVIS.items() if choix != gagnant},
    )


QUESTIONS = (
    interet,
    taux_du_placement,
    cout_du_retard,
    prix_de_l_attente,
    escompte_ou_decouvert,
)


def _offre(tirage: Tirage) -> tuple[float, int, int]:
    """L'escompte, le délai de la facture et les jours d'avance."""
    escompte = tirage.choix("escompte", (0.01, 0.015, 0.02))
    delai, paiement = tirage.choix("delai", (30, 45, 60)), tirage.choix("paiement", (8, 10, 15))
    return escompte, delai, delai - paiement
