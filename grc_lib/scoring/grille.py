"""La grille de score à points (S432-3) : des points par critère, que l'on additionne."""

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from grc_lib._formats import nombre
from grc_lib._nombres import lignes, reel, seul
from grc_lib.erreurs import ArgumentInvalide, MauvaisType


@dataclass(frozen=True)
class GrilleScore:
    """Une grille de score additive : chaque critère donne des points, le score est leur somme.

    Score = Σ points du critère. La grille est vérifiée une fois, à la construction.

    Paramètres
    ----------
    criteres : un dictionnaire, une entrée par colonne à noter. Une colonne de nombres se note par
        des bornes croissantes, `[(0, 5), (10, 10), (50, 20)]` : 5 points à partir de 0, 10 à partir
        de 10, 20 à partir de 50. Une colonne de modalités se note par un dictionnaire,
        `{"santé": 15, "commerce": 5}`. Les points peuvent être négatifs.
    autres : par critère, les points d'une valeur manquante, d'une modalité absente de la grille ou
        d'un nombre sous la première borne. Un critère qui n'y est pas refuse ces valeurs.

    Lève
    ----
    ArgumentInvalide pour une grille vide, des bornes qui ne croissent pas, un critère nommé
    « score », des `autres` qui ne sont pas un critère ; MauvaisType pour des points en texte.

    Exemple
    -------
    >>> grille = GrilleScore(
    ...     {"effectif": [(0, 5), (10, 10), (50, 20)], "secteur": {"santé": 15, "commerce": 5}},
    ...     autres={"secteur": 0},
    ... )
    >>> grille.bareme()
        critere         modalite  points
    0  effectif    à partir de 0       5
    1  effectif   à partir de 10      10
    2  effectif   à partir de 50      20
    3   secteur            santé      15
    4   secteur         commerce       5
    5   secteur  autre, manquante       0

    Source
    ------
    S432, scorage additif.
    """

    criteres: Mapping[str, Any]
    _: KW_ONLY
    autres: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        attendu = "un dictionnaire {critère: bornes ou modalités}"
        if not isinstance(self.criteres, Mapping):
            raise MauvaisType("criteres", self.criteres, attendu)
        if not self.criteres:
            raise ArgumentInvalide("criteres", dict(self.criteres), f"{attendu}, non vide")
        if "score" in self.criteres:
            raise ArgumentInvalide("criteres", "score", "un autre nom : « score » est le total")
        lus = {nom: _critere(nom, recu) for nom, recu in self.criteres.items()}
        object.__setattr__(self, "criteres", MappingProxyType(lus))
        object.__setattr__(self, "autres", _autres(self.autres, list(lus)))

    def noter(self, df: pd.DataFrame) -> pd.DataFrame:
        """Les points de chaque ligne, critère par critère, et leur total.

        Paramètres
        ----------
        df : un tableau, un prospect par ligne, avec au moins les colonnes de la grille.

        Renvoie
        -------
        `DataFrame` de même index : une colonne de points par critère, puis score. `.attrs` compte
        les lignes notées par la règle `autres`, critère par critère.

        Lève
        ----
        ArgumentInvalide pour une colonne absente, ou une valeur manquante ou hors de la grille dans
        un critère sans règle `autres` ; MauvaisType pour un texte là où l'on attend un nombre.

        Exemple
        -------
        >>> grille = GrilleScore({"effectif": [(0, 5), (10, 10)], "secteur": {"santé": 15}},
        ...                      autres={"secteur": 0})
        >>> prospects = pd.DataFrame({"effectif": [9, 10], "secteur": ["santé", "pêche"]})
        >>> grille.noter(prospects)
           effectif  secteur  score
        0         5       15     20
        1        10        0     10

        Source
        ------
        S432, scorage additif.
        """
        if not isinstance(df, pd.DataFrame):
            raise MauvaisType("df", df, "un tableau (DataFrame), un prospect par ligne")
        notes, regles = pd.DataFrame(index=df.index), {}
        for critere, cas in self.criteres.items():
            rangs = self._rangs(df, critere)
            points = [*dict(cas).values(), self.autres.get(critere, 0)]  # le rang −1 : les autres
            notes[critere] = np.array(points)[rangs]
            if hors_grille := int((rangs < 0).sum()):
                regles[critere] = hors_grille
        notes["score"] = notes.sum(axis=1)
        notes.attrs = {"autres": regles}
        return notes

    def bareme(self) -> pd.DataFrame:
        """La grille à lire : critere, modalite, points, une ligne par cas."""
        return pd.DataFrame(self._cas(), columns=["critere", "modalite", "points"])

    def _repr_html_(self) -> str:
        return str(self.bareme().to_html(index=False, border=0))

    def _cas(self) -> Iterator[tuple[str, str, float]]:
        for critere, cas in self.criteres.items():
            modalites = isinstance(cas, Mapping)
            for valeur, points in dict(cas).items():
                lue = str(valeur) if modalites else f"à partir de {nombre(valeur)}"
                yield critere, lue, points
            if critere in self.autres:
                yield critere, "autre, manquante", self.autres[critere]

    def _rangs(self, df: pd.DataFrame, critere: str) -> Any:
        """Le rang du cas où tombe chaque ligne ; −1 si aucun."""
        if critere not in df.columns or not isinstance(df[critere], pd.Series):
            attendu = f"un tableau avec une colonne « {critere} » et une seule"
            raise ArgumentInvalide("df", df.columns.tolist(), attendu)
        cas, colonne = self.criteres[critere], df[critere]
        modalites = isinstance(cas, Mapping)
        rangs = _rang_modalite(cas, colonne) if modalites else _rang_borne(cas, critere, colonne)
        if (rangs < 0).any() and critere not in self.autres:
            refuse = colonne[rangs < 0].tolist()[0]
            attendu = f"l'une de {list(cas)}" if modalites else f"au moins {nombre(cas[0][0])}"
            regle = f"{attendu}, ou une règle pour les autres (autres={{{critere!r}: 0}})"
            recu = "une valeur manquante" if pd.isna(refuse) else refuse
            raise ArgumentInvalide(critere, recu, regle)
        return rangs


