"""Les formules d'Erlang (GRC-4) : le trafic, le blocage (B) et l'attente (C) d'un plateau."""

import math
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np

from grc_lib._formats import nombre, pourcentage
from grc_lib._nombres import Nombres, accorder, entier, positif, seul, strictement_positif
from grc_lib._resultats import Etape, Resultat
from grc_lib.erreurs import ArgumentInvalide, NonCalculable

TRAFIC_MAX, AGENTS_MAX = 100_000, 1_000_000  # au-delà, une unité est fausse


@dataclass(frozen=True)
class Attente(Resultat):
    """Attente au plateau d'appels (Erlang C).

    Champs : trafic (erlangs), attente (probabilité d'attendre, décimale), attente_moyenne
    (secondes, appels servis tout de suite compris), occupation des agents (décimale).
    """

    trafic: float
    attente: float
    attente_moyenne: float
    occupation: float
    _: KW_ONLY
    appels: float
    periode: float
    dmt: float
    agents: int

    def qualite_service(self, seuil: Nombres) -> Nombres:
        """La part des appels décrochés avant le seuil.

        QS(t) = 1 − P(attente) × e^(−(agents − trafic) × t / DMT).

        Paramètres
        ----------
        seuil : le délai promis, en secondes (positif ou nul ; un nombre ou une colonne).

        Renvoie
        -------
        Un taux décimal, sous la même forme que `seuil`.

        Lève
        ----
        ArgumentInvalide si le seuil est négatif.

        Exemple
        -------
        >>> plateau = erlang_c(appels=100, periode=1800, dmt=180, agents=14)
        >>> round(plateau.qualite_service(20), 4)
        0.8884

        Source
        ------
        GRC-4, qualité de service prévue (cas ER10).
        """
        depart = (self.agents - self.trafic) / self.dmt  # appels de la file servis par seconde
        tenue = 1 - self.attente * np.exp(-depart * positif("seuil", seuil))
        return float(tenue) if np.ndim(tenue) == 0 else tenue

    def etapes(self) -> Iterator[Etape]:
        n, a = str(self.agents), nombre(self.trafic)
        b, precedent = (nombre(erlang_b(self.trafic, k), 4) for k in (self.agents, self.agents - 1))
        yield etape_trafic(self.appels, self.dmt, self.periode)
        occupation = pourcentage(self.occupation)
        yield Etape("Occupation", "trafic / agents", f"{a} / {n}", occupation)
        formule = "A × B(n − 1) / (n + A × B(n − 1))"
        calcul = f"{a} × {precedent} / ({n} + {a} × {precedent})"
        yield Etape(f"Blocage B({n})", formule, calcul, b)
        calcul = f"{n} × {b} / ({n} − {a} × (1 − {b}))"
        formule = "n × B(n) / (n − A × (1 − B(n)))"
        yield Etape("Probabilité d'attendre", formule, calcul, pourcentage(self.attente))
        calcul = f"{pourcentage(self.attente)} × {nombre(self.dmt)} / ({n} − {a})"
        formule = "P(attente) × DMT / (n − A)"
        yield Etape("Attente moyenne", formule, calcul, f"{nombre(self.attente_moyenne, 1)} s")

    def conventions(self) -> Iterator[str]:
        yield from HYPOTHESES


def erlang_b(trafic: Nombres, lignes: int) -> Nombres:
    """La probabilité qu'un appel trouve toutes les lignes occupées et soit refusé (Erlang B).

    B(n) = A × B(n − 1) / (n + A × B(n − 1)), avec B(0) = 1 : aucune factorielle, donc aucun
    dépassement, même avec dix mille lignes.

    Paramètres
    ----------
    trafic : l'intensité A (erlangs, positive ou nulle) = appels × DMT / période.
    lignes : le nombre de lignes n (entier, positif ou nul).

    Renvoie
    -------
    Une probabilité, sous la même forme que `trafic`.

    Lève
    ----
    ArgumentInvalide si le trafic est négatif ou le nombre de lignes non entier.

    Exemple
    -------
    >>> round(erlang_b(8.108, 15), 4)
    0.01

    Source
    ------
    GRC-4, Erlang B. Hypothèses : arrivées de Poisson, un appel refusé ne rappelle pas.
    """
    trafic = positif("trafic", trafic)
    accorder(trafic=trafic)
    blocage = trafic * 0 + 1.0
    for n in range(1, _agents("lignes", lignes) + 1):
        blocage = trafic * blocage / (n + trafic * blocage)
    return blocage


