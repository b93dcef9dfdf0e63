"""La carte perceptuelle (S432-2) : marques et attributs placés par une AFC."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._formats import nombre, pourcentage
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import NonCalculable
from grc_lib.segmentation._tableaux import effectifs_theoriques, lire_contingence


@dataclass(frozen=True)
class CartePerceptuelle(Resultat):
    """Carte perceptuelle.

    Champs : lignes et colonnes, les points de la carte (`DataFrame` : axe_1 et axe_2, coordonnées ;
    contribution_1 et contribution_2, la part de l'axe que fait le point ; qualite, la part du point
    que montre la carte, manquante s'il est au centre ; poids ; parts décimales) ; inertie, par
    axe (inertie, part, cumul) ; puis effectif, le total du tableau.
    """

    lignes: pd.DataFrame
    colonnes: pd.DataFrame
    inertie: pd.DataFrame
    _: KW_ONLY
    effectif: int

    def etapes(self) -> Iterator[Etape]:
        """L'inertie totale, puis ce que la carte en montre."""
        totale = float(self.inertie["inertie"].sum())
        calcul = f"{nombre(totale * self.effectif, 4)} / {nombre(self.effectif)}"
        yield Etape("Inertie totale", "khi-deux / n", calcul, nombre(totale, 4))
        for axe, ligne in self.inertie.head(2).iterrows():
            calcul = f"{nombre(ligne['inertie'], 4)} / {nombre(totale, 4)}"
            formule = "inertie de l'axe / inertie totale"
            yield Etape(f"Axe {axe}", formule, calcul, pourcentage(ligne["part"]))
        montree = self.inertie["cumul"].head(2).iloc[-1]
        yield Etape("Carte", "part de l'inertie montrée", "", pourcentage(montree))

    def conventions(self) -> Iterator[str]:
        """Le sens des axes, et ce qu'on a le droit de lire."""
        yield "sur chaque axe, la ligne qui contribue le plus est du côté positif"
        yield "deux lignes proches ont des profils semblables, deux colonnes proches aussi"
        yield "entre une ligne et une colonne, on lit la direction, non la distance"


def carte_perceptuelle(contingence: Any) -> CartePerceptuelle:
    """La carte des marques et des attributs : analyse factorielle des correspondances (AFC).

    On décompose en axes les écarts à l'indépendance (O − T) / √(n T) ; l'inertie totale est
    khi-deux / n. La carte montre les deux premiers axes.

    Paramètres
    ----------
    contingence : un tableau d'effectifs, sans ses totaux (les marques en lignes, par exemple, et
        les attributs en colonnes) : celui que rend `tri_croise(…).tableau` convient.

    Renvoie
    -------
    `CartePerceptuelle` (lignes, colonnes, inertie). Un tableau de deux lignes, ou de deux colonnes,
    n'a qu'un axe.

    Lève
    ----
    NonCalculable si toutes les lignes ont le même profil, s'il n'y a pas au moins deux lignes et
    deux colonnes, ou si l'une est vide ; ArgumentInvalide pour un effectif négatif ou non entier,
    un tableau donné avec ses totaux.

    Exemple
    -------
    >>> citations = pd.DataFrame(
    ...     {"prix": [40, 10, 20], "délai": [10, 35, 20], "conseil": [10, 15, 45]},
    ...     index=["Alba", "Breval", "Clémenceau"])
    >>> carte = carte_perceptuelle(citations)
    >>> carte.lignes[["axe_1", "axe_2", "qualite"]].round(3)
                axe_1  axe_2  qualite
    Alba        0.675 -0.120      1.0
    Breval     -0.433 -0.388      1.0
    Clémenceau -0.171  0.358      1.0

    Source
    ------
    S432, cartes perceptuelles ; Greenacre, Correspondence Analysis in Practice.
    """
    observes = lire_contingence("contingence", contingence)
    attendus = effectifs_theoriques(observes).to_numpy()
    effectif = int(observes.to_numpy().sum())
    ecarts = (observes.to_numpy() - attendus) / np.sqrt(effectif * attendus)
    u, singulieres, vt = np.linalg.svd(ecarts, full_matrices=False)
    utiles = singulieres > 1e-9
    if not utiles.any():
        raise NonCalculable(
            "Toutes les lignes ont le même profil : il n'y a rien à distinguer sur une carte."
        )
    u, v, singulieres = u[:, utiles], vt[utiles].T, singulieres[utiles]
    sens = _sens(u)
    inertie = pd.DataFrame({"inertie": singulieres**2}, index=range(1, len(singulieres) + 1))
    inertie["part"] = inertie["inertie"] / inertie["inertie"].sum()
    inertie["cumul"] = inertie["part"].cumsum()
    return CartePerceptuelle(
        _points(u * sens, singulieres, observes.sum(axis=1) / effectif),
        _points(v * sens, singulieres, observes.sum(axis=0) / effectif),
        inertie.rename_axis("axe"),
        effectif=effectif,
    )


def _sens(u: Any) -> Any:
    """Le signe qui met du côté positif, sur chaque axe, la ligne qui contribue le plus."""
    premiers = (np.abs(u) > np.abs(u).max(axis=0) - 1e-9).argmax(axis=0)
    return np.sign(u[premiers, range(u.shape[1])])


def _points(vecteurs: Any, singulieres: Any, poids: "pd.Series[float]") -> pd.DataFrame:
    """Les points d'un côté du tableau sur la carte des deux premiers axes."""
    axes = range(min(2, len(singulieres)))
    coordonnees = vecteurs * singulieres / np.sqrt(poids.to_numpy())[:, None]
    rendu = pd.DataFrame({f"axe_{a + 1}": coordonnees[:, a] for a in axes}, index=poids.index)
    for a in axes:
        rendu[f"contribution_{a + 1}"] = vecteurs[:, a] ** 2
    distances = pd.Series((coordonnees**2).sum(axis=1), index=poids.index)
    montrees = (coordonnees[:, list(axes)] ** 2).sum(axis=1)
    rendu["qualite"] = montrees / distances.where(distances > 1e-18)  # au centre : pas de qualité
    rendu["poids"] = poids
    return rendu
