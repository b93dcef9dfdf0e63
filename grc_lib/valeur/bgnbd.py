"""Le modèle d'achat BG/NBD (S521-4) : qui est encore client, et combien d'achats en attendre."""

import math
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np

from grc_lib._duckdb import choisir, en_relation, tableau
from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import Nombres, accorder, entiers, liste, positif
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable
from grc_lib.valeur._ajustement import Vecteur, exiger_parametres, maximiser
from grc_lib.valeur._lecture import simple


@dataclass(frozen=True)
class BgNbd(Resultat):
    """Modèle d'achat BG/NBD.

    Chaque client achète à son rythme (loi gamma de paramètres r et alpha) et peut s'arrêter pour
    toujours après chaque achat (probabilité de loi bêta de paramètres a et b).

    Champs : r, alpha (dans l'unité de temps des données), a, b, strictement positifs. Données
    gardées après un ajustement : log_vraisemblance, clients (effectif).
    """

    r: float
    alpha: float
    a: float
    b: float
    _: KW_ONLY
    log_vraisemblance: float | None = None
    clients: int | None = None

    def __post_init__(self) -> None:
        exiger_parametres(r=self.r, alpha=self.alpha, a=self.a, b=self.b)

    def achats_attendus(self, t: Any, *, frequence: Any, recence: Any, anciennete: Any) -> Nombres:
        """Le nombre d'achats attendu d'un client pendant les t prochaines unités de temps.

        `t`, `recence` et `anciennete` sont dans la même unité (semaines, jours…) ; voir
        `ajuster_bgnbd` pour leur définition. Des nombres ou des colonnes, rendus de même.

        >>> modele = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> round(modele.achats_attendus(39, frequence=2, recence=30.43, anciennete=38.86), 3)
        1.226
        """
        from scipy.special import hyp2f1

        duree = positif("t", t)
        actif = self.probabilite_actif(frequence=frequence, recence=recence, anciennete=anciennete)
        x, ecoule = entiers("frequence", frequence), self.alpha + positif("anciennete", anciennete)
        accorder(t=duree, frequence=x, recence=actif, anciennete=ecoule)
        # La transformation d'Euler de la formule publiée, qui ne déborde pas pour un gros acheteur.
        a, b = _hors_poles(self.r, self.a, self.b)
        c = a + b + x - 1
        serie = hyp2f1(a + b - 1 - self.r, a - 1, c, duree / (ecoule + duree))
        return simple(c / (a - 1) * (1 - (1 + duree / ecoule) ** (1 - a) * serie) * actif)

    def probabilite_actif(self, *, frequence: Any, recence: Any, anciennete: Any) -> Nombres:
        """La probabilité qu'un client soit encore actif ; 1 tant qu'il n'a pas racheté.

        >>> modele = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> round(modele.probabilite_actif(frequence=2, recence=30.43, anciennete=38.86), 4)
        0.7266
        """
        from scipy.special import expit

        x, tx, anciennete = _historique(frequence, recence, anciennete)
        rachats = x + (x == 0)  # pour ne pas diviser par b − 1 quand il n'y a pas de réachat
        depart = np.log(self.a / (self.b + rachats - 1)) + (self.r + x) * np.log(
            (self.alpha + anciennete) / (self.alpha + tx)
        )
        return simple((x == 0) + (x != 0) * expit(-depart))

    def etapes(self) -> Iterator[Etape]:
        """Ce que disent les paramètres."""
        calcul = f"{nombre(self.r, 3)} / {nombre(self.alpha, 3)}"
        yield Etape(
            "Achats par unité de temps", "r / alpha", calcul, nombre(self.r / self.alpha, 4)
        )
        calcul = f"{nombre(self.a, 3)} / ({nombre(self.a, 3)} + {nombre(self.b, 3)})"
        arret = pourcentage(self.a / (self.a + self.b))
        yield Etape("Arrêt après un achat, en moyenne", "a / (a + b)", calcul, arret)
        if self.log_vraisemblance is not None:
            yield Etape("Log-vraisemblance", "", "", nombre(self.log_vraisemblance, 1))

    def conventions(self) -> Iterator[str]:
        """Ce que le modèle suppose."""
        yield "la fréquence compte les réachats : le premier achat n'en est pas un"
        yield "récence et ancienneté se comptent à partir du premier achat du client"
        yield "un client sans réachat est réputé actif : on ne s'arrête qu'après un réachat"


