"""Ce que coûte un découpage ABC : des clients par classe, des visites, des heures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from grc_lib import segmentation
from grc_lib._formats import nombre
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.figures import resumer_classes
from grc_lib.figures.textes import compte, du, insecable, pourcent

Frontiere = Literal["avant", "apres"]


@dataclass(frozen=True, eq=False)
class SimulationAbc:
    """Un découpage ABC et ce qu'il coûte en temps.

    `tableau` : celui de `segmentation.abc` ; `classes` : une ligne par classe (effectif,
    part_effectif, valeur, part, visites, heures par an) ; heures : le total, par an.
    """

    tableau: pd.DataFrame
    classes: pd.DataFrame
    heures: float
    heures_disponibles: float

    @property
    def ratio(self) -> float:
        """La charge : heures nécessaires / heures disponibles."""
        return self.heures / self.heures_disponibles

    def phrase(self, nom: str = "client", mesure: str = "chiffre d'affaires") -> str:
        """Le découpage et sa charge, en deux phrases."""
        a, b, c = (
            f"{classe} : {compte(int(effectif), nom)}, {pourcent(part)}"
            for classe, effectif, part in self.classes[["effectif", "part"]].itertuples()
        )
        besoin, temps = nombre(self.heures, 0), nombre(self.heures_disponibles, 0)
        charge = f"{besoin} h de visites pour {temps} h disponibles : {self._ecart()}"
        return insecable(f"{charge}. Classe {a} {du(mesure)} ; {b} ; {c}.")

    def _ecart(self) -> str:
        ecart = self.ratio - 1
        if abs(ecart) < 0.005:
            return "le temps est juste suffisant"
        return f"{pourcent(abs(ecart), 0)} {'de trop' if ecart > 0 else 'du temps reste libre'}"


def simuler_abc(
    valeurs: Any,
    *,
    seuil_a: float = 0.80,
    seuil_b: float = 0.95,
    frontiere: Frontiere = "avant",
    visites: Sequence[float] = (4, 2, 1),
    heures_par_visite: float = 1.5,
    heures_disponibles: float,
) -> SimulationAbc:
    """Classe les clients, puis compte les heures de visite que demande ce classement.

    Paramètres
    ----------
    valeurs : ce que chaque client apporte (€), comme pour `segmentation.abc`.
    seuil_a, seuil_b : parts cumulées qui ferment les classes A et B, décimales, seuil_a < seuil_b.
    frontiere : « avant » ou « apres », comme pour `segmentation.abc`.
    visites : visites par client et par an, pour A, B et C.
    heures_par_visite : durée d'une visite, trajet compris (heures).
    heures_disponibles : temps de visite de l'équipe (heures par an), strictement positif.

    Renvoie
    -------
    `SimulationAbc` : tableau, classes, heures, heures_disponibles, ratio, phrase.

    Lève
    ----
    ArgumentInvalide si les seuils ne sont pas croissants ou si une durée est négative ;
    NonCalculable si le portefeuille est vide ou sans temps disponible.

    Exemple
    -------
    >>> essai = simuler_abc([80, 5, 5, 5, 5], visites=(4, 2, 0), heures_disponibles=10)
    >>> essai.heures, essai.ratio
    (15.0, 1.5)

    Source
    ------
    S522, méthode ABC ; S531, ratio de charge.
    """
    if not seuil_a < seuil_b:
        raise ArgumentInvalide("seuil_b", seuil_b, f"un seuil supérieur à celui de A ({seuil_a})")
    if min(*visites, heures_par_visite) < 0:
        raise ArgumentInvalide("visites", visites, "des visites et des durées positives ou nulles")
    if heures_disponibles <= 0:
        raise NonCalculable("Aucune heure disponible : le ratio de charge ne peut être calculé.")
    tableau = segmentation.abc(valeurs, (seuil_a, seuil_b), frontiere)
    classes = resumer_classes(tableau)
    classes["visites"] = classes["effectif"] * list(visites)
    classes["heures"] = classes["visites"] * heures_par_visite
    return SimulationAbc(tableau, classes, float(classes["heures"].sum()), heures_disponibles)
