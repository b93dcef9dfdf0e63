"""Croiser deux caractères (S432-2) : tri croisé, khi-deux et V de Cramér."""

import math
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import pandas as pd

from grc_lib._duckdb import choisir, en_relation, tableau
from grc_lib._formats import nombre
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide
from grc_lib.segmentation._tableaux import effectifs_theoriques, lire_contingence


@dataclass(frozen=True)
class TriCroise(Resultat):
    """Tri croisé et khi-deux.

    Champs : tableau (effectifs observés) ; khi2 (nombre) ; ddl (degrés de liberté) ; p (décimale :
    la probabilité d'un khi-deux au moins aussi grand si les deux caractères étaient indépendants) ;
    cramer (V de Cramér, de 0 à 1) ; puis theoriques, les effectifs attendus.
    """

    tableau: pd.DataFrame
    khi2: float
    ddl: int
    p: float
    cramer: float
    _: KW_ONLY
    theoriques: pd.DataFrame

    def etapes(self) -> Iterator[Etape]:
        """Le khi-deux, ses degrés de liberté, sa probabilité, puis l'intensité du lien."""
        observes, attendus = self.tableau.to_numpy().ravel(), self.theoriques.to_numpy().ravel()
        termes = [
            f"({nombre(o)} − {nombre(t)})² / {nombre(t)}"
            for o, t in list(zip(observes, attendus, strict=True))[:2]
        ]
        formule = "Σ (observé − théorique)² / théorique"
        yield Etape("Khi-deux", formule, " + ".join(termes) + " + …", nombre(self.khi2, 4))
        rangs, colonnes = self.tableau.shape
        calcul = f"({rangs} − 1) × ({colonnes} − 1)"
        yield Etape("Degrés de liberté", "(l − 1) × (c − 1)", calcul, nombre(self.ddl))
        probabilite = "moins de 0,0001" if self.p < 0.0001 else nombre(self.p, 4)
        yield Etape("Probabilité p", "", "", probabilite)
        effectif = nombre(observes.sum())
        calcul = f"√({nombre(self.khi2, 4)} / ({effectif} × {min(rangs, colonnes) - 1}))"
        formule = "√(khi-deux / (n × min(l − 1, c − 1)))"
        yield Etape("V de Cramér", formule, calcul, nombre(self.cramer, 4))

    def conventions(self) -> Iterator[str]:
        """D'où viennent les effectifs théoriques, et si l'on peut se fier au khi-deux."""
        yield "effectif théorique = total de la ligne × total de la colonne / n ; sans correction"
        attendus = self.theoriques.to_numpy()
        if faibles := int((attendus < 5).sum()):
            yield (
                f"{faibles} effectif(s) théorique(s) sur {attendus.size} sous 5 : la probabilité "
                "est peu fiable, regroupez des modalités"
            )
        yield "p petite : caractères liés ; V dit si le lien est fort ; un lien n'est pas une cause"


def tri_croise(
    donnees: Any, *, lignes: str | None = None, colonnes: str | None = None
) -> TriCroise:
    """Croise deux caractères et mesure leur lien : khi-deux et V de Cramér.

    Khi-deux = Σ (O − T)² / T, où T = total de la ligne × total de la colonne / n ;
    ddl = (l − 1)(c − 1) ; V = √(khi-deux / (n × min(l − 1, c − 1))).

    Paramètres
    ----------
    donnees : tableau ou relation DuckDB, une ligne par personne ; ou, sans `lignes` ni `colonnes`,
        un tableau d'effectifs déjà croisé, sans ses totaux.
    lignes, colonnes : les noms des deux colonnes à croiser.

    Renvoie
    -------
    `TriCroise` (tableau, khi2, ddl, p, cramer). Un effectif théorique sous 5 est signalé dans les
    conventions.

    Lève
    ----
    NonCalculable s'il n'y a pas au moins deux modalités de chaque côté, ou si l'une n'a personne ;
    ArgumentInvalide pour une colonne absente, une valeur manquante, un effectif négatif ou non
    entier, un tableau donné avec ses totaux.

    Exemple
    -------
    >>> tri = tri_croise([[30, 20], [10, 40]])
    >>> round(tri.khi2, 4), tri.ddl, round(tri.cramer, 4)
    (16.6667, 1, 0.4082)

    Source
    ------
    S432, khi-deux d'un tri croisé.
    """
    from scipy.special import chdtrc

    if lignes is None and colonnes is None:
        observes = lire_contingence("donnees", donnees)
    elif lignes is None or colonnes is None:
        recu = "colonnes" if lignes is None else "lignes"
        raise ArgumentInvalide("lignes et colonnes", f"« {recu} » seulement", "les deux, ou aucun")
    else:
        observes = lire_contingence("donnees", _compter(donnees, lignes, colonnes))
    theoriques = effectifs_theoriques(observes)
    khi2 = float((((observes - theoriques) ** 2) / theoriques).to_numpy().sum())
    ddl = (observes.shape[0] - 1) * (observes.shape[1] - 1)
    effectif = int(observes.to_numpy().sum())
    cramer = math.sqrt(khi2 / (effectif * (min(observes.shape) - 1)))
    return TriCroise(
        observes, khi2, ddl, float(chdtrc(ddl, khi2)), min(cramer, 1.0), theoriques=theoriques
    )


def _compter(donnees: Any, lignes: str, colonnes: str) -> pd.DataFrame:
    """Le tableau d'effectifs, compté par DuckDB, modalités triées."""
    choisies = choisir(en_relation(donnees, "donnees"), lignes=lignes, colonnes=colonnes)
    cases = tableau(choisies, "grc_personnes", _CASES)
    for argument, nom in (("lignes", lignes), ("colonnes", colonnes)):
        if vides := int(cases.loc[cases[argument].isna(), "effectif"].sum()):
            recu = f"{vides} ligne(s) vide(s) dans « {nom} »"
            attendu = "une modalité sur chaque ligne : écartez-les ou nommez-les « non réponse »"
            raise ArgumentInvalide(argument, recu, attendu)
    rangees = cases["lignes"].astype(object).unique()
    rayons = cases.sort_values("rang")["colonnes"].astype(object).unique()
    croise = cases.astype({"lignes": object, "colonnes": object}).pivot(
        index="lignes", columns="colonnes", values="effectif"
    )
    rendu = croise.reindex(index=rangees, columns=rayons).fillna(0).astype(int)
    return rendu.rename_axis(index=lignes, columns=colonnes)


_CASES = """
SELECT
    lignes,
    colonnes,
    DENSE_RANK() OVER (ORDER BY colonnes) AS rang,
    COUNT(*) AS effectif
FROM grc_personnes
GROUP BY lignes, colonnes
ORDER BY lignes, colonnes
"""
