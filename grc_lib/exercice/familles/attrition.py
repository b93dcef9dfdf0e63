"""Attrition et rétention."""

from grc_lib import fidelisation
from grc_lib._formats import denombrer, donnee, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S521-4"
COMMERCES = (
    ("Une salle de sport", "abonnés"),
    ("Le site de l'Imprimerie Clémenceau", "acheteurs"),
    ("Un fournisseur de machines à café", "contrats"),
    ("Un opérateur de téléphonie d'entreprise", "abonnements"),
)


def taux_d_attrition(tirage: Tirage) -> Probleme:
    """La part des clients du début que l'on a perdus."""
    debut, perdus, nouveaux = _mouvements(tirage)
    fin = debut - perdus + nouveaux
    qui, clients = tirage.choix("commerce", COMMERCES)
    return Probleme(
        f"{qui} comptait {nombre(debut)} {clients} le 1er janvier et {nombre(fin)} le 31 décembre, "
        f"dont {nombre(nouveaux)} gagnés dans l'année. Quel est le **taux d'attrition**, au "
        "centième de pour cent ?",
        Calcul(fidelisation.taux_attrition, debut, fin, nouveaux),
        (
            f"gardés = fin − nouveaux = {nombre(fin)} − {nombre(nouveaux)} = "
            f"{nombre(debut - perdus)}",
            f"perdus = début − gardés = {nombre(debut)} − {nombre(debut - perdus)} = "
            f"{nombre(perdus)}",
            f"taux d'attrition = perdus / début = {nombre(perdus)} / {nombre(debut)} = "
            f"{pourcentage(perdus / debut)}",
        ),
        unite="%",
        pieges={
            "Vous avez rapporté les départs à l'effectif de fin : prenez celui du début.": (
                perdus / fin
            ),
            "C'est la part des clients gardés : on cherche celle des clients perdus.": (
                1 - perdus / debut
            ),
            "Vous avez pris la variation de l'effectif : les nouveaux cachent des départs.": (
                abs(debut - fin) / debut
            ),
        },
    )


def attrition_annuelle(tirage: Tirage) -> Probleme:
    """L'attrition d'une année, de celle d'un mois ou d'un trimestre."""
    par_an, periode = tirage.choix("periode", ((12, "mois"), (4, "trimestre")))
    bas, haut = (10, 40) if par_an == 12 else (30, 90)
    attrition = tirage.entier("attrition", bas, haut, pas=2) / 1000
    calcul = Calcul(fidelisation.attrition_equivalente, attrition, de=par_an, vers=1)
    garde = donnee(1 - attrition)
    qui, clients = tirage.choix("commerce", COMMERCES)
    return Probleme(
        f"{qui} perd chaque {periode} {pourcentage(attrition)} de ses {clients}. Sans compter "
        "les nouveaux, quelle est l'**attrition d'une année**, au centième de pour cent ?",
        calcul,
        (
            f"chaque {periode}, il en reste 1 − {donnee(attrition)} = {garde}",
            f"au bout d'un an, il en reste {garde} puissance {par_an} = "
            f"{nombre(1 - calcul.valeur, 4)}",
            f"attrition annuelle = 1 − {nombre(1 - calcul.valeur, 4)} = "
            f"{pourcentage(calcul.valeur)}",
        ),
        unite="%",
        tolerance=0.05,  # qui arrondit les puissances à quatre décimales reste juste
        pieges={
            "Vous avez additionné les attritions : chaque période part de ceux qui restent.": (
                par_an * attrition
            ),
            "C'est la part de ceux qui restent : on cherche celle des départs.": 1 - calcul.valeur,
            "Vous avez fait grandir l'effectif : une attrition se retire.": (
                (1 + attrition) ** par_an - 1
            ),
        },
    )


def duree_de_vie(tirage: Tirage) -> Probleme:
    """La durée moyenne pendant laquelle on garde un client."""
    retention = tirage.entier("retention", 60, 92) / 100
    calcul = Calcul(fidelisation.duree_vie, round(1 - retention, 2))
    qui, clients = tirage.choix("commerce", COMMERCES)
    return Probleme(
        f"{qui} garde {pourcentage(retention, 0)} de ses {clients} d'une année à l'autre, toujours "
        "au même rythme. Quelle est leur **durée de vie moyenne**, en années (au dixième) ?",
        calcul,
        (
            f"attrition = 1 − rétention = 1 − {donnee(retention)} = {donnee(1 - retention)}",
            f"durée de vie = 1 / attrition = 1 / {donnee(1 - retention)} = "
            f"{nombre(calcul.valeur, 1)} ans",
        ),
        unite="ans",
        pas=0.1,
        pieges={
            "Vous avez divisé par la part des clients gardés : prenez celle des départs.": (
                1 / retention
            ),
            "C'est une durée en mois : on la cherche en années.": 12 * calcul.valeur,
        },
    )


