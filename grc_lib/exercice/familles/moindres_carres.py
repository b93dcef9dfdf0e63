"""Moindres carrés et corrélation."""

import pandas as pd

from grc_lib import ventes
from grc_lib._formats import nombre, pourcentage
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S522-2"
_BUDGETS = [2, 4, 6, 8, 10]
_SITUATIONS = (
    ("une salle de sport", "réservations"),
    ("un traiteur", "commandes"),
    ("l'Imprimerie Clémenceau", "devis demandés"),
)
_FORT, _INVERSE, _FAIBLE, _CAUSE = (
    "un lien fort : les deux progressent ensemble",
    "un lien fort : l'un recule quand l'autre progresse",
    "pas de lien en ligne droite, ou presque",
    "la preuve que l'un est la cause de l'autre",
)


def pente(tirage: Tirage) -> Probleme:
    """La pente de la droite des moindres carrés, sur cinq points."""
    y = _resultats(tirage)
    debut, quoi = _situation(tirage)
    return Probleme(
        f"{debut} Quelle est, par les moindres carrés, la **pente** de la droite qui donne les "
        f"{quoi} selon le budget (en {quoi} par k€) ?",
        Calcul(ventes.moindres_carres, y, _BUDGETS, champ="a"),
        _calcul_de_la_pente(y),
        donnees=_tableau(y, quoi),
    )


def prevision(tirage: Tirage) -> Probleme:
    """Ce que la droite attend d'un budget intermédiaire."""
    y = _resultats(tirage)
    debut, quoi = _situation(tirage)
    budget = tirage.choix("budget", (3, 5, 7))
    droite = ventes.moindres_carres(y, _BUDGETS)
    a, b = nombre(droite.a), nombre(droite.b)
    return Probleme(
        f"{debut} Combien de **{quoi}** la droite des moindres carrés annonce-t-elle pour un "
        f"budget de {budget} k€ ?",
        Calcul(ventes.Droite.prevoir, droite, budget),
        (
            *_calcul_de_la_pente(y),
            f"b = ȳ − a × x̄ = {nombre(sum(y) / 5)} − {a} × 6 = {b}",
            f"pour {budget} k€ : {a} × {budget} + {b} = {nombre(droite.prevoir(budget))}",
        ),
        pieges=["sans_ordonnee", "derniere_valeur", "extremes"],
        donnees=_tableau(y, quoi),
    )


def part_expliquee(tirage: Tirage) -> Probleme:
    """Du coefficient de corrélation au coefficient de détermination."""
    r = tirage.entier("r", 60, 98) / 100
    commerce, quoi = tirage.choix("situation", _SITUATIONS)
    return Probleme(
        f"Pour {commerce}, la corrélation entre le budget publicitaire et le nombre de {quoi} est "
        f"r = {nombre(r)}. Quelle **part des variations** (R², en %) la droite décrit-elle ?",
        r**2,
        (f"R² = r² = {nombre(r)} × {nombre(r)} = {pourcentage(r**2)}",),
        unite="%",
        pieges={
            "C'est le coefficient de corrélation : il reste à l'élever au carré.": r,
            "Vous avez pris la racine carrée : R² est le carré de r.": r**0.5,
            "C'est la part que la droite ne décrit pas.": 1 - r**2,
        },
    )


