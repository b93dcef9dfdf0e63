"""La typologie par k-moyennes (S432-2) : former des groupes de clients qui se ressemblent."""

import warnings
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import entier
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.segmentation._tableaux import lire_nombres

_DEPARTS = 10  # l'algorithme dépend de son départ : on garde le meilleur de dix
_GRAINE = 0


@dataclass(frozen=True)
class KMoyennes(Resultat):
    """Typologie par k-moyennes.

    Champs : groupes, le numéro du groupe de chaque ligne (`Series`, de 1, le plus nombreux, à k) ;
    centres, la moyenne de chaque groupe (`DataFrame`, dans les unités d'origine) ;
    inertie_expliquee, la part des différences entre clients que disent les groupes (décimale) ;
    puis effectifs (`Series`, par groupe) et reduites (vrai ou faux).
    """

    groupes: "pd.Series[int]"
    centres: pd.DataFrame
    inertie_expliquee: float
    _: KW_ONLY
    effectifs: "pd.Series[int]"
    reduites: bool

    def etapes(self) -> Iterator[Etape]:
        """Les groupes et leur centre, puis la part de l'inertie qu'ils expliquent."""
        total = int(self.effectifs.sum())
        lignes = zip(self.centres.iterrows(), self.effectifs.tolist(), strict=True)
        for (groupe, centre), effectif in lignes:
            moyennes = ", ".join(f"{nom} {nombre(moyenne)}" for nom, moyenne in centre.items())
            resultat = f"{nombre(effectif)} ({pourcentage(effectif / total, 1)})"
            yield Etape(f"Groupe {groupe}", "moyenne du groupe", moyennes, resultat)
        formule = "1 − inertie dans les groupes / inertie totale"
        yield Etape("Inertie expliquée", formule, "", pourcentage(self.inertie_expliquee))

    def conventions(self) -> Iterator[str]:
        """Le poids des variables, le numéro des groupes, le départ de l'algorithme."""
        if self.reduites:
            yield "variables centrées et réduites : chacune pèse autant, quelle que soit son unité"
        else:
            yield "variables dans leurs unités : celle des plus grands nombres pèse le plus"
        yield "groupes numérotés du plus nombreux au moins nombreux"
        yield f"le meilleur de {_DEPARTS} départs tirés au hasard, toujours les mêmes"


def k_moyennes(donnees: pd.DataFrame, k: int, *, reduire: bool = True) -> KMoyennes:
    """Partage des clients en k groupes dont les membres se ressemblent le plus.

    Chaque client va au groupe dont le centre (la moyenne) est le plus proche, puis l'on recalcule
    les centres, jusqu'à ce que plus rien ne bouge. L'ordre des lignes ne compte pas.

    Paramètres
    ----------
    donnees : un tableau de nombres, un client par ligne (son identifiant en index), une variable
        par colonne, sans valeur manquante.
    k : le nombre de groupes, au moins 2.
    reduire : vrai : chaque variable est centrée et réduite d'abord ; faux : laissée dans son unité.

    Renvoie
    -------
    `KMoyennes` (groupes, centres, inertie_expliquee).

    Lève
    ----
    NonCalculable s'il y a moins de k clients différents ; ArgumentInvalide pour une valeur
    manquante, un k inférieur à 2, une variable constante à réduire ; MauvaisType pour une colonne
    de texte (mettez l'identifiant en index) ou autre chose qu'un `DataFrame`.

    Exemple
    -------
    >>> clients = pd.DataFrame({"commandes": [2, 1, 2, 12, 11], "panier": [90, 110, 100, 400, 420]},
    ...                        index=["Alba", "Breval", "Corde", "Dumas", "Eloi"])
    >>> typologie = k_moyennes(clients, 2)
    >>> typologie.groupes.to_dict()
    {'Alba': 1, 'Breval': 1, 'Corde': 1, 'Dumas': 2, 'Eloi': 2}
    >>> typologie.centres.round(1)
            commandes  panier
    groupe
    1             1.7   100.0
    2            11.5   410.0

    Source
    ------
    S432, typologie par k-moyennes.
    """
    if not isinstance(donnees, pd.DataFrame):
        attendu = "un tableau de nombres (DataFrame), un client par ligne"
        raise MauvaisType("donnees", donnees, attendu)
    combien, valeurs = entier("k", k, 2), lire_nombres("donnees", donnees)
    ordre = np.lexsort(valeurs.T[::-1])  # le résultat ne doit rien à l'ordre des lignes
    triees = valeurs[ordre]
    comparees = _reduire(triees, donnees.columns) if reduire else triees
    numeros = _renumeroter(_partager(comparees, combien), triees)
    groupes = pd.Series(0, index=donnees.index, name="groupe")
    groupes.iloc[ordre] = numeros
    regroupes = pd.DataFrame(triees, columns=donnees.columns).groupby(numeros)
    return KMoyennes(
        groupes,
        regroupes.mean().rename_axis("groupe"),
        _inertie_expliquee(comparees, numeros),
        effectifs=regroupes.size().rename_axis("groupe"),
        reduites=reduire,
    )


def _reduire(valeurs: Any, noms: Any) -> Any:
    constantes = noms[(valeurs == valeurs[0]).all(axis=0)]
    if 0 < len(constantes) < len(noms):
        attendu = "des valeurs qui diffèrent d'un client à l'autre : retirez cette variable"
        raise ArgumentInvalide(f"donnees, {constantes[0]}", "une seule valeur", attendu)
    return (valeurs - valeurs.mean(axis=0)) / (valeurs.std(axis=0) if not len(constantes) else 1)


def _partager(valeurs: Any, k: int) -> Any:
    """Le groupe de chaque ligne, calculé par scikit-learn sur un seul fil : partout le même."""
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ses avis sur les fils de calcul ne regardent pas l'élève
        modele = KMeans(min(k, len(valeurs)), n_init=_DEPARTS, random_state=_GRAINE)
        groupes = modele.fit(valeurs).labels_
    if (differents := len(np.unique(groupes))) < k:
        raise NonCalculable(
            f"Il n'y a que {differents} client(s) différent(s) : impossible d'en faire {k} groupes."
        )
    return groupes


def _renumeroter(groupes: Any, valeurs: Any) -> Any:
    """Du groupe le plus nombreux (1) au moins nombreux ; à égalité, par centre croissant."""
    centres = pd.DataFrame(valeurs).groupby(groupes).mean()
    centres.insert(0, "effectif", -np.bincount(groupes))
    rangs = centres.sort_values(list(centres.columns)).index
    return np.argsort(rangs)[groupes] + 1


def _inertie_expliquee(valeurs: Any, groupes: Any) -> float:
    tableau = pd.DataFrame(valeurs)
    dedans = tableau - tableau.groupby(groupes).transform("mean")
    en_tout = tableau - tableau.mean()
    return float(1 - (dedans**2).to_numpy().sum() / (en_tout**2).to_numpy().sum())
