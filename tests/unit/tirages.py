"""Un tirage dont un test choisit les nombres."""

from typing import Any


class TirageFixe:
    """Rend les nombres choisis, s'ils sont bien de ceux que l'on peut tirer ; sinon le premier."""

    def __init__(self, **valeurs: Any) -> None:
        self.valeurs = valeurs

    def entier(self, nom: str, mini: int, maxi: int, *, pas: int = 1) -> Any:
        valeur = self.valeurs.get(nom, mini)
        assert mini <= valeur <= maxi and (valeur - mini) % pas == 0, f"{nom} hors du tirage"
        return valeur

    def choix(self, nom: str, options: Any) -> Any:
        valeur = self.valeurs.get(nom, options[0])
        assert valeur in options, f"{nom} hors du tirage"
        return valeur
