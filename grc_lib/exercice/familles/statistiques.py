"""Statistique des ventes."""

import math

from grc_lib import ventes
from grc_lib._formats import nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S522-1"
# L'ordre d'écriture des six commandes : au milieu, jamais les deux valeurs du milieu.
_DESORDRES = ((2, 0, 5, 4, 1, 3), (3, 2, 4, 5, 0, 1), (5, 3, 0, 1, 4, 2), (2, 4, 1, 0, 3, 5))


def mediane(tirage: Tirage) -> Probleme:
    """La médiane de commandes écrites en désordre, dont une très grosse."""
    petite = tirage.entier("petite", 60, 200, pas=10)
    rangees = [petite]
    for i in range(1, 5):
        rangees.append(rangees[-1] + tirage.entier(f"écart {i}", 10, 90, pas=10))
    rangees.append(3 * rangees[-1] + tirage.entier("grosse", 0, 500, pas=50))
    serie = [rangees[i] for i in tirage.choix("ordre", _DESORDRES)]
    commerce = tirage.choix("commerce", ("Un traiteur", "Une quincaillerie", "Un imprimeur"))
    return Probleme(
        f"{commerce} relève les six commandes du jour, en euros : {_liste(serie)}. Quelle est la "
        "**médiane** ?",
        Calcul(ventes.indicateurs, serie, champ="mediane"),
        (
            f"par ordre croissant : {_liste(rangees)}",
            "six valeurs : la médiane est au milieu de la troisième et de la quatrième, "
            f"({rangees[2]} + {rangees[3]}) / 2 = {nombre((rangees[2] + rangees[3]) / 2)} €",
        ),
        unite="€",
    )


def ecart_type(tirage: Tirage) -> Probleme:
    """L'écart-type de cinq jours de vente."""
    petit = tirage.entier("petit écart", 1, 6)
    grand = petit + tirage.entier("plus grand", 2, 8)
    moyenne = tirage.entier("moyenne", 20, 60)
    ecarts = [-petit, grand, 0, -grand, petit]
    serie = [moyenne + ecart for ecart in ecarts]
    variance = (2 * petit**2 + 2 * grand**2) / 5
    lieu = tirage.choix(
        "lieu",
        (
            "Une salle de sport compte ses visites d'essai",
            "Un fleuriste compte ses bouquets vendus",
        ),
    )
    carres = " + ".join(f"{abs(ecart)}²" for ecart in ecarts)
    return Probleme(
        f"{lieu}, du mardi au samedi : {_liste(serie)}. Quel est l'**écart-type** de ces cinq "
        "jours, qui sont toute la population étudiée (au centième) ?",
        Calcul(ventes.indicateurs, serie, champ="ecart_type"),
        (
            f"moyenne = {nombre(sum(serie))} / 5 = {moyenne}",
            f"carrés des écarts à la moyenne : {carres} = {nombre(5 * variance)}",
            f"variance = {nombre(5 * variance)} / 5 = {nombre(variance)}",
            f"écart-type = √{nombre(variance)} = {nombre(math.sqrt(variance), 2)}",
        ),
    )


