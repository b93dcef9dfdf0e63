"""Chercher une notion dans le cours : un champ, une compétence, les séances qui en parlent."""

from typing import Any

import ipywidgets as widgets

from grc_lib.atelier.sommaire import COMPETENCES, Seance, fiche, seances, trouver
from grc_lib.figures.textes import compte
from grc_lib.simulateurs.briques import Annonce, Simulateur, champ, choix, rangee

TOUTES = "toutes"
AU_PLUS = 12  # séances affichées ; au-delà, on précise sa recherche


class Recherche(Simulateur):
    """La recherche du cours (voir `chercher`)."""

    def __init__(self, mots: str, competence: str | None) -> None:
        self.mots = champ("Une notion (marge, fidélité, SQL…)", mots)
        self.competence = choix(
            "Compétence", {TOUTES: TOUTES} | {code: code for code in COMPETENCES}
        )
        self.competence.value = competence or TOUTES
        self.resultats = widgets.Output()
        annonce = Annonce()
        super().__init__(
            rangee(self.mots, self.competence), annonce, self.resultats, annonce=annonce
        )
        for reglage in (self.mots, self.competence):
            reglage.observe(self._chercher, "value")
        self._chercher()

    def _chercher(self, _: Any = None) -> None:
        choisie = None if self.competence.value == TOUTES else self.competence.value
        trouvees = trouver(self.mots.value, choisie)
        self.annonce.texte = _resume(trouvees)
        a_montrer = trouvees[:AU_PLUS] if len(trouvees) < len(seances()) else []
        texte = "\n\n".join(map(fiche, a_montrer))
        donnees = {"text/markdown": texte, "text/plain": texte}
        sortie = {"output_type": "display_data", "data": donnees, "metadata": {}}
        self.resultats.outputs = (sortie,) if texte else ()


def chercher(mots: str = "", competence: str | None = None) -> Recherche:
    """Le champ de recherche du cours : une notion, une compétence, les séances qui en parlent.

    Paramètres
    ----------
    mots : ce que l'on cherche dès l'ouverture.
    competence : « C1 » ou « C2 » pour s'y limiter.

    Lève
    ----
    ArgumentInvalide : si la compétence n'est pas l'une des deux.

    Exemple
    -------
    >>> chercher("herfindahl").phrase
    '1\\xa0séance, dont 1\\xa0ouverte.'
    """
    return Recherche(mots, competence)


def _resume(trouvees: list[Seance]) -> str:
    if not trouvees:
        return "Aucune séance : essayez un mot plus court, ou le début d'un mot."
    ouvertes = sum(seance.ouverte for seance in trouvees)
    suite = f" Les {AU_PLUS} premières :" if len(trouvees) > AU_PLUS else ""
    if len(trouvees) == len(seances()):
        return f"Le cours a {compte(len(trouvees), 'séance')}, dont {compte(ouvertes, 'ouverte')}."
    return f"{compte(len(trouvees), 'séance')}, dont {compte(ouvertes, 'ouverte')}.{suite}"
