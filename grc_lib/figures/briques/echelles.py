"""L'échelle d'un graphique : unité abrégée, graduations rondes, nombres écrits en français."""

from dataclasses import dataclass
from math import ceil, floor, inf, log10
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide, MauvaisType, NonCalculable
from grc_lib.figures.graphique import exiger_colonnes
from grc_lib.figures.textes import compte

_INSECABLE = "\u00a0"
_CARACTERE, _ESPACE = 7.6, 10  # pixels : d'un chiffre, entre deux graduations
_SIGLES = {"ca", "ht", "ttc", "tva", "rfm", "nps", "dso", "cpm", "grp", "bfr", "bfre", "van"}


@dataclass(frozen=True)
class Echelle:
    """Comment écrire les valeurs d'un graphique : l'unité affichée vaut `facteur` unités.

    >>> echelle = Echelle.pour(pd.Series([250_000.0, 1_400_000.0]), "€")
    >>> echelle.ecrire(250_000), echelle.titre("ca")
    ('0,25 M€', 'CA (M€)')
    """

    facteur: float
    unite: str
    decimales: int

    @classmethod
    def pour(cls, valeurs: "pd.Series[float]", unite: str) -> "Echelle":
        """« € » s'abrège dès dix mille, « % » reçoit des taux décimaux."""
        if not isinstance(unite, str):
            raise MauvaisType("unite", unite, "un texte (« € », « % », « jours »…)")
        facteur, affichee = 1.0, unite
        haut = float(valeurs.abs().max())
        if unite == "€" and haut >= 10_000:
            facteur, affichee = (1e6, "M€") if haut >= 1e6 else (1e3, "k€")
        elif unite == "%":
            facteur = 0.01
        reduites = valeurs / facteur
        entieres = bool((reduites.round(9) % 1 == 0).all())
        chiffres = 2 - floor(log10(haut / facteur)) if haut else 0
        return cls(facteur, affichee, 0 if entieres else min(2, max(0, chiffres)))

    def court(self, valeur: float) -> str:
        """La valeur dans l'unité affichée, sans l'unité."""
        return nombre(valeur / self.facteur, self.decimales)

    def ecrire(self, valeur: float) -> str:
        """La valeur et son unité."""
        return f"{self.court(valeur)}{_INSECABLE}{self.unite}".strip()

    def titre(self, nom: str) -> str:
        """Le nom de la mesure et son unité, pour un axe ou une colonne."""
        return f"{libelle(nom)} ({self.unite})" if self.unite else libelle(nom)

    def axe(self, bas: float, haut: float, largeur: float = inf) -> dict[str, Any]:
        """Un axe à graduations rondes, une demi-douzaine, de la première à la dernière.

        Couché, il n'a que `largeur` pixels : on n'écrit qu'une graduation sur deux, ou sur trois.
        """
        reperes = bornes_rondes(bas / self.facteur, haut / self.facteur, 6)
        pas = reperes[1] - reperes[0]
        decimales = max(0, -floor(log10(pas) + 1e-9))
        textes = [nombre(repere, decimales) for repere in reperes]
        saut = ceil(len(textes) * (_CARACTERE * max(map(len, textes)) + _ESPACE) / largeur) or 1
        return dict(
            tickvals=[repere * self.facteur for repere in reperes],
            ticktext=[
                texte if round(repere / pas) % saut == 0 else ""
                for repere, texte in zip(reperes, textes, strict=True)
            ],
            tickangle=0,
            range=[reperes[0] * self.facteur, reperes[-1] * self.facteur],
        )

    def tableau(self, donnees: pd.DataFrame, mesure: str) -> pd.DataFrame:
        """Les données telles qu'on les lit sur le graphique : unité dans le titre de la colonne."""
        lues = donnees.assign(**{mesure: donnees[mesure] / self.facteur})
        noms = {nom: libelle(nom) for nom in donnees.columns}
        return lues.rename(columns=noms | {mesure: self.titre(mesure)}).reset_index(drop=True)


def libelle(colonne: str) -> str:
    """Le nom d'une colonne, tel qu'on l'écrit sur un axe.

    >>> libelle("type_client"), libelle("ca_ht")
    ('Type client', 'CA HT')
    """
    texte = en_mots(colonne)
    return texte[:1].upper() + texte[1:]


def en_mots(colonne: str) -> str:
    """Le nom d'une colonne, tel qu'on l'écrit dans une phrase.

    >>> en_mots("part_du_ca")
    'part du CA'
    """
    mots = str(colonne).replace("_", " ").split(" ")
    return " ".join(mot.upper() if mot in _SIGLES else mot for mot in mots)


def bornes_rondes(bas: float, haut: float, parts: int) -> npt.NDArray[np.float64]:
    """Des bornes régulières et rondes qui encadrent [bas, haut], en `parts` environ, jamais plus.

    >>> bornes_rondes(3, 47, 6).tolist()
    [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    """
    infime = 1e-6 * max(1.0, abs(bas), abs(haut))  # presque une seule valeur
    etendue = max(haut - bas, infime)
    puissance = 10.0 ** floor(log10(etendue / parts))
    for pas in (puissance * m for m in (1, 2, 5, 10, 20)):
        premier, dernier = floor(bas / pas + 1e-9), ceil(haut / pas - 1e-9)
        if dernier - premier <= parts:
            break
    dernier = max(dernier, premier + 1)
    return np.array([round(k * pas, 12) for k in range(premier, dernier + 1)])


def lire(tableau: Any, nom: str, mesure: str, groupe: str | None) -> pd.DataFrame:
    """Les colonnes utiles, la mesure en nombres ; refuse un tableau vide, troué ou en double."""
    cles = [nom, groupe] if groupe else [nom]
    exiger_colonnes("tableau", tableau, mesure, *cles)
    if tableau.empty:
        raise NonCalculable("Le tableau est vide : il n'y a rien à tracer.")
    if tableau[[mesure, *cles]].isna().to_numpy().any():
        raise ArgumentInvalide("tableau", "une case vide", "des colonnes sans case vide")
    doubles = int(tableau.duplicated(cles).sum())
    if doubles:
        recu = f"{compte(doubles, 'ligne')} de trop"
        raise ArgumentInvalide("tableau", recu, "une seule ligne par barre ou par point")
    colonnes = [nom, mesure, *cles[1:]]
    lues: pd.DataFrame = tableau[colonnes].copy()
    lues[mesure] = en_nombres(mesure, tableau[mesure])
    return lues


def en_nombres(argument: str, colonne: "pd.Series[Any]") -> "pd.Series[float]":
    """La colonne en nombres réels ; refuse une valeur manquante ou infinie."""
    if colonne.empty:
        raise NonCalculable("La liste est vide : il n'y a rien à tracer.")
    try:
        valeurs = colonne.astype(float)
    except (TypeError, ValueError):
        raise MauvaisType(argument, colonne.iloc[0], "des nombres") from None
    if not np.isfinite(valeurs).all():
        raise ArgumentInvalide(argument, "une valeur manquante ou infinie", "des nombres")
    return valeurs