def _rang_modalite(cas: Mapping[Any, float], colonne: "pd.Series[Any]") -> Any:
    rangs = {modalite: rang for rang, modalite in enumerate(cas)}
    return colonne.astype(object).map(rangs).fillna(-1).to_numpy(dtype=int)


def _rang_borne(cas: tuple[tuple[float, float], ...], critere: str, colonne: Any) -> Any:
    valeurs = reel(critere, colonne).to_numpy()
    rangs = np.searchsorted([minimum for minimum, _ in cas], valeurs, side="right") - 1
    return np.where(np.isnan(valeurs), -1, rangs)


def _critere(nom: str, recu: Any) -> Mapping[Any, float] | tuple[tuple[float, float], ...]:
    ici = f"criteres, {nom}"
    if isinstance(recu, Mapping):
        modalites = {m: _points(f"{ici}, {m}", points) for m, points in recu.items()}
        if not modalites or any(pd.isna(modalite) for modalite in modalites):
            attendu = "au moins une modalité ; une valeur manquante se note par `autres`"
            raise ArgumentInvalide(ici, recu, attendu)
        return MappingProxyType(modalites)
    bornes = tuple(
        (seul(reel, ici, minimum), _points(ici, points))
        for minimum, points in lignes(ici, recu, "à partir de", "points")
    )
    minima = [minimum for minimum, _ in bornes]
    if not minima or minima != sorted(set(minima)):
        raise ArgumentInvalide(ici, minima, "des bornes croissantes, au moins une")
    return bornes


def _autres(recus: Any, criteres: list[str]) -> Mapping[str, float]:
    if not isinstance(recus, Mapping):
        raise MauvaisType("autres", recus, "un dictionnaire {critère: points}")
    if inconnus := [nom for nom in recus if nom not in criteres]:
        attendu = f"un critère de la grille ({', '.join(criteres)})"
        raise ArgumentInvalide("autres", inconnus[0], attendu)
    lus = {nom: _points(f"autres, {nom}", points) for nom, points in recus.items()}
    return MappingProxyType(lus)


def _points(argument: str, recus: Any) -> float:
    """Des points, en entier s'ils le sont : un score s'écrit 35, non 35.0."""
    lus = seul(reel, argument, recus)
    return int(lus) if lus.is_integer() else lus
