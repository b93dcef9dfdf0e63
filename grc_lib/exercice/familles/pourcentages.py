"""Pourcentages et évolutions."""

from itertools import permutations

from grc_lib import ventes
from grc_lib._formats import euros, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S41-1"
COMMERCES = (
    "d'une salle de sport",
    "d'une quincaillerie",
    "d'un traiteur",
    "de l'agence lyonnaise de l'Imprimerie Clémenceau",
)


def evolution(tirage: Tirage) -> Probleme:
    """Le taux d'évolution entre deux années."""
    commerce = tirage.choix("commerce", COMMERCES)
    avant = tirage.entier("avant", 80_000, 300_000, pas=2_000)
    pour_mille = tirage.choix("sens", (1, -1)) * tirage.entier("taux", 50, 300, pas=2)
    apres = avant + avant * pour_mille // 1000
    taux = (apres - avant) / avant
    return Probleme(
        f"Le chiffre d'affaires {commerce} passe de {euros(avant, 0)} en 2025 à "
        f"{euros(apres, 0)} en 2026. Quel est son **taux d'évolution** (négatif pour une baisse ; "
        "au dixième) ?",
        taux,
        (
            f"variation = valeur d'arrivée − valeur de départ = {euros(apres, 0)} − "
            f"{euros(avant, 0)} = {euros(apres - avant, 0)}",
            f"taux d'évolution = variation / valeur de départ = {euros(apres - avant, 0)} / "
            f"{euros(avant, 0)} = {pourcentage(taux, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            "Vous avez rapporté la variation à la valeur d'arrivée : partez de la valeur de "
            "départ.": (apres - avant) / apres,
            "Vous avez gardé les 100 % de départ : seule la variation est demandée.": apres / avant,
        },
    )


def valeur_initiale(tirage: Tirage) -> Probleme:
    """La valeur d'avant une évolution connue."""
    commerce = tirage.choix("commerce", COMMERCES)
    avant = tirage.entier("avant", 20_000, 90_000, pas=500)
    pour_cent = tirage.entier("taux", 4, 25)
    hausse = tirage.choix("sens", (True, False))
    signe, verbe = ("+", "augmenté") if hausse else ("−", "baissé")
    taux = pour_cent / 100 if hausse else -pour_cent / 100
    apres = avant * (1 + taux)
    coefficient = nombre(1 + taux)
    return Probleme(
        f"En 2026, le chiffre d'affaires {commerce} a {verbe} de {pour_cent} % : il atteint "
        f"{euros(apres, 0)}. Quel était le **chiffre d'affaires de 2025** ?",
        float(avant),
        (
            f"coefficient = 1 {signe} {pour_cent} / 100 = {coefficient}",
            f"chiffre d'affaires de 2026 = chiffre d'affaires de 2025 × {coefficient} : pour "
            "revenir en arrière, on divise",
            f"chiffre d'affaires de 2025 = {euros(apres, 0)} / {coefficient} = {euros(avant, 0)}",
        ),
        unite="€",
        pas=1,
        pieges={
            f"Vous avez appliqué les {pour_cent} % au chiffre d'affaires de 2026 : ils se "
            "calculent sur celui de 2025.": apres * (1 - taux),
            "Vous avez appliqué l'évolution une seconde fois : remontez le temps.": apres
            * (1 + taux),
        },
    )


def evolutions_successives(tirage: Tirage) -> Probleme:
    """Le taux global de deux évolutions qui se suivent."""
    premiere = tirage.entier("premiere", 16, 40)
    petite = tirage.entier("seconde", 5, 12)
    seconde = tirage.choix("sens", (-premiere, -petite, petite))
    taux = (1 + premiere / 100) * (1 + seconde / 100) - 1
    suite = f"{'augmente' if seconde > 0 else 'baisse'} de {abs(seconde)} %"
    sujet = tirage.choix(
        "sujet",
        (
            "Le prix du papier",
            "Le tarif d'une séance de sport",
            "Le prix d'un buffet pour dix personnes",
        ),
    )
    coefficients = f"{nombre(1 + premiere / 100)} × {nombre(1 + seconde / 100)}"
    return Probleme(
        f"{sujet} augmente de {premiere} % au printemps, puis {suite} à l'automne. Quel est son "
        "**taux d'évolution** sur l'année (négatif pour une baisse ; au centième) ?",
        taux,
        (
            "les évolutions qui se suivent se multiplient : coefficient global = "
            f"{coefficients} = {nombre(1 + taux, 4)}",
            f"taux global = coefficient global − 1 = {nombre(1 + taux, 4)} − 1 = "
            f"{pourcentage(taux)}",
        ),
        unite="%",
        pieges={
            "Vous avez additionné les deux taux : le second s'applique à un prix déjà changé.": (
                premiere + seconde
            )
            / 100,
            "C'est le coefficient en pour cent : retirez les 100 % de départ.": 1 + taux,
        },
    )


