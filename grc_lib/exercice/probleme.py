"""Un problème d'entraînement : un énoncé tiré au sort, sa réponse, ses pièges, sa solution."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from grc_lib._arguments import decimale
from grc_lib._formats import date_courte, nombre
from grc_lib._resultats import Resultat
from grc_lib.exercice._ecrit import lire_ecrit
from grc_lib.exercice._lecture import lire, nature
from grc_lib.exercice.correction import Verdict
from grc_lib.exercice.verification import Pieges, attendu_et_pieges, verifier

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Probleme:
    """Un problème posé à une personne, avec ses nombres.

    Champs
    ------
    enonce : la question, en phrases ; `**gras**` pour ce qu'on cherche, rien d'autre.
    attendu : la bonne réponse, ou le `Calcul` qui la donne ; un taux est décimal (0.125).
    solution : les étapes, une phrase ou une égalité chacune ; la dernière donne la réponse.
    unite : celle de la réponse tapée ; « % » : le taux se tape en pour cent (12,5).
    tolerance : écart accepté, dans l'unité tapée ; par défaut la moitié de `pas`.
    pas : la précision demandée, dans l'unité tapée (0.01 : au centime, ou au centième de %).
    pieges : comme pour `verifier`.
    choix : les réponses proposées, quand on répond en choisissant.
    donnees : un tableau montré sous l'énoncé.

    >>> probleme = Probleme("Combien font 2 et 2 ?", 4, ("2 + 2 = 4",))
    >>> probleme.corriger("4"), probleme.ecrire()
    (✔ Juste — votre réponse, '4')
    """

    enonce: str
    attendu: Any
    solution: tuple[str, ...]
    unite: str = ""
    pas: float = 0.01
    tolerance: float | None = None
    pieges: Pieges = None
    choix: tuple[str, ...] = ()
    donnees: "pd.DataFrame | None" = None

    def corriger(self, ecrit: str) -> Verdict:
        """Juge ce que la personne a tapé : d'abord si cela se lit, puis comme un contrôle de TD."""
        if self.choix and ecrit not in self.choix:
            return Verdict("votre réponse", "attente", "Choisissez une réponse.")
        attendu, pieges = self._reponses()
        valeur, defaut = lire_ecrit(ecrit, nature(lire(attendu)), self.unite)
        if defaut:
            return Verdict("votre réponse", "attente", defaut)
        verdict: Verdict = verifier.__wrapped__(  # type: ignore[attr-defined]
            "votre réponse",
            valeur,
            attendu,
            tolerance=self._tolerance(attendu),
            unite=self.unite,
            pieges=pieges,
        )
        return verdict

    def ecrire(self, valeur: Any = None) -> str:
        """La bonne réponse, ou une autre, écrite comme on la tape : « 12,5 », « 30/06/2026 »."""
        valeur = self._reponses()[0] if valeur is None else valeur
        if isinstance(valeur, date):
            return date_courte(valeur)
        if nature(lire(valeur)) != "nombre":
            return str(valeur)
        if isinstance(valeur, int):
            return nombre(valeur, 0)
        pas = decimale("pas", self.pas)
        rangs = (decimale("valeur", round(float(valeur), 9)) / pas).quantize(
            Decimal(1), ROUND_HALF_UP
        )
        return nombre(rangs * pas, self._decimales())

    def _reponses(self) -> tuple[Any, Mapping[str, Any]]:
        """La bonne réponse et les pièges, dans l'unité où l'on tape."""
        return self._calculees

    @cached_property
    def _calculees(self) -> tuple[Any, Mapping[str, Any]]:
        attendu, pieges = attendu_et_pieges(self.attendu, self.pieges)
        if self.unite != "%":
            return attendu, pieges
        return 100 * attendu, {phrase: 100 * valeur for phrase, valeur in pieges.items()}

    def _tolerance(self, attendu: Any) -> float | None:
        if self.tolerance is not None or nature(lire(attendu)) != "nombre":
            return self.tolerance
        return 0 if isinstance(attendu, int) else self.pas / 2

    def _decimales(self) -> int:
        return max(0, len(f"{self.pas:.6f}".rstrip("0").partition(".")[2]))


def etapes(resultat: Resultat, *noms: str) -> tuple[str, ...]:
    """Les étapes d'un résultat du cours, en égalités ; `noms` n'en garde que quelques-unes.

    >>> from grc_lib import seuil
    >>> etapes(seuil.analyser(1000, 300, taux_mcv=0.4), "Seuil")[0].split(" = ")[0]
    'Seuil'
    """
    return tuple(
        " = ".join(membre for membre in (e.nom, e.formule, e.calcul, e.resultat) if membre)
        for e in resultat.etapes()
        if not noms or e.nom in noms
    )
