"""Concentration du portefeuille."""

import pandas as pd

from grc_lib import segmentation
from grc_lib._formats import nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S522-4"
_NOMS = ("Alba", "Breval", "Corde", "Dumas", "Eloi", "Faure", "Girard", "Hugo", "Ibert", "Joly")
_COMMERCES = (
    "d'un traiteur",
    "d'une quincaillerie en gros",
    "d'une télécommerciale de l'Imprimerie Clémenceau",
)


def part_des_premiers(tirage: Tirage) -> Probleme:
    """Ce qu'apportent les 20 % premiers clients."""
    petits = [tirage.entier(f"petit {i}", 12, 40) for i in range(8)]
    gros = [tirage.entier("premier", 90, 140), tirage.entier("second", 50, 88)]
    ca = [*petits[:3], gros[1], *petits[3:6], gros[0], *petits[6:]]
    juste = sum(gros) / sum(ca)
    return Probleme(
        f"Voici le chiffre d'affaires des dix clients {tirage.choix('commerce', _COMMERCES)}, "
        f"{nombre(sum(ca))} k€ en tout. Quelle **part** les 20 % premiers clients apportent-ils "
        "(en %, au dixième) ?",
        Calcul(segmentation.part_des_premiers, ca),
        (
            "20 % de 10 clients = 2 clients : les deux plus gros",
            f"({gros[0]} + {gros[1]}) / {nombre(sum(ca))} = {sum(gros)} / {nombre(sum(ca))} = "
            f"{pourcentage(juste, 1)}",
        ),
        unite="%",
        pas=0.1,
        donnees=pd.DataFrame({"Client": _NOMS, "CA (k€)": ca}),
    )


def indice_de_herfindahl(tirage: Tirage) -> Probleme:
    """L'indice de Herfindahl de quatre clients."""
    parts = _parts(tirage)
    calcul = Calcul(segmentation.herfindahl, parts, champ="indice")
    return Probleme(
        f"Les quatre clients {tirage.choix('commerce', _COMMERCES)} pèsent {_liste(parts)} du "
        "chiffre d'affaires. Quel est l'**indice de Herfindahl**, de 0 à 1 (au dix-millième) ?",
        calcul,
        (f"somme des carrés des parts = {_carres(parts)} = {nombre(calcul.valeur, 4)}",),
        pas=0.0001,
    )


def clients_equivalents(tirage: Tirage) -> Probleme:
    """Le nombre équivalent de clients de même taille."""
    parts = _parts(tirage)
    calcul = Calcul(segmentation.herfindahl, parts, champ="equivalent")
    indice, equivalent = calcul.resultat
    return Probleme(
        f"Les quatre clients {tirage.choix('commerce', _COMMERCES)} pèsent {_liste(parts)} du "
        "chiffre d'affaires. À combien de clients de même taille ce portefeuille **équivaut**-il "
        "(au centième) ?",
        calcul,
        (
            f"indice de Herfindahl = {_carres(parts)} = {nombre(indice, 4)}",
            f"nombre équivalent = 1 / {nombre(indice, 4)} = {nombre(equivalent, 2)}",
        ),
    )


def gini(tirage: Tirage) -> Probleme:
    """L'indice de Gini de quatre clients."""
    parts = sorted(_parts(tirage))
    somme = sum(rang * part for rang, part in enumerate(parts, 1))
    calcul = Calcul(segmentation.gini, parts)
    produits = " + ".join(f"{rang} × {part}" for rang, part in enumerate(parts, 1))
    return Probleme(
        f"Les quatre clients {tirage.choix('commerce', _COMMERCES)} achètent pour "
        f"{' ; '.join(nombre(part) for part in reversed(parts))} k€, soit 100 k€ en tout. Quel est "
        "l'**indice de Gini** (au centième) ?",
        calcul,
        (
            "du plus petit (rang 1) au plus gros : somme des rangs × montants = "
            f"{produits} = {somme}",
            f"G = 2 × {somme} / (4 × 100) − (4 + 1) / 4 = {nombre(somme / 200, 4)} − 1,25 = "
            f"{nombre(calcul.valeur, 2)}",
        ),
    )


def _parts(tirage: Tirage) -> list[int]:
    """Quatre parts en %, de la plus grande à la plus petite, toutes différentes."""
    petite = tirage.entier("petite", 4, 12)
    suivante = petite + tirage.entier("écart", 2, 8)
    moyenne = suivante + tirage.entier("autre écart", 2, 10)
    return [100 - petite - suivante - moyenne, moyenne, suivante, petite]


def _liste(parts: list[int]) -> str:
    return ", ".join(f"{part} %" for part in parts)


def _carres(parts: list[int]) -> str:
    return " + ".join(f"{nombre(part / 100)}²" for part in parts)


QUESTIONS = (part_des_premiers, indice_de_herfindahl, clients_equivalents, gini)
