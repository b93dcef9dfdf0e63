"""Le lecteur de script d'appel : on dit la fiche, le correspondant répond, l'appel avance."""

import textwrap
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd

from grc_lib.appels import Script, casa_beauty
from grc_lib.erreurs import MauvaisType, NonCalculable
from grc_lib.figures import Graphique, parcours_appel
from grc_lib.figures.textes import compte, insecable
from grc_lib.simulateurs.briques import Annonce, Simulateur, bouton, choix, montrer, rangee
from grc_lib.simulateurs.calculs.script_appel import AppelJoue

_MODES = {
    "vous : choisissez sa réponse": "choisie",
    "le hasard : trouvez la fiche suivante": "hasard",
}
_4C = (
    "Relisez l'appel avec les 4C. <b>Clair</b> : chaque phrase se comprend-elle du premier coup ? "
    "<b>Courtois</b> : salutations, merci, refus respecté ? <b>Concis</b> : une idée par phrase ? "
    "<b>Concret</b> : la proposition intéresse-t-elle ce correspondant ?"
)


class LecteurDeScript(Simulateur):
    """Le script d'appel joué à l'écran (voir `simulateur_script_appel`)."""

    def __init__(self, script: Script, graine: int) -> None:
        self.appel, self.graine, self.numero = AppelJoue(script), graine, 1
        self.avis, self.trouvees = _defauts(script), dict[int, bool]()
        self.mode = choix("Qui répond ?", _MODES)
        self.mode.observe(self._changer_de_mode, "value")
        plus = max(len(fiche.reponses) for fiche in script.fiches.values())
        self.boutons = tuple(bouton("", self._jouer) for _ in range(plus))
        self.precedente = bouton("Revenir à la fiche précédente", self._reculer)
        self.recommencer = bouton("Recommencer", self._recommencer)
        self.deroule, self.bilan = widgets.HTML(), widgets.HTML()
        self.graphique, annonce = widgets.Output(), Annonce()
        reponses = widgets.VBox(self.boutons)
        reponses.add_class("grc-reponses")
        super().__init__(
            self.mode,
            self.deroule,
            annonce,
            reponses,
            self.bilan,
            rangee(self.precedente, self.recommencer),
            self.graphique,
            annonce=annonce,
        )
        self.add_class("grc-script")
        self._ecrire()
        self._dessiner()

    @property
    def parcours(self) -> pd.DataFrame:
        """Le déroulé de l'appel : fiche, texte, réponse, issue (voir `Script.jouer`)."""
        return self.appel.parcours

    @property
    def entendue(self) -> str:
        """Ce que le correspondant vient de répondre ; vide si c'est à vous de choisir."""
        au_hasard = self.mode.value == "hasard" and self.appel.possibles
        return self.appel.entendre(f"{self.graine}, appel {self.numero}") if au_hasard else ""

    def _jouer(self, clique: widgets.Button) -> None:
        rang, entendue = self.boutons.index(clique), self.entendue
        reponse = entendue or self.appel.possibles[rang]
        renvois = self.appel.script.fiches[self.appel.fiche].reponses
        if entendue and self._rater(self.appel.suites[rang], renvois[reponse]):
            self.avis = f"✘ La fiche {self.appel.suites[rang]} ne répond pas à cela."
            self._dire()
            return
        try:
            self.appel, self.avis = self.appel.repondre(reponse), ""
        except NonCalculable as vide:
            self.avis = f"✘ L'appel tombe dans le vide. {vide}"
        self._avancer()

    def _rater(self, choisie: str, attendue: str) -> bool:
        """Vrai si la fiche choisie n'est pas la bonne ; seul le premier choix compte."""
        self.trouvees.setdefault(len(self.appel.reponses), choisie == attendue)
        return choisie != attendue

    def _reculer(self, _: Any) -> None:
        self.appel, self.avis = self.appel.reculer(), ""
        self._avancer()

    def _recommencer(self, _: Any) -> None:
        self.appel, self.avis = AppelJoue(self.appel.script), _defauts(self.appel.script)
        self.numero, self.trouvees = self.numero + 1, {}
        self._avancer()

    def _changer_de_mode(self, _: Any) -> None:
        self.avis = ""
        self._dire()

    def _avancer(self) -> None:
        """Le texte, le clavier, puis la figure, plus lente : on peut déjà répondre."""
        self._ecrire()
        (self.boutons[0] if self.appel.possibles else self.recommencer).focus()
        self._dessiner()

    def _ecrire(self) -> None:
        self.deroule.value = _deroule(self.parcours)
        self.bilan.value = f"<p>{insecable(_4C)}</p>" if self.appel.issue else ""
        self.precedente.disabled = not self.appel.reponses
        self._dire()

    def _dessiner(self) -> None:
        montrer(self.graphique, _dessin(self.appel))

    def _dire(self) -> None:
        """La phrase, et un bouton par réponse ou par fiche au choix."""
        textes = self._fiches_au_choix() if self.entendue else self.appel.possibles
        for rang, un_bouton in enumerate(self.boutons):
            un_bouton.description = insecable(textes[rang]) if rang < len(textes) else ""
            un_bouton.layout.display = "" if rang < len(textes) else "none"
        entendu = f"On vous répond : « {self.entendue} ». Quelle fiche dites-vous ensuite ?"
        lignes = [self.appel.phrase(), entendu if self.entendue else self._score(), self.avis]
        self.annonce.texte = insecable("\n".join(filter(None, lignes)))

    def _fiches_au_choix(self) -> list[str]:
        fiches = self.appel.script.fiches
        return [
            f"{nom} · {textwrap.shorten(fiches[nom].texte, 90, placeholder='…')}"
            if nom in fiches
            else f"{nom} · fiche absente"
            for nom in self.appel.suites
        ]

    def _score(self) -> str:
        if not self.trouvees or self.appel.possibles:
            return ""
        bonnes, total = sum(self.trouvees.values()), len(self.trouvees)
        return f"Trouvées du premier coup : {bonnes} sur {compte(total, 'fiche')}."