def erlang_c(*, appels: float, periode: float, dmt: float, agents: int) -> Attente:
    """L'attente des clients quand un nombre donné d'agents répond (Erlang C).

    A = appels × DMT / période ; P(attente) = n × B / (n − A × (1 − B)), où B est le blocage
    d'Erlang B ; attente moyenne = P(attente) × DMT / (n − A) ; occupation = A / n.

    Paramètres
    ----------
    appels : nombre d'appels présentés pendant la période (positif ou nul).
    periode : durée de la période (secondes ; 1 800 pour une demi-heure).
    dmt : durée moyenne de traitement d'un appel (secondes).
    agents : nombre d'agents au téléphone (entier).

    Renvoie
    -------
    `Attente` : trafic, attente, attente_moyenne, occupation, et `.qualite_service(seuil)`. Sans
    aucun appel, personne n'attend : l'attente est nulle.

    Lève
    ----
    NonCalculable si la file est instable (agents ≤ trafic) : la phrase donne l'effectif minimal.

    Exemple
    -------
    >>> plateau = erlang_c(appels=100, periode=1800, dmt=180, agents=14)
    >>> round(plateau.attente, 4), round(plateau.attente_moyenne, 1)
    (0.1741, 7.8)

    Source
    ------
    GRC-4, Erlang C (cas ER10, ER11, ER14).
    """
    appels = seul(positif, "appels", appels)
    periode = seul(strictement_positif, "periode", periode)
    dmt = seul(strictement_positif, "dmt", dmt)
    trafic, agents = trafic_offert(appels, periode, dmt), _agents("agents", agents)
    minimum = math.floor(round(trafic, 9)) + 1  # strictement plus que le trafic, aux arrondis près
    if agents < minimum:
        raise NonCalculable(
            f"File instable : {_erlangs(trafic)} de trafic pour {agents} agent(s), l'attente "
            f"grandirait sans fin. Il faut au moins {minimum} agent(s)."
        )
    blocage = erlang_b(trafic, agents)
    attente = agents * blocage / (agents - trafic * (1 - blocage))
    return Attente(
        trafic,
        attente,
        attente * dmt / (agents - trafic),
        trafic / agents,
        appels=appels,
        periode=periode,
        dmt=dmt,
        agents=agents,
    )


HYPOTHESES = (
    "les appels arrivent au hasard, indépendamment les uns des autres (loi de Poisson)",
    "personne ne raccroche avant d'être servi : s'il y a des abandons, l'attente est plus courte",
)


def trafic_offert(appels: Nombres, periode: float, dmt: float) -> Nombres:
    """L'intensité du trafic, en erlangs, si elle est vraisemblable."""
    trafic = appels * dmt / periode
    if np.any(np.asarray(trafic) > TRAFIC_MAX):
        attendu = "moins de cent mille erlangs (la période et la DMT sont-elles en secondes ?)"
        raise ArgumentInvalide("appels × dmt / periode", float(np.nanmax(trafic)), attendu)
    return trafic


def etape_trafic(appels: float, dmt: float, periode: float) -> Etape:
    """La première ligne du calcul : le trafic offert au plateau."""
    calcul = f"{nombre(appels)} × {nombre(dmt)} / {nombre(periode)}"
    return Etape("Trafic (A)", "appels × DMT / période", calcul, _erlangs(appels * dmt / periode))


def _agents(argument: str, valeur: Any) -> int:
    lu = entier(argument, valeur)
    if lu > AGENTS_MAX:
        raise ArgumentInvalide(argument, valeur, "au plus un million")
    return lu


def _erlangs(trafic: float) -> str:
    return f"{nombre(trafic)} erlang{'s' if trafic >= 2 else ''}"