def lecture_de_r(tirage: Tirage) -> Probleme:
    """Ce que dit, et ne dit pas, un coefficient de corrélation."""
    genre = tirage.choix("genre", ("fort", "inverse", "faible"))
    force = tirage.entier("force", 91, 98) / 100
    r = {"fort": force, "inverse": -force, "faible": tirage.entier("faible", -12, 14) / 100}[genre]
    attendu = {"fort": _FORT, "inverse": _INVERSE, "faible": _FAIBLE}[genre]
    x, y = tirage.choix("variables", _VARIABLES[genre])
    return Probleme(
        f"Sur 24 mois, la corrélation entre {x} et {y} est r = {nombre(r, 2)}. Que montre **cette "
        "valeur** ?",
        attendu,
        (
            "r va de −1 à 1 : près de 0, pas de lien en ligne droite ; près de 1 ou de −1, un lien "
            "fort, dont le signe dit le sens",
            "aucune valeur de r ne prouve une cause : un troisième fait peut mener les deux",
            f"r = {nombre(r, 2)}, donc {attendu}",
        ),
        choix=(_FORT, _INVERSE, _FAIBLE, _CAUSE),
        pieges={
            phrase: proposition
            for phrase, proposition in _LECTURES.items()
            if proposition != attendu
        },
    )


# Des grandeurs dont le lien se comprend.
_VARIABLES = {
    "fort": (
        ("la température du mois", "les ventes de boissons d'un traiteur"),
        ("le nombre de visites des commerciaux", "les ventes d'une quincaillerie en gros"),
    ),
    "inverse": (
        ("le prix des séances", "le nombre d'entrées d'une salle de sport"),
        ("la température du mois", "les ventes de potages d'un traiteur"),
    ),
    "faible": (
        ("le nombre de jours de pluie", "le nombre de devis demandés à une imprimerie"),
        ("la température du mois", "les ventes de vis d'une quincaillerie"),
    ),
}
_LECTURES = {
    "Un lien fort où les deux progressent donne un r proche de 1 : regardez sa valeur et son "
    "signe.": _FORT,
    "Un lien fort où l'un recule donne un r proche de −1 : regardez sa valeur et son "
    "signe.": _INVERSE,
    "Sans lien en ligne droite, r est proche de 0 : regardez sa valeur.": _FAIBLE,
    "Un lien, même très fort, n'est pas une cause : un troisième fait peut mener les deux.": _CAUSE,
}


def _resultats(tirage: Tirage) -> list[int]:
    """Cinq points autour d'une droite dont la pente et l'ordonnée tombent juste."""
    base = tirage.entier("base", 10, 60)
    a = tirage.entier("pente", 4, 25)
    u, w = tirage.entier("u", 1, 3), tirage.entier("w", -2, 2)
    bruits = [u + 2 * w, -2 * u - w, -2 * w, 2 * u - w, -u + 2 * w]
    return [base + a * x + bruit for x, bruit in zip(_BUDGETS, bruits, strict=True)]


def _situation(tirage: Tirage) -> tuple[str, str]:
    commerce, quoi = tirage.choix("situation", _SITUATIONS)
    return f"Pour {commerce}, voici cinq trimestres : budget publicitaire et {quoi}.", quoi


def _tableau(y: list[int], quoi: str) -> pd.DataFrame:
    return pd.DataFrame({"Budget (k€)": _BUDGETS, quoi.capitalize(): y})


def _calcul_de_la_pente(y: list[int]) -> tuple[str, ...]:
    moyenne = sum(y) / 5
    ecarts = [(x - 6, v - moyenne) for x, v in zip(_BUDGETS, y, strict=True)]
    termes = " + ".join(f"{_facteur(ex)} × {_facteur(ey)}" for ex, ey in ecarts)
    produits = sum(ex * ey for ex, ey in ecarts)
    return (
        f"x̄ = 30 / 5 = 6 ; ȳ = {nombre(sum(y))} / 5 = {nombre(moyenne)}",
        f"écarts des budgets à leur moyenne : {' ; '.join(nombre(ex) for ex, _ in ecarts)} ; "
        "somme de leurs carrés = 40",
        f"somme des (x − x̄) × (y − ȳ) = {termes} = {nombre(produits)}",
        f"a = {nombre(produits)} / 40 = {nombre(produits / 40)}",
    )


def _facteur(ecart: float) -> str:
    return f"({nombre(ecart)})" if ecart < 0 else nombre(ecart)


QUESTIONS = (pente, prevision, part_expliquee, lecture_de_r)
