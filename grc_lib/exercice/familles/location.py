"""Location avec option d'achat et longue durée."""

from grc_lib import financement
from grc_lib._formats import euros, nombre
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S512-4"
VEHICULES = (
    ("L'Imprimerie Clémenceau", "une fourgonnette"),
    ("Un traiteur", "un utilitaire frigorifique"),
    ("Une quincaillerie", "un fourgon de livraison"),
    ("Une salle de sport", "un minibus"),
)


def cout_de_la_loa(tirage: Tirage) -> Probleme:
    """Ce que l'on paie en tout pour devenir propriétaire."""
    prix, contrat = _loa(tirage)
    calcul = Calcul(financement.cout_location, prix, **contrat, champ="total")
    return Probleme(
        f"{_offre(tirage, prix, contrat)} Quel est le **coût total si l'option d'achat est "
        "levée** ?",
        calcul,
        _calcul_du_total(contrat, calcul.valeur),
        unite="€",
    )


def surcout_de_la_loa(tirage: Tirage) -> Probleme:
    """Ce que la location coûte de plus que l'achat comptant."""
    prix, contrat = _loa(tirage)
    calcul = Calcul(financement.cout_location, prix, **contrat, champ="surcout")
    return Probleme(
        f"{_offre(tirage, prix, contrat)} Quel est le **surcoût par rapport au paiement "
        "comptant**, option levée et sans actualiser ?",
        calcul,
        (
            *_calcul_du_total(contrat, prix + calcul.valeur),
            f"surcoût = coût total − prix comptant = {euros(prix + calcul.valeur, 0)} − "
            f"{euros(prix, 0)} = {euros(calcul.valeur, 0)}",
        ),
        unite="€",
    )


def cout_de_la_lld(tirage: Tirage) -> Probleme:
    """Le coût d'une location longue durée, kilomètres en trop compris."""
    qui, quoi = tirage.choix("vehicule", VEHICULES)
    loyer, n = tirage.entier("loyer", 240, 520, pas=10), tirage.choix("n", (24, 36, 48))
    forfait = tirage.entier("forfait", 12_000, 20_000, pas=1_000) * n // 12
    trop = tirage.entier("trop", 2_000, 9_000, pas=500)
    prix_km = tirage.entier("prix_km", 6, 12) / 100
    depot = 2 * loyer
    total = n * loyer + trop * prix_km
    return Probleme(
        f"{qui} loue {quoi} en longue durée : {n} loyers de {euros(loyer, 0)}, un dépôt de "
        f"garantie de {euros(depot, 0)} rendu à la fin, {nombre(forfait)} km compris et "
        f"{euros(prix_km)} par kilomètre en plus (prix TTC). Au retour, le compteur indique "
        f"{nombre(forfait + trop)} km. Quel est le **coût total de la location** ?",
        total,
        (
            f"loyers = {n} × {euros(loyer, 0)} = {euros(n * loyer)}",
            f"kilomètres en plus = {nombre(forfait + trop)} − {nombre(forfait)} = {nombre(trop)} "
            f"km, soit {nombre(trop)} × {euros(prix_km)} = {euros(trop * prix_km)}",
            "Le dépôt est rendu : ce n'est pas un coût.",
            f"coût = {euros(n * loyer)} + {euros(trop * prix_km)} = {euros(total)}",
        ),
        unite="€",
        pieges={
            "Vous avez compté le dépôt de garantie comme un coût : il est rendu.": total + depot,
            "Vous avez oublié les kilomètres en plus du forfait.": float(n * loyer),
            "Vous avez fait payer tous les kilomètres : ceux du forfait sont dans le loyer.": (
                n * loyer + (forfait + trop) * prix_km
            ),
        },
    )


