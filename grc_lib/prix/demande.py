"""Le prix et la demande (S443-1) : élasticité-prix et prix psychologique."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from grc_lib._arguments import parmi
from grc_lib._formats import euros, pourcentage
from grc_lib._nombres import (
    Liste,
    Nombres,
    accorder,
    liste,
    positif,
    quotient,
    strictement_positif,
)
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable

_REGLES = {
    "inclus": "le prix cité compte : trop cher à partir de ce prix, mauvaise qualité jusqu'à lui",
    "exclu": "le prix cité est encore accepté : trop cher au-dessus, mauvaise qualité au-dessous",
}


def elasticite(
    p0: Nombres,
    p1: Nombres,
    q0: Nombres,
    q1: Nombres,
    *,
    methode: Literal["base", "milieu"] = "base",
) -> Nombres:
    """L'élasticité-prix : la variation relative des ventes pour 1 % de variation du prix.

    e = (ΔQ / Q₀) / (ΔP / P₀). La demande est élastique si |e| > 1 : c'est la valeur absolue qui
    compte, l'élasticité est presque toujours négative.

    Paramètres
    ----------
    p0, p1 : prix avant et après, en euros.
    q0, q1 : quantités vendues avant et après.
    methode : « base » : variations rapportées aux valeurs de départ ; « milieu » : à la moyenne des
        deux valeurs, ce qui donne la même élasticité à l'aller et au retour.

    Renvoie
    -------
    Un nombre sans unité ; même forme que les prix.

    Lève
    ----
    NonCalculable si le prix ne varie pas, ou si une valeur de départ est nulle (une moyenne, avec
    « milieu ») ; ArgumentInvalide pour un prix ou une quantité négatifs.

    Exemple
    -------
    >>> round(elasticite(59, 77, 166, 120), 4)
    -0.9083
    >>> round(elasticite(59, 77, 166, 120, methode="milieu"), 4)
    -1.2152

    Source
    ------
    S443, élasticité d'arc (cas EL01 à EL05).
    """
    parmi("methode", methode, ("base", "milieu"))
    p0, p1, q0, q1 = accorder(
        p0=positif("p0", p0), p1=positif("p1", p1), q0=positif("q0", q0), q1=positif("q1", q1)
    )
    ventes = _variation(q0, q1, methode, "Les quantités de départ sont nulles")
    prix = _variation(p0, p1, methode, "Le prix de départ est nul")
    raison = "Le prix ne varie pas : l'élasticité-prix ne se mesure pas. Comparez deux prix."
    return quotient(ventes, prix, raison)


@dataclass(frozen=True, eq=False)
class PrixPsychologique(Resultat):
    """Prix psychologique.

    optimal (€) : le prix que le plus de personnes acceptent · tableau : prix (€), trop_cher,
    mauvaise_qualite et acheteurs (parts décimales des personnes interrogées).
    """

    optimal: float
    tableau: pd.DataFrame
    _: KW_ONLY
    cumul: str

    def etapes(self) -> Iterator[Etape]:
        """La part d'acheteurs à chaque prix, puis le prix retenu."""
        for ligne in self.tableau.itertuples():
            cher = pourcentage(ligne.trop_cher, None)
            mauvaise = pourcentage(ligne.mauvaise_qualite, None)
            yield Etape(
                f"Acheteurs à {euros(ligne.prix)}",
                "100 % − trop cher − mauvaise qualité",
                f"100 % − {cher} − {mauvaise}",
                pourcentage(ligne.acheteurs, None),
            )
        yield Etape("Prix psychologique", "prix du plus d'acheteurs", "", euros(self.optimal))

    def conventions(self) -> Iterator[str]:
        """La lecture des cumuls et la règle des ex æquo."""
        yield f"cumul {self.cumul}, {_REGLES[self.cumul]}."
        yield "à nombre d'acheteurs égal, le prix le plus élevé : il rapporte davantage."


