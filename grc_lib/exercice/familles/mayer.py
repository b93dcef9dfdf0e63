"""Méthode de Mayer."""

import pandas as pd

from grc_lib import ventes
from grc_lib._formats import nombre
from grc_lib.exercice.calcul import Calcul
from grc_lib.exercice.probleme import Probleme
from grc_lib.exercice.tirage import Tirage

SEANCE = "S522-2"


def pente(tirage: Tirage) -> Probleme:
    """La pente, sur six années."""
    y = _ventes(tirage, 6)
    droite = ventes.mayer(y)
    return Probleme(
        f"{_debut(tirage)} : six années, du rang 1 au rang 6. Par la méthode de Mayer, quelle est "
        "la **pente** de la droite (en k€ par an) ?",
        Calcul(ventes.mayer, y, champ="a"),
        (*_points_moyens(y), _calcul_de_la_pente(droite)),
        unite="k€",
        donnees=_tableau(y),
    )


def pente_de_cinq_annees(tirage: Tirage) -> Probleme:
    """La pente, quand le nombre de points est impair."""
    y = _ventes(tirage, 5)
    droite = ventes.mayer(y)
    return Probleme(
        f"{_debut(tirage)} : cinq années, du rang 1 au rang 5. Le point du milieu va dans le "
        "premier groupe. Par la méthode de Mayer, quelle est la **pente** de la droite (en k€ par "
        "an) ?",
        Calcul(ventes.mayer, y, champ="a"),
        (*_points_moyens(y), _calcul_de_la_pente(droite)),
        unite="k€",
        donnees=_tableau(y),
    )


def prevision(tirage: Tirage) -> Probleme:
    """La prévision d'une année à venir."""
    y = _ventes(tirage, 6)
    droite = ventes.mayer(y)
    rang = tirage.entier("rang", 7, 8)
    a, b = nombre(droite.a), nombre(droite.b)
    return Probleme(
        f"{_debut(tirage)} : six années, du rang 1 au rang 6. Par la méthode de Mayer, quel "
        f"**chiffre d'affaires** prévoir pour {2020 + rang}, de rang {rang} (en k€) ?",
        Calcul(ventes.Droite.prevoir, droite, rang),
        (
            *_points_moyens(y),
            _calcul_de_la_pente(droite),
            f"b = ȳ1 − a × x̄1 = {_moyenne(y[:3])} − {a} × 2 = {b}",
            f"prévision = {a} × {rang} + {b} = {nombre(droite.prevoir(rang))} k€",
        ),
        unite="k€",
        donnees=_tableau(y),
    )


def _ventes(tirage: Tirage, annees: int) -> list[int]:
    """Des ventes qui progressent, dont les points moyens tombent juste."""
    base = tirage.entier("base", 200, 800, pas=10)
    progression = tirage.entier("progression", 15, 60)
    u, v = 3 * tirage.entier("u", 2, 5), tirage.entier("v", 1, 4)
    w, z = 2 * tirage.entier("w", 1, 6), tirage.entier("z", 1, 5)
    fin = [w, z, -w - z] if annees == 6 else [w, -w]
    bruits = [u, -v, v - u, *fin]
    return [base + progression * rang + bruit for rang, bruit in enumerate(bruits, 1)]


def _debut(tirage: Tirage) -> str:
    return tirage.choix(
        "commerce",
        (
            "Voici le chiffre d'affaires de l'agence de Tours de l'Imprimerie Clémenceau",
            "Voici le chiffre d'affaires du rayon jardin d'une quincaillerie",
            "Voici le chiffre d'affaires d'une salle de sport",
        ),
    )


def _tableau(y: list[int]) -> pd.DataFrame:
    rangs = range(1, len(y) + 1)
    annees = [str(2020 + rang) for rang in rangs]
    return pd.DataFrame({"Année": annees, "Rang": rangs, "CA (k€)": y})


def _points_moyens(y: list[int]) -> tuple[str, str]:
    premiers, suivants = y[:3], y[3:]
    rangs = _moyenne(list(range(4, len(y) + 1)))
    return (
        f"premier groupe (rangs 1 à 3) : x̄1 = 2 ; ȳ1 = {_somme(premiers)} / 3 = "
        f"{_moyenne(premiers)}",
        f"second groupe (rangs 4 à {len(y)}) : x̄2 = {rangs} ; ȳ2 = {_somme(suivants)} / "
        f"{len(suivants)} = {_moyenne(suivants)}",
    )


def _calcul_de_la_pente(droite: ventes.Droite) -> str:
    y = list(droite.y)
    y1, y2 = _moyenne(y[:3]), _moyenne(y[3:])
    x2 = _moyenne(list(droite.x[3:]))
    return f"a = (ȳ2 − ȳ1) / (x̄2 − x̄1) = ({y2} − {y1}) / ({x2} − 2) = {nombre(droite.a)} k€"


def _somme(valeurs: list[int]) -> str:
    return f"({' + '.join(nombre(valeur) for valeur in valeurs)})"


def _moyenne(valeurs: list[int] | list[float]) -> str:
    return nombre(sum(valeurs) / len(valeurs))


QUESTIONS = (pente, pente_de_cinq_annees, prevision)
