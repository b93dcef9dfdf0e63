"""Le modèle gamma-gamma (S521-4) : le panier à attendre d'un client, corrigé du hasard."""

import math
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np

from grc_lib._duckdb import choisir, en_relation, tableau
from grc_lib._formats import euros, nombre
from grc_lib._nombres import Nombres, accorder, entiers, liste, positif, quotient
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.valeur._ajustement import Vecteur, exiger_parametres, maximiser


@dataclass(frozen=True)
class GammaGamma(Resultat):
    """Modèle de panier gamma-gamma.

    Les paniers d'un client varient autour de son panier moyen (loi gamma de forme p), qui varie
    d'un client à l'autre (paramètres q et v).

    Champs : p, q, v (dans l'unité monétaire des données), strictement positifs. Données gardées
    après un ajustement : log_vraisemblance, clients (effectif).
    """

    p: float
    q: float
    v: float
    _: KW_ONLY
    log_vraisemblance: float | None = None
    clients: int | None = None

    def __post_init__(self) -> None:
        exiger_parametres(p=self.p, q=self.q, v=self.v)

    def panier_attendu(self, *, frequence: Any, panier_moyen: Any) -> Nombres:
        """Le panier à attendre d'un client : p × (v + x × m) / (p × x + q − 1).

        `frequence` (x) : ses réachats, entier ; `panier_moyen` (m) : leur montant moyen, 0 sans
        réachat. Plus il a acheté, plus son propre panier compte ; sans réachat, le panier attendu
        est celui de la clientèle, p × v / (q − 1).

        >>> modele = GammaGamma(p=6.25, q=3.74, v=15.44)
        >>> round(modele.panier_attendu(frequence=2, panier_moyen=22.35), 2)
        24.66
        """
        x, m = entiers("frequence", frequence), positif("panier_moyen", panier_moyen)
        accorder(frequence=x, panier_moyen=m)
        denominateur = self.p * x + self.q - 1
        return quotient(
            self.p * (self.v + x * m),
            denominateur * (denominateur > 0),
            "Avec q inférieur ou égal à 1, le panier moyen de la clientèle est infini : sans "
            "réachat, le panier attendu n'est pas défini.",
        )

    def etapes(self) -> Iterator[Etape]:
        """Ce que disent les paramètres."""
        if self.q > 1:
            calcul = f"{nombre(self.p)} × {nombre(self.v)} / ({nombre(self.q)} − 1)"
            panier = euros(self.panier_attendu(frequence=0, panier_moyen=0))
            yield Etape("Panier moyen de la clientèle", "p × v / (q − 1)", calcul, panier)
        else:
            yield Etape("Panier moyen de la clientèle", "p × v / (q − 1)", "", "non calculable")
        if self.log_vraisemblance is not None:
            yield Etape("Log-vraisemblance", "", "", nombre(self.log_vraisemblance, 1))

    def conventions(self) -> Iterator[str]:
        """Ce que le modèle suppose."""
        yield "le montant des paniers ne dépend pas du rythme d'achat"
        yield "seuls les réachats comptent : le premier achat n'en est pas un"


def ajuster_gamma_gamma(resume: Any) -> GammaGamma:
    """Ajuste le modèle gamma-gamma aux paniers des clients (maximum de vraisemblance).

    Paramètres
    ----------
    resume : tableau ou relation DuckDB, une ligne par client. Colonnes : frequence (nombre de
        réachats, entier) et panier_moyen (leur montant moyen). Les clients sans réachat sont
        ignorés.

    Renvoie
    -------
    `GammaGamma` : p, q, v, et la méthode `panier_attendu`.

    Lève
    ----
    NonCalculable si personne n'a racheté ou si les paniers ne permettent pas d'ajuster le modèle ;
    ArgumentInvalide pour une colonne absente, une valeur manquante, un panier nul d'un racheteur.

    Exemple
    -------
    >>> import pandas as pd
    >>> clients = pd.DataFrame({
    ...     "frequence": [0, 1, 1, 2, 2, 3, 4, 6, 3, 5, 2, 4],
    ...     "panier_moyen": [0, 12, 95, 30, 41, 22, 60, 35, 140, 18, 75, 48],
    ... })
    >>> modele = ajuster_gamma_gamma(clients)
    >>> round(modele.panier_attendu(frequence=1, panier_moyen=95), 2)
    71.43

    Source
    ------
    S521, modèles d'achat ; Fader et Hardie, « The Gamma-Gamma Model of Monetary Value », 2013.
    """
    noms = ("frequence", "panier_moyen")
    relation = choisir(en_relation(resume, "resume"), **{nom: nom for nom in noms})
    groupes = tableau(relation, "grc_resume", _GROUPES)
    x = entiers("frequence", liste("frequence", groupes["frequence"]))
    m = positif("panier_moyen", liste("panier_moyen", groupes["panier_moyen"]))
    clients = groupes["clients"].to_numpy(float)
    x, m, clients = x[x > 0], m[x > 0], clients[x > 0]
    if not len(x):
        raise NonCalculable("Aucun client n'a racheté : il n'y a pas de panier à étudier.")
    if not m.all():
        attendu = "un panier moyen positif dès qu'il y a un réachat (écartez les achats gratuits)"
        raise ArgumentInvalide("panier_moyen", 0, attendu)
    poids = clients / clients.sum()
    unite = float(poids @ m)  # l'ajustement ne dépend pas de la monnaie
    (p, q, v), moyenne = maximiser(
        lambda essai: _vraisemblance(essai, x, m / unite, poids), 3, _PAUVRES
    )
    log_vraisemblance = float(clients.sum()) * (moyenne - math.log(unite))
    return GammaGamma(
        p, q, v * unite, log_vraisemblance=log_vraisemblance, clients=int(clients.sum())
    )


_GROUPES = """
SELECT frequence, panier_moyen, COUNT(*) AS clients
FROM grc_resume
GROUP BY frequence, panier_moyen
ORDER BY frequence, panier_moyen
"""

_PAUVRES = (
    "Ces paniers ne permettent pas d'ajuster le modèle : trop peu de clients, ou des paniers trop "
    "semblables pour séparer le hasard des différences entre clients. Réunissez plus de clients."
)


def _vraisemblance(
    parametres: Vecteur, x: Vecteur, m: Vecteur, poids: Vecteur
) -> tuple[float, Vecteur]:
    """La log-vraisemblance moyenne et son gradient (p, q, v)."""
    from scipy.special import digamma, gammaln

    p, q, v = parametres
    total = np.log(v + x * m)
    logs = (
        gammaln(p * x + q) - gammaln(p * x) - gammaln(q)
        + q * np.log(v) + (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * total
    )  # fmt: skip
    gradient = np.array(
        [
            x * (digamma(p * x + q) - digamma(p * x) + np.log(x * m) - total),
            digamma(p * x + q) - digamma(q) + np.log(v) - total,
            q / v - (p * x + q) / (v + x * m),
        ]
    )
    return float(poids @ logs), gradient @ poids
