"""Une bonne réponse et ses pièges, tirés de la fonction du cours qui sait la calculer."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from grc_lib._pieges import Piege
from grc_lib.erreurs import ArgumentInvalide, ErreurGrc, MauvaisType
from grc_lib.exercice._comparaison import egales
from grc_lib.exercice._lecture import lire, nature


class Calcul:
    """Ce que rend une fonction du cours, avec les erreurs que l'on y fait d'habitude.

    Donné comme `attendu` à un contrôle, il apporte la bonne réponse et reconnaît les pièges du
    catalogue de la fonction ; un TD en choisit d'un mot (`pieges=["marque"]`) ou les garde tous.

    Paramètres
    ----------
    fonction : une fonction d'un sujet de `grc_lib`.
    arguments, nommes : ce qu'on lui donne.
    champ : la réponse que l'on demande, quand la fonction en rend plusieurs.

    Lève
    ----
    MauvaisType si `fonction` n'est pas une fonction ; ArgumentInvalide si le champ n'existe pas.

    Exemple
    -------
    >>> from grc_lib import prix
    >>> calcul = Calcul(prix.taux_marge, 80, 100)
    >>> calcul.valeur
    0.25
    >>> calcul.pieges(["marque"])
    {"C'est le taux de marque : le taux de marge se rapporte au prix d'achat.": 0.2}
    """

    def __init__(
        self, fonction: Callable[..., Any], *arguments: Any, champ: str = "", **nommes: Any
    ) -> None:
        if not callable(fonction):
            raise MauvaisType("fonction", fonction, "une fonction du cours")
        self.fonction, self.arguments, self.nommes = fonction, arguments, nommes
        self.champ = champ

    @cached_property
    def resultat(self) -> Any:
        """Tout ce que rend la fonction (les étapes du calcul, quand elle les dit)."""
        return self.fonction(*self.arguments, **self.nommes)

    @cached_property
    def valeur(self) -> Any:
        """La bonne réponse."""
        if not self.champ:
            return self.resultat
        if nature(lire(self.resultat)) == "tableau" and self.champ in self.resultat:
            return self.resultat[self.champ]  # une ligne « mode » n'est pas la méthode mode()
        if not hasattr(self.resultat, self.champ):
            raise ArgumentInvalide("champ", self.champ, f"un champ de {self.resultat!r}")
        return getattr(self.resultat, self.champ)

    def pieges(self, mots: Sequence[str] | None = None) -> dict[str, Any]:
        """Les phrases des pièges et ce que donne chacun, sur ces arguments ; tous par défaut.

        Un piège qui ne se calcule pas ici, ou qui donne la bonne réponse, est laissé de côté.
        """
        connus = self._connus()
        choisis = list(connus) if mots is None else list(mots)
        if inconnus := [mot for mot in choisis if mot not in connus]:
            raise ArgumentInvalide("pieges", inconnus[0], f"un mot parmi {', '.join(connus)}")
        valeurs = {connus[mot].phrase: self._donne(connus[mot]) for mot in choisis}
        juste = lire(self.valeur)
        return {
            phrase: valeur
            for phrase, valeur in valeurs.items()
            if valeur is not None and not _pareilles(lire(valeur), juste)
        }

    def _connus(self) -> Mapping[str, Piege]:
        """Le catalogue est dans le sujet de la fonction : `grc_lib.prix` pour prix.taux_marge."""
        sujet = ".".join(self.fonction.__module__.split(".")[:2])
        catalogue = getattr(importlib.import_module(sujet), "PIEGES", {})
        pieges = catalogue.get(self.fonction, {})
        return {mot: p for mot, p in pieges.items() if p.champ in ("", self.champ)}

    def _donne(self, piege: Piege) -> Any:
        """Ce que trouve celui qui se trompe ; dans un résultat entier, le champ demandé."""
        try:
            trouve = piege.calcul(*self.arguments, **self.nommes)
            return trouve if piege.champ == self.champ else getattr(trouve, self.champ, None)
        except (ErreurGrc, ArithmeticError):
            return None


def _pareilles(lu: Any, juste: Any) -> bool:
    if nature(juste) == "tableau":
        return bool(nature(lu) == "tableau" and lu.equals(juste))
    return egales(lu, juste, None)