PARTICULIERS = ("Une infirmière", "Un jeune salarié", "Un retraité", "Une étudiante")
LOA, LLD, CREDIT_BAIL = "La LOA", "La LLD", "Le crédit-bail"
# Le besoin, et pourquoi ce contrat lui répond.
BESOINS = {
    LOA: (
        "{client} veut étaler le paiement de sa voiture personnelle et pouvoir, au bout de {n} "
        "mois, l'acheter à un prix fixé d'avance ou la rendre",
        "La location avec option d'achat (LOA) laisse ce choix à un particulier.",
    ),
    LLD: (
        "{qui} veut rouler {n} mois avec {quoi}, entretien et assistance compris, puis rendre le "
        "véhicule sans jamais l'acheter",
        "La location longue durée (LLD) comprend des services et n'a pas d'option d'achat.",
    ),
    CREDIT_BAIL: (
        "{qui} veut louer pendant {n} mois {quoi} qu'un établissement de crédit achètera à sa "
        "place, avec une option pour l'acheter à la fin",
        "Le crédit-bail finance le bien professionnel d'une entreprise, option d'achat comprise.",
    ),
}
# Pourquoi chaque choix peut être faux.
AVIS = {
    LOA: "La LOA laisse à un particulier le choix d'acheter sa voiture à la fin : relisez qui "
    "loue, et ce que l'on veut à la fin.",
    LLD: "La LLD n'a pas d'option d'achat : le véhicule est rendu à la fin.",
    CREDIT_BAIL: "Le crédit-bail finance le bien professionnel d'une entreprise qui peut l'acheter "
    "à la fin : relisez qui loue, et ce que l'on veut.",
}


def quel_contrat(tirage: Tirage) -> Probleme:
    """LOA, LLD ou crédit-bail, selon le besoin."""
    attendu = tirage.choix("attendu", tuple(BESOINS))
    besoin, pourquoi = BESOINS[attendu]
    qui, quoi = tirage.choix("vehicule", VEHICULES)
    n, client = tirage.choix("n", (24, 36, 48, 60)), tirage.choix("client", PARTICULIERS)
    phrase = besoin.format(qui=qui, quoi=quoi, n=n, client=client)
    return Probleme(
        f"{phrase}. **Quel contrat** correspond à ce besoin ?",
        attendu,
        (pourquoi, attendu),
        choix=tuple(BESOINS),
        pieges={faute: choix for choix, faute in AVIS.items() if choix != attendu},
    )


QUESTIONS = (cout_de_la_loa, surcout_de_la_loa, cout_de_la_lld, quel_contrat)


def _loa(tirage: Tirage) -> tuple[int, dict[str, int]]:
    """Un prix, et une location qui coûte de 6 à 14 % de plus."""
    prix, n = tirage.entier("prix", 16_000, 36_000, pas=500), tirage.choix("n", (36, 48, 60))
    apport, option = prix * tirage.choix("apport", (5, 10, 15)) // 100, prix * 35 // 100
    total = prix * (100 + tirage.entier("surcout", 6, 14)) // 100
    loyer = round((total - apport - option) / n)
    return prix, {"apport": apport, "loyer": loyer, "n": n, "option": option}


def _calcul_du_total(contrat: dict[str, int], total: float) -> tuple[str, str]:
    return (
        "coût total = premier loyer majoré + nombre de loyers × loyer + option d'achat",
        f"coût total = {euros(contrat['apport'], 0)} + {contrat['n']} × "
        f"{euros(contrat['loyer'], 0)} + {euros(contrat['option'], 0)} = {euros(total, 0)}",
    )


def _offre(tirage: Tirage, prix: int, contrat: dict[str, int]) -> str:
    qui, quoi = tirage.choix("vehicule", VEHICULES)
    return (
        f"{qui} peut payer {quoi} {euros(prix, 0)} comptant, ou prendre un contrat avec option "
        f"d'achat : un premier loyer, majoré, de {euros(contrat['apport'], 0)}, puis "
        f"{contrat['n']} loyers de {euros(contrat['loyer'], 0)}, et l'option à "
        f"{euros(contrat['option'], 0)} (tous les prix sont TTC)."
    )