def prix_psychologique(
    prix: Any,
    *,
    trop_cher: Any,
    mauvaise_qualite: Any,
    cumul: Literal["inclus", "exclu"] = "inclus",
) -> PrixPsychologique:
    """Le prix que le plus de personnes interrogées accepteraient de payer.

    acheteurs(p) = 100 % − trop cher(p) − mauvaise qualité(p) : « trop cher » se cumule du plus bas
    prix au plus haut, « mauvaise qualité » du plus haut au plus bas.

    Paramètres
    ----------
    prix : les prix proposés, en euros, croissants.
    trop_cher : à chaque prix, le nombre de personnes qui l'ont cité comme leur maximum (« trop
        cher »), non cumulé.
    mauvaise_qualite : à chaque prix, le nombre de personnes qui l'ont cité comme leur minimum
        (« de mauvaise qualité »), non cumulé. Chacune a répondu aux deux questions : les deux
        totaux sont égaux.
    cumul : « inclus » : celui qui cite un prix n'achète plus à ce prix ; « exclu » : il l'achète
        encore. La formulation des deux questions le dit.

    Renvoie
    -------
    `PrixPsychologique` : optimal (€) et tableau (prix, trop_cher, mauvaise_qualite, acheteurs :
    parts décimales cumulées). À nombre d'acheteurs égal, le prix optimal est le plus élevé.

    Lève
    ----
    NonCalculable si personne n'a répondu ou si aucun prix n'a d'acheteur ; ArgumentInvalide pour
    des prix non croissants, des effectifs négatifs ou non entiers, des longueurs ou des totaux
    différents, ou des réponses contradictoires (un minimum au-dessus du maximum).

    Exemple
    -------
    >>> resultat = prix_psychologique(
    ...     [5, 6, 7, 8], trop_cher=[0, 20, 30, 50], mauvaise_qualite=[60, 30, 10, 0]
    ... )
    >>> resultat.optimal
    7.0
    >>> resultat.tableau
       prix  trop_cher  mauvaise_qualite  acheteurs
    0   5.0        0.0               1.0        0.0
    1   6.0        0.2               0.4        0.4
    2   7.0        0.5               0.1        0.4
    3   8.0        1.0               0.0        0.0

    Source
    ------
    S443, prix d'acceptabilité d'Adam et de Stoetzel (cas PP01, PP02).
    """
    parmi("cumul", cumul, ("inclus", "exclu"))
    prix = strictement_positif("prix", liste("prix", prix))
    if (np.diff(prix) <= 0).any():
        raise ArgumentInvalide("prix", prix.tolist(), "des prix croissants, tous différents")
    maxima, minima = (
        positif("trop_cher", liste("trop_cher", trop_cher)),
        positif("mauvaise_qualite", liste("mauvaise_qualite", mauvaise_qualite)),
    )
    accorder(prix=prix, trop_cher=maxima, mauvaise_qualite=minima)
    interroges = maxima.sum()
    if minima.sum() != interroges:
        attendu = f"le même total que « trop_cher » ({interroges:g} personnes interrogées)"
        raise ArgumentInvalide("mauvaise_qualite", f"{minima.sum():g}", attendu)
    if interroges == 0:
        raise NonCalculable("Personne n'a répondu : pas de prix psychologique.")
    tableau = _parts(prix, _cumuler(maxima, cumul), _cumuler(minima[::-1], cumul)[::-1], interroges)
    tableau.attrs = {"cumul": cumul}
    preferes = tableau[tableau["acheteurs"] == tableau["acheteurs"].max()]
    return PrixPsychologique(float(preferes["prix"].iloc[-1]), tableau, cumul=cumul)


def _variation(avant: Nombres, apres: Nombres, methode: str, raison: str) -> Nombres:
    reference = avant if methode == "base" else (avant + apres) / 2
    return quotient(apres - avant, reference, f"{raison} : la variation n'est pas calculable.")


def _cumuler(cites: Liste, cumul: str) -> Liste:
    """Du premier au dernier : avec ceux qui citent ce prix (« inclus ») ou sans eux (« exclu »)."""
    cumules: Liste = np.cumsum(cites)
    return cumules if cumul == "inclus" else cumules - cites


def _parts(prix: Liste, cher: Liste, mauvaise: Liste, interroges: float) -> pd.DataFrame:
    acheteurs = interroges - cher - mauvaise
    if acheteurs.min() < 0:
        raise ArgumentInvalide(
            "trop_cher",
            f"plus de refus que de personnes à {euros(prix[acheteurs.argmin()])}",
            "des réponses cohérentes : pour chacun, un minimum inférieur au maximum",
        )
    if acheteurs.max() == 0:
        raise NonCalculable("Aucun prix proposé n'a d'acheteur : proposez d'autres prix.")
    return pd.DataFrame(
        {
            "prix": prix,
            "trop_cher": cher / interroges,
            "mauvaise_qualite": mauvaise / interroges,
            "acheteurs": acheteurs / interroges,
        }
    )