def regularite(tirage: Tirage) -> Probleme:
    """Le magasin le plus régulier, par le coefficient de variation."""
    petit, grand = tirage.choix(
        "villes", (("Amiens", "Lyon"), ("Dijon", "Nantes"), ("Rouen", "Lille"), ("Pau", "Toulouse"))
    )
    moyenne = tirage.entier("moyenne", 20, 60, pas=5)
    fois = tirage.entier("fois", 3, 6)
    cv = tirage.entier("cv", 20, 40, pas=2) / 100
    cv_grand = cv + tirage.choix("sens", (-1, 1)) * tirage.entier("écart", 4, 12) / 100
    juste, autre = (grand, petit) if cv_grand < cv else (petit, grand)
    sigmas = moyenne * cv, fois * moyenne * cv_grand
    return Probleme(
        f"Ventes par jour, en moyenne et en écart-type : {petit}, {moyenne} et "
        f"{nombre(sigmas[0])} ; {grand}, {fois * moyenne} et {nombre(sigmas[1])}. Quel est le "
        "magasin **le plus régulier**, compte tenu de sa taille ?",
        juste,
        (
            "coefficient de variation = écart-type / moyenne",
            f"{petit} : {nombre(sigmas[0])} / {moyenne} = {pourcentage(cv, 0)}",
            f"{grand} : {nombre(sigmas[1])} / {fois * moyenne} = {pourcentage(cv_grand, 0)}",
            f"le plus petit coefficient est celui de {juste}",
        ),
        choix=(petit, grand),
        pieges={
            (
                "Vous avez comparé les écarts-types : rapportez chacun à la moyenne de son magasin."
                if autre == petit
                else "Vendre plus ne rend pas plus régulier : rapportez l'écart-type à la moyenne."
            ): autre
        },
    )


def croissance_moyenne(tirage: Tirage) -> Probleme:
    """Le taux de croissance annuel moyen."""
    n = tirage.entier("n", 2, 5)
    v0 = tirage.entier("v0", 100, 900, pas=100)
    vn = v0 + v0 * tirage.entier("hausse", 12, 60) // 100
    quoi = tirage.choix("quoi", ("d'un traiteur", "d'une salle de sport", "d'une imprimerie"))
    racine = "la racine carrée" if n == 2 else f"la puissance 1/{n} (touche xʸ ou ^)"
    taux = ventes.tcam(v0, vn, n)
    return Probleme(
        f"Le chiffre d'affaires {quoi} passe de {v0} k€ en {2026 - n} à {nombre(vn)} k€ en 2026. "
        "Quel est le **taux de croissance annuel moyen** (en %, au centième) ?",
        Calcul(ventes.tcam, v0, vn, n),
        (
            f"de {2026 - n} à 2026, il y a {n} intervalles d'un an",
            f"coefficient multiplicateur = {nombre(vn)} / {v0} = {nombre(vn / v0)}",
            f"par an, {racine} : {nombre(vn / v0)}^(1/{n}) = {nombre(1 + taux, 4)}",
            f"taux annuel moyen = {nombre(1 + taux, 4)} − 1 = {pourcentage(taux)}",
        ),
        unite="%",
    )


def evolution_entre_deux_indices(tirage: Tirage) -> Probleme:
    """Le taux d'évolution entre deux indices, qui n'est pas leur différence."""
    avant = tirage.entier("avant", 104, 130)
    apres = avant + tirage.entier("hausse", 5, 30)
    quoi = tirage.choix("quoi", ("Le prix du papier", "Le chiffre d'affaires d'une quincaillerie"))
    taux = apres / avant - 1
    return Probleme(
        f"{quoi} a pour indice, base 100 en 2020, {avant} en 2024 et {apres} en 2026. Quel est son "
        "**taux d'évolution de 2024 à 2026** (en %, au centième) ?",
        taux,
        (
            "taux d'évolution = (indice d'arrivée − indice de départ) / indice de départ",
            f"({apres} − {avant}) / {avant} = {apres - avant} / {avant} = {pourcentage(taux)}",
        ),
        unite="%",
        pieges={
            "Vous avez fait la différence des deux indices : ce sont des points, pas un taux.": (
                apres - avant
            )
            / 100,
            "Vous avez divisé par l'indice d'arrivée : un taux se rapporte au départ.": (
                apres - avant
            )
            / apres,
            "C'est l'évolution depuis 2020, l'année de base : partez de 2024.": apres / 100 - 1,
        },
    )


def _liste(valeurs: list[int]) -> str:
    return " ; ".join(nombre(valeur) for valeur in valeurs)


QUESTIONS = (mediane, ecart_type, regularite, croissance_moyenne, evolution_entre_deux_indices)