def points_ou_pourcent(tirage: Tirage) -> Probleme:
    """Dire une variation de taux : en points, ou en pour cent."""
    depart = tirage.choix("depart", (20, 25, 40, 50))
    points = tirage.entier("points", 2, 9)
    hausse = tirage.choix("sens", (True, False))
    arrivee = depart + points if hausse else depart - points
    relative = nombre(100 * points / depart)
    sujet = tirage.choix(
        "sujet",
        (
            "Le taux de réabonnement d'une salle de sport",
            "La part des clients d'une quincaillerie qui ont la carte de fidélité",
            "Le taux de transformation des devis d'un traiteur",
        ),
    )
    mouvement = "hausse" if hausse else "baisse"
    juste = f"une {mouvement} de {points} points, soit {relative} %"
    echange = f"une {mouvement} de {relative} points, soit {points} %"
    confondu = f"une {mouvement} de {points} %, c'est-à-dire de {points} points"
    return Probleme(
        f"{sujet} passe de {depart} % à {arrivee} %. Quelle **phrase** le dit sans erreur ?",
        juste,
        (
            f"en points, on soustrait les deux taux : l'écart est de {points}",
            f"en pour cent, on rapporte l'écart au taux de départ : {points} / {depart} = "
            f"{relative} %",
            f"donc {juste}",
        ),
        choix=tirage.choix("ordre", list(permutations((juste, echange, confondu)))),
        pieges={
            "Vous avez interverti points et pour cent : les points sont la différence des deux "
            "taux.": echange,
            "Des points ne sont pas des pour cent : une variation en pour cent se rapporte au taux "
            "de départ.": confondu,
        },
    )


def taux_moyen(tirage: Tirage) -> Probleme:
    """Le taux de croissance annuel moyen, sur deux ou quatre ans."""
    commerce = tirage.choix("commerce", COMMERCES)
    v0 = tirage.entier("depart", 120_000, 400_000, pas=5_000)
    n = tirage.choix("annees", (2, 4))
    vn = round(v0 * (1 + tirage.entier("croissance", 60, 110) / 1000) ** n / 1000) * 1000
    taux, total = ventes.tcam(v0, vn, n), vn / v0 - 1
    touches = "la racine carrée (touche √)" if n == 2 else "deux fois la racine carrée (touche √)"
    return Probleme(
        f"Le chiffre d'affaires {commerce} était de {euros(v0, 0)} en {2026 - n} ; il est de "
        f"{euros(vn, 0)} en 2026. Quel est son **taux de croissance annuel moyen** (au dixième) ?",
        Calcul(ventes.tcam, v0, vn, n),
        (
            f"coefficient global = {euros(vn, 0)} / {euros(v0, 0)} = {nombre(vn / v0, 4)}",
            f"de {2026 - n} à 2026, il y a {n} intervalles : le coefficient d'un an, multiplié "
            f"{n} fois, redonne le coefficient global",
            f"coefficient d'un an : {touches} de {nombre(vn / v0, 4)} = {nombre(1 + taux, 4)}",
            f"taux moyen = {nombre(1 + taux, 4)} − 1 = {pourcentage(taux, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges={
            "Vous avez divisé la croissance totale par le nombre d'années : chaque année part de "
            "la précédente.": total / n,
            f"Vous avez compté {n + 1} années : comptez les intervalles entre les deux "
            "dates.": ventes.tcam(v0, vn, n + 1),
            "C'est la croissance de toute la période : ramenez-la à une année.": total,
        },
    )


QUESTIONS = (
    evolution,
    valeur_initiale,
    evolutions_successives,
    points_ou_pourcent,
    taux_moyen,
)
