"""Échantillon et marge d'erreur."""

import math

import pandas as pd

from grc_lib import enquete
from grc_lib._formats import donnee, nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S821-1"
_QUI = ("Une salle de sport", "L'Imprimerie Clémenceau", "Un traiteur", "Une quincaillerie")


def taille(tirage: Tirage) -> Probleme:
    """La taille d'un échantillon, pour une très grande population."""
    e = tirage.choix("erreur", (0.03, 0.04, 0.05, 0.06, 0.08))
    p = tirage.choix("proportion", (0.1, 0.2, 0.25, 0.3, 0.4, 0.5))
    produit, carre = 1.96**2 * p * (1 - p), e**2
    juste = enquete.taille_echantillon(e, 0.95, p)
    return Probleme(
        f"{tirage.choix('qui', _QUI)} veut connaître, à {nombre(100 * e)} points près et avec 95 % "
        f"de confiance (t = 1,96), une proportion proche de {pourcentage(p, 0)} dans une "
        "très grande population. Combien de **réponses** lui faut-il ?",
        Calcul(enquete.taille_echantillon, e, 0.95, p),
        (
            "n = t² × p × (1 − p) / e²",
            f"n = 1,96² × {nombre(p)} × {nombre(1 - p)} / {nombre(e)}² = {donnee(produit)} / "
            f"{nombre(carre, 4)} = {nombre(produit / carre)}",
            f"à l'entier supérieur : {nombre(juste)} réponses",
        ),
    )


def population_comptee(tirage: Tirage) -> Probleme:
    """La taille d'un échantillon tiré d'un fichier dont on connaît l'effectif."""
    e = tirage.choix("erreur", (0.04, 0.05, 0.06))
    population = tirage.entier("population", 400, 4000, pas=50)
    grande = round(1.96**2 * 0.25 / e**2, 2)  # comme l'énoncé le donne
    calcul = Calcul(enquete.taille_echantillon, e, population=population)
    arrondie = math.ceil(grande)
    trop_tot = math.ceil(arrondie / (1 + (arrondie - 1) / population))
    exacte = grande / (1 + (grande - 1) / population)
    return Probleme(
        f"{tirage.choix('qui', _QUI)} interroge un échantillon de ses {nombre(population)} clients "
        f"à {nombre(100 * e)} points près (95 % de confiance, t = 1,96, p = 50 %). Pour une très "
        f"grande population, il faudrait n = {nombre(grande)} réponses (non arrondi). Combien en "
        "faut-il **pour ce fichier** ?",
        calcul,
        (
            "n corrigé = n / (1 + (n − 1) / N)",
            f"{nombre(grande)} / (1 + {nombre(grande - 1)} / {nombre(population)}) = "
            f"{nombre(exacte)}",
            f"à l'entier supérieur : {nombre(calcul.valeur)} réponses",
        ),
        pieges=calcul.pieges()
        | (
            {"Vous avez arrondi n avant de le corriger : n'arrondissez qu'à la fin.": trop_tot}
            if trop_tot != calcul.valeur
            else {}
        ),
    )


def borne_basse(tirage: Tirage) -> Probleme:
    """La borne basse d'un intervalle de confiance."""
    f = tirage.entier("fréquence", 20, 80, pas=5) / 100
    n = tirage.choix("réponses", (100, 200, 300, 400, 500, 600))
    marge = 1.96 * math.sqrt(f * (1 - f) / n)
    return Probleme(
        f"{tirage.choix('qui', _QUI)} interroge {n} clients tirés au hasard : {pourcentage(f, 0)} "
        "se disent satisfaits. Avec 95 % de confiance (t = 1,96), quelle est la **borne basse** de "
        "la part de clients satisfaits (en %, au dixième) ?",
        Calcul(enquete.intervalle_proportion, f, n, champ="bas"),
        (
            f"marge = 1,96 × √({nombre(f)} × {nombre(1 - f)} / {n}) = {nombre(marge, 4)}, soit "
            f"{nombre(100 * marge, 2)} points",
            f"borne basse = {nombre(100 * f)} − {nombre(100 * marge, 2)} = "
            f"{nombre(100 * (f - marge), 2)}, soit {pourcentage(f - marge, 1)}",
        ),
        unite="%",
        pas=0.1,
        pieges=["bas_sans_t", "bas_haut"],  # la demi-marge vaut presque l'erreur type
    )


def quota(tirage: Tirage) -> Probleme:
    """Le quota d'une catégorie."""
    fois = tirage.entier("fois", 4, 12)
    quotas = [tirage.entier("petits", 60, 90, pas=2), tirage.entier("moyens", 16, 26, pas=2)]
    quotas.append(tirage.entier("grands", 4, 14, pas=2))
    noms, total = ("Particuliers", "Artisans", "Entreprises"), sum(quotas)
    effectifs = [fois * effectif for effectif in quotas]
    rang = tirage.entier("rang", 0, 2)
    return Probleme(
        f"{tirage.choix('qui', _QUI)} veut interroger {total} de ses {nombre(fois * total)} "
        "clients, par quotas : l'échantillon a la structure de la clientèle. Quel **quota** "
        f"donner à la catégorie « {noms[rang]} » ?",
        quotas[rang],
        (
            f"taux de sondage = {total} / {nombre(fois * total)} = 1 / {fois}",
            f"{noms[rang].lower()} : {nombre(effectifs[rang])} / {fois} = {quotas[rang]}",
        ),
        pieges={
            "Vous avez donné le même quota aux trois catégories : chacune garde sa part.": (
                total // 3
            ),
            "C'est l'effectif de la clientèle : on n'en interroge qu'une partie.": effectifs[rang],
        },
        donnees=pd.DataFrame({"Catégorie": noms, "Clients": effectifs}),
    )


QUESTIONS = (taille, population_comptee, borne_basse, quota)