def ajuster_bgnbd(resume: Any) -> BgNbd:
    """Ajuste le modèle BG/NBD à l'historique d'achat des clients (maximum de vraisemblance).

    Paramètres
    ----------
    resume : tableau ou relation DuckDB, une ligne par client. Colonnes : frequence (nombre de
        réachats, entier) ; recence (temps entre le premier et le dernier achat, 0 sans réachat : ce
        n'est pas la récence de la méthode RFM) ; anciennete (temps entre le premier achat et la fin
        de l'observation). Une seule unité de temps, au choix.

    Renvoie
    -------
    `BgNbd` : r, alpha, a, b, et les méthodes `achats_attendus` et `probabilite_actif`.

    Lève
    ----
    NonCalculable si le tableau est vide, si personne n'a racheté, ou si les données sont trop
    pauvres pour séparer le rythme d'achat de l'abandon ; ArgumentInvalide pour une colonne absente,
    une valeur manquante ou négative, une récence plus longue que l'ancienneté.

    Exemple
    -------
    >>> import pandas as pd
    >>> clients = pd.DataFrame({
    ...     "frequence": [0, 0, 0, 1, 1, 2, 2, 3, 5, 8],
    ...     "recence": [0, 0, 0, 3, 20, 12, 30, 9, 22, 35],
    ...     "anciennete": [38, 35, 30, 38, 36, 33, 38, 31, 37, 38],
    ... })
    >>> modele = ajuster_bgnbd(clients)
    >>> round(modele.probabilite_actif(frequence=3, recence=9, anciennete=31), 2)
    0.18

    Source
    ------
    S521, modèles d'achat ; Fader, Hardie et Lee, Marketing Science 24(2), 2005 (cas BG01, BG02).
    """
    colonnes = ("frequence", "recence", "anciennete")
    relation = choisir(en_relation(resume, "resume"), **{nom: nom for nom in colonnes})
    groupes = tableau(relation, "grc_resume", _GROUPES)
    x, tx, anciennete = _historique(*(liste(nom, groupes[nom]) for nom in colonnes))
    clients = groupes["clients"].to_numpy(float)
    if not x.any() or not anciennete.any():
        raise NonCalculable(
            "Aucun client n'a racheté : rien ne dit à quel rythme on rachète ni quand on s'arrête. "
            "Allongez la période d'observation."
        )
    effectif_total = float(clients.sum())
    poids = clients / effectif_total
    unite = float(poids @ anciennete)  # l'ajustement ne dépend pas de l'unité de temps choisie
    (r, alpha, a, b), moyenne = maximiser(
        lambda p: _vraisemblance(p, x, tx / unite, anciennete / unite, poids), 4, _PAUVRES
    )
    log_vraisemblance = effectif_total * (moyenne - float(poids @ x) * math.log(unite))
    return BgNbd(
        r, alpha * unite, a, b, log_vraisemblance=log_vraisemblance, clients=int(effectif_total)
    )


_GROUPES = """
SELECT frequence, recence, anciennete, COUNT(*) AS clients
FROM grc_resume
GROUP BY frequence, recence, anciennete
ORDER BY frequence, recence, anciennete
"""

_PAUVRES = (
    "Ces données ne permettent pas d'ajuster le modèle : trop peu de clients, ou des clients trop "
    "semblables pour séparer le rythme d'achat de l'abandon. Réunissez plus de clients ou une plus "
    "longue période."
)


def _historique(frequence: Any, recence: Any, anciennete: Any) -> tuple[Nombres, Nombres, Nombres]:
    x = entiers("frequence", frequence)
    tx, ecoule = positif("recence", recence), positif("anciennete", anciennete)
    accorder(frequence=x, recence=tx, anciennete=ecoule)
    if np.any(tx > ecoule):
        attendu = "au plus l'ancienneté : toutes deux se comptent depuis le premier achat"
        raise ArgumentInvalide("recence", "une récence plus longue que l'ancienneté", attendu)
    if np.any((x == 0) & (tx > 0)):
        attendu = "0 sans réachat : elle va du premier au dernier achat (ce n'est pas celle de RFM)"
        raise ArgumentInvalide("recence", "une récence positive sans réachat", attendu)
    return x, tx, ecoule


def _vraisemblance(
    parametres: Vecteur, x: Vecteur, tx: Vecteur, anciennete: Vecteur, poids: Vecteur
) -> tuple[float, Vecteur]:
    """La log-vraisemblance moyenne et son gradient (r, alpha, a, b)."""
    from scipy.special import digamma, expit, gammaln

    r, alpha, a, b = parametres
    rachats = np.maximum(x, 1)
    toujours_actif = -(r + x) * np.log(alpha + anciennete)
    parti = np.log(a) - np.log(b + rachats - 1) - (r + x) * np.log(alpha + tx)
    somme = np.where(x > 0, np.logaddexp(toujours_actif, parti), toujours_actif)
    rythme = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    abandon = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)

    w = np.where(x > 0, expit(parti - toujours_actif), 0)  # probabilité d'être parti
    commun = digamma(a + b) - digamma(a + b + x)
    attente = (1 - w) * np.log(alpha + anciennete) + w * np.log(alpha + tx)
    inverse = (1 - w) / (alpha + anciennete) + w / (alpha + tx)
    gradient = np.array(
        [
            digamma(r + x) - digamma(r) + np.log(alpha) - attente,
            r / alpha - (r + x) * inverse,
            commun + w / a,
            commun + digamma(b + x) - digamma(b) - w / (b + rachats - 1),
        ]
    )
    return float(poids @ (rythme + abandon + somme)), gradient @ poids


def _hors_poles(r: float, a: float, b: float) -> tuple[float, float]:
    """Les paramètres a et b, écartés d'un dix-millionième des valeurs où la formule se dérobe.

    Elle divise par a − 1 et par a + b − 1 ; `hyp2f1` déborde si r − a est un entier exact.
    """
    ecart = 1e-7
    if abs(a - 1) < ecart or abs(r - a - round(r - a)) < ecart:
        a += 2 * ecart
    return a, b if abs(a + b - 1) > ecart else b + ecart