def simulateur_script_appel(script: Script | None = None, *, graine: int = 1) -> LecteurDeScript:
    """Jouer un script d'appel : vous dites la fiche, le correspondant répond, jusqu'à l'issue.

    Deux façons : vous choisissez ce qu'il répond, seul ou avec un camarade qui tient son rôle ; ou
    il répond au hasard (hypothèse : toutes les réponses se valent) et vous trouvez la fiche à dire.

    Paramètres
    ----------
    script : un `appels.Script` ; par défaut celui de CASA Beauty.
    graine : le hasard des réponses ; la même rejoue les mêmes appels.

    Renvoie
    -------
    `LecteurDeScript` : à afficher dans Jupyter ; `.parcours` est le déroulé (`DataFrame`),
    `.phrase` ce que l'on lit.

    Lève
    ----
    MauvaisType si ce n'est pas un script ; ArgumentInvalide s'il dépasse quarante fiches.

    Exemple
    -------
    >>> lecteur = simulateur_script_appel()
    >>> lecteur.boutons[0].click()
    >>> lecteur.parcours[["fiche", "reponse"]].values.tolist()
    [['1', 'je vous la passe'], ['3', '']]

    Source
    ------
    GRC-4, script à fiches joué à l'écran ; les 4C de l'accueil téléphonique.
    """
    script = casa_beauty() if script is None else script
    if not isinstance(script, Script):
        raise MauvaisType("script", script, "un script d'appel (appels.Script)")
    return LecteurDeScript(script, graine)


def _defauts(script: Script) -> str:
    """Ce qui cloche dans le script, dit avant de le jouer."""
    defauts = script.verifier()
    if not defauts:
        return ""
    return f"⚠ Ce script a {compte(len(defauts), 'défaut')} : {' '.join(defauts)}"


def _dessin(appel: AppelJoue) -> Graphique:
    """Le chemin ; des réponses, seules les suivies (en gras) : les boutons disent les autres."""
    graphique = parcours_appel(appel.script, appel.reponses)
    notes = graphique.layout.annotations
    graphique.layout.annotations = [n for n in notes if not n.text or n.text.startswith("<b>")]
    return graphique


def _deroule(parcours: pd.DataFrame) -> str:
    """Les répliques déjà échangées, une ligne par fiche quittée."""
    lignes = [
        f"<li><b>Fiche {escape(fiche)}</b> : {escape(texte)}<br><i>« {escape(reponse)} »</i></li>"
        for fiche, texte, reponse in parcours[["fiche", "texte", "reponse"]].iloc[:-1].values
    ]
    return insecable(f"<ol>{''.join(lignes)}</ol>") if lignes else ""
