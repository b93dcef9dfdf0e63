"""Un appel joué sur un script : où l'on en est, ce que l'on entend, comment il finit."""

import random
from dataclasses import dataclass

import pandas as pd

from grc_lib.appels import Script
from grc_lib.figures.textes import insecable

FICHES_MAX = 30  # au-delà, l'appel tourne en rond


@dataclass(frozen=True)
class AppelJoue:
    """Un appel : le script suivi et les réponses du correspondant, dans l'ordre.

    >>> from grc_lib import appels
    >>> appel = AppelJoue(appels.casa_beauty()).repondre("je vous la passe")
    >>> appel.fiche, appel.possibles
    ('3', ("oui, cela m'intéresse", "le référencement ne m'intéresse pas"))
    >>> appel.repondre("oui, cela m'intéresse").repondre("un jour et une heure").issue
    'rendez-vous ou rappel fixé'
    """

    script: Script
    reponses: tuple[str, ...] = ()

    @property
    def parcours(self) -> pd.DataFrame:
        """Le déroulé, fiche après fiche : celui de `Script.jouer`."""
        return self.script.jouer(self.reponses)

    @property
    def fiche(self) -> str:
        """Le nom de la fiche que l'agent a sous les yeux."""
        return str(self.parcours["fiche"].iloc[-1])

    @property
    def issue(self) -> str:
        """Comment finit l'appel ; vide s'il n'est pas fini."""
        return self.script.fiches[self.fiche].fin

    @property
    def possibles(self) -> tuple[str, ...]:
        """Ce que le correspondant peut répondre ; rien si l'appel s'arrête là."""
        encore = len(self.reponses) + 1 < FICHES_MAX
        return tuple(self.script.fiches[self.fiche].reponses) if encore else ()

    @property
    def suites(self) -> tuple[str, ...]:
        """Les fiches où mènent ces réponses, sans répétition."""
        renvois = self.script.fiches[self.fiche].reponses
        return tuple(dict.fromkeys(renvois[reponse] for reponse in self.possibles))

    def repondre(self, reponse: str) -> "AppelJoue":
        """L'appel une réponse plus loin ; les erreurs sont celles de `Script.jouer`."""
        suivant = AppelJoue(self.script, (*self.reponses, reponse))
        suivant.script.jouer(suivant.reponses)
        return suivant

    def reculer(self) -> "AppelJoue":
        """L'appel à la fiche précédente."""
        return AppelJoue(self.script, self.reponses[:-1])

    def entendre(self, graine: str) -> str:
        """Une réponse au hasard, toutes à chances égales ; la même pour la même graine."""
        hasard = random.Random(f"{graine} {' / '.join(self.reponses)}")
        return hasard.choice(self.possibles)

    def phrase(self) -> str:
        """La fiche à dire, puis l'issue, ou ce qui empêche d'en avoir une."""
        dire = f"Fiche {self.fiche} : {self.script.fiches[self.fiche].texte}"
        return insecable("\n".join(filter(None, [dire, self._fin()])))

    def _fin(self) -> str:
        if self.issue:
            fiches = " → ".join(self.parcours["fiche"])
            return f"Fin de l'appel : {self.issue} ({fiches}). {self._autres_issues()}"
        if not self.script.fiches[self.fiche].reponses:
            return "Impasse : cette fiche n'a ni réponse ni fin, vous ne savez plus quoi dire."
        if not self.possibles:
            return f"L'appel tourne en rond depuis {FICHES_MAX} fiches : le script n'en sort pas."
        return ""

    def _autres_issues(self) -> str:
        """Ce que l'appel n'a pas donné : l'autre bout du même script."""
        fins = dict.fromkeys(fiche.fin for fiche in self.script.fiches.values() if fiche.fin)
        autres = [fin for fin in fins if fin != self.issue]
        if not autres:
            return "C'est la seule issue du script."
        nom = "Autre issue possible" if len(autres) == 1 else "Autres issues possibles"
        return f"{nom} : {' ; '.join(autres)}."