def clients_restants(tirage: Tirage) -> Probleme:
    """Ceux qui restent d'une promotion après trois ans."""
    debut = tirage.entier("debut", 1, 9) * 1_000
    attrition = tirage.choix("attrition", (0.1, 0.2, 0.3))
    reste = round(debut * (1 - attrition) ** 3)
    qui, clients = tirage.choix("commerce", COMMERCES)
    annees = [round(debut * (1 - attrition) ** an) for an in range(4)]
    return Probleme(
        f"{qui} a gagné {nombre(debut)} {clients} en 2023 et perd chaque année "
        f"{pourcentage(attrition, 0)} de ceux qui restent. **Combien sont encore là** trois ans "
        "plus tard ?",
        reste,
        tuple(
            f"après {denombrer(an, 'an')} : {nombre(annees[an - 1])} × {donnee(1 - attrition)} = "
            f"{nombre(annees[an])}"
            for an in (1, 2, 3)
        ),
        pieges={
            "Vous avez retiré chaque année les mêmes départs : ils se comptent sur ceux qui "
            "restent.": round(debut * (1 - 3 * attrition)),
            "Ce sont ceux qui sont partis.": debut - reste,
            "Vous avez compté une année de moins.": annees[2],
        },
    )


AMELIORE, DEGRADE = "Elle s'améliore", "Elle se dégrade"
# Pourquoi l'un ou l'autre choix est faux.
AVIS = {
    AMELIORE: "Un portefeuille qui grandit peut perdre plus de clients qu'avant : retirez les "
    "nouveaux, puis rapportez les départs à l'effectif du début.",
    DEGRADE: "Plus de départs ne veut pas dire plus d'attrition : rapportez-les à l'effectif du "
    "début.",
}


def evolution(tirage: Tirage) -> Probleme:
    """La fidélité s'améliore-t-elle d'une année à l'autre ?"""
    attendu = tirage.choix("attendu", tuple(AVIS))
    avant = tirage.entier("avant", 12, 20)
    apres = avant + (-2 if attendu == AMELIORE else 2)
    debut, gagnes = tirage.entier("debut", 10, 30) * 100, tirage.choix("gagnes", (30, 40, 50))
    milieu = debut * (100 - avant + gagnes) // 100
    perdus = [debut * avant // 100, round(milieu * apres / 100)]
    nouveaux = [debut * gagnes // 100, round(milieu * gagnes / 100)]
    fin = milieu - perdus[1] + nouveaux[1]
    qui, clients = tirage.choix("commerce", COMMERCES)
    return Probleme(
        f"{qui} comptait {nombre(debut)} {clients} fin 2023, {nombre(milieu)} fin 2024 (dont "
        f"{nombre(nouveaux[0])} gagnés dans l'année) et {nombre(fin)} fin 2025 (dont "
        f"{nombre(nouveaux[1])} gagnés dans l'année). D'une année à l'autre, **comment évolue la "
        "fidélité** ?",
        attendu,
        (
            f"2024 : perdus = {nombre(debut)} + {nombre(nouveaux[0])} − {nombre(milieu)} = "
            f"{nombre(perdus[0])}, soit {pourcentage(perdus[0] / debut)} de {nombre(debut)}",
            f"2025 : perdus = {nombre(milieu)} + {nombre(nouveaux[1])} − {nombre(fin)} = "
            f"{nombre(perdus[1])}, soit {pourcentage(perdus[1] / milieu)} de {nombre(milieu)}",
            attendu,
        ),
        choix=tuple(AVIS),
        pieges={pourquoi: choix for choix, pourquoi in AVIS.items() if choix != attendu},
    )


QUESTIONS = (taux_d_attrition, attrition_annuelle, duree_de_vie, clients_restants, evolution)


def _mouvements(tirage: Tirage) -> tuple[int, int, int]:
    """L'effectif du début, les perdus et les nouveaux : l'effectif final change toujours."""
    debut = tirage.entier("debut", 8, 60) * 50
    perdus = debut * tirage.entier("perdus", 8, 28, pas=2) // 100 + tirage.entier("de_plus", 1, 5)
    return debut, perdus, perdus + debut * tirage.choix("ecart", (-5, 5, 7, 31, 35)) // 100
