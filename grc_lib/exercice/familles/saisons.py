"""Coefficients saisonniers."""

import pandas as pd

from grc_lib import ventes
from grc_lib._formats import nombre
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S522-3"
_COMMERCES = (
    "d'un fleuriste",
    "d'une salle de sport",
    "du rayon jardin d'une quincaillerie",
    "d'agendas de l'Imprimerie Clémenceau",
)


def coefficient(tirage: Tirage) -> Probleme:
    """Le coefficient d'un trimestre, par la méthode simple."""
    moyenne = tirage.entier("moyenne", 300, 700, pas=20)
    part = tirage.choix("écarts", ((-5, 3, -3, 5), (4, -7, -3, 6), (-4, -3, 3, 4), (6, 3, -5, -4)))
    hausses = [tirage.entier(f"hausse {i}", 0, 24, pas=8) for i in range(4)]
    premiere = [moyenne + moyenne * p // 20 for p in part]
    annees = [premiere, [vente + hausse for vente, hausse in zip(premiere, hausses, strict=True)]]
    y = annees[0] + annees[1]
    k = tirage.entier("trimestre", 1, 4)
    juste = float(ventes.coefficients_saisonniers(y, 4)[k])
    saison = (annees[0][k - 1] + annees[1][k - 1]) / 2
    return Probleme(
        f"Voici les ventes trimestrielles {tirage.choix('commerce', _COMMERCES)} (k€). Quel est "
        f"le **coefficient saisonnier** du trimestre {k}, par rapport à la moyenne générale "
        "(arrondissez au centième) ?",
        juste,
        (
            f"moyenne du trimestre {k} = ({annees[0][k - 1]} + {annees[1][k - 1]}) / 2 = "
            f"{nombre(saison)}",
            f"moyenne générale = {nombre(sum(y))} / 8 = {nombre(sum(y) / 8)}",
            f"coefficient = {nombre(saison)} / {nombre(sum(y) / 8)} = {nombre(juste, 2)}",
        ),
        pieges={
            "C'est la part du trimestre dans l'année : comparez-le à un trimestre moyen.": juste
            / 4,
            "Vous avez divisé la moyenne générale par celle du trimestre.": 1 / juste,
        },
        donnees=pd.DataFrame(annees, columns=["T1", "T2", "T3", "T4"], index=["2024", "2025"])
        .rename_axis("Année")
        .reset_index(),
    )


def dernier_coefficient(tirage: Tirage) -> Probleme:
    """Le quatrième coefficient, des trois autres."""
    coefs = _coefficients(tirage)
    k = tirage.entier("trimestre", 1, 4)
    connus = [coefs[i] for i in range(4) if i + 1 != k]
    somme = sum(connus)
    return Probleme(
        f"Pour les ventes {tirage.choix('commerce', _COMMERCES)}, trois coefficients saisonniers "
        f"trimestriels sont connus : {_liste(connus)}. Quel est celui du **trimestre {k}** ?",
        4 - somme,
        (
            "la moyenne des quatre coefficients vaut 1 : leur somme vaut 4",
            f"4 − ({' + '.join(nombre(c, 2) for c in connus)}) = 4 − {nombre(somme, 2)} = "
            f"{nombre(4 - somme, 2)}",
        ),
        pieges={
            "Vous avez cherché une somme de 1 : chaque trimestre moyen vaut 1, et il y en a "
            "quatre.": 1 - somme,
            "Vous avez cherché un produit égal à 1 : c'est la somme des coefficients qui est "
            "fixée.": 1 / (connus[0] * connus[1] * connus[2]),
            "C'est la moyenne des trois autres : la moyenne des quatre doit valoir 1.": somme / 3,
        },
    )


def vente_corrigee(tirage: Tirage) -> Probleme:
    """La vente corrigée des variations saisonnières."""
    coef = tirage.choix("coefficient", (0.6, 0.7, 0.75, 0.8, 0.9, 1.1, 1.2, 1.25, 1.3, 1.4))
    corrigee = tirage.entier("corrigée", 200, 900, pas=20)
    vente = corrigee * coef
    return Probleme(
        f"Au deuxième trimestre 2026, les ventes {tirage.choix('commerce', _COMMERCES)} "
        f"atteignent {nombre(vente)} k€ ; le coefficient saisonnier du trimestre est "
        f"{nombre(coef, 2)}. À combien s'élève la **vente corrigée** de la saison (en k€) ?",
        vente / coef,
        (f"vente / coefficient = {nombre(vente)} / {nombre(coef, 2)} = {nombre(corrigee)} k€",),
        unite="k€",
        pieges={
            "Vous avez multiplié par le coefficient : multiplier remet la saison, ici on "
            "l'enlève.": vente * coef,
            f"Vous avez {'ajouté à' if coef < 1 else 'retiré de'} la vente le pourcentage de la "
            "saison : il se rapporte au trimestre moyen.": vente * (2 - coef),
        },
    )


def prevision_de_l_annee(tirage: Tirage) -> Probleme:
    """La prévision d'un trimestre, du total de l'année."""
    coefs = _coefficients(tirage)
    annuel = tirage.entier("annuel", 1200, 6000, pas=400)
    k = tirage.entier("trimestre", 1, 4)
    coef, juste = coefs[k - 1], annuel / 4 * coefs[k - 1]
    return Probleme(
        f"Les ventes {tirage.choix('commerce', _COMMERCES)} sont estimées à {nombre(annuel)} k€ "
        f"pour toute l'année 2027. Coefficients des quatre trimestres : {_liste(coefs)}. "
        f"Quelle est la **prévision du trimestre {k}** (en k€) ?",
        juste,
        (
            f"un trimestre moyen = {nombre(annuel)} / 4 = {nombre(annuel / 4)} k€",
            f"trimestre {k} = {nombre(annuel / 4)} × {nombre(coef, 2)} = {nombre(juste)} k€",
        ),
        unite="k€",
        pieges={
            "Vous avez appliqué le coefficient au total de l'année : ramenez-le d'abord à un "
            "trimestre moyen.": annuel * coef,
            "Vous avez partagé l'année en parts égales : chaque trimestre a son coefficient.": (
                annuel / 4
            ),
            "Vous avez divisé par le coefficient : diviser enlève la saison, ici on la remet.": (
                annuel / 4 / coef
            ),
        },
    )


def tendance_et_saison(tirage: Tirage) -> Probleme:
    """La prévision d'un trimestre, d'une tendance trimestrielle et de son coefficient."""
    a, b = tirage.entier("a", 4, 12), tirage.entier("b", 120, 400, pas=10)
    k = tirage.entier("trimestre", 1, 4)
    coef = tirage.choix("coefficient", (0.7, 0.8, 0.85, 0.9, 1.1, 1.15, 1.2, 1.3))
    rang = 16 + k
    tendance = a * rang + b
    return Probleme(
        f"Les ventes trimestrielles {tirage.choix('commerce', _COMMERCES)}, de 2023 (rangs 1 à 4) "
        f"à 2026 (rangs 13 à 16), ont pour tendance y = {a} x + {b}, en k€. Le coefficient du "
        f"trimestre {k} est {nombre(coef, 2)}. Quelle est la **prévision du trimestre {k} de "
        "2027** (en k€) ?",
        tendance * coef,
        (
            f"rang du trimestre {k} de 2027 = 16 + {k} = {rang}",
            f"tendance = {a} × {rang} + {b} = {nombre(tendance)}",
            f"prévision = {nombre(tendance)} × {nombre(coef, 2)} = {nombre(tendance * coef)} k€",
        ),
        unite="k€",
        pieges={
            "Vous avez oublié la saison : la tendance se multiplie par le coefficient.": tendance,
            "Vous avez donné à x le numéro du trimestre : son rang continue la série.": (a * k + b)
            * coef,
            "Vous avez divisé par 4 : cette tendance est déjà trimestrielle.": tendance * coef / 4,
        },
    )


def _coefficients(tirage: Tirage) -> list[float]:
    """Quatre coefficients, aucun égal à 1, dont la somme vaut 4."""
    fort, faible = tirage.entier("fort", 10, 40, pas=10), tirage.entier("faible", 5, 35, pas=10)
    centiemes = [100 + fort, 100 - faible, 100 + faible, 100 - fort]
    debut = tirage.entier("début", 0, 3)
    return [centieme / 100 for centieme in centiemes[debut:] + centiemes[:debut]]


def _liste(coefs: list[float]) -> str:
    return " ; ".join(nombre(coef, 2) for coef in coefs)


QUESTIONS = (
    coefficient,
    dernier_coefficient,
    vente_corrigee,
    prevision_de_l_annee,
    tendance_et_saison,
)
