"""La survie d'une clientèle : la part encore là, observée puis attendue."""

from typing import Any

import numpy as np
import pandas as pd

from grc_lib._nombres import entier, liste
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.fidelisation import Sbg
from grc_lib.figures.briques.echelles import libelle
from grc_lib.figures.briques.lecture import exiger_resultat
from grc_lib.figures.briques.lignes import lignes
from grc_lib.figures.graphique import Graphique
from grc_lib.figures.textes import compte, pourcent


def courbe_de_survie(
    survie: Any,
    *,
    modele: Sbg | None = None,
    horizon: int | None = None,
    periode: str = "année",
    titre: str | None = None,
) -> Graphique:
    """La part des clients de départ encore là, période après période, et ce qu'annonce un modèle.

    Paramètres
    ----------
    survie : les clients restants à chaque échéance, à partir du départ, comme pour
        `fidelisation.ajuster_sbg` : effectifs, parts ou pourcentages.
    modele : ce que rend `fidelisation.ajuster_sbg`, pour prolonger la courbe.
    horizon : jusqu'où prolonger le modèle, en périodes ; par défaut, comme l'observation.
    periode : le nom d'une période (« année », « mois »…).
    titre : le constat ; calculé sur les données s'il n'est pas donné.

    Renvoie
    -------
    `Graphique` : en parts décimales du départ, la survie observée, celle du modèle et celle d'une
    rétention constante, celle de la première période (la croyance que le modèle corrige).

    Lève
    ----
    NonCalculable s'il y a moins de deux valeurs ; ArgumentInvalide si la première est nulle ou si
    l'une est négative ; MauvaisType si le modèle ne vient pas de `fidelisation.ajuster_sbg`.

    Exemple
    -------
    >>> observee = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]
    >>> courbe_de_survie(observee).titre
    'Au bout de 7\xa0ans, il reste 49,1\u202f% des clients'

    Source
    ------
    S521-4, rétention, attrition, modèle sBG (cas SB01).
    """
    restants = np.asarray(liste("survie", survie, au_moins=2), dtype=float)
    if restants[0] <= 0 or restants.min() < 0:
        recus = restants.tolist()
        raise ArgumentInvalide("survie", recus, "des effectifs positifs, le départ en premier")
    parts, vues = restants / restants[0], len(restants) - 1
    fin = vues if horizon is None else max(vues, entier("horizon", horizon, 1, 100))
    courbes = {"Observée": pd.Series(parts)}
    constat = f"Au bout de {compte(vues, periode)}, il reste {pourcent(parts[-1])} des clients"
    if modele is not None:
        lu = exiger_resultat("modele", modele, Sbg, "fidelisation.ajuster_sbg")
        rangs = np.arange(fin + 1)
        courbes["Modèle sBG"] = pd.Series(np.asarray(lu.survie(rangs)))
        courbes["Rétention constante"] = pd.Series(parts[1] ** rangs)
        attendue = pourcent(float(lu.survie(fin)))
        constat += f" ; le modèle en attend {attendue} après {compte(fin, periode)}"
    tableau = pd.DataFrame(courbes).rename_axis(libelle(periode))
    figure = lignes(tableau, "Clients restants", unite="%", constat=constat, titre=titre)
    if fin > vues:  # le nom de la courbe observée, au-dessus de celle qui la prolonge
        figure.update_annotations(selector=dict(text="Observée"), ay=-24)
    figure.graduer_en_parts("y")
    figure.update_yaxes(range=[0, 1.03])
    return figure
