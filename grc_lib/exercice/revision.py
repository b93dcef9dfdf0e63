"""La révision espacée : ce qu'une personne a su faire, et quand le lui redemander.

Chaque question réussie monte d'une boîte et revient plus tard (le lendemain, puis à 3, 7, 16 et
35 jours) ; ratée, elle revient tout de suite, à la première boîte (méthode de Leitner).
"""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from grc_lib._disque import ecrire_json, pannes_en_francais
from grc_lib.erreurs import RessourceIndisponible

DELAIS = (0, 1, 3, 7, 16, 35)  # jours avant de revoir, boîte par boîte
SUE = 3  # à partir de cette boîte, la question a été réussie trois fois de suite, à intervalles
Cle = tuple[str, str]  # la famille, la question


@dataclass(frozen=True)
class Fiche:
    """Ce que l'on retient d'une question : sa boîte, sa prochaine date, ses essais."""

    boite: int = 0
    le: str = ""
    essais: int = 0
    reussites: int = 0

    def apres(self, juste: bool, jour: date) -> "Fiche":
        """La fiche après une réponse ; seule une réussite venue à son heure monte d'une boîte."""
        a_l_heure = not self.le or self.le <= jour.isoformat()
        boite = min(self.boite + a_l_heure, len(DELAIS) - 1) if juste else 0
        suivant = jour + timedelta(days=DELAIS[boite])
        le = self.le if juste and not a_l_heure else suivant.isoformat()
        return Fiche(boite, le, self.essais + 1, self.reussites + juste)


class Carnet:
    """Les progrès d'une personne, gardés dans un fichier de son dossier de travail.

    Paramètres
    ----------
    fichier : où les garder ; par défaut `.grc/entrainement.json` du dossier de travail.

    Un fichier abîmé est mis de côté, jamais effacé. Un disque qui refuse d'écrire n'empêche pas de
    s'entraîner : `souci` dit alors que les progrès ne seront pas gardés.

    Exemple
    -------
    >>> import tempfile
    >>> carnet = Carnet(Path(tempfile.mkdtemp()) / "entrainement.json")
    >>> carnet.noter(("tva", "ht"), True, date(2026, 6, 30)).le
    '2026-07-01'
    >>> carnet.a_revoir(date(2026, 7, 1))
    [('tva', 'ht')]
    """

    def __init__(self, fichier: Path | None = None) -> None:
        self.fichier = fichier or _dossier_de_travail() / ".grc" / "entrainement.json"
        self.souci = ""
        self._lisible = True  # sinon on n'écrit rien : on effacerait ce que l'on n'a pas pu lire
        self._fiches = self._lire()

    def fiche(self, cle: Cle) -> Fiche:
        """La fiche d'une question, neuve si elle n'a jamais été posée."""
        return self._fiches.get(cle, Fiche())

    def noter(self, cle: Cle, juste: bool, jour: date) -> Fiche:
        """Retient une réponse, et l'écrit ; un autre notebook ouvert ne perd pas les siennes."""
        if self._lisible:
            self._fiches |= self._lire()
        self._fiches[cle] = self.fiche(cle).apres(juste, jour)
        if self._lisible:
            self._ecrire()
        return self._fiches[cle]

    def a_revoir(self, jour: date) -> list[Cle]:
        """Les questions déjà vues dont l'heure est venue, les plus fragiles d'abord."""
        dues = [cle for cle, fiche in self._fiches.items() if fiche.le <= jour.isoformat()]
        return sorted(dues, key=lambda cle: (self._fiches[cle].boite, self._fiches[cle].le, cle))

    def suivante(self, questions: Sequence[Cle], jour: date, sauf: Cle | None = None) -> Cle:
        """La question à poser : une qui est due, sinon une nouvelle, sinon la moins sue."""
        possibles = [cle for cle in questions if cle != sauf] or list(questions)
        dues = [cle for cle in self.a_revoir(jour) if cle in possibles]
        if dues:
            return dues[0]
        rang = min(self._rang(cle) for cle in possibles)
        return random.choice([cle for cle in possibles if self._rang(cle) == rang])

    def sues(self, questions: Sequence[Cle]) -> int:
        """Combien de ces questions sont bien sues."""
        return sum(self.fiche(cle).boite >= SUE for cle in questions)

    def _rang(self, cle: Cle) -> tuple[int, int]:
        fiche = self.fiche(cle)
        return fiche.boite, fiche.essais

    def _lire(self) -> dict[Cle, Fiche]:
        try:
            texte = self.fichier.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError):
            return self._renoncer()
        try:
            return dict(_fiche(ligne) for ligne in json.loads(texte))
        except (ValueError, TypeError, KeyError):
            return self._mettre_de_cote()

    def _mettre_de_cote(self) -> dict[Cle, Fiche]:
        try:
            self.fichier.replace(self.fichier.with_suffix(".abime.json"))
        except OSError:
            return self._renoncer()
        return {}

    def _renoncer(self) -> dict[Cle, Fiche]:
        self._lisible = False
        self.souci = "Vos progrès passés n'ont pas pu être lus : ceux-ci ne seront pas gardés."
        return {}

    def _ecrire(self) -> None:
        lignes = [[*cle, asdict(fiche)] for cle, fiche in sorted(self._fiches.items())]
        try:
            with pannes_en_francais(self.fichier):
                ecrire_json(self.fichier, lignes)
            self.souci = ""
        except RessourceIndisponible as panne:
            self.souci = f"Vos progrès ne sont pas gardés. {panne}"


def _fiche(ligne: Any) -> tuple[Cle, Fiche]:
    famille, question, champs = ligne
    fiche = Fiche(**champs)
    if not isinstance(fiche.boite, int) or not 0 <= fiche.boite < len(DELAIS):
        raise ValueError("boîte inconnue")
    date.fromisoformat(fiche.le)
    return (str(famille), str(question)), fiche


def _dossier_de_travail() -> Path:
    """Le dossier qu'a préparé « grc lab », reconnu à son `.grc` ; sinon celui où l'on est."""
    ici = Path.cwd()
    return next((d for d in (ici, *ici.parents) if (d / ".grc").is_dir()), ici)
